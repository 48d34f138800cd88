"""What somebody types who has two versions of a table: `jixiao diff`, in both languages, as JSON, and what is refused."""

import json
import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from commands import at_once as jixiao
from jixiao_core.exchange.dictionary import shared_facts, shared_measures
from jixiao_core.present.diff_words import DiffWords
from jixiao_core.present.measure_pages import measure_page
from jixiao_core.rubrics import facts, formulas, grades, indicators, measures, sources
from jixiao_core.rubrics.rubric import Rubric

ROOT = Path(__file__).parents[2]
DEPARTMENT = "junshan-department@2021.1"
DATA = ROOT / "src" / "jixiao_core" / "data" / "rubrics" / "junshan-department" / "2021.1.toml"
KEY, CARD, STAFF = (
    "input.budget_allocation.key_expenditure_rate",
    "process.budget_management.card_payment_rate",
    "input.budget_allocation.staffing_ratio",
)


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
            "  公式（formula.bands[0]）：不低于90% → 大于90%",
            "  得分不同：测算值90%时；例如测算值90%，重点项目支出9万元，项目支出10万元：原5分，现4分",
            "  以下理解下同样不同：key_expenditure_ratio=project_over_total（项目支出÷支出合计），",
            "    key_expenditure_ratio=key_over_total（重点项目支出÷支出合计）",
            f"公务卡刷卡率（{CARD}）",
            "  公式（formula.step）：1个百分点 → 2个百分点",
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
        assert "formula (formula.step): 1 percentage point → 2 percentage points" in text
        assert "在[deleted: 职][inserted: 编]人员控制率" in text

    @pytest.mark.parametrize("width", [60, 100])
    def test_no_line_is_wider_than_the_terminal(self, folder, width):
        page = said("diff", DEPARTMENT, "own.toml", "--width", str(width), status=1, cwd=folder)
        words = [line for line in page.splitlines() if "sha256:" not in line and ".key_" not in line]
        assert max(map(columns, words)) <= width

    def test_the_reverse_exchanges_the_sides(self, folder):
        page = said("diff", "own.toml", DEPARTMENT, status=1, cwd=folder)
        assert "  公式（formula.bands[0]）：大于90% → 不低于90%" in page
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


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A copy in which one text is another in both languages, one in English, one in Chinese only, and some rules."""
    place = tmp_path_factory.mktemp("edited")
    text = replaced(DATA.read_text(encoding="utf-8"), "revision = 1", "revision = 2")
    text = replaced(text, "汇总数计；", "合计数计；")
    text = replaced(text, "on consolidated figures", "on summed figures")
    text = replaced(text, "older than the year evaluated", "older than that year")
    text = replaced(text, "每条可酌情给部分分", "每条酌情给部分分")
    text = replaced(text, "修改调整本表中的", "修改调整本表的")
    text = replaced(text, 'not_applicable = "full_points"', 'not_applicable = "rescale"')
    text = replaced(text, 'side = "above"', 'side = "either"', behind=f'"{STAFF}"')
    text = replaced(text, "deduct = 0.5\n", 'deduct = 0.5\npart_step = "count"\n', behind=f'"{STAFF}"')
    text = replaced(
        text,
        'formula = { kind = "deduct_per_step", standard = "100%", side = "above", step = "1pp", deduct = 0.5, part_step = "proportional" }',
        'formula = { kind = "proportional", full_at = "100%", zero_at = "110%" }',
        behind=f'"{STAFF}"',
    )
    text = replaced(text, 'numerator = ["actual_headcount"]', 'numerator = ["in_service_staff"]', behind=f'"{STAFF}"')
    text = replaced(text, 'domain = "[-100%, inf)"', 'domain = "[-50%, 200%)"')
    (place / "edited.toml").write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def pages(edited):
    """The page in both languages, each as one line of text."""
    return {
        locale: said("diff", DEPARTMENT, "edited.toml", "--locale", locale, "--width", "1000", status=1, cwd=edited)
        for locale in ("zh_Hans_CN", "en")
    }


class TestEveryLanguageTellsItsOwnTexts:
    def test_a_text_that_is_another_in_both_is_told_in_that_of_the_page(self, pages):
        assert (
            "（limitations[4].zh）：部门整体指标按局机关及二级机构【删：汇总】【增：合计】数计；" in pages["zh_Hans_CN"]
        )
        assert "limitations[4].en" not in pages["zh_Hans_CN"]
        assert "(limitations[4].en): …t is scored on [deleted: con]s" in pages["en"]
        assert "limitations[4].zh" not in pages["en"]

    def test_a_text_that_is_another_in_one_only_is_said_to_be(self, pages):
        assert "未涵盖事项（limitations[2]）：只有英文文字不同" in pages["zh_Hans_CN"].splitlines()
        assert "limitations (limitations[2].en): " in pages["en"]
        assert "（questions[partial_credit].answers[partial_item].note.zh）：每条【删：可】酌情" in pages["zh_Hans_CN"]
        assert (
            "questions (questions[partial_credit].answers[partial_item].note): only the Chinese text differs"
            in pages["en"].splitlines()
        )

    def test_a_text_without_english_is_told_as_it_is(self, pages):
        assert "notes (notes[0].zh): " in pages["en"]
        assert "本表[deleted: 中]的对应部分" in pages["en"]

    def test_the_count_is_that_of_the_lines(self, pages):
        for page, title, count in (
            (pages["zh_Hans_CN"], "表头：", "表头变化5处"),
            (pages["en"], "Head:", "of the head: 5."),
        ):
            assert count in page
            assert len(page.partition(f"\n{title}\n")[2].splitlines()) == 5

    def test_the_document_has_both(self, edited):
        document = json.loads(said("diff", DEPARTMENT, "edited.toml", "--json", status=1, cwd=edited))
        paths = [part["path"] for part in document["head"]]
        assert {"limitations[4].zh", "limitations[4].en", "limitations[2].en"} <= set(paths)


class TestValuesInWords:
    @pytest.mark.parametrize(
        "line",
        [
            "公式（formula.side）：超过标准时扣分 → 偏离标准时扣分",
            "公式（formula.part_step）：【增：不足一步的按一步扣分】",
            "其他理解（readings[part_step.pro_rata].formula.kind）：按步扣分 → 按比例计分",
            "其他理解（readings[part_step.pro_rata].formula.part_step）：【删：不足一步的按比例扣分】",
            "其他理解（readings[part_step.pro_rata].formula）：标准 100% → 零分线 110%",
            "其他理解（readings[staff_scope.actual_headcount].measure.numerator[in_service_staff].fact）：【增：在职人员（in_service_staff）】",
            "测算指标（measure.domain）：不低于-100% → 不低于-50%且低于200%",
            "不适用的处理：【增：按其余指标的分值折算】（影响得分）",
        ],
    )
    def test_chinese(self, pages, line):
        assert line in [each.strip() for each in pages["zh_Hans_CN"].splitlines()]

    @pytest.mark.parametrize(
        "line",
        [
            "formula (formula.side): points are lost above the standard → points are lost on either side of the standard",
            "formula (formula.part_step): [inserted: a part of a step is charged as a whole step]",
            "readings (readings[part_step.pro_rata].formula.kind): deduction per step → proportional points",
            "measure (measure.domain): -100% or more → -50% or more and less than 200%",
            "rows that do not apply: [inserted: the points of the rest are scaled to the whole] (changes scores)",
        ],
    )
    def test_english(self, pages, line):
        assert line in [each.strip() for each in pages["en"].splitlines()]

    @pytest.mark.parametrize(
        "raw", ["inf", "deduct_per_step", "above 9", "at_least", "full_points", "rescale", "→ either"]
    )
    def test_nothing_stays_as_a_file_writes_it(self, pages, raw):
        assert all(raw not in page for page in pages.values())

    def test_the_document_keeps_the_values_of_the_format(self, edited):
        document = json.loads(said("diff", DEPARTMENT, "edited.toml", "--json", status=1, cwd=edited))
        (row,) = (row for row in document["indicators"] if row["id"] == STAFF)
        assert [(part["before"], part["after"]) for part in row["parameters"]][:1] == [("above", "either")]

    def test_every_word_of_the_format_has_words_of_its_own(self):
        """Every choice of the parts that a rubric is made of; a new one without words would be shown raw."""
        rows = (formulas.Bands, formulas.DeductPerStep, formulas.Proportional, formulas.Targets, formulas.Checklist,
                formulas.Nonconformities, formulas.Options, formulas.Judged, measures.Measure, facts.FactDefinition,
                facts.Proxy, grades.GradeScale, grades.RoundingStep, sources.Issuer, indicators.Group,
                indicators.Indicator, Rubric)  # fmt: skip
        words = {locale: DiffWords({}, locale) for locale in ("zh_Hans_CN", "en")}
        for cls in rows:
            for name, hint in get_type_hints(cls).items():
                for value in choices(hint) if not name.startswith("_") else ():
                    assert words["zh_Hans_CN"].value(name, value) != value, (cls, name)
                    assert words["en"].value(name, value)


def choices(hint):
    """The words that a field may be."""
    if get_origin(hint) is Literal:
        return [each for each in get_args(hint) if isinstance(each, str)]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [each.value for each in hint]
    return [value for each in get_args(hint) for value in choices(each)]


class TestMeasures:
    @pytest.mark.parametrize(
        ("name", "locale", "line"),
        [
            ("in_service_staff_control_rate", "zh_Hans_CN", "合理取值范围：不低于0%"),
            ("in_service_staff_control_rate", "en", "Values that make sense: 0% or more"),
            ("three_public_change_rate", "zh_Hans_CN", "合理取值范围：不低于-100%"),
        ],
    )
    def test_what_makes_sense_is_said_in_words(self, name, locale, line):
        assert line in said("measures", name, "--locale", locale, status=0).splitlines()

    def test_no_measure_shows_an_interval_as_a_file_writes_it(self):
        for measure in shared_measures():
            for locale, title in (("zh_Hans_CN", "合理取值范围："), ("en", "Values that make sense: ")):
                page = measure_page(measure, shared_facts(), locale=locale)
                (line,) = (each for each in page.splitlines() if each.startswith(title))
                assert not re.search(r"inf|[\[\]()]", line)


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
