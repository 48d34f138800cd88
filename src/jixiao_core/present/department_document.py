"""The department form as a document: one table as on paper, then the written part and the scoring table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import frozen

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
from jixiao_core.present.word_document import Block, Look, Merge, Paragraph, Row, Table, alike, row
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import UNKNOWN, TableUnit

__all__ = ["department_blocks"]


@frozen(kw_only=True)
class _Grid:
    """
    A grid of money: how it is called, and the lines of its heading.

    Attributes:
        name: the field of an institution.
        caption: its caption.
        heads: the lines of the heading; an empty cell goes on from above.
        spans: how many columns each cell of a line covers.
    """

    name: str
    caption: str
    heads: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, ...], ...]


_GRIDS: Final = (
    _Grid(
        name="revenue",
        caption="年度收入情况",
        heads=(
            ("机构名称", "收入合计", "其中："),
            ("", "", "上年结转", "公共财政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他收入"),
        ),
        spans=((1, 1, 5), (1,) * 7),
    ),
    _Grid(
        name="expenditure",
        caption="部门（单位）年度支出和结余情况",
        heads=(
            ("机构名称", "支出合计", "其中：", "结余"),
            ("", "", "基本支出", "其中：", "项目支出", "当年结余", "累计结余"),
            ("", "", "", "人员支出", "公用支出", "", "", ""),
        ),
        spans=((1, 1, 4, 2), (1, 1, 1, 2, 1, 1, 1), (1,) * 8),
    ),
    _Grid(
        name="three_public",
        caption="三公经费",
        heads=(
            ("机构名称", "三公经费合计", "其中："),
            ("", "", "公务接待费", "公务用车运维费", "公务用车购置费", "因公出国费"),
        ),
        spans=((1, 1, 4), (1,) * 6),
    ),
    _Grid(
        name="fixed_assets",
        caption="固定资产",
        heads=(
            ("机构名称", "固定资产合计", "其中：", "其他"),
            ("", "", "在用固定资产", "出租固定资产", ""),
        ),
        spans=((1, 1, 2, 1), (1,) * 5),
    ),
)
_NAME_WIDTH: Final = 2
"""How much wider the column of names is than those of amounts."""
_GOALS: Final = "整体支出绩效定性目标及实施计划完成情况"
_TARGETS: Final = "整体支出绩效定量目标及实施计划完成情况"
_WIDTHS: Final = (13, 10, 12, 33, 32)


def department_blocks(report: DepartmentReport) -> Iterator[Block]:
    """Yield the paragraphs and tables of a filled department form."""
    yield Paragraph(report.title, "title")
    yield from (Paragraph(text) for text in _cover(report))
    yield Table(tuple(_rows(report)))
    yield preparer_line(report.sign_offs)
    yield from narrative_blocks(report.narrative, "五、评价报告综述（文字部分）")
    yield from claimed_blocks(report.claimed)


def _cover(report: DepartmentReport) -> Iterator[str]:
    lines = {
        "部门（单位）名称": report.department_name,
        "预算编码": report.budget_code,
        "评价方式": report.evaluation_method,
        "评价机构": report.evaluating_body,
        "报告日期": report.report_date.text,
    }
    yield from (f"{name}：{text}" for name, text in lines.items() if text)
    if report.form_issuer:
        yield f"{report.form_issuer}（制）"


def _rows(report: DepartmentReport) -> Iterator[Row]:
    yield heading("一、部门（单位）基本概况")
    four, looks = (13, 37, 13, 37), _LOOKS
    yield row(("联系人", report.contact_person, "联络电话", report.contact_phone), four, looks)
    staff = (figure_text(report.authorised_staffing), figure_text(report.actual_headcount))
    yield row(("人员编制", staff[0], "实有人数", staff[1]), four, looks)
    yield row(("职能职责概述", report.mandate), (13, 87), looks)
    yield row(("年度主要工作内容", lines_of(report.annual_tasks)), (13, 87), looks)
    yield row(("年度部门（单位）总体运行情况及取得的成绩", lines_of(report.achievements)), (13, 87), looks)
    if report.institutions:
        yield heading("二、部门（单位）收支情况")
        for grid in _GRIDS:
            yield from _grid(report, grid)
    yield heading("三、部门（单位）整体支出绩效自评情况")
    halves = (13, 44, 43)
    yield row((_GOALS, "预期目标", "实际完成"), halves, alike("label", 3), merges=("begin",))
    told = (lines_of(report.expected_goals), lines_of(report.actual_results))
    yield row(("", *told), halves, merges=("continue",))
    yield from target_rows(report.targets, _TARGETS, ("评价内容", "绩效目标", "完成情况"), _WIDTHS)
    yield row(("绩效自评综合得分", points_of(report.total_score)), (25, 75), looks)
    yield row(("评价等次", report.grade), (25, 75), looks)
    yield from sign_off_rows(report.sign_offs, "四、评价人员")


_LOOKS: Final[tuple[Look, ...]] = ("label", "text", "label", "text")


def _grid(report: DepartmentReport, grid: _Grid) -> Iterator[Row]:
    """A grid with its heading; one that no institution has a figure or a blank of is not printed."""
    parts = [(each.name, _figures(getattr(each, grid.name))) for each in report.institutions]
    if all(figure == UNKNOWN for _, figures in parts for figure in figures):
        return
    unit: TableUnit = getattr(report.units, grid.name)
    yield heading(caption(grid.caption, unit))
    columns = len(grid.heads[-1])
    for line, (texts, spans) in enumerate(zip(grid.heads, grid.spans, strict=True)):
        yield row(texts, _widths(spans), alike("label", len(texts)), merges=_merges(grid, line))
    for name, figures in parts:
        texts = (name, *(figure_text(figure, unit) for figure in figures))
        yield row(texts, _widths((1,) * columns), ("text", *alike("centre", columns - 1)))


def _figures(part: Any) -> list[Any]:
    return [getattr(part, each.name) for each in part.__attrs_attrs__]


def _widths(spans: Sequence[int]) -> tuple[int, ...]:
    return (spans[0] + _NAME_WIDTH - 1, *spans[1:])


def _merges(grid: _Grid, line: int) -> tuple[Merge, ...]:
    """How the cells of a line of the heading go on: one with an empty cell of its column below begins."""
    below = _starts(grid, line + 1) if line + 1 < len(grid.heads) else {}
    marks: list[Merge] = []
    for start, text in _starts(grid, line).items():
        goes_on = below.get(start) == ""
        marks.append("continue" if not text else "begin" if goes_on else "")
    return tuple(marks)


def _starts(grid: _Grid, line: int) -> dict[int, str]:
    """The texts of a line of the heading by the column in which they begin."""
    starts, at = {}, 0
    for text, span in zip(grid.heads[line], grid.spans[line], strict=True):
        starts[at] = text
        at += span
    return starts
