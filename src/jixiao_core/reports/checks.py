"""`check`: everything that a report says about itself, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jixiao_core.findings import Finding, Severity
from jixiao_core.reports.check_claims import NATIONAL_GRADES, claims
from jixiao_core.reports.check_fields import dates, people, required, vouchers
from jixiao_core.reports.check_tables import department_tables, project_tables, unstated_units
from jixiao_core.reports.check_targets import targets
from jixiao_core.reports.check_texts import texts
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport
from jixiao_core.rubrics.grades import Grade

__all__ = ["check"]

_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFORMATION)


def check(
    report: DepartmentReport | ProjectReport, *, grades: Sequence[Grade] = NATIONAL_GRADES
) -> tuple[Finding, ...]:
    """
    Return what a report says about itself that a person should look at, the gravest first.

    A printed number stands for the interval that it may have been rounded from: a difference inside is information,
    one outside an error, one that blanks or eliminations may explain a question. Nothing here accuses anybody.

    Args:
        report: the report.
        grades: the ratings and their bounds, highest first; the forms print none.

    >>> from jixiao_core.reports.project import ProjectReport
    >>> check(ProjectReport(total_score=85, grade="优"))[0].code
    'reports.grade_differs'
    """
    found = list(_all(report, grades))
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def _all(report: DepartmentReport | ProjectReport, grades: Sequence[Grade]) -> Iterator[Finding]:
    yield from required(report)
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
    yield from people(report)
