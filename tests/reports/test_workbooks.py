"""Workbooks as rows and lines: what a sheet shows, what it hides, what its formulas and formats say, and hostile ones."""

import datetime as dt
import io
import sys
import zipfile

import openpyxl
import pytest
from form_pages import as_docx
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from self_evaluation_printer import as_xlsx

from jixiao_core.errors import FormatError, JixiaoError
from jixiao_core.exchange import read_published
from jixiao_core.exchange.forms.blocks import Cell, Line, Note, Row
from jixiao_core.exchange.forms.number_formats import shown_number
from jixiao_core.exchange.forms.workbook_parts import parse
from jixiao_core.exchange.forms.xlsx_layout import xlsx_blocks

PLAIN = as_xlsx((Row((Cell("项目名称", 1), Cell("甲", 1))), Row((Cell("主管部门", 1), Cell("乙", 1)))))
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(**cells):
    """A workbook with one sheet, and the sheet."""
    book = openpyxl.Workbook()
    book.active.title = "自评表"
    for name, value in cells.items():
        book.active[name] = value
    return book, book.active


def texts(blocks):
    return [[cell.text for cell in block.cells] if isinstance(block, Row) else block.text for block in blocks]


def replaced(parts=None, *, content=PLAIN, drop=()):
    """A workbook with some of its parts replaced or left out."""
    stream, parts = io.BytesIO(), dict(parts or {})
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts and info.filename not in drop:
                new.writestr(info.filename, old.read(info))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def with_sheet(inner):
    """A workbook whose sheet is this XML."""
    return replaced({"xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}>{inner}</worksheet>"})


def code_of(content, **how):
    with pytest.raises(FormatError) as caught:
        read_published(content, **how)
    return caught.value.code


def reason_of(content):
    with pytest.raises(FormatError) as caught:
        read_published(content, layout="xlsx")
    return str(caught.value.problems[0].message["reason"].code).removeprefix("exchange.docx_reason_")


def told(content, why):
    return [(each.place, each.text) for each in read_published(content).loss.unread if each.why == why]


def counted_steps(call):
    """How many lines of the layout are run, which unlike time is the same on every machine."""
    count = 0

    def local(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return local

    def tracer(frame, _event, _argument):
        return local if frame.f_code.co_filename.endswith("xlsx_layout.py") else None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def outcome(call):
    """What comes out, or our error; any other exception fails the test."""
    try:
        return call()
    except JixiaoError as error:
        return error


class TestShape:
    def test_merged_cells_have_the_shape_of_the_other_layouts(self):
        book, sheet = sheet_of(A1="机构", B1="其中", D1="合计", B2="甲", C2="乙")
        for area in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(area)
        assert texts(xlsx_blocks(saved(book))) == [["机构", "其中", "合计"], ["", "甲", "乙", ""]]

    def test_rows_of_one_text_above_and_below_the_table_are_lines(self):
        book, sheet = sheet_of(A1="标题", A3="一、基本情况", A4="甲", B4="1", A5="中间", A6="乙", B6="2", A8="填表人：")
        for row in (1, 3, 5, 8):
            sheet.merge_cells(f"A{row}:B{row}")
        blocks = xlsx_blocks(saved(book))
        assert texts(blocks) == ["标题", ["一、基本情况"], ["甲", "1"], ["中间"], ["乙", "2"], "填表人："]
        assert [block.line for block in blocks] == [1, 3, 4, 5, 6, 8]
        assert blocks[2].cells[1].place == "自评表!B4"

    def test_sheets_follow_each_other(self):
        book, _ = sheet_of(A1="甲", B1="乙", A4="丙", B4="丁")
        second = book.create_sheet("续 表")
        second["B2"], second["C2"] = "戊", "己"
        blocks = xlsx_blocks(saved(book))
        assert [block.line for block in blocks] == [1, 4, 6]
        assert [cell.place for cell in blocks[2].cells] == ["续 表!B2", "续 表!C2"]

    def test_line_breaks_and_escaped_characters(self):
        book, _ = sheet_of(A1="甲\n乙", B1="a_x000D_b_x0041_")
        assert texts(xlsx_blocks(saved(book))) == [["甲\n乙", "a\nbA"]]

    def test_rich_text_and_readings(self):
        strings = (
            f"<sst {NAMESPACE}><si><r><t>项目</t></r><r><t>名称</t></r><rPh sb='0' eb='1'><t>xiang</t></rPh></si></sst>"
        )
        content = replaced({
            "xl/sharedStrings.xml": strings,
            "xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}><sheetData><row><c t='s'><v>0</v></c><c t='inlineStr'>"
            "<is><r><t>甲</t></r><r><t>乙</t></r></is></c></row></sheetData></worksheet>",
        })  # fmt: skip
        assert texts(xlsx_blocks(content)) == [["项目名称", "甲乙"]]


class TestNumbers:
    @pytest.mark.parametrize(
        ("stored", "code", "shown"),
        [
            ("86.183", 0, "86.183"),
            ("86.182999999999993", "0", "86.183"),
            ("0.86182999999999998", "0%", "86.183%"),
            ("0.9", 9, "90%"),
            ("1", 10, "100%"),
            ("1730000", "#,##0.00", "1730000"),
            ("1730000", '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "1730000"),
            ("15", '0"个"', "15个"),
            ("12.5", '0.00"万元"', "12.5万元"),
            ("60", '"≥"0"台"', "≥60台"),
            ("-3", "0.0_);(0.0)", "-3"),
            ("1E+3", 0, "1000"),
            ("1.5E-3", 0, "0.0015"),
            ("0", 0, "0"),
            ("-0", 0, "0"),
            ("100", "G/通用格式", "100"),
            ("7", "@", "7"),
            ("0.3333333333333333", "0.00%", "33.3333333333333%"),
        ],
    )  # fmt: skip
    def test_all_digits_with_the_words_of_the_format(self, stored, code, shown):
        assert shown_number(stored, code)[0] == shown

    @pytest.mark.parametrize(
        ("stored", "code", "shown"),
        [
            ("45291", 14, "2023-12-31"),
            ("45291", 'yyyy"年"m"月"d"日"', "2023年12月31日"),
            ("45291", '[$-804]yyyy"年"m"月"', "2023年12月"),
            ("45291", 31, "2023-12-31"),
            ("45291.75", "yyyy/m/d h:mm", "2023-12-31 18:00"),
            ("59", 14, "1900-02-28"),
            ("61", 14, "1900-03-01"),
            ("2958465", 14, "9999-12-31"),
        ],
    )
    def test_dates(self, stored, code, shown):
        assert shown_number(stored, code) == (shown, True)

    def test_dates_of_1904(self):
        assert shown_number("43829", 14, is_1904=True) == ("2023-12-31", True)

    @pytest.mark.parametrize("code", ['0!.0,"万"', '0.0,"千"', "0.00E+00", "# ?/?", "h:mm", 20, '0"%"'])
    def test_formats_that_show_another_number_are_told(self, code):
        assert shown_number("12000", code) == ("12000", False)

    @pytest.mark.parametrize("stored", ["60", "0", "-1", "3000000", "1e9"])
    def test_what_is_no_day_is_told(self, stored):
        assert shown_number(stored, 14)[1] is False

    @pytest.mark.parametrize("stored", ["", "abc", "1e999", "NaN", "１２", "9" * 500, "0x10", "1e-400"])
    def test_what_is_no_number(self, stored):
        assert shown_number(stored, 0) is None

    @given(st.decimals(-(10**9), 10**9, places=4))
    def test_a_float_of_a_program_is_the_decimal_that_was_written(self, value):
        """What openpyxl and Excel store of a typed decimal comes back as that decimal."""
        plain = f"{value:.4f}".rstrip("0").rstrip(".")
        for stored in (repr(float(value)), f"{float(value):.17g}"):
            assert shown_number(stored, 0)[0] == ("0" if plain in ("-0", "") else plain)

    def test_in_a_workbook(self):
        book, sheet = sheet_of(A1=86.183, B1=0.9, C1=dt.date(2023, 12, 31), D1=True, E1=1200)
        sheet["B1"].number_format = "0%"
        assert texts(xlsx_blocks(saved(book))) == [["86.183", "90%", "2023-12-31", "TRUE", "1200"]]


class TestAccount:
    def test_formulas_are_read_as_their_stored_results_and_told(self):
        content = with_sheet(
            "<sheetData><row r='3'><c r='B3' t='str'><v>合计</v></c><c r='C3'><f>SUM(1,2)</f><v>3</v></c></row></sheetData>"
        )
        assert texts(xlsx_blocks(content)) == [["合计", "3"]]
        assert told(content, "formula") == [("绩效自评表!C3", "3")]

    def test_formulas_without_results_are_refused_each_with_its_cell(self):
        book, _ = sheet_of(A1="=1+1", B2="=A1", C1="x")
        with pytest.raises(FormatError) as caught:
            read_published(saved(book))
        assert [problem.code for problem in caught.value.problems] == ["exchange.workbook_open_formula"] * 2
        assert "自评表!A1" in str(caught.value)
        assert "自评表!B2" in str(caught.value)
        empty = "<sheetData><row><c t='str'><f>A9</f><v></v></c><c><v>1</v></c></row></sheetData>"
        assert texts(xlsx_blocks(with_sheet(empty))) == ["1"]

    def test_errors_are_told(self):
        book, sheet = sheet_of(A1="项目名称", B1="甲", C1="#REF!")
        sheet["C1"].data_type = "e"
        found = read_published(saved(book))
        assert [(each.why, each.text) for each in found.loss.unread if each.place == "自评表!C1"] == [
            ("unknown", "#REF!")
        ]

    def test_what_is_hidden_is_read_and_told_once(self):
        book, sheet = sheet_of(A1="甲", B1="乙", A2="丙", B2="丁", C2="戊", C3="己", A3="庚")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        hidden = book.create_sheet("底稿")
        hidden["A1"], hidden["B2"] = "辛", "壬"
        hidden.sheet_state = "veryHidden"
        content = saved(book)
        assert "壬" in str(texts(xlsx_blocks(content)))
        assert told(content, "hidden") == [("自评表!A2", "丙"), ("自评表!C2", "戊"), ("底稿!A1", "辛")]

    def test_comments_and_covered_texts_stand_beside(self):
        book, sheet = sheet_of(A1="甲", B1="乙", A2="丙", B2="丁")
        sheet["B2"].comment = Comment("请补充依据", "")
        sheet["D9"].comment = Comment("空格上的批注", "")
        content = saved(book)
        assert told(content, "aside") == [("自评表!B2", "请补充依据"), ("自评表!D9", "空格上的批注")]
        covered = with_sheet(
            "<sheetData><row r='1'><c r='A1' t='str'><v>甲</v></c><c r='B1' t='str'><v>被盖</v></c>"
            "<c r='C1' t='str'><v>乙</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells>"
        )
        assert texts(xlsx_blocks(covered)) == [["甲", "乙"]]
        assert told(covered, "aside") == [("绩效自评表!A1", "被盖")]

    def test_notes_do_not_make_an_account_incomplete(self):
        blocks = (Row((Cell("甲", 1, "表!A1", (Note("formula"), Note("aside", "x"))),)),)
        from jixiao_core.exchange.forms.ledger import Ledger

        ledger = Ledger()
        ledger.take(blocks[0].cells[0])
        assert ledger.report(blocks).is_complete


class TestHostile:
    def test_bytes_and_suffixes(self, tmp_path):
        assert read_published(PLAIN).loss == read_published(PLAIN, layout="xlsx").loss
        docx = as_docx((Line("甲", 1),))
        assert reason_of(docx) == "document"
        assert code_of(PLAIN, layout="docx") == "exchange.docx_damaged"
        path = tmp_path / "表.xls"
        path.write_bytes(PLAIN)
        assert code_of(path) == "exchange.unknown_form_suffix"

    def test_old_and_protected_files(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        assert reason_of(ole) == "ole"
        assert code_of(ole, layout="docx") == "exchange.docx_damaged"

    def test_macros(self):
        assert reason_of(replaced({"xl/vbaProject.bin": b"x"})) == "macros"

    @pytest.mark.parametrize(
        ("part", "reason"),
        [
            ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><worksheet>&b;</worksheet>', "doctype"),
            ("<worksheet>", "xml"),
            ("no xml", "xml"),
            ("<a>" * 5_000, "xml"),
            ("<worksheet><sheetData><row><c t='s'><v>99</v></c></row></sheetData></worksheet>", "xml"),
            ("<worksheet><sheetData><row><c t='s'><v>-1</v></c></row></sheetData></worksheet>", "xml"),
            ("<worksheet><sheetData><row><c r='ZZZ1'><v>1</v></c></row></sheetData></worksheet>", "xml"),
            ("<worksheet><sheetData><row>" + "<c><v>1</v></c>" * 16_385 + "</row></sheetData></worksheet>", "xml"),
            ("<worksheet><sheetData><row r='x'><c><v>1</v></c></row></sheetData></worksheet>", "xml"),
            ("<worksheet><sheetData><row><c t='?'><v>1</v></c></row></sheetData></worksheet>", "xml"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_parts_that_are_none(self, part, reason, encoding):
        assert reason_of(replaced({"xl/worksheets/sheet1.xml": part.encode(encoding)})) == reason

    def test_encodings_in_which_the_bytes_would_show_no_doctype(self):
        """The parser refuses encodings in which `<` is another byte, and a DOCTYPE in every other."""
        head = b'<?xml version="1.0" encoding="cp037"?>'
        body = "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>".encode("cp037")
        for part in (head + body, head.decode().encode("cp037") + body):
            assert reason_of(replaced({"xl/worksheets/sheet1.xml": part})) == "xml"
        with pytest.raises(FormatError) as caught:
            parse(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", lambda *_: None)
        assert caught.value.problems[0].message["reason"].code == "exchange.docx_reason_doctype"

    def test_an_index_is_never_counted_from_the_end(self):
        strings = f"<sst {NAMESPACE}><si><t>甲</t></si></sst>"
        for index in ("-1", "1", " 0", "x", ""):
            sheet = f"<worksheet {NAMESPACE}><sheetData><row><c t='s'><v>{index}</v></c></row></sheetData></worksheet>"
            assert reason_of(replaced({"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet})) == "xml"

    def test_bombs(self):
        assert code_of(replaced({"xl/media/a.bin": bytes(70_000_000)})) == "exchange.docx_too_large"
        assert code_of(replaced({"xl/sharedStrings.xml": b"<a>" + b" " * 30_000_000})) == "exchange.docx_too_large"
        assert code_of(replaced({f"x/{number}": b"" for number in range(2_001)})) == "exchange.docx_too_many_parts"
        assert code_of(with_sheet("<sheetData/>" + "<a/>" * 800_001)) == "exchange.docx_too_many_tags"
        many = {f"xl/x{number}.xml": "<a>" + "<b/>" * 700_000 + "</a>" for number in range(3)}
        assert code_of(replaced(many)) == "exchange.docx_too_many_tags"

    def test_a_shared_text_counts_for_every_cell(self):
        strings = f"<sst {NAMESPACE}><si><t>{'甲' * 90_000}</t></si></sst>"
        cells = "<row>" + "<c t='s'><v>0</v></c>" * 60 + "</row>"
        sheet = f"<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>"
        content = replaced({"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet})
        assert code_of(content) == "exchange.workbook_too_much_text"

    def test_a_million_rows_that_are_only_claimed(self):
        """Dimensions, merged ranges and hidden columns are claims: they cost nothing."""
        content = with_sheet(
            "<dimension ref='A1:XFD1048576'/><cols><col min='2' max='16384' hidden='1'/></cols>"
            "<sheetData><row r='1048576'><c r='A1048576' t='str'><v>甲</v></c></row></sheetData>"
            "<mergeCells><mergeCell ref='A1:XFD1048575'/></mergeCells>"
        )
        assert [block.line for block in xlsx_blocks(content)] == [1_048_576]

    def test_two_cells_at_both_ends(self):
        rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c><c r='XFD{n}'><v>1</v></c></row>" for n in (1, 2))
        assert code_of(with_sheet(f"<sheetData>{rows}</sheetData>")) == "exchange.workbook_too_many_cells"

    def test_too_many_cells_merges_and_sheets(self):
        cells = ("<row>" + "<c><v>1</v></c>" * 10_001 + "</row>") * 2
        assert code_of(with_sheet(f"<sheetData>{cells}</sheetData>")) == "exchange.workbook_too_many_cells"
        merges = "<mergeCell ref='A1:B2'/>" * 20_001
        assert code_of(with_sheet(f"<mergeCells>{merges}</mergeCells>")) == "exchange.workbook_too_many_cells"
        book = openpyxl.Workbook()
        for number in range(201):
            book.create_sheet(f"表{number}")
        assert code_of(saved(book)) == "exchange.workbook_too_many_sheets"

    def test_a_merged_range_costs_what_stands_in_it(self):
        """Sixteen thousand columns covered in each of a thousand rows: only cells with something are looked at."""
        rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(2, 1_000))
        first = "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>"
        merge = "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
        steps = counted_steps(lambda: xlsx_blocks(with_sheet(f"<sheetData>{first}{rows}</sheetData>{merge}")))
        assert steps < 500_000

    @pytest.mark.parametrize("row", ["-5", "0", "1048577", "x", "１", "1_0", "9" * 30, ""])
    def test_rows_that_no_sheet_has(self, row):
        inner = f"<sheetData><row r='{row}'><c t='inlineStr'><is><t>x</t></is></c></row></sheetData>"
        assert reason_of(with_sheet(inner)) == "xml"
        named = f"<sheetData><row r='{row}'><c r='A1' t='inlineStr'><is><t>x</t></is></c></row></sheetData>"
        assert reason_of(with_sheet(named)) == "xml"
        assert reason_of(with_sheet("<c t='inlineStr'><is><t>x</t></is></c>")) == "xml"

    def test_merged_ranges_over_each_other(self):
        row = "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='D1'><v>1</v></c></row></sheetData>"
        for refs in (("A1:B1", "B1:C1"), ("A1:B2", "A1:B2")):
            merges = "".join(f"<mergeCell ref='{ref}'/>" for ref in refs)
            assert reason_of(with_sheet(f"{row}<mergeCells>{merges}</mergeCells>")) == "merges"

    def test_links_and_other_sheets_are_left_alone(self):
        """A relation to the network or a path is no part of the archive."""
        rels = zipfile.ZipFile(io.BytesIO(PLAIN)).read("xl/_rels/workbook.xml.rels").decode()
        outside = rels.replace("/xl/worksheets/sheet1.xml", "../../../etc/passwd")
        assert outside != rels
        assert reason_of(replaced({"xl/_rels/workbook.xml.rels": outside})) == "xml"

    @pytest.mark.parametrize("content", [b"PK\x03\x04xl/workbook.xml", PLAIN[:-100], PLAIN[: len(PLAIN) // 2]])
    def test_damaged(self, content):
        assert code_of(content, layout="xlsx") == "exchange.xlsx_damaged"

    @given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255))
    def test_a_byte_of_another_value(self, place, value):
        found = outcome(lambda: read_published(PLAIN[:place] + bytes((value,)) + PLAIN[place + 1 :], layout="xlsx"))
        assert not isinstance(found, JixiaoError) or found.code.startswith("exchange.")

    @given(st.lists(st.sampled_from(["<sheetData>", "</sheetData>", "<row r='2'>", "<row>", "</row>", "<c r='B2'>", "<c>",
                                     "</c>", "<v>1</v>", "<v></v>", "<f>1</f>", "<f/>", "<is><t>甲</t></is>", "<t>x</t>",
                                     "<mergeCell ref='A1:B3'/>", "<mergeCell ref='B1'/>", "<rPh>", "</rPh>",
                                     "<col min='1' max='2' hidden='1'/>", "<c r='A1' t='s'>", "<c s='9'>"])))  # fmt: skip
    def test_any_markup_is_blocks_or_one_of_our_errors(self, parts):
        found = outcome(lambda: xlsx_blocks(with_sheet("".join(parts))))
        assert not isinstance(found, JixiaoError) or found.code.split("_")[0] in (
            "exchange.xlsx",
            "exchange.docx",
            "exchange.workbook",
        )
