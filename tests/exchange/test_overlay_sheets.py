"""Overlays in a spreadsheet: what a finance officer fills in is what a file says; what cannot be read is refused."""

import datetime as dt
import io
import sys
import tracemalloc
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from jixiao_core import exchange, registry
from jixiao_core.errors import FormatError, LimitError
from jixiao_core.exchange.forms import cells
from jixiao_core.exchange.forms.overlay_columns import CHANGES, COLUMNS, HEAD
from jixiao_core.exchange.forms.overlay_template import overlay_template, put_text

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


class TestTheTemplate:
    def test_it_shows_the_base_and_says_nothing_yet(self, tmp_path):
        content = overlay_template(BASE)
        sheet = openpyxl.load_workbook(io.BytesIO(content))[CHANGES]
        shown = {row[0].value: row[len(COLUMNS)].value for row in sheet.iter_rows(min_row=2)}
        assert {row.id: row.label.zh for row in BASE.indicators}.items() <= shown.items()
        found = [problem[0] for problem in problems_of(content)]
        assert set(found) == {"exchange.missing_key"}

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
        assert problems_of(saved(made)) == [("exchange.xlsx_formula", f"{CHANGES}!E2")]
        sheet.cell(2, names.index("分值") + 1).value = 8
        assert {code for code, _ in problems_of(saved(made))} == {
            "exchange.xlsx_whole",
            "exchange.xlsx_years",
            "exchange.xlsx_word_near",
            "exchange.xlsx_word",
            "exchange.xlsx_no_verb",
        }

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
        assert {code for code, _ in problems_of(saved(made))} == {"exchange.missing_key"}

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
