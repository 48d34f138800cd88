"""What the claimed rows add up to: rows that count, rescaled, with every possible adjustment of the total."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.indicators import Indicator, Pool
from jixiao_core.rubrics.rubric import Node
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.totals import Situation, final_total, hull_of, in_situation, situations, sum_of, top_maximum
from jixiao_core.scoring.weights import most_points

__all__ = ["claimed_sum", "is_rescaled"]

ZERO = Fraction(0)


def claimed_sum(sheet: ScoreSheet, claims: Mapping[str, Fraction | None]) -> Interval | None:
    """
    Return the hull of the totals that the claimed points give, or None where too much is open to say.

    A row that does not count adds nothing; a blank one that counts adds anything up to its maximum. An adjustment of
    which nothing is known adds anything that it may.

    Args:
        sheet: which rows count, and what is known about adjustments.
        claims: row id to claimed points, None where blank.
    """
    ways, _, is_complete = situations(sheet.rubric, sheet.evidence, sheet.detail.outcomes)
    if not is_complete:
        return None
    sums = (_in_one(way, claims) for way in ways)
    return hull_of(IntervalSet.of(*sums))


def is_rescaled(sheet: ScoreSheet) -> bool:
    """Say whether points of rows that do not apply may be handed to the others."""
    ways, _, _ = situations(sheet.rubric, sheet.evidence, sheet.detail.outcomes)
    most = (top_maximum(way.rubric, in_situation(way).maxima) for way in ways)
    return any(ZERO < each < sheet.rubric.points for each in most)


def _in_one(way: Situation, claims: Mapping[str, Fraction | None]) -> Interval:
    maxima = in_situation(way).maxima
    raw = sum_of(_node(way, node, maxima, claims) for node in way.rubric.members(""))
    return final_total(way, raw, top_maximum(way.rubric, maxima))


def _node(
    way: Situation, node: Node, maxima: Mapping[str, Fraction], claims: Mapping[str, Fraction | None]
) -> Interval:
    if isinstance(node, Indicator):
        return _row(way, node, maxima, claims[node.id])
    if isinstance(node, Pool):
        return sum_of(_row(way, way.rubric.indicator(name), maxima, claims[name]) for name in node.members)
    points = sum_of(_node(way, member, maxima, claims) for member in way.rubric.members(node.id))
    step = way.rubric.rounding_at("group")
    return points if step is None else hull_of(step.rounding.image(IntervalSet.of(points)))


def _row(way: Situation, row: Indicator, maxima: Mapping[str, Fraction], claim: Fraction | None) -> Interval:
    outcome = way.outcomes[row.id]
    scores_zero = way.rubric.policy(row.id) == "zero"
    if maxima[row.id] == 0 or (outcome.status == "not_applicable" and scores_zero):
        return Interval.point(ZERO)
    if claim is None:
        return Interval(ZERO, most_points(way.rubric, row))
    return Interval(ZERO, claim) if outcome.may_not_apply and scores_zero else Interval.point(claim)
