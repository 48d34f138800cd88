"""Spans as plain text, for those who print a message without a language."""

from fractions import Fraction

import pytest

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.spans import Span
from jixiao_core.messages import Text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(5, 2), "points", "2.5"),
        (Fraction(45, 100), "rate", "45%"),
        (Fraction(-3, 100), "pp", "-3 percentage points"),
        # Money is counted in 分.
        (Fraction(12345), "money", "123.45元"),
        (Fraction(18), "count", "18"),
    ],
)
def test_one_value_stands_in_its_unit(value, unit, text):
    assert str(Span(IntervalSet.points(value), unit)) == text


def test_several_values_are_plain_and_a_suffix_stands_behind():
    assert str(Span(IntervalSet.of(Interval(0, 5)), "count", Text("人"))) == "[0, 5] 人"
