"""What an explanation prints as an equation holds as it is printed."""

import pytest

from jixiao_core import Evidence, exchange, present, score

RUBRIC = """
series = "demo"
edition = 2024
revision = 1
kind = "project"
title = "示例评分表"
issuer = { zh = "示例财政局" }
fiscal_years = { first = 2024, last = 2024 }
points = 5

[[facts]]
id = "this_year"
label = "本年数"
quantity = "money"
definition = "本年数"

[[facts]]
id = "last_year"
label = "上年数"
quantity = "money"
definition = "上年数"

[[indicators]]
id = "stability"
label = "稳定性"
points = 5
clause = "增减不超过20%的计5分。"
source = { table = "示例评分表", row = 1 }
measure = { numerator = ["this_year", { fact = "last_year", times = -1 }], denominator = ["last_year"], absolute = true }
formula = { kind = "bands", bands = [{ at_most = "20%", points = 5 }] }
"""


@pytest.fixture
def rubric():
    return exchange.read_rubric(RUBRIC.encode(), syntax="toml")


def explained(rubric, this_year, locale):
    facts = {"this_year": this_year, "last_year": "1000000元"}
    return present.explain(score(rubric, Evidence.of(rubric, facts=facts)), "stability", locale=locale)


@pytest.mark.parametrize(
    ("locale", "equation"),
    [("en", "CNY -210,000 ÷ CNY 1 million, in absolute value 21%"), ("zh_Hans_CN", "-21万元÷100万元，取绝对值得21%")],
)
def test_a_decrease_is_not_said_to_be_an_increase(rubric, locale, equation):
    assert equation in explained(rubric, "790000元", locale)


@pytest.mark.parametrize(("locale", "amount"), [("en", "CNY 1.19999999 million"), ("zh_Hans_CN", "119.999999万元")])
def test_money_is_shown_to_the_last_fen(rubric, locale, amount):
    """1,199,999.99 元 is no 1.2 million."""
    assert amount in explained(rubric, "119.999999万元", locale)
