"""The national self-evaluation form: printed in four layouts and read back it is itself, and nothing of it is lost."""

import pytest
from attrs import evolve
from form_pages import as_docx, as_html, as_merged_html, as_text, without_places
from hypothesis import given
from hypothesis import strategies as st
from self_evaluation_printer import STYLES, Style, as_xlsx, form_blocks, self_evaluation_forms, workbook

from jixiao_core import strategies as jst
from jixiao_core.exact.quantities import Money, Number, Rate
from jixiao_core.exchange import read_published, reports_to_toml
from jixiao_core.exchange.forms.blocks import Cell, Line, Row
from jixiao_core.exchange.published import redacted_form
from jixiao_core.exchange.reports import parse_reports
from jixiao_core.present import render
from jixiao_core.reports import check
from jixiao_core.scoring.figures import Known, Missing

LAYOUTS = {
    "text": lambda blocks, _: as_text(blocks).encode(),
    "html": lambda blocks, style: (as_merged_html if style.merged_cells else as_html)(blocks).encode(),
    "docx": lambda blocks, _: as_docx(blocks),
    "xlsx": as_xlsx,
}


def told(found):
    """What is not in the reports: the texts."""
    return [each.text for each in found.loss.unread if each.why in ("unknown", "unreadable")]


def counted(found):
    loss = found.loss
    return sum(count for _, count in loss.uses) + sum(each.why == "unknown" for each in loss.unread)


@pytest.mark.parametrize("layout", list(LAYOUTS))
class TestPrintedAndReadBack:
    @given(form=self_evaluation_forms(), style=STYLES)
    def test_it_is_itself(self, layout, form, style):
        """Any names and order of columns, merged or repeated levels, split pages, half-width signs, missing sections."""
        found = read_published(LAYOUTS[layout](form_blocks(form, style), style), layout=layout)
        (read,) = found.reports
        wanted = form if style.year_line else evolve(form, title=f"{form.title}（{form.fiscal_year}年度）")
        assert without_places(read) == without_places(wanted)
        assert (read.preparer, read.preparer_phone) == (form.preparer, form.preparer_phone)
        assert (read.leader, read.leader_phone) == (form.leader, form.leader_phone)
        assert told(found) == []
        assert found.loss.is_complete
        assert counted(found) == found.loss.cells + found.loss.lines


HEAD = (
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
FIRST = ("", "产出指标", "数量指标", "终端数量", "≥60台", "60台", "10", "10", "")


def blocks_of(*rows):
    """Blocks under a title, one line each: a tuple is a row, a text a line."""
    found = [Line("项目支出绩效自评表", 1), Row((Cell("项目名称", 2), Cell("甲", 2)))]
    for line, each in enumerate(rows, start=3):
        found.append(Row(tuple(Cell(text, line) for text in each)) if isinstance(each, tuple) else Line(each, line))
    return tuple(found)


def read(*rows):
    """The only form that rows make, and the account."""
    found = read_published(as_html(blocks_of(*rows)).encode())
    (form,) = found.reports
    return form, found


class TestIndicators:
    def test_columns_that_the_form_does_not_have_are_told(self):
        form, found = read(
            ("指标依据", *HEAD[1:], "评分说明"), (*FIRST, "按台账"), ("", "", "", "人员", "5人", "", "1", "", "", "")
        )
        assert [row.label for row in form.rows] == ["终端数量", "人员"]
        assert told(found) == ["指标依据", "评分说明", "按台账"]
        assert [each.text for each in form.unread] == told(found)

    def test_numbers_in_headings_are_told(self):
        head = (*HEAD[:6], "分值（100）", "得分（2023年）", "偏差原因（第3季度）")
        form, found = read(
            ("项目资金（万元）", "", "年初预算数", "全年预算数（9）", "全年执行数", "", "", ""), head, FIRST
        )
        assert (form.rows[0].points, form.rows[0].score) == (10, 10)
        assert told(found) == ["全年预算数（9）", "分值（100）", "得分（2023年）", "偏差原因（第3季度）"]

    def test_targets_with_operator_and_unit_columns(self):
        head = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "实际完成值", "分值", "得分")
        form, found = read(
            head,
            ("产出指标", "数量指标", "甲", "≥", "60", "台", "58", "10", "9.67"),
            ("", "", "乙", "≤", "12.5", "万元", "12.5万元", "10", "10"),
            ("", "", "丙", "≤", "≥90", "%", "95%", "10", "10"),
            ("", "", "丁", "定性", "优良", "", "优良", "10", "10"),
            ("", "", "戊", "＝", "100", "％", "98", "10", "9.8"),
        )
        values = [(row.target_value, row.completion_value) for row in form.rows]
        shown = [each and (each.comparator, str(each.value), each.unit) for pair in values for each in pair]
        assert shown == [
            ("at_least", "60", "台"), ("equal", "58", "台"),
            ("at_most", "12.5万元", ""), ("equal", "12.5万元", ""),
            ("at_least", "90%", ""), ("equal", "95%", ""),
            None, None,
            ("equal", "100%", ""), ("equal", "98%", ""),
        ]  # fmt: skip
        assert told(found) == []

    def test_what_is_no_number_stays_printed(self):
        form, found = read(HEAD, ("", "产出指标", "数量指标", "甲", "约90%", "2023年底前", "10分", "满分", "a\nb"))
        (row,) = form.rows
        assert (row.target, row.target_value, row.completion, row.completion_value) == (
            "约90%",
            None,
            "2023年底前",
            None,
        )
        assert (row.points, row.score, row.reason) == (10, None, "a\nb")
        assert [(each.why, each.name, each.text) for each in found.loss.unread] == [
            ("unreadable", "rows[0].score", "满分")
        ]

    def test_a_rate_is_no_score(self):
        form, found = read(HEAD, (*FIRST[:6], "10%", "9", ""))
        assert (form.rows[0].points, told(found)) == (None, ["10%"])

    def test_rows_that_nobody_filled_in(self):
        """Levels of the template, dots and blanks are no rows and nothing of them is lost."""
        form, found = read(HEAD, FIRST, ("", "效益指标", "经济效益指标", "……", "", "", "", "", ""), ("",) * 9,
                           ("", "", "社会效益指标", "便利", "提升", "提升", "30", "30", ""))  # fmt: skip
        assert [(row.level1, row.level2, row.label) for row in form.rows] == [
            ("产出指标", "数量指标", "终端数量"),
            ("效益指标", "社会效益指标", "便利"),
        ]
        assert told(found) == []

    def test_a_second_level_is_not_carried_into_another_first_level(self):
        form, _ = read(HEAD, FIRST, ("", "满意度指标", "", "满意度", "≥90%", "95%", "10", "10", ""))
        assert [row.level2 for row in form.rows] == ["数量指标", ""]

    def test_an_indicator_of_several_rows_is_to_be_confirmed(self):
        form, found = read(HEAD, FIRST, ("", "", "", "", "≥10次", "9次", "", "", ""))
        assert [row.label for row in form.rows] == ["终端数量", "终端数量"]
        assert [each.why for each in found.loss.unread] == ["doubtful"]

    def test_subtotals_and_second_totals_are_told(self):
        form, found = read(
            HEAD,
            FIRST,
            ("", "", "小计", "", "", "", "10", "10", ""),
            ("总分", "100", "98", ""),
            ("合计", "90", "88", ""),
        )
        assert (len(form.rows), form.total_points, form.total_score) == (1, 100, 98)
        assert told(found) == ["小计", "10", "10", "合计", "90", "88"]

    @pytest.mark.parametrize(
        ("cells", "totals"),
        [
            (("总分", "100", "98", ""), (100, 98)),
            (("总 分", "", "", "", "", "", "100", "98", ""), (100, 98)),
            (("", "合计", "", "", "", "", "100", "98", ""), (100, 98)),
            (("总分（100分）", "", "98", ""), (100, 98)),
            (("自评总分", "98"), (None, 98)),
        ],
    )
    def test_every_way_of_printing_the_total(self, cells, totals):
        form, found = read(HEAD, FIRST, cells)
        assert ((form.total_points, form.total_score), told(found)) == (totals, [])

    def test_a_total_that_fits_no_column_is_told(self):
        form, found = read(HEAD, FIRST, ("总分", "100", "98"))
        assert (form.total_score, told(found)) == (None, ["总分", "100", "98"])

    def test_pages_with_other_columns(self):
        other = (*HEAD[:4], "分值", "得分", "年度指标值", "实际完成值", HEAD[8])
        form, found = read(HEAD, FIRST, other, ("", "", "", "人员", "5", "4", "≥5人", "4人", "病假"))
        assert [(row.level1, row.points, row.target, row.reason) for row in form.rows] == [
            ("产出指标", 10, "≥60台", ""),
            ("产出指标", 5, "≥5人", "病假"),
        ]
        assert told(found) == []


BUDGET = ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")


class TestBudget:
    def test_units_of_grid_and_columns(self):
        head = ("项目资金（万元）", "", "年初预算数", "全年预算数（元）", "全年执行数", "分值", "执行率", "得分")
        form, found = read(head, ("", "年度资金总额", "1", "10000", "0.5", "10", "50%", "5"))
        (line,) = form.budget
        assert [each.value for each in (line.initial, line.full_year, line.executed)] == [
            Money.parse("1万元"), Money.parse("10000元"), Money.parse("0.5万元"),
        ]  # fmt: skip
        assert (line.rate.value, line.points, line.score, told(found)) == (Rate.parse("50%"), 10, 5, [])

    def test_without_a_unit_an_amount_is_a_number(self):
        form, _ = read(("项目资金", *BUDGET[1:]), ("", "年度资金总额", "90", "100", "86.183", "10", "86.18", "8.62"))
        assert form.unit.how == "unstated"
        assert form.budget[0].executed.value == Number.parse("86.183")
        assert form.budget[0].rate.value == Number.parse("86.18")

    def test_a_unit_on_a_line_of_its_own(self):
        form, found = read(
            "（2023年度）   金额单位：元", ("项目资金", *BUDGET[1:]), ("", "资金总额", "90", "", "", "", "", "")
        )
        assert (form.fiscal_year, form.budget[0].initial.value, told(found)) == (2023, Money.parse("90元"), [])

    def test_sources_that_no_field_has_and_second_ones_are_told(self):
        form, found = read(BUDGET, ("", "年度资金总额", "9", "9", "9", "10", "100%", "10"), ("", "省级补助", "5", "5", "5", "—", "", "—"),
                           ("", "其他资金", "4", "4", "4", "—", "", "—"), ("", "其他资金", "1", "", "", "", "", ""))  # fmt: skip
        assert [line.source for line in form.budget] == ["total", "other"]
        assert told(found) == ["省级补助", "5", "5", "5", "—", "—", "其他资金", "1"]

    def test_what_is_no_amount(self):
        form, found = read(BUDGET, ("", "年度资金总额", "—", "一百", "12,5", "十", "很高", "—"))
        (line,) = form.budget
        assert [type(each) for each in (line.initial, line.full_year, line.executed, line.rate)] == [Missing] * 4
        assert [(each.text, each.why) for each in found.loss.unread] == [
            ("—", "doubtful"), ("一百", "unreadable"), ("12,5", "unreadable"), ("十", "unreadable"), ("很高", "unreadable"),
            ("—", "unreadable"),
        ]  # fmt: skip

    def test_a_heading_without_the_blank_cell(self):
        """项目资金 spans two columns in the heading and the rows have both."""
        form, found = read((BUDGET[0], *BUDGET[2:]), ("", "年度资金总额", "9", "9", "9", "10", "100%", "10"))
        assert (form.budget[0].score, told(found)) == (10, [])


class TestFields:
    def test_labels_that_no_field_has_are_told(self):
        form, found = read(("项目类别", "经常性", "主管部门", "乙"), ("联系人", "某某", "联系电话", "1234567"))
        assert form.supervising_department == "乙"
        assert told(found) == ["项目类别", "经常性", "联系人", "某某", "联系电话", "1234567"]
        assert "1234567" not in repr(form)

    def test_a_second_value_is_told(self):
        _, found = read(("主管部门", "乙"), ("主管部门", "丙"))
        assert told(found) == ["主管部门", "丙"]

    def test_phones_belong_to_whoever_is_named_before_them(self):
        form, found = read(
            ("项目负责人", "张某", "联系电话", "111-1111"),
            "填表人（签字）：李某  联系电话：222-2222  填表日期：2024年3月5日",
        )
        assert (form.leader_phone, form.preparer, form.preparer_phone) == ("111-1111", "李某", "222-2222")
        assert (form.report_date.iso, told(found)) == ("2024-03-05", [])
        shown = repr(form)
        assert not any(each in shown for each in ("张某", "李某", "111-1111", "222-2222"))
        hidden = redacted_form(found)
        assert not any(each in str(hidden) for each in ("张某", "李某", "111-1111"))

    def test_values_behind_blank_cells_of_a_sheet(self):
        """Nobody merged the cells: the value is read, and a person is asked to confirm it."""
        form, found = read(("项目编码", "", "", "01", ""), ("主管部门", "", "实施单位", "丙", "项目类别", "丁"))
        assert (form.project_code, form.supervising_department, form.implementing_unit) == ("01", "", "丙")
        assert [(each.text, each.why) for each in found.loss.unread] == [
            ("01", "doubtful"), ("项目类别", "unknown"), ("丁", "unknown"),
        ]  # fmt: skip

    def test_goals_of_several_rows_and_strays(self):
        form, found = read(
            ("年度总体目标", "预期目标", "实际完成情况"),
            ("", "一。", "完成。"),
            ("", "二。", ""),
            ("其他事项", "略", "略"),
        )
        assert [each.text for each in form.expected_goals] == ["一。", "二。"]
        assert [each.text for each in form.actual_results] == ["完成。"]
        assert told(found) == ["其他事项", "略", "略"]

    def test_a_remark_with_its_numbered_lines(self):
        form, found = read(HEAD, FIRST, "备注：1.数据以决算为准。", "2.其他资金为自筹。", "某句话")
        assert form.remark == "备注：1.数据以决算为准。\n2.其他资金为自筹。"
        assert told(found) == ["某句话"]


class TestSeveralForms:
    FORMS = (blocks_of(HEAD, FIRST, ("总分", "100", "98", "")), blocks_of(("主管部门", "乙"), HEAD, FIRST))

    def test_a_workbook_with_a_sheet_for_each_project(self):
        found = read_published(
            workbook([("一", self.FORMS[0]), ("二", self.FORMS[1]), ("填表说明", (Line("须知", 1),))])
        )
        assert [(form.total_score, form.supervising_department) for form in found.reports] == [(98, ""), (None, "乙")]
        assert [(each.place, each.text) for each in found.loss.unread] == [("填表说明!A1", "须知")]
        assert all(form.unread == () for form in found.reports)

    @pytest.mark.parametrize("layout", list(LAYOUTS))
    def test_forms_behind_each_other(self, layout):
        found = read_published(LAYOUTS[layout](self.FORMS[0] + self.FORMS[1], Style()), layout=layout)
        assert [form.total_score for form in found.reports] == [98, None]
        assert told(found) == []

    def test_forms_without_titles(self):
        rows = self.FORMS[0][1:]
        other = (Row((Cell("项目名称", 2), Cell("乙", 2))), *rows[1:])
        found = read_published(as_html(rows + other).encode())
        assert [form.project_name for form in found.reports] == ["甲", "乙"]

    def test_the_name_on_a_second_page_begins_no_form(self):
        rows = (*self.FORMS[0][:-1], Row((Cell("项目名称", 9), Cell("甲", 9))), *blocks_of(HEAD, FIRST)[2:])
        found = read_published(as_html(rows).encode())
        assert [len(form.rows) for form in found.reports] == [2]

    def test_titles_that_begin_nothing(self):
        """An entry of a list of annexes, the form of 整体支出, and a form of another kind."""
        for title in ("附件：项目支出绩效自评表", "部门整体支出绩效自评表", "项目支出绩效目标申报表"):
            found = read_published(
                as_html((Line(title, 1), Line("另见附件。", 2), Row((Cell("甲", 3), Cell("乙", 3))))).encode()
            )
            assert found.reports == ()

    def test_a_form_behind_a_report(self):
        report = (Line("某区项目绩效评价自评报告", 1), Line("项目名称：甲", 2))
        found = read_published(as_html(report + self.FORMS[0]).encode())
        assert [each.kind for each in found.reports] == ["project", "self_evaluation"]
        assert told(found) == []


class TestPlaces:
    def test_a_figure_and_what_was_not_read_have_their_cells(self):
        blocks = blocks_of(BUDGET, ("", "年度资金总额", "90", "一百", "86.183", "10", "86.18%", "8.62"))
        found = read_published(as_xlsx(blocks, Style(numbers=True)))
        (form,) = found.reports
        assert form.budget[0].executed.origin == "绩效自评表!E4"
        assert [(each.place, each.line, each.name) for each in form.unread] == [
            ("绩效自评表!D4", 4, "budget[0].full_year")
        ]

    def test_text_has_lines(self):
        form, _ = read(BUDGET, ("", "年度资金总额", "90", "", "", "", "", ""))
        assert form.budget[0].initial.origin.startswith("第")
        assert isinstance(form.budget[0].initial, Known)


@given(form=self_evaluation_forms())
def test_what_is_read_is_written_and_read_again(form):
    found = read_published(as_xlsx(form_blocks(form)))
    import tomllib

    assert parse_reports(tomllib.loads(reports_to_toml(found.reports))) == found.reports
    for each in found.reports:
        check(each)


WORDS = ["项目名称", "主管部门", "一级指标", "三级指标", "年度指标值", "实际完成值", "得分", "总分", "年初预算数", "全年执行数", "年度资金总额",
         "预期目标", "实际完成情况", "备注：", "填表人：甲", "联系电话", "绩效指标", "项目支出绩效自评表", "（2023年度）", "1", "90%", "", "", "小计"]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), max_size=20))
def test_any_rows_of_labels_are_read_or_told(rows):
    """Rows of the words of the form in any order: no traceback, and every cell has its account."""
    found = read_published(as_html(blocks_of(*map(tuple, rows))).encode())
    assert counted(found) == found.loss.cells + found.loss.lines
    for form in found.reports:
        check(form)


@given(form=jst.self_evaluation_forms(), style=STYLES)
def test_a_form_without_faults_has_none_when_it_is_read_from_a_workbook(form, style):
    (read,) = read_published(as_xlsx(form_blocks(form, style), style)).reports
    assert [finding.code for finding in check(read)] == [finding.code for finding in check(form)]
    assert [row.score for row in read.rows] == [row.score for row in form.rows]


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize(
    "cells", [("（2023年度）", "单位：万元"), ("（2023年度）", "", "金额单位：万元"), ("2023年度", "")]
)
def test_the_year_in_a_row_with_the_unit(layout, cells):
    """The usual layout: the year in the middle, the unit at the right of one row."""
    title, name, *rows = blocks_of(("主管部门", "乙"), HEAD, FIRST)
    line = Row(tuple(Cell(text, 1) for text in cells))
    found = read_published(LAYOUTS[layout]((title, line, name, *rows), Style()), layout=layout)
    assert ([form.fiscal_year for form in found.reports], told(found)) == ([2023], [])


class TestUsualLabels:
    """Labels that counties print beside those of the model form."""

    def test_fields_sources_and_columns(self):
        head = ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "全年实际完成值", "分值", "得分")
        form, found = read(
            ("主管部门及代码", "201 乙", "实施单位", "丙"),
            BUDGET,
            ("", "年度资金总额", "9", "9", "9", "10", "100%", "10"),
            ("", "其中：本年一般公共预算拨款", "5", "5", "5", "—", "", "—"),
            ("", "上年结转一般公共预算拨款", "4", "4", "4", "—", "", "—"),
            head,
            ("", "产出指标", "数量指标", "终端数量", "≥60台", "60台", "10", "10"),
        )
        assert (form.supervising_department, form.implementing_unit) == ("201 乙", "丙")
        assert [line.source for line in form.budget] == ["total", "fiscal", "carried_over"]
        assert form.rows[0].completion == "60台"
        assert told(found) == []

    @pytest.mark.parametrize(
        "cells",
        [
            ("", "", "生态效益指标", "无", "", "", "", "", ""),
            ("", "", "生态效益指标", "无", "无", "/", "0", "0.00", ""),
            ("", "", "生态效益指标", "—", "—", "—", "—", "—", "无"),
            ("", "", "生态效益指标", "不涉及", "", "", "", "", "不涉及"),
        ],
    )
    def test_a_row_of_nothing_is_no_row(self, cells):
        form, found = read(HEAD, FIRST, cells)
        assert ([row.label for row in form.rows], told(found)) == (["终端数量"], [])

    def test_a_row_with_points_is_one_whatever_it_is_called(self):
        form, _ = read(HEAD, FIRST, ("", "", "生态效益指标", "无", "", "", "5", "5", ""))
        assert [row.points for row in form.rows] == [10, 5]


def test_findings_of_a_workbook_name_its_cells():
    """Each sheet counts its own rows: the number of a line in the whole workbook is on no sheet."""
    first = blocks_of(HEAD, FIRST)
    other = (
        BUDGET,
        ("", "年度资金总额", "9", "9", "9", "10", "很高", "11"),
        HEAD,
        ("", "产出指标", "数量指标", "甲", "≥60台", "60人", "10", "10", ""),
        ("", "", "", "甲", "", "≥5人", "10", "10", "延期"),
    )
    found = read_published(workbook([("一", first), ("二", blocks_of(*other))]))
    told_ = {finding.code: render(finding.message) for finding in check(found.reports[1])}
    assert told_["reports.target_units_differ"].startswith("甲（二!D6）：")
    assert told_["reports.operator_in_completion"].startswith("甲（二!D7）：")
    assert told_["reports.score_above_points"].startswith("预算执行率（二!B4）：")
    assert told_["reports.field_unreadable"].startswith("二!G4：")
    assert told_["reports.row_twice"].startswith("同一二级指标下“甲”重复出现（二!D6、二!D7）")
    assert told_["reports.target_blank"].startswith("1项指标未填目标值（二!D7）")
    assert not any("行）" in each or "行：" in each for each in told_.values())


def test_findings_of_a_page_name_its_lines():
    form, _ = read(HEAD, FIRST, ("", "", "", "终端数量", "", "≥5人", "10", "10", "延期"))
    told_ = {finding.code: render(finding.message) for finding in check(form)}
    assert "终端数量（第" in told_["reports.operator_in_completion"]
    assert "重复出现（第" in told_["reports.row_twice"]
