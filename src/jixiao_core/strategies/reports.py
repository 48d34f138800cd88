"""Reports that agree with themselves: every sum, balance, rate, list and score of them is right, print rounded."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number
from jixiao_core.reports.check_claims import NATIONAL_GRADES
from jixiao_core.reports.department import (
    DepartmentReport,
    Expenditure,
    FixedAssets,
    GridUnits,
    Institution,
    Revenue,
    ThreePublic,
)
from jixiao_core.reports.parts import (
    ClaimedRow,
    ClaimedTable,
    DateField,
    Evaluator,
    Paragraph,
    Section,
    SignOff,
    SignOffs,
    TableUnit,
    TargetRow,
)
from jixiao_core.reports.printed_numbers import target_value
from jixiao_core.reports.project import (
    ExpenditureLine,
    Funding,
    FundingSources,
    Period,
    ProjectReport,
    VoucherRef,
)
from jixiao_core.scoring.figures import Known

__all__ = ["department_reports", "project_reports"]

_WAN = 10_000
_PRINTED = TableUnit(unit=MoneyUnit.WAN_YUAN, how="printed")
_OFFICES = ("办公室", "财务股", "政策法规股", "人事教育股", "信息中心")
_ITEMS = ("机房运行", "设备购置", "人员培训", "线路租赁")
_LEVELS = ("投入", "过程", "产出", "效果")


def _yuan(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


def _text(yuan: int) -> str:
    """An amount in 万元 with two decimals, rounded half up."""
    cents = (2 * yuan + 100) // 200
    return f"{cents // 100}.{cents % 100:02}"


def _money(yuan: int) -> Known:
    return Known(value=Money.parse(f"{_text(yuan)}万元"))


def _row(name: str, role: Any, amounts: Sequence[int]) -> Institution:
    """An institution from the amounts that add up to everything else."""
    revenue, basic, project, hospitality, cars, assets = (
        amounts[:5],
        amounts[5:7],
        amounts[7],
        amounts[8],
        amounts[9],
        amounts[10:13],
    )
    spent = sum(basic) + project
    names = ("prior_year_carryover", "general_public_budget_appropriation", "government_fund_appropriation")
    more = ("special_account_non_tax_appropriation", "other_revenue")
    total = spent + revenue[4]
    rest = total - revenue[4]
    split = [rest // 2, rest - rest // 2, 0, 0, revenue[4]]
    return Institution(
        name=name,
        role=role,
        revenue=Revenue(
            total_revenue=_money(total),
            **{each: _money(amount) for each, amount in zip((*names, *more), split, strict=True)},
        ),
        expenditure=Expenditure(
            total_expenditure=_money(spent),
            basic_expenditure=_money(sum(basic)),
            personnel_expenditure=_money(basic[0]),
            operating_expenditure=_money(basic[1]),
            project_expenditure=_money(project),
            current_year_balance=_money(revenue[4]),
            cumulative_balance=_money(revenue[4]),
        ),
        three_public=ThreePublic(
            total=_money(hospitality + cars),
            official_hospitality=_money(hospitality),
            vehicle_operation=_money(cars),
            vehicle_purchase=_money(0),
            overseas_travel=_money(0),
        ),
        fixed_assets=FixedAssets(
            total=_money(sum(assets)),
            in_use=_money(assets[0]),
            leased_out=_money(assets[1]),
            other=_money(assets[2]),
        ),
    )


@st.composite
def _amounts(draw: DrawFn) -> list[int]:
    """Amounts in 元 in the order of `_row`; the three public expenses are a part of what was spent."""
    large = draw(st.lists(_yuan(5_000 * _WAN), min_size=13, max_size=13))
    large[6] = max(large[6], 3 * _WAN)
    large[8], large[9] = large[8] % _WAN, large[9] % _WAN
    return large


@st.composite
def department_reports(draw: DrawFn) -> DepartmentReport:
    """
    Return department reports that agree with themselves.

    `check` finds nothing above information in them; amounts are rounded to two decimals of 万元, so that totals differ
    from their parts by rounding ghosts.
    """
    members = draw(st.lists(_amounts(), min_size=1, max_size=4))
    whole = [sum(each) for each in zip(*members, strict=True)]
    rows = [_row("局机关及二级机构汇总", "consolidated", whole)]
    rows += [
        _row(
            f"{number}、{'局机关' if number == 1 else f'下属单位{number - 1}'}",
            "headquarters" if number == 1 else "subordinate",
            each,
        )
        for number, each in enumerate(members, start=1)
    ]
    year = draw(st.integers(2019, 2030))
    posts = draw(st.integers(1, 500))
    table = draw(_tables("部门整体支出绩效评价评分表", has_reasons=True))
    return DepartmentReport(
        title=f"某区{year}年度部门（单位）整体支出绩效评价自评报告",
        jurisdiction="某区",
        fiscal_year=year,
        department_name="某区行政审批服务局",
        evaluating_body="部门（单位）评价组",
        report_date=DateField(text=f"{year + 1}年3月5日", iso=f"{year + 1}-03-05"),
        form_issuer="某区财政局",
        contact_person="联系人甲",
        contact_phone="000-0000",
        authorised_staffing=Known(value=Count(posts)),
        actual_headcount=Known(value=Count(draw(st.integers(0, posts)))),
        mandate="承担政务服务工作。",
        annual_tasks=(Paragraph("任务1：提升服务能力。"), Paragraph("任务2：优化流程。")),
        achievements=(Paragraph("全年工作平稳。"),),
        institutions=tuple(rows),
        units=GridUnits(revenue=_PRINTED, expenditure=_PRINTED, three_public=_PRINTED, fixed_assets=_PRINTED),
        expected_goals=(Paragraph("目标1：提升服务能力。"),),
        actual_results=(Paragraph(draw(_rates())),),
        targets=draw(_targets(with_content=False)),
        **_scored(table),
        sign_offs=_signed(("team_leader", "department_head", "finance_division")),
        narrative=draw(_department_narratives(year, rows[0])),
    )


@st.composite
def _department_narratives(draw: DrawFn, year: int, row: Institution) -> tuple[Section, ...]:
    """A list beside its count, amounts that the tables print as well, and an annex."""
    return (
        Section(
            heading="一、部门（单位）概况",
            parts=(
                _section("（一）基本情况", (Paragraph(draw(_lists())),)),
                _section("（二）支出规模", (Paragraph(_spending(year, row)),)),
            ),
        ),
        _section("二、存在的主要问题", (Paragraph("预算编制有待细化。"),)),
        _section("三、附件", (Paragraph("资金管理办法。"),)),
    )


def _section(heading: str, body: tuple[Paragraph, ...]) -> Section:
    return Section(heading=heading, body=body)


def _spending(year: int, row: Institution) -> str:
    def printed(figure: Any) -> str:
        return str(figure.value)

    spent = row.expenditure
    return (
        f"{year}年度支出合计{printed(spent.total_expenditure)}，基本支出{printed(spent.basic_expenditure)}，"
        f"其中人员经费支出{printed(spent.personnel_expenditure)}，公用经费{printed(spent.operating_expenditure)}；"
        f"项目支出{printed(spent.project_expenditure)}。"
    )


@st.composite
def _rates(draw: DrawFn) -> str:
    """A rate beside its two counts, rounded to two decimals."""
    whole = draw(st.integers(1, 20_000))
    part = draw(st.integers(0, whole))
    hundredths = (2 * part * 10_000 + whole) // (2 * whole)
    return f"共受理工单{whole}件，已办结{part}件，办结率{hundredths // 100}.{hundredths % 100:02}%。"


@st.composite
def _lists(draw: DrawFn) -> str:
    offices = draw(st.lists(st.sampled_from(_OFFICES), min_size=2, unique=True))
    return f"内设有{'、'.join(offices)}{len(offices)}个股室。"


@st.composite
def _targets(draw: DrawFn, *, with_content: bool) -> tuple[TargetRow, ...]:
    """Targets that are met, in both directions, with numbers and without."""
    rate, done = draw(st.integers(50, 99)), draw(st.integers(0, 50))
    count, more = draw(st.integers(1, 900)), draw(st.integers(0, 90))
    groups = ("项目产出指标", "项目效益指标") if with_content else ("产出目标", "效益目标")
    rows = (
        (groups[0], "质量指标", "按时办结率", f"不低于{rate}%", f"{min(99, rate + done)}%"),
        (groups[0], "数量指标", "接入点", f"{count}个", f"{count + more}个"),
        (groups[0], "时效指标", "平均办理时限", f"不超过{count}天以内", "按期完成"),
        (groups[0], "成本指标", "成本控制", "控制在预算内", "已完成"),
        (groups[1], "社会效益", "群众办事", "更加便利", "已完成"),
        (groups[1], "服务对象满意度", "满意率", "高于90%", "96%"),
    )
    return tuple(
        TargetRow(
            group=group,
            category=category,
            content=content if with_content else "",
            target=target if with_content else f"{content}{target}",
            completion=completion,
            target_value=target_value(target if with_content else f"{content}{target}"),
            completion_value=target_value(completion),
        )
        for group, category, content, target, completion in rows
    )


@st.composite
def _tables(draw: DrawFn, title: str, *, has_reasons: bool) -> ClaimedTable:
    """A scoring table of three levels with claimed scores; the first row has lost a part, with a reason where it can."""
    rows: list[ClaimedRow] = []
    for level1 in draw(st.lists(st.sampled_from(_LEVELS), min_size=1, max_size=3, unique=True)):
        groups = draw(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=3), min_size=1, max_size=2))
        whole = sum(sum(group) for group in groups)
        for number, group in enumerate(groups, start=1):
            for points in group:
                first = not rows
                rows.append(
                    ClaimedRow(
                        level1=level1,
                        level2=f"{level1}管理{number}",
                        label=f"{level1}指标{number}之{len(rows) + 1}",
                        level1_points=Fraction(whole),
                        level2_points=Fraction(sum(group)),
                        explanation="" if has_reasons else "按要求完成",
                        clause="完成的得满分，未完成的酌情扣分。",
                        points=Fraction(points),
                        score=Fraction(points) - (Fraction(1, 2) if first else 0),
                        reason="资料不全" if first and has_reasons else "",
                    )
                )
    return ClaimedTable(
        title=title,
        rows=tuple(rows),
        total_points=sum((row.points or Fraction(0) for row in rows), Fraction(0)),
        total_score=sum((row.score or Fraction(0) for row in rows), Fraction(0)),
        has_reasons=has_reasons,
        note="备注：根据实际情况调整。",
    )


def _scored(table: ClaimedTable) -> dict[str, Any]:
    total = table.total_score
    assert total is not None
    grade = next(each.name for each in NATIONAL_GRADES if total >= each.at_least)
    return {"claimed": table, "total_score": total, "grade": grade}


def _signed(roles: tuple[Any, ...]) -> SignOffs:
    return SignOffs(
        evaluators=(
            Evaluator(name="人员甲", position="局长", organisation="行政审批服务局"),
            Evaluator(name="人员乙", position="副局长", organisation="行政审批服务局"),
        ),
        blocks=tuple(SignOff(role=role) for role in roles),
    )


@st.composite
def project_reports(draw: DrawFn) -> ProjectReport:
    """
    Return project reports that agree with themselves.

    Expenditure lines are printed in 元 without a unit, the funding grid in 万元 with two decimals.
    """
    year = draw(st.integers(2019, 2030))
    amounts = draw(st.lists(st.integers(1_000, 500 * _WAN), min_size=2, max_size=len(_ITEMS)))
    spent = sum(amounts)
    left, missing = draw(_yuan(100 * _WAN)), draw(_yuan(100 * _WAN))
    county = draw(st.integers(0, spent))
    table = draw(_tables("项目支出绩效评价指标体系", has_reasons=False))
    return ProjectReport(
        title="某区财政支出项目绩效评价自评报告",
        jurisdiction="某区",
        is_in_process=False,
        is_on_completion=True,
        project_name="政务外网运行维护费",
        implementing_unit="某区行政审批服务局",
        supervising_department="某区财政局",
        evaluation_method="部门（单位）绩效自评",
        evaluating_body="部门（单位）评价组",
        report_date=DateField(text=f"{year + 1}年7月28日", iso=f"{year + 1}-07-28"),
        form_issuer="某区财政局",
        leader="负责人丙",
        leader_phone="000-0000",
        address="某区某路1号",
        postal_code="000000",
        period=Period(text=f"{year}年1月起至{year}年12月止", first=f"{year}-01", last=f"{year}-12"),
        funding=_funding(county, spent - county, left, missing),
        lines=_lines(amounts),
        lines_total=Known(value=Number.parse(str(spent))),
        expected_goals=(Paragraph("1、保障网络运行。"),),
        actual_results=(Paragraph(draw(_rates())),),
        targets=draw(_targets(with_content=True)),
        **_scored(table),
        sign_offs=_signed(("team_leader", "implementing_unit", "supervising_department", "finance_division")),
        narrative=(
            _section("（1） 项目基本概况", (Paragraph("项目为网络运行维护工作。"),)),
            _section("（2） 项目资金使用及管理情况", (Paragraph(_lines_told(year, spent, amounts)),)),
            _section("（3） 附件", (Paragraph("资金管理办法。"),)),
        ),
    )


def _funding(county: int, municipal: int, left: int, missing: int) -> Funding:
    """Planned, received, spent and left; what is missing was planned and never came."""
    return Funding(
        planned=_sources(county, municipal, left + missing),
        received=_sources(county, municipal, left),
        spent=_sources(county, municipal, 0),
        balance=_sources(0, 0, left),
        unit=_PRINTED,
    )


def _lines(amounts: Sequence[int]) -> tuple[ExpenditureLine, ...]:
    """Lines in 元, each with two vouchers of its own in the order of their months."""
    return tuple(
        ExpenditureLine(
            item=item,
            amount=Known(value=Number.parse(str(amount))),
            vouchers=(VoucherRef(number, 10 + number), VoucherRef(number + 6, 20 + number)),
            vouchers_text=f"{number}月{10 + number}#、{number + 6}月{20 + number}#",
        )
        for number, (item, amount) in enumerate(zip(_ITEMS, amounts, strict=False), start=1)
    )


def _sources(county: int, municipal: int, other: int) -> FundingSources:
    return FundingSources(
        total=_money(county + municipal + other),
        central=_money(0),
        provincial=_money(0),
        municipal=_money(municipal),
        county=_money(county),
        other=_money(other),
    )


def _lines_told(year: int, spent: int, amounts: Sequence[int]) -> str:
    parts = "、".join(f"{item}{_text(amount)}万元" for item, amount in zip(_ITEMS, amounts, strict=False))
    return f"{year}年项目总支出{_text(spent)}万元，其中{parts}。"
