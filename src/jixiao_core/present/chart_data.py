"""What charts draw, as exact numbers: points lost by row, attainment by level, what is pending, the steps of a bridge."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Message, Text
from jixiao_core.present.labels import row_label
from jixiao_core.present.rows import claimed_points
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Node
from jixiao_core.scoring.bridge import LINES, Bridge
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.claims import is_total
from jixiao_core.scoring.review import Review, RoundReview
from jixiao_core.scoring.sheet import NodeScore, ScoreSheet

__all__ = [
    "Attainment",
    "BridgeStep",
    "PendingPoints",
    "RowPoints",
    "Scored",
    "attainment",
    "bridge_steps",
    "pending_points",
    "row_points",
]

Scored: TypeAlias = ScoreSheet | Review
"""What charts are drawn of; a review has claims too."""

ZERO = Fraction(0)
MOST_LEVELS = 2
"""Attainment is told of so many levels of groups."""


@frozen(kw_only=True)
class RowPoints:
    """
    What a row keeps and loses; kept + open + lost = maximum.

    Attributes:
        id: the row.
        label: its name.
        maximum: the most points that it can count, with those that may move to it.
        kept: points that it has in any case.
        open: points that it may have or not.
        lost: points that it does not have in any case.
        claimed: the claimed points; None where blank, or in a score sheet.
    """

    id: str
    label: Text
    maximum: Fraction
    kept: Fraction
    open: Fraction
    lost: Fraction
    claimed: Fraction | None = None


@frozen(kw_only=True)
class Attainment:
    """
    How much of its points a group attains.

    Attributes:
        id: the group; empty for the total.
        label: its name.
        level: 1 for the first level, 2 for the second; 0 for the total.
        maximum: the most points that it can count, more than 0.
        low: the least possible points.
        high: the most possible points.
        claimed: the sum of the claims in it; None where one is blank, or in a score sheet.
    """

    id: str
    label: Text
    level: int
    maximum: Fraction
    low: Fraction
    high: Fraction
    claimed: Fraction | None = None

    @property
    def low_rate(self) -> Fraction:
        """The least part of its points that is possible, 1 for all of them."""
        return self.low / self.maximum

    @property
    def high_rate(self) -> Fraction:
        """The greatest part of its points that is possible, 1 for all of them."""
        return self.high / self.maximum

    @property
    def claimed_rate(self) -> Fraction | None:
        """The claimed part of its points."""
        return None if self.claimed is None else self.claimed / self.maximum


@frozen(kw_only=True)
class PendingPoints:
    """
    A row of which several numbers of points are possible.

    Attributes:
        id: the row.
        label: its name.
        maximum: the most points that it can count, with those that may move to it.
        possible: every possible number of points.
        claimed: the claimed points; None where blank, or in a score sheet.
    """

    id: str
    label: Text
    maximum: Fraction
    possible: IntervalSet
    claimed: Fraction | None = None


@frozen(kw_only=True)
class BridgeStep:
    """
    A step of a bridge from one total to another.

    Attributes:
        name: ``before`` and ``after`` for the totals, else a line of the bridge.
        start: the points before the step; 0 for the totals.
        end: the points after it.
    """

    name: str
    start: Fraction
    end: Fraction

    @property
    def change(self) -> Fraction:
        """What the step adds."""
        return self.end - self.start

    @property
    def is_total(self) -> bool:
        """Whether it is a total and no change."""
        return self.name in ("before", "after")


def row_points(found: Scored, role: Role | None = None) -> tuple[RowPoints, ...]:
    """
    Return what every row that counts keeps, may lose and loses, in printed order.

    Args:
        found: a score sheet or a review.
        role: the round whose claims are told; the first where none is given.

    Raises:
        InvalidValueError: for anything else than a sheet or a review.
        UnknownNameError: for a round that there is not.

    >>> from jixiao_core import Evidence, registry, score
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> evidence = Evidence.of(rubric, facts={"in_service_staff": 21, "authorised_staffing": 20})
    >>> first = row_points(score(rubric, evidence))[0]
    >>> str(first.kept), str(first.open), str(first.lost)
    ('5/2', '0', '5/2')
    """
    sheet, current = _parts(found, role)
    return tuple(_row(sheet, node, current) for node in sheet.rows if _most(node) > 0)


def _row(sheet: ScoreSheet, node: NodeScore, current: RoundReview | None) -> RowPoints:
    low, high = _ends(node.possible.hull())
    return RowPoints(
        id=node.id,
        label=row_label(sheet.rubric, node.id),
        maximum=_most(node),
        kept=low,
        open=high - low,
        lost=_most(node) - high,
        claimed=None if current is None else current[node.id].claimed,
    )


def attainment(found: Scored, role: Role | None = None) -> tuple[Attainment, ...]:
    """
    Return how much of their points the groups of the first two levels attain, and the total at the end.

    Args:
        found: a score sheet or a review.
        role: the round whose claims are told; the first where none is given.

    Raises:
        InvalidValueError: for anything else than a sheet or a review.
        UnknownNameError: for a round that there is not.
    """
    sheet, current = _parts(found, role)
    low, high = _ends(sheet.possible)
    total = Attainment(
        id="",
        label=Text("总分", "Total"),
        level=0,
        maximum=sheet.rubric.points,
        low=low,
        high=high,
        claimed=_total(sheet, current),
    )
    return (*_groups(sheet, current, "", 1), total)


def _total(sheet: ScoreSheet, current: RoundReview | None) -> Fraction | None:
    """The claimed total, where there is a place for it between nothing and all points."""
    claimed = None if current is None else current.claimed_total
    return claimed if claimed is not None and is_total(sheet.rubric, claimed) else None


def _groups(sheet: ScoreSheet, current: RoundReview | None, group: str, level: int) -> Iterator[Attainment]:
    for node in sheet.rubric.members(group):
        # Rows are told at the first level only, where they stand among groups.
        if sheet[node.id].maximum > 0 and not (isinstance(node, Indicator) and level > 1):
            yield _group(sheet, node, current, level)
        if not isinstance(node, Indicator) and level < MOST_LEVELS:
            yield from _groups(sheet, current, node.id, level + 1)


def _group(sheet: ScoreSheet, node: Node, current: RoundReview | None, level: int) -> Attainment:
    told = sheet[node.id]
    low, high = _ends(told.possible.hull())
    claimed = None if current is None else claimed_points(node, current)
    return Attainment(
        id=node.id, label=node.label, level=level, maximum=told.maximum, low=low, high=high, claimed=claimed
    )


def pending_points(found: Scored, role: Role | None = None) -> tuple[PendingPoints, ...]:
    """
    Return the rows of which several numbers of points are possible, in printed order.

    Args:
        found: a score sheet or a review.
        role: the round whose claims are told; the first where none is given.

    Raises:
        InvalidValueError: for anything else than a sheet or a review.
        UnknownNameError: for a round that there is not.
    """
    sheet, current = _parts(found, role)
    return tuple(
        PendingPoints(
            id=node.id,
            label=row_label(sheet.rubric, node.id),
            maximum=_most(node),
            possible=node.possible,
            claimed=None if current is None else current[node.id].claimed,
        )
        for node in sheet.rows
        if not node.is_settled
    )


def bridge_steps(found: Bridge) -> tuple[BridgeStep, ...]:
    """
    Return the total before, every line that moved it, in their order, and the total after.

    Args:
        found: the bridge.

    Raises:
        InvalidValueError: for anything else than a bridge.
    """
    if not isinstance(found, Bridge):
        raise InvalidValueError(Problem(Message.of("charts.not_a_bridge", found=type(found).__name__), "bridge"))
    at = found.before.points
    steps = [BridgeStep(name="before", start=ZERO, end=at)]
    for name in LINES:
        if found.lines[name]:
            steps.append(BridgeStep(name=name, start=at, end=at + found.lines[name]))
            at = steps[-1].end
    return (*steps, BridgeStep(name="after", start=ZERO, end=found.after.points))


def _parts(found: Scored, role: Role | None) -> tuple[ScoreSheet, RoundReview | None]:
    """The sheet, and the round whose claims are told."""
    if isinstance(found, Review):
        return found.sheet, found.round(role) if found.rounds or role is not None else None
    if not isinstance(found, ScoreSheet):
        raise InvalidValueError(Problem(Message.of("charts.not_scored", found=type(found).__name__), "found"))
    return found, None


def _most(node: NodeScore) -> Fraction:
    """The most points that a row can count: its own, or more where points of a row that may not apply move to it."""
    return max(node.maximum, _ends(node.possible.hull())[1])


def _ends(hull: Interval | None) -> tuple[Fraction, Fraction]:
    assert hull is not None
    assert isinstance(hull.low, Fraction)
    assert isinstance(hull.high, Fraction)
    return hull.low, hull.high
