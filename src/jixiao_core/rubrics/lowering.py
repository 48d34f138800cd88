"""Lowering: each numeric formula becomes a curve, each other formula the set of points that it can give at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from jixiao_core.exact.curves import Curve, Piece, clamp, constant, line, override, steps
from jixiao_core.exact.intervals import INF, NEG_INF, Extended, Interval, IntervalSet
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    ChecklistItem,
    Condition,
    DeductPerStep,
    Formula,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)

__all__ = [
    "attainable",
    "capped",
    "checklist_points",
    "curve_of",
    "deduction_range",
    "option_points",
    "step_count",
    "target_row",
]

ZERO = Fraction(0)
ONE = Fraction(1)
MAX_FREE_ITEMS = 12
MAX_SUMS = 20_000


# A review asks for the same few curves and sets again and again.
@lru_cache(maxsize=4096)
def curve_of(formula: Bands | DeductPerStep | Proportional, maximum: Fraction) -> Curve:
    """
    Return the curve from a measure to points in [0, `maximum`].

    >>> from jixiao_core.rubrics.formulas import DeductPerStep
    >>> curve = curve_of(DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5"), Fraction(5))
    >>> curve.at(Fraction(19, 18))
    Fraction(5, 2)
    """
    if maximum == 0:
        # The member of a pool may have no share of it.
        return constant(ZERO)
    match formula:
        case Bands():
            return _bands_curve(formula, maximum)
        case DeductPerStep():
            return _deduction_curve(formula, maximum)
        case Proportional():
            return _proportional_curve(formula, maximum)
        case _:
            assert_never(formula)


def _bands_curve(formula: Bands, maximum: Fraction) -> Curve:
    # The share of a pool's member may be less than the points of its bands.
    curve = constant(min(formula.otherwise, maximum))
    for band in reversed(formula.bands):
        ((edge, level),) = band.edges
        curve = override(curve, _side(edge, level), min(band.points, maximum))
    return curve


def _side(edge: str, level: Fraction) -> Interval:
    if edge in ("at_least", "above"):
        return Interval(level, INF, edge == "above", True)
    return Interval(NEG_INF, level, True, edge == "below")


def step_count(formula: DeductPerStep, maximum: Fraction) -> int:
    """Return how many whole steps it takes to lose all points."""
    return -(-maximum // formula.deduct)


def _deduction_curve(formula: DeductPerStep, maximum: Fraction) -> Curve:
    if maximum == 0:
        # A member of a pool that has no share of it.
        return constant(ZERO)
    above = _above_curve(formula, maximum)
    if formula.side == "above":
        return above
    mirrored = _mirrored(above, formula.standard)
    if formula.side == "below":
        return mirrored
    left = Interval(NEG_INF, formula.standard, True, True)
    right = Interval(formula.standard, INF, False, True)
    return _joined(_within(mirrored, left), _within(above, right))


def _above_curve(formula: DeductPerStep, maximum: Fraction) -> Curve:
    start, width, loss = formula.standard, formula.step, formula.deduct
    count = step_count(formula, maximum)
    full = (Interval(NEG_INF, start, True, False), maximum)
    match formula.part_step:
        case "proportional":
            curve = line(start, maximum, start + width * maximum / loss, ZERO)
        case "ignore":
            cuts = [(Interval(start + width * k, start + width * (k + 1), k == 0, True), k) for k in range(count)]
            tail = (Interval(start + width * count, INF, count == 0, True), ZERO)
            curve = steps([full, *((cell, maximum - loss * k) for cell, k in cuts), tail])
        case "count":
            cuts = [(Interval(start + width * (k - 1), start + width * k, True, False), k) for k in range(1, count)]
            tail = (Interval(start + width * (count - 1), INF, True, True), ZERO)
            curve = steps([full, *((cell, maximum - loss * k) for cell, k in cuts), tail])
        case _:
            assert_never(formula.part_step)
    if formula.zero_beyond is None:
        return curve
    return override(curve, Interval(_distant_edge(formula), INF, True, True), ZERO)


def _distant_edge(formula: DeductPerStep) -> Fraction:
    """The edge of `zero_beyond` as if points were lost above the standard."""
    assert formula.zero_beyond is not None
    match formula.side:
        case "above":
            return formula.zero_beyond
        case "below":
            return 2 * formula.standard - formula.zero_beyond
        case "either":
            return formula.standard + formula.zero_beyond
        case _:
            assert_never(formula.side)


def _mirrored(curve: Curve, about: Fraction) -> Curve:
    """The curve seen in a mirror that stands at `about`."""
    pieces = []
    for piece in reversed(curve.pieces):
        ends = piece.interval
        interval = Interval(_reflected(ends.high, about), _reflected(ends.low, about), ends.high_open, ends.low_open)
        pieces.append(Piece(interval, piece.constant + piece.slope * 2 * about, -piece.slope))
    return Curve(tuple(pieces))


def _reflected(end: Extended, about: Fraction) -> Extended:
    if isinstance(end, Fraction):
        return 2 * about - end
    return NEG_INF if end is INF else INF


def _within(curve: Curve, window: Interval) -> Iterator[tuple[Interval, Fraction, Fraction]]:
    for piece in curve.pieces:
        for part in IntervalSet.of(piece.interval) & IntervalSet.of(window):
            yield part, piece.constant, piece.slope


def _joined(*sides: Iterable[tuple[Interval, Fraction, Fraction]]) -> Curve:
    """Return the curve whose pieces are those of all `sides`, in order."""
    return Curve(tuple(Piece(interval, base, slope) for side in sides for interval, base, slope in side))


def _proportional_curve(formula: Proportional, maximum: Fraction) -> Curve:
    curve = line(formula.zero_at, ZERO, formula.full_at, maximum)
    cap = maximum if formula.cap is None else min(formula.cap, maximum)
    curve = clamp(curve, min(formula.floor, cap), cap)
    edge = formula.zero_beyond if formula.zero_from is None else formula.zero_from
    if edge is None:
        return curve
    is_open = formula.zero_from is None
    if formula.zero_at < formula.full_at:
        return override(curve, Interval(NEG_INF, edge, True, is_open), ZERO)
    return override(curve, Interval(edge, INF, is_open, True), ZERO)


def target_row(formula: Targets) -> Curve:
    """Return the curve from the completion rate of one target to its share of the points, in [0, 1]."""
    curve = line(ZERO, ZERO, ONE, ONE)
    edge = formula.over_threshold
    match formula.over_achievement:
        case "cap" | "explain":
            return curve
        case "zero":
            return override(curve, Interval(edge, INF, True, True), ZERO)
        case "reduce":
            rising = _within(curve, Interval(NEG_INF, edge, True, False))
            falling = _within(line(edge, ONE, edge + 1, ZERO), Interval(edge, INF, True, True))
            return _joined(rising, falling)
        case _:
            assert_never(formula.over_achievement)


@lru_cache(maxsize=4096)
def attainable(formula: Formula, maximum: Fraction, domain: Interval | None = None) -> IntervalSet:
    """
    Return every number of points that the formula can give, whatever the facts.

    Args:
        formula: the formula of a row.
        maximum: the row's points.
        domain: the measures that make sense, for formulas over a measure.

    >>> from jixiao_core.messages import Text
    >>> clauses = (ChecklistItem(id="a", label=Text("①"), points=2), ChecklistItem(id="b", label=Text("②"), points=3))
    >>> str(attainable(Checklist(items=clauses), Fraction(5)))
    '[0, 0] ∪ [2, 2] ∪ [3, 3] ∪ [5, 5]'
    """
    match formula:
        case Bands() | DeductPerStep() | Proportional():
            within = IntervalSet.of(domain or Interval.everything())
            return curve_of(formula, maximum).image(within)
        case Checklist():
            return capped(checklist_points(formula, {}), maximum)
        case Nonconformities():
            return _clamped(_deductions(formula, maximum).times(-ONE).shift(maximum), maximum)
        case Options():
            return capped(_union(option_points(option) for option in formula.options), maximum)
        case Targets() | Judged():
            return IntervalSet.of(Interval(ZERO, maximum))
        case _:
            assert_never(formula)


def checklist_points(formula: Checklist, decided: Mapping[str, Fraction]) -> IntervalSet:
    """
    Return the possible sums of a checklist when some items are decided.

    Args:
        formula: the checklist.
        decided: item id to the points it scored; an item that is missing here may still be met or not.

    An item whose required items are not fully met scores nothing. With more than twelve open items the result is
    the hull, which is sound.
    """
    open_items = [item for item in formula.items if item.id not in decided]
    if len(open_items) > MAX_FREE_ITEMS:
        none_met = checklist_points(formula, {**{item.id: ZERO for item in open_items}, **decided})
        all_met = checklist_points(formula, {**{item.id: item.points for item in open_items}, **decided})
        return IntervalSet.of(Interval(none_met.point, all_met.point))
    return _union(_checklist_sums(formula, formula.items, decided, {}, IntervalSet.points(ZERO)))


def _checklist_sums(
    formula: Checklist,
    rest: tuple[ChecklistItem, ...],
    decided: Mapping[str, Fraction],
    full: dict[str, bool],
    total: IntervalSet,
) -> Iterator[IntervalSet]:
    if not rest:
        yield total
        return
    item, *later = _next_item(rest, full)
    blocked = not all(full[name] for name in item.requires)
    for points, is_full in _item_states(item, decided.get(item.id), blocked=blocked, partial=formula.partial_credit):
        yield from _checklist_sums(formula, tuple(later), decided, {**full, item.id: is_full}, total.plus(points))


def _next_item(rest: tuple[ChecklistItem, ...], known: Mapping[str, bool]) -> tuple[ChecklistItem, ...]:
    ready = next(item for item in rest if all(name in known for name in item.requires))
    return (ready, *(item for item in rest if item is not ready))


def _item_states(
    item: ChecklistItem, points: Fraction | None, *, blocked: bool, partial: bool
) -> Iterator[tuple[IntervalSet, bool]]:
    if blocked:
        yield IntervalSet.points(ZERO), False
    elif points is not None:
        yield IntervalSet.points(points), points == item.points
    else:
        yield IntervalSet.points(item.points), True
        lower = Interval(ZERO, item.points, False, True) if partial else Interval.point(ZERO)
        yield IntervalSet.of(lower), False


def deduction_range(condition: Condition) -> Interval:
    """Return what one instance of a condition costs: a point, or the printed range."""
    if condition.deduct is not None:
        return Interval.point(condition.deduct)
    assert condition.deduct_low is not None
    assert condition.deduct_high is not None
    return Interval(condition.deduct_low, condition.deduct_high)


def _deductions(formula: Nonconformities, maximum: Fraction) -> IntervalSet:
    """Every total deduction up to the first that reaches `maximum`; the hull, which is sound, where they are many."""
    total = IntervalSet.points(ZERO)
    for condition in formula.conditions:
        cost = deduction_range(condition)
        least, most = _ends(cost)
        repeats = int(-(-maximum // least)) if formula.per == "case" else 1
        if len(total) * (repeats + 1) > MAX_SUMS:
            return IntervalSet.of(Interval(ZERO, maximum))
        choices = _union(IntervalSet.of(cost).times(Fraction(count)) for count in range(repeats + 1))
        total = total.plus(choices) & IntervalSet.of(Interval(ZERO, maximum + most))
    return total


def option_points(option: Option) -> IntervalSet:
    """Return what a state scores: a point, or the printed range."""
    if option.points is not None:
        return IntervalSet.points(option.points)
    assert option.low is not None
    assert option.high is not None
    return IntervalSet.of(Interval(option.low, option.high, option.low_open, option.high_open))


def _ends(bounded: Interval) -> tuple[Fraction, Fraction]:
    assert isinstance(bounded.low, Fraction)
    assert isinstance(bounded.high, Fraction)
    return bounded.low, bounded.high


def capped(points: IntervalSet, maximum: Fraction) -> IntervalSet:
    """
    Return a set of points in which what lies above `maximum` counts as `maximum`.

    >>> str(capped(IntervalSet.points(4, 8), Fraction(5)))
    '[4, 4] ∪ [5, 5]'
    """
    inside = points & IntervalSet.of(Interval.at_most(maximum))
    return inside if inside == points else inside | IntervalSet.points(maximum)


def _clamped(points: IntervalSet, maximum: Fraction) -> IntervalSet:
    inside = points & IntervalSet.of(Interval(ZERO, maximum))
    below = points & IntervalSet.of(Interval(NEG_INF, ZERO, True, True))
    return inside | IntervalSet.points(ZERO) if below else inside


def _union(sets: Iterable[IntervalSet]) -> IntervalSet:
    return IntervalSet(tuple(interval for each in sets for interval in each))
