"""Numbers: one grammar for number text, bounded before anything is built; floats are refused."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, TypeAlias

from attrs import frozen

from jixiao_core.errors import NumberError, Problem
from jixiao_core.messages import Message

__all__ = [
    "CHARACTERS",
    "MAX_DIGITS",
    "MAX_TEXT",
    "Exactable",
    "NumberText",
    "exact",
    "level",
    "normalise",
    "optional_exact",
    "parse_int",
    "parse_number",
    "path_step",
    "rate",
    "shown",
]

Exactable: TypeAlias = int | str | Decimal | Fraction
"""What can be taken as an exact number; a float cannot."""

MAX_TEXT = 64
"""The longest text, in characters, that is read as a number."""
MAX_DIGITS = 30
"""The most digits that a number may have."""
MAX_SHOWN = 80
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")

CHARACTERS = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "％": "%",
        "－": "-",
        "−": "-",
        "＋": "+",
        "．": ".",
        "，": ",",
        "／": "/",
        "≦": "≤",
        "≧": "≥",
        "＞": ">",
        "＜": "<",
        "　": " ",
        "\xa0": " ",
    }
)
"""The full-width characters that numbers are also written with, for `str.translate`."""
_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?(%|pp)?")
_GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?(%|pp)?")
_RATIO = re.compile(r"([+-]?)([0-9]+)/([0-9]+)")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|snan|inf|infinity)", re.IGNORECASE)


def shown(value: object) -> str:
    r"""
    Return untrusted text as it may be printed: at most 80 characters, control characters escaped.

    >>> shown("a\nb")
    "'a\\nb'"
    """
    text = value if isinstance(value, str) else str(value).lower() if type(value) is bool else type(value).__name__
    safe = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text[: MAX_SHOWN + 1])
    cut = safe[:MAX_SHOWN] + "…" if len(safe) > MAX_SHOWN else safe
    return f"'{cut}'" if isinstance(value, str) else cut


def path_step(key: object) -> str:
    """
    Return a key as a step of a path: as it is where it is a plain word, else quoted and cut.

    >>> path_step("formula"), path_step("input.staffing")
    ('formula', "'input.staffing'")
    """
    return key if isinstance(key, str) and _PLAIN_KEY.fullmatch(key) else shown(str(key))


def _refuse(code: str, found: object, **params: str | int) -> NoReturn:
    raise NumberError(Problem(Message.of(f"exact.{code}", found=shown(found), **params)))


def normalise(text: str) -> str:
    """
    Return number text with full-width digits, signs and spaces in their ASCII form.

    An explicit map, not NFKC: that would turn ① into 1 and leave ≦.

    >>> normalise("　９８．５％")
    '98.5%'
    """
    return text.translate(CHARACTERS).strip()


@frozen
class NumberText:
    """
    A parsed number with what its print says.

    Attributes:
        value: the exact value; a per cent or percentage-point number is already divided by 100.
        decimals: how many decimals were printed (of the number before the per cent sign).
        suffix: ``%``, ``pp`` (percentage points) or nothing.
        raw: the text as it was written.
    """

    value: Fraction
    decimals: int
    suffix: str
    raw: str


def parse_number(text: str) -> NumberText:
    """
    Parse number text: sign, digits, point, well placed grouping commas, ``%`` or ``pp``; or ``a/b``.

    Raises:
        NumberError: for everything else, each with a code of its own.

    >>> parse_number("1,730,000").value, parse_number("99.88%").value
    (Fraction(1730000, 1), Fraction(2497, 2500))
    """
    if not isinstance(text, str):
        _refuse("not_a_number", text)
    if len(text) > MAX_TEXT:
        _refuse("too_long", text, length=len(text), allowed=MAX_TEXT)
    clean = normalise(text)
    ratio = _RATIO.fullmatch(clean)
    if ratio:
        return _ratio(text, ratio)
    plain = _PLAIN.fullmatch(clean) or _GROUPED.fullmatch(clean)
    if plain is None:
        _refuse(_why(clean), text)
    sign, whole, part, suffix = plain.groups()
    digits = whole.replace(",", "")
    decimals = part or ""
    if len(digits) + len(decimals) > MAX_DIGITS:
        _refuse("too_many_digits", text, digits=len(digits) + len(decimals), allowed=MAX_DIGITS)
    value = Fraction(int(digits + decimals), 10 ** len(decimals) * (100 if suffix else 1))
    return NumberText(-value if sign == "-" else value, len(decimals), suffix or "", text)


def _ratio(text: str, found: re.Match[str]) -> NumberText:
    sign, top, base = found.groups()
    if len(top) > MAX_DIGITS or len(base) > MAX_DIGITS:
        _refuse("too_many_digits", text, digits=max(len(top), len(base)), allowed=MAX_DIGITS)
    if int(base) == 0:
        _refuse("zero_denominator", text)
    value = Fraction(int(top), int(base))
    return NumberText(-value if sign == "-" else value, 0, "", text)


def _why(clean: str) -> str:
    """The code that says what is wrong with text that is no number."""
    if not clean:
        return "blank"
    if _NOT_FINITE.fullmatch(clean):
        return "not_finite"
    if _EXPONENT.fullmatch(clean):
        return "exponent"
    if "," in clean and re.fullmatch(r"[+-]?[0-9,]+(?:\.[0-9]+)?(?:%|pp)?", clean):
        return "bad_grouping"
    return "not_a_number"


def exact(value: Exactable) -> Fraction:
    """
    Return the exact value of a plain number.

    Raises:
        NumberError: for floats, booleans, text outside the grammar or with a per cent sign, and for numbers of more
            than 30 digits.

    >>> exact("0.1") + exact("0.2") == exact("0.3")
    True
    """
    if isinstance(value, str):
        number = parse_number(value)
        if number.suffix:
            _refuse("unexpected_percent", value)
        return number.value
    return _from_number(value)


def optional_exact(value: Exactable | None) -> Fraction | None:
    """Return `exact(value)`, or None for None."""
    return None if value is None else exact(value)


def level(value: Exactable) -> Fraction:
    """
    Return the exact value of a number that may be written as per cent or percentage points.

    Raises:
        NumberError: as `exact`.

    >>> level("90%"), level("1pp"), level("5")
    (Fraction(9, 10), Fraction(1, 100), Fraction(5, 1))
    """
    return parse_number(value).value if isinstance(value, str) else _from_number(value)


def rate(value: str | Fraction) -> Fraction:
    """
    Return the exact value of a rate: text with a per cent sign, ``a/b``, ``0``, or a Fraction.

    Raises:
        NumberError: for a bare number such as 50 or 0.5, whose unit is not stated.

    >>> rate("85%")
    Fraction(17, 20)
    """
    if isinstance(value, Fraction):
        return _from_number(value)
    if not isinstance(value, str):
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            _refuse(
                "bare_rate", str(value)[:MAX_SHOWN] if isinstance(value, int) and abs(value) < 10**MAX_DIGITS else value
            )
        return _from_number(value)
    number = parse_number(value)
    if number.suffix != "%" and number.value != 0 and "/" not in normalise(value):
        _refuse("bare_rate", value)
    return number.value


def parse_int(value: int | str) -> int:
    """
    Return a whole number.

    Raises:
        NumberError: when it is not whole.

    >>> parse_int("33")
    33
    """
    number = exact(value)
    if number.denominator != 1:
        _refuse("not_whole", value)
    return number.numerator


def _from_number(value: object) -> Fraction:
    if isinstance(value, float):
        raise NumberError(Problem(Message.of("exact.float", found=repr(value))))
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, Fraction)):
        _refuse("not_a_number", value)
    if isinstance(value, Decimal):
        return _from_decimal(value)
    limit = 10**MAX_DIGITS
    if isinstance(value, int) and abs(value) >= limit:
        _refuse("too_many_digits", "int", digits=value.bit_length() * 30103 // 100000 + 1, allowed=MAX_DIGITS)
    return Fraction(value)


def _from_decimal(value: Decimal) -> Fraction:
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        _refuse("not_finite", str(value))
    if len(digits) > MAX_DIGITS or abs(exponent) > MAX_DIGITS:
        _refuse("too_many_digits", "Decimal", digits=max(len(digits), abs(exponent)), allowed=MAX_DIGITS)
    return Fraction(value)
