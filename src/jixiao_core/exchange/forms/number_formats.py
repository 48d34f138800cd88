"""
What a cell with a number shows, as text.

A number is the decimal of at most fifteen significant digits that the spreadsheet itself works with, all of them:
86.183 stays 86.183 under the format `0`. From the format come the per cent sign, the words around the number and
whether it is a date; decimals that a format hides are not hidden.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal, InvalidOperation
from typing import Final, Literal, TypeAlias

__all__ = ["NumberKind", "number_kind", "shown_number"]

NumberKind: TypeAlias = Literal["number", "per_cent", "day", "other"]
"""What a format makes of a number; `other`: a time, or a print of another number than is stored."""

_DIGITS: Final = 15
_MAX_DIGITS: Final = 30
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<other>.)',
    re.IGNORECASE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?")
# Formats that every program knows by their numbers; those of dates are those of Chinese programs.
_BUILT_IN: Final = {9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "yyyy-m-d", 16: "yyyy-m-d", 17: "yyyy-m", 22: "yyyy-m-d", 27: "yyyy年m月", 57: "yyyy年m月"}  # fmt: skip
_DATES: Final = frozenset((*range(28, 32), *range(34, 37), *range(50, 57), 58))
_TIMES: Final = frozenset((18, 19, 20, 21, 32, 33, 45, 46, 47))
_ELAPSED: Final = re.compile(r"[hms]+", re.IGNORECASE)
_PLACES: Final = "0#?"
# A comma behind the last digit shows thousands.
_SCALE: Final = re.compile(r"[0#?],+(?![0#?,])")
_QUOTED: Final = re.compile(r'"[^"]*"|[\\!].')
_PAINTED: Final = re.compile(r"[0-9.,%％‰]")
_CURRENCY: Final = re.compile("[¥￥]")
_LAST_DAY: Final = 2_958_465
_NO_LEAP_DAY: Final = 60
"""Spreadsheets count a 29th of February 1900, which there was not."""


def shown_number(stored: str, code: int | str, *, is_1904: bool = False) -> tuple[str, bool] | None:
    """
    Return the text of a stored number, and whether its format was followed; None where it is no number.

    Args:
        stored: the number as the file stores it.
        code: the number of a format that every program knows, or the code of a format.
        is_1904: whether the days of the workbook are counted from 1904.

    >>> shown_number("0.86182999999999998", "0%"), shown_number("86.183", "0"), shown_number("45291", 14)
    (('86.183%', True), ('86.183', True), ('2023-12-31', True))
    >>> shown_number("15", '0"个"'), shown_number("1E+2", 0), shown_number("12000", '0!.0,"万"')
    (('15个', True), ('100', True), ('12000', False))
    """
    number = _decimal(stored)
    if number is None:
        return None
    plain = _plain(number)
    if code in _TIMES:
        return plain, False
    section = _section(_code(code))
    before, after, letters, is_scaled = _words(section)
    if _is_day(letters):
        shown = _date(number, letters, is_chinese="年" in section, is_1904=is_1904)
        return (shown, True) if shown else (plain, False)
    if is_scaled or set("hse/") & letters:
        return plain, False
    if "%" in letters:
        plain = _plain(number.scaleb(2)) + "%"
    return before + plain + after, True


def number_kind(code: int | str) -> NumberKind:
    """
    Return what a format makes of a number.

    Args:
        code: the number of a format that every program knows, or the code of a format.

    >>> number_kind("0.0%"), number_kind(14), number_kind(0), number_kind(21), number_kind('0"%"')
    ('per_cent', 'day', 'number', 'other', 'other')
    """
    _, _, letters, is_scaled = _words(_section(_code(code)))
    if _is_day(letters):
        return "day"
    if code in _TIMES or is_scaled or set("hs") & letters:
        return "other"
    return "per_cent" if "%" in letters else "number"


def _code(code: int | str) -> str:
    return code if isinstance(code, str) else _BUILT_IN.get(code, "yyyy-m-d" if code in _DATES else "")


def _is_day(letters: set[str]) -> bool:
    return bool(set("yd") & letters) or ("m" in letters and not set("hs0#?") & letters)


def _decimal(stored: str) -> Decimal | None:
    if not _NUMBER.fullmatch(stored):
        return None
    try:
        number = Context(prec=_DIGITS).create_decimal(stored)
    except InvalidOperation:
        return None
    return number if abs(number.adjusted()) <= _MAX_DIGITS else None


def _plain(number: Decimal) -> str:
    """The digits of a number without an exponent and without zeros at its end."""
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(code: str) -> str:
    """One section alone, or the first of several: the one of numbers above zero."""
    position = 0
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            return code[: token.start()]
        position = token.end()
    return code[:position]


def _words(section: str) -> tuple[str, str, set[str], bool]:
    """The words before and behind the digits, the signs of the format in lower case, and whether it shows another scale."""
    words = ["", ""]
    letters: set[str] = set()
    behind = 0
    is_scaled = _SCALE.search(_QUOTED.sub("x", section)) is not None
    for token in _TOKEN.finditer(section):
        literal, sign = token["quoted"] or token["escaped"] or "", (token["other"] or "").lower()
        if token["general"] or sign in tuple(_PLACES):
            behind = 1
        if literal:
            # A point or digit that is only painted makes the print another number than the cell holds.
            is_scaled = is_scaled or _PAINTED.search(literal) is not None
            words[behind] += literal
        elif token["bracket"] is not None:
            letters |= {"h"} if _ELAPSED.fullmatch(token["bracket"]) else set()
        elif (sign.isascii() and sign.isalpha()) or sign in tuple(_PLACES + ".,%/"):
            letters.add(sign)
        elif sign not in tuple("+-() @"):
            words[behind] += sign
    clean = [_CURRENCY.sub("", word).strip() for word in words]
    return clean[0], clean[1], letters, is_scaled


def _date(number: Decimal, letters: set[str], *, is_chinese: bool, is_1904: bool) -> str:
    """A day, or the month or year that the format shows of it; empty where the number is no day."""
    days = int(number)
    if not 0 < days <= _LAST_DAY or (not is_1904 and days == _NO_LEAP_DAY):
        return ""
    start = dt.date(1904, 1, 1) if is_1904 else dt.date(1899, 12, 31 if days < _NO_LEAP_DAY else 30)
    try:
        day = start + dt.timedelta(days=days)
    except OverflowError:
        return ""
    parts = [f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"]
    if "d" not in letters and "y" in letters:
        parts = parts[: 2 if "m" in letters else 1]
    shown = "".join(f"{int(part)}{name}" for part, name in zip(parts, "年月日", strict=False))
    if not is_chinese and len(parts) > 1:
        shown = "-".join(parts)
    if number != days:
        minutes = int((number - days) * 24 * 60)
        shown += f" {minutes // 60:02}:{minutes % 60:02}"
    return shown
