"""Checks of single fields: what must be filled in, dates and periods, vouchers, who evaluates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from jixiao_core.findings import Finding
from jixiao_core.messages import Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.parts import DateField
from jixiao_core.reports.places import is_unreadable
from jixiao_core.reports.project import ProjectReport, VoucherRef
from jixiao_core.reports.report import Report
from jixiao_core.scoring.figures import Missing

__all__ = ["dates", "people", "readable", "required", "vouchers"]

_MONTHS: Final = 12
_REQUIRED: Final[dict[str, dict[str, Text]]] = {
    "department": {
        "department_name": Text("部门（单位）名称", "name of the department"),
        "fiscal_year": Text("年度", "fiscal year"),
        "authorised_staffing": Text("人员编制", "authorised staffing"),
        "actual_headcount": Text("实有人数", "actual headcount"),
        "mandate": Text("职能职责概述", "mandate"),
        "annual_tasks": Text("年度主要工作内容", "main tasks of the year"),
        "achievements": Text("年度总体运行情况及取得的成绩", "work and achievements of the year"),
        "institutions": Text("收支情况", "revenue and expenditure"),
        "expected_goals": Text("预期目标", "expected goals"),
        "actual_results": Text("实际完成", "actual results"),
        "targets": Text("定量目标", "quantitative targets"),
        "total_score": Text("绩效自评综合得分", "total self-assessed score"),
        "grade": Text("评价等次", "rating"),
        "narrative": Text("评价报告综述", "narrative report"),
        "claimed": Text("评分表", "scoring table"),
    },
    "project": {
        "project_name": Text("项目名称", "name of the project"),
        "implementing_unit": Text("项目单位", "implementing unit"),
        "supervising_department": Text("主管部门", "supervising department"),
        "address": Text("项目地址", "address of the project"),
        "lines": Text("项目支出明细", "expenditure lines"),
        "expected_goals": Text("预期目标", "expected goals"),
        "actual_results": Text("实际完成", "actual results"),
        "targets": Text("定量目标", "quantitative targets"),
        "total_score": Text("绩效自评综合得分", "total self-assessed score"),
        "grade": Text("评价等次", "rating"),
        "narrative": Text("评价报告综述", "narrative report"),
        "claimed": Text("评价指标体系", "scoring table"),
    },
    "self_evaluation": {
        "fiscal_year": Text("年度", "fiscal year"),
        "project_name": Text("项目名称", "name of the project"),
        "supervising_department": Text("主管部门", "supervising department"),
        "implementing_unit": Text("实施单位", "implementing unit"),
        "budget": Text("项目资金", "funds of the project"),
        "rows": Text("绩效指标", "performance indicators"),
        "total_score": Text("总分", "total score"),
    },
}
"""What must be filled in before a report is filed; signatures and their dates come later and are a state."""


def required(report: Report) -> Iterator[Finding]:
    """Yield the fields that are blank and must not be."""
    given = {name: (label, getattr(report, name)) for name, label in _REQUIRED[report.kind].items()}
    if isinstance(report, ProjectReport):
        period = report.period.text or report.period.first
        given["period"] = (Text("项目起止时间", "period of the project"), period)
        given["funding.spent.total"] = (Text("实际支出", "funds spent"), report.funding.spent.total)
    unread = {each.name for each in report.unread}
    unknown = sum(each.why == "unknown" for each in report.unread)
    for name, (label, value) in given.items():
        is_missing = value is None or value in ("", ()) or (isinstance(value, Missing) and not is_unreadable(value))
        if not is_missing or name in unread:
            continue
        if unknown and not (isinstance(value, Missing) and value.state == "blank"):
            # It may stand among what was not read.
            yield observed("reports.field_not_found", name, label=label, count=unknown)
        else:
            yield observed("reports.field_blank", name, label=label)
    if isinstance(report, ProjectReport):
        yield from _boxes(report)


def _boxes(report: ProjectReport) -> Iterator[Finding]:
    ticked = (report.is_in_process, report.is_on_completion)
    if ticked == (True, True):
        yield observed("reports.boxes_both", "is_in_process")
    elif True not in ticked and False in ticked:
        yield observed("reports.boxes_blank", "is_in_process")


def dates(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield dates that are none, that stand in the wrong order, or of another year."""
    yield from readable(report.report_date, "report_date", Text("报告日期", "date of the report"))
    for position, block in enumerate(report.sign_offs.blocks):
        yield from readable(block.date, f"sign_offs.blocks[{position}].date", Text("签字日期", "date of a signature"))
    end, is_in_process = "", False
    match report:
        case DepartmentReport():
            end = f"{report.fiscal_year}-12" if report.fiscal_year else ""
        case ProjectReport():
            yield from _period(report)
            end, is_in_process = report.period.last, report.is_in_process is True
    if end and not is_in_process:
        yield from _too_early(report, end)


def _too_early(report: DepartmentReport | ProjectReport, end: str) -> Iterator[Finding]:
    """A report or a signature of a day before the period is over; an evaluation of work in process may have one."""
    if report.report_date.iso and report.report_date.iso[:7] < end:
        yield observed("reports.report_before_period_end", "report_date", date=report.report_date.text, end=end)
    for position, block in enumerate(report.sign_offs.blocks):
        if block.date.iso and block.date.iso[:7] < end:
            path = f"sign_offs.blocks[{position}].date"
            yield observed("reports.signed_before_period_end", path, date=block.date.text, end=end)


def readable(date: DateField, path: str, label: Text) -> Iterator[Finding]:
    """A text with year, month and day that no calendar has is no date; any other text is one that nobody here reads."""
    if date.text and not date.iso:
        code = "reports.date_unreadable" if _DAY.search(date.text) else "reports.date_unusual"
        yield observed(code, path, label=label, found=date.text)


_DAY: Final = re.compile(r"[0-9]{4}\s*[年.\-/]\s*[0-9]{1,2}\s*[月.\-/]\s*[0-9]{1,2}\s*日?")
_MONTH: Final = re.compile(r"[年.\-/]\s*([0-9]{1,2})\s*月?")


def _period(report: ProjectReport) -> Iterator[Finding]:
    period = report.period
    if period.text and not period.first:
        is_wrong = any(not 1 <= int(month) <= _MONTHS for month in _MONTH.findall(period.text))
        code = "reports.period_unreadable" if is_wrong else "reports.period_unusual"
        yield observed(code, "period", found=period.text)
    elif period.first > period.last:
        yield observed("reports.period_order", "period", first=period.first, last=period.last)


def vouchers(report: ProjectReport) -> Iterator[Finding]:
    """Yield vouchers of months that are none or not of the period, out of order, twice in a line, or in two lines."""
    seen: dict[VoucherRef, list[str]] = {}
    months_of = _months_of(report)
    for position, line in enumerate(report.lines):
        for voucher in dict.fromkeys(line.vouchers):
            seen.setdefault(voucher, []).append(line.item)
        path = f"lines[{position}].vouchers"
        wrong = tuple(_text(each) for each in line.vouchers if not 1 <= each.month <= _MONTHS)
        if wrong:
            yield observed("reports.voucher_month", path, item=line.item, vouchers=wrong)
        outside = tuple(
            _text(each) for each in line.vouchers if months_of and not wrong and each.month not in months_of
        )
        if outside:
            given = {"first": report.period.first, "last": report.period.last}
            yield observed("reports.voucher_outside_period", path, item=line.item, vouchers=outside, **given)
        again = tuple(_text(each) for each, count in Counter(line.vouchers).items() if count > 1)
        if again:
            yield observed("reports.voucher_repeated", path, item=line.item, vouchers=again)
        months = [each.month for each in line.vouchers]
        early = tuple(
            _text(each)
            for each, before in zip(line.vouchers[1:], months, strict=False)
            if each.month < before and not wrong
        )
        if early:
            yield observed("reports.voucher_order", path, item=line.item, vouchers=early)
    for voucher, items in seen.items():
        if len(items) > 1:
            yield observed("reports.voucher_twice", "lines", voucher=_text(voucher), items=tuple(items))


def _months_of(report: ProjectReport) -> frozenset[int]:
    """The months of a period inside one year; none where a voucher may be of any month."""
    first, last = report.period.first, report.period.last
    if not first or first[:4] != last[:4] or first > last:
        return frozenset()
    return frozenset(range(int(first[5:]), int(last[5:]) + 1))


def _text(voucher: VoucherRef) -> str:
    return f"{voucher.month}月{voucher.number}#"


def people(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield where one person has two parts in an evaluation; no name is told."""
    names = [each.name for each in report.sign_offs.evaluators]
    counts = Counter(name for name in names if name)
    rows = tuple(number for number, name in enumerate(names, start=1) if counts[name] > 1)
    if rows:
        yield observed("reports.evaluator_twice", "sign_offs.evaluators", rows=rows)
    if isinstance(report, ProjectReport) and report.leader and report.leader in names:
        yield observed("reports.leader_evaluates", "sign_offs.evaluators", row=names.index(report.leader) + 1)
