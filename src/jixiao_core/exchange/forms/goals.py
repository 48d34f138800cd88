"""Goals and targets: the qualitative pair of cells and the table of quantitative targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve

from jixiao_core.exchange.forms.blocks import Cell, Row, label, paragraphs_of
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import columns_of, filled_down, joined_rows
from jixiao_core.exchange.forms.values import score, text
from jixiao_core.reports.parts import Paragraph, TargetRow
from jixiao_core.reports.printed_numbers import target_value

__all__ = ["goals"]

_COLUMNS: Final = {
    "评价内容": "group",
    "一级指标": "group",
    "二级指标": "category",
    "指标内容": "content",
    "三级指标": "content",
    "绩效目标": "target",
    "指标（目标）值": "target",
    "指标值": "target",
    "目标值": "target",
    "完成情况": "completion",
    "实际完成值": "completion",
    "完成值": "completion",
}


def goals(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return goals, results, targets, total score and grade of a section 绩效自评情况."""
    found: dict[str, Any] = {}
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        names = [label(cell.text) for cell in row.cells]
        if names[-1:] == ["实际完成"] and waiting:
            ledger.take_all(row.cells, "label")
            found.update(_qualitative(waiting.pop(0), ledger))
        elif len(set(names) & set(_COLUMNS)) > 1:
            found["targets"] = _targets(row, waiting, ledger)
            waiting = [each for each in waiting if not all(map(ledger.is_taken, each.cells))]
        elif len(names) > 1 and "综合得分" in names[0]:
            ledger.take(row.cells[0], "label")
            found["total_score"] = score(row.cells[1], ledger)
        elif len(names) > 1 and names[0].endswith("等次"):
            ledger.take(row.cells[0], "label")
            found["grade"] = text(row.cells[1], ledger)
    return found


def _qualitative(row: Row, ledger: Ledger) -> dict[str, Any]:
    *before, expected, actual = row.cells
    ledger.take_all(before, "label")
    return {"expected_goals": _listed(expected, ledger), "actual_results": _listed(actual, ledger)}


def _listed(cell: Cell, ledger: Ledger) -> tuple[Paragraph, ...]:
    ledger.take(cell, "blank" if cell.is_blank else "value")
    return paragraphs_of(cell)


def _targets(header: Row, rows: list[Row], ledger: Ledger) -> tuple[TargetRow, ...]:
    """The rows under a heading, as long as they have its columns."""
    ledger.take_all(header.cells, "label")
    fields = _fields_of(header, max((len(row.cells) for row in rows), default=0))
    found: list[TargetRow] = []
    above = {"group": "", "category": ""}
    for row in joined_rows(rows, len(fields), ledger):
        if len(row.cells) != len(fields):
            break
        given: dict[str, Any] = {}
        for field, cell in zip(fields, row.cells, strict=True):
            if field in above:
                given[field] = above[field] = filled_down(cell, above[field], ledger)
            elif field:
                given[field] = text(cell, ledger)
            else:
                ledger.take(cell, "merged" if cell.is_blank else "label")
        place = next((cell.line for cell in row.cells if not cell.is_blank), row.line)
        found.append(_with_values(TargetRow(line=place, **given)))
    return tuple(found)


def _with_values(row: TargetRow) -> TargetRow:
    return evolve(row, target_value=target_value(row.target), completion_value=target_value(row.completion))


def _fields_of(header: Row, width: int) -> tuple[str, ...]:
    """The field of each column; the first column is the label of the block, 评价内容 spans group and category."""
    names = list(columns_of([header]))
    if "评价内容" in names and len(names) == width - 1:
        names.insert(names.index("评价内容") + 1, "二级指标")
    return tuple(_COLUMNS.get(name, "") for name in names)
