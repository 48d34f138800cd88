"""Reasons: why no facts or findings give a score, in the order in which a reviewer would look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from jixiao_core.exact.intervals import EMPTY, Interval, IntervalSet
from jixiao_core.messages import Message, number_text
from jixiao_core.scoring.assessments import NotApplicable
from jixiao_core.scoring.fact_systems import FactSystem, Region
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.measuring import measured
from jixiao_core.scoring.rows import RowInput, declared_values
from jixiao_core.scoring.span import Span, fact_span, points_span

__all__ = ["Situation", "why_nothing"]

NOWHERE = Region()
MAX_LISTED = 8
"""With more attainable points the nearest two are named."""


@frozen(kw_only=True)
class Situation:
    """
    Everything that may keep a score from being possible.

    Attributes:
        given: what decides the row, as it is read.
        points: the score.
        attainable: the points that the reading can give at all.
        attainable_given: the points that it can give with the facts and findings as known.
        wanted: the attainable points that are, or print like, the score.
        system: the measure and the ranges of its facts, for rows over a measure.
        region: where the measure gives wanted points.
        region_undeclared: the same without what is declared about the measure.
        is_bound_told: whether bounds of open facts are part of the reason.
    """

    given: RowInput
    points: Fraction
    attainable: IntervalSet
    attainable_given: IntervalSet
    wanted: IntervalSet
    system: FactSystem | None = None
    region: Region = NOWHERE
    region_undeclared: Region = NOWHERE
    is_bound_told: bool = True

    @property
    def is_absent(self) -> bool:
        """Whether the row does not apply, or has no points here."""
        return isinstance(self.given.assessment, NotApplicable) or self.given.maximum == 0


def why_nothing(situation: Situation) -> Message:
    """Return why nothing gives the score."""
    points = situation.points
    if isinstance(situation.given.assessment, NotApplicable):
        return Message.of("scoring.nothing_not_applicable")
    if situation.given.maximum == 0:
        return Message.of("scoring.nothing_no_points")
    if not situation.wanted:
        return _unattainable(situation)
    left = points_span(situation.attainable_given)
    if situation.system is None:
        return Message.of("scoring.nothing_assessed", points=number_text(points), attainable=left)
    return _of_facts(situation, situation.system, left)


def _unattainable(situation: Situation) -> Message:
    reach, points = situation.attainable, situation.points
    shown = points_span(reach)
    if len(reach) <= MAX_LISTED:
        return Message.of("scoring.nothing_attainable", points=number_text(points), attainable=shown)
    near = (reach.nearest_at_most(points), reach.nearest_at_least(points))
    nearest = tuple(each for each in near if each is not None)
    return Message.of("scoring.nothing_attainable_near", points=number_text(points), attainable=shown, nearest=nearest)


def _of_facts(situation: Situation, system: FactSystem, left: Span) -> Message:
    region, points = situation.region, situation.points
    facts = situation.given.facts
    if system.can_reach(situation.region_undeclared):
        needed = _measure_span(system, situation.region_undeclared.ratios)
        declared = _measure_span(system, declared_values(situation.given) or EMPTY)
        return Message.of("scoring.nothing_declared", points=number_text(points), needed=needed, declared=declared)
    if region == NOWHERE:
        return Message.of("scoring.nothing_rounded", points=number_text(points))
    named = (
        system.measure.facts if situation.is_bound_told else [n for n in system.ranges if n not in system.open_facts]
    )
    told = tuple(_told(facts, {name: system.ranges[name] for name in named}))
    if system.without_whole_numbers().can_reach(region):
        counts = tuple(facts[name].definition.label for name in system.open_facts if name in system.counts)
        code = "scoring.nothing_whole" if told else "scoring.nothing_whole_alone"
        params = {"facts": told} if told else {}
        return Message.of(code, counts=counts, attainable=left, **params)
    natural = {name: facts[name].definition.natural_range for name in system.open_facts}
    bounded = {name: system.ranges[name] for name, values in natural.items() if system.ranges[name] != values}
    if bounded and evolve(system, ranges={**system.ranges, **natural}).can_reach(region):
        return Message.of("scoring.nothing_bounded", facts=tuple(_told(facts, bounded)), attainable=left)
    if not situation.attainable_given:
        return _without_points(situation, system, told)
    if not told:
        return Message.of("scoring.nothing_natural", attainable=left)
    return Message.of("scoring.nothing_given", facts=told, attainable=left)


def _without_points(situation: Situation, system: FactSystem, told: tuple[Message, ...]) -> Message:
    """Why the facts give no points at all."""
    found = measured(system.measure, situation.given.facts)
    if found.values:
        domain = _measure_span(system, IntervalSet.of(system.measure.domain))
        return Message.of("scoring.nothing_outside", found=_measure_span(system, found.values), domain=domain)
    return Message.of("scoring.nothing_applies" if found.zero_over_zero else "scoring.nothing_negative", facts=told)


def _told(facts: Mapping[str, FactKnowledge], ranges: Mapping[str, Interval]) -> Iterator[Message]:
    """What is known about facts, also where it is only a bound."""
    for name, values in ranges.items():
        definition = facts[name].definition
        if values != definition.natural_range:
            shown = fact_span(definition, IntervalSet.of(values))
            yield Message.of("scoring.fact_value", label=definition.label, value=shown)


def _measure_span(system: FactSystem, values: IntervalSet) -> Span:
    return Span(values, "rate" if system.measure.denominator else "number")
