"""Numbers as people read them: rounded by our own rules, never so that they seem to meet an edge that they miss."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import get_group_symbol

from jixiao_core.exact.quantities import Money
from jixiao_core.exact.rounding import Rounding
from jixiao_core.messages import number_text

__all__ = [
    "LIMIT_PLACES",
    "count_text",
    "date_text",
    "grouped",
    "is_shown_exactly",
    "money_text",
    "points_text",
    "rate_text",
]

EXACT_PLACES = 4
WAN_PLACES = 6
YI_PLACES = 10
MILLION_PLACES = 8
"""With these, every whole 分 is shown."""
LIMIT_PLACES = 12
"""Limits that a reader may put back as figures are exact up to so many decimals."""
PLACES = 2
MAX_PLACES = 12


def _decimals(value: Fraction) -> int | None:
    """How many decimals a value has; None where they do not end."""
    text = number_text(value)
    return None if "/" in text else len(text.partition(".")[2])


def _readable(value: Fraction, exact_places: int = EXACT_PLACES) -> str:
    """
    The text of a value: exact up to some decimals, four unless said otherwise, else rounded to two (四舍五入).

    A rounded text that would look like a whole number gets as many decimals as it takes to tell it apart; where twelve
    do not, the value is written exactly.
    """
    places = _decimals(value)
    if places is not None and places <= exact_places:
        return number_text(value)
    for digits in range(PLACES, MAX_PLACES + 1):
        rounded = Rounding(Fraction(1, 10**digits)).apply(value)
        if rounded.denominator != 1 or value.denominator == 1:
            return _padded(rounded, digits)
    return number_text(value)


def _padded(value: Fraction, digits: int) -> str:
    whole, _, decimals = number_text(value).partition(".")
    return f"{whole}.{decimals.ljust(digits, '0')}"


def is_shown_exactly(value: Fraction, exact_places: int = LIMIT_PLACES) -> bool:
    """Say whether a value has no more than so many decimals."""
    places = _decimals(value)
    return places is not None and places <= exact_places


def points_text(points: Fraction, exact_places: int = EXACT_PLACES) -> str:
    """
    Return points as text.

    >>> points_text(Fraction(5, 2)), points_text(Fraction(20, 9))
    ('2.5', '2.22')
    """
    return _readable(points, exact_places)


def rate_text(rate: Fraction, exact_places: int = EXACT_PLACES) -> str:
    """
    Return a rate as per cent.

    >>> rate_text(Fraction(33, 18)), rate_text(Fraction(9999999, 10000000))
    ('183.33%', '99.99999%')
    """
    return f"{_readable(rate * 100, exact_places)}%"


def money_text(money: Money, locale: str) -> str:
    """
    Return an amount: in Chinese as it was printed, in English exactly, in CNY.

    >>> money_text(Money.parse("3179.61万元"), "zh_Hans_CN"), money_text(Money.parse("3179.61万元"), "en")
    ('3179.61万元', 'CNY 31.7961 million')
    """
    if locale.startswith("zh"):
        return str(money)
    return yuan_text(money.fen / 100)


def yuan_text(yuan: Fraction) -> str:
    """
    Return an amount of 元 in English: millions from one million on, plain below.

    >>> yuan_text(Fraction(1039960)), yuan_text(Fraction(123456789, 100))
    ('CNY 1.03996 million', 'CNY 1.23456789 million')
    >>> yuan_text(Fraction(-386001, 10)), yuan_text(Fraction(12345678900))
    ('CNY -38,600.1', 'CNY 12,345.6789 million')
    """
    if abs(yuan) >= 10**6:
        return f"CNY {grouped(_readable(yuan / 10**6, MILLION_PLACES))} million"
    return f"CNY {grouped(_readable(yuan))}"


def grouped(text: str) -> str:
    """
    Return an English number in groups of three, with the mark that Babel knows; Babel itself refuses 29 digits.

    >>> grouped("-12345.678"), grouped("-0.5"), grouped("10000/3")
    ('-12,345.678', '-0.5', '10000/3')
    """
    whole, point, decimals = text.partition(".")
    if "/" in text:
        return text
    sign = "-" if whole.startswith("-") else ""
    groups = f"{int(whole.removeprefix('-')):,}".replace(",", get_group_symbol("en"))
    return f"{sign}{groups}{point}{decimals}"


def count_text(count: int, locale: str) -> str:
    """
    Return how many things: in English in groups of three; in Chinese without, as the forms print figures.

    >>> count_text(50000, "en"), count_text(50000, "zh_Hans_CN")
    ('50,000', '50000')
    """
    return str(count) if locale.startswith("zh") else grouped(str(count))


def date_text(day: dt.date, locale: str) -> str:
    """
    Return a date as it is written out.

    >>> date_text(dt.date(2021, 12, 31), "zh_Hans_CN"), date_text(dt.date(2021, 12, 31), "en")
    ('2021年12月31日', 'December 31, 2021')
    """
    return format_date(day, "long", locale=locale)


def wan_text(yuan: Fraction) -> str:
    """
    Return an amount of 元 in Chinese: 亿元 from a hundred million on, 万元 from ten thousand on, 元 below.

    >>> wan_text(Fraction(123456789, 100)), wan_text(Fraction(10**8, 3)), wan_text(Fraction(123456789))
    ('123.456789万元', '3333.33万元', '1.23456789亿元')
    """
    if abs(yuan) >= 10**8:
        return f"{_readable(yuan / 10**8, YI_PLACES)}亿元"
    if abs(yuan) >= 10**4:
        return f"{_readable(yuan / 10**4, WAN_PLACES)}万元"
    return f"{_readable(yuan)}元"
