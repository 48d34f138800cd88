"""The arithmetic of targets and of instances of non-conformity, as messages that a reader can add up again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Quantity, canonical
from jixiao_core.messages import Message, Param
from jixiao_core.rubrics.formulas import Condition, Nonconformities, Targets
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import deduction_range
from jixiao_core.scoring.assessments import Assessment, Cases, CasesFound, TargetRow, TargetsAssessment
from jixiao_core.scoring.span import Span, points_span
from jixiao_core.scoring.targets import completion, mean_share, target_share

__all__ = ["assessed_arithmetic"]

ZERO = Fraction(0)
ONE = Fraction(1)


def assessed_arithmetic(row: Indicator, maximum: Fraction, assessment: Assessment | None) -> Iterator[Message]:
    """
    Yield how the points of a row follow from its targets or from its instances of non-conformity.

    Args:
        row: the row as it is read.
        maximum: its points before anything is moved.
        assessment: what was found; nothing is yielded for other kinds.
    """
    match row.formula, assessment:
        case Targets() as formula, TargetsAssessment():
            yield from _targets(formula, assessment, maximum)
        case Nonconformities() as formula, CasesFound():
            yield from _cases(formula, assessment, maximum)
        case _:
            return


def _rate(value: Fraction | IntervalSet) -> Span:
    return Span(value if isinstance(value, IntervalSet) else IntervalSet.points(value), "rate")


def _targets(formula: Targets, assessment: TargetsAssessment, maximum: Fraction) -> Iterator[Message]:
    is_weighted = len({row.weight for row in assessment.rows}) > 1
    for row in assessment.rows:
        yield from _completion(row)
        yield from _over_achievement(formula, row)
        share = _rate(target_share(formula, row))
        if is_weighted:
            yield Message.of("scoring.target_share_weighted", label=row.label, share=share, weight=row.weight)
        else:
            code = "scoring.target_share" if share.values.is_point else "scoring.target_share_open"
            yield Message.of(code, label=row.label, share=share)
    mean = mean_share(formula, assessment)
    if is_weighted:
        weights = sum((row.weight for row in assessment.rows), ZERO)
        yield Message.of("scoring.targets_mean_weighted", mean=_rate(mean), weights=weights)
    elif len(assessment.rows) > 1:
        yield Message.of("scoring.targets_mean", mean=_rate(mean), count=len(assessment.rows))
    code = "scoring.targets_points" if mean.is_point else "scoring.targets_points_open"
    yield Message.of(code, mean=_rate(mean), maximum=maximum, points=points_span(mean.times(maximum)))
    yield from _key_targets(formula, assessment)


def _completion(row: TargetRow) -> Iterator[Message]:
    rate = completion(row)
    if rate is None or row.target is None or row.actual is None:
        return
    figures: dict[str, Param] = {"label": row.label, "target": row.target, "actual": row.actual, "rate": _rate(rate)}
    if _is_zero(row.target) or _is_zero(row.actual):
        yield Message.of("scoring.target_zero", **figures)
    else:
        yield Message.of(f"scoring.target_ratio_{row.comparator}", **figures)


def _is_zero(value: Quantity) -> bool:
    return canonical(value) == 0


def _over_achievement(formula: Targets, row: TargetRow) -> Iterator[Message]:
    rate = completion(row)
    if rate is None or rate <= ONE:
        return
    threshold = _rate(formula.over_threshold)
    if rate > formula.over_threshold and formula.over_achievement in ("reduce", "zero"):
        yield Message.of(f"scoring.target_over_{formula.over_achievement}", label=row.label, threshold=threshold)
    else:
        yield Message.of("scoring.target_over_cap", label=row.label)


def _key_targets(formula: Targets, assessment: TargetsAssessment) -> Iterator[Message]:
    for row in assessment.rows if formula.key_target == "zero_row" else ():
        rate = completion(row)
        if row.key and (rate is None or rate < ONE):
            yield Message.of(f"scoring.key_target_{'open' if rate is None else 'missed'}", label=row.label)


def _cases(formula: Nonconformities, assessment: CasesFound, maximum: Fraction) -> Iterator[Message]:
    found = {case.condition: case for case in assessment.cases if case.count is not None}
    total = IntervalSet.points(ZERO)
    for condition in formula.conditions:
        case = found.get(condition.id)
        if case is None or not case.count:
            continue
        cost = _cost(condition, case)
        times = case.count if formula.per == "case" else 1
        loss = cost.times(Fraction(times))
        total = total.plus(loss)
        if case.deduct is not None and condition.is_range:
            yield _chosen(condition, case)
        code = "scoring.cases_cost" if formula.per == "case" else "scoring.cases_cost_once"
        yield Message.of(code, label=condition.label, count=case.count, each=points_span(cost), loss=points_span(loss))
    if len(found) < len(formula.conditions):
        yield Message.of("scoring.cases_sum_known", loss=points_span(total))
        return
    yield Message.of("scoring.cases_sum", loss=points_span(total))
    if total & IntervalSet.of(Interval.above(maximum)):
        yield Message.of("scoring.cases_floored", maximum=maximum)
    elif total.is_point:
        left = maximum - total.point
        yield Message.of("scoring.cases_left", maximum=maximum, loss=total.point, points=left)


def _cost(condition: Condition, case: Cases) -> IntervalSet:
    return IntervalSet.of(deduction_range(condition) if case.deduct is None else Interval.point(case.deduct))


def _chosen(condition: Condition, case: Cases) -> Message:
    printed = points_span(IntervalSet.of(deduction_range(condition)))
    assert case.deduct is not None
    return Message.of("scoring.cases_chosen", label=condition.label, each=case.deduct, range=printed)
