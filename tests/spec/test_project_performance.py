"""项目支出绩效评价指标体系, rows 14 to 22: 项目绩效. Each class quotes its clause."""

from fractions import Fraction

import pytest

from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.quantities import Count, Number, Rate
from jixiao_core.messages import number_text
from jixiao_core.scoring.assessments import Judgement, OptionChosen, TargetRow, TargetsAssessment


def targets(*pairs):
    """A target and its actual figure each, more is better."""
    rows = (
        TargetRow(label=f"指标{place}", target=Count.parse(target), actual=Count.parse(actual))
        for place, (target, actual) in enumerate(pairs, start=1)
    )
    return TargetsAssessment(rows=tuple(rows))


class TestOutputQuantity:
    """
    完成绩效目标100%得5分，未完成100%的同比例扣减。
    """

    ROW = "performance.project_output.output_quantity"

    def test_complete_and_in_proportion(self, row):
        assert row.points(targets((150, 150))) == "5"
        assert row.points(targets((150, 120))) == "4"
        assert row.points(targets((150, 1))) == "1/30"
        assert row.points(targets((150, 0))) == "0"

    def test_over_achievement_earns_no_more_and_hides_no_failure(self, row):
        # (100 % + 50 %) ÷ 2 = 75 % of 5, although 200 + 50 of 200 were done.
        assert row.points(targets((150, 300))) == "5"
        assert row.points(targets((100, 200), (100, 50))) == "3.75"

    def test_weights(self, row):
        heavy = TargetRow(label="指标1", target=Count.parse(100), actual=Count.parse(100), weight=3)
        light = TargetRow(label="指标2", target=Count.parse(100), actual=Count.parse(20))
        # (3 × 100 % + 1 × 20 %) ÷ 4 = 80 %.
        assert row.points(TargetsAssessment(rows=(heavy, light))) == "4"

    def test_less_is_better(self, row):
        def trips(actual):
            one = TargetRow(
                label="平均跑动次数", target=Number.parse("1"), actual=Number.parse(actual), comparator="at_most"
            )
            return TargetsAssessment(rows=(one,))

        assert row.points(trips("0.77")) == "5"
        assert row.points(trips("1.25")) == "4"

    def test_a_declared_rate_is_scored_with_a_finding(self, row):
        declared = TargetRow(label="接入点", rate=Rate.parse("100%"))
        node = row.node(TargetsAssessment(rows=(declared, declared)))
        assert number_text(node.points) == "5"
        assert [finding.code for finding in node.findings] == ["scoring.target_rate_declared"]

    def test_an_unknown_target_leaves_its_share_open(self, row):
        known = TargetRow(label="指标1", target=Count.parse(100), actual=Count.parse(100))
        unknown = TargetRow(label="指标2", target=Count.parse(100))
        assert row.possible(TargetsAssessment(rows=(known, unknown))) == ["[2.5, 5]"]


class TestOutputQuality:
    """
    项目产出质量达到绩效目标100%得4分，未完成100%的同比例扣减。
    """

    ROW = "performance.project_output.output_quality"

    def test_complete_and_in_proportion(self, row):
        assert row.points(targets((80, 80))) == "4"
        assert row.points(targets((80, 60))) == "3"
        assert row.points(targets((80, 80), (75, 0))) == "2"

    def test_over_achievement_earns_no_more(self, row):
        assert row.points(targets((80, 96))) == "4"


class TestOutputTimeliness:
    """
    项目产出时效达到绩效目标得3分，未如期完成且无充分理由的扣3分。
    """

    ROW = "performance.project_output.output_timeliness"

    def test_only_late_without_reason_loses(self, row):
        assert row.points("on_time") == "3"
        assert row.points("late_with_reason") == "3"
        assert row.points("late_without_reason") == "0"
        assert row.attainable() == ["0", "3"]

    def test_something_between_for_a_good_reason(self, row):
        between = row.under(late_with_reason="judged_between")
        assert between.possible("late_with_reason") == ["[0, 3]"]
        assert between.points(OptionChosen(option="late_without_reason", reason="无")) == "0"


class TestOutputCost:
    """
    项目产出成本按绩效目标控制得3分，未完成的，按超支比例扣减。
    """

    ROW = "performance.project_output.output_cost"

    def test_in_proportion_to_the_overspending(self, row):
        expected = {"-100%": "3", "-5%": "3", "0%": "3", "10%": "2.7", "50%": "1.5", "100%": "0", "101%": "0"}
        assert expected == row.curve(expected)

    def test_from_amounts(self, row):
        # 190.3 is 10 % above 173.
        assert row.points(project_cost_actual="173万元", project_cost_target="173万元") == "3"
        assert row.points(project_cost_actual="190.3万元", project_cost_target="173万元") == "2.7"
        assert row.points(project_cost_actual="346万元", project_cost_target="173万元") == "0"
        assert row.points(project_cost_actual="100万元", project_cost_target="173万元") == "3"

    def test_savings_by_reading(self, row):
        facts = {"project_cost_actual": "86.5万元", "project_cost_target": "173万元"}
        assert row.points(**facts) == "3"
        assert row.under(cost_below_target="deviation_either_way").points(**facts) == "1.5"

    def test_funding_stands_in_under_an_assumption(self, row):
        facts = {"project_funding_planned": "173万元", "project_cost_actual": "190.3万元"}
        assert row.assuming("cost_target_is_planned_funding").points(**facts) == "2.7"
        facts = {"project_funding_spent": "190.3万元", "project_cost_target": "173万元"}
        assert row.assuming("actual_cost_is_expenditure").points(**facts) == "2.7"

    def test_without_a_target(self, row):
        assert row.points(project_cost_actual="1元", project_cost_target="0元") == "0"
        assert row.status(project_cost_actual="0元", project_cost_target="0元") == "not_applicable"


class JudgedRow:
    """A row in which an assessor deducts at discretion, with a reason."""

    def test_an_assessor_gives_points_from_0_to_8(self, row):
        judgement = Judgement(points=Fraction(13, 2), by="评价组", reason="部分目标未完成")
        assert row.points(judgement) == "6.5"
        assert row.status(judgement) == "judged"
        assert (row.points(0), row.points(8)) == ("0", "8")

    def test_not_outside(self, row):
        for points in (-1, 9):
            with pytest.raises(InvalidValueError):
                row.points(points)

    def test_nothing_is_computed(self, row):
        assert row.possible() == ["[0, 8]"]
        assert row.status() == "unknown"

    def test_a_judgement_without_reason_is_pointed_out(self, row):
        assert [finding.code for finding in row.node(8).findings] == ["scoring.judgement_without_reason"]


class TestEconomicBenefit(JudgedRow):
    """
    完成绩效目标设定的经济效益得8分，未完成的，按完成情况酌情扣分。
    """

    ROW = "performance.project_effect.economic_benefit"


class TestSocialBenefit(JudgedRow):
    """
    完成绩效目标设定的社会效益得8分，未完成的，按完成情况酌情扣分。
    """

    ROW = "performance.project_effect.social_benefit"


class TestEnvironmentalBenefit(JudgedRow):
    """
    完成绩效目标设定的积极的环境效益得8分，未完成的，按完成情况酌情扣分。
    """

    ROW = "performance.project_effect.environmental_benefit"


class TestSustainedImpact(JudgedRow):
    """
    完成绩效设定目标的得8分，未完成的，按完成情况酌情扣分。
    """

    ROW = "performance.project_effect.sustained_impact"


class TestRecipientSatisfaction:
    """
    满意率达90%（含）以上的得8分，80%（含）-90%得6分，70%（含）-80%得4分，60%（含）-70%得2分，60%以下不得分。
    """

    ROW = "performance.project_effect.recipient_satisfaction"

    def test_each_band_includes_its_lower_edge(self, row):
        expected = {
            "100%": "8", "90%": "8",
            "89.99%": "6", "80%": "6",
            "79.99%": "4", "70%": "4",
            "69.99%": "2", "60%": "2",
            "59.99%": "0", "0%": "0",
        }  # fmt: skip
        assert expected == row.curve(expected)

    def test_from_a_survey(self, row):
        assert row.points(project_satisfied_respondents=60, project_surveyed_respondents=100) == "2"
        assert row.points(project_satisfied_respondents=59, project_surveyed_respondents=100) == "0"
        assert row.points(project_satisfied_respondents=9, project_surveyed_respondents=10) == "8"

    def test_more_satisfied_than_surveyed_is_invalid(self, row):
        assert row.status(project_satisfied_respondents=11, project_surveyed_respondents=10) == "invalid"
