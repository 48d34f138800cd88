"""The evidence plan (补充资料次序): what would confirm or refute a rating, and what to ask for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from jixiao_core.errors import Problem, UnknownNameError
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.grades import Grade
from jixiao_core.scoring.open_parts import Unknown, unknowns_of
from jixiao_core.scoring.plan_views import Condition, View, open_choices, views_of
from jixiao_core.scoring.rating_targets import confirming, open_caps, raw_totals, refuting
from jixiao_core.scoring.selection import Selection, fewest
from jixiao_core.scoring.sheet import ScoreSheet, refuse_other_than_sheet
from jixiao_core.scoring.totals import adjustment_range, hull_of

__all__ = ["Condition", "EvidencePlan", "EvidenceSet", "RatingPlan", "Request", "plan"]

ZERO = Fraction(0)
MOST_SETS = 3
"""So many equally small sets are returned; those that leave the most room come first."""


@frozen(kw_only=True)
class EvidenceSet:
    """
    Things to find out that would settle a rating, if they come out as stated.

    Attributes:
        unknowns: what to find out.
        rows: the rows that are settled then.
        conditions: how rating caps and choices have to turn out. The same things may be listed again with others.
        wanted: what the rows, and the adjustments that are found out, have to add up to for it to be certain then.
        hull: what they can add up to at all.
    """

    unknowns: tuple[Unknown, ...]
    rows: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    wanted: IntervalSet
    hull: Interval

    @property
    def brings_points(self) -> bool:
        """Whether anything that is found out brings points; else nothing has to add up."""
        return bool(self.rows) or any(each.kind not in ("grade_cap", "choice") for each in self.unknowns)


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
    What to ask for about one open row, adjustment, choice or condition of a rating cap.

    Attributes:
        row: the id of the row; of the adjustment, group or cap where it is not about a row.
        label: its name.
        at_stake: the points between the least and the most that it can bring, as they count; 0 for rating caps.
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
        requests: everything that is open, that with the most points at stake first.
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
    views = views_of(sheet) if scale else ()
    return EvidencePlan(
        sheet=sheet,
        ratings=tuple(_rating(sheet, place, views) for place in range(len(scale))),
        requests=tuple(sorted((*_requests(sheet), *_other_requests(sheet)), key=lambda each: -each.at_stake)),
    )


def _rating(sheet: ScoreSheet, place: int, views: tuple[View, ...]) -> RatingPlan:
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
    sheet: ScoreSheet, views: tuple[View, ...], targets: list[IntervalSet]
) -> tuple[tuple[EvidenceSet, ...], bool]:
    """The smallest sets over all situations and states after which the total can be certain to lie in its target."""
    step = sheet.rubric.rounding_at("group")
    slack = ZERO if step is None else step.quantum * len(sheet.rubric.groups)
    found: dict[tuple[frozenset[str], tuple[Condition, ...]], Selection] = {}
    is_exact = True
    for view, target in zip(views, targets, strict=True):
        for interval in raw_totals(sheet.rubric, target, slack):
            selections, fewest_known = fewest([part.options for part in view.parts], interval, most=MOST_SETS)
            is_exact = is_exact and fewest_known and view.is_exact
            for selection in selections:
                # The same things may settle it in several ways: by the total, or by a condition that they decide.
                key = (selection.items, _told(sheet, view.conditions, selection.items))
                known = found.get(key, selection)
                hull = hull_of(IntervalSet.of(known.hull) | IntervalSet.of(selection.hull))
                found[key] = evolve(known, values=known.values | selection.values, hull=hull)
    size = min((len(items) for items, _ in found), default=0)
    smallest = list(dict.fromkeys(items for items, _ in found if len(items) == size))[:MOST_SETS]
    sets = (
        _evidence_set(sheet, selection, conditions)
        for items in smallest
        for (others, conditions), selection in found.items()
        if others == items and not _is_told(found, items, conditions, selection.values)
    )
    return tuple(sets), is_exact


def _told(sheet: ScoreSheet, conditions: tuple[Condition, ...], items: frozenset[str]) -> tuple[Condition, ...]:
    """The conditions that the wanted points do not tell by themselves: a row that is found out alone decides its cap."""
    rows = {row.id for row in sheet.rubric.indicators}
    deciding = {cap.id: cap.indicator for cap in sheet.rubric.grade_caps if cap.indicator in rows}
    alone = [row for row in deciding.values() if items == {each.key for each in unknowns_of(sheet, row)}]
    return tuple(each for each in conditions if each.kind == "choice" or deciding.get(each.id) not in alone)


def _is_told(
    found: Mapping[tuple[frozenset[str], tuple[Condition, ...]], Selection],
    items: frozenset[str],
    conditions: tuple[Condition, ...],
    values: IntervalSet,
) -> bool:
    """Whether the same things settle it under fewer conditions at the same points already."""
    return any(
        others == items and set(fewer) < set(conditions) and values <= selection.values
        for (others, fewer), selection in found.items()
    )


def _evidence_set(sheet: ScoreSheet, selection: Selection, conditions: tuple[Condition, ...]) -> EvidenceSet:
    rows = tuple(
        row.id
        for row in sheet.rubric.indicators
        if (waits := unknowns_of(sheet, row.id)) and all(each.key in selection.items for each in waits)
    )
    return EvidenceSet(
        unknowns=_named(sheet, selection.items),
        rows=rows,
        conditions=conditions,
        wanted=selection.values,
        hull=selection.hull,
    )


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


def _other_requests(sheet: ScoreSheet) -> Iterator[Request]:
    """What is open beside the rows: choices, adjustments, and conditions of rating caps that no row decides."""
    rubric, nodes = sheet.rubric, sheet.detail.totals.nodes
    for group in rubric.groups:
        if group.id in open_choices(sheet) and not nodes[group.id].is_point:
            unknown = Unknown(kind="choice", id=group.id, label=group.label)
            yield _request(unknown, hull_of(IntervalSet.of(nodes[group.id])))
    for adjustment in rubric.adjustments:
        possible = adjustment_range(sheet.evidence, adjustment)
        if not possible.is_point:
            yield _request(Unknown(kind="adjustment", id=adjustment.id, label=adjustment.label), possible)
    for cap in rubric.grade_caps:
        if not cap.indicator and cap.id in open_caps(sheet):
            yield _request(Unknown(kind="grade_cap", id=cap.id, label=cap.label), Interval.point(0))


def _request(unknown: Unknown, possible: Interval) -> Request:
    assert isinstance(possible.low, Fraction)
    assert isinstance(possible.high, Fraction)
    at_stake = possible.high - possible.low
    return Request(row=unknown.id, label=unknown.label, at_stake=at_stake, unknowns=(unknown,), papers=())
