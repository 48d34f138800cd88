"""Overlays in a spreadsheet: what a finance officer fills in is what a file says; what cannot be read is refused."""

import datetime as dt
import io
import re
import sys
import tracemalloc
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve

from jixiao_core import exchange, present, registry
from jixiao_core.errors import FormatError, LimitError
from jixiao_core.exchange.dictionary import shared_facts
from jixiao_core.exchange.forms import cells
from jixiao_core.exchange.forms.overlay_columns import CHANGES, COLUMNS, HEAD
from jixiao_core.exchange.forms.overlay_template import overlay_template, put_text
from jixiao_core.exchange.forms.overlay_terms import terms_of, with_fact_ids
from jixiao_core.rubrics.facts import Term

COUNTY = Path(__file__).resolve().parents[2] / "examples" / "overlays" / "jia-county-department-2022.toml"
BASE = registry.load("junshan-department@2021.1")
ALLOCATION = "input.budget_allocation"
STAFFING = f"{ALLOCATION}.staffing_ratio"

HEADS = {
    "依据评分表": "junshan-department@2021.1",
    "系列": "jia-county-department",
    "年度": 2022,
    "修订号": 1,
    "适用年度": 2022,
    "调整理由": "甲县财政局2022年评分办法",
}
LINES = (
    {
        "指标": STAFFING,
        "调整方式": "修改",
        "分值": 8,
        "评分标准": "控制率≦100%，计8分；每超过一个百分点扣0.8分，扣完为止。",
        "每步扣分": 0.8,
        "理由": "附件1第1项",
    },
    {
        "指标": f"{ALLOCATION}.three_public_change_rate",
        "调整方式": "修改",
        "分值": "2",
        "评分标准": "变动率≦0，计2分；每超过一个百分点扣0.2分，扣完为止。",
        "每步扣分": "0.2",
        "删去": "其他理解",
        "理由": "附件1第2项",
    },
    {
        "指标": f"{ALLOCATION}.key_expenditure_rate",
        "调整方式": "修改",
        "名称": "支出完成率",
        "评分标准": "以100%为标准，每低于5%扣2分，扣完为止。",
        "分子": "total_expenditure",
        "分母": "adjusted_budget",
        "公式": "逐档扣分",
        "标准": "100%",
        "方向": "低于",
        "步长": "5pp",
        "每步扣分": 2,
        "删去": "其他理解；佐证资料",
        "理由": "附件1第3项",
    },
)

BLANK = [
    *(("exchange.xlsx_blank", f"{HEAD}!B{row}") for row in (3, 4, 9)),  # 系列、年度、调整理由
    ("exchange.xlsx_no_change", f"{CHANGES}!B2"),
]
"""What is wrong with a template that nobody has filled in."""


def book(heads=HEADS, lines=LINES, headings=tuple(COLUMNS)):
    made = openpyxl.Workbook()
    made.active.title = HEAD
    made.active.append(["项目", "内容"])
    for pair in heads.items():
        made.active.append(pair)
    sheet = made.create_sheet(CHANGES)
    sheet.append(headings)
    for line in lines:
        sheet.append([line.get(name) for name in headings])
    return made


def saved(made) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def problems_of(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(FormatError) as caught:
        exchange.read_tailored(content, BASE)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_an_open_reading_is_told_under_the_heading_that_decides_it():
    """A finance officer has no keys to write: the column 删去 decides, or a file."""
    lines = (*LINES[:2], {name: value for name, value in LINES[2].items() if name != "删去"})
    cell = f"{CHANGES}!{openpyxl.utils.get_column_letter(tuple(COLUMNS).index('删去') + 1)}4"
    with pytest.raises(FormatError) as caught:
        exchange.read_tailored(saved(book(lines=lines)), BASE)
    found = caught.value.problems
    assert [(each.code, each.path) for each in found] == [("exchange.xlsx_reading_open", cell)] * 2
    told = [present.render(each.message, locale) for each in found for locale in ("zh_Hans_CN", "en")]
    assert all("其他理解" in each and "删去" in each for each in told)
    assert not [each for each in told if "keep_readings" in each]


def test_a_wrong_sum_is_told_beside_a_cell_of_another_group():
    surplus = {"指标": "process.budget_execution.surplus_funds", "调整方式": "修改", "分值": 4, "理由": "附件1"}
    lines = ({**LINES[0], "每步扣分": "0.8分"}, *LINES[1:], surplus)
    assert problems_of(saved(book(lines=lines))) == [
        ("exact.not_a_number", f"{CHANGES}!L2 revise.'{STAFFING}'.formula.deduct"),
        ("rubrics.points_do_not_sum", f"{CHANGES}!E5 revise.'process.budget_execution.surplus_funds'.points"),
    ]


class TestASpreadsheetSaysWhatAFileSays:
    def test_the_same_overlay(self):
        assert exchange.read_overlay(saved(book())) == exchange.read_overlay(COUNTY)

    def test_the_same_table_by_path_and_in_a_folder(self, tmp_path):
        file = tmp_path / "county.xlsx"
        file.write_bytes(saved(book()))
        assert registry.open(file) == registry.open(COUNTY)
        assert registry.folder(tmp_path).load("jia-county-department@2022.1") == registry.open(COUNTY)

    def test_rows_broken_down_added_and_removed(self):
        pole, duty = "output.duty_performance.new_growth_pole", "output.duty_performance"
        lines = (
            {"上级指标": pole, "指标": "one", "调整方式": "细化", "名称": "甲", "分值": 4, "公式": "目标完成率", "理由": "申报表"},
            {"上级指标": pole, "指标": "two", "调整方式": "细化", "名称": "乙", "分值": 3, "公式": "人工评定",
             "评分标准": "酌情评分。"},
            {"指标": f"{duty}.livelihood_projects", "调整方式": "删除", "理由": "无此任务"},
            {"上级指标": duty, "指标": "reform", "调整方式": "增设", "名称": "改革任务", "分值": 2, "公式": "人工评定",
             "评分标准": "酌情评分。", "理由": "新增任务"},
        )  # fmt: skip
        rubric = exchange.read_tailored(saved(book(lines=lines)), BASE)
        assert rubric.indicator(f"{pole}.one").clause == BASE.indicator(pole).clause
        assert rubric.indicator(f"{pole}.two").clause == "酌情评分。"
        assert rubric.indicator(f"{duty}.reform").points == 2
        assert f"{duty}.livelihood_projects" not in {row.id for row in rubric.indicators}

    def test_numbers_are_what_was_typed(self):
        made = book()
        sheet = made[CHANGES]
        column = list(COLUMNS).index("每步扣分") + 1
        sheet.cell(2, column).value = 0.1 + 0.7  # 0.7999999999999999: a spreadsheet keeps binary numbers
        assert problems_of(saved(made)) == [("exchange.xlsx_inexact", f"{CHANGES}!{sheet.cell(2, column).coordinate}")]

    def test_a_cell_that_shows_per_cent_is_a_per_cent(self):
        made = book()
        cell = made[CHANGES].cell(4, list(COLUMNS).index("步长") + 1)
        cell.value, cell.number_format = 0.05, "0%"
        assert exchange.read_overlay(saved(made)) == exchange.read_overlay(COUNTY)


class TestFiguresByTheirNames:
    """分子 and 分母 take the names of the dictionary exactly, or the ids, and sums and differences of them."""

    def terms(self, numerator, denominator="全年预算数"):
        lines = (*LINES[:2], {**LINES[2], "分子": numerator, "分母": denominator})
        ((_, change),) = (
            pair for pair in exchange.read_overlay(saved(book(lines=lines))).revise if "key_expenditure" in pair[0]
        )
        return change.measure

    def problem(self, numerator):
        lines = (*LINES[:2], {**LINES[2], "分子": numerator})
        with pytest.raises(FormatError) as caught:
            exchange.read_tailored(saved(book(lines=lines)), BASE)
        (found,) = caught.value.problems
        assert found.path == f"{CHANGES}!P4"
        return found

    def test_names_say_what_ids_say(self):
        assert self.terms("支出合计") == self.terms("total_expenditure", "adjusted_budget")
        lines = (*LINES[:2], {**LINES[2], "分子": "支出合计", "分母": "全年预算数"})
        assert exchange.read_overlay(saved(book(lines=lines))) == exchange.read_overlay(COUNTY)

    def test_every_name_of_the_dictionary(self):
        for fact in shared_facts():
            assert terms_of(fact.label.zh) == [fact.label.zh]
            data, problems = with_fact_ids({"measure": {"numerator": [fact.label.zh]}}, shared_facts())
            assert (data["measure"]["numerator"], problems) == ([fact.id], ())

    @pytest.mark.parametrize(
        "text",
        ["收入合计＋上年结转－项目支出", "收入合计 + prior_year_carryover - 项目支出", "收入合计；上年结转 −项目支出"],
    )
    def test_sums_and_differences(self, text):
        assert self.terms(text).numerator == (
            Term("total_revenue"), Term("prior_year_carryover"), Term("project_expenditure", Fraction(-1))
        )  # fmt: skip

    def test_what_stands_in_brackets_belongs_to_the_name(self):
        found = self.terms("政府采购预算数（一般公共预算，调整后）")
        assert found.numerator == (Term("procurement_adjusted_budget_general_public_budget"),)

    @pytest.mark.parametrize("text", ["收入合计＋", "收入合计＋－上年结转", "－", "；"])
    def test_a_sign_without_a_figure(self, text):
        assert self.problem(text).code == "exchange.xlsx_terms"

    def test_a_name_that_is_nearly_one(self):
        found = self.problem("收入总计")
        assert found.code == "exchange.xlsx_fact_near"
        assert "收入合计（total_revenue）" in present.render(found.message)

    def test_part_of_a_name(self):
        assert "年末累计结余（year_end_balance_cumulative）" in present.render(self.problem("累计结余").message)

    def test_a_name_that_is_like_none(self):
        assert self.problem("鸡蛋").code == "exchange.xlsx_fact"

    def test_a_name_of_several_figures_lists_them_with_their_ids(self):
        other = evolve(shared_facts()[0], id="staffing_of_the_county")
        lines = (*LINES[:2], {**LINES[2], "分子": "人员编制"})
        with pytest.raises(FormatError) as caught:
            exchange.read_tailored(saved(book(lines=lines)), BASE, dictionary=(*shared_facts(), other))
        (found,) = caught.value.problems
        assert (found.code, found.path) == ("exchange.xlsx_fact_several", f"{CHANGES}!P4")
        told = present.render(found.message)
        assert "人员编制（authorised_staffing）、人员编制（staffing_of_the_county）" in told.replace("，", "、")

    def test_the_names_of_the_base_are_names_as_well(self, tmp_path):
        """A county defines a figure of its own; an overlay on its table calls it by name."""
        text = COUNTY.read_text(encoding="utf-8")
        own = """
[[facts]]
id = "training_expenditure"
label = "培训支出"
quantity = "money"
definition = "当年培训支出"
"""
        text = text.replace('"total_expenditure"', '"training_expenditure"') + own
        (tmp_path / "base.toml").write_text(text, encoding="utf-8")
        line = {
            "指标": LINES[2]["指标"],
            "调整方式": "修改",
            "分子": "支出合计－培训支出",
            "分母": "全年预算数",
            "理由": "附件",
        }
        heads = {**HEADS, "依据评分表": "jia-county-department@2022.1", "修订号": 2, "适用年度": None}
        (tmp_path / "own.xlsx").write_bytes(saved(book(heads=heads, lines=(line,))))
        found = registry.tailored(tmp_path / "own.xlsx")
        assert found.rubric[LINES[2]["指标"]].measure.numerator == (
            Term("total_expenditure"),
            Term("training_expenditure", Fraction(-1)),
        )
        assert found.overlay.revise[0][1].measure.numerator[1].fact == "training_expenditure"


class TestAWorkbookThatChangesNothing:
    def test_it_is_refused(self):
        heads = {name: value for name, value in HEADS.items() if name != "适用年度"}
        only_ids = tuple({"指标": line["指标"]} for line in LINES)
        for lines in ((), only_ids):
            assert problems_of(saved(book(heads=heads, lines=lines))) == [("exchange.xlsx_no_change", f"{CHANGES}!B2")]

    def test_another_year_or_name_is_a_change(self):
        heads = {**HEADS, "名称": "甲县部门整体支出绩效评价评分表"}
        assert exchange.read_tailored(saved(book(heads=heads, lines=())), BASE).title.zh.startswith("甲县")
        assert exchange.read_tailored(saved(book(lines=())), BASE).fiscal_years.first == 2022

    def test_the_same_year_is_none(self):
        assert problems_of(saved(book(heads={**HEADS, "适用年度": 2021}, lines=()))) == [
            ("rubrics.overlay_same_value", f"{HEAD}!B6 fiscal_years")
        ]


class TestTheTemplate:
    def test_it_shows_the_base_and_says_nothing_yet(self, tmp_path):
        content = overlay_template(BASE)
        sheet = openpyxl.load_workbook(io.BytesIO(content))[CHANGES]
        shown = {row[0].value: row[len(COLUMNS)].value for row in sheet.iter_rows(min_row=2)}
        assert {row.id: row.label.zh for row in BASE.indicators}.items() <= shown.items()
        assert problems_of(content) == BLANK

    def test_filled_in_it_is_the_overlay(self):
        made = openpyxl.load_workbook(io.BytesIO(overlay_template(BASE)))
        for row in made[HEAD].iter_rows(min_row=2):
            row[1].value = HEADS.get(row[0].value, row[1].value) if row[0].value != "依据评分表" else row[1].value
        names = list(COLUMNS)
        for line in LINES:
            row = next(row for row in made[CHANGES].iter_rows() if row[0].value == line["指标"])
            for name, value in line.items():
                row[names.index(name)].value = value
        assert exchange.read_tailored(saved(made), BASE).indicators == registry.open(COUNTY).indicators

    def test_it_is_the_same_every_time(self):
        assert overlay_template(BASE) == overlay_template(BASE)

    def test_it_does_not_say_when_it_was_written(self):
        """Two templates written in different seconds are the same bytes."""
        with zipfile.ZipFile(io.BytesIO(overlay_template(BASE))) as parts:
            properties = parts.read("docProps/core.xml").decode()
        assert re.findall(r"\d{4}-\d\d-\d\dT[0-9:]+Z", properties) == ["2000-01-01T00:00:00Z"] * 2

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", '=HYPERLINK("http://x","y")'])
    def test_text_that_looks_like_a_formula_is_written_as_text_and_reads_back(self, text):
        made = book()
        put_text(made[HEAD].cell(7, 2), text)
        content = saved(made)
        cell = openpyxl.load_workbook(io.BytesIO(content))[HEAD].cell(7, 2)
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert exchange.read_overlay(content).reason.zh == text


class TestWhatIsWrongIsToldWithItsCell:
    def test_all_at_once(self):
        made = book()
        head, sheet = made[HEAD], made[CHANGES]
        names = list(COLUMNS)
        head.cell(4, 2).value = "两千零二十二"  # 年度
        head.cell(6, 2).value = "今年"  # 适用年度
        sheet.cell(2, names.index("分值") + 1).value = "=3+5"
        sheet.cell(3, names.index("删去") + 1).value = "其他理姐"
        sheet.cell(4, names.index("方向") + 1).value = "往下"
        sheet.cell(5, names.index("分值") + 1).value = 3  # no 调整方式
        sheet.cell(2, names.index("每步扣分") + 1).value = "八毛"
        assert problems_of(saved(made)) == [
            ("exchange.xlsx_whole", f"{HEAD}!B4"),
            ("exchange.xlsx_years", f"{HEAD}!B6"),
            ("exchange.xlsx_formula", f"{CHANGES}!E2"),
            ("exact.not_a_number", f"{CHANGES}!L2 revise.'{STAFFING}'.formula.deduct"),
            ("exchange.xlsx_word_near", f"{CHANGES}!R3"),
            ("exchange.xlsx_word", f"{CHANGES}!J4"),
            ("exchange.xlsx_no_verb", f"{CHANGES}!B5"),
        ]

    def test_what_a_cell_and_what_the_table_makes_wrong_are_told_together(self):
        """A slip in the head, one in a word, an unknown row and a missing reason: one look at the file finds all."""
        made = book(
            heads={**HEADS, "年度": "去年"}, lines=({**LINES[0], "指标": "input.nothing"}, {**LINES[1], "理由": None})
        )
        made[CHANGES].cell(3, list(COLUMNS).index("公式") + 1).value = "逐挡扣分"
        assert problems_of(saved(made)) == [
            ("exchange.xlsx_whole", f"{HEAD}!B4"),
            ("rubrics.unknown_indicator", f"{CHANGES}!A2 revise.'input.nothing'"),
            ("exchange.xlsx_word_near", f"{CHANGES}!H3"),
            ("exchange.xlsx_blank", f"{CHANGES}!S3"),
        ]

    def test_an_unknown_row_is_told_beside_what_else_is_wrong_with_its_line(self):
        """The same of a file: a number that is none does not hide that its row is unknown."""
        path = "revise.'input.nothing'"
        content = saved(book(lines=({**LINES[0], "指标": "input.nothing", "每步扣分": "八毛", "删去": "其他"},)))
        assert sorted(problems_of(content)) == [
            ("exact.not_a_number", f"{CHANGES}!L2 {path}.formula.deduct"),
            ("exchange.xlsx_word_near", f"{CHANGES}!R2"),
            ("rubrics.unknown_indicator", f"{CHANGES}!A2 {path}"),
        ]
        data = exchange.read_document(COUNTY)
        data["revise"] = {"input.nothing": {"formula": {"deduct": "八毛"}, "why": "附件"}}
        with pytest.raises(FormatError) as caught:
            exchange.parse_tailored(data, BASE)
        assert sorted((problem.code, problem.path) for problem in caught.value.problems) == [
            ("exact.not_a_number", f"{path}.formula.deduct"),
            ("rubrics.unknown_indicator", path),
        ]

    @pytest.mark.parametrize("heading", ["依据评分表", "系列", "年度", "修订号", "调整理由"])
    def test_a_blank_line_of_the_head_is_told_with_its_cell(self, heading):
        row = list(HEADS).index(heading) + 2
        content = saved(book(heads={**HEADS, heading: None}))
        assert problems_of(content) == [("exchange.xlsx_blank", f"{HEAD}!B{row}")]
        with pytest.raises(FormatError) as caught:
            exchange.read_overlay(content)
        (problem,) = caught.value.problems
        assert present.render(problem.message) == f"“{heading}”未填写，请在此单元格填写"

    @pytest.mark.parametrize("heading", ["依据评分表", "系列", "调整理由"])
    def test_a_line_of_the_head_that_is_not_there(self, heading):
        heads = {name: value for name, value in HEADS.items() if name != heading}
        assert problems_of(saved(book(heads=heads))) == [("exchange.xlsx_no_line", HEAD)]

    def test_a_blank_field_of_a_new_row_is_told_by_its_heading(self):
        line = {"上级指标": ALLOCATION, "指标": "reform", "调整方式": "增设", "公式": "逐档扣分", "标准": "100%",
                "步长": "1pp", "每步扣分": 1}  # fmt: skip
        assert problems_of(saved(book(lines=(line,)))) == [
            *(
                ("exchange.xlsx_blank", f"{CHANGES}!{column}2") for column in "DEFJS"
            ),  # 名称、分值、评分标准、方向、理由
        ]

    def test_without_a_heading_nothing_is_said_of_every_line(self):
        lines = tuple({**line, "调整方式": None} for line in LINES)
        headings = tuple(name for name in COLUMNS if name != "调整方式")
        assert problems_of(saved(book(lines=lines, headings=headings))) == [("exchange.xlsx_no_column", CHANGES)]
        headings = tuple("调整方试" if name == "调整方式" else name for name in COLUMNS)
        assert problems_of(saved(book(headings=headings))) == [("exchange.xlsx_heading_near", f"{CHANGES}!B1")]

    def test_of_very_many_the_first_are_told_and_last_that_there_are_more(self):
        lines = [{"指标": f"a.b{row}", "调整方式": "修改", "每步扣分": "八毛", "理由": "附件"} for row in range(150)]
        found = problems_of(saved(book(heads={**HEADS, "年度": "去年"}, lines=lines)))
        assert len(found) == 100
        assert found[0] == ("exchange.xlsx_whole", f"{HEAD}!B4")
        assert [code for code, _ in found].index("exchange.more_problems") == 99

    def test_a_misspelt_heading_is_told_once_and_not_for_what_stands_below_it(self):
        headings = tuple("评分标谁" if name == "评分标准" else name for name in COLUMNS)
        content = saved(book(headings=headings))
        assert problems_of(content) == [("exchange.xlsx_heading_near", f"{CHANGES}!F1")]

    def test_a_base_that_is_not_there_hides_nothing_else(self, tmp_path):
        file = tmp_path / "county.xlsx"
        file.write_bytes(saved(book(heads={**HEADS, "依据评分表": "nowhere@2021.1", "年度": "去年"})))
        for call in (lambda: registry.open(file), lambda: registry.tailored(file), lambda: registry.folder(tmp_path)):
            with pytest.raises(FormatError) as caught:
                call()
            codes = {problem.code for problem in caught.value.problems}
            assert codes == {"registry.base_unknown", "exchange.xlsx_whole"}

    def test_problems_of_the_table_name_the_cell_as_well(self):
        lines = ({**LINES[0], "分值": 9}, *LINES[1:])
        (found,) = problems_of(saved(book(lines=lines)))
        assert found[0] == "rubrics.overlay_points"
        assert found[1].startswith(f"{CHANGES}!E2 revise.")

    def test_an_unknown_row_names_its_line(self):
        lines = ({**LINES[0], "指标": "input.nothing"},)
        (found,) = problems_of(saved(book(lines=lines)))
        assert found == ("rubrics.unknown_indicator", f"{CHANGES}!A2 revise.'input.nothing'")

    def test_headings(self):
        made = book(headings=("指标", "调整方式", "分数", "理由", "理由"))
        assert {code for code, _ in problems_of(saved(made))} >= {"exchange.xlsx_twice"}

    def test_twice_the_same_row(self):
        assert ("exchange.xlsx_twice", f"{CHANGES}!A5") in problems_of(saved(book(lines=(*LINES, LINES[0]))))


class TestHostileSpreadsheets:
    def test_merged_cells(self):
        made = book()
        made[CHANGES].merge_cells("A2:A3")
        assert ("exchange.xlsx_merged", f"{CHANGES}!A2:A3") in problems_of(saved(made))

    @pytest.mark.parametrize("ref", ["A1:XFD1048576", "A1:XFD100", "B2:D200000"])
    def test_a_merged_range_takes_no_memory(self, ref):
        """A file of 2 KB: what a range covers is never laid out."""
        before = tracemalloc_peak(lambda: problems_of(saved(book())[:-1]))
        content = with_sheet_end(saved(book()), f'<mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>')
        found = []
        peak = tracemalloc_peak(lambda: found.extend(problems_of(content)))
        assert found == [("exchange.xlsx_merged", f"{CHANGES}!{ref}")]
        assert peak - before < 20 * 1024 * 1024

    def test_many_merged_ranges_are_told_in_part(self):
        merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(2, 1_000))
        found = problems_of(with_sheet_end(saved(book()), f"<mergeCells>{merges}</mergeCells>"))
        assert {code for code, _ in found} == {"exchange.xlsx_merged"}
        assert len(found) == 20

    def test_reading_needs_no_other_library(self, monkeypatch):
        content = saved(book())
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        assert exchange.read_overlay(content) == exchange.read_overlay(COUNTY)

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (True, "xlsx_truth"),
            (dt.time(1, 2), "xlsx_value"),
            (1e300, "xlsx_inexact"),
            (123456789012345678, "xlsx_inexact"),
        ],
    )
    def test_values_that_are_no_text_and_no_number(self, value, code):
        made = book()
        made[CHANGES].cell(2, 5).value = value
        assert problems_of(saved(made)) == [(f"exchange.{code}", f"{CHANGES}!E2")]

    def test_an_error_value(self):
        made = book()
        made[CHANGES].cell(2, 5).value = "#REF!"
        made[CHANGES].cell(2, 5).data_type = "e"
        assert problems_of(saved(made)) == [("exchange.xlsx_error", f"{CHANGES}!E2")]

    def test_a_cell_far_away_does_not_make_a_huge_sheet(self):
        made = book()
        made[CHANGES].cell(1_048_576, 1).value = "x"
        assert problems_of(saved(made)) == [("exchange.xlsx_too_large", "")]
        made = book()
        made[CHANGES].cell(1, cells.MAX_COLUMNS + 1).value = "x"
        assert problems_of(saved(made)) == [("exchange.xlsx_too_large", "")]

    def test_a_missing_sheet(self):
        made = book()
        made.remove(made[CHANGES])
        assert problems_of(saved(made)) == [("exchange.xlsx_no_sheet", "")]

    @pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100])
    def test_damaged_archives(self, content):
        assert problems_of(content) == [("exchange.xlsx_damaged", "")]

    def test_a_docx_is_no_spreadsheet(self):
        assert problems_of(archive({"word/document.xml": b"<x/>"})) == [("exchange.xlsx_damaged", "")]

    @pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
    def test_macros(self, name):
        assert problems_of(with_part(saved(book()), name, b"x")) == [("exchange.xlsx_damaged", "")]

    @pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
    def test_entities(self, coding):
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'.encode(coding)
        (found,) = problems_of(with_part(saved(book()), "xl/sharedStrings.xml", bomb))
        assert found == ("exchange.xlsx_damaged", "")

    def test_a_bomb_is_not_unpacked(self):
        with pytest.raises(LimitError):
            exchange.read_overlay(with_part(saved(book()), "xl/media/x.bin", b"\0" * (65 * 1024 * 1024)))

    def test_many_parts(self):
        with pytest.raises(LimitError):
            exchange.read_overlay(archive({f"x{number}": b"" for number in range(2_001)}))


class TestWhatNobodySees:
    def test_a_hidden_line_that_changes_something(self):
        made = book()
        made[CHANGES].row_dimensions[3].hidden = True
        assert problems_of(saved(made)) == [("exchange.xlsx_hidden", f"{CHANGES}!A3")]

    def test_a_hidden_column_of_lines_that_change_something(self):
        made = book()
        made[CHANGES].column_dimensions["E"].hidden = True
        assert problems_of(saved(made)) == [("exchange.xlsx_hidden", f"{CHANGES}!E{row}") for row in (2, 3)]

    def test_hidden_lines_without_changes_are_a_filter(self):
        made = openpyxl.load_workbook(io.BytesIO(overlay_template(BASE)))
        made[CHANGES].row_dimensions[3].hidden = True
        assert problems_of(saved(made)) == BLANK

    def test_a_hidden_line_of_the_head(self):
        made = book()
        made[HEAD].row_dimensions[7].hidden = True
        assert problems_of(saved(made)) == [("exchange.xlsx_hidden", f"{HEAD}!B7")]

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_hidden_sheet(self, state):
        made = book()
        made[CHANGES].sheet_state = state
        assert problems_of(saved(made)) == [("exchange.xlsx_hidden", CHANGES)]

    def test_another_sheet_with_something_in_it(self):
        made = book()
        made.create_sheet(f"{CHANGES}2")["A1"] = "x"
        assert problems_of(saved(made)) == [("exchange.xlsx_other_sheet", "")]

    def test_empty_sheets_and_the_guide_are_left_alone(self):
        made = book()
        made.create_sheet("Sheet3")
        made.create_sheet("填写说明")["A1"] = "x"
        assert exchange.read_overlay(saved(made)) == exchange.read_overlay(COUNTY)

    def test_two_sheets_of_one_name(self):
        content = saved(book())
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            workbook = parts.read("xl/workbook.xml").decode()
        twice = workbook.replace(f'name="{HEAD}"', f'name="{CHANGES}"')
        assert twice != workbook
        assert problems_of(with_part(content, "xl/workbook.xml", twice.encode())) == [("exchange.xlsx_damaged", "")]

    @pytest.mark.parametrize("char", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad"])
    def test_characters_that_turn_the_text_or_are_not_seen(self, char):
        made = book()
        cell = made[CHANGES].cell(2, list(COLUMNS).index("评分标准") + 1)
        cell.value = f"计{char}8分"
        assert problems_of(saved(made)) == [("exchange.xlsx_unseen", f"{CHANGES}!{cell.coordinate}")]

    def test_what_programs_store_of_a_decimal_is_the_decimal(self):
        """Programs write 0.07 with 17 digits; the binary number is that of 0.07."""
        lines = ({**LINES[0], "每步扣分": 0.25},)
        content = saved(book(lines=lines))
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheet = parts.read("xl/worksheets/sheet2.xml").decode()
        stored = sheet.replace("<v>0.25</v>", "<v>7.0000000000000007E-2</v>")
        assert stored != sheet
        ((_, change),) = exchange.read_overlay(with_part(content, "xl/worksheets/sheet2.xml", stored.encode())).revise
        assert change.formula.deduct == Fraction(7, 100)

    @pytest.mark.parametrize(
        ("style", "expected"),
        [("yyyy-m-d", "2023-12-31"), ('yyyy"年"m"月"d"日"', "2023-12-31"), ("0.00", "45291"), ("0%", "4529100%")],
    )
    def test_numbers_by_their_formats(self, style, expected):
        made = book()
        made[HEAD].cell(7, 2).value = 45291
        made[HEAD].cell(7, 2).number_format = style
        assert exchange.read_overlay(saved(made)).reason.zh == expected

    @pytest.mark.parametrize(
        ("value", "style"), [(5, '0"%"'), (12000, '0!.0,"万"'), (0.5, "[h]:mm"), (45291.5, "yyyy-m-d h:mm")]
    )
    def test_formats_that_show_another_number_are_refused(self, value, style):
        made = book()
        made[CHANGES].cell(2, 5).value = value
        made[CHANGES].cell(2, 5).number_format = style
        assert problems_of(saved(made)) == [("exchange.xlsx_value", f"{CHANGES}!E2")]


def tracemalloc_peak(call) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def with_sheet_end(content: bytes, more: str) -> bytes:
    """The workbook with more XML behind the cells of its second sheet."""
    name = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        sheet = before.read(name).decode()
    return with_part(content, name, sheet.replace("</sheetData>", f"</sheetData>{more}", 1).encode())


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        parts = {each: before.read(each) for each in before.namelist()}
    return archive({**parts, name: part})
