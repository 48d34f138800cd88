"""Evidence in the columns of a table: what whole figures and findings say; what columns have no room for is named."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias, assert_never

from attrs import define, field

from jixiao_core.exact.quantities import Quantity, canonical
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.messages import number_text
from jixiao_core.rubrics.formulas import Nonconformities
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import (
    Assessment,
    CasesFound,
    ChecklistAssessment,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetsAssessment,
)
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Figure, Known

__all__ = ["Cells", "cells_of"]

LARGEST = 1 << 62
"""Larger numbers have no room in a column of whole numbers."""

Value: TypeAlias = int | str | bool | None


@define
class Cells:
    """
    What a line says.

    Attributes:
        values: column name to a whole number (分, things, cases), decimal text (points, numbers), per cent text,
            a condition or a word.
        untold: columns and rows about which more is known than a column has room for.
    """

    values: dict[str, Value] = field(factory=dict)
    untold: list[str] = field(factory=list)


def cells_of(rubric: Rubric, columns: tuple[InputColumn, ...], evidence: Evidence) -> Cells:
    """
    Return evidence in the columns of a rubric.

    Args:
        rubric: the table, as it is read.
        columns: its columns.
        evidence: what is known about a unit.
    """
    known = {column.name: column for column in columns}
    found = Cells()
    for name, figure in evidence.facts:
        _put_figure(found, known, name, figure)
    for row, figure in evidence.measures:
        _put_figure(found, known, column_name(row, "measure"), figure)
    for row, assessment in evidence.assessments:
        _put_assessment(found, rubric, known, row, assessment)
    for group, member in evidence.choices:
        _put(found, known, column_name(group, "chosen"), member)
    found.untold.extend(pool for pool, _ in evidence.pools)
    for name, adjustment in evidence.adjustments:
        path = column_name("adjustment", name)
        _put_number(found, known, column_name(path, "points"), adjustment.points)
        if adjustment.cases is not None:
            _put_number(found, known, column_name(path, "cases"), Fraction(adjustment.cases))
    for name, holds in evidence.grade_caps:
        _put(found, known, column_name("grade_cap", name), holds)
    return found


def _put(found: Cells, known: dict[str, InputColumn], name: str, value: Value) -> None:
    """A value in its column; what has none is named, but figures that this rubric does not use are of no interest."""
    if value is None:
        return
    if name in known:
        found.values[name] = value
    else:
        found.untold.append(name)


def _put_figure(found: Cells, known: dict[str, InputColumn], name: str, figure: Figure) -> None:
    if name not in known:
        return
    if isinstance(figure, Known):
        _put_number(found, known, name, canonical(figure.value))
    elif isinstance(figure, Bounded):
        found.untold.append(name)


def _put_number(found: Cells, known: dict[str, InputColumn], name: str, number: Fraction | None) -> None:
    """A number as whole parts, decimal text or per cent text; one that is finer than its column is named."""
    if number is None:
        return
    column = known.get(name)
    if column is None or (number / column.quantum).denominator != 1 or abs(number / column.quantum) >= LARGEST:
        found.untold.append(name)
        return
    match column.sort:
        case "money" | "count" | "cases":
            found.values[name] = number.numerator
        case "rate":
            found.values[name] = f"{number_text(number * 100)}%"
        case "number" | "points":
            found.values[name] = number_text(number)
        case "flag" | "words":
            raise AssertionError(column.sort)
        case _:
            assert_never(column.sort)


def _put_assessment(
    found: Cells, rubric: Rubric, known: dict[str, InputColumn], row: str, assessment: Assessment
) -> None:
    match assessment:
        case NotApplicable():
            _put(found, known, column_name(row, "not_applicable"), True)
        case ChecklistAssessment(items=items):
            for item in items:
                if item.points is not None or item.not_applicable:
                    found.untold.append(column_name(row, item.item, "met"))
                else:
                    _put(found, known, column_name(row, item.item, "met"), item.met)
        case CasesFound():
            _put_cases(found, rubric, known, row, assessment)
        case OptionChosen(option=option, points=points):
            _put(found, known, column_name(row, "option"), option)
            _put_number(found, known, column_name(row, "option_points"), points)
        case Judgement(points=points):
            _put_number(found, known, column_name(row, "judged"), points)
        case TargetsAssessment():
            _put_targets(found, known, row, assessment)
        case _:
            assert_never(assessment)


def _put_cases(found: Cells, rubric: Rubric, known: dict[str, InputColumn], row: str, assessment: CasesFound) -> None:
    formula = rubric.read(rubric.indicator(row)).formula
    ranged = (
        {each.id for each in formula.conditions if each.is_range} if isinstance(formula, Nonconformities) else set()
    )
    conditions = [each.condition for each in assessment.cases]
    for each in assessment.cases:
        name = column_name(row, each.condition, "cases")
        if conditions.count(each.condition) > 1:
            found.untold.append(name)
            continue
        _put(found, known, name, each.count)
        if each.condition in ranged:
            _put_number(found, known, column_name(row, each.condition, "deduct"), each.deduct)


def _put_targets(found: Cells, known: dict[str, InputColumn], row: str, assessment: TargetsAssessment) -> None:
    """One target, with both figures in one kind of quantity; several, or a rate alone, have no columns."""
    kinds: set[type[Quantity]] = set()
    for each in assessment.rows[:1]:
        kinds = {type(figure) for figure in (each.target, each.actual) if figure is not None}
    if len(assessment.rows) != 1 or len(kinds) > 1 or assessment.rows[0].rate is not None:
        found.untold.append(column_name(row, "target"))
        return
    (target,) = assessment.rows
    for part, figure in (("target", target.target), ("actual", target.actual)):
        _put_number(found, known, column_name(row, part), None if figure is None else canonical(figure))
    _put(found, known, column_name(row, "comparator"), target.comparator)


def names_told(cells: Cells) -> Iterator[str]:
    """Yield what columns have no room for, each once."""
    yield from dict.fromkeys(cells.untold)
