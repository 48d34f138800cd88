"""What a score implies, as a page for a person and as a JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message, Param, Text, number_text
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.json_values import message_json, origin_json, set_json, span_json, text_json
from jixiao_core.present.labels import row_label
from jixiao_core.present.summaries import closing, conditions, heading
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Role
from jixiao_core.scoring.implications import Implication, ImpliedFact
from jixiao_core.scoring.implied_parts import ImpliedAssessment, ImpliedPart, PartState
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import Span, fact_span, points_span

__all__ = ["implied_json", "implied_page"]

MAX_SHOWN = 8
"""So many combinations are shown to a person; the document has all that are listed."""


def implied_page(
    sheet: ScoreSheet,
    indicator_id: str,
    found: Sequence[Implication],
    points: Fraction,
    *,
    role: Role | None = None,
    case: Case | None = None,
    locale: str = "zh_Hans_CN",
) -> str:
    """
    Return what a score of a row implies as a page: reading by reading, facts and findings, and why nothing.

    Args:
        sheet: the score sheet behind it.
        indicator_id: the row.
        found: what `implied` said; empty where the row has no points here.
        points: the score as it counts in the total.
        role: the round whose claimed score it is; None for any other score.
        case: the case, for the title.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown row or locale.
    """
    chosen = locale_of(locale)
    node = sheet[indicator_id]
    row = sheet.rubric.indicator(indicator_id)
    params: dict[str, Param] = {
        "label": row_label(sheet.rubric, row.id),
        "maximum": node.maximum,
        "points": number_text(points),
    }
    if role is None:
        title = Message.of("present.implied_title", **params)
    else:
        title = Message.of("present.implied_title_claimed", role=Message.of(f"present.role_{role}"), **params)
    clause = Message.of("present.implied_clause", clause=" ".join(row.quote.split()))
    blocks = [
        " ".join(render(heading(sheet.rubric, case), chosen).split()),
        "\n".join(conditions(sheet, chosen)),
        "\n".join((render(title, chosen), render(clause, chosen))),
        *(_block(sheet, number, each, chosen) for number, each in enumerate(found, start=1)),
    ]
    if not found:
        blocks.append(render(Message.of("scoring.nothing_no_points"), chosen))
    return "\n\n".join(block for block in (*blocks, closing(chosen)) if block) + "\n"


def _block(sheet: ScoreSheet, number: int, each: Implication, locale: str) -> str:
    reading = _reading(sheet.rubric, each)
    first, *rest = (render(message, locale) for message in _statements(sheet, each))
    return "\n".join([f"{number}. {render(reading, locale)}{first}", *(f"   {line}" for line in rest)])


def _reading(rubric: Rubric, each: Implication) -> Message:
    if not each.answers:
        return Message.of("present.implied_adopted")
    notes = [
        next(answer.note for answer in rubric.question(question).answers if answer.id == name)
        for question, name in each.answers
    ]
    note = Text("；".join(note.zh for note in notes), "; ".join(note.of("en") for note in notes))
    names = ", ".join(f"{question}={name}" for question, name in each.answers)
    return Message.of("present.implied_reading", note=note, name=names)


def _statements(sheet: ScoreSheet, each: Implication) -> Iterator[Message]:
    if each.reason is not None:
        yield Message.of("present.implied_nothing", points=number_text(each.points), reason=each.reason)
    elif each.assessment is not None:
        yield from _assessment(each.assessment)
    if each.measure is not None and each.is_attainable:
        code = "present.implied_measure" if each.reason is None else "present.implied_measure_only"
        yield Message.of(code, values=_limit(each.measure))
    if each.reason is None:
        yield from _open_facts(sheet.rubric, [fact for fact in each.facts if not fact.is_hypothetical])
        yield Message.of("present.implied_given", points=points_span(each.attainable_given))
    for fact in each.facts:
        if fact.is_hypothetical:
            yield from _hypothetical(sheet, fact)


def _open_facts(rubric: Rubric, facts: Sequence[ImpliedFact]) -> Iterator[Message]:
    free = [fact.fact for fact in facts if len(facts) > 1 and _is_free(fact)]
    for fact in facts:
        if fact.fact not in free:
            code = "present.implied_fact" if fact.is_exact else "present.implied_fact_at_best"
            yield Message.of(code, label=rubric.fact(fact.fact).label, values=_limit(fact.values))
    if free:
        yield Message.of("present.implied_free", labels=tuple(rubric.fact(name).label for name in free))
    for code, spans in (
        ("present.implied_by_rule", {fact.fact: fact.by_rule for fact in facts if fact.by_rule.values}),
        ("present.implied_not_applicable", {fact.fact: fact.not_applicable for fact in facts}),
    ):
        told = [(name, span) for name, span in spans.items() if span.values]
        if told:
            values = (
                Message.of("scoring.fact_value", label=rubric.fact(name).label, value=_limit(span))
                for name, span in told
            )
            yield Message.of(code, facts=tuple(values))


def _limit(span: Span) -> Span:
    """The span as limits that a reader may put back as figures."""
    return evolve(span, is_limit=True)


def _is_free(fact: ImpliedFact) -> bool:
    """Whether at most a figure of 0 is ruled out, which says nothing while another fact is open."""
    left_out = fact.possible.values - fact.values.values
    return (left_out.integers() if fact.values.unit == "count" else left_out) <= IntervalSet.points(0)


def _hypothetical(sheet: ScoreSheet, fact: ImpliedFact) -> Iterator[Message]:
    """What a figure would have had to be, where it is something else."""
    known = sheet.detail.facts[fact.fact]
    if not fact.values.values or IntervalSet.of(known.values) & fact.values.values:
        return
    code = "present.implied_if" if fact.is_exact else "present.implied_if_at_best"
    now = fact_span(known.definition, IntervalSet.of(known.values))
    yield Message.of(code, label=known.definition.label, values=_limit(fact.values), now=now)


def _assessment(found: ImpliedAssessment) -> Iterator[Message]:
    if found.mean is not None:
        yield Message.of("present.implied_mean", values=_limit(found.mean))
        for part in found.parts:
            if part.figures is not None:
                yield Message.of("present.implied_figures", label=part.label, values=_limit(part.figures))
            elif part.values is not None:
                yield Message.of("present.implied_target", label=part.label, values=_limit(part.values))
        return
    if not found.combinations:
        yield Message.of("present.implied_judged")
        return
    labels = {part.id: part.label for part in found.parts}
    count = len(found.combinations)
    if count > 1 or not found.is_complete:
        code = "present.implied_ways" if found.is_complete else "present.implied_ways_more"
        yield Message.of(code, count=count)
    for combination in found.combinations[:MAX_SHOWN]:
        told = _way(combination, labels)
        yield (
            told if count > 1 or not found.is_complete else Message.of("present.implied_only_way", parts=told["parts"])
        )
    always = tuple(
        Message.of(f"present.implied_{part.states[0]}", label=part.label)
        for part in found.parts
        if not part.is_found and part.states in (("full",), ("none",))
    )
    if always and count > 1 and found.is_complete:
        yield Message.of("present.implied_always", parts=always)
    if count > MAX_SHOWN:
        yield Message.of("present.implied_more", count=count - MAX_SHOWN)


def _way(combination: Sequence[PartState], labels: dict[str, Text]) -> Message:
    told: list[Message] = []
    for each in combination:
        if each.state == "cases":
            if each.count:
                told.append(
                    Message.of(
                        "present.implied_cases",
                        label=labels[each.id],
                        count=each.count,
                        points=points_span(each.points),
                    )
                )
            continue
        params = {"points": points_span(each.points)} if each.state in ("part", "holds") else {}
        told.append(Message.of(f"present.implied_{each.state}", label=labels[each.id], **params))
    return Message.of("present.implied_way", parts=tuple(told) or (Message.of("present.implied_no_cases"),))


def implied_json(
    sheet: ScoreSheet,
    indicator_id: str,
    found: Sequence[Implication],
    points: Fraction,
    *,
    role: Role | None = None,
) -> dict[str, Any]:
    """
    Return what a score of a row implies as a JSON document, ``jixiao-implied/1``; numbers are strings.

    Args:
        sheet: the score sheet behind it.
        indicator_id: the row.
        found: what `implied` said; empty where the row has no points here.
        points: the score as it counts in the total.
        role: the round whose claimed score it is; None for any other score.
    """
    node = sheet[indicator_id]
    return {
        "format": "jixiao-implied/1",
        **origin_json(sheet),
        "indicator": node.id,
        "label": node.label.zh,
        "max": number_text(node.maximum),
        "points": number_text(points),
        "weight": number_text(sheet.weight(indicator_id)),
        "round": role,
        "answers": [_answer_json(sheet.rubric, each) for each in found],
        "evidence": plain(sheet.evidence),
    }


def _answer_json(rubric: Rubric, each: Implication) -> dict[str, Any]:
    return {
        "readings": dict(each.answers),
        "points": number_text(each.points),
        "is_attainable": each.is_attainable,
        "is_possible": each.is_possible,
        "reason": None if each.reason is None else message_json(each.reason),
        "attainable": set_json(each.attainable),
        "attainable_given": set_json(each.attainable_given),
        "is_given_exact": each.is_given_exact,
        "nearest": [number_text(near) for near in each.nearest],
        "measure": span_json(each.measure),
        "facts": [_fact_json(rubric, fact) for fact in each.facts],
        "assessment": None if each.assessment is None else _assessment_json(each.assessment),
    }


def _fact_json(rubric: Rubric, fact: ImpliedFact) -> dict[str, Any]:
    return {
        "fact": fact.fact,
        "label": rubric.fact(fact.fact).label.zh,
        "is_hypothetical": fact.is_hypothetical,
        "is_exact": fact.is_exact,
        "is_limited": fact.is_limited,
        "possible": span_json(fact.possible),
        "values": span_json(fact.values),
        "by_rule": span_json(fact.by_rule),
        "not_applicable": span_json(fact.not_applicable),
    }


def _assessment_json(found: ImpliedAssessment) -> dict[str, Any]:
    return {
        "mean": span_json(found.mean),
        "parts": [_part_json(part) for part in found.parts],
        "combinations": [[_state_json(state) for state in combination] for combination in found.combinations],
        "is_complete": found.is_complete,
    }


def _part_json(part: ImpliedPart) -> dict[str, Any]:
    return {
        "id": part.id,
        "label": text_json(part.label),
        "is_found": part.is_found,
        "states": list(part.states),
        "values": span_json(part.values),
        "figures": span_json(part.figures),
    }


def _state_json(state: PartState) -> dict[str, Any]:
    return {"id": state.id, "state": state.state, "count": state.count, "points": set_json(state.points)}
