"""Outcomes: where a row stands while its expressions are made, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.columns import column_name
from jixiao_core.frames.expressions import Case, Column, Condition, Flag, Number, Numeric, Truth
from jixiao_core.frames.intake import Given, Intake
from jixiao_core.frames.ladders import NOTHING, Scaled, whole
from jixiao_core.frames.scaling import row_points
from jixiao_core.frames.stages import Staging
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Outcome", "Range", "RowPlace", "choose", "curve_outcome"]

NEVER = Truth(False)


@frozen
class Range:
    """A range of points, in parts of a point."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How far apart its ends are."""
        return self.high - self.low


@frozen(kw_only=True)
class Outcome:
    """
    What a row scores when it applies.

    Attributes:
        low: the least, in parts of a point.
        width: how much more it can be; 1 where nothing is open and the scale cuts a part off.
        fine: what the scale cuts off where nothing is open, in finer parts; None: it never does.
        more: 1 where even these cut something off.
        is_open: whether something is missing.
        is_invalid: whether its figures make no sense together.
        is_absent: whether its figures say that it does not apply.
        is_nothing: whether they alone say so, which is to be verified.
        is_untold: whether whole numbers cannot tell.
        missing: what is missing, each with the condition.
    """

    low: Numeric
    width: Numeric = NOTHING
    fine: Numeric | None = None
    more: Numeric = NOTHING
    is_open: Condition
    is_invalid: Condition = NEVER
    is_absent: Condition = NEVER
    is_nothing: Condition = NEVER
    is_untold: Condition = NEVER
    missing: tuple[tuple[str, Condition], ...]


@frozen(kw_only=True)
class RowPlace:
    """
    A row, the columns of the table, and where its own columns go.

    Attributes:
        staging: where columns go.
        intake: the columns of the table.
        rubric: the policies and roundings.
        row: the row, as it is read.
        scale: the parts of a point.
    """

    staging: Staging
    intake: Intake
    rubric: Rubric
    row: Indicator
    scale: int
    points: Fraction = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "points", row_points(self.rubric, self.row))

    @property
    def most(self) -> int:
        """The maximum of the row, in parts of a point."""
        return whole(self.points, self.scale)

    @property
    def when_absent(self) -> int:
        """What the row counts when it does not apply, in parts of a point; 0 also where its points move."""
        return self.most if self.rubric.policy(self.row.id) == "full_points" else 0

    @property
    def name(self) -> str:
        """The row as a part of column names."""
        return column_name(self.row.id)

    def given(self, *parts: str) -> Given:
        """Return a column that is about this row."""
        return self.intake[column_name(self.row.id, *parts)]

    def number(self, part: str, number: Numeric) -> Column | Number:
        """Give a number of this row a name."""
        return self.staging.number(f"{self.name}__{part}", number)

    def condition(self, part: str, condition: Condition) -> Column | Truth:
        """Give a condition of this row a name."""
        return self.staging.condition(f"{self.name}__{part}", condition)

    def range_of(self, points: IntervalSet | Iterable[Interval]) -> Range:
        """Return the least and the most of a set of points."""
        hull = IntervalSet(tuple(points)).hull()
        assert hull is not None
        assert isinstance(hull.low, Fraction)
        assert isinstance(hull.high, Fraction)
        return Range(whole(hull.low, self.scale), whole(hull.high, self.scale))


def curve_outcome(
    at_ratio: Scaled,
    cases: Iterable[tuple[Condition, Range]],
    *,
    is_open: Condition,
    missing: tuple[tuple[str, Condition], ...],
) -> Outcome:
    """
    Return what a curve gives, unless one of the cases holds in which there is nothing to look at.

    Args:
        at_ratio: the points of the curve.
        cases: what the row can score instead, the first that holds.
        is_open: whether something is missing.
        missing: what is missing.
    """
    found = tuple(cases)
    elsewhere = tuple(condition for condition, _ in found)

    def only_here(value: Numeric) -> Numeric:
        return choose(((condition, Number(0)) for condition in elsewhere), value)

    return Outcome(
        low=choose(((when, Number(each.low)) for when, each in found), at_ratio.low),
        width=choose(((when, Number(each.width)) for when, each in found), Flag(at_ratio.is_cut))
        if at_ratio.fine is not None
        else choose(((when, Number(each.width)) for when, each in found if each.width), Number(0)),
        fine=None if at_ratio.fine is None else only_here(at_ratio.fine),
        more=Number(0) if at_ratio.fine is None else only_here(at_ratio.more),
        is_open=is_open,
        missing=missing,
    )


def choose(cases: Iterable[tuple[Condition, Numeric]], otherwise: Numeric) -> Numeric:
    """Return the value of the first condition that holds, without those that never do."""
    kept = tuple((condition, value) for condition, value in cases if condition != NEVER)
    return Case(kept, otherwise) if kept else otherwise
