"""The scale of a rubric: into how many parts a point is cut so that every number of points in its rules is whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from typing import assert_never

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message
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
from jixiao_core.rubrics.lowering import curve_of, target_row
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.weights import row_maximum

__all__ = ["FINEST", "MAX_SCALE", "row_points", "scale_of"]

FINEST = 10_000
"""Points are counted in ten-thousandths, or finer where a rubric needs it."""
MAX_SCALE = 10**9
"""A rubric whose points need a finer scale is not computed in whole numbers."""

NOTHING_STATED = Evidence()
"""A table has no column that splits a pool: members have equal shares."""


def row_points(rubric: Rubric, row: Indicator) -> Fraction:
    """Return the points of a row: its own, or its equal share of its pool."""
    return row_maximum(rubric, NOTHING_STATED, row)


def scale_of(rubric: Rubric) -> int:
    """
    Return the parts into which a point is cut: 10,000, or as many more as make every number of the rules whole.

    Args:
        rubric: as it is read.

    Raises:
        InvalidValueError: when that would be more than 1,000,000,000.

    >>> from jixiao_core import registry
    >>> scale_of(registry.load("junshan-department@2021.1"))
    10000
    """
    scale = lcm(FINEST, *(number.denominator for number in _numbers(rubric)))
    if scale > MAX_SCALE:
        raise InvalidValueError(Problem(Message.of("frames.scale", found=scale, allowed=MAX_SCALE)))
    return scale


def _numbers(rubric: Rubric) -> Iterator[Fraction]:
    """Every number of points in the rules of a rubric."""
    yield from (group.points for group in rubric.groups)
    yield from (pool.points for pool in rubric.pools)
    for row in rubric.indicators:
        read = rubric.read(row)
        points = row_points(rubric, row)
        yield points
        yield from _row_numbers(read, points)
    yield rubric.highest_total
    for adjustment in rubric.adjustments:
        yield from (adjustment.low, adjustment.high, adjustment.per_case or Fraction(0))
    if rubric.grades is not None:
        yield from (grade.at_least for grade in rubric.grades.grades)
    yield from (cap.points_at_most for cap in rubric.grade_caps if cap.points_at_most is not None)
    # Half a step is where rounding turns.
    yield from (step.quantum / 2 for step in rubric.rounding if step.at != "measure")
    yield rubric.claim_quantum / 2


def _row_numbers(row: Indicator, points: Fraction) -> Iterator[Fraction]:
    match row.formula:
        case Bands() | DeductPerStep() | Proportional() as formula:
            assert row.measure is not None
            curve = curve_of(formula, points)
            yield from _curve_numbers(curve, IntervalSet.of(row.measure.domain))
            if row.measure.zero_over_zero is not None:
                yield curve.at(row.measure.zero_over_zero)
        case Targets() as formula:
            yield from _curve_numbers(target_row(formula).scaled(points), IntervalSet.points(0, 1))
        case Checklist(items=items):
            yield from (item.points for item in items)
        case Nonconformities(conditions=conditions):
            found = [number for each in conditions for number in (each.deduct, each.deduct_low, each.deduct_high)]
            yield from (number for number in found if number is not None)
        case Options(options=options):
            found = [number for each in options for number in (each.points, each.low, each.high)]
            yield from (number for number in found if number is not None)
        case Judged():
            return
        case _:
            assert_never(row.formula)


def _curve_numbers(curve: Curve, within: IntervalSet) -> Iterator[Fraction]:
    """The constants of a curve and the ends of what it takes."""
    yield from (piece.constant for piece in curve.pieces if not piece.slope)
    hull = curve.image(within).hull()
    assert hull is not None
    yield from (end for end in (hull.low, hull.high) if isinstance(end, Fraction))
