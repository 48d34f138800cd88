"""Facts of a measure: which ratios they can give at all, and figures that give one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import gcd, lcm

from attrs import frozen

from jixiao_core.exact.intervals import INF, NEG_INF, Extended, Interval, IntervalSet
from jixiao_core.rubrics.facts import FactQuantity, Term
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Nature", "figures_over_zero", "figures_with", "measure_key", "natures", "reach", "ways_to"]

ZERO = Fraction(0)
MONEY = Fraction(10**6)
"""One 万元 in 分: figures of money in a witness are whole multiples of it."""
MAX_WAYS = 12


@frozen
class Nature:
    """What figures a fact can have: below zero, whole, money."""

    may_be_negative: bool = False
    is_count: bool = False
    is_money: bool = False


def natures(*rubrics: Rubric) -> dict[str, Nature]:
    """Return what figures the facts of rubrics can have; where they disagree, what any of them allows."""
    found: dict[str, Nature] = {}
    for rubric in rubrics:
        for fact in rubric.facts:
            known = found.get(fact.id, Nature(is_count=True))
            found[fact.id] = Nature(
                may_be_negative=known.may_be_negative or fact.may_be_negative,
                is_count=known.is_count and fact.quantity is FactQuantity.COUNT,
                is_money=known.is_money or fact.quantity is FactQuantity.MONEY,
            )
    return found


def _form(terms: tuple[Term, ...]) -> dict[str, Fraction]:
    form: dict[str, Fraction] = {}
    for term in terms:
        form[term.fact] = form.get(term.fact, ZERO) + term.times
    return {name: times for name, times in sorted(form.items()) if times}


def measure_key(measure: Measure, known: Mapping[str, Nature]) -> object:
    """Return what is the same for two measures exactly when they have the same value on all facts."""
    top, base = _form(measure.numerator), _form(measure.denominator)
    has_sign = any(part.low < 0 for part in reach(measure, known, signed=True))
    scale = abs(next(iter(base.values()))) if base else Fraction(1)
    forms = tuple(tuple((name, times / scale) for name, times in form.items()) for form in (top, base))
    return (bool(measure.denominator), *forms, measure.absolute and has_sign)


@frozen
class _Direction:
    """One fact growing (or falling, where it may be below zero): what numerator and denominator gain."""

    fact: str
    sign: int
    top: Fraction
    base: Fraction


def _directions(measure: Measure, known: Mapping[str, Nature]) -> tuple[_Direction, ...]:
    top, base = _form(measure.numerator), _form(measure.denominator)
    return tuple(
        _Direction(name, sign, sign * top.get(name, ZERO), sign * base.get(name, ZERO))
        for name in sorted(measure.facts)
        for sign in ((1, -1) if known[name].may_be_negative else (1,))
    )


def reach(measure: Measure, known: Mapping[str, Nature], *, signed: bool = False) -> IntervalSet:
    """
    Return every value that the measure has for some facts; of plain numbers over counts, the interval of their grid.

    Facts without bounds make a cone, and a ratio over a cone is extreme on its edges.

    Args:
        measure: the measure.
        known: what its facts can be.
        signed: before the absolute value is taken.
    """
    directions = _directions(measure, known)
    low, high = _ratio_ends(directions) if measure.denominator else _plain_ends(directions)
    if not low < high and low != high:
        return IntervalSet(())
    values = IntervalSet.of(Interval(low, high))
    if not measure.absolute or signed:
        return values
    falling = values & IntervalSet.of(Interval.at_most(0))
    return (values & IntervalSet.of(Interval.at_least(0))) | falling.times(-1)


def _plain_ends(directions: tuple[_Direction, ...]) -> tuple[Extended, Extended]:
    low: Extended = NEG_INF if any(each.top < 0 for each in directions) else ZERO
    high: Extended = INF if any(each.top > 0 for each in directions) else ZERO
    return low, high


def _ratio_ends(directions: tuple[_Direction, ...]) -> tuple[Extended, Extended]:
    slopes = [each.top / each.base for each in directions if each.base > 0]
    if not slopes:
        # Nothing stands above zero: the least end above the greatest says that there is no ratio.
        return INF, NEG_INF
    edges = [top for top, _ in _level(directions)]
    low: Extended = min(slopes) if all(top >= 0 for top in edges) else NEG_INF
    high: Extended = max(slopes) if all(top <= 0 for top in edges) else INF
    return low, high


def _level(directions: tuple[_Direction, ...]) -> Iterator[tuple[Fraction, dict[str, Fraction]]]:
    """The numerators, each with its facts, where the denominator is zero: single facts, and two that outweigh."""
    for each in directions:
        if each.base == 0:
            yield each.top, {each.fact: Fraction(each.sign)}
    for one, two in product(directions, directions):
        if one.base > 0 > two.base and one.fact != two.fact:
            facts = {one.fact: one.sign * -two.base, two.fact: two.sign * one.base}
            yield one.top * -two.base + two.top * one.base, facts


def figures_over_zero(measure: Measure, known: Mapping[str, Nature]) -> dict[str, Fraction] | None:
    """Return facts for which something is divided by zero; None where there are none."""
    if not measure.denominator:
        return None
    for top, facts in _level(_directions(measure, known)):
        if top != 0:
            return _whole(facts, measure.facts, known)
    return None


def figures_with(measure: Measure, value: Fraction, known: Mapping[str, Nature]) -> dict[str, Fraction] | None:
    """
    Return facts for which the measure has a value: whole counts, money in whole 万元 where it can be.

    Args:
        measure: the measure.
        value: the value, within its reach.
        known: what its facts can be.
    """
    return next(iter(ways_to(measure, value, known)), None)


def ways_to(measure: Measure, value: Fraction, known: Mapping[str, Nature]) -> list[dict[str, Fraction]]:
    """Return several choices of facts for which the measure has a value, those with fewer facts first."""
    directions = _directions(measure, known)
    signs = (value, -value) if measure.absolute and value else (value,)
    found: list[dict[str, Fraction]] = []
    for wanted in signs:
        found += _ratio_ways(directions, wanted) if measure.denominator else _plain_ways(directions, wanted, known)
    if not measure.denominator:
        return [_filled(facts, measure.facts) for facts in found[:MAX_WAYS]]
    return [_whole(facts, measure.facts, known) for facts in found[:MAX_WAYS]]


def _ratio_ways(directions: tuple[_Direction, ...], value: Fraction) -> list[dict[str, Fraction]]:
    rests = [(each, each.top - value * each.base) for each in directions]
    pairs = [
        {one.fact: one.sign * -two_rest, two.fact: two.sign * one_rest}
        for (one, one_rest), (two, two_rest) in product(rests, rests)
        if one_rest > 0 > two_rest and one.fact != two.fact and one.base * -two_rest + two.base * one_rest > 0
    ]
    alone = [{each.fact: Fraction(each.sign)} for each, rest in rests if rest == 0 and each.base > 0]
    return [*alone, *pairs]


def _plain_ways(
    directions: tuple[_Direction, ...], value: Fraction, known: Mapping[str, Nature]
) -> list[dict[str, Fraction]]:
    if value == 0:
        return [{}]
    found = []
    for each in directions:
        size = value / each.top if each.top else ZERO
        if size > 0 and (size.denominator == 1 or not known[each.fact].is_count):
            found.append({each.fact: each.sign * size})
    return found


def _filled(facts: Mapping[str, Fraction], names: tuple[str, ...]) -> dict[str, Fraction]:
    return {name: facts.get(name, ZERO) for name in names}


def _whole(facts: Mapping[str, Fraction], names: tuple[str, ...], known: Mapping[str, Nature]) -> dict[str, Fraction]:
    """The same proportions in the smallest whole numbers."""
    sizes = [size for size in facts.values() if size]
    scale = Fraction(lcm(*(size.denominator for size in sizes)), gcd(*(size.numerator for size in sizes)))
    if all(known[name].is_money for name in facts):
        scale *= MONEY
    return _filled({name: size * scale for name, size in facts.items()}, names)
