"""Measures as systems of linear constraints: which values of one fact leave the measure where it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from attrs import evolve, frozen

from jixiao_core.exact.intervals import EMPTY, Interval, IntervalSet
from jixiao_core.exact.linear import Constraint, Linear, bounds, projection
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.measures import Measure
from jixiao_core.scoring.knowledge import FactKnowledge

__all__ = ["MAX_TRIED", "FactSystem", "Region", "fact_system"]

MAX_TRIED = 400
"""So many assignments of whole numbers to other facts are tried one by one; beyond, they are taken as any number."""

ZERO = Fraction(0)
ONE = Fraction(1)


@frozen
class Region:
    """
    Where a measure is wanted: some ratios of dividend and divisor, or a rule for a divisor of 0.

    Attributes:
        ratios: the ratios, where the divisor is above 0.
        over_zero: something divided by zero.
        zero_over_zero: zero divided by zero.
    """

    ratios: IntervalSet = EMPTY
    over_zero: bool = False
    zero_over_zero: bool = False


@frozen(kw_only=True)
class FactSystem:
    """
    A measure and every value that its facts may have.

    Attributes:
        measure: the measure.
        ranges: fact id to its possible values.
        counts: the facts of which only whole numbers make sense.
    """

    measure: Measure
    ranges: Mapping[str, Interval]
    counts: frozenset[str]

    def with_range(self, name: str, values: Interval) -> FactSystem:
        """Return the system in which a fact may have other values."""
        return evolve(self, ranges={**self.ranges, name: values})

    def without_whole_numbers(self) -> FactSystem:
        """Return the system in which counts may be any number."""
        return evolve(self, counts=frozenset())

    @property
    def open_facts(self) -> tuple[str, ...]:
        """The facts that may have several values."""
        return tuple(name for name in self.measure.facts if not self.ranges[name].is_point)

    def values(self, name: str, region: Region) -> IntervalSet:
        """Return the values of `solved`, exact or not."""
        return self.solved(name, region)[0]

    def solved(self, name: str, region: Region) -> tuple[IntervalSet, bool]:
        """
        Return the values of a fact for which the measure can lie in a region, the others anywhere in their ranges.

        Whole ends for counts. With them comes whether they are exact: where other counts are open, it takes that they
        are so few that each is tried, or that there is one and the values of the fact itself are few; else some of
        the values may need parts of other counts.
        """
        assignments = self._tried(name)
        if assignments is not None:
            return self._projected(name, region, assignments), True
        values = self._projected(name, region, [{}])
        if not values:
            return values, True
        others = [each for each in self.open_facts if each != name and each in self.counts]
        own = _listed(values) if name in self.counts and len(others) == 1 else None
        if own is None:
            return values, False
        (other,) = others
        kept = [x for x in own if self.with_range(name, Interval.point(x)).values(other, region)]
        return _neighbours_joined(IntervalSet.points(*kept)), True

    def _projected(self, name: str, region: Region, assignments: Iterable[Mapping[str, Fraction]]) -> IntervalSet:
        found: list[Interval] = []
        fixed = {each: values.low for each, values in self.ranges.items() if values.is_point and each != name}
        for tried in assignments:
            known = {**{each: value for each, value in fixed.items() if isinstance(value, Fraction)}, **tried}
            top, base = _form(self.measure.numerator, known), self._base(known)
            free = [each for each in self.measure.facts if each not in known]
            box = [one for each in free for one in bounds(Linear.variable(each), self.ranges[each])]
            for constraints in _constraints(self.measure, top, base, region):
                interval = projection([*constraints, *box], name)
                if interval is not None:
                    found.append(interval)
        values = IntervalSet(tuple(found))
        return _neighbours_joined(values.integers()) if name in self.counts else values

    def can_reach(self, region: Region) -> bool:
        """Say whether any values of the facts bring the measure into a region; a sound yes where counts are many."""
        for name in self.open_facts or self.measure.facts[:1]:
            values, is_exact = self.solved(name, region)
            if not values or is_exact:
                return bool(values)
        return True

    def _base(self, known: Mapping[str, Fraction]) -> Linear:
        return _form(self.measure.denominator, known) if self.measure.denominator else Linear((), ONE)

    def _tried(self, name: str) -> list[dict[str, Fraction]] | None:
        """Every assignment of the other open counts; None where they are too many."""
        others = [each for each in self.open_facts if each != name and each in self.counts]
        numbers = [_numbers(self.ranges[each]) for each in others]
        if any(each is None for each in numbers):
            return None
        found = [each for each in numbers if each is not None]
        if prod(map(len, found)) > MAX_TRIED:
            return None
        return [dict(zip(others, map(Fraction, values), strict=True)) for values in product(*found)]


def _numbers(values: Interval) -> range | None:
    """The whole numbers of an interval; None where they have no end."""
    hull = IntervalSet.of(values).integers().hull()
    if hull is None:
        return range(0)
    if not isinstance(hull.low, Fraction) or not isinstance(hull.high, Fraction):
        return None
    return range(int(hull.low), int(hull.high) + 1)


def _listed(values: IntervalSet) -> list[Fraction] | None:
    """The whole numbers of a set, where they are few."""
    parts = [_numbers(each) for each in values]
    found = [each for each in parts if each is not None]
    if len(found) < len(parts) or sum(map(len, found)) > MAX_TRIED:
        return None
    return [Fraction(x) for each in found for x in each]


def _neighbours_joined(values: IntervalSet) -> IntervalSet:
    """Whole numbers that follow each other in one interval."""
    joined: list[Interval] = []
    for each in values:
        last = joined[-1] if joined else None
        if last is not None and isinstance(last.high, Fraction) and last.high + 1 == each.low:
            joined[-1] = Interval(last.low, each.high, last.low_open, each.high_open)
        else:
            joined.append(each)
    return IntervalSet(tuple(joined))


def fact_system(measure: Measure, facts: Mapping[str, FactKnowledge]) -> FactSystem:
    """Return the system of a measure under what is known about its facts."""
    counts = frozenset(name for name in measure.facts if facts[name].is_count)
    ranges = {name: facts[name].values for name in measure.facts}
    return FactSystem(measure=measure, ranges=ranges, counts=counts)


def _form(terms: Iterable[Term], known: Mapping[str, Fraction]) -> Linear:
    form = Linear()
    for term in terms:
        value = Linear((), known[term.fact]) if term.fact in known else Linear.variable(term.fact)
        form = form.plus(value, term.times)
    return form


def _constraints(measure: Measure, top: Linear, base: Linear, region: Region) -> Iterator[list[Constraint]]:
    """Systems, each convex, that together say that the measure lies in the region."""
    positive = Constraint(base, is_strict=True)
    for values in _signed(measure, region.ratios):
        within = [positive]
        if isinstance(values.low, Fraction):
            within.append(Constraint(top.plus(base, -values.low), values.low_open))
        if isinstance(values.high, Fraction):
            within.append(Constraint(base.scaled(values.high).plus(top, -ONE), values.high_open))
        yield within
    nothing = [Constraint(base), Constraint(base.scaled(-ONE))]
    if region.over_zero:
        yield [*nothing, Constraint(top, is_strict=True)]
        yield [*nothing, Constraint(top.scaled(-ONE), is_strict=True)]
    if region.zero_over_zero:
        yield [*nothing, Constraint(top), Constraint(top.scaled(-ONE))]


def _signed(measure: Measure, ratios: IntervalSet) -> IntervalSet:
    """The ratios before their absolute value is taken."""
    if not measure.absolute:
        return ratios
    sizes = ratios & IntervalSet.of(Interval.at_least(0))
    return sizes | sizes.times(-ONE)
