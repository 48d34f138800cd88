"""Rows that a person assesses: checklists, cases, options, targets, judgements, and a change of kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from jixiao_core.exact.curves import Curve, override
from jixiao_core.exact.intervals import EMPTY, Interval, IntervalSet
from jixiao_core.exact.spans import Span, points_span
from jixiao_core.rubrics.diffing.outcomes import NOT_ACCEPTED, Outcome, ScoreDifference, Stated, Where, Witness, scored
from jixiao_core.rubrics.diffing.sides import RowSide
from jixiao_core.rubrics.formulas import (
    Checklist,
    ChecklistItem,
    Condition,
    Nonconformities,
    Option,
    Options,
    Targets,
)
from jixiao_core.rubrics.lowering import attainable, capped, deduction_range, option_points, target_row

__all__ = [
    "checklist_difference",
    "checklist_score",
    "judged_difference",
    "kind_difference",
    "nonconformity_difference",
    "options_difference",
    "targets_differences",
]

ZERO = Fraction(0)
ONE = Fraction(1)
MAX_THREE_WAYS = 6
MAX_TWO_WAYS = 12


def kind_difference(before: RowSide, after: RowSide) -> ScoreDifference:
    """Return the difference of two kinds that look at other evidence, with what each can give at all."""
    outcomes = [
        scored(attainable(side.row.formula, side.maximum, side.row.measure.domain if side.row.measure else None))
        for side in (before, after)
    ]
    return ScoreDifference(where="kind", witness=Witness(given=(), before=outcomes[0], after=outcomes[1]))


# Checklists: an item is met, partly met (a half of the smaller points), or not met.


def checklist_score(formula: Checklist, maximum: Fraction, found: Mapping[str, Fraction | bool]) -> Fraction:
    """
    Return the points of a checklist.

    Args:
        formula: the checklist.
        maximum: the row's points.
        found: item id to whether it is met, or to the part of its points that an assessor gives.
    """
    items = {item.id: item for item in formula.items}

    def own(item: ChecklistItem) -> Fraction:
        state = found.get(item.id, False)
        if isinstance(state, bool):
            return item.points if state else ZERO
        return state if formula.partial_credit or state == item.points else ZERO

    def is_full(item: ChecklistItem) -> bool:
        return own(item) == item.points and all(is_full(items[name]) for name in item.requires)

    total = sum(
        (own(item) for item in formula.items if all(is_full(items[name]) for name in item.requires)), start=ZERO
    )
    return min(total, maximum)


def checklist_difference(before: RowSide, after: RowSide) -> Iterator[ScoreDifference]:
    """Yield the difference of two checklists, with the fewest items that show it."""
    one, two = before.row.formula, after.row.formula
    assert isinstance(one, Checklist)
    assert isinstance(two, Checklist)
    labels = _labelled(one.items, two.items)
    for found in _findings(one, two):
        points = checklist_score(one, before.maximum, found), checklist_score(two, after.maximum, found)
        if points[0] != points[1]:
            given = tuple(_item(labels[name], state) for name, state in found.items() if state is not False)
            yield _difference("items", given, scored(points[0]), scored(points[1]))
            return
    if len(labels) > MAX_TWO_WAYS and _rules(one) != _rules(two):
        yield ScoreDifference(where="items", is_decided=False)


def _rules(formula: Checklist) -> object:
    """What a checklist scores by, without its words."""
    return formula.partial_credit, {item.id: (item.points, frozenset(item.requires)) for item in formula.items}


def _item(item: ChecklistItem, state: Fraction | bool) -> Stated:
    if isinstance(state, bool):
        return Stated(kind="item_met", id=item.id, label=item.label)
    return Stated(kind="item_partly", id=item.id, label=item.label, value=points_span(IntervalSet.points(state)))


def _labelled(one: tuple[ChecklistItem, ...], two: tuple[ChecklistItem, ...]) -> dict[str, ChecklistItem]:
    found = {item.id: item for item in (*one, *two)}
    return {name: found[name] for name in sorted(found)}


def _findings(one: Checklist, two: Checklist) -> Iterator[dict[str, Fraction | bool]]:
    """Findings about the items of both, those with the fewest met first; all of them while the items are few."""
    worth = {item.id: item.points for item in two.items}
    for item in one.items:
        worth[item.id] = min(item.points, worth.get(item.id, item.points))
    names = sorted(worth)
    has_parts = one.partial_credit or two.partial_credit
    if len(names) <= MAX_TWO_WAYS:
        states = [[False, True] for _ in names]
        every: list[dict[str, Fraction | bool]] = [dict(zip(names, each, strict=True)) for each in product(*states)]
        yield from sorted(every, key=lambda found: sum(map(bool, found.values())))
    else:
        yield from _few_findings(names, one, two)
    if not has_parts:
        return
    for name in names:
        others: dict[str, Fraction | bool] = dict.fromkeys(names, True)
        yield {**dict.fromkeys(names, False), name: worth[name] / 2}
        yield {**others, name: worth[name] / 2}
    if len(names) <= MAX_THREE_WAYS:
        for each in product((0, 1, 2), repeat=len(names)):
            yield {name: (False, worth[name] / 2, True)[state] for name, state in zip(names, each, strict=True)}


def _few_findings(names: list[str], one: Checklist, two: Checklist) -> Iterator[dict[str, Fraction | bool]]:
    """Of a long checklist: all, all but one, one alone, one with everything that it presupposes in either."""
    yield dict.fromkeys(names, True)
    needs = {name: _needs(name, one) | _needs(name, two) for name in names}
    for name in names:
        yield {each: each == name for each in names}
        yield {each: each == name or each in needs[name] for each in names}
        yield {each: each != name for each in names}


def _needs(name: str, formula: Checklist) -> set[str]:
    requires = {item.id: item.requires for item in formula.items}
    found: set[str] = set()
    rest = [name]
    while rest:
        for each in requires.get(rest.pop(), ()):
            if each not in found:
                found.add(each)
                rest.append(each)
    return found


# Non-conformities.


def nonconformity_difference(before: RowSide, after: RowSide) -> Iterator[ScoreDifference]:
    """Yield the difference of two lists of conditions: no case, one or two cases of one, a deduction that one allows."""
    one, two = before.row.formula, after.row.formula
    assert isinstance(one, Nonconformities)
    assert isinstance(two, Nonconformities)
    if before.maximum != after.maximum:
        yield _difference("cases", (Stated(kind="no_cases"),), scored(before.maximum), scored(after.maximum))
        return
    conditions = {each.id: each for each in (*two.conditions, *one.conditions)}
    for count in (1, 2):
        for name in sorted(conditions):
            sides = (_after_cases(one, before.maximum, name, count), _after_cases(two, after.maximum, name, count))
            if sides[0] != sides[1]:
                cases = Span(IntervalSet.points(count), "count")
                given = (Stated(kind="cases", id=name, label=conditions[name].label, value=cases),)
                yield _difference("cases", given, scored(sides[0]), scored(sides[1]))
                return
    yield from _allowed_deductions(one, two, before.maximum)


def _condition(formula: Nonconformities, name: str) -> Condition | None:
    return next((each for each in formula.conditions if each.id == name), None)


def _after_cases(formula: Nonconformities, maximum: Fraction, name: str, count: int) -> IntervalSet:
    condition = _condition(formula, name)
    if condition is None:
        return IntervalSet.points(maximum)
    times = count if formula.per == "case" else min(count, 1)
    left = IntervalSet.of(deduction_range(condition)).times(-times).shift(maximum)
    kept = left & IntervalSet.of(Interval.at_least(0))
    return kept if kept == left else kept | IntervalSet.points(0)


def _allowed_deductions(one: Nonconformities, two: Nonconformities, maximum: Fraction) -> Iterator[ScoreDifference]:
    for name in sorted(each.id for each in one.conditions):
        sides = [_condition(formula, name) for formula in (one, two)]
        ranges = [IntervalSet.of(deduction_range(each)) for each in sides if each is not None and each.is_range]
        apart = (ranges[0] - ranges[1]) | (ranges[1] - ranges[0]) if len(ranges) == len(sides) else EMPTY
        if apart:
            value = apart.witness()
            outcomes = [scored(max(maximum - value, ZERO)) if value in each else NOT_ACCEPTED for each in ranges]
            label = next(each.label for each in sides if each is not None)
            given = (Stated(kind="deduct", id=name, label=label, value=points_span(IntervalSet.points(value))),)
            yield _difference("cases", given, outcomes[0], outcomes[1])
            return


# Options.


def options_difference(before: RowSide, after: RowSide) -> Iterator[ScoreDifference]:
    """Yield the difference of two lists of states: the first state, by id, whose points differ."""
    one, two = before.row.formula, after.row.formula
    assert isinstance(one, Options)
    assert isinstance(two, Options)
    sides = [{each.id: each for each in formula.options} for formula in (one, two)]
    for name in sorted({**sides[0], **sides[1]}):
        old, new = (side.get(name) for side in sides)
        outcomes = _of_option(old, before.maximum), _of_option(new, after.maximum)
        label = next(each.label for each in (old, new) if each is not None)
        if outcomes[0] != outcomes[1]:
            yield _difference("options", (Stated(kind="option", id=name, label=label),), outcomes[0], outcomes[1])
            return
        if old is None or new is None or old.points is not None or new.points is not None:
            continue
        ranges = option_points(old), option_points(new)
        apart = (ranges[0] - ranges[1]) | (ranges[1] - ranges[0])
        if apart:
            value = apart.witness()
            given = (Stated(kind="chosen", id=name, label=label, value=points_span(IntervalSet.points(value))),)
            maxima = before.maximum, after.maximum
            chosen = [
                scored(min(value, most)) if value in each else NOT_ACCEPTED
                for each, most in zip(ranges, maxima, strict=True)
            ]
            yield _difference("options", given, chosen[0], chosen[1])
            return


def _of_option(option: Option | None, maximum: Fraction) -> Outcome:
    return NOT_ACCEPTED if option is None else scored(capped(option_points(option), maximum))


# Targets and judgements.


def targets_differences(before: RowSide, after: RowSide) -> Iterator[ScoreDifference]:
    """Yield the completion rates for which one target, and for which one key target, scores otherwise."""
    for where, is_key in (("rates", False), ("key_targets", True)):
        curves = [_rate_curve(side, is_key=is_key) for side in (before, after)]
        rates = curves[0].differs(curves[1]) & IntervalSet.of(Interval.at_least(0))
        if rates == EMPTY:
            continue
        rate = rates.witness()
        value = Span(IntervalSet.points(rate), "rate")
        witness = Witness(
            given=(Stated(kind="key_rate" if is_key else "rate", value=value),),
            before=scored(curves[0].at(rate)),
            after=scored(curves[1].at(rate)),
        )
        yield ScoreDifference(
            where="rates" if where == "rates" else "key_targets", values=Span(rates, "rate"), witness=witness
        )
        if not is_key and _has_same_key_rule(before, after):
            return


def _has_same_key_rule(before: RowSide, after: RowSide) -> bool:
    one, two = before.row.formula, after.row.formula
    assert isinstance(one, Targets)
    assert isinstance(two, Targets)
    return one.key_target == two.key_target


def _rate_curve(side: RowSide, *, is_key: bool) -> Curve:
    formula = side.row.formula
    assert isinstance(formula, Targets)
    curve = target_row(formula).scaled(side.maximum)
    if is_key and formula.key_target == "zero_row":
        return override(curve, Interval.below(1), ZERO)
    return curve


def judged_difference(before: RowSide, after: RowSide) -> Iterator[ScoreDifference]:
    """Yield the difference of two judgements: points that only one of them allows."""
    if before.maximum != after.maximum:
        points = max(before.maximum, after.maximum)
        outcomes = [scored(points) if points <= side.maximum else NOT_ACCEPTED for side in (before, after)]
        given = (Stated(kind="judged", value=points_span(IntervalSet.points(points))),)
        yield _difference("judged", given, outcomes[0], outcomes[1])


def _difference(where: Where, given: tuple[Stated, ...], before: Outcome, after: Outcome) -> ScoreDifference:
    return ScoreDifference(where=where, witness=Witness(given=given, before=before, after=after))
