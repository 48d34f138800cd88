"""Spans: a set of values together with what they count, so that messages can show them."""

from fractions import Fraction
from typing import Literal

from attrs import frozen

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import NO_TEXT, Text, number_text

__all__ = ["Span", "Unit", "points_span"]

Unit = Literal["points", "rate", "pp", "money", "count", "number"]
"""What the values of a span count: points, rates (1 is 100 %), percentage points, 分 of money, whole things, plain numbers."""


@frozen
class Span:
    """
    A set of values of one unit.

    Attributes:
        values: the values, money in 分.
        unit: what they count.
        suffix: the word behind a count or number, for example 人.
        is_limit: whether the values are limits, which a reader may put back as figures: they are shown exactly, money
            in whole 分 inside of the set, and what cannot be shown exactly is marked 约.

    >>> str(Span(IntervalSet.points(Fraction(9, 20)), "rate"))
    '45%'
    """

    values: IntervalSet
    unit: Unit = "points"
    suffix: Text = NO_TEXT
    is_limit: bool = False

    def __str__(self) -> str:
        text = self._one(self.values.point) if self.values.is_point else str(self.values)
        return f"{text} {self.suffix}" if self.suffix.zh else text

    def _one(self, value: Fraction) -> str:
        match self.unit:
            case "rate":
                return f"{number_text(value * 100)}%"
            case "pp":
                return f"{number_text(value * 100)} percentage points"
            case "money":
                return f"{number_text(value / 100)}元"
            case _:
                return number_text(value)


def points_span(points: IntervalSet) -> Span:
    """Return a set of points as a span."""
    return Span(points, "points")
