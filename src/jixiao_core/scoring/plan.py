"""The evidence plan (补充资料次序): what would confirm or refute a rating, and what to ask for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from attrs import evolve, frozen

from jixiao_core.errors import Problem, UnknownNameError
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.grades import Grade
from jixiao_core.scoring.open_parts import Part, Unknown, open_parts, unknowns_of
from jixiao_core.scoring.rating import cap_holds
from jixiao_core.scoring.rating_targets import CapStates, cap_states, confirming, raw_totals, refuting
from jixiao_core.scoring.selection import Option, Selection, fewest
from jixiao_core.scoring.sheet import ScoreSheet, refuse_other_than_sheet
from jixiao_core.scoring.totals import MAX_CHOICES, Situation, hull_of, situations

__all__ = ["EvidencePlan", "EvidenceSet", "RatingPlan", "Request", "plan"]

ZERO = Fraction(0)
MOST_SETS = 3
"""So many equally small sets are returned; those that leave the most room come first."""


@frozen(kw_only=True)
class EvidenceSet:
    """
    Things to find out that would settle a rating, if they come out well enough.

    Attributes:
        unknowns: what to find out.
        rows: the rows that are settled then.
        wanted: what these rows, and the adjustments that are found out, have to add up to for it to be certain.
        hull: what they can add up to at all.
    """

    unknowns: tuple[Unknown, ...]
    rows: tuple[str, ...]
    wanted: IntervalSet
    hull: Interval


@frozen(kw_only=True)
class RatingPlan:
    """
    How a rating could be confirmed and how it could be refuted.

    Attributes:
        grade: the rating.
        is_possible: whether some outcome earns it.
        is_guaranteed: whether every outcome does.
        confirm: the smallest sets that can make it certain; none where it is certain already or cannot become so.
        refute: the smallest sets that can rule it out; none where it is ruled out already or cannot be.
        is_exact: whether these sets are known to be the smallest.
    """

    grade: Grade
    is_possible: bool
    is_guaranteed: bool
    confirm: tuple[EvidenceSet, ...]
    refute: tuple[EvidenceSet, ...]
    is_exact: bool


@frozen(kw_only=True)
class Request:
    """
    What to ask for about one open row.

    Attributes:
        row: the id of the row.
        label: its name.
        at_stake: the points between the least and the most that it can score, as they count.
        unknowns: what it waits for.
        papers: the papers that settle it, those first that the table demands.
    """

    row: str
    label: Text
    at_stake: Fraction
    unknowns: tuple[Unknown, ...]
    papers: tuple[Text, ...]


@frozen(kw_only=True)
class EvidencePlan:
    """
    What to find out about a sheet.

    Attributes:
        sheet: the sheet.
        ratings: one plan for every rating of the scale, best first; none where the rubric has no scale.
        requests: the open rows, those with the most points at stake first.
    """

    sheet: ScoreSheet
    ratings: tuple[RatingPlan, ...]
    requests: tuple[Request, ...]

    def __getitem__(self, grade: str) -> RatingPlan:
        """Return the plan for a rating; UnknownNameError lists those there are."""
        for each in self.ratings:
            if grade and grade in (each.grade.name, each.grade.en):
                return each
        known = tuple(Text(each.grade.name, each.grade.en) for each in self.ratings)
        raise UnknownNameError(Problem(Message.of("rubrics.unknown_grade", found=shown(grade), known=known)))


def plan(sheet: ScoreSheet) -> EvidencePlan:
    """
    Return what would confirm or refute each rating, and what to ask for in order of the points at stake.

    A row counts as found out when everything that it waits for is known. The sets are the smallest in the number of
    facts and assessments, at the best outcome: what the rows have to score is stated with each. Facts that several
    rows wait for count once.

    Args:
        sheet: the score of a unit.
    """
    refuse_other_than_sheet(sheet)
    scale = sheet.rubric.grades.grades if sheet.rubric.grades else ()
    views = _views(sheet) if scale else ()
    return EvidencePlan(
        sheet=sheet,
        ratings=tuple(_rating(sheet, place, views) for place in range(len(scale))),
        requests=tuple(sorted(_requests(sheet), key=lambda each: -each.at_stake)),
    )


@frozen(kw_only=True)
class _View:
    """
    The parts of the total in one situation and one state of the rating caps.

    Attributes:
        parts: the rows and adjustments, with the options that fit the situation and the state.
        states: what is taken to be found out about rating caps.
        is_exact: whether these parts add up exactly.
    """

    parts: tuple[Part, ...]
    states: CapStates
    is_exact: bool


def _views(sheet: ScoreSheet) -> tuple[_View, ...]:
    rubric = sheet.rubric
    ways, _, is_complete = situations(rubric, sheet.evidence, sheet.detail.outcomes)
    is_plain = is_complete and rubric.rounding_at("group") is None
    found: list[_View] = []
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
                found.append(_View(parts=(*fitting, said), states=states, is_exact=is_exact))
    return tuple(found)


def _choices(sheet: ScoreSheet) -> Iterator[dict[str, str]]:
    """Every way in which open choices may be made or left open."""
    groups = _open_choices(sheet)
    members = [[None, *(node.id for node in sheet.rubric.members(group))] for group in groups]
    if prod(map(len, members)) > MAX_CHOICES:
        members = [[None] for _ in groups]
    for names in product(*members):
        yield {group: name for group, name in zip(groups, names, strict=True) if name is not None}


def _open_choices(sheet: ScoreSheet) -> tuple[str, ...]:
    stated = dict(sheet.evidence.choices)
    return tuple(group.id for group in sheet.rubric.groups if group.choose == "one" and group.id not in stated)


def _left_open(sheet: ScoreSheet, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """The groups of which it is still open which member counts."""
    return tuple(group for group in _open_choices(sheet) if group not in chosen)


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


def _rating(sheet: ScoreSheet, place: int, views: tuple[_View, ...]) -> RatingPlan:
    rubric = sheet.rubric
    assert rubric.grades is not None
    grade = rubric.grades.grades[place]
    is_possible = grade in sheet.grades
    is_guaranteed = sheet.grades == (grade,)
    confirm: tuple[EvidenceSet, ...] = ()
    refute: tuple[EvidenceSet, ...] = ()
    confirm_exact = refute_exact = True
    if is_possible and not is_guaranteed:
        confirm, confirm_exact = _smallest(sheet, views, [confirming(rubric, place, view.states) for view in views])
        refute, refute_exact = _smallest(sheet, views, [refuting(rubric, place, view.states) for view in views])
    return RatingPlan(
        grade=grade,
        is_possible=is_possible,
        is_guaranteed=is_guaranteed,
        confirm=confirm,
        refute=refute,
        is_exact=confirm_exact and refute_exact,
    )


def _smallest(
    sheet: ScoreSheet, views: tuple[_View, ...], targets: list[IntervalSet]
) -> tuple[tuple[EvidenceSet, ...], bool]:
    """The smallest sets over all situations and states after which the total can be certain to lie in its target."""
    step = sheet.rubric.rounding_at("group")
    slack = ZERO if step is None else step.quantum * len(sheet.rubric.groups)
    found: dict[frozenset[str], Selection] = {}
    is_exact = True
    for view, target in zip(views, targets, strict=True):
        for interval in raw_totals(sheet.rubric, target, slack):
            selections, fewest_known = fewest([part.options for part in view.parts], interval, most=MOST_SETS)
            is_exact = is_exact and fewest_known and view.is_exact
            for selection in selections:
                # The same things may settle it in several ways: by the total, or by a condition that they decide.
                known = found.get(selection.items, selection)
                found[selection.items] = evolve(known, values=known.values | selection.values)
    size = min((len(items) for items in found), default=0)
    smallest = [selection for items, selection in found.items() if len(items) == size]
    return tuple(_evidence_set(sheet, selection) for selection in smallest[:MOST_SETS]), is_exact


def _evidence_set(sheet: ScoreSheet, selection: Selection) -> EvidenceSet:
    rows = tuple(
        row.id
        for row in sheet.rubric.indicators
        if (waits := unknowns_of(sheet, row.id)) and all(each.key in selection.items for each in waits)
    )
    return EvidenceSet(unknowns=_named(sheet, selection.items), rows=rows, wanted=selection.values, hull=selection.hull)


def _named(sheet: ScoreSheet, keys: frozenset[str]) -> tuple[Unknown, ...]:
    """What the keys stand for: what rows wait for in printed order, then choices, adjustments and conditions."""
    found: dict[str, Unknown] = {}
    for row in sheet.rubric.indicators:
        for each in unknowns_of(sheet, row.id):
            before = found.get(each.key, evolve(each, rows=()))
            found[each.key] = evolve(before, rows=(*before.rows, row.id))
    rubric = sheet.rubric
    said = (
        *(Unknown(kind="choice", id=group.id, label=group.label) for group in rubric.groups),
        *(Unknown(kind="adjustment", id=each.id, label=each.label) for each in rubric.adjustments),
        *(Unknown(kind="grade_cap", id=cap.id, label=cap.label) for cap in rubric.grade_caps),
    )
    found.update({each.key: each for each in said})
    return tuple(each for key, each in found.items() if key in keys)


def _requests(sheet: ScoreSheet) -> Iterator[Request]:
    attached = dict(sheet.evidence.documents)
    for node in sheet.rows:
        waits = unknowns_of(sheet, node.id)
        hull = hull_of(node.possible)
        assert isinstance(hull.low, Fraction)
        assert isinstance(hull.high, Fraction)
        if not waits or not node.maximum:
            continue
        row = sheet.rubric.indicator(node.id)
        demanded = (demand.label for demand in row.documents if demand.id not in attached.get(row.id, ()))
        papers = tuple(dict.fromkeys((*demanded, *row.papers)))
        yield Request(row=row.id, label=row.label, at_stake=hull.high - hull.low, unknowns=waits, papers=papers)
