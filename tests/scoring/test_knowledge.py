"""What is known of a fact: its own figure, and what related figures say about it."""

import pytest
from attrs import evolve

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Missing
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


def everything(rubric=RUBRIC, **figures):
    return known_facts(rubric, Evidence.of(rubric, facts=figures))


@pytest.mark.parametrize(
    ("figures", "name", "low", "high"),
    [
        # Staff are at most all: 19 of them make all at least 19, and some of them at most 19.
        ({"staff": 19}, "all", 19, None),
        ({"staff": 19}, "some", 0, 19),
        ({"staff": Bounded(at_least=Count(2), at_most=Count(50))}, "all", 2, None),
        ({"staff": Bounded(at_least=Count(2), at_most=Count(50))}, "some", 0, 50),
        # What bounds the staff bounds what the staff bound.
        ({"some": 12}, "all", 12, None),
        ({"all": 33}, "some", 0, 33),
        ({}, "all", 0, None),
        # Its own bound and the relation together.
        ({"staff": 19, "all": Bounded(at_most=Count(33))}, "all", 19, 33),
    ],
)
def test_relations_bound_both_ways(figures, name, low, high):
    found = everything(**figures)[name]
    assert found.values == (Interval.at_least(low) if high is None else Interval.closed(low, high))
    assert found.findings == ()
    assert [each.id for each in found.bounds] == (["staff"] if (low, high) != (0, None) else [])


def test_a_relation_that_its_figures_contradict_is_not_turned_round():
    """40 staff of at most 33 in all: the staff say that it does not fit, and all stay what they are said to be."""
    found = everything(staff=40, all=Bounded(at_most=Count(33)))
    assert [finding.code for finding in found["staff"].findings] == ["scoring.proxy_conflict"]
    assert (found["all"].values, found["all"].bounds, found["all"].findings) == (Interval.closed(0, 33), (), ())


def test_a_figure_of_its_own_and_one_that_cannot_be_compared_stay():
    found = everything(staff=19, all=33, some=Missing(state="not_comparable"))
    assert (found["all"].values, found["some"].values) == (Interval.point(33), Interval.at_least(0))


def test_sums_are_not_turned_round():
    """At most all and some together says nothing about one of them alone."""
    both = Proxy(relation="at_most", terms=(Term("all"), Term("some")), assumption="both", note=Text("合计"))
    rubric = evolve(RUBRIC, facts=(fact("staff", both), fact("all"), fact("some")))
    assert everything(rubric, staff=19)["all"].values == Interval.at_least(0)


def test_relations_that_contradict_one_another_are_reported_and_not_used():
    """19 are at most all, all are at most 10: which is wrong is not known."""
    above = Proxy(relation="at_least", terms=(Term("all"),), assumption="over", note=Text("不少于全部"))
    rubric = evolve(RUBRIC, facts=(fact("staff", AT_MOST_ALL), fact("more", above), fact("all")))
    found = everything(rubric, staff=19, more=10)["all"]
    assert (found.values, found.bounds) == (Interval.at_least(0), ())
    assert [finding.code for finding in found.findings] == ["scoring.proxy_conflict"]
