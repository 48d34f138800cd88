"""Scoring tables that a unit has filled in: rows of three levels, printed points, claimed scores, reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from attrs import field, mutable

from jixiao_core.exact.numbers import normalise, parse_number
from jixiao_core.exchange.forms.blocks import Cell, Line, Row, label, squeezed
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.segments import Segment, is_claimed_header
from jixiao_core.exchange.forms.tables import joined_rows
from jixiao_core.exchange.forms.values import score, text
from jixiao_core.reports.parts import ClaimedRow, ClaimedTable

__all__ = ["claimed_table"]

_LEVELS: Final = {"一级指标": "level1", "二级指标": "level2", "三级指标": "label"}
_COLUMNS: Final = {
    "具体指标": "explanation",
    "指标解释": "explanation",
    "评分标准": "clause",
    "评价标准": "clause",
    "自评得分": "score",
}
_POINTS: Final = re.compile(r"（([0-9]+(?:\.[0-9]+)?)分）$")
_TOTAL: Final = "总分"


@mutable
class _Above:
    """What merged cells continue."""

    texts: dict[str, str] = field(factory=lambda: {"level1": "", "level2": ""})
    points: dict[str, Fraction | None] = field(factory=dict)


def claimed_table(segment: Segment, ledger: Ledger) -> ClaimedTable:
    """Return the table of a segment; headings that are printed again after a page break are dropped."""
    rows = [block for block in segment.blocks if isinstance(block, Row)]
    lines = [block for block in segment.blocks if isinstance(block, Line)]
    fields = _fields(rows[0])
    found: list[ClaimedRow] = []
    totals: dict[str, Fraction | None] = {}
    above = _Above()
    for number, row in enumerate(joined_rows(rows, len(fields), ledger)):
        if is_claimed_header(row):
            ledger.take_all(row.cells, "repeated" if number else "label")
        elif len(row.cells) == len(fields) and label(row.cells[0].text) == _TOTAL:
            totals = _totals(row, fields, ledger)
        elif len(row.cells) == len(fields):
            found.append(_row(row, fields, above, ledger))
    return ClaimedTable(
        title="".join(ledger.take(line) for line in segment.title),
        rows=tuple(found),
        has_reasons="reason" in fields,
        note="\n".join(_note(lines, ledger)),
        **totals,
    )


def _fields(header: Row) -> tuple[str, ...]:
    """The field of each column; 分值 belongs to the level before it, and to the row where a criterion is before it."""
    found: list[str] = []
    for cell in header.cells:
        name = label(cell.text)
        if name == "分值":
            before = found[-1] if found else ""
            found.append(f"{before}_points" if before in ("level1", "level2") else "points")
        elif name.startswith("扣分原因"):
            found.append("reason")
        else:
            found.append(_LEVELS.get(name) or _COLUMNS.get(name) or "")
    return tuple(found)


def _row(row: Row, fields: tuple[str, ...], above: _Above, ledger: Ledger) -> ClaimedRow:
    given: dict[str, Any] = {}
    for name, cell in zip(fields, row.cells, strict=True):
        match name:
            case "level1" | "level2":
                _level(name, cell, above, ledger)
            case "level1_points" | "level2_points":
                _level_points(name, cell, above, ledger)
            case "points" | "score":
                given[name] = score(cell, ledger)
            case "label":
                given.update(label=label(ledger.take(cell, "label")), line=cell.line)
            case "":
                # No field of ours: it stays in the account.
                pass
            case _:
                given[name] = text(cell, ledger)
    return ClaimedRow(
        level1=above.texts["level1"],
        level2=above.texts["level2"],
        level1_points=above.points.get("level1"),
        level2_points=above.points.get("level2"),
        **given,
    )


def _level(name: str, cell: Cell, above: _Above, ledger: Ledger) -> None:
    """A level with its points in brackets; a blank cell continues the one above."""
    if cell.is_blank:
        ledger.take(cell, "merged")
        return
    printed = label(cell.text)
    points = _POINTS.search(printed)
    own = _POINTS.sub("", printed)
    ledger.take(cell, "repeated" if own == above.texts[name] else "label")
    if own != above.texts[name]:
        above.texts[name] = own
        above.points.pop(name, None)
        if name == "level1":
            above.texts["level2"] = ""
            above.points.pop("level2", None)
    if points is not None:
        above.points[name] = parse_number(normalise(points[1])).value


def _level_points(name: str, cell: Cell, above: _Above, ledger: Ledger) -> None:
    if cell.is_blank:
        ledger.take(cell, "merged")
        return
    above.points[name.removesuffix("_points")] = score(cell, ledger)


def _totals(row: Row, fields: tuple[str, ...], ledger: Ledger) -> dict[str, Fraction | None]:
    found: dict[str, Fraction | None] = {}
    for name, cell in zip(fields, row.cells, strict=True):
        if name in {"points", "score"}:
            found[f"total_{name}"] = score(cell, ledger)
        elif cell.is_blank:
            ledger.take(cell, "blank")
        elif label(cell.text) == _TOTAL:
            ledger.take(cell, "label")
        elif name.endswith("_points"):
            score(cell, ledger)
    return found


def _note(lines: list[Line], ledger: Ledger) -> Iterator[str]:
    """The note under the table: from 备注 on."""
    is_note = False
    for line in lines:
        is_note = is_note or squeezed(line.text).startswith("备注")
        if is_note:
            yield ledger.take(line)
