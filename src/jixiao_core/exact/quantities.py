"""Quantities: money, rates, counts and plain numbers, each with the precision of its print."""

import re
from enum import StrEnum
from fractions import Fraction
from typing import Self, TypeAlias

from attrs import field, frozen

from jixiao_core.errors import NumberError, Problem
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.numbers import MAX_TEXT, Exactable, exact, normalise, parse_number, rate, shown
from jixiao_core.messages import Message, number_text

__all__ = ["Count", "Money", "MoneyUnit", "Number", "Quantity", "Rate", "canonical", "parse_quantity", "print_interval"]

_MONEY = re.compile(r"([^亿万元]*)(亿元|万元|元|亿|万)")
# What is counted stands behind the number: 33人, 12人（户）, 181台, 18 persons. Money has units of its own, and
# 170多家 or 200余人 is no number; a unit alone is a blank.
_WORD = r"(?:(?![元万亿多余几])[\u4e00-\u9fff]){1,8}"
_UNIT = rf"{_WORD}(?:[(（]{_WORD}[)）])?|[a-z]{{3,20}}(?: [a-z]{{1,20}}){{0,3}}"
_COUNTED = re.compile(rf"([-+]?[0-9][0-9,.]*|(?=[人个次户项件处家]\Z))\s*({_UNIT})")


class MoneyUnit(StrEnum):
    """The units in which the forms print money."""

    YUAN = "元"
    WAN_YUAN = "万元"
    YI_YUAN = "亿元"

    @property
    def fen(self) -> int:
        """How many 分 one unit is."""
        return {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}[self.value]


def _error(code: str, found: object, **params: str) -> NumberError:
    return NumberError(Problem(Message.of(f"exact.{code}", found=shown(found), **params)))


def _cell(value: Fraction, quantum: Fraction) -> Interval:
    return Interval(value - quantum / 2, value + quantum / 2)


def _fixed(value: Fraction, decimals: int) -> str:
    """The text of a value with at least so many decimals, all of its own digits kept."""
    scaled = value * 10**decimals
    if scaled.denominator != 1:
        return number_text(value)
    digits = str(abs(scaled.numerator)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if value < 0 else text


@frozen
class Money:
    """
    An amount of money.

    Attributes:
        fen: the amount in 分.
        unit: the unit in which it was written.
        decimals: the decimals that were printed in that unit.

    >>> str(Money.parse("3179.61万元")), Money.parse("28万元") == Money.parse("28.0万元")
    ('3179.61万元', False)
    """

    fen: Fraction
    unit: MoneyUnit = MoneyUnit.YUAN
    decimals: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Parse an amount with its unit.

        Raises:
            NumberError: when the unit is missing or cut (28万), or the number is outside the grammar.
        """
        if not isinstance(text, str):
            # A number that could be exact only lacks its unit; a float says why it is refused.
            raise _error("money_unit", number_text(exact(text)))
        if len(text) > MAX_TEXT:
            parse_number(text)
        found = _MONEY.fullmatch(normalise(text))
        if found is None:
            number = parse_number(text)
            raise _error("money_unit", number.raw)
        if not found[2].endswith("元"):
            raise _error("money_unit_cut", text, unit=f"{found[2]}元")
        number = parse_number(found[1])
        if number.suffix:
            raise _error("unexpected_percent", text)
        unit = MoneyUnit(found[2])
        return cls(number.value * unit.fen, unit, number.decimals)

    @classmethod
    def of(cls, amount: Exactable, unit: MoneyUnit = MoneyUnit.YUAN) -> Self:
        """Return an amount of a unit; NumberError for floats."""
        decimals = parse_number(amount).decimals if isinstance(amount, str) else 0
        return cls(exact(amount) * unit.fen, unit, decimals)

    @property
    def amount(self) -> Fraction:
        """The amount in its own unit."""
        return self.fen / self.unit.fen

    @property
    def interval(self) -> Interval:
        """The amounts in 分 that print like this: half of the last printed decimal either way."""
        return _cell(self.fen, Fraction(self.unit.fen, 10**self.decimals))

    def to(self, unit: MoneyUnit) -> Self:
        """Return the same amount in another unit, exactly."""
        amount = self.fen / unit.fen
        decimals = next((places for places in range(31) if (amount * 10**places).denominator == 1), 0)
        return type(self)(self.fen, unit, decimals)

    def __str__(self) -> str:
        return f"{_fixed(self.amount, self.decimals)}{self.unit}"


@frozen
class Rate:
    """
    A rate, written as per cent.

    Attributes:
        value: 1 is 100 %.
        decimals: the printed decimals of the per cent number.

    >>> str(Rate.parse("99.880%"))
    '99.880%'
    """

    value: Fraction
    decimals: int = 0

    @classmethod
    def parse(cls, value: str | Fraction) -> Self:
        """Parse a rate; NumberError where the per cent sign is missing."""
        number = rate(value)
        return cls(number, parse_number(value).decimals if isinstance(value, str) else 0)

    @property
    def interval(self) -> Interval:
        """The rates that print like this."""
        return _cell(self.value, Fraction(1, 100 * 10**self.decimals))

    def __str__(self) -> str:
        text = _fixed(self.value * 100, self.decimals)
        return number_text(self.value) if "/" in text else f"{text}%"


@frozen
class Count:
    """
    A number of whole things.

    Attributes:
        value: 0 or more.
        unit: what is counted, as it is written behind the number; empty where nothing is. Equal counts are equal
            whatever is written behind them.

    >>> Count.parse("33人").value, Count.parse("33人").unit
    (33, '人')
    """

    value: int
    unit: str = field(default="", eq=False)

    @classmethod
    def parse(cls, value: int | str) -> Self:
        """Parse a whole number, with or without what it counts; NumberError for parts and negatives."""
        text, unit = value, ""
        if isinstance(value, str) and len(value) <= MAX_TEXT:
            found = _COUNTED.fullmatch(normalise(value))
            text, unit = (found[1], found[2]) if found else (value, "")
        number = exact(text)
        if number.denominator != 1 or number < 0:
            raise _error("not_a_count", value if isinstance(value, str) else str(value))
        return cls(number.numerator, unit)

    @property
    def interval(self) -> Interval:
        """The point: counts are exact."""
        return Interval.point(Fraction(self.value))

    def __str__(self) -> str:
        return str(self.value)

    @property
    def written(self) -> str:
        """The number with what it counts, as it was written."""
        return f"{self.value} {self.unit}".rstrip() if self.unit.isascii() else f"{self.value}{self.unit}"


@frozen
class Number:
    """
    A plain number, for example of days.

    Attributes:
        value: the number.
        decimals: its printed decimals.
    """

    value: Fraction
    decimals: int = 0

    @classmethod
    def parse(cls, value: Exactable) -> Self:
        """Parse a plain number; NumberError as `exact`."""
        return cls(exact(value), parse_number(value).decimals if isinstance(value, str) else 0)

    @property
    def interval(self) -> Interval:
        """The numbers that print like this."""
        return _cell(self.value, Fraction(1, 10**self.decimals))

    def __str__(self) -> str:
        return _fixed(self.value, self.decimals)


Quantity: TypeAlias = Money | Rate | Count | Number
"""A figure with its kind."""


def canonical(quantity: Quantity) -> Fraction:
    """
    Return the number that computations use: 分 for money, the value for everything else.

    >>> canonical(Money.parse("1.5万元"))
    Fraction(1500000, 1)
    """
    return quantity.fen if isinstance(quantity, Money) else Fraction(quantity.value)


def print_interval(quantity: Quantity) -> Interval:
    """Return the values, in the canonical scale, that print like the quantity."""
    return quantity.interval


def parse_quantity(value: int | str) -> Quantity:
    """
    Parse a figure that says itself what it is: money by its unit, a rate by its per cent sign, else a number.

    Raises:
        NumberError: for what is none of these.

    >>> [type(parse_quantity(text)).__name__ for text in ("993.18万元", "85%", "18", "18人", "0.77")]
    ['Money', 'Rate', 'Count', 'Count', 'Number']
    """
    if isinstance(value, str) and len(value) <= MAX_TEXT:
        text = normalise(value)
        if text.endswith(("元", "万", "亿")):
            return Money.parse(value)
        if text.endswith("%"):
            return Rate.parse(value)
        if _COUNTED.fullmatch(text):
            return Count.parse(value)
    number = Number.parse(value)
    is_count = number.decimals == 0 and number.value.denominator == 1 and number.value >= 0
    return Count(number.value.numerator) if is_count else number
