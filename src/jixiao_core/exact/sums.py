"""Sums of many sets at once: every sum of one value of each, fast where the sets are single values on a common grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce
from math import lcm

from jixiao_core.exact.intervals import IntervalSet

__all__ = ["MAX_GRID", "sum_of_sets"]

MAX_GRID = 1 << 20
"""So many places of a common grid are kept as bits; beyond, sums are made pair by pair."""

NOTHING = IntervalSet.points(0)


def sum_of_sets(sets: Iterable[IntervalSet]) -> IntervalSet:
    """
    Return every sum of one value of each set; of bounded sets.

    >>> str(sum_of_sets([IntervalSet.points(0, 2), IntervalSet.points(0, 3)]))
    '[0, 0] ∪ [2, 2] ∪ [3, 3] ∪ [5, 5]'
    """
    listed = tuple(sets)
    values = [_values(each) for each in listed]
    finite = [each for each in values if each is not None]
    # What has no gaps closes those of the rest.
    rest = sorted((each for each, known in zip(listed, values, strict=True) if known is None), key=len)
    return _finite_sum(finite).plus(reduce(IntervalSet.plus, rest, NOTHING))


def _values(values: IntervalSet) -> tuple[Fraction, ...] | None:
    """The values of a set that has finitely many; None for any other."""
    found = tuple(part.low for part in values if part.is_point and isinstance(part.low, Fraction))
    return found if len(found) == len(values) else None


def _finite_sum(sets: Sequence[tuple[Fraction, ...]]) -> IntervalSet:
    scale = lcm(*(value.denominator for values in sets for value in values))
    low = sum((min(values) for values in sets), Fraction(0))
    high = sum((max(values) for values in sets), Fraction(0))
    if (high - low) * scale >= MAX_GRID:
        return reduce(IntervalSet.plus, (IntervalSet.points(*values) for values in sets), NOTHING)
    # Bit n stands for the sum low + n/scale; a set shifts the bits by each of its values.
    bits = 1
    for values in sets:
        least = min(values)
        bits = reduce(int.__or__, (bits << int((value - least) * scale) for value in values))
    places = (place for place, bit in enumerate(bin(bits)[:1:-1]) if bit == "1")
    return IntervalSet.points(*(low + Fraction(place, scale) for place in places))
