"""The closed union of eight formula kinds, as plain data; `lowering` turns them into curves and point sets."""

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.exact.numbers import exact, optional_exact
from jixiao_core.messages import Text
from jixiao_core.rubrics.levels import Level, optional_level, to_level

__all__ = [
    "Band",
    "Bands",
    "Checklist",
    "ChecklistItem",
    "Condition",
    "CurveFormula",
    "DeductPerStep",
    "Formula",
    "Judged",
    "Nonconformities",
    "Option",
    "Options",
    "Proportional",
    "Targets",
]


@frozen(kw_only=True)
class Band:
    """
    Points on one side of an edge; exactly one of the four edges is given.

    Attributes:
        points: what a measure in this band scores.
        at_least: the measure is this or more (≥, 以上, 含).
        above: the measure is more than this (＞, 超过, 大于).
        at_most: the measure is this or less (≤, 以下, 含).
        below: the measure is less than this (＜, 低于).
    """

    points: Fraction = field(converter=exact)
    at_least: Level | None = field(default=None, converter=optional_level)
    above: Level | None = field(default=None, converter=optional_level)
    at_most: Level | None = field(default=None, converter=optional_level)
    below: Level | None = field(default=None, converter=optional_level)

    @property
    def edges(self) -> tuple[tuple[str, Level], ...]:
        """The edges that are given, by name; a sound band has exactly one."""
        named = (
            ("at_least", self.at_least),
            ("above", self.above),
            ("at_most", self.at_most),
            ("below", self.below),
        )
        return tuple((name, value) for name, value in named if value is not None)


@frozen(kw_only=True)
class Bands:
    """
    A step table over the measure: the first band that holds gives the points.

    Attributes:
        bands: all with lower edges (falling), or all with upper edges (rising).
        otherwise: the points where no band holds.
    """

    bands: tuple[Band, ...]
    otherwise: Fraction = field(default=Fraction(0), converter=exact)
    kind: Literal["bands"] = "bands"


@frozen(kw_only=True)
class DeductPerStep:
    """
    Full points up to a standard, then a deduction for every step beyond it (每超过一个百分点扣…分，扣完为止).

    Attributes:
        standard: the measure that still has full points.
        side: where points are lost: above the standard, below it, or either way.
        step: the width of one step, in the unit of the measure.
        deduct: the points that one step costs.
        part_step: a part of a step is ignored, counts in full, or counts in proportion.
        zero_beyond: strictly beyond this measure (``either``: this deviation) nothing is scored.
    """

    standard: Level = field(converter=to_level)
    side: Literal["above", "below", "either"]
    step: Level = field(converter=to_level)
    deduct: Fraction = field(converter=exact)
    part_step: Literal["ignore", "count", "proportional"] = "ignore"
    zero_beyond: Level | None = field(default=None, converter=optional_level)
    kind: Literal["deduct_per_step"] = "deduct_per_step"


@frozen(kw_only=True)
class Proportional:
    """
    Points along a straight line between two measures (同比例扣减, 按超支比例扣减, 执行率 × 分值).

    Attributes:
        full_at: the measure that scores all points; beyond it stays full.
        zero_at: the measure that scores nothing; beyond it stays nothing.
        cap: at most these points, where less than the row's points can be had.
        floor: at least these points.
        zero_beyond: strictly beyond this measure, on the side of `zero_at`, nothing is scored.
        zero_from: the same, the measure itself included.
    """

    full_at: Level = field(default=Level(Fraction(1)), converter=to_level)
    zero_at: Level = field(default=Level(Fraction(0)), converter=to_level)
    cap: Fraction | None = field(default=None, converter=optional_exact)
    floor: Fraction = field(default=Fraction(0), converter=exact)
    zero_beyond: Level | None = field(default=None, converter=optional_level)
    zero_from: Level | None = field(default=None, converter=optional_level)
    kind: Literal["proportional"] = "proportional"


@frozen(kw_only=True)
class Targets:
    """
    Several targets of the unit's own choice: the weighted mean of their completion rates, each capped before the mean.

    Attributes:
        over_achievement: a rate above `over_threshold` is capped, capped with a finding (explain), reduced by the
            excess, or scores zero.
        over_threshold: the completion rate above which the rule of over-achievement speaks.
        key_target: what a missed key target does: nothing of its own, or the whole row scores zero.
    """

    over_achievement: Literal["cap", "explain", "reduce", "zero"] = "cap"
    over_threshold: Level = field(default=Level(Fraction(1)), converter=to_level)
    key_target: Literal["as_others", "zero_row"] = "as_others"
    kind: Literal["targets"] = "targets"


@frozen(kw_only=True)
class ChecklistItem:
    """
    One clause with points of its own.

    Attributes:
        id: its name in assessments, for example ``item_1``.
        label: the clause, as printed.
        points: what it scores when met.
        requires: items without which it cannot be met (what does not exist cannot be carried out).
    """

    id: str
    label: Text
    points: Fraction = field(converter=exact)
    requires: tuple[str, ...] = ()


@frozen(kw_only=True)
class Checklist:
    """
    Independent clauses, each worth its printed points.

    Attributes:
        items: the clauses in printed order.
        partial_credit: whether an item may score a part of its points, with a reason.
    """

    items: tuple[ChecklistItem, ...]
    partial_credit: bool = False
    kind: Literal["checklist"] = "checklist"


@frozen(kw_only=True)
class Condition:
    """
    One thing that must not occur.

    Attributes:
        id: its name in assessments.
        label: the condition, as printed.
        deduct: the points that an instance costs; None where the table prints a range.
        deduct_low: the least that it costs, where the assessor chooses inside a range.
        deduct_high: the most that it costs.
    """

    id: str
    label: Text
    deduct: Fraction | None = field(default=None, converter=optional_exact)
    deduct_low: Fraction | None = field(default=None, converter=optional_exact)
    deduct_high: Fraction | None = field(default=None, converter=optional_exact)

    @property
    def is_range(self) -> bool:
        """Whether the assessor chooses the deduction, with a reason."""
        return self.deduct is None


@frozen(kw_only=True)
class Nonconformities:
    """
    Full points less a deduction for every instance of non-conformity (每出现一例扣…分，扣完为止).

    Attributes:
        conditions: what must not occur, in printed order.
        per: the deduction counts per case, or once per condition.
    """

    conditions: tuple[Condition, ...]
    per: Literal["case", "condition"] = "case"
    kind: Literal["nonconformities"] = "nonconformities"


@frozen(kw_only=True)
class Option:
    """
    One state out of several.

    Attributes:
        id: its name in assessments.
        label: the state, as printed.
        points: what it scores; None where the table prints a range.
        low: the least points of the range.
        high: the most points of the range.
        low_open: whether the least points themselves are excluded.
        high_open: whether the most points themselves are excluded (80%-60%（含）).
    """

    id: str
    label: Text
    points: Fraction | None = field(default=None, converter=optional_exact)
    low: Fraction | None = field(default=None, converter=optional_exact)
    high: Fraction | None = field(default=None, converter=optional_exact)
    low_open: bool = False
    high_open: bool = False


@frozen(kw_only=True)
class Options:
    """
    Exactly one state holds (①及时 ②不及时但未影响 ③不及时并影响).

    Attributes:
        options: the states in printed order.
    """

    options: tuple[Option, ...]
    kind: Literal["options"] = "options"


@frozen(kw_only=True)
class Judged:
    """
    An assessor's points between 0 and the maximum, with a reason (酌情扣分).

    Attributes:
        must_tailor: the table asks the unit to break this row down into indicators of its own.
    """

    must_tailor: bool = False
    kind: Literal["judged"] = "judged"


CurveFormula: TypeAlias = Bands | DeductPerStep | Proportional
"""The kinds that lower to one curve over one measure."""

Formula: TypeAlias = Bands | DeductPerStep | Proportional | Targets | Checklist | Nonconformities | Options | Judged
"""Every formula of a rubric is one of these eight kinds."""
