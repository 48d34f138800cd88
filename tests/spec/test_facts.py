"""The shared dictionary of facts: every figure with its scope, and what one figure says about another."""

import pytest

from jixiao_core.exchange.dictionary import shared_facts

FACTS = {fact.id: fact for fact in shared_facts()}


def scope(fact):
    return fact.period, fact.stage, fact.fund


def test_ids_and_labels_are_unique():
    assert len(FACTS) == len(shared_facts())
    labels = [fact.label.zh for fact in FACTS.values()]
    assert sorted(set(labels)) == sorted(labels)


def test_everything_is_said_in_both_languages():
    for fact in FACTS.values():
        texts = (fact.label, fact.definition, fact.source_form, *(proxy.note for proxy in fact.proxies))
        assert all(text.zh and text.en for text in texts), fact.id
        assert bool(fact.unit.zh) == bool(fact.unit.en) == (fact.quantity == "count"), fact.id


def test_rubrics_use_the_shared_definitions(department, project):
    assert all(FACTS[fact.id] == fact for rubric in (department, project) for fact in rubric.facts)


def test_only_balances_and_net_changes_may_be_negative():
    assert {name for name, fact in FACTS.items() if fact.may_be_negative} == {
        "budget_adjustments_net",
        "current_year_balance",
        "year_end_balance_cumulative",
        "project_funding_balance",
        "project_funding_balance_central",
        "project_funding_balance_provincial",
        "project_funding_balance_municipal",
        "project_funding_balance_county",
        "project_funding_balance_other",
    }


def test_an_unstated_scope_is_a_fact_of_its_own():
    unstated = {name for name, fact in FACTS.items() if "unstated" in (fact.fund, fact.institution)}
    assert unstated == {
        "actual_headcount",
        "three_public_reported",
        "three_public_reported_last_year",
        "official_hospitality_reported",
        "official_vehicle_operation_reported",
        "official_vehicle_purchase_reported",
        "official_overseas_travel_reported",
    }
    assert not any(FACTS[name].proxies for name in unstated)


def test_three_public_expenses_differ_in_period_stage_or_fund():
    expected = {
        "three_public_executed": ("this_year", "executed", "general_public_budget"),
        "three_public_executed_all_funds": ("this_year", "executed", "all_funds"),
        "three_public_executed_last_year": ("last_year", "executed", "general_public_budget"),
        "three_public_executed_last_year_all_funds": ("last_year", "executed", "all_funds"),
        "three_public_initial_budget": ("this_year", "initial_budget", "general_public_budget"),
        "three_public_initial_budget_all_funds": ("this_year", "initial_budget", "all_funds"),
        "three_public_adjusted_budget": ("this_year", "adjusted_budget", "general_public_budget"),
        "three_public_initial_budget_last_year": ("last_year", "initial_budget", "general_public_budget"),
        "three_public_reported": ("this_year", "executed", "unstated"),
        "three_public_reported_last_year": ("last_year", "executed", "unstated"),
    }
    assert {name: scope(fact) for name, fact in FACTS.items() if name.startswith("three_public")} == expected
    assert len(set(expected.values())) == len(expected)


def test_stocks_stand_at_a_year_end():
    dated = {name: fact.period for name, fact in FACTS.items() if fact.period.endswith("_end")}
    assert dated.pop("prior_year_carryover") == "last_year_end"
    assert dated.pop("carryover_and_surplus_last_year") == "last_year_end"
    assert set(dated.values()) == {"this_year_end"}
    assert {"authorised_staffing", "in_service_staff", "year_end_balance_cumulative", "fixed_assets_total"} <= set(
        dated
    )


BOUNDS = {
    # A part is at most its whole; net value is at most what a form can show, original cost at least.
    "in_service_staff": "at_most",
    "three_public_executed": "at_most",
    "three_public_executed_last_year": "at_most",
    "budget_adjustments_exempt": "at_most",
    "fixed_assets_in_use_net_value": "at_most",
    "fixed_assets_total_net_value": "at_most",
    "three_public_executed_all_funds": "at_least",
    "three_public_executed_last_year_all_funds": "at_least",
    "fixed_assets_in_use_original_cost": "at_least",
    "fixed_assets_total_original_cost": "at_least",
    # Equal by assumption only.
    "budget_funded_staff": "none",
    "year_end_balance_cumulative": "none",
    "current_year_balance": "none",
    "budget_adjustments_net": "none",
    "project_cost_target": "none",
    "project_cost_actual": "none",
}


def test_proxies_bound_only_where_that_is_sound():
    assert {name: fact.proxies[0].relation for name, fact in FACTS.items() if fact.proxies} == BOUNDS
    assert all(len(fact.proxies) <= 1 for fact in FACTS.values())


@pytest.mark.parametrize("name", BOUNDS)
def test_a_proxy_is_made_of_facts_of_the_same_kind_without_proxies(name):
    (proxy,) = FACTS[name].proxies
    for term in proxy.terms:
        assert FACTS[term.fact].quantity == FACTS[name].quantity
        assert FACTS[term.fact].proxies == ()


def test_balances_follow_from_revenue_and_expenditure():
    def form(name):
        return {term.fact: int(term.times) for term in FACTS[name].proxies[0].terms}

    assert form("year_end_balance_cumulative") == {"total_revenue": 1, "total_expenditure": -1}
    assert form("current_year_balance") == {"total_revenue": 1, "prior_year_carryover": -1, "total_expenditure": -1}


def test_every_amount_of_the_report_forms_is_there():
    department = {
        "authorised_staffing", "actual_headcount",
        "total_revenue", "prior_year_carryover", "general_public_budget_appropriation",
        "government_fund_appropriation", "special_account_non_tax_appropriation", "other_revenue",
        "total_expenditure", "basic_expenditure", "personnel_expenditure", "operating_expenditure",
        "project_expenditure", "current_year_balance", "year_end_balance_cumulative",
        "three_public_reported", "official_hospitality_reported", "official_vehicle_operation_reported",
        "official_vehicle_purchase_reported", "official_overseas_travel_reported",
        "fixed_assets_total", "fixed_assets_in_use", "fixed_assets_leased_out", "fixed_assets_other",
    }  # fmt: skip
    sources = ("", "_central", "_provincial", "_municipal", "_county", "_other")
    columns = ("planned", "received", "spent", "balance")
    project = {f"project_funding_{column}{source}" for column in columns for source in sources}
    assert department | project <= set(FACTS)
    assert len(project) == 24
