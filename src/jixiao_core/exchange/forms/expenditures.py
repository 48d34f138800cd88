"""The lines of 项目支出明细情况."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from jixiao_core.exchange.forms.blocks import Cell, Row, label
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import names_of, split_rows
from jixiao_core.exchange.forms.values import money, printed_unit, text
from jixiao_core.exchange.forms.vouchers import vouchers
from jixiao_core.reports.parts import TableUnit
from jixiao_core.reports.project import ExpenditureLine

__all__ = ["expenditure_lines"]

_COLUMNS: Final = {
    "支出内容": "item",
    "支出项目": "item",
    "实际支出数": "amount",
    "实际支出": "amount",
    "支出金额": "amount",
    "金额": "amount",
    "会计凭证号": "vouchers",
    "凭证号": "vouchers",
    "备注": "remark",
    "序号": "number",
}
_USUAL: Final[tuple[str, ...]] = ("item", "amount", "vouchers", "remark")
_TOTALS: Final = ("支出合计", "合计", "总计")
_SUBTOTAL: Final = "小计"


def expenditure_lines(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return the lines, their total, and the unit where one is printed; subtotals stay in the account."""
    lines: list[ExpenditureLine] = []
    found: dict[str, Any] = {}
    unit, columns = TableUnit(), _USUAL
    for row in split_rows(tuple(rows), _is_heading, ledger):
        name = label(row.cells[0].text)
        if _is_heading(row):
            ledger.take_labels(row.cells, _is_label)
            names = names_of(row, _is_label)
            columns = tuple(_column(each) for each in names)
            unit = next((each for each in map(printed_unit, names) if each.unit), unit)
        elif name in _TOTALS and "lines_total" not in found and len(row.cells) > 1:
            ledger.take(row.cells[0], "label")
            place = columns.index("amount") if len(row.cells) == len(columns) and "amount" in columns else 1
            found["lines_total"] = money(row.cells[place], unit, ledger, "lines_total")
        elif len(row.cells) == len(columns) and not name.endswith(_SUBTOTAL):
            if all(cell.is_blank for cell in row.cells):
                ledger.take_all(row.cells, "blank")
            else:
                lines.append(_line(row, columns, unit, ledger, len(lines)))
    return {**found, "lines": tuple(lines), "lines_unit": unit}


def _column(name: str) -> str:
    return _COLUMNS.get(name.partition("（")[0], "")


def _is_label(name: str) -> bool:
    return bool(_column(name))


def _is_heading(row: Row) -> bool:
    columns = [_column(name) for name in names_of(row, _is_label)]
    return "item" in columns and "amount" in columns


def _line(row: Row, columns: tuple[str, ...], unit: TableUnit, ledger: Ledger, position: int) -> ExpenditureLine:
    given: dict[str, Any] = {"item": "", "line": row.line}
    for column, cell in zip(columns, row.cells, strict=True):
        match column:
            case "amount":
                given[column] = money(cell, unit, ledger, f"lines[{position}].amount")
            case "vouchers":
                given.update(_vouchers(cell, ledger, position))
            case "item" | "remark":
                given[column] = text(cell, ledger)
            case "number":
                ledger.take(cell, "label")
            case _:
                # No field of ours: it stays in the account.
                pass
        if column == "item":
            given["line"] = cell.line
    return ExpenditureLine(**given)


def _vouchers(cell: Cell, ledger: Ledger, position: int) -> dict[str, Any]:
    found, is_whole = vouchers(cell.text)
    printed = text(cell, ledger)
    if not is_whole:
        ledger.unreadable(cell, f"lines[{position}].vouchers")
    return {"vouchers": found, "vouchers_text": printed}
