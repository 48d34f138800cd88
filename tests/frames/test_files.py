"""Tables of text say what the same table of whole numbers says; what cannot be read is told and never guessed."""

import csv
import io
import zipfile
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import cells
import openpyxl
import polars as pl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import registry
from jixiao_core.errors import FormatError, InvalidValueError, LimitError
from jixiao_core.exchange.forms.cell_texts import stored
from jixiao_core.exchange.forms.overlay_template import new_workbook, put_text
from jixiao_core.exchange.forms.workbook import workbook_of
from jixiao_core.exchange.forms.workbook_parts import plain
from jixiao_core.frames import FileOptions, columns, files, quotations, scale_of, score_file, score_frame, text_tables
from jixiao_core.frames.headings import headings, matched, word_labels
from jixiao_core.frames.scored import points_text, with_points
from jixiao_core.frames.table_writing import _cell, number_of, safe_text, table_bytes
from jixiao_core.messages import number_text

DEPARTMENT = registry.load("junshan-department@2021.1")
PROJECT = registry.load("junshan-project@2021.1")
# Few examples, slow on purpose; a line of a whole table takes minutes to become smaller.
FEW = one_in(20, phases=(Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))


def text_of(rubric, column, value):
    """A cell as a person writes it; None where the column has no such text."""
    if value is None:
        return ""
    match column.sort:
        case "money":
            return f"{number_text(Fraction(value, 100))}元"
        case "rate":
            return f"{number_text(Fraction(value) * column.quantum * 100)}%"
        case "flag":
            return "是" if value else "否"
        case "words":
            return word_labels(rubric, column)[value].zh if value in column.allowed else value
        case _:
            return number_text(Fraction(value) * column.quantum)


@pytest.mark.parametrize("rubric", [DEPARTMENT, PROJECT], ids=["department", "project"])
@FEW
@given(data=st.data())
def test_csv_says_what_whole_numbers_say(tmp_path_factory, rubric, data):
    known, scale = columns(rubric), scale_of(rubric)
    lines = data.draw(st.lists(cells.lines(rubric, known, scale), min_size=1, max_size=8))
    told = headings(rubric)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["单位", *(told[each.name].zh for each in known)])
    writer.writerows(
        [f"u{at}", *(text_of(rubric, each, line[each.name]) for each in known)] for at, line in enumerate(lines)
    )
    file = tmp_path_factory.mktemp("csv") / "units.csv"
    file.write_text(stream.getvalue(), encoding="gb18030")
    found = score_file(rubric, file).frame
    kinds = {"flag": pl.Boolean, "words": pl.String}
    # Points, plain numbers and rates as whole numbers of their own parts are decimals here.
    given_lines = {
        each.name: pl.Series(
            [
                line[each.name]
                if each.sort in (*kinds, "money", "count", "cases") or line[each.name] is None
                else text_of(rubric, each, line[each.name])
                for line in lines
            ],
            dtype=kinds.get(each.sort, pl.Int64 if each.sort in ("money", "count", "cases") else pl.String),
        )
        for each in known
    }
    expected = score_frame(rubric, pl.DataFrame(given_lines))
    results = [name for name in expected.columns if name not in given_lines]
    for name in results:
        assert found[name].to_list() == expected[name].to_list(), name


class TestHeadings:
    def test_labels_and_names_and_units(self):
        found = matched(
            DEPARTMENT,
            ["年初预算数 (亿元)", "in_service_staff", "人员编制（人）", "其他"],
            {},
            wanted=columns(DEPARTMENT),
        )
        assert dict(found.columns) == {
            0: "initial_approved_budget",
            1: "in_service_staff",
            2: "authorised_staffing",
        }
        assert dict(found.units) == {"initial_approved_budget": "亿元"}

    def test_quotation_marks_and_widths_do_not_matter(self):
        found = matched(
            DEPARTMENT, ["三公经费变动率・指标值（％）", '"三公经费"合计(万元)'], {}, wanted=columns(DEPARTMENT)
        )
        assert sorted(found.columns.values()) == [
            "input__budget_allocation__three_public_change_rate__measure",
            "three_public_reported",
        ]
        assert set(found.units.values()) == {"%", "万元"}

    def test_brackets_that_hold_no_unit_are_a_part_of_the_heading(self):
        found = matched(
            DEPARTMENT, ["固定资产合计（净值）", "人员编制（本级）", "人员编制"], {}, wanted=columns(DEPARTMENT)
        )
        assert dict(found.columns) == {0: "fixed_assets_total_net_value", 2: "authorised_staffing"}

    def test_a_stated_unit_is_stronger_than_a_heading(self):
        found = matched(DEPARTMENT, ["年初预算数（万元）"], {"年初预算数": "元"}, wanted=columns(DEPARTMENT))
        assert dict(found.units) == {"initial_approved_budget": "元"}

    def test_every_problem_at_once(self):
        with pytest.raises(InvalidValueError) as caught:
            matched(
                DEPARTMENT,
                ["在职人员", "在职人员（人）", "管理制度健全性·不适用"],
                {"身高": "米"},
                wanted=columns(DEPARTMENT),
            )
        assert [problem.code for problem in caught.value.problems] == [
            "frames.heading_twice",
            "frames.heading_ambiguous",
            "frames.unknown_column",
        ]


class TestText:
    def read(self, text, tmp_path, encoding="utf-8", **options):
        file = tmp_path / "t.csv"
        file.write_bytes(text.encode(encoding))
        return score_file(DEPARTMENT, file, FileOptions(**options))

    def test_quoted_cells_run_over_lines(self, tmp_path):
        table = self.read('单位,在职人员\n"甲\n局,""一""",18\n', tmp_path)
        assert table.frame["单位"].to_list() == ['甲\n局,"一"']

    def test_a_quotation_that_never_ends_spoils_its_own_line_alone(self, tmp_path):
        lines = "".join(f"u{at},{at}\n" for at in range(400))
        table = self.read(f'单位,在职人员\n"甲,18\n{lines}', tmp_path)
        assert table.frame.height == 401
        assert table.frame["status"].to_list() == ["invalid", *["open"] * 400]
        assert [each.message.code for each in table.problems] == ["frames.line_open_quote"]

    def test_a_text_over_very_many_lines_is_refused_as_a_whole(self, tmp_path):
        """Its lines were units of their own, and nothing said so."""
        inside = "".join(f"\n乙{at},{at}" for at in range(120))
        table = self.read(f'单位,在职人员\n甲,17\n"丙{inside}",18\n丁,19\n', tmp_path)
        assert table.frame["单位"].to_list() == ["甲", None, "丁"]
        (problem,) = table.problems
        assert (problem.message.code, dict(problem.message.params)["end"]) == ("tables.text_over_lines", 123)
        assert "第3至123行未读取" in problem.told("zh_Hans_CN")
        assert "lines 3 to 123 are not read" in problem.told("en")
        short = "".join(f"\n乙{at}" for at in range(99))
        assert self.read(f'单位,在职人员\n"丙{short}",18\n', tmp_path).frame["单位"].to_list() == [f"丙{short}"]

    @given(st.lists(st.sampled_from(["a", '"', ",", "\n", "\r\n", '""', ',"', '",']), max_size=24).map("".join))
    def test_records_are_those_of_a_reader_that_tries_every_end(self, text):
        """The oracle asks the standard library for one line, two lines, three: the first that is a record."""
        lines, wanted, at = text.split("\n"), [], 0
        while at < len(lines):
            for end in range(at + 1, len(lines) + 1):
                with suppress(csv.Error, ValueError):
                    (read,) = csv.reader(["\n".join(lines[at:end]).rstrip("\r\n")], strict=True)
                    cells = tuple(cell.strip() for cell in read)
                    wanted += [(at + 1, cells)] if any(cells) else []
                    at = end
                    break
            else:
                wanted.append((at + 1, None))
                at += 1
        found = [(line.number, None if line.problem else line.cells) for line in text_tables._records(text)]
        assert found == wanted

    def test_quotations_that_never_end_are_looked_through_once(self, monkeypatch):
        """Every line opens one, and in none of them it ends: 2,000 looks through 2,000 lines would be four million."""
        looks = []
        is_open = quotations._is_open
        monkeypatch.setattr(quotations, "_is_open", lambda line, **how: looks.append(1) or is_open(line, **how))
        found = list(text_tables._records('a","\n' * 2_000))
        assert len(looks) <= 3 * 2_000
        assert [line.number for line in found[:3]] == [1, 2, 3]
        assert {line.problem.code for line in found} == {"frames.line_open_quote"}

    def test_a_mark_of_utf_8_is_believed(self, tmp_path):
        """One broken byte in a file that says it is UTF-8, and every name in it became other characters."""
        file = tmp_path / "t.csv"
        file.write_bytes(b"\xef\xbb\xbfunit,in_service_staff\n" + "某区局".encode()[:-1] + b",18\n")
        with pytest.raises(FormatError) as caught:
            score_file(DEPARTMENT, file)
        (problem,) = caught.value.problems
        assert (problem.code, dict(problem.message.params)["line"]) == ("frames.not_text", 2)
        assert "GB18030" not in str(caught.value)

    def test_lines_that_an_old_mac_ends(self, tmp_path):
        assert self.read("单位,在职人员\r甲,18\r乙,19\r", tmp_path).frame["单位"].to_list() == ["甲", "乙"]
        table = self.read("单位,在职人员\n甲,18\r乙,19\n丙,20\n", tmp_path)
        assert [each.message.code for each in table.problems] == ["tables.loose_return"]
        assert table.frame["单位"].to_list() == [None, "丙"]

    def test_lines_that_mac_and_windows_end(self, tmp_path):
        assert self.read("单位,在职人员\r\n甲,18\r\n\r\n乙,19\r\n", tmp_path).frame["单位"].to_list() == ["甲", "乙"]

    def test_more_lines_than_are_scored_at_once(self, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "CHUNK", 7)
        text = "单位,在职人员,人员编制\n" + "".join(f"u{at},{'x' if at == 20 else at},18\n" for at in range(40))
        table = self.read(text, tmp_path)
        assert table.frame["单位"].to_list() == [f"u{at}" for at in range(40)]
        assert [(each.row, each.place["line"]) for each in table.problems] == [(20, 22)]

    def test_columns_without_headings_and_headings_twice(self, tmp_path):
        table = self.read("备注,在职人员,,备注\na,1,b,c\n", tmp_path)
        assert list(table.kept.values()) == ["备注", "在职人员", "[C]", "备注 (D)"]

    def test_what_is_neither_encoding(self, tmp_path):
        (tmp_path / "t.csv").write_bytes("单位,在职人员\n".encode() + b"\xff\xff,1\n")
        with pytest.raises(FormatError) as caught:
            score_file(DEPARTMENT, tmp_path / "t.csv")
        assert caught.value.problems[0].message["line"] == 2

    def test_limits(self, tmp_path, monkeypatch):
        monkeypatch.setattr(text_tables, "MAX_CSV", 20)
        with pytest.raises(LimitError):
            self.read("单位,在职人员\n甲,18\n乙,19\n", tmp_path)
        monkeypatch.undo()
        monkeypatch.setattr(text_tables, "MAX_LINES", 2)
        with pytest.raises(LimitError, match="Parquet"):
            self.read("单位,在职人员\n甲,18\n乙,19\n", tmp_path)

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("12", "frames.cell_unit"),
            ("-12万元", "frames.cell_negative"),
            ("十二万元", "frames.cell_not_a_number"),
            ("1e5万元", "frames.cell_not_a_number"),
        ],
    )
    def test_why_money_is_refused(self, tmp_path, cell, code):
        table = self.read(f"年初预算数\n{cell}\n", tmp_path)
        assert [each.message.code for each in table.problems] == [code]

    def test_no_cell_is_ever_a_float(self, tmp_path):
        """0.1 + 0.2 万元 is 3,000 元, whatever a float would make of it."""
        table = self.read("年初预算数（万元）,上年结转\n0.3,0.30000000000000004万元\n", tmp_path)
        assert table.frame["status"].to_list() == ["open"]


class TestWorkbooks:
    def test_numbers_are_what_the_sheet_shows(self, tmp_path):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["单位", "固定资产利用率·指标值", "在用固定资产（万元）", "在职人员", "人员编制"])
        sheet.append(["甲", 0.95, 0.1 + 0.2, 18, "=1+1"])
        sheet["B2"].number_format = "0%"
        book.save(tmp_path / "t.xlsx")
        table = score_file(DEPARTMENT, tmp_path / "t.xlsx")
        assert table.frame["process__asset_management__fixed_asset_utilisation__measure"].to_list() == ["95%"]
        assert table.frame["fixed_assets_in_use"].to_list() == ["0.3"]
        # Nobody has computed the formula: it is refused, not taken as blank.
        assert [each.message["heading"] for each in table.problems] == ["人员编制"]

    def test_a_large_sheet_is_told_to_be_saved_as_csv(self, tmp_path, monkeypatch):
        monkeypatch.setattr(text_tables, "MAX_STORED", 3)
        book = openpyxl.Workbook()
        book.active.append(["单位", "在职人员"])
        book.active.append(["甲", 1])
        book.save(tmp_path / "t.xlsx")
        with pytest.raises(LimitError, match="CSV or Parquet"):
            score_file(DEPARTMENT, tmp_path / "t.xlsx")


class TestOut:
    @pytest.mark.parametrize("text", ["=1", "+1", "@x", "-x", "＝1", "＋1", "＠x", "－x", "\t=1", "\r=1", "+86-10"])
    def test_no_cell_becomes_a_formula(self, text):
        assert safe_text(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["-5", "-0.25", "0", "甲", "a=b", "'=1"])
    def test_numbers_and_other_texts_stay(self, text):
        assert safe_text(text) == text

    def test_numbers_that_a_sheet_would_change_stay_text(self):
        assert number_of("123456789012345") == Decimal(123456789012345)
        for text in ("1234567890123456", "0.1234567890123456", "007", "1e5", "1,000", "+1", ""):
            assert number_of(text) is None

    @pytest.mark.parametrize("scale", [10_000, 20_000, 10**9, 30_000])
    def test_points_are_exact_decimals(self, scale):
        parts = [0, 1, -1, 7 * scale + 1, 100 * scale, -3 * scale - 1, 10**12, None]
        found = with_points(pl.DataFrame({"total": pl.Series(parts, dtype=pl.Int64)}), ("total",), scale)[
            "total"
        ].to_list()
        told = points_text(scale)
        assert [None if each is None else Fraction(each) for each in found] == [
            None if each is None else Fraction(each, scale) for each in parts
        ]
        assert [told(each) for each in parts if each is not None]

    @given(
        st.lists(st.sampled_from(["_x003D_", "_", "x", "0041_", "_x00", "5F_", "=", "𠮷"]), max_size=12).map("".join)
    )
    def test_what_looks_like_the_number_of_a_character_stays_what_it_is(self, text):
        assert plain(stored(text)) == text

    @pytest.mark.parametrize("write_only", [False, True])
    def test_texts_of_workbooks_are_read_as_they_are(self, write_only):
        """`_x003D_1+1` became =1+1 in every program that opened it."""
        texts = ["_x003D_1+1", "_x005F_x003D_", "=1", "#N/A", "_x0041_x0042_", "甲"]
        book = new_workbook(write_only=write_only)
        sheet = book.create_sheet("甲")
        for row, text in enumerate(texts, start=1):
            if write_only:
                sheet.append([_cell(sheet, text, "en", is_number=False)])
            else:
                put_text(sheet.cell(row, 1), text)
        stream = io.BytesIO()
        book.save(stream)
        found = workbook_of(stream.getvalue()).sheets[-1].cells.values()
        assert [(cell.value, cell.kind) for cell in found] == [(text, "str") for text in texts]

    @pytest.mark.parametrize("piece", ["财", "𠮷", "a😀", "_x003D_", "甲\x00"])
    def test_no_cell_is_longer_than_a_cell_and_no_sign_is_halved(self, tmp_path, piece):
        """Excel counts 𠮷 as two; a file with a longer cell is repaired by it, which loses the text."""
        from xml.etree import ElementTree as ET

        name = "单" + piece * 40_000
        frame = score_frame(DEPARTMENT, pl.DataFrame({"单位": [name], "actual_headcount": [1]}), keep=["单位"])
        table = evolve(self.made(tmp_path), frame=frame)
        for locale, said in (
            ("en", "(cut: a cell of a workbook holds no more; write .csv for all of it)"),
            ("zh_Hans_CN", "（以下从略：工作簿的单元格容纳不下，输出.csv可得全文）"),
        ):
            with zipfile.ZipFile(io.BytesIO(table_bytes(table, ".xlsx", locale))) as archive:
                root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
            texts = [each.text for each in root.iter() if each.tag.endswith("}t")]
            longest = max(texts, key=len)
            assert 30_000 < len(longest.encode("utf-16-le")) // 2 <= 32_767
            assert longest.endswith(said)
            assert name.replace("\x00", "\ufffd").startswith(longest.replace("_x005F_", "_")[:15_000])

    def made(self, tmp_path):
        (tmp_path / "t.csv").write_text("单位,在职人员\n甲,19\n", encoding="utf-8")
        return score_file(DEPARTMENT, tmp_path / "t.csv", FileOptions(keep=["单位"]))

    def test_the_same_table_gives_the_same_bytes(self, tmp_path):
        (tmp_path / "t.csv").write_text("单位,在职人员,人员编制\n=甲,19,18\n", encoding="utf-8")
        table = score_file(DEPARTMENT, tmp_path / "t.csv")
        for suffix in (".csv", ".xlsx", ".parquet", ".json"):
            assert table_bytes(table, suffix, "en") == table_bytes(table, suffix, "en")
