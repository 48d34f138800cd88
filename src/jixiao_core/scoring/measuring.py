"""Measuring: the exact set of values that a row's measure can have, given what is known about its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from attrs import frozen

from jixiao_core.exact.intervals import INF, NEG_INF, Extended, Interval, IntervalSet
from jixiao_core.rubrics.measures import Measure, form_value
from jixiao_core.scoring.knowledge import FactKnowledge

__all__ = ["MAX_WHOLE_NUMBERS", "Measured", "are_few", "measured"]

ZERO = Fraction(0)
MAX_WHOLE_NUMBERS = 2000
"""Up to so many whole numbers are tried one by one; beyond, a count is taken as any number, which is sound."""


@frozen(kw_only=True)
class Measured:
    """
    What a measure can be.

    Attributes:
        values: every value of the ratio where its denominator is positive.
        over_zero: whether something over zero is possible.
        zero_over_zero: whether zero over zero is possible.
        negative_base: whether a denominator below zero is possible.
        unknown: the facts that keep it from being one value.
    """

    values: IntervalSet
    over_zero: bool = False
    zero_over_zero: bool = False
    negative_base: bool = False
    unknown: tuple[str, ...] = ()


class _Whole(NamedTuple):
    low: int
    high: int


def measured(measure: Measure, facts: Mapping[str, FactKnowledge]) -> Measured:
    """
    Return every value that the measure can have.

    A fact that stands in numerator and denominator is one variable. The set is exact for a single unknown whole
    number within 2,000 candidates and for ratios over a box of intervals; the hull over the box otherwise.
    """
    unknown = tuple(name for name in measure.facts if not facts[name].is_known)
    whole = _whole_numbers(unknown, facts)
    if whole is None:
        return _over_box(measure, unknown, facts)
    known = {name: facts[name].value for name in measure.facts if name not in unknown}
    found = [measure.at({**known, **values}) for values in whole]
    return Measured(
        values=IntervalSet.points(*(value for value in found if isinstance(value, Fraction))),
        over_zero="over_zero" in found,
        zero_over_zero="zero_over_zero" in found,
        negative_base="negative_base" in found,
        unknown=unknown,
    )


def _whole_numbers(
    unknown: tuple[str, ...], facts: Mapping[str, FactKnowledge]
) -> Iterator[dict[str, Fraction]] | None:
    """Every assignment of the unknown facts, where they are few enough whole numbers; one empty where all are known."""
    if not unknown:
        return iter(({},))
    if len(unknown) > 1 or not are_few(facts[unknown[0]]):
        return None
    tight = _whole(facts[unknown[0]])
    assert tight is not None
    return ({unknown[0]: Fraction(value)} for value in range(tight.low, tight.high + 1))


def are_few(fact: FactKnowledge) -> bool:
    """Say whether a fact is a count with at most 2,000 whole numbers left."""
    tight = _whole(fact) if fact.is_count else None
    return tight is not None and tight.high - tight.low < MAX_WHOLE_NUMBERS


def _whole(fact: FactKnowledge) -> _Whole | None:
    """The least and the greatest whole number of a fact, where it has both."""
    tight = IntervalSet.of(fact.values).integers().hull()
    if tight is None or not isinstance(tight.low, Fraction) or not isinstance(tight.high, Fraction):
        return None
    return _Whole(int(tight.low), int(tight.high))


@frozen
class _Corner:
    """
    A corner of the box of possible facts, or a direction in which the box has no end.

    Attributes:
        top: the numerator there (in a direction: its growth).
        base: the denominator there (in a direction: its growth).
        at: for every unknown fact where it stands: "low", "high", or "away" in its own direction.
        is_direction: whether it is a direction.
    """

    top: Fraction
    base: Fraction
    at: tuple[str, ...]
    is_direction: bool


def _over_box(measure: Measure, unknown: tuple[str, ...], facts: Mapping[str, FactKnowledge]) -> Measured:
    corners = tuple(_corners(measure, unknown, facts))
    if not measure.denominator:
        corners = tuple(_Corner(c.top, ZERO if c.is_direction else Fraction(1), c.at, c.is_direction) for c in corners)
    box = tuple(facts[name].values for name in unknown)
    ratio = _ratio(corners, box)
    values = IntervalSet.of(ratio) if ratio else IntervalSet(())
    if measure.absolute:
        values = _absolute(values)
    if not measure.denominator:
        return Measured(values=values, unknown=unknown)
    touches_zero, crosses = _base_signs(corners, box)
    return Measured(
        values=values,
        over_zero=touches_zero,
        zero_over_zero=touches_zero and _may_vanish(corners),
        negative_base=crosses,
        unknown=unknown,
    )


def _corners(measure: Measure, unknown: tuple[str, ...], facts: Mapping[str, FactKnowledge]) -> Iterator[_Corner]:
    known = {name: facts[name].value for name in measure.facts if name not in unknown}
    anchors = [_anchors(facts[name].values) for name in unknown]
    for choice in product(*anchors):
        values = {**known, **{name: value for name, (_, value) in zip(unknown, choice, strict=True)}}
        top, base = form_value(measure.numerator, values), form_value(measure.denominator, values)
        yield _Corner(top, base, tuple(place for place, _ in choice), is_direction=False)
    nothing = dict.fromkeys(measure.facts, ZERO)
    for position, name in enumerate(unknown):
        for sign, end in ((-1, facts[name].values.low), (1, facts[name].values.high)):
            if not isinstance(end, Fraction):
                step = {**nothing, name: Fraction(sign)}
                at = tuple("away" if place == position else "stays" for place in range(len(unknown)))
                top, base = form_value(measure.numerator, step), form_value(measure.denominator, step)
                yield _Corner(top, base, at, is_direction=True)


def _anchors(values: Interval) -> list[tuple[str, Fraction]]:
    """The ends of an interval that are numbers; an interval without ends is anchored at zero."""
    ends = [(place, end) for place, end in (("low", values.low), ("high", values.high)) if isinstance(end, Fraction)]
    return ends or [("inside", ZERO)]


def _ratio(corners: tuple[_Corner, ...], box: tuple[Interval, ...]) -> Interval | None:
    """
    The interval of top/base over the part of the box where base > 0.

    Every (top, base) of the box lies in the cone of its corners and directions, and a ratio over a cone is extreme
    on its edges; where the base changes sign, the edges of the cut are added.
    """
    positive = [corner for corner in corners if corner.base > 0]
    negative = [corner for corner in corners if corner.base < 0]
    level = [corner for corner in corners if corner.base == 0]
    if not positive:
        return None
    cut = [one.top * -other.base + other.top * one.base for one in positive for other in negative]
    edge_tops = [*cut, *(corner.top for corner in level)]
    slopes = [corner.top / corner.base for corner in positive]
    has_low, has_high = all(top >= 0 for top in edge_tops), all(top <= 0 for top in edge_tops)
    low: Extended = min(slopes) if has_low else NEG_INF
    high: Extended = max(slopes) if has_high else INF
    return Interval(low, high, not _reached(low, corners, box), not _reached(high, corners, box))


def _reached(slope: Extended, corners: tuple[_Corner, ...], box: tuple[Interval, ...]) -> bool:
    """Whether a point of the box has the extreme ratio: its face must avoid every open end of the box."""
    if not isinstance(slope, Fraction):
        return False
    face = [corner for corner in corners if corner.top == slope * corner.base]
    if all(corner.is_direction for corner in face) or all(corner.base <= 0 for corner in face):
        return False
    return _avoids_open_ends(face, box)


def _avoids_open_ends(face: list[_Corner], box: tuple[Interval, ...]) -> bool:
    for position, values in enumerate(box):
        for place, is_open in (("low", values.low_open), ("high", values.high_open)):
            end = values.low if place == "low" else values.high
            if is_open and isinstance(end, Fraction) and all(_stuck(corner, position, place) for corner in face):
                return False
    return True


def _stuck(corner: _Corner, position: int, place: str) -> bool:
    return corner.at[position] == ("stays" if corner.is_direction else place)


def _base_signs(corners: tuple[_Corner, ...], box: tuple[Interval, ...]) -> tuple[bool, bool]:
    """Whether the base can be zero, and whether it can be below zero."""
    crosses = any(corner.base < 0 for corner in corners)
    if crosses:
        return True, True
    zero = [corner for corner in corners if corner.base == 0]
    if all(corner.is_direction for corner in zero):
        return False, False
    return _avoids_open_ends(zero, box), False


def _may_vanish(corners: tuple[_Corner, ...]) -> bool:
    """Whether numerator and denominator may both be zero; a sound yes where it is not simple to tell."""
    if any(corner.base < 0 for corner in corners):
        return True
    tops = [corner.top for corner in corners if corner.base == 0]
    return min(tops) <= 0 <= max(tops)


def _absolute(values: IntervalSet) -> IntervalSet:
    positive = values & IntervalSet.of(Interval(ZERO, INF))
    negative = values & IntervalSet.of(Interval(NEG_INF, ZERO))
    return positive | negative.times(Fraction(-1))
