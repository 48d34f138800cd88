"""Intervals and their unions against the package `portion` and against membership on a fine grid."""

import copy
import pickle
from fractions import Fraction
from itertools import pairwise

import portion
import pytest
from exact_values import GRID, interval_sets, intervals, numbers
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.errors import InvalidValueError, NumberError
from jixiao_core.exact.intervals import EMPTY, EVERYTHING, INF, NEG_INF, Infinite, Interval, IntervalSet, overlaps


def other(values):
    """The same set in the other package."""
    result = portion.empty()
    for each in values:
        left = portion.OPEN if each.low_open else portion.CLOSED
        right = portion.OPEN if each.high_open else portion.CLOSED
        low = -portion.inf if each.low is NEG_INF else each.low
        high = portion.inf if each.high is INF else each.high
        result |= portion.Interval.from_atomic(left, low, high, right)
    return result


class TestAgainstPortion:
    @given(interval_sets, interval_sets)
    def test_union_intersection_difference(self, one, two):
        assert other(one | two) == other(one) | other(two)
        assert other(one & two) == other(one) & other(two)
        assert other(one - two) == other(one) - other(two)

    @given(interval_sets)
    def test_complement(self, values):
        assert other(values.complement()) == ~other(values)
        assert values.complement().complement() == values

    @given(interval_sets, interval_sets)
    def test_subset(self, one, two):
        assert (one <= two) == (other(one) in other(two))

    @given(interval_sets, numbers)
    def test_membership(self, values, x):
        assert (x in values) == (x in other(values))

    @given(interval_sets)
    def test_hull(self, values):
        hull = values.hull()
        assert (portion.empty() if hull is None else other((hull,))) == other(values).enclosure

    @given(interval_sets)
    def test_the_form_is_canonical(self, values):
        """As many intervals as the other package needs: sorted, disjoint, none that touch."""
        atoms = [atom for atom in other(values) if not atom.empty]
        assert len(values) == len(atoms)
        for one, two in pairwise(values):
            assert one.high < two.low or (one.high == two.low and one.high_open and two.low_open)


class TestSets:
    @given(st.lists(intervals(), max_size=4), st.randoms())
    def test_equal_sets_are_equal_however_they_were_made(self, parts, random):
        shuffled = [*parts, *parts[:2]]
        random.shuffle(shuffled)
        one, two = IntervalSet(tuple(parts)), IntervalSet(tuple(shuffled))
        assert one == two
        assert hash(one) == hash(two)

    @given(interval_sets, numbers, st.sampled_from([-2, -1, Fraction(-1, 2), 0, Fraction(1, 2), 1, 3]))
    def test_shift_and_times(self, values, by, factor):
        for x in GRID[::7]:
            assert (x in values) == (x + by in values.shift(by))
            if factor:
                assert (x in values) == (x * factor in values.times(factor))
        if not factor:
            assert values.times(0) == (IntervalSet.points(0) if values else EMPTY)

    @given(interval_sets, interval_sets)
    def test_sums(self, one, two):
        """Minkowski: every sum of two members is in it, and members of it split into two."""
        total = one.plus(two)
        assert bool(total) == (bool(one) and bool(two))
        mine, theirs = [x for x in GRID[::6] if x in one], [x for x in GRID[::6] if x in two]
        assert all(x + y in total for x in mine[::3] for y in theirs[::3])
        for x in GRID[::11]:
            if x in total:
                assert one & two.times(-1).shift(x), "some member of one has its counterpart in the other"

    @given(interval_sets, numbers)
    def test_nearest(self, values, x):
        below, above = values.nearest_at_most(x), values.nearest_at_least(x)
        if x in values:
            assert below == above == x
        for found in (below, above):
            if found is not None and found != x:
                # The found member is the only one between itself and x.
                between = IntervalSet.of(Interval(min(found, x), max(found, x)))
                assert values & between == IntervalSet.points(found)
                assert (found < x) == (found == below)
        if below is None:
            rest = values & IntervalSet.of(Interval.at_most(x))
            assert not rest or rest.hull().high_open

    @given(interval_sets)
    def test_whole_numbers(self, values):
        whole = values.integers()
        for n in range(-9, 10):
            assert (n in values) == (n in whole)
        for part in whole:
            assert all(end.denominator == 1 for end in (part.low, part.high) if isinstance(end, Fraction))

    @given(interval_sets)
    def test_a_witness_is_a_member(self, values):
        if values:
            assert values.witness() in values
        else:
            with pytest.raises(InvalidValueError):
                values.witness()

    @given(interval_sets)
    def test_points(self, values):
        if values.is_point:
            assert values == IntervalSet.points(values.point)
        else:
            with pytest.raises(InvalidValueError):
                _ = values.point

    @given(interval_sets, interval_sets)
    def test_overlaps_name_the_interval_that_they_lie_in(self, one, two):
        for position, part in overlaps(one.intervals, two.intervals):
            assert IntervalSet.of(part) <= IntervalSet.of(one.intervals[position])

    def test_touching_intervals_merge_only_where_the_end_belongs_to_one(self):
        """[0, 1) ∪ [1, 2] is one interval; (0, 1) ∪ (1, 2) leaves 1 out."""
        assert IntervalSet.of(Interval(0, 1, False, True), Interval(1, 2)) == IntervalSet.of(Interval(0, 2))
        assert IntervalSet.of(Interval(0, 1), Interval(1, 2, True)) == IntervalSet.of(Interval(0, 2))
        assert len(IntervalSet.of(Interval.open(0, 1), Interval.open(1, 2))) == 2
        assert len(IntervalSet.of(Interval.open(0, 1), Interval.point(1), Interval.open(1, 2))) == 1

    def test_the_whole_and_the_nothing(self):
        assert EVERYTHING.complement() == EMPTY
        assert not EMPTY
        assert EMPTY.hull() is None
        assert EVERYTHING.witness() == 0
        assert str(EMPTY) == "∅"


class TestIntervals:
    @given(intervals(), numbers)
    def test_contains(self, interval, x):
        assert interval.contains(x) == (x in other((interval,)))

    @given(intervals())
    def test_text_is_read_back(self, interval):
        assert Interval.parse(str(interval)) == interval

    @given(intervals())
    def test_pickles_and_copies(self, interval):
        for twin in (pickle.loads(pickle.dumps(interval)), copy.copy(interval), copy.deepcopy(interval)):
            assert twin == interval
            assert hash(twin) == hash(interval)

    def test_infinite_ends_are_open(self):
        assert Interval(NEG_INF, INF) == Interval(NEG_INF, INF, True, True)
        assert Interval.at_least(1) == Interval(1, INF, False, True)

    @pytest.mark.parametrize(
        ("low", "high", "low_open", "high_open"),
        [
            (1, 0, False, False),
            (1, 1, True, False),
            (1, 1, False, True),
            (INF, NEG_INF, False, False),
            (INF, INF, False, False),
            (NEG_INF, NEG_INF, False, False),
            (INF, 0, False, False),
            (0, NEG_INF, False, False),
        ],
    )
    def test_nothing_is_no_interval(self, low, high, low_open, high_open):
        with pytest.raises(InvalidValueError) as caught:
            Interval(low, high, low_open, high_open)
        assert caught.value.code == "exact.empty_interval"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("[0, 5)", Interval(0, 5, False, True)),
            ("(-inf, inf)", Interval.everything()),
            ("[0%, 100%]", Interval(0, 1)),
            ("(1/3, 0.5]", Interval(Fraction(1, 3), Fraction(1, 2), True)),
            ("[-5, -5]", Interval.point(-5)),
            ("[0,inf)", Interval.at_least(0)),
            ("［０，　１０）", Interval(0, 10, False, True)),
            (" （－５，１００％］ ", Interval(-5, 1, True)),
        ],
    )
    def test_parse(self, text, expected):
        assert Interval.parse(text) == expected

    @pytest.mark.parametrize(
        "text",
        ["", "[", "[]", "0, 1", "[0]", "[0, 1, 2]", "{0, 1}", "[1, 0]", "[a, b]", "[0, 1e9]", "[inf, 0]", "[0, 1" * 99],
    )
    def test_what_is_no_interval(self, text):
        with pytest.raises(NumberError):
            Interval.parse(text)

    @pytest.mark.parametrize("number", [0, -(10**40), Fraction(1, 3), 10**40])
    def test_infinities_compare_with_every_number(self, number):
        assert NEG_INF < number < INF
        assert not number > INF
        assert not number < NEG_INF
        assert number < INF
        assert number != NEG_INF

    def test_infinities(self):
        assert -INF is NEG_INF
        assert -NEG_INF is INF
        assert NEG_INF < INF
        assert str(INF) == "inf"
        assert str(NEG_INF) == "-inf"
        assert INF.__lt__("x") is NotImplemented
        assert {Infinite.POSITIVE: 1}[INF] == 1

    @pytest.mark.parametrize(
        ("made", "text"),
        [
            (Interval.point(1), "[1, 1]"),
            (Interval.closed(0, 1), "[0, 1]"),
            (Interval.open(0, 1), "(0, 1)"),
            (Interval.at_least(0), "[0, inf)"),
            (Interval.above(0), "(0, inf)"),
            (Interval.at_most(0), "(-inf, 0]"),
            (Interval.below(Fraction(1, 3)), "(-inf, 1/3)"),
        ],
    )
    def test_builders(self, made, text):
        assert str(made) == text

    def test_values_are_frozen(self):
        with pytest.raises(AttributeError):
            Interval.point(1).low = Fraction(2)
