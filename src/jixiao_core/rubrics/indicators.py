"""Indicators of three levels: groups, pools and the rows that are scored, with their readings."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, Self

from attrs import evolve, field, frozen

from jixiao_core.exact.numbers import exact, optional_exact
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Formula
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.refining import combined
from jixiao_core.rubrics.sources import DocumentDemand, Source

__all__ = ["Answer", "Group", "Indicator", "NotApplicablePolicy", "Pool", "Question", "Reading"]

NotApplicablePolicy = Literal["full_points", "reallocate", "rescale", "zero"]
"""What a row that does not apply is worth: 满分, 分值调给同级指标, 按适用分值折算, 零分."""


@frozen(kw_only=True)
class Answer:
    """One answer to a question of interpretation: its id and what it means."""

    id: str
    note: Text


@frozen(kw_only=True)
class Question:
    """
    Something that the table leaves open, and the answer that somebody adopted.

    Attributes:
        id: its name; rows that share a question switch together.
        label: the question.
        answers: the declared answers, the adopted one first.
        adopted_by: who adopted it.
        adopted_on: when, as an ISO date.
        reason: why.
    """

    id: str
    label: Text
    answers: tuple[Answer, ...]
    adopted_by: Text
    adopted_on: str
    reason: Text

    @property
    def adopted(self) -> str:
        """The id of the adopted answer."""
        return self.answers[0].id


@frozen(kw_only=True)
class Reading:
    """
    How one row reads under an answer that is not the adopted one.

    Attributes:
        question: the question that it answers.
        id: the answer.
        measure: replaces the row's measure as a whole.
        formula: replaces the row's formula as a whole.
        note: what it means for this row, where the answer's own note does not say it.
    """

    question: str
    id: str
    measure: Measure | None = None
    formula: Formula | None = None
    note: Text | None = None


@frozen(kw_only=True)
class Group:
    """
    An indicator of the first or second level.

    Attributes:
        id: its path; the ids of its members begin with it.
        label: its name.
        points: what its members score together.
        choose: ``all`` members count, or ``one`` of them, which the evidence names (二者择一).
        not_applicable: the policy for its rows, where it differs from the rubric's.
    """

    id: str
    label: Text
    points: Fraction = field(converter=exact)
    choose: Literal["all", "one"] = "all"
    not_applicable: NotApplicablePolicy | None = None


@frozen(kw_only=True)
class Pool:
    """
    Points that several rows of one group share.

    Attributes:
        id: its name in evidence.
        label: its name.
        points: what the chosen members score together.
        members: the ids of the rows that may share it; their own `points` stay empty.
        split: how they share it when the evidence does not say: in equal parts.
        clause: the words that make it a pool, verbatim.
    """

    id: str
    label: Text
    points: Fraction = field(converter=exact)
    members: tuple[str, ...]
    split: Literal["equal"] = "equal"
    clause: str = ""


@frozen(kw_only=True)
class Indicator:
    """
    A row that is scored.

    Attributes:
        id: its path.
        label: its name, as printed.
        points: its maximum; None for the member of a pool.
        clause: the scoring criterion, verbatim.
        clause_corrected: the criterion as it must have read, where the print is garbled.
        explanation: the column 具体指标, verbatim, where the table has one.
        source: where the clause stands.
        measure: what a numeric formula looks at; None for the other kinds.
        formula: how points follow.
        readings: how the row reads under other answers.
        not_applicable: the policy where it differs from the group's.
        reallocate_to: the siblings that get its points when it does not apply; empty: all, in proportion.
        documents: papers that the table demands.
        papers: papers that a reviewer would ask for to settle the row.
        notes: what a reader should know.
    """

    id: str
    label: Text
    points: Fraction | None = field(default=None, converter=optional_exact)
    clause: str
    clause_corrected: str = ""
    explanation: str = ""
    source: Source
    measure: Measure | None = None
    formula: Formula
    readings: tuple[Reading, ...] = ()
    not_applicable: NotApplicablePolicy | None = None
    reallocate_to: tuple[str, ...] = ()
    documents: tuple[DocumentDemand, ...] = ()
    papers: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()

    def with_readings(self, readings: Iterable[Reading]) -> Self:
        """Return the row with the measure and formula that the readings put in place of its own; they do not clash."""
        chosen = tuple(readings)
        measure = next((each.measure for each in reversed(chosen) if each.measure is not None), self.measure)
        formulas = [each.formula for each in chosen if each.formula is not None]
        formula = combined(self.formula, formulas) or formulas[-1]
        if measure is self.measure and formula is self.formula:
            return self
        return evolve(self, measure=measure, formula=formula)

    def clashing(self, readings: Iterable[Reading]) -> tuple[str, ...]:
        """Return the parts of the row, ``measure`` or ``formula``, that two of the readings replace."""
        chosen = tuple(readings)
        formulas = [each.formula for each in chosen if each.formula is not None]
        is_measured_twice = sum(each.measure is not None for each in chosen) > 1
        found = (is_measured_twice, combined(self.formula, formulas) is None)
        return tuple(part for part, is_twice in zip(("measure", "formula"), found, strict=True) if is_twice)

    @property
    def quote(self) -> str:
        """The criterion as it is quoted to people: the correction where the print is garbled."""
        return self.clause_corrected or self.clause
