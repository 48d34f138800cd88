"""疑似填报差错: a number that one slip has made wrong is traced to what it was; the slips are made on its text."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao_core.exact.quantities import Money, MoneyUnit
from jixiao_core.messages import Text
from jixiao_core.reports import slips_in_sum, slips_of
from jixiao_core.reports.places import Place
from jixiao_core.scoring.figures import Known

PRINTS = st.builds(lambda whole, cents: f"{whole}.{cents:02}", st.integers(100, 99_999), st.integers(0, 99))


def place(text, path="x"):
    return Place(label=Text("支出合计"), figure=Known(value=Money.parse(f"{text}万元")), path=path)


def kinds(found):
    return [(slip.kind, str(slip.corrected)) for slip in found]


def dropped(text, position):
    """The text without one digit in front of the point, or the first behind it."""
    return text[:position] + text[position + 1 :]


class TestOneFigure:
    @given(PRINTS)
    def test_yuan_printed_for_ten_thousand_yuan(self, text):
        printed = Place(label=Text("支出合计"), figure=Known(value=Money.parse(f"{text}元")), path="x")
        assert ("unit", f"{text}万元") in kinds(slips_of(printed, Money.parse(f"{text}万元")))

    @given(PRINTS, st.data())
    def test_a_dropped_digit(self, text, data):
        position = data.draw(st.integers(1, text.index(".") - 1))
        printed = dropped(text, position)
        assert ("dropped_digit", f"{text}万元") in kinds(slips_of(place(printed), Money.parse(f"{text}万元")))

    @given(PRINTS, st.data())
    def test_a_doubled_digit(self, text, data):
        position = data.draw(st.integers(0, text.index(".") - 1))
        printed = text[:position] + text[position] + text[position:]
        assert ("doubled_digit", f"{text}万元") in kinds(slips_of(place(printed), Money.parse(f"{text}万元")))

    @given(PRINTS, st.data())
    def test_transposed_digits(self, text, data):
        position = data.draw(st.integers(0, text.index(".") - 2))
        one, two = text[position], text[position + 1]
        printed = text[:position] + two + one + text[position + 2 :]
        assume(one != two and printed[0] != "0")
        assert ("transposed_digits", f"{text}万元") in kinds(slips_of(place(printed), Money.parse(f"{text}万元")))

    @given(st.integers(100, 10**8), st.integers(50, 99))
    def test_cut_instead_of_rounded(self, cents, rest):
        """115.3285万元 printed as 115.32 instead of 115.33."""
        wanted = Money(Fraction(cents * 100 + rest) * 100, MoneyUnit.YUAN, 0)
        printed = f"{cents // 100}.{cents % 100:02}"
        right = f"{(cents + 1) // 100}.{(cents + 1) % 100:02}万元"
        assert ("truncated", right) in kinds(slips_of(place(printed), wanted))

    def test_the_two_of_the_source(self):
        """L385 prints 3179.1元 for 3179.61万元; L720 prints 115.32万元 for 1153285元."""
        printed = Place(label=Text("支出合计"), figure=Known(value=Money.parse("3179.1元")), path="x")
        found = slips_of(printed, Money.parse("3179.61万元"))
        assert kinds(found) == [("unit_and_dropped_digit", "3179.61万元")]
        assert kinds(slips_of(place("115.32"), Money.parse("1153285元"))) == [("truncated", "115.33万元")]

    @given(PRINTS)
    def test_a_right_figure_has_no_slip(self, text):
        assert slips_of(place(text), Money.parse(f"{text}万元")) == ()

    def test_a_stale_copy(self):
        other = place("17.5", "y")
        assert [slip.kind for slip in slips_of(place("17.5"), Money.parse("80.25万元"), copies=[other])] == [
            "stale_copy"
        ]


class TestSums:
    @given(st.lists(PRINTS, min_size=2, max_size=4), st.data())
    def test_a_slip_in_any_figure_of_a_sum(self, parts, data):
        """Whichever figure of the sum was misprinted, its right print is among the causes of its kind."""
        cents = [int(part.replace(".", "")) for part in parts]
        total = f"{sum(cents) // 100}.{sum(cents) % 100:02}"
        prints = [total, *parts]
        wrong = data.draw(st.integers(0, len(prints) - 1))
        right = prints[wrong]
        position = data.draw(st.integers(0, right.index(".") - 2))
        one, two = right[position], right[position + 1]
        assume(one != two and not (position == 0 and two == "0"))
        prints[wrong] = right[:position] + two + one + right[position + 2 :]
        places = [place(text, str(number)) for number, text in enumerate(prints)]
        found = slips_in_sum(places[0], places[1:])
        transposed = [slip for slip in found if slip.kind == "transposed_digits"]
        named = [(slip.place.path, str(slip.corrected)) for slip in transposed]
        assert (str(wrong), f"{right}万元") in named or len(found) == 3

    def test_an_item_counted_twice(self):
        found = slips_in_sum(place("30.00", "t"), [place("10.00", "a"), place("20.00", "b"), place("7.00", "c")])
        assert ("extra_item", "c") in [(slip.kind, slip.place.path) for slip in found]

    def test_an_item_left_out(self):
        left_out = place("7.00", "c")
        found = slips_in_sum(place("37.00", "t"), [place("10.00", "a"), place("20.00", "b")], copies=[left_out])
        assert ("missing_item", "c") in [(slip.kind, slip.place.path) for slip in found]

    @pytest.mark.parametrize("figures", [[], ["10.00"]])
    def test_few_parts(self, figures):
        assert isinstance(slips_in_sum(place("30.00"), [place(each, each) for each in figures]), tuple)
