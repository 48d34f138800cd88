"""What a formula does over the measures that make sense: points that nobody wins or loses, jumps, directions, bands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import EMPTY, EVERYTHING, INF, NEG_INF, Interval, IntervalSet
from jixiao_core.exact.spans import points_span
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Nonconformities
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView, directions
from jixiao_core.rubrics.lowering import attainable

__all__ = ["curve_findings"]

_TO_THE_END = re.compile(r"扣完|扣至0|扣至零|扣光")
_FALLING_CLAUSE = re.compile(r"超支比例|超出比例|超标比例")
_RISING_LABEL = re.compile(r"满意度|满意率|完成率|到位率|执行率|利用率|安排率|及时率|达标率|覆盖率|(?<![不未非])合格率")
_FALLING_LABEL = re.compile(r"控制率|变动率|调整率|结余|结转|投诉率|超支率|差错率|偏离")
_RISES, _FALLS = Message.of("lint.rises"), Message.of("lint.falls")


def curve_findings(view: RowView) -> Iterator[LintFinding]:
    """Yield what the formula of a row does that its author may not have meant."""
    yield from _extremes(view)
    yield from _uneven_steps(view)
    if view.curve is not None:
        yield from _cliffs(view, view.curve)
        yield from _turns(view)
        yield from _expectations(view)
    if isinstance(view.row.formula, Bands):
        yield from _bands(view, view.row.formula)


def _extremes(view: RowView) -> Iterator[LintFinding]:
    domain = None if view.row.measure is None else view.row.measure.domain
    reached = attainable(view.row.formula, view.maximum, domain).hull()
    assert reached is not None
    assert isinstance(reached.low, Fraction)
    assert isinstance(reached.high, Fraction)
    if reached.high < view.maximum and not view.is_pooled:
        witness = points_span(IntervalSet.points(reached.high))
        yield observed("points_never_won", view.row.id, witness=witness, maximum=view.maximum)
    if reached.low > 0:
        witness = points_span(IntervalSet.points(reached.low))
        is_deducted = isinstance(view.row.formula, (DeductPerStep, Nonconformities))
        runs_out = is_deducted and _TO_THE_END.search(view.clause.clause)
        yield observed("zero_not_reached" if runs_out else "points_never_lost", view.row.id, witness=witness)


def _uneven_steps(view: RowView) -> Iterator[LintFinding]:
    match view.row.formula:
        case DeductPerStep(deduct=deduct, part_step="ignore" | "count"):
            losses: set[Fraction | None] = {deduct}
        case Nonconformities(conditions=conditions, per="case"):
            losses = {each.deduct for each in conditions}
        case _:
            return
    if len(losses) != 1 or view.is_pooled:
        return
    (loss,) = losses
    if loss is None:
        return
    left = view.maximum % loss
    if left:
        witness = points_span(IntervalSet.points(left))
        yield observed("steps_uneven", view.row.id, witness=witness, deduct=loss, maximum=view.maximum)


def _jumps(view: RowView, curve: Curve) -> list[tuple[Fraction, Fraction]]:
    """Every place inside the domain where the points jump, and how far."""
    found = []
    parts = list(curve.parts(view.domain))
    for (piece, part), (later, next_part) in pairwise(parts):
        place = next_part.low
        if isinstance(place, Fraction) and part.high == place:
            size = abs(piece.at(place) - later.at(place))
            if size:
                found.append((place, size))
    return found


def _cliffs(view: RowView, curve: Curve) -> Iterator[LintFinding]:
    jumps = _jumps(view, curve)
    for position, (place, size) in enumerate(jumps):
        others = [other for number, (_, other) in enumerate(jumps) if number != position]
        if size * 2 > view.maximum or (others and size > 2 * max(others)):
            witness = view.levels(IntervalSet.points(place))
            yield observed("cliff", view.row.id, witness=witness, size=size, maximum=view.maximum)


def _turns(view: RowView) -> Iterator[LintFinding]:
    """Points that fall and rise again; one summit is a rule (the nearer to the target the better)."""
    has_fallen = False
    for direction, place in directions(view):
        if direction < 0:
            has_fallen = True
        elif has_fallen:
            yield observed("not_monotone", view.row.id, witness=view.levels(IntervalSet.points(place)))
            return


def _expectations(view: RowView) -> Iterator[LintFinding]:
    found = {direction for direction, _ in directions(view)}
    if len(found) != 1:
        return
    (direction,) = found
    expected = _expected(view)
    if expected and expected != direction:
        place = directions(view)[0][1]
        yield observed(
            "wrong_direction",
            view.row.id,
            witness=view.levels(IntervalSet.points(place)),
            expected=_RISES if expected > 0 else _FALLS,
            found=_RISES if direction > 0 else _FALLS,
        )


def _expected(view: RowView) -> int:
    """What the words let expect: 1 rising, −1 falling, 0 nothing."""
    if _FALLING_CLAUSE.search(view.clause.clause):
        return -1
    rises, falls = (bool(each.search(view.row.label.zh)) for each in (_RISING_LABEL, _FALLING_LABEL))
    return rises - falls


def _bands(view: RowView, formula: Bands) -> Iterator[LintFinding]:
    left = EVERYTHING
    for position, band in enumerate(formula.bands):
        ((edge, level),) = band.edges
        region = _beyond(edge, level) & left
        left -= region
        if region & view.domain == EMPTY:
            yield observed(
                "band_unreachable",
                view.row.id,
                witness=view.levels(IntervalSet.points(level)),
                parameter=f"formula.bands[{position}].{edge}",
                domain=view.levels(view.domain),
            )
    if left & view.domain == EMPTY and formula.otherwise:
        witness = points_span(IntervalSet.points(formula.otherwise))
        yield observed(
            "band_unreachable",
            view.row.id,
            witness=witness,
            parameter="formula.otherwise",
            domain=view.levels(view.domain),
        )
    yield from _alike(view, formula)


def _beyond(edge: str, level: Fraction) -> IntervalSet:
    is_open = edge in ("above", "below")
    if edge in ("at_least", "above"):
        return IntervalSet.of(Interval(level, INF, is_open, True))
    return IntervalSet.of(Interval(NEG_INF, level, True, is_open))


def _alike(view: RowView, formula: Bands) -> Iterator[LintFinding]:
    following = [band.points for band in formula.bands[1:]] + [formula.otherwise]
    for position, (band, after) in enumerate(zip(formula.bands, following, strict=True)):
        ((edge, level),) = band.edges
        if band.points == after:
            witness = view.levels(IntervalSet.points(level))
            yield observed(
                "bands_alike",
                view.row.id,
                witness=witness,
                parameter=f"formula.bands[{position}].{edge}",
                points=band.points,
            )
