"""绩效指标 of the national self-evaluation form: one row a third-level indicator."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, field, mutable

from jixiao_core.exact.numbers import normalise, parse_number
from jixiao_core.exchange.forms.blocks import Cell, Row, label
from jixiao_core.exchange.forms.ledger import Ledger, Use
from jixiao_core.exchange.forms.self_evaluation_labels import (
    BLOCK_LABELS,
    INDICATOR_COLUMNS,
    column,
    columns_in,
    first_printed,
    is_bare,
    is_reason,
    without_brackets,
)
from jixiao_core.exchange.forms.tables import joined_rows
from jixiao_core.exchange.forms.values import blank, points, text
from jixiao_core.reports.form_values import completion_of, target_of
from jixiao_core.reports.self_evaluation import IndicatorLine

__all__ = ["Indicators", "is_total"]

_TOTAL: Final = re.compile(
    r"(?:总分|总得分|总计|合计|自评总分|总分合计|得分合计|总分值)(?:（([0-9]+(?:\.[0-9]+)?)分?）)?"
)
_SUBTOTAL: Final = "小计"
_MAX_SUBTOTAL: Final = 12
_LEVELS: Final = ("level1", "level2")
_BESIDE: Final = (*_LEVELS, "number")
# What stands where a unit has nothing to fill in.
_NOTHING: Final = re.compile(r"[.…．。⋯]*|无|不涉及|不适用|[-—－/／\\]+")
_ZERO: Final = re.compile(r"0(?:\.0{1,2})?分?")


def is_total(row: Row) -> bool:
    """Whether a row prints the totals of points and scores."""
    return _TOTAL.fullmatch(first_printed(row)) is not None


@mutable
class Indicators:
    """
    The table while it is read, over all of its pages.

    Attributes:
        ledger: where what is used is booked.
        columns: the field of each column.
        body: the rows under the heading that were not read yet.
        rows: what was read.
        totals: the totals, by their fields.
        above: what merged cells continue.
    """

    ledger: Ledger
    columns: tuple[str, ...] = ()
    body: list[Row] = field(factory=list)
    rows: list[IndicatorLine] = field(factory=list)
    totals: dict[str, Fraction | None] = field(factory=dict)
    above: dict[str, str] = field(factory=lambda: {"level1": "", "level2": "", "label": ""})

    def start(self, header: Row) -> None:
        """Take the heading, which may be that of another page."""
        use: Use = "repeated" if self.columns else "label"
        for cell in header.cells:
            if is_reason(without_brackets(label(cell.text))) and is_bare(cell.text):
                # The lines of a narrow column are labels of their own: 偏差原因.
                self.ledger.take(cell, use)
            else:
                self.ledger.take_labels((cell,), _is_label, use)
        self.finish()
        self.columns = columns_in(header, INDICATOR_COLUMNS)

    def add(self, row: Row) -> None:
        """Keep a row until the next heading; rows of sums are no indicators and stay in the account."""
        if not any(_is_subtotal(cell) for cell in row.cells):
            self.body.append(_fitted(row, len(self.columns)))

    def finish(self) -> None:
        """Read the rows that wait."""
        for row in joined_rows(self.body, len(self.columns), self.ledger):
            if len(row.cells) == len(self.columns):
                self._read(row)
        self.body = []

    def _read(self, row: Row) -> None:
        """Read a row; one that nobody has filled in may print its levels, and dots or 无 for what is to be filled in."""
        pairs = tuple(zip(self.columns, row.cells, strict=True))
        is_row = any(name and name not in _BESIDE and not _is_nothing(name, cell) for name, cell in pairs)
        given: dict[str, Any] = {"label": ""}
        for place, (name, cell) in enumerate(pairs):
            if name in _LEVELS:
                self._level(name, cell)
            elif name == "number":
                self.ledger.take(cell, "merged" if cell.is_blank else "label")
            elif not name and place == 0:
                self.ledger.take_labels((cell,), _is_label, "repeated")
            elif name and is_row:
                given |= self._value(name, cell)
            elif name and not cell.is_blank:
                self.ledger.take(cell, "label")
        if is_row:
            line = IndicatorLine(level1=self.above["level1"], level2=self.above["level2"], **given)
            self.rows.append(evolve(line, target_value=target_of(line), completion_value=completion_of(line)))

    def _value(self, name: str, cell: Cell) -> dict[str, Any]:
        """A field of a row with the line where it stands, for those that have one."""
        match name:
            case "label":
                return {"label": self._label(cell), "line": cell.line, "place": cell.place}
            case "points" | "score":
                return {name: points(cell, self.ledger, f"rows[{len(self.rows)}].{name}")}
            case "target" | "completion":
                if cell.is_blank:
                    blank(cell, self.ledger, f"rows[{len(self.rows)}].{name}")
                return {name: text(cell, self.ledger), f"{name}_line": 0 if cell.is_blank else cell.line}
            case _:
                return {name: text(cell, self.ledger)}

    def _level(self, name: str, cell: Cell) -> None:
        """A level; a blank cell continues the one above, under a new first level there is none."""
        if cell.is_blank:
            self.ledger.take(cell, "merged")
            return
        own = label(cell.text)
        self.ledger.take(cell, "repeated" if own == self.above[name] else "label")
        if own != self.above[name]:
            self.above |= {name: own, "label": ""} | ({"level2": ""} if name == "level1" else {})

    def _label(self, cell: Cell) -> str:
        """The indicator; under a merged cell it is the one above, which a person should confirm."""
        if cell.is_blank:
            self.ledger.take(cell, "merged")
            if self.above["label"]:
                self.ledger.doubtful(cell)
            return self.above["label"]
        self.ledger.take(cell)
        self.above["label"] = _unwrapped(cell.text)
        return self.above["label"]

    def total(self, row: Row) -> bool:
        """Read the row of totals, once; say whether it was read."""
        self.finish()
        if self.totals:
            return False
        place = next(number for number, cell in enumerate(row.cells) if not cell.is_blank)
        head, rest = row.cells[place], _fitted(Row(row.cells[place + 1 :]), len(self.columns) - 1).cells
        if not 0 < len(rest) <= len(self.columns):
            return False
        columns = self.columns[len(self.columns) - len(rest) :]
        found: dict[str, Fraction | None] = {}
        wanted = {"points", "score"} & set(self.columns)
        if wanted and wanted <= set(columns):
            for name, cell in zip(columns, rest, strict=True):
                if name in ("points", "score"):
                    found[f"total_{name}"] = points(cell, self.ledger, f"total_{name}")
        else:
            printed = [cell for cell in rest if not cell.is_blank]
            if len(printed) != 1:
                return False
            # A single number behind 总分 is what the unit obtained.
            found["total_score"] = points(printed[0], self.ledger, "total_score")
        stated = _TOTAL.fullmatch(label(head.text))
        if stated is not None and stated[1] and found.get("total_points") is None:
            found["total_points"] = parse_number(normalise(stated[1])).value
        self.ledger.take(head, "label")
        self.totals = found
        return True


def _is_nothing(name: str, cell: Cell) -> bool:
    """Whether a cell is blank, dots, a word for nothing, or no points."""
    found = label(cell.text)
    is_none = name in ("points", "score") and _ZERO.fullmatch(found)
    return bool(_NOTHING.fullmatch(found) or is_none)


def _is_label(name: str) -> bool:
    return (bool(column(name, INDICATOR_COLUMNS)) or without_brackets(name) in BLOCK_LABELS) and is_bare(name)


def _is_subtotal(cell: Cell) -> bool:
    name = label(cell.text)
    return name.endswith(_SUBTOTAL) and len(name) <= _MAX_SUBTOTAL


def _fitted(row: Row, width: int) -> Row:
    """A row without the blank cells behind the last column: a sheet is as wide as its widest row."""
    extra = row.cells[width:]
    return Row(row.cells[:width]) if extra and all(cell.is_blank for cell in extra) else row


def _unwrapped(printed: str) -> str:
    """The text of a label whose lines a narrow column has broken."""
    return " ".join("".join(part.strip() for part in printed.split("\n")).split())
