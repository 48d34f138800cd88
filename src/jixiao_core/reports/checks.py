"""`check`: everything that a report says about itself, as findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from jixiao_core.findings import Finding, Severity
from jixiao_core.reports.check_claims import NATIONAL_GRADES, claims
from jixiao_core.reports.check_cover import cover
from jixiao_core.reports.check_fields import dates, people, required, vouchers
from jixiao_core.reports.check_form import NATIONAL_WEIGHTS, form
from jixiao_core.reports.check_tables import department_tables, project_tables, unstated_units
from jixiao_core.reports.check_targets import targets
from jixiao_core.reports.check_texts import texts
from jixiao_core.reports.check_unread import unread
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.redaction import without_words, words_of
from jixiao_core.reports.report import Report
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.reports.told_figures import fiscal_year
from jixiao_core.reports.told_results import told_results
from jixiao_core.rubrics.grades import Grade

__all__ = ["check"]

_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFORMATION)
MAX_ALIKE: Final = 50
"""As many findings of one code are told; how many more there are is told in one line."""


def check(
    report: Report,
    *,
    grades: Sequence[Grade] = NATIONAL_GRADES,
    weights: Mapping[str, Fraction] = NATIONAL_WEIGHTS,
) -> tuple[Finding, ...]:
    """
    Return what a report says about itself that a person should look at, the gravest first.

    A printed number stands for the interval that it may have been rounded from: a difference inside is information,
    one outside an error, one that blanks or eliminations may explain a question. Nothing here accuses anybody, and no
    name of the report's personal fields is told. Of one code at most `MAX_ALIKE` findings are told.

    Args:
        report: the report.
        grades: the ratings and their bounds, highest first; the forms print none.
        weights: the points of the first-level indicators of the national form, by their ids in its rubric.

    >>> from jixiao_core.reports.project import ProjectReport
    >>> check(ProjectReport(total_score=85, grade="优"))[0].code
    'reports.grade_differs'
    """
    counts: Counter[str] = Counter()
    found: list[Finding] = []
    for finding in _all(report, grades, weights):
        counts[finding.code] += 1
        if counts[finding.code] <= MAX_ALIKE:
            found.append(finding)
    found += [
        observed("reports.more_alike", "", code=code, count=count - MAX_ALIKE)
        for code, count in counts.items()
        if count > MAX_ALIKE
    ]
    words = words_of(report)
    told = (without_words(finding, words) if words else finding for finding in found)
    return tuple(sorted(told, key=lambda finding: _ORDER.index(finding.severity)))


def _all(report: Report, grades: Sequence[Grade], weights: Mapping[str, Fraction]) -> Iterator[Finding]:
    yield from unread(report)
    yield from required(report)
    if isinstance(report, SelfEvaluationForm):
        yield from form(report, grades, weights)
        return
    yield from cover(report)
    yield from dates(report)
    match report:
        case DepartmentReport():
            yield from department_tables(report)
        case ProjectReport():
            yield from project_tables(report)
            yield from vouchers(report)
    yield from unstated_units(report)
    yield from claims(report, grades)
    yield from targets(report)
    yield from texts(report)
    yield from told_results(report, fiscal_year(report))
    yield from people(report)
