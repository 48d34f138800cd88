"""Rounding steps as expressions: quotients for measures, multiples for points."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import NamedTuple, assert_never

from jixiao_core.exact.rounding import Rounding, RoundingMode
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Flag,
    Number,
    Numeric,
    Sum,
    Times,
    Truth,
)
from jixiao_core.frames.ladders import Division, Ratio, Scaled, divided, whole
from jixiao_core.frames.stages import Staging

__all__ = ["rounded_points", "rounded_ratio"]


def rounded_ratio(
    staging: Staging, name: str, ratio: Ratio, rounding: Rounding, last: Fraction
) -> tuple[Ratio, Condition]:
    """
    Return a rounded measure, and where its rounding cannot be told (a direction that depends on the sign).

    Args:
        staging: where the steps go.
        name: of the steps.
        ratio: the measure.
        rounding: how it is rounded.
        last: the greatest absolute value at which the points still change; beyond, the measure is taken as more.
    """
    quantum = rounding.quantum
    is_negative = Compare("<", ratio.top, Number(0))
    size = staging.number(f"{name}_size", Case(((is_negative, Times(-1, ratio.top)),), ratio.top))
    most = ceil(last / quantum) + 2
    # Steps of the quantum: size / (base · quantum), cut where nothing changes any more.
    base = Times(quantum.numerator, ratio.base)
    steps = Case(
        ((Compare(">=", Times(quantum.denominator, size), Times(most, base)), Times(most, base)),),
        Times(quantum.denominator, size),
    )
    division = divided(staging, name, steps, base, most)
    up = _up(staging, name, division, _Step(base, Truth(False), rounding.mode, most))
    multiple = staging.number(f"{name}_multiple", Sum((division.whole, up)))
    signed = staging.number(f"{name}_signed", Case(((is_negative, Times(-1, multiple)),), multiple))
    depends = rounding.mode in (RoundingMode.FLOOR, RoundingMode.CEILING)
    untold = AllOf((is_negative, Compare(">", division.left, Number(0)))) if depends else Truth(False)
    return Ratio(Times(quantum.numerator, signed), Number(quantum.denominator)), untold


def rounded_points(staging: Staging, name: str, points: Scaled, rounding: Rounding, scale: int, most: int) -> Numeric:
    """
    Return points from 0 on, rounded, in parts of a point.

    Args:
        staging: where the steps go.
        name: of the steps.
        points: what is rounded.
        rounding: to which multiples; half a multiple is whole in the scale.
        scale: the parts of a point.
        most: what the points never exceed, in parts of a point.
    """
    step = whole(rounding.quantum, scale)
    base = Number(step)
    division = divided(staging, name, points.low, base, most)
    up = _up(staging, name, division, _Step(base, points.is_cut, rounding.mode, most))
    return Times(step, Sum((division.whole, up)))


class _Step(NamedTuple):
    """The width of a step, whether there is more than what is left over, the mode, and the most steps."""

    base: Numeric
    has_more: Condition
    mode: RoundingMode
    most: int


def _up(staging: Staging, name: str, division: Division, step: _Step) -> Numeric:
    """1 where what is left over rounds up, away from zero."""
    left, twice = division.left, Times(2, division.left)
    match step.mode:
        case RoundingMode.HALF_UP:
            return Flag(Compare(">=", twice, step.base))
        case RoundingMode.HALF_EVEN:
            halves = divided(staging, f"{name}_even", division.whole, Number(2), step.most)
            is_odd = Compare("==", halves.left, Number(1))
            tie = AllOf((Compare("==", twice, step.base), AnyOf((is_odd, step.has_more))))
            return Flag(AnyOf((Compare(">", twice, step.base), tie)))
        case RoundingMode.UP | RoundingMode.CEILING:
            return Flag(AnyOf((Compare(">", left, Number(0)), step.has_more)))
        case RoundingMode.DOWN | RoundingMode.FLOOR:
            return Number(0)
        case _:
            assert_never(step.mode)
