"""Intervals over the extended rational line, with open and closed ends, and finite unions of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from functools import total_ordering
from math import ceil, floor
from typing import TypeAlias

from attrs import field, frozen

from jixiao_core.errors import InvalidValueError, NumberError, Problem
from jixiao_core.exact.numbers import level, normalise, shown
from jixiao_core.messages import Message, number_text

__all__ = ["EMPTY", "EVERYTHING", "INF", "NEG_INF", "Extended", "Infinite", "Interval", "IntervalSet", "overlaps"]


_BRACKETS = str.maketrans("（）［］", "()[]")  # noqa: RUF001 - the full-width ones are meant


@total_ordering
class Infinite(Enum):
    """The two ends of the line; they compare with every number."""

    NEGATIVE = -1
    POSITIVE = 1

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Infinite):
            return self.value < other.value
        if isinstance(other, (Fraction, int)):
            return self is Infinite.NEGATIVE
        return NotImplemented

    def __neg__(self) -> Infinite:
        return Infinite(-self.value)

    def __str__(self) -> str:
        return "inf" if self is Infinite.POSITIVE else "-inf"


Extended: TypeAlias = Fraction | Infinite
"""A rational number or one of the two ends of the line."""

NEG_INF = Infinite.NEGATIVE
"""The end of an interval that goes down without limit."""
INF = Infinite.POSITIVE
"""The end of an interval that goes up without limit."""


def _end(value: Extended | int) -> Extended:
    return Fraction(value) if type(value) is int else value  # type: ignore[return-value]


def _text(value: Extended) -> str:
    return str(value) if isinstance(value, Infinite) else number_text(value)


@frozen
class Interval:
    """
    A non-empty interval; infinite ends are open.

    Attributes:
        low: the lower end.
        high: the upper end.
        low_open: whether the lower end itself is left out.
        high_open: whether the upper end itself is left out.

    >>> str(Interval(0, 5, False, True)), Interval.at_least(1).contains(Fraction(1))
    ('[0, 5)', True)
    """

    low: Extended = field(converter=_end)
    high: Extended = field(converter=_end)
    low_open: bool = False
    high_open: bool = False

    def __attrs_post_init__(self) -> None:
        if isinstance(self.low, Infinite):
            object.__setattr__(self, "low_open", True)
        if isinstance(self.high, Infinite):
            object.__setattr__(self, "high_open", True)
        if not self.low < self.high and (self.low != self.high or self.low_open or self.high_open):
            raise InvalidValueError(
                Problem(Message.of("exact.empty_interval", low=_text(self.low), high=_text(self.high)))
            )

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """Return the interval of one value."""
        return cls(value, value)

    @classmethod
    def closed(cls, low: Fraction | int, high: Fraction | int) -> Interval:
        """Return [low, high]."""
        return cls(low, high)

    @classmethod
    def open(cls, low: Extended | int, high: Extended | int) -> Interval:
        """Return (low, high)."""
        return cls(low, high, True, True)

    @classmethod
    def at_least(cls, low: Fraction | int) -> Interval:
        """Return [low, ∞)."""
        return cls(low, INF)

    @classmethod
    def above(cls, low: Fraction | int) -> Interval:
        """Return (low, ∞)."""
        return cls(low, INF, True)

    @classmethod
    def at_most(cls, high: Fraction | int) -> Interval:
        """Return (−∞, high]."""
        return cls(NEG_INF, high)

    @classmethod
    def below(cls, high: Fraction | int) -> Interval:
        """Return (−∞, high)."""
        return cls(NEG_INF, high, True, True)

    @classmethod
    def everything(cls) -> Interval:
        """Return the whole line."""
        return cls(NEG_INF, INF)

    @classmethod
    def parse(cls, text: str) -> Interval:
        """
        Parse ``"[0, 5)"``; ends are numbers, per cents, ``inf`` or ``-inf``. Full-width characters are read as well.

        Raises:
            NumberError: for anything else.

        >>> str(Interval.parse("[0%, inf)"))
        '[0, inf)'
        """
        written = normalise(text).translate(_BRACKETS)
        parts = written[1:-1].split(",") if len(text) <= 160 else []  # noqa: PLR2004
        if len(parts) != 2 or written[0] not in "[(" or written[-1] not in "])":  # noqa: PLR2004
            raise NumberError(Problem(Message.of("exact.not_an_interval", found=shown(text))))
        low, high = (_parsed_end(part.strip()) for part in parts)
        try:
            return cls(low, high, written[0] == "(", written[-1] == ")")
        except InvalidValueError as error:
            raise NumberError(*error.problems) from None

    @property
    def is_point(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high

    def contains(self, value: Fraction | int) -> bool:
        """Say whether a value lies in it."""
        above = self.low < value or (self.low == value and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))

    def __str__(self) -> str:
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{left}{_text(self.low)}, {_text(self.high)}{right}"


def _parsed_end(text: str) -> Extended:
    if text in ("inf", "-inf"):
        return INF if text == "inf" else NEG_INF
    return level(text)


# A cut lies just before (0) or just after (1) a value; an interval is what lies between two cuts.
_Cut: TypeAlias = tuple[Extended, int]


def _cuts(interval: Interval) -> tuple[_Cut, _Cut]:
    return (interval.low, int(interval.low_open)), (interval.high, int(not interval.high_open))


def _before(one: _Cut, other: _Cut) -> bool:
    return one[0] < other[0] or (one[0] == other[0] and one[1] < other[1])


def _between(low: _Cut, high: _Cut) -> Interval:
    return Interval(low[0], high[0], low[1] == 1, high[1] == 0)


def _canonical(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sorted, disjoint, touching ones merged."""
    given = tuple(intervals)
    if len(given) < 2:  # noqa: PLR2004 - nothing to sort or merge
        return given
    pairs = [_cuts(interval) for interval in given]
    pairs.sort(key=_CutKey)
    merged: list[tuple[_Cut, _Cut]] = []
    for low, high in pairs:
        if merged and not _before(merged[-1][1], low):
            if _before(merged[-1][1], high):
                merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(_between(low, high) for low, high in merged)


class _CutKey:
    """Orders pairs of cuts by their lower cut; infinities do not fit into plain tuple comparison of keys."""

    __slots__ = ("cut",)

    def __init__(self, pair: tuple[_Cut, _Cut]) -> None:
        self.cut = pair[0]

    def __lt__(self, other: _CutKey) -> bool:
        return _before(self.cut, other.cut)


def overlaps(these: Sequence[Interval], those: Sequence[Interval]) -> Iterator[tuple[int, Interval]]:
    """
    Yield the common part of every two intervals that meet, with the position of the one of `these`.

    Args:
        these: sorted and disjoint.
        those: sorted and disjoint.
    """
    mine, theirs = [_cuts(each) for each in these], [_cuts(each) for each in those]
    here = there = 0
    while here < len(mine) and there < len(theirs):
        (low, high), (other_low, other_high) = mine[here], theirs[there]
        start = other_low if _before(low, other_low) else low
        stop = high if _before(high, other_high) else other_high
        if _before(start, stop):
            yield here, _between(start, stop)
        if _before(high, other_high):
            here += 1
        else:
            there += 1


@frozen
class IntervalSet:
    """
    A finite union of intervals in canonical form: sorted, disjoint, touching ones merged.

    >>> str(IntervalSet.of(Interval(0, 1, False, True), Interval(1, 2)))
    '[0, 2]'
    """

    intervals: tuple[Interval, ...] = field(converter=_canonical)

    @classmethod
    def of(cls, *intervals: Interval) -> IntervalSet:
        """Return the union of intervals."""
        return cls(intervals)

    @classmethod
    def points(cls, *values: Fraction | int) -> IntervalSet:
        """Return the set of single values."""
        return cls(tuple(Interval.point(value) for value in values))

    def __iter__(self) -> Iterator[Interval]:
        return iter(self.intervals)

    def __len__(self) -> int:
        return len(self.intervals)

    def __bool__(self) -> bool:
        return bool(self.intervals)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, (Fraction, int)) and any(interval.contains(value) for interval in self.intervals)

    def __or__(self, other: IntervalSet) -> IntervalSet:
        return IntervalSet((*self.intervals, *other.intervals))

    def __and__(self, other: IntervalSet) -> IntervalSet:
        return IntervalSet(tuple(part for _, part in overlaps(self.intervals, other.intervals)))

    def complement(self) -> IntervalSet:
        """Return everything that is not in the set."""
        found: list[Interval] = []
        last: _Cut = (NEG_INF, 1)
        for low, high in map(_cuts, self.intervals):
            if _before(last, low):
                found.append(_between(last, low))
            last = high
        if _before(last, (INF, 0)):
            found.append(_between(last, (INF, 0)))
        return IntervalSet(tuple(found))

    def __sub__(self, other: IntervalSet) -> IntervalSet:
        return self & other.complement()

    def __le__(self, other: IntervalSet) -> bool:
        return not self - other

    def hull(self) -> Interval | None:
        """Return the smallest interval around the set, or None where it is empty."""
        if not self.intervals:
            return None
        first, last = self.intervals[0], self.intervals[-1]
        return Interval(first.low, last.high, first.low_open, last.high_open)

    @property
    def is_point(self) -> bool:
        """Whether it is exactly one value."""
        return len(self.intervals) == 1 and self.intervals[0].is_point

    @property
    def point(self) -> Fraction:
        """The one value; InvalidValueError where there is not exactly one."""
        if not self.is_point or not isinstance(self.intervals[0].low, Fraction):
            raise InvalidValueError(Problem(Message.of("exact.not_a_point", found=str(self)[:80])))
        return self.intervals[0].low

    def plus(self, other: IntervalSet) -> IntervalSet:
        """Return all sums of one value of each (Minkowski sum)."""
        return IntervalSet(tuple(_sum(one, two) for one in self.intervals for two in other.intervals))

    def shift(self, by: Fraction | int) -> IntervalSet:
        """Return the set moved by a number."""
        return self.plus(IntervalSet.points(by))

    def times(self, factor: Fraction | int) -> IntervalSet:
        """Return all values times a number."""
        return IntervalSet(tuple(_scaled(interval, Fraction(factor)) for interval in self.intervals))

    def nearest_at_most(self, value: Fraction) -> Fraction | None:
        """Return the greatest element that is not above `value`; None where there is none."""
        part = self & IntervalSet.of(Interval.at_most(value))
        hull = part.hull()
        return hull.high if hull and isinstance(hull.high, Fraction) and not hull.high_open else None

    def nearest_at_least(self, value: Fraction) -> Fraction | None:
        """Return the least element that is not below `value`; None where there is none."""
        part = self & IntervalSet.of(Interval.at_least(value))
        hull = part.hull()
        return hull.low if hull and isinstance(hull.low, Fraction) and not hull.low_open else None

    def integers(self) -> IntervalSet:
        """Return every interval tightened to whole ends; those without a whole number are dropped."""
        return IntervalSet(tuple(tight for interval in self.intervals if (tight := _whole(interval)) is not None))

    def witness(self) -> Fraction:
        """Return some simple element; InvalidValueError where the set is empty."""
        for interval in self.intervals:
            return _element(interval)
        raise InvalidValueError(Problem(Message.of("exact.empty_set")))

    def __str__(self) -> str:
        return " ∪ ".join(map(str, self.intervals)) or "∅"


def _sum(one: Interval, two: Interval) -> Interval:
    low = one.low + two.low if isinstance(one.low, Fraction) and isinstance(two.low, Fraction) else NEG_INF
    high = one.high + two.high if isinstance(one.high, Fraction) and isinstance(two.high, Fraction) else INF
    return Interval(low, high, one.low_open or two.low_open, one.high_open or two.high_open)


def _scaled(interval: Interval, factor: Fraction) -> Interval:
    if factor == 0:
        return Interval.point(0)
    low, high = (
        end * factor if isinstance(end, Fraction) else end if factor > 0 else -end
        for end in (interval.low, interval.high)
    )
    if factor > 0:
        return Interval(low, high, interval.low_open, interval.high_open)
    return Interval(high, low, interval.high_open, interval.low_open)


def _whole(interval: Interval) -> Interval | None:
    low: Extended = interval.low
    high: Extended = interval.high
    if isinstance(low, Fraction):
        low = Fraction(floor(low) + 1 if interval.low_open else ceil(low))
    if isinstance(high, Fraction):
        high = Fraction(ceil(high) - 1 if interval.high_open else floor(high))
    return Interval(low, high) if low <= high else None


def _element(interval: Interval) -> Fraction:
    match interval.low, interval.high:
        case Fraction() as low, Fraction() as high:
            if not interval.low_open:
                return low
            return high if not interval.high_open else (low + high) / 2
        case Fraction() as low, _:
            return low + 1 if interval.low_open else low
        case _, Fraction() as high:
            return high - 1 if interval.high_open else high
        case _:
            return Fraction(0)


EMPTY = IntervalSet(())
"""No number at all: nothing is possible."""
EVERYTHING = IntervalSet((Interval.everything(),))
"""All numbers: nothing is known."""
