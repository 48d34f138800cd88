"""What a rubric as a whole can know to be wrong: ids, sums at every level, references, readings, grades."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formula_checks import formula_problems, size_problems
from jixiao_core.rubrics.formulas import Bands, Checklist, DeductPerStep, Formula, Proportional
from jixiao_core.rubrics.grades import Grade
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.names import (
    duplicate_problems,
    id_problems,
    most_alike_first,
    parent_id,
    series_problems,
)
from jixiao_core.rubrics.sources import is_date

if TYPE_CHECKING:
    from jixiao_core.rubrics.rubric import Node, Rubric

__all__ = ["LAST_YEAR", "rubric_problems"]

FIRST_YEAR, LAST_YEAR = 1949, 2200
WHOLE_TABLE = Text("全表", "the whole table")

MAX_FACTS = 10
"""Facts of one measure: the corners of the box of unknown ones are visited one by one."""

_NUMBERS = {FactQuantity.COUNT, FactQuantity.NUMBER}


def rubric_problems(rubric: Rubric) -> Iterator[Problem]:
    """Yield every problem of a rubric, with its path, in the order of the document."""
    yield from _head_problems(rubric)
    yield from _id_problems(rubric)
    yield from _tree_problems(rubric)
    yield from _fact_problems(rubric)
    yield from _question_problems(rubric)
    for position, indicator in enumerate(rubric.indicators):
        for problem in _indicator_problems(rubric, indicator):
            yield problem.under(f"indicators[{position}]")
    yield from _grade_problems(rubric)


def _problem(
    path: str, code: str, **params: Fraction | str | int | tuple[str, ...] | tuple[Text, ...] | Text
) -> Problem:
    return Problem(Message.of(code, **params), path)


def _head_problems(rubric: Rubric) -> Iterator[Problem]:
    from jixiao_core.rubrics.rubric import SEMANTICS

    yield from series_problems(rubric.series, "series")
    if rubric.semantics != SEMANTICS:
        yield _problem("semantics", "rubrics.unknown_semantics", found=rubric.semantics, known=SEMANTICS)
    years = rubric.fiscal_years
    if not FIRST_YEAR <= years.first <= years.last <= LAST_YEAR:
        yield _problem("fiscal_years", "rubrics.bad_years", first=years.first, last=years.last)
    if not FIRST_YEAR <= rubric.edition <= LAST_YEAR:
        yield _problem("edition", "rubrics.bad_edition", found=rubric.edition)
    if rubric.revision < 1:
        yield _problem("revision", "rubrics.bad_revision", found=rubric.revision)
    for name in ("points", "claim_quantum"):
        value = getattr(rubric, name)
        if value <= 0:
            yield _problem(name, "rubrics.not_positive", what=name, found=value)
    for position, step in enumerate(rubric.rounding):
        if step.quantum <= 0:
            yield _problem(f"rounding[{position}].quantum", "rubrics.not_positive", what="quantum", found=step.quantum)
        if step.at in {earlier.at for earlier in rubric.rounding[:position]}:
            yield _problem(f"rounding[{position}].at", "rubrics.rounding_twice", found=step.at)


def _id_problems(rubric: Rubric) -> Iterator[Problem]:
    everything: tuple[tuple[str, tuple[Node, ...]], ...] = (
        ("groups", rubric.groups),
        ("pools", rubric.pools),
        ("indicators", rubric.indicators),
    )
    for where, parts in everything:
        for position, part in enumerate(parts):
            yield from id_problems(part.id, f"{where}[{position}].id", dotted=True)
        yield from duplicate_problems([part.id for part in parts], where)
    rows = {indicator.id for indicator in rubric.indicators}
    for where, parts in everything[:2]:
        for position, part in enumerate(parts):
            if part.id in rows:
                yield _problem(f"{where}[{position}].id", "rubrics.id_is_a_row", found=shown(part.id))
    if not rubric.indicators:
        yield _problem("indicators", "rubrics.empty", what="indicators")


def _tree_problems(rubric: Rubric) -> Iterator[Problem]:
    groups = {group.id for group in rubric.groups}
    nested: tuple[tuple[str, tuple[Group | Indicator, ...]], ...] = (
        ("groups", rubric.groups),
        ("indicators", rubric.indicators),
    )
    for where, parts in nested:
        for position, part in enumerate(parts):
            parent = parent_id(part.id)
            if parent and parent not in groups:
                yield _problem(f"{where}[{position}].id", "rubrics.unknown_parent", found=shown(parent))
    yield from _pool_problems(rubric)
    yield from _sum_problems(rubric, "", rubric.points, "points", choose="all")
    for position, group in enumerate(rubric.groups):
        yield from _sum_problems(rubric, group.id, group.points, f"groups[{position}].points", choose=group.choose)


def _sum_problems(rubric: Rubric, group_id: str, points: Fraction, path: str, *, choose: str) -> Iterator[Problem]:
    members, name = rubric.members(group_id), group_id or WHOLE_TABLE
    if not members:
        yield _problem(path, "rubrics.empty_group", found=name)
        return
    shares = [member.points or Fraction(0) for member in members]
    if choose == "one":
        if any(share != points for share in shares):
            yield _problem(path, "rubrics.choice_points", found=points, members=tuple(node.id for node in members))
    elif sum(shares) != points:
        yield _problem(path, "rubrics.points_do_not_sum", found=sum(shares, Fraction(0)), stated=points, group=name)


def _pool_problems(rubric: Rubric) -> Iterator[Problem]:
    rows = {indicator.id: indicator for indicator in rubric.indicators}
    pooled: set[str] = set()
    for position, pool in enumerate(rubric.pools):
        path = f"pools[{position}]"
        if pool.points <= 0:
            yield _problem(f"{path}.points", "rubrics.not_positive", what="points", found=pool.points)
        if len(pool.members) < 2:  # noqa: PLR2004 - one member shares with nobody
            yield _problem(f"{path}.members", "rubrics.pool_too_small")
        if len({parent_id(member) for member in pool.members}) > 1:
            yield _problem(f"{path}.members", "rubrics.pool_scattered")
        for member in pool.members:
            yield from _member_problems(rows, member, pooled, f"{path}.members")
            pooled.add(member)
    for position, indicator in enumerate(rubric.indicators):
        if indicator.points is None and indicator.id not in pooled:
            yield _problem(f"indicators[{position}].points", "rubrics.points_missing")


def _member_problems(rows: dict[str, Indicator], member: str, pooled: set[str], path: str) -> Iterator[Problem]:
    if member not in rows:
        yield _problem(path, "rubrics.unknown_row", found=shown(member))
    elif member in pooled:
        yield _problem(path, "rubrics.pooled_twice", found=shown(member))
    elif rows[member].points is not None:
        yield _problem(path, "rubrics.pool_member_points", found=shown(member))


def _fact_problems(rubric: Rubric) -> Iterator[Problem]:
    yield from duplicate_problems([fact.id for fact in rubric.facts], "facts")
    for position, fact in enumerate(rubric.facts):
        path = f"facts[{position}]"
        yield from id_problems(fact.id, f"{path}.id")
        for number, proxy in enumerate(fact.proxies):
            yield from id_problems(proxy.assumption, f"{path}.proxies[{number}].assumption")
            yield from _term_problems(rubric, proxy.terms, f"{path}.proxies[{number}].terms", fact)
    names = [proxy.assumption for fact in rubric.facts for proxy in fact.proxies]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _problem("facts", "rubrics.assumption_twice", found=shown(name))
    yield from _proxy_cycle_problems(rubric)


def _proxy_cycle_problems(rubric: Rubric) -> Iterator[Problem]:
    """A fact that is bounded by facts that have proxies themselves would make evaluation order matter."""
    with_proxies = {fact.id for fact in rubric.facts if fact.proxies}
    for position, fact in enumerate(rubric.facts):
        for proxy in fact.proxies:
            chained = tuple(term.fact for term in proxy.terms if term.fact in with_proxies)
            if chained:
                yield _problem(f"facts[{position}].proxies", "rubrics.proxy_chain", found=chained)


def _term_problems(
    rubric: Rubric, terms: tuple[Term, ...], path: str, like: FactDefinition | None = None
) -> Iterator[Problem]:
    known = {fact.id: fact for fact in rubric.facts}
    if not terms:
        yield _problem(path, "rubrics.empty", what="terms")
    quantities = {like.quantity} if like else set()
    for term in terms:
        if term.fact not in known:
            yield _problem(
                path, "rubrics.unknown_fact", found=shown(term.fact), known=most_alike_first(term.fact, sorted(known))
            )
        else:
            quantities.add(known[term.fact].quantity)
        if term.times == 0:
            yield _problem(path, "rubrics.zero_coefficient", fact=shown(term.fact))
    if len(quantities) > 1:
        yield _problem(path, "rubrics.mixed_quantities", found=tuple(quantity.label for quantity in sorted(quantities)))


def _question_problems(rubric: Rubric) -> Iterator[Problem]:
    yield from duplicate_problems([question.id for question in rubric.questions], "questions")
    for position, question in enumerate(rubric.questions):
        path = f"questions[{position}]"
        yield from id_problems(question.id, f"{path}.id")
        for number, answer in enumerate(question.answers):
            yield from id_problems(answer.id, f"{path}.answers[{number}].id")
        yield from duplicate_problems([answer.id for answer in question.answers], f"{path}.answers")
        if len(question.answers) < 2:  # noqa: PLR2004 - one answer is no question
            yield _problem(f"{path}.answers", "rubrics.too_few_answers")
        if not is_date(question.adopted_on):
            yield _problem(f"{path}.adopted_on", "rubrics.bad_date", found=shown(question.adopted_on))


def _indicator_problems(rubric: Rubric, row: Indicator) -> Iterator[Problem]:
    pool = rubric.pool_of(row.id)
    maximum = row.points if pool is None or row.points is not None else pool.points
    if not row.clause.strip():
        yield _problem("clause", "rubrics.empty", what="clause")
    if maximum is None:
        return
    if maximum <= 0:
        yield _problem("points", "rubrics.not_positive", what="points", found=maximum)
        return
    yield from _part_problems(rubric, row.formula, row.measure, maximum, "")
    yield from _fit_problems(row.formula, row.measure, "")
    yield from _reading_problems(rubric, row, maximum)
    yield from _sibling_problems(rubric, row)
    yield from duplicate_problems([demand.id for demand in row.documents], "documents")
    items = {item.id for item in row.formula.items} if isinstance(row.formula, Checklist) else set()
    for position, demand in enumerate(row.documents):
        yield from id_problems(demand.id, f"documents[{position}].id")
        for name in demand.items:
            if name not in items:
                known = ", ".join(sorted(items))
                yield _problem(f"documents[{position}].items", "rubrics.unknown_item", found=shown(name), known=known)


def _sibling_problems(rubric: Rubric, row: Indicator) -> Iterator[Problem]:
    if not row.reallocate_to:
        return
    siblings = {node.id for node in rubric.members(parent_id(row.id)) if not isinstance(node, Pool)}
    for name in row.reallocate_to:
        if name not in siblings or name == row.id:
            yield _problem("reallocate_to", "rubrics.not_a_sibling", found=shown(name))


def _part_problems(
    rubric: Rubric, formula: Formula | None, measure: Measure | None, maximum: Fraction, prefix: str
) -> Iterator[Problem]:
    """What is wrong with a formula and a measure each on its own."""
    if formula is not None:
        for problem in formula_problems(formula, maximum):
            yield problem.under(f"{prefix}formula")
    if measure is not None:
        yield from size_problems(f"{prefix}measure", len(measure.facts), MAX_FACTS)
        yield from _term_problems(rubric, measure.numerator, f"{prefix}measure.numerator")
        if measure.denominator:
            yield from _term_problems(rubric, measure.denominator, f"{prefix}measure.denominator")
            yield from _ratio_problems(rubric, measure, f"{prefix}measure")


def _ratio_problems(rubric: Rubric, measure: Measure, path: str) -> Iterator[Problem]:
    """
    Yield a problem where one quantity is divided by another: 元 per person is no rate, and its levels have no unit.

    Whole things and plain numbers may be divided by one another: 12 of 12.5 kilometres.
    """
    quantities = {fact.id: fact.quantity for fact in rubric.facts}
    above, below = (
        {quantities[term.fact] for term in terms if term.fact in quantities}
        for terms in (measure.numerator, measure.denominator)
    )
    if len(above) == len(below) == 1 and above != below and not above | below <= _NUMBERS:
        yield _problem(path, "rubrics.unlike_quantities", numerator=min(above).label, denominator=min(below).label)


def _fit_problems(formula: Formula, measure: Measure | None, prefix: str) -> Iterator[Problem]:
    needs_measure = isinstance(formula, (Bands, DeductPerStep, Proportional))
    if needs_measure and measure is None:
        yield _problem(f"{prefix}measure", "rubrics.measure_missing", kind=formula.kind)
    if not needs_measure and measure is not None:
        yield _problem(f"{prefix}measure", "rubrics.measure_unused", kind=formula.kind)


def _reading_problems(rubric: Rubric, row: Indicator, maximum: Fraction) -> Iterator[Problem]:
    questions = {question.id: question for question in rubric.questions}
    seen: set[tuple[str, str]] = set()
    for position, reading in enumerate(row.readings):
        path = f"readings[{position}]"
        question = questions.get(reading.question)
        if question is None:
            known = tuple(sorted(questions))
            yield _problem(f"{path}.question", "rubrics.unknown_question", found=shown(reading.question), known=known)
        elif reading.id not in {answer.id for answer in question.answers[1:]}:
            others = tuple(answer.id for answer in question.answers[1:])
            yield _problem(
                f"{path}.id", "rubrics.unknown_answer", question=question.id, found=shown(reading.id), known=others
            )
        if (reading.question, reading.id) in seen:
            yield _problem(f"{path}.id", "rubrics.reading_twice", found=shown(reading.id))
        seen.add((reading.question, reading.id))
        if reading.measure is None and reading.formula is None:
            yield _problem(path, "rubrics.reading_changes_nothing")
            continue
        # Only what the reading itself puts in place: the rest has been told where it stands.
        yield from _part_problems(rubric, reading.formula, reading.measure, maximum, f"{path}.")
        yield from _fit_problems(reading.formula or row.formula, reading.measure or row.measure, f"{path}.")


def _scale_problems(rubric: Rubric, grades: tuple[Grade, ...]) -> Iterator[Problem]:
    if not grades or grades[-1].at_least != 0:
        yield _problem("grades.grades", "rubrics.grades_start")
    top = max(rubric.points, rubric.highest_total)
    for position, grade in enumerate(grades):
        if grade.at_least > top:
            path = f"grades.grades[{position}].at_least"
            yield _problem(path, "rubrics.grade_above_total", found=grade.at_least, top=top)
    for position, (better, worse) in enumerate(pairwise(grades), start=1):
        if better.at_least <= worse.at_least:
            yield _problem(f"grades.grades[{position}].at_least", "rubrics.grades_order", found=worse.at_least)
    names = tuple(grade.name for grade in grades)
    for position, name in enumerate(names):
        if name in names[:position]:
            path = f"grades.grades[{position}].name"
            yield _problem(path, "rubrics.duplicate_id", found=shown(name), first="grades.grades")


def _grade_problems(rubric: Rubric) -> Iterator[Problem]:
    grades = rubric.grades.grades if rubric.grades is not None else ()
    names = tuple(grade.name for grade in grades)
    if rubric.grades is not None:
        yield from _scale_problems(rubric, grades)
    rows = {row.id for row in rubric.indicators} | {group.id for group in rubric.groups}
    for position, cap in enumerate(rubric.grade_caps):
        path = f"grade_caps[{position}]"
        yield from id_problems(cap.id, f"{path}.id")
        if cap.at_most not in names:
            yield _problem(f"{path}.at_most", "rubrics.unknown_grade", found=shown(cap.at_most), known=names)
        if cap.indicator and cap.indicator not in rows:
            yield _problem(f"{path}.indicator", "rubrics.unknown_row", found=shown(cap.indicator))
        if bool(cap.indicator) != (cap.points_at_most is not None):
            yield _problem(path, "rubrics.cap_condition")
    yield from duplicate_problems([cap.id for cap in rubric.grade_caps], "grade_caps")
    yield from _adjustment_problems(rubric)


def _adjustment_problems(rubric: Rubric) -> Iterator[Problem]:
    yield from duplicate_problems([adjustment.id for adjustment in rubric.adjustments], "adjustments")
    for position, adjustment in enumerate(rubric.adjustments):
        path = f"adjustments[{position}]"
        yield from id_problems(adjustment.id, f"{path}.id")
        if not adjustment.low <= 0 <= adjustment.high or adjustment.low == adjustment.high:
            yield _problem(path, "rubrics.adjustment_caps", low=adjustment.low, high=adjustment.high)
        if adjustment.per_case == 0:
            yield _problem(f"{path}.per_case", "rubrics.zero_per_case")
    if rubric.total_ceiling is not None and rubric.total_ceiling < rubric.points:
        yield _problem("total_ceiling", "rubrics.ceiling", found=rubric.total_ceiling, points=rubric.points)
