"""Checks of the claimed scores: sums, levels, pools, total and rating, reasons and demanded papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final

from jixiao_core.findings import Finding
from jixiao_core.messages import Param, Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.parts import ClaimedRow, ClaimedTable, Section
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report
from jixiao_core.rubrics.grades import Grade

__all__ = ["NATIONAL_GRADES", "claims", "rating"]


NATIONAL_GRADES: Final = (
    Grade(name="优", en="Excellent", at_least=90),
    Grade(name="良", en="Good", at_least=80),
    Grade(name="中", en="Fair", at_least=60),
    Grade(name="差", en="Poor", at_least=0),
)
"""
The four customary ratings, highest first; the forms print no bounds. A rubric may have others.
"""

_DEMANDS_PAPERS: Final = re.compile(r"(?:需|须|应)(?:要)?(?:提供|附)")
_ANNEX: Final = "附件"


def claims(report: DepartmentReport | ProjectReport, grades: Sequence[Grade]) -> Iterator[Finding]:
    """Yield what the claimed scores say about themselves."""
    table = report.claimed
    if table is not None:
        unread = frozenset(each.name for each in report.unread)
        yield from _rows(table, unread)
        yield from _untargeted(report, table)
        yield from _points(table)
        yield from _totals(report, table)
        yield from _everywhere(table)
        yield from _papers(report, table)
    yield from rating(report, grades)


def _where(position: int) -> str:
    return f"claimed.rows[{position}]"


def _rows(table: ClaimedTable, unread: frozenset[str]) -> Iterator[Finding]:
    for position, row in enumerate(table.rows):
        label, line = Text(row.label), row.line
        if row.score is None and f"{_where(position)}.score" in unread:
            continue
        if row.score is None:
            yield observed("reports.score_blank", _where(position), label=label, line=line)
            continue
        if row.score < 0:
            yield observed("reports.score_negative", _where(position), label=label, line=line, score=row.score)
        if row.points is None or _is_pooled(table, position):
            continue
        yield from _row(table, position, row)
    for first, members in _pools(table):
        pool, total = table.rows[first].points, sum((row.score or Fraction(0) for row in members), Fraction(0))
        if pool is not None and total > pool:
            labels = tuple(Text(row.label) for row in members)
            yield observed(
                "reports.score_above_points",
                _where(first),
                label=labels,
                line=members[0].line,
                score=total,
                points=pool,
            )


def _row(table: ClaimedTable, position: int, row: ClaimedRow) -> Iterator[Finding]:
    assert row.score is not None
    assert row.points is not None
    given: dict[str, Param] = {"label": Text(row.label), "line": row.line, "score": row.score, "points": row.points}
    if row.score > row.points:
        yield observed("reports.score_above_points", _where(position), **given)
    elif row.score < row.points and not row.reason:
        code = "reports.loss_without_reason" if table.has_reasons else "reports.loss_without_reason_column"
        yield observed(code, _where(position), **given)
    elif row.score == row.points and row.reason:
        yield observed("reports.reason_without_loss", _where(position), reason=row.reason, **given)


def _is_pooled(table: ClaimedTable, position: int) -> bool:
    """Whether a row shares its points with those under it, or has none of its own."""
    after = table.rows[position + 1] if position + 1 < len(table.rows) else None
    own = table.rows[position]
    return own.points is None or (after is not None and after.points is None and _same_group(own, after))


def _same_group(one: ClaimedRow, other: ClaimedRow) -> bool:
    return (one.level1, one.level2) == (other.level1, other.level2)


def _pools(table: ClaimedTable) -> Iterator[tuple[int, tuple[ClaimedRow, ...]]]:
    """Rows whose points stand in one merged cell, by the position of the first."""
    position = 0
    while position < len(table.rows):
        end = position + 1
        while (
            end < len(table.rows)
            and table.rows[end].points is None
            and _same_group(table.rows[position], table.rows[end])
        ):
            end += 1
        if end > position + 1:
            yield position, table.rows[position:end]
        position = end


def _points(table: ClaimedTable) -> Iterator[Finding]:
    """Printed points of each level against those under it."""
    for names, printed in ((("level1", "level2"), "level2_points"), (("level1",), "level1_points")):
        numbered = groupby(enumerate(table.rows), key=lambda pair, names=names: _names(pair[1], names))  # type: ignore[misc]
        for key, group in numbered:
            rows = tuple(group)
            position, first = rows[0]
            stated: Fraction | None = getattr(first, printed)
            computed = _sum(row.points for _, row in rows)
            if stated is not None and stated != computed:
                given: dict[str, Param] = {"label": Text(key[-1]), "points": stated, "computed": computed}
                yield observed("reports.level_points_differ", _where(position), **given)
    computed = _sum(row.points for row in table.rows)
    if table.total_points is not None and table.total_points != computed:
        yield observed(
            "reports.points_total_differs", "claimed.total_points", points=table.total_points, computed=computed
        )


def _names(row: ClaimedRow, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in names)


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))


def _totals(report: DepartmentReport | ProjectReport, table: ClaimedTable) -> Iterator[Finding]:
    computed = _sum(row.score for row in table.rows)
    is_whole = all(row.score is not None for row in table.rows)
    is_printed = any(each.name == "claimed.total_score" for each in report.unread)
    if table.rows and is_whole and table.total_score is None and table.total_points is not None and not is_printed:
        yield observed("reports.table_total_blank", "claimed.total_score", computed=computed)
    if is_whole and table.total_score is not None and table.total_score != computed:
        yield observed(
            "reports.scores_total_differs",
            "claimed.total_score",
            total=table.total_score,
            computed=computed,
            difference=abs(table.total_score - computed),
        )
    stated = table.total_score if table.total_score is not None else (computed if is_whole else None)
    if report.total_score is not None and stated is not None and report.total_score != stated:
        yield observed("reports.total_score_differs", "total_score", total=report.total_score, table=stated)


_BENEFITS: Final = {
    "经济效益": ("经济",),
    "社会效益": ("社会效益",),
    "生态效益": ("生态", "环境"),
    "环境效益": ("生态", "环境"),
    "可持续影响": ("可持续",),
}


def _untargeted(report: DepartmentReport | ProjectReport, table: ClaimedTable) -> Iterator[Finding]:
    """Rows about a benefit with points although no target is of that benefit."""
    told = "".join(row.group + row.category + row.content for row in report.targets)
    for position, row in enumerate(table.rows):
        words = _BENEFITS.get(row.label, ())
        if words and row.score and told and not any(word in told for word in words):
            given: dict[str, Param] = {"label": Text(row.label), "line": row.line, "score": row.score}
            yield observed("reports.row_without_target", _where(position), **given)


def _everywhere(table: ClaimedTable) -> Iterator[Finding]:
    if table.rows and table.total_points is not None and _sum(row.score for row in table.rows) == table.total_points:
        yield observed("reports.full_marks_everywhere", "claimed", count=len(table.rows), points=table.total_points)


def _papers(report: DepartmentReport | ProjectReport, table: ClaimedTable) -> Iterator[Finding]:
    """Rows with points although the table demands papers and the report attaches none."""
    if _has_annex(report.narrative):
        return
    for position, row in enumerate(table.rows):
        demand = next((line for line in row.clause.split("\n") if _DEMANDS_PAPERS.search(line)), "")
        if demand and row.score:
            given: dict[str, Param] = {"label": Text(row.label), "line": row.line, "score": row.score}
            yield observed("reports.papers_not_seen", _where(position), demand=demand.strip(), **given)


def _has_annex(sections: tuple[Section, ...]) -> bool:
    """Whether a section of the narrative lists papers."""
    return any(
        (_ANNEX in section.heading and bool(section.body or section.parts)) or _has_annex(section.parts)
        for section in sections
    )


def rating(report: Report, grades: Sequence[Grade]) -> Iterator[Finding]:
    """Yield a rating that is none, or that does not go with the total score."""
    if not report.grade:
        return
    names = tuple(band.name for band in grades)
    stated = next((name for name in names if report.grade.startswith(name)), None)
    if stated is None:
        yield observed("reports.grade_unknown", "grade", grade=report.grade, known=names)
    elif report.total_score is not None:
        fitting = next((band.name for band in grades if report.total_score >= band.at_least), names[-1])
        if fitting != stated:
            yield observed(
                "reports.grade_differs", "grade", grade=report.grade, total=report.total_score, fitting=fitting
            )
