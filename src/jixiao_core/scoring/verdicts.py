"""Verdicts: how a claimed score stands to what is possible."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from jixiao_core.exact.intervals import IntervalSet

__all__ = ["CORRECTABLE", "Verdict", "verdict"]

ZERO = Fraction(0)

Verdict = Literal["consistent", "above", "below", "unmatched", "pending", "unclaimed"]
"""与依据相符, 自评得分高于测算得分, 自评得分低于测算得分, 自评得分与评分标准不对应, 依据不足待核实, 未填报."""

CORRECTABLE: tuple[Verdict, ...] = ("above", "below", "unmatched")
"""Verdicts that ask for a correction or an explanation."""


def verdict(
    claimed: Fraction | None, possible: IntervalSet, reachable: IntervalSet, cell: IntervalSet
) -> tuple[Verdict, Fraction | None]:
    """
    Decide how a claimed score stands to what is possible.

    Args:
        claimed: the claimed points; None where blank.
        possible: what the evidence leaves possible.
        reachable: what the criterion can give at all, whatever the facts.
        cell: the exact points that print as the claimed score.

    Returns:
        The verdict and the difference in points (None while pending or where nothing settled is near).

    >>> two_or_five = IntervalSet.points(2, 5)
    >>> verdict(Fraction(4), two_or_five, two_or_five, IntervalSet.points(4))
    ('unmatched', None)
    """
    if claimed is None:
        return "unclaimed", None
    settled = possible.point if possible.is_point else None
    if not cell & reachable:
        return "unmatched", None if settled is None else claimed - settled
    if cell & possible:
        return ("pending", None) if settled is None else ("consistent", ZERO)
    hull = possible.hull()
    assert hull is not None
    assert isinstance(hull.low, Fraction)
    assert isinstance(hull.high, Fraction)
    if claimed >= hull.high:
        return "above", claimed - hull.high
    if claimed <= hull.low:
        return "below", claimed - hull.low
    return "unmatched", None
