"""Totals: from the possible points of rows to groups, pools and the whole; members first, then the parent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod

from attrs import frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.grades import Adjustment, RoundingStep
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.rubric import Node, Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.rows import RowOutcome
from jixiao_core.scoring.weights import NOT_CHOSEN, row_maximum, row_weights

__all__ = [
    "MAX_CHOICES",
    "MAX_UNCERTAIN",
    "Joint",
    "Situation",
    "Totals",
    "adjustment_range",
    "counted_points",
    "final_total",
    "hull_of",
    "in_situation",
    "inner_nodes",
    "narrowed",
    "rows_under",
    "situations",
    "sum_of",
    "top_maximum",
    "totals",
]

ZERO = Fraction(0)
MAX_UNCERTAIN = 6
"""So many rows that may or may not apply are tried in every combination; beyond, bounds are wider but sound."""
MAX_CHOICES = 64
"""So many ways to choose in choose-one groups are tried; beyond, bounds are wider but sound."""


@frozen(kw_only=True)
class Totals:
    """
    The possible points of every node.

    Attributes:
        rows: row id to its possible points, as it counts.
        nodes: group or pool id to the hull of its possible points.
        maxima: node id to the most points that it can count, in the likeliest case (rows that may not apply count).
        total: the hull of the possible totals, after adjustments and rounding.
        from_absent: points that were obtained by rows that do not apply.
        is_exact: whether the hulls are tight as far as rows are independent of each other.
    """

    rows: Mapping[str, IntervalSet]
    nodes: Mapping[str, Interval]
    maxima: Mapping[str, Fraction]
    total: Interval
    from_absent: Fraction
    is_exact: bool


def hull_of(points: IntervalSet) -> Interval:
    """Return the hull of a set that is not empty."""
    hull = points.hull()
    assert hull is not None
    return hull


def totals(
    rubric: Rubric, evidence: Evidence, outcomes: Mapping[str, RowOutcome], joint: Iterable[Joint] = ()
) -> Totals:
    """
    Add up the possible points of all rows.

    Args:
        rubric: the tree, its policies and roundings.
        evidence: pools, choices and adjustments.
        outcomes: row id to what the row can score when it applies.
        joint: sets of rows whose common hull is known to be narrower than the sum of their own.
    """
    ways, likeliest, is_exact = situations(rubric, evidence, outcomes, joint)
    merged = _merged([in_situation(way) for way in ways], likeliest=likeliest)
    return merged if is_exact else _widened(rubric, merged)


def situations(
    rubric: Rubric, evidence: Evidence, outcomes: Mapping[str, RowOutcome], joint: Iterable[Joint] = ()
) -> tuple[tuple[Situation, ...], int, bool]:
    """
    Return every way in which rows may apply and groups choose; one where all of that is known.

    Returns:
        The situations, those first in which every row that may apply does; how many these are; and whether the list
        is complete.
    """
    absent, uncertain = _absent_rows(rubric, outcomes)
    options = _choice_options(rubric, evidence)
    is_exact = len(uncertain) <= MAX_UNCERTAIN and prod(map(len, options.values())) <= MAX_CHOICES
    cases = _subsets(uncertain) if is_exact else [(), tuple(uncertain)]
    choices = list(_choices(options if is_exact else {name: names[:1] for name, names in options.items()}))
    ways = tuple(
        Situation(rubric, evidence, outcomes, absent | frozenset(case), chosen, tuple(joint))
        for case in cases
        for chosen in choices
    )
    return ways, len(choices), is_exact


@frozen(kw_only=True)
class Joint:
    """
    Rows that share one unknown fact, and the hull of their sum when every row counts in full.

    Attributes:
        rows: the ids of the rows.
        points: the hull of their sum.
    """

    rows: tuple[str, ...]
    points: Interval


@frozen
class Situation:
    """
    One way in which rows apply and groups choose.

    Attributes:
        rubric: the tree, its policies and roundings.
        evidence: pools, choices and adjustments.
        outcomes: row id to what the row can score when it applies.
        absent: the rows whose points are moved or taken out.
        chosen: choose-one group to its chosen member.
        joint: sets of rows whose common hull is narrower than the sum of their own.
    """

    rubric: Rubric
    evidence: Evidence
    outcomes: Mapping[str, RowOutcome]
    absent: frozenset[str]
    chosen: Mapping[str, str]
    joint: tuple[Joint, ...]


def _absent_rows(rubric: Rubric, outcomes: Mapping[str, RowOutcome]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The rows whose points are moved or taken out for certain, and those of which it is not known."""
    leaving = {row.id for row in rubric.indicators if rubric.policy(row.id) in ("reallocate", "rescale")}
    certain = frozenset(name for name in leaving if outcomes[name].status == "not_applicable")
    uncertain = tuple(row.id for row in rubric.indicators if row.id in leaving and outcomes[row.id].may_not_apply)
    return certain, uncertain


def _subsets(names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def _choice_options(rubric: Rubric, evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Choose-one group to the members that may be chosen: the stated one, or any where the evidence is silent."""
    known = dict(evidence.choices)
    return {
        group.id: (known[group.id],) if group.id in known else tuple(node.id for node in rubric.members(group.id))
        for group in rubric.groups
        if group.choose == "one"
    }


def _choices(options: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    """Every way to choose one member of each group."""
    for names in product(*options.values()):
        yield dict(zip(options, names, strict=True))


def in_situation(case: Situation) -> Totals:
    """Return the possible points of every node in one situation."""
    chosen = row_weights(case.rubric, case.evidence, case.absent, case.chosen)
    weights = {row.id: chosen.get(row.id, NOT_CHOSEN) for row in case.rubric.indicators}
    rows = {name: counted_points(case, case.rubric.indicator(name), weight) for name, weight in weights.items()}
    own_maxima = {
        name: row_maximum(case.rubric, case.evidence, case.rubric.indicator(name)) * weight
        for name, weight in weights.items()
    }
    nodes: dict[str, Interval] = {}
    maxima: dict[str, Fraction] = dict(own_maxima)
    for node in inner_nodes(case.rubric):
        members = _members(case, node)
        parts = [hull_of(rows[name]) if name in rows else nodes[name] for name in members]
        maxima[node.id] = sum((maxima[name] for name in members), ZERO)
        nodes[node.id] = _node_points(case.rubric, node, parts, maxima[node.id])
    top = [node.id for node in case.rubric.members("")]
    parts = [hull_of(rows[name]) if name in rows else nodes[name] for name in top]
    raw = sum_of(parts)
    if case.joint and not _is_rounded(case.rubric):
        raw = hull_of(IntervalSet.of(narrowed(case, rows, weights, case.joint)) & IntervalSet.of(raw))
    total = final_total(case, raw, top_maximum(case.rubric, maxima))
    absent = [name for name, outcome in case.outcomes.items() if outcome.status == "not_applicable" and name in rows]
    from_absent = sum((hull.low for name in absent if isinstance((hull := hull_of(rows[name])).low, Fraction)), ZERO)
    return Totals(rows=rows, nodes=nodes, maxima=maxima, total=total, from_absent=from_absent, is_exact=True)


def counted_points(case: Situation, row: Indicator, weight: Fraction) -> IntervalSet:
    """Return a row's possible points as they count: moved, by the policy for rows that do not apply, and rounded."""
    outcome = case.outcomes[row.id]
    points = outcome.points
    policy = case.rubric.policy(row.id)
    if row.id in case.absent or (outcome.status == "not_applicable" and policy == "zero"):
        points = IntervalSet.points(ZERO)
    elif outcome.may_not_apply and policy == "zero":
        points |= IntervalSet.points(ZERO)
    elif outcome.may_not_apply and policy == "full_points":
        points |= IntervalSet.points(row_maximum(case.rubric, case.evidence, row))
    scaled = points if weight == 1 else points.times(weight)
    step = case.rubric.rounding_at("indicator")
    return scaled if step is None else step.rounding.image(scaled)


def inner_nodes(rubric: Rubric) -> tuple[Pool | Group, ...]:
    """Return pools, then groups, deepest first, so that members are there before their parents."""
    return (*rubric.pools, *sorted(rubric.groups, key=lambda group: -group.id.count(".")))


def rows_under(rubric: Rubric, node: Node) -> tuple[str, ...]:
    """Return the ids of the rows that stand in a group or pool, or of the row itself."""
    if isinstance(node, Pool):
        return node.members
    return tuple(row.id for row in rubric.indicators if f"{row.id}.".startswith(f"{node.id}."))


def _members(case: Situation, node: Pool | Group) -> tuple[str, ...]:
    if isinstance(node, Pool):
        return node.members
    if node.id in case.chosen:
        return (case.chosen[node.id],)
    return tuple(member.id for member in case.rubric.members(node.id))


def _node_points(rubric: Rubric, node: Node, parts: list[Interval], maximum: Fraction) -> Interval:
    points = _clamped(sum_of(parts), maximum)
    step = rubric.rounding_at("group")
    return points if step is None or isinstance(node, Pool) else _rounded(points, step)


def sum_of(parts: Iterable[Interval]) -> Interval:
    """Return every sum of one value of each interval of points; 0 where there are none."""
    low = high = ZERO
    low_open = high_open = False
    for part in parts:
        assert isinstance(part.low, Fraction)
        assert isinstance(part.high, Fraction)
        low, high = low + part.low, high + part.high
        low_open, high_open = low_open or part.low_open, high_open or part.high_open
    return Interval(low, high, low_open, high_open)


def _clamped(points: Interval, high: Fraction) -> Interval:
    """The values of an interval cut to [0, high]: what lies beyond an end counts as the end."""
    low_end, high_end = points.low, points.high
    assert isinstance(low_end, Fraction)
    assert isinstance(high_end, Fraction)
    low = min(max(low_end, ZERO), high)
    top = min(max(high_end, ZERO), high)
    low_open = points.low_open and ZERO <= low_end < high
    high_open = points.high_open and ZERO < high_end <= high
    return Interval(low, top, low_open and low < top, high_open and low < top)


def _rounded(points: Interval, step: RoundingStep) -> Interval:
    return hull_of(step.rounding.image(IntervalSet.of(points)))


def top_maximum(rubric: Rubric, maxima: Mapping[str, Fraction]) -> Fraction:
    """Return the points of all members of the first level, as they count."""
    return sum((maxima[node.id] for node in rubric.members("")), ZERO)


def _is_rounded(rubric: Rubric) -> bool:
    """Whether rows or groups are rounded on their way into the total: a hull of unrounded sums says nothing then."""
    return rubric.rounding_at("group") is not None or rubric.rounding_at("indicator") is not None


def narrowed(
    case: Situation, rows: Mapping[str, IntervalSet], weights: Mapping[str, Fraction], joint: Iterable[Joint]
) -> Interval:
    """
    Return the hull of the sum of rows, with the narrower hulls of those that move together.

    These hold only where nothing else has touched the rows: no rounding, no points moved.

    Args:
        case: the situation.
        rows: row id to its possible points, as it counts.
        weights: row id to the factor by which its points count.
        joint: sets of rows with the hulls of their own sums.
    """
    raw = sum_of(hull_of(points) for points in rows.values())
    if _is_rounded(case.rubric):
        return raw
    usable = [each for each in joint if all(name in rows and weights.get(name) == 1 for name in each.rows)]
    if not usable:
        return raw
    bound = {name for each in usable for name in each.rows}
    free = [hull_of(points) for name, points in rows.items() if name not in bound]
    together = sum_of([*free, *(each.points for each in usable)])
    return hull_of(IntervalSet.of(together) & IntervalSet.of(raw))


def final_total(case: Situation, raw: Interval, maximum: Fraction) -> Interval:
    """
    Return the hull of the totals after rescaling, adjustments, ceiling and rounding.

    Args:
        case: the situation.
        raw: the hull of the sums of all rows.
        maximum: the most that these sums can be.
    """
    rubric = case.rubric
    if ZERO < maximum < rubric.points:
        raw = hull_of(IntervalSet.of(raw).times(rubric.points / maximum))
    elif maximum == 0:
        raw = Interval(ZERO, rubric.points)
    for adjustment in rubric.adjustments:
        raw = hull_of(IntervalSet.of(raw).plus(IntervalSet.of(adjustment_range(case.evidence, adjustment))))
    total = _clamped(raw, rubric.highest_total)
    step = rubric.rounding_at("total")
    return total if step is None else _rounded(total, step)


def adjustment_range(evidence: Evidence, adjustment: Adjustment) -> Interval:
    """Return the points that an adjustment may add: those that are stated, or all between its caps."""
    figure = dict(evidence.adjustments).get(adjustment.id)
    if figure is not None and figure.points is not None:
        return Interval.point(figure.points)
    if figure is not None and figure.cases is not None and adjustment.per_case is not None:
        points = adjustment.per_case * figure.cases
        return Interval.point(min(max(points, adjustment.low), adjustment.high))
    return Interval(adjustment.low, adjustment.high)


def _merged(parts: list[Totals], *, likeliest: int) -> Totals:
    """The union of all cases; the first `likeliest` of them are those in which every row that may apply does."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    rows: dict[str, IntervalSet] = {}
    nodes: dict[str, Interval] = {}
    for part in parts:
        for name, points in part.rows.items():
            rows[name] = rows[name] | points if name in rows else points
        for name, hull in part.nodes.items():
            nodes[name] = _joined(nodes[name], hull) if name in nodes else hull
    total = first.total
    for part in parts[1:]:
        total = _joined(total, part.total)
    maxima = {name: max(part.maxima[name] for part in parts[:likeliest]) for name in first.maxima}
    return Totals(
        rows=rows, nodes=nodes, maxima=maxima, total=total, from_absent=first.from_absent, is_exact=first.is_exact
    )


def _joined(one: Interval, other: Interval) -> Interval:
    return hull_of(IntervalSet.of(one, other))


def _widened(rubric: Rubric, merged: Totals) -> Totals:
    """Sound bounds where too many rows may or may not apply: every node between nothing and the whole."""
    whole = Interval(ZERO, rubric.highest_total)
    rows = {name: IntervalSet.of(Interval(ZERO, rubric.points)) for name in merged.rows}
    nodes = {name: Interval(ZERO, rubric.points) for name in merged.nodes}
    return Totals(
        rows=rows, nodes=nodes, maxima=merged.maxima, total=whole, from_absent=merged.from_absent, is_exact=False
    )
