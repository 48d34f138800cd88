"""What a finance department types: the columns of a table, a spreadsheet of units scored, reports gathered, SQL."""

import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from jixiao_core import registry
from jixiao_core.frames import columns
from jixiao_core.frames.sql import short_names

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DEPARTMENT = "junshan-department@2021.1"
STAFFING = "input__budget_allocation__staffing_ratio"


@pytest.fixture
def units(tmp_path):
    """A table as people write it: Chinese headings, units in the headings, a line that cannot be read."""
    file = tmp_path / "units.csv"
    lines = [
        "单位,在职人员,人员编制,年初预算数（万元）,上年结转（万元）,项目支出（万元）,经办",
        "甲局,33,18,993.18,0,12.5,=1+1",
        "乙局,18,18,100,0,0,+86",
        "丙局,三十,18,1,0,0,-5",
        "丁局,,18,１０００,0,0,@a",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return file


def read(path, encoding="utf-8-sig"):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding=encoding))))


class TestColumns:
    def test_every_column_is_listed_with_heading_kind_unit_and_words(self, run):
        status, out, err = run("columns", "junshan-project@2021.1")
        assert (status, err) == (0, "")
        for column in columns(registry.load("junshan-project@2021.1")):
            assert column.name in out
        assert "金额" in out
        assert "选项" in out
        assert "是／否" in out

    def test_json(self, run):
        document = json.loads(run("columns", DEPARTMENT, "--json")[1])
        assert document["rubric"] == DEPARTMENT
        assert document["digest"].startswith("sha256:")
        (staff,) = (each for each in document["columns"] if each["name"] == "in_service_staff")
        assert staff == {
            "name": "in_service_staff",
            "heading": {"zh": "在职人员", "en": staff["heading"]["en"]},
            "sort": "count",
            "unit": {"zh": "人", "en": "persons"},
            "allowed": [],
            "row": "",
        }
        assert len({each["heading"]["zh"] for each in document["columns"]}) == len(document["columns"])

    @pytest.mark.parametrize("suffix", ["xlsx", "csv"])
    def test_a_template_is_read_again_as_it_is(self, run, tmp_path, suffix):
        """Nobody filled anything in: no units, and every heading is understood."""
        file = tmp_path / f"units.{suffix}"
        status, out, err = run("columns", DEPARTMENT, "-o", file)
        assert (status, err) == (0, "")
        assert file.name in out
        status, out, err = run("score-table", file, "--rubric", DEPARTMENT, "--json")
        assert (status, err) == (0, "")
        document = json.loads(out)
        assert document["units"] == 0
        assert len(document["columns_read"]) == len(columns(registry.load(DEPARTMENT)))
        assert document["columns_not_read"] == ["单位"]

    def test_a_template_of_another_kind_is_refused(self, run, tmp_path):
        status, out, err = run("columns", DEPARTMENT, "-o", tmp_path / "units.docx")
        assert (status, out) == (2, "")
        assert ".xlsx" in err


class TestScoreTable:
    def test_the_summary_names_no_unit_and_ranks_none(self, run, units):
        status, out, err = run("score-table", units, "--rubric", DEPARTMENT)
        assert (status, err) == (1, "")
        assert "4" in out
        assert "甲局" not in out
        assert "“经办”" in out  # a column that is not read is told
        assert "第4行：“在职人员”" in out
        assert "三十" in out

    def test_csv_in_and_out(self, run, units, tmp_path):
        out_file = tmp_path / "out.csv"
        status, out, err = run("score-table", units, "--rubric", DEPARTMENT, "-o", out_file)
        assert (status, err) == (1, "")
        assert "out.csv" in out
        first, second, third, fourth = read(out_file)
        assert first["单位"] == "甲局"
        assert first["财政供养人员控制率·得分"] == "0"
        assert second["财政供养人员控制率·得分"] == "5"
        assert fourth["财政供养人员控制率·得分"] == ""
        assert [each["状态"] for each in (first, second, third, fourth)] == ["待定", "待定", "数据有误", "待定"]
        assert "缺少：" in first["说明"]
        assert "“在职人员”无法采用：'三十'" in third["说明"]
        assert [each["经办"] for each in (first, second, third, fourth)] == ["'=1+1", "'+86", "-5", "'@a"]

    def test_what_was_written_is_read_again(self, run, units, tmp_path):
        """The apostrophe of our own tables is taken off again; results are columns that nobody reads."""
        once, twice = tmp_path / "once.csv", tmp_path / "twice.csv"
        run("score-table", units, "--rubric", DEPARTMENT, "-o", once, "--keep", "单位", "--keep", "经办")
        assert list(read(once)[0])[:2] == ["单位", "经办"]
        assert "在职人员" not in read(once)[0]
        text = "单位,在职人员,人员编制,经办\n甲局,18,18,'=1+1\n"
        once.write_text(text, encoding="utf-8")
        assert run("score-table", once, "--rubric", DEPARTMENT, "-o", twice)[0] == 0
        assert read(twice)[0]["经办"] == "'=1+1"

    def test_parquet_has_codes_and_decimals(self, run, units, tmp_path):
        out_file = tmp_path / "out.parquet"
        run("score-table", units, "--rubric", DEPARTMENT, "-o", out_file)
        frame = pl.read_parquet(out_file)
        assert frame["status"].to_list() == ["open", "open", "invalid", "open"]
        assert frame[f"{STAFFING}__points"].to_list() == [Decimal(0), Decimal(5), None, None]
        assert frame[f"{STAFFING}__points"].dtype == pl.Decimal(38, 4)
        assert "refused:in_service_staff;" in frame["remarks"][2]
        assert frame["单位"][0] == "甲局"

    def test_json_has_exact_text(self, run, units, tmp_path):
        out_file = tmp_path / "out.json"
        run("score-table", units, "--rubric", DEPARTMENT, "-o", out_file)
        document = json.loads(out_file.read_text(encoding="utf-8"))
        assert document["rubric"] == DEPARTMENT
        assert document["units"][1][f"{STAFFING}__points"] == "5"
        assert document["units"][2]["status"] == "invalid"

    def test_xlsx_in_and_out(self, run, tmp_path):
        file, out_file = tmp_path / "units.xlsx", tmp_path / "out.xlsx"
        book = openpyxl.Workbook()
        book.active.append(["某区2021年部门整体支出汇总表"])
        book.active.append(["单位", "在职人员", "人员编制", "年初预算数", "代码"])
        book.active.append(["甲局", 19, 18, 993.18, "0012"])
        book.active.append(["=1+1", 18, 18, "12万元", "x"])
        book.active["A4"].data_type = "s"
        book.save(file)
        unit = "年初预算数=万元"
        status, _, err = run("score-table", file, "--rubric", DEPARTMENT, "--unit", unit, "-o", out_file)
        assert (status, err) == (0, "")
        sheet = openpyxl.load_workbook(out_file).active
        heads = [cell.value for cell in sheet[1]]
        first, second = (dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2))
        assert first["财政供养人员控制率·得分"].value == 2.5
        assert first["年初预算数"].value == 993.18
        assert (first["代码"].value, first["代码"].data_type) == ("0012", "s")
        assert (second["单位"].value, second["单位"].data_type) == ("=1+1", "s")
        assert second["单位"].quotePrefix

    def test_gb18030(self, run, units, tmp_path):
        file = tmp_path / "gb.csv"
        file.write_bytes(units.read_text(encoding="utf-8-sig").encode("gb18030"))
        status, out, _ = run("score-table", file, "--rubric", DEPARTMENT)
        assert status == 1
        assert "GB18030" in out

    def test_a_large_parquet_streams_and_is_the_same(self, run, tmp_path, monkeypatch):
        source = pl.DataFrame({"unit": [f"u{n}" for n in range(50)], "in_service_staff": [n % 23 for n in range(50)]})
        source.with_columns(authorised_staffing=pl.lit(18)).write_parquet(tmp_path / "in.parquet")
        run("score-table", tmp_path / "in.parquet", "--rubric", DEPARTMENT, "-o", tmp_path / "a.parquet")
        monkeypatch.setattr("jixiao_core.frames.files.MAX_IN_MEMORY", 10)
        status, out, err = run(
            "score-table", tmp_path / "in.parquet", "--rubric", DEPARTMENT, "-o", tmp_path / "b.parquet"
        )
        assert (status, err) == (0, "")
        assert "50" in out
        assert pl.read_parquet(tmp_path / "a.parquet").equals(pl.read_parquet(tmp_path / "b.parquet"))
        status, out, err = run("score-table", tmp_path / "in.parquet", "--rubric", DEPARTMENT, "-o", tmp_path / "b.csv")
        assert (status, out) == (2, "")
        assert ".parquet" in err

    def test_floats_are_refused_unless_they_are_asked_for(self, run, tmp_path):
        pl.DataFrame({"in_service_staff": [18.0], "authorised_staffing": [18.0]}).write_parquet(tmp_path / "f.parquet")
        status, out, err = run("score-table", tmp_path / "f.parquet", "--rubric", DEPARTMENT)
        assert (status, out) == (2, "")
        assert "--floats nearest" in err
        assert run("score-table", tmp_path / "f.parquet", "--rubric", DEPARTMENT, "--floats", "nearest")[0] == 0


class TestWrongTables:
    def write(self, tmp_path, *lines):
        file = tmp_path / "wrong.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    def test_a_heading_of_several_columns_is_told_with_candidates(self, run, tmp_path):
        file = self.write(tmp_path, "单位,管理制度健全性·不适用,在职人员", "甲,否,1")
        status, out, err = run("score-table", file, "--rubric", DEPARTMENT)
        assert (status, out) == (2, "")
        assert "预算管理·管理制度健全性·不适用" in err
        assert "资产管理·管理制度健全性·不适用" in err

    def test_two_headings_of_one_column(self, run, tmp_path):
        file = self.write(tmp_path, "在职人员,in_service_staff", "1,2")
        status, out, err = run("score-table", file, "--rubric", DEPARTMENT)
        assert (status, out) == (2, "")
        assert "在职人员" in err
        assert "in_service_staff" in err

    def test_a_table_without_any_known_heading(self, run, tmp_path):
        file = self.write(tmp_path, "a,b", "1,2")
        status, out, err = run("score-table", file, "--rubric", DEPARTMENT)
        assert (status, out) == (2, "")
        assert "jixiao columns" in err

    def test_a_unit_that_is_none_and_one_of_no_column(self, run, tmp_path):
        file = self.write(tmp_path, "年初预算数", "1")
        arguments = ("--unit", "年初预算数=斤", "--unit", "身高=元", "--unit", "x")
        status, out, err = run("score-table", file, "--rubric", DEPARTMENT, *arguments)
        assert (status, out) == (2, "")
        assert "斤" in err or "'x'" in err

    def test_bad_lines_never_stop_the_rest(self, run, tmp_path):
        file = self.write(
            tmp_path, "单位,在职人员,人员编制", "甲,18,18,99", '乙,"18,18', "丙,18,18", "丁,18", "戊,-3,18", "己,1.5,18"
        )
        out_file = tmp_path / "out.csv"
        status, out, _ = run("score-table", file, "--rubric", DEPARTMENT, "-o", out_file)
        assert status == 1
        told = [(each["单位"], each["状态"]) for each in read(out_file)]
        wrong = "数据有误"
        assert told == [("", wrong), ("", wrong), ("丙", "待定"), ("丁", "待定"), ("戊", wrong), ("己", wrong)]
        assert "第2行" in out
        assert "第3行" in out

    @pytest.mark.parametrize("name", ["none.csv", "none.parquet", "none.xlsx", "x.toml"])
    def test_files_that_are_not_there(self, run, tmp_path, monkeypatch, name):
        # Long paths are cut in messages; a person names a file where it lies.
        monkeypatch.chdir(tmp_path)
        status, out, err = run("score-table", name, "--rubric", DEPARTMENT, "-o", "out.csv")
        assert (status, out) == (2, "")
        assert name in err

    def test_a_damaged_parquet_and_a_damaged_workbook(self, run, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in ("a.parquet", "a.xlsx"):
            (tmp_path / name).write_bytes(b"PAR1 nothing")
            status, out, err = run("score-table", name, "--rubric", DEPARTMENT)
            assert (status, out) == (2, "")
            assert name in err


class TestReports:
    def test_a_folder_of_reports_and_cases_one_of_them_bad(self, run, tmp_path):
        folder = tmp_path / "reports"
        folder.mkdir()
        text = (EXAMPLES / "department-2021.toml").read_bytes()
        (folder / "a.toml").write_bytes(text)
        (folder / "b.toml").write_text("rubric = ", encoding="utf-8")
        (folder / "c.toml").write_bytes(text)
        out_file = tmp_path / "out.parquet"
        status, out, err = run("score-table", folder, "--rubric", DEPARTMENT, "-o", out_file)
        assert (status, err) == (1, "")
        assert "b.toml" in out
        frame = pl.read_parquet(out_file)
        assert [Path(each).name for each in frame["file"]] == ["a.toml", "b.toml", "c.toml"]
        assert frame["status"].to_list()[1] == "invalid"
        sheet = json.loads(run("score", folder / "a.toml", "--json")[1])
        assert str(frame["total_low"][0].normalize()) == sheet["totals"]["possible"]["low"]
        assert frame[f"{STAFFING}__claimed"][0] == "5"
        assert frame["claimed_total"][0] == "98"

    def test_in_parallel_it_is_the_same(self, run, tmp_path):
        names = [tmp_path / f"{number}.toml" for number in range(4)]
        for name in names:
            name.write_bytes((EXAMPLES / "department-2021.toml").read_bytes())
        documents = []
        for jobs in (1, 2):
            out_file = tmp_path / f"out{jobs}.json"
            status, _, err = run("score-table", *names, "--rubric", DEPARTMENT, "--jobs", jobs, "-o", out_file)
            assert (status, err) == (0, "")
            documents.append(out_file.read_bytes())
        assert documents[0] == documents[1]


class TestSql:
    def test_the_select_says_what_it_is(self, run, tmp_path):
        status, out, err = run("sql", DEPARTMENT, "--dialect", "duckdb")
        assert (status, err) == (0, "")
        for told in (DEPARTMENT, registry.load(DEPARTMENT).digest, "在职人员", "SELECT"):
            assert told in out
        assert run("sql", DEPARTMENT, "--dialect", "duckdb", "-o", tmp_path / "s.sql")[0] == 0
        assert (tmp_path / "s.sql").read_text(encoding="utf-8") == out

    def test_it_runs_with_its_comment(self, run):
        out = run("sql", DEPARTMENT, "--dialect", "duckdb", "--table", "u", "--keep", "name")[1]
        kinds = {"flag": "BOOLEAN", "words": "VARCHAR"}
        rubric = registry.load(DEPARTMENT)
        names = short_names(rubric, (each.name for each in columns(rubric)))
        assert all(name in out.partition("SELECT")[0] for name in names.values())
        typed = [f"{names[each.name]} {kinds.get(each.sort, 'BIGINT')}" for each in columns(rubric)]
        base = duckdb.connect()
        base.execute(f"CREATE TABLE u (name VARCHAR, {', '.join(typed)})")
        base.execute("INSERT INTO u (name, in_service_staff, authorised_staffing) VALUES ('a', 19, 18)")
        (line,) = base.execute(out).fetchall()
        assert dict(zip((each[0] for each in base.description), line, strict=True))[f"{STAFFING}__points"] == 25000

    @pytest.mark.parametrize("dialect", ["mysql", "oracle"])
    def test_texts_that_were_not_run_say_so(self, run, dialect):
        assert "未在" in run("sql", DEPARTMENT, "--dialect", dialect)[1]
        assert "has not been run" in run("sql", DEPARTMENT, "--dialect", dialect, "--locale", "en")[1]

    def test_a_database_that_is_not_known(self, run):
        status, out, err = run("sql", DEPARTMENT, "--dialect", "db2")
        assert (status, out) == (2, "")
        assert "duckdb" in err


class TestWhatIsMissing:
    """Extras that are not installed are named with the command that installs them."""

    @pytest.mark.parametrize(
        ("module", "arguments", "told"),
        [
            ("polars", ("score-table", EXAMPLES / "units-2021.csv", "--rubric", DEPARTMENT), "[frames]"),
            ("sqlglot", ("sql", DEPARTMENT, "--dialect", "sqlite"), "[sql]"),
            ("openpyxl", ("columns", DEPARTMENT, "-o", "units.xlsx"), "[xlsx]"),
        ],
    )
    def test_it(self, run, tmp_path, monkeypatch, module, arguments, told):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setitem(sys.modules, module, None)
        for name in ("sql", "sql_pages"):
            monkeypatch.delitem(sys.modules, f"jixiao_core.frames.{name}", raising=False)
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert told in err
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("command", ["columns", "score-table", "sql"])
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_help(self, run, command, locale):
        status, out, err = run(command, "--help", "--locale", locale)
        assert (status, err) == (0, "")
        assert "--json" in out

    def test_a_rubric_has_to_be_named(self, run):
        status, out, err = run("score-table", EXAMPLES / "units-2021.csv")
        assert (status, out) == (2, "")
        assert "--rubric" in err

    def test_where_no_file_can_be_read_there_is_no_result(self, run, tmp_path):
        for name in ("a.toml", "b.toml"):
            (tmp_path / name).write_text("rubric = ", encoding="utf-8")
        out_file = tmp_path / "out.csv"
        status, out, err = run("score-table", tmp_path, "--rubric", DEPARTMENT, "-o", out_file)
        assert (status, out) == (2, "")
        assert "a.toml" in err
        assert "b.toml" in err
        assert not out_file.exists()


def test_the_shipped_example(run, tmp_path):
    """Worked by hand: every row is full in the first unit but 0.5 points of judgement."""
    out_file = tmp_path / "out.json"
    arguments = ("--rubric", DEPARTMENT, "-o", out_file)
    assert run("score-table", EXAMPLES / "units-2021.csv", *arguments)[0] == 1
    units = json.loads(out_file.read_text(encoding="utf-8"))["units"]
    assert [(each["total"], each["grade"]) for each in units[:1]] == [("99.5", "优")]
    assert [each["status"] for each in units] == ["settled", "settled", "settled", "open", "invalid", "settled"]
