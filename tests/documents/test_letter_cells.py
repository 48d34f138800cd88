"""What a hand does to the cells of a letter: it is read, or it is told; nothing is lost without a word."""

import copy

import pytest
from attrs import evolve
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from letter_edits import POINTS, REMARK, edited, line, opened, saved, tables

from jixiao_core import exchange, present, registry, reports, review
from jixiao_core.errors import FormatError, InvalidValueError, JixiaoError
from jixiao_core.exchange.forms.docx_layout import docx_blocks
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letter_pages import letter_json, letter_markdown, letter_text
from jixiao_core.present.letter_reading import read_letter
from jixiao_core.present.letters import letter, round_of
from jixiao_core.scoring.case import Claim, ScoreRound

RUBRIC = registry.load("junshan-department@2021.1")
CASE = reports.case(exchange.read_report("examples/department-2021.toml"), RUBRIC)
FOUND = review(RUBRIC, CASE)
LETTERS = {locale: letter_docx(letter(FOUND, locale=locale)) for locale in ("zh_Hans_CN", "en")}
STAFFING = "input.budget_allocation.staffing_ratio"


@pytest.fixture
def document():
    return opened(LETTERS["zh_Hans_CN"])


def told(document, found=FOUND):
    """The problems of a document, and what a person is told of the first in both languages."""
    with pytest.raises(FormatError) as caught:
        read_letter(saved(document), found)
    zh, en = (present.render_error(caught.value, locale) for locale in ("zh_Hans_CN", "en"))
    return [(each.code, each.path) for each in caught.value.problems], zh, en


def own(document):
    return round_of(read_letter(saved(document), FOUND), "finance")


def total_again(document, text, label=None):
    """A second line for the total, copied as people do."""
    last = tables(document)[1].rows[-1]
    last._tr.addnext(copy.deepcopy(last._tr))
    added = tables(document)[1].rows[-1]
    added.cells[POINTS].text = text
    if label is not None:
        added.cells[1].text = label


class TestTheTotal:
    def test_of_two_totals_both_are_told(self, document):
        tables(document)[1].rows[-1].cells[POINTS].text = "90"
        total_again(document, "91")
        found, zh, en = told(document)
        assert found == [("letter.total_twice", "total")]
        count = len(tables(document)[1].rows) - 1
        assert f"表头以下第{count - 1}、{count}行" in zh
        assert "'90'" in zh
        assert "'91'" in zh
        assert f"lines {count - 1}, {count} below its heading" in en

    def test_a_group_called_as_the_total_is_not_the_total(self, document):
        group = tables(document)[1].rows[1].cells
        group[1].text, group[POINTS].text = "总分", "90"
        found, zh, _ = told(document)
        assert found == [("letter.total_twice", "total")]
        assert "'90'、（空）" in zh
        # Nor where the line of the total is gone.
        last = tables(document)[1].rows[-1]._tr
        last.getparent().remove(last)
        assert told(document)[0] == [("letter.total_missing", "total")]

    def test_a_remark_beside_it(self, document):
        tables(document)[1].rows[-1].cells[REMARK].text = "偏高"
        found, zh, en = told(document)
        assert found == [("letter.beside_the_total", f"rows[{len(tables(document)[1].rows) - 1}]")]
        assert "'偏高'作为说明填在“总分”一行，该行不填说明；请填在“复核人补充意见”表" in zh
        assert "write it into the table “复核人补充意见”" in en

    def test_a_total_that_is_gone_is_not_taken_back(self, document):
        before = ScoreRound(role="finance", claims=(), total=90)
        found = review(RUBRIC, evolve(CASE, rounds=(*CASE.rounds, before)))
        document = opened(letter_docx(letter(found)))
        last = tables(document)[1].rows[-1]._tr
        last.getparent().remove(last)
        assert told(document, found)[0] == [("letter.total_missing", "total")]


class TestLinesWithoutANumber:
    @pytest.mark.parametrize("label", ["投入情况", "财政供养人员控制率"])
    def test_a_group_under_another_name(self, document, label):
        tables(document)[1].rows[1].cells[1].text = label
        found, zh, en = told(document)
        assert found == [("letter.unknown_line", "rows[1]")]
        assert f"第1行没有序号，名称'{label}'" in zh
        assert f"called '{label}'" in en

    def test_a_row_under_the_name_of_another(self, document):
        line(document, 1).cells[1].text = "公务卡刷卡率"
        assert told(document)[0] == [("letter.changed_label", "rows[3]")]

    def test_a_score_in_the_column_of_the_unit(self, document):
        """The opinion beside it may be reworded."""
        line(document, 1).cells[5].text = "待补充资料"
        assert read_letter(saved(document), FOUND) is CASE
        line(document, 1).cells[3].text = "2.5"
        found, zh, en = told(document)
        assert found == [("letter.changed_claim", "rows[3]")]
        assert "第1项（财政供养人员控制率）：“自评”栏为'2.5'，文件中为'5'" in zh
        assert "into the column 复核得分" in en

    def test_what_is_possible_may_be_computed_otherwise(self):
        """A letter may be written under an assumption that nobody names when it is read."""
        assumed = letter_docx(letter(review(RUBRIC, CASE, assume=["headcount_is_in_service"])))
        assert assumed != LETTERS["zh_Hans_CN"]
        assert read_letter(assumed, FOUND) is CASE

    def test_a_line_that_somebody_added(self, document):
        total_again(document, "", "其他情况")
        place = len(tables(document)[1].rows) - 1
        assert told(document)[0] == [("letter.unknown_line", f"rows[{place}]")]

    def test_an_empty_line_is_nothing(self, document):
        tables(document)[1].add_row()
        assert read_letter(saved(document), FOUND) is CASE


class TestMergedCells:
    @pytest.mark.parametrize(("column", "text"), [(POINTS, "2"), (REMARK, "均为在职")])
    def test_one_cell_for_two_rows(self, document, column, text):
        cell = line(document, 1).cells[column].merge(line(document, 2).cells[column])
        cell.text = text
        found, zh, en = told(document)
        assert found == [("letter.one_cell", "rows[3]")]
        assert "第1项财政供养人员控制率、第2项“三公经费”变动率" in zh
        assert f"'{text}'" in zh
        assert "1 财政供养人员控制率" in en

    def test_a_row_and_the_group_above_it(self, document):
        rows = tables(document)[1].rows
        rows[2].cells[POINTS].merge(rows[3].cells[POINTS]).text = "5"
        found, zh, _ = told(document)
        assert ("letter.one_cell", "rows[2]") in found
        assert "预算配置、第1项财政供养人员控制率" in zh

    def test_an_empty_cell_says_nothing_about_either(self, document):
        line(document, 1).cells[POINTS].merge(line(document, 2).cells[POINTS])
        line(document, 3).cells[POINTS].text = "4"
        assert [each.points for each in own(document).claims] == [4]

    def test_points_and_remark_in_one_empty_cell_are_both_left_blank(self, document):
        line(document, 1).cells[POINTS].merge(line(document, 1).cells[REMARK])
        line(document, 3).cells[POINTS].text = "4"
        assert [each.points for each in own(document).claims] == [4]

    @pytest.mark.parametrize(("first", "second"), [(1, 2), (3, 4), (36, 37)])
    def test_whole_lines_made_one(self, document, first, second):
        """Whoever selects two lines and merges them gets one cell, in which nobody can tell anything apart."""
        rows = tables(document)[1].rows
        rows[first].cells[0].merge(rows[second].cells[7])
        found, _, _ = told(document)
        assert ("letter.short_row", f"rows[{first}]") in found

    def test_points_and_remark_in_one_cell(self, document):
        line(document, 1).cells[POINTS].merge(line(document, 1).cells[REMARK]).text = "2"
        # python-docx leaves a cell over two columns; Word does the same.
        found, zh, _ = told(document)
        assert found == [("letter.short_row", "rows[3]")]
        assert "财政供养人员控制率" in zh


class TestOwnFindings:
    def test_wherever_in_their_line_they_stand(self, document):
        rows = tables(document)[2].rows
        rows[1].cells[0].merge(rows[1].cells[1]).text = "合并的一行"
        rows[2].cells[0].text = "写在序号栏"
        rows[3].cells[0].text, rows[3].cells[1].text = "第3项", "台账未附"
        assert own(document).findings == ("合并的一行", "写在序号栏", "第3项\n台账未附")

    @pytest.mark.parametrize("number", ["1", "1.", "（1）", "①", "一、"])
    def test_a_number_is_no_finding(self, document, number):
        rows = tables(document)[2].rows
        rows[1].cells[0].text, rows[1].cells[1].text = number, "台账未附"
        rows[2].cells[0].text = number
        assert own(document).findings == ("台账未附",)

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("1. 甲", "甲"),
            ("１．甲", "甲"),
            ("（1）甲", "甲"),
            ("1）甲", "甲"),
            ("一、甲", "甲"),
            ("1 甲", "甲"),
            ("1、三公", "三公"),
            ("1\n甲", "甲"),
            ("（1）\n甲", "甲"),
        ]
        + [
            (each, each)
            for each in (
                "3个项目未验收",
                "1 个项目未验收",
                "2 甲",
                "1.5万元未缴",
                "3、4月未报",
                "2021年",
                "一是",
                "2、甲\n3、乙",
            )
        ],
    )
    def test_a_number_before_what_stands_in_its_column(self, document, text, told):
        """Text behind a number and a mark is a finding; figures that a sentence begins with are its own."""
        first, second = tables(document)[2].rows[1:3]
        first.cells[0].text = text
        assert own(document).findings == (told,)
        first.cells[0].merge(first.cells[1])
        assert own(document).findings == (told,)
        # In the column of findings people write what they mean.
        first.cells[0].text, second.cells[1].text = "", text
        assert own(document).findings == (text,)

    def test_lines_merged_into_one(self, document):
        rows = tables(document)[2].rows
        rows[1].cells[1].merge(rows[2].cells[1]).text = "两行"
        assert own(document).findings == ("两行",)

    def test_under_a_merged_heading(self, document):
        rows = tables(document)[2].rows
        rows[0].cells[0].merge(rows[0].cells[1])
        rows[1].cells[1].text = "台账未附"
        assert own(document).findings == ("台账未附",)

    def test_without_their_heading(self, document):
        row = tables(document)[2].rows[0]._tr
        row.getparent().remove(row)
        tables(document)[2].rows[1].cells[1].text = "台账未附"
        found, zh, en = told(document)
        assert found[0] == ("letter.findings_missing", "findings")
        assert "表头为“复核人补充意见”" in zh
        assert "heading “复核人补充意见”" in en

    def test_text_beside_the_table(self, document):
        """Under the heading, where a person begins to type; the line for the seal is theirs to fill in."""
        (heading,) = [each for each in document.paragraphs if each.text.endswith("复核人补充意见")]
        (sign,) = [each for each in document.paragraphs if each.text.startswith("复核单位")]
        for text in ("复核单位（盖章）：某财政局　日期：2022年4月1日", "某财政局（盖章）　2022年4月1日"):
            sign.text = text
            assert read_letter(saved(document), FOUND) is CASE
        heading._p.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>台账未附。</w:t></w:r></w:p>"))
        found, zh, en = told(document)
        assert found == [("letter.beside_findings", "findings")]
        assert "'台账未附。'填在“复核人补充意见”表之外" in zh
        assert "'台账未附。' stands beside the table" in en


def struck(cell, text, mark):
    run = cell.paragraphs[0].add_run(text)
    setattr(run.font, mark, True)
    return cell.paragraphs[0]


class TestStruckText:
    @pytest.mark.parametrize("mark", ["strike", "double_strike"])
    def test_is_deleted(self, document, mark):
        """A number struck through with a new one beside it, as a hand corrects without tracked changes."""
        cells = line(document, 1).cells
        struck(cells[POINTS], "5", mark).add_run("2.5")
        struck(cells[REMARK], "无", mark)
        finding = tables(document)[2].rows[1].cells[1]
        struck(finding, "不用了", mark)
        assert own(document) == ScoreRound(role="finance", claims=(Claim(indicator=STAFFING, points="2.5"),))

    def test_a_row_struck_through_as_a_whole(self, document):
        """The one who did it hears which row is gone, and how a score is changed."""
        cells = line(document, 3).cells
        for cell in cells:
            for run in cell.paragraphs[0].runs:
                run.font.strike = True
        cells[POINTS].paragraphs[0].add_run("5")
        found, zh, en = told(document)
        assert found == [("letter.struck_line", "rows[5]")]
        assert "只有'5'；缺少第3项重点支出安排率。加删除线的文字视为已删除" in zh
        assert "missing: 3 重点支出安排率" in en
        assert "called" not in en

    def test_a_mark_that_is_off_strikes_nothing(self, document):
        struck(line(document, 1).cells[POINTS], "2.5", "strike").runs[-1].font.strike = False
        assert own(document).claims == (Claim(indicator=STAFFING, points="2.5"),)

    def test_in_a_form_as_well(self, document):
        struck(line(document, 1).cells[REMARK], "甲", "strike").add_run("乙")
        texts = [cell.text for block in docx_blocks(saved(document)) for cell in getattr(block, "cells", ())]
        assert "乙" in texts
        assert "甲乙" not in texts


@pytest.fixture(scope="module")
def found():
    """Reviewed again, with two rows scored by the reviewer."""
    content = edited(LETTERS["zh_Hans_CN"], rows={1: ("0", "均为在职"), 12: ("同申报得分", None)}, total="90")
    return review(RUBRIC, read_letter(content, FOUND))


class TestTheRoundInAReview:
    """Two of 25 rows were scored: the others are as the unit filed them, and the reviewer's words are the reviewer's."""

    def test_blank_rows_are_no_gaps_of_the_unit(self, found):
        page = present.review_page(found, "finance")
        assert "未填报" not in page
        assert "复核未对全部待定指标提出得分，暂不能给出暂认得分" in page
        assert "未提出得分23项" in page
        assert "未提出财政复核得分的指标：\n1. “三公经费”变动率" in page
        english = present.review_page(found, "finance", locale="en")
        assert "unclaimed" not in english
        assert "No finance-assessed score proposed:" in english

    def test_remarks_are_no_reasons_for_deductions(self, found):
        row = found.round("finance")
        assert "复核说明为“均为在职”" in present.explain(found, STAFFING, round_review=row)
        assert "扣分原因为“均为在职”" not in present.review_page(found, "finance")
        # What nobody wrote into is no remark of the reviewer.
        assert [each.reason for each in found.case.round("finance").claims] == ["均为在职", ""]


class TestWhatAProgramGives:
    """Wrong values are told in the words of the house, not by an attribute that is not there."""

    @pytest.mark.parametrize(
        ("content", "found", "more", "code"),
        [
            ("letter.docx", FOUND, {}, "letter.not_bytes"),
            (b"", CASE, {}, "letter.not_a_review"),
            (b"", FOUND, {"reviewer": "x"}, "letter.not_a_reviewer"),
            (b"", FOUND, {"reviewer": "self"}, "letter.not_a_reviewer"),
            (b"", FOUND, {"reviewer": 5}, "letter.not_a_reviewer"),
            (b"", FOUND, {"date": 20220401}, "letter.bad_date"),
            (b"", FOUND, {"date": None}, "letter.bad_date"),
        ],
    )
    def test_reading(self, content, found, more, code):
        with pytest.raises(JixiaoError) as caught:
            read_letter(content, found, **more)
        assert [each.code for each in caught.value.problems] == [code]
        assert all(present.render_error(caught.value, locale) for locale in ("zh_Hans_CN", "en"))

    def test_a_letter_is_made_of_a_review(self):
        for wrong in ("x", CASE, None):
            with pytest.raises(InvalidValueError, match="review is needed"):
                letter(wrong)
        for reviewer in ("x", 5, None):
            with pytest.raises(FormatError, match="cannot be one of"):
                letter(FOUND, reviewer=reviewer)

    @pytest.mark.parametrize("write", [letter_docx, letter_json, letter_markdown, letter_text])
    def test_what_is_written_is_a_letter(self, write):
        with pytest.raises(InvalidValueError, match=r"found Review; make one with present\.letter"):
            write(FOUND)
