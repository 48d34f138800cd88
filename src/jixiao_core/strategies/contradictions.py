"""Reports that can be read and contradict themselves in one planted place, with the finding that has to tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Rate
from jixiao_core.reports.parts import DateField, Paragraph
from jixiao_core.reports.printed_numbers import target_value
from jixiao_core.reports.report import Report
from jixiao_core.scoring.figures import Known
from jixiao_core.strategies.forms import self_evaluation_forms
from jixiao_core.strategies.reports import department_reports, project_reports

__all__ = ["Contradiction", "contradicting_reports"]

_Plant: TypeAlias = Callable[[Any], Any]
"""From a report of one form to the same with a fault."""
_Form: TypeAlias = Literal["department", "project", "self_evaluation"]
_FEN: Final = 1_000_000
_PASS: Final = 60


@frozen
class Contradiction:
    """
    A report that contradicts itself.

    Attributes:
        fault: the name of what was planted.
        code: the code of the finding that `reports.check` has to have; others may follow from it.
        report: the report.
    """

    fault: str
    code: str
    report: Report


def _more(figure: Any, wan: int = 1) -> Known:
    """A figure that is so many 万元 more, printed with two decimals."""
    return Known(value=Money(figure.value.fen + wan * _FEN, MoneyUnit.WAN_YUAN, 2))


def _grid(report: Any, row: int, name: str, field: str, wan: int = 1) -> Any:
    rows = list(report.institutions)
    part = getattr(rows[row], name)
    rows[row] = evolve(rows[row], **{name: evolve(part, **{field: _more(getattr(part, field), wan)})})
    return evolve(report, institutions=tuple(rows))


def _funding(report: Any, column: str, field: str) -> Any:
    part = getattr(report.funding, column)
    changed = evolve(part, **{field: _more(getattr(part, field))})
    return evolve(report, funding=evolve(report.funding, **{column: changed}))


def _claimed(report: Any, position: int, **changes: object) -> Any:
    rows = list(report.claimed.rows)
    rows[position] = evolve(rows[position], **changes)
    return evolve(report, claimed=evolve(report.claimed, rows=tuple(rows)))


def _table(report: Any, **more: int) -> Any:
    changes = {name: getattr(report.claimed, name) + by for name, by in more.items()}
    return evolve(report, claimed=evolve(report.claimed, **changes))


def _missed(report: Any) -> Any:
    rows = list(report.targets)
    rows[0] = evolve(rows[0], completion="12%", completion_value=target_value("12%"))
    return evolve(report, targets=tuple(rows))


def _said(report: Any, text: str) -> Any:
    return evolve(report, actual_results=(*report.actual_results, Paragraph(text)))


def _row(form: Any, **changes: object) -> Any:
    return evolve(form, rows=(evolve(form.rows[0], **changes), *form.rows[1:]))


def _rate(form: Any) -> Any:
    lines = (
        evolve(each, rate=Known(value=Rate(each.rate.value.value + 1, 2))) if each.source == "total" else each
        for each in form.budget
    )
    return evolve(form, budget=tuple(lines))


def _other_grade(report: Any) -> Any:
    return evolve(report, grade="差" if report.total_score >= _PASS else "优")


_BOTH: Final[Mapping[str, tuple[str, _Plant]]] = {
    "score above its points": (
        "reports.score_above_points", lambda r: _claimed(r, -1, score=r.claimed.rows[-1].points + 1),
    ),
    "score blank": ("reports.score_blank", lambda r: _claimed(r, -1, score=None)),
    "score negative": ("reports.score_negative", lambda r: _claimed(r, -1, score=Fraction(-1))),
    "points of a row": ("reports.level_points_differ", lambda r: _claimed(r, -1, points=Fraction(10))),
    "total of points": ("reports.points_total_differs", lambda r: _table(r, total_points=1)),
    "total of scores": ("reports.scores_total_differs", lambda r: _table(r, total_score=1)),
    "total of the report": ("reports.total_score_differs", lambda r: evolve(r, total_score=r.total_score + 1)),
    "rating": ("reports.grade_differs", _other_grade),
    "target missed": ("reports.target_missed", _missed),
    "rate in a sentence": ("reports.rate_differs", lambda r: _said(r, "共受理262件，已办结244件，办结率93.2%。")),
    "parts above their whole": (
        "reports.sentence_parts_exceed", lambda r: _said(r, "处理故障104次，其中线路52次，设备54次。"),
    ),
}  # fmt: skip

_DEPARTMENT: Final[Mapping[str, tuple[str, _Plant]]] = {
    "total of revenue": ("reports.sum_differs", lambda r: _grid(r, 0, "revenue", "total_revenue")),
    "three public expenses": ("reports.sum_differs", lambda r: _grid(r, 0, "three_public", "total")),
    "sum of institutions": ("reports.institutions_differ", lambda r: _grid(r, 1, "fixed_assets", "other")),
    "negative amount": ("reports.negative_amount", lambda r: _grid(r, 0, "revenue", "other_revenue", -9_000_000)),
    "headcount above staffing": (
        "reports.headcount_above_staffing",
        lambda r: evolve(r, actual_headcount=Known(value=Count(r.authorised_staffing.value.value + 1))),
    ),
    "dated within the year": (
        "reports.report_before_period_end",
        lambda r: evolve(r, report_date=DateField(text=f"{r.fiscal_year}年3月1日", iso=f"{r.fiscal_year}-03-01")),
    ),
    "mandate blank": ("reports.field_blank", lambda r: evolve(r, mandate="")),
}

_PROJECT: Final[Mapping[str, tuple[str, _Plant]]] = {
    "both boxes": ("reports.boxes_both", lambda r: evolve(r, is_in_process=True)),
    "period backwards": (
        "reports.period_order",
        lambda r: evolve(r, period=evolve(r.period, text="", first=r.period.last, last=r.period.first)),
    ),
    "source of funds": ("reports.sum_differs", lambda r: _funding(r, "planned", "county")),
    "total of the lines": (
        "reports.lines_total_differs",
        lambda r: evolve(r, lines_total=Known(value=Number(r.lines_total.value.value + 5_000))),
    ),
    "leader evaluates": ("reports.leader_evaluates", lambda r: evolve(r, leader=r.sign_offs.evaluators[0].name)),
}

_NATIONAL: Final[Mapping[str, tuple[str, _Plant]]] = {
    "year of the title": ("reports.title_year_differs", lambda f: evolve(f, fiscal_year=f.fiscal_year - 1)),
    "rate of execution": ("reports.execution_rate_differs", _rate),
    "score above its points": ("reports.score_above_points", lambda f: _row(f, score=f.rows[0].points + 1)),
    "full marks beside a missed target": (
        "reports.full_marks_beside_missed_target", lambda f: _row(f, score=f.rows[0].points),
    ),
    "loss without reason": ("reports.loss_without_reason", lambda f: _row(f, reason="")),
    "total of scores": ("reports.scores_total_differs", lambda f: evolve(f, total_score=f.total_score + 1)),
    "rating": ("reports.grade_differs", _other_grade),
    "row twice": ("reports.row_twice", lambda f: evolve(f, rows=(*f.rows, f.rows[0]))),
}  # fmt: skip


@st.composite
def contradicting_reports(draw: DrawFn, *, form: _Form | None = None) -> Contradiction:
    """
    Return reports that contradict themselves in one planted place, with the code of the finding that tells it.

    Sums, balances of print, scores, ratings, dates, targets and sentences are wrong in turn. Everything else agrees;
    findings that follow from the planted one are possible.

    Args:
        form: ``department``, ``project`` or ``self_evaluation`` (the national form); None: any of them.
    """
    forms: dict[str, tuple[st.SearchStrategy[Any], Mapping[str, tuple[str, _Plant]]]] = {
        "department": (department_reports(), {**_BOTH, **_DEPARTMENT}),
        "project": (project_reports(), {**_BOTH, **_PROJECT}),
        "self_evaluation": (self_evaluation_forms(), _NATIONAL),
    }
    reports, faults = forms[form or draw(st.sampled_from(sorted(forms)))]
    fault = draw(st.sampled_from(sorted(faults)))
    code, plant = faults[fault]
    return Contradiction(fault, code, plant(draw(reports)))
