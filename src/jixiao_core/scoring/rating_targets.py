"""Targets of ratings: the totals that make a rating certain, or rule it out, whatever is still open about rating caps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.rating import cap_holds, grade_range
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["MAX_OPEN_CAPS", "CapStates", "cap_states", "confirming", "open_caps", "raw_totals", "refuting"]

CapStates = Mapping[str, bool | None]
"""Cap id to whether its condition holds; None: nobody has found out."""

MAX_OPEN_CAPS = 4
"""So many open conditions are taken one way, the other, or left open; beyond, they are left open."""


def open_caps(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return the rating caps of which it is not known whether their condition holds."""
    stated = dict(sheet.evidence.grade_caps)
    return tuple(cap.id for cap in sheet.rubric.grade_caps if cap_holds(cap, stated, sheet.detail) is None)


def cap_states(sheet: ScoreSheet) -> Iterator[CapStates]:
    """Yield every way in which open conditions of rating caps may be found out or left open; known ones stay."""
    known = {cap.id: cap_holds(cap, dict(sheet.evidence.grade_caps), sheet.detail) for cap in sheet.rubric.grade_caps}
    names = open_caps(sheet)
    ways = product((None, True, False), repeat=len(names)) if len(names) <= MAX_OPEN_CAPS else [()]
    for way in ways:
        yield {**known, **dict(zip(names, way, strict=False))}


def confirming(rubric: Rubric, place: int, states: CapStates) -> IntervalSet:
    """Return the totals that earn the rating at `place` of the scale however the open conditions turn out."""
    ceiling, still_open = _ceilings(rubric, states)
    if ceiling > place or any(each > place for each in still_open):
        return IntervalSet(())
    return IntervalSet.of(grade_range(rubric, place) if ceiling < place else _or_better(rubric, place))


def refuting(rubric: Rubric, place: int, states: CapStates) -> IntervalSet:
    """Return the totals that cannot earn the rating at `place`, however the open conditions turn out."""
    ceiling, still_open = _ceilings(rubric, states)
    if ceiling > place:
        return IntervalSet.of(Interval.everything())
    is_reached_from_above = ceiling == place or place in still_open
    earning = _or_better(rubric, place) if is_reached_from_above else grade_range(rubric, place)
    return IntervalSet.of(earning).complement()


def _ceilings(rubric: Rubric, states: CapStates) -> tuple[int, tuple[int, ...]]:
    """The lowest rating that caps in force leave (-1: none holds), and those that open ones would leave."""
    assert rubric.grades is not None
    places = {grade.name: place for place, grade in enumerate(rubric.grades.grades)}
    in_force = [places[cap.at_most] for cap in rubric.grade_caps if states[cap.id] is True]
    still_open = tuple(places[cap.at_most] for cap in rubric.grade_caps if states[cap.id] is None)
    return max(in_force, default=-1), still_open


def _or_better(rubric: Rubric, place: int) -> Interval:
    assert rubric.grades is not None
    return Interval.at_least(rubric.grades.grades[place].at_least)


def raw_totals(rubric: Rubric, wanted: IntervalSet, slack: Fraction) -> IntervalSet:
    """
    Return the sums of rows and adjustments that become one of the wanted totals.

    Args:
        rubric: its ceiling and the rounding of its total.
        wanted: the totals.
        slack: by how much roundings on the way may move a sum; the result keeps clear of every edge by so much.
    """
    step = rubric.rounding_at("total")
    totals = wanted if step is None else step.rounding.preimage(wanted)
    ceiling = rubric.highest_total
    found = totals & IntervalSet.of(Interval(0, ceiling))
    if ceiling in totals:
        found |= IntervalSet.of(Interval.above(ceiling))
    if 0 in totals:
        found |= IntervalSet.of(Interval.below(0))
    return IntervalSet(tuple(tight for each in found if (tight := _tightened(each, slack)) is not None))


def _tightened(interval: Interval, slack: Fraction) -> Interval | None:
    low = interval.low + slack if isinstance(interval.low, Fraction) else interval.low
    high = interval.high - slack if isinstance(interval.high, Fraction) else interval.high
    is_empty = low > high or (low == high and (interval.low_open or interval.high_open))
    return None if is_empty else Interval(low, high, interval.low_open, interval.high_open)
