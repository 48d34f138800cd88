"""The fewest things to find out: against every selection of options, with sums of values tried one by one."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import INF, NEG_INF, Interval, IntervalSet
from jixiao_core.scoring.selection import Option, _ranked, fewest

POINT = Interval.point(0)


@st.composite
def parts(draw, number):
    """A part of whole points: nothing found out, one thing, or two things."""
    values = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=4)))
    rest = Interval(values[0], values[-1])
    options = [Option(frozenset(), IntervalSet.points(0), rest)]
    if len(values) > 1:
        cost = draw(st.integers(1, 2))
        items = frozenset(f"{number}.{each}" for each in range(cost))
        options.append(Option(items, IntervalSet.points(*values), POINT))
    return options


@st.composite
def problems(draw):
    return [draw(parts(number)) for number in range(draw(st.integers(1, 5)))]


TARGETS = st.one_of(
    st.integers(0, 20).map(Interval.at_least),
    st.integers(0, 20).map(Interval.below),
    st.tuples(st.integers(0, 15), st.integers(1, 8)).map(lambda ends: Interval(ends[0], sum(ends), False, True)),
)


def least_by_trying(problem, target):
    """The size of the smallest selection with an outcome after which every completion lies in the target."""
    sizes = []
    for chosen in product(*problem):
        low = sum(option.rest.low for option in chosen)
        high = sum(option.rest.high for option in chosen)
        outcomes = product(*([part.low for part in option.values] for option in chosen))
        if any(target.contains(sum(each) + low) and target.contains(sum(each) + high) for each in outcomes):
            sizes.append(sum(len(option.items) for option in chosen))
    return min(sizes, default=None)


@given(problems(), TARGETS)
def test_no_smaller_selection_and_every_one_will_do(problem, target):
    found, is_exact = fewest(problem, target)
    least = least_by_trying(problem, target)
    if is_exact:
        assert (min(len(each.items) for each in found) if found else None) == least
    assert {len(each.items) for each in found} <= {len(found[0].items)} if found else True
    settled = sum(options[0].rest.low for options in problem if options[0].rest.is_point)
    for each in found:
        for value in (each.values.intervals[0].low, each.values.intervals[-1].high):
            assert target.contains(value + each.rest.low)
            assert target.contains(value + each.rest.high)
            assert each.rest.low >= settled


@given(problems(), TARGETS)
def test_one_sided_targets_are_always_exact(problem, target):
    _, is_exact = fewest(problem, target)
    assert is_exact or (target.low is not NEG_INF and target.high is not INF)


def test_of_every_size_only_the_best_are_kept():
    """Eight parts can be selected in 256 ways; of each of the nine sizes one is kept of every kind, of which there are four."""
    part = [
        Option(frozenset(), IntervalSet.points(0), Interval(0, 2)),
        Option(frozenset({"a"}), IntervalSet.points(0, 2), POINT),
    ]
    ranked = list(_ranked([part] * 8, Interval.at_least(0), 1))
    assert len(ranked) <= 9 * 4


def test_what_is_settled_costs_nothing():
    settled = [Option(frozenset(), IntervalSet.points(0), Interval.point(90))]
    found, _ = fewest([settled], Interval.at_least(90))
    assert [sorted(each.items) for each in found] == [[]]


def test_nothing_can_do():
    open_row = [
        Option(frozenset(), IntervalSet.points(0), Interval(0, 5)),
        Option(frozenset({"a"}), IntervalSet.points(0, 5), POINT),
    ]
    assert fewest([open_row], Interval.at_least(6)) == ((), True)


def test_a_gap_is_not_a_value():
    """2 or 5, not 4: nothing makes the total 4."""
    open_row = [
        Option(frozenset(), IntervalSet.points(0), Interval(2, 5)),
        Option(frozenset({"a"}), IntervalSet.points(2, 5), POINT),
    ]
    found, _ = fewest([open_row], Interval(3, 5, False, True))
    assert found == ()


def test_an_end_that_is_not_reached():
    """Pro rata, always less than 3: with it, a total of 3 or more is never certain."""
    open_row = [
        Option(frozenset(), IntervalSet.points(0), Interval(0, 3, False, True)),
        Option(frozenset({"a"}), IntervalSet.of(Interval(0, 3, False, True)), POINT),
    ]
    assert fewest([open_row], Interval.at_least(3)) == ((), True)
    below, _ = fewest([open_row], Interval.below(3))
    assert [sorted(each.items) for each in below] == [[]]


def test_an_open_end_meets_an_open_target():
    """5 and something above 0 are more than 5; 5 and something from 0 on may be 5."""
    found_out = [
        Option(frozenset(), IntervalSet.points(0), Interval(0, 5)),
        Option(frozenset({"a"}), IntervalSet.points(0, 5), POINT),
    ]
    for is_open, expected in ((True, [["a"]]), (False, [])):
        rest = [Option(frozenset(), IntervalSet.points(0), Interval(0, 1, is_open, False))]
        found, _ = fewest([found_out, rest], Interval.above(5))
        assert [sorted(each.items) for each in found] == expected


def test_equally_small_ones_in_order_of_room():
    rows = [
        [Option(frozenset(), IntervalSet.points(0), Interval(0, most)),
         Option(frozenset({str(most)}), IntervalSet.of(Interval(0, most)), POINT)]
        for most in (3, 7, 5)
    ]  # fmt: skip
    found, _ = fewest(rows, Interval.below(9))
    assert [sorted(each.items) for each in found] == [["7"]]
    # 15 points are open; below 9 without the 7 there are 8 left.
    assert [str(each.values) for each in found] == [str(IntervalSet.of(Interval(0, 1, False, True)))]
    assert Fraction(1) not in found[0].values
