"""What a person types and gets: the sessions of the real department and the real project; their pages as processes."""

import json
import subprocess
import sys
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest

from commands import at_once as jixiao
from commands import in_a_process
from jixiao_core import registry

ROOT = Path(__file__).parents[2]
DEPARTMENT = "examples/cases/department-2021.toml"
PROJECT = "examples/cases/project-2021.toml"
FORM = "examples/self-evaluation-2021.txt"
CLOSING = "本结果为规则测算，供复核参考，不替代人工评定，不构成审计或违纪认定。"
ASSUMED = ("--assume", "headcount_is_in_service")


def said(*arguments, status):
    """Standard output of a command that succeeds with a status and says nothing on standard error."""
    code, out, err = jixiao(*arguments)
    assert (code, err) == (status, "")
    return out


def row_of(page, label):
    """The table line of a row."""
    (line,) = [line for line in page.splitlines() if line.split()[:1] == [label]]
    return line.split()


def paragraph_of(page, label):
    (line,) = [line for line in page.splitlines() if f". {label}（" in line or f". {label} (maximum" in line]
    return line.partition(". ")[2]


@pytest.fixture(scope="module")
def department():
    return said("review", DEPARTMENT, status=0)


@pytest.fixture(scope="module")
def project():
    return said("review", PROJECT, status=1)


class TestDepartment:
    def test_the_summary_stands_in_one_line_under_the_title(self, department):
        title, _, summary, *_ = department.splitlines()
        assert title == (
            "某区行政审批服务局 部门整体支出 2021年度 · 部门整体支出绩效评价评分表（junshan-department@2021.1）"
        )
        assert summary == (
            "自评总分98分；可能区间8至99分；暂认得分98分；从严得分8至99分；可能等次：优、良、中、差；"
            "共25项指标：相符2项，待核实23项。"
        )

    def test_the_staffing_row_is_pending_because_the_scope_of_the_33_is_unstated(self, department):
        assert row_of(department, "财政供养人员控制率") == [
            "财政供养人员控制率",
            "5",
            "5",
            "0、2.5、5",
            "依据不足，待核实",
        ]
        text = paragraph_of(department, "财政供养人员控制率")
        assert "在职人员不超过18人时得5分" in text
        assert "实有人数的口径未说明" in text
        assert "本项待核实" in text

    def test_the_parts_of_an_opinion_stand_in_their_order(self, department):
        text = paragraph_of(department, "财政供养人员控制率")
        marks = ("分值5分，自评5分", "报告列示", "评分标准“", "测算0分", "待核实", "请提供编制批复")
        places = [text.index(mark) for mark in marks]
        assert places == sorted(places)

    def test_the_card_row_names_the_rate_that_its_score_implies_under_each_reading(self, department):
        text = paragraph_of(department, "公务卡刷卡率")
        assert "按采用的理解，自评2分对应大于44%且不超过45%" in text
        assert "按“不足一个百分点按一个百分点扣分”理解，自评2分对应不低于45%且低于46%" in text
        assert "按“不足一个百分点按比例扣分”理解，自评2分对应45%" in text

    def test_rows_without_facts_are_pending_and_not_zero(self, department):
        assert row_of(department, "预算调整率") == ["预算调整率", "3", "3", "0、0.5、1、2、3", "依据不足，待核实"]
        assert "预算调整率（分值3分，自评3分）：请提供年初预算批复" in department

    def test_every_rendered_review_ends_with_what_it_is_not(self, department):
        assert department.endswith(f"\n\n{CLOSING}\n")

    def test_under_the_assumption_the_staffing_row_is_zero_and_the_total_outside(self):
        page = said("review", DEPARTMENT, *ASSUMED, status=1)
        assert row_of(page, "财政供养人员控制率")[3:] == ["0", "自评得分高于测算得分"]
        assert "可能区间8至94分；自评总分不在可能区间之内" in page.splitlines()[2]
        assert "假定：实有人数均为在职人员（headcount_is_in_service）" in page
        text = paragraph_of(page, "财政供养人员控制率")
        assert "33人÷18人=183.33%；超过标准100%达83.33个百分点" in text
        assert "每个扣0.5分，应扣41.5分；测算0分" in text

    def test_another_reading_is_printed_and_counts(self):
        page = said("review", DEPARTMENT, "--reading", "part_step=counts_in_full", status=0)
        assert "（part_step=counts_in_full）" in page
        assert "自评2分对应不低于45%且低于46%" in paragraph_of(page, "公务卡刷卡率").partition("按“")[0]

    def test_in_english_the_same(self):
        page = said("review", DEPARTMENT, "--locale", "en", status=0)
        assert page.splitlines()[2].startswith("Self-assessment total 98; possible range 8 to 99; provisional 98;")
        text = paragraph_of(page, "Ratio of budget-funded personnel to authorised staffing")
        assert "in-service staff of at most 18 persons earns 5" in text
        assert "pending verification" in text
        assert page.endswith("is no finding of audit or discipline.\n")


class TestProject:
    def test_the_allocation_row_is_unmatched_and_names_what_would_support_it(self, project):
        assert row_of(project, "分配结果") == ["分配结果", "5", "4", "0、2、3、5", "自评得分与评分标准不对应"]
        text = paragraph_of(project, "分配结果")
        assert "自评4分与评分标准不对应" in text
        assert "如按“每条可酌情给部分分”理解，可能得分为0至5" in text
        assert "所附材料未见资金分配方案" in text

    def test_rates_that_are_printed_score_exactly(self, project):
        assert row_of(project, "到位率")[1:] == ["3", "3", "3", "与依据相符"]

    def test_the_totals(self, project):
        assert project.splitlines()[2] == (
            "自评总分98分；可能区间24.5至100分；暂认得分97分；从严得分24.5至87分；可能等次：优、良、中、差；"
            "共22项指标：相符5项，待核实16项，不对应1项。"
        )


class TestScore:
    def test_the_same_road_without_claims(self):
        page = said("score", DEPARTMENT, status=0)
        assert page.splitlines()[2].startswith("可能区间8至99分；从严得分8至99分；可能等次：优、良、中、差；")
        assert row_of(page, "固定资产利用率") == ["固定资产利用率", "3", "3", "已测算"]
        assert page.endswith(f"{CLOSING}\n")

    def test_json(self):
        document = json.loads(said("score", DEPARTMENT, "--json", status=0))
        assert document["rubric"] == "junshan-department@2021.1"
        assert document["totals"]["possible"]["high"] == "99"


class TestExplain:
    def test_the_last_part_of_an_id_is_enough_where_only_one_row_has_it(self):
        short = said("explain", DEPARTMENT, "staffing_ratio", status=0)
        whole = said("explain", DEPARTMENT, "input.budget_allocation.staffing_ratio", status=0)
        assert short == whole
        assert short.startswith("财政供养人员控制率（分值5分，自评5分）：报告列示人员编制18人")

    @pytest.mark.parametrize("name", ["财政供养人员控制率", "公务卡刷卡率", "社会公众或服务对象满意度"])
    def test_the_name_that_the_table_prints_is_enough_where_it_is_unique(self, name):
        assert said("explain", DEPARTMENT, name, status=0).startswith(f"{name}（分值")

    def test_in_english(self):
        text = said("explain", DEPARTMENT, "staffing_ratio", "--locale", "en", status=0)
        assert "183.33" in text
        assert "以100%为标准" in text, "the clause is quoted as it is printed"


class TestRubrics:
    def test_pins_and_digests(self):
        listed = said("rubrics", status=0)
        assert "junshan-department@2021.1" in listed
        assert "junshan-project@2021.1" in listed
        assert listed.count("sha256:") == len(registry.shipped())

    def test_one_table_with_its_clauses(self):
        page = said("rubrics", "junshan-project@2021.1", status=0)
        assert "①符合分配办法（2分）" in page
        assert "cost_target_is_planned_funding: 成本目标即计划安排资金" in page.splitlines(), "what --assume takes"
        assert "cost_below_target: 实际成本低于目标是否扣分" in page.splitlines(), "what --reading takes"
        document = json.loads(said("rubrics", "junshan-project@2021.1", "--json", status=0))
        assert document["digest"] in said("rubrics", status=0)


@pytest.mark.parametrize("example", [DEPARTMENT, PROJECT])
class TestContract:
    """Source: the contract of `review --json`; numbers are strings."""

    @pytest.fixture
    def document(self, example):
        return json.loads(jixiao("review", example, "--json")[1])

    def test_keys(self, example, document):
        wanted = "rubric digest readings assumptions totals claimed_total grades claimed_grade indicators findings"
        assert set(wanted.split()) <= set(document)
        wanted = "id label max possible claimed verdict difference implied ask_for findings"
        for row in document["indicators"]:
            assert set(wanted.split()) <= set(row)

    def test_numbers_are_strings_that_add_up(self, example, document):
        assert Fraction(document["claimed_total"]) == 98
        assert sum(Fraction(row["claimed"]) for row in document["indicators"]) == 98
        assert set(document["totals"]) == {"possible", "provisional", "strict"}
        for row in document["indicators"]:
            for part in row["possible"]:
                assert 0 <= Fraction(part["low"]) <= Fraction(part["high"]) <= Fraction(row["max"])
                assert type(part["low_open"]) is type(part["high_open"]) is bool

    def test_no_float_anywhere(self, example):
        def refuse(text):
            raise AssertionError(text)

        json.loads(jixiao("review", example, "--json")[1], parse_float=refuse)

    def test_exit_status_follows_the_verdicts(self, example, document):
        verdicts = {row["verdict"] for row in document["indicators"]} | {document["verdict"]}
        assert (jixiao("review", example)[0] == 1) == bool(verdicts & {"above", "below", "unmatched"})

    def test_a_stored_review_replays(self, example, document, tmp_path):
        stored = tmp_path / "review.json"
        stored.write_bytes(jixiao("review", example, "--json")[1].encode())
        code, out, err = jixiao("review", "--replay", str(stored))
        assert (code, out, err) == (0, "所存复核结果已逐字节重现。\n", "")

    def test_a_stored_review_that_was_changed_does_not(self, example, document, tmp_path):
        stored = tmp_path / "review.json"
        document["totals"]["provisional"] = "99"
        stored.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
        code, out, err = jixiao("review", "--replay", str(stored))
        assert (code, out) == (2, "")
        assert "totals.provisional" in err
        assert "Traceback" not in err


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("width", [80, 100, 132])
@pytest.mark.parametrize("example", [DEPARTMENT, PROJECT])
def test_tables_keep_their_width_and_columns(example, width, locale):
    """A Chinese character takes two columns; numbers stand under their heading, and nothing is cut off."""
    _, page, _ = jixiao("review", example, "--width", str(width), "--locale", locale)
    lines = page.splitlines()
    rule = next(index for index, line in enumerate(lines) if set(line) == {"─"})
    table = lines[rule - 1 : lines.index("", rule)]
    assert max(map(terminal_width, table)) <= width
    head = table[0]
    names = ("分值", "自评") if locale == "zh_Hans_CN" else ("Max.", "Claimed")
    for name in names:
        end = terminal_width(head[: head.index(name) + len(name)])
        numbers = [cell_ending_at(line, end) for line in table[2:]]
        assert all(cell == "" or Fraction(cell) >= 0 for cell in numbers)
        assert sum(cell != "" for cell in numbers) >= 22


def terminal_width(text):
    """Columns; East Asian "ambiguous" characters (quotation marks, rules) are narrow in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cell_ending_at(line, end):
    """The digits that end at a column of the terminal."""
    if terminal_width(line) < end:
        return ""
    column, cell = 0, ""
    for char in line:
        if column >= end:
            break
        column += terminal_width(char)
        cell += char
    return cell[-4:].strip()


def test_the_console_script_is_the_module():
    script = Path(sys.executable).parent / "jixiao"
    found = subprocess.run([script, "rubrics"], capture_output=True, timeout=120, check=True)
    assert found.stdout.decode() == said("rubrics", status=0)


def test_the_directory_does_not_matter(tmp_path):
    code, out, _ = jixiao("score", str(ROOT / PROJECT), cwd=tmp_path)
    assert (code, out) == (0, said("score", PROJECT, status=0))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("department.zh.txt", ("review", DEPARTMENT)),
        ("department.en.txt", ("review", DEPARTMENT, "--locale", "en")),
        ("department-assumed.zh.txt", ("review", DEPARTMENT, *ASSUMED)),
        ("project.zh.txt", ("review", PROJECT)),
        ("project.en.txt", ("review", PROJECT, "--locale", "en")),
        ("project-score.zh.txt", ("score", PROJECT)),
        ("form-convert.zh.txt", ("convert", FORM)),
        ("form-check.zh.txt", ("check", FORM)),
        ("form-check.en.txt", ("check", FORM, "--locale", "en")),
        ("form-review.zh.txt", ("review", FORM)),
        ("report-review.en.txt", ("review", "examples/project-2021.toml", "--locale", "en")),
        ("project-rubric.zh.txt", ("rubrics", "junshan-project@2021.1")),
    ],
)
def test_pages_change_only_on_purpose(name, arguments):
    """`python tests/cli/snapshots/update.py` writes them anew; read them before they are committed."""
    path = Path(__file__).parent / "snapshots" / name
    assert path.read_text(encoding="utf-8") == in_a_process(*arguments)[1]
