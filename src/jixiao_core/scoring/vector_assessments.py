"""Assessments that tell one formula without a measure from another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any, Literal, TypeAlias, assert_never

from jixiao_core.exact.quantities import Count, Rate
from jixiao_core.rubrics.formulas import (
    Checklist,
    ChecklistItem,
    Condition,
    Judged,
    Nonconformities,
    Option,
    Options,
    Targets,
)
from jixiao_core.rubrics.lowering import deduction_range, option_points
from jixiao_core.scoring.assessments import (
    Assessment,
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)

__all__ = ["MAX_SUBSETS", "REASON", "AssessedFormula", "assessments_for"]

AssessedFormula: TypeAlias = Checklist | Nonconformities | Options | Targets | Judged
"""The kinds that look at an assessment instead of a measure."""

ZERO = Fraction(0)
ONE = Fraction(1)
MAX_SUBSETS = 64
"""Of checklists with at most so many sets of met items every set is a vector."""
REASON = "一致性测试"
"""The stated reason of every finding that needs one: conformance test."""
LARGE_TARGET = 2**40
"""Of a target of this size one unit is the smallest step beside an edge of its completion rate."""


def assessments_for(formula: AssessedFormula, maximum: Fraction) -> Iterator[Assessment]:
    """
    Yield what is worth finding out about a row without a measure; some may be repeated.

    Args:
        formula: the formula.
        maximum: the points of the row.
    """
    match formula:
        case Checklist():
            yield from (ChecklistAssessment(items=items) for items in _findings(formula))
        case Nonconformities():
            yield from (CasesFound(cases=cases) for cases in _cases(formula, maximum))
        case Options():
            for option in formula.options:
                yield from _chosen(option)
        case Targets():
            yield from (TargetsAssessment(rows=rows) for rows in _targets(formula))
        case Judged():
            for points in (ZERO, maximum / 2, maximum):
                yield Judgement(points=points, by=REASON, reason=REASON)
        case _:
            assert_never(formula)


# Checklists


def _findings(formula: Checklist) -> Iterator[tuple[ItemFinding, ...]]:
    """Sets of met items; a part of each item, and each item not applicable, beside all others met and unmet."""
    for met in _sets(len(formula.items)):
        yield tuple(ItemFinding(item=item.id, met=is_met) for item, is_met in zip(formula.items, met, strict=True))
    for special in formula.items:
        part = ItemFinding(item=special.id, points=special.points / 2, reason=REASON)
        for one in (part, ItemFinding(item=special.id, not_applicable=REASON)):
            yield from (_with(formula, special, one, others=met) for met in (True, False))


def _with(formula: Checklist, special: ChecklistItem, finding: ItemFinding, *, others: bool) -> tuple[ItemFinding, ...]:
    return tuple(finding if item is special else ItemFinding(item=item.id, met=others) for item in formula.items)


def _sets(count: int) -> Iterator[tuple[bool, ...]]:
    """Every set of items; of many items all, none, each alone, and all but each."""
    if 2**count <= MAX_SUBSETS:
        yield from product((True, False), repeat=count)
        return
    for usual in (True, False):
        yield (usual,) * count
        yield from (tuple(usual is (place != other) for place in range(count)) for other in range(count))


# Non-conformities


def _cases(formula: Nonconformities, maximum: Fraction) -> Iterator[tuple[Cases, ...]]:
    """Nothing, everything once, and of each condition alone once, twice, and around the count that takes all points."""
    yield tuple(Cases(condition=each.id, count=0) for each in formula.conditions)
    yield tuple(Cases(condition=each.id, count=1, **_cost(each)) for each in formula.conditions)
    for condition in formula.conditions:
        for cost in _costs(condition):
            last = -(-maximum // cost["deduct"])
            for count in dict.fromkeys((1, 2, last - 1, last, last + 1)):
                if count > 0:
                    yield _only(formula, condition, count, cost if condition.is_range else {})
        if condition.is_range:
            yield _only(formula, condition, 1, {})


def _only(formula: Nonconformities, condition: Condition, count: int, cost: dict[str, Any]) -> tuple[Cases, ...]:
    return tuple(
        Cases(condition=each.id, count=count, **cost) if each is condition else Cases(condition=each.id, count=0)
        for each in formula.conditions
    )


def _costs(condition: Condition) -> tuple[dict[str, Any], ...]:
    """The deductions of one instance that are tried: the ends of a range, and its middle."""
    cost = deduction_range(condition)
    assert isinstance(cost.low, Fraction)
    assert isinstance(cost.high, Fraction)
    tried = dict.fromkeys((cost.low, (cost.low + cost.high) / 2, cost.high))
    return tuple({"deduct": deduct, "reason": REASON} for deduct in tried)


def _cost(condition: Condition) -> dict[str, Any]:
    return _costs(condition)[0] if condition.is_range else {}


# Options


def _chosen(option: Option) -> Iterator[OptionChosen]:
    yield OptionChosen(option=option.id)
    if option.low is None or option.high is None:
        return
    allowed = option_points(option)
    for points in (option.low, (option.low + option.high) / 2, option.high):
        if points in allowed:
            yield OptionChosen(option=option.id, points=points, reason=REASON)


# Targets


def _row(
    target: int | None = None,
    actual: int | None = None,
    *,
    rate: Fraction | None = None,
    comparator: Literal["at_least", "at_most"] = "at_least",
    weight: int = 1,
    key: bool = False,
) -> TargetRow:
    return TargetRow(
        label="目标",
        target=None if target is None else Count(target),
        actual=None if actual is None else Count(actual),
        rate=None if rate is None else Rate(rate),
        comparator=comparator,
        weight=Fraction(weight),
        key=key,
    )


def _targets(formula: Targets) -> Iterator[tuple[TargetRow, ...]]:
    for done in (10, 9, 0, 11, 30):
        yield (_row(10, done),)
        yield (_row(10, done, comparator="at_most"),)
    for done in (0, 1):
        yield (_row(0, done),)
        yield (_row(0, done, comparator="at_most"),)
    threshold = formula.over_threshold
    for edge in dict.fromkeys((ONE, threshold, threshold + 1)):
        actual = edge * LARGE_TARGET // 1
        yield from ((_row(LARGE_TARGET, actual + step),) for step in (-1, 0, 1))
        yield (_row(rate=edge),)
    yield (_row(rate=threshold + Fraction(1, 4)),)
    yield _row(10, 10, weight=3), _row(10, 5)
    yield _row(10, 10), _row(10, 5, weight=3), _row(10, 25)
    for missed in (10, 9):
        yield _row(10, missed, key=True), _row(10, 10)
        yield _row(10, 10, key=True), _row(10, missed)
