"""Answers of the national table on the command line: no page says anything that another command contradicts."""

import json

import pytest
from test_sessions import jixiao
from test_sessions import said as said_with

HEAD = """kind = "self_evaluation"
fiscal_year = 2023
project_name = "大厅保洁"
supervising_department = "某区行政审批服务局"
implementing_unit = "某区政务服务中心"
total_points = 100
"""
OTHERS = """rows = [
  { level1 = "产出指标", level2 = "数量指标", label = "保洁面积", target = "≥3000平方米", completion = "3000平方米", points = 50, score = 50 },
  { level1 = "效益指标", level2 = "社会效益指标", label = "环境整洁", target = "整洁", completion = "达成预期指标", points = 30, score = 29, reason = "待改善" },
  { level1 = "满意度指标", level2 = "服务对象满意度指标", label = "满意度", target = "≥90%", completion = "COMPLETION", points = 10, score = 10 },
]
"""
WHOLE = ("--rubric", "national-self-evaluation-whole-points@2020.1")


def said(*arguments, status=0):
    return said_with(*arguments, status=status)


@pytest.fixture
def form(tmp_path):
    def written(full_year="100万元", executed="86.183万元", score="8.62", completion="92%"):
        line = f'budget = [{{ source = "total", full_year = "{full_year}", executed = "{executed}", points = 10, score = "{score}" }}]\n'
        path = tmp_path / "自评表.toml"
        path.write_text(HEAD + line + OTHERS.replace("COMPLETION", completion), encoding="utf-8")
        return str(path)

    return written


def test_other_readings_are_rounded_as_the_row_is(form):
    """8.6183 is 9 in whole points under either answer, so that the second has nothing to tell."""
    path = form()
    page = said("readings", path, *WHOLE)
    assert "9.78" not in page
    document = json.loads(said("review", path, *WHOLE, "--json", status=1))
    execution = next(each for each in document["indicators"] if each["id"] == "execution.rate")
    assert execution["alternatives"] == []


def test_what_prints_as_the_score_is_implied_by_it(form):
    """A review takes 8.62 for 8.6183 as consistent, so `implied` does not call it impossible."""
    page = said("implied", form(), "预算执行率")
    assert "不能得8.62分" not in page
    assert "测算值不低于86.15%且低于86.25%" in page
    assert "不能得8.63分" in said("implied", form(), "预算执行率", "8.63")


def test_nine_tenths_of_a_target_that_must_be_met_score_nothing(form):
    page = said("implied", form(completion=""), "满意度", "9", "--reading", "missed_target=no_points")
    assert "不能得9分" in page.partition("2. ")[0]
    assert "实际完成无" not in page


def test_fewer_ratings_are_not_the_same_ratings(form):
    page = said("readings", form("0万元", "0万元", "10", ""))
    assert "可能等次均相同" not in page or "影响可能等次" not in page


@pytest.mark.parametrize(
    ("score", "verdict"), [("8.6", "consistent"), ("8.7", "above"), ("9", "above"), ("8.5", "below")]
)
def test_one_decimal_is_as_good_as_two(form, score, verdict):
    _, out, _ = jixiao("review", form(score=score), "--json")
    execution = next(each for each in json.loads(out)["indicators"] if each["id"] == "execution.rate")
    assert execution["verdict"] == verdict


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("national-self-evaluation@2020.1", "得分取整的评分表（national-self-evaluation-whole-points@2020.1）。"),
        ("national-self-evaluation-execution-20@2020.1", "得分取整的评分表。"),
    ],
)
def test_a_claim_in_whole_points_is_told_as_one(form, table, told):
    """9 is 8.6183 in whole points: the verdict stands, and the variant that rounds so is named where one is shipped."""
    page = said("review", form(score="9"), "--rubric", table, status=1)
    assert (
        f"自评得分高于测算得分0.3817分，自评9分即测算得分8.6183分四舍五入取整数，如规定得分取整数，请选用{told}" in page
    )


@pytest.mark.parametrize("score", ["8.7", "10", "8"])
def test_other_claims_are_not(form, score):
    assert "四舍五入取整数" not in said("explain", form(score=score), "预算执行率", status=1)


def test_nor_is_a_claim_under_the_table_that_rounds(form):
    assert "四舍五入取整数" not in said("explain", form(score="8.62"), "预算执行率", *WHOLE, status=1)


def test_a_range_from_a_number_to_itself_is_that_number(form):
    page = said("sensitivity", form())
    assert "8.62至8.62" not in page
    assert "环境整洁：影响6分，所属档次已认定，得分待定" in page


def test_a_table_without_a_last_year_names_none():
    page = said("rubrics")
    assert "2200" not in page
    assert "适用年度2020年起" in page


def test_a_measure_goes_by_its_label():
    assert said("measures", "在职人员控制率") == said("measures", "in_service_staff_control_rate")


@pytest.mark.parametrize("names", [("missed_target",), ("missed_target", "over_achievement")])
def test_a_county_adopts_open_points_of_the_national_table(form, tmp_path, names):
    folder = tmp_path / "评分表"
    folder.mkdir()
    answers = {"missed_target": "no_points", "over_achievement": "reduced"}
    overlay = 'derived_from = "national-self-evaluation@2020.1"\nseries = "county-form"\nedition = 2023\nrevision = 1\nreason = "办法"\n'
    for name in names:
        overlay += f'[adopt.{name}]\nanswer = "{answers[name]}"\nadopted_by = "某县财政局"\nadopted_on = "2023-01-10"\nwhy = "办法"\n'
    (folder / "县.toml").write_text(overlay, encoding="utf-8")
    path = form(completion="72%")
    given = [part for name in names for part in ("--reading", f"{name}={answers[name]}")]
    county = json.loads(said("score", path, "--rubrics", str(folder), "--rubric", "county-form@2023.1", "--json"))
    base = json.loads(said("score", path, *given, "--json"))
    assert county["totals"] == base["totals"]
    assert [each["possible"] for each in county["indicators"]] == [each["possible"] for each in base["indicators"]]
