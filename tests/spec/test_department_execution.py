"""部门整体支出绩效评价评分表, rows 4 to 7: 过程, 预算执行. Each class quotes its clause."""


class TestBudgetAdjustmentRate:
    """
    预算调整率=0，计3分；0-10%（含），计2分；10-20%（含），计1分；20-30%（含），计0.5分；大于30%不得分。
    """

    ROW = "process.budget_execution.budget_adjustment_rate"

    def test_each_band_includes_its_upper_edge(self, row):
        expected = {
            "0%": "3",
            "0.0001%": "2", "10%": "2",
            "10.01%": "1", "20%": "1",
            "20.01%": "0.5", "30%": "0.5",
            "30.01%": "0", "300%": "0",
        }  # fmt: skip
        assert expected == row.curve(expected)

    def test_gross_adjustments_less_exempt_ones(self, row):
        # (150 − 50) ÷ 1,000 = 10 %; (150 − 49.99) ÷ 1,000 = 10.001 %; all exempt: 0 %.
        facts = {"initial_approved_budget": "1000万元", "budget_adjustments_gross": "150万元"}
        assert row.points(budget_adjustments_exempt="50万元", **facts) == "2"
        assert row.points(budget_adjustments_exempt="49.99万元", **facts) == "1"
        assert row.points(budget_adjustments_exempt="150万元", **facts) == "3"

    def test_exempt_adjustments_are_a_part_of_all(self, row):
        # Between none and all of 150 exempt: a rate from 0 % to 15 %.
        facts = {"initial_approved_budget": "1000万元", "budget_adjustments_gross": "150万元"}
        assert row.possible(**facts) == ["1", "2", "3"]
        assert row.assuming("all_adjustments_exempt").points(**facts) == "3"

    def test_what_counts_as_adjustment(self, row):
        gross = row.under(budget_adjustment_measure="gross_including_exempt")
        assert gross.points(initial_approved_budget="1000万元", budget_adjustments_gross="150万元") == "1"
        net = row.under(budget_adjustment_measure="absolute_net_change")
        assert net.points(initial_approved_budget="1000万元", budget_adjustments_net="-80万元") == "2"
        assert net.points(initial_approved_budget="1000万元", budget_adjustments_net="201万元") == "0.5"

    def test_the_net_change_from_two_budgets(self, row):
        net = row.under(budget_adjustment_measure="absolute_net_change").assuming("net_adjustment_is_budget_difference")
        assert net.points(initial_approved_budget="1000万元", adjusted_budget="850万元") == "1"

    def test_carry_over_funds(self, row):
        # 110 ÷ 1,000 = 11 %; 110 ÷ 1,250 = 8.8 %; 360 ÷ 1,000 = 36 %.
        facts = {
            "initial_approved_budget": "1000万元", "prior_year_carryover": "250万元",
            "budget_adjustments_gross": "160万元", "budget_adjustments_exempt": "50万元",
        }  # fmt: skip
        assert row.points(**facts) == "1"
        assert row.under(carryover_in_adjustment="in_base").points(**facts) == "2"
        assert row.under(carryover_in_adjustment="counted_as_adjustment").points(**facts) == "0"

    def test_without_a_budget(self, row):
        nothing = {"budget_adjustments_gross": "0元", "budget_adjustments_exempt": "0元"}
        assert row.status(initial_approved_budget="0元", **nothing) == "not_applicable"


class TestPaymentProgress:
    """
    春节前下达全部专项资金的50%；6月底前所有专项资金指标全部下达完。
    每出现一个专项未按进度完成资金下达扣0.5分，扣完为止。
    """

    ROW = "process.budget_execution.payment_progress"

    def test_half_a_point_for_each_late_fund(self, row):
        expected = {0: "3", 1: "2.5", 2: "2", 5: "0.5"}
        assert expected == {count: row.points({"late_special_fund": count}) for count in expected}

    def test_six_late_funds_take_everything(self, row):
        assert [row.points({"late_special_fund": count}) for count in (6, 7, 60)] == ["0", "0", "0"]

    def test_what_can_be_reached(self, row):
        assert row.attainable() == ["0", "0.5", "1", "1.5", "2", "2.5", "3"]
        assert row.possible() == row.attainable()
        assert row.status() == "unknown"


class TestSurplusFunds:
    """
    无结余，3分；有结余，但不超过上年结转，2分；结余超过上年结转，不得分。
    """

    ROW = "process.budget_execution.surplus_funds"

    def test_against_the_carry_over_of_the_prior_year(self, row):
        expected = {"0元": "3", "100元": "2", "452.64万元": "2", "452.65万元": "2", "452.66万元": "0", "9亿元": "0"}
        facts = {"prior_year_carryover": "452.65万元"}
        found = {balance: row.points(year_end_balance_cumulative=balance, **facts) for balance in expected}
        assert expected == found

    def test_without_carry_over(self, row):
        assert row.points(year_end_balance_cumulative="0元", prior_year_carryover="0元") == "3"
        assert row.points(year_end_balance_cumulative="1元", prior_year_carryover="0元") == "0"

    def test_overspending_is_not_no_surplus(self, row):
        facts = {"year_end_balance_cumulative": "-1万元", "prior_year_carryover": "452.65万元"}
        assert row.status(**facts) == "invalid"
        assert row.possible(**facts) == ["0", "2", "3"]

    def test_a_blank_balance_is_not_zero(self, row):
        facts = {
            "total_revenue": "3179.61万元",
            "total_expenditure": "3179.61万元",
            "prior_year_carryover": "452.65万元",
        }
        assert row.possible(**facts) == ["0", "2", "3"]
        assert row.assuming("balance_is_revenue_less_expenditure").points(**facts) == "3"

    def test_the_current_year_balance_may_be_negative(self, row):
        current = row.under(surplus_concept="current_year_balance")
        expected = {"-452.66万元": "3", "0元": "3", "10万元": "2", "500万元": "0"}
        facts = {"prior_year_carryover": "452.65万元"}
        assert expected == {balance: current.points(current_year_balance=balance, **facts) for balance in expected}

    def test_surplus_without_carry_over_funds(self, row):
        facts = {"year_end_balance_cumulative": "500万元", "prior_year_carryover": "452.65万元"}
        assert row.points(**facts) == "0"
        proper = row.under(surplus_concept="surplus_excluding_carryover")
        assert proper.points(year_end_surplus_funds="20万元", **facts) == "2"


class TestThreePublicControlRate:
    """
    以100%为标准。三公经费控制率≦100%，计6分；
    每超过一个百分点扣1分，扣完为止。
    """

    ROW = "process.budget_execution.three_public_control_rate"

    def test_up_to_the_standard_all_points(self, row):
        expected = {"0%": "6", "80%": "6", "100%": "6"}
        assert expected == row.curve(expected)

    def test_one_point_for_each_completed_percentage_point_above(self, row):
        expected = {"100.99%": "6", "101%": "5", "105%": "1", "105.99%": "1", "106%": "0", "200%": "0"}
        assert expected == row.curve(expected)

    def test_a_part_of_a_point_by_reading(self, row):
        counted = {"100%": "6", "100.01%": "5", "105%": "1", "105.01%": "0"}
        assert counted == row.under(part_step="counts_in_full").curve(counted)
        in_proportion = {"102.5%": "3.5", "106%": "0"}
        assert in_proportion == row.under(part_step="pro_rata").curve(in_proportion)

    def test_against_the_initial_or_the_adjusted_budget(self, row):
        # 5.25 ÷ 5 = 105 %; 5.25 ÷ 5.25 = 100 %.
        facts = {
            "three_public_executed": "5.25万元",
            "three_public_initial_budget": "5万元", "three_public_adjusted_budget": "5.25万元",
        }  # fmt: skip
        assert row.points(**facts) == "1"
        assert row.under(three_public_control_budget="adjusted_budget").points(**facts) == "6"

    def test_all_funds(self, row):
        facts = {"three_public_executed_all_funds": "103万元", "three_public_initial_budget_all_funds": "100万元"}
        assert row.under(three_public_fund_scope="all_funds").points(**facts) == "3"

    def test_without_a_budget(self, row):
        assert row.status(three_public_executed="0元", three_public_initial_budget="0元") == "not_applicable"
        assert row.points(three_public_executed="3.86万元", three_public_initial_budget="0元") == "0"
