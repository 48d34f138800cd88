"""The project form: 财政支出项目绩效评价自评报告."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from jixiao_core._display import html_of
from jixiao_core.errors import Problem, raise_if
from jixiao_core.exact.numbers import optional_exact, shown
from jixiao_core.messages import Message
from jixiao_core.reports.parts import (
    UNKNOWN,
    ClaimedTable,
    DateField,
    Paragraph,
    Section,
    SignOffs,
    TableUnit,
    TargetRow,
    Unread,
    personal,
)
from jixiao_core.rubrics.sources import is_month
from jixiao_core.scoring.figures import Figure

__all__ = ["ExpenditureLine", "Funding", "FundingSources", "Period", "ProjectReport", "VoucherRef"]


@frozen(kw_only=True)
class FundingSources:
    """One column of the funding grid: the total and the levels of government that pay, money in the grid's unit."""

    total: Figure = UNKNOWN
    central: Figure = UNKNOWN
    provincial: Figure = UNKNOWN
    municipal: Figure = UNKNOWN
    county: Figure = UNKNOWN
    other: Figure = UNKNOWN


@frozen(kw_only=True)
class Funding:
    """The funding grid: 计划安排资金, 实际到位资金, 实际支出, 结余, and the unit that each prints."""

    planned: FundingSources = field(factory=FundingSources)
    received: FundingSources = field(factory=FundingSources)
    spent: FundingSources = field(factory=FundingSources)
    balance: FundingSources = field(factory=FundingSources)
    unit: TableUnit = field(factory=TableUnit)


@frozen
class VoucherRef:
    """One accounting voucher: its month and its number in that month (1月12#)."""

    month: int
    number: int


@frozen(kw_only=True)
class ExpenditureLine:
    """
    One line of 项目支出明细情况.

    Attributes:
        item: 支出内容.
        amount: 实际支出数; a plain number where the table prints no unit.
        vouchers: 会计凭证号, as pairs of month and number.
        vouchers_text: the same as printed.
        remark: 备注.
        line: where it stands.
    """

    item: str
    amount: Figure = UNKNOWN
    vouchers: tuple[VoucherRef, ...] = ()
    vouchers_text: str = ""
    remark: str = ""
    line: int = 0


@frozen(kw_only=True)
class Period:
    """项目起止时间: as printed, and its first and last month as ``YYYY-MM`` where it can be read."""

    text: str = ""
    first: str = ""
    last: str = ""

    def __attrs_post_init__(self) -> None:
        raise_if(
            Problem(Message.of("dates.no_month", found=shown(month)), name)
            for name, month in (("first", self.first), ("last", self.last))
            if month and not is_month(month)
        )


@frozen(kw_only=True)
class ProjectReport:
    """
    A report on one project.

    Attributes:
        title: as printed, without its line breaks.
        jurisdiction: the region in the title.
        is_in_process: the box 项目实施过程评价: ticked or not; None where the form has no such box.
        is_on_completion: the box 项目完成结果评价, likewise.
        project_name: 项目名称.
        implementing_unit: 项目单位.
        supervising_department: 主管部门.
        budget_code: 预算编码, where the form has it.
        evaluation_method: 评价方式.
        evaluating_body: 评价机构.
        report_date: 报告日期.
        form_issuer: who made the form (制).
        leader: 项目负责人, personal.
        leader_phone: 联系电话, personal.
        address: 项目地址.
        postal_code: 邮编.
        period: 项目起止时间.
        funding: the funding grid.
        lines: 项目支出明细情况.
        lines_total: 支出合计 of these lines.
        lines_unit: the unit of the lines; the form prints none.
        expected_goals: 预期目标 of the qualitative part, one a line.
        actual_results: 实际完成, one a line.
        targets: the quantitative targets.
        total_score: 绩效自评综合得分, of 100; None where blank.
        grade: 评价等次; empty where blank.
        sign_offs: evaluators and signatures.
        narrative: 评价报告综述.
        claimed: the scoring table that belongs to the report, where it does.
        unread: what the published form prints and none of these fields holds; not in `repr`.
    """

    kind: Literal["project"] = "project"
    title: str = ""
    jurisdiction: str = ""
    is_in_process: bool | None = None
    is_on_completion: bool | None = None
    project_name: str = ""
    implementing_unit: str = ""
    supervising_department: str = ""
    budget_code: str = ""
    evaluation_method: str = ""
    evaluating_body: str = ""
    report_date: DateField = field(factory=DateField)
    form_issuer: str = ""
    leader: str = personal()
    leader_phone: str = personal()
    address: str = ""
    postal_code: str = ""
    period: Period = field(factory=Period)
    funding: Funding = field(factory=Funding)
    lines: tuple[ExpenditureLine, ...] = ()
    lines_total: Figure = UNKNOWN
    lines_unit: TableUnit = field(factory=TableUnit)
    expected_goals: tuple[Paragraph, ...] = ()
    actual_results: tuple[Paragraph, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    total_score: Fraction | None = field(default=None, converter=optional_exact)
    grade: str = ""
    sign_offs: SignOffs = field(factory=SignOffs)
    narrative: tuple[Section, ...] = ()
    claimed: ClaimedTable | None = None
    unread: tuple[Unread, ...] = field(default=(), repr=False)

    def _repr_html_(self) -> str:
        """Return the official form, without personal data, for notebooks."""
        return html_of(self)
