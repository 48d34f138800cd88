"""What a finance department types to have all units on one sheet of paper."""

import json
from pathlib import Path

import openpyxl
import pytest

from jixiao_core.present import closing

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DEPARTMENT = "junshan-department@2021.1"
UNITS = EXAMPLES / "self-assessed-2021.csv"


def test_the_page_counts_and_names_no_unit(run, tmp_path):
    out_file = tmp_path / "summary.xlsx"
    status, out, err = run("summary-table", UNITS, "--rubric", DEPARTMENT, "-o", out_file)
    assert (status, err) == (1, "")
    assert "单位6个：已复核6个，未能读取0个。" in out
    assert "与依据相符1；依据不足，待核实2；自评得分高于测算得分2；自评得分低于测算得分1" in out
    assert closing() in out
    assert "局" not in out
    assert openpyxl.load_workbook(out_file).sheetnames == ["汇总表", "逐项", "说明"]


def test_in_english(run, tmp_path):
    out_file = tmp_path / "summary.xlsx"
    status, out, _ = run(
        "summary-table", UNITS, "--rubric", DEPARTMENT, "-o", out_file, "--locale", "en", "--width", 200
    )
    assert status == 1
    assert "6 units: reviewed 6, not readable 0." in out
    assert closing("en") in out
    book = openpyxl.load_workbook(out_file)
    assert book.sheetnames == ["Summary", "Rows", "Notes"]
    assert [cell.value for cell in book["Summary"][3]][:3] == ["No.", "Unit", "Claimed"]


def test_units_that_agree_exit_with_0(run, tmp_path):
    head, first, *_ = UNITS.read_text(encoding="utf-8").splitlines()
    file = tmp_path / "one.csv"
    file.write_text(f"{head}\n{first}\n", encoding="utf-8")
    assert run("summary-table", file, "--rubric", DEPARTMENT, "-o", tmp_path / "one.xlsx")[0] == 0
    assert (
        openpyxl.load_workbook(tmp_path / "one.xlsx")["逐项"].cell(5, 1).value
        == f"各项自评得分均与依据相符。 {closing()}"
    )


def test_folders_of_reports_and_the_document(run, tmp_path):
    out_file = tmp_path / "summary.xlsx"
    status, out, _ = run("summary-table", EXAMPLES / "bridge", "--rubric", DEPARTMENT, "-o", out_file, "--json")
    assert status == 0
    document = json.loads(out)
    assert document["format"] == "jixiao-summary-table/1"
    assert [each["fiscal_year"] for each in document["units"]] == [2021, 2022]
    assert [each["review"]["possible"]["low"] for each in document["units"]] == ["97.1", "92.15"]
    assert document["problems"] == []
    assert out_file.is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((UNITS, "--rubric", DEPARTMENT), "-o"),
        ((UNITS, "-o", "OUT.xlsx"), "--rubric"),
        ((UNITS, "--rubric", DEPARTMENT, "-o", "OUT.csv"), ".xlsx"),
        ((UNITS, "--rubric", DEPARTMENT, "-o", "OUT.xlsx", "--name", "没有"), "没有"),
        ((UNITS, "--rubric", DEPARTMENT, "-o", "OUT.xlsx", "--assume", "没有"), "没有"),
        ((UNITS, "--rubric", DEPARTMENT, "-o", "OUT.xlsx", "--unit", "在职人员"), "在职人员"),
        ((EXAMPLES / "bridge", "--rubric", DEPARTMENT, "-o", "OUT.xlsx", "--name", "单位"), "--name"),
        ((EXAMPLES / "nothing", "--rubric", DEPARTMENT, "-o", "OUT.xlsx"), "nothing"),
        ((EXAMPLES / "project-2021.toml", "--rubric", DEPARTMENT, "-o", "OUT.xlsx"), "project-2021.toml"),
    ],
)
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_what_cannot_be_used_writes_nothing(run, tmp_path, monkeypatch, arguments, told, locale):
    monkeypatch.chdir(tmp_path)
    status, out, err = run("summary-table", *arguments, "--locale", locale)
    assert (status, out) == (2, "")
    assert told in err
    assert list(tmp_path.iterdir()) == []
