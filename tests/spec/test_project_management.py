"""项目支出绩效评价指标体系, rows 6 to 13: 项目管理. Each class quotes its clause."""

from fractions import Fraction

import pytest

from jixiao_core.errors import InvalidValueError
from jixiao_core.scoring.assessments import Cases, CasesFound, ChecklistAssessment, ItemFinding

ITEMS = ("item_1", "item_2", "item_3")


def met(*truths):
    return dict(zip(ITEMS, truths, strict=False))


class TestArrivalRate:
    """
    根据项目资金的实际到位率计算得分（3分）
    """

    ROW = "management.fund_arrival.arrival_rate"

    def test_three_points_times_the_rate(self, row):
        expected = {"0%": "0", "50%": "1.5", "99.99%": "2.9997", "100%": "3", "115%": "3"}
        assert expected == row.curve(expected)

    def test_from_amounts(self, row):
        assert row.points(project_funding_received="173万元", project_funding_planned="173万元") == "3"
        assert row.points(project_funding_received="1153285元", project_funding_planned="173万元") == "691971/346000"
        assert row.points(project_funding_received="200万元", project_funding_planned="173万元") == "3"

    def test_without_a_plan(self, row):
        assert row.status(project_funding_received="0元", project_funding_planned="0元") == "not_applicable"
        assert row.points(project_funding_received="1元", project_funding_planned="0元") == "0"


class TestArrivalTimeliness:
    """
    ①到位及时（2分）
    ②不及时但未影响项目进度 （1分）
    ③不及时并影响项目进度（0.5分）
    """

    ROW = "management.fund_arrival.arrival_timeliness"

    def test_one_of_three_states(self, row):
        assert row.points("arrived_in_time") == "2"
        assert row.points("late_without_effect") == "1"
        assert row.points("late_with_effect") == "0.5"
        assert row.attainable() == ["0.5", "1", "2"]

    def test_funds_that_never_arrived_score_the_lowest_state_or_nothing(self, row):
        assert row.points("never_arrived") == "0.5"
        assert row.under(funds_never_arrived="no_points").points("never_arrived") == "0"


class TestFundUse:
    """
    ①虚列套取扣4-7分
    ②依据不合规扣2分
    ③截留、挤占、挪用扣3-6分
    ④超标准开支扣2-5分
    ⑤超预算扣2-5分
    """

    ROW = "management.fund_management.fund_use"
    CONDITIONS = ("fictitious_entries", "improper_basis", "diverted_funds", "above_standard", "above_budget")

    def found(self, **deductions):
        """Cases of the named conditions with the chosen deduction (None: not chosen), none of the others."""
        cases = (
            Cases(condition=name, count=1, deduct=deductions[name], reason="抽查")
            if name in deductions
            else Cases(condition=name, count=0)
            for name in self.CONDITIONS
        )
        return CasesFound(cases=tuple(cases))

    def test_nothing_found(self, row):
        assert row.points(self.found()) == "7"

    def test_a_fixed_deduction(self, row):
        assert row.points(self.found(improper_basis=None)) == "5"

    def test_the_assessor_chooses_inside_the_range(self, row):
        assert row.points(self.found(fictitious_entries=Fraction(4))) == "3"
        assert row.points(self.found(fictitious_entries=Fraction(7))) == "0"
        assert row.points(self.found(diverted_funds=Fraction(3), above_budget=Fraction(5, 2))) == "1.5"

    def test_not_outside_the_range(self, row):
        for name, deduction in (
            ("fictitious_entries", 3), ("fictitious_entries", 8), ("diverted_funds", 2), ("diverted_funds", 7),
            ("above_standard", 1), ("above_standard", 6), ("above_budget", 1), ("above_budget", 6),
        ):  # fmt: skip
            with pytest.raises(InvalidValueError):
                row.points(self.found(**{name: Fraction(deduction)}))

    def test_a_deduction_that_is_not_chosen_leaves_a_range(self, row):
        assert row.possible(self.found(fictitious_entries=None)) == ["[0, 3]"]
        assert row.possible(self.found(above_standard=None)) == ["[2, 5]"]

    def test_all_conditions_take_everything(self, row):
        # The least of all: 4 + 2 + 3 + 2 + 2 = 13 of 7.
        assert row.points(self.found(**dict.fromkeys(self.CONDITIONS))) == "0"

    def test_6_points_cannot_be_reached(self, row):
        # The smallest deductions are 2, from 2 on everything is possible.
        assert row.attainable() == ["[0, 5]", "7"]

    def test_a_category_is_charged_once_unless_read_otherwise(self, row):
        twice = {**dict.fromkeys(self.CONDITIONS, 0), "improper_basis": 2}
        assert row.points(twice) == "5"
        assert row.under(fund_use_counting="per_case").points(twice) == "3"


class TestFinancialManagement:
    """
    ①财务制度健全（1分）
    ②严格执行制度（1分）
    ③会计核算规范（1分）
    以上①需提供佐证资料。
    """

    ROW = "management.fund_management.financial_management"

    def test_one_point_a_clause(self, row):
        assert row.points(met(True, True, True)) == "3"
        assert row.points(met(False, True, True)) == "2"
        assert row.points(met(False, False, True)) == "1"
        assert row.attainable() == ["0", "1", "2", "3"]

    def test_a_paper_is_demanded_for_the_first(self, row):
        (demand,) = row.read.documents
        assert (demand.clause, demand.items) == ("以上①需提供佐证资料。", ("item_1",))


class TestOrganisation:
    """
    1\ufffd 构健全、分工明确  （1分）
    """

    ROW = "management.implementation.organisation"

    def test_both_demands_or_nothing(self, row):
        assert row.points(met(True)) == "1"
        assert row.points(met(False)) == "0"
        assert row.attainable() == ["0", "1"]

    def test_the_garbled_print_is_kept_beside_its_correction(self, row):
        assert row.read.clause == "1\ufffd 构健全、分工明确  （1分）"
        assert row.read.quote == "①机构健全、分工明确（1分）"
        assert row.read.explanation in row.read.quote


class TestSupportingConditions:
    """
    具备人员、场地、设备条件（1分）
    """

    ROW = "management.implementation.supporting_conditions"

    def test_all_three_or_nothing(self, row):
        assert row.points(met(True)) == "1"
        assert row.points(met(False)) == "0"
        assert row.under(partial_credit="partial_item").attainable() == ["[0, 1]"]


class TestProjectImplementation:
    """
    ①按计划开工（1分）
    ②按计划开展（1分）
    ③按计划完工（1分）
    """

    ROW = "management.implementation.project_implementation"

    def test_one_point_a_clause(self, row):
        assert row.points(met(True, True, True)) == "3"
        assert row.points(met(True, True, False)) == "2"
        assert row.attainable() == ["0", "1", "2", "3"]

    def test_a_project_still_under_way(self, row):
        not_due = ItemFinding(item="item_3", not_applicable="未到计划完工时间")
        found = (ItemFinding(item="item_1", met=True), ItemFinding(item="item_2", met=False), not_due)
        assert row.points(ChecklistAssessment(items=found)) == "2"


class TestManagementSystem:
    """
    ①管理制度健全（2分）
    ②制度执行严格（3分）
    以上①需提供佐证资料。
    """

    ROW = "management.implementation.management_system"

    def test_two_points_and_three(self, row):
        assert row.points(met(True, True)) == "5"
        assert row.points(met(True, False)) == "2"

    def test_rules_come_before_carrying_them_out(self, row):
        assert row.points(met(False, True)) == "0"
        assert row.attainable() == ["0", "2", "5"]
        independent = row.under(item_dependence="independent")
        assert independent.points(met(False, True)) == "3"
        assert independent.attainable() == ["0", "2", "3", "5"]

    def test_a_paper_is_demanded_for_the_first(self, row):
        (demand,) = row.read.documents
        assert (demand.clause, demand.items) == ("以上①需提供佐证资料。", ("item_1",))
