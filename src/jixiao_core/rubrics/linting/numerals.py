"""Chinese numerals up to 999, and half."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["circled_positions", "numeral_value"]

_ONES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100}
_FIRST_CIRCLED, _LAST_CIRCLED = ord("①"), ord("⑳")


def numeral_value(text: str) -> Fraction | None:
    """
    Return the value of a Chinese numeral; None where it is none.

    >>> [str(numeral_value(each)) for each in ("一", "十五", "八十", "一百零五", "半", "五五")]
    ['1', '15', '80', '105', '1/2', 'None']
    """
    if text == "半":
        return Fraction(1, 2)
    total, digit = 0, None
    last_ten = 1000
    for char in text:
        if char in _TENS:
            if _TENS[char] >= last_ten:
                return None
            last_ten = _TENS[char]
            total += (1 if digit is None else digit) * last_ten
            digit = None
        elif char in _ONES and (digit is None or digit == 0):
            digit = _ONES[char]
        else:
            return None
    return Fraction(total + (digit or 0))


def circled_positions(text: str) -> tuple[int, ...]:
    """
    Return the numbers in circles that stand in a text, in printed order.

    >>> circled_positions("以上①③需提供佐证资料")
    (1, 3)
    """
    return tuple(ord(char) - _FIRST_CIRCLED + 1 for char in text if _FIRST_CIRCLED <= ord(char) <= _LAST_CIRCLED)
