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
from jixiao_core.exchange.forms.segments import Segment, is_claimed_header, is_claimed_label
from jixiao_core.exchange.forms.tables import joined_rows, names_of, split_rows
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
_TOTAL: Final = re.compile(r"(?:总分|总得分|总计|合计|自评总分|总分合计|得分合计)(?:（([0-9]+(?:\.[0-9]+)?)分）)?")
_SUBTOTAL: Final = "小计"
_MAX_SUBTOTAL: Final = 8


@mutable
class _Above:
    """What merged cells continue."""

    texts: dict[str, str] = field(factory=lambda: {"level1": "", "level2": ""})
    points: dict[str, Fraction | None] = field(factory=dict)


def claimed_table(segment: Segment, ledger: Ledger) -> ClaimedTable:
    """
    Return the table of a segment; headings that are printed again after a page break are dropped.

    Subtotals (小计) are no rows, and a second row of totals has no place: they stay in the account.
    """
    rows = split_rows([block for block in segment.blocks if isinstance(block, Row)], is_claimed_header, ledger)
    lines = [block for block in segment.blocks if isinstance(block, Line)]
    fields = _fields(rows[0])
    found: list[ClaimedRow] = []
    totals: dict[str, Fraction | None] = {}
    above = _Above()
    plain = [row for row in rows if not _is_sum(row)]
    for number, row in enumerate(joined_rows(plain, len(fields), ledger)):
        if is_claimed_header(row):
            ledger.take_labels(row.cells, is_claimed_label, "repeated" if number else "label")
        elif len(row.cells) == len(fields):
            found.append(_row(row, fields, above, ledger, f"claimed.rows[{len(found)}]"))
    for row in filter(_is_sum, rows):
        if not totals and _TOTAL.fullmatch(label(row.cells[0].text)):
            totals = _totals(row, fields, ledger)
    return ClaimedTable(
        title="".join(ledger.take(line) for line in segment.title),
        rows=tuple(found),
        has_reasons="reason" in fields,
        note="\n".join(_note(lines, ledger)),
        **totals,
    )


def _is_sum(row: Row) -> bool:
    """Whether a row prints a total, or a subtotal in any of its labels."""
    names = [label(cell.text) for cell in row.cells]
    return bool(_TOTAL.fullmatch(names[0])) or any(
        name.endswith(_SUBTOTAL) and len(name) <= _MAX_SUBTOTAL for name in names
    )


def _fields(header: Row) -> tuple[str, ...]:
    """The field of each column; 分值 belongs to the level before it, and to the row where a criterion is before it."""
    found: list[str] = []
    for name in names_of(header, is_claimed_label):
        if name == "分值":
            before = found[-1] if found else ""
            field = f"{before}_points" if before in ("level1", "level2") else "points"
        elif name.startswith("扣分原因"):
            field = "reason"
        else:
            field = _LEVELS.get(name) or _COLUMNS.get(name) or ""
        found.append("" if field in found else field)
    return tuple(found)


def _row(row: Row, fields: tuple[str, ...], above: _Above, ledger: Ledger, path: str) -> ClaimedRow:
    given: dict[str, Any] = {}
    for name, cell in zip(fields, row.cells, strict=True):
        match name:
            case "level1" | "level2":
                _level(name, cell, above, ledger)
            case "level1_points" | "level2_points":
                _level_points(name, cell, above, ledger, path)
            case "points" if cell.is_blank:
                # Rows that share their points have them in one cell.
                ledger.take(cell, "blank")
            case "points" | "score":
                given[name] = score(cell, ledger, f"{path}.{name}")
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


def _level_points(name: str, cell: Cell, above: _Above, ledger: Ledger, path: str) -> None:
    if cell.is_blank:
        ledger.take(cell, "merged")
        return
    above.points[name.removesuffix("_points")] = score(cell, ledger, f"{path}.{name}")


def _totals(row: Row, fields: tuple[str, ...], ledger: Ledger) -> dict[str, Fraction | None]:
    """
    The total of points and of scores. Where cells behind 总分 are merged with it, the others belong to the last columns;
    the points may stand in brackets.
    """
    found: dict[str, Fraction | None] = {}
    head, *rest = row.cells
    columns = fields[len(fields) - len(rest) :]
    if len(rest) >= len(fields) or not {"points", "score"} <= set(columns):
        return found
    ledger.take(head, "label")
    for name, cell in zip(columns, rest, strict=True):
        if name in {"points", "score"}:
            found[f"total_{name}"] = score(cell, ledger, f"claimed.total_{name}")
        elif name.endswith("_points") and not cell.is_blank:
            found[name] = score(cell, ledger, f"claimed.total_{name}")
    printed = _TOTAL.fullmatch(label(head.text))
    if printed is not None and printed[1] and found.get("total_points") is None:
        found["total_points"] = parse_number(normalise(printed[1])).value
    # The level points of a row of totals repeat the total of points: one that differs from it stays in the account.
    for name in ("level1_points", "level2_points"):
        stated = found.pop(name, None)
        if stated is not None and stated != found.get("total_points"):
            ledger.unreadable(rest[columns.index(name)], f"claimed.total_{name}")
    return found


def _note(lines: list[Line], ledger: Ledger) -> Iterator[str]:
    """The note under the table: from 备注 on."""
    is_note = False
    for line in lines:
        is_note = is_note or squeezed(line.text).startswith("备注")
        if is_note:
            yield ledger.take(line)
