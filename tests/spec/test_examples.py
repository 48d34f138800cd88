"""The two example cases: the self-assessed scores of the source, its figures, and nothing that it does not say."""

import json
from pathlib import Path

import pytest

from jixiao_core.exchange import read_case
from jixiao_core.messages import number_text
from jixiao_core.scoring.figures import Known, Missing
from jixiao_core.scoring.review import review

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "cases"
QUOTES = json.loads((HERE / "source_quotes.json").read_text(encoding="utf-8"))


@pytest.fixture(params=["department", "project"])
def table(request):
    return request.param


@pytest.fixture
def rubric(table, request):
    return request.getfixturevalue(table)


@pytest.fixture
def case(table):
    return read_case(EXAMPLES / f"{table}-2021.toml")


def told(points):
    return [number_text(each.low) if each.is_point else str(each) for each in points]


def reviewed(rubric, case, **options):
    return review(rubric, case, **options).rounds[0]


def test_self_assessed_scores_are_those_printed(rubric, case, table):
    claims = [(claim.indicator, number_text(claim.points), claim.reason) for claim in case.round("self").claims]
    rows = zip(rubric.indicators, QUOTES[table], strict=True)
    assert claims == [(row.id, quote["self"], quote.get("reason", "")) for row, quote in rows]


def test_totals_and_rating(case):
    stated = case.round("self")
    assert (stated.total, stated.grade) == (98, "优")
    assert sum(claim.points for claim in stated.claims) == 98


def test_the_unit_is_not_named(case, table):
    assert case.unit == "某区行政审批服务局"
    text = (EXAMPLES / f"{table}-2021.toml").read_text(encoding="utf-8")
    assert "君山" not in text
    assert "岳阳" not in text


def test_only_the_department_table_has_a_column_for_reasons(case, table):
    assert case.has_reasons == (table == "department")


def test_no_paper_is_attached(case):
    assert case.evidence.documents == ()


def test_every_figure_says_where_it_stands(case):
    figures = [*case.evidence.facts, *case.evidence.measures]
    assert [name for name, figure in figures if not figure.origin] == []


def test_blank_columns_are_blank(department):
    facts = dict(read_case(EXAMPLES / "department-2021.toml").evidence.facts)
    blank = {name for name, figure in facts.items() if isinstance(figure, Missing)}
    assert blank == {
        "current_year_balance",
        "year_end_balance_cumulative",
        "fixed_assets_leased_out",
        "fixed_assets_other",
    }
    known = {name: str(figure.value) for name, figure in facts.items() if isinstance(figure, Known)}
    assert known == {
        "authorised_staffing": "18", "actual_headcount": "33",
        "total_revenue": "3179.61万元", "prior_year_carryover": "452.65万元",
        "total_expenditure": "3179.61万元", "project_expenditure": "2959.85万元",
        "three_public_reported": "3.86万元",
        "fixed_assets_total": "993.18万元", "fixed_assets_in_use": "993.18万元",
    }  # fmt: skip
    assert all(department.knows_fact(name) for name in facts)


class TestDepartment:
    @pytest.fixture
    def table(self):
        return "department"

    def test_what_the_report_settles(self, rubric, case):
        rows = {row.id: row for row in reviewed(rubric, case).indicators if row.verdict != "pending"}
        assert {name: (row.verdict, told(row.possible)) for name, row in rows.items()} == {
            "process.asset_management.fixed_asset_utilisation": ("consistent", ["3"]),
            "effect.duty_benefit.public_satisfaction": ("consistent", ["5"]),
        }

    def test_the_staffing_row_is_pending_and_0_under_the_assumption(self, rubric, case):
        row = reviewed(rubric, case)["input.budget_allocation.staffing_ratio"]
        assert (row.verdict, told(row.possible)) == ("pending", ["0", "2.5", "5"])
        assert str(row.for_full.values.values) == "[0, 18]"
        assumed = reviewed(rubric, case, assume=["headcount_is_in_service"])["input.budget_allocation.staffing_ratio"]
        assert (assumed.verdict, told(assumed.possible), assumed.difference) == ("above", ["0"], 5)

    def test_under_the_assumption_98_lies_outside_the_possible_range(self, rubric, case):
        # All points but the 5 of the staffing row and the 1 of the asset rules that are not carried out.
        result = review(rubric, case, assume=["headcount_is_in_service"])
        assert result.possible.high == 94
        assert result.rounds[0].verdict == "above"

    def test_the_card_row_names_the_rate_that_its_score_implies(self, rubric, case):
        row = reviewed(rubric, case)["process.budget_management.card_payment_rate"]
        implied = {each.answers: str(each.measure.values) for each in row.implied}
        assert implied[()] == "(0.44, 0.45]"
        assert implied[(("part_step", "pro_rata"),)] == "[0.45, 0.45]"
        assert implied[(("part_step", "counts_in_full"),)] == "[0.45, 0.46)"

    def test_the_asset_rules_are_not_carried_out(self, rubric, case):
        row = reviewed(rubric, case)["process.asset_management.management_system"]
        assert told(row.possible) == ["0", "2"]

    def test_the_blank_balance_is_3_under_the_assumption(self, rubric, case):
        row = reviewed(rubric, case, assume=["balance_is_revenue_less_expenditure"])[
            "process.budget_execution.surplus_funds"
        ]
        assert (row.verdict, told(row.possible)) == ("consistent", ["3"])


class TestProject:
    @pytest.fixture
    def table(self):
        return "project"

    def test_what_the_report_settles(self, rubric, case):
        rows = {row.id: row for row in reviewed(rubric, case).indicators if row.verdict == "consistent"}
        assert {name: told(row.possible) for name, row in rows.items()} == {
            "management.fund_arrival.arrival_rate": ["3"],
            "performance.project_output.output_quantity": ["5"],
            "performance.project_output.output_quality": ["4"],
            "performance.project_output.output_cost": ["3"],
            "performance.project_effect.recipient_satisfaction": ["8"],
        }

    def test_4_of_2_and_3_is_unmatched_and_the_reading_that_would_support_it_is_named(self, rubric, case):
        found = reviewed(rubric, case)
        assert [row.id for row in found.indicators if row.verdict == "unmatched"] == [
            "decision.fund_allocation.allocation_result"
        ]
        row = found["decision.fund_allocation.allocation_result"]
        assert told(row.possible) == ["0", "2", "3", "5"]
        supporting = [each.answers for each in row.alternatives if each.supports_claim]
        assert supporting == [(("partial_credit", "partial_item"),)]
        assert [paper.zh for paper in row.papers] == ["资金分配方案", "扣分说明"]

    def test_rows_without_facts_are_pending_not_zero(self, rubric, case):
        found = reviewed(rubric, case)
        assert found.count("pending") == 22 - 5 - 1
        assert all(row.possible.hull().high == row.maximum for row in found.indicators if row.verdict == "pending")
