"""
The published file of 2021, read by the text layout: every cell accounted for, every field as the inventory counts it.

Expected values are read from the document by hand; the line numbers are those of `tests/data/junshan-2021.txt`.
"""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from jixiao_core import exchange, registry
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number
from jixiao_core.exchange.forms.blocks import Cell, Line, Row, squeezed
from jixiao_core.exchange.forms.reading import reports_of
from jixiao_core.exchange.forms.text_layout import text_blocks
from jixiao_core.exchange.reports import read_report
from jixiao_core.reports.parts import BLANK, TableUnit
from jixiao_core.reports.project import VoucherRef
from jixiao_core.scoring.figures import Known

SOURCE = Path(__file__).parents[1] / "data" / "junshan-2021.txt"
TEXT = SOURCE.read_text(encoding="utf-8")
BLOCKS = text_blocks(TEXT)
PUBLISHED = reports_of(BLOCKS)
DEPARTMENT, PROJECT = PUBLISHED.reports


def money(text, line):
    return Known(value=Money.parse(text), origin=f"第{line}行")


class TestAccount:
    def test_every_cell_and_line_is_used(self):
        """902 tabs, all at line starts, so 902 cells."""
        assert TEXT.count("\t") == 902
        assert (PUBLISHED.loss.cells, PUBLISHED.loss.is_complete) == (902, True)
        assert sum(count for _, count in PUBLISHED.loss.uses) == 902 + PUBLISHED.loss.lines

    def test_what_a_person_should_confirm(self):
        """The row that an empty line splits, and the clause with a replaced character."""
        assert [(each.line, each.text, each.why) for each in PUBLISHED.loss.unread] == [
            (584, "互联互通80余家部门", "doubtful"),
            (1176, "1\ufffd 构健全、分工明确  （1分）", "damaged"),
        ]

    def test_no_printed_character_is_lost_between_the_text_and_the_blocks(self):
        parts = [
            part.text
            for block in BLOCKS
            for part in (block.cells if isinstance(block, Row) else (block,))
            if isinstance(part, (Cell, Line))
        ]
        assert squeezed("".join(parts)) == squeezed(TEXT)

    @pytest.mark.parametrize("report", [DEPARTMENT, PROJECT], ids=["department", "project"])
    def test_both_documents_read_back_equal(self, report):
        assert read_report(exchange.to_toml(report).encode()) == report
        assert read_report(exchange.to_json(report).encode(), syntax="json") == report

    def test_nothing_printed_is_missing_from_the_reports(self):
        """Every value that was booked stands somewhere in the reports: looked for in their JSON, apart from spacing."""
        everything = squeezed("".join(exchange.to_json(report) for report in PUBLISHED.reports)).replace("\\n", "")
        text = everything.replace('\\"', '"').replace("\\ufffd", "�")
        missing = [
            part
            for line in TEXT.split("\n")
            if len(part := squeezed(line)) > 24 and part not in text and "签章" not in part and "签名" not in part
        ]
        assert missing == []


class TestDepartment:
    def test_cover(self):
        assert DEPARTMENT.title == "君山区2021年度部门（单位）整体支出绩效评价自评报告"
        assert (DEPARTMENT.jurisdiction, DEPARTMENT.fiscal_year) == ("君山区", 2021)
        assert (DEPARTMENT.department_name, DEPARTMENT.evaluating_body, DEPARTMENT.form_issuer) == (
            "君山区行政审批服务局",
            "部门（单位）评价组",
            "君山区财政局",
        )
        assert (DEPARTMENT.budget_code, DEPARTMENT.evaluation_method, DEPARTMENT.report_date.text) == ("", "", "")

    def test_profile(self):
        assert DEPARTMENT.authorised_staffing == Known(value=Count(18), origin="第15行")
        assert DEPARTMENT.actual_headcount == Known(value=Count(33), origin="第17行")
        assert DEPARTMENT.mandate.startswith("主要承担全区行政审批制度改革")
        assert len(DEPARTMENT.annual_tasks) == 5
        assert len(DEPARTMENT.achievements) == 1 + 9
        assert DEPARTMENT.contact_person
        assert DEPARTMENT.contact_person not in repr(DEPARTMENT)

    def test_grids(self):
        """One row an institution, merged over the four grids: 21 of 88 amounts are printed."""
        assert [(each.name, each.role) for each in DEPARTMENT.institutions] == [
            ("局机关及二级机构汇总", "consolidated"),
            ("1、局机关", "headquarters"),
            ("2、二级机构1", "subordinate"),
            ("3、二级机构2", "subordinate"),
        ]
        figures = [
            getattr(grid, attribute.name)
            for each in DEPARTMENT.institutions
            for grid in (each.revenue, each.expenditure, each.three_public, each.fixed_assets)
            for attribute in grid.__attrs_attrs__
        ]
        assert Counter(figure == BLANK for figure in figures) == {True: 67, False: 21}

    def test_amounts(self):
        total = DEPARTMENT.institution("consolidated")
        assert total.revenue.total_revenue == money("3179.61万元", 65)
        assert total.revenue.prior_year_carryover == money("452.65万元", 66)
        assert total.revenue.general_public_budget_appropriation == money("2726.95万元", 67)
        assert total.expenditure.total_expenditure == money("3179.61万元", 121)
        assert total.expenditure.personnel_expenditure == money("195.7万元", 123)
        assert total.expenditure.operating_expenditure == money("24.05万元", 124)
        assert total.expenditure.project_expenditure == money("2959.85万元", 125)
        assert (total.expenditure.current_year_balance, total.expenditure.cumulative_balance) == (BLANK, BLANK)
        assert total.three_public.official_hospitality == money("3.86万元", 170)
        assert total.fixed_assets.in_use == money("993.18万元", 210)
        assert DEPARTMENT.institution("headquarters").revenue.total_revenue == BLANK

    def test_units_of_the_grids(self):
        """Two grids print 万元, the two after them nothing."""
        printed = TableUnit(unit=MoneyUnit.WAN_YUAN, how="printed")
        inherited = TableUnit(unit=MoneyUnit.WAN_YUAN, how="inherited")
        assert (DEPARTMENT.units.revenue, DEPARTMENT.units.expenditure) == (printed, printed)
        assert (DEPARTMENT.units.three_public, DEPARTMENT.units.fixed_assets) == (inherited, inherited)

    def test_targets(self):
        assert (len(DEPARTMENT.expected_goals), len(DEPARTMENT.actual_results)) == (3, 3)
        counted = Counter((row.group[:4], row.category) for row in DEPARTMENT.targets)
        assert counted == {
            ("产出目标", "质量指标"): 3,
            ("产出目标", "数量指标"): 2,
            ("产出目标", "时效指标"): 2,
            ("产出目标", "成本指标"): 1,
            ("效益目标", "社会效益"): 2,
            ("效益目标", "经济效益"): 1,
            ("效益目标", "生态效益"): 1,
            ("效益目标", "社会公众或服务对象满意度"): 1,
        }
        eighth = DEPARTMENT.targets[7]
        assert (eighth.target, eighth.completion) == ("控制在预算内", "已完成")
        assert (DEPARTMENT.total_score, DEPARTMENT.grade) == (98, "优")

    def test_nobody_has_signed(self):
        """Three evaluators, a fourth row that is blank, three blocks without signature, opinion and date."""
        signed = DEPARTMENT.sign_offs
        assert [each.position for each in signed.evaluators] == ["局长", "副局长", "现场勘查中心主任"]
        assert [each.role for each in signed.blocks] == ["team_leader", "department_head", "finance_division"]
        assert {(each.opinion, each.signature, each.date.text) for each in signed.blocks} == {("", "", "")}
        assert (signed.preparer, signed.preparer_phone) == ("", "")

    def test_narrative(self):
        assert [section.heading for section in DEPARTMENT.narrative] == [
            "一、部门（单位）概况",
            "二、部门（单位）整体支出管理及使用情况",
            "三、部门（单位）专项组织实施情况",
            "四、部门（单位）整体支出绩效情况",
            "五、存在的主要问题",
            "六、改进措施和有关建议",
        ]
        special = DEPARTMENT.narrative[1].parts[1]
        assert special.heading == "（二）专项支出"
        assert [part.line for part in special.parts] == [391, 394, 397]
        assert "3179.1元" in DEPARTMENT.narrative[0].parts[1].body[0].text


class TestProject:
    def test_cover(self):
        assert PROJECT.title == "君山区财政支出项目绩效评价自评报告"
        assert (PROJECT.is_in_process, PROJECT.is_on_completion) == (False, False), "both boxes are empty"
        assert PROJECT.project_name == "政府门户网站和电子政务外网运行维护费"
        assert PROJECT.implementing_unit == "岳阳市君山区行政审批服务局"
        assert PROJECT.supervising_department == "岳阳市君山区财政局"
        assert PROJECT.report_date.iso == "2022-07-28"

    def test_profile(self):
        assert (PROJECT.period.first, PROJECT.period.last) == ("2021-01", "2021-12")
        assert (PROJECT.address, PROJECT.postal_code) == ("岳阳市君山区行政审批服务局", "")
        assert PROJECT.leader not in repr(PROJECT)

    def test_funding(self):
        """6 of 24 amounts are printed: 173 planned, received and spent, all of it by the county."""
        for column in ("planned", "received", "spent"):
            given = getattr(PROJECT.funding, column)
            assert (given.total.value, given.county.value) == (Money.parse("173万元"), Money.parse("173万元"))
            assert {given.central, given.provincial, given.municipal, given.other} == {BLANK}
        assert {getattr(PROJECT.funding.balance, each.name) for each in PROJECT.funding.balance.__attrs_attrs__} == {
            BLANK
        }
        assert PROJECT.funding.unit == TableUnit(unit=MoneyUnit.WAN_YUAN, how="printed")

    def test_lines(self):
        """The table prints no unit, so no amount of it is money."""
        assert [line.amount.value for line in PROJECT.lines] == [Number.parse(n) for n in (280000, 296715, 1153285)]
        assert PROJECT.lines_total.value == Number.parse(1730000)
        assert PROJECT.lines_unit == TableUnit()
        assert PROJECT.lines[0].vouchers == (VoucherRef(1, 12), VoucherRef(2, 17), VoucherRef(1, 22))
        assert [len(line.vouchers) for line in PROJECT.lines] == [3, 9, 9]
        assert PROJECT.lines[1].vouchers[-3:] == (VoucherRef(12, 17), VoucherRef(12, 24), VoucherRef(12, 27))

    def test_targets(self):
        """14 rows, seven of them without a target; the row that an empty line splits is whole."""
        assert len(PROJECT.targets) == 14
        assert [row.target for row in PROJECT.targets] == ["100%"] * 7 + [""] * 7
        third = PROJECT.targets[2]
        assert (third.content, third.target, third.completion) == ("互联互通80余家部门", "100%", "100%")
        assert third.category == "质量指标"
        assert PROJECT.targets[7].category == "经济效益指标", "the line break in a label is no part of it"

    def test_signatures(self):
        roles = [each.role for each in PROJECT.sign_offs.blocks]
        assert roles == ["team_leader", "implementing_unit", "supervising_department", "finance_division"]
        assert len(PROJECT.sign_offs.evaluators) == 3

    def test_narrative(self):
        """（6） is followed by （七）, which is a section of its own."""
        assert [section.heading for section in PROJECT.narrative] == [
            "（1） 项目基本概况",
            "（2） 项目资金使用及管理情况",
            "（3） 项目组织实施情况",
            "（4） 综合评价情况及评价结论",
            "（5） 项目主要绩效情况分析",
            "（6） 主要经验及做法、存在问题和建议",
            "（七）附件",
        ]
        assert [part.line for part in PROJECT.narrative[4].parts] == [727, 736]


class TestTables:
    """T3 and T4: rows, points of three levels although headings are printed twice, pools, reasons, notes."""

    @pytest.mark.parametrize(
        ("report", "rows", "levels"),
        [
            (DEPARTMENT, 25, {"投入": 15, "过程": 40, "产出": 25, "效果": 20}),
            (PROJECT, 22, {"项目决策": 20, "项目管理": 25, "项目绩效": 55}),
        ],
        ids=["department", "project"],
    )
    def test_rows_and_points(self, report, rows, levels):
        table = report.claimed
        assert len(table.rows) == rows
        assert {row.level1: row.level1_points for row in table.rows} == levels
        second = {(row.level1, row.level2): row.level2_points for row in table.rows}
        assert sum(second.values()) == 100
        assert (table.total_points, table.total_score) == (100, 98)
        assert sum(row.score for row in table.rows) == 98
        assert sum(row.points or 0 for row in table.rows) == 100

    def test_the_pool(self):
        pool = [row for row in DEPARTMENT.claimed.rows if row.label in ("经济效益", "社会效益", "生态效益")]
        assert [row.points for row in pool] == [15, None, None]
        assert [row.score for row in pool] == [5, 5, 5]

    def test_an_ideographic_space_in_a_merged_cell_is_no_group(self):
        (row,) = [row for row in DEPARTMENT.claimed.rows if row.label == "政府采购执行率"]
        assert row.level2 == "预算管理"

    def test_reasons(self):
        reasons = {row.label: row.reason for row in DEPARTMENT.claimed.rows if row.reason}
        assert reasons == {"公务卡刷卡率": "公务刷卡率未达50%", "管理制度健全性": "资产调拨不及时"}
        assert (DEPARTMENT.claimed.has_reasons, PROJECT.claimed.has_reasons) == (True, False)

    def test_the_garbled_clause_is_kept(self):
        (row,) = [row for row in PROJECT.claimed.rows if row.label == "组织机构"]
        assert row.clause == "1\ufffd 构健全、分工明确  （1分）"

    def test_losses(self):
        lost = {row.label: row.points - row.score for row in PROJECT.claimed.rows if row.score < row.points}
        assert lost == {"分配结果": 1, "财务管理": 1}

    def test_notes_and_titles(self):
        assert DEPARTMENT.claimed.title == "部门整体支出绩效评价评分表"
        assert DEPARTMENT.claimed.note.startswith("备注：如部门（单位）根据本部门实际情况修改调整了附件3")
        assert PROJECT.claimed.title == "项目支出绩效评价指标体系"
        assert PROJECT.claimed.note.endswith("善、量化、细化个性指标，形成本项目的指标体系。")

    def test_clauses_are_those_of_the_shipped_tables(self):
        """Two transcriptions of the same print, made apart: they agree but for spacing."""
        for report, pin in ((DEPARTMENT, "junshan-department@2021.1"), (PROJECT, "junshan-project@2021.1")):
            shipped = registry.load(pin).indicators
            assert [row.label for row in report.claimed.rows] == [row.label.zh for row in shipped]
            for row, indicator in zip(report.claimed.rows, shipped, strict=True):
                assert not row.clause or squeezed(row.clause) == squeezed(indicator.clause), row.label
                assert row.points is None or indicator.points in (None, row.points)


def test_points_are_exact():
    assert isinstance(DEPARTMENT.total_score, Fraction)
