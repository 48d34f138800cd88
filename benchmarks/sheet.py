"""One settled sheet of the department table, three ways: this library, a naive interpreter, and zen-engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jixiao_core import Evidence, Rubric, registry
from jixiao_core.rubrics.formulas import Checklist, Judged, Nonconformities

PIN = "junshan-department@2021.1"

FACTS: dict[str, Any] = {
    "in_service_staff": 19,
    "authorised_staffing": 18,
    "three_public_executed": "3.86万元",
    "three_public_executed_last_year": "3.75万元",
    "three_public_initial_budget": "3.80万元",
    "key_project_expenditure": "2400.00万元",
    "project_expenditure": "2959.85万元",
    "budget_adjustments_gross": "310.00万元",
    "budget_adjustments_exempt": "60.00万元",
    "initial_approved_budget": "2726.95万元",
    "year_end_balance_cumulative": "120.00万元",
    "prior_year_carryover": "452.65万元",
    "procurement_executed": "880.00万元",
    "procurement_adjusted_budget": "900.00万元",
    "card_payments": "46.20万元",
    "card_eligible_spending": "100.00万元",
    "fixed_assets_in_use": "950.18万元",
    "fixed_assets_total": "993.18万元",
    "satisfied_respondents": 190,
    "surveyed_respondents": 210,
}


def rubric() -> Rubric:
    return registry.load(PIN)


def assessments(table: Rubric) -> dict[str, Any]:
    """Everything met but the last item, one case each for the first condition, half of the judged points."""
    found: dict[str, Any] = {}
    for row in table.indicators:
        match row.formula:
            case Checklist():
                names = [item.id for item in row.formula.items]
                lone = not any(item.requires for item in row.formula.items)
                found[row.id] = {name: not (lone and name == names[-1]) for name in names}
            case Nonconformities():
                names = [condition.id for condition in row.formula.conditions]
                found[row.id] = {name: int(name == names[0]) for name in names}
            case Judged():
                found[row.id] = 4 if row.points is None else int(row.points) - 1
    return found


def evidence(table: Rubric) -> Evidence:
    return Evidence.of(table, facts=FACTS, assessments=assessments(table))


# The figures as another program would be given them: 分 and whole numbers.
def plain_context(table: Rubric) -> dict[str, Any]:
    unit = {"万元": 1_000_000}
    numbers = {
        name: int(Decimal(value[:-2]) * unit["万元"]) if isinstance(value, str) else value
        for name, value in FACTS.items()
    }
    return {**numbers, **{row.replace(".", "_"): value for row, value in assessments(table).items()}}


Rule = Callable[[dict[str, Any]], Fraction]


def _ratio(top: str, base: str) -> Rule:
    return lambda facts: Fraction(facts[top], facts[base])


def _over(measure: Rule, full: int, standard: Fraction, each: Fraction, sign: int) -> Rule:
    def rule(facts: dict[str, Any]) -> Fraction:
        steps = ((measure(facts) - standard) * sign * 100) // 1
        return max(Fraction(full) - max(steps, 0) * each, Fraction(0))

    return rule


def _stairs(measure: Rule, cuts: list[tuple[Fraction, Fraction]], *, rising: bool) -> Rule:
    def rule(facts: dict[str, Any]) -> Fraction:
        value = measure(facts)
        for level, points in cuts:
            if value <= level if rising else value >= level:
                return points
        return Fraction(0)

    return rule


def naive(table: Rubric) -> Callable[[dict[str, Any]], Fraction]:
    """What somebody would write by hand from the printed table: Fractions and comparisons, a row after the other."""
    pct, half, tenth, fifth = Fraction(1, 100), Fraction(1, 2), Fraction(1, 10), Fraction(1, 5)
    change: Rule = lambda f: Fraction(  # noqa: E731 - a rule like the others
        f["three_public_executed"] - f["three_public_executed_last_year"], f["three_public_executed_last_year"]
    )
    adjusted: Rule = lambda f: Fraction(  # noqa: E731 - a rule like the others
        f["budget_adjustments_gross"] - f["budget_adjustments_exempt"], f["initial_approved_budget"]
    )
    quotas = [(90 * pct, Fraction(5)), (80 * pct, Fraction(4)), (70 * pct, Fraction(3)), (60 * pct, Fraction(2))]
    limits = [(Fraction(0), Fraction(3)), (10 * pct, Fraction(2)), (20 * pct, Fraction(1)), (30 * pct, half)]
    rules = [
        _over(_ratio("in_service_staff", "authorised_staffing"), 5, Fraction(1), half, 1),
        _over(change, 5, Fraction(0), half, 1),
        _stairs(_ratio("key_project_expenditure", "project_expenditure"), quotas, rising=False),
        _stairs(adjusted, limits, rising=True),
        _stairs(
            _ratio("year_end_balance_cumulative", "prior_year_carryover"),
            [(Fraction(0), Fraction(3)), (Fraction(1), Fraction(2))],
            rising=True,
        ),
        _over(_ratio("three_public_executed", "three_public_initial_budget"), 6, Fraction(1), Fraction(1), 1),
        _over(_ratio("procurement_executed", "procurement_adjusted_budget"), 3, Fraction(1), fifth, -1),
        _over(_ratio("card_payments", "card_eligible_spending"), 3, half, fifth, -1),
        _over(_ratio("fixed_assets_in_use", "fixed_assets_total"), 3, Fraction(1), tenth, -1),
        _stairs(
            _ratio("satisfied_respondents", "surveyed_respondents"),
            [(95 * pct, Fraction(5)), (85 * pct, Fraction(3)), (75 * pct, Fraction(1))],
            rising=False,
        ),
    ]
    rows = [*rules, *_assessed(table)]
    return lambda facts: sum((rule(facts) for rule in rows), Fraction(0))


def _assessed(table: Rubric) -> list[Rule]:
    rules: list[Rule] = []
    for row in table.indicators:
        name = row.id.replace(".", "_")
        match row.formula:
            case Checklist():
                worth = {item.id: item.points for item in row.formula.items}
                rules.append(lambda f, n=name, w=worth: sum((w[k] for k, met in f[n].items() if met), Fraction(0)))
            case Nonconformities():
                costs = {each.id: each.deduct for each in row.formula.conditions}
                full = row.points
                rules.append(
                    lambda f, n=name, c=costs, p=full: max(
                        p - sum(c[k] * count for k, count in f[n].items()), Fraction(0)
                    )
                )
            case Judged():
                rules.append(lambda f, n=name: Fraction(f[n]))
    return rules


def _zen_over(top: str, base: str, full: int, standard: str, each: str, sign: str) -> str:
    return f"max([0, {full} - {each} * max([0, floor(({top} / {base} - {standard}) * {sign}100)])])"


def zen_expressions(table: Rubric) -> dict[str, str]:
    """The same rows in the expression language of zen-engine."""
    change = "(three_public_executed - three_public_executed_last_year)"
    adjusted = "(budget_adjustments_gross - budget_adjustments_exempt)"
    key, share = "key_project_expenditure / project_expenditure", "satisfied_respondents / surveyed_respondents"
    spare, moved = "year_end_balance_cumulative / prior_year_carryover", f"{adjusted} / initial_approved_budget"
    rows = {
        "staffing": _zen_over("in_service_staff", "authorised_staffing", 5, "1", "0.5", ""),
        "change": _zen_over(change, "three_public_executed_last_year", 5, "0", "0.5", ""),
        "key": f"{key} >= 0.9 ? 5 : {key} >= 0.8 ? 4 : {key} >= 0.7 ? 3 : {key} >= 0.6 ? 2 : 0",
        "adjustment": f"{moved} <= 0 ? 3 : {moved} <= 0.1 ? 2 : {moved} <= 0.2 ? 1 : {moved} <= 0.3 ? 0.5 : 0",
        "surplus": f"{spare} <= 0 ? 3 : {spare} <= 1 ? 2 : 0",
        "control": _zen_over("three_public_executed", "three_public_initial_budget", 6, "1", "1", ""),
        "procurement": _zen_over("procurement_executed", "procurement_adjusted_budget", 3, "1", "0.2", "-"),
        "card": _zen_over("card_payments", "card_eligible_spending", 3, "0.5", "0.2", "-"),
        "assets": _zen_over("fixed_assets_in_use", "fixed_assets_total", 3, "1", "0.1", "-"),
        "satisfaction": f"{share} >= 0.95 ? 5 : {share} >= 0.85 ? 3 : {share} >= 0.75 ? 1 : 0",
    }
    for row in table.indicators:
        name = row.id.replace(".", "_")
        match row.formula:
            case Checklist():
                parts = [f"({name}.{item.id} ? {float(item.points)} : 0)" for item in row.formula.items]
                rows[f"r_{name}"] = " + ".join(parts)
            case Nonconformities():
                parts = [f"{float(each.deduct or 0)} * {name}.{each.id}" for each in row.formula.conditions]
                rows[f"r_{name}"] = f"max([0, {float(row.points or 0)} - ({' + '.join(parts)})])"
            case Judged():
                rows[f"r_{name}"] = name
    return rows


def zen_content(table: Rubric) -> dict[str, Any]:
    rows = zen_expressions(table)
    expressions = [{"id": key, "key": key, "value": value} for key, value in rows.items()]
    expressions.append({"id": "total", "key": "total", "value": " + ".join(f"$.{key}" for key in rows)})
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "rows",
            "type": "expressionNode",
            "name": "rows",
            "position": {"x": 1, "y": 0},
            "content": {"expressions": expressions},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "rows"},
        {"id": "e2", "type": "edge", "sourceId": "rows", "targetId": "out"},
    ]
    return {"nodes": nodes, "edges": edges}


def context_json(table: Rubric) -> str:
    return json.dumps(plain_context(table))
