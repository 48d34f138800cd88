"""Cells as values: text, money in the unit of its column, counts and scores."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from jixiao_core.errors import NumberError
from jixiao_core.exact.numbers import normalise, parse_number
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Quantity
from jixiao_core.exchange.forms.blocks import Cell, squeezed
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.reports.parts import BLANK, TableUnit
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["blank", "count", "money", "points", "printed_unit", "score", "text"]

_NONE: Final = frozenset(("-", "--", "—", "——", "－", "/", "／", "无", "\\"))
_UNIT: Final = re.compile(r"（(?:单位[:：])?(亿元|万元|元)）|单位[:：](亿元|万元|元)")
_HAS_NUMBER: Final = re.compile("[0-9]")
_VAGUE: Final = re.compile(r"([0-9][0-9,.]*)(?:多|余)(.*)")


def text(cell: Cell, ledger: Ledger) -> str:
    """Return the text of a cell without the white space around it."""
    ledger.take(cell, "blank" if cell.is_blank else "value")
    return cell.text.strip()


def blank(cell: Cell, ledger: Ledger, name: str = "") -> None:
    """Book a blank cell; a number in the cell above that it is one with belongs to two rows, or to none of them."""
    ledger.take(cell, "blank")
    if _HAS_NUMBER.search(normalise(cell.continues)):
        ledger.shared(cell, name)


def money(cell: Cell, column: TableUnit, ledger: Ledger, name: str = "") -> Figure:
    """Return an amount in the unit of its column; a plain number where that is not stated."""
    return _figure(cell, ledger, name, lambda number: _amount(number, column.unit))


def _amount(number: str, unit: MoneyUnit | None) -> Quantity:
    if number.endswith("元"):
        return Money.parse(number)
    return Number.parse(number) if unit is None else Money.of(number, unit)


def count(cell: Cell, ledger: Ledger, name: str = "") -> Figure:
    """Return a number of whole things."""
    return _figure(cell, ledger, name, Count.parse)


def _figure(cell: Cell, ledger: Ledger, name: str, quantity: Callable[[str], Quantity]) -> Figure:
    found, origin = normalise(squeezed(cell.text)), cell.origin
    if not found:
        blank(cell, ledger, name)
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
        ledger.unreadable(cell, name)
        return Missing(state="unknown", origin=origin, note=f"所列为“{cell.text.strip()}”")
    ledger.take(cell)
    return figure


def score(cell: Cell, ledger: Ledger, name: str = "") -> Fraction | None:
    """Return points, None where the cell is blank or no number."""
    found = normalise(squeezed(cell.text)).removesuffix("分")
    if not found:
        blank(cell, ledger, name)
        return None
    try:
        number = parse_number(found)
    except NumberError:
        ledger.unreadable(cell, name)
        return None
    ledger.take(cell)
    return number.value


def points(cell: Cell, ledger: Ledger, name: str = "") -> Fraction | None:
    """Return points as `score` does; a rate is none."""
    if "%" in normalise(cell.text):
        ledger.unreadable(cell, name)
        return None
    return score(cell, ledger, name)


def printed_unit(label_text: str) -> TableUnit:
    """
    Return the unit that a caption or label prints in brackets, if it does.

    >>> printed_unit("年度收入情况（万元）").unit
    <MoneyUnit.WAN_YUAN: '万元'>
    """
    found = _UNIT.search(squeezed(label_text).replace("(", "（").replace(")", "）"))
    return TableUnit() if found is None else TableUnit(unit=MoneyUnit(found[1] or found[2]), how="printed")
