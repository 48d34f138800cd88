"""Curves against their own definition: `at` on a grid decides what image, preimage and difference must be."""

import copy
import pickle
from fractions import Fraction
from itertools import pairwise

import pytest
from exact_values import GRID, curves, interval_sets, numbers
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.curves import MAX_PIECES, Curve, Piece, clamp, constant, line, override, steps
from jixiao_core.exact.intervals import EMPTY, EVERYTHING, Interval, IntervalSet
from jixiao_core.exact.rounding import Rounding

TINY = Fraction(1, 10**6)


def probes(curve):
    """Every breakpoint, its closest neighbours, and a grid."""
    yield from GRID[::5]
    for place in curve.breakpoints:
        yield from (place - TINY, place, place + TINY)


@st.composite
def described(draw):
    """A curve together with what it is made of: a list of (interval, constant, slope) in any order."""
    curve = draw(curves())
    return curve, [(piece.interval, piece.constant, piece.slope) for piece in curve.pieces]


class TestAt:
    @given(described())
    def test_one_piece_holds_everywhere(self, made):
        """A naive evaluator: go through the pieces and take the one that contains x; there is exactly one."""
        curve, pieces = made
        for x in probes(curve):
            values = [base + slope * x for interval, base, slope in pieces if interval.contains(x)]
            assert values == [curve.at(x)]

    @given(described())
    def test_the_form_is_canonical(self, made):
        """Cut into more pieces than needed, it is the same value."""
        curve, pieces = made
        finer = []
        for interval, base, slope in pieces:
            if interval.contains(Fraction(1, 7)) and not interval.is_point:
                low = Interval(interval.low, Fraction(1, 7), interval.low_open, True)
                high = Interval(Fraction(1, 7), interval.high, True, interval.high_open)
                parts = [low, Interval.point(Fraction(1, 7)), high]
            else:
                parts = [interval]
            finer += [Piece(part, base, slope) for part in parts]
        assert Curve(tuple(finer)) == curve
        assert hash(Curve(tuple(finer))) == hash(curve)

    @given(curves())
    def test_between_breakpoints_it_is_one_line(self, curve):
        assert list(curve.breakpoints) == sorted(set(curve.breakpoints))
        inner = curve.breakpoints or (Fraction(0),)
        for a, b in pairwise([inner[0] - 3, *inner, inner[-1] + 3]):
            first, middle, last = (curve.at(a + (b - a) * Fraction(n, 4)) for n in (1, 2, 3))
            assert middle - first == last - middle


class TestImage:
    @given(curves(), interval_sets)
    def test_sound(self, curve, values):
        """What the curve takes on the set is in the image."""
        image = curve.image(values)
        assert all(curve.at(x) in image for x in probes(curve) if x in values)
        assert bool(image) == bool(values)

    @given(curves(), interval_sets)
    def test_tight(self, curve, values):
        """Every end and a point inside of every part of the image is taken somewhere in the set."""
        for part in curve.image(values):
            for y in (part.low, (part.low + part.high) / 2, part.high):
                if part.contains(y):
                    assert curve.preimage(IntervalSet.points(y)) & values

    def test_open_ends_stay_open(self):
        """2x on [0, 1): 2 is not reached."""
        curve = line(Fraction(0), Fraction(0), Fraction(1), Fraction(2))
        assert str(curve.image(IntervalSet.of(Interval(0, 1, False, True)))) == "[0, 2)"
        assert str(curve.image(IntervalSet.of(Interval(0, 1, True, False)))) == "(0, 2]"
        falling = line(Fraction(0), Fraction(2), Fraction(1), Fraction(0))
        assert str(falling.image(IntervalSet.of(Interval(0, 1, False, True)))) == "(0, 2]"


class TestPreimage:
    @given(curves(), interval_sets)
    def test_exactly_where_the_curve_takes_the_values(self, curve, values):
        where = curve.preimage(values)
        for x in probes(curve):
            assert (x in where) == (curve.at(x) in values)

    @given(curves())
    def test_all_and_nothing(self, curve):
        assert curve.preimage(EVERYTHING) == EVERYTHING
        assert curve.preimage(EMPTY) == EMPTY

    @given(curves(), interval_sets, st.sampled_from(["half_up", "half_even", "up", "down", "ceiling", "floor"]))
    def test_under_rounding_of_the_result(self, curve, values, mode):
        """Which measures print as the claim: rounding cells are sets, so preimages compose."""
        step = Rounding(Fraction(1, 2), mode)
        where = curve.preimage(step.preimage(values))
        for x in probes(curve):
            assert (x in where) == (step.apply(curve.at(x)) in values)


class TestDifference:
    @given(curves(), curves())
    def test_exactly_where_the_values_differ(self, one, two):
        where = one.differs(two)
        for x in [*probes(one), *probes(two)]:
            assert (x in where) == (one.at(x) != two.at(x))
        assert where == two.differs(one)

    @given(curves())
    def test_nothing_differs_from_itself(self, curve):
        assert curve.differs(curve) == EMPTY

    def test_lines_that_cross_agree_in_one_point(self):
        up, down = (line(Fraction(0), Fraction(a), Fraction(1), Fraction(1 - a)) for a in (0, 1))
        assert up.differs(down) == EVERYTHING - IntervalSet.points(Fraction(1, 2))


class TestBuilders:
    @given(curves(), numbers, numbers)
    def test_clamp(self, curve, one, two):
        low, high = sorted((one, two))
        cut = clamp(curve, low, high)
        assert all(cut.at(x) == min(max(curve.at(x), low), high) for x in probes(curve))

    @given(curves(), interval_sets, numbers)
    def test_override(self, curve, values, value):
        for interval in values:
            changed = override(curve, interval, value)
            for x in probes(curve):
                assert changed.at(x) == (value if interval.contains(x) else curve.at(x))

    @given(curves(), numbers)
    def test_scaled(self, curve, factor):
        scaled = curve.scaled(factor)
        assert all(scaled.at(x) == factor * curve.at(x) for x in probes(curve))

    @given(numbers, numbers, numbers, numbers, numbers)
    def test_line(self, x0, y0, x1, y1, x):
        if x0 == x1:
            with pytest.raises(InvalidValueError) as caught:
                line(x0, y0, x1, y1)
            assert caught.value.code == "exact.steep_line"
            return
        curve = line(x0, y0, x1, y1)
        share = min(max((x - x0) / (x1 - x0), Fraction(0)), Fraction(1))
        assert curve.at(x) == y0 + share * (y1 - y0)
        assert (curve.at(x0), curve.at(x1)) == (y0, y1)

    def test_constant(self):
        assert constant(Fraction(3)).breakpoints == ()
        assert constant(Fraction(3)).at(Fraction(10**20)) == 3


class TestRefusals:
    @pytest.mark.parametrize(
        "pieces",
        [
            (),
            (Piece(Interval.below(0), Fraction(1)),),
            (Piece(Interval.below(0), Fraction(1)), Piece(Interval.above(0), Fraction(2))),
            (Piece(Interval.at_most(0), Fraction(1)), Piece(Interval.at_least(0), Fraction(2))),
            (Piece(Interval.at_most(0), Fraction(1)), Piece(Interval.above(1), Fraction(2))),
            (Piece(Interval.above(0), Fraction(1)), Piece(Interval.at_most(0), Fraction(2))),
        ],
        ids=["nothing", "no end", "gap of a point", "overlap of a point", "gap", "wrong order"],
    )
    def test_pieces_cover_the_line_once(self, pieces):
        with pytest.raises(InvalidValueError) as caught:
            Curve(pieces)
        assert caught.value.code == "exact.not_total"

    def test_without_end_a_piece_is_constant(self):
        with pytest.raises(InvalidValueError) as caught:
            Curve((Piece(Interval.everything(), Fraction(0), Fraction(1)),))
        assert caught.value.code == "exact.sloped_tail"

    def test_too_many_pieces(self):
        def stairs(count):
            cuts = [(Interval(n, n + 1, False, True), Fraction(n % 2)) for n in range(count)]
            below, above = (Interval.below(0), Fraction(5)), (Interval.at_least(count), Fraction(5))
            return steps([below, *cuts, above])

        assert len(stairs(MAX_PIECES - 2).pieces) == MAX_PIECES
        with pytest.raises(InvalidValueError) as caught:
            stairs(MAX_PIECES - 1)
        assert caught.value.code == "exact.too_many_pieces"


@given(curves())
def test_pickles_and_copies(curve):
    for twin in (pickle.loads(pickle.dumps(curve)), copy.copy(curve), copy.deepcopy(curve)):
        assert twin == curve
        assert hash(twin) == hash(curve)
        assert twin.at(Fraction(1, 3)) == curve.at(Fraction(1, 3))


def test_curves_are_frozen():
    with pytest.raises(AttributeError):
        constant(Fraction(1)).pieces = ()
