"""The department form: 部门（单位）整体支出绩效评价自评报告."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from jixiao_core._display import html_of
from jixiao_core.exact.numbers import optional_exact
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
from jixiao_core.rubrics.sources import calendar_year
from jixiao_core.scoring.figures import Figure

__all__ = ["DepartmentReport", "Expenditure", "FixedAssets", "Institution", "Revenue", "ThreePublic"]


@frozen(kw_only=True)
class Revenue:
    """One row of 年度收入情况, money in the unit of its table."""

    total_revenue: Figure = UNKNOWN
    prior_year_carryover: Figure = UNKNOWN
    general_public_budget_appropriation: Figure = UNKNOWN
    government_fund_appropriation: Figure = UNKNOWN
    special_account_non_tax_appropriation: Figure = UNKNOWN
    other_revenue: Figure = UNKNOWN


@frozen(kw_only=True)
class Expenditure:
    """One row of 年度支出和结余情况, money in the unit of its table; the current balance may be negative."""

    total_expenditure: Figure = UNKNOWN
    basic_expenditure: Figure = UNKNOWN
    personnel_expenditure: Figure = UNKNOWN
    operating_expenditure: Figure = UNKNOWN
    project_expenditure: Figure = UNKNOWN
    current_year_balance: Figure = UNKNOWN
    cumulative_balance: Figure = UNKNOWN


@frozen(kw_only=True)
class ThreePublic:
    """One row of 三公经费, money in the unit of its table."""

    total: Figure = UNKNOWN
    official_hospitality: Figure = UNKNOWN
    vehicle_operation: Figure = UNKNOWN
    vehicle_purchase: Figure = UNKNOWN
    overseas_travel: Figure = UNKNOWN


@frozen(kw_only=True)
class FixedAssets:
    """One row of 固定资产, money in the unit of its table; whether the total includes `other` the form leaves open."""

    total: Figure = UNKNOWN
    in_use: Figure = UNKNOWN
    leased_out: Figure = UNKNOWN
    other: Figure = UNKNOWN


@frozen(kw_only=True)
class Institution:
    """
    One row of the four grids.

    Attributes:
        name: as printed (局机关及二级机构汇总, 1、局机关, 2、二级机构1).
        role: consolidated, headquarters or subordinate.
        revenue: 年度收入情况.
        expenditure: 年度支出和结余情况.
        three_public: 三公经费.
        fixed_assets: 固定资产.
    """

    name: str
    role: Literal["consolidated", "headquarters", "subordinate"]
    revenue: Revenue = field(factory=Revenue)
    expenditure: Expenditure = field(factory=Expenditure)
    three_public: ThreePublic = field(factory=ThreePublic)
    fixed_assets: FixedAssets = field(factory=FixedAssets)


@frozen(kw_only=True)
class GridUnits:
    """The units of the four grids: printed, inherited from the grid before, or not stated."""

    revenue: TableUnit = field(factory=TableUnit)
    expenditure: TableUnit = field(factory=TableUnit)
    three_public: TableUnit = field(factory=TableUnit)
    fixed_assets: TableUnit = field(factory=TableUnit)


@frozen(kw_only=True)
class DepartmentReport:
    """
    A report on overall departmental expenditure.

    Attributes:
        title: as printed, without its line breaks.
        jurisdiction: the region in the title.
        fiscal_year: the year in the title; None where the title has none.
        department_name: 部门（单位）名称.
        budget_code: 预算编码, where the form has it.
        evaluation_method: 评价方式, where the form has it.
        evaluating_body: 评价机构.
        report_date: 报告日期, where the form has it.
        form_issuer: who made the form (制).
        contact_person: 联系人, personal.
        contact_phone: 联络电话, personal.
        authorised_staffing: 人员编制, persons.
        actual_headcount: 实有人数, persons; the form does not say who counts.
        mandate: 职能职责概述.
        annual_tasks: 年度主要工作内容, one a line.
        achievements: 年度总体运行情况及取得的成绩, its paragraphs.
        institutions: the rows of the four grids.
        units: the units of the four grids.
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

    kind: Literal["department"] = "department"
    title: str = ""
    jurisdiction: str = ""
    fiscal_year: int | None = field(default=None, validator=calendar_year)
    department_name: str = ""
    budget_code: str = ""
    evaluation_method: str = ""
    evaluating_body: str = ""
    report_date: DateField = field(factory=DateField)
    form_issuer: str = ""
    contact_person: str = personal()
    contact_phone: str = personal()
    authorised_staffing: Figure = UNKNOWN
    actual_headcount: Figure = UNKNOWN
    mandate: str = ""
    annual_tasks: tuple[Paragraph, ...] = ()
    achievements: tuple[Paragraph, ...] = ()
    institutions: tuple[Institution, ...] = ()
    units: GridUnits = field(factory=GridUnits)
    expected_goals: tuple[Paragraph, ...] = ()
    actual_results: tuple[Paragraph, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    total_score: Fraction | None = field(default=None, converter=optional_exact)
    grade: str = ""
    sign_offs: SignOffs = field(factory=SignOffs)
    narrative: tuple[Section, ...] = ()
    claimed: ClaimedTable | None = None
    unread: tuple[Unread, ...] = field(default=(), repr=False)

    @property
    def total_row(self) -> int | None:
        """The position of the row of the whole department: the consolidated one, or the only one there is."""
        found = [row for row, each in enumerate(self.institutions) if each.role == "consolidated"]
        return found[0] if found else 0 if len(self.institutions) == 1 else None

    def institution(self, role: str) -> Institution | None:
        """Return the first row of a role, if there is one."""
        return next((each for each in self.institutions if each.role == role), None)

    def _repr_html_(self) -> str:
        """Return the official form, without personal data, for notebooks."""
        return html_of(self)
