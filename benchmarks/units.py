"""A table of seventeen rows for very many units: the rubric, the same rules as plain data, and made-up figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from attrs import evolve

from jixiao_core import Rubric, registry
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formulas import Checklist, DeductPerStep, Judged, Nonconformities
from jixiao_core.rubrics.grades import Grade, GradeScale
from jixiao_core.rubrics.measures import Measure

PIN = "junshan-department@2021.1"
POINT = 10_000
GRADES = (("优", 63 * POINT), ("良", 56 * POINT), ("中", 42 * POINT), ("差", 0))

LATE, RULES, SAFETY = "payment_progress", "fund_use_compliance", "asset_safety"


def rubric() -> Rubric:
    """
    Return the measured rows, checklists and rows of cases of the department table, and one more rate.

    In place of the judged rows of 产出 stands 预算完成率; so there are seventeen rows of 70 points.
    """
    table = registry.load(PIN)
    rows = [row for row in table.indicators if not isinstance(row.formula, Judged)]
    pattern = next(row for row in rows if row.id.endswith("procurement_execution_rate"))
    done = evolve(
        pattern,
        id="output.duty_performance.budget_completion_rate",
        label=Text("预算完成率", "Completion of the budget"),
        points=Fraction(10),
        formula=DeductPerStep(standard=1, side="below", step="1%", deduct="0.5"),
        measure=Measure(numerator=(Term("total_expenditure"),), denominator=(Term("adjusted_budget"),)),
        readings=(),
        clause="以100%为标准。每减少一个百分点扣0.5分，扣完为止。",
    )
    at = next(place for place, row in enumerate(rows) if row.id.startswith("effect."))
    points = {"output": 10, "output.duty_performance": 10, "effect": 5, "effect.duty_benefit": 5}
    groups = (evolve(each, points=points.get(each.id, each.points), not_applicable=None) for each in table.groups)
    return evolve(
        table,
        series="seventeen-rows",
        points=70,
        grades=GradeScale(
            grades=tuple(Grade(name=name, at_least=Fraction(edge, POINT)) for name, edge in GRADES),
            basis="customary",
            source=Text("基准测试", "a benchmark"),
        ),
        questions=tuple(
            each for each in table.questions if any(r.question == each.id for row in rows for r in row.readings)
        ),
        groups=tuple(groups),
        pools=(),
        indicators=(*rows[:at], done, *rows[at:]),
    )


class Steps(NamedTuple):
    """Full points up to a standard in per cent, then a deduction for every whole per cent beyond it."""

    top: str
    base: str
    standard: int
    sign: int
    deduct: int
    full: int
    less: str = ""
    most: int = 0
    """The measure in per cent that is never exceeded; 0: there is none."""


class Stairs(NamedTuple):
    """Points by the first level in per cent that is reached: from above, or where less is better from below."""

    top: str
    base: str
    levels: tuple[tuple[int, int], ...]
    is_rising: bool
    full: int
    less: str = ""
    most: int = 0


RULES_BY_ROW: dict[str, Steps | Stairs] = {
    "staffing_ratio": Steps("in_service_staff", "authorised_staffing", 100, 1, 5_000, 50_000),
    "three_public_change_rate": Steps(
        "three_public_executed",
        "three_public_executed_last_year",
        0,
        1,
        5_000,
        50_000,
        less="three_public_executed_last_year",
    ),
    "key_expenditure_rate": Stairs(
        "key_project_expenditure",
        "project_expenditure",
        ((90, 50_000), (80, 40_000), (70, 30_000), (60, 20_000)),
        False,
        50_000,
        most=100,
    ),
    "budget_adjustment_rate": Stairs(
        "budget_adjustments_gross",
        "initial_approved_budget",
        ((0, 30_000), (10, 20_000), (20, 10_000), (30, 5_000)),
        True,
        30_000,
        less="budget_adjustments_exempt",
    ),
    "surplus_funds": Stairs(
        "year_end_balance_cumulative", "prior_year_carryover", ((0, 30_000), (100, 20_000)), True, 30_000
    ),
    "three_public_control_rate": Steps("three_public_executed", "three_public_initial_budget", 100, 1, 10_000, 60_000),
    "procurement_execution_rate": Steps("procurement_executed", "procurement_adjusted_budget", 100, -1, 2_000, 30_000),
    "card_payment_rate": Steps("card_payments", "card_eligible_spending", 50, -1, 2_000, 30_000, most=100),
    "fixed_asset_utilisation": Steps("fixed_assets_in_use", "fixed_assets_total", 100, -1, 1_000, 30_000, most=100),
    "budget_completion_rate": Steps("total_expenditure", "adjusted_budget", 100, -1, 5_000, 100_000),
    "public_satisfaction": Stairs(
        "satisfied_respondents",
        "surveyed_respondents",
        ((95, 50_000), (85, 30_000), (75, 10_000)),
        False,
        50_000,
        most=100,
    ),
}
"""The measured rows, as somebody reads them from the printed table; points in ten-thousandths."""

FACTS = tuple(
    dict.fromkeys(name for rule in RULES_BY_ROW.values() for name in (rule.top, rule.less, rule.base) if name)
)
COUNTS = ("in_service_staff", "authorised_staffing", "satisfied_respondents", "surveyed_respondents")


def _columns(table: Rubric) -> tuple[dict[str, dict[str, tuple[int, str]]], dict[str, tuple[int, dict[str, int]]]]:
    checklists: dict[str, dict[str, tuple[int, str]]] = {}
    cases: dict[str, tuple[int, dict[str, int]]] = {}
    for row in table.indicators:
        name, path = row.id.split(".")[-1], row.id.replace(".", "__")
        short = f"{row.id.split('.')[1]}_{name}"
        if isinstance(row.formula, Checklist):
            checklists[short] = {
                f"{path}__{item.id}__met": (
                    int(item.points * POINT),
                    f"{path}__{item.requires[0]}__met" if item.requires else "",
                )
                for item in row.formula.items
            }
        elif isinstance(row.formula, Nonconformities):
            costs = {f"{path}__{each.id}__cases": int((each.deduct or 0) * POINT) for each in row.formula.conditions}
            cases[short] = int((row.points or 0) * POINT), costs
    return checklists, cases


TABLE = rubric()
CHECKLISTS, CASES = _columns(TABLE)
"""Checklists: column to points and the column that it presupposes. Rows of cases: points, and column to deduction."""
FLAGS = tuple(name for items in CHECKLISTS.values() for name in items)
NUMBERS = tuple(name for _, costs in CASES.values() for name in costs)
ROWS = (*RULES_BY_ROW, *CHECKLISTS, *CASES)


def levels(rule: Steps | Stairs) -> list[int]:
    """Every per cent at which a row changes."""
    if isinstance(rule, Stairs):
        return [level for level, _ in rule.levels]
    return [rule.standard + rule.sign * step for step in range(-1, rule.full // rule.deduct + 2)]


def figures(start: int, count: int) -> pl.DataFrame:
    """Return lines `start` to `start + count` of the made-up units; all are complete and make sense."""
    random = np.random.default_rng([20_211_231, start])
    made: dict[str, Any] = {"unit": np.arange(start, start + count)}
    for rule in RULES_BY_ROW.values():
        is_count = rule.base in COUNTS
        if rule.base not in made:
            made[rule.base] = (10 ** random.uniform(*((1, 3.5) if is_count else (6, 11)), count)).astype(np.int64)
        base = made[rule.base]
        if rule.top in made:
            continue
        less = made.get(rule.less)
        if rule.less and less is None:
            less = made[rule.less] = base // random.integers(3, 40, count)
        below, above = levels(rule)[0], levels(rule)[-1]
        spread = abs(above - below) // 3 + 3
        aim = random.choice(np.array(levels(rule)), count)
        edge = random.integers(0, 3, count) == 0
        free = random.uniform(min(below, above) - spread, max(below, above) + spread, count)
        top = np.where(edge, aim * base // 100 + random.integers(-1, 2, count), (free * base / 100).astype(np.int64))
        top = top if less is None else top + less
        top = np.maximum(top, 0 if less is None or rule.less == rule.base else less)
        made[rule.top] = np.minimum(top, base) if rule.most else top
    for name in FLAGS:
        made[name] = random.integers(0, 8, count) > 0
    for name in NUMBERS:
        made[name] = np.maximum(random.integers(-12, 4, count), 0)
    return pl.DataFrame({name: made[name] for name in ("unit", *FACTS, *FLAGS, *NUMBERS)})


def edges() -> pl.DataFrame:
    """Return a unit at every level of every row and one above and below it, with small and with large figures."""
    lines: dict[str, list[int]] = {name: [] for name in FACTS}
    found: list[dict[str, int]] = []
    for rule in RULES_BY_ROW.values():
        for base in (1, 7, 18, 100, 99_991, 10**11 + 7, 2**40 - 1, 2 * 10**13 + 1):
            for level in levels(rule):
                for off in (-1, 0, 1):
                    less = base if rule.less == rule.base else base // 3 if rule.less else 0
                    top = max(level * base // 100 + off + less, 0 if rule.less == rule.base else less)
                    top = min(top, base) if rule.most else top
                    found.append({rule.base: base, rule.top: top, **({rule.less: less} if rule.less else {})})
    rest = figures(10**12, len(found))
    for name in lines:
        plain = rest[name].to_list()
        lines[name] = [line.get(name, other) for line, other in zip(found, plain, strict=True)]
    return rest.with_columns(pl.Series(name, values) for name, values in lines.items())


def with_gaps(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table of which about one cell in a hundred is empty, and a few figures make no sense."""
    random = np.random.default_rng(7)
    count = len(frame)
    names = [name for name in frame.columns if name != "unit"]
    holes = {name: random.integers(0, 100, count) > 0 for name in names}
    made = frame.with_columns(pl.when(pl.Series(holes[name])).then(pl.col(name)).alias(name) for name in names)
    odd = pl.Series(random.integers(0, 1000, count))
    project, key = pl.col("project_expenditure"), pl.col("key_project_expenditure")
    return made.with_columns(
        pl.when(odd == 0).then(project + 1).otherwise(key).alias("key_project_expenditure"),
        pl.when(odd == 1).then(-1).otherwise(pl.col("card_payments")).alias("card_payments"),
        pl.when(odd.is_in([2, 3])).then(0).otherwise(pl.col("prior_year_carryover")).alias("prior_year_carryover"),
        pl.when(odd.is_in([3, 4]))
        .then(0)
        .otherwise(pl.col("year_end_balance_cumulative"))
        .alias("year_end_balance_cumulative"),
        pl.when(odd == 5).then(2**62).otherwise(pl.col("total_expenditure")).alias("total_expenditure"),
        pl.when(odd == 6).then(0).otherwise(pl.col("surveyed_respondents")).alias("surveyed_respondents"),
    )


def by_hand(frame: pl.DataFrame) -> Iterator[int]:
    """Yield the total of every line in Python's own integers: the judge of all others."""
    for line in frame.iter_rows(named=True):
        total = 0
        for rule in RULES_BY_ROW.values():
            top, base = line[rule.top] - (line[rule.less] if rule.less else 0), line[rule.base]
            total += _points(rule, top, base)
        for items in CHECKLISTS.values():
            total += sum(
                worth for name, (worth, needed) in items.items() if line[name] and (not needed or line[needed])
            )
        for full, costs in CASES.values():
            total += max(full - sum(cost * line[name] for name, cost in costs.items()), 0)
        yield total


def _points(rule: Steps | Stairs, top: int, base: int) -> int:
    if isinstance(rule, Steps):
        beyond = (100 * top - rule.standard * base) * rule.sign
        return max(rule.full - max(beyond // base, 0) * rule.deduct, 0)
    for level, points in rule.levels:
        if (100 * top <= level * base) if rule.is_rising else (100 * top >= level * base):
            return points
    return 0


def grade_of(total: int) -> str:
    return next(name for name, edge in GRADES if total >= edge)


def row_columns() -> list[str]:
    """Return the columns in which a scored table has the points of `ROWS`."""
    measured = {row.id.split(".")[-1]: row.id for row in TABLE.indicators if row.measure is not None}
    others = {f"{row.id.split('.')[1]}_{row.id.split('.')[-1]}": row.id for row in TABLE.indicators}
    return [f"{({**others, **measured})[name].replace('.', '__')}__points" for name in ROWS]


def figures_of(count: int) -> pl.DataFrame:
    """Return so many made-up units, made a million at a time."""
    size = 1_000_000
    parts = [figures(start, min(size, count - start)) for start in range(0, count, size)]
    return pl.concat(parts, rechunk=True)
