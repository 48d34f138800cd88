"""Ratings: which grades a possible total can earn, and where the print of a total crosses an edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.rounding import Rounding
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.grades import Grade, GradeCap
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence

if TYPE_CHECKING:
    from jixiao_core.scoring.detail import Detail

__all__ = ["cap_findings", "cap_holds", "edge_findings", "grade_range", "possible_grades"]

PRINTED = Rounding(Fraction(1, 100))
"""Totals are shown with two places, 四舍五入."""


def grade_range(rubric: Rubric, position: int) -> Interval:
    """Return the totals that earn the grade at `position` of the scale."""
    assert rubric.grades is not None
    grades = rubric.grades.grades
    if position == 0:
        return Interval.at_least(grades[0].at_least)
    return Interval(grades[position].at_least, grades[position - 1].at_least, False, True)


def possible_grades(rubric: Rubric, evidence: Evidence, total: Interval, found: Detail) -> tuple[Grade, ...]:
    """Return the grades that the possible totals can earn under the conditions that may hold, best first."""
    if rubric.grades is None:
        return ()
    grades = rubric.grades.grades
    within = IntervalSet.of(total)
    earned = {place for place in range(len(grades)) if within & IntervalSet.of(grade_range(rubric, place))}
    for cap in rubric.grade_caps:
        ceiling = next(place for place, grade in enumerate(grades) if grade.name == cap.at_most)
        holds = cap_holds(cap, dict(evidence.grade_caps), found)
        capped = {max(place, ceiling) for place in earned}
        earned = capped if holds is True else earned | capped if holds is None else earned
    return tuple(grade for place, grade in enumerate(grades) if place in earned)


def cap_holds(cap: GradeCap, stated: Mapping[str, bool], found: Detail) -> bool | None:
    """Say whether the condition of a rating cap holds; None where it is not known."""
    if not cap.indicator:
        return stated.get(cap.id)
    assert cap.points_at_most is not None
    totals = found.totals
    points = totals.rows.get(cap.indicator) or IntervalSet.of(totals.nodes[cap.indicator])
    low = points & IntervalSet.of(Interval.at_most(cap.points_at_most))
    high = points & IntervalSet.of(Interval.above(cap.points_at_most))
    if low and high:
        return None
    return bool(low)


def cap_findings(rubric: Rubric, evidence: Evidence, total: Interval, found: Detail) -> Iterator[Finding]:
    """Yield a finding for every rating cap that lowers the best rating that the total could earn."""
    if rubric.grades is None:
        return
    grades = rubric.grades.grades
    within = IntervalSet.of(total)
    best = next(place for place in range(len(grades)) if within & IntervalSet.of(grade_range(rubric, place)))
    for cap in rubric.grade_caps:
        ceiling = next(place for place, grade in enumerate(grades) if grade.name == cap.at_most)
        if ceiling > best and cap_holds(cap, dict(evidence.grade_caps), found):
            grade, most = (Text(grades[place].name, grades[place].en) for place in (best, ceiling))
            message = Message.of("scoring.grade_capped", label=cap.label, clause=cap.clause, grade=grade, most=most)
            yield Finding(message, Severity.WARNING, cap.id)


def edge_findings(rubric: Rubric, total: Interval) -> Iterator[Finding]:
    """Yield a finding where a settled total earns another grade than its print with two places would."""
    if rubric.grades is None or not total.is_point or not isinstance(total.low, Fraction):
        return
    printed = PRINTED.apply(total.low)
    for place, grade in enumerate(rubric.grades.grades):
        is_in, looks_in = (grade_range(rubric, place).contains(value) for value in (total.low, printed))
        if is_in and not looks_in:
            message = Message.of("scoring.print_crosses_edge", total=total.low, printed=printed, grade=grade.name)
            yield Finding(message, Severity.INFORMATION)
