"""Reasons of a bridge: what differs between two sheets for one row, where it moved points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.formulas import Checklist, Nonconformities, Options
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import parent_id
from jixiao_core.scoring.assessments import (
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetsAssessment,
)
from jixiao_core.scoring.carrying import bare
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.row_bridge import RowPair
from jixiao_core.scoring.span import Span, fact_span
from jixiao_core.scoring.targets import completion

__all__ = ["row_reasons"]


def row_reasons(pair: RowPair, parts: Mapping[str, Fraction]) -> Iterator[Message]:
    """
    Yield what differs between the sheets for a row, cause by cause, for every cause that moved points.

    Args:
        pair: the row in both sheets.
        parts: cause to points.
    """
    undivided = parts["undivided"] != 0
    if parts["facts"] or undivided:
        yield from _facts(pair)
    if parts["rules"] or undivided:
        yield from _rules(pair)
    if parts["readings"] or undivided:
        yield from _readings(pair)
    if parts["structure"]:
        yield from _structure(pair)
    if parts["pool"]:
        before, after = (pair.maximum(which, which) for which in (0, 1))
        yield Message.of("scoring.bridge_share", before=before, after=after)
    if parts["not_applicable"]:
        yield from _absence(pair)


def _facts(pair: RowPair) -> Iterator[Message]:
    states = [row.state for row in pair.rows]
    if states[0] != states[1] and "not_chosen" in states:
        yield Message.of("scoring.bridge_left" if states[1] == "not_chosen" else "scoring.bridge_chosen")
        return
    known = [pair.carriers[which, which].facts for which in (0, 1)]
    for name in _fact_names(pair):
        yield from _fact(*(facts.get(name) for facts in known))
    yield from _measures(pair)
    yield from _assessments(pair)


def _own(pair: RowPair, which: int) -> Indicator:
    row = pair.read(which, which)
    assert row is not None
    return row


def _fact_names(pair: RowPair) -> tuple[str, ...]:
    measures = [_own(pair, which).measure for which in (0, 1)]
    return tuple(dict.fromkeys(name for measure in measures if measure is not None for name in measure.facts))


def _fact(before: FactKnowledge | None, after: FactKnowledge | None) -> Iterator[Message]:
    if before is None or after is None or (before.values == after.values and before.assumed == after.assumed):
        return
    if any(each.values == each.definition.natural_range for each in (before, after)):
        # Nothing is known in one of the sheets: that is an obstacle, not a change.
        return
    spans = {
        name: fact_span(fact.definition, IntervalSet.of(fact.values))
        for name, fact in (("before", before), ("after", after))
    }
    yield Message.of("scoring.bridge_fact", label=after.definition.label, **spans)
    if after.assumed != before.assumed:
        for which, assumed in (("before", before.assumed), ("after", after.assumed)):
            if assumed is not None:
                name = Message.of(f"scoring.bridge_{which}")
                yield Message.of("scoring.bridge_assumed", which=name, assumption=assumed.note)


def _measures(pair: RowPair) -> Iterator[Message]:
    """The measure, where both sheets measure the same and arrive at one value each."""
    rows = [_own(pair, which) for which in (0, 1)]
    values = [pair.sides[which].sheet.outcome(pair.rows[which].row.id).values for which in (0, 1)]
    if rows[0].measure != rows[1].measure or rows[1].measure is None or values[0] == values[1]:
        return
    spans = [Span(each, "rate" if rows[1].measure.denominator else "number") for each in values if each is not None]
    if len(spans) == len(values):
        yield Message.of("scoring.bridge_measure", before=spans[0], after=spans[1])


def _assessments(pair: RowPair) -> Iterator[Message]:
    before, after = (bare(pair.found(which)) for which in (0, 1))
    rows = [pair.rows[which].row for which in (0, 1)]
    if before == after:
        return
    match before, after:
        case Judgement(), Judgement():
            yield Message.of("scoring.bridge_judged", before=before.points, after=after.points)
        case ChecklistAssessment(), ChecklistAssessment():
            yield from _items(rows[1], before, after)
        case CasesFound(), CasesFound():
            yield from _cases(rows[1], before, after)
        case OptionChosen(), OptionChosen():
            yield from _options(rows, before, after)
        case TargetsAssessment(), TargetsAssessment():
            yield from _targets(before, after)
        case _:
            yield Message.of("scoring.bridge_assessed_otherwise")


def _items(row: Indicator, before: ChecklistAssessment, after: ChecklistAssessment) -> Iterator[Message]:
    stated = [{item.item: item for item in found.items} for found in (before, after)]
    for item in row.formula.items if isinstance(row.formula, Checklist) else ():
        old, new = (found.get(item.id) for found in stated)
        if old is not None and new is not None and old != new:
            states = {name: _item_state(found) for name, found in (("before", old), ("after", new))}
            yield Message.of("scoring.bridge_item", label=item.label, **states)


def _item_state(found: ItemFinding) -> Message:
    if found.not_applicable:
        return Message.of("scoring.bridge_item_absent")
    if found.points is not None:
        return Message.of("scoring.bridge_item_part", points=found.points)
    return Message.of("scoring.bridge_item_met" if found.met else "scoring.bridge_item_unmet")


def _cases(row: Indicator, before: CasesFound, after: CasesFound) -> Iterator[Message]:
    stated = [{case.condition: case for case in found.cases} for found in (before, after)]
    for condition in row.formula.conditions if isinstance(row.formula, Nonconformities) else ():
        old, new = (found.get(condition.id, Cases(condition=condition.id)) for found in stated)
        if old != new:
            counts = {"before": str(old.count or 0), "after": str(new.count or 0)}
            yield Message.of("scoring.bridge_cases", label=condition.label, **counts)


def _options(rows: list[Indicator], before: OptionChosen, after: OptionChosen) -> Iterator[Message]:
    labels = [_option_label(row, found.option) for row, found in zip(rows, (before, after), strict=True)]
    if labels[0] != labels[1]:
        yield Message.of("scoring.bridge_option", before=labels[0], after=labels[1])
    elif before.points is not None and after.points is not None:
        yield Message.of("scoring.bridge_judged", before=before.points, after=after.points)


def _option_label(row: Indicator, name: str) -> Text:
    options = row.formula.options if isinstance(row.formula, Options) else ()
    return next((option.label for option in options if option.id == name), Text(name))


def _targets(before: TargetsAssessment, after: TargetsAssessment) -> Iterator[Message]:
    """How many of the targets are reached; which they are differs from year to year."""
    counts = {}
    for name, found in (("before", before), ("after", after)):
        reached = sum((completion(row) or 0) >= 1 for row in found.rows)
        counts[name] = Message.of("scoring.bridge_reached", reached=str(reached), count=str(len(found.rows)))
    yield Message.of("scoring.bridge_targets", **counts)


def _rules(pair: RowPair) -> Iterator[Message]:
    rows = [pair.rows[which].row for which in (0, 1)]
    quotes = [" ".join(row.quote.split()) for row in rows]
    if quotes[0] != quotes[1]:
        yield Message.of("scoring.bridge_clause", before=quotes[0], after=quotes[1])
        return
    measures = [row.measure for row in rows]
    if measures[0] != measures[1] and all(measure is not None and measure.label.zh for measure in measures):
        labels = [measure.label for measure in measures if measure is not None]
        yield Message.of("scoring.bridge_measured_otherwise", before=labels[0], after=labels[1])
    elif rows[0].formula != rows[1].formula or measures[0] != measures[1]:
        yield Message.of("scoring.bridge_formula")


def _readings(pair: RowPair) -> Iterator[Message]:
    rubrics = [pair.sides[which].sheet.rubric for which in (0, 1)]
    asked = [{reading.question for reading in pair.rows[which].row.readings} for which in (0, 1)]
    answers = [{each.id: each.adopted for each in rubric.questions} | dict(rubric.answers) for rubric in rubrics]
    for question in rubrics[1].questions:
        name = question.id
        if name not in asked[0] | asked[1] or answers[0].get(name) == answers[1][name]:
            continue
        notes = {
            answer.id: answer.note
            for rubric in rubrics
            for each in rubric.questions
            if each.id == name
            for answer in each.answers
        }
        before = notes.get(answers[0].get(name, question.adopted), question.label)
        yield Message.of(
            "scoring.bridge_reading", question=question.label, before=before, after=notes[answers[1][name]]
        )


def _structure(pair: RowPair) -> Iterator[Message]:
    rubrics = [pair.sides[which].sheet.rubric for which in (0, 1)]
    names = [pair.rows[which].row.id for which in (0, 1)]
    places = [parent_id(name) for name in names]
    if places[0] != places[1]:
        labels = [rubric[place].label if place else rubric.title for rubric, place in zip(rubrics, places, strict=True)]
        yield Message.of("scoring.bridge_place", before=labels[0], after=labels[1])
    before, after = pair.maximum(0, 0), pair.maximum(1, 0)
    if before != after:
        yield Message.of("scoring.bridge_points", before=before, after=after)


def _absence(pair: RowPair) -> Iterator[Message]:
    absent = [row.state == "not_applicable" for row in pair.rows]
    before, after = (row.maximum * row.factor for row in pair.rows)
    if absent[0] != absent[1]:
        which = 1 if absent[1] else 0
        code = "scoring.bridge_absent_after" if absent[1] else "scoring.bridge_absent_before"
        yield Message.of(code, policy=_policy(pair, which))
        found = pair.found(which)
        if isinstance(found, NotApplicable):
            yield Message.of("scoring.bridge_absent_reason", reason=found.reason)
    elif absent[1]:
        yield Message.of("scoring.bridge_absent_policy", before=_policy(pair, 0), after=_policy(pair, 1))
    elif before != after:
        yield Message.of("scoring.bridge_arrived", before=before, after=after)


def _policy(pair: RowPair, which: int) -> Message:
    policy = pair.sides[which].sheet.rubric.policy(pair.rows[which].row.id)
    return Message.of(f"scoring.bridge_policy_{policy}")
