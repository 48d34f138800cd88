"""The arithmetic of a settled row over a measure, as messages: ratio, rounding, band or steps, deduction, clamp."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Protocol

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.scoring.knowledge import FactKnowledge, linear_range
from jixiao_core.scoring.span import Span, Unit, fact_span

__all__ = ["arithmetic"]

ZERO = Fraction(0)


class HasValues(Protocol):
    """A row outcome or a row of a sheet: something with the possible measures."""

    @property
    def values(self) -> IntervalSet | None:
        """The possible measures."""


def arithmetic(row: Indicator, outcome: HasValues, facts: Mapping[str, FactKnowledge]) -> Iterator[Message]:
    """
    Yield how the measure and the points of a row follow, where one measure is left.

    Args:
        row: the row as it is read.
        outcome: what the row came out as.
        facts: what is known about the facts.
    """
    formula, measure = row.formula, row.measure
    if measure is None or outcome.values is None or not outcome.values.is_point:
        return
    value = outcome.values.point
    unit: Unit = "rate" if measure.denominator else "number"
    if all(facts[name].is_known for name in measure.facts):
        yield _ratio(measure, value, unit, facts)
    else:
        yield Message.of("scoring.measure_is", value=_span(value, unit))
    match formula:
        case Bands():
            yield from _band(formula, value, unit)
        case DeductPerStep():
            yield from _deduction(formula, value, unit)
        case Proportional():
            yield _line(formula, value, unit)
        case _:
            return


def _span(value: Fraction, unit: Unit) -> Span:
    return Span(IntervalSet.points(value), unit)


def _ratio(measure: Measure, value: Fraction, unit: Unit, facts: Mapping[str, FactKnowledge]) -> Message:
    ranges = {name: facts[name].values for name in measure.facts}
    first = facts[measure.facts[0]].definition
    top = linear_range(measure.numerator, ranges).low
    if not measure.denominator:
        return Message.of("scoring.measure_is", value=_span(value, unit))
    base = linear_range(measure.denominator, ranges).low
    assert isinstance(top, Fraction)
    assert isinstance(base, Fraction)
    top_shown, base_shown = (fact_span(first, IntervalSet.points(part)) for part in (top, base))
    return Message.of("scoring.measure_ratio", top=top_shown, base=base_shown, value=_span(value, unit))


def _band(formula: Bands, value: Fraction, unit: Unit) -> Iterator[Message]:
    holds = {
        "at_least": lambda level: value >= level,
        "above": lambda level: value > level,
        "at_most": lambda level: value <= level,
        "below": lambda level: value < level,
    }
    for band in formula.bands:
        ((edge, level),) = band.edges
        if holds[edge](level):
            yield Message.of(f"scoring.band_{edge}", level=_span(level, unit), points=band.points)
            return
    yield Message.of("scoring.band_otherwise", points=formula.otherwise)


def _deduction(formula: DeductPerStep, value: Fraction, unit: Unit) -> Iterator[Message]:
    beyond = value - formula.standard
    beyond = {"above": beyond, "below": -beyond, "either": abs(beyond)}[formula.side]
    standard = _span(formula.standard, unit)
    if beyond <= 0:
        yield Message.of("scoring.standard_kept", standard=standard)
        return
    gap: Unit = "pp" if unit == "rate" else unit
    side = "above" if value > formula.standard else "below"
    yield Message.of(f"scoring.standard_{side}", standard=standard, beyond=_span(beyond, gap))
    steps = beyond / formula.step
    counted = {"ignore": Fraction(steps // 1), "count": Fraction(-(-steps // 1)), "proportional": steps}[
        formula.part_step
    ]
    yield Message.of(
        f"scoring.steps_{formula.part_step}",
        steps=counted,
        step=_span(formula.step, gap),
        each=formula.deduct,
        loss=counted * formula.deduct,
    )


def _line(formula: Proportional, value: Fraction, unit: Unit) -> Message:
    share = (value - formula.zero_at) / (formula.full_at - formula.zero_at)
    return Message.of("scoring.line", value=_span(value, unit), share=_span(min(max(share, ZERO), Fraction(1)), "rate"))
