"""What is known of a fact: its own figure, and what related figures say about it."""

import pytest

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded
from jixiao_core.scoring.knowledge import known_facts

AT_MOST_ALL = Proxy(relation="at_most", terms=(Term("all"),), assumption="all_count", note=Text("全部计入"))
AT_LEAST_SOME = Proxy(relation="at_least", terms=(Term("some"),), assumption="some_count", note=Text("部分计入"))


def fact(name, *proxies):
    return FactDefinition(
        id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name), proxies=proxies
    )


RUBRIC = Rubric(
    series="example",
    edition=2024,
    revision=1,
    kind="department",
    title=Text("例"),
    issuer=Issuer(zh="某局"),
    fiscal_years=FiscalYears(first=2024, last=2024),
    points=10,
    indicators=(
        Indicator(id="a", label=Text("甲"), points=10, clause="甲", source=Source(table="例"), formula=Judged()),
    ),
    facts=(fact("staff", AT_MOST_ALL, AT_LEAST_SOME), fact("all"), fact("some")),
)


def staff(*, assume=(), **figures):
    return known_facts(RUBRIC, Evidence.of(RUBRIC, facts=figures), assume)["staff"]


@pytest.mark.parametrize(
    ("figures", "low", "high", "used"),
    [
        ({}, 0, None, []),
        ({"all": 33}, 0, 33, [AT_MOST_ALL]),
        ({"some": 12}, 12, None, [AT_LEAST_SOME]),
        ({"all": 33, "some": 12}, 12, 33, [AT_MOST_ALL, AT_LEAST_SOME]),
        # A figure of its own needs no related ones.
        ({"staff": 20, "all": 33, "some": 12}, 20, 20, []),
    ],
)
def test_related_figures_bound_a_fact(figures, low, high, used):
    found = staff(**figures)
    expected = Interval.at_least(low) if high is None else Interval.closed(low, high)
    assert (found.values, list(found.proxies), list(found.findings)) == (expected, used, [])


def test_its_own_figure_wins_over_related_ones_that_contradict_it():
    found = staff(staff=40, all=33)
    assert (found.values, found.proxies) == (Interval.point(40), ())
    assert [finding.code for finding in found.findings] == ["scoring.proxy_conflict"]


@pytest.mark.parametrize("own", [{}, {"staff": Bounded(at_least=Count(2), at_most=Count(50))}])
def test_related_figures_that_contradict_one_another_say_nothing(own):
    """At most 10, at least 12: which of the two is wrong is not known, so neither bounds anything."""
    found = staff(**own, all=10, some=12)
    assert found.values == (Interval.closed(2, 50) if own else Interval.at_least(0))
    assert found.proxies == ()
    assert [finding.code for finding in found.findings] == ["scoring.proxy_conflict"]
