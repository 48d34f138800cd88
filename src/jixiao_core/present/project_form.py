"""The project form (财政支出项目绩效评价自评报告), laid out as it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import fields

from jixiao_core.present.form_parts import claimed_parts, cover_lines, ending, goals_table, row_of
from jixiao_core.present.form_words import FormWords, cell
from jixiao_core.present.merged_tables import FormLine, MergedCell, MergedTable, OfficialForm
from jixiao_core.reports.parts import UNKNOWN, SignRole
from jixiao_core.reports.project import ExpenditureLine, FundingSources, Period, ProjectReport

__all__ = ["project_form"]

ROLES: Final[tuple[SignRole, ...]] = ("team_leader", "implementing_unit", "supervising_department", "finance_division")
"""Who signs, in the order of the form."""
_COLUMNS: Final = ("planned", "received", "spent", "balance")
_NO_LINE: Final = ExpenditureLine(item="")


def project_form(report: ProjectReport, words: FormWords) -> OfficialForm:
    """Return the form of a report with all of its fields."""
    return OfficialForm(
        title=report.title or words("project_title", jurisdiction=report.jurisdiction),
        locale=words.locale,
        parts=(
            *_cover(report, words),
            _profile(report, words),
            _funding(report, words),
            *_lines(report, words),
            goals_table(report, words),
            *ending(report, ROLES, words),
            *claimed_parts(report.claimed, words, splits_points=True),
        ),
        has_cover=True,
    )


def _cover(report: ProjectReport, words: FormWords) -> Iterator[FormLine]:
    boxes = (report.is_in_process, report.is_on_completion)
    if boxes != (None, None):
        marks = {"in_process": _box(boxes[0], words), "on_completion": _box(boxes[1], words)}
        yield FormLine(text=words("evaluation_type", **marks), kind="cover")
    pairs = {
        **({"budget_code": report.budget_code} if report.budget_code else {}),
        "project_name": report.project_name,
        "implementing_unit": report.implementing_unit,
        "supervising_department": report.supervising_department,
        "evaluation_method": report.evaluation_method,
        "evaluating_body": report.evaluating_body,
        "report_date": report.report_date.text or report.report_date.iso,
    }
    yield from cover_lines(pairs.items(), words)
    if report.form_issuer:
        yield FormLine(text=words("made_by", name=report.form_issuer), kind="cover")


def _box(is_ticked: bool | None, words: FormWords) -> str:
    """A box, ticked or not; none where nobody has said whether it is."""
    return "☑" if is_ticked else "□" if words.blanks or is_ticked is not None else ""


def _profile(report: ProjectReport, words: FormWords) -> MergedTable:
    people = (words.private(report.leader), words.private(report.leader_phone))
    return MergedTable(
        weights=(20, 30, 20, 30),
        titles=(words("project_profile_title"),),
        body=(
            row_of((words("leader"), people[0], 1), (words("leader_phone"), people[1], 1)),
            row_of((words("address"), report.address, 1), (words("postal_code"), report.postal_code, 1)),
            row_of((words("period"), _period(report.period), 3)),
        ),
    )


def _period(period: Period) -> str:
    return period.text or "–".join(filter(None, (period.first, period.last)))


def _funding(report: ProjectReport, words: FormWords) -> MergedTable:
    """Funds by their source: beside each amount the label of its column or of its source."""
    unit = report.funding.unit
    body = []
    for source in (each.name for each in fields(FundingSources)):
        figures = [getattr(getattr(report.funding, column), source) for column in _COLUMNS]
        if source != "total" and not words.blanks and all(figure == UNKNOWN for figure in figures):
            continue
        row: list[MergedCell] = []
        for column, figure in zip(_COLUMNS, figures, strict=True):
            name = (
                words(f"funding_{column}", unit=words.unit(unit)).strip()
                if source == "total"
                else words(f"source_{source}")
            )
            row += (cell(name, "label"), cell(words.figure(figure, unit.unit), "number"))
        body.append(tuple(row))
    return MergedTable(weights=(15, 10) * len(_COLUMNS), body=tuple(body))


def _lines(report: ProjectReport, words: FormWords) -> Iterator[MergedTable]:
    """The table of what the money was spent on."""
    if not (report.lines or report.lines_total != UNKNOWN or words.blanks):
        return
    unit = report.lines_unit.unit
    printed = words.unit(report.lines_unit)
    heads = (words("item"), words("amount_spent", unit=printed), words("vouchers"), words("remark"))
    rows = tuple(
        (
            cell(each.item, "label"),
            cell(words.figure(each.amount, unit), "number"),
            cell(each.vouchers_text or words("list").join(f"{ref.month}月{ref.number}#" for ref in each.vouchers)),
            cell(each.remark),
        )
        for each in report.lines or ((_NO_LINE,) if words.blanks else ())
    )
    total = (
        cell(words("lines_total"), "label"),
        cell(words.figure(report.lines_total, unit), "number"),
        cell(""),
        cell(""),
    )
    yield MergedTable(
        weights=(32, 16, 34, 18),
        titles=(words("lines_title"),),
        head=(tuple(cell(name, "head") for name in heads),),
        body=(*rows, total),
    )
