"""The findings on both shipped tables, each read by hand beside its clause."""

from fractions import Fraction

import pytest

from jixiao_core import Severity, coverage, lint, registry

DEPARTMENT, PROJECT = "junshan-department@2021.1", "junshan-project@2021.1"


def report(pin, *, excepted=True):
    exceptions = registry.lint_exceptions(pin) if excepted else ()
    return lint(registry.load(pin), exceptions=exceptions)


def told(findings):
    return sorted((each.code, each.path, each.fragment.text if each.fragment else each.parameter) for each in findings)


@pytest.mark.parametrize("pin", [DEPARTMENT, PROJECT])
class TestClean:
    def test_nothing_above_information_is_left(self, pin):
        assert report(pin).is_clean

    def test_every_exception_has_a_reason_in_both_languages(self, pin):
        exceptions = registry.lint_exceptions(pin)
        assert exceptions
        assert all(each.reason.zh and each.reason.en for each in exceptions)

    def test_exceptions_explain_what_is_there_and_nothing_else(self, pin):
        bare = [each for each in report(pin, excepted=False).findings if each.severity is not Severity.INFORMATION]
        assert told(bare) == told(each.finding for each in report(pin).excepted)


def test_what_is_explained_of_the_department_table():
    """Every one can be seen in the clause: 50 % and 6月 of row 5, 700分 in rows 16 to 21."""
    output = "output.duty_performance."
    rows = (
        "moderately_prosperous_society", "new_growth_pole", "government_work_report", "livelihood_projects",
        "major_projects", "other_work_results",
    )  # fmt: skip
    assert told(each.finding for each in report(DEPARTMENT).excepted) == sorted(
        [
            ("lint.legal_basis_old", "legal_basis[0]", ""),
            ("lint.legal_basis_old", "legal_basis[1]", ""),
            ("lint.number_unused", "process.budget_execution.payment_progress", "50%"),
            ("lint.number_unused", "process.budget_execution.payment_progress", "6月"),
            ("lint.parameter_unquoted", "process.budget_execution.surplus_funds", "formula.bands[1].at_most"),
            ("lint.measure_unasked", "effect.duty_benefit.public_satisfaction", ""),
            *(("lint.number_unused", output + row, "700分") for row in rows),
            *(("lint.year_passed", output + row, "2015年") for row in rows),
        ]
    )


def test_what_is_explained_of_the_project_table():
    """The state that is not printed, a cost target of 0, and 60 % that two sentences of row 22 claim."""
    assert told(each.finding for each in report(PROJECT).excepted) == [
        ("lint.claimed_twice", "performance.project_effect.recipient_satisfaction", "60%"),
        ("lint.no_change_unstated", "performance.project_output.output_cost", "measure.zero_over_zero"),
        ("lint.parameter_unquoted", "management.fund_arrival.arrival_timeliness", "formula.options[3].points"),
    ]


def test_the_edge_that_the_project_table_claims_twice():
    (found,) = [each for each in report(PROJECT, excepted=False).findings if each.code == "lint.claimed_twice"]
    assert str(found.witness) == "60%"
    assert (found.message["first"], found.message["second"]) == (2, 0)
    clause = registry.load(PROJECT).indicator(found.path).clause
    assert clause[found.fragment.start : found.fragment.end + 2] == "60%以下"


def test_the_row_that_does_not_say_what_earns_its_points():
    """每低于100%一个百分点扣0.1分: the 3 points stand in their column only."""
    (found,) = [each for each in report(DEPARTMENT).findings if each.code == "lint.full_score_unstated"]
    assert (found.path, str(found.witness)) == ("process.asset_management.fixed_asset_utilisation", "3")


def test_the_jump_of_the_surplus_row():
    """无结余3分, 不超过上年结转2分, 超过不得分: at 100 % two of three points go, before it one."""
    (found,) = [each for each in report(DEPARTMENT).findings if each.code == "lint.cliff"]
    assert found.path == "process.budget_execution.surplus_funds"
    assert (str(found.witness), found.message["size"]) == ("100%", 2)


def test_a_larger_base_raises_the_score_where_the_measure_costs_points():
    found = {
        each.path.rpartition(".")[2]: str(each.witness)
        for each in report(DEPARTMENT).findings
        if each.code == "lint.base_raises_score"
    }
    # The first measure at which a point is lost: one whole percentage point beyond the standard, or the first edge.
    assert found == {
        "staffing_ratio": "101%",
        "three_public_change_rate": "1%",
        "budget_adjustment_rate": "0%",
        "surplus_funds": "0%",
        "three_public_control_rate": "101%",
    }


def test_points_without_a_rule():
    """Rows 16 to 21 carry 25 points, the pool of rows 22 to 24 15; in the project table four rows of 8."""
    (department,) = [each for each in report(DEPARTMENT).findings if each.code == "lint.judged_share"]
    (project,) = [each for each in report(PROJECT).findings if each.code == "lint.judged_share"]
    assert (department.witness.values.point, department.message["count"]) == (25 + 15, 9)
    assert (project.witness.values.point, project.message["count"]) == (4 * 8, 4)


class TestCoverage:
    """Counted by hand in the clauses."""

    def test_department(self):
        covered = coverage(registry.load(DEPARTMENT))
        # Numbers that nothing uses: 50%, 6月, and 700分 six times. The level 100% of row 6 is said in words.
        assert covered.numbers - covered.used == 8
        assert covered.parameters - covered.stated == 1
        assert covered.share == 1 - Fraction(9, covered.parameters + covered.numbers)
        # Per row: standard, step and deduction of the six rows with steps (18); edges and points of bands: rows 3 and 4
        # with 4 bands each (16), row 6 with 2 (4), row 25 with 3 (6); items 3 + 5 + 2; conditions 1 + 5 + 5.
        assert covered.parameters == 18 + 16 + 4 + 6 + 10 + 11

    def test_project(self):
        covered = coverage(registry.load(PROJECT))
        assert covered.numbers == covered.used
        # Items: 4 + 4 + 3 + 3 + 2 + 3 + 1 + 1 + 3 + 2; options 4 + 3; ranges 4 × 2 and one deduction; four bands.
        assert covered.parameters == 26 + 7 + 9 + 8
        assert covered.parameters - covered.stated == 1

    def test_one_row_in_full(self):
        row = coverage(registry.load(DEPARTMENT))["process.budget_management.card_payment_rate"]
        assert [(each.parameter.path, [x.text for x in each.fragments]) for each in row.stated] == [
            ("points", ["3分"]),
            ("formula.standard", ["50％"]),
            ("formula.step", ["一个百分点"]),
            ("formula.deduct", ["0.2分"]),
        ]
        assert [row.clause[each.start : each.end] for each in row.fragments] == ["50％", "3分", "一个百分点", "0.2分"]

    def test_deductions_shared_by_conditions(self):
        row = coverage(registry.load(DEPARTMENT))["process.asset_management.asset_safety"]
        assert [[x.text for x in each.fragments] for each in row.stated[1:]] == [["一例"]] + [["1分"]] * 5

    def test_members_of_a_pool(self):
        row = coverage(registry.load(DEPARTMENT))["effect.duty_benefit.social_benefit"]
        assert [(each.parameter.path, each.parameter.value) for each in row.stated] == [
            ("points", 15),
            ("pool.members", 3),
        ]
        assert [x.text for x in row.stated[1].fragments] == ["三项"]

    def test_rows_that_are_not_there(self):
        with pytest.raises(KeyError):
            coverage(registry.load(PROJECT))["nothing"]


def test_other_answers_are_looked_at_as_well():
    """From 100 %: the clause prints 50 % and a step, the formula has bands; the step and its deduction are left over."""
    read = registry.load(DEPARTMENT).under({"card_counting_start": "from_100_percent"})
    row = coverage(read)["process.budget_management.card_payment_rate"]
    assert [each.text for each in row.uncovered] == ["一个百分点", "0.2分"]
