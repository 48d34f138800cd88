"""Totals that no unit can have, and totals beside what the rows add up to, as reports claim them."""

import csv
import io

import pytest

from commands import at_once
from jixiao_core.exact.numbers import parse_number

DEPARTMENT = "junshan-department@2021.1"
REPORT = """
kind = "department"
fiscal_year = 2021
department_name = "甲局"
authorised_staffing = "18"
total_score = "{total}"
claimed.title = "部门整体支出绩效评价评分表"
claimed.total_score = "{total}"
claimed.rows = [{{ level1 = "投入", level2 = "预算配置", label = "财政供养人员控制率", points = 5, score = 5 }}]
"""


@pytest.fixture
def filed(tmp_path):
    """Write the report of a unit with a total."""

    def write(total):
        path = tmp_path / "filed" / "unit.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(REPORT.format(total=total), encoding="utf-8")
        return path

    return write


class TestTotalsThatNoUnitCanHave:
    """The table has 100 points: what is not within 0–100 is shown, is no total, and is not called blank."""

    @pytest.mark.parametrize(
        ("command", "total", "locale", "said"),
        [
            ("review", "980", "zh_Hans_CN", "自评总分填为980分，不在0至100分之内，无法采用"),
            ("review", "-3", "en", "-3 is stated as the self-assessment total; it is not within 0–100"),
            ("letter", "100.01", "zh_Hans_CN", "自评总分填为100.01分，不在0至100分之内，无法采用"),
            ("print", "980", "zh_Hans_CN", "自评总分填为980分，不在0至100分之内，无法采用"),
        ],
    )
    def test_pages_show_it(self, filed, command, total, locale, said):
        wide = ("--width", 300) if command == "review" else ()
        status, out, err = at_once(command, filed(total), "--rubric", DEPARTMENT, "--locale", locale, *wide)
        assert (status, err) == (1, "")
        assert said in out
        assert "总分未填" not in out
        assert "total blank" not in out

    @pytest.mark.parametrize("total", ["980", "-3", "20210101"])
    @pytest.mark.parametrize("command", ["summary-table", "review-table"])
    def test_tables_count_and_list_it(self, filed, tmp_path, command, total):
        out = tmp_path / ("out.xlsx" if command == "summary-table" else "out.csv")
        words = (filed(total).parent, "--rubric", DEPARTMENT, "--width", 300, "-o", out)
        status, page, err = at_once(command, *words)
        assert (status, err) == (1, "")
        why = "为负数" if parse_number(total).value < 0 else "不在0至100分之内"
        assert f"unit.toml：“自评总分”无法采用：'{total}'{why}" in page
        assert "未填报" not in page
        if command == "review-table" and total == "980":
            told = dict(zip(*csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))), strict=True))
            assert told["总得分·复核意见"] == "无法采用"


def test_a_total_at_either_end_can_be(filed, tmp_path):
    for total in ("0", "100"):
        words = (filed(total).parent, "--rubric", DEPARTMENT, "-o", tmp_path / "out.xlsx")
        page = at_once("summary-table", *words)[1]
        assert "已复核1个" in page
        assert "无法采用" not in page
