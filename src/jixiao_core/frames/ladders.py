"""Ladders: a scoring curve as comparisons of whole numbers, without division; sloped pieces as one exact quotient."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, gcd, lcm

from attrs import frozen

from jixiao_core.exact.curves import Curve, Piece
from jixiao_core.exact.intervals import Interval
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Flag,
    Number,
    Numeric,
    Operator,
    Quotient,
    Remainder,
    Sum,
    Times,
    Truth,
)
from jixiao_core.frames.stages import Staging

__all__ = ["FINE", "Division", "Ratio", "Scaled", "divided", "inside", "scaled_points", "whole"]

NOTHING = Number(0)

FINE = 1 << 16
"""Into so many finer parts a part of a point is cut, so that sums and ties of cut points can be told."""


@frozen
class Ratio:
    """A measure as two whole numbers, `base` above zero."""

    top: Numeric
    base: Numeric


@frozen
class Scaled:
    """
    A number of points in parts of a point, of which those that the scale cannot show are counted in finer ones.

    Attributes:
        low: its whole part.
        fine: what is left over, in `FINE` parts of it, cut to a whole number; None: there never is anything.
        more: 1 where even that cuts something off, else 0.
    """

    low: Numeric
    fine: Numeric | None = None
    more: Numeric = NOTHING

    @property
    def is_cut(self) -> Condition:
        """Whether it is more than its whole part."""
        if self.fine is None:
            return Truth(False)
        return AnyOf((Compare(">", self.fine, Number(0)), Compare(">", self.more, Number(0))))


def whole(value: Fraction, scale: int) -> int:
    """Return a number of points in parts of a point; the scale is made so that this is whole."""
    scaled = value * scale
    assert scaled.denominator == 1
    return scaled.numerator


def inside(ratio: Ratio, interval: Interval) -> Condition:
    """Return the condition that a ratio lies in an interval."""
    parts: list[Condition] = []
    if isinstance(interval.low, Fraction):
        parts.append(_stands(ratio, ">" if interval.low_open else ">=", interval.low))
    if isinstance(interval.high, Fraction):
        parts.append(_stands(ratio, "<" if interval.high_open else "<=", interval.high))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _stands(ratio: Ratio, operator: Operator, level: Fraction, wider: int = 1) -> Condition:
    """How a ratio stands to a level, whose numerator and denominator are both `wider` times as large."""
    return Compare(operator, _times(wider * level.denominator, ratio.top), _times(wider * level.numerator, ratio.base))


def _widths(levels: list[Fraction]) -> dict[Fraction, int]:
    """
    By what to widen each level so that they have one denominator and a numerator is multiplied once for all of them.

    A level that would have larger constants than there are already stays as it is: inputs may be as large as without.
    """
    common = max((level.denominator for level in levels), default=1)
    most = max((max(level.denominator, abs(level.numerator)) for level in levels), default=1)
    found = {level: common // level.denominator for level in levels if common % level.denominator == 0}
    return {level: wider for level, wider in found.items() if wider * abs(level.numerator) <= most}


def _times(factor: int, part: Numeric) -> Numeric:
    if factor == 0:
        return Number(0)
    return part if factor == 1 else Number(factor * part.value) if isinstance(part, Number) else Times(factor, part)


@frozen
class Division:
    """
    An exact division.

    Attributes:
        whole: the whole part.
        left: what is left over, from 0 to less than the base.
    """

    whole: Numeric
    left: Numeric


def divided(staging: Staging, name: str, top: Numeric, base: Numeric, most: int) -> Division:
    """
    Divide two whole numbers exactly.

    Args:
        staging: where the steps go.
        name: of the steps.
        top: at least 0.
        base: above 0.
        most: what the quotient never exceeds; so small that an engine which divides in floats is at most one off.
    """
    assert most < 1 << 50
    top, base = staging.number(f"{name}_top", top), staging.number(f"{name}_base", base)
    rough = staging.column(f"{name}_rough", Quotient(top, base, most))
    left = staging.column(f"{name}_left", Remainder(top, base, rough))
    is_less, is_more = Compare("<", left, Number(0)), Compare(">=", left, base)
    exact = Sum((rough, Flag(is_more), Times(-1, Flag(is_less))))
    rest = Case(((is_less, Sum((left, base))), (is_more, Sum((left, Times(-1, base))))), left)
    return Division(staging.column(f"{name}_whole", exact), staging.column(f"{name}_rest", rest))


def scaled_points(staging: Staging, name: str, curve: Curve, ratio: Ratio, scale: int) -> Scaled:
    """
    Return the points of a curve at a ratio.

    Args:
        staging: where the steps of sloped pieces go.
        name: of these steps.
        curve: from a measure to points.
        ratio: the measure.
        scale: the parts of a point; every constant of the curve is whole in it.
    """
    stairs = _stairs(curve, ratio, scale)
    sloped = [piece for piece in curve.pieces if piece.slope]
    if not sloped:
        return Scaled(stairs)
    part = _line(staging, name, sloped, ratio, scale)
    is_stair = isinstance(stairs, Number) and stairs.value == 0
    return Scaled(part.low if is_stair else Sum((stairs, part.low)), part.fine, part.more)


def _stairs(curve: Curve, ratio: Ratio, scale: int) -> Numeric:
    """The constant pieces, and 0 on the others: a start and a jump at the lower end of every piece."""
    levels = [0 if piece.slope else whole(piece.constant, scale) for piece in curve.pieces]
    jumps: dict[int, list[Numeric]] = {}
    widths = _widths([piece.interval.low for piece in curve.pieces if isinstance(piece.interval.low, Fraction)])
    for before, after, piece in zip(levels, levels[1:], curve.pieces[1:], strict=False):
        if after != before:
            ends = piece.interval
            assert isinstance(ends.low, Fraction)
            reached = _stands(ratio, ">" if ends.low_open else ">=", ends.low, widths.get(ends.low, 1))
            jumps.setdefault(after - before, []).append(Flag(reached))
    parts = [_times(jump, flags[0] if len(flags) == 1 else Sum(tuple(flags))) for jump, flags in jumps.items()]
    start = Number(levels[0])
    if not parts:
        return start
    return Sum((start, *parts)) if levels[0] else Sum(tuple(parts))


def _line(staging: Staging, name: str, pieces: list[Piece], ratio: Ratio, scale: int) -> Scaled:
    """
    The sloped pieces, and 0 on the others: one quotient, whose top is chosen by the piece that holds.

    On a piece the points times the scale are (a·top + b·base) / (c·base), with one c for all pieces.
    """
    common = lcm(*(number.denominator for piece in pieces for number in (piece.constant * scale, piece.slope * scale)))
    forms = [(int(piece.slope * scale * common), int(piece.constant * scale * common)) for piece in pieces]
    shared = gcd(common, *(number for form in forms for number in form))
    cases = tuple(
        (
            inside(ratio, piece.interval),
            Sum((_times(slope // shared, ratio.top), _times(constant // shared, ratio.base))),
        )
        for piece, (slope, constant) in zip(pieces, forms, strict=True)
    )
    top = Case(cases, Number(0))
    most = max(ceil(piece.at(end) * scale) for piece in pieces for end in _ends(piece))
    base = staging.number(f"{name}_divisor", _times(common // shared, ratio.base))
    division = divided(staging, name, top, base, most)
    finer = divided(staging, f"{name}_fine", Times(FINE, division.left), base, FINE)
    return Scaled(division.whole, finer.whole, Flag(Compare(">", finer.left, Number(0))))


def _ends(piece: Piece) -> tuple[Fraction, Fraction]:
    low, high = piece.interval.low, piece.interval.high
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    return low, high
