"""Cells as values: money in the unit of its table, counts, scores, dates, check boxes, vouchers."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Final

from jixiao_core.errors import NumberError
from jixiao_core.exact.numbers import normalise, parse_number
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Quantity
from jixiao_core.exchange.forms.blocks import Cell, Line, squeezed
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.reports.parts import BLANK, DateField, TableUnit
from jixiao_core.reports.project import Period, VoucherRef
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["box", "count", "date", "money", "period", "printed_unit", "score", "text", "vouchers"]

_NONE: Final = frozenset(("-", "--", "—", "——", "－", "/", "／", "无", "\\"))
_UNIT: Final = re.compile(r"（(?:单位[:：])?(亿元|万元|元)）|单位[:：](亿元|万元|元)")
_VAGUE: Final = re.compile(r"([0-9][0-9,.]*)(?:多|余)(.*)")
_DAY: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_MONTH: Final = re.compile(r"([0-9]{4})(?:年|[-./])([0-9]{1,2})月?")
_BLANK_DATE: Final = re.compile(r"年?月?日?")
_VOUCHERS: Final = re.compile(r"(?:([0-9]{1,2})月)?([0-9]{1,6})[#＃号]")  # noqa: RUF001 - as people type it
_TICKED, _EMPTY = "☑✔√■☒", "□☐"


def text(cell: Cell, ledger: Ledger) -> str:
    """Return the text of a cell without the white space around it."""
    ledger.take(cell, "blank" if cell.is_blank else "value")
    return cell.text.strip()


def money(cell: Cell, column: TableUnit, ledger: Ledger, origin: str) -> Figure:
    """Return an amount in the unit of its table; a plain number where that is not stated."""
    return _figure(cell, ledger, origin, lambda number: _amount(number, column.unit))


def _amount(number: str, unit: MoneyUnit | None) -> Quantity:
    if number.endswith("元"):
        return Money.parse(number)
    return Number.parse(number) if unit is None else Money.of(number, unit)


def count(cell: Cell, ledger: Ledger, origin: str) -> Figure:
    """Return a number of whole things."""
    return _figure(cell, ledger, origin, Count.parse)


def _figure(cell: Cell, ledger: Ledger, origin: str, quantity: object) -> Figure:
    assert callable(quantity)
    found = normalise(squeezed(cell.text))
    if not found:
        ledger.take(cell, "blank")
        return BLANK
    if found in _NONE:
        # It may mean zero, not applicable or not known: the form does not say which.
        ledger.take(cell)
        ledger.doubtful(cell)
        return Missing(state="blank", origin=origin, note=f"所列为“{found}”")
    vague = _VAGUE.fullmatch(found)
    try:
        if vague is not None:
            figure: Figure = Bounded(at_least=quantity(vague[1] + vague[2]), origin=origin)
        else:
            figure = Known(value=quantity(found), origin=origin)
    except NumberError:
        ledger.unreadable(cell)
        return Missing(state="unknown", origin=origin)
    ledger.take(cell)
    return figure


def score(cell: Cell, ledger: Ledger) -> Fraction | None:
    """Return points, None where the cell is blank or no number."""
    found = normalise(squeezed(cell.text)).removesuffix("分")
    if not found:
        ledger.take(cell, "blank")
        return None
    try:
        number = parse_number(found)
    except NumberError:
        ledger.unreadable(cell)
        return None
    ledger.take(cell)
    return number.value


def printed_unit(label_text: str) -> TableUnit:
    """
    Return the unit that a caption or label prints in brackets, if it does.

    >>> printed_unit("年度收入情况（万元）").unit
    <MoneyUnit.WAN_YUAN: '万元'>
    """
    found = _UNIT.search(squeezed(label_text).replace("(", "（").replace(")", "）"))
    return TableUnit() if found is None else TableUnit(unit=MoneyUnit(found[1] or found[2]), how="printed")


def date(printed: str) -> DateField:
    """
    Return a date with its ISO form; blank where only 年 月 日 are printed.

    >>> date("2022年 7月28日").iso, date("   年    月    日").text
    ('2022-07-28', '')
    """
    found = normalise(squeezed(printed))
    if _BLANK_DATE.fullmatch(found):
        return DateField()
    parts = _DAY.fullmatch(found)
    if parts is None:
        return DateField(text=printed.strip())
    year, month, day = (int(part) for part in parts.groups() if part)
    try:
        return DateField(text=printed.strip(), iso=dt.date(year, month, day).isoformat())
    except ValueError:
        return DateField(text=printed.strip())


def period(printed: str) -> Period:
    """
    Return a period of months.

    >>> period("2021年  1月起至 2021 年 12 月止").last
    '2021-12'
    """
    months = [f"{year}-{int(month):02}" for year, month in _MONTH.findall(normalise(squeezed(printed)))]
    if len(months) != 2 or any(not 1 <= int(month[5:]) <= 12 for month in months):  # noqa: PLR2004
        return Period(text=printed.strip())
    return Period(text=printed.strip(), first=months[0], last=months[1])


def box(line: Cell | Line, name: str) -> bool | None:
    """
    Return whether the check box of a name is ticked; None where there is none.

    Boxes stand behind their names, unless the line begins with one.

    >>> box(Line("评价类型：甲□ 乙☑", 1), "乙"), box(Line("评价类型：□甲 ☑乙", 1), "甲")
    (True, False)
    """
    plain = re.sub(r"^[^：:]*[：:]", "", squeezed(line.text))
    is_before = plain[:1] in _TICKED + _EMPTY
    found = re.search(f"([{_TICKED}{_EMPTY}]){name}" if is_before else f"{name}([{_TICKED}{_EMPTY}])", plain)
    return None if found is None else found[1] in _TICKED


def vouchers(printed: str) -> tuple[VoucherRef, ...]:
    """
    Return voucher references; a number without a month is of the month before it.

    >>> vouchers("1月12#、12月2#17#")
    (VoucherRef(month=1, number=12), VoucherRef(month=12, number=2), VoucherRef(month=12, number=17))
    """
    found, month = [], 0
    for stated, number in _VOUCHERS.findall(normalise(squeezed(printed))):
        month = int(stated) if stated else month
        found.append(VoucherRef(month, int(number)))
    return tuple(found)
