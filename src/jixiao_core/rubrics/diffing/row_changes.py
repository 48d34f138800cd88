"""One row on both sides: its words, its parameters, and on what its scores differ under which reading."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from attrs import evolve, fields, frozen

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.diffing.assessed import (
    checklist_difference,
    checklist_score,
    judged_difference,
    kind_difference,
    nonconformity_difference,
    options_difference,
    targets_differences,
)
from jixiao_core.rubrics.diffing.matching import Matched, MatchedBy
from jixiao_core.rubrics.diffing.measured import measured_differences
from jixiao_core.rubrics.diffing.outcomes import Outcome, ScoreDifference, Side, Stated, Witness, scored
from jixiao_core.rubrics.diffing.parts import PartChange, differing_parts
from jixiao_core.rubrics.diffing.sides import Facts, RowSide, row_side
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Indicator, NotApplicablePolicy
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["ChangeClass", "RowChange", "row_change"]

ChangeClass: TypeAlias = Literal["same_text_other_behaviour", "other_text_same_behaviour", "other_text_other_behaviour"]
"""What a change of a row is: the formula alone, the text alone, or both."""

ZERO = Fraction(0)
_CURVES = (Bands, DeductPerStep, Proportional)


@frozen(kw_only=True)
class RowChange:
    """
    A row that stands on both sides and is not the same.

    Attributes:
        id: its id in the second rubric.
        before_id: its id in the first.
        label: its name in the second.
        matched_by: how the two were matched.
        words: what is printed or said otherwise.
        parameters: what is scored by that is written otherwise.
        differences: on what the scores differ, as adopted first, then reading by reading.
    """

    id: str
    before_id: str
    label: Text
    matched_by: MatchedBy
    words: tuple[PartChange, ...] = ()
    parameters: tuple[PartChange, ...] = ()
    differences: tuple[ScoreDifference, ...] = ()

    @property
    def changes_scores(self) -> bool:
        """Whether something scores otherwise, or could not be shown to score the same."""
        return bool(self.differences)

    @property
    def change_class(self) -> ChangeClass:
        """
        What the change is.

        A formula that is written otherwise and scores the same is another text of the same behaviour.
        """
        if not self.differences:
            return "other_text_same_behaviour"
        return "other_text_other_behaviour" if self.words else "same_text_other_behaviour"


def row_change(rubrics: tuple[Rubric, Rubric], matched: Matched, facts: Facts) -> RowChange | None:
    """Return what differs between a row of two rubrics; None where nothing does but its id."""
    before, after = matched.before, matched.after
    parts = tuple(_parts(before, after))
    found = RowChange(
        id=after.id,
        before_id=before.id,
        label=after.label,
        matched_by=matched.matched_by,
        words=tuple(part for part in parts if part.is_words),
        parameters=tuple(part for part in parts if not part.is_words),
        differences=tuple(_differences(rubrics, before, after, facts)),
    )
    return found if found.words or found.parameters or found.differences else None


def _parts(before: Indicator, after: Indicator) -> Iterator[PartChange]:
    old, new = plain(before), plain(after)
    for attribute in fields(Indicator):
        name = attribute.name
        if name == "id" or getattr(before, name) == getattr(after, name):
            continue
        yield from differing_parts(old.get(name), new.get(name), name)


def _differences(
    rubrics: tuple[Rubric, Rubric], before: Indicator, after: Indicator, facts: Facts
) -> Iterator[ScoreDifference]:
    sides = row_side(rubrics[0], before), row_side(rubrics[1], after)
    found = [*_as_read(sides[0], sides[1], facts), *_of_papers(sides), *_of_policy(rubrics, sides)]
    if sides[0].maximum != sides[1].maximum and not found:
        found = [_of_points(sides)]
    yield from found
    for question, answer in _answers(rubrics, before, after):
        read = [_read(rubric, row, question, answer) for rubric, row in zip(rubrics, (before, after), strict=True)]
        if read[0] is None or read[1] is None:
            only: Side = "after" if read[0] is None else "before"
            yield ScoreDifference(where="reading", question=question, answer=answer, only=only)
            continue
        pair = row_side(rubrics[0], read[0]), row_side(rubrics[1], read[1])
        for each in _as_read(pair[0], pair[1], facts):
            yield evolve(each, question=question, answer=answer)


def _answers(rubrics: tuple[Rubric, Rubric], before: Indicator, after: Indicator) -> Iterator[tuple[str, str]]:
    """Every declared answer that a row reads otherwise under on either side, but for those that both adopt."""
    asked = {reading.question for row in (before, after) for reading in row.readings}
    declared = [
        {question.id: tuple(answer.id for answer in question.answers) for question in rubric.questions}
        for rubric in rubrics
    ]
    for question in dict.fromkeys((*declared[0], *declared[1])):
        if question not in asked:
            continue
        answers = [each.get(question, ()) for each in declared]
        adopted = [each[0] if each else "" for each in answers]
        for answer in dict.fromkeys((*answers[0], *answers[1])):
            if adopted != [answer, answer]:
                yield question, answer


def _read(rubric: Rubric, row: Indicator, question: str, answer: str) -> Indicator | None:
    """The row under one answer; None where the rubric does not declare it."""
    known = next((each for each in rubric.questions if each.id == question), None)
    if known is None or answer not in {each.id for each in known.answers}:
        return None
    return row.with_readings(each for each in row.readings if (each.question, each.id) == (question, answer))


def _as_read(before: RowSide, after: RowSide, facts: Facts) -> Iterator[ScoreDifference]:
    """On what two rows differ under one reading, by their kinds."""
    one, two = before.row.formula, after.row.formula
    if isinstance(one, _CURVES) and isinstance(two, _CURVES):
        yield from measured_differences(before, after, facts)
        return
    if type(one) is not type(two):
        yield kind_difference(before, after)
        return
    match one:
        case Checklist():
            yield from checklist_difference(before, after)
        case Nonconformities():
            yield from nonconformity_difference(before, after)
        case Options():
            yield from options_difference(before, after)
        case Targets():
            yield from targets_differences(before, after)
        case Judged():
            yield from judged_difference(before, after)
        case Bands() | DeductPerStep() | Proportional():
            # Two of these are compared above, one of them is another kind.
            raise TypeError(one.kind)
        case _:
            assert_never(one)


def _of_points(sides: tuple[RowSide, RowSide]) -> ScoreDifference:
    """A row that has other points scores otherwise at least where it does not apply and counts in full."""
    before, after = (scored(side.maximum) for side in sides)
    return ScoreDifference(
        where="points", witness=Witness(given=(Stated(kind="not_applicable"),), before=before, after=after)
    )


# Papers: what is left, in the strict total, of a row whose paper is missing.


def _of_papers(sides: tuple[RowSide, RowSide]) -> Iterator[ScoreDifference]:
    demands = [{demand.id: demand for demand in side.row.documents} for side in sides]
    for name in sorted({**demands[0], **demands[1]}):
        old, new = (side.get(name) for side in demands)
        if (old.items if old else None) == (new.items if new else None):
            continue
        outcomes = [
            _without_paper(side, demand.items if demand else None)
            for side, demand in zip(sides, (old, new), strict=True)
        ]
        if outcomes[0] != outcomes[1]:
            label = next(each.label for each in (old, new) if each is not None)
            given = (Stated(kind="paper_missing", id=name, label=label),)
            yield ScoreDifference(where="papers", witness=Witness(given=given, before=outcomes[0], after=outcomes[1]))


def _without_paper(side: RowSide, items: tuple[str, ...] | None) -> Outcome:
    """The most that is left; the items that need the paper are not met, all others are."""
    if items is None:
        return scored(side.maximum)
    formula = side.row.formula
    if not items or not isinstance(formula, Checklist):
        return scored(ZERO)
    found = {item.id: item.id not in items for item in formula.items}
    return scored(checklist_score(formula, side.maximum, found))


# The policy of the row itself; those of its group and of the table are changes of structure and head.


def _of_policy(rubrics: tuple[Rubric, Rubric], sides: tuple[RowSide, RowSide]) -> Iterator[ScoreDifference]:
    before, after = (side.row for side in sides)
    policies = [rubric.policy(side.row.id) for rubric, side in zip(rubrics, sides, strict=True)]
    if before.not_applicable != after.not_applicable and policies[0] != policies[1]:
        outcomes = [_absent(policy, side) for policy, side in zip(policies, sides, strict=True)]
        given = (Stated(kind="not_applicable"),)
        yield ScoreDifference(
            where="not_applicable", witness=Witness(given=given, before=outcomes[0], after=outcomes[1])
        )
    elif _last_steps(before.reallocate_to) != _last_steps(after.reallocate_to) and "reallocate" in policies:
        yield ScoreDifference(where="not_applicable")


def _last_steps(ids: tuple[str, ...]) -> set[str]:
    return {each.rpartition(".")[2] for each in ids}


def _absent(policy: NotApplicablePolicy, side: RowSide) -> Outcome:
    match policy:
        case "full_points":
            return scored(side.maximum)
        case "zero":
            return scored(ZERO)
        case "reallocate" | "rescale":
            return Outcome(policy, IntervalSet(()))
