"""Targets: the weighted mean of completion rates, each capped before the mean."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import canonical
from jixiao_core.rubrics.formulas import Targets
from jixiao_core.rubrics.lowering import target_row
from jixiao_core.scoring.assessments import TargetRow, TargetsAssessment

__all__ = ["completion", "mean_share", "target_points", "target_share"]

ZERO = Fraction(0)
ONE = Fraction(1)
MET = IntervalSet.of(Interval.at_least(1))


def target_points(
    formula: Targets, assessment: TargetsAssessment, maximum: Fraction
) -> tuple[IntervalSet, tuple[str, ...], tuple[str, ...]]:
    """
    Return the possible points of a row of targets, the labels of the targets that are open, and finding codes.

    Args:
        formula: the rules of over-achievement and key targets.
        assessment: the targets.
        maximum: the row's points.
    """
    missing = tuple(row.label for row in assessment.rows if completion(row) is None)
    points = _with_key_targets(formula, assessment).times(maximum)
    return points, missing, tuple(dict.fromkeys(_codes(formula, assessment)))


def mean_share(formula: Targets, assessment: TargetsAssessment) -> IntervalSet:
    """Return the weighted mean of the shares of all targets, before a missed key target takes everything."""
    return _mean(assessment, [target_share(formula, row) for row in assessment.rows])


def _mean(assessment: TargetsAssessment, shares: list[IntervalSet]) -> IntervalSet:
    weight = sum((row.weight for row in assessment.rows), ZERO)
    total = IntervalSet.points(ZERO)
    for row, share in zip(assessment.rows, shares, strict=True):
        total = total.plus(share.times(row.weight / weight))
    return total


@lru_cache(maxsize=256)
def _row_curve(formula: Targets) -> Curve:
    return target_row(formula)


def completion(row: TargetRow) -> Fraction | None:
    """
    Return the completion rate of a target, or None where it is not known.

    More is better: actual ÷ target. Less is better: target ÷ actual. A target of 0 is complete exactly when the
    actual figure is 0.
    """
    if row.rate is not None:
        return canonical(row.rate)
    if row.target is None or row.actual is None:
        return None
    target, actual = canonical(row.target), canonical(row.actual)
    if target == 0 or actual == 0:
        is_met = actual <= target if row.comparator == "at_most" else target == actual
        return ONE if is_met else ZERO
    return actual / target if row.comparator == "at_least" else target / actual


def target_share(formula: Targets, row: TargetRow) -> IntervalSet:
    """Return what one target counts, in [0, 1], by its completion rate and the rule of over-achievement."""
    rate = completion(row)
    if rate is None:
        return IntervalSet.of(Interval(ZERO, ONE))
    return IntervalSet.points(_row_curve(formula).at(rate))


def _with_key_targets(formula: Targets, assessment: TargetsAssessment) -> IntervalSet:
    """A missed key target leaves nothing; an open one either does so or is met."""
    keys = [completion(row) for row in assessment.rows if row.key]
    if formula.key_target != "zero_row" or not keys:
        return mean_share(formula, assessment)
    if any(rate is not None and rate < 1 for rate in keys):
        return IntervalSet.points(ZERO)
    all_met = _mean(assessment, [_met_share(formula, row) for row in assessment.rows])
    return all_met | IntervalSet.points(ZERO) if any(rate is None for rate in keys) else all_met


def _met_share(formula: Targets, row: TargetRow) -> IntervalSet:
    """What a target counts where no key target is missed."""
    is_open_key = row.key and completion(row) is None
    return _row_curve(formula).image(MET) if is_open_key else target_share(formula, row)


def _codes(formula: Targets, assessment: TargetsAssessment) -> Iterator[str]:
    for row in assessment.rows:
        if row.rate is not None:
            yield "scoring.target_rate_declared"
        rate = completion(row)
        if rate is not None and rate > formula.over_threshold and formula.over_achievement == "explain":
            yield "scoring.over_achievement"
