"""项目资金 of the national self-evaluation form: one row a source of money."""

from __future__ import annotations

from typing import Any, Final, get_args

from attrs import field, mutable

from jixiao_core.errors import NumberError
from jixiao_core.exact.numbers import normalise
from jixiao_core.exact.quantities import Number, Rate
from jixiao_core.exchange.forms.blocks import Cell, Row, label, squeezed
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.self_evaluation_labels import (
    BLOCK_LABELS,
    BUDGET_COLUMNS,
    budget_source,
    column,
    columns_in,
    is_bare,
    without_brackets,
)
from jixiao_core.exchange.forms.values import money, points, printed_unit
from jixiao_core.reports.parts import BLANK, TableUnit
from jixiao_core.reports.self_evaluation import BudgetLine, FundingSource
from jixiao_core.scoring.figures import Figure, Known, Missing

__all__ = ["Budget"]

_AMOUNTS: Final = ("initial", "full_year", "executed")
# The form itself prints one of these where a source has neither points nor a rate.
_NONE: Final = frozenset(("-", "--", "—", "——", "－", "/", "／", "\\", "×"))
_ORDER: Final[tuple[FundingSource, ...]] = get_args(FundingSource)


@mutable
class Budget:
    """
    The grid while it is read.

    Attributes:
        ledger: where what is used is booked.
        columns: the field of each column from the first one with figures on.
        units: the unit of each of them.
        unit: the unit of the grid.
        lines: what was read.
    """

    ledger: Ledger
    columns: tuple[str, ...] = ()
    units: tuple[TableUnit, ...] = ()
    unit: TableUnit = field(factory=TableUnit)
    lines: list[BudgetLine] = field(factory=list)

    def start(self, header: Row, stated: TableUnit) -> None:
        """Take the heading; its units, or the one that stands elsewhere in the form."""
        columns = columns_in(header, BUDGET_COLUMNS)
        first = next(place for place, name in enumerate(columns) if name in _AMOUNTS)
        self.ledger.take_labels(header.cells, _is_label, "repeated" if self.columns else "label")
        printed = [printed_unit(cell.text) for cell in header.cells]
        # The unit of the whole grid stands in its label; that of a column is its own.
        whole = next((each for each in printed[:first] if each.unit), stated)
        own = printed[first:]
        shared = whole if whole.unit else next((each for each in own if each.unit), TableUnit())
        self.columns, self.unit = columns[first:], shared
        self.units = tuple(each if each.unit else shared for each in own)

    def take(self, row: Row) -> bool:
        """Read a row of a source that was not read yet; say whether it is one."""
        width = len(self.columns)
        before, cells = row.cells[:-width], row.cells[-width:]
        heads = [cell for cell in before if not cell.is_blank and not _is_block(label(cell.text))]
        source = budget_source(heads[-1].text) if heads else ""
        if not source or any(line.source == source for line in self.lines):
            return False
        for cell in before:
            if cell is heads[-1] or cell.is_blank or _is_block(label(cell.text)):
                self.ledger.take(cell, "merged" if cell.is_blank else "label")
        path = f"budget[{len(self.lines)}]"
        given: dict[str, Any] = {}
        for name, unit, cell in zip(self.columns, self.units, cells, strict=True):
            if name in _AMOUNTS:
                given[name] = money(cell, unit, self.ledger, f"{path}.{name}")
            elif name:
                given[name] = self._scored(name, cell, source, f"{path}.{name}")
        name = " ".join(heads[-1].text.split())
        head = heads[-1]
        self.lines.append(BudgetLine(source=source, label=name, line=head.line, place=head.place, **given))
        return True

    def _scored(self, name: str, cell: Cell, source: str, path: str) -> Any:
        """Points, rate or score: only the total has them, and the form says so by a dash."""
        if source != "total" and (cell.is_blank or squeezed(cell.text) in _NONE):
            self.ledger.take(cell, "blank")
            return BLANK if name == "rate" else None
        return _rate(cell, self.ledger, path) if name == "rate" else points(cell, self.ledger, path)

    def found(self) -> tuple[BudgetLine, ...]:
        """Return the lines, the total first."""
        return tuple(sorted(self.lines, key=lambda line: _ORDER.index(line.source)))


def _is_block(name: str) -> bool:
    return without_brackets(name) in BLOCK_LABELS


def _is_label(name: str) -> bool:
    return (bool(column(name, BUDGET_COLUMNS)) or _is_block(name)) and is_bare(name)


def _rate(cell: Cell, ledger: Ledger, path: str) -> Figure:
    """A rate with its per cent sign; a plain number where none is printed."""
    found = normalise(squeezed(cell.text))
    if not found:
        ledger.take(cell, "blank")
        return BLANK
    try:
        value = Rate.parse(found) if found.endswith("%") else Number.parse(found)
    except NumberError:
        ledger.unreadable(cell, path)
        return Missing(state="unknown", origin=cell.origin, note=f"所列为“{cell.text.strip()}”")
    ledger.take(cell)
    return Known(value=value, origin=cell.origin)
