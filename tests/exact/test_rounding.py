"""Rounding against the package `decimal` in every mode; images, preimages and cells against `apply`."""

import copy
import decimal
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from exact_values import GRID, interval_sets
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.errors import InvalidValueError, NumberError
from jixiao_core.exact.intervals import EMPTY, EVERYTHING, Interval, IntervalSet
from jixiao_core.exact.rounding import MAX_LATTICE, Rounding, RoundingMode

MODES = {
    RoundingMode.HALF_UP: decimal.ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    RoundingMode.UP: decimal.ROUND_UP,
    RoundingMode.DOWN: decimal.ROUND_DOWN,
    RoundingMode.CEILING: decimal.ROUND_CEILING,
    RoundingMode.FLOOR: decimal.ROUND_FLOOR,
}
QUANTA = [Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(5), Fraction(2, 100)]
roundings = st.builds(Rounding, st.sampled_from(QUANTA), st.sampled_from(list(RoundingMode)))


@pytest.mark.parametrize("mode", RoundingMode)
class TestAgainstDecimal:
    @given(thousandths=st.integers(-(10**6), 10**6), places=st.integers(0, 3))
    def test_apply(self, mode, thousandths, places):
        value = Decimal(thousandths).scaleb(-3)
        expected = value.quantize(Decimal(1).scaleb(-places), rounding=MODES[mode])
        assert Rounding(Fraction(1, 10**places), mode).apply(Fraction(value)) == Fraction(expected)

    @pytest.mark.parametrize("value", ["0.5", "1.5", "2.5", "-0.5", "-1.5", "-2.5", "0", "0.49", "-0.51"])
    def test_ties(self, mode, value):
        expected = Decimal(value).quantize(Decimal(1), rounding=MODES[mode])
        assert Rounding(Fraction(1), mode).apply(Fraction(value)) == Fraction(expected)


def test_half_up_is_what_the_forms_mean():
    """四舍五入: 8.625 is 8.63, and −8.625 is −8.63."""
    step = Rounding(Fraction(1, 100))
    assert step.apply(Fraction("8.625")) == Fraction("8.63")
    assert step.apply(Fraction("-8.625")) == Fraction("-8.63")


class TestSets:
    @given(roundings, interval_sets)
    def test_preimage(self, step, values):
        where = step.preimage(values)
        for x in GRID[::3]:
            assert (x in where) == (step.apply(x) in values)

    @given(roundings, interval_sets)
    def test_the_image_holds_every_rounded_value(self, step, values):
        image = step.image(values)
        assert all(step.apply(x) in image for x in GRID[::3] if x in values)
        assert bool(image) == bool(values)

    @given(roundings, interval_sets)
    def test_the_image_holds_nothing_else(self, step, values):
        """Where an interval meets few multiples, each of them is the rounding of something in the set."""
        for part in step.image(values):
            if part.is_point:
                assert step.preimage(IntervalSet.of(part)) & values
                assert (part.low / step.quantum).denominator == 1

    @given(roundings, st.integers(-30, 30))
    def test_cells(self, step, count):
        multiple = count * step.quantum
        cell = step.cell(multiple)
        for x in GRID[::3]:
            assert cell.contains(x) == (step.apply(x) == multiple)
        for end in (cell.low, cell.high):
            assert cell.contains(end) == (step.apply(end) == multiple)

    @given(roundings)
    def test_unbounded(self, step):
        assert step.preimage(EVERYTHING) == EVERYTHING
        assert step.image(EVERYTHING) == EVERYTHING
        assert step.preimage(EMPTY) == step.image(EMPTY) == EMPTY

    def test_many_multiples_are_their_hull(self):
        step = Rounding(Fraction(1))
        few, many = (IntervalSet.of(Interval(0, n)) for n in (MAX_LATTICE - 1, MAX_LATTICE))
        assert len(step.image(few)) == MAX_LATTICE
        assert str(step.image(many)) == f"[0, {MAX_LATTICE}]"

    def test_just_inside_an_open_end(self):
        """(0.5, 1): everything in it rounds to 1; 0.5 itself does as well, but 0.5 from below would not."""
        step = Rounding(Fraction(1))
        assert step.image(IntervalSet.of(Interval.open(Fraction(1, 2), 1))) == IntervalSet.points(1)
        assert step.image(IntervalSet.of(Interval.open(0, Fraction(1, 2)))) == IntervalSet.points(0)
        up = Rounding(Fraction(1), RoundingMode.UP)
        assert up.image(IntervalSet.of(Interval.open(0, 1))) == IntervalSet.points(1)
        assert up.image(IntervalSet.of(Interval(0, 1, False, True))) == IntervalSet.points(0, 1)


class TestQuanta:
    @pytest.mark.parametrize("quantum", ["0", "-0.01", 0, -1])
    def test_a_step_has_a_width(self, quantum):
        with pytest.raises(InvalidValueError) as caught:
            Rounding(quantum)
        assert caught.value.code == "exact.quantum"

    def test_per_cent_and_text(self):
        assert Rounding("0.01%").quantum == Fraction(1, 10000)
        assert Rounding("0.01").quantum == Fraction(1, 100)

    def test_floats_are_refused(self):
        with pytest.raises(NumberError):
            Rounding(0.01)

    @given(roundings)
    def test_pickles_and_copies(self, step):
        for twin in (pickle.loads(pickle.dumps(step)), copy.copy(step), copy.deepcopy(step)):
            assert twin == step
            assert hash(twin) == hash(step)
