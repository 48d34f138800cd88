"""Facts that make a measure what it should be: the exact value, or one smallest unit beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, permutations, product
from math import lcm

from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.measures import Measure
from jixiao_core.scoring.vector_probes import NEAR, Probes

__all__ = ["LARGE", "Facts", "facts_for"]

Facts = dict[str, Fraction]
"""Fact id to its value in the canonical scale: 分, whole things, rates and numbers."""

ZERO = Fraction(0)
ONE = Fraction(1)
WHOLE = (FactQuantity.MONEY, FactQuantity.COUNT)
LARGE = 2**53
"""The size of the figures that are one unit beside an edge: from here on a double does not hold every whole number."""

ORDINARY = 7919
"""Exact amounts of money are this many times the smallest ones, so that they look like amounts (a prime)."""

MAX_FEW = 125
"""So many combinations of small figures are tried where a measure does not move."""

FILLERS = (Fraction(1, 7), ZERO)
"""What facts that do not drive a measure are worth, in units of its base; something where that is possible."""


def facts_for(measure: Measure, definitions: Mapping[str, FactDefinition], probes: Probes) -> Iterator[Facts]:
    """
    Yield facts that hit every probe of a measure, its neighbours, and what has no measure; some may be repeated.

    Args:
        measure: the measure.
        definitions: fact id to its definition, for every fact of the measure.
        probes: the measures to hit.
    """
    forms = _Forms(measure, definitions)
    for value in probes.inner:
        yield from forms.hitting(value)
    # Below zero the mirror image of an edge shows whether the sign of a measure counts.
    mirrored = (-edge for edge in probes.edges if edge > 0 and measure.domain.contains(-edge))
    for edge in dict.fromkeys((*probes.edges, *mirrored)):
        yield from forms.hitting(edge)
        yield from forms.beside(edge)
    yield from forms.besides()


class _Forms:
    """The two linear forms of a measure over its facts."""

    def __init__(self, measure: Measure, definitions: Mapping[str, FactDefinition]) -> None:
        self.names = measure.facts
        self.definitions = definitions
        self.measure = measure
        self.top = {name: _coefficient(measure.numerator, name) for name in self.names}
        self.base = {name: _coefficient(measure.denominator, name) for name in self.names}
        self.is_ratio = bool(measure.denominator)

    def hitting(self, value: Fraction) -> Iterator[Facts]:
        """Yield facts whose measure is exactly the value."""
        for ratio in self._ratios(value):
            found = self._solution(ratio, ONE) if self.is_ratio else self._plain(ratio)
            if found is not None and self.is_ratio:
                found = self._whole(found)
                by = ORDINARY if FactQuantity.MONEY in self._kinds() else 1
                found = {name: amount * by for name, amount in found.items()}
            if found is not None and self._allowed(found):
                yield found

    def beside(self, edge: Fraction) -> Iterator[Facts]:
        """Yield facts whose measure is just below and just above the edge, one smallest unit away where it can be."""
        for ratio in self._ratios(edge):
            found = self._large(ratio) if self.is_ratio else self._plain(ratio)
            if found is None:
                continue
            for side in (-1, 1):
                yield from self._stepped(found, ratio, side)

    def besides(self) -> Iterator[Facts]:
        """Yield facts with a base of zero or below, and small ones whatever their measure is."""
        if not self.is_ratio:
            return
        yield dict.fromkeys(self.names, ZERO)
        yield from ({**dict.fromkeys(self.names, ONE), name: Fraction(2)} for name in self.names)
        if self._solution(ONE, ONE) is None and self._solution(ZERO, ONE) is None:
            # Terms that cancel each other: small figures show when one of them is wrong.
            few = islice(product((1, 2, 3, 5, 0), repeat=len(self.names)), MAX_FEW)
            yield from (dict(zip(self.names, map(Fraction, values), strict=True)) for values in few)
        for top, base in ((ZERO, ZERO), (ONE, ZERO), (-ONE, ZERO), (ONE, -ONE)):
            found = self._solution(top, base)
            if found is not None:
                yield self._whole(found)

    def _kinds(self) -> set[FactQuantity]:
        return {self.definitions[name].quantity for name in self.names}

    def _ratios(self, value: Fraction) -> tuple[Fraction, ...]:
        """The ratios whose measure is the value."""
        if not self.measure.absolute:
            return (value,)
        return (value, -value) if value > 0 else (value,) if value == 0 else ()

    def _form(self, terms: Mapping[str, Fraction], facts: Facts) -> Fraction:
        return sum((times * facts[name] for name, times in terms.items()), ZERO)

    def _ratio(self, facts: Facts) -> Fraction | None:
        base = self._form(self.base, facts) if self.is_ratio else ONE
        return self._form(self.top, facts) / base if base > 0 else None

    def _allowed(self, facts: Facts) -> bool:
        return all(
            self.definitions[name].natural_range.contains(value)
            and (value.denominator == 1 or self.definitions[name].quantity not in WHOLE)
            for name, value in facts.items()
        )

    def _signs_fit(self, facts: Facts) -> bool:
        return all(self.definitions[name].natural_range.contains(value) for name, value in facts.items())

    def _solution(self, top: Fraction, base: Fraction) -> Facts | None:
        """Facts, not yet whole, whose two forms have these values; all of them above zero where that is possible."""
        for filler in FILLERS:
            for one, two in permutations(self.names, 2):
                det = self.top[one] * self.base[two] - self.top[two] * self.base[one]
                if det == 0:
                    continue
                facts = {name: ZERO if name in (one, two) else filler for name in self.names}
                rest_top, rest_base = top - self._form(self.top, facts), base - self._form(self.base, facts)
                facts[one] = (rest_top * self.base[two] - rest_base * self.top[two]) / det
                facts[two] = (rest_base * self.top[one] - rest_top * self.base[one]) / det
                if self._signs_fit(facts):
                    return facts
        return None

    def _plain(self, value: Fraction) -> Facts | None:
        """Facts whose numerator is the value, one of them perhaps not whole."""
        for filler in (Fraction(3), ZERO):
            for driver in (name for name in self.names if self.top[name]):
                facts = {name: ZERO if name == driver else filler for name in self.names}
                facts[driver] = (value - self._form(self.top, facts)) / self.top[driver]
                if self._signs_fit(facts):
                    return facts
        return None

    def _whole(self, facts: Facts) -> Facts:
        """The same direction in the smallest whole numbers."""
        scale = lcm(*(value.denominator for value in facts.values()))
        return {name: value * scale for name, value in facts.items()}

    def _large(self, ratio: Fraction) -> Facts | None:
        found = self._solution(ratio, ONE)
        if found is None:
            return None
        whole = self._whole(found)
        times = -(-LARGE // max(abs(value) for value in whole.values()))
        return {name: value * times for name, value in whole.items()}

    def _stepped(self, facts: Facts, ratio: Fraction, side: int) -> Iterator[Facts]:
        """The facts with one of them a unit more or less, so that the measure lies on one side of the edge."""
        for name in self.names:
            for step in (1, -1):
                moved = {**facts, name: self._neighbour(name, facts[name], step)}
                found = self._ratio(moved) if self._allowed(moved) else None
                if found is not None and (found - ratio) * side > 0:
                    yield moved
                    return

    def _neighbour(self, name: str, value: Fraction, step: int) -> Fraction:
        if self.definitions[name].quantity not in WHOLE and not self.is_ratio:
            return value + step * NEAR
        if value.denominator == 1:
            return value + step
        return Fraction(-(-value // 1) if step > 0 else value // 1)


def _coefficient(terms: tuple[Term, ...], name: str) -> Fraction:
    return sum((term.times for term in terms if term.fact == name), ZERO)
