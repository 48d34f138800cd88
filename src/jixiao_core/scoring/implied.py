"""Implied facts: what the measure and the one unknown fact must have been for a score, reading by reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from attrs import frozen

from jixiao_core.errors import LimitError, Problem, raise_if
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.numbers import exact
from jixiao_core.exact.ratios import cells
from jixiao_core.exact.rounding import Rounding
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.lowering import attainable, curve_of
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.evidence_checks import evidence_problems
from jixiao_core.scoring.fact_lines import ratio_of
from jixiao_core.scoring.knowledge import FactKnowledge, known_facts
from jixiao_core.scoring.span import Span, Unit, fact_span

if TYPE_CHECKING:
    from jixiao_core.scoring.implications import Implication

__all__ = [
    "Implied",
    "claim_cell",
    "implied",
    "implied_reading",
    "implied_readings",
    "row_combinations",
    "row_readings",
]

ZERO = Fraction(0)
MAX_READINGS = 500
"""So many combinations of answers to the questions of one row are told."""


@frozen(kw_only=True)
class Implied:
    """
    What a score implies under one reading.

    Attributes:
        answers: the question and answer of the reading; empty: the answers of the rubric as given.
        is_attainable: whether any facts at all give the score under this reading.
        measure: the measures that give it, for rows over a measure.
        fact: the fact that stays unknown when all others of the measure are known; empty otherwise.
        values: the values of that fact that give the score.
    """

    answers: tuple[tuple[str, str], ...]
    is_attainable: bool
    measure: Span | None = None
    fact: str = ""
    values: Span | None = None


def claim_cell(rubric: Rubric, points: Fraction) -> IntervalSet:
    """
    Return the exact points that print as a claimed score: the score itself and what rounds to it (四舍五入).

    National forms are filled in with one decimal as often as with two, so that there a score of 8.6 is what rounds to
    8.6. A whole score stays as it is: full points are not what nearly full points print as.
    """
    coarse = Fraction(1, 10)
    has_one_decimal = rubric.kind == "self_evaluation" and points % coarse == 0 and points.denominator != 1
    quantum = max(coarse, rubric.claim_quantum) if has_one_decimal else rubric.claim_quantum
    return IntervalSet.points(points) | Rounding(quantum).preimage(IntervalSet.points(points))


def row_readings(rubric: Rubric, row: Indicator) -> Iterator[tuple[Reading | None, Indicator]]:
    """Yield the row as it is read now, then under every other declared answer, one at a time."""
    yield None, rubric.read(row)
    current = dict(rubric.answers)
    for question in dict.fromkeys(reading.question for reading in row.readings):
        adopted = rubric.question(question).adopted
        answers = [adopted, *(reading.id for reading in row.readings if reading.question == question)]
        for answer in answers:
            if answer != current.get(question, adopted):
                yield _switched(rubric, row, question, answer)


def _switched(rubric: Rubric, row: Indicator, question: str, answer: str) -> tuple[Reading, Indicator]:
    declared = [each for each in row.readings if (each.question, each.id) == (question, answer)]
    reading = declared[0] if declared else Reading(question=question, id=answer)
    others = [each for each in rubric.chosen_readings(row) if each.question != question]
    return reading, row.with_readings((*others, reading))


def row_combinations(rubric: Rubric, row: Indicator) -> Iterator[tuple[tuple[Reading, ...], Indicator]]:
    """
    Yield the row as it is read now, then under every combination of answers to its questions that does not clash.

    Two answers clash where both replace the same part of the row. With each row come the answers that differ from
    those in force.

    Raises:
        LimitError: when there are more than 500 combinations.
    """
    current = {each.question: each for each in rubric.chosen_readings(row)}
    questions = tuple(dict.fromkeys(reading.question for reading in row.readings))
    choices = [_answers_of(rubric, row, question, current.get(question)) for question in questions]
    if prod(map(len, choices)) > MAX_READINGS:
        raise LimitError(Problem(Message.of("scoring.too_many_readings", allowed=MAX_READINGS), row.id))
    found = [chosen for chosen in product(*choices) if not row.clashing(filter(None, chosen))]
    now = tuple(current.get(question) for question in questions)
    yield (), rubric.read(row)
    for chosen in sorted(found, key=lambda each: sum(one != other for one, other in zip(each, now, strict=True))):
        changed = [place for place, question in enumerate(questions) if chosen[place] != current.get(question)]
        if changed:
            adopted = {each: rubric.question(questions[each]).adopted for each in changed}
            named = (chosen[each] or Reading(question=questions[each], id=adopted[each]) for each in changed)
            yield tuple(named), row.with_readings(each for each in chosen if each is not None)


def _answers_of(rubric: Rubric, row: Indicator, question: str, current: Reading | None) -> tuple[Reading | None, ...]:
    """The readings of a row under the answers to a question, the one in force first; None: the adopted one."""
    adopted = rubric.question(question).adopted
    declared = (each for each in row.readings if each.question == question and each.id != adopted)
    return tuple(dict.fromkeys((current, None, *declared)))


def implied(
    rubric: Rubric,
    evidence: Evidence,
    indicator_id: str,
    points: Fraction | int | str,
    *,
    assume: Iterable[str] = (),
    combined: bool = False,
) -> tuple[Implication, ...]:
    """
    Return what a score of a row implies, the reading in force first, then every other declared one.

    Args:
        rubric: as it is read.
        evidence: the other terms are held at what it says.
        indicator_id: the row.
        points: the score, in the row's own points (before points of rows that do not apply are moved to it).
        assume: names of assumptions to make.
        combined: also every combination of answers to several questions that do not clash.

    Returns:
        For each reading the values of every fact that give the score, or the combinations of items, cases, states
        and targets that do, and the reason where nothing does.

    Raises:
        UnknownNameError: for unknown rows or assumptions.
        NumberError: when the points are not exact.
        InvalidValueError: when the evidence does not fit the rubric.
        LimitError: when a row has more than 500 combinations of answers.

    >>> from jixiao_core import registry
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> posts = Evidence.of(rubric, facts={"authorised_staffing": 18})
    >>> found, *_ = implied(rubric, posts, "input.budget_allocation.staffing_ratio", 5)
    >>> str(found.facts[0].values.values), str(found.attainable_given)
    ('[0, 18]', '[0, 0] ∪ [2.5, 2.5] ∪ [5, 5]')
    """
    # Imported here because the full answer stands on what reviews use of this module.
    from jixiao_core.scoring.implications import implications

    row = rubric.indicator(indicator_id)
    if evidence.memo.checked_for is not rubric:
        raise_if(evidence_problems(rubric, evidence))
    facts = known_facts(rubric, evidence, assume)
    return tuple(implications(rubric, evidence, row, exact(points), facts, combined=combined))


def implied_readings(
    rubric: Rubric, row: Indicator, points: Fraction, maximum: Fraction, facts: Mapping[str, FactKnowledge]
) -> Iterator[Implied]:
    """Yield what a review says of a score, the reading in force first: the measure, and the one open fact."""
    for reading, read in row_readings(rubric, row):
        answers = ((reading.question, reading.id),) if reading else ()
        yield implied_reading(rubric, read, answers, points, maximum, facts)


def implied_reading(
    rubric: Rubric,
    row: Indicator,
    answers: tuple[tuple[str, str], ...],
    points: Fraction,
    maximum: Fraction,
    facts: Mapping[str, FactKnowledge],
) -> Implied:
    """Return what a score implies for the measure of a row as it is read, and for its one open fact."""
    wanted = IntervalSet.points(points)
    formula, measure = row.formula, row.measure
    reach = attainable(formula, maximum, measure.domain if measure else None) if maximum else IntervalSet.points(ZERO)
    if not wanted & reach:
        wanted = claim_cell(rubric, points) & reach
    if measure is None or not isinstance(formula, (Bands, DeductPerStep, Proportional)):
        return Implied(answers=answers, is_attainable=bool(wanted))
    values = curve_of(formula, maximum).preimage(wanted)
    step = rubric.rounding_at("measure")
    if step is not None:
        values = step.rounding.preimage(values)
    # The domain is that of the measure as it is, before it is rounded.
    values &= IntervalSet.of(measure.domain)
    unit: Unit = "rate" if measure.denominator else "number"
    found = _implied_fact(measure, values, facts)
    return Implied(
        answers=answers,
        is_attainable=bool(wanted),
        measure=Span(values, unit),
        fact=found[0] if found else "",
        values=found[1] if found else None,
    )


def _implied_fact(measure: Measure, values: IntervalSet, facts: Mapping[str, FactKnowledge]) -> tuple[str, Span] | None:
    unknown = [name for name in measure.facts if not facts[name].is_known]
    if len(unknown) != 1:
        return None
    fact = facts[unknown[0]]
    possible = _solutions(measure, unknown[0], values, facts)
    if fact.is_count:
        possible = possible.integers()
    return unknown[0], fact_span(fact.definition, possible)


def _solutions(measure: Measure, name: str, values: IntervalSet, facts: Mapping[str, FactKnowledge]) -> IntervalSet:
    """
    The values of the one unknown fact whose measure lies in `values`.

    Between two critical values the measure neither reaches an end of `values` nor loses its base, so membership is
    the same on the whole stretch.
    """
    ratio = ratio_of(measure, name, facts)

    def holds(x: Fraction) -> bool:
        value = ratio.at(x)
        return value is not None and (abs(value) if measure.absolute else value) in values

    signs = (1, -1) if measure.absolute else (1,)
    ends = [
        sign * end for each in values for end in (each.low, each.high) if isinstance(end, Fraction) for sign in signs
    ]
    critical = [x for x in (ratio.pole, *map(ratio.reaching, ends)) if x is not None]
    return IntervalSet(tuple(cell for cell, inside in cells(facts[name].values, critical) if holds(inside)))
