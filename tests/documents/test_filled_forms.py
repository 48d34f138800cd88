"""A report filled into its form and read back by the reader of published forms is the report."""

import io
import re
import zipfile

import pytest
from attrs import evolve
from form_pages import without_places
from hypothesis import given
from hypothesis import strategies as st
from letter_edits import opened

from budget import one_in
from jixiao_core import exchange, reports
from jixiao_core import strategies as jst
from jixiao_core.present.form_documents import forms_docx, not_kept
from jixiao_core.present.official_forms import official_html
from jixiao_core.reports.form_values import completion_of, target_of
from jixiao_core.reports.parts import BLANK, UNKNOWN, Evaluator, Paragraph, SignOffs

MODEST = one_in(3)
GENERATED = {
    "department": jst.department_reports(),
    "project": jst.project_reports(),
    "self_evaluation": jst.self_evaluation_forms(),
}
EXAMPLES = ("department-2021", "project-2021", "self-evaluation-form-2023")


def read(content):
    return exchange.read_published(content)


def as_the_form_says(report):
    """The report with what a reader makes of printed targets, and blank cells where nobody has said a rate."""
    if report.kind != "self_evaluation":
        return report
    rows = tuple(
        evolve(each, target_value=target_of(each), completion_value=completion_of(each)) for each in report.rows
    )
    budget = tuple(line if line.source == "total" else evolve(line, rate=BLANK) for line in report.budget)
    return evolve(report, rows=rows, budget=budget)


class TestIdentity:
    @pytest.mark.parametrize("kind", GENERATED)
    @MODEST
    @given(data=st.data())
    def test_reading_back_is_the_identity(self, kind, data):
        report = data.draw(GENERATED[kind])
        content = forms_docx([report])
        found = read(content)
        assert without_places(found.reports) == without_places((as_the_form_says(report),))
        assert (found.loss.unread, found.tables, found.loss.is_complete) == ((), (), True)
        assert not_kept([report], content) == ()
        # What was read fills the same form, byte by byte.
        assert forms_docx(found.reports) == content

    def test_several_in_one_document(self):
        several = [exchange.read_report(f"examples/{name}.toml") for name in EXAMPLES]
        content = forms_docx(several)
        assert [each.kind for each in read(content).reports] == ["department", "project", "self_evaluation"]
        assert not_kept(several, content) == ()

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_the_examples(self, name):
        report = exchange.read_report(f"examples/{name}.toml")
        content = forms_docx([report])
        assert not_kept([report], content) == ()
        assert reports.check(read(content).reports[0]) or name != "department-2021"

    def test_a_published_form_filled_again(self):
        """The print of 2021: the text of a stranger, read, filled into our form, and read again."""
        first = read("examples/self-evaluation-2021.txt").reports
        again = read(forms_docx(first)).reports
        assert without_places(again) == without_places(first)


# What a cell may hold and still be read as it is.
PLAIN_HOSTILE = [
    "=SUM(A1)",
    "+86",
    "@x",
    "<b>&amp;</b>",
    "]]>",
    "{0}",
    "x" * 5000,
    "第一行\n第二行",
    "a  b",
    "\u200b甲",
    "“引”",
]


class TestHostileTexts:
    @pytest.mark.parametrize("text", PLAIN_HOSTILE)
    def test_cells_are_cells(self, text):
        """Formulas, markup, braces, long and broken texts are text."""
        department = exchange.read_report("examples/department-2021.toml")
        first, *others = department.claimed.rows
        table = evolve(department.claimed, rows=(evolve(first, reason=text, clause=text), *others))
        report = evolve(department, mandate=text, contact_person=text, claimed=table)
        (found,) = read(forms_docx([report])).reports
        assert (found.mandate, found.contact_person) == (text, text)
        assert (found.claimed.rows[0].reason, found.claimed.rows[0].clause) == (text, text)
        form = exchange.read_report("examples/self-evaluation-form-2023.toml")
        form = evolve(form, rows=(evolve(form.rows[0], reason=text), *form.rows[1:]))
        (found,) = read(forms_docx([form])).reports
        assert found.rows[0].reason == text

    @pytest.mark.parametrize("label", ["建设 指标", "指标(一)", "第一\n指标"])
    def test_labels_of_scoring_tables_are_names(self, label):
        """The reader runs them together and widens their brackets, as it does in every print; it is told."""
        department = exchange.read_report("examples/department-2021.toml")
        first, *others = department.claimed.rows
        report = evolve(department, claimed=evolve(department.claimed, rows=(evolve(first, label=label), *others)))
        assert not_kept([report], forms_docx([report])) == ("claimed.rows[0].label",)

    @pytest.mark.parametrize(
        ("text", "kept"),
        [("a\x00b", "a\ufffdb"), ("a\x1bb", "a\ufffdb"), ("a\ufffeb", "a\ufffdb"), ("a\ud800b", "a\ufffdb"), ("a\x0bb", "a\nb"),
         ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), (" 甲 ", "甲"), ("\n甲\n", "甲"), ("甲\xa0乙", "甲 乙")],
    )  # fmt: skip
    def test_what_no_document_holds_is_told(self, text, kept):
        """Characters that XML forbids, line ends of other systems and white space at the ends: replaced, and said."""
        form = exchange.read_report("examples/self-evaluation-form-2023.toml")
        form = evolve(form, rows=(evolve(form.rows[0], reason=text), *form.rows[1:]))
        content = forms_docx([form])
        (found,) = read(content).reports
        assert found.rows[0].reason == kept
        is_told = text.split() != kept.split()
        assert not_kept([form], content) == (("rows[0].reason",) if is_told else ())

    @pytest.mark.parametrize("text", ["三、附件", "四、评价人员", "项目名称：乙", "总分", "填报人：甲"])
    def test_paragraphs_that_look_like_the_form_are_told(self, text):
        """A line of the narrative that is a heading of the form is read as one: the report says so when it is filled."""
        department = exchange.read_report("examples/department-2021.toml")
        section = department.narrative[0]
        section = evolve(section, body=(*section.body, Paragraph(text)))
        report = evolve(department, narrative=(section, *department.narrative[1:]))
        content = forms_docx([report])
        found = read(content).reports
        is_same = without_places(found) == without_places((report,))
        assert is_same == (not_kept([report], content) == ())

    @MODEST
    @given(text=st.text(max_size=40))
    def test_any_text_at_all(self, text):
        """Whatever stands in a cell, the document opens, and a difference is told."""
        form = exchange.read_report("examples/self-evaluation-form-2023.toml")
        form = evolve(form, project_name=text, rows=(evolve(form.rows[0], reason=text), *form.rows[1:]))
        content = forms_docx([form])
        opened(content)
        found = read(content).reports
        assert bool(not_kept([form], content)) == (
            len(found) != 1
            or found[0].rows[0].reason.split() != text.split()
            or found[0].project_name.split() != text.split()
        )


class TestPersons:
    def test_redacted_reports_name_nobody(self):
        report = evolve(
            exchange.read_report("examples/department-2021.toml"),
            contact_person="人员甲",
            contact_phone="000-1111",
            sign_offs=SignOffs(evaluators=(Evaluator(name="人员甲", signature="人员甲"),), preparer="人员乙"),
        )
        printed = " ".join(text_of(forms_docx([report])))
        assert all(word in printed for word in ("人员甲", "000-1111", "人员乙"))
        printed = " ".join(text_of(forms_docx([reports.redacted(report)])))
        assert not any(word in printed for word in ("人员甲", "000-1111", "人员乙"))


def text_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.findall(r"<w:t[^>]*>([^<]*)", archive.read("word/document.xml").decode())


class TestDocument:
    """Source: the brief of official documents: A4, Chinese fonts by name, lines around cells, headings on every page."""

    CONTENT = forms_docx([exchange.read_report("examples/department-2021.toml")])

    def parts(self):
        with zipfile.ZipFile(io.BytesIO(self.CONTENT)) as archive:
            return {info.filename: (info, archive.read(info).decode()) for info in archive.infolist()}

    def test_no_clock(self):
        parts = self.parts()
        assert {info.date_time for info, _ in parts.values()} == {(1980, 1, 1, 0, 0, 0)}
        assert not re.search("dcterms|created|modified|lastModifiedBy", "".join(text for _, text in parts.values()))
        assert forms_docx([exchange.read_report("examples/department-2021.toml")]) == self.CONTENT

    def test_paper_fonts_and_lines(self):
        document = opened(self.CONTENT)
        section = document.sections[0]
        # A4 is 210 by 297 millimetres.
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        styles, body = (self.parts()[name][1] for name in ("word/styles.xml", "word/document.xml"))
        assert set(re.findall('w:eastAsia="([^"]+)"', styles)) == {"仿宋", "宋体", "黑体", "楷体", "zh-CN"}
        assert body.count("<w:tblBorders>") == body.count("<w:tbl>")
        # The scoring table goes over pages, with its heading on each.
        assert body.count("<w:tblHeader/>") == 1

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_tables_are_whole(self, name):
        """Every row is as wide as its table, and a cell goes on only under one that begins: Word repairs nothing."""
        for table in opened(forms_docx([exchange.read_report(f"examples/{name}.toml")])).tables:
            columns = [int(each.get(f"{W}w")) for each in table._tbl.tblGrid.iter(f"{W}gridCol")]
            above = {}
            for row in table._tbl.tr_lst:
                at, now = 0, {}
                for cell in row.tc_lst:
                    span = cell.grid_span
                    assert cell.width.twips == sum(columns[at : at + span])
                    if cell.vMerge == "continue":
                        assert above.get(at) == span
                    if cell.vMerge:
                        now[at] = span
                    at += span
                assert at == len(columns)
                above = now


class TestOneLayout:
    """The document and the page for printing are drawn from the same tables: neither has a word of its own."""

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_the_same_cells_in_the_same_order(self, name, monkeypatch):
        monkeypatch.syspath_prepend("tests/present")
        from official_pages import Page

        report = exchange.read_report(f"examples/{name}.toml")
        page, document = Page(official_html(report, personal=True)), opened(forms_docx([report]))
        printed = [cell[0] for table in page.tables for row in table for cell in row]
        filled = [cell_text(cell) for table in document.tables for row in table._tbl.tr_lst for cell in row.tc_lst]
        assert without_side(filled) == without_side(printed)
        outside = ["".join(each.text.split()) for each in document.paragraphs]
        assert all(text in "".join(page.text.split()) for text in outside)

    def test_a_label_over_the_heading(self):
        """绩效指标 stands beside the heading and all rows, as the form of 财预〔2020〕10号 prints it."""
        (table,) = opened(forms_docx([exchange.read_report("examples/self-evaluation-form-2023.toml")])).tables
        rows = table._tbl.tr_lst
        first = next(place for place, row in enumerate(rows) if cell_text(row.tc_lst[0]) == "绩效指标")
        assert cell_text(rows[first].tc_lst[1]) == "一级指标"
        merges = [row.tc_lst[0].vMerge for row in rows[first : first + 10]]
        assert merges == ["restart", *["continue"] * 8, None]


def cell_text(cell):
    return "".join(each.text for each in cell.iter(f"{W}t"))


def without_side(texts):
    """Without white space, blank cells, and the label that HTML cannot put beside the heading."""
    return [text for text in ("".join(each.split()) for each in texts) if text not in ("", "绩效指标")]


class TestWhatNobodyHasSaid:
    """A form to be filled in has room for it, a filled one does not: a blank row would be read as a row."""

    DEPARTMENT, PROJECT, NATIONAL = (exchange.read_report(f"examples/{name}.toml") for name in EXAMPLES)

    @pytest.mark.parametrize(
        ("report", "kept_not"),
        [
            (evolve(DEPARTMENT, targets=()), ()),
            (evolve(DEPARTMENT, narrative=(), claimed=None), ()),
            (evolve(PROJECT, lines=(), lines_total=UNKNOWN), ()),
            (evolve(NATIONAL, rows=(), total_points=None, total_score=None), ()),
            (evolve(NATIONAL, expected_goals=(), actual_results=()), ()),
            # A form has a title, and the lines of its budget have names: what it prints is told.
            (evolve(PROJECT, title=""), ("title",)),
            (evolve(NATIONAL, budget=(evolve(NATIONAL.budget[0], label=""),)), ("budget[0].label",)),
        ],
    )
    def test_is_left_out(self, report, kept_not):
        assert not_kept([report], forms_docx([report])) == kept_not


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
