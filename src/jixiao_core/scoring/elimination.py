"""Elimination: every total that many questions allow together, one question summed out after the other, never all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from attrs import frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.scoring.totals import hull_of

__all__ = ["MAX_SUMS", "Answers", "Factor", "Sums", "TooManySumsError", "eliminated", "keep"]

MAX_SUMS = 4096
"""So many different sums are kept apart; beyond, elimination gives up."""

Answers = tuple[tuple[str, str], ...]
"""Pairs of question and answer that differ from the answers in force, sorted."""

Sums = Mapping[Interval, Answers]
"""Every sum that some answers give, with the fewest answers that do."""


class TooManySumsError(Exception):
    """More different sums than are kept apart; whoever asked falls back to bounds."""


@frozen
class Factor:
    """
    What some rows add to the total, as a function of the questions that they share.

    Attributes:
        questions: the questions that matter to the rows.
        table: the answers to these questions, in their order, to the sums; answers that cannot go together are missing.
    """

    questions: tuple[str, ...]
    table: Mapping[tuple[str, ...], Sums]


def eliminated(factors: Iterable[Factor], answers: Mapping[str, Sequence[str]], in_force: Mapping[str, str]) -> Sums:
    """
    Return every sum over all answers to all questions.

    One question after the other is summed out, the one with the smallest table first, so the work grows with the
    questions that meet in one place, not with all their combinations.

    Args:
        factors: what adds up.
        answers: question id to its answers.
        in_force: question id to the answer in force.

    Raises:
        TooManySumsError: when more than 4,096 different sums meet.

    >>> zero, one = Interval.point(0), Interval.point(1)
    >>> factor = Factor(("q",), {("a",): {zero: ()}, ("b",): {one: ()}})
    >>> {str(total): found for total, found in eliminated([factor, factor], {"q": ["a", "b"]}, {"q": "a"}).items()}
    {'[0, 0]': (), '[2, 2]': (('q', 'b'),)}
    """
    rest = list(factors)
    open_questions = list(dict.fromkeys(name for factor in rest for name in factor.questions))
    while open_questions:
        chosen = min(open_questions, key=lambda name: _cost(name, rest, answers))
        open_questions.remove(chosen)
        touching = [factor for factor in rest if chosen in factor.questions]
        rest = [factor for factor in rest if chosen not in factor.questions]
        rest.append(_summed_out(chosen, touching, answers, in_force))
    found: Sums = {Interval.point(0): ()}
    for factor in rest:
        found = _plus(found, factor.table.get((), {}))
    return found


def _neighbours(name: str, factors: Iterable[Factor]) -> tuple[str, ...]:
    """The other questions of the factors that know a question."""
    return tuple(
        dict.fromkeys(
            other for factor in factors if name in factor.questions for other in factor.questions if other != name
        )
    )


def _cost(name: str, factors: Iterable[Factor], answers: Mapping[str, Sequence[str]]) -> int:
    return prod(len(answers[other]) for other in _neighbours(name, factors))


def _summed_out(
    name: str, touching: list[Factor], answers: Mapping[str, Sequence[str]], in_force: Mapping[str, str]
) -> Factor:
    """One factor over the neighbours of a question, with every sum that some answer to it gives."""
    scope = _neighbours(name, touching)
    table: dict[tuple[str, ...], Sums] = {}
    for assignment in product(*(answers[other] for other in scope)):
        given = dict(zip(scope, assignment, strict=True))
        merged: dict[Interval, Answers] = {}
        for answer in answers[name]:
            switched = () if answer == in_force[name] else ((name, answer),)
            for total, found in _added(touching, {**given, name: answer}).items():
                keep(merged, total, tuple(sorted((*found, *switched))))
        if merged:
            table[assignment] = merged
    return Factor(scope, table)


def _added(factors: list[Factor], given: Mapping[str, str]) -> Sums:
    total: Sums = {Interval.point(0): ()}
    for factor in factors:
        total = _plus(total, factor.table.get(tuple(given[name] for name in factor.questions), {}))
    return total


def _plus(one: Sums, two: Sums) -> Sums:
    merged: dict[Interval, Answers] = {}
    for left, mine in one.items():
        for right, theirs in two.items():
            keep(merged, _sum(left, right), tuple(sorted((*mine, *theirs))))
    if len(merged) > MAX_SUMS:
        raise TooManySumsError
    return merged


def _sum(one: Interval, two: Interval) -> Interval:
    return hull_of(IntervalSet.of(one).plus(IntervalSet.of(two)))


def keep(sums: dict[Interval, Answers], total: Interval, found: Answers) -> None:
    """Add a sum, or put fewer answers in place of those that were known to give it."""
    known = sums.get(total)
    if known is None or (len(found), found) < (len(known), known):
        sums[total] = found
