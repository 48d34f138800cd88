"""What a row scores in one situation, before and after: the witnesses of a difference."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from jixiao_core.exact.intervals import EMPTY, IntervalSet
from jixiao_core.exact.spans import Span
from jixiao_core.messages import NO_TEXT, Text

__all__ = [
    "NOT_ACCEPTED",
    "NOT_APPLICABLE",
    "Outcome",
    "OutcomeStatus",
    "ScoreDifference",
    "Side",
    "Stated",
    "StatedKind",
    "Where",
    "Witness",
    "scored",
]

Where = Literal[
    "values",
    "over_zero",
    "zero_over_zero",
    "facts",
    "kind",
    "rates",
    "key_targets",
    "items",
    "cases",
    "options",
    "judged",
    "points",
    "not_applicable",
    "papers",
    "reading",
]
"""Where scores differ: measure values, divisions by zero, facts of another measure, completion rates, assessments."""

Side = Literal["before", "after"]
"""Which of the two tables."""
OutcomeStatus = Literal["scored", "not_applicable", "not_accepted", "reallocate", "rescale"]
"""What comes of a value in a table: points, no points because it does not apply, no entry, or points that go elsewhere."""
StatedKind = Literal[
    "measure",
    "fact",
    "item_met",
    "item_partly",
    "no_cases",
    "cases",
    "deduct",
    "option",
    "chosen",
    "rate",
    "key_rate",
    "judged",
    "not_applicable",
    "paper_missing",
]
"""What something in a situation is about."""


@frozen
class Outcome:
    """
    What comes out of one situation.

    Attributes:
        status: scored, not applicable, not accepted (outside the domain or the range, or unknown to the table), or
            what happens to the points of a row that does not apply.
        points: the points that are possible; empty where none are scored.
    """

    status: OutcomeStatus
    points: IntervalSet = EMPTY


NOT_APPLICABLE = Outcome("not_applicable")
"""The row does not apply."""
NOT_ACCEPTED = Outcome("not_accepted")
"""The table takes no such value."""


def scored(points: Fraction | IntervalSet) -> Outcome:
    """Return the outcome of points."""
    return Outcome("scored", points if isinstance(points, IntervalSet) else IntervalSet.points(points))


@frozen(kw_only=True)
class Stated:
    """
    One thing that is so in a situation.

    Attributes:
        kind: what it is about.
        id: the fact, item, condition, option or paper; empty where the row has no parts.
        label: its name.
        value: its figure, count, rate or points, where it has one.
    """

    kind: StatedKind
    id: str = ""
    label: Text = NO_TEXT
    value: Span | None = None


@frozen(kw_only=True)
class Witness:
    """
    A situation in which both rubrics do not score the same.

    Attributes:
        given: what is so; of a checklist, the items that are not named are not met.
        before: what the first rubric makes of it.
        after: what the second makes of it.
    """

    given: tuple[Stated, ...]
    before: Outcome
    after: Outcome


@frozen(kw_only=True)
class ScoreDifference:
    """
    One way in which the scores of a row differ.

    Attributes:
        where: on what they differ.
        question: the question of the reading under which they do; empty: as both rubrics adopt them.
        answer: its answer.
        only: which rubric has the reading, where one has.
        values: the exact set of measure values (``values``) or completion rates (``rates``, ``key_targets``) on which
            they differ; None where the difference is not one of values.
        witness: a situation in which they differ; None where the difference is one of rules over several rows, or where
            none was found.
        is_decided: whether it is known that they differ; otherwise the measures or formulas are written otherwise and
            no situation was found in which they score otherwise.
    """

    where: Where
    question: str = ""
    answer: str = ""
    only: Side | None = None
    values: Span | None = None
    witness: Witness | None = None
    is_decided: bool = True

    @property
    def is_adopted(self) -> bool:
        """Whether they differ as both rubrics adopt their readings."""
        return not self.question
