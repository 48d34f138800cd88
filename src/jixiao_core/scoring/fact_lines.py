"""Rows as functions of one fact: the exact staircase of points along the values of a figure, the others held fixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Literal

from attrs import evolve, frozen

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import Extended, Interval, IntervalSet
from jixiao_core.exact.ratios import LinearRatio, cells
from jixiao_core.exact.rounded_curves import after_rounding
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.measures import Measure
from jixiao_core.scoring.knowledge import FactKnowledge, coefficients
from jixiao_core.scoring.rows import over_zero_points

__all__ = ["MAX_LISTED_COUNTS", "FactLine", "FactStep", "Route", "fact_line", "measure_curve", "ratio_of", "staircase"]

ZERO = Fraction(0)
MAX_LISTED_COUNTS = 200
"""So many whole numbers on a slope are listed one by one; beyond, their points are given as a range."""

Route = Literal["measure", "over_zero", "zero_over_zero", "not_applicable", "invalid"]
"""How points come about: by the measure, by the rule for x/0 or for 0/0; or the row does not apply, or makes no sense."""

_ROUTES: tuple[Route, ...] = ("measure", "over_zero", "zero_over_zero", "not_applicable", "invalid")


@frozen(kw_only=True)
class FactStep:
    """
    A stretch of values of one fact on which points are the same, or move along one line.

    Attributes:
        values: the values, in the canonical scale; whole ends for counts.
        points: every number of points on it; empty where the row does not apply or makes no sense.
        route: how the points come about.
    """

    values: Interval
    points: IntervalSet
    route: Route = "measure"

    @property
    def is_level(self) -> bool:
        """Whether the points are the same on the whole stretch."""
        return len(self.points) == 0 or self.points.is_point


@frozen(kw_only=True)
class FactLine:
    """
    The points of one row as a function of one fact x, every other fact known: curve((a + b·x) ÷ (c + d·x)).

    Attributes:
        curve: from the measure, before it is rounded, to points.
        measure: its domain, absolute value and zero rules.
        ratio: the measure as a function of x.
        over_zero: the points where something is divided by zero.
        zero_over_zero: the points where zero is divided by zero; None: the row does not apply.
    """

    curve: Curve
    measure: Measure
    ratio: LinearRatio
    over_zero: Fraction
    zero_over_zero: Fraction | None

    def at(self, x: Fraction) -> tuple[Route, Fraction | None]:
        """Return how points come about at a value of the fact, and the points where there are some."""
        base = self.ratio.base(x)
        if base < 0:
            return "invalid", None
        if base == 0 and self.ratio.top(x) != 0:
            return "over_zero", self.over_zero
        if base == 0:
            return ("not_applicable", None) if self.zero_over_zero is None else ("zero_over_zero", self.zero_over_zero)
        value = self._value(x)
        return ("measure", self.curve.at(value)) if self.measure.domain.contains(value) else ("invalid", None)

    def _value(self, x: Fraction) -> Fraction:
        value = self.ratio.top(x) / self.ratio.base(x)
        return abs(value) if self.measure.absolute else value

    def critical(self) -> Iterator[Fraction]:
        """Yield where the points may jump or bend, the domain ends, or the base vanishes."""
        domain = self.measure.domain
        levels: list[Extended] = [*self.curve.breakpoints, domain.low, domain.high]
        finite = [level for level in levels if isinstance(level, Fraction)]
        if self.measure.absolute:
            finite = [ZERO, *finite, *(-level for level in finite)]
        reached = (self.ratio.reaching(level) for level in finite)
        yield from (x for x in chain((self.ratio.pole,), reached) if x is not None)

    @property
    def is_linear(self) -> bool:
        """Whether the points are constant or linear in x between critical values."""
        return not self.ratio.d or all(piece.slope == 0 for piece in self.curve.pieces)

    def ends(self, stretch: Interval, inside: Fraction) -> tuple[Fraction, Fraction]:
        """Return the points towards both ends of an open stretch without critical values, on which there are points."""
        piece = self.curve.piece_at(self._value(inside))
        if piece.slope == 0:
            return piece.constant, piece.constant
        low, high = (piece.at(self._limit(end, inside)) for end in (stretch.low, stretch.high))
        return low, high

    def _limit(self, end: Extended, inside: Fraction) -> Fraction:
        """The measure towards an end. A sloped piece is bounded, so there the measure has a limit."""
        ratio = self.ratio
        if isinstance(end, Fraction):
            base = ratio.base(end)
            value = ratio.top(end) / base if base else ratio.top(inside) / ratio.base(inside)
        else:
            value = ratio.b / ratio.d if ratio.d else ratio.a / ratio.c
        return abs(value) if self.measure.absolute else value


def measure_curve(row: Indicator, maximum: Fraction, rounding: RoundingStep | None) -> Curve | None:
    """
    Return the curve from the measure of a row, before it is rounded, to points; None for rows without a curve.

    Raises:
        InvalidValueError: when rounding would cut it into more than 2,000 pieces.
    """
    if not isinstance(row.formula, (Bands, DeductPerStep, Proportional)):
        return None
    curve = curve_of(row.formula, maximum)
    return curve if rounding is None else after_rounding(curve, rounding.rounding)


def ratio_of(measure: Measure, name: str, facts: Mapping[str, FactKnowledge]) -> LinearRatio:
    """Return the measure as a function of one fact; every other fact must be known."""
    a, b = coefficients(measure.numerator, name, facts)
    c, d = coefficients(measure.denominator, name, facts) if measure.denominator else (Fraction(1), ZERO)
    return LinearRatio(a, b, c, d)


def fact_line(
    row: Indicator,
    maximum: Fraction,
    name: str,
    facts: Mapping[str, FactKnowledge],
    rounding: RoundingStep | None = None,
) -> FactLine | None:
    """
    Return a row as a function of one fact, or None where it has no curve or another of its facts is open.

    Args:
        row: the row as it is read.
        maximum: its points.
        name: the fact.
        facts: what is known about the facts.
        rounding: the rounding of measures, if the rubric has one.

    Raises:
        InvalidValueError: when rounding would cut the curve into more than 2,000 pieces.
    """
    measure, formula = row.measure, row.formula
    curve = measure_curve(row, maximum, rounding)
    if measure is None or curve is None or not isinstance(formula, (Bands, DeductPerStep, Proportional)):
        return None
    if any(other != name and not facts[other].is_known for other in measure.facts):
        return None
    plain, level = curve_of(formula, maximum), measure.zero_over_zero
    return FactLine(
        curve=curve,
        measure=measure,
        ratio=ratio_of(measure, name, facts),
        over_zero=over_zero_points(measure, plain.image(IntervalSet.of(measure.domain))),
        zero_over_zero=None if level is None else plain.at(level),
    )


def staircase(
    lines: Sequence[tuple[FactLine, Fraction]], values: Interval, *, is_count: bool = False
) -> tuple[FactStep, ...]:
    """
    Return the sum of rows along the values of one fact, ascending; neighbouring steps differ.

    Args:
        lines: each row with the factor by which its points count; several only where each is linear.
        values: the values that the fact may have.
        is_count: whether only whole numbers make sense.
    """
    critical = [x for line, _ in lines for x in line.critical()]
    steps = (_step(lines, cell, inside) for cell, inside in cells(values, critical))
    if is_count:
        steps = (each for step in steps for each in _whole(lines, step))
    return tuple(_merged(steps, gap=Fraction(1) if is_count else ZERO))


def _step(lines: Sequence[tuple[FactLine, Fraction]], cell: Interval, inside: Fraction) -> FactStep:
    found = [line.at(inside) for line, _ in lines]
    route = max((each for each, _ in found), key=_ROUTES.index)
    ends: list[tuple[Fraction, Fraction]] = []
    for (line, weight), (way, points) in zip(lines, found, strict=True):
        if points is None:
            return FactStep(values=cell, points=IntervalSet(()), route=route)
        # A rule for x/0 gives the same points on the whole cell, also where another row slopes.
        both = line.ends(cell, inside) if way == "measure" and not cell.is_point else (points, points)
        ends.append((both[0] * weight, both[1] * weight))
    low, high = sorted((sum((first for first, _ in ends), ZERO), sum((last for _, last in ends), ZERO)))
    sums = IntervalSet.points(low) if low == high else IntervalSet.of(Interval.open(low, high))
    return FactStep(values=cell, points=sums, route=route)


def _whole(lines: Sequence[tuple[FactLine, Fraction]], step: FactStep) -> Iterator[FactStep]:
    """The whole numbers of a step, one by one on a slope while they are few."""
    tight = IntervalSet.of(step.values).integers().hull()
    if tight is None:
        return
    if step.is_level:
        yield evolve(step, values=tight)
    elif isinstance(tight.low, Fraction) and isinstance(tight.high, Fraction) and _are_few(tight.low, tight.high):
        for value in range(int(tight.low), int(tight.high) + 1):
            yield _step(lines, Interval.point(value), Fraction(value))
    else:
        yield evolve(step, values=tight)


def _are_few(low: Fraction, high: Fraction) -> bool:
    return high - low < MAX_LISTED_COUNTS


def _merged(steps: Iterator[FactStep], *, gap: Fraction) -> Iterator[FactStep]:
    """Neighbouring steps with the same points in one."""
    last: FactStep | None = None
    for step in steps:
        if last is not None and _continues(last, step, gap):
            ends = Interval(last.values.low, step.values.high, last.values.low_open, step.values.high_open)
            last = evolve(last, values=ends)
        else:
            if last is not None:
                yield last
            last = step
    if last is not None:
        yield last


def _continues(last: FactStep, step: FactStep, gap: Fraction) -> bool:
    high, low = last.values.high, step.values.low
    touches = isinstance(high, Fraction) and isinstance(low, Fraction) and low - high == gap
    is_same = (last.points, last.route) == (step.points, step.route)
    return touches and is_same and last.is_level
