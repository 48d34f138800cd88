"""Money, rates, counts, numbers: what was printed is kept, units are never guessed, prints are intervals."""

import copy
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.errors import NumberError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import (
    Count,
    Money,
    MoneyUnit,
    Number,
    Rate,
    canonical,
    parse_quantity,
    print_interval,
)
from jixiao_core.exact.rounding import Rounding


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "fen", "unit", "decimals", "printed"),
        [
            ("993.18万元", 993_180_000, MoneyUnit.WAN_YUAN, 2, "993.18万元"),
            ("28万元", 28_000_000, MoneyUnit.WAN_YUAN, 0, "28万元"),
            ("28.0万元", 28_000_000, MoneyUnit.WAN_YUAN, 1, "28.0万元"),
            ("1,730,000元", 173_000_000, MoneyUnit.YUAN, 0, "1730000元"),
            ("0.005元", Fraction(1, 2), MoneyUnit.YUAN, 3, "0.005元"),
            ("1.2亿元", 12_000_000_000, MoneyUnit.YI_YUAN, 1, "1.2亿元"),
            ("-3.5万元", -3_500_000, MoneyUnit.WAN_YUAN, 1, "-3.5万元"),
            ("０元", 0, MoneyUnit.YUAN, 0, "0元"),
            ("９９３．１８ 万元", 993_180_000, MoneyUnit.WAN_YUAN, 2, "993.18万元"),
        ],
    )
    def test_parse(self, text, fen, unit, decimals, printed):
        money = Money.parse(text)
        assert (money.fen, money.unit, money.decimals, str(money)) == (fen, unit, decimals, printed)
        assert Money.parse(str(money)) == money

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("993.18", "money_unit"),
            ("993.18%", "money_unit"),
            (993, "money_unit"),
            (Fraction(1, 3), "money_unit"),
            (Decimal("5.5"), "money_unit"),
            ("28万", "money_unit_cut"),
            ("2亿", "money_unit_cut"),
            (0.1, "float"),
            (True, "not_a_number"),
            (None, "not_a_number"),
            (10**5000, "too_many_digits"),
            ("元", "blank"),
            ("", "blank"),
            ("五元", "not_a_number"),
            ("1e9元", "exponent"),
            ("5万万元", "not_a_number"),
            ("5元元", "not_a_number"),
            ("50%元", "unexpected_percent"),
            ("9" * 31 + "元", "too_many_digits"),
            ("9" * 100 + "元", "too_long"),
            ("5美元", "not_a_number"),
            ("￥5", "not_a_number"),
        ],
        ids=lambda part: part if isinstance(part, str) and len(part) < 20 else type(part).__name__,
    )
    def test_refused(self, value, code):
        with pytest.raises(NumberError) as caught:
            Money.parse(value)
        assert caught.value.code == f"exact.{code}"

    @given(st.integers(-(10**12), 10**12), st.integers(0, 4), st.sampled_from(list(MoneyUnit)))
    def test_text_is_read_back(self, digits, decimals, unit):
        money = Money.of(Fraction(digits, 10**decimals), unit)
        printed = f"{Decimal(digits).scaleb(-decimals):f}{unit.value}"
        assert Money.parse(printed).fen == money.fen
        assert str(Money.parse(printed)) == printed

    @given(st.integers(0, 10**9), st.sampled_from(list(MoneyUnit)), st.sampled_from(list(MoneyUnit)))
    def test_another_unit_is_the_same_amount(self, amount, one, other):
        money = Money.of(amount, one)
        assert money.to(other).fen == money.fen
        assert money.to(other).unit is other
        assert money.to(other).amount * other.fen == money.fen

    def test_the_amount_is_in_its_own_unit(self):
        assert Money.parse("993.18万元").amount == Fraction(99318, 100)

    def test_floats_are_refused(self):
        with pytest.raises(NumberError):
            Money.of(0.1, MoneyUnit.YUAN)


class TestAnotherUnit:
    """Worked by hand: 1万元 is 10,000元, 1亿元 is 10,000万元."""

    @pytest.mark.parametrize(
        ("text", "unit", "printed", "decimals"),
        [
            ("28005元", MoneyUnit.WAN_YUAN, "2.8005万元", 4),
            ("30000元", MoneyUnit.WAN_YUAN, "3万元", 0),
            ("993.18万元", MoneyUnit.YUAN, "9931800元", 0),
            ("0.5万元", MoneyUnit.YI_YUAN, "0.00005亿元", 5),
        ],
    )
    def test_as_many_decimals_as_it_takes(self, text, unit, printed, decimals):
        """So that half of the last place says how exact the print is."""
        found = Money.parse(text).to(unit)
        assert (str(found), found.decimals) == (printed, decimals)
        assert found.fen == Money.parse(text).fen

    def test_none_where_no_decimals_are_enough(self):
        """A third of a yuan in 万元."""
        assert Money.of(Fraction(1, 3)).to(MoneyUnit.WAN_YUAN).decimals == 0


class TestPrints:
    """A printed figure stands for everything that prints like it."""

    @pytest.mark.parametrize(
        ("quantity", "interval"),
        [
            (Money.parse("3179.61万元"), Interval(3_179_605_000, 3_179_615_000)),
            (Money.parse("28万元"), Interval(27_500_000, 28_500_000)),
            (Money.parse("28.0万元"), Interval(27_950_000, 28_050_000)),
            (Rate.parse("99.88%"), Interval(Fraction(99875, 100000), Fraction(99885, 100000))),
            (Rate.parse("50%"), Interval(Fraction(495, 1000), Fraction(505, 1000))),
            (Count.parse("33人"), Interval.point(33)),
            (Number.parse("0.77"), Interval(Fraction(765, 1000), Fraction(775, 1000))),
        ],
        ids=str,
    )
    def test_half_of_the_last_place_either_way(self, quantity, interval):
        assert print_interval(quantity) == interval
        assert interval.contains(canonical(quantity))

    @given(st.integers(-(10**6), 10**6), st.integers(0, 3), st.fractions(-1, 1, max_denominator=1000))
    def test_what_lies_inside_rounds_to_the_print(self, digits, decimals, by):
        number = Number(Fraction(digits, 10**decimals), decimals)
        quantum = Fraction(1, 10**decimals)
        value = number.value + by * quantum / 2
        inside = number.interval.contains(value)
        assert inside
        if abs(by) < 1:
            assert Rounding(quantum).apply(value) == number.value


class TestOthers:
    @pytest.mark.parametrize(
        ("text", "value", "decimals", "printed"),
        [
            ("99.88%", Fraction(9988, 10000), 2, "99.88%"),
            ("50%", Fraction(1, 2), 0, "50%"),
            ("1/3", Fraction(1, 3), 0, "1/3"),
        ],
    )
    def test_rates(self, text, value, decimals, printed):
        found = Rate.parse(text)
        assert (found.value, found.decimals, str(found)) == (value, decimals, printed)

    @pytest.mark.parametrize("value", [33, "33", "33人", "３３", "33 人", "33家", "33.0"])
    def test_counts(self, value):
        assert Count.parse(value) == Count(33)
        assert str(Count.parse(value)) == "33"

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (-1, "not_a_count"),
            ("-1人", "not_a_count"),
            ("0.5", "not_a_count"),
            ("3.5人", "not_a_count"),
            (3.0, "float"),
            (True, "not_a_number"),
            ("33%", "unexpected_percent"),
            ("人", "blank"),
            ("多人", "not_a_number"),
            ("170多家", "not_a_number"),
            ("9" * 100 + "人", "too_long"),
        ],
        ids=repr,
    )
    def test_what_is_no_count(self, value, code):
        with pytest.raises(NumberError) as caught:
            Count.parse(value)
        assert caught.value.code == f"exact.{code}"

    @pytest.mark.parametrize(("value", "text"), [("12.50", "12.50"), (-5, "-5"), ("0.05", "0.05"), ("-0.5", "-0.5")])
    def test_numbers_keep_their_print(self, value, text):
        assert str(Number.parse(value)) == text

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("993.18万元", Money.parse("993.18万元")),
            ("85%", Rate.parse("85%")),
            ("33", Count(33)),
            ("33人", Count(33)),
            (33, Count(33)),
            ("0.77", Number(Fraction(77, 100), 2)),
            ("-3", Number(Fraction(-3))),
        ],
        ids=str,
    )
    def test_a_figure_says_itself_what_it_is(self, text, expected):
        assert parse_quantity(text) == expected

    @pytest.mark.parametrize("quantity", [Money.parse("28万元"), Rate.parse("85%"), Count(33), Number(Fraction(1, 3))])
    def test_values(self, quantity):
        for twin in (pickle.loads(pickle.dumps(quantity)), copy.copy(quantity), copy.deepcopy(quantity)):
            assert twin == quantity
            assert hash(twin) == hash(quantity)
        with pytest.raises(AttributeError):
            quantity.decimals = 5

    def test_different_kinds_are_never_equal(self):
        assert Rate(Fraction(1, 2)) != Number(Fraction(1, 2))
        assert Money.parse("28万元") != Money.parse("28.0万元"), "another print"
        assert canonical(Money.parse("28万元")) == canonical(Money.parse("280000元"))


class TestWhatIsCounted:
    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("33人", 33, "人"),
            ("181台", 181, "台"),
            ("12人（户）", 12, "人（户）"),
            ("1,200 人次", 1200, "人次"),
            ("３３人", 33, "人"),
            ("18 persons", 18, "persons"),
            ("18 persons or households", 18, "persons or households"),
            ("18", 18, ""),
        ],
    )
    def test_the_unit_is_kept_beside_the_number(self, text, value, unit):
        found = parse_quantity(text)
        assert type(found) is Count
        assert (found.value, found.unit) == (value, unit)
        assert Count.parse(found.written).unit == unit

    @pytest.mark.parametrize("text", ["5美元", "12万人", "三人", "人", "18人33", "0x10", "1e5", "18pp人", "5 inf5"])
    def test_what_is_no_count_of_anything(self, text):
        with pytest.raises(NumberError):
            parse_quantity(text)

    def test_equal_numbers_are_equal_whatever_they_count(self):
        assert Count.parse("33人") == Count(33)
        assert hash(Count.parse("33人")) == hash(Count(33))
