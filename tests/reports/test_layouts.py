"""One reader core over three layouts: the same form gives the same report, and every cell has its account."""

from pathlib import Path

import pytest
from form_pages import as_docx, as_html, as_merged_html, as_text, without_places

from jixiao_core.errors import FormatError, LimitError
from jixiao_core.exchange import read_published
from jixiao_core.exchange.forms.blocks import Cell, Line, Row
from jixiao_core.exchange.forms.html_layout import html_blocks
from jixiao_core.exchange.forms.text_layout import text_blocks

SOURCE = (Path(__file__).parents[1] / "data" / "junshan-2021.txt").read_text(encoding="utf-8")
BLOCKS = text_blocks(SOURCE)
EXPECTED = read_published(SOURCE.encode(), layout="text")


class TestTheSourceInEveryLayout:
    @pytest.mark.parametrize(
        ("layout", "page"),
        [
            ("text", as_text(BLOCKS).encode()),
            ("html", as_html(BLOCKS).encode()),
            ("html", as_merged_html(BLOCKS).encode()),
            ("docx", as_docx(BLOCKS)),
        ],
        ids=["text", "html", "merged html", "docx"],
    )
    def test_same_report(self, layout, page):
        found = read_published(page)
        assert without_places(found.reports) == without_places(EXPECTED.reports)
        assert (found.loss.cells, found.loss.is_complete) == (902, True)
        assert found == read_published(page, layout=layout)

    def test_encodings(self):
        """GB18030 is read when it is said, and refused when it is not."""
        for encoding in ("gb18030", "utf-16"):
            found = read_published(SOURCE.encode(encoding), layout="text", encoding=encoding)
            assert found == EXPECTED
        with pytest.raises(FormatError) as caught:
            read_published(SOURCE.encode("gb18030"), layout="text")
        assert caught.value.code == "exchange.not_encoded"

    @pytest.mark.parametrize("ending", ["\r\n", "\r"])
    def test_line_ends_and_byte_order_mark(self, ending):
        assert read_published(("\ufeff" + SOURCE.replace("\n", ending)).encode(), layout="text") == EXPECTED


class TestHtml:
    def test_spans_become_the_shape_of_the_text_layout(self):
        page = """<table>
          <tr><td rowspan="2">机构</td><td colspan="2">其中</td><td rowspan=2>合计</td></tr>
          <tr><td>甲</td><td>乙</td></tr></table>"""
        assert [[cell.text for cell in block.cells] for block in html_blocks(page)] == [
            ["机构", "其中", "合计"],
            ["", "甲", "乙", ""],
        ]

    def test_a_span_of_rows_and_columns_is_one_empty_cell_below(self):
        page = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙</table>"
        assert [[cell.text for cell in block.cells] for block in html_blocks(page)] == [["甲", "乙"], ["", "丙"]]

    def test_text_is_as_it_is_shown(self):
        page = "<p>a&nbsp;&lt;b&gt;</p><script>x='<td>'</script><style>p{}</style><!-- c --><div>d<br>e</div>f"
        assert [block.text for block in html_blocks(page)] == ["a <b>", "d", "e", "f"]

    def test_nested_tables_are_text_of_their_cell(self):
        page = "<table><tr><td>甲<table><tr><td>乙</td><td>丙</td></tr></table>丁</td><td>戊</td></tr></table>"
        (row,) = html_blocks(page)
        assert [cell.text for cell in row.cells] == ["甲\n乙\n丙\n丁", "戊"]

    def test_unclosed_pages_keep_their_last_row(self):
        assert html_blocks("<table><tr><td>甲<td>乙") == (Row((Cell("甲", 1), Cell("乙", 1))),)

    def test_a_script_that_never_ends_hides_nothing(self):
        with pytest.raises(FormatError) as caught:
            html_blocks("<p>甲</p><script>var x; <table><tr><td>乙")
        assert caught.value.code == "exchange.unclosed_element"

    @pytest.mark.parametrize("span", ["1001", "9" * 5000])
    def test_spans_are_bounded(self, span):
        with pytest.raises(LimitError) as caught:
            html_blocks(f"<table><tr><td colspan={span}>甲</table>")
        assert caught.value.code == "exchange.span_too_large"

    def test_spans_together_are_bounded_while_they_are_read(self, monkeypatch):
        """A page of 400 KB made twenty million empty cells before anybody counted them."""
        from jixiao_core.exchange.forms import html_layout

        made = 0
        end_row = html_layout._Reader._end_row

        def counting(self, table):
            nonlocal made
            made += 1
            end_row(self, table)

        monkeypatch.setattr(html_layout._Reader, "_end_row", counting)
        with pytest.raises(LimitError) as caught:
            html_blocks("<table><tr>" + "<td rowspan=1000>甲" * 9_000 + "<tr><td>乙" * 30 + "</table>")
        assert caught.value.code == "exchange.too_many_cells"
        assert made < 9

    @pytest.mark.parametrize("span", ["0", "-1", "x", "２", ""])
    def test_a_span_that_is_none_is_one(self, span):
        (row,) = html_blocks(f"<table><tr><td colspan='{span}'>甲<td>乙</table>")
        assert len(row.cells) == 2


class TestDocx:
    def test_what_word_makes(self):
        """Merged cells, text boxes, insertions and deletions, symbols, footers."""
        import io

        from docx import Document
        from docx.oxml import parse_xml

        document = Document()
        document.sections[0].footer.paragraphs[0].text = "页脚"
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 1).text = "丙"
        namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        document.element.body.insert(
            -1,
            parse_xml(
                f"<w:p {namespace}><w:r><w:t>选项</w:t><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
                "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
                "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
            ),
        )
        stream = io.BytesIO()
        document.save(stream)
        from jixiao_core.exchange.forms.docx_layout import docx_blocks

        blocks = docx_blocks(stream.getvalue())
        assert [block.text for block in blocks if isinstance(block, Line)] == ["页脚", "选项☑增", "框内"]
        rows = [[cell.text for cell in block.cells] for block in blocks if isinstance(block, Row)]
        assert rows == [["甲", "乙"], ["", "丙", ""]]

    def test_paragraphs_in_paragraphs_are_read_once_each(self):
        """Texts of 200 nested paragraphs with 300,000 parts took minutes when each looked through all inside of it."""
        from docx.oxml import parse_xml

        from jixiao_core.exchange.forms.docx_layout import _own

        namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        page = parse_xml(f"<w:p {namespace}>{'<w:p>' * 200}{'<w:t/>' * 1000}{'</w:p>' * 200}</w:p>")
        paragraphs = [each for each in page.iter() if each.tag.endswith("}p")]
        assert len(paragraphs) == 201
        assert sum(1 for each in paragraphs for _ in _own(each)) == 200 + 1000

    def test_a_header_of_many_sections_is_read_once(self):
        """Thirty sections that refer to one header of 200 lines were 6,000 lines."""
        import copy
        import io

        from docx import Document

        from jixiao_core.exchange.forms.docx_layout import docx_blocks

        document = Document()
        document.sections[0].header.paragraphs[0].text = "\n".join(f"页眉{n}" for n in range(200))
        document.sections[0].first_page_header.paragraphs[0].text = "首页页眉"
        for _ in range(30):
            document.add_paragraph("节")._p.get_or_add_pPr().append(copy.deepcopy(document.element.body.sectPr))
        document.sections[0].even_page_header.paragraphs[0].text = "偶数页页眉"
        for has_first, has_even in ((False, False), (True, False), (False, True)):
            # What is not switched on stands on no page.
            document.sections[0].different_first_page_header_footer = has_first
            document.settings.odd_and_even_pages_header_footer = has_even
            stream = io.BytesIO()
            document.save(stream)
            texts = [block.text for block in docx_blocks(stream.getvalue())]
            shown = [*["首页页眉"] * has_first, *["偶数页页眉"] * has_even]
            assert sorted(texts) == sorted([*(f"页眉{n}" for n in range(200)), *shown, *["节"] * 30])
