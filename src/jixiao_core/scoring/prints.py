"""Prints: figures score at face value; here is where the precision of their print would change the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.quantities import Count, print_interval
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.figures import Known
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.measuring import measured
from jixiao_core.scoring.rows import RowInput, RowOutcome, curve_points
from jixiao_core.scoring.span import points_span

__all__ = ["print_findings", "printed_values"]


def print_findings(
    rubric: Rubric, inputs: Mapping[str, RowInput], outcomes: Mapping[str, RowOutcome]
) -> Iterator[Finding]:
    """
    Yield a finding for every settled row whose points would differ inside the print of its figures.

    3179.61万元 stands for everything that rounds to it.

    Args:
        rubric: the rows.
        inputs: row id to what decided it.
        outcomes: row id to what it came out as.
    """
    for row in rubric.indicators:
        given, outcome = inputs[row.id], outcomes[row.id]
        if given.row.measure is None or not outcome.points.is_point or outcome.status != "settled":
            continue
        values = printed_values(given, given.row.measure) & IntervalSet.of(given.row.measure.domain)
        spread = curve_points(given, values)
        if not spread <= outcome.points:
            message = Message.of("scoring.print_matters", label=row.label, points=points_span(_hull(spread)))
            yield Finding(message, Severity.INFORMATION, row.id)


def printed_values(given: RowInput, measure: Measure) -> IntervalSet:
    """Return every measure that figures could have which print like those given; none where they are not all given."""
    facts = {name: given.facts[name] for name in measure.facts}
    if all(fact.is_known for fact in facts.values()):
        return measured(measure, {name: _as_printed(fact) for name, fact in facts.items()}).values
    if isinstance(given.declared, Known):
        return IntervalSet.of(print_interval(given.declared.value))
    return IntervalSet(())


def _as_printed(fact: FactKnowledge) -> FactKnowledge:
    if not isinstance(fact.figure, Known) or isinstance(fact.figure.value, Count):
        return fact
    natural = IntervalSet.of(fact.definition.natural_range)
    values = (IntervalSet.of(print_interval(fact.figure.value)) & natural).hull()
    return fact if values is None else evolve(fact, values=values)


def _hull(points: IntervalSet) -> IntervalSet:
    hull = points.hull()
    return points if hull is None else IntervalSet.of(hull)
