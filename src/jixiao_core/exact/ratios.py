"""Ratios of two linear forms in one variable, and lines cut where something may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from jixiao_core.exact.intervals import Extended, Interval

__all__ = ["LinearRatio", "cells"]

ZERO = Fraction(0)


@frozen
class LinearRatio:
    """
    (a + b·x) ÷ (c + d·x) as a function of x, where the divisor is above 0.

    >>> half = LinearRatio(Fraction(0), Fraction(1), Fraction(1), Fraction(1))  # x ÷ (1 + x)
    >>> half.at(Fraction(1)), half.reaching(Fraction(1, 2)), half.pole
    (Fraction(1, 2), Fraction(1, 1), Fraction(-1, 1))
    """

    a: Fraction
    b: Fraction
    c: Fraction = Fraction(1)
    d: Fraction = ZERO

    def top(self, x: Fraction) -> Fraction:
        """Return the dividend at `x`."""
        return self.a + self.b * x

    def base(self, x: Fraction) -> Fraction:
        """Return the divisor at `x`."""
        return self.c + self.d * x

    def at(self, x: Fraction) -> Fraction | None:
        """Return the ratio at `x`; None where the divisor is not above 0."""
        base = self.base(x)
        return self.top(x) / base if base > 0 else None

    def reaching(self, level: Fraction) -> Fraction | None:
        """Return the one x where the ratio passes a level; None where there is none or all are such."""
        slope = self.b - level * self.d
        return (level * self.c - self.a) / slope if slope else None

    @property
    def pole(self) -> Fraction | None:
        """The x where the divisor is 0; None where it is the same everywhere."""
        return -self.c / self.d if self.d else None


def cells(values: Interval, critical: Iterable[Fraction]) -> Iterator[tuple[Interval, Fraction]]:
    """
    Yield an interval cut at critical values, ascending: every critical value, every open stretch, ends that belong.

    Args:
        values: the interval.
        critical: where something may change; those outside of the interval are left out.

    Returns:
        Each cell with a value inside of it.

    >>> [str(cell) for cell, _ in cells(Interval.parse("[0, 3)"), [Fraction(1)])]
    ['[0, 0]', '(0, 1)', '[1, 1]', '(1, 3)']
    """
    if values.is_point and isinstance(values.low, Fraction):
        yield values, values.low
        return
    inside = sorted({x for x in critical if values.contains(x) and x not in (values.low, values.high)})
    yield from _own_end(values.low, is_open=values.low_open)
    for left, right in pairwise([values.low, *inside, values.high]):
        yield Interval(left, right, True, True), _between(left, right)
        if right != values.high:
            yield from _own_end(right, is_open=False)
    yield from _own_end(values.high, is_open=values.high_open)


def _own_end(end: Extended, *, is_open: bool) -> Iterator[tuple[Interval, Fraction]]:
    if isinstance(end, Fraction) and not is_open:
        yield Interval.point(end), end


def _between(left: Extended, right: Extended) -> Fraction:
    match left, right:
        case Fraction(), Fraction():
            return (left + right) / 2
        case Fraction(), _:
            return left + 1
        case _, Fraction():
            return right - 1
        case _:
            return ZERO
