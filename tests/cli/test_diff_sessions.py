"""What somebody types who has two versions of a table: `jixiao diff`, in both languages, as JSON, and what is refused."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPARTMENT = "junshan-department@2021.1"
DATA = ROOT / "src" / "jixiao_core" / "data" / "rubrics" / "junshan-department" / "2021.1.toml"
KEY, CARD, STAFF = (
    "input.budget_allocation.key_expenditure_rate",
    "process.budget_management.card_payment_rate",
    "input.budget_allocation.staffing_ratio",
)


def jixiao(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "jixiao_core", *map(str, arguments)]
    found = subprocess.run(command, cwd=cwd, capture_output=True, timeout=120, check=False)
    return found.returncode, found.stdout.decode(), found.stderr.decode()


def said(*arguments, status, cwd=ROOT):
    code, out, err = jixiao(*arguments, cwd=cwd)
    assert (code, err) == (status, "")
    return out


def columns(line):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def replaced(text, before, after, *, behind=""):
    """The text with one place behind a mark exchanged."""
    start = text.index(behind)
    assert before in text[start:]
    return text[:start] + text[start:].replace(before, after, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the shipped table with one comparator, one step and one word changed, and one with nothing changed."""
    found = tmp_path_factory.mktemp("tables")
    text = DATA.read_text(encoding="utf-8")
    same = replaced(text, "revision = 1", "revision = 2")
    (found / "same.toml").write_text(same, encoding="utf-8")
    own = replaced(same, '{ at_least = "90%", points = 5 }', '{ above = "90%", points = 5 }', behind=f'"{KEY}"')
    own = replaced(own, 'step = "1pp"', 'step = "2pp"', behind=f'"{CARD}"')
    own = replaced(own, "在职人员控制率≦100%", "在编人员控制率≦100%", behind=f'"{STAFF}"')
    (found / "own.toml").write_text(own, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def page(folder):
    return said("diff", DEPARTMENT, "own.toml", status=1, cwd=folder)


@pytest.fixture(scope="module")
def document(folder):
    return json.loads(said("diff", DEPARTMENT, "own.toml", "--json", status=1, cwd=folder))


class TestOneComparatorOneStepOneWord:
    def test_the_page_says_exactly_that(self, page):
        """At 49 % one step of 1 below 50 % costs 0.2, none of 2 is complete; at 20 % both have lost all 3 points."""
        lines = page.splitlines()
        assert lines[4:] == [
            "同样的依据，得分可能不同。",
            "文字相同而得分不同的指标2项，文字和得分都不同的0项，文字不同而得分相同的1项；结构变化0处，表头变化0",
            "  处。",
            "",
            "文字相同而得分不同（请核对条款是否需同步修改）：",
            f"重点支出安排率（{KEY}）",
            "  公式（formula.bands[0]）：at_least 90% → above 90%",
            "  得分不同：测算值90%时；例如测算值90%，重点项目支出9万元，项目支出10万元：原5分，现4分",
            "  以下理解下同样不同：key_expenditure_ratio=project_over_total（项目支出÷支出合计），",
            "    key_expenditure_ratio=key_over_total（重点项目支出÷支出合计）",
            f"公务卡刷卡率（{CARD}）",
            "  公式（formula.step）：1% → 2%",
            "  得分不同：测算值大于20%且不超过49%时；例如测算值49%，公务卡结算额49万元，应刷卡支出额100万元：原",
            "    2.8分，现3分",
            "  以下理解下同样不同：card_denominator=card_and_cash（公务卡结算额÷（公务卡结算额＋现金支出额）），",
            "    card_denominator=transactions（公务卡结算笔数÷应刷卡支出笔数）",
            "",
            "文字不同而得分相同：",
            f"财政供养人员控制率（{STAFF}）",
            "  条款：以100%为标准。在【删：职】【增：编】人员控制率≦100%，计5分；…",
            "  得分：任何情形下都相同",
        ]

    def test_both_versions_are_named_with_their_digests(self, page):
        lines = page.splitlines()
        assert lines[0] == f"前：部门整体支出绩效评价评分表（{DEPARTMENT}），100分，"
        assert lines[2] == "后：部门整体支出绩效评价评分表（junshan-department@2021.2），100分，"
        assert all(line.startswith("  sha256:") for line in (lines[1], lines[3]))

    def test_english(self, folder):
        page = said("diff", DEPARTMENT, "own.toml", "--locale", "en", "--width", "80", status=1, cwd=folder)
        text = " ".join(line.strip() for line in page.splitlines())
        assert "The same evidence can score otherwise." in text
        assert "Scores differ where the measure is more than 20% and at most 49%; for example measure 49%," in text
        assert "2.8 points before, 3 points after" in text
        assert "在[deleted: 职][inserted: 编]人员控制率" in text

    @pytest.mark.parametrize("width", [60, 100])
    def test_no_line_is_wider_than_the_terminal(self, folder, width):
        page = said("diff", DEPARTMENT, "own.toml", "--width", str(width), status=1, cwd=folder)
        words = [line for line in page.splitlines() if "sha256:" not in line and ".key_" not in line]
        assert max(map(columns, words)) <= width

    def test_the_reverse_exchanges_the_sides(self, folder):
        page = said("diff", "own.toml", DEPARTMENT, status=1, cwd=folder)
        assert "  公式（formula.bands[0]）：above 90% → at_least 90%" in page
        assert "项目支出10万元：原4分，现5分" in page
        assert "在【删：编】【增：职】人员控制率" in page


class TestDocument:
    def test_what_it_is(self, document):
        assert document["format"] == "jixiao-diff/1"
        assert (document["before"]["rubric"], document["before"]["points"]) == (DEPARTMENT, "100")
        assert (document["is_empty"], document["changes_scores"]) == (False, True)
        assert (document["head"], document["structure"]) == ([], [])

    def test_classes(self, document):
        assert {row["id"]: row["class"] for row in document["indicators"]} == {
            STAFF: "other_text_same_behaviour",
            KEY: "same_text_other_behaviour",
            CARD: "same_text_other_behaviour",
        }

    def test_the_exact_set_and_its_witness(self, document):
        (row,) = (row for row in document["indicators"] if row["id"] == CARD)
        first = row["differences"][0]
        assert (first["where"], first["readings"]) == ("values", {})
        assert first["values"] == {
            "unit": "rate",
            "values": [{"low": "0.2", "high": "0.49", "low_open": True, "high_open": False}],
        }
        witness = first["witness"]
        assert [each["kind"] for each in witness["given"]] == ["measure", "fact", "fact"]
        assert witness["before"] == {
            "status": "scored",
            "points": [{"low": "2.8", "high": "2.8", "low_open": False, "high_open": False}],
        }

    def test_words_by_character(self, document):
        (row,) = (row for row in document["indicators"] if row["id"] == STAFF)
        (part,) = row["words"]
        assert part["path"] == "clause"
        assert part["spans"][1:3] == [{"kind": "removed", "text": "职"}, {"kind": "inserted", "text": "编"}]


class TestStatus:
    def test_nothing_differs_but_the_revision(self, folder):
        page = said("diff", DEPARTMENT, "same.toml", status=0, cwd=folder)
        assert page.splitlines()[-1] == "除版本标识外没有差异。"
        assert json.loads(said("diff", DEPARTMENT, "same.toml", "--json", status=0, cwd=folder))["is_empty"] is True

    def test_tables_of_two_series(self):
        page = said("diff", DEPARTMENT, "junshan-project@2021.1", status=1)
        assert "删除指标：财政供养人员控制率" in page
        assert "新增指标：" in page

    def test_everything_unusable_is_told_at_once(self, folder):
        (folder / "broken.toml").write_text('series = "own"\n', encoding="utf-8")
        code, out, err = jixiao("diff", "broken.toml", "junshan-department@1999.1", cwd=folder)
        assert (code, out) == (2, "")
        assert "broken.toml" in err
        assert "junshan-department@1999.1" in err

    def test_one_table_is_not_enough(self):
        code, out, err = jixiao("diff", DEPARTMENT)
        assert (code, out) == (2, "")
        assert "B" in err

    def test_help_says_the_exit_status(self):
        assert "0没有差异" in "".join(said("diff", "--help", status=0).split())
