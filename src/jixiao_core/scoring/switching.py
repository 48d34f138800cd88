"""Switching: what each row, and each cluster of rows that move together, adds under every combination of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from attrs import frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.detail import joints, row_input
from jixiao_core.scoring.elimination import Factor
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.rows import RowOutcome, row_outcome
from jixiao_core.scoring.totals import Situation, counted_points, hull_of, narrowed, situations, totals
from jixiao_core.scoring.weights import NOT_CHOSEN, row_maximum, row_weights

__all__ = [
    "MAX_CLUSTER",
    "RowTable",
    "additive",
    "answers_in_force",
    "clusters",
    "counted_rows",
    "factors",
    "row_tables",
    "row_weights_of",
]

MAX_CLUSTER = 1024
"""So many combinations of the questions of rows that move together are tried; beyond, the rows are taken one by one."""


@frozen(kw_only=True)
class RowTable:
    """
    One row under every combination of answers to its questions.

    Attributes:
        row: the row, as published.
        questions: the questions that it reads, in the order of the rubric.
        rows: answers to these questions, in their order, to the row as it is then read; what cannot go together is
            missing.
        outcomes: the same answers to what the row can score.
    """

    row: Indicator
    questions: tuple[str, ...]
    rows: Mapping[tuple[str, ...], Indicator]
    outcomes: Mapping[tuple[str, ...], RowOutcome]

    def under(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Return the key of the tables for answers to any questions."""
        return tuple(answers[name] for name in self.questions)


def answers_in_force(rubric: Rubric) -> dict[str, str]:
    """Return question id to the answer under which the rubric is read now."""
    return {**{question.id: question.adopted for question in rubric.questions}, **dict(rubric.answers)}


def row_tables(rubric: Rubric, evidence: Evidence, facts: Mapping[str, FactKnowledge]) -> tuple[RowTable, ...]:
    """Return every row under every combination of answers to the questions that it reads, in printed order."""
    return tuple(_row_table(rubric, evidence, row, facts) for row in rubric.indicators)


def _row_table(rubric: Rubric, evidence: Evidence, row: Indicator, facts: Mapping[str, FactKnowledge]) -> RowTable:
    mine = {reading.question for reading in row.readings}
    questions = tuple(question for question in rubric.questions if question.id in mine)
    rows: dict[tuple[str, ...], Indicator] = {}
    outcomes: dict[tuple[str, ...], RowOutcome] = {}
    known: dict[tuple[Reading, ...], RowOutcome] = {}
    given = row_input(rubric, evidence, row, facts)
    for combination in product(*([answer.id for answer in question.answers] for question in questions)):
        switched = set(zip((question.id for question in questions), combination, strict=True))
        chosen = tuple(reading for reading in row.readings if (reading.question, reading.id) in switched)
        if row.clashing(chosen):
            continue
        rows[combination] = row.with_readings(chosen)
        if chosen not in known:
            known[chosen] = row_outcome(given.with_row(rows[combination]))
        outcomes[combination] = known[chosen]
    return RowTable(row=row, questions=tuple(question.id for question in questions), rows=rows, outcomes=outcomes)


def counted_rows(
    rubric: Rubric, evidence: Evidence, tables: Iterable[RowTable], switched: Iterable[tuple[str, str]]
) -> Mapping[str, IntervalSet]:
    """
    Return row id to its possible points under switched answers, as a sheet counts them: moved and rounded.

    Args:
        rubric: the table; all other questions are read as in force.
        evidence: pools, choices and adjustments.
        tables: every row under all combinations of answers.
        switched: pairs of question and answer; a row in which these clash stays as it is read now.
    """
    in_force = answers_in_force(rubric)
    given = {**in_force, **dict(switched)}
    outcomes = {
        table.row.id: table.outcomes.get(table.under(given), table.outcomes[table.under(in_force)]) for table in tables
    }
    return totals(rubric, evidence, outcomes).rows


def additive(rubric: Rubric, evidence: Evidence, tables: Iterable[RowTable]) -> Situation | None:
    """
    Return the one situation of all readings in which totals are plain sums of rows, or None where they are not.

    They are not where groups are rounded, where it is open which rows apply or are chosen, where a reading decides
    that, and where a rounded row may exceed its points.
    """
    listed = tuple(tables)
    answers = answers_in_force(rubric)
    outcomes = {table.row.id: table.outcomes[table.under(answers)] for table in listed}
    ways, _, _ = situations(rubric, evidence, outcomes)
    moving = [table for table in listed if rubric.policy(table.row.id) in ("reallocate", "rescale")]
    applies = [{(each.may_not_apply, each.status == "not_applicable") for each in t.outcomes.values()} for t in moving]
    if len(ways) != 1 or rubric.rounding_at("group") or any(len(each) > 1 for each in applies):
        return None
    (way,) = ways
    return way if _rounds_within(way) and any(row_weights_of(way).values()) else None


def row_weights_of(way: Situation) -> dict[str, Fraction]:
    """Return row id to the factor by which its points count in a situation; 0 for rows that are not chosen."""
    found = row_weights(way.rubric, way.evidence, way.absent, way.chosen)
    return {row.id: found.get(row.id, NOT_CHOSEN) for row in way.rubric.indicators}


def _rounds_within(way: Situation) -> bool:
    step = way.rubric.rounding_at("indicator")
    weights = row_weights_of(way)
    maxima = [row_maximum(way.rubric, way.evidence, row) * weights[row.id] for row in way.rubric.indicators]
    return step is None or all(step.rounding.apply(maximum) <= maximum for maximum in maxima)


def clusters(tables: Iterable[RowTable]) -> Iterator[tuple[RowTable, ...]]:
    """Yield the rows that an unknown fact connects under some reading together, every other row alone."""
    groups: list[tuple[list[RowTable], set[str]]] = []
    for table in tables:
        facts = {name for each in table.outcomes.values() if each.values is not None for name in each.missing}
        touching = [group for group in groups if group[1] & facts]
        groups = [group for group in groups if group not in touching]
        merged = [each for group in touching for each in group[0]]
        groups.append(([*merged, table], facts.union(*(group[1] for group in touching))))
    for rows, _ in groups:
        yield tuple(rows)


def factors(
    way: Situation, tables: Iterable[RowTable], facts: Mapping[str, FactKnowledge]
) -> tuple[tuple[Factor, ...], bool]:
    """
    Return what every cluster of rows adds to the total under its answers, and whether these sums are tight.

    Args:
        way: the situation, in which totals are plain sums.
        tables: the rows under all combinations of answers.
        facts: what is known.
    """
    rubric = way.rubric
    answers = {question.id: tuple(answer.id for answer in question.answers) for question in rubric.questions}
    weights = row_weights_of(way)
    found: list[Factor] = []
    is_tight = True
    for cluster in clusters(tables):
        questions = tuple(name for name in answers if any(name in table.questions for table in cluster))
        if prod(len(answers[name]) for name in questions) > MAX_CLUSTER:
            is_tight = False
            found.extend(_factor(way, (table,), answers, weights, facts) for table in cluster)
        else:
            found.append(_factor(way, cluster, answers, weights, facts))
    return tuple(found), is_tight


def _factor(
    way: Situation,
    cluster: tuple[RowTable, ...],
    answers: Mapping[str, Sequence[str]],
    weights: Mapping[str, Fraction],
    facts: Mapping[str, FactKnowledge],
) -> Factor:
    questions = tuple(name for name in answers if any(name in table.questions for table in cluster))
    table: dict[tuple[str, ...], dict[Interval, tuple[tuple[str, str], ...]]] = {}
    for combination in product(*(answers[name] for name in questions)):
        given = dict(zip(questions, combination, strict=True))
        keys = [each.under(given) for each in cluster]
        if all(key in each.outcomes for each, key in zip(cluster, keys, strict=True)):
            total = _cluster_hull(way, list(zip(cluster, keys, strict=True)), weights, facts)
            table[combination] = {total: ()}
    return Factor(questions, table)


def _cluster_hull(
    way: Situation,
    cluster: list[tuple[RowTable, tuple[str, ...]]],
    weights: Mapping[str, Fraction],
    facts: Mapping[str, FactKnowledge],
) -> Interval:
    """What the rows of a cluster add together under one combination of answers."""
    outcomes = {table.row.id: table.outcomes[key] for table, key in cluster}
    read = Situation(way.rubric, way.evidence, {**way.outcomes, **outcomes}, way.absent, way.chosen, ())
    rows = {table.row.id: counted_points(read, table.row, weights[table.row.id]) for table, _ in cluster}
    if len(cluster) == 1:
        return hull_of(next(iter(rows.values())))
    as_read = {table.row.id: table.rows[key] for table, key in cluster}
    _, joint = joints(way.rubric, way.evidence, as_read, outcomes, facts)
    return narrowed(read, rows, weights, joint)
