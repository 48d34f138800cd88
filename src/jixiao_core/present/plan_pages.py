"""The evidence plan for people: what would confirm or refute a rating, and what to ask for first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao_core.exact.intervals import INF, NEG_INF, Interval, IntervalSet
from jixiao_core.messages import Message, Text
from jixiao_core.present.blocks import numbered, page_of
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.labels import row_label
from jixiao_core.present.summaries import closing, conditions, heading, total_possible
from jixiao_core.rubrics.formulas import Checklist, Nonconformities, Options, Targets
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.open_parts import Unknown
from jixiao_core.scoring.plan import EvidencePlan, EvidenceSet, RatingPlan, Request
from jixiao_core.scoring.plan_views import Condition
from jixiao_core.scoring.rating import grade_range
from jixiao_core.scoring.span import points_span

__all__ = ["plan_page"]

FEW = 4
"""Equally small sets are told where they are so small; of larger ones the first stands for all."""


def plan_page(found: EvidencePlan, case: Case | None = None, *, grade: str = "", locale: str = "zh_Hans_CN") -> str:
    """
    Return an evidence plan as a page: the ratings, then what to ask for in order of the points at stake.

    Args:
        found: the plan.
        case: the case, for unit, subject and year in the title.
        grade: the name of the only rating to tell about; empty: all.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown rating or locale.
    """
    chosen = locale_of(locale)
    ratings = (found[grade],) if grade else found.ratings
    possible = total_possible(found.sheet.possible)
    parts = (
        render(heading(found.sheet.rubric, case), chosen),
        _capital(render(possible, chosen)),
        "\n".join(conditions(found.sheet, chosen)),
        *("\n".join(render(line, chosen) for line in _rating(found, each)) for each in ratings),
        render(Message.of("present.plan_not_least"), chosen) if any(not each.is_exact for each in ratings) else "",
        numbered("present.plan_requests", (_request(found.sheet.rubric, each) for each in found.requests), chosen),
        closing(chosen),
    )
    return page_of(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rating(found: EvidencePlan, each: RatingPlan) -> Iterator[Message]:
    rubric = found.sheet.rubric
    assert rubric.grades is not None
    totals = grade_range(rubric, rubric.grades.grades.index(each.grade))
    state = "certain" if each.is_guaranteed else "open" if each.is_possible else "excluded"
    label = Text(each.grade.name, each.grade.en)
    yield Message.of(f"present.plan_{state}", grade=label, totals=points_span(IntervalSet.of(totals)))
    if not each.is_possible or each.is_guaranteed:
        return
    for way, sets in (("confirm", each.confirm), ("refute", each.refute)):
        if not sets:
            yield Message.of(f"present.plan_{way}_none")
        told = sets if sets and len(sets[0].unknowns) <= FEW else sets[:1]
        for number, one in enumerate(told):
            first = f"present.plan_{way}" if each.is_exact else f"present.plan_{way}_enough"
            yield _set(rubric, one, "present.plan_or" if number else first, needed=way == "confirm" and not number)
        if len(told) < len(sets):
            yield Message.of("present.plan_more_sets", count=len(sets) - len(told))


def _set(rubric: Rubric, found: EvidenceSet, code: str, *, needed: bool) -> Message:
    items = tuple(_unknown(rubric, each) for each in found.unknowns)
    return Message.of(code, count=len(items), items=items, outcome=_outcome(rubric, found, needed=needed))


def _outcome(rubric: Rubric, found: EvidenceSet, *, needed: bool) -> Message:
    """How everything has to turn out: conditions and choices as stated, and points that add up."""
    start = "present.plan_needs" if needed else "present.plan_if"
    conditions = tuple(_condition(rubric, each) for each in found.conditions)
    wanted = points_span(_telling(found))
    if not conditions:
        return Message.of(f"{start}_points", wanted=wanted)
    if not found.brings_points:
        return Message.of(f"{start}_findings", conditions=conditions)
    return Message.of(f"{start}_both", conditions=conditions, wanted=wanted)


def _condition(rubric: Rubric, each: Condition) -> Message:
    if each.kind == "choice":
        names = {group.id: group.label for group in rubric.groups} | {row.id: row.label for row in rubric.indicators}
        return Message.of("present.plan_chosen", label=names[each.id], member=names[str(each.finding)])
    label = next(cap.label for cap in rubric.grade_caps if cap.id == each.id)
    return Message.of("present.plan_holds" if each.finding else "present.plan_holds_not", label=label)


def _telling(found: EvidenceSet) -> IntervalSet:
    """The wanted sums without an end that they cannot pass anyway."""
    if len(found.wanted) != 1:
        return found.wanted
    (wanted,) = found.wanted
    if wanted.low == found.hull.low and isinstance(wanted.high, Fraction) and wanted.high != found.hull.high:
        return IntervalSet.of(Interval(NEG_INF, wanted.high, True, wanted.high_open))
    if wanted.high == found.hull.high and isinstance(wanted.low, Fraction) and wanted.low != found.hull.low:
        return IntervalSet.of(Interval(wanted.low, INF, wanted.low_open, True))
    return found.wanted


def _unknown(rubric: Rubric, each: Unknown) -> Message:
    is_row = each.kind in ("assessment", "correction")
    return Message.of(f"present.unknown_{each.kind}", label=row_label(rubric, each.id) if is_row else each.label)


def _request(rubric: Rubric, each: Request) -> Message:
    kinds = {one.kind for one in each.unknowns}
    if "grade_cap" in kinds:
        return Message.of("present.plan_request_rating", unknowns=tuple(_unknown(rubric, one) for one in each.unknowns))
    if kinds & {"adjustment", "choice"}:
        unknowns = tuple(_unknown(rubric, one) for one in each.unknowns)
        return Message.of("present.plan_request_other", at_stake=each.at_stake, unknowns=unknowns)
    params = {"label": row_label(rubric, each.row), "at_stake": each.at_stake}
    unknowns = tuple(_unknown(rubric, one) for one in each.unknowns if one.kind != "assessment")
    if not unknowns:
        # Where a table demands no papers, the assessment itself is what is missing.
        papers = each.papers or (Message.of(f"present.plan_ask_{_asked(rubric, each.row)}"),)
        return Message.of("present.plan_request_assessment", papers=papers, **params)
    if not each.papers:
        return Message.of("present.plan_request_plain", unknowns=unknowns, **params)
    return Message.of("present.plan_request", unknowns=unknowns, papers=each.papers, **params)


def _asked(rubric: Rubric, row_id: str) -> str:
    """What the assessment of a row consists of."""
    match rubric.read(rubric.indicator(row_id)).formula:
        case Checklist():
            return "items"
        case Nonconformities():
            return "cases"
        case Options():
            return "option"
        case Targets():
            return "targets"
        case _:
            return "reason"
