"""The national form: 项目支出绩效自评表, after 财预〔2020〕10号."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from jixiao_core._display import html_of
from jixiao_core.exact.numbers import optional_exact
from jixiao_core.reports.parts import (
    UNKNOWN,
    DateField,
    Paragraph,
    TableUnit,
    TargetValue,
    Unread,
    personal,
)
from jixiao_core.rubrics.sources import calendar_year
from jixiao_core.scoring.figures import Figure

__all__ = ["BudgetLine", "FundingSource", "IndicatorLine", "SelfEvaluationForm"]

FundingSource: TypeAlias = Literal["total", "fiscal", "carried_over", "other"]
"""年度资金总额, and what it consists of: 当年财政拨款, 上年结转资金, 其他资金."""


@frozen(kw_only=True)
class BudgetLine:
    """
    One line of 项目资金, money in the unit of the form.

    Attributes:
        source: which money.
        label: as printed.
        initial: 年初预算数.
        full_year: 全年预算数, the budget after adjustments.
        executed: 全年执行数.
        points: 分值; printed on the line of the total only.
        rate: 执行率, as printed.
        score: 得分.
        line: where it stands in the published form; 0 where the form was not read from one.
        place: the sheet and the cell of its label, where the form is a workbook.
    """

    source: FundingSource
    label: str = ""
    initial: Figure = UNKNOWN
    full_year: Figure = UNKNOWN
    executed: Figure = UNKNOWN
    points: Fraction | None = field(default=None, converter=optional_exact)
    rate: Figure = UNKNOWN
    score: Fraction | None = field(default=None, converter=optional_exact)
    line: int = 0
    place: str = ""


@frozen(kw_only=True)
class IndicatorLine:
    """
    One third-level indicator of 绩效指标.

    Attributes:
        level1: 一级指标, as printed: 产出指标, 效益指标, 满意度指标, in newer forms also 成本指标.
        level2: 二级指标: 数量指标, 质量指标 and so on.
        label: 三级指标.
        comparator: the operator or the word 定性, where the form has a column for it (指标性质, 运算符号).
        target: 年度指标值, as printed.
        completion: 实际完成值, as printed.
        unit: 计量单位, where the form has a column for it.
        target_value: the number in the target, where it has exactly one.
        completion_value: the number in the completion, likewise.
        points: 分值.
        score: 得分; None where blank.
        reason: 偏差原因分析及改进措施, as printed.
        line: where its label stands in the published form; 0 where the form was not read from one.
        target_line: where its target stands, likewise.
        completion_line: where its completion stands, likewise.
        place: the sheet and the cell of its label, where the form is a workbook.
    """

    level1: str
    level2: str = ""
    label: str
    # Other comparators are words of the format; this one is a cell.
    comparator: str = field(default="", metadata={"printed": True})
    target: str = ""
    completion: str = ""
    unit: str = ""
    target_value: TargetValue | None = None
    completion_value: TargetValue | None = None
    points: Fraction | None = field(default=None, converter=optional_exact)
    score: Fraction | None = field(default=None, converter=optional_exact)
    reason: str = ""
    line: int = 0
    target_line: int = 0
    completion_line: int = 0
    place: str = ""


@frozen(kw_only=True)
class SelfEvaluationForm:
    """
    One filled 项目支出绩效自评表.

    Attributes:
        title: as printed, without its line breaks.
        fiscal_year: the year in the title, `（2023年度）`; None where the form prints none.
        project_name: 项目名称.
        project_code: 项目编码, where the form has it.
        supervising_department: 主管部门.
        implementing_unit: 实施单位.
        budget: 项目资金, the total first.
        unit: the unit in which 项目资金 is printed.
        expected_goals: 年度总体目标, 预期目标, one a line.
        actual_results: 实际完成情况, one a line.
        rows: 绩效指标, in the order of the form.
        total_points: 总分 of the column 分值.
        total_score: 总分 of the column 得分; None where blank.
        grade: the rating, where the form prints one.
        preparer: 填表人, personal.
        preparer_phone: 联系电话, personal.
        leader: 项目负责人, personal.
        leader_phone: 联系电话, personal.
        report_date: 填报日期.
        remark: 备注 or 说明, verbatim.
        unread: what the published form prints and none of these fields holds; not in `repr`.
    """

    kind: Literal["self_evaluation"] = "self_evaluation"
    title: str = ""
    fiscal_year: int | None = field(default=None, validator=calendar_year)
    project_name: str = ""
    project_code: str = ""
    supervising_department: str = ""
    implementing_unit: str = ""
    budget: tuple[BudgetLine, ...] = ()
    unit: TableUnit = field(factory=TableUnit)
    expected_goals: tuple[Paragraph, ...] = ()
    actual_results: tuple[Paragraph, ...] = ()
    rows: tuple[IndicatorLine, ...] = ()
    total_points: Fraction | None = field(default=None, converter=optional_exact)
    total_score: Fraction | None = field(default=None, converter=optional_exact)
    grade: str = ""
    preparer: str = personal()
    preparer_phone: str = personal()
    leader: str = personal()
    leader_phone: str = personal()
    report_date: DateField = field(factory=DateField)
    remark: str = ""
    unread: tuple[Unread, ...] = field(default=(), repr=False)

    def budget_line(self, source: FundingSource) -> BudgetLine | None:
        """
        Return the line of one source of money, if the form has it.

        >>> SelfEvaluationForm(budget=(BudgetLine(source="total", points=10),)).budget_line("total").points
        Fraction(10, 1)
        """
        return next((line for line in self.budget if line.source == source), None)

    def _repr_html_(self) -> str:
        """Return the official form, without personal data, for notebooks."""
        return html_of(self)
