"""
Nothing that is printed is lost in silence: stray lines, extra columns, names that stand twice, tables without reports.

Each case is the published text of 2021 with one line changed, as a stranger would try it.
"""

import pytest
from form_pages import as_text
from hypothesis import given
from hypothesis import strategies as st
from source_variants import LINES, changed, replaced

from jixiao_core import strategies as jst
from jixiao_core.exact.quantities import Money
from jixiao_core.exchange import read_published
from jixiao_core.exchange.forms.belonging import TableSlot, assigned
from jixiao_core.exchange.forms.blocks import Cell, Line, Row, squeezed
from jixiao_core.exchange.forms.dates import date, period
from jixiao_core.exchange.forms.marks import boxes
from jixiao_core.exchange.forms.reading import reports_of
from jixiao_core.exchange.forms.vouchers import vouchers
from jixiao_core.reports import check
from jixiao_core.reports.parts import BLANK
from jixiao_core.reports.project import VoucherRef

PLAIN = read_published(changed())


def unread(content):
    """What is not in the reports: lines and texts."""
    loss = read_published(content).loss
    return [(each.line, each.text) for each in loss.unread if each.why in ("unknown", "unreadable")]


class TestLinesBesideHeadings:
    @pytest.mark.parametrize("line", [522, 900, 908, 1215])
    @pytest.mark.parametrize("page", ["— 5 —", "-12-", "第3页 共9页"])
    def test_the_number_of_a_page_ends_a_row(self, line, page):
        """The empty line beside a heading is the number of a page: every row is still there, and nothing is doubtful."""
        found = read_published(changed(**{f"l{line}": page}))
        assert found.reports == PLAIN.reports
        assert found.loss.unread == PLAIN.loss.unread
        assert dict(found.loss.uses)["page"] == 1

    @pytest.mark.parametrize("line", [522, 900, 908, 1215])
    def test_any_other_line_splits_or_is_told(self, line):
        """A stray line makes one row of two: both are read, a person is asked to confirm, and the text is told or kept."""
        found = read_published(changed(**{f"l{line}": "转下页续表"}))
        _, project = found.reports
        assert [len(project.lines), len(found.reports[0].claimed.rows), len(project.claimed.rows)] == [3, 25, 22]
        assert project.lines[0].amount == PLAIN.reports[1].lines[0].amount
        assert len(found.loss.unread) > len(PLAIN.loss.unread)
        kept = [text for _, text in unread(changed(**{f"l{line}": "转下页续表"}))]
        everything = repr(found.reports)
        assert any("转下页续表" in text for text in kept) or "转下页续表" in everything

    def test_text_under_the_label_of_a_column(self):
        assert unread(changed(l52="某段文字")) == [(51, "收入合计\n某段文字")]


class TestColumns:
    def test_columns_that_the_form_does_not_have(self):
        """未完成原因, 分值, 得分: each cell of them is told, and no target is lost."""
        rows = [
            Row(tuple(Cell(text, line) for text in texts))
            for line, texts in enumerate(
                [
                    ("三、项目绩效自评情况",),
                    (
                        "绩效指标",
                        "一级指标",
                        "二级指标",
                        "三级指标",
                        "年度指标值",
                        "实际完成值",
                        "分值",
                        "得分",
                        "未完成原因",
                    ),
                    ("", "产出指标", "数量指标", "接入点", "≥150个", "148个", "10", "9.9", "设备未到货"),
                    ("", "", "", "系统", "7个", "8个", "10", "10", ""),
                ],
                start=2,
            )
        ]
        found = reports_of((Line("某区项目绩效评价自评报告", 1), *rows))
        (report,) = found.reports
        assert [(row.content, row.target, row.completion) for row in report.targets] == [
            ("接入点", "≥150个", "148个"),
            ("系统", "7个", "8个"),
        ]
        told = [each.text for each in found.loss.unread]
        assert told == ["分值", "得分", "未完成原因", "10", "9.9", "设备未到货", "10", "10"]
        assert [each.text for each in report.unread] == told

    @pytest.mark.parametrize("label", ["年度指标值", "目标值", "预期指标值"])
    def test_other_names_of_the_target(self, label):
        content = changed(l564=f"\t{label}")
        assert [row.target for row in read_published(content).reports[1].targets] == ["100%"] * 7 + [""] * 7

    def test_columns_of_two_units(self):
        """结余 in 元 beside three columns in 万元: each figure has the unit of its own column."""
        report = read_published(changed(l468="（元）", l469="\t5000")).reports[1]
        assert report.funding.balance.total.value == Money.parse("5000元")
        assert report.funding.spent.total.value == Money.parse("173万元")

    def test_a_column_without_a_unit_beside_two_units(self):
        report = read_published(changed(l468="（元）", l462=None)).reports[1]
        assert str(report.funding.received.total.value) == "173"
        assert not isinstance(report.funding.received.total.value, Money)


class TestTwice:
    def test_two_institutions_of_one_name(self):
        report = read_published(changed(l147="\t2、二级机构1", l148="\t12.5")).reports[0]
        totals = [(each.name, each.expenditure.total_expenditure) for each in report.institutions]
        assert ("2、二级机构1", BLANK) in totals
        assert [str(figure.value) for name, figure in totals if name == "2、二级机构1" and figure != BLANK] == [
            "12.5万元"
        ]

    def test_a_second_contact(self):
        content = changed(l12="\t〈电话1〉\n\n\t联系人\n\t某某\n\t联络电话\n\t110")
        assert [text for _, text in unread(content)] == ["联系人", "某某", "联络电话", "110"]

    def test_the_other_cells_of_a_total(self):
        assert unread(changed(l540="\t共21张", l541="\t另附清单")) == [(540, "共21张"), (541, "另附清单")]

    def test_two_sources_that_are_both_other(self):
        """自筹 is read as 其它; beside a 其它 of its own it stays in the account."""
        report = read_published(changed(l507="\t自筹", l508="\t12")).reports[1]
        assert str(report.funding.planned.other.value) == "12万元"
        assert [text for _, text in unread(changed(l480="\t自筹", l481="\t12", l508="\t3"))][:2] == ["其它", "3"]

    @pytest.mark.parametrize(
        ("label", "field"), [("市级", "municipal"), ("区级财政", "county"), ("市财政", "municipal")]
    )
    def test_other_names_of_sources(self, label, field):
        report = read_published(changed(l489=f"\t{label}", l490="\t7", l498="\t省级", l499="\t ")).reports[1]
        assert str(getattr(report.funding.planned, field).value) == "7万元"


class TestTotals:
    @pytest.mark.parametrize("label", ["合 计", "总计", "总分（100分）", "总得分"])
    def test_names_of_the_total(self, label):
        table = read_published(replaced(1022, "总 分", label)).reports[0].claimed
        assert (len(table.rows), table.total_points, table.total_score) == (25, 100, 98)

    def test_cells_merged_with_the_total(self):
        table = read_published(changed(l1023=None, l1024=None, l1025=None)).reports[0].claimed
        assert (len(table.rows), table.total_points, table.total_score) == (25, 100, 98)

    def test_points_in_brackets(self):
        table = read_published(changed(l1022="\t总分（100分）", l1026="\t")).reports[0].claimed
        assert (table.total_points, table.total_score) == (100, 98)

    def test_subtotals_are_no_rows(self):
        subtotal = "\n\n\t小计\n\t\n\t\n\t\n\t15\n\t15\n\t\n"
        content = changed(l794=subtotal)
        found = read_published(content)
        assert len(found.reports[0].claimed.rows) == 25
        assert [text for _, text in unread(content)] == ["小计", "15", "15"]
        codes = {finding.code for finding in check(found.reports[0])}
        assert not codes & {"reports.points_total_differs", "reports.scores_total_differs"}

    def test_subtotals_of_expenditure_lines(self):
        content = changed(l537="\n\t小计\n\t576715\n\t\n\t\n")
        report = read_published(content).reports[1]
        assert len(report.lines) == 3
        assert [text for _, text in unread(content)] == ["小计", "576715"]


class TestTablesWithoutReports:
    def test_a_table_alone_is_told_cell_by_cell(self):
        content = "\n".join(LINES[755:1030]).encode()
        found = read_published(content)
        assert (found.reports, [table.title for table in found.tables]) == ((), ["部门整体支出绩效评价评分表"])
        assert not found.loss.is_complete
        assert len([each for each in found.loss.unread if each.text == "5"]) >= 8

    def test_the_table_of_the_other_report(self):
        """Unit A has no table, unit B behind it has one: it is that of B."""
        one, two = "\n".join(LINES[:432]), "\n".join(LINES[:432]).replace("君山区", "某区")
        table = "\n".join(LINES[755:1031])
        found = read_published(f"{one}\n\n\n{two}\n\n\n{table}".encode())
        assert [report.claimed is not None for report in found.reports] == [False, True]

    def test_two_reports_and_their_tables_behind_both(self):
        one, table = "\n".join(LINES[:432]), "\n".join(LINES[755:1031])
        second = table.replace("部门整体支出绩效评价评分表", "部门整体支出绩效评价评分表（二）")
        found = read_published(f"{one}\n\n\n{one}\n\n\n{table}\n\n\n{second}".encode())
        assert [report.claimed.title[-3:] for report in found.reports] == ["评分表", "（二）"]

    def test_a_table_that_nobody_has_is_told_with_the_report_before_it(self):
        """Two units with three tables: which two are theirs nobody knows of the third."""
        one, table = "\n".join(LINES[:432]), "\n".join(LINES[755:1031])
        found = read_published(f"{one}\n\n\n{table}\n\n\n{table}".encode())
        (report,) = found.reports
        assert report.claimed is None
        assert [each.text for each in report.unread][-2:] == ["部门整体支出绩效评价评分表"] * 2
        assert "reports.parts_unread" in {finding.code for finding in check(report)}

    @given(st.lists(st.sampled_from(["department", "project"]), max_size=6), st.data())
    def test_no_table_has_two_reports(self, kinds, data):
        slots = st.builds(
            TableSlot, kind=st.sampled_from(["department", "project"]), reports_before=st.integers(0, len(kinds))
        )
        tables = sorted(data.draw(st.lists(slots, max_size=6)), key=lambda slot: slot.reports_before)
        pairs = list(assigned(kinds, tables))
        assert len({report for report, _ in pairs}) == len({table for _, table in pairs}) == len(pairs)
        assert all(kinds[report] == tables[table].kind for report, table in pairs)

    def test_an_entry_of_a_list_of_annexes_is_no_report(self):
        for entry in ("1、项目支出绩效自评报告", "附件2：部门整体支出绩效自评报告", "项目支出绩效自评报告"):
            found = read_published(changed(l752=f"（七）附件\n{entry}"))
            assert len(found.reports) == 2
            assert any(entry in repr(section) for section in found.reports[1].narrative)

    def test_an_annex_that_is_a_report(self):
        text = "附件1：某区部门（单位）整体支出绩效评价自评报告\n部门名称：某局\n"
        assert read_published(text.encode()).reports[0].department_name == "某局"


def block_of(text):
    """The sign-off of the department with other words, and what was not read."""
    content = changed(l368=text, l369=None, l370=None)
    block = read_published(content).reports[0].sign_offs.blocks[1]
    return (block.opinion, block.signature, block.date.iso), len(unread(content))


class TestSignOffs:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "\t部门（单位）意见：同意上报。部门（单位）负责人（签章）：王五\n2022年7月5日",
                ("同意上报。", "王五", "2022-07-05"),
            ),
            (
                "\t部门（单位）意见：请于2022年6月30日前整改。\n  部门（单位）负责人（签章）：王五\n  2022年7月5日",
                ("请于2022年6月30日前整改。", "王五", "2022-07-05"),
            ),
            (
                "\t部门（单位）意见：\n同意。\n   部门（单位）负责人（签章）：\n王五\n   2022年7月5日",
                ("同意。", "王五", "2022-07-05"),
            ),
            ("\t部门（单位）意见：自评情况属实。", ("自评情况属实。", "", "")),
            ("\t部门(单位)意见:情况属实。\n2022年7月5日", ("情况属实。", "", "2022-07-05")),
            ("\t部门（单位）意见：\n  负责人（签章）：\n  年  月  日", ("", "", "")),
        ],
    )
    def test_opinion_signature_and_date(self, text, expected):
        assert block_of(text) == (expected, 0)

    def test_what_stands_behind_the_date_is_told(self):
        _, count = block_of("\t部门（单位）意见：\n部门（单位）负责人（签章）： 2022年7月5日\n经办人：某某")
        assert count == 1

    def test_a_signature_is_no_opinion(self):
        report = read_published(changed(l369="部门（单位）负责人（签章）：\n赵钱孙")).reports[0]
        assert report.sign_offs.blocks[1].signature == "赵钱孙"
        assert "赵钱孙" not in repr(report)

    @pytest.mark.parametrize("bracket", ["（签名）", "（签章）", "(盖章)", ""])
    def test_the_preparer(self, bracket):
        report = read_published(changed(l377=f"填报人{bracket}：孙八    联系电话：000-0000")).reports[0]
        assert (report.sign_offs.preparer, report.sign_offs.preparer_phone) == ("孙八", "000-0000")


NAMES = ("项目实施过程评价", "项目完成结果评价")


class TestMarks:
    @pytest.mark.parametrize("ticked", ["☑", "√", "✓", "✅", "●", "■", "（√）", "[x]", "【√】", "(√)"])
    @pytest.mark.parametrize("empty", ["□", "○", "（ ）", "[ ]", ""])
    def test_every_way_of_ticking(self, ticked, empty):
        one, two = NAMES
        assert boxes(f"{one}{empty}  {two}{ticked}", NAMES) == (False, True)
        if empty:
            assert boxes(f"{ticked}{one}  {empty}{two}", NAMES) == (True, False)

    @pytest.mark.parametrize("text", ["{0} {1}", "{0}□{1}☑（待定）", "{0}☑☑{1}□", "其他☑", "", "{0}□{0}☑"])
    def test_anything_else_is_told(self, text):
        printed = text.format(*NAMES)
        assert boxes(printed, NAMES) is None
        content = changed(l435=f"评价类型：{printed}")
        assert read_published(content).reports[1].is_on_completion is None
        assert unread(content) == [(435, f"评价类型：{printed}")]


class TestDatesAndVouchers:
    @pytest.mark.parametrize(
        ("text", "months"),
        [
            ("2022年1月-12月", ("2022-01", "2022-12")),
            ("2022年度", ("2022-01", "2022-12")),
            ("2022年1-6月", ("2022-01", "2022-06")),
            ("2021.07—2022.06", ("2021-07", "2022-06")),
            ("2021年1月1日至2021年12月31日", ("2021-01", "2021-12")),
            ("二〇二二年三月至十一月", ("2022-03", "2022-11")),
            ("2021年13月至2021年12月", ("", "")),
            ("2021年1月至长期", ("", "")),
        ],
    )
    def test_periods(self, text, months):
        assert (period(text).first, period(text).last) == months

    @pytest.mark.parametrize(
        ("text", "iso"),
        [
            ("二〇二三年三月二十八日", "2023-03-28"),
            ("二零二三年十二月十日", "2023-12-10"),
            ("2023年3月", "2023-03"),
            ("2023.3.28", "2023-03-28"),
            ("2022年2月30日", ""),
            ("三月五日", ""),
        ],
    )
    def test_dates(self, text, iso):
        assert date(text).iso == iso

    @given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 9999), st.integers(0, 5)), min_size=1))
    def test_ranges_and_slashes_are_all_their_vouchers(self, given_):
        texts = {
            "月": "、".join(f"{month}月{first}-{first + more}#" for month, first, more in given_),
            "/": "，".join(f"{month}/{first}#" for month, first, _ in given_),
        }
        ranges = [VoucherRef(m, n) for m, first, more in given_ for n in range(first, first + more + 1)]
        assert vouchers(texts["月"]) == (tuple(ranges), True)
        assert vouchers(texts["/"]) == (tuple(VoucherRef(m, n) for m, n, _ in given_), True)

    @pytest.mark.parametrize("text", ["见附表", "12#", "1-12#", "1月12#等", "1月99999-1#"])
    def test_what_is_no_list_of_vouchers_is_told(self, text):
        content = changed(l525=f"\t{text}")
        assert unread(content) == [(525, text)]
        assert read_published(content).reports[1].lines[0].vouchers_text == text
        assert not [each for each in check(read_published(content).reports[1]) if each.code == "reports.voucher_month"]


class TestNames:
    @pytest.mark.parametrize(
        ("title", "region"),
        [
            ("郑州市2021年度部门整体支出绩效评价自评报告", "郑州市"),
            ("城市管理局2021年度部门整体支出绩效评价自评报告", ""),
            ("郑州市城市管理局部门整体支出绩效评价自评报告", "郑州市"),
            ("社区服务中心部门整体支出绩效评价自评报告", ""),
            ("凉山州2021年度部门整体支出绩效评价自评报告", "凉山州"),
            ("市场监督管理局部门整体支出绩效评价自评报告", ""),
        ],
    )
    def test_the_region_of_a_title(self, title, region):
        assert read_published(title.encode()).reports[0].jurisdiction == region

    def test_a_row_of_totals_that_is_named_after_the_unit(self):
        name = "君山区行政审批服务局"
        changes = {f"l{line}": f"\t{name}" for line in (64, 120, 168, 208)}
        report = read_published(changed(**changes)).reports[0]
        assert [each.role for each in report.institutions][:2] == ["consolidated", "headquarters"]
        assert "reports.amount_differs" in {finding.code for finding in check(report)}

    def test_an_unnumbered_heading_ends_a_list(self):
        """L748: 改进措施和有关建议 is a section with three entries, not a part of the second problem."""
        sixth = PLAIN.reports[1].narrative[5]
        assert [part.heading for part in sixth.parts] == [
            "1、网络运维和信息安全管理不足",
            "2、数据共享、整合不足，重复建设多",
            "改进措施和有关建议",
        ]
        assert [part.line for part in sixth.parts[2].parts] == [749, 750, 751]


def test_a_pair_of_labels_without_its_pair_of_values():
    """It was a traceback: a row of one cell under 预期目标 and 实际完成."""
    text = "甲县项目绩效自评报告\n\t三、自评情况\n\n\t预期目标\n\t实际完成\n\n\t略\n"
    assert unread(text.encode()) == [(7, "略")]


WORDS = sorted({squeezed(line) for line in LINES if line.startswith("\t") and 0 < len(line) < 16})
ROWS = st.lists(st.sampled_from([*WORDS, "", "", "12", "1,00", "小计", "合计"]), min_size=1, max_size=9)


@given(st.lists(ROWS, max_size=25), st.sampled_from(["部门（单位）整体支出绩效评价自评报告", "项目绩效评价自评报告"]))
def test_any_rows_of_labels_are_read_or_told(rows, title):
    """Rows of the words of the form in any order: no traceback, and every cell has its account."""
    blocks = (
        Line(f"某区{title}", 1),
        *(Row(tuple(Cell(text, line) for text in row)) for line, row in enumerate(rows, 2)),
    )
    found = read_published(as_text(blocks).encode())
    counted = sum(count for _, count in found.loss.uses) + sum(each.why == "unknown" for each in found.loss.unread)
    assert counted == found.loss.cells + found.loss.lines
    for report in found.reports:
        check(report)


@given(jst.department_reports())
def test_a_clean_form_has_nothing_unread(report):
    assert report.unread == ()
