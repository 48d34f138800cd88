"""Assessments: what a person found out or decided about one row."""

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.exact.numbers import exact, optional_exact
from jixiao_core.exact.quantities import Quantity

__all__ = [
    "Assessment",
    "Cases",
    "CasesFound",
    "ChecklistAssessment",
    "ItemFinding",
    "Judgement",
    "NotApplicable",
    "OptionChosen",
    "TargetRow",
    "TargetsAssessment",
    "Unused",
]


@frozen(kw_only=True)
class ItemFinding:
    """
    What was found about one item of a checklist.

    Attributes:
        item: the id of the item.
        met: whether it is met; None: not known.
        points: a part of its points, where the rubric allows partial credit.
        not_applicable: why it does not apply; empty: it does.
        reason: why it was found so.
    """

    item: str
    met: bool | None = None
    points: Fraction | None = field(default=None, converter=optional_exact)
    not_applicable: str = ""
    reason: str = ""


@frozen(kw_only=True)
class ChecklistAssessment:
    """Findings about items; an item that is not named here is unknown."""

    items: tuple[ItemFinding, ...]
    kind: Literal["checklist"] = "checklist"


@frozen(kw_only=True)
class Cases:
    """
    The instances of one condition.

    Attributes:
        condition: the id of the condition.
        count: how many; 0 is a finding, None is unknown.
        deduct: the deduction of each, in points, where the table prints a range.
        reason: what they were.
    """

    condition: str
    count: int | None = None
    deduct: Fraction | None = field(default=None, converter=optional_exact)
    reason: str = ""


@frozen(kw_only=True)
class CasesFound:
    """
    Instances of non-conformity; a condition that is not named here is unknown.

    Attributes:
        cases: the instances by condition.
    """

    cases: tuple[Cases, ...]
    kind: Literal["nonconformities"] = "nonconformities"


@frozen(kw_only=True)
class OptionChosen:
    """
    The state that holds.

    Attributes:
        option: its id.
        points: the points chosen inside its range, where it has one.
        reason: why.
    """

    option: str
    points: Fraction | None = field(default=None, converter=optional_exact)
    reason: str = ""
    kind: Literal["options"] = "options"


Unused: TypeAlias = Literal["operator", "unit", "words", "edge", "direction"]
"""Why a printed completion is no figure that can be used."""


@frozen(kw_only=True)
class TargetRow:
    """
    One target and what became of it.

    Attributes:
        label: the target, as written.
        target: the target figure; None: not known.
        actual: the actual figure; None: not known.
        rate: the completion rate, where only that is declared.
        comparator: ``at_least`` more is better, ``at_most`` less is better.
        weight: its weight in the mean.
        key: whether it is a key target.
        stated: what is printed as the completion, verbatim, where it is no figure that can be used.
        unused: why it is not: an operator stands in it, it is in another unit, it is words, it is just a target that
            is to be exceeded or undercut, or nothing says whether less is better.
    """

    label: str
    target: Quantity | None = None
    actual: Quantity | None = None
    rate: Quantity | None = None
    comparator: Literal["at_least", "at_most"] = "at_least"
    weight: Fraction = field(default=Fraction(1), converter=exact)
    key: bool = False
    stated: str = ""
    unused: Unused | None = None


@frozen(kw_only=True)
class TargetsAssessment:
    """
    The targets of a row.

    Attributes:
        rows: every target, in the unit's order.
    """

    rows: tuple[TargetRow, ...]
    kind: Literal["targets"] = "targets"


@frozen(kw_only=True)
class Judgement:
    """
    An assessor's points with the reason.

    Attributes:
        points: between 0 and the row's maximum.
        by: who judged (a role or body, never a person's name).
        reason: why.
    """

    points: Fraction = field(converter=exact)
    by: str = ""
    reason: str = ""
    kind: Literal["judged"] = "judged"


@frozen(kw_only=True)
class NotApplicable:
    """
    The row does not apply to the unit.

    Attributes:
        reason: why; it has to be declared.
        approved_by: who approved it.
    """

    reason: str
    approved_by: str = ""
    kind: Literal["not_applicable"] = "not_applicable"


Assessment: TypeAlias = ChecklistAssessment | CasesFound | OptionChosen | TargetsAssessment | Judgement | NotApplicable
"""Every assessment is one of these kinds."""
