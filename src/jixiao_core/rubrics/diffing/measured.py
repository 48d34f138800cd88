"""Rows over a measure: the exact set of values on which scores differ, and facts that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import Literal

from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import EMPTY, IntervalSet
from jixiao_core.exact.rounded_curves import after_rounding
from jixiao_core.exact.spans import Span
from jixiao_core.rubrics.diffing.figures import figures_over_zero, figures_with, measure_key, reach, ways_to
from jixiao_core.rubrics.diffing.outcomes import (
    NOT_ACCEPTED,
    NOT_APPLICABLE,
    Outcome,
    ScoreDifference,
    Stated,
    Witness,
    scored,
)
from jixiao_core.rubrics.diffing.sides import Facts, RowSide
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.measures import Measure

__all__ = ["measured_differences"]

ZERO = Fraction(0)
MAX_VALUES = 48
MAX_SITUATIONS = 6000


def measured_differences(before: RowSide, after: RowSide, facts: Facts) -> Iterator[ScoreDifference]:
    """
    Yield on what the scores of two rows over measures differ.

    Where both have the same measure, the sets are exact: a value is in the set when some facts give it and the scores
    for it differ. Where the measures are others, a situation is looked for in which the scores differ.
    """
    one, two = _measure(before), _measure(after)
    if measure_key(one, facts.natures) != measure_key(two, facts.natures):
        yield from _other_measures(before, after, facts)
        return
    yield from _values(before, after, facts)
    over = figures_over_zero(one, facts.natures)
    if over is not None:
        yield from _situation("over_zero", over, before, after, facts)
    if one.denominator:
        yield from _situation("zero_over_zero", dict.fromkeys(one.facts, ZERO), before, after, facts)


def _measure(side: RowSide) -> Measure:
    assert side.row.measure is not None
    return side.row.measure


def _curve(side: RowSide) -> Curve:
    formula = side.row.formula
    assert isinstance(formula, (Bands, DeductPerStep, Proportional))
    return curve_of(formula, side.maximum)


def _values(before: RowSide, after: RowSide, facts: Facts) -> Iterator[ScoreDifference]:
    found = _differing_values(before, after)
    if found is None:
        yield from _searched(before, after, facts)
        return
    found = _on_grid(found & reach(_measure(before), facts.natures), _measure(before), facts)
    if found == EMPTY:
        return
    value = found.witness()
    known = figures_with(_measure(before), value, facts.natures)
    outcomes = [_at_value(side, value) for side in (before, after)]
    given = (_stated_measure(_measure(before), value), *_stated_facts(known or {}, facts))
    witness = Witness(given=given, before=outcomes[0], after=outcomes[1])
    yield ScoreDifference(where="values", values=_span(_measure(before), found), witness=witness)


def _differing_values(before: RowSide, after: RowSide) -> IntervalSet | None:
    """The values for which the outcome differs; None where a rounded curve has too many pieces."""
    domains = [IntervalSet.of(_measure(side).domain) for side in (before, after)]
    one_only = (domains[0] - domains[1]) | (domains[1] - domains[0])
    both = domains[0] & domains[1]
    curves = [_curve(side) for side in (before, after)]
    if before.rounding == after.rounding:
        apart = curves[0].differs(curves[1])
        return (both & (before.rounding.preimage(apart) if before.rounding else apart)) | one_only
    try:
        rounded = [
            after_rounding(curve, side.rounding) if side.rounding else curve
            for curve, side in zip(curves, (before, after), strict=True)
        ]
    except InvalidValueError:
        return None
    return (both & rounded[0].differs(rounded[1])) | one_only


def _on_grid(values: IntervalSet, measure: Measure, facts: Facts) -> IntervalSet:
    """What is left of a set where the measure is one count times a number: the ends are values that it can have."""
    terms = measure.numerator
    if measure.denominator or len(terms) != 1 or not facts.natures[terms[0].fact].is_count or not terms[0].times:
        return values
    return values.times(1 / terms[0].times).integers().times(terms[0].times)


def _at_value(side: RowSide, value: Fraction) -> Outcome:
    if not _measure(side).domain.contains(value):
        return NOT_ACCEPTED
    return scored(_curve(side).at(side.rounding.apply(value) if side.rounding else value))


def _at_facts(side: RowSide, facts: Mapping[str, Fraction]) -> Outcome:
    measure = _measure(side)
    match measure.at(facts):
        case Fraction() as value:
            return _at_value(side, value)
        case "negative_base":
            return NOT_ACCEPTED
        case "zero_over_zero":
            level = measure.zero_over_zero
            return NOT_APPLICABLE if level is None else scored(_curve(side).at(level))
        case "over_zero":
            hull = _curve(side).image(IntervalSet.of(measure.domain)).hull()
            assert hull is not None
            end = hull.low if measure.over_zero == "worst" else hull.high
            assert isinstance(end, Fraction)
            return scored(end)


def _situation(
    where: Literal["over_zero", "zero_over_zero"],
    given: Mapping[str, Fraction],
    before: RowSide,
    after: RowSide,
    facts: Facts,
) -> Iterator[ScoreDifference]:
    outcomes = _at_facts(before, given), _at_facts(after, given)
    if outcomes[0] == outcomes[1]:
        return
    witness = Witness(given=tuple(_stated_facts(given, facts)), before=outcomes[0], after=outcomes[1])
    yield ScoreDifference(where=where, witness=witness)


def _stated_measure(measure: Measure, value: Fraction) -> Stated:
    return Stated(kind="measure", label=measure.label, value=_span(measure, IntervalSet.points(value)))


def _stated_facts(known: Mapping[str, Fraction], facts: Facts) -> Iterator[Stated]:
    for name, value in known.items():
        yield Stated(kind="fact", id=name, label=facts.label(name), value=facts.span(name, value))


def _span(measure: Measure, values: IntervalSet) -> Span:
    return Span(values, "rate" if measure.denominator else "number")


def _searched(before: RowSide, after: RowSide, facts: Facts) -> Iterator[ScoreDifference]:
    """The same measure, rounded otherwise, where the rounded curves are too long to be compared as a whole."""
    quanta = [side.rounding.quantum for side in (before, after) if side.rounding]
    near = [by * part for by in quanta for part in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))]
    edges = sorted({*_critical(before), *_critical(after)})
    within = reach(_measure(before), facts.natures)
    for value in (each for edge in edges for each in (edge, *(edge + by for by in near), *(edge - by for by in near))):
        outcomes = _at_value(before, value), _at_value(after, value)
        if value in within and outcomes[0] != outcomes[1]:
            known = figures_with(_measure(before), value, facts.natures)
            given = (_stated_measure(_measure(before), value), *_stated_facts(known or {}, facts))
            yield ScoreDifference(where="facts", witness=Witness(given=given, before=outcomes[0], after=outcomes[1]))
            return
    yield ScoreDifference(where="facts", is_decided=False)


def _critical(side: RowSide) -> list[Fraction]:
    """Values of the measure where something may change, between them and beyond them."""
    domain = _measure(side).domain
    ends = [end for end in (domain.low, domain.high) if isinstance(end, Fraction)]
    edges = sorted({*_curve(side).breakpoints, *ends, ZERO, Fraction(1)})
    if len(edges) > MAX_VALUES // 2:
        stride = -(-len(edges) // (MAX_VALUES // 2))
        edges = [*edges[::stride], edges[-1]]
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    return sorted({*edges, *between, edges[0] - 1, edges[-1] + 1})


def _other_measures(before: RowSide, after: RowSide, facts: Facts) -> Iterator[ScoreDifference]:
    """Another measure: the first situation, by the size of its figures, in which the scores differ."""
    if _is_same_everywhere(before, after, facts):
        return
    for given in _situations(before, after, facts):
        outcomes = _at_facts(before, given), _at_facts(after, given)
        if outcomes[0] != outcomes[1]:
            witness = Witness(given=tuple(_stated_facts(given, facts)), before=outcomes[0], after=outcomes[1])
            yield ScoreDifference(where="facts", witness=witness)
            return
    yield ScoreDifference(where="facts", is_decided=False)


def _is_same_everywhere(before: RowSide, after: RowSide, facts: Facts) -> bool:
    """Whether both score one number, the same, whatever the facts."""
    found: set[Outcome] = set()
    for side in (before, after):
        measure = _measure(side)
        if not reach(measure, facts.natures) <= IntervalSet.of(measure.domain) or _may_fall_below_zero(measure, facts):
            return False
        found.add(scored(_curve(side).image(IntervalSet.of(measure.domain))))
        if measure.denominator:
            found.add(_at_facts(side, dict.fromkeys(measure.facts, ZERO)))
            over = figures_over_zero(measure, facts.natures)
            found |= {_at_facts(side, over)} if over is not None else set()
    return len(found) == 1 and next(iter(found)).points.is_point


def _may_fall_below_zero(measure: Measure, facts: Facts) -> bool:
    """Whether the denominator can be below zero."""
    if not measure.denominator:
        return False
    low = reach(Measure(numerator=measure.denominator), facts.natures).hull()
    return low is None or low.low < 0


def _situations(before: RowSide, after: RowSide, facts: Facts) -> list[dict[str, Fraction]]:
    """Facts that bring either measure to where its score may change, with the facts of the other at some sizes."""
    names = sorted({*_measure(before).facts, *_measure(after).facts})
    found: dict[tuple[Fraction, ...], dict[str, Fraction]] = {}
    for side in (before, after):
        for given in islice(_around(side, names, facts), MAX_SITUATIONS):
            # In one order, whichever rubric comes first.
            found[tuple(given[name] for name in names)] = {name: given[name] for name in names}
    return [found[key] for key in sorted(found, key=lambda sizes: (sum(map(abs, sizes)), sizes))]


def _around(side: RowSide, names: Iterable[str], facts: Facts) -> Iterator[dict[str, Fraction]]:
    measure = _measure(side)
    rest = [name for name in names if name not in measure.facts]
    ways = [way for value in _critical(side) for way in ways_to(measure, value, facts.natures)]
    over = figures_over_zero(measure, facts.natures)
    ways += [*([over] if over else []), dict.fromkeys(measure.facts, ZERO)]
    # Where there are too many, all values of the measure come before all sizes of the other facts.
    for sizes in product((0, 1, 2), repeat=len(rest)):
        for way in ways:
            most = max(map(abs, way.values()), default=ZERO) or Fraction(1)
            yield {**way, **{name: size * most for name, size in zip(rest, sizes, strict=True)}}
