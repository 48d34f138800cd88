"""Rows of targets in a table: one target a row, with its figure, what became of it, and whether less is better."""

from __future__ import annotations

from fractions import Fraction

from jixiao_core.frames.expressions import AllOf, AnyOf, Case, Compare, Condition, Not, Number, Truth, Words
from jixiao_core.frames.ladders import Ratio, scaled_points, whole
from jixiao_core.frames.outcomes import Outcome, Range, RowPlace, curve_outcome
from jixiao_core.rubrics.formulas import Targets
from jixiao_core.rubrics.lowering import target_row

__all__ = ["targets_row"]

ZERO = Number(0)


def targets_row(place: RowPlace, formula: Targets) -> Outcome:
    """
    Return what a row of one target scores: by actual ÷ target, or target ÷ actual where less is better.

    A target of 0, or nothing done, is complete exactly when the target is met: then no ratio says more.
    """
    target, actual, comparator = (place.given(part) for part in ("target", "actual", "comparator"))
    less = AllOf((comparator.is_known, Compare("==", comparator.value, Words("at_most"))))
    is_less = place.condition("is_less", less if comparator.is_there else Truth(False))
    curve = target_row(formula).scaled(place.points)
    known = place.condition("is_known", AllOf((target.is_known, actual.is_known, Not(comparator.is_refused))))
    top = place.number("top", Case(((is_less, target.value),), actual.value))
    base = place.number("base", Case(((is_less, actual.value),), target.value))
    over = place.number("over", Case(((Compare(">", base, ZERO), base),), Number(1)))
    at_ratio = scaled_points(place.staging, place.name, curve, Ratio(top, over), place.scale)
    is_zero = AnyOf((Compare("==", target.value, ZERO), Compare("==", actual.value, ZERO)))
    reached: Condition = AnyOf(
        (
            AllOf((is_less, Compare("<=", actual.value, target.value))),
            AllOf((Not(is_less), Compare("==", actual.value, target.value))),
        )
    )
    full, none = (whole(curve.at(Fraction(share)), place.scale) for share in (1, 0))
    cases = (
        (Not(known), Range(0, place.most)),
        (AllOf((is_zero, reached)), Range(full, full)),
        (is_zero, Range(none, none)),
    )
    missing = tuple((each.column.name, Not(each.is_known)) for each in (target, actual))
    return curve_outcome(at_ratio, cases, is_open=Not(known), missing=missing)
