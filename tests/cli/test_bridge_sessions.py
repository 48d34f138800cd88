"""`jixiao bridge` as a person types it: the two example years, in both languages, as JSON, and what is refused."""

import json
import re
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest

from commands import at_once as jixiao
from jixiao_core import bridge, exchange, present, registry, score

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = "examples/bridge/department-2021.toml", "examples/bridge/department-2022.toml"
REAL = "examples/cases/department-2021.toml"
PRO_RATA = ("--reading-after", "part_step=pro_rata")


def said(*arguments, status=0):
    code, out, err = jixiao(*arguments)
    assert (code, err) == (status, "")
    return out


@pytest.fixture(scope="module")
def page():
    return said("bridge", BEFORE, AFTER)


class TestPage:
    def test_the_change_in_one_sentence(self, page):
        """
        Facts: 控制率 5 → 2.5, 调整率 2 → 1, 刷卡率 2.6 → 3, and 其他工作实绩 from 4/4 to 3/4 at (4 + 9) ÷ 2 points, −1.625.
        Pool: 5, 5, 4 of 5 become 6, 6, 2.4 of 3. Not applicable: −5, and +5 at (1 + 0.75) ÷ 2.
        """
        assert (
            "总分由97.1分变为92.15分，减少4.95分：数据变化减少4.725分，不适用减少0.625分，共享分值的分配增加0.4分。"
        ) in page.splitlines()

    def test_the_table_of_lines(self, page):
        lines = [line.split() for line in page.splitlines()]
        for name, points in (
            ("数据变化", "-4.725"),
            ("不适用", "-0.625"),
            ("共享分值的分配", "+0.4"),
            ("合计", "-4.95"),
        ):
            assert [name, points] in lines

    def test_a_paragraph_for_each_row_that_moved(self, page):
        numbered = [line for line in page.splitlines() if line[:1].isdigit()]
        assert len(numbered) == 8
        assert numbered[0] == (
            "1. 财政供养人员控制率（分值5分）：由5分变为2.5分，减少2.5分，全部为数据变化。"
            "在职人员由18人变为19人；测算值由100%变为105.56%。"
        )
        assert numbered[3] == (
            "4. 推进全面小康建设指标任务完成情况（分值5分）：由5分变为0分，减少5分，全部为不适用。"
            "本项由适用变为不适用，分值调给其他指标；不适用的说明为“本年度未承担该项考核任务”。"
        )
        assert numbered[4] == (
            "5. 其他工作实绩指标完成情况（分值9分）：由4分变为6.75分，增加2.75分：数据变化减少1.625分，不适用增加4.375分。"
            "评定由4分变为3分；其他指标是否适用有变，本项最多可计分值由4分变为9分。"
        )
        assert "其余17项指标没有变动。" in page.splitlines()

    def test_the_page_ends_like_every_page(self, page):
        assert page.endswith("本结果为规则测算，供复核参考，不替代人工评定，不构成审计或违纪认定。\n")

    def test_english(self):
        page = said("bridge", BEFORE, AFTER, "--locale", "en")
        assert (
            "The total went from 97.1 to 92.15, down 4.95: "
            "facts down 4.725, rows that do not apply down 0.625, shares of pooled points up 0.4."
        ) in page.splitlines()
        assert (
            "1. Ratio of budget-funded personnel to authorised staffing (maximum 5): from 5 to 2.5 points, down 2.5, "
            "all of it through facts. In-service staff from 18 persons to 19 persons; the measure from 100% to 105.56%."
        ) in page.splitlines()

    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    @pytest.mark.parametrize("width", [80, 100])
    def test_tables_fit(self, locale, width):
        page = said("bridge", BEFORE, AFTER, *PRO_RATA, "--locale", locale, "--width", str(width))
        ends = [number for number, line in enumerate(page.splitlines()) if line.startswith("──")]
        assert len(ends) == 2
        for line in page.splitlines()[ends[0] - 1 : ends[1] + 14]:
            if line[:1].isdigit() or not line:
                continue
            assert sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) <= width

    def test_a_reading_of_one_sheet(self):
        """105.56 %: 5 steps or 50/9 steps of 0.5; the reading moves −0.2778 behind the facts and nothing before: half."""
        page = said("bridge", BEFORE, AFTER, *PRO_RATA)
        assert "口径与理解变化减少0.14分" in page
        assert "“不足一个百分点的部分如何扣分”由“不足一个百分点不扣分”改为“不足一个百分点按比例扣分”" in page
        assert "因有除不尽的分数，各项四舍五入到两位小数，相加可能与合计略有出入；合计按精确值计算" in page
        # −0.625 stands beside numbers of two decimals, so it is rounded with them.
        assert "不适用减少0.63分" in page
        assert not re.search(r"\.\d{3}", page.split("逐项说明")[0])
        both = said("bridge", BEFORE, AFTER, "--reading", "part_step=pro_rata")
        assert "口径与理解变化" not in both

    def test_nothing_moved(self):
        page = said("bridge", BEFORE, BEFORE)
        assert "前后总分均为97.1分，没有变化。" in page.splitlines()
        assert "──" not in page
        assert "其余25项指标没有变动。" in page.splitlines()


class TestJson:
    def test_the_document_is_the_contract(self):
        document = json.loads(said("bridge", BEFORE, AFTER, *PRO_RATA, "--json"))
        assert document["format"] == "jixiao-bridge/1"
        assert list(document) == ["format", "before", "after", "change", "lines", "whole", "indicators"]
        assert document["after"]["readings"] == {"part_step": "pro_rata"}
        assert document["lines"]["readings"] == "-5/36"
        total = sum(map(Fraction, document["lines"].values()))
        assert total == Fraction(document["change"])
        assert total == Fraction(document["after"]["total"]) - Fraction(document["before"]["total"])
        parts = [document["whole"], *(each["lines"] for each in document["indicators"])]
        for name, points in document["lines"].items():
            assert sum(Fraction(part[name]) for part in parts) == Fraction(points)

    def test_it_can_be_computed_again_from_itself(self):
        stored = json.loads(said("bridge", BEFORE, AFTER, *PRO_RATA, "--json"))
        sheets = []
        for which in ("before", "after"):
            side = stored[which]
            rubric = registry.load(f"{side['rubric']}#{side['digest']}").under(side["readings"])
            case = exchange.parse_case({"rubric": side["rubric"], "fiscal_year": 2021, "evidence": side["evidence"]})
            sheets.append(score(rubric, case.evidence, assume=side["assumptions"]))
        assert present.bridge_json(bridge(*sheets)) == stored

    def test_a_row_has_its_points_reasons_and_lines(self):
        document = json.loads(said("bridge", BEFORE, AFTER, "--json"))
        row = document["indicators"][0]
        assert row["before_id"] == row["after_id"] == "input.budget_allocation.staffing_ratio"
        assert (row["before"], row["after"], row["change"]) == ("5", "2.5", "same")
        assert [reason["code"] for reason in row["reasons"]] == ["scoring.bridge_fact", "scoring.bridge_measure"]
        assert row["obstacles"] == []


def copied(tmp_path, source, **changes):
    """A shipped table or an example as a file of its own, with pieces of text replaced."""
    text = (ROOT / source).read_text(encoding="utf-8")
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / Path(source).name
    path.write_text(text, encoding="utf-8")
    return str(path)


RUBRIC = "src/jixiao_core/data/rubrics/junshan-department/2021.1.toml"
OTHER_STAFF = (
    'numerator = ["in_service_staff"]\ndenominator = ["authorised_staffing"]',
    'numerator = ["budget_funded_staff"]\ndenominator = ["authorised_staffing"]',
)


class TestOtherTables:
    def test_a_row_that_cannot_be_divided_says_what_is_missing_and_exits_with_1(self, tmp_path):
        rubric = copied(tmp_path, RUBRIC, staff=OTHER_STAFF, revision=("\nrevision = 1\n", "\nrevision = 2\n"))
        case = copied(tmp_path, AFTER, fact=("in_service_staff = ", "budget_funded_staff = "))
        page = said("bridge", BEFORE, case, "--rubric-after", rubric, status=1)
        assert "无法拆分减少2.5分" in page.splitlines()[5]
        assert "前一份的依据缺财政供养人员，而后一份的评分标准需要，请补充" in page
        assert "后一份的依据缺在职人员，而前一份的评分标准需要，请补充" in page

    def test_rules_of_another_revision(self, tmp_path):
        """Both years have 19 people: 5 steps at 0.5, then at 0.8; 2.5 points, then 1."""
        rule = ("deduct = 0.5\n", "deduct = 0.8\n")
        rubric = copied(tmp_path, RUBRIC, rule=rule, revision=("\nrevision = 1\n", "\nrevision = 2\n"))
        page = said("bridge", AFTER, AFTER, "--rubric-after", rubric)
        assert "总分由92.15分变为90.65分，减少1.5分，全部为评分标准变化。" in page.splitlines()


class TestRefusals:
    def test_an_unsettled_file_is_named_with_everything_that_is_missing(self):
        code, out, err = jixiao("bridge", REAL, AFTER)
        assert (code, out) == (2, "")
        assert err.splitlines()[0] == (
            "scoring.bridge_unsettled before.input.budget_allocation.staffing_ratio: "
            "前一份尚未测算完毕，无法分解得分变动：财政供养人员控制率可能得分为0、2.5、5，尚缺：在职人员"
        )
        assert all(line.startswith("scoring.bridge_unsettled before.") for line in err.splitlines())

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            ((BEFORE, "examples/cases/project-2021.toml"), "scoring.bridge_kinds"),
            ((BEFORE, "nowhere.toml"), "exchange.no_file"),
            ((BEFORE, AFTER, "--match", "nothing"), "cli.bad_match"),
            ((BEFORE, AFTER, "--match", "input.nothing="), "rubrics.unknown_indicator"),
            ((BEFORE, AFTER, "--reading-after", "part_step"), "cli.bad_reading"),
            ((BEFORE, AFTER, "--reading-before", "part_step=nothing"), "rubrics.unknown_answer"),
            ((BEFORE, AFTER, "--assume-after", "nothing"), "scoring.unknown_assumption"),
            ((BEFORE, "examples/self-evaluation-2021.txt"), "cli.bridge_several"),
            ((BEFORE,), "cli.required"),
        ],
    )
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_bad_arguments(self, arguments, code, locale):
        status, out, err = jixiao("bridge", *arguments, "--locale", locale)
        assert (status, out) == (2, "")
        assert code in err or code == "cli.required"
        assert "Traceback" not in err
