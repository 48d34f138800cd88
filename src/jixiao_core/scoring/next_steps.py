"""Next steps: how far a figure stands from the places where points change, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from attrs import frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.scoring.fact_lines import FactStep, Route

__all__ = ["NextStep", "Origin", "Position", "is_on_edge", "position"]

Origin = Literal["given", "assumed", "low", "high"]
"""The figure as given, as assumed, or the lower or upper end of what is known."""


@frozen(kw_only=True)
class NextStep:
    """
    The nearest place in one direction where points change.

    Attributes:
        at: the place, in the canonical scale of the figure.
        distance: how far away it is; 0 where points move all along, or change right beside the figure.
        is_reached: whether the place itself has the other points already, or only what lies beyond it.
        values: the stretch of values that begins there.
        points: the points there; empty where the row does not apply or makes no sense.
        change: the points gained (above 0) or lost; None where they move along a slope or there are none.
        trend: where points move all along from the figure itself: 1 they grow, -1 they fall; else 0.
        route: how the points there come about.
    """

    at: Fraction
    distance: Fraction
    is_reached: bool
    values: Interval
    points: IntervalSet
    change: Fraction | None
    trend: int = 0
    route: Route


@frozen(kw_only=True)
class Position:
    """
    Where a figure stands on its staircase.

    Attributes:
        value: the figure, or an end of its bounds.
        origin: the figure as given, as assumed, or the lower or upper end of what is known.
        points: the points there; empty where the row does not apply or makes no sense.
        down: the next step towards smaller values; None where there is none.
        up: the next step towards greater values.
        route: how the points come about, or why there are none.
    """

    value: Fraction
    origin: Origin
    points: IntervalSet
    down: NextStep | None
    up: NextStep | None
    route: Route = "measure"


def position(
    steps: Sequence[FactStep], value: Fraction, origin: Origin, at: Callable[[Fraction], IntervalSet]
) -> Position | None:
    """
    Return where a value stands on a staircase; None where no step holds it.

    Args:
        steps: the staircase.
        value: the value.
        origin: what the value is.
        at: from a value to its points.
    """
    place = next((number for number, step in enumerate(steps) if step.values.contains(value)), None)
    if place is None:
        return None
    down, up = (_next(steps, place, value, side, at) for side in (-1, 1))
    return Position(value=value, origin=origin, points=at(value), down=down, up=up, route=steps[place].route)


def _next(
    steps: Sequence[FactStep], place: int, value: Fraction, side: int, at: Callable[[Fraction], IntervalSet]
) -> NextStep | None:
    here = steps[place]
    beside = IntervalSet.of(Interval.below(value) if side < 0 else Interval.above(value)) & IntervalSet.of(here.values)
    if not here.is_level and beside:
        return _sloping(here, value, beside.witness(), at)
    own = at(value)
    following = steps[place + 1 :] if side > 0 else steps[:place][::-1]
    # The same points may come about in another way, by the rule for x/0: that is no step for a reader.
    other = next((each for each in following if not (each.is_level and each.points == own)), None)
    if other is None:
        return None
    end, is_open = (
        (other.values.high, other.values.high_open) if side < 0 else (other.values.low, other.values.low_open)
    )
    assert isinstance(end, Fraction)
    if end == value and not other.is_level and _joins(own, other.points):
        return _sloping(other, value, IntervalSet.of(other.values).witness(), at)
    is_known = own.is_point and other.points.is_point
    return NextStep(
        at=end,
        distance=abs(end - value),
        is_reached=not is_open,
        values=other.values,
        points=other.points,
        change=other.points.point - own.point if is_known else None,
        route=other.route,
    )


def _joins(own: IntervalSet, slope: IntervalSet) -> bool:
    """Whether a slope begins at the points that a value has."""
    hull = slope.hull()
    return hull is not None and own.is_point and own.point in (hull.low, hull.high)


def _sloping(step: FactStep, value: Fraction, beside: Fraction, at: Callable[[Fraction], IntervalSet]) -> NextStep:
    """The slope that begins right at a value; another value on it tells whether it rises."""
    trend = 1 if at(beside).point > at(value).point else -1
    return NextStep(
        at=value,
        distance=Fraction(0),
        is_reached=False,
        values=step.values,
        points=step.points,
        change=None,
        trend=trend,
        route=step.route,
    )


def is_on_edge(steps: Sequence[FactStep], value: Fraction) -> bool:
    """Say whether the points jump right beside a value: it is the last of its step, and the next does not join on."""
    for number, step in enumerate(steps):
        if step.values.contains(value):
            low = value == step.values.low and number > 0 and _jumps(step, steps[number - 1])
            return low or (value == step.values.high and number + 1 < len(steps) and _jumps(step, steps[number + 1]))
    return False


def _jumps(one: FactStep, other: FactStep) -> bool:
    """Whether the points of two neighbouring steps leave a gap; where figures make no sense there are none to jump to."""
    hulls = (one.points.hull(), other.points.hull())
    if hulls[0] is None or hulls[1] is None:
        return False
    return hulls[0].high < hulls[1].low or hulls[1].high < hulls[0].low
