"""Another answer of a question adopted: its readings become the rows, and the old rows become readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.rubrics.indicators import Indicator, Question, Reading
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.overlay import Adoption

__all__ = ["Adopted", "adopted"]

_READ = ("measure", "formula")


@frozen
class Adopted:
    """Questions and rows after an adoption, and why it could not be made."""

    questions: tuple[Question, ...]
    rows: tuple[Indicator, ...]
    problems: tuple[Problem, ...] = ()


def adopted(
    questions: Sequence[Question],
    rows: Sequence[Indicator],
    name: str,
    change: Adoption,
    decided: frozenset[str] = frozenset(),
) -> Adopted:
    """
    Return questions and rows under another adopted answer.

    Args:
        questions: the questions of the table.
        rows: its rows.
        name: the question.
        change: the answer, who adopted it, when and why.
        decided: rows whose further readings somebody has decided upon.
    """
    unchanged = (tuple(questions), tuple(rows))
    known = {question.id: question for question in questions}
    if name not in known:
        names = most_alike_first(name, known)
        return Adopted(*unchanged, (_refused("", "rubrics.unknown_question", found=shown(name), known=names),))
    question = known[name]
    answers = {answer.id: answer for answer in question.answers}
    if change.answer not in answers or change.answer == question.adopted:
        others = most_alike_first(change.answer, (each.id for each in question.answers[1:]))
        refused = _refused("answer", "rubrics.overlay_answer", question=name, found=shown(change.answer), known=others)
        return Adopted(*unchanged, (refused,))
    first = answers.pop(change.answer)
    turned = evolve(
        question,
        answers=(first, *answers.values()),
        adopted_by=change.adopted_by,
        adopted_on=change.adopted_on,
        reason=change.why,
    )
    problems = tuple(problem for row in rows for problem in _clashes(row, question, change, decided))
    return Adopted(
        tuple(turned if each.id == name else each for each in questions),
        tuple(_turned(row, question, change.answer) for row in rows),
        problems,
    )


def _refused(path: str, code: str, **params: Any) -> Problem:
    return Problem(Message.of(code, **params), path)


def _reading(row: Indicator, question: str, answer: str) -> Reading | None:
    return next((each for each in row.readings if (each.question, each.id) == (question, answer)), None)


def _turned(row: Indicator, question: Question, answer: str) -> Indicator:
    chosen = _reading(row, question.id, answer)
    if chosen is None:
        return row
    replaced = {part: getattr(row, part) for part in _READ if getattr(chosen, part) is not None}
    # Under every other answer the row reads as before, also where no reading had to say so.
    others = [
        _beside(_reading(row, question.id, each.id), question.id, each.id, replaced)
        for each in question.answers
        if each.id != answer
    ]
    kept = [each for each in row.readings if each.question != question.id]
    return evolve(row.with_readings((chosen,)), readings=(*others, *kept))


def _beside(reading: Reading | None, question: str, answer: str, replaced: dict[str, Any]) -> Reading:
    """The reading of an answer that is not adopted any more, or was not before, with what the row was by then."""
    if reading is None:
        return Reading(question=question, id=answer, **replaced)
    return evolve(reading, **{part: value for part, value in replaced.items() if getattr(reading, part) is None})


def _clashes(row: Indicator, question: Question, change: Adoption, decided: frozenset[str]) -> Iterator[Problem]:
    """Readings of other questions were written beside the answer that was adopted; nobody said what they are now."""
    chosen = _reading(row, question.id, change.answer)
    if chosen is None or row.id in decided:
        return
    for part in _READ:
        if getattr(chosen, part) is None:
            continue
        others = tuple(
            f"{each.question}={each.id}"
            for each in row.readings
            if each.question != question.id and getattr(each, part) is not None
        )
        if others:
            yield _refused("answer", "rubrics.overlay_adoption_open", row=row.id, part=part, found=others)
