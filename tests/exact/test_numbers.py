"""The number grammar: one way to write each number, everything else refused at once with a code of its own."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import strategies as jst
from jixiao_core.errors import NumberError
from jixiao_core.exact.numbers import (
    MAX_DIGITS,
    MAX_TEXT,
    exact,
    level,
    normalise,
    optional_exact,
    parse_int,
    parse_number,
    rate,
    shown,
)

FULL_WIDTH = str.maketrans("0123456789.-+%,", "０１２３４５６７８９．－＋％，")

ACCEPTED = [
    ("0", Fraction(0), 0, ""),
    ("00012", Fraction(12), 0, ""),
    ("12.50", Fraction(25, 2), 2, ""),
    ("+3", Fraction(3), 0, ""),
    ("-0.1", Fraction(-1, 10), 1, ""),
    ("1,730,000", Fraction(1730000), 0, ""),
    ("1,730,000.05", Fraction(173000005, 100), 2, ""),
    ("99.88%", Fraction(2497, 2500), 2, "%"),
    ("-3.5%", Fraction(-7, 200), 1, "%"),
    ("1pp", Fraction(1, 100), 0, "pp"),
    ("1/3", Fraction(1, 3), 0, ""),
    ("-7/14", Fraction(-1, 2), 0, ""),
    ("  12 ", Fraction(12), 0, ""),
    ("　１２　", Fraction(12), 0, ""),
    ("−5", Fraction(-5), 0, ""),
    ("９９．８８％", Fraction(2497, 2500), 2, "%"),
    ("9" * 30, Fraction(10**30 - 1), 0, ""),
    ("0." + "0" * 28 + "1", Fraction(1, 10**29), 29, ""),
]

REFUSED = [
    ("", "blank"),
    (" ", "blank"),
    ("　", "blank"),
    ("nan", "not_finite"),
    ("NaN", "not_finite"),
    ("inf", "not_finite"),
    ("-Infinity", "not_finite"),
    ("1e5", "exponent"),
    ("1E-5", "exponent"),
    ("1e999999999", "exponent"),
    ("1.5e+3", "exponent"),
    ("1,00", "bad_grouping"),
    ("1,0000", "bad_grouping"),
    (",100", "bad_grouping"),
    ("1,,000", "bad_grouping"),
    ("9" * 31, "too_many_digits"),
    ("1/" + "9" * 31, "too_many_digits"),
    ("0." + "0" * 29 + "1", "too_many_digits"),
    ("9" * 65, "too_long"),
    ("9" * 1_000_000, "too_long"),
    (" " * 1_000_000, "too_long"),
    ("1/0", "zero_denominator"),
    ("1/00", "zero_denominator"),
    ("1.", "not_a_number"),
    (".5", "not_a_number"),
    ("1_000", "not_a_number"),
    ("0x10", "not_a_number"),
    ("--1", "not_a_number"),
    ("1 2", "not_a_number"),
    ("1%%", "not_a_number"),
    ("%", "not_a_number"),
    ("1/3%", "not_a_number"),
    ("1/2/3", "not_a_number"),
    ("1/-2", "not_a_number"),
    ("三", "not_a_number"),
    ("٣", "not_a_number"),
    ("²", "not_a_number"),
    ("1\n", None),
    ("1\n2", "not_a_number"),
    ("1\0", "not_a_number"),
    ("12.5.1", "not_a_number"),
]


class TestText:
    @pytest.mark.parametrize(("text", "value", "decimals", "suffix"), ACCEPTED)
    def test_what_is_a_number(self, text, value, decimals, suffix):
        found = parse_number(text)
        assert (found.value, found.decimals, found.suffix, found.raw) == (value, decimals, suffix, text)

    @pytest.mark.parametrize(("text", "value", "decimals", "suffix"), ACCEPTED)
    def test_full_width_twins(self, text, value, decimals, suffix):
        found = parse_number(text.translate(FULL_WIDTH))
        assert (found.value, found.decimals, found.suffix) == (value, decimals, suffix)

    @pytest.mark.parametrize(("text", "code"), REFUSED, ids=lambda part: repr(part)[:24])
    def test_what_is_none(self, text, code):
        if code is None:
            assert parse_number(text).value == 1, "a line feed at the end is white space"
            return
        with pytest.raises(NumberError) as caught:
            parse_number(text)
        assert caught.value.code == f"exact.{code}"
        assert len(str(caught.value)) < 300

    @given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
    def test_decimals_are_read_as_python_reads_them(self, value):
        text = format(value, "f")
        assert parse_number(text).value == Fraction(value)
        assert parse_number(f"{text}%").value == Fraction(value) / 100

    @given(jst.hostile_texts() | st.text(max_size=80))
    def test_any_text_is_a_number_or_refused(self, text):
        try:
            found = parse_number(text).value
        except NumberError as error:
            found = str(error)
        assert isinstance(found, Fraction) or "\x1b" not in found

    @pytest.mark.parametrize("value", [5, None, b"5", ["5"]])
    def test_only_text_is_text(self, value):
        with pytest.raises(NumberError) as caught:
            parse_number(value)
        assert caught.value.code == "exact.not_a_number"

    @given(st.text(max_size=40))
    def test_reading_twice_changes_nothing(self, text):
        assert normalise(normalise(text)) == normalise(text)


class TestValues:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (3, Fraction(3)),
            (-(10**29), Fraction(-(10**29))),
            ("0.1", Fraction(1, 10)),
            (Decimal("0.10"), Fraction(1, 10)),
            (Fraction(1, 3), Fraction(1, 3)),
            (Decimal("-0"), Fraction(0)),
        ],
    )
    def test_exact(self, value, expected):
        assert exact(value) == expected
        assert type(exact(value)) is Fraction
        assert optional_exact(value) == expected

    def test_nothing_stays_nothing(self):
        assert optional_exact(None) is None

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (0.1, "float"),
            (1.0, "float"),
            (float("nan"), "float"),
            (float("inf"), "float"),
            (True, "not_a_number"),
            (False, "not_a_number"),
            (None, "not_a_number"),
            ([], "not_a_number"),
            (b"1", "not_a_number"),
            (1j, "not_a_number"),
            (10**30, "too_many_digits"),
            (-(10**30), "too_many_digits"),
            (10**5000, "too_many_digits"),
            (10**1_000_000, "too_many_digits"),
            (Decimal("nan"), "not_finite"),
            (Decimal("snan"), "not_finite"),
            (Decimal("-inf"), "not_finite"),
            (Decimal("1e1000000"), "too_many_digits"),
            (Decimal("1e-1000000"), "too_many_digits"),
            (Decimal("1e31"), "too_many_digits"),
            (Decimal("9" * 31), "too_many_digits"),
            ("50%", "unexpected_percent"),
            ("1pp", "unexpected_percent"),
        ],
        ids=lambda part: type(part).__name__,
    )
    def test_what_is_not_exact_or_too_long(self, value, code):
        for read in (exact, optional_exact) if value is not None else (exact,):
            with pytest.raises(NumberError) as caught:
                read(value)
            assert caught.value.code == f"exact.{code}"
            assert len(str(caught.value)) < 300

    def test_the_float_message_shows_how_to_pass_it(self):
        with pytest.raises(NumberError, match=r'the float 0\.1 is not exact; write the number as text, .* "0\.1"'):
            exact(0.1)

    @pytest.mark.parametrize("value", ["50%", "0.5", "1/2", "50pp", Fraction(1, 2), Decimal("0.5")])
    def test_levels(self, value):
        assert level(value) == Fraction(1, 2)

    @pytest.mark.parametrize("value", ["50%", "1/2", "５０％", Fraction(1, 2), "50.0%"])
    def test_rates(self, value):
        assert rate(value) == Fraction(1, 2)

    def test_zero_is_zero_in_any_unit(self):
        assert rate("0") == rate("0%") == 0

    @pytest.mark.parametrize("value", ["50", "0.5", "1", 50, 1, Decimal("0.5"), "50pp"])
    def test_a_bare_rate_is_refused(self, value):
        """50 may be half or fifty-fold; the unit has to be written."""
        with pytest.raises(NumberError) as caught:
            rate(value)
        assert caught.value.code == "exact.bare_rate"

    @pytest.mark.parametrize("value", [0.5, True, None, 10**5000], ids=lambda part: type(part).__name__)
    def test_what_is_no_rate_at_all(self, value):
        with pytest.raises(NumberError):
            rate(value)

    @pytest.mark.parametrize(("value", "expected"), [("33", 33), (33, 33), ("-5", -5), ("12.00", 12), ("6/3", 2)])
    def test_whole_numbers(self, value, expected):
        assert parse_int(value) == expected
        assert type(parse_int(value)) is int

    def test_parts_are_no_whole_numbers(self):
        with pytest.raises(NumberError) as caught:
            parse_int("0.5")
        assert caught.value.code == "exact.not_whole"


class TestShown:
    @given(st.text(max_size=300))
    def test_untrusted_text_is_short_and_printable(self, text):
        found = shown(text)
        assert len(found) <= 83, "80 characters, an ellipsis, two quotation marks"
        assert found.isprintable()

    @pytest.mark.parametrize("text", ["甲" * 80, "\x1f" * 20])
    def test_what_fits_is_not_cut(self, text):
        assert "…" not in shown(text)
        assert "…" in shown(text + "x")

    def test_other_values_are_shown_by_their_type(self):
        assert shown(object()) == "object"
        assert shown(10**5000) == "int"


def test_the_ambient_context_does_not_matter():
    """A context of three digits that traps everything changes nothing."""
    hostile = decimal.Context(prec=3, traps=[decimal.Inexact, decimal.Rounded, decimal.InvalidOperation])
    with decimal.localcontext(hostile):
        assert exact(Decimal("1234.5678")) == Fraction(12345678, 10000)
        assert parse_number("1,234.5678").value == Fraction(12345678, 10000)
        with pytest.raises(NumberError):
            exact(Decimal("1e1000000"))


def test_the_limits():
    assert (MAX_TEXT, MAX_DIGITS) == (64, 30)
