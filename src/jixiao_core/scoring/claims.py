"""Claims: what a case cannot claim at all, and what a reader should look at in what it claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from jixiao_core.errors import Problem
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Claim, Role, ScoreRound
from jixiao_core.scoring.claimed_sums import claimed_sum, is_rescaled
from jixiao_core.scoring.evidence_checks import evidence_problems
from jixiao_core.scoring.rating import grade_range
from jixiao_core.scoring.sheet import NodeScore, ScoreSheet
from jixiao_core.scoring.span import points_span
from jixiao_core.scoring.weights import most_points

__all__ = ["STATED", "case_problems", "claim_findings", "has_no_column", "is_total", "round_findings", "year_findings"]

ZERO = Fraction(0)
STATED: Final = "scoring.stated_finding"
"""The code of a finding that a person wrote by hand."""


def case_problems(
    rubric: Rubric, case: Case, dictionary: tuple[FactDefinition, ...] | None = None
) -> Iterator[Problem]:
    """
    Yield everything in a case that is not of this rubric, or claims more than can be claimed.

    Args:
        rubric: the table.
        case: evidence and claims.
        dictionary: further facts that the evidence may name; None: any.
    """
    pin, _, digest = case.rubric.partition("#")
    if pin != rubric.pin or (digest and digest != rubric.digest):
        message = Message.of("scoring.other_rubric", found=shown(case.rubric), rubric=rubric.pin)
        yield Problem(message, "rubric")
    yield from (problem.under("evidence") for problem in evidence_problems(rubric, case.evidence, dictionary))
    rows = {row.id: row for row in rubric.indicators}
    grades = tuple(grade.name for grade in rubric.grades.grades) if rubric.grades else ()
    for number, each in enumerate(case.rounds):
        path = f"rounds[{number}]"
        for position, claim in enumerate(each.claims):
            yield from _claim_problems(rubric, rows, claim, f"{path}.claims[{position}]", each)
        top = rubric.highest_total
        if not (each.total is None or each.as_printed or is_total(rubric, each.total)):
            yield Problem(Message.of("scoring.points_outside", found=each.total, low=ZERO, high=top), f"{path}.total")
        if each.grade and grades and each.grade not in grades:
            message = Message.of("rubrics.unknown_grade", found=shown(each.grade), known=grades)
            yield Problem(message, f"{path}.grade")


def is_total(rubric: Rubric, points: Fraction) -> bool:
    """Say whether a table can give a total at all, whatever is scored; one that it cannot give cannot be used."""
    return ZERO <= points <= (rubric.highest_total)


def _claim_problems(
    rubric: Rubric, rows: dict[str, Indicator], claim: Claim, path: str, scored: ScoreRound
) -> Iterator[Problem]:
    if claim.indicator not in rows:
        message = Message.of(
            "rubrics.unknown_indicator", found=shown(claim.indicator), known=most_alike_first(claim.indicator, rows)
        )
        yield Problem(message, f"{path}.indicator")
        return
    high = most_points(rubric, rows[claim.indicator])
    if claim.points is not None and not (claim.points >= ZERO and (claim.points <= high or scored.as_printed)):
        message = Message.of("scoring.points_outside", found=claim.points, low=ZERO, high=high)
        yield Problem(message, f"{path}.points")


def year_findings(rubric: Rubric, fiscal_year: int | None) -> Iterator[Finding]:
    """Yield a question where a table is used for a year that it is not meant for, or that nobody stated."""
    years = rubric.fiscal_years
    if fiscal_year is None:
        yield Finding(Message.of("scoring.year_unstated", rubric=rubric.pin), Severity.QUESTION)
    elif not years.first <= fiscal_year <= years.last:
        meant = tuple(dict.fromkeys((str(years.first), str(years.last))))
        message = Message.of("scoring.year_outside", found=str(fiscal_year), rubric=rubric.pin, years="–".join(meant))
        yield Finding(message, Severity.QUESTION)


def claim_findings(case: Case, node: NodeScore, claim: Claim | None, role: Role) -> Iterator[Finding]:
    """Yield what a reader should look at in the claim for one row."""
    if claim is None or claim.points is None:
        return
    points, reason = claim.points, claim.reason
    if role != "self":
        # A remark may stand beside any score; what was taken over as it was filed, or raised, took nothing away.
        filed = _filed(case, node.id)
        if points < (node.maximum if filed is None else filed) and not reason.strip():
            yield Finding(Message.of("scoring.deduction_without_remark", label=node.label), Severity.WARNING, node.id)
        return
    if points < node.maximum and not reason.strip():
        severity = Severity.WARNING if case.has_reasons and claim.has_reasons else Severity.INFORMATION
        yield Finding(Message.of("scoring.deduction_without_reason", label=node.label), severity, node.id)
    if points >= node.maximum > 0 and reason.strip():
        yield Finding(Message.of("scoring.reason_without_deduction", label=node.label), Severity.QUESTION, node.id)


def _filed(case: Case, name: str) -> Fraction | None:
    """The score that the unit gave itself for a row, if it gave one."""
    own = next((each.claim(name) for each in case.rounds if each.role == "self"), None)
    return None if own is None else own.points


def round_findings(sheet: ScoreSheet, each: ScoreRound, claims: Mapping[str, Fraction | None]) -> Iterator[Finding]:
    """Yield what a reader should look at in a round as a whole: own words of who scored, sums, pools, rating."""
    rubric = sheet.rubric
    for text in each.findings:
        yield Finding(Message.of(STATED, text=" ".join(text.split())), Severity.WARNING)
    yield from _sum_findings(sheet, each, claims)
    for pool in rubric.pools:
        shared = sum((claims[name] or ZERO for name in pool.members), ZERO)
        if shared > pool.points:
            message = Message.of("scoring.pool_overspent", label=pool.label, found=shared, points=pool.points)
            yield Finding(message, Severity.ERROR, pool.id)
    if rubric.grades is None or not each.grade or each.total is None or not is_total(rubric, each.total):
        return
    for place, grade in enumerate(rubric.grades.grades):
        if grade.name == each.grade and not grade_range(rubric, place).contains(each.total):
            yield Finding(Message.of("scoring.grade_not_of_total", grade=each.grade, total=each.total), Severity.ERROR)


def has_no_column(finding: Finding) -> bool:
    """Whether a finding only notes that no reason stands where the table has no column for reasons."""
    return finding.code == "scoring.deduction_without_reason" and finding.severity is Severity.INFORMATION


def _sum_findings(sheet: ScoreSheet, each: ScoreRound, claims: Mapping[str, Fraction | None]) -> Iterator[Finding]:
    computed = None if each.total is None else claimed_sum(sheet, claims)
    if each.total is None or computed is None or computed.contains(each.total):
        return
    plain_sum = sum((points or ZERO for points in claims.values()), ZERO)
    if computed == Interval.point(plain_sum):
        message = Message.of("scoring.total_not_sum", total=each.total, computed=plain_sum)
    else:
        message = _outside_claims(sheet, each.total, computed, plain_sum)
    yield Finding(message, Severity.ERROR)


def _outside_claims(sheet: ScoreSheet, total: Fraction, computed: Interval, plain_sum: Fraction) -> Message:
    """What the claimed rows give instead: what is cut to all points is told as it adds up, not as it is cut."""
    top = sheet.rubric.highest_total
    ways = {(False, False): "summed", (True, False): "rescaled", (False, True): "adjusted", (True, True): "both"}
    how = ways[is_rescaled(sheet), bool(sheet.rubric.adjustments)]
    if how == "summed" and plain_sum > top and computed == Interval.point(top):
        code = "totals.sum_above" if total == plain_sum else "totals.sum_above_and_other"
        return Message.of(code, total=total, computed=plain_sum, most=top)
    span = points_span(IntervalSet.of(computed))
    return Message.of("scoring.total_outside_claims", total=total, how=Message.of(f"totals.{how}"), computed=span)
