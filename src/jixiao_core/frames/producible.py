"""What a rubric can produce: the points that a row can count at all, for claims beside which no facts stand."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import or_
from typing import assert_never

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.scaling import row_points
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    CurveFormula,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import attainable, curve_of
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.implied import row_readings
from jixiao_core.scoring.weights import most_points

__all__ = ["claimable", "claimable_otherwise", "producible", "ruled"]

NONE, ONLY_ZERO = IntervalSet(()), IntervalSet.points(0)


def ruled(rubric: Rubric, row: Indicator) -> IntervalSet:
    """
    Return what the criterion of a row gives, whatever the facts.

    Args:
        rubric: the shares of pools; a table of units knows equal ones.
        row: the row, as it is read.
    """
    return attainable(row.formula, row_points(rubric, row), row.measure.domain if row.measure else None)


def producible(rubric: Rubric, row: Indicator) -> IntervalSet:
    """
    Return what a row can count while its facts are open: also where it may not apply, is not chosen or is rounded.

    Args:
        rubric: the policies, choices and roundings.
        row: the row, as it is read.
    """
    found = ruled(rubric, row) | _beside_curve(rubric, row)
    if any(group.choose == "one" and f"{row.id}.".startswith(f"{group.id}.") for group in rubric.groups):
        found |= ONLY_ZERO
    step = rubric.rounding_at("indicator")
    return found if step is None else found | step.rounding.image(found)


def _beside_curve(rubric: Rubric, row: Indicator) -> IntervalSet:
    """What a row over a measure counts where its curve is not looked at, or at a rounded measure."""
    match row.formula:
        case Bands() | DeductPerStep() | Proportional() as formula:
            return _measured(rubric, row, formula)
        case Checklist() | Nonconformities() | Options() | Targets() | Judged():
            return NONE
        case _:
            assert_never(row.formula)


def _measured(rubric: Rubric, row: Indicator, formula: CurveFormula) -> IntervalSet:
    measure, points = row.measure, row_points(rubric, row)
    assert measure is not None
    curve, domain = curve_of(formula, points), IntervalSet.of(measure.domain)
    step = rubric.rounding_at("measure")
    found = NONE if step is None else curve.image(step.rounding.image(domain))
    if not measure.denominator:
        return found
    hull = curve.image(domain).hull()
    assert hull is not None
    end = hull.low if measure.over_zero == "worst" else hull.high
    found |= IntervalSet.of(Interval(end, end))
    if measure.zero_over_zero is not None:
        return found | IntervalSet.points(curve.at(measure.zero_over_zero))
    return found | IntervalSet.points(points if rubric.policy(row.id) == "full_points" else Fraction(0))


def claimable(rubric: Rubric, row: Indicator) -> IntervalSet:
    """
    Return what a row can count as it is read, also where it does not apply.

    Where points may arrive from other rows, or a pool may be shared in any way, that is anything up to the most.

    Args:
        rubric: the table.
        row: the row, as it is read.

    >>> from jixiao_core import registry
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> str(claimable(rubric, rubric.read(rubric.indicators[0])))[:32]
    '[0, 0] ∪ [0.5, 0.5] ∪ [1, 1] ∪ ['
    """
    points, most = row_points(rubric, row), most_points(rubric, row)
    if most != points or rubric.pool_of(row.id) is not None:
        return IntervalSet.of(Interval(0, most))
    absent = points if rubric.policy(row.id) == "full_points" else Fraction(0)
    return producible(rubric, row) | IntervalSet.points(absent)


def claimable_otherwise(rubric: Rubric, row: Indicator) -> IntervalSet:
    """
    Return what a row can count under any declared reading.

    Args:
        rubric: the table.
        row: the row, as the rubric has it.

    >>> from jixiao_core import registry
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> str(claimable_otherwise(rubric, rubric.indicators[0]))
    '[0, 5]'
    """
    return reduce(or_, (claimable(rubric, read) for _, read in row_readings(rubric, row)))
