"""The arithmetic of a settled row over a measure, as messages: ratio, rounding, band or steps, deduction, clamp."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Protocol, assert_never

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.scoring.knowledge import FactKnowledge, linear_range
from jixiao_core.scoring.rows import Status
from jixiao_core.scoring.span import Span, Unit, fact_span

__all__ = ["arithmetic", "rounded_to"]

ZERO = Fraction(0)


class HasValues(Protocol):
    """A row outcome or a row of a sheet: something with the possible measures."""

    @property
    def values(self) -> IntervalSet | None:
        """The possible measures."""

    @property
    def status(self) -> Status | None:
        """How far the row is settled."""


def arithmetic(
    row: Indicator,
    maximum: Fraction,
    outcome: HasValues,
    facts: Mapping[str, FactKnowledge],
    rounding: RoundingStep | None = None,
) -> Iterator[Message]:
    """
    Yield how the measure and the points of a row follow, where one measure is left.

    Args:
        row: the row as it is read.
        maximum: its points before anything is moved.
        outcome: what the row came out as.
        facts: what is known about the facts.
        rounding: the rounding of measures, if the rubric has one.
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
    if outcome.status == "invalid":
        return
    if rounding is not None:
        value = rounding.rounding.apply(value)
        yield rounded_to(rounding, value, unit)
    match formula:
        case Bands():
            yield from _band(formula, maximum, value, unit)
        case DeductPerStep():
            yield from _deduction(formula, value, unit)
        case Proportional():
            yield from _line(formula, maximum, value, unit)
        case _:
            return


def rounded_to(step: RoundingStep, value: Fraction, unit: Unit) -> Message:
    """Return what a rounding step made of a value: the mode, the width of its grid, the rounded value."""
    quantum = _span(step.rounding.quantum, "pp" if unit == "rate" else unit)
    return Message.of(f"scoring.rounded_{step.mode}", quantum=quantum, value=_span(value, unit))


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
    code = "scoring.measure_ratio_absolute" if measure.absolute else "scoring.measure_ratio"
    return Message.of(code, top=top_shown, base=base_shown, value=_span(value, unit))


def _band(formula: Bands, maximum: Fraction, value: Fraction, unit: Unit) -> Iterator[Message]:
    holds = {
        "at_least": lambda level: value >= level,
        "above": lambda level: value > level,
        "at_most": lambda level: value <= level,
        "below": lambda level: value < level,
    }
    points, code, params = formula.otherwise, "scoring.band_otherwise", {}
    for band in formula.bands:
        ((edge, level),) = band.edges
        if holds[edge](level):
            points, code, params = band.points, f"scoring.band_{edge}", {"level": _span(level, unit)}
            break
    yield Message.of(code, points=points, **params)
    if points > maximum:
        yield Message.of("scoring.capped", points=maximum)


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
    if _is_cut_off(formula, value):
        edge_unit = gap if formula.side == "either" else unit
        yield Message.of(f"scoring.cut_off_{formula.side}", edge=_span(formula.zero_beyond or ZERO, edge_unit))
        return
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


def _is_cut_off(formula: DeductPerStep, value: Fraction) -> bool:
    """Whether a measure lies strictly beyond the cut-off."""
    edge = formula.zero_beyond
    if edge is None:
        return False
    match formula.side:
        case "above":
            return value > edge
        case "below":
            return value < edge
        case "either":
            return abs(value - formula.standard) > edge
        case _:
            assert_never(formula.side)


def _line(formula: Proportional, maximum: Fraction, value: Fraction, unit: Unit) -> Iterator[Message]:
    cut = _line_cut_off(formula, value)
    if cut is not None:
        code, edge = cut
        yield Message.of(code, edge=_span(edge, unit))
        return
    share = min(max((value - formula.zero_at) / (formula.full_at - formula.zero_at), ZERO), Fraction(1))
    full, zero = _span(formula.full_at, unit), _span(formula.zero_at, unit)
    yield Message.of("scoring.line_ends", full=full, zero=zero)
    yield Message.of("scoring.line", value=_span(value, unit), share=_span(share, "rate"))
    floor = min(formula.floor, maximum)
    if formula.cap is not None and share * maximum > formula.cap:
        yield Message.of("scoring.capped", points=formula.cap)
    if share * maximum < floor:
        yield Message.of("scoring.floored", points=floor)


def _line_cut_off(formula: Proportional, value: Fraction) -> tuple[str, Fraction] | None:
    """The code and the edge of a cut-off beyond which a measure lies, on the side where nothing is scored."""
    rises = formula.zero_at < formula.full_at
    beyond, reached = formula.zero_beyond, formula.zero_from
    if beyond is not None and (value < beyond if rises else value > beyond):
        return f"scoring.cut_off_{'below' if rises else 'above'}", beyond
    if reached is not None and (value <= reached if rises else value >= reached):
        return f"scoring.cut_off_{'at_most' if rises else 'at_least'}", reached
    return None
