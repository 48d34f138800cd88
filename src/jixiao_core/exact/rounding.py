"""Rounding as a function on numbers and on sets, so that images and preimages stay exact."""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from attrs import field, frozen

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.intervals import Extended, Interval, IntervalSet
from jixiao_core.exact.numbers import level
from jixiao_core.messages import Message

__all__ = ["MAX_LATTICE", "Rounding", "RoundingMode"]

MAX_LATTICE = 64
"""Up to so many multiples of the quantum an image lists them one by one; beyond it is their hull, which is sound."""

HALF = Fraction(1, 2)


class RoundingMode(StrEnum):
    """How ties and directions go."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"


@frozen
class Rounding:
    """
    Rounding to multiples of a quantum.

    Attributes:
        quantum: the width of one step, above 0.
        mode: half_up is 四舍五入 (ties away from zero).

    >>> Rounding(Fraction(1, 100)).apply(Fraction(92345, 1000))
    Fraction(1847, 20)
    """

    quantum: Fraction = field(converter=level)
    mode: RoundingMode = RoundingMode.HALF_UP

    def __attrs_post_init__(self) -> None:
        if self.quantum <= 0:
            raise InvalidValueError(Problem(Message.of("exact.quantum", found=self.quantum)))

    def apply(self, value: Fraction) -> Fraction:
        """Return the multiple of the quantum that a value rounds to."""
        return self._multiple(value / self.quantum) * self.quantum

    def _multiple(self, steps: Fraction) -> int:
        match self.mode:
            case RoundingMode.HALF_UP:
                return floor(steps + HALF) if steps >= 0 else ceil(steps - HALF)
            case RoundingMode.HALF_EVEN:
                return round(steps)
            case RoundingMode.UP:
                return ceil(steps) if steps >= 0 else floor(steps)
            case RoundingMode.DOWN:
                return floor(steps) if steps >= 0 else ceil(steps)
            case RoundingMode.CEILING:
                return ceil(steps)
            case RoundingMode.FLOOR:
                return floor(steps)
            case _:
                assert_never(self.mode)

    def cell(self, multiple: Fraction) -> Interval:
        """
        Return what rounds to a multiple of the quantum.

        >>> str(Rounding(Fraction(1)).cell(Fraction(2)))
        '[1.5, 2.5)'
        """
        steps = multiple / self.quantum
        low, high = (self._edge(steps, side) for side in (-1, 1))
        low_in, high_in = (self._multiple(edge) == steps for edge in (low, high))
        return Interval(low * self.quantum, high * self.quantum, not low_in, not high_in)

    def _edge(self, steps: Fraction, side: int) -> Fraction:
        """The end of a cell, in steps: where values stop rounding to `steps`."""
        match self.mode:
            case RoundingMode.HALF_UP | RoundingMode.HALF_EVEN:
                return steps + side * HALF
            case RoundingMode.CEILING:
                return steps if side > 0 else steps - 1
            case RoundingMode.FLOOR:
                return steps if side < 0 else steps + 1
            case RoundingMode.UP:
                inward = (steps > 0 and side < 0) or (steps < 0 and side > 0)
                return steps + side if inward else steps
            case RoundingMode.DOWN:
                outward = steps == 0 or (steps > 0) == (side > 0)
                return steps + side if outward else steps
            case _:
                assert_never(self.mode)

    def image(self, values: IntervalSet) -> IntervalSet:
        """
        Return what the values round to.

        Up to 64 multiples in an interval are listed; beyond, the closed hull of the rounded ends, which is sound.
        """
        found: list[Interval] = []
        for interval in values:
            low, high = self._reached(interval, -1), self._reached(interval, 1)
            if isinstance(low, Fraction) and isinstance(high, Fraction) and (high - low) / self.quantum < MAX_LATTICE:
                count = int((high - low) / self.quantum) + 1
                found.extend(Interval.point(low + self.quantum * step) for step in range(count))
            else:
                found.append(Interval(low, high))
        return IntervalSet(tuple(found))

    def _reached(self, interval: Interval, side: int) -> Extended:
        """The least (-1) or greatest (1) multiple that something in the interval rounds to."""
        end, is_open = (interval.low, interval.low_open) if side < 0 else (interval.high, interval.high_open)
        if not isinstance(end, Fraction):
            return end
        multiple = self.apply(end)
        if not is_open:
            return multiple
        # Values just inside the open end may round elsewhere than the end itself.
        candidates = (multiple + side * self.quantum, multiple, multiple - side * self.quantum)
        inside = IntervalSet.of(interval)
        return next(each for each in candidates if IntervalSet.of(self.cell(each)) & inside)

    def preimage(self, values: IntervalSet) -> IntervalSet:
        """Return everything that rounds into the values; exact, also for unbounded sets."""
        found: list[Interval] = []
        for interval in values:
            scaled = IntervalSet.of(interval).times(1 / self.quantum).integers().hull()
            if scaled is None:
                continue
            ends = (scaled.low, scaled.high)
            cells = [self.cell(end * self.quantum) if isinstance(end, Fraction) else None for end in ends]
            low, high = cells
            found.append(
                Interval(
                    low.low if low else scaled.low,
                    high.high if high else scaled.high,
                    low.low_open if low else True,
                    high.high_open if high else True,
                )
            )
        return IntervalSet(tuple(found))
