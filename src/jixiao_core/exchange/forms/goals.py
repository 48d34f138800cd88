"""Goals and targets: the qualitative pair of cells and the table of quantitative targets."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from itertools import takewhile
from typing import Any, Final

from attrs import evolve

from jixiao_core.exchange.forms.blocks import Cell, Row, label, paragraphs_of
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import filled_down, joined_rows, names_of, split_rows
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
    "年度指标值": "target",
    "年度目标值": "target",
    "年初目标值": "target",
    "预期指标值": "target",
    "完成情况": "completion",
    "实际完成情况": "completion",
    "实际完成值": "completion",
    "全年实际值": "completion",
    "完成值": "completion",
}
_EXPECTED: Final = "预期目标"
_ACTUAL: Final = "实际完成"
# The first column of both tables is a label of the whole block.
_BLOCK: Final = re.compile(r"(?:目标|指标).*完成情况$|^(?:年度)?(?:总体|绩效)(?:目标|指标)$")
_LEVELS: Final = ("group", "category")


def goals(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return goals, results, targets, total score and grade of a section 绩效自评情况."""
    found: dict[str, Any] = {}
    waiting = deque(split_rows(tuple(rows), _is_heading, ledger))
    while waiting:
        row = waiting.popleft()
        name = label(row.cells[0].text)
        if _is_pair(row):
            ledger.take_labels(row.cells, _is_pair_label)
            if waiting and len(waiting[0].cells) > 1 and "expected_goals" not in found:
                found.update(_qualitative(waiting.popleft(), ledger))
        elif _is_heading(row):
            found["targets"] = (*found.get("targets", ()), *_targets(row, waiting, ledger))
        elif len(row.cells) > 1 and "综合得分" in name and "total_score" not in found:
            ledger.take(row.cells[0], "label")
            found["total_score"] = score(row.cells[1], ledger, "total_score")
        elif len(row.cells) > 1 and name.endswith("等次") and "grade" not in found:
            ledger.take(row.cells[0], "label")
            found["grade"] = text(row.cells[1], ledger)
    return found


def _is_pair(row: Row) -> bool:
    return label(row.cells[-1].text) == _ACTUAL


def _is_pair_label(name: str) -> bool:
    return name in (_EXPECTED, _ACTUAL) or bool(_BLOCK.search(name))


def _is_heading(row: Row) -> bool:
    return len(set(names_of(row, _COLUMNS.__contains__)) & set(_COLUMNS)) > 1


def _qualitative(row: Row, ledger: Ledger) -> dict[str, Any]:
    *before, expected, actual = row.cells
    ledger.take_labels(before, _is_pair_label)
    return {"expected_goals": _listed(expected, ledger), "actual_results": _listed(actual, ledger)}


def _listed(cell: Cell, ledger: Ledger) -> tuple[Paragraph, ...]:
    ledger.take(cell, "blank" if cell.is_blank else "value")
    return paragraphs_of(cell)


def _targets(header: Row, waiting: deque[Row], ledger: Ledger) -> list[TargetRow]:
    """The rows under a heading, as long as they have its columns; they are taken from those that wait."""
    ledger.take_labels(header.cells, lambda name: name in _COLUMNS or bool(_BLOCK.search(name)))
    body = tuple(takewhile(lambda row: not _is_heading(row), waiting))
    columns = _fields_of(header, max((len(row.cells) for row in body), default=0))
    found: list[TargetRow] = []
    above = dict.fromkeys(_LEVELS, "")
    for row in joined_rows(body, len(columns), ledger):
        if len(row.cells) != len(columns):
            break
        found.append(_with_values(_target(row, columns, above, ledger)))
    while waiting and any(map(ledger.is_taken, waiting[0].cells)):
        waiting.popleft()
    return found


def _target(row: Row, columns: tuple[str, ...], above: dict[str, str], ledger: Ledger) -> TargetRow:
    given: dict[str, Any] = {}
    for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        if column in above:
            given[column] = above[column] = filled_down(cell, above[column], ledger)
        elif column:
            given[column] = text(cell, ledger)
            if column in _LINES:
                given[_LINES[column]] = _first_line(cell)
        elif not number:
            ledger.take_labels((cell,), lambda name: bool(_BLOCK.search(name)))
    place = next((cell.line for cell in row.cells if not cell.is_blank), row.line)
    return TargetRow(line=place, **given)


_LINES: Final = {"target": "target_line", "completion": "completion_line"}


def _first_line(cell: Cell) -> int:
    """The line of the first text in a cell."""
    blank = len(cell.text) - len(cell.text.lstrip())
    return 0 if cell.is_blank else cell.line + cell.text[:blank].count("\n")


def _with_values(row: TargetRow) -> TargetRow:
    return evolve(row, target_value=target_value(row.target), completion_value=target_value(row.completion))


def _fields_of(header: Row, width: int) -> tuple[str, ...]:
    """
    The field of each column, empty where there is none: of the first, which is the label of the block, and of columns
    that other units add. 评价内容 spans group and category. A second column of one field is none.
    """
    names = list(names_of(header, _COLUMNS.__contains__))
    if "评价内容" in names and len(names) == width - 1:
        names.insert(names.index("评价内容") + 1, "二级指标")
    columns = [_COLUMNS.get(name, "") for name in names]
    return tuple("" if column in columns[:place] else column for place, column in enumerate(columns))
