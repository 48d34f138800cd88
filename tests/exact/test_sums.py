"""Sums of many sets at once are the sums pair by pair, and those of all choices."""

from fractions import Fraction
from functools import reduce
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact import sums
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.sums import sum_of_sets

VALUES = st.fractions(min_value=-3, max_value=3, max_denominator=6)
FINITE = st.lists(VALUES, min_size=1, max_size=4)


@st.composite
def intervals(draw):
    low, high = sorted(draw(st.lists(VALUES, min_size=2, max_size=2, unique=True)))
    return IntervalSet.of(Interval(low, high, draw(st.booleans()), draw(st.booleans())))


@given(st.lists(FINITE, max_size=4))
def test_every_choice_of_single_values(sets):
    found = sum_of_sets(IntervalSet.points(*values) for values in sets)
    assert found == IntervalSet.points(*(sum(choice, Fraction(0)) for choice in product(*sets)))


@given(st.lists(FINITE.map(lambda values: IntervalSet.points(*values)) | intervals(), max_size=4))
def test_pair_by_pair(sets):
    assert sum_of_sets(sets) == reduce(IntervalSet.plus, sets, IntervalSet.points(0))


@given(st.lists(FINITE, min_size=1, max_size=3))
def test_without_a_grid(sets):
    given_ = [IntervalSet.points(*values) for values in sets]
    kept = sums.MAX_GRID
    sums.MAX_GRID = 0
    try:
        slow = sum_of_sets(given_)
    finally:
        sums.MAX_GRID = kept
    assert slow == sum_of_sets(given_)


def test_a_grid_that_would_be_too_fine():
    """1/999983 and 1/999979 have a common grid of 10¹²; the sums are exact all the same."""
    one, two = Fraction(1, 999_983), Fraction(1, 999_979)
    found = sum_of_sets([IntervalSet.points(0, one), IntervalSet.points(0, two)])
    assert found == IntervalSet.points(0, one, two, one + two)
