"""Figures for which a measure has a value: put into the measure by hand they give it."""

from fractions import Fraction

import pytest

from jixiao_core.rubrics.diffing.figures import Nature, ways_to
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.measures import Measure

KNOWN = {name: Nature() for name in "abc"}


def summed(terms, figures):
    return sum(term.times * figures[term.fact] for term in terms)


@pytest.mark.parametrize(
    "terms",
    [
        (Term("a"), Term("b", times=-2)),
        (Term("a"), Term("b"), Term("a", times=-1)),
        (Term("c", times=Fraction(1, 3)), Term("a")),
    ],
    ids=["less", "one that cancels", "thirds"],
)
@pytest.mark.parametrize("value", [Fraction(5), Fraction(1, 7)])
def test_every_way_gives_the_value(terms, value):
    measure = Measure(numerator=terms)
    ways = ways_to(measure, value, KNOWN)
    assert ways
    assert [summed(terms, figures) for figures in ways] == [value] * len(ways)
