"""The same table as others would write it: Polars, NumPy, DuckDB, OpenFisca-Core and C, from `units.RULES_BY_ROW`."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import add, and_, or_
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables
from units import CASES, CHECKLISTS, FACTS, FLAGS, GRADES, NUMBERS, ROWS, RULES_BY_ROW, Stairs, Steps

INPUTS = (*FACTS, *FLAGS, *NUMBERS)


# Polars, twice: with one division a row, and with one comparison a level.
def polars_points(form: str) -> dict[str, pl.Expr]:
    points: dict[str, pl.Expr] = {}
    for name, rule in RULES_BY_ROW.items():
        top = pl.col(rule.top) - pl.col(rule.less) if rule.less else pl.col(rule.top)
        points[name] = _polars_measured(rule, top, pl.col(rule.base), form)
    for name, items in CHECKLISTS.items():
        parts = (
            ((pl.col(each) & pl.col(needed)) if needed else pl.col(each)).cast(pl.Int64) * worth
            for each, (worth, needed) in items.items()
        )
        points[name] = reduce(add, parts)
    for name, (full, costs) in CASES.items():
        points[name] = (full - reduce(add, (pl.col(each) * cost for each, cost in costs.items()))).clip(0)
    return points


def _polars_measured(rule: Steps | Stairs, top: pl.Expr, base: pl.Expr, form: str) -> pl.Expr:
    if isinstance(rule, Stairs):
        found: Any = pl.lit(0, pl.Int64)
        for level, points in reversed(rule.levels):
            here = (top * 100 <= base * level) if rule.is_rising else (top * 100 >= base * level)
            found = pl.when(here).then(pl.lit(points, pl.Int64)).otherwise(found)
        return found
    beyond = top * 100 - base * rule.standard if rule.sign > 0 else base * rule.standard - top * 100
    most = rule.full // rule.deduct
    if form == "division":
        return (rule.full - (beyond // base) * rule.deduct).clip(0, rule.full)
    steps = reduce(add, ((beyond >= base * step).cast(pl.Int64) for step in range(1, most + 1)))
    return rule.full - steps * rule.deduct


def _polars_grade(total: pl.Expr) -> pl.Expr:
    found: Any = pl.lit(GRADES[-1][0])
    for name, edge in reversed(GRADES[:-1]):
        found = pl.when(total >= edge).then(pl.lit(name)).otherwise(found)
    return found.alias("grade")


def polars_plain(frame: pl.LazyFrame, *, rows: bool, form: str = "division") -> pl.LazyFrame:
    """Everything is there and makes sense: what is written when nobody asks what else may come."""
    points = polars_points(form)
    scored = frame.select("unit", *(each.alias(name) for name, each in points.items()))
    scored = scored.with_columns(total=reduce(add, map(pl.col, points)))
    return scored.select("unit", *(points if rows else ()), "total", _polars_grade(pl.col("total")))


def polars_checked(frame: pl.LazyFrame, *, rows: bool, limit: int, form: str = "division") -> pl.LazyFrame:
    """The same with what ours looks at: empty cells, figures below zero and too large, zero over zero, parts of wholes."""
    known = {name: pl.col(name).is_not_null() for name in INPUTS}
    known |= {name: pl.col(name).is_between(0, limit).fill_null(False) for name in (*FACTS, *NUMBERS)}
    frame = frame.with_columns(
        *(each.alias(f"known_{name}") for name, each in known.items()),
        *((pl.col(name) < 0).fill_null(False).alias(f"low_{name}") for name in (*FACTS, *NUMBERS)),
        *((pl.col(name) > limit).fill_null(False).alias(f"high_{name}") for name in (*FACTS, *NUMBERS)),
    )
    frame = frame.with_columns(
        *(pl.when(f"known_{name}").then(name).otherwise(0).alias(name) for name in (*FACTS, *NUMBERS)),
        *(pl.col(name).fill_null(False) for name in FLAGS),
    )
    points, opens, wrong = polars_points(form), {}, {}
    for name, rule in RULES_BY_ROW.items():
        used = [each for each in (rule.top, rule.less, rule.base) if each]
        there = reduce(and_, (pl.col(f"known_{each}") for each in used))
        top = pl.col(rule.top) - pl.col(rule.less) if rule.less else pl.col(rule.top)
        base = pl.col(rule.base)
        opens[name] = ~there
        # A change below -100 % cannot be: neither figure is below zero.
        outside = [top > base] if rule.most else [top < 0] if rule.less and rule.less != rule.base else []
        wrong[name] = there & (base > 0) & outside[0] if outside else pl.lit(False)
        safe = points[name] if form != "division" or isinstance(rule, Stairs) else _safe(rule, top, base)
        full, none = pl.lit(rule.full, pl.Int64), pl.lit(0, pl.Int64)
        points[name] = pl.when(base > 0).then(safe).otherwise(pl.when(top == 0).then(full).otherwise(none))
    for name, items in (*CHECKLISTS.items(), *((name, costs) for name, (_, costs) in CASES.items())):
        opens[name] = ~reduce(and_, (pl.col(f"known_{each}") for each in items))
    frame = frame.select(
        "unit",
        *(each.alias(name) for name, each in points.items()),
        *(each.alias(f"open_{name}") for name, each in opens.items()),
        *(each.alias(f"wrong_{name}") for name, each in wrong.items()),
        refused=reduce(or_, (pl.col(f"low_{name}") for name in (*FACTS, *NUMBERS))),
        beyond=reduce(or_, (pl.col(f"high_{name}") for name in (*FACTS, *NUMBERS))),
    )
    frame = frame.with_columns(
        total=reduce(add, map(pl.col, points)),
        is_open=reduce(or_, (pl.col(f"open_{name}") for name in opens)),
        is_wrong=reduce(or_, (pl.col(f"wrong_{name}") for name in wrong)) | pl.col("refused"),
    )
    settled = ~(pl.col("is_open") | pl.col("is_wrong") | pl.col("beyond"))
    status = (
        pl.when("is_wrong")
        .then(pl.lit("invalid"))
        .when("beyond")
        .then(pl.lit("undecided"))
        .when("is_open")
        .then(pl.lit("open"))
        .otherwise(pl.lit("settled"))
    )
    by_row = (
        pl.when(~(pl.col(f"open_{name}") | (pl.col(f"wrong_{name}") if name in wrong else pl.lit(False))))
        .then(name)
        .alias(name)
        for name in (points if rows else ())
    )
    return frame.select(
        "unit",
        *by_row,
        pl.when(settled).then("total").alias("total"),
        pl.when(settled).then(_polars_grade(pl.col("total"))).alias("grade"),
        status.alias("status"),
    )


def _safe(rule: Steps, top: pl.Expr, base: pl.Expr) -> pl.Expr:
    beyond = top * 100 - base * rule.standard if rule.sign > 0 else base * rule.standard - top * 100
    over = pl.when(base > 0).then(base).otherwise(pl.lit(1, pl.Int64))
    return (rule.full - (beyond // over) * rule.deduct).clip(0, rule.full)


# NumPy: whole columns of 64 bits.
def numpy_total(arrays: dict[str, Any]) -> tuple[Any, Any]:
    total = np.zeros(len(arrays[FACTS[0]]), np.int64)
    for rule in RULES_BY_ROW.values():
        top, base = arrays[rule.top], arrays[rule.base]
        top = (top - arrays[rule.less] if rule.less else top) * 100
        if isinstance(rule, Steps):
            beyond = top - base * rule.standard if rule.sign > 0 else base * rule.standard - top
            total += np.clip(rule.full - beyond // base * rule.deduct, 0, rule.full)
            continue
        cuts = [(top <= base * level) if rule.is_rising else (top >= base * level) for level, _ in rule.levels]
        total += np.select(cuts, [points for _, points in rule.levels], 0)
    for items in CHECKLISTS.values():
        for name, (worth, needed) in items.items():
            total += ((arrays[name] & arrays[needed]) if needed else arrays[name]) * np.int64(worth)
    for full, costs in CASES.values():
        total += np.maximum(full - sum(arrays[name] * cost for name, cost in costs.items()), 0)
    edges = np.array(sorted(edge for _, edge in GRADES[:-1]))
    return total, np.searchsorted(edges, total, side="right")


# DuckDB: one statement.
def duckdb_sql() -> str:
    parts: list[str] = []
    for rule in RULES_BY_ROW.values():
        top = f"({rule.top} - {rule.less})" if rule.less else rule.top
        if isinstance(rule, Steps):
            ends = f"100 * {top}", f"{rule.standard} * {rule.base}"
            more, less = ends if rule.sign > 0 else ends[::-1]
            steps = f"greatest(0, ({more} - {less}) // {rule.base})"
            parts.append(f"greatest(0, {rule.full} - {rule.deduct} * {steps})")
            continue
        sign = "<=" if rule.is_rising else ">="
        cases = " ".join(f"WHEN 100 * {top} {sign} {lev} * {rule.base} THEN {pts}" for lev, pts in rule.levels)
        parts.append(f"CASE {cases} ELSE 0 END")
    for items in CHECKLISTS.values():
        parts += [
            f"CASE WHEN {name}{f' AND {needed}' if needed else ''} THEN {worth} ELSE 0 END"
            for name, (worth, needed) in items.items()
        ]
    for full, costs in CASES.values():
        parts.append(f"greatest(0, {full} - {' - '.join(f'{cost} * {name}' for name, cost in costs.items())})")
    grades = " ".join(f"WHEN total >= {edge} THEN '{name}'" for name, edge in GRADES)
    inner = f"SELECT unit, ({' + '.join(parts)})::BIGINT AS total FROM units"  # noqa: S608 - of constants of this file
    return f"SELECT unit, total, CASE {grades} END AS grade FROM ({inner})"  # noqa: S608 - the same


def duckdb_connection(frame: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("given", frame.to_arrow())
    connection.execute("CREATE TABLE units AS SELECT * FROM given")
    connection.unregister("given")
    return connection


# OpenFisca-Core: one variable a row; its numbers are floats of 32 bits.
class _Fiscal:
    def __init__(self) -> None:
        unit = entities.build_entity(key="unit", plural="units", label="", is_person=True)
        self.system = taxbenefitsystems.TaxBenefitSystem([unit])
        kinds = {**dict.fromkeys((*FACTS, *NUMBERS), float), **dict.fromkeys(FLAGS, bool)}
        for name, kind in kinds.items():
            self._add(unit, name, kind, None)
        for name, rule in RULES_BY_ROW.items():
            self._add(unit, name, float, _fiscal_measured(rule))
        for name, items in CHECKLISTS.items():
            self._add(unit, name, float, _fiscal_checklist(items))
        for name, (full, costs) in CASES.items():
            self._add(unit, name, float, _fiscal_cases(full, costs))
        self._add(unit, "total", float, lambda unit, period: sum(unit(name, period) for name in ROWS))
        edges = np.array(sorted(edge / 10_000 for _, edge in GRADES[:-1]))
        self._add(unit, "grade", int, lambda unit, period: np.searchsorted(edges, unit("total", period), side="right"))

    def _add(self, unit: Any, name: str, kind: type, formula: Any) -> None:
        body = {"value_type": kind, "entity": unit, "definition_period": periods.DateUnit.YEAR, "label": name}
        if formula is not None:
            # Formulas are methods that are called without their class.
            body["formula"] = formula
        self.system.add_variable(type(name, (variables.Variable,), body))

    def total(self, arrays: dict[str, Any]) -> tuple[Any, Any]:
        count = len(arrays[FACTS[0]])
        simulation = simulation_builder.SimulationBuilder().build_default_simulation(self.system, count)
        for name in INPUTS:
            simulation.set_input(name, "2021", arrays[name])
        return simulation.calculate("total", "2021"), simulation.calculate("grade", "2021")


def fiscal() -> _Fiscal:
    return _Fiscal()


def _fiscal_measured(rule: Steps | Stairs) -> Any:
    def formula(unit: Any, period: Any) -> Any:
        top, base = unit(rule.top, period), unit(rule.base, period)
        ratio = (top - unit(rule.less, period) if rule.less else top) / base
        if isinstance(rule, Steps):
            beyond = np.floor((ratio * 100 - rule.standard) * rule.sign)
            return np.maximum(rule.full / 10_000 - np.maximum(beyond, 0) * rule.deduct / 10_000, 0)
        cuts = [(ratio <= level / 100) if rule.is_rising else (ratio >= level / 100) for level, _ in rule.levels]
        return np.select(cuts, [points / 10_000 for _, points in rule.levels], 0)

    return formula


def _fiscal_checklist(items: dict[str, tuple[int, str]]) -> Any:
    def formula(unit: Any, period: Any) -> Any:
        return sum(
            unit(name, period) * (unit(needed, period) if needed else 1) * (worth / 10_000)
            for name, (worth, needed) in items.items()
        )

    return formula


def _fiscal_cases(full: int, costs: dict[str, int]) -> Any:
    def formula(unit: Any, period: Any) -> Any:
        return np.maximum(full / 10_000 - sum(unit(name, period) * (cost / 10_000) for name, cost in costs.items()), 0)

    return formula


# C: one loop over the units, built here; the halves run on two threads.
def c_source() -> str:
    at = {name: place for place, name in enumerate((*FACTS, *NUMBERS))}
    flag = {name: place for place, name in enumerate(FLAGS)}
    lines: list[str] = []
    for rule in RULES_BY_ROW.values():
        top = f"(v[{at[rule.top]}][i] - v[{at[rule.less]}][i])" if rule.less else f"v[{at[rule.top]}][i]"
        base = f"v[{at[rule.base]}][i]"
        if isinstance(rule, Steps):
            ends = f"100 * {top}", f"{rule.standard} * {base}"
            more, less = ends if rule.sign > 0 else ends[::-1]
            lines.append(f"total += steps({more} - {less}, {base}, {rule.full}, {rule.deduct});")
            continue
        sign = "<=" if rule.is_rising else ">="
        cases = "".join(f"100 * {top} {sign} {lev} * {base} ? {pts} : " for lev, pts in rule.levels)
        lines.append(f"total += {cases}0;")
    for items in CHECKLISTS.values():
        for name, (worth, needed) in items.items():
            both = f" & f[{flag[needed]}][i]" if needed else ""
            lines.append(f"total += {worth} * (f[{flag[name]}][i]{both});")
    for full, costs in CASES.values():
        lost = " - ".join(f"{cost} * v[{at[name]}][i]" for name, cost in costs.items())
        lines.append(f"total += most0({full} - {lost});")
    grades = "".join(f"total >= {edge} ? {len(GRADES) - 1 - place} : " for place, (_, edge) in enumerate(GRADES[:-1]))
    body = "\n    ".join(lines)
    return f"""
#include <stdint.h>
static inline int64_t most0(int64_t a) {{ return a > 0 ? a : 0; }}
static inline int64_t steps(int64_t beyond, int64_t base, int64_t full, int64_t deduct) {{
  if (beyond < base) return full;
  return most0(full - beyond / base * deduct);
}}
void score(const int64_t *const *v, const uint8_t *const *f, int64_t from, int64_t to, int64_t *out, int8_t *grade) {{
  for (int64_t i = from; i < to; i++) {{
    int64_t total = 0;
    {body}
    out[i] = total;
    grade[i] = {grades}0;
  }}
}}
"""


class CLoop:
    """The loop as a library; None of the callers needs the interpreter while it runs."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc")
        assert compiler is not None, "cc is needed"
        source, library = folder / "loop.c", folder / "loop.so"
        source.write_text(c_source(), encoding="utf-8")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
        self._score = ctypes.CDLL(str(library)).score

    def total(self, arrays: dict[str, Any], threads: int) -> tuple[Any, Any]:
        count = len(arrays[FACTS[0]])
        out, grade = np.empty(count, np.int64), np.empty(count, np.int8)
        numbers, flags = (*FACTS, *NUMBERS), FLAGS
        values = (ctypes.c_void_p * len(numbers))(*(arrays[name].ctypes.data for name in numbers))
        marks = (ctypes.c_void_p * len(flags))(*(arrays[name].ctypes.data for name in flags))
        ends = [count * part // threads for part in range(threads + 1)]

        def part(at: int) -> None:
            self._score(
                values,
                marks,
                ctypes.c_int64(ends[at]),
                ctypes.c_int64(ends[at + 1]),
                ctypes.c_void_p(out.ctypes.data),
                ctypes.c_void_p(grade.ctypes.data),
            )

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(threads)))
        return out, grade


def arrays_of(frame: pl.DataFrame) -> dict[str, Any]:
    """The columns as NumPy and C read them: 64 bits a number, a byte a condition."""
    return {name: np.ascontiguousarray(frame[name].to_numpy()) for name in INPUTS}
