"""部门整体支出绩效评价评分表, rows 8 to 12: 过程, 预算管理. Each class quotes its clause."""

from fractions import Fraction

from jixiao_core.scoring.assessments import ChecklistAssessment, ItemFinding


class TestManagementSystem:
    """
    ①已制定或具有预算资金管理办法，内部财务管理制度、会计核算制度等管理制度，1分；
    ②相关管理制度合法、合规、完整，1分；
    ③相关管理制度得到有效执行，1分。
    """

    ROW = "process.budget_management.management_system"

    def test_one_point_a_clause(self, row):
        assert row.points({"item_1": True, "item_2": True, "item_3": True}) == "3"
        assert row.points({"item_1": True, "item_2": False, "item_3": True}) == "2"
        assert row.points({"item_1": True, "item_2": False, "item_3": False}) == "1"

    def test_what_does_not_exist_is_neither_lawful_nor_carried_out(self, row):
        found = {"item_1": False, "item_2": True, "item_3": True}
        assert row.points(found) == "0"
        assert row.under(item_dependence="independent").points(found) == "2"

    def test_a_clause_that_nobody_looked_at_stays_open(self, row):
        assert row.possible({"item_1": True, "item_3": False}) == ["1", "2"]
        assert row.attainable() == ["0", "1", "2", "3"]

    def test_a_clause_partly_met(self, row):
        half = ItemFinding(item="item_3", points=Fraction(1, 2), reason="部分制度未执行到位")
        found = ChecklistAssessment(
            items=(ItemFinding(item="item_1", met=True), ItemFinding(item="item_2", met=True), half)
        )
        assert row.points(found) == "2"
        assert row.under(partial_credit="partial_item").points(found) == "2.5"


class TestFundUseCompliance:
    """
    ①支出符合国家财经法规和财务管理制度规定以及有关专项资金管理办法的规定；
    ②资金拨付有完整的审批程序和手续；
    ③项目支出按规定经过评估论证；
    ④支出符合部门预算批复的用途；
    ⑤资金使用无截留、挤占、挪用、虚列支出等情况。
    以上情况每出现一例不符合要求的扣1分，扣完为止。
    """

    ROW = "process.budget_management.fund_use_compliance"
    CONDITIONS = ("law_and_rules", "approval_procedure", "project_appraisal", "approved_purpose", "no_diversion")

    def found(self, *counts):
        return dict(zip(self.CONDITIONS, counts, strict=True))

    def test_one_point_a_case(self, row):
        assert row.points(self.found(0, 0, 0, 0, 0)) == "3"
        assert row.points(self.found(0, 1, 0, 0, 0)) == "2"
        assert row.points(self.found(1, 0, 0, 0, 1)) == "1"

    def test_the_deduction_stops_at_nothing(self, row):
        assert row.points(self.found(1, 1, 1, 0, 0)) == "0"
        assert row.points(self.found(1, 1, 1, 1, 1)) == "0"

    def test_cases_count_not_conditions(self, row):
        assert row.points(self.found(0, 0, 2, 0, 0)) == "1"
        assert row.under(case_counting="per_condition").points(self.found(0, 0, 2, 0, 0)) == "2"

    def test_a_condition_that_nobody_looked_at_stays_open(self, row):
        assert row.possible({"law_and_rules": 1}) == ["0", "1", "2"]


class TestBudgetDisclosure:
    """
    ①按规定内容公开预决算信息，1分；
    ②按规定时限公开预决算信息，0.5分；
    ③基础数据信息和会计信息资料真实，0.5分；
    ④基础数据信息和会计信息资料完整，0.5分；
    ⑤基础数据信息和汇集信息资料准确，0.5分。
    """

    ROW = "process.budget_management.budget_disclosure"

    def test_the_first_clause_is_worth_one_the_others_half_a_point(self, row):
        items = [f"item_{number}" for number in range(1, 6)]
        alone = {item: row.points({other: other == item for other in items}) for item in items}
        assert alone == {"item_1": "1", "item_2": "0.5", "item_3": "0.5", "item_4": "0.5", "item_5": "0.5"}
        assert row.points(dict.fromkeys(items, True)) == "3"

    def test_what_can_be_reached(self, row):
        assert row.attainable() == ["0", "0.5", "1", "1.5", "2", "2.5", "3"]

    def test_a_term_not_yet_due_counts_in_full(self, row):
        met = [ItemFinding(item=f"item_{number}", met=True) for number in (1, 3, 4, 5)]
        not_due = ItemFinding(item="item_2", not_applicable="报告日未到公开时限")
        assert row.points(ChecklistAssessment(items=(*met, not_due))) == "3"


class TestProcurementExecutionRate:
    """
    政府采购执行率等于100%的，得3分；
    每减少一个百分点，扣0.2分，扣完为止。
    """

    ROW = "process.budget_management.procurement_execution_rate"

    def test_two_tenths_for_each_completed_percentage_point_below(self, row):
        expected = {"100%": "3", "99.01%": "3", "99%": "2.8", "98.5%": "2.8", "98%": "2.6", "90%": "1"}
        assert expected == row.curve(expected)

    def test_nothing_is_left_at_85_percent(self, row):
        expected = {"86%": "0.2", "85.01%": "0.2", "85%": "0", "0%": "0"}
        assert expected == row.curve(expected)

    def test_above_100_percent_nothing_is_lost_unless_read_otherwise(self, row):
        expected = {"100%": "3", "104%": "3"}
        assert expected == row.curve(expected)
        either_way = {"96%": "2.2", "100%": "3", "100.99%": "3", "101%": "2.8", "104%": "2.2", "115%": "0"}
        assert either_way == row.under(procurement_above_budget="deviation_either_way").curve(either_way)
        refused = row.under(procurement_above_budget="to_be_corrected")
        assert refused.status(procurement_executed="104万元", procurement_adjusted_budget="100万元") == "invalid"

    def test_a_part_of_a_point_by_reading(self, row):
        counted = {"100%": "3", "99.99%": "2.8", "86%": "0.2", "85.99%": "0"}
        assert counted == row.under(part_step="counts_in_full").curve(counted)
        in_proportion = {"99.5%": "2.9", "85%": "0"}
        assert in_proportion == row.under(part_step="pro_rata").curve(in_proportion)

    def test_which_budget_and_which_funds(self, row):
        # 96 ÷ 100 = 96 %: 4 × 0.2 lost; 96 ÷ 120 = 80 %; 50 ÷ 51 = 98.04 %: one whole point.
        facts = {
            "procurement_executed": "96万元",
            "procurement_adjusted_budget": "100万元", "procurement_initial_budget": "120万元",
            "procurement_executed_general_public_budget": "50万元",
            "procurement_adjusted_budget_general_public_budget": "51万元",
        }  # fmt: skip
        assert row.points(**facts) == "2.2"
        assert row.under(procurement_budget_basis="initial_budget").points(**facts) == "0"
        assert row.under(procurement_fund_scope="general_public_budget").points(**facts) == "2.8"

    def test_without_a_budget(self, row):
        assert row.status(procurement_executed="0元", procurement_adjusted_budget="0元") == "not_applicable"
        assert row.points(procurement_executed="1万元", procurement_adjusted_budget="0元") == "0"


class TestCardPaymentRate:
    """
    公务卡刷卡率达50％以上的，得3分。
    每减少一个百分点，扣0.2分，扣完为止。
    """

    ROW = "process.budget_management.card_payment_rate"

    def test_from_50_percent_all_points(self, row):
        expected = {"100%": "3", "50.01%": "3", "50%": "3"}
        assert expected == row.curve(expected)

    def test_two_tenths_for_each_completed_percentage_point_below(self, row):
        expected = {"49.99%": "3", "49.01%": "3", "49%": "2.8", "45%": "2", "44.01%": "2", "44%": "1.8", "36%": "0.2"}
        assert expected == row.curve(expected)

    def test_nothing_is_left_at_35_percent(self, row):
        expected = {"35.01%": "0.2", "35%": "0", "0%": "0"}
        assert expected == row.curve(expected)

    def test_what_a_score_of_2_says_about_the_rate(self, row):
        # 5 steps lost: more than 44 % and up to 45 %; exactly 45 %; at least 45 % and below 46 %.
        assert row.implied(2) == "(0.44, 0.45]"
        assert row.under(part_step="pro_rata").implied(2) == "[0.45, 0.45]"
        assert row.under(part_step="counts_in_full").implied(2) == "[0.45, 0.46)"
        assert row.under(card_counting_start="from_100_percent").implied(2) == "∅"

    def test_counted_from_100_percent_everything_below_50_is_lost(self, row):
        expected = {"100%": "3", "50%": "3", "49.99%": "0", "35%": "0"}
        assert expected == row.under(card_counting_start="from_100_percent").curve(expected)

    def test_against_what_the_payments_are_measured(self, row):
        # 45 ÷ 90 = 50 %; 45 ÷ (45 + 60) = 42.86 %: 7 whole points; 9 ÷ 20 = 45 %.
        facts = {
            "card_payments": "45万元", "card_eligible_spending": "90万元", "cash_payments": "60万元",
            "card_transactions": 9, "card_eligible_transactions": 20,
        }  # fmt: skip
        assert row.points(**facts) == "3"
        assert row.under(card_denominator="card_and_cash").points(**facts) == "1.6"
        assert row.under(card_denominator="transactions").points(**facts) == "2"

    def test_more_than_everything_is_invalid(self, row):
        assert row.status(card_payments="2万元", card_eligible_spending="1万元") == "invalid"
