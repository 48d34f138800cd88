"""One sheet of a bridge: how its total adds up from what each row counts, and what keeps it from being divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from jixiao_core.errors import Problem
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.names import parent_id
from jixiao_core.scoring.detail import row_input
from jixiao_core.scoring.rows import row_outcome
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import points_span
from jixiao_core.scoring.weights import row_maximum

__all__ = ["Standing", "StandingRow", "Which", "is_chosen", "side_problems", "standing"]

ZERO = Fraction(0)
ONE = Fraction(1)

Which = Literal["before", "after"]
"""Which of the two sheets: 前一份, 后一份."""


@frozen(kw_only=True)
class StandingRow:
    """
    How one row counts in one settled sheet.

    Attributes:
        row: the row, as it is published.
        state: it is scored, does not apply, is not chosen in its group, or has no share of its pool.
        maximum: its own points or its share of a pool, before anything is moved.
        factor: by how much its points count, as points of rows that do not apply are moved or scaled out of the table.
        attained: the part of its points that a row counts which does not apply: all of them or none.
        own: what it counts before anything is rounded.
        counted: what it counts.
        is_exact: whether its points are one number also where the measure is not rounded.
    """

    row: Indicator
    state: Literal["scored", "not_applicable", "not_chosen", "no_share"]
    maximum: Fraction
    factor: Fraction
    attained: Fraction
    own: Fraction
    counted: Fraction
    is_exact: bool


@frozen(kw_only=True)
class Standing:
    """
    A settled sheet as a sum: what the rows count, adjustments, ceilings and roundings make the total.

    Attributes:
        which: the first sheet of the bridge or the second.
        sheet: the sheet.
        rows: row id to how the row counts.
        adjustments: what was added to or taken from the total.
        ceiling: what the most and the least points of groups and of the total have cut off (negative) or filled up.
        rounding: what rounding groups and the total has added.
    """

    which: Which
    sheet: ScoreSheet
    rows: Mapping[str, StandingRow]
    adjustments: Fraction
    ceiling: Fraction
    rounding: Fraction


def side_problems(sheet: ScoreSheet, which: Which) -> Iterator[Problem]:
    """Yield everything that is open in a sheet: rows, choices, adjustments; the total where nothing else is."""
    open_parts = [*_open_choices(sheet), *_open_rows(sheet), *_open_adjustments(sheet)]
    if not open_parts and not sheet.is_settled:
        possible = points_span(IntervalSet.of(sheet.possible))
        open_parts = [("", Message.of("scoring.bridge_open_total", possible=possible))]
    for path, what in open_parts:
        message = Message.of("scoring.bridge_unsettled", which=Message.of(f"scoring.bridge_{which}"), what=what)
        yield Problem(message, f"{which}.{path}".rstrip("."))


def _open_rows(sheet: ScoreSheet) -> Iterator[tuple[str, Message]]:
    for node in sheet.rows:
        outcome = sheet.detail.outcomes[node.id]
        moves = sheet.rubric.policy(node.id) in ("reallocate", "rescale")
        if node.possible.is_point and not (outcome.may_not_apply and moves):
            continue
        if outcome.status == "invalid":
            yield node.id, Message.of("scoring.bridge_open_invalid", label=node.label, figures=_figures(sheet, node.id))
            continue
        missing = tuple(_part_label(sheet, node.id, name) for name in outcome.missing) or (node.label,)
        possible = points_span(node.possible)
        yield node.id, Message.of("scoring.bridge_open_row", label=node.label, possible=possible, missing=missing)


def _part_label(sheet: ScoreSheet, row_id: str, name: str) -> object:
    """A fact by its label, anything else by what it is called."""
    if sheet.rubric.knows_fact(name):
        return sheet.rubric.fact(name).label
    if name == "assessment":
        return Message.of("scoring.bridge_assessment")
    formula = sheet.rubric.read(sheet.rubric.indicator(row_id)).formula
    parts = (*getattr(formula, "items", ()), *getattr(formula, "conditions", ()))
    return next((part.label for part in parts if part.id == name), name)


def _open_choices(sheet: ScoreSheet) -> Iterator[tuple[str, Message]]:
    stated = dict(sheet.evidence.choices)
    for group in sheet.rubric.groups:
        members = sheet.rubric.members(group.id)
        if group.choose == "one" and group.id not in stated and len(members) > 1:
            labels = tuple(member.label for member in members)
            yield group.id, Message.of("scoring.bridge_open_choice", label=group.label, members=labels)


def _open_adjustments(sheet: ScoreSheet) -> Iterator[tuple[str, Message]]:
    for adjustment in sheet.rubric.adjustments:
        if _adjustment(sheet, adjustment) is None:
            label, low, high = adjustment.label, adjustment.low, adjustment.high
            yield (
                f"adjustments.{adjustment.id}",
                Message.of("scoring.bridge_open_adjustment", label=label, low=low, high=high),
            )


def _adjustment(sheet: ScoreSheet, adjustment: Adjustment) -> Fraction | None:
    figure = dict(sheet.evidence.adjustments).get(adjustment.id)
    if figure is None:
        return None
    if figure.points is not None:
        return figure.points
    if figure.cases is None or adjustment.per_case is None:
        return None
    return min(max(adjustment.per_case * figure.cases, adjustment.low), adjustment.high)


def standing(sheet: ScoreSheet, which: Which) -> Standing:
    """Return how the total of a settled sheet adds up: rows + adjustments + ceiling + rounding."""
    totals = sheet.detail.totals
    rubric = sheet.rubric
    top = [node.id for node in rubric.members("")]
    most = sum((totals.maxima[name] for name in top), ZERO)
    scale = rubric.points / most if most < rubric.points else ONE
    rows = {row.id: _row(sheet, row, scale) for row in rubric.indicators}
    cut, rounded = ZERO, ZERO
    nodes: tuple[Pool | Group, ...] = (*rubric.pools, *rubric.groups)
    for node in nodes:
        node_cut, node_rounded = _inner(sheet, node)
        cut, rounded = cut + node_cut, rounded + node_rounded
    raw = sum((_counted(sheet, name) for name in top), ZERO) * scale
    given = sum((_adjustment(sheet, each) or ZERO for each in rubric.adjustments), ZERO)
    clamped = min(max(raw + given, ZERO), rubric.highest_total)
    return Standing(
        which=which,
        sheet=sheet,
        rows=rows,
        adjustments=given,
        ceiling=cut * scale + clamped - raw - given,
        rounding=rounded * scale + sheet.points - clamped,
    )


def _counted(sheet: ScoreSheet, node_id: str) -> Fraction:
    """What a row, pool or group of a settled sheet counts in its parent."""
    totals = sheet.detail.totals
    if node_id in totals.rows:
        return totals.rows[node_id].point
    return IntervalSet.of(totals.nodes[node_id]).point


def _inner(sheet: ScoreSheet, node: Pool | Group) -> tuple[Fraction, Fraction]:
    """What a pool or group cuts off and what it rounds."""
    stated = dict(sheet.evidence.choices)
    if isinstance(node, Pool):
        members = node.members
    elif node.id in stated:
        members = (stated[node.id],)
    else:
        members = tuple(member.id for member in sheet.rubric.members(node.id))
    parts = sum((_counted(sheet, name) for name in members), ZERO)
    clamped = min(max(parts, ZERO), sheet.detail.totals.maxima[node.id])
    return clamped - parts, _counted(sheet, node.id) - clamped


def _row(sheet: ScoreSheet, row: Indicator, scale: Fraction) -> StandingRow:
    state = _state(sheet, row)
    maximum = row_maximum(sheet.rubric, sheet.evidence, row)
    factor = sheet.weight(row.id) * scale
    attained = ZERO
    own = ZERO
    is_exact = True
    if state == "not_applicable":
        attained = ONE if sheet.rubric.policy(row.id) == "full_points" else ZERO
        own = factor * maximum * attained
    elif state == "scored":
        points, is_exact = _points(sheet, row)
        own = factor * points
    return StandingRow(
        row=row,
        state=state,
        maximum=maximum,
        factor=factor,
        attained=attained,
        own=own,
        counted=_counted(sheet, row.id) * scale,
        is_exact=is_exact,
    )


def _points(sheet: ScoreSheet, row: Indicator) -> tuple[Fraction, bool]:
    """The points of a scored row before any rounding; where only rounding makes them one number, behind it."""
    given = row_input(sheet.rubric, sheet.evidence, row, sheet.detail.facts)
    exact = row_outcome(evolve(given, rounding=None)).points
    if exact.is_point:
        return exact.point, True
    measured = sheet.detail.outcomes[row.id].points
    if measured.is_point:
        return measured.point, False
    weight = sheet.weight(row.id)
    return _counted(sheet, row.id) / weight if weight else ZERO, False


def _state(sheet: ScoreSheet, row: Indicator) -> Literal["scored", "not_applicable", "not_chosen", "no_share"]:
    if not is_chosen(sheet, sheet, row):
        return "not_chosen"
    if sheet.detail.outcomes[row.id].status == "not_applicable":
        return "not_applicable"
    if row_maximum(sheet.rubric, sheet.evidence, row) == 0:
        return "no_share"
    return "scored"


def is_chosen(structure: ScoreSheet, facts: ScoreSheet, row: Indicator) -> bool:
    """
    Say whether a row counts in the choose-one groups that it lies in.

    Args:
        structure: the sheet whose groups count.
        facts: the sheet whose choices count; where it has none for such a group, those of `structure` do.
        row: a row of the rubric of `structure`.
    """
    rubric = structure.rubric
    choices = {**dict(structure.evidence.choices), **_valid_choices(structure, facts)}
    pool = rubric.pool_of(row.id)
    child = row.id if pool is None else pool.id
    group = parent_id(row.id)
    while group:
        node = rubric[group]
        if isinstance(node, Group) and node.choose == "one" and choices.get(group, child) != child:
            return False
        child, group = group, parent_id(group)
    return True


def _valid_choices(structure: ScoreSheet, facts: ScoreSheet) -> dict[str, str]:
    """The choices that one sheet states and the rubric of another knows."""
    groups = {group.id for group in structure.rubric.groups if group.choose == "one"}
    known = {name: {node.id for node in structure.rubric.members(name)} for name in groups}
    return {name: member for name, member in facts.evidence.choices if member in known.get(name, ())}


def _figures(sheet: ScoreSheet, row_id: str) -> tuple[Text, ...]:
    """The figures of a row that cannot be right together; the row itself where none is listed."""
    row = sheet.rubric.read(sheet.rubric.indicator(row_id))
    known = [sheet.detail.facts[name] for name in (row.measure.facts if row.measure else ())]
    return tuple(fact.definition.label for fact in known if fact.is_known) or (row.label,)
