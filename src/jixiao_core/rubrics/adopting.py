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
from jixiao_core.rubrics.refining import rebased, refined_rules
from jixiao_core.rubrics.sources import is_date

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
    unstated = tuple(_unstated(change))
    known = {question.id: question for question in questions}
    if name not in known:
        names = most_alike_first(name, known)
        unknown = _refused("", "rubrics.unknown_question", found=shown(name), known=names)
        return Adopted(*unchanged, (unknown, *unstated))
    question = known[name]
    answers = {answer.id: answer for answer in question.answers}
    if change.answer not in answers or change.answer == question.adopted:
        others = most_alike_first(change.answer, (each.id for each in question.answers[1:]))
        refused = _refused("answer", "rubrics.overlay_answer", question=name, found=shown(change.answer), known=others)
        return Adopted(*unchanged, (refused, *unstated))
    first = answers.pop(change.answer)
    turned = evolve(
        question,
        answers=(first, *answers.values()),
        adopted_by=change.adopted_by,
        # A date that is none was told under the adoption and is not told again of the table.
        adopted_on=change.adopted_on if is_date(change.adopted_on) else question.adopted_on,
        reason=change.why,
    )
    clashes = (problem for row in rows for problem in _clashes(row, question, change, decided))
    problems = (*unstated, *clashes)
    return Adopted(
        tuple(turned if each.id == name else each for each in questions),
        tuple(_turned(row, question, change.answer) for row in rows),
        problems,
    )


def _refused(path: str, code: str, **params: Any) -> Problem:
    return Problem(Message.of(code, **params), path)


def _unstated(change: Adoption) -> Iterator[Problem]:
    """Who adopted an answer and when, where that is not said; a reason is asked for of every change."""
    if not is_date(change.adopted_on):
        yield _refused("adopted_on", "rubrics.bad_date", found=shown(change.adopted_on))
    if not change.adopted_by.zh.strip():
        yield _refused("adopted_by", "rubrics.empty", what="adopted_by")


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
    turned = row.with_readings((chosen,))
    kept = [_rewritten(each, row, turned) for each in row.readings if each.question != question.id]
    return evolve(turned, readings=(*others, *kept))


def _rewritten(reading: Reading, row: Indicator, turned: Indicator) -> Reading:
    """A reading of another question beside what the row is now."""
    if reading.formula is None:
        return reading
    return evolve(reading, formula=rebased(reading.formula, row.formula, turned.formula))


def _beside(reading: Reading | None, question: str, answer: str, replaced: dict[str, Any]) -> Reading:
    """The reading of an answer that is not adopted any more, or was not before, with what the row was by then."""
    if reading is None:
        return Reading(question=question, id=answer, **replaced)
    return evolve(reading, **{part: value for part, value in replaced.items() if getattr(reading, part) is None})


def _goes_along(row: Indicator, chosen: Reading, other: Reading, part: str) -> bool:
    """Whether it is plain what another reading of a formula is once rules of this formula were adopted."""
    if part != "formula" or chosen.formula is None or other.formula is None:
        return False
    rules, others = refined_rules(row.formula, chosen.formula), refined_rules(row.formula, other.formula)
    return rules is not None and (others is None or not rules.keys() & others.keys())


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
            if each.question != question.id
            and getattr(each, part) is not None
            and not _goes_along(row, chosen, each, part)
        )
        if others:
            yield _refused("answer", "rubrics.overlay_adoption_open", row=row.id, part=part, found=others)
