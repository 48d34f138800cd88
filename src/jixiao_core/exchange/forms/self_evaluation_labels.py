"""The labels of the national self-evaluation form, with the other names that are in use for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from jixiao_core.exchange.forms.blocks import Cell, Line, Row, label
from jixiao_core.exchange.forms.tables import names_of
from jixiao_core.reports.self_evaluation import FundingSource

__all__ = [
    "BLOCK_LABELS",
    "BUDGET_COLUMNS",
    "FIELDS",
    "GOAL_COLUMNS",
    "INDICATOR_COLUMNS",
    "budget_source",
    "column",
    "columns_in",
    "first_printed",
    "is_bare",
    "is_begun_by",
    "is_form_title",
    "is_header",
    "is_reason",
    "printed_cells",
    "without_brackets",
]

FIELDS: Final[dict[str, str]] = {
    "项目名称": "project_name",
    "项目编码": "project_code",
    "项目代码": "project_code",
    "项目编号": "project_code",
    "主管部门": "supervising_department",
    "主管部门名称": "supervising_department",
    "主管部门及代码": "supervising_department",
    "主管部门及编码": "supervising_department",
    "主管部门代码及名称": "supervising_department",
    "项目主管部门": "supervising_department",
    "主管单位": "supervising_department",
    "实施单位": "implementing_unit",
    "实施单位名称": "implementing_unit",
    "实施单位及代码": "implementing_unit",
    "项目实施单位": "implementing_unit",
    "项目单位": "implementing_unit",
    "资金使用单位": "implementing_unit",
    "项目负责人": "leader",
    "填表人": "preparer",
    "填报人": "preparer",
    "联系电话": "phone",
    "联络电话": "phone",
    "联系方式": "phone",
    "电话": "phone",
    "填报日期": "report_date",
    "填表日期": "report_date",
    "填报时间": "report_date",
    "填表时间": "report_date",
    "自评等级": "grade",
    "自评等次": "grade",
    "评价等级": "grade",
    "评价等次": "grade",
    "绩效等级": "grade",
    "备注": "remark",
    "说明": "remark",
    "注": "remark",
    "其他说明": "remark",
    "其他需要说明的问题": "remark",
    "其他需说明的问题": "remark",
    "金额单位": "unit",
    "资金单位": "unit",
    "单位": "unit",
}
"""Labels with a value beside or behind them; `phone` belongs to whoever is named before it."""

BUDGET_COLUMNS: Final[dict[str, str]] = {
    "年初预算数": "initial",
    "年初预算": "initial",
    "年初预算金额": "initial",
    "全年预算数": "full_year",
    "全年预算": "full_year",
    "全年预算金额": "full_year",
    "调整后预算数": "full_year",
    "全年执行数": "executed",
    "全年执行": "executed",
    "全年执行金额": "executed",
    "执行数": "executed",
    "实际执行数": "executed",
    "全年支出数": "executed",
    "分值": "points",
    "权重": "points",
    "执行率": "rate",
    "预算执行率": "rate",
    "得分": "score",
    "自评得分": "score",
}
"""The columns of 项目资金."""

GOAL_COLUMNS: Final[dict[str, str]] = {
    "预期目标": "expected_goals",
    "年初预期目标": "expected_goals",
    "年初设定目标": "expected_goals",
    "年初设定绩效目标": "expected_goals",
    "年度预期目标": "expected_goals",
    "实际完成": "actual_results",
    "实际完成情况": "actual_results",
    "全年完成情况": "actual_results",
    "全年实际完成情况": "actual_results",
    "年度实际完成情况": "actual_results",
    "目标实际完成情况": "actual_results",
}
"""The columns of 年度总体目标."""

INDICATOR_COLUMNS: Final[dict[str, str]] = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "label",
    "指标名称": "label",
    "绩效指标名称": "label",
    "年度指标值": "target",
    "指标值": "target",
    "年初指标值": "target",
    "目标值": "target",
    "年度目标值": "target",
    "年初目标值": "target",
    "预期指标值": "target",
    "计划指标值": "target",
    "实际完成值": "completion",
    "完成值": "completion",
    "全年完成值": "completion",
    "全年实际完成值": "completion",
    "年度实际完成值": "completion",
    "年度完成值": "completion",
    "全年实际值": "completion",
    "实际值": "completion",
    "实际完成情况": "completion",
    "完成情况": "completion",
    "指标性质": "comparator",
    "运算符号": "comparator",
    "比较符号": "comparator",
    "计量单位": "unit",
    "度量单位": "unit",
    "指标单位": "unit",
    "单位": "unit",
    "分值": "points",
    "权重": "points",
    "指标分值": "points",
    "得分": "score",
    "自评得分": "score",
    "自评分": "score",
    "指标得分": "score",
    "实际得分": "score",
    "序号": "number",
}
"""The columns of 绩效指标; the one of reasons has many names."""

BLOCK_LABELS: Final = frozenset(
    [
        "项目资金",
        "项目资金情况",
        "资金情况",
        "预算执行情况",
        "年度资金",
        "其中",
        "基本情况",
        "基本信息",
        "项目基本情况",
        "项目基本信息",
        "年度总体目标",
        "年度目标",
        "总体目标",
        "年度绩效目标",
        "年度总体绩效目标",
        "年度总体目标完成情况",
        "绩效目标",
        "项目总体目标",
        "绩效指标",
        "年度绩效指标",
        "绩效指标完成情况",
        "指标",
        "项目绩效指标",
    ]
)
"""Labels of whole blocks, which say nothing of their own."""

_SOURCES: Final[tuple[tuple[str, FundingSource], ...]] = (
    ("上年结转", "carried_over"),
    ("结转资金", "carried_over"),
    ("财政拨款", "fiscal"),
    ("一般公共预算拨款", "fiscal"),
    ("一般公共预算资金", "fiscal"),
    ("财政资金", "fiscal"),
    ("其他资金", "other"),
    ("其它资金", "other"),
    ("资金总额", "total"),
    ("总额", "total"),
    ("合计", "total"),
)
_LED: Final = re.compile(r"^(?:其中[:：]?|[0-9]+[.、]|（[0-9一二三四五]+）|[①-⑨]|[-—])+")
_BRACKETS: Final = re.compile(r"(?:（[^（）]*）)+$")
_TITLE: Final = re.compile(r"绩效(?:目标)?(?:完成情况)?自评(?:价)?表(?:（[^（）]{1,20}）)*$")
# 偏差原因分析及改进措施, 未完成原因分析, 扣分原因和整改措施 and their like.
_REASON: Final = re.compile(
    r"(?:(?:产生)?(?:偏差|未完成|未达标|未达到目标|扣分|差异)(?:情况)?的?)?原因(?:分析|说明)*"
    r"(?:(?:[及和与、]|以及)?(?:拟采取的?|下一步)?(?:改进|整改|纠正)(?:的?(?:措施|意见|建议))?)?(?:说明)?"
    r"|偏差(?:情况)?(?:分析|说明)(?:及改进措施)?"
)
_MAX_TITLE: Final = 60
_LEAST_COLUMNS: Final = 2


def without_brackets(name: str) -> str:
    """
    Return a label without the brackets behind it.

    >>> without_brackets("全年预算数（A）")
    '全年预算数'
    """
    return _BRACKETS.sub("", name)


def column(name: str, columns: Mapping[str, str]) -> str:
    """Return the field that the label of a column names, empty where it is none of them."""
    plain = without_brackets(name)
    found = columns.get(name) or columns.get(plain, "")
    if not found and columns is INDICATOR_COLUMNS and is_reason(plain):
        return "reason"
    return found


def is_reason(name: str) -> bool:
    """
    Whether a label is that of the column of reasons.

    >>> is_reason("偏差原因分析及改进措施"), is_reason("未完成原因分析"), is_reason("原因不明的支出")
    (True, True, False)
    """
    return _REASON.fullmatch(name) is not None


def columns_in(row: Row, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the field of each cell of a heading, empty where there is none; a second column of one field is none."""
    names = names_of(row, lambda name: bool(column(name, columns)))
    found = [column(name, columns) for name in names]
    return tuple("" if each in found[:place] else each for place, each in enumerate(found))


def is_header(row: Row, columns: Mapping[str, str]) -> bool:
    """Whether a row is the heading of a block."""
    found = set(columns_in(row, columns)) - {""}
    if columns is INDICATOR_COLUMNS:
        return "label" in found and bool(found & {"target", "completion"})
    if columns is GOAL_COLUMNS:
        return len(found) == _LEAST_COLUMNS
    return len(found & {"initial", "full_year", "executed"}) >= _LEAST_COLUMNS


def is_bare(name: str) -> bool:
    """Whether a label holds no number, which would be more than a label: 分值（100）."""
    return not any(char.isdigit() for char in name)


def budget_source(text: str) -> FundingSource | Literal[""]:
    """
    Return which money a label names, empty where it is none of the four.

    >>> budget_source("其中：当年财政拨款"), budget_source("上年结转资金"), budget_source("省级补助")
    ('fiscal', 'carried_over', '')
    >>> budget_source("其中：本年一般公共预算拨款"), budget_source("上年结转一般公共预算拨款")
    ('fiscal', 'carried_over')
    """
    plain = without_brackets(_LED.sub("", label(text)))
    if plain.startswith(_SOURCES[0][0]):
        return _SOURCES[0][1]
    return next((source for ending, source in _SOURCES if plain.endswith(ending)), "")


def printed_cells(row: Row) -> tuple[Cell, ...]:
    """Return the cells of a row that are not blank."""
    return tuple(cell for cell in row.cells if not cell.is_blank)


def first_printed(row: Row) -> str:
    """Return the label of the first cell that is not blank, empty where all are."""
    return next((label(cell.text) for cell in row.cells if not cell.is_blank), "")


def is_form_title(block: Row | Line) -> bool:
    """Whether a line, or a row of a single text, is the title of such a form; 整体支出 has a form of its own."""
    if isinstance(block, Row):
        cells = printed_cells(block)
        text = cells[0].text if len(cells) == 1 else ""
    else:
        text = block.text
    found = label(text)
    return len(found) <= _MAX_TITLE and "整体" not in found and _TITLE.search(found) is not None


def is_begun_by(block: Row | Line) -> bool:
    """Whether a row or line is one that such a form begins with."""
    if isinstance(block, Line):
        return column(label(re.split("[:：]", block.text, maxsplit=1)[0]), FIELDS) in ("project_name", "project_code")
    named = column(first_printed(block), FIELDS) in ("project_name", "project_code", "supervising_department")
    return named or any(is_header(block, each) for each in (BUDGET_COLUMNS, GOAL_COLUMNS, INDICATOR_COLUMNS))
