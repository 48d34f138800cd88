"""From a report to what can be scored: the facts that it supports, each with its place, and the scores it claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve, fields

from jixiao_core.exact.quantities import Count, Number, Rate, canonical
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.form_evidence import form_case, form_evidence
from jixiao_core.reports.parts import ClaimedRow, TableUnit, TargetRow, TargetValue
from jixiao_core.reports.places import LABELS, Place, institution_place, project_place
from jixiao_core.reports.printed_numbers import printed_numbers
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.formulas import Targets
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring import assessments
from jixiao_core.scoring.assessments import Assessment, TargetsAssessment
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["case", "claimed_rows", "evidence"]

_DEPARTMENT_FACTS: Final = {
    "authorised_staffing": "authorised_staffing",
    "actual_headcount": "actual_headcount",
    "total_revenue": "revenue.total_revenue",
    "prior_year_carryover": "revenue.prior_year_carryover",
    "general_public_budget_appropriation": "revenue.general_public_budget_appropriation",
    "government_fund_appropriation": "revenue.government_fund_appropriation",
    "special_account_non_tax_appropriation": "revenue.special_account_non_tax_appropriation",
    "other_revenue": "revenue.other_revenue",
    "total_expenditure": "expenditure.total_expenditure",
    "basic_expenditure": "expenditure.basic_expenditure",
    "personnel_expenditure": "expenditure.personnel_expenditure",
    "operating_expenditure": "expenditure.operating_expenditure",
    "project_expenditure": "expenditure.project_expenditure",
    "current_year_balance": "expenditure.current_year_balance",
    "year_end_balance_cumulative": "expenditure.cumulative_balance",
    "three_public_reported": "three_public.total",
    "official_hospitality_reported": "three_public.official_hospitality",
    "official_vehicle_operation_reported": "three_public.vehicle_operation",
    "official_vehicle_purchase_reported": "three_public.vehicle_purchase",
    "official_overseas_travel_reported": "three_public.overseas_travel",
    "fixed_assets_total": "fixed_assets.total",
    "fixed_assets_in_use": "fixed_assets.in_use",
    "fixed_assets_leased_out": "fixed_assets.leased_out",
    "fixed_assets_other": "fixed_assets.other",
}
"""The facts of the dictionary that the department form prints, by the field that holds them."""

_MAY_BE_NEGATIVE: Final = frozenset(("current_year_balance", "year_end_balance_cumulative", "project_funding_balance"))
_FUNDING_COLUMNS: Final = ("planned", "received", "spent", "balance")
_SUBJECT: Final = {"department": "部门整体支出"}
_SATISFACTION: Final = "满意度"
# A row that scores targets is about those of one category.
_CATEGORIES: Final = ("数量", "质量", "时效", "成本")


def evidence(report: Report, rubric: Rubric) -> Evidence:
    """
    Return what a report supports, each figure with where it stands; nothing that it only suggests.

    Amounts whose unit is not stated, negative amounts where none can be, and text that is no number are left out: they
    are unknown. Rates come from stated reasons for deductions (未达50%) and from the completion of satisfaction
    targets, as declared measures; completions of targets as they are declared.

    Args:
        report: the report.
        rubric: the table whose rows the measures and targets belong to.
    """
    if isinstance(report, SelfEvaluationForm):
        return form_evidence(report, rubric)
    return Evidence(
        facts=tuple(_facts(report)),
        measures=tuple(_measures(report, rubric)),
        assessments=tuple(_assessments(report, rubric)),
    )


def _facts(report: DepartmentReport | ProjectReport) -> Iterator[tuple[str, Figure]]:
    for fact, place, unit in _places(report):
        figure = _usable(place, unit)
        is_impossible = place.quantity is not None and canonical(place.quantity) < 0 and fact not in _MAY_BE_NEGATIVE
        if figure is not None and not is_impossible:
            yield fact, figure


def _places(report: DepartmentReport | ProjectReport) -> Iterator[tuple[str, Place, TableUnit | None]]:
    match report:
        case DepartmentReport():
            row = report.total_row
            for fact, name in _DEPARTMENT_FACTS.items():
                if "." not in name:
                    yield fact, Place(label=LABELS[name], figure=getattr(report, name), path=name), None
                elif row is not None:
                    unit: TableUnit = getattr(report.units, name.partition(".")[0])
                    yield fact, institution_place(report, row, name), unit
        case ProjectReport():
            for column in _FUNDING_COLUMNS:
                for source in (each.name for each in fields(type(report.funding.planned))):
                    fact = f"project_funding_{column}" if source == "total" else f"project_funding_{column}_{source}"
                    yield fact, project_place(report, f"funding.{column}.{source}"), report.funding.unit
            if any("成本" in row.category and "预算" in row.content + row.target for row in report.targets):
                yield "project_cost_target", project_place(report, "funding.planned.total"), report.funding.unit
                yield "project_cost_actual", project_place(report, "funding.spent.total"), report.funding.unit


def _usable(place: Place, unit: TableUnit | None) -> Figure | None:
    """The figure with its place in words; None where the form has no such field or its unit is not stated."""
    figure = place.figure
    if unit is not None and isinstance(place.quantity, (Number, Count)):
        return None
    if isinstance(figure, Missing) and figure.state != "blank":
        return None
    note = figure.note or (f"表内未列计量单位，沿用前表“{unit.unit}”" if unit and unit.how == "inherited" else "")
    is_stated = not isinstance(figure, Missing)
    return evolve(
        figure, origin=f"自评报告{figure.origin}“{place.label.zh}”栏", note=note if is_stated else figure.note
    )


def _measures(report: DepartmentReport | ProjectReport, rubric: Rubric) -> Iterator[tuple[str, Figure]]:
    for indicator, row in claimed_rows(report, rubric):
        if _is_rate(indicator):
            figure = _stated_rate(row)
            if figure is not None:
                yield indicator.id, figure
    rows = [row for row in report.targets if _SATISFACTION in row.category and row.completion_value is not None]
    wanted = [each for each in rubric.indicators if _SATISFACTION in each.label.zh and _is_rate(each)]
    if len(rows) == 1 and len(wanted) == 1:
        (row_,) = rows
        assert row_.completion_value is not None
        if isinstance(row_.completion_value.value, Rate) and row_.completion_value.comparator == "equal":
            target = row_.target or row_.content
            yield (
                wanted[0].id,
                Known(
                    value=row_.completion_value.value,
                    origin=_target_origin(row_),
                    note=f"指标为“{target}”；未附调查人数" if target else "未附调查人数",
                ),
            )


def _is_rate(indicator: Indicator) -> bool:
    return indicator.measure is not None and bool(indicator.measure.denominator)


def _target_origin(row: TargetRow) -> str:
    return f"自评报告{_line(row.line)}“{row.category}”完成情况栏"


def _line(line: int) -> str:
    return f"第{line}行" if line else ""


def _stated_rate(row: ClaimedRow) -> Figure | None:
    """The one rate in the reason for a deduction, as it is meant."""
    numbers = [each for each in printed_numbers(row.reason) if each.quantity is not None]
    if len(numbers) != 1 or not isinstance(numbers[0].quantity, Rate) or numbers[0].is_vague:
        return None
    rate, origin = numbers[0].quantity, f"评分表{_line(row.line)}扣分原因栏“{row.reason}”"
    match numbers[0].comparator:
        case "equal":
            return Known(value=rate, origin=origin)
        case "at_least":
            return Bounded(at_least=rate, origin=origin)
        case "above":
            return Bounded(above=rate, origin=origin)
        case "at_most":
            return Bounded(at_most=rate, origin=origin)
        case "below":
            return Bounded(below=rate, origin=origin)


def _assessments(report: DepartmentReport | ProjectReport, rubric: Rubric) -> Iterator[tuple[str, Assessment]]:
    for indicator in rubric.indicators:
        category = next((word for word in _CATEGORIES if word in indicator.label.zh), "")
        rows = tuple(_declared(row) for row in report.targets if category and category in row.category)
        if isinstance(indicator.formula, Targets) and rows:
            yield indicator.id, TargetsAssessment(rows=rows)


def _declared(row: TargetRow) -> assessments.TargetRow:
    """A target as declared: figures where both are of one kind, else the rate of completion, else nothing."""
    label = row.content or row.target
    target, actual = row.target_value, row.completion_value
    if actual is None:
        return assessments.TargetRow(label=label)
    is_pair = target is not None and _counts_alike(target, actual)
    if target is not None and is_pair and not isinstance(actual.value, Rate):
        comparator = "at_most" if target.direction == "lower" else "at_least"
        return assessments.TargetRow(
            label=label,
            target=target.value,
            actual=actual.value,
            comparator=comparator,  # type: ignore[arg-type]
        )
    return assessments.TargetRow(label=label, rate=actual.value if isinstance(actual.value, Rate) else None)


def _counts_alike(target: TargetValue, actual: TargetValue) -> bool:
    """Whether two numbers are of one kind and count one thing, as far as they say what."""
    one, other = target.value, actual.value
    if type(one) is not type(other) or target.unit != actual.unit:
        return False
    units = {each.unit for each in (one, other) if isinstance(each, Count) and each.unit}
    return len(units) <= 1


def claimed_rows(report: DepartmentReport | ProjectReport, rubric: Rubric) -> tuple[tuple[Indicator, ClaimedRow], ...]:
    """
    Return the rows of the claimed table with the indicators that they are, found by their labels.

    A label that stands twice in a table is told apart by its second level. Rows that the rubric does not have, and
    indicators that the table does not have, are left out.
    """
    if report.claimed is None:
        return ()
    groups = {group.id: _plain(group.label.zh) for group in rubric.groups}
    left = list(rubric.indicators)
    found: list[tuple[Indicator, ClaimedRow]] = []
    for row in report.claimed.rows:
        alike = [each for each in left if _plain(each.label.zh) == _plain(row.label)]
        same_group = [each for each in alike if groups.get(each.id.rpartition(".")[0]) == _plain(row.level2)]
        chosen = same_group or alike
        if chosen:
            left.remove(chosen[0])
            found.append((chosen[0], row))
    return tuple(found)


def _plain(label: str) -> str:
    return "".join(label.split()).strip('“”"')


def case(report: Report, rubric: Rubric) -> Case:
    """
    Return a report as a case: its evidence, and the self-assessed scores of its table as a round.

    A negative score and a rating that the rubric does not know are left out; `check` tells them. A score above the points
    of its row, and a total that nobody can have, are claimed as they are printed.

    Args:
        report: the report.
        rubric: the table that it is reviewed by.
    """
    if isinstance(report, SelfEvaluationForm):
        return form_case(report, rubric)
    grades = tuple(grade.name for grade in rubric.grades.grades) if rubric.grades else (report.grade,)
    claims = tuple(_claim(indicator, row) for indicator, row in claimed_rows(report, rubric))
    total = report.total_score
    if total is None and report.claimed is not None:
        total = report.claimed.total_score
    return Case(
        rubric=rubric.pin,
        fiscal_year=_year(report),
        unit=report.department_name if isinstance(report, DepartmentReport) else report.implementing_unit,
        subject=report.project_name if isinstance(report, ProjectReport) else _SUBJECT[report.kind],
        evidence=evidence(report, rubric),
        rounds=(
            ScoreRound(
                role="self",
                claims=claims,
                total=total,
                grade=report.grade if report.grade in grades else "",
                date=report.report_date.iso if len(report.report_date.iso) == len("YYYY-MM-DD") else "",
                as_printed=True,
            ),
        )
        if claims
        else (),
        has_reasons=report.claimed.has_reasons if report.claimed else True,
    )


def _claim(indicator: Indicator, row: ClaimedRow) -> Claim:
    is_possible = row.score is not None and row.score >= 0
    return Claim(indicator=indicator.id, points=row.score if is_possible else None, reason=row.reason)


def _year(report: DepartmentReport | ProjectReport) -> int | None:
    match report:
        case DepartmentReport():
            return report.fiscal_year
        case ProjectReport():
            return int(report.period.last[:4]) if report.period.last else None
