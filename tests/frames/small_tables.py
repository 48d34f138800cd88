"""A rubric of four rows whose points are worked by hand, and one table on every engine that lives in this process."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from jixiao_core import exchange

RUBRIC = exchange.parse_rubric(
    exchange.read_document(
        """
series = "small"
edition = 2024
revision = 1
semantics = 1
kind = "project"
title = { zh = "示例评分表", en = "Sample table" }
issuer = { zh = "示例财政局", en = "Sample bureau", status = "inferred" }
fiscal_years = { first = 2024, last = 2024 }
points = 20
not_applicable = "full_points"
grades = { basis = "customary", grades = [
  { name = "优", en = "Excellent", at_least = 18 },
  { name = "良", en = "Good", at_least = 12 },
  { name = "差", en = "Poor", at_least = 0 },
] }

[[facts]]
id = "staff"
label = { zh = "在职人数", en = "Staff" }
quantity = "count"
definition = { zh = "年末在职人数。", en = "Staff at the end of the year." }

[[facts]]
id = "posts"
label = { zh = "编制数", en = "Posts" }
quantity = "count"
definition = { zh = "核定的编制数。", en = "Authorised posts." }

[[facts]]
id = "planned"
label = { zh = "预算数", en = "Planned" }
quantity = "money"
definition = { zh = "全年预算数。", en = "The budget of the year." }

[[facts]]
id = "spent"
label = { zh = "执行数", en = "Spent" }
quantity = "money"
definition = { zh = "全年执行数。", en = "What was spent." }

[[indicators]]
id = "staffing"
label = { zh = "控制率", en = "Staffing" }
points = 5
clause = "控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。"
source = { table = "示例评分表", row = 1 }
measure = { numerator = ["staff"], denominator = ["posts"], basis = "customary" }
formula = { kind = "deduct_per_step", standard = "100%", side = "above", step = "1pp", deduct = "0.5", part_step = "ignore" }

[[indicators]]
id = "spending"
label = { zh = "执行率", en = "Spending" }
points = 5
clause = "按执行率同比例计分。"
source = { table = "示例评分表", row = 2 }
measure = { numerator = ["spent"], denominator = ["planned"], domain = "[0, inf)", basis = "customary" }
formula = { kind = "proportional", zero_at = "0%", full_at = "100%" }

[[indicators]]
id = "rules"
label = { zh = "制度", en = "Rules" }
points = 5
clause = "有制度，计2分；得到执行，计3分。"
source = { table = "示例评分表", row = 3 }
formula = { kind = "checklist", items = [
  { id = "written", label = { zh = "有制度" }, points = 2 },
  { id = "followed", label = { zh = "得到执行" }, points = 3 },
] }

[[indicators]]
id = "effect"
label = { zh = "效果", en = "Effect" }
points = 5
clause = "酌情计分。"
source = { table = "示例评分表", row = 4 }
formula = { kind = "judged" }
""".encode(),
        syntax="toml",
    )
)

ENGINES = ("polars", "polars-lazy", "pandas", "pyarrow", "duckdb")


def on(engine, columns):
    """A table on an engine."""
    match engine:
        case "polars":
            return pl.DataFrame(columns)
        case "polars-lazy":
            return pl.LazyFrame(columns)
        case "pandas":
            return pd.DataFrame(columns, dtype=object)
        case "pyarrow":
            return pa.table(columns)
        case "duckdb":
            connection = duckdb.connect()
            return connection.from_arrow(pa.table(columns))
    raise AssertionError(engine)


def values(table, name):
    """A column as Python's own values; None where nothing stands."""
    match table:
        case pl.LazyFrame():
            found = table.collect()[name].to_list()
        case pl.DataFrame():
            found = table[name].to_list()
        case pd.DataFrame():
            found = table[name].to_list()
        case pa.Table():
            found = table[name].to_pylist()
        case _:
            found = [row[0] for row in table.project(f'"{name}"').fetchall()]
    return [None if each is None or each is pd.NA or each != each else each for each in found]  # noqa: PLR0124
