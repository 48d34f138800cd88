# %% [markdown]
# # A province in ten minutes · 十分钟看全省
#
# 50,000 units of an invented province are scored and reviewed by the departmental table, on the data frame that holds them. Every figure here is generated; nothing is about a real unit.
#
# 用部门整体支出评分表，对一个虚构省份的5万个单位直接在数据表上测算、复核。所有数据均为随机生成，不涉及任何真实单位。

# %%
import time

import matplotlib.pyplot as plt
import numpy as np
import polars as pl
from matplotlib import font_manager

from jixiao_core import registry
from jixiao_core.frames import as_rows, columns, peers, review_frame, scale_of, score_frame

rubric = registry.load("junshan-department@2021.1")
scale = scale_of(rubric)
UNITS = 50_000
random = np.random.default_rng(2021)

# %% [markdown]
# ## The table · 数据表
#
# One column a fact, item, condition or judged row; `columns(rubric)` lists them. Money is in 分.
#
# 每个基础数据、评分条款、情形和评定行各一列，由`columns(rubric)`列出；金额以分计。


# %%
def part_of(whole, low, high):
    """About so much of another figure, as whole numbers."""
    return (whole * random.integers(low, high + 1, UNITS)) // 10_000


posts = random.integers(5, 400, UNITS)
budget = random.integers(50_000_00, 900_000_000_00, UNITS) // 100 * 100
projects = part_of(budget, 2000, 6000)
assets = random.integers(10_000_00, 90_000_000_00, UNITS)
surveyed = random.integers(30, 500, UNITS)
eligible = random.integers(1_000_00, 5_000_000_00, UNITS)
three_public = random.integers(1_000_00, 900_000_00, UNITS)
carry_over = random.integers(0, 80_000_000_00, UNITS)
facts = {
    "in_service_staff": (posts * random.integers(80, 112, UNITS)) // 100,
    "authorised_staffing": posts,
    "three_public_executed": part_of(three_public, 6000, 10500),
    "three_public_executed_last_year": part_of(three_public, 7000, 10500),
    "three_public_initial_budget": three_public,
    "key_project_expenditure": part_of(projects, 3000, 10000),
    "project_expenditure": projects,
    "budget_adjustments_gross": part_of(budget, 0, 1500),
    "budget_adjustments_exempt": np.zeros(UNITS, dtype=np.int64),
    "initial_approved_budget": budget,
    "year_end_balance_cumulative": part_of(carry_over, 0, 12000),
    "prior_year_carryover": carry_over,
    "procurement_executed": part_of(budget, 900, 1050),
    "procurement_adjusted_budget": part_of(budget, 1000, 1000),
    "card_payments": part_of(eligible, 3500, 9000),
    "card_eligible_spending": eligible,
    "fixed_assets_in_use": part_of(assets, 8500, 10000),
    "fixed_assets_total": assets,
    "satisfied_respondents": part_of(surveyed, 7500, 10000),
    "surveyed_respondents": surveyed,
}


def assessed(column):
    """What an assessor would write into a column: mostly met, seldom a case, nearly full points."""
    if column.name.endswith("__met"):
        return random.random(UNITS) < 0.93
    if column.sort == "cases":
        return (random.random(UNITS) < 0.04).astype(np.int64)
    row = rubric.indicator(column.row)
    points = float(row.points if row.points is not None else 5)
    return np.floor(points * random.choice([1, 1, 1, 0.9, 0.8], UNITS) * 10).astype(np.int64)


wanted = [each for each in columns(rubric) if each.name.endswith(("__met", "__judged")) or each.sort == "cases"]
table = pl.DataFrame({"unit": np.arange(UNITS), **facts, **{each.name: assessed(each) for each in wanted}})
judged = [each.name for each in wanted if each.sort == "points"]
tenths = dict.fromkeys(judged, "0.1")
table.shape

# %% [markdown]
# Some figures are missing, as always: 2 % of the staffing figures and of the satisfaction surveys.
#
# 一如既往有缺项：2%的单位未报人员数，2%未报满意度调查。

# %%
blank = pl.col("unit") % 50
table = table.with_columns(
    in_service_staff=pl.when(blank == 7).then(None).otherwise(pl.col("in_service_staff")),
    satisfied_respondents=pl.when(blank == 31).then(None).otherwise(pl.col("satisfied_respondents")),
)

# %% [markdown]
# ## Scores · 测算

# %%
start = time.perf_counter()
scored = score_frame(rubric, table, units=tenths, keep=["unit"])
seconds = time.perf_counter() - start
print(f"{UNITS:,} units, {len(rubric.indicators)} rows: {seconds:.1f} s")
scored.group_by("status").len().sort("len", descending=True)

# %%
scored.filter(pl.col("status") == "open").select("unit", "total", "total_low", "total_high", "remarks").head(3)

# %% [markdown]
# A unit with a gap is not guessed: its total has a low and a high, in ten-thousandths of a point, and the gap is named.
#
# 有缺项的单位不作猜测：总分给出上下限（以万分之一分计），并写明缺什么。
#
# ## Claims and verdicts · 自评与复核意见
#
# The claims are invented too: two rows in three as computed, the rest at full points, 支付进度 always at full points,
# one unit in a hundred 4.2 for its staff, and many a total nudged over 90.
#
# 自评分也是生成的：三分之二的行按测算数填报，其余填满分；支付进度一律填满分；百分之一的单位人员控制率填4.2分；
# 不少总分略高于90。

# %%
rows = {row.id: row.id.replace(".", "__") for row in rubric.indicators}
most = {row.id: row.points if row.points is not None else 5 for row in rubric.indicators}
claimed = []
for row_id, name in rows.items():
    full = int(most[row_id] * scale)
    honest = pl.lit(pl.Series(random.random(UNITS) < 0.67))
    points = pl.when(honest).then(pl.col(f"{name}__points").fill_null(full)).otherwise(full)
    if row_id.endswith("payment_progress"):
        points = pl.lit(full)
    if row_id.endswith("staffing_ratio"):
        points = pl.when(pl.col("unit") % 97 == 5).then(42_000).otherwise(points)
    claimed.append((points // 100).alias(f"{name}__claimed"))
claims = scored.select(claimed)
total = claims.sum_horizontal()
near = total.is_between(8850, 8999)
nudged = pl.select(pl.when(near & pl.lit(pl.Series(random.random(UNITS) < 0.7))).then(9000).otherwise(total)).to_series()
reviewed = review_frame(
    rubric,
    pl.concat([table, claims, nudged.alias("claimed_total").to_frame()], how="horizontal"),
    units={**tenths, **{f"{name}__claimed": "0.01" for name in rows.values()}, "claimed_total": "0.01"},
    keep=["unit", "claimed_total"],
)
reviewed.group_by("verdict").len().sort("len", descending=True)

# %% [markdown]
# ## What the claims look like together · 自评分的分布

# %%
fonts = {font.name for font in font_manager.fontManager.ttflist}
wished = ("Noto Sans CJK SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC", "DejaVu Sans")
plt.rcParams["font.family"] = [name for name in wished if name in fonts]
figure, axes = plt.subplots(figsize=(9, 3.6), layout="constrained")
bins = np.arange(60, 101, 0.5)
axes.hist(reviewed["total"].drop_nulls() / scale, bins, alpha=0.6, label="测算得分 computed")
axes.hist(reviewed["claimed_total"] / 100, bins, alpha=0.6, label="自评得分 claimed")
for grade in rubric.grades.grades[:-1]:
    axes.axvline(float(grade.at_least), color="grey", linewidth=0.8, linestyle="--")
axes.set_xlabel("总分 total")
axes.set_ylabel("单位数 units")
axes.legend()
plt.show()

# %% [markdown]
# The claims heap at 90, the edge of 优. Counted, not judged:
#
# 自评分聚集在90分，即“优”的分数线。下表只作计数，不作评价：

# %%
evidence = peers(
    rubric,
    pl.concat([claims, nudged.alias("claimed_total").to_frame()], how="horizontal"),
    units={**{f"{name}__claimed": "0.01" for name in rows.values()}, "claimed_total": "0.01"},
)
pl.DataFrame(as_rows(evidence.edges))

# %%
figure, axes = plt.subplots(figsize=(8, 2.8), layout="constrained")
edges = as_rows(evidence.edges)[:2]
parts = ("second_below", "first_below", "first_above", "second_above")
for at, line in enumerate(edges):
    axes.bar(np.arange(4) + at * 5, [line[part] for part in parts], color=["#9db", "#9db", "#48a", "#48a"])
axes.set_xticks([place + at * 5 for at in range(2) for place in range(4)])
axes.set_xticklabels([f"[{int(line['edge']) + shift}, …)" for line in edges for shift in (-2, -1, 0, 1)], fontsize=8)
axes.set_ylabel("单位数 units")
plt.show()

# %% [markdown]
# ## Where points are lost · 扣分在哪里

# %%
names = [f"{row.label.zh}" for row in rubric.indicators]
lost = [float(most[row]) - scored[f"{name}__points"].mean() / scale for row, name in rows.items()]
claimed_lost = [float(most[row]) - claims[f"{name}__claimed"].mean() / 100 for row, name in rows.items()]
order = np.argsort(lost)
figure, axes = plt.subplots(figsize=(9, 6), layout="constrained")
axes.barh(np.arange(len(names)), [lost[at] for at in order], label="测算 computed")
axes.barh(np.arange(len(names)), [claimed_lost[at] for at in order], height=0.4, label="自评 claimed")
axes.set_yticks(np.arange(len(names)), [names[at] for at in order], fontsize=8)
axes.set_xlabel("平均扣分 points lost on average")
axes.legend()
plt.show()

# %% [markdown]
# Rows on which nobody ever loses a point tell no unit from another:
#
# 从来没有单位扣分的指标，起不到区分作用：

# %%
pl.DataFrame(as_rows(evidence.full_rows))

# %% [markdown]
# Claims that the criterion cannot give, whatever the facts:
#
# 评分标准在任何情况下都给不出的自评分：

# %%
odd = [line for line in as_rows(evidence.claims) if not line["attainable"]]
print(len(odd), "different claims 种,", sum(line["units"] for line in odd), "units 次")
pl.DataFrame(odd[:5])

# %% [markdown]
# 本结果为规则测算，供复核参考，不替代人工评定，不构成审计或违纪认定。
