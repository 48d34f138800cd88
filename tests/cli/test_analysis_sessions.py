"""What a person gets who asks how much depends on readings, and which papers settle a rating."""

import json

import pytest
from test_sessions import CLOSING, FORM, jixiao, said

DEPARTMENT = "examples/department-2021.toml"
PROJECT = "examples/project-2021.toml"


@pytest.fixture(scope="module")
def readings():
    return said("readings", DEPARTMENT, status=0)


@pytest.fixture(scope="module")
def plan():
    return said("plan", DEPARTMENT, status=0)


class TestReadings:
    def test_totals_now_and_under_all_readings(self, readings):
        """Leased assets as used, or assets at original cost, may take the 3 points of the utilisation row away."""
        assert "按现行理解：可能总分8至100分。" in readings
        assert "按全部已列明的理解：可能总分5至100分。" in readings
        assert "无论采用何种已列明的理解，可能等次均相同。" in readings
        assert readings.endswith(f"{CLOSING}\n")

    def test_a_question_with_each_answer(self, readings):
        """33 in 18 posts is 183.33 %: with the headcount as numerator the row is 0, so 5 points less are possible."""
        (line,) = [line for line in readings.splitlines() if "（staff_scope）" in line]
        assert "分子为在职人员（现行理解），8至100" in line
        assert "分子为表列实有人数（含编外、劳务派遣等），8至95" in line

    def test_a_row_under_other_readings(self, readings):
        (line,) = [line for line in readings.splitlines() if ". 财政供养人员控制率：" in line]
        assert line.split("：", 1)[1].startswith("按现行理解可得0、2.5、5分；")
        assert "0分（分子为表列实有人数（含编外、劳务派遣等））" in line

    def test_both_reports_of_a_form(self):
        page = said("readings", FORM, status=0)
        assert page.count(CLOSING) == 2
        assert "junshan-department@2021.1" in page
        assert "junshan-project@2021.1" in page

    def test_english(self):
        page = said("readings", PROJECT, "--locale", "en", status=0)
        assert "As the table is read now: 23.5 to 100 points." in page
        assert "Under all declared readings: 23 to 100 points." in page

    def test_json(self):
        document = json.loads(said("readings", DEPARTMENT, "--json", status=0))
        assert document["format"] == "jixiao-readings/1"
        assert document["rating_depends_on_reading"] is False
        rows = {row["id"]: row for row in document["indicators"]}
        card = rows["process.budget_management.card_payment_rate"]["readings"]
        # Three rules for part steps × three denominators counted from 50 %, and counted from 100 % with its own formula.
        assert sum(each["is_in_force"] for each in card) == 1
        assert len(card) == len({json.dumps(each["readings"], sort_keys=True) for each in card})

    def test_another_reading_in_force(self):
        page = said("readings", DEPARTMENT, "--reading", "leased_assets=in_use", status=0)
        assert "按现行理解：可能总分5至100分。" in page
        assert "出租固定资产算在用（现行理解），5至100" in page


class TestPlan:
    def test_what_would_refute_the_claimed_rating(self, plan):
        """优 needs 90: of 92 open points 10 may be lost; the 7 of one row and the 5 of another are more."""
        excellent = plan.split("等次“优”")[1].split("等次“良”")[0]
        assert excellent.startswith("（总分不低于90分）：尚不能确认，也不能排除。")
        assert "核实以下2项即可排除，如其得分合计低于2分：“建设湖南新增极目标任务完成情况”的评定、" in excellent

    def test_what_would_confirm_it(self, plan):
        """8 points are settled; 82 of the 92 that are open have to be found."""
        (line,) = [line for line in plan.splitlines() if "其得分合计须不低于82分" in line]
        assert line.startswith("核实以下21项即可确认")
        assert "在职人员、" in line

    def test_what_to_ask_for_first(self, plan):
        asked = plan.split("请按影响分值依次索取资料：\n")[1].splitlines()
        assert asked[0].startswith("1. 建设湖南新增极目标任务完成情况（影响7分）：请提供")
        assert asked[1].startswith("2. “三公经费”控制率（影响6分，待核实：")
        assert "预算管理·管理制度健全性（影响3分）" in plan
        assert "资产管理·管理制度健全性（影响3分）" in plan

    def test_one_rating_in_english(self):
        """66.5 more points than the 23.5 that are certain make 90; less than 6 of the 16 of two rows make that impossible."""
        page = said("plan", PROJECT, "--grade", "优", "--locale", "en", status=0)
        assert "Rating Excellent (total 90 or more): neither certain nor ruled out." in page
        assert "Rating Good" not in page
        assert "Confirmed by as few as 12, if the points add up to 66.5 or more: " in page
        assert "Ruled out by as few as 2, if the points add up to less than 6: " in page

    def test_json(self):
        document = json.loads(said("plan", PROJECT, "--json", status=0))
        assert document["format"] == "jixiao-plan/1"
        (excellent, *_) = document["ratings"]
        assert (excellent["is_possible"], excellent["is_guaranteed"], excellent["is_exact"]) == (True, False, True)
        stakes = [each["at_stake"] for each in document["requests"]]
        assert stakes[:5] == ["8", "8", "8", "8", "7"]

    def test_an_unknown_rating(self):
        code, out, err = jixiao("plan", PROJECT, "--grade", "优秀")
        assert (code, out) == (2, "")
        assert err.startswith("rubrics.unknown_grade")
        assert "优、良、中、差" in err

    def test_an_unknown_reading(self):
        code, out, err = jixiao("plan", DEPARTMENT, "--reading", "part_steps=pro_rata")
        assert (code, out) == (2, "")
        assert err.startswith("rubrics.unknown_question")
