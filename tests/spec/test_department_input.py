"""部门整体支出绩效评价评分表, rows 1 to 3: 投入, 预算配置. Each class quotes its clause."""


class TestStaffingRatio:
    """
    以100%为标准。在职人员控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。
    """

    ROW = "input.budget_allocation.staffing_ratio"

    def test_up_to_the_standard_all_points(self, row):
        expected = {"0%": "5", "94.45%": "5", "99.99%": "5", "100%": "5"}
        assert expected == row.curve(expected)

    def test_half_a_point_for_each_completed_percentage_point_above(self, row):
        expected = {"100.01%": "5", "100.99%": "5", "101%": "4.5", "101.99%": "4.5", "105%": "2.5", "109%": "0.5"}
        assert expected == row.curve(expected)

    def test_nothing_is_left_from_110_percent(self, row):
        expected = {"109.99%": "0.5", "110%": "0", "110.01%": "0", "1000%": "0"}
        assert expected == row.curve(expected)

    def test_one_person_too_many(self, row):
        # 19 ÷ 18 = 105.56 %: 5 whole points above, 5 × 0.5 = 2.5 lost.
        assert row.points(in_service_staff=19, authorised_staffing=18) == "2.5"
        assert row.points(in_service_staff=18, authorised_staffing=18) == "5"
        assert row.points(in_service_staff=20, authorised_staffing=18) == "0"

    def test_a_part_of_a_point_by_reading(self, row):
        # 5.56 points above: 6 × 0.5 = 3 lost, or 5 5/9 × 0.5 = 25/9 lost.
        facts = {"in_service_staff": 19, "authorised_staffing": 18}
        assert row.under(part_step="counts_in_full").points(**facts) == "2"
        assert row.under(part_step="pro_rata").points(**facts) == "20/9"

    def test_where_each_reading_reaches_nothing(self, row):
        counted = {"100%": "5", "100.01%": "4.5", "109%": "0.5", "109.01%": "0"}
        assert counted == row.under(part_step="counts_in_full").curve(counted)
        in_proportion = {"100%": "5", "100.5%": "4.75", "109.99%": "0.005", "110%": "0"}
        assert in_proportion == row.under(part_step="pro_rata").curve(in_proportion)

    def test_headcount_bounds_the_staff_in_service(self, row):
        # Of 33 people at most 33 are in service: 18 or fewer score 5, 19 score 2.5, 20 and more nothing.
        facts = {"actual_headcount": 33, "authorised_staffing": 18}
        assert row.possible(**facts) == ["0", "2.5", "5"]
        assert row.assuming("headcount_is_in_service").points(**facts) == "0"

    def test_a_small_headcount_settles_the_row(self, row):
        assert row.points(actual_headcount=18, authorised_staffing=18) == "5"

    def test_whose_number_is_compared(self, row):
        facts = {"actual_headcount": 19, "budget_funded_staff": 20, "authorised_staffing": 18}
        assert row.under(staff_scope="actual_headcount").points(**facts) == "2.5"
        assert row.under(staff_scope="budget_funded").points(**facts) == "0"

    def test_which_posts_are_compared(self, row):
        # 17 ÷ 16 = 106.25 %: 6 whole points, 3 lost.
        facts = {"in_service_staff": 17, "authorised_staffing": 18, "authorised_staffing_fully_funded": 16}
        assert row.points(**facts) == "5"
        assert row.under(staffing_base="fully_funded").points(**facts) == "2"

    def test_without_posts(self, row):
        assert row.points(in_service_staff=1, authorised_staffing=0) == "0"
        assert row.status(in_service_staff=0, authorised_staffing=0) == "not_applicable"


class TestThreePublicChangeRate:
    """
    “三公经费”变动率≦0,计5分；
    “三公经费”＞0，每超过一个百分点扣0.5分，扣完为止。
    """

    ROW = "input.budget_allocation.three_public_change_rate"

    def test_no_growth_all_points(self, row):
        expected = {"-100%": "5", "-3.5%": "5", "0%": "5"}
        assert expected == row.curve(expected)

    def test_half_a_point_for_each_completed_percentage_point(self, row):
        expected = {"0.01%": "5", "0.99%": "5", "1%": "4.5", "5%": "2.5", "9.99%": "0.5", "10%": "0", "80%": "0"}
        assert expected == row.curve(expected)

    def test_from_the_final_accounts_of_two_years(self, row):
        # (3.86 − 4) ÷ 4 = −3.5 %; (3.86 − 3.78) ÷ 3.78 = 2.116 %: two whole points, 1 lost.
        assert row.points(three_public_executed="3.86万元", three_public_executed_last_year="4万元") == "5"
        assert row.points(three_public_executed="3.86万元", three_public_executed_last_year="3.78万元") == "4"

    def test_nothing_after_nothing_is_no_change(self, row):
        assert row.points(three_public_executed="0元", three_public_executed_last_year="0元") == "5"
        assert row.points(three_public_executed="1元", three_public_executed_last_year="0元") == "0"

    def test_the_reported_total_bounds_the_spending_from_the_general_public_budget(self, row):
        # At most 3.86 after 4 cannot have grown; at most 3.86 after 3.5 may have grown by 10.29 %.
        assert row.points(three_public_reported="3.86万元", three_public_executed_last_year="4万元") == "5"
        open_row = row.possible(three_public_reported="3.86万元", three_public_executed_last_year="3.5万元")
        assert open_row == ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]

    def test_a_part_of_a_point_by_reading(self, row):
        counted = {"0%": "5", "0.01%": "4.5", "9%": "0.5", "9.01%": "0"}
        assert counted == row.under(part_step="counts_in_full").curve(counted)
        in_proportion = {"2.5%": "3.75", "10%": "0"}
        assert in_proportion == row.under(part_step="pro_rata").curve(in_proportion)

    def test_all_funds(self, row):
        facts = {"three_public_executed_all_funds": "105万元", "three_public_executed_last_year_all_funds": "100万元"}
        assert row.under(three_public_fund_scope="all_funds").points(**facts) == "2.5"

    def test_budgets_instead_of_final_accounts(self, row):
        facts = {"three_public_initial_budget": "10.3万元", "three_public_initial_budget_last_year": "10万元"}
        assert row.under(three_public_change_basis="budget").points(**facts) == "3.5"

    def test_the_literal_reading_of_above_zero(self, row):
        literal = row.under(three_public_above_zero="spending")
        assert literal.points(three_public_executed="0元") == "5"
        assert literal.points(three_public_executed="0.01元") == "0"
        assert literal.points(three_public_executed="3.86万元") == "0"


class TestKeyExpenditureRate:
    """
    重点支出安排率≥90%，计5分；80%（含）-90%，计4分；70%（含）-80%，计3分；60%（含）-70%，计2分；低于60%不得分。
    """

    ROW = "input.budget_allocation.key_expenditure_rate"

    def test_each_band_includes_its_lower_edge(self, row):
        expected = {
            "100%": "5", "90%": "5",
            "89.99%": "4", "80%": "4",
            "79.99%": "3", "70%": "3",
            "69.99%": "2", "60%": "2",
            "59.99%": "0", "0%": "0",
        }  # fmt: skip
        assert expected == row.curve(expected)

    def test_from_amounts(self, row):
        # 2,663.87 ÷ 2,959.85 = 90.0002 %; one 万元 less is 89.97 %.
        assert row.points(key_project_expenditure="2663.87万元", project_expenditure="2959.85万元") == "5"
        assert row.points(key_project_expenditure="2662.87万元", project_expenditure="2959.85万元") == "4"

    def test_a_part_above_its_whole_is_invalid(self, row):
        facts = {"key_project_expenditure": "101万元", "project_expenditure": "100万元"}
        assert row.status(**facts) == "invalid"
        assert row.possible(**facts) == ["0", "2", "3", "4", "5"]

    def test_without_projects_the_row_does_not_apply(self, row):
        assert row.status(key_project_expenditure="0元", project_expenditure="0元") == "not_applicable"

    def test_other_ratios(self, row):
        # 2,959.85 ÷ 3,179.61 = 93.09 %; 2,300 ÷ 3,179.61 = 72.34 %.
        facts = {"project_expenditure": "2959.85万元", "total_expenditure": "3179.61万元"}
        assert row.under(key_expenditure_ratio="project_over_total").points(**facts) == "5"
        facts["key_project_expenditure"] = "2300万元"
        assert row.under(key_expenditure_ratio="key_over_total").points(**facts) == "3"
