"""The department form (部门（单位）整体支出绩效评价自评报告), laid out as it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import fields

from jixiao_core.exact.quantities import MoneyUnit
from jixiao_core.present.form_parts import claimed_parts, cover_lines, ending, goals_table, row_of
from jixiao_core.present.form_words import FormWords, cell, paragraphs
from jixiao_core.present.merged_tables import FormLine, FormPart, MergedCell, MergedTable, OfficialForm
from jixiao_core.reports.department import DepartmentReport, Institution
from jixiao_core.reports.parts import UNKNOWN, SignRole, TableUnit
from jixiao_core.scoring.figures import Figure

__all__ = ["department_form"]

ROLES: Final[tuple[SignRole, ...]] = ("team_leader", "department_head", "finance_division")
"""Who signs, in the order of the form."""
_BLANK: Final = Institution(name="", role="consolidated")

# The headings of each grid, row by row: name, columns covered, rows covered.
_HEADS: Final[dict[str, tuple[tuple[tuple[str, int, int], ...], ...]]] = {
    "revenue": (
        (("institution", 1, 2), ("total_revenue", 1, 2), ("of_which", 5, 1)),
        (
            ("prior_year_carryover", 1, 1),
            ("general_public_budget_appropriation", 1, 1),
            ("government_fund_appropriation", 1, 1),
            ("special_account_non_tax_appropriation", 1, 1),
            ("other_revenue", 1, 1),
        ),
    ),
    "expenditure": (
        (("institution", 1, 3), ("total_expenditure", 1, 3), ("of_which", 4, 1), ("balance", 2, 1)),
        (
            ("basic_expenditure", 1, 2),
            ("of_which", 2, 1),
            ("project_expenditure", 1, 2),
            ("current_year_balance", 1, 2),
            ("cumulative_balance", 1, 2),
        ),
        (("personnel_expenditure", 1, 1), ("operating_expenditure", 1, 1)),
    ),
    "three_public": (
        (("institution", 1, 2), ("three_public_total", 1, 2), ("of_which", 4, 1)),
        (
            ("official_hospitality", 1, 1),
            ("vehicle_operation", 1, 1),
            ("vehicle_purchase", 1, 1),
            ("overseas_travel", 1, 1),
        ),
    ),
    "fixed_assets": (
        (("institution", 1, 2), ("fixed_assets_total", 1, 2), ("of_which", 2, 1), ("other_assets", 1, 2)),
        (("assets_in_use", 1, 1), ("assets_leased_out", 1, 1)),
    ),
}


def department_form(report: DepartmentReport, words: FormWords) -> OfficialForm:
    """Return the form of a report with all of its fields."""
    return OfficialForm(
        title=report.title or _title(report, words),
        locale=words.locale,
        parts=(
            *_cover(report, words),
            _profile(report, words),
            *_grids(report, words),
            goals_table(report, words),
            *ending(report, ROLES, words),
            *claimed_parts(report.claimed, words, splits_points=False),
        ),
        has_cover=True,
    )


def _title(report: DepartmentReport, words: FormWords) -> str:
    year = "" if report.fiscal_year is None else words("of_year", year=str(report.fiscal_year))
    return words("department_title", jurisdiction=report.jurisdiction, year=year).strip()


def _cover(report: DepartmentReport, words: FormWords) -> Iterator[FormLine]:
    date = report.report_date.text or report.report_date.iso
    optional = (
        ("budget_code", report.budget_code),
        ("evaluation_method", report.evaluation_method),
        ("report_date", date),
    )
    given = {name: value for name, value in optional if value}
    pairs = {"department_name": report.department_name, **given, "evaluating_body": report.evaluating_body}
    yield from cover_lines(pairs.items(), words)
    if report.form_issuer:
        yield FormLine(text=words("made_by", name=report.form_issuer), kind="cover")


def _profile(report: DepartmentReport, words: FormWords) -> MergedTable:
    people = (words.private(report.contact_person), words.private(report.contact_phone))
    staff = (words.figure(report.authorised_staffing), words.figure(report.actual_headcount))
    return MergedTable(
        weights=(20, 30, 20, 30),
        titles=(words("department_profile_title"),),
        body=(
            row_of((words("contact_person"), people[0], 1), (words("contact_phone"), people[1], 1)),
            row_of((words("authorised_staffing"), staff[0], 1), (words("actual_headcount"), staff[1], 1)),
            row_of((words("mandate"), report.mandate, 3)),
            row_of((words("annual_tasks"), paragraphs(report.annual_tasks), 3)),
            row_of((words("achievements"), paragraphs(report.achievements), 3)),
        ),
    )


def _grids(report: DepartmentReport, words: FormWords) -> Iterator[FormPart]:
    rows = report.institutions or ((_BLANK,) if words.blanks else ())
    section = words("grids_title")
    for name, heads in _HEADS.items():
        if not words.blanks and all(figure == UNKNOWN for each in rows for figure in _figures(each, name)):
            continue
        unit: TableUnit = getattr(report.units, name)
        yield MergedTable(
            weights=(20, *(80 // (_width(name) - 1) for _ in range(_width(name) - 1))),
            titles=(*filter(None, (section,)), words(f"{name}_title", unit=words.unit(unit))),
            head=tuple(
                tuple(cell(words(key), "head", wide=wide, high=high) for key, wide, high in row) for row in heads
            ),
            body=tuple(tuple(_row(each, name, unit.unit, words)) for each in rows),
        )
        section = ""


def _width(name: str) -> int:
    return sum(wide for _, wide, _ in _HEADS[name][0])


def _row(institution: Institution, name: str, unit: MoneyUnit | None, words: FormWords) -> Iterator[MergedCell]:
    yield cell(institution.name, "label")
    for figure in _figures(institution, name):
        yield cell(words.figure(figure, unit), "number")


def _figures(institution: Institution, name: str) -> list[Figure]:
    grid = getattr(institution, name)
    return [getattr(grid, each.name) for each in fields(type(grid))]
