"""部门整体支出绩效评价评分表, rows 13 to 15: 过程, 资产管理. Each class quotes its clause."""


class TestManagementSystem:
    """
    ①已制定或具有资产管理制度，且相关资产管理制度合法、合规、完整，2分；
    ②相关资产管理制度得到有效执行，1分。
    """

    ROW = "process.asset_management.management_system"

    def test_two_points_and_one(self, row):
        assert row.points({"item_1": True, "item_2": True}) == "3"
        assert row.points({"item_1": True, "item_2": False}) == "2"
        assert row.points({"item_1": False, "item_2": True}) == "1"
        assert row.points({"item_1": False, "item_2": False}) == "0"

    def test_rules_that_are_not_carried_out(self, row):
        assert row.possible({"item_2": False}) == ["0", "2"]

    def test_a_clause_partly_met(self, row):
        assert row.attainable() == ["0", "1", "2", "3"]
        assert row.under(partial_credit="partial_item").attainable() == ["[0, 3]"]


class TestAssetSafety:
    """
    ①资产保存完整；
    ②资产配置合理；
    ③资产处置规范；
    ④资产账务管理合规，帐实相符；
    ⑤资产有偿使用及处置收入及时足额上缴；
    以上情况每出现一例不符合有关要求的扣1分，扣完为止。
    """

    ROW = "process.asset_management.asset_safety"
    CONDITIONS = (
        "assets_preserved", "assets_allocated", "assets_disposed", "assets_accounted", "asset_income_remitted",
    )  # fmt: skip

    def found(self, *counts):
        return dict(zip(self.CONDITIONS, counts, strict=True))

    def test_one_point_a_case(self, row):
        assert row.points(self.found(0, 0, 0, 0, 0)) == "4"
        assert row.points(self.found(0, 0, 0, 1, 0)) == "3"
        assert row.points(self.found(1, 0, 1, 1, 0)) == "1"

    def test_the_deduction_stops_at_nothing(self, row):
        assert row.points(self.found(1, 1, 1, 1, 0)) == "0"
        assert row.points(self.found(1, 1, 1, 1, 1)) == "0"
        assert row.points(self.found(6, 0, 0, 0, 0)) == "0"

    def test_cases_count_not_conditions(self, row):
        assert row.points(self.found(0, 3, 0, 0, 0)) == "1"
        assert row.under(case_counting="per_condition").points(self.found(0, 3, 0, 0, 0)) == "3"


class TestFixedAssetUtilisation:
    """
    每低于100%一个百分点扣0.1分，扣完为止。
    """

    ROW = "process.asset_management.fixed_asset_utilisation"

    def test_one_tenth_for_each_completed_percentage_point_below(self, row):
        expected = {"100%": "3", "99.01%": "3", "99%": "2.9", "98.5%": "2.9", "85%": "1.5", "71%": "0.1"}
        assert expected == row.curve(expected)

    def test_nothing_is_left_at_70_percent(self, row):
        expected = {"70.01%": "0.1", "70%": "0", "0%": "0"}
        assert expected == row.curve(expected)

    def test_everything_in_use(self, row):
        assert row.points(fixed_assets_in_use="993.18万元", fixed_assets_total="993.18万元") == "3"
        assert row.points(fixed_assets_in_use="993.17万元", fixed_assets_total="993.18万元") == "3"
        assert row.points(fixed_assets_in_use="983.24万元", fixed_assets_total="993.18万元") == "2.9"

    def test_a_part_of_a_point_by_reading(self, row):
        counted = {"100%": "3", "99.99%": "2.9", "71%": "0.1", "70.99%": "0"}
        assert counted == row.under(part_step="counts_in_full").curve(counted)
        in_proportion = {"99.5%": "2.95", "70%": "0"}
        assert in_proportion == row.under(part_step="pro_rata").curve(in_proportion)

    def test_assets_leased_out(self, row):
        facts = {"fixed_assets_in_use": "90万元", "fixed_assets_leased_out": "10万元", "fixed_assets_total": "100万元"}
        assert row.points(**facts) == "2"
        assert row.under(leased_assets="in_use").points(**facts) == "3"

    def test_other_assets_beside_the_total(self, row):
        facts = {"fixed_assets_in_use": "100万元", "fixed_assets_total": "100万元", "fixed_assets_other": "25万元"}
        assert row.points(**facts) == "3"
        assert row.under(other_assets_in_total="not_included").points(**facts) == "1"

    def test_original_cost_and_net_value(self, row):
        # 80 ÷ 100 at cost loses 20 points of per cent, 57 ÷ 60 net loses 5.
        cost = {"fixed_assets_in_use_original_cost": "80万元", "fixed_assets_total_original_cost": "100万元"}
        net = {"fixed_assets_in_use_net_value": "57万元", "fixed_assets_total_net_value": "60万元"}
        assert row.under(asset_value_basis="original_cost").points(**cost) == "1"
        assert row.under(asset_value_basis="net_value").points(**net) == "2.5"

    def test_without_assets_and_with_too_many(self, row):
        assert row.status(fixed_assets_in_use="0元", fixed_assets_total="0元") == "not_applicable"
        assert row.status(fixed_assets_in_use="101万元", fixed_assets_total="100万元") == "invalid"
