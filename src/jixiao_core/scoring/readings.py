"""All readings (口径与理解): what rows, the total and the rating can be under every declared answer to every question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.grades import Grade
from jixiao_core.rubrics.indicators import Question
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.elimination import Answers
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.reading_totals import ReadingTotals, reading_totals
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.switching import RowTable, answers_in_force, counted_rows, row_tables

__all__ = ["AnswerEffect", "QuestionEffect", "RatingReading", "Readings", "RowReading", "RowReadings", "readings"]


@frozen(kw_only=True)
class RowReading:
    """
    What a row can score under one combination of answers to its questions.

    Attributes:
        answers: pairs of question and answer, in the order of the rubric's questions.
        points: the possible points of the row as a sheet under these answers counts it, all other questions as they are
            read now.
        is_in_force: whether the rubric is read so now.
    """

    answers: Answers
    points: IntervalSet
    is_in_force: bool


@frozen(kw_only=True)
class RowReadings:
    """
    One row under all its readings.

    Attributes:
        id: the row.
        label: its name.
        readings: one for every combination of answers that can go together; one without answers where the row has no
            question.
    """

    id: str
    label: Text
    readings: tuple[RowReading, ...]

    @property
    def points(self) -> IntervalSet:
        """Every number of points that some reading allows."""
        return IntervalSet(tuple(part for reading in self.readings for part in reading.points))

    @property
    def depends(self) -> bool:
        """Whether it matters how the row is read."""
        return len({reading.points for reading in self.readings}) > 1


@frozen(kw_only=True)
class AnswerEffect:
    """
    The total under one answer, all other questions as they are read now.

    Attributes:
        answer: the id of the answer.
        note: what it means.
        is_in_force: whether the question is read so now.
        possible: the hull of the possible totals; None where it cannot go together with the answers in force.
        grades: the ratings that are possible then, best first.
    """

    answer: str
    note: Text
    is_in_force: bool
    possible: Interval | None
    grades: tuple[Grade, ...]


@frozen(kw_only=True)
class QuestionEffect:
    """
    What one question decides.

    Attributes:
        question: the question.
        rows: the ids of the rows that read it.
        answers: what each answer gives, the adopted one first.
    """

    question: Question
    rows: tuple[str, ...]
    answers: tuple[AnswerEffect, ...]

    @property
    def moves_total(self) -> bool:
        """Whether another answer changes the possible totals."""
        return len({each.possible for each in self.answers if each.possible is not None}) > 1

    @property
    def decides_rating(self) -> bool:
        """Whether another answer changes the possible ratings."""
        return len({each.grades for each in self.answers if each.possible is not None}) > 1


@frozen(kw_only=True)
class RatingReading:
    """
    The fewest other answers under which a rating becomes possible.

    Attributes:
        grade: the rating.
        answers: the answers that differ from those in force; none where it is possible as things are read now.
        possible: the hull of the possible totals then.
    """

    grade: Grade
    answers: Answers
    possible: Interval


@frozen(kw_only=True)
class Readings:
    """
    A rubric with its evidence under all declared readings.

    Attributes:
        sheet: the score under the answers in force.
        rows: every row, in printed order.
        questions: what each question decides on its own, in the order of the rubric.
        possible: every total that some reading allows; for sheets that are not settled the union of the hulls.
        ratings: the ratings that some reading allows, best first, with the fewest answers to switch.
        is_exact: whether `possible` is exact; it is always sound.
        decides_rating: whether the possible ratings depend on how the rubric is read: some reading allows others, more
            or fewer than the one in force.
    """

    sheet: ScoreSheet
    rows: tuple[RowReadings, ...]
    questions: tuple[QuestionEffect, ...]
    possible: IntervalSet
    ratings: tuple[RatingReading, ...]
    is_exact: bool
    decides_rating: bool

    @property
    def adds_ratings(self) -> bool:
        """Whether some reading allows a rating that the one in force does not."""
        return any(each.answers for each in self.ratings)

    def __getitem__(self, row_id: str) -> RowReadings:
        """Return the readings of a row; UnknownNameError if it is not one."""
        name = self.sheet.rubric.indicator(row_id).id
        return next(row for row in self.rows if row.id == name)


def readings(rubric: Rubric, evidence: Evidence, *, assume: Iterable[str] = ()) -> Readings:
    """
    Score under every declared reading.

    Rows that share a question switch together. The work grows with the questions that meet in one row or in rows with
    common unknown facts, not with all combinations of all questions.

    Args:
        rubric: the table; the answers in force are those of `rubric.under(...)`.
        evidence: what is known.
        assume: names of the rubric's assumptions to make.

    Returns:
        Rows, totals and ratings, and what each question decides on its own.

    Raises:
        InvalidValueError: when the evidence does not fit the rubric.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    sheet = score(rubric, evidence, assume=assume)
    tables = row_tables(rubric, evidence, sheet.detail.facts)
    totals = reading_totals(sheet, tables)
    return Readings(
        sheet=sheet,
        rows=_rows(sheet, tables),
        questions=tuple(_effect(rubric, question, tables, totals) for question in rubric.questions),
        possible=totals.possible,
        ratings=_ratings(rubric, totals),
        is_exact=totals.is_exact,
        decides_rating=totals.rated != {sheet.grades},
    )


def _ratings(rubric: Rubric, totals: ReadingTotals) -> tuple[RatingReading, ...]:
    """Every rating that some reading allows, with the fewest answers that differ from those in force."""
    found: dict[Grade, RatingReading] = {}
    for possible, answers in sorted(totals.sums.items(), key=lambda pair: (len(pair[1]), pair[1])):
        for grade in totals.grades(possible, answers):
            found.setdefault(grade, RatingReading(grade=grade, answers=answers, possible=possible))
    scale = rubric.grades.grades if rubric.grades else ()
    return tuple(found[grade] for grade in scale if grade in found)


def _rows(sheet: ScoreSheet, tables: tuple[RowTable, ...]) -> tuple[RowReadings, ...]:
    """
    Every row under the answers that it declares, and under one of those that it does not, which all read the same.

    That one is the answer in force, where the row does not declare it, since other rows may; else the adopted one.
    """
    rubric, in_force = sheet.rubric, answers_in_force(sheet.rubric)
    counted: dict[Answers, Mapping[str, IntervalSet]] = {(): sheet.detail.totals.rows}

    def points(row: str, answers: Answers) -> IntervalSet:
        switched = tuple(pair for pair in answers if pair[1] != in_force[pair[0]])
        if switched not in counted:
            counted[switched] = counted_rows(rubric, sheet.evidence, tables, switched)
        return counted[switched][row]

    found: list[RowReadings] = []
    for table in tables:
        declared = {(reading.question, reading.id) for reading in table.row.readings}
        declared.update(
            (name, in_force[name] if (name, in_force[name]) not in declared else rubric.question(name).adopted)
            for name in table.questions
        )
        each = tuple(
            RowReading(answers=answers, points=points(table.row.id, answers), is_in_force=key == table.under(in_force))
            for key in table.outcomes
            if declared.issuperset(answers := tuple(zip(table.questions, key, strict=True)))
        )
        found.append(RowReadings(id=table.row.id, label=table.row.label, readings=each))
    return tuple(found)


def _effect(rubric: Rubric, question: Question, tables: Sequence[RowTable], totals: ReadingTotals) -> QuestionEffect:
    in_force = answers_in_force(rubric)[question.id]
    found: list[AnswerEffect] = []
    for answer in question.answers:
        is_in_force = answer.id == in_force
        switched = () if is_in_force else ((question.id, answer.id),)
        possible = totals.under(switched)
        grades = () if possible is None else totals.grades(possible, switched)
        found.append(
            AnswerEffect(answer=answer.id, note=answer.note, is_in_force=is_in_force, possible=possible, grades=grades)
        )
    rows = tuple(table.row.id for table in tables if question.id in table.questions)
    return QuestionEffect(question=question, rows=rows, answers=tuple(found))
