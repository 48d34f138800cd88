"""Explanations: the steps behind a row, as data, in the order in which a review opinion states them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, Literal, assert_never

from attrs import evolve, frozen

from jixiao_core.exact.intervals import INF, NEG_INF, Interval, IntervalSet
from jixiao_core.exact.quantities import canonical
from jixiao_core.messages import Message, Param, Text
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.revising import reasons_of
from jixiao_core.scoring import adjusting
from jixiao_core.scoring.arithmetic import arithmetic, rounded_to
from jixiao_core.scoring.assessed_arithmetic import assessed_arithmetic
from jixiao_core.scoring.assessment_steps import assessment_messages
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.claims import has_no_column
from jixiao_core.scoring.detail import row_input
from jixiao_core.scoring.figures import Bounded, Known, Missing
from jixiao_core.scoring.implied import Implied, implied_readings
from jixiao_core.scoring.knowledge import FactKnowledge, known_facts
from jixiao_core.scoring.review import IndicatorReview, Review, RoundReview, Supported
from jixiao_core.scoring.rows import row_outcome
from jixiao_core.scoring.sheet import NodeScore, ScoreSheet
from jixiao_core.scoring.span import Span, fact_span, figure_span, points_span
from jixiao_core.scoring.verdict_steps import verdict_messages
from jixiao_core.scoring.weights import row_maximum
from jixiao_core.scoring.wording import in_words_of

__all__ = ["ADJUSTED", "Explanation", "Section", "Step", "explain", "explain_review"]

Section = Literal["points", "facts", "clause", "calculation", "opinion", "papers"]
"""分值和自评, 数据及出处, 条款原文, 测算, 意见, 补充资料: always in this order."""

ADJUSTED: Final = "scoring.row_adjusted"
"""The code of the statement why an overlay changed a row."""

SECTIONS: tuple[Section, ...] = ("points", "facts", "clause", "calculation", "opinion", "papers")


@frozen
class Step:
    """
    One statement of an explanation.

    Attributes:
        section: the part of the opinion that it belongs to.
        message: what it states, rendered only when shown.
        steps: what it rests on.
    """

    section: Section
    message: Message
    steps: tuple[Step, ...] = ()


@frozen(kw_only=True)
class Explanation:
    """
    Why a row has the points that it has.

    Attributes:
        id: the row.
        label: its name.
        steps: the statements, in the order of `SECTIONS`.
    """

    id: str
    label: Text
    steps: tuple[Step, ...]

    def section(self, name: Section) -> tuple[Step, ...]:
        """Return the statements of one section."""
        return tuple(step for step in self.steps if step.section == name)


def explain(sheet: ScoreSheet, indicator_id: str) -> Explanation:
    """
    Explain one row of a sheet, or one adjustment of its total, without any claim.

    Args:
        sheet: the score sheet.
        indicator_id: the row or adjustment.

    Returns:
        The points, the facts and where they stand, the clause, the arithmetic, what is open, and papers to ask for.

    Raises:
        UnknownNameError: when there is no such row; the message lists the rows.
    """
    adjustment = _adjustment(sheet, indicator_id)
    if adjustment is not None:
        return adjustment
    row = sheet.rubric.indicator(indicator_id)
    return _explanation(sheet, row, None, None)


def _adjustment(sheet: ScoreSheet, name: str) -> Explanation | None:
    """The explanation of an adjustment of the total, if a name is one's."""
    for each in sheet.adjustments:
        if each.id == name:
            steps = tuple(Step(section, message) for section, message in adjusting.statements(each))
            return Explanation(id=each.id, label=each.label, steps=steps)
    return None


def explain_review(review: Review, indicator_id: str, round_review: RoundReview | None = None) -> Explanation:
    """
    Explain one row of a review, with the claimed score of a round (the first where none is given).

    Raises:
        UnknownNameError: when there is no such row.
    """
    adjustment = _adjustment(review.sheet, indicator_id)
    if adjustment is not None:
        return adjustment
    row = review.rubric.indicator(indicator_id)
    found = round_review or (review.rounds[0] if review.rounds else None)
    role: Role = found.role if found else "self"
    return _explanation(review.sheet, row, found[row.id] if found else None, role)


def _explanation(sheet: ScoreSheet, row: Indicator, found: IndicatorReview | None, role: Role | None) -> Explanation:
    node = sheet[row.id]
    steps = (
        *_points_steps(row, node, found if role else None),
        *_fact_steps(sheet, row, found),
        *_clause_steps(row),
        *_calculation_steps(sheet, row, node, found),
        *_opinion_steps(sheet, row, node, found),
        *_paper_steps(sheet, row, node, found),
    )
    told = tuple(evolve(step, message=in_words_of(role or "self", step.message)) for step in steps)
    return Explanation(id=row.id, label=row.label, steps=told)


def _step(section: Section, code: str, **params: Param) -> Step:
    return Step(section, Message.of(code, **params))


def _points_steps(row: Indicator, node: NodeScore, found: IndicatorReview | None) -> Iterator[Step]:
    if found is None:
        yield _step("points", "scoring.row_points", label=row.label, maximum=node.maximum)
    elif found.claimed is None:
        yield _step("points", "scoring.row_points_blank", label=row.label, maximum=node.maximum)
    else:
        yield _step(
            "points", "scoring.row_points_claimed", label=row.label, maximum=node.maximum, claimed=found.claimed
        )


def _fact_steps(sheet: ScoreSheet, row: Indicator, found: IndicatorReview | None) -> Iterator[Step]:
    read = sheet.rubric.read(row)
    facts = tuple(_told_facts(sheet, read))
    given = tuple(message for fact in facts if (message := _figure_message(fact)) is not None)
    if given:
        yield _step("facts", "scoring.facts_given", facts=given)
    for state in ("unknown", "blank", "not_comparable"):
        labels = tuple(
            fact.definition.label
            for fact in facts
            if isinstance(fact.figure, Missing) and fact.figure.state == state and fact.assumed is None
        )
        if labels:
            yield _step("facts", f"scoring.facts_{state}", labels=labels)
    declared = dict(sheet.evidence.measures).get(row.id)
    if declared is not None and not isinstance(declared, Missing):
        shown = Span(_figure_values(declared), "rate" if read.measure and read.measure.denominator else "number")
        more = {"origin": declared.origin} if declared.origin else {}
        yield _step("facts", f"scoring.declared_measure_{'given' if more else 'plain'}", value=shown, **more)
    stated = dict(sheet.evidence.stated).get(row.id, "")
    for message in assessment_messages(read, dict(sheet.evidence.assessments).get(row.id), stated):
        yield Step("facts", message)
    if found is not None and found.reason:
        yield _step("facts", "scoring.stated_reason", reason=found.reason)


def _told_facts(sheet: ScoreSheet, read: Indicator) -> Iterator[FactKnowledge]:
    """The facts of the measure, then the given figures that stand in for those that are open."""
    names = read.measure.facts if read.measure else ()
    known = sheet.detail.facts
    yield from (known[name] for name in names)
    told = set(names)
    for name in names:
        fact = known[name]
        proxies = fact.definition.proxies if not fact.is_known or fact.assumed else ()
        related = (*(term.fact for proxy in proxies for term in proxy.terms), *(each.id for each in fact.bounds))
        for other in related:
            if other not in told and not isinstance(known[other].figure, Missing):
                told.add(other)
                yield known[other]


def _figure_message(fact: FactKnowledge) -> Message | None:
    figure, label = fact.figure, fact.definition.label
    match figure:
        case Known():
            value = figure_span(fact.definition, figure.value)
        case Bounded():
            value = fact_span(fact.definition, IntervalSet.of(figure.interval))
        case Missing():
            return None
        case _:
            assert_never(figure)
    if figure.origin:
        return Message.of("scoring.fact_value_origin", label=label, value=value, origin=figure.origin)
    return Message.of("scoring.fact_value", label=label, value=value)


def _figure_values(figure: Known | Bounded) -> IntervalSet:
    if isinstance(figure, Known):
        return IntervalSet.points(canonical(figure.value))
    return IntervalSet.of(figure.interval)


def _clause_steps(row: Indicator) -> Iterator[Step]:
    if row.clause_corrected:
        yield _step("clause", "scoring.clause_corrected", clause=row.clause_corrected, printed=row.clause)
    else:
        yield _step("clause", "scoring.clause", clause=row.clause)
    if row.measure is not None and row.measure.label.zh:
        yield _step("clause", f"scoring.definition_{row.measure.basis}", definition=row.measure.label)
    reasons = reasons_of(row.notes)
    if reasons:
        yield _step("clause", ADJUSTED, reasons=reasons)


def _calculation_steps(
    sheet: ScoreSheet, row: Indicator, node: NodeScore, found: IndicatorReview | None
) -> Iterator[Step]:
    read = sheet.rubric.read(row)
    if sheet.assumptions and read.measure is not None:
        for name in read.measure.facts:
            assumed = sheet.detail.facts[name].assumed
            if assumed is not None:
                yield _step("calculation", "scoring.under_assumption", assumption=assumed.note)
    maximum = row_maximum(sheet.rubric, sheet.evidence, row)
    for message in arithmetic(read, maximum, node, sheet.detail.facts, sheet.rubric.rounding_at("measure")):
        yield Step("calculation", message)
    for message in assessed_arithmetic(read, maximum, dict(sheet.evidence.assessments).get(row.id)):
        yield Step("calculation", message)
    yield from _counting_steps(sheet, node, maximum)
    if node.status == "not_applicable":
        policy = Message.of(f"scoring.bridge_policy_{sheet.rubric.policy(row.id)}")
        yield _step("calculation", "scoring.counted_as_absent", policy=policy)
    if node.is_settled:
        yield _step("calculation", "scoring.computed", points=node.possible.point, maximum=node.maximum)
        return
    yield from _what_if(sheet, row, node)
    yield _step("calculation", "scoring.possible_points", points=points_span(node.possible), maximum=node.maximum)
    if found is not None:
        yield from _implied_steps(sheet, found)


def _counting_steps(sheet: ScoreSheet, node: NodeScore, maximum: Fraction) -> Iterator[Step]:
    """What is done to the points of a row before they count: points that moved, rounding."""
    if node.maximum not in (maximum, 0):
        yield _step("calculation", "scoring.weighted", own=maximum, maximum=node.maximum)
    rounding = sheet.rubric.rounding_at("indicator")
    if rounding is not None and node.is_settled:
        yield Step("calculation", rounded_to(rounding, node.possible.point, "points"))


def _what_if(sheet: ScoreSheet, row: Indicator, node: NodeScore) -> Iterator[Step]:
    """What each assumption would give, with its arithmetic, and what full points need."""
    read = sheet.rubric.read(row)
    for name in read.measure.facts if read.measure else ():
        fact = sheet.detail.facts[name]
        for proxy in () if fact.is_known else fact.definition.proxies:
            facts = known_facts(sheet.rubric, sheet.evidence, (*sheet.assumptions, proxy.assumption))
            outcome = row_outcome(row_input(sheet.rubric, sheet.evidence, row, facts))
            if outcome.points.is_point:
                maximum = row_maximum(sheet.rubric, sheet.evidence, row)
                sums = tuple(arithmetic(read, maximum, outcome, facts, sheet.rubric.rounding_at("measure")))
                steps = tuple(Step("calculation", message) for message in sums)
                message = Message.of(
                    "scoring.if_assumed", assumption=proxy.note, arithmetic=sums, points=outcome.points.point
                )
                yield Step("calculation", message, steps)
    if read.measure is None or node.maximum == 0:
        return
    maximum = row_maximum(sheet.rubric, sheet.evidence, row)
    full = next(implied_readings(sheet.rubric, row, maximum, maximum, sheet.detail.facts))
    if full.fact and full.values is not None and full.values.values:
        label = sheet.rubric.fact(full.fact).label
        yield _step("calculation", "scoring.full_points_need", label=label, values=full.values, points=node.maximum)
    elif full.measure is not None and full.measure.values:
        values = _without_domain_ends(full.measure, read.measure.domain)
        yield _step("calculation", "scoring.full_points_measure", values=values, points=node.maximum)


def _without_domain_ends(span: Span, domain: Interval) -> Span:
    """The same values without the ends of the domain: that a rate is at most 100 % goes without saying."""
    opened = IntervalSet(
        tuple(
            Interval(
                NEG_INF if part.low == domain.low and not part.is_point else part.low,
                INF if part.high == domain.high and not part.is_point else part.high,
                part.low_open,
                part.high_open,
            )
            for part in span.values
        )
    )
    return evolve(span, values=opened)


def _implied_steps(sheet: ScoreSheet, found: IndicatorReview) -> Iterator[Step]:
    if found.claimed is None or found.claimed == found.maximum:
        return
    told: list[Span | None] = []
    for each in found.implied:
        # Readings that imply the same measures are told once.
        if each.measure not in told:
            told.append(each.measure)
            yield from _implied_step(sheet, each, found.claimed)


def _implied_step(sheet: ScoreSheet, each: Implied, claimed: Fraction) -> Iterator[Step]:
    reading = _reading_note(sheet, each.answers)
    if each.measure is None:
        return
    if not each.measure.values:
        code = "scoring.implied_nothing" if each.answers else "scoring.implied_nothing_adopted"
        yield _step("calculation", code, claimed=claimed, reading=reading)
        return
    code = "scoring.implied_measure" if each.answers else "scoring.implied_measure_adopted"
    yield _step("calculation", code, claimed=claimed, reading=reading, values=each.measure)
    if each.fact and each.values is not None:
        label = sheet.rubric.fact(each.fact).label
        code = "scoring.implied_fact" if each.values.values else "scoring.implied_no_fact"
        yield _step("calculation", code, claimed=claimed, label=label, values=each.values)


def _reading_note(sheet: ScoreSheet, answers: tuple[tuple[str, str], ...]) -> Text:
    notes = []
    for question_id, answer_id in answers:
        question = sheet.rubric.question(question_id)
        notes.append(next(answer.note for answer in question.answers if answer.id == answer_id))
    return Text("；".join(note.zh for note in notes), "; ".join(note.en for note in notes))


def _opinion_steps(sheet: ScoreSheet, row: Indicator, node: NodeScore, found: IndicatorReview | None) -> Iterator[Step]:
    for finding in found.findings if found else node.findings:
        if not has_no_column(finding):
            yield Step("opinion", finding.message)
    for name in _open_scopes(sheet, row):
        yield _step("opinion", "scoring.scope_open", label=sheet.rubric.fact(name).label)
    if found is None:
        if node.missing:
            yield _step("opinion", "scoring.row_open")
        return
    yield from (Step("opinion", message) for message in verdict_messages(sheet.rubric, node, found))
    if found.verdict in ("consistent", "pending"):
        return
    supporting = [each for each in found.alternatives if each.supports_claim]
    yield from (_alternative_step(sheet, each) for each in supporting)
    if any(each.answers for each in supporting):
        # A claim below the maximum took points away: the reason for that is what the reading rests on.
        is_reduced = found.claimed is not None and found.claimed < node.maximum
        yield _step("opinion", "scoring.state_deduction" if is_reduced else "scoring.state_basis")


def _open_scopes(sheet: ScoreSheet, row: Indicator) -> Iterator[str]:
    """The proxies of open facts that are given: their scope is what is not known."""
    measure = sheet.rubric.read(row).measure
    for name in measure.facts if measure else ():
        fact = sheet.detail.facts[name]
        for proxy in () if fact.is_known else fact.definition.proxies:
            terms = [sheet.detail.facts[term.fact] for term in proxy.terms]
            if len(terms) == 1 and isinstance(terms[0].figure, Known):
                yield terms[0].definition.id


def _alternative_step(sheet: ScoreSheet, each: Supported) -> Step:
    if each.assumption:
        note = sheet.rubric.assumptions[each.assumption]
        return _step("opinion", "scoring.supported_by_assumption", assumption=note, points=points_span(each.points))
    note = _reading_note(sheet, each.answers)
    return _step("opinion", "scoring.supported_by_reading", reading=note, points=points_span(each.points))


def _paper_steps(sheet: ScoreSheet, row: Indicator, node: NodeScore, found: IndicatorReview | None) -> Iterator[Step]:
    attached = dict(sheet.evidence.documents).get(row.id, ())
    for demand in row.documents:
        if demand.id not in attached:
            yield _step("papers", "scoring.paper_demanded", paper=demand.label, clause=demand.clause)
    papers = found.papers if found else () if node.is_settled else row.papers
    if papers:
        yield _step("papers", "scoring.papers", papers=papers)
    is_asked = any("扣分" in paper.zh for paper in papers)
    if found and not is_asked and any(map(has_no_column, found.findings)):
        yield _step("papers", "scoring.ask_reason")
