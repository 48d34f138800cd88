"""The national self-evaluation form (项目支出绩效自评表) as a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jixiao_core.present.document_parts import figure_text, lines_of, merged, points_of
from jixiao_core.present.word_document import Block, Look, Merge, Paragraph, Row, Table, alike, row
from jixiao_core.reports.parts import TableUnit
from jixiao_core.reports.self_evaluation import IndicatorLine, SelfEvaluationForm

__all__ = ["self_evaluation_blocks"]

_LOOKS: Final[tuple[Look, ...]] = ("label", "text", "label", "text")
_BUDGET: Final = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_BUDGET_WIDTHS: Final = (9, 19, 14, 14, 14, 9, 12, 9)
_NAMES: Final = {
    "level1": "一级指标",
    "level2": "二级指标",
    "label": "三级指标",
    "comparator": "指标性质",
    "target": "年度指标值",
    "unit": "计量单位",
    "completion": "实际完成值",
    "points": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
_WIDTHS: Final = {
    "level1": 8,
    "level2": 10,
    "label": 15,
    "comparator": 8,
    "target": 13,
    "unit": 8,
    "completion": 13,
    "points": 8,
    "score": 9,
    "reason": 16,
}
_DASH: Final = "—"
_BLOCK: Final = 7
"""How wide the labels of the blocks are."""


def self_evaluation_blocks(form: SelfEvaluationForm) -> Iterator[Block]:
    """Yield the paragraphs and the table of a filled national form."""
    yield Paragraph(form.title, "title")
    if form.fiscal_year is not None and f"（{form.fiscal_year}年度）" not in form.title:
        yield Paragraph(f"（{form.fiscal_year}年度）", "subtitle")
    yield Table(tuple(_rows(form)))
    said = {
        "填表人": form.preparer,
        "联系电话": form.preparer_phone,
        "填报日期": form.report_date.text,
    }
    told = "　　".join(f"{name}：{text}" for name, text in said.items() if text)
    if told:
        yield Paragraph(told)


def _rows(form: SelfEvaluationForm) -> Iterator[Row]:
    four = (15, 35, 15, 35)
    if form.project_code:
        yield row(("项目名称", form.project_name, "项目编码", form.project_code), four, _LOOKS)
    else:
        yield row(("项目名称", form.project_name), (15, 85), _LOOKS)
    bodies = ("主管部门", form.supervising_department, "实施单位", form.implementing_unit)
    yield row(bodies, four, _LOOKS)
    if form.leader or form.leader_phone:
        yield row(("项目负责人", form.leader, "联系电话", form.leader_phone), four, _LOOKS)
    yield from _budget(form)
    if form.expected_goals or form.actual_results:
        widths = (_BLOCK, 47, 46)
        yield row(("年度总体目标", "预期目标", "实际完成情况"), widths, alike("label", 3), merges=("begin",))
        yield row(("", lines_of(form.expected_goals), lines_of(form.actual_results)), widths, merges=("continue",))
    yield from _indicators(form)
    if form.grade:
        yield row(("自评等级", form.grade), (15, 85), _LOOKS)
    if form.remark:
        yield row(("备注", form.remark), (15, 85), _LOOKS)


def _budget(form: SelfEvaluationForm) -> Iterator[Row]:
    if not form.budget:
        return
    unit = form.unit if form.unit.how == "printed" else TableUnit()
    block = "项目资金" if unit.unit is None else f"项目资金（{unit.unit.value}）"
    yield row((block, "", *_BUDGET), _BUDGET_WIDTHS, alike("label", 8), merges=("begin",))
    for line in form.budget:
        amounts = (figure_text(each, form.unit) for each in (line.initial, line.full_year, line.executed))
        scored: tuple[str, ...] = (points_of(line.points), figure_text(line.rate), points_of(line.score))
        if line.source != "total" and not any(scored):
            scored = (_DASH,) * 3
        texts = ("", line.label, *amounts, *scored)
        yield row(texts, _BUDGET_WIDTHS, ("label", "text", *alike("centre", 6)), merges=("continue",))


def _indicators(form: SelfEvaluationForm) -> Iterator[Row]:
    """The rows of indicators; the columns of operators and units only where a row has one."""
    if not form.rows:
        return
    left_out = {name for name in ("comparator", "unit") if not any(getattr(each, name) for each in form.rows)}
    names = [name for name in _NAMES if name not in left_out]
    widths = (_BLOCK, *(_WIDTHS[name] for name in names))
    heads = ("绩效指标", *(_NAMES[name] for name in names))
    yield row(heads, widths, alike("label", len(heads)), merges=("begin",))
    cells = [[_cell(each, name) for name in names] for each in form.rows]
    looks: tuple[Look, ...] = ("label", "centre", "centre", "text", *alike("centre", len(names) - 4), "text")
    for texts, marks in merged(cells, 2):
        above: tuple[Merge, ...] = ("continue", *marks)
        yield row(("", *texts), widths, looks, merges=above)
    place = names.index("points") + 1
    totals = (points_of(form.total_points), points_of(form.total_score))
    yield row(("总分", *totals, ""), (sum(widths[:place]), *widths[place:]), ("label", "centre", "centre"))


def _cell(line: IndicatorLine, name: str) -> str:
    value = getattr(line, name)
    return value if isinstance(value, str) else points_of(value)
