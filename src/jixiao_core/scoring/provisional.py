"""The provisional total (暂认得分): pending rows count as claimed, cut to what is possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import AdjustmentFigure
from jixiao_core.scoring.implied import claim_cell
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.totals import rows_under, totals

__all__ = ["provisional_points", "provisional_total"]

ZERO = Fraction(0)
NOTHING = IntervalSet.points(ZERO)


def provisional_points(possible: IntervalSet, claimed: Fraction, cell: IntervalSet) -> Fraction:
    """
    Return the claimed points cut to what is possible: the claim itself, else the nearest possible points below it.

    Where all possible points lie above the claim it is their lower end, also where that end itself is left out.

    >>> provisional_points(IntervalSet.points(2, 5), Fraction(4), IntervalSet.points(4))
    Fraction(2, 1)
    """
    if claimed in possible:
        return claimed
    near = (cell & possible).hull()
    if near is not None and isinstance(near.low, Fraction):
        return near.low if near.is_point else claimed
    below = (possible & IntervalSet.of(Interval.at_most(claimed))).hull()
    above = (possible & IntervalSet.of(Interval.at_least(claimed))).hull()
    end = below.high if below is not None else above.low if above is not None else claimed
    assert isinstance(end, Fraction)
    return end


def provisional_total(sheet: ScoreSheet, claims: Mapping[str, Fraction | None]) -> Fraction | None:
    """
    Return the provisional total, or None where a row is neither settled nor claimed.

    Args:
        sheet: what is possible.
        claims: row id to claimed points, None where blank.

    An adjustment of the total of which nothing is known counts as none. Of members of which one is chosen, and nobody
    states which, the one for which most is claimed counts. Rows that are possible one by one need not be so together: the
    total is cut to what is possible as well.
    """
    outcomes = dict(sheet.detail.outcomes)
    choices = {**_most_claimed(sheet.rubric, claims), **dict(sheet.evidence.choices)}
    aside = frozenset(_not_chosen(sheet.rubric, choices))
    for node in sheet.rows:
        if node.id in aside:
            outcomes[node.id] = evolve(outcomes[node.id], points=NOTHING, may_not_apply=False)
            continue
        claimed = claims.get(node.id)
        weight = sheet.weight(node.id)
        if node.possible.is_point:
            points = node.possible.point
        elif claimed is None:
            return None
        else:
            points = provisional_points(node.possible, claimed, claim_cell(sheet.rubric, claimed))
        settled = IntervalSet.points(points / weight if weight else ZERO)
        outcomes[node.id] = evolve(outcomes[node.id], points=settled, may_not_apply=False)
    stated = dict(sheet.evidence.adjustments)
    known = {name: each for name, each in stated.items() if each.points is not None or each.cases is not None}
    assumed = {each.id: known.get(each.id, AdjustmentFigure(points=ZERO)) for each in sheet.rubric.adjustments}
    evidence = evolve(sheet.evidence, adjustments=assumed, choices=choices)
    total = totals(sheet.rubric, evidence, outcomes).total
    if not (total.is_point and isinstance(total.low, Fraction)):
        return None
    open_evidence = evolve(sheet.evidence, adjustments=assumed)
    whole = totals(sheet.rubric, open_evidence, sheet.detail.outcomes).total if assumed else sheet.possible
    low, high = whole.low, whole.high
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    return min(max(total.low, low), high)


def _most_claimed(rubric: Rubric, claims: Mapping[str, Fraction | None]) -> dict[str, str]:
    """Choose-one group to the member for which most is claimed, the first of them; none where nothing is claimed."""
    found: dict[str, str] = {}
    for group in (each for each in rubric.groups if each.choose == "one"):
        claimed = {
            member.id: [points for name in rows_under(rubric, member) if (points := claims.get(name)) is not None]
            for member in rubric.members(group.id)
        }
        if any(claimed.values()):
            found[group.id] = max(claimed, key=lambda name: sum(claimed[name], ZERO))
    return found


def _not_chosen(rubric: Rubric, choices: Mapping[str, str]) -> Iterator[str]:
    """The rows of members that are not chosen."""
    for group, chosen in choices.items():
        for member in rubric.members(group):
            if member.id != chosen:
                yield from rows_under(rubric, member)
