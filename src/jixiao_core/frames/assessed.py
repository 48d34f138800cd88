"""Assessed rows: checklists, cases of non-conformity, options and judged points."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from attrs import frozen

from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Flag,
    Not,
    Number,
    Numeric,
    Sum,
    Times,
    Words,
)
from jixiao_core.frames.intake import Given
from jixiao_core.frames.ladders import whole
from jixiao_core.frames.outcomes import NEVER, Outcome, Range, RowPlace, choose
from jixiao_core.rubrics import formulas
from jixiao_core.rubrics.formulas import Checklist, Judged, Nonconformities, Options
from jixiao_core.rubrics.lowering import attainable, capped, deduction_range, option_points

__all__ = ["cases_row", "checklist_row", "judged_row", "options_row"]

ZERO = Number(0)
MAX_CASES = 64
"""So many cases of chosen deductions are added one by one."""


def checklist_row(place: RowPlace, formula: Checklist) -> Outcome:
    """Return what a checklist scores: items that are met, of those whose required items are met too."""
    met: dict[str, Condition] = {}
    may: dict[str, Condition] = {}
    rest = list(formula.items)
    while rest:
        item = next(each for each in rest if all(name in met for name in each.requires))
        rest.remove(item)
        given = place.given(item.id, "met")
        met[item.id] = _condition(place, f"{item.id}__met", (given.holds, *(met[name] for name in item.requires)))
        open_or_met = AnyOf((given.holds, Not(given.is_known)))
        may[item.id] = _condition(place, f"{item.id}__may", (open_or_met, *(may[name] for name in item.requires)))
    low = _capped(place, "sum", _points(place, formula, met), formula)
    items = [place.given(item.id, "met") for item in formula.items]
    is_open = place.condition("is_open", AnyOf(tuple(Not(each.is_known) for each in items)))
    high = _capped(place, "most", _points(place, formula, may), formula)
    return Outcome(
        low=low,
        width=Case(((is_open, Sum((high, Times(-1, low)))),), ZERO),
        is_open=is_open,
        missing=tuple((each.column.name, Not(each.is_known)) for each in items),
    )


def _condition(place: RowPlace, part: str, parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else place.condition(part, AllOf(parts))


def _points(place: RowPlace, formula: Checklist, holds: dict[str, Condition]) -> Numeric:
    worth: dict[int, list[Numeric]] = {}
    for item in formula.items:
        worth.setdefault(whole(item.points, place.scale), []).append(Flag(holds[item.id]))
    return Sum(tuple(Times(points, Sum(tuple(flags))) for points, flags in worth.items()))


def _capped(place: RowPlace, part: str, points: Numeric, formula: Checklist) -> Numeric:
    """Points cut to the maximum of the row, where the share of a pool is less than what its items are worth."""
    if sum((item.points for item in formula.items), Fraction(0)) <= place.points:
        return place.number(part, points)
    named = place.number(f"{part}__all", points)
    return place.number(part, Case(((Compare(">", named, Number(place.most)), Number(place.most)),), named))


def cases_row(place: RowPlace, formula: Nonconformities) -> Outcome:
    """Return what is left after a deduction for every case, or once for every condition."""
    least: list[Numeric] = []
    most: list[Numeric] = []
    unknown: list[Condition] = []
    untold: list[Condition] = []
    missing: list[tuple[str, Condition]] = []
    for condition in formula.conditions:
        count = place.given(condition.id, "cases")
        loss = _loss(place, condition, count, is_once=formula.per == "condition")
        least.append(loss.least)
        most.append(loss.most)
        unknown.append(Not(count.is_known))
        missing += [(count.column.name, Not(count.is_known)), *loss.missing]
        untold.append(loss.is_untold)
    is_open = place.condition("is_open", AnyOf(tuple(condition for _, condition in missing)))
    high = _left(place, "left_high", Sum(tuple(least)))
    # Where every count is known and no deduction is to be chosen, the least and the most that is lost are the same.
    is_plain = formula.per == "case" and not any(condition.is_range for condition in formula.conditions)
    low = high if is_plain else _left(place, "left_low", Sum(tuple(most)))
    if formula.per == "case":
        # Cases of a condition that is not known may be as many as it takes to lose everything.
        low = place.number("low_or_none", Case(((AnyOf(tuple(unknown)), ZERO),), low))
    return Outcome(
        low=low,
        width=Case(((is_open, Sum((high, Times(-1, low)))),), ZERO),
        is_open=is_open,
        is_untold=AnyOf(tuple(each for each in untold if each != NEVER)) if any(u != NEVER for u in untold) else NEVER,
        missing=tuple(missing),
    )


def _left(place: RowPlace, part: str, loss: Numeric) -> Numeric:
    full = Number(place.most)
    named = place.number(f"{part}__loss", loss)
    return place.number(part, Case(((Compare(">=", named, full), ZERO),), Sum((full, Times(-1, named)))))


@frozen(kw_only=True)
class _Loss:
    """
    What a condition costs.

    Attributes:
        least: at least this.
        most: at most this, where the number of cases is known; else what one case costs at most.
        is_untold: whether there are too many cases to add up.
        missing: the deduction of a case, where it is to be chosen and is not.
    """

    least: Numeric
    most: Numeric
    is_untold: Condition = NEVER
    missing: tuple[tuple[str, Condition], ...] = ()


def _loss(place: RowPlace, condition: formulas.Condition, count: Given, *, is_once: bool) -> _Loss:
    cost = place.range_of((deduction_range(condition),))
    low, high = cost.low, cost.high
    number: Numeric = Flag(Compare(">", count.value, ZERO)) if is_once else _counted(place, condition, count, cost)
    unknown_most = Number(high)
    if not condition.is_range:
        return _Loss(least=Times(low, number), most=Case(((Not(count.is_known), unknown_most),), Times(high, number)))
    chosen = place.given(f"{condition.id}.deduct")
    stated, is_untold = _repeated(place, condition, count, chosen, is_once=is_once)
    missing = AllOf((Compare(">", count.value, ZERO), Not(chosen.is_known)))
    return _Loss(
        least=Case(((chosen.is_known, stated),), Times(low, number)),
        most=Case(((Not(count.is_known), unknown_most), (chosen.is_known, stated)), Times(high, number)),
        is_untold=is_untold,
        missing=((chosen.column.name, missing),),
    )


def _counted(place: RowPlace, condition: formulas.Condition, count: Given, cost: Range) -> Column | Number:
    """The cases, as many as it takes to lose everything; more of them change nothing."""
    if not count.is_there:
        return ZERO
    least = cost.low or cost.high
    enough = -(-place.most // least) if least else 1
    return place.staging.cut_column(f"{place.name}__{condition.id}__counted", count.value, enough)


def _repeated(
    place: RowPlace, condition: formulas.Condition, count: Given, chosen: Given, *, is_once: bool
) -> tuple[Numeric, Condition]:
    """A chosen deduction times the cases, added one by one until everything is lost; no two columns are multiplied."""
    once: Numeric = Case(((Compare(">", count.value, ZERO), chosen.value),), ZERO)
    if is_once or not chosen.is_there:
        return once, NEVER
    low = deduction_range(condition).low
    assert isinstance(low, Fraction)
    enough = MAX_CASES if low == 0 else min(ceil(place.points / low), MAX_CASES)
    parts = tuple(
        Case(((Compare(">=", count.value, Number(number)), chosen.value),), ZERO) for number in range(1, enough + 1)
    )
    is_counted = low > 0 and place.points / low <= MAX_CASES
    too_many = AllOf((chosen.is_known, Compare(">", count.value, Number(enough))))
    return Sum(parts), NEVER if is_counted else too_many


def options_row(place: RowPlace, formula: Options) -> Outcome:
    """Return what the chosen state scores; where it has a range, the points chosen in it."""
    option = place.given("option")
    everything = place.range_of(attainable(formula, place.points))
    lows: list[tuple[Condition, Numeric]] = [(Not(option.is_known), Number(everything.low))]
    widths: list[tuple[Condition, Numeric]] = [(Not(option.is_known), Number(everything.width))]
    missing: list[tuple[str, Condition]] = [(option.column.name, Not(option.is_known))]
    invalid: list[Condition] = []
    for each in formula.options:
        here = Compare("==", option.value, Words(each.id)) if option.is_there else NEVER
        ends = place.range_of(capped(option_points(each), place.points))
        if each.points is None:
            chosen = place.given("option_points")
            is_chosen = AllOf((here, _inside(place, each, chosen)))
            lows.append((is_chosen, _at_most(chosen.value, place.most)))
            widths.append((is_chosen, ZERO))
            missing.append((chosen.column.name, AllOf((here, Not(chosen.is_known)))))
            invalid.append(AllOf((here, chosen.is_known, Not(_inside(place, each, chosen)))))
        lows.append((here, Number(ends.low)))
        widths.append((here, Number(ends.width)))
    return Outcome(
        low=choose(lows, Number(everything.low)),
        width=choose(widths, ZERO),
        is_open=place.condition("is_open", AnyOf(tuple(condition for _, condition in missing))),
        is_invalid=AnyOf(tuple(invalid)) if invalid else NEVER,
        missing=tuple(missing),
    )


def _inside(place: RowPlace, option: formulas.Option, chosen: Given) -> Condition:
    """Whether chosen points lie in the range of an option."""
    assert option.low is not None
    assert option.high is not None
    low, high = Number(whole(option.low, place.scale)), Number(whole(option.high, place.scale))
    return AllOf(
        (
            chosen.is_known,
            Compare(">" if option.low_open else ">=", chosen.value, low),
            Compare("<" if option.high_open else "<=", chosen.value, high),
        )
    )


def _at_most(points: Numeric, most: int) -> Numeric:
    return Case(((Compare(">", points, Number(most)), Number(most)),), points)


def judged_row(place: RowPlace, _formula: Judged) -> Outcome:
    """Return the points that an assessor gave."""
    judged = place.given("judged")
    return Outcome(
        low=judged.value,
        width=Case(((judged.is_known, ZERO),), Number(place.most)),
        is_open=Not(judged.is_known),
        missing=((judged.column.name, Not(judged.is_known)),),
    )
