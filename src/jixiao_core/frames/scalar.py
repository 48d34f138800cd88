"""The scalar path: one unit of a table as evidence, scored by `score`, told in the columns of the scored table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any, TypeAlias, assert_never

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import (
    Assessment,
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.figures import Known
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.totals import hull_of, inner_nodes, rows_under

__all__ = ["Cell", "evidence_of", "score_line", "scored_line"]

Cell: TypeAlias = Fraction | bool | str | None
"""What a table says in one column: a number in its canonical unit (分, things, 1 for 100 %), yes or no, a word."""

Cells: TypeAlias = Mapping[str, Cell]

DECLARED = "declared in the table"
"""The reason of rows that do not apply: a table of units has no room for one."""


def evidence_of(rubric: Rubric, columns: tuple[InputColumn, ...], cells: Cells) -> Evidence:
    """
    Return what a line of a table says about its unit.

    Args:
        rubric: the table, as it is read.
        columns: what a line may say.
        cells: column name to what it says; nothing for what cannot be used.
    """
    by_name = {column.name: column for column in columns}
    facts = {fact.id: _figure(by_name[fact.id], cells.get(fact.id)) for fact in rubric.facts}
    measures = {row.id: _declared(by_name, row, cells) for row in rubric.indicators}
    assessments = {row.id: _assessment(rubric.read(row), cells) for row in rubric.indicators}
    choices = {group.id: cells.get(column_name(group.id, "chosen")) for group in rubric.groups}
    caps = {cap.id: cells.get(column_name("grade_cap", cap.id)) for cap in rubric.grade_caps}
    return Evidence(
        facts=_there(facts),
        measures=_there(measures),
        assessments=_there(assessments),
        choices=_there(choices),
        adjustments={each.id: _adjustment(each.id, cells) for each in rubric.adjustments},
        grade_caps=_there(caps),
    )


def _there(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value is not None}


def _figure(column: InputColumn, cell: Cell) -> Known | None:
    return None if cell is None else Known(value=_quantity(column, _number(cell)))


def _number(cell: Cell) -> Fraction:
    assert isinstance(cell, Fraction)
    return cell


def _quantity(column: InputColumn, value: Fraction) -> Quantity:
    match column.sort:
        case "money":
            return Money(value)
        case "count":
            return Count(int(value))
        case "rate":
            return Rate(value)
        case "number":
            return Number(value)
        case "cases" | "points" | "flag" | "words":
            raise AssertionError(column.sort)
        case _:
            assert_never(column.sort)


def _declared(by_name: Mapping[str, InputColumn], row: Indicator, cells: Cells) -> Known | None:
    name = column_name(row.id, "measure")
    return _figure(by_name[name], cells.get(name)) if row.measure is not None else None


def _assessment(row: Indicator, cells: Cells) -> Assessment | None:
    if cells.get(column_name(row.id, "not_applicable")) is True:
        return NotApplicable(reason=DECLARED)
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            return None
        case Checklist() as formula:
            items = ((item.id, cells.get(column_name(row.id, item.id, "met"))) for item in formula.items)
            found = (ItemFinding(item=name, met=met is True) for name, met in items if met is not None)
            return ChecklistAssessment(items=tuple(found))
        case Nonconformities() as formula:
            return CasesFound(cases=tuple(_cases(row, formula, cells)))
        case Options():
            option, points = (cells.get(column_name(row.id, part)) for part in ("option", "option_points"))
            if not isinstance(option, str):
                return None
            has_range = any(each.id == option and each.points is None for each in row.formula.options)
            return OptionChosen(option=option, points=_number(points) if has_range and points is not None else None)
        case Judged():
            judged = cells.get(column_name(row.id, "judged"))
            return None if judged is None else Judgement(points=_number(judged), by=DECLARED, reason=DECLARED)
        case Targets():
            return TargetsAssessment(rows=(_target(row, cells),))
        case _:
            assert_never(row.formula)


def _cases(row: Indicator, formula: Nonconformities, cells: Cells) -> Iterator[Cases]:
    for condition in formula.conditions:
        count = cells.get(column_name(row.id, condition.id, "cases"))
        deduct = cells.get(column_name(row.id, condition.id, "deduct")) if condition.is_range else None
        if count is not None:
            stated = None if deduct is None else _number(deduct)
            yield Cases(condition=condition.id, count=int(_number(count)), deduct=stated)


def _target(row: Indicator, cells: Cells) -> TargetRow:
    target, actual, comparator = (cells.get(column_name(row.id, part)) for part in ("target", "actual", "comparator"))
    return TargetRow(
        label=row.label.zh,
        target=None if target is None else Number(_number(target)),
        actual=None if actual is None else Number(_number(actual)),
        comparator="at_most" if comparator == "at_most" else "at_least",
    )


def _adjustment(name: str, cells: Cells) -> AdjustmentFigure:
    points = cells.get(column_name("adjustment", name, "points"))
    cases = cells.get(column_name("adjustment", name, "cases"))
    if points is not None:
        return AdjustmentFigure(points=_number(points))
    return AdjustmentFigure(cases=None if cases is None else int(_number(cases)))


def scored_line(sheet: ScoreSheet, scale: int) -> dict[str, int | str | None]:
    """
    Return a sheet as a line of a scored table.

    Args:
        sheet: the sheet of one unit.
        scale: the parts of a point; what the scale cannot show is cut off.
    """
    rubric, totals, outcomes = sheet.rubric, sheet.detail.totals, sheet.detail.outcomes
    counted = [row.id for row in rubric.indicators if sheet[row.id].status != "not_chosen"]
    wrong = {name for name in counted if outcomes[name].status == "invalid"}
    line: dict[str, int | str | None] = {}
    for row in rubric.indicators:
        points = hull_of(totals.rows[row.id])
        line[column_name(row.id, "points")] = None if row.id in wrong else _points(points, scale)
    for node in inner_nodes(rubric):
        is_wrong = any(name in wrong for name in rows_under(rubric, node))
        line[column_name(node.id, "points")] = None if is_wrong else _points(totals.nodes[node.id], scale)
    is_settled = totals.total.is_point and not wrong
    line["total"] = _points(totals.total, scale) if is_settled else None
    line["total_low"], line["total_high"] = _ends(totals.total, scale)
    if rubric.grades is not None:
        grades = sheet.grades
        line["grade"] = grades[0].name if len(grades) == 1 and is_settled else None
    line["status"] = "invalid" if wrong else "settled" if is_settled else "open"
    return line


def _points(hull: Interval, scale: int) -> int | None:
    return floor(_number(hull.low) * scale) if hull.is_point and isinstance(hull.low, Fraction) else None


def _ends(hull: Interval, scale: int) -> tuple[int, int]:
    assert isinstance(hull.low, Fraction)
    assert isinstance(hull.high, Fraction)
    return floor(hull.low * scale), ceil(hull.high * scale)


def score_line(
    rubric: Rubric, columns: tuple[InputColumn, ...], scale: int, cells: Cells, assume: Iterable[str] = ()
) -> dict[str, int | str | None]:
    """Score one line of a table; see `evidence_of` and `scored_line`."""
    return scored_line(score(rubric, evidence_of(rubric, columns, cells), assume=assume), scale)
