"""Forms made to break readers: a clear error or a bounded result, nothing lost silently, never a traceback."""

import contextlib
import io
import zipfile

import pytest
from form_pages import as_docx
from hypothesis import example, given
from hypothesis import strategies as st

from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError, JixiaoError, LimitError
from jixiao_core.exchange import read_published
from jixiao_core.exchange.forms.blocks import Cell, Line, Row, squeezed
from jixiao_core.exchange.forms.html_layout import html_blocks
from jixiao_core.exchange.forms.text_layout import text_blocks
from jixiao_core.reports import check

TITLE = "某区2021年度部门（单位）整体支出绩效评价自评报告"
DOCX = as_docx((Line(TITLE, 1), Row((Cell("一、部门（单位）基本概况", 1),)), Row((Cell("人员编制", 1), Cell("18", 1)))))


def code_of(content, **how):
    with pytest.raises(FormatError) as caught:
        read_published(content, **how)
    return caught.value.code


def outcome(content, **how):
    """What was read, or our error; any other exception fails the test."""
    try:
        return read_published(content, **how)
    except JixiaoError as error:
        return error


def zipped(**parts):
    """The document with some of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info.filename, old.read(info))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


class TestText:
    def test_a_hundred_thousand_rows(self):
        content = f"{TITLE}\n" + "\t甲\n\t1\n\n" * 100_000
        assert code_of(content.encode()) == "exchange.too_many_cells"

    def test_a_cell_of_ten_megabytes(self):
        assert code_of(f"{TITLE}\n\t{'甲' * 3_500_000}".encode()) == "exchange.too_many_bytes"
        assert code_of(f"{TITLE}\n\t{'甲' * 200_000}".encode()) == "exchange.cell_too_long"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\xff\xfe\xff", "exchange.not_encoded"),
            ("优".encode("gb18030"), "exchange.not_encoded"),
            (b"a\x00b", "exchange.control_in_form"),
            (b"a\x1bb", "exchange.control_in_form"),
        ],
    )
    def test_what_is_no_text(self, content, code):
        assert code_of(content, layout="text") == code

    def test_word_line_ends_are_line_ends(self):
        (report,) = read_published(f"{TITLE}\x0b评价机构：甲\x0c".encode()).reports
        assert report.evaluating_body == "甲"

    def test_unseen_characters_are_told_and_do_not_hide_labels(self):
        """A label with a zero-width space is the label; a value with one is kept and told."""
        content = f"{TITLE}\n\t一、基本概况\n\n\t人员\u200b编制\n\t18\u202e\n"
        found = read_published(content.encode())
        assert str(found.reports[0].authorised_staffing.value) == "18"
        assert [each.why for each in found.loss.unread] == ["damaged", "damaged"]

    def test_what_has_no_place_is_listed(self):
        content = f"{TITLE}\n\t一、基本概况\n\n\t车辆\n\t3\n\n\t人员编制\n\t十八\n\n\n无关的一行\n"
        found = read_published(content.encode())
        assert [(each.text, each.why) for each in found.loss.unread] == [
            ("车辆", "unknown"),
            ("3", "unknown"),
            ("十八", "unreadable"),
            ("无关的一行", "unknown"),
        ]
        assert not found.loss.is_complete

    def test_no_form_at_all(self):
        found = read_published("今天天气很好。\n".encode())
        assert (found.reports, [each.why for each in found.loss.unread]) == ((), ["unknown"])

    @given(st.text(st.sampled_from("\t\n 甲一、（文字部分）自评报告评分标准三级指标得0备注：18.%")))
    def test_every_character_is_in_a_block(self, text):
        blocks = text_blocks(text)
        parts = [part.text for block in blocks for part in (block.cells if isinstance(block, Row) else (block,))]
        assert squeezed("".join(parts)) == squeezed(text)

    @given(
        st.lists(jst.hostile_texts() | st.sampled_from([TITLE, "\t", "\n", "评价内容", "绩效目标", "机构名称", "备注"]))
    )
    def test_any_text_is_a_value_or_one_of_our_errors(self, parts):
        found = outcome("\n".join(parts).encode("utf-8", "surrogatepass"), layout="text")
        if isinstance(found, JixiaoError):
            assert all(problem.code for problem in found.problems)
            return
        counted = sum(count for _, count in found.loss.uses) + sum(each.why == "unknown" for each in found.loss.unread)
        assert counted == found.loss.cells + found.loss.lines
        for report in found.reports:
            check(report)


class TestHtml:
    @pytest.mark.parametrize(
        "piece",
        ["<", "<a ", "<!--", "<![CDATA[", "&#", "</a ", "<script>", "<table><tr><td>", "<td rowspan=9>", "<!", "<?"],
    )
    def test_tags_that_never_end(self, piece):
        """A parser that takes the square of the length would not come back from these."""
        with contextlib.suppress(FormatError):
            html_blocks(f"<p>{TITLE}</p>" + piece * 100_000)

    def test_limits(self):
        assert code_of(f"<p>{TITLE}</p><a x='{'y' * 30_000}'>".encode()) == "exchange.tag_too_long"
        assert code_of(b"<p>" + b"<b>" * 200_001) == "exchange.too_many_tags"

    def test_a_table_that_is_not_closed_keeps_its_cells(self):
        found = html_blocks("<table><td>甲</td><table><tr><td>乙</table>")
        assert [[cell.text for cell in row.cells] for row in found] == [["甲"], ["乙"]]

    @given(st.lists(st.sampled_from(["<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<td colspan=2 rowspan=3>",
                                     "甲", "<br>", "<p>", "&lt;", "<!-- x -->", "<script>x</script>", "<", "\n"])))  # fmt: skip
    @example(["<table>", "甲", "</table>"])
    @example(["<table>", "<tr>", "<td>", "</td>", "甲", "</tr>", "甲", "</table>", "甲"])
    def test_any_markup_keeps_its_text(self, parts):
        found = html_blocks("".join(parts))
        texts = [part.text for block in found for part in (block.cells if isinstance(block, Row) else (block,))]
        assert "".join(texts).count("甲") == parts.count("甲")


class TestDocx:
    def test_the_plain_document_is_read(self):
        (report,) = read_published(DOCX).reports
        assert str(report.authorised_staffing.value) == "18"

    def test_a_bomb_is_refused_by_what_it_states(self):
        bomb = zipped(**{"word/document.xml": b"<a>" + b" " * 30_000_000})
        assert len(bomb) < 100_000
        assert code_of(bomb) == "exchange.docx_too_large"
        many = zipped(**{f"word/media/{number}.bin": b"\0" * 10_000_000 for number in range(8)})
        assert code_of(many) == "exchange.docx_too_large"

    def test_too_many_parts(self):
        assert code_of(zipped(**{f"x/{number}": b"" for number in range(2_001)})) == "exchange.docx_too_many_parts"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_doctype_and_entities(self, encoding):
        text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
        with pytest.raises(FormatError) as caught:
            read_published(zipped(**{"word/document.xml": text}))
        assert str(caught.value.problems[0].message["reason"].code) == "exchange.docx_reason_doctype"

    @pytest.mark.parametrize(
        "content",
        [
            b"PK\x03\x04",
            DOCX[:-200],
            DOCX[: len(DOCX) // 2],
            zipped(**{"word/document.xml": b"no xml"}),
            zipped(**{"[Content_Types].xml": b"<a/>"}),
        ],
        ids=["nothing", "no directory", "half", "no xml", "no types"],
    )
    def test_damaged(self, content):
        assert code_of(content, layout="docx") == "exchange.docx_damaged"

    @given(st.integers(0, len(DOCX) - 1), st.integers(0, 255))
    def test_a_byte_of_another_value(self, place, value):
        found = outcome(DOCX[:place] + bytes((value,)) + DOCX[place + 1 :], layout="docx")
        assert not isinstance(found, JixiaoError) or found.code.startswith("exchange.")

    def test_deep_nesting(self):
        deep = b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' + b"<w:r>" * 5_000
        assert code_of(zipped(**{"word/document.xml": deep})) == "exchange.docx_damaged"


def test_limits_are_limit_errors():
    with pytest.raises(LimitError):
        read_published(f"{TITLE}\n".encode() * 101)
