"""A measure that names an unknown fact: the message lists what could have been named, the dictionary included."""

import pytest

from jixiao_core import exchange
from jixiao_core.errors import FormatError

RUBRIC = """
series = "demo"
edition = 2024
revision = 1
kind = "project"
title = "示例评分表"
issuer = { zh = "示例财政局" }
fiscal_years = { first = 2024, last = 2024 }
points = 5
facts = [{ id = "posts", label = "编制", quantity = "count", definition = "编制数" }]

[[indicators]]
id = "staffing"
label = "控制率"
points = 5
clause = "不超过100%的计5分。"
source = { table = "示例评分表" }
measure = { numerator = ["staff"], denominator = ["posts"] }
formula = { kind = "bands", bands = [{ at_most = "100%", points = 5 }] }
"""


def known(**options):
    with pytest.raises(FormatError) as caught:
        exchange.read_rubric(RUBRIC.encode(), syntax="toml", **options)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("rubrics.unknown_fact", "indicators[0].measure.numerator")
    return problem.message["known"]


def test_the_shared_dictionary_is_listed():
    """A rubric knows only the facts that it uses; who writes one may use all of the dictionary."""
    assert {fact.id for fact in exchange.shared_facts()} | {"posts"} == set(known())


def test_another_dictionary_is_listed_in_its_place():
    own = exchange.shared_facts()[:3]
    assert {fact.id for fact in own} | {"posts"} == set(known(dictionary=own))


def test_a_dictionary_may_be_any_iterable():
    assert {"posts"} == set(known(dictionary=iter(())))
