"""Open parts: what of a sheet is not settled, what would settle it, and what it may add to the total then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod
from typing import Literal

from attrs import evolve, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.sums import sum_of_sets
from jixiao_core.messages import Text
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.scoring.detail import joints
from jixiao_core.scoring.selection import Option
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.switching import row_weights_of
from jixiao_core.scoring.totals import (
    MAX_CHOICES,
    Situation,
    adjustment_range,
    counted_points,
    hull_of,
    in_situation,
    narrowed,
    top_maximum,
)

__all__ = ["Part", "Unknown", "open_parts", "unknowns_of"]

ZERO = Fraction(0)
NOTHING = IntervalSet.points(ZERO)
MAX_ROWS_TOGETHER = 8
"""So many rows that unknown facts connect are combined in every way; beyond, they are found out together or not."""


@frozen(kw_only=True)
class Unknown:
    """
    One thing to find out.

    Attributes:
        kind: a fact, the assessment of a row, figures of a row that cannot be right, the choice of a group, an
            adjustment of the total, or whether the condition of a rating cap holds.
        id: the id of the fact, row, group, adjustment or cap.
        label: its name.
        rows: the rows that wait for it.
    """

    kind: Literal["fact", "assessment", "correction", "choice", "adjustment", "grade_cap"]
    id: str
    label: Text
    rows: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from every other."""
        return f"{self.kind}:{self.id}"


@frozen(kw_only=True)
class Part:
    """
    A part of the total: rows that unknown facts connect, a single row, or an adjustment.

    Attributes:
        rows: the ids of its rows.
        options: what can be found out about it, nothing first.
        is_tight: whether the values of the options are known to be reached together.
    """

    rows: tuple[str, ...]
    options: tuple[Option, ...]
    is_tight: bool = True


def unknowns_of(sheet: ScoreSheet, row_id: str) -> tuple[Unknown, ...]:
    """Return what a row waits for: its unknown facts, its assessment, or figures that can be right; none where settled."""
    outcome = sheet.outcome(row_id)
    row = sheet.rubric.indicator(row_id)
    if outcome.points.is_point and not outcome.may_not_apply:
        return ()
    if outcome.values is not None and outcome.missing:
        facts = sheet.detail.facts
        return tuple(Unknown(kind="fact", id=name, label=facts[name].definition.label) for name in outcome.missing)
    kind: Literal["correction", "assessment"] = "correction" if outcome.status == "invalid" else "assessment"
    return (Unknown(kind=kind, id=row_id, label=row.label, rows=(row_id,)),)


def open_parts(sheet: ScoreSheet, way: Situation, left_open: Iterable[str] = ()) -> tuple[Part, ...]:
    """
    Return the parts of the total in one situation, in units of the total: rows as they count, rescaled, adjustments.

    Args:
        sheet: the sheet.
        way: which rows apply and which members are chosen.
        left_open: choose-one groups of which it stays open which member counts; they are parts without options.
    """
    groups = tuple(left_open)
    weights = row_weights_of(way)
    beside = {name: weight for name, weight in weights.items() if not _is_in(name, groups)}
    maximum = top_maximum(sheet.rubric, in_situation(way).maxima)
    adjustments = tuple(_adjustment_part(way, adjustment) for adjustment in sheet.rubric.adjustments)
    if maximum == 0 or not _is_alike(way, groups, maximum, beside):
        # Nothing applies, or what counts beside a group depends on its choice: no row says anything about the total.
        return (_untold(Interval(ZERO, sheet.rubric.points)), *adjustments)
    scale = sheet.rubric.points / maximum if maximum < sheet.rubric.points else Fraction(1)
    counted = {
        row.id: counted_points(way, row, weights[row.id]).times(scale)
        for row in sheet.rubric.indicators
        if row.id in beside and (weights[row.id] or row.id in way.absent)
    }
    found = [_part(sheet, way, cluster, counted, scale) for cluster in _clusters(sheet, tuple(counted))]
    found.extend(adjustments)
    nodes = sheet.detail.totals.nodes
    found.extend(_untold(hull_of(IntervalSet.of(nodes[group]).times(scale))) for group in groups)
    return tuple(found)


def _is_in(name: str, groups: Iterable[str]) -> bool:
    return any(name.startswith(f"{group}.") for group in groups)


def _is_alike(way: Situation, groups: tuple[str, ...], maximum: Fraction, beside: Mapping[str, Fraction]) -> bool:
    """Whether all other rows count alike, and as much in all, whichever members of these groups are chosen."""
    members = [[node.id for node in way.rubric.members(group)] for group in groups]
    if prod(map(len, members)) > MAX_CHOICES:
        # Too many to try: alike where no member's points could go elsewhere.
        within = [row.id for row in way.rubric.indicators if _is_in(row.id, groups)]
        return not any(way.rubric.policy(name) in ("reallocate", "rescale") for name in within)
    for names in product(*members):
        other = evolve(way, chosen={**way.chosen, **dict(zip(groups, names, strict=True))})
        weights = row_weights_of(other)
        if any(weights[name] != weight for name, weight in beside.items()):
            return False
        if top_maximum(way.rubric, in_situation(other).maxima) != maximum:
            return False
    return True


def _untold(possible: Interval) -> Part:
    """Points of which nothing can be found out."""
    return Part(rows=(), options=(Option(frozenset(), NOTHING, possible),))


def _clusters(sheet: ScoreSheet, rows: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows that wait for the same facts together, every other row alone."""
    groups: list[tuple[list[str], set[str]]] = []
    for name in rows:
        keys = {each.key for each in unknowns_of(sheet, name)}
        touching = [group for group in groups if group[1] & keys]
        groups = [group for group in groups if group not in touching]
        merged = [row for group in touching for row in group[0]]
        groups.append(([*merged, name], keys.union(*(group[1] for group in touching))))
    for names, _ in groups:
        yield tuple(names)


def _part(
    sheet: ScoreSheet, way: Situation, rows: tuple[str, ...], counted: Mapping[str, IntervalSet], scale: Fraction
) -> Part:
    waits = {name: frozenset(each.key for each in unknowns_of(sheet, name)) for name in rows}
    # Only sets of things that settle some rows are worth finding out.
    wanted = {frozenset[str]().union(*(waits[name] for name in some)) for some in _some(rows)}
    options: list[Option] = []
    is_tight = True
    for items in sorted(wanted, key=lambda keys: (len(keys), sorted(keys))):
        settled = [name for name in rows if waits[name] <= items]
        rest = {name: counted[name] for name in rows if name not in settled}
        values, tight = _together(sheet, way, {name: counted[name] for name in settled}, scale)
        open_rest, _ = _together(sheet, way, rest, scale)
        options.append(Option(items, values, hull_of(open_rest)))
        is_tight = is_tight and tight
    return Part(rows=rows, options=tuple(options), is_tight=is_tight)


def _some(rows: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(rows) > MAX_ROWS_TOGETHER:
        return iter(((), rows))
    return chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1))


def _together(
    sheet: ScoreSheet, way: Situation, points: Mapping[str, IntervalSet], scale: Fraction
) -> tuple[IntervalSet, bool]:
    """The sums of some rows, and whether they are exact: of rows that move together only the hull of the sum is known."""
    total = sum_of_sets(points.values())
    rubric, detail = sheet.rubric, sheet.detail
    read = {row.id: rubric.read(row) for row in rubric.indicators if row.id in points}
    shared, joint = joints(rubric, sheet.evidence, read, detail.outcomes, detail.facts)
    if not shared:
        return total, True
    if scale != 1 or not joint:
        return total, False
    hull = narrowed(way, points, row_weights_of(way), joint)
    return IntervalSet.of(hull), len(joint) == len(shared)


def _adjustment_part(way: Situation, adjustment: Adjustment) -> Part:
    possible = adjustment_range(way.evidence, adjustment)
    nothing = Option(frozenset(), NOTHING, possible)
    if possible.is_point:
        return Part(rows=(), options=(nothing,))
    found = Option(frozenset({f"adjustment:{adjustment.id}"}), IntervalSet.of(possible), Interval.point(0))
    return Part(rows=(), options=(nothing, found))
