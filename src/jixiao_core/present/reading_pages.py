"""All readings for people: what depends on how the table is read, question by question and row by row."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.blocks import numbered, page_of
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.labels import row_label
from jixiao_core.present.summaries import closing, conditions, heading
from jixiao_core.rubrics.grades import Grade
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.elimination import Answers
from jixiao_core.scoring.readings import AnswerEffect, QuestionEffect, Readings, RowReadings
from jixiao_core.scoring.span import points_span

__all__ = ["readings_page"]

MAX_OTHERS = 6
"""So many other results of one row are told; the JSON document has all."""


def readings_page(found: Readings, case: Case | None = None, *, locale: str = "zh_Hans_CN") -> str:
    """
    Return all readings as a page: totals and ratings, questions that move the total, rows that depend on a reading.

    Args:
        found: the readings.
        case: the case, for unit, subject and year in the title.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    rubric = found.sheet.rubric
    moving = [effect for effect in found.questions if effect.moves_total]
    quiet = tuple(effect.question.label for effect in found.questions if not effect.moves_total)
    depending = [row for row in found.rows if row.depends]
    parts = (
        render(heading(rubric, case), chosen),
        "\n".join(render(each, chosen) for each in _totals(found)),
        "\n".join(conditions(found.sheet, chosen)),
        numbered("present.readings_questions", (_question(effect) for effect in moving), chosen),
        render(Message.of("present.readings_quiet", questions=quiet), chosen) if quiet else "",
        numbered("present.readings_rows", (_row(rubric, row) for row in depending), chosen),
        closing(chosen),
    )
    return page_of(parts)


def _possible(interval: Interval) -> Param:
    return points_span(IntervalSet.of(interval))


def _grades(grades: tuple[Grade, ...]) -> tuple[Text, ...]:
    return tuple(Text(grade.name, grade.en) for grade in grades)


def _totals(found: Readings) -> Iterator[Message]:
    sheet = found.sheet
    yield Message.of("present.readings_now", possible=_possible(sheet.possible))
    code = "present.readings_all" if found.is_exact else "present.readings_bounds"
    yield Message.of(code, possible=points_span(found.possible))
    if not found.ratings:
        return
    yield Message.of("present.readings_grades", grades=_grades(sheet.grades))
    if not found.decides_rating and found.is_exact:
        yield Message.of("present.readings_rating_same")
    elif found.decides_rating and not found.adds_ratings:
        yield Message.of("present.readings_rating_fewer")
    for each in found.ratings:
        if each.answers:
            yield Message.of(
                "present.readings_rating",
                grade=Text(each.grade.name, each.grade.en),
                answers=_notes(sheet.rubric, each.answers),
                possible=_possible(each.possible),
            )


def _notes(rubric: Rubric, answers: Answers) -> tuple[Text, ...]:
    """What the answers mean, in their own words."""
    return tuple(
        answer.note for name, chosen in answers for answer in rubric.question(name).answers if answer.id == chosen
    )


def _question(effect: QuestionEffect) -> Message:
    code = "present.readings_deciding" if effect.decides_rating else "present.readings_question"
    answers = tuple(_answer(each, with_grades=effect.decides_rating) for each in effect.answers)
    return Message.of(code, question=effect.question.label, name=effect.question.id, answers=answers)


def _answer(each: AnswerEffect, *, with_grades: bool) -> Message:
    if each.possible is None:
        return Message.of("present.readings_clash", note=each.note)
    code = "present.readings_answer_now" if each.is_in_force else "present.readings_answer"
    result: Param = _possible(each.possible)
    if with_grades:
        result = Message.of("present.readings_result", possible=result, grades=_grades(each.grades))
    return Message.of(code, note=each.note, result=result)


def _row(rubric: Rubric, row: RowReadings) -> Message:
    now = next(each for each in row.readings if each.is_in_force)
    others: dict[IntervalSet, Answers] = {}
    for each in row.readings:
        switched = tuple(pair for pair in each.answers if pair not in now.answers)
        known = others.get(each.points)
        if each.points != now.points and (known is None or len(switched) < len(known)):
            others[each.points] = switched
    told = tuple(
        Message.of("present.readings_row_other", points=points_span(points), answers=_notes(rubric, answers))
        for points, answers in list(others.items())[:MAX_OTHERS]
    )
    return Message.of(
        "present.readings_row", label=row_label(rubric, row.id), points=points_span(now.points), others=told
    )
