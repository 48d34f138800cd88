"""What every rate of the two tables may be, and what happens where nothing stands below the line."""

import pytest

PART_OF_WHOLE = "[0, 1]"
FROM_NOTHING = "[0, inf)"
FROM_MINUS_ONE = "[-1, inf)"
MEASURES = {
    # row: (domain, value of 0 ÷ 0 where the row then still applies)
    "input.budget_allocation.staffing_ratio": (FROM_NOTHING, None),
    "input.budget_allocation.three_public_change_rate": (FROM_MINUS_ONE, 0),
    "input.budget_allocation.key_expenditure_rate": (PART_OF_WHOLE, None),
    "process.budget_execution.budget_adjustment_rate": (FROM_NOTHING, None),
    "process.budget_execution.surplus_funds": (FROM_NOTHING, 0),
    "process.budget_execution.three_public_control_rate": (FROM_NOTHING, None),
    "process.budget_management.procurement_execution_rate": (FROM_NOTHING, None),
    "process.budget_management.card_payment_rate": (PART_OF_WHOLE, None),
    "process.asset_management.fixed_asset_utilisation": (PART_OF_WHOLE, None),
    "effect.duty_benefit.public_satisfaction": (PART_OF_WHOLE, None),
    "management.fund_arrival.arrival_rate": (FROM_NOTHING, None),
    "performance.project_output.output_cost": (FROM_MINUS_ONE, None),
    "performance.project_effect.recipient_satisfaction": (PART_OF_WHOLE, None),
}
OTHER_DOMAINS = {
    # answers that change what the rate may be
    ("three_public_above_zero", "spending"): (FROM_NOTHING, None),
    ("surplus_concept", "current_year_balance"): ("(-inf, inf)", 0),
    ("procurement_above_budget", "to_be_corrected"): (PART_OF_WHOLE, None),
    ("cost_below_target", "deviation_either_way"): (FROM_NOTHING, None),
}


@pytest.fixture
def rows(department, project):
    return {row.id: row for row in (*department.indicators, *project.indicators)}


def rules(measure):
    return str(measure.domain), measure.zero_over_zero


def test_domains_and_zero_rules(rows):
    assert {name: rules(row.measure) for name, row in rows.items() if row.measure} == MEASURES


def test_other_answers_keep_domain_and_zero_rule_unless_they_say_so(rows):
    found = {
        (name, reading.question, reading.id): (rules(reading.measure), MEASURES[name])
        for name, row in rows.items()
        for reading in row.readings
        if reading.measure
    }
    changed = {(question, answer): read for (_, question, answer), (read, own) in found.items() if read != own}
    assert changed == OTHER_DOMAINS


def test_something_over_nothing_scores_the_least(rows):
    measures = [row.measure for row in rows.values() if row.measure]
    measures += [each.measure for row in rows.values() for each in row.readings if each.measure]
    assert {measure.over_zero for measure in measures} == {"worst"}


def test_no_other_answer_is_printed(rows):
    assert {each.measure.basis for row in rows.values() for each in row.readings if each.measure} == {"customary"}


def test_readings_of_a_step_change_nothing_but_the_part_of_a_step(rows):
    for row in rows.values():
        for each in row.readings:
            if each.question == "part_step":
                own, read = row.formula, each.formula
                assert (own.standard, own.side, own.step, own.deduct) == (
                    read.standard,
                    read.side,
                    read.step,
                    read.deduct,
                )
                assert each.measure is None


def test_readings_of_a_list_change_nothing_but_credit_or_dependence(rows):
    for row in rows.values():
        for each in row.readings:
            match each.question:
                case "partial_credit":
                    assert each.formula.items == row.formula.items
                    assert each.formula.partial_credit
                case "item_dependence":
                    labels = [(item.id, item.label, item.points) for item in each.formula.items]
                    assert labels == [(item.id, item.label, item.points) for item in row.formula.items]
                    assert not any(item.requires for item in each.formula.items)
                case "case_counting" | "fund_use_counting":
                    assert each.formula.conditions == row.formula.conditions
                    assert each.formula.per != row.formula.per
