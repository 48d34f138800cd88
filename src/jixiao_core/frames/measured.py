"""Measured rows: a ratio of facts and its curve."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from attrs import evolve, frozen

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Not,
    Number,
    Numeric,
    Sum,
    Times,
)
from jixiao_core.frames.ladders import Ratio, inside, scaled_points, whole
from jixiao_core.frames.outcomes import NEVER, Outcome, Range, RowPlace, curve_outcome
from jixiao_core.frames.rounded import rounded_ratio
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formulas import CurveFormula
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.measures import Measure

__all__ = ["measured_row"]

ZERO = Number(0)


@frozen(kw_only=True)
class _Found:
    """
    A measure in a table.

    Attributes:
        measure: the ratio of facts.
        top: numerator, its absolute value where that counts, or the declared measure where a fact is unknown.
        base: denominator, or what a declared measure is counted in.
        ratio: both as they are looked at: the base above zero.
        is_known: whether there is a measure.
        is_bounded: whether a declared measure counts though other facts may settle those that are unknown.
    """

    measure: Measure
    top: Numeric
    base: Numeric
    ratio: Ratio
    is_known: Condition
    is_bounded: Condition

    @property
    def is_below_zero(self) -> Condition:
        """Whether the denominator is below zero."""
        return Compare("<", self.base, ZERO)

    @property
    def is_over_zero(self) -> Condition:
        """Whether the denominator is zero."""
        return NEVER if isinstance(self.base, Number) else Compare("==", self.base, ZERO)

    @property
    def is_nothing(self) -> Condition:
        """Whether numerator and denominator are zero."""
        zero = self.is_over_zero
        return NEVER if zero == NEVER else AllOf((zero, Compare("==", self.top, ZERO)))


def measured_row(place: RowPlace, formula: CurveFormula) -> Outcome:
    """Return what a row over a measure scores: bands, deductions a step, proportions."""
    measure = place.row.measure
    assert measure is not None
    curve = curve_of(formula, place.points)
    found = _found(place, measure)
    outside = place.condition("is_outside", Not(inside(found.ratio, measure.domain)))
    ratio, untold = _rounded(place, curve, found.ratio)
    at_ratio = scaled_points(place.staging, place.name, curve, ratio, place.scale)
    ranges = _Ranges.of(place, measure, curve)
    negative = found.is_below_zero if _may_be_negative(place, measure.denominator) else NEVER
    cases = (
        (Not(found.is_known), ranges.open),
        (negative, ranges.domain),
        (found.is_nothing, ranges.nothing),
        (found.is_over_zero, ranges.over_zero),
        (outside, ranges.domain),
    )
    outcome = curve_outcome(at_ratio, cases, is_open=Not(found.is_known), missing=_missing(place, measure, found))
    is_invalid = AllOf((found.is_known, AnyOf((negative, AllOf((Not(found.is_over_zero), outside))))))
    return evolve(
        outcome,
        is_invalid=place.condition("is_invalid", is_invalid),
        is_absent=AllOf((found.is_known, found.is_nothing)) if measure.zero_over_zero is None else NEVER,
        is_untold=_any((AllOf((found.is_known, untold)) if untold != NEVER else NEVER, found.is_bounded)),
    )


@frozen
class _Ranges:
    """What a row can score where its curve does not say it, in parts of a point."""

    open: Range
    domain: Range
    over_zero: Range
    nothing: Range

    @classmethod
    def of(cls, place: RowPlace, measure: Measure, curve: Curve) -> _Ranges:
        everywhere = curve.image(IntervalSet.of(measure.domain))
        within = place.range_of(everywhere)
        end = within.low if measure.over_zero == "worst" else within.high
        level = measure.zero_over_zero
        nothing = whole(curve.at(level), place.scale) if level is not None else place.when_absent
        lows, highs = (within.low, nothing), (within.high, nothing)
        return cls(Range(min(lows), max(highs)), within, Range(end, end), Range(nothing, nothing))


def _found(place: RowPlace, measure: Measure) -> _Found:
    terms = (*measure.numerator, *measure.denominator)
    known = AllOf(tuple(place.intake[name].is_known for name in measure.facts))
    factor = lcm(*(_weight(place, term).denominator for term in terms))
    top = _form(place, measure.numerator, factor)
    base = _form(place, measure.denominator, factor) if measure.denominator else Number(factor)
    if measure.absolute:
        top = place.number("form", top)
        top = Case(((Compare("<", top, ZERO), Times(-1, top)),), top)
    declared = place.given("measure")
    is_known: Condition = known
    is_bounded: Condition = NEVER
    if declared.is_there and not _may_be_negative(place, measure.denominator):
        is_measured = place.condition("is_measured", known)
        unit = Number(declared.column.quantum.denominator)
        top = Case(((is_measured, top),), declared.value)
        base = Case(((is_measured, base),), unit)
        is_known = AnyOf((is_measured, declared.is_known))
        settled = _any(AllOf((Not(place.intake[name].is_known), _settled(place, name))) for name in measure.facts)
        is_bounded = AllOf((Not(is_measured), declared.is_known, settled)) if settled != NEVER else NEVER
    top, base = place.number("top", top), place.number("base", base)
    return _Found(
        measure=measure,
        top=top,
        base=base,
        ratio=_ratio(place, top, base),
        is_known=place.condition("is_known", is_known),
        is_bounded=place.condition("is_bounded", is_bounded),
    )


def _any(conditions: Iterable[Condition]) -> Condition:
    kept = tuple(condition for condition in conditions if condition != NEVER)
    if len(kept) > 1:
        return AnyOf(kept)
    return kept[0] if kept else NEVER


def _settled(place: RowPlace, name: str) -> Condition:
    """
    Whether what is known of other facts may leave an unknown one a single value: then it counts, not what is declared.

    At most nothing is nothing; between two bounds there may be room for one number. Who can tell is `score`.
    """
    bounds = _bounds(place)
    above = any(each.fact == name and each.is_upper for each in bounds)
    below = any(each.fact == name and not each.is_upper for each in bounds)
    if not above:
        return NEVER
    related, size = {name}, 0
    while len(related) > size:
        size = len(related)
        related |= {one for each in bounds for one in each.facts if related & each.facts}
    others = [place.intake[each] for each in sorted(related - {name})]
    near = [each for each in bounds if each.facts & related]
    if below or not all(each.is_plain for each in near):
        return _any(each.is_known for each in others)
    return _any(AllOf((each.is_known, Compare("==", each.value, ZERO))) for each in others if each.is_there)


@frozen
class _Bound:
    """A fact that others bound: from above or from below, by a plain multiple or sum of them or not."""

    fact: str
    facts: frozenset[str]
    is_upper: bool
    is_plain: bool


def _bounds(place: RowPlace) -> tuple[_Bound, ...]:
    """What facts say about others, read both ways."""
    found: list[_Bound] = []
    for fact in place.rubric.facts:
        for proxy in fact.proxies:
            if proxy.relation == "none":
                continue
            is_plain = all(term.times > 0 for term in proxy.terms) and not fact.may_be_negative
            facts = frozenset((fact.id, *(term.fact for term in proxy.terms)))
            is_upper = proxy.relation == "at_most"
            found.append(_Bound(fact.id, facts, is_upper, is_plain))
            found += [_Bound(term.fact, facts, is_upper ^ (term.times > 0), is_plain) for term in proxy.terms]
    return tuple(found)


def _ratio(place: RowPlace, top: Numeric, base: Numeric) -> Ratio:
    """Numerator and denominator, the latter 1 where it is not above zero: such rows do not look at the curve."""
    if isinstance(base, Number):
        # A denominator of which the table has no column is nothing.
        base = Number(max(base.value, 1))
    else:
        base = place.number("over", Case(((Compare(">", base, ZERO), base),), Number(1)))
    return Ratio(top, base)


def _weight(place: RowPlace, term: Term) -> Fraction:
    return term.times * place.intake[term.fact].column.quantum


def _form(place: RowPlace, terms: tuple[Term, ...], factor: int) -> Numeric:
    parts: list[Numeric] = []
    for term in terms:
        times = int(_weight(place, term) * factor)
        value = place.intake[term.fact].value
        parts.append(value if times == 1 else Times(times, value))
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def _may_be_negative(place: RowPlace, terms: tuple[Term, ...]) -> bool:
    return any(term.times < 0 or place.intake[term.fact].column.may_be_negative for term in terms)


def _rounded(place: RowPlace, curve: Curve, ratio: Ratio) -> tuple[Ratio, Condition]:
    step = place.rubric.rounding_at("measure")
    if step is None:
        return ratio, NEVER
    last = max((abs(each) for each in curve.breakpoints), default=Fraction(0))
    return rounded_ratio(place.staging, f"{place.name}__rounded", ratio, step.rounding, last)


def _missing(place: RowPlace, measure: Measure, found: _Found) -> tuple[tuple[str, Condition], ...]:
    facts = [place.intake[name] for name in measure.facts]
    return tuple((each.column.name, AllOf((Not(found.is_known), Not(each.is_known)))) for each in facts)
