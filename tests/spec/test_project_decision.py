"""项目支出绩效评价指标体系, rows 1 to 5: 项目决策. Each class quotes its clause."""

from fractions import Fraction

from jixiao_core.scoring.assessments import ChecklistAssessment, ItemFinding

ITEMS = ("item_1", "item_2", "item_3", "item_4")


def met(*truths):
    return dict(zip(ITEMS, truths, strict=False))


class TestGoalContent:
    """
    ①设有目标（1分）
    ②目标明确（1分）
    ③目标细化（1分）
    ④目标量化（1分）
    """

    ROW = "decision.project_goal.goal_content"

    def test_one_point_a_clause(self, row):
        assert row.points(met(True, True, True, True)) == "4"
        assert row.points(met(True, True, False, False)) == "2"
        assert row.points(met(True, False, False, False)) == "1"

    def test_without_a_goal_nothing(self, row):
        assert row.points(met(False, True, True, True)) == "0"
        assert row.under(item_dependence="independent").points(met(False, True, True, True)) == "3"

    def test_a_goal_is_set_and_nothing_else_is_known(self, row):
        assert row.possible({"item_1": True}) == ["1", "2", "3", "4"]


class TestDecisionBasis:
    """
    ①符合法律法规（1分）
    ②符合经济社会发展规划（1分）
    ③部门年度工作计划（1分）
    ④针对某一实际问题和需求（1分）
    以上③需提供佐证资料。
    """

    ROW = "decision.decision_process.decision_basis"

    def test_the_bases_add_up(self, row):
        assert row.points(met(True, False, False, False)) == "1"
        assert row.points(met(False, True, False, True)) == "2"
        assert row.points(met(True, True, True, True)) == "4"
        assert row.attainable() == ["0", "1", "2", "3", "4"]

    def test_a_paper_is_demanded_for_the_third_only(self, row):
        (demand,) = row.read.documents
        assert (demand.clause, demand.items) == ("以上③需提供佐证资料。", ("item_3",))


class TestDecisionProcedure:
    """
    ①符合申报条件（2分）
    ②项目申报、批复程序符合管理办法（1分）
    ③项目调整履行了相应手续（1分）
    """

    ROW = "decision.decision_process.decision_procedure"

    def test_two_points_and_one_and_one(self, row):
        assert row.points(met(True, False, False)) == "2"
        assert row.points(met(False, True, False)) == "1"
        assert row.points(met(False, False, True)) == "1"
        assert row.points(met(True, True, True)) == "4"

    def test_a_project_that_was_not_adjusted(self, row):
        unadjusted = ItemFinding(item="item_3", not_applicable="项目未调整")
        found = (ItemFinding(item="item_1", met=True), ItemFinding(item="item_2", met=True), unadjusted)
        assert row.points(ChecklistAssessment(items=found)) == "4"


class TestAllocationMethod:
    """
    ①有相应的资金管理办法（1分）
    ②办法健全、规范（1分）
    ③因素全面合理（1分）
    以上①需提供佐证资料。
    """

    ROW = "decision.fund_allocation.allocation_method"

    def test_one_point_a_clause(self, row):
        assert row.points(met(True, True, True)) == "3"
        assert row.points(met(True, True, False)) == "2"
        assert row.attainable() == ["0", "1", "2", "3"]

    def test_a_paper_is_demanded_for_the_first(self, row):
        (demand,) = row.read.documents
        assert (demand.clause, demand.items) == ("以上①需提供佐证资料。", ("item_1",))


class TestAllocationResult:
    """
    ①符合分配办法（2分）
    ②分配公平合理（3分）
    此项需提供相应的资金分配方案。
    """

    ROW = "decision.fund_allocation.allocation_result"

    def test_two_points_and_three(self, row):
        assert row.points(met(True, True)) == "5"
        assert row.points(met(True, False)) == "2"
        assert row.points(met(False, True)) == "3"
        assert row.points(met(False, False)) == "0"

    def test_4_cannot_be_reached_with_whole_clauses(self, row):
        assert row.attainable() == ["0", "2", "3", "5"]
        assert row.under(partial_credit="partial_item").attainable() == ["[0, 5]"]

    def test_a_part_of_the_second_clause(self, row):
        part = ItemFinding(item="item_2", points=Fraction(2), reason="个别单位分配依据不充分")
        found = ChecklistAssessment(items=(ItemFinding(item="item_1", met=True), part))
        assert row.points(found) == "2"
        assert row.under(partial_credit="partial_item").points(found) == "4"

    def test_a_paper_is_demanded_for_the_whole_row(self, row):
        (demand,) = row.read.documents
        assert (demand.clause, demand.items) == ("此项需提供相应的资金分配方案。", ())
