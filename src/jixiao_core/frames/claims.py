"""Claims: self-assessed scores as columns, the points that print as a claim, and whether any of a set is among them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Not,
    Number,
    Numeric,
    Sum,
    Truth,
)
from jixiao_core.frames.intake import Given, Limit
from jixiao_core.frames.ladders import Scaled, divided, whole
from jixiao_core.frames.scaling import MAX_SCALE
from jixiao_core.frames.stages import Staging
from jixiao_core.messages import Text
from jixiao_core.rubrics.rubric import Rubric

__all__ = [
    "CLAIMED",
    "CLAIMED_TOTAL",
    "MOST_CLAIMED",
    "REASON",
    "ClaimCell",
    "cell_of",
    "claim_columns",
    "claim_limits",
    "is_claim",
    "reason_columns",
]

CLAIMED = "claimed"
"""The last part of the name of a column with the claims for a row."""
REASON = "reason"
"""The last part of the name of a column with the reasons for deductions from a row."""
CLAIMED_TOTAL = "claimed_total"
"""The column with the claimed totals."""
MOST_CLAIMED = 1_000_000
"""A claim of more points than this is no score."""

TENTH = Fraction(1, 10)


def is_claim(name: str) -> bool:
    """Say whether a column holds claims."""
    return name == CLAIMED_TOTAL or name.endswith(f"__{CLAIMED}")


def claim_columns(rubric: Rubric, scale: int) -> tuple[InputColumn, ...]:
    """
    Return the columns in which a table says what units claim: one a row in printed order, then the total.

    Args:
        rubric: the table.
        scale: the parts of a point in which points are counted.

    >>> from jixiao_core import registry
    >>> [each.name for each in claim_columns(registry.load("junshan-project@2021.1"), 10_000)][-2:]
    ['performance__project_effect__recipient_satisfaction__claimed', 'claimed_total']
    """
    quantum = Fraction(1, scale)
    rows = (
        InputColumn(
            name=column_name(row.id, CLAIMED),
            sort="points",
            quantum=quantum,
            label=Text(f"{row.label.zh}·自评得分", f"{row.label.en or row.label.zh}: claimed points"),
            row=row.id,
        )
        for row in rubric.indicators
    )
    total = Text("自评总分", "claimed total")
    return (*rows, InputColumn(name=CLAIMED_TOTAL, sort="points", quantum=quantum, label=total))


def reason_columns(rubric: Rubric) -> tuple[InputColumn, ...]:
    """
    Return the columns in which a table states the reasons for deductions, one a row in printed order; any text.

    Args:
        rubric: the table.
    """
    return tuple(
        InputColumn(
            name=column_name(row.id, REASON),
            sort="words",
            label=Text(f"{row.label.zh}·扣分原因", f"{row.label.en or row.label.zh}: reason for the deduction"),
            row=row.id,
        )
        for row in rubric.indicators
    )


def claim_limits(columns: Iterable[InputColumn], scale: int) -> dict[str, Limit]:
    """
    Return what can be claimed: any points from 0 on, also more than a row has.

    Args:
        columns: the columns of claims.
        scale: the parts of a point.
    """
    return {column.name: Limit(0, MOST_CLAIMED * scale, is_hard=True) for column in columns}


@frozen(kw_only=True)
class ClaimCell:
    """
    The points that print as a claim: the claim itself, and what rounds to it half up (四舍五入).

    Attributes:
        given: the column of the claim.
        value: the claim, in parts of a point.
        is_rounded: whether anything else rounds to it: it is a multiple of the quantum.
        down: the least that rounds to it.
        up: the least above all that rounds to it.
    """

    given: Given
    value: Column | Number
    is_rounded: Column | Truth
    down: Column | Number
    up: Column | Number

    def agrees(self, points: Scaled) -> Condition:
        """Return the condition that points print as the claim."""
        within = (Compare(">=", points.low, self.down), Compare("<", points.low, self.up))
        exactly = AllOf((Compare("==", points.low, self.value), Not(points.is_cut)))
        return AnyOf((AllOf((self.is_rounded, *within)), exactly))

    def reaches(self, low: Numeric, high: Numeric) -> Condition:
        """Return the condition that something from `low` to `high`, both possible, prints as the claim."""
        return AllOf((Compare(">", self.up, low), Compare("<=", self.down, high)))

    def touches(self, points: IntervalSet, scale: int) -> Condition:
        """
        Return the condition that one of a set of points prints as the claim.

        Args:
            points: numbers of points, each interval with ends.
            scale: the parts of a point.
        """
        parts = tuple(self._touches(Interval(*_scaled(each, scale))) for each in points)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _touches(self, parts: Interval) -> Condition:
        low, high = parts.low, parts.high
        assert isinstance(low, Fraction)
        assert isinstance(high, Fraction)
        last = ceil(high) - 1 if parts.high_open else floor(high)
        if not parts.low_open and not parts.high_open and low.denominator == high.denominator == 1:
            return self.reaches(Number(floor(low)), Number(last))
        first = floor(low) + 1 if parts.low_open else ceil(low)
        cell = AllOf((Compare(">", self.up, Number(floor(low))), Compare("<=", self.down, Number(last))))
        alone = AllOf((Compare(">=", self.value, Number(first)), Compare("<=", self.value, Number(last))))
        return AnyOf((AllOf((self.is_rounded, cell)), alone))


def _scaled(points: Interval, scale: int) -> tuple[Fraction, Fraction, bool, bool]:
    assert isinstance(points.low, Fraction)
    assert isinstance(points.high, Fraction)
    return points.low * scale, points.high * scale, points.low_open, points.high_open


def cell_of(staging: Staging, given: Given, rubric: Rubric, scale: int) -> ClaimCell:
    """
    Return the points that print as a claim; on national forms one with one decimal may have been rounded to it.

    Args:
        staging: where the steps go.
        given: the column of the claim.
        rubric: its precision of claims.
        scale: the parts of a point; half the precision is whole in it.
    """
    value = given.value
    if not given.is_there:
        return ClaimCell(given=given, value=Number(0), is_rounded=Truth(False), down=Number(0), up=Number(1))
    name, quantum = given.column.name, rubric.claim_quantum
    is_multiple = _is_multiple(staging, f"{name}__fits", value, quantum * scale)
    half: list[tuple[Condition, Number]] = [(is_multiple, Number(whole(quantum / 2, scale)))]
    if rubric.kind == "self_evaluation" and quantum < TENTH:
        is_whole = _is_multiple(staging, f"{name}__whole", value, Fraction(scale))
        is_tenth = _is_multiple(staging, f"{name}__tenth", value, TENTH * scale)
        has_one_decimal = staging.condition(f"{name}__has_one_decimal", AllOf((is_tenth, Not(is_whole))))
        half.insert(0, (has_one_decimal, Number(whole(TENTH / 2, scale))))
    is_rounded = staging.condition(f"{name}__is_rounded", AnyOf(tuple(condition for condition, _ in half)))
    below = Case(tuple((condition, Number(-each.value)) for condition, each in half), Number(0))
    return ClaimCell(
        given=given,
        value=value,
        is_rounded=is_rounded,
        down=staging.number(f"{name}__down", Sum((value, below))),
        up=staging.number(f"{name}__up", Sum((value, Case(tuple(half), Number(1))))),
    )


def _is_multiple(staging: Staging, name: str, value: Column | Number, step: Fraction) -> Column | Truth:
    assert step.denominator == 1
    if step == 1:
        return Truth(True)
    most = MOST_CLAIMED * MAX_SCALE // step.numerator
    left = divided(staging, name, value, Number(step.numerator), most).left
    return staging.condition(f"{name}__is_multiple", Compare("==", left, Number(0)))
