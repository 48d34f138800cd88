"""Views of a total for plans: its parts in every way in which choices and rating caps may be found out or left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Literal

from attrs import evolve, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.scoring.open_parts import Part, open_parts, unknowns_of
from jixiao_core.scoring.rating import cap_holds
from jixiao_core.scoring.rating_targets import MAX_OPEN_CAPS, CapStates, cap_states, open_caps
from jixiao_core.scoring.selection import Option
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.totals import MAX_CHOICES, Situation, situations

__all__ = ["Condition", "View", "open_choices", "views_of"]

ZERO = Fraction(0)


@frozen(order=True)
class Condition:
    """
    How something that brings no points has to turn out.

    Attributes:
        kind: the condition of a rating cap, or the choice of a group.
        id: the cap or the group.
        finding: whether the condition of the cap holds; the id of the member that is chosen.
    """

    kind: Literal["grade_cap", "choice"]
    id: str
    finding: bool | str


@frozen(kw_only=True)
class View:
    """
    The parts of the total in one situation and one state of the rating caps.

    Attributes:
        parts: the rows and adjustments, with the options that fit the situation and the state.
        states: what is taken to be found out about rating caps.
        conditions: what is taken to be found out that brings no points.
        is_exact: whether these parts add up exactly.
    """

    parts: tuple[Part, ...]
    states: CapStates
    conditions: tuple[Condition, ...]
    is_exact: bool


def views_of(sheet: ScoreSheet) -> tuple[View, ...]:
    """Return the parts of the total in every situation and state of the rating caps that is looked at."""
    rubric = sheet.rubric
    ways, _, is_complete = situations(rubric, sheet.evidence, sheet.detail.outcomes)
    is_plain = is_complete and rubric.rounding_at("group") is None and _are_all_tried(sheet)
    found: list[View] = []
    for chosen in _choices(sheet):
        way = evolve(ways[0], chosen={**ways[0].chosen, **chosen})
        forced = _forced(sheet, way)
        parts = tuple(_finding_out(part, forced) for part in open_parts(sheet, way, _left_open(sheet, chosen)))
        # Without knowing which rows apply, a smaller set might do that is not looked for.
        is_exact = is_plain and not forced and all(part.is_tight for part in parts)
        for states in cap_states(sheet):
            items = frozenset((*_open_conditions(sheet, states), *(f"choice:{group}" for group in chosen)))
            fitting = _deciding(sheet, parts, states)
            if fitting is not None:
                said = Part(rows=(), options=(Option(items, IntervalSet.points(ZERO), Interval.point(0)),))
                conditions = tuple(sorted((*_cap_conditions(sheet, states), *_choice_conditions(chosen))))
                view = View(parts=(*fitting, said), states=states, conditions=conditions, is_exact=is_exact)
                found.append(view)
            else:
                # What a condition that no single row decides would settle is not looked for.
                is_plain = False
    return tuple(evolve(view, is_exact=view.is_exact and is_plain) for view in found)


def _are_all_tried(sheet: ScoreSheet) -> bool:
    """Whether every way in which open conditions and choices may turn out is looked at."""
    members = prod(1 + len(sheet.rubric.members(group)) for group in open_choices(sheet))
    return members <= MAX_CHOICES and len(open_caps(sheet)) <= MAX_OPEN_CAPS


def _cap_conditions(sheet: ScoreSheet, states: CapStates) -> Iterator[Condition]:
    for name in open_caps(sheet):
        holds = states[name]
        if holds is not None:
            yield Condition("grade_cap", name, holds)


def _choice_conditions(chosen: Mapping[str, str]) -> Iterator[Condition]:
    return (Condition("choice", group, name) for group, name in chosen.items())


def _choices(sheet: ScoreSheet) -> Iterator[dict[str, str]]:
    """Every way in which open choices may be made or left open."""
    groups = open_choices(sheet)
    members = [[None, *(node.id for node in sheet.rubric.members(group))] for group in groups]
    if prod(map(len, members)) > MAX_CHOICES:
        members = [[None] for _ in groups]
    for names in product(*members):
        yield {group: name for group, name in zip(groups, names, strict=True) if name is not None}


def open_choices(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return the groups of which it is not stated which member counts."""
    stated = dict(sheet.evidence.choices)
    return tuple(group.id for group in sheet.rubric.groups if group.choose == "one" and group.id not in stated)


def _left_open(sheet: ScoreSheet, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """The groups of which it is still open which member counts."""
    return tuple(group for group in open_choices(sheet) if group not in chosen)


def _forced(sheet: ScoreSheet, way: Situation) -> frozenset[str]:
    """What has to be found out before it is known which rows count at all."""
    uncertain = [
        name
        for name, outcome in way.outcomes.items()
        if outcome.may_not_apply and sheet.rubric.policy(name) in ("reallocate", "rescale")
    ]
    return frozenset(each.key for name in uncertain for each in unknowns_of(sheet, name))


def _finding_out(part: Part, forced: frozenset[str]) -> Part:
    """The part with only the options that find out what is forced."""
    known = frozenset(item for option in part.options for item in option.items)
    return evolve(part, options=tuple(option for option in part.options if forced & known <= option.items))


def _open_conditions(sheet: ScoreSheet, states: CapStates) -> Iterator[str]:
    """The conditions of rating caps that are found out here and that no row decides."""
    stated = dict(sheet.evidence.grade_caps)
    for cap in sheet.rubric.grade_caps:
        if not cap.indicator and cap.id not in stated and states[cap.id] is not None:
            yield f"grade_cap:{cap.id}"


def _deciding(sheet: ScoreSheet, parts: tuple[Part, ...], states: CapStates) -> tuple[Part, ...] | None:
    """The parts in which rows decide rating caps as the states say; None where no single row does."""
    found = list(parts)
    for cap in sheet.rubric.grade_caps:
        holds = states[cap.id]
        if not cap.indicator or holds is None or cap_holds(cap, {}, sheet.detail) is not None:
            continue
        place = next((n for n, part in enumerate(found) if part.rows == (cap.indicator,)), None)
        if place is None or sheet.rubric.not_applicable == "rescale":
            return None
        assert cap.points_at_most is not None
        edge = cap.points_at_most
        fitting = IntervalSet.of(Interval.at_most(edge) if holds else Interval.above(edge))
        decided = [evolve(each, values=each.values & fitting) for each in found[place].options if each.items]
        found[place] = evolve(found[place], options=tuple(each for each in decided if each.values))
        if not found[place].options:
            return None
    return tuple(found)
