"""Levels: values of a measure in a rubric's parameters, written as per cents where the measure is a rate."""

from fractions import Fraction
from typing import NewType

from jixiao_core.exact import numbers
from jixiao_core.exact.numbers import Exactable
from jixiao_core.messages import number_text

__all__ = ["Level", "level_text", "optional_level", "to_level"]

Level = NewType("Level", Fraction)
"""A value of the measure: ``"90%"`` is 9/10, ``"1pp"`` a step of 1/100, ``"5"`` five of a plain number."""


def to_level(value: Exactable) -> Level:
    """
    Return a level from its text or number.

    Raises:
        NumberError: for floats and for text outside the number grammar.

    >>> to_level("90%"), to_level("1pp")
    (Fraction(9, 10), Fraction(1, 100))
    """
    return Level(numbers.level(value))


def optional_level(value: Exactable | None) -> Level | None:
    """Return `to_level(value)`, or None for None."""
    return None if value is None else to_level(value)


def level_text(value: Fraction) -> str:
    """
    Return the text of a level that reads back exactly: per cent where it is finite, a fraction elsewhere.

    >>> level_text(Fraction(9, 10)), level_text(Fraction(1, 3)), level_text(Fraction(0))
    ('90%', '1/3', '0%')
    """
    text = number_text(value * 100)
    return number_text(value) if "/" in text else f"{text}%"
