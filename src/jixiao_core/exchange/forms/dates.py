"""Dates and periods as people write them: with digits or Chinese numerals, of a day, a month or a whole year."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from jixiao_core.exact.numbers import normalise
from jixiao_core.exchange.forms.blocks import squeezed
from jixiao_core.reports.parts import DateField
from jixiao_core.reports.project import Period
from jixiao_core.rubrics.sources import is_month

__all__ = ["DATE", "date", "period"]

_GAP: Final = r"[ \t\u3000]{0,80}"
DATE: Final = re.compile(
    rf"(?:[0-9０-９]{{4}}|[〇○零一二三四五六七八九]{{4}})?{_GAP}年{_GAP}(?:[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})?"
    rf"{_GAP}月(?:{_GAP}(?:[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})?{_GAP}日)?"
    r"|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}"
)
"""A date inside other text; also the 年 月 日 of a date that nobody has written."""

_DAY: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_MONTH: Final = re.compile(r"([0-9]{4})(?:年|[-./])([0-9]{1,2})月?")
_YEAR: Final = re.compile(r"([0-9]{4})年(?:度|全年|1月?(?:起)?(?:至|到|[-—–―~～])12月(?:止|底)?)?(?:全年)?")
_BETWEEN: Final = r"(?:[起]?(?:至|到|[-—–―~～])+)"
_DAY_OR_MONTH: Final = r"([0-9]{4})(?:年|[-./])([0-9]{1,2})(?:月|[-./](?=[0-9]))?(?:[0-9]{1,2}日?)?(?:底|初)?"
_SPAN: Final = re.compile(rf"(?:自|从)?{_DAY_OR_MONTH}{_BETWEEN}{_DAY_OR_MONTH}(?:止|结束)?")
_SAME_YEAR: Final = re.compile(
    rf"(?:自|从)?([0-9]{{4}})年([0-9]{{1,2}})月?(?:[0-9]{{1,2}}日)?{_BETWEEN}([0-9]{{1,2}})月(?:[0-9]{{1,2}}日)?底?(?:止|结束)?"
)
_BLANK: Final = re.compile(r"年?月?日?")
_NUMERAL: Final = re.compile(r"[〇○零一二三四五六七八九十]+")
_DIGITS: Final = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}


def date(printed: str) -> DateField:
    """
    Return a date with its ISO form, the month alone where no day is printed; blank where only 年 月 日 are.

    >>> date("2022年 7月28日").iso, date("二〇二三年三月二十八日").iso, date("2023年3月").iso, date("  年  月  日").text
    ('2022-07-28', '2023-03-28', '2023-03', '')
    """
    found = _digits(normalise(squeezed(printed)))
    if _BLANK.fullmatch(found):
        return DateField()
    text = printed.strip()
    month = _MONTH.fullmatch(found)
    if month is not None and is_month(iso := f"{month[1]}-{int(month[2]):02}"):
        return DateField(text=text, iso=iso)
    parts = _DAY.fullmatch(found)
    if parts is None:
        return DateField(text=text)
    year, number, day = (int(part) for part in parts.groups() if part)
    try:
        return DateField(text=text, iso=dt.date(year, number, day).isoformat())
    except ValueError:
        return DateField(text=text)


def _digits(text: str) -> str:
    """The text with its Chinese numerals as digits; years are written digit by digit, months and days as numbers."""
    return _NUMERAL.sub(lambda found: _number(found[0]), text)


def _number(numeral: str) -> str:
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "".join(_DIGITS[char] for char in numeral)
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def period(printed: str) -> Period:
    """
    Return a period of months.

    >>> period("2021年  1月起至 2021 年 12 月止").last, period("2022年1月-12月").last, period("2022年度").first
    ('2021-12', '2022-12', '2022-01')
    """
    found = _digits(normalise(squeezed(printed)))
    text = printed.strip()
    if year := _YEAR.fullmatch(found):
        months = ((year[1], "1"), (year[1], "12"))
    elif same := _SAME_YEAR.fullmatch(found):
        months = ((same[1], same[2]), (same[1], same[3]))
    elif span := _SPAN.fullmatch(found):
        months = ((span[1], span[2]), (span[3], span[4]))
    else:
        return Period(text=text)
    first, last = (f"{year}-{int(month):02}" for year, month in months)
    if not (is_month(first) and is_month(last)):
        return Period(text=text)
    return Period(text=text, first=first, last=last)
