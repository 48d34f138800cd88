"""Numbers and sets of values in words: rounded never so that they seem to meet an edge that they miss."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import EMPTY, EVERYTHING, Interval, IntervalSet
from jixiao_core.exact.quantities import Money
from jixiao_core.messages import Message, Text
from jixiao_core.present import spans
from jixiao_core.present.i18n import LOCALES, render
from jixiao_core.present.numbers import count_text, date_text, grouped, money_text, points_text, rate_text
from jixiao_core.present.spans import span_text
from jixiao_core.scoring.span import Span

PERSONS = Text("人", "persons")


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(5, 2), "2.5"),
        (Fraction(20, 9), "2.22"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 10000), "0.0001"),
        (Fraction(12345, 100000), "0.12"),
        (Fraction(-20, 9), "-2.22"),
        (Fraction(99_999, 100_000), "0.99999"),
        (Fraction(500_001, 100_000), "5.00001"),
    ],
)
def test_points(points, text):
    assert points_text(points) == text


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6))
def test_what_is_not_whole_never_looks_whole(value):
    """89.999 % shown as 90 % would seem to meet a line that it misses."""
    text = points_text(value)
    assert (Fraction(text).denominator == 1) == (value.denominator == 1)
    assert abs(Fraction(text) - value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(33, 18), "183.33%"),
        (Fraction(1), "100%"),
        (Fraction(1, 3), "33.33%"),
        (Fraction(9_999_999, 10_000_000), "99.99999%"),
        (Fraction(9988, 10000), "99.88%"),
    ],
)
def test_rates(rate, text):
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        ("993.18万元", "CNY 9.9318 million"),
        ("173万元", "CNY 1.73 million"),
        ("1.2亿元", "CNY 120 million"),
        ("38,600元", "CNY 38,600"),
        ("0.005元", "CNY 0.005"),
    ],
)
def test_money(printed, english):
    money = Money.parse(printed)
    assert money_text(money, "zh_Hans_CN") == printed.replace(",", "")
    assert money_text(money, "en") == english


SPANS = [
    ("[45%, 45%]", "rate", "45%", "45%"),
    ("(44%, 45%]", "rate", "大于44%且不超过45%", "more than 44% and at most 45%"),
    ("[45%, 46%)", "rate", "不低于45%且低于46%", "45% or more and less than 46%"),
    ("[0, 101%)", "rate", "低于101%", "less than 101%"),
    ("[0, inf)", "rate", "不低于0%", "0% or more"),
    ("(-inf, inf)", "rate", "任意值", "any value"),
    ("(0, 100%]", "rate", "大于0%且不超过100%", "more than 0% and at most 100%"),
    ("[1%, 1%]", "pp", "1个百分点", "1 percentage point"),
    ("[83.5%, 83.5%]", "pp", "83.5个百分点", "83.5 percentage points"),
    ("[0, 1800000000]", "money", "不超过1800万元", "at most CNY 18 million"),
    ("[386000, 386000]", "money", "3860元", "CNY 3,860"),
    ("[0, 18]", "count", "不超过18人", "at most 18 persons"),
    ("[0, 5]", "points", "0至5", "0 to 5"),
    ("[0, 5)", "points", "不低于0且低于5", "0 or more and less than 5"),
]


@pytest.mark.parametrize(("interval", "unit", "chinese", "english"), SPANS)
def test_intervals_in_words(interval, unit, chinese, english):
    span = Span(IntervalSet.of(Interval.parse(interval)), unit, PERSONS if unit == "count" else Text(""))
    assert span_text(span, "zh_Hans_CN") == chinese
    assert span_text(span, "en") == english


def test_several_parts_are_told_in_order():
    span = Span(IntervalSet.of(Interval(0, 5), Interval.point(7)))
    assert span_text(span, "zh_Hans_CN") == "0至5或7"
    assert span_text(span, "en") == "0 to 5 or 7"


def test_few_points_are_listed_and_many_even_ones_are_a_ladder():
    few, many = IntervalSet.points(0, 2, 3, 5), IntervalSet.points(*(Fraction(n, 2) for n in range(11)))
    assert span_text(Span(few), "zh_Hans_CN") == "0、2、3、5"
    assert span_text(Span(few), "en") == "0, 2, 3, 5"
    assert span_text(Span(many), "zh_Hans_CN") == "0至5（每0.5一档）"
    assert span_text(Span(many), "en") == "0 to 5 (in steps of 0.5)"


def test_many_uneven_points_are_all_listed():
    """A ladder would claim scores that cannot be reached."""
    values = [Fraction(n * n) for n in range(10)]
    assert span_text(Span(IntervalSet.points(*values)), "en") == "0, 1, 4, 9, 16, 25, 36, 49, 64, 81"


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_and_everything_have_words(locale):
    for unit in ("points", "rate", "money", "count", "number"):
        assert span_text(Span(EMPTY, unit), locale) in {"无", "none"}
        assert span_text(Span(EVERYTHING, unit), locale) in {"任意值", "any value"}


@given(
    st.lists(
        st.tuples(
            st.fractions(-50, 50, max_denominator=40),
            st.fractions(0, 20, max_denominator=40),
            st.booleans(),
            st.booleans(),
        ),
        max_size=5,
    )
)
def test_different_intervals_of_points_never_share_their_words(ends):
    """Open and closed ends are told apart in both languages."""
    intervals = [Interval(low, low + width, width != 0 and a, width != 0 and b) for low, width, a, b in ends]
    exact_ones = [each for each in intervals if all(points_text(end) == str_of(end) for end in (each.low, each.high))]
    for locale in LOCALES:
        words = {}
        for each in exact_ones:
            words.setdefault(span_text(Span(IntervalSet.of(each)), locale), set()).add(each)
        assert all(len(same) == 1 for same in words.values())


def str_of(value):
    """The exact decimal text, or nothing where there is none."""
    scaled = value * 10**6
    if scaled.denominator != 1:
        return ""
    text = f"{abs(scaled.numerator) // 10**6}.{abs(scaled.numerator) % 10**6:06}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def runs_of(points):
    return list(spans._runs([Fraction(point) for point in points]))


class TestManyPoints:
    @pytest.mark.parametrize(
        ("points", "zh"),
        [
            ([Fraction(n, 10) for n in range(51)], "0至5（每0.1一档）"),
            # The last step is 0.2, or 0.5 the first.
            ([*(Fraction(n, 10) for n in range(49)), 5], "0至4.8（每0.1一档）、5"),
            ([0, *(Fraction(n, 10) for n in range(5, 51))], "0、0.5至5（每0.1一档）"),
            ([*range(6), *range(10, 30, 2)], "0至5（每1一档）、10至28（每2一档）"),
            ([1, 2, 4, 8, 16, 32, 64, 128, 256], "1、2、4、8、16、32、64、128、256"),
            ([0, 2, 3, 5], "0、2、3、5"),
        ],
    )
    def test_equal_steps_are_told_as_one_ladder(self, points, zh):
        assert span_text(Span(IntervalSet.points(*points)), "zh_Hans_CN") == zh

    def test_beside_intervals(self):
        points = IntervalSet.points(*(Fraction(n, 10) for n in range(11))) | IntervalSet.of(Interval.closed(2, 3))
        assert span_text(Span(points), "zh_Hans_CN") == "0至1（每0.1一档）或2至3"

    @given(st.lists(st.integers(0, 60), min_size=1, unique=True).map(sorted))
    def test_runs_are_the_points_in_order_and_keep_their_step(self, points):
        runs = runs_of(points)
        assert [point for run in runs for point in run] == points
        assert all(len({b - a for a, b in pairwise(run)}) <= 1 for run in runs)


@given(st.integers(-(10**40), 10**40), st.integers(0, 10**6))
def test_groups_of_three_change_no_number(whole, decimals):
    """Beyond 28 digits Decimal would round, or refuse."""
    text = f"{whole}.{decimals}"
    shown = grouped(text)
    assert shown.replace(",", "") == text
    head, *groups = shown.partition(".")[0].removeprefix("-").split(",")
    assert 1 <= len(head) <= 3
    assert all(len(group) == 3 for group in groups)


def test_counts_and_dates_in_both_languages():
    assert [count_text(1_234_567, locale) for locale in LOCALES] == ["1234567", "1,234,567"]
    assert [date_text(date(2022, 7, 28), locale) for locale in LOCALES] == ["2022年7月28日", "July 28, 2022"]


def test_years_are_no_counts():
    """2021 units are 2,021; the year 2021 is not."""
    assert render(Message.of("frames.peers_units", count=2021), "en") == "2,021 units compared."
    assert "2021" in render(Message.of("reports.title_year_differs", found="2020", year=2021), "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_large_amounts_of_a_set(locale):
    text = span_text(Span(IntervalSet.of(Interval.point(12_345_678_900)), "money"), locale)
    assert text == {"zh_Hans_CN": "1.23456789亿元", "en": "CNY 123.456789 million"}[locale]
