"""The totals of a sheet under all readings: by elimination where totals are plain sums, else one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import TypeAlias

from attrs import evolve

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.grades import Grade
from jixiao_core.scoring.elimination import Answers, Sums, TooManySumsError, eliminated, keep
from jixiao_core.scoring.other_sheets import OtherSheets
from jixiao_core.scoring.rating import possible_grades
from jixiao_core.scoring.rows import RowOutcome
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.switching import RowTable, additive, answers_in_force, factors
from jixiao_core.scoring.totals import Situation, final_total, in_situation, sum_of, top_maximum, totals

__all__ = ["MAX_COMBINATIONS", "ReadingTotals", "SummedTotals", "TriedTotals", "reading_totals"]

MAX_COMBINATIONS = 256
"""Where totals are no plain sums, so many combinations are scored one by one; beyond, questions are switched singly."""


class SummedTotals:
    """
    Totals that are plain sums of rows: questions are summed out one after the other.

    Attributes:
        sums: every total that some answers give, with the fewest that do.
        possible: the same totals as a set.
        is_exact: whether these totals are tight; they are always sound.
        rated: the sets of ratings that are possible under some answers.
    """

    def __init__(self, sheet: ScoreSheet, way: Situation, tables: tuple[RowTable, ...]) -> None:
        self._sheet, self._way = sheet, way
        self._in_force = answers_in_force(sheet.rubric)
        found, is_exact = factors(way, tables, sheet.detail.facts)
        self._factors = found
        self.is_exact: bool = is_exact
        self._maximum = top_maximum(sheet.rubric, in_situation(way).maxima)
        answers = {each.id: tuple(answer.id for answer in each.answers) for each in sheet.rubric.questions}
        merged: dict[Interval, Answers] = {}
        for raw, switched in eliminated(self._factors, answers, self._in_force).items():
            keep(merged, self._final(raw), switched)
        self.sums: Sums = merged
        self.possible: IntervalSet = IntervalSet(tuple(merged))
        self.rated: frozenset[tuple[Grade, ...]] = frozenset(self.grades(possible, ()) for possible in merged)

    def _final(self, raw: Interval) -> Interval:
        return final_total(self._way, raw, self._maximum)

    def under(self, switched: Answers) -> Interval | None:
        """Return the possible totals under some switched answers; None where these cannot go together."""
        given = {**self._in_force, **dict(switched)}
        parts: list[Interval] = []
        for factor in self._factors:
            added = factor.table.get(tuple(given[name] for name in factor.questions))
            if added is None:
                return None
            parts.extend(added)
        return self._final(sum_of(parts))

    def grades(self, possible: Interval, switched: Answers) -> tuple[Grade, ...]:
        """Return the ratings that possible totals allow; the answers behind them do not matter here."""
        del switched
        return possible_grades(self._sheet.rubric, self._sheet.evidence, possible, self._sheet.detail)


class TriedTotals:
    """
    Totals of any rubric, scored under one combination of answers after the other.

    Attributes:
        sums: every total that was found, with the fewest answers that give it.
        possible: every total that some reading allows; bounds where not all combinations were tried.
        is_exact: whether all combinations were tried.
        rated: the sets of ratings that are possible under the answers that were tried.
    """

    def __init__(self, sheet: ScoreSheet, tables: tuple[RowTable, ...]) -> None:
        self._sheet = sheet
        self._others = OtherSheets(sheet)
        read = {name for table in tables for name in table.questions}
        domains = {
            each.id: [answer.id for answer in each.answers] for each in sheet.rubric.questions if each.id in read
        }
        self.is_exact: bool = prod(map(len, domains.values())) <= MAX_COMBINATIONS
        merged: dict[Interval, Answers] = {}
        rated: set[tuple[Grade, ...]] = set()
        for switched in self._combinations(domains):
            possible = self.under(switched)
            if possible is not None:
                keep(merged, possible, switched)
                rated.add(self.grades(possible, switched))
        self.rated: frozenset[tuple[Grade, ...]] = frozenset(rated)
        self.sums: Sums = merged
        every = self.is_exact
        self.possible: IntervalSet = IntervalSet(tuple(merged)) if every else IntervalSet.of(_bounds(sheet, tables))

    def _combinations(self, domains: dict[str, list[str]]) -> Iterator[Answers]:
        """Every combination where they are few, else every switch of one question; answers in force are left out."""
        in_force = answers_in_force(self._sheet.rubric)
        if self.is_exact:
            for combination in product(*domains.values()):
                pairs = zip(domains, combination, strict=True)
                yield tuple(sorted(pair for pair in pairs if pair[1] != in_force[pair[0]]))
        else:
            yield ()
            yield from (((name, each),) for name, known in domains.items() for each in known if each != in_force[name])

    def under(self, switched: Answers) -> Interval | None:
        """Return the possible totals under some switched answers; None where these cannot go together."""
        found = self._others.under(switched)
        return None if found is None else found.possible

    def grades(self, possible: Interval, switched: Answers) -> tuple[Grade, ...]:
        """Return the ratings that are possible under some switched answers."""
        del possible
        found = self._others.under(switched)
        return () if found is None else found.grades


ReadingTotals: TypeAlias = SummedTotals | TriedTotals
"""The totals of a sheet under switched answers, however they are computed."""


def reading_totals(sheet: ScoreSheet, tables: tuple[RowTable, ...]) -> ReadingTotals:
    """Return the totals of a sheet under all readings."""
    # A rating cap that looks at the points of a row needs whole sheets.
    looks_at_rows = any(cap.indicator for cap in sheet.rubric.grade_caps)
    way = None if looks_at_rows else additive(sheet.rubric, sheet.evidence, tables)
    if way is None:
        return TriedTotals(sheet, tables)
    try:
        return SummedTotals(sheet, way, tables)
    except TooManySumsError:
        return TriedTotals(sheet, tables)


def _bounds(sheet: ScoreSheet, tables: Iterable[RowTable]) -> Interval:
    """The total where every row may be read in every way, independently of the others: wider than any reading."""
    outcomes = {table.row.id: _any_of(tuple(table.outcomes.values())) for table in tables}
    return totals(sheet.rubric, sheet.evidence, outcomes).total


def _any_of(outcomes: tuple[RowOutcome, ...]) -> RowOutcome:
    points = IntervalSet(tuple(part for each in outcomes for part in each.points))
    absent = [each.status == "not_applicable" for each in outcomes]
    if all(absent):
        return evolve(outcomes[0], points=points)
    present = next(each for each, is_absent in zip(outcomes, absent, strict=True) if not is_absent)
    return evolve(present, points=points, may_not_apply=any(each.may_not_apply for each in outcomes) or any(absent))
