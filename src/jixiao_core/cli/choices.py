"""Assumptions and readings that the arguments choose, given to those tables that offer them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from attrs import frozen

from jixiao_core.errors import FormatError, Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Chosen", "answers", "chosen"]


@frozen
class Chosen:
    """
    A table as the arguments read it.

    Attributes:
        rubric: the table, its readings switched.
        assume: the assumptions to make that it offers.
    """

    rubric: Rubric
    assume: tuple[str, ...]


def chosen(rubrics: Sequence[Rubric], options: argparse.Namespace) -> tuple[Chosen, ...]:
    """
    Return every table as the arguments read it, each with the assumptions and readings that it offers.

    Raises:
        FormatError: for readings that are not written as question=answer, or that answer a question twice.
        UnknownNameError: for what no table offers; the message names what they offer.
    """
    readings = answers(options.reading)
    if len(rubrics) == 1:
        return (Chosen(rubrics[0].under(readings), tuple(options.assume)),)
    raise_if(_offered_by_none(rubrics, options.assume, readings), UnknownNameError)
    return tuple(
        Chosen(
            each.under({question: answer for question, answer in readings.items() if _offers(each, question, answer)}),
            tuple(name for name in options.assume if name in each.assumptions),
        )
        for each in rubrics
    )


def answers(given: Sequence[str]) -> dict[str, str]:
    """Return the readings that the arguments choose, question to answer; FormatError where they are not clear."""
    raise_if(_reading_problems(given), FormatError)
    return dict(_pair(each) for each in given)


def _pair(given: str) -> tuple[str, str]:
    question, _, answer = given.partition("=")
    return question, answer


def _reading_problems(given: Sequence[str]) -> Iterator[Problem]:
    found: dict[str, str] = {}
    for each in given:
        question, answer = _pair(each)
        if not (question and answer):
            yield Problem(Message.of("cli.bad_reading", found=shown(each)))
        elif found.setdefault(question, answer) != answer:
            both = (shown(found[question]), shown(answer))
            yield Problem(Message.of("cli.reading_twice", question=shown(question), found=both))


def _offers(rubric: Rubric, question: str, answer: str) -> bool:
    return f"{question}={answer}" in _readings(rubric)


def _readings(rubric: Rubric) -> tuple[str, ...]:
    return tuple(f"{question.id}={answer.id}" for question in rubric.questions for answer in question.answers)


def _offered_by_none(rubrics: Sequence[Rubric], assume: Sequence[str], readings: dict[str, str]) -> Iterator[Problem]:
    wanted = [("cli.assumption_of_none", name) for name in assume]
    wanted += [("cli.reading_of_none", f"{question}={answer}") for question, answer in readings.items()]
    for code, name in wanted:
        offered = {
            each.pin: tuple(each.assumptions) if code == "cli.assumption_of_none" else _readings(each)
            for each in rubrics
        }
        if not any(name in names for names in offered.values()):
            tables = tuple(_offer(pin, most_alike_first(name, names)) for pin, names in offered.items())
            yield Problem(Message.of(code, found=shown(name), tables=tables))


def _offer(pin: str, names: tuple[str, ...]) -> Message:
    if not names:
        return Message.of("cli.offers_none", rubric=pin)
    return Message.of("cli.offers", rubric=pin, names=names)
