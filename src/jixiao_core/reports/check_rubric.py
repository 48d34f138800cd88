"""A claimed table beside the rubric that it is reviewed by: rows, points and clauses that are not the same."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao_core.findings import Finding
from jixiao_core.messages import Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report
from jixiao_core.reports.report_evidence import claimed_rows
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.weights import most_points

__all__ = ["check_against"]


def check_against(report: Report, rubric: Rubric) -> tuple[Finding, ...]:
    """
    Return where the claimed table of a report is not the table of a rubric.

    Both forms tell units to replace rows by their own; a replaced row needs a tailored rubric and is not scored here.

    Args:
        report: the report.
        rubric: the table that it is reviewed by.
    """
    if isinstance(report, SelfEvaluationForm):
        # Its rubric is made of its own rows.
        return ()
    return tuple(_differences(report, rubric))


def _differences(report: DepartmentReport | ProjectReport, rubric: Rubric) -> Iterator[Finding]:
    if report.claimed is None:
        return
    pairs = claimed_rows(report, rubric)
    known = {id(row) for _, row in pairs}
    for position, row in enumerate(report.claimed.rows):
        if id(row) not in known:
            path = f"claimed.rows[{position}]"
            yield observed("reports.row_not_in_rubric", path, label=Text(row.label), line=row.line, rubric=rubric.pin)
    matched = {indicator.id for indicator, _ in pairs}
    for indicator in rubric.indicators:
        if indicator.id not in matched:
            yield observed("reports.row_not_in_report", indicator.id, label=indicator.label, rubric=rubric.pin)
    for indicator, row in pairs:
        position = report.claimed.rows.index(row)
        given = {"label": indicator.label, "line": row.line, "rubric": rubric.pin}
        if row.points is not None and indicator.points is not None and row.points != indicator.points:
            yield observed(
                "reports.row_points_differ",
                f"claimed.rows[{position}].points",
                points=row.points,
                expected=indicator.points,
                **given,
            )
        most = most_points(rubric, indicator)
        if row.score is not None and row.score > most:
            yield observed(
                "reports.claim_above_rubric", f"claimed.rows[{position}].score", score=row.score, points=most, **given
            )
        if row.clause and _plain(row.clause) != _plain(indicator.clause):
            yield observed("reports.row_clause_differs", f"claimed.rows[{position}].clause", **given)


def _plain(clause: str) -> str:
    return "".join(clause.split())
