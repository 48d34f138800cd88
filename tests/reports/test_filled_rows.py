"""Rows of the national form as counties fill them in: what they say is compared, or left open and told, never refused."""

import json
from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core import Evidence, exchange, lint, registry, review, score
from jixiao_core.errors import InvalidValueError
from jixiao_core.findings import Severity
from jixiao_core.present import explain, json_text, replay, review_json, review_page, sheet_page
from jixiao_core.present.i18n import render
from jixiao_core.present.lint_pages import lint_page
from jixiao_core.present.summaries import heading
from jixiao_core.reports import DepartmentReport, ProjectReport, case, check, evidence, rubric_of
from jixiao_core.reports.form_indicators import row_ids
from jixiao_core.scoring.figures import Missing

BASE = registry.load("national-self-evaluation@2020.1")
FORM = """
kind = "self_evaluation"
fiscal_year = 2023
project_name = "甲"
supervising_department = "丁县甲局"
implementing_unit = "丁县甲中心"
total_points = 100
total_score = "100"
budget = [{ source = "total", full_year = "100万元", executed = "100万元", points = 10, rate = "100%", score = "10" }]
rows = [
{ level1 = "产出指标", level2 = "数量指标", label = "LABEL", target = "TARGET", completion = "DONE", points = 50, score = 50 },
{ level1 = "效益指标", level2 = "社会效益指标", label = "受益人", target = "≥100人", completion = "100人", points = 30, score = 30 },
{ level1 = "满意度指标", level2 = "服务对象满意度指标", label = "满意度", target = "≥90%", completion = "95%", points = 10, score = 10 },
]
"""
ROW = "output.quantity.row_1"


def filled(target, completion, label="甲项"):
    """A form of which everything but the first row is met."""
    text = FORM.replace("TARGET", target).replace("DONE", completion).replace("LABEL", label)
    return exchange.read_report(text.encode())


def reviewed(form):
    rubric = rubric_of(form, BASE)
    return review(rubric, case(form, rubric))


def explained(form):
    return explain(reviewed(form), row_ids(form)[0])


def score_of(form):
    rubric = rubric_of(form, BASE)
    return score(rubric, evidence(form, rubric))


def codes(form):
    return {finding.code for finding in check(form)}


class TestNumbersOfOneUnit:
    """A whole number and a decimal of one printed unit are numbers of one kind."""

    @pytest.mark.parametrize(
        ("target", "completion", "share"),
        [
            ("≥100公里", "105.5公里", Fraction(1)),
            ("≥100公里", "98.5公里", Fraction("0.985")),
            ("≤45元/人", "44.7元/人", Fraction(1)),
            ("≤45元/人", "50.0元/人", Fraction("0.9")),
            ("≥200", "210人", Fraction(1)),
            ("≥200.5公里", "100公里", Fraction(100) / Fraction("200.5")),
            ("100公里", "100.0公里", Fraction(1)),
        ],
    )
    def test_they_are_compared(self, target, completion, share):
        form = filled(target, completion)
        sheet = reviewed(form).sheet
        assert sheet[ROW].points == 50 * share
        assert "reports.target_units_differ" not in codes(form)

    def test_other_units_leave_their_row_open_and_are_told(self):
        form = filled("≥100公里", "105.5米")
        found = reviewed(form)
        assert (str(found.sheet[ROW].possible), found.rounds[0].indicators[1].verdict) == ("[0, 50]", "pending")
        assert "reports.target_units_differ" in codes(form)
        assert found.sheet["benefit.social_benefit.row_2"].points == 30


class TestRatesBesideNumbers:
    """A rate beside a number is no rate of completion that the form declares: the units differ, and the row is open."""

    @pytest.mark.parametrize(
        ("target", "completion"),
        [("≥95", "96%"), ("≥95%", "96"), ("0.95", "96%"), ("200人", "96%"), ("≥20万元", "96%"), ("≤45元/人", "96%")],
    )
    def test_they_are_open_and_told(self, target, completion):
        form = filled(target, completion, label="及时率")
        found = reviewed(form)
        row = found.rounds[0].indicators[1]
        assert (row.id, row.verdict, str(found.sheet[ROW].possible)) == (ROW, "pending", "[0, 50]")
        assert "reports.target_units_differ" in codes(form)
        sheet = score(rubric_of(form, BASE), evidence(form, rubric_of(form, BASE)))
        assert "scoring.target_rate_declared" not in {finding.code for finding in sheet[ROW].findings}


class TestCommonTargets:
    """Scales, units per unit, 含 and months are numbers like any other."""

    @pytest.mark.parametrize(
        ("target", "completion", "share"),
        [
            ("≤0.8万元/公里", "0.9万元/公里", Fraction(8, 9)),
            ("≥1万人", "10500人", Fraction(1)),
            ("≥1万人", "9500人", Fraction("0.95")),
            ("≥10500人", "0.9万人", Fraction(9000, 10500)),
            ("≥2亿次", "15000万次", Fraction("0.75")),
            ("3期（含）以上", "2期", Fraction(2, 3)),
            ("≤12个月", "13个月", Fraction(12, 13)),
            ("≤30日", "36日", Fraction(30, 36)),
        ],
    )
    def test_they_are_compared(self, target, completion, share):
        assert reviewed(filled(target, completion)).sheet[ROW].points == 50 * share

    @pytest.mark.parametrize(
        ("target", "completion", "is_missed"),
        [
            ("≤12个月", "13个月", True),
            ("≤12个月", "12个月", False),
            ("≤0.8万元/公里", "0.9万元/公里", True),
            ("≥1万人", "9500人", True),
            ("≥10020人", "1.00万人", False),
            ("≥10400人", "1万人", False),
            ("≥16000人", "1万人", True),
            ("0起", "1起", True),
            ("=0起", "1起", True),
            ("0起", "0起", False),
            ("≤0起", "1起", True),
            ("0%", "0.01%", True),
        ],
    )
    def test_full_marks_beside_a_missed_target_are_told(self, target, completion, is_missed):
        assert ("reports.full_marks_beside_missed_target" in codes(filled(target, completion))) == is_missed

    def test_a_year_is_no_number_of_years(self):
        assert str(reviewed(filled("≤3年", "2023年")).sheet[ROW].possible) == "[0, 50]"


class TestYear:
    """A year that the form does not print is unknown; it is never that of the table."""

    def test_unstated(self):
        text = FORM.replace("TARGET", "≥1件").replace("DONE", "1件").replace("fiscal_year = 2023\n", "")
        found = reviewed(exchange.read_report(text.encode()))
        assert found.case.fiscal_year is None
        assert render(heading(found.sheet.rubric, found.case)).startswith("丁县甲中心 甲 年度未填 · ")
        assert [each.code for each in found.rounds[0].findings if "year" in each.code] == ["scoring.year_unstated"]
        document = review_json(found)
        assert document["case"]["fiscal_year"] == "unstated"
        written = json_text(document)
        assert json_text(review_json(replay(json.loads(written)))) == written

    @pytest.mark.parametrize("pin", ["junshan-department@2021.1", "junshan-project@2021.1"])
    def test_of_other_reports(self, pin):
        table = registry.load(pin)
        report = DepartmentReport() if table.kind == "department" else ProjectReport()
        assert case(report, table).fiscal_year is None


class TestExecution:
    """The row 预算执行率: what is printed is quoted as it is printed."""

    def form(self, rate, *, score="8.62", executed="86.183万元", full_year="100万元"):
        text = (
            FORM.replace("TARGET", "≥1件")
            .replace("DONE", "1件")
            .replace('rate = "100%", score = "10"', f'rate = "{rate}", score = "{score}"')
        )
        text = text.replace(
            'full_year = "100万元", executed = "100万元"', f'full_year = "{full_year}", executed = "{executed}"'
        )
        return exchange.read_report(text.encode())

    @pytest.mark.parametrize("rate", ["0.86183", "0.8618", "86.18", "86.18%", "0.86"])
    def test_a_bare_share_is_the_rate_that_the_amounts_make(self, rate):
        form = self.form(rate)
        assert not {each for each in codes(form) if each.startswith("reports.execution")}
        assert str(reviewed(form).sheet["execution.rate"].possible) == "[8.6183, 8.6183]"

    def test_a_rate_under_one_per_cent(self):
        form = self.form("0.86", executed="0.86万元", score="0.09")
        assert not {each for each in codes(form) if each.startswith("reports.execution")}

    @pytest.mark.parametrize("rate", ["0.75", "75.00", "75.00%"])
    def test_another_rate_is_quoted_as_it_is_printed(self, rate):
        (finding,) = [each for each in check(self.form(rate)) if each.code == "reports.execution_rate_differs"]
        assert str(dict(finding.message.params)["rate"]) == rate

    def test_without_amounts_a_bare_share_is_not_guessed(self):
        form = self.form("0.86183")
        budget = (evolve(form.budget[0], executed=Missing(state="blank")),)
        assert evidence(evolve(form, budget=budget), rubric_of(form, BASE)).measures == ()

    def test_no_reason_is_put_into_anybodys_mouth(self):
        """The form has no place for the reason of this row: none is told, and none is asked for as if it were left out."""
        row = reviewed(self.form("86.18%")).rounds[0].indicators[0]
        assert (row.verdict, row.reason) == ("consistent", "")
        assert {finding.severity for finding in row.findings} == {Severity.INFORMATION}


class TestUnusedCompletions:
    """A completion that is printed and not used is quoted with the reason; only a blank one is called not provided."""

    @pytest.mark.parametrize(
        ("target", "completion", "why"),
        [
            ("≥95%", "≥95%", "带运算符号"),
            ("100%", "已完成", "不是一个确切数值"),
            ("＞3次", "3次", "恰为指标值"),
            ("95%", "0.96", "计量单位不同"),
            ("≥95", "96%", "计量单位不同"),
            ("≥100公里", "105.5米", "计量单位不同"),
        ],
    )
    def test_quoted(self, target, completion, why):
        told = explained(filled(target, completion))
        assert f"完成值“{completion}”" in told
        assert why in told
        assert "完成情况未提供" not in told

    def test_undirected(self):
        form = filled("20%", "19%")
        form = evolve(form, rows=(evolve(form.rows[0], level2="成本指标"), *form.rows[1:]))
        assert "未说明越大越好还是越小越好" in explained(form)

    def test_blank(self):
        assert "完成情况未提供" in explained(filled("≥95%", ""))


class TestTiersInOtherWords:
    """What a qualitative row says in words of its own is quoted, and that none of the tiers is named; it settles nothing."""

    WORDS = "大厅整洁，群众反映良好"

    def test_quoted_with_the_tiers(self):
        told = explained(filled("整洁", self.WORDS))
        assert f"实际完成值填列“{self.WORDS}”，未写明所属档次" in told
        assert "（达成预期指标、部分达成并具有一定效果、未达成预期指标且效果较差）" in told
        assert "未提供本项的评定依据" not in told

    def test_in_english(self):
        told = explain(reviewed(filled("整洁", self.WORDS)), ROW, locale="en")
        assert f"The completion reads “{self.WORDS}” and names none of the tiers" in told
        assert "(achieved; partly achieved, with some effect; not achieved, with little effect)" in told

    def test_nothing_follows_from_it(self):
        words, blank = (score_of(filled("整洁", each)) for each in (self.WORDS, ""))
        assert (words[ROW].possible, words[ROW].status) == (blank[ROW].possible, blank[ROW].status)

    def test_a_review_tells_it_of_full_points_too(self):
        """The form claims all 50 points of the row."""
        assert f"填列“{self.WORDS}”" in review_page(reviewed(filled("整洁", self.WORDS)))

    @pytest.mark.parametrize("completion", ["部分达成年度指标并具有一定效果。", "达成预期指标"])
    def test_a_tier_by_its_name(self, completion):
        told = explained(filled("整洁", completion))
        assert "认定为" in told
        assert "未写明所属档次" not in told

    def test_a_blank_one(self):
        assert "未提供本项的评定依据" in explained(filled("整洁", ""))

    def test_stored_with_the_evidence(self):
        form = filled("整洁", self.WORDS)
        assert dict(evidence(form, rubric_of(form, BASE)).stated) == {ROW: self.WORDS}
        text = json_text(review_json(reviewed(form)))
        assert json_text(review_json(replay(text))) == text

    def test_of_a_row_that_there_is_not(self):
        form = filled("整洁", self.WORDS)
        with pytest.raises(InvalidValueError) as caught:
            score(rubric_of(form, BASE), Evidence(stated={"output.row_9": "好"}))
        assert [(each.code, each.path) for each in caught.value.problems] == [
            ("rubrics.unknown_indicator", "stated.'output.row_9'")
        ]


class TestTargetsThatAreNoNumber:
    """A target with a number that cannot be compared is told: its row is silently a qualitative one else."""

    @pytest.mark.parametrize(
        ("target", "is_told"),
        [
            ("3至5件", True),
            ("约90%", True),
            ("1万多人", True),
            ("完成2项制度并印发", True),
            ("≥１０件", False),
            ("2023年12月底前", False),
            ("2023-12-31", False),
            ("12月", False),
            ("明显提升", False),
            ("", False),
        ],
    )
    def test_told(self, target, is_told):
        assert ("reports.target_not_a_number" in codes(filled(target, "已完成"))) == is_told

    def test_not_where_the_form_says_that_it_is_qualitative(self):
        form = filled("3至5件", "已完成")
        assert "reports.target_not_a_number" not in codes(
            evolve(form, rows=(evolve(form.rows[0], comparator="定性"), *form.rows[1:]))
        )


class TestWording:
    """What a reader stumbles over in the texts of rows."""

    @pytest.mark.parametrize(
        ("target", "completion", "zh", "en"),
        [
            ("≤20次", "2次", "完成值2次明显优于指标值≤20次", "is far better than the target"),
            ("≥10次", "40次", "完成值40次远超指标值≥10次", "is far beyond the target"),
        ],
    )
    def test_less_is_better_and_not_beyond(self, target, completion, zh, en):
        (found,) = [each for each in check(filled(target, completion)) if each.code == "reports.target_far_exceeded"]
        assert zh in render(found.message, "zh_Hans_CN")
        assert en in render(found.message, "en")

    def test_one_target_has_no_mean(self):
        """45 of 50 people are 90 %, of 50 points 45."""
        told = explained(filled("50人", "45人"))
        assert "90%×50分=45分" in told
        assert "平均" not in told

    def test_an_open_share_is_not_multiplied(self):
        told = explained(filled("≥95%", "≥95%"))
        assert "完成率不超过100%，可得0至50分（满分50分）" in told
        assert "×50分" not in told

    def test_no_difference_to_an_open_end(self):
        """Of 50 points the second tier has 30 or more and less than 40; 50 are claimed."""
        told = explained(filled("整洁", "部分达成并具有一定效果"))
        assert "自评50分高于可能得分（不低于30且低于40）" in told
        assert "高于测算得分" not in told

    @pytest.mark.parametrize(("rows", "en"), [(1, "(row 1)"), (2, "(rows 1, 2)")])
    def test_one_row_is_a_row(self, rows, en):
        form = filled("≥95%", "")
        others = [evolve(row, completion="") if place < rows else row for place, row in enumerate(form.rows)]
        (found,) = [each for each in check(evolve(form, rows=tuple(others))) if each.code == "reports.completion_blank"]
        assert en in render(found.message, "en")


class TestReasonsForAdjustments:
    """Why a variant changed a row is printed with the row, and once on the page of a review or sheet."""

    VARIANT = registry.load("national-self-evaluation-tiers-50@2020.1")
    WHY = "三档比例为100%-80%、80%-50%、50%-0%"

    def test_of_a_row(self):
        form = filled("整洁", "达成预期指标")
        rubric = rubric_of(form, self.VARIANT)
        told = explain(score(rubric, evidence(form, rubric)), ROW)
        assert told.count(f"调整说明：{self.WHY}") == 1

    def test_once_on_a_page(self):
        form = filled("整洁", self.WHY[:2])
        rubric = rubric_of(form, self.VARIANT)
        page = review_page(review(rubric, case(form, rubric)))
        assert "1. 全表：【在用做法，据反映收录，未与正式文本核对】定性指标三档" in page
        assert page.count(f"甲项、受益人、满意度：{self.WHY}") == page.count(self.WHY) == 1
        assert sheet_page(score(rubric, evidence(form, rubric))).count(self.WHY) == 1

    def test_none_of_a_table_that_nobody_adjusted(self):
        assert "调整说明" not in review_page(reviewed(filled("整洁", "达成预期指标")))


def test_labels_of_exceptions_are_listed_once():
    page = lint_page(lint(BASE, exceptions=registry.lint_exceptions(BASE.pin)))
    assert "产出指标、效益指标、满意度指标，80%" in page
    assert "产出指标、产出指标" not in page
