"""The project form as a document: one table as on paper, then the written part and the scoring table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jixiao_core.present.document_parts import (
    caption,
    claimed_blocks,
    figure_text,
    heading,
    lines_of,
    narrative_blocks,
    points_of,
    preparer_line,
    sign_off_rows,
    target_rows,
)
from jixiao_core.present.word_document import Block, Look, Paragraph, Row, Table, alike, row
from jixiao_core.reports.parts import UNKNOWN
from jixiao_core.reports.project import ProjectReport

__all__ = ["project_blocks"]

_FUNDS: Final = {
    "planned": "计划安排资金",
    "received": "实际到位资金",
    "spent": "实际支出",
    "balance": "结余",
}
_SOURCES: Final = {
    "total": "",
    "central": "其中：中央财政",
    "provincial": "省财政",
    "municipal": "市财政",
    "county": "县市区财政",
    "other": "其它",
}
_LOOKS: Final[tuple[Look, ...]] = ("label", "text", "label", "text")
_FUND_WIDTHS: Final = (15, 10) * len(_FUNDS)
_FUND_LOOKS: Final[tuple[Look, ...]] = ("label", "centre") * len(_FUNDS)
_GOALS: Final = "项目绩效定性目标及实施计划完成情况"
_TARGETS: Final = "项目绩效定量目标（指标）及完成情况"
_HEADS: Final = ("一级指标", "二级指标", "指标内容", "指标（目标）值", "实际完成值")
_BOXES: Final = {None: "", True: "☑", False: "□"}


def project_blocks(report: ProjectReport) -> Iterator[Block]:
    """Yield the paragraphs and tables of a filled project form."""
    yield Paragraph(report.title, "title")
    yield from (Paragraph(text) for text in _cover(report))
    yield Table(tuple(_rows(report)))
    yield preparer_line(report.sign_offs)
    yield from narrative_blocks(report.narrative, "五、评价报告综述（文字部分）")
    yield from claimed_blocks(report.claimed)


def _cover(report: ProjectReport) -> Iterator[str]:
    if not (report.is_in_process is None and report.is_on_completion is None):
        first, second = _BOXES[report.is_in_process], _BOXES[report.is_on_completion]
        yield f"评价类型：项目实施过程评价{first}　　项目完成结果评价{second}"
    lines = {
        "项目名称": report.project_name,
        "项目单位": report.implementing_unit,
        "主管部门": report.supervising_department,
        "预算编码": report.budget_code,
        "评价方式": report.evaluation_method,
        "评价机构": report.evaluating_body,
        "报告日期": report.report_date.text,
    }
    yield from (f"{name}：{text}" for name, text in lines.items() if text)
    if report.form_issuer:
        yield f"{report.form_issuer}（制）"


def _rows(report: ProjectReport) -> Iterator[Row]:
    yield heading("一、项目基本概况")
    four = (15, 35, 15, 35)
    yield row(("项目负责人", report.leader, "联系电话", report.leader_phone), four, _LOOKS)
    yield row(("项目地址", report.address, "邮编", report.postal_code), four, _LOOKS)
    yield row(("项目起止时间", report.period.text), (15, 85), _LOOKS)
    yield from _funding(report)
    if report.lines or report.lines_total != UNKNOWN:
        yield from _lines(report)
    yield heading("三、项目绩效自评情况")
    halves = (13, 44, 43)
    yield row((_GOALS, "预期目标", "实际完成"), halves, alike("label", 3), merges=("begin",))
    told = (lines_of(report.expected_goals), lines_of(report.actual_results))
    yield row(("", *told), halves, merges=("continue",))
    yield from target_rows(report.targets, _TARGETS, _HEADS, (13, 11, 13, 21, 21, 21))
    yield row(("绩效自评综合得分", points_of(report.total_score)), (25, 75), _LOOKS)
    yield row(("评价等次", report.grade), (25, 75), _LOOKS)
    yield from sign_off_rows(report.sign_offs, "四、评价人员")


def _funding(report: ProjectReport) -> Iterator[Row]:
    """The funding grid: beside each amount the label of its column or of its source; sources that it lacks have no row."""
    funding = report.funding
    for source, label in _SOURCES.items():
        figures = [getattr(getattr(funding, column), source) for column in _FUNDS]
        if label and all(figure == UNKNOWN for figure in figures):
            continue
        cells: list[str] = []
        for name, figure in zip(_FUNDS.values(), figures, strict=True):
            cells += [label or caption(name, funding.unit), figure_text(figure, funding.unit)]
        yield row(cells, _FUND_WIDTHS, _FUND_LOOKS)


def _lines(report: ProjectReport) -> Iterator[Row]:
    yield heading(caption("二、项目支出明细情况", report.lines_unit))
    widths = (35, 18, 32, 15)
    yield row(("支出内容", "实际支出数", "会计凭证号", "备注"), widths, alike("label", len(widths)))
    for each in report.lines:
        texts = (each.item, figure_text(each.amount, report.lines_unit), each.vouchers_text, each.remark)
        yield row(texts, widths, ("text", "centre"))
    yield row(("支出合计", figure_text(report.lines_total, report.lines_unit), "", ""), widths, ("label", "centre"))
