"""Hooks for single values: exact types, exact numbers, and messages that say what was found and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, Final, TypeAlias

from jixiao_core.errors import FormatError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.numbers import MAX_DIGITS, exact, normalise, rate, shown
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Quantity, Rate, parse_quantity
from jixiao_core.exchange.literals import DateLiteral, NumberLiteral
from jixiao_core.exchange.problems import refused
from jixiao_core.messages import Message
from jixiao_core.rubrics.levels import Level, to_level

__all__ = [
    "Hook",
    "Shape",
    "choice",
    "day",
    "interval",
    "level",
    "not_allowed",
    "number",
    "quantity",
    "quantity_as",
    "text",
    "truth",
    "whole",
    "wrong_type",
]

Hook: TypeAlias = Callable[[Any], Any]
"""From plain data to a value; problems have paths that begin inside the value."""

_MAX_COMPARED = 80
_ALIKE, _ALIKE_SHORT, _SHORT = 0.72, 0.65, 3
"""Less alike is no slip of the keyboard, and a hint would lead astray (jurisdiction is no edition); in three letters two exchanged ones weigh more."""


class Shape(StrEnum):
    """What a value of a document is; each has a name in the message catalogue."""

    TEXT = "text"
    WHOLE = "whole"
    TRUTH = "truth"
    NUMBER = "number"
    TABLE = "table"
    LIST = "list"


def wrong_type(expected: Shape, found: object) -> FormatError:
    """Return the error for a value of another type; of `found` only the type is shown."""
    names = (Message.of(f"exchange.type_{name}") for name in (expected, _type_name(found)))
    return refused(Message.of("exchange.wrong_type", expected=next(names), found=next(names)))


_TYPE_NAMES: Final[tuple[tuple[Any, str], ...]] = (
    (type(None), "nothing"),
    (bool, "truth"),
    (int, "whole"),
    ((NumberLiteral, Fraction, Decimal), "number"),
    (float, "float"),
    (DateLiteral, "date"),
    (str, "text"),
    (Mapping, "table"),
    ((list, tuple), "list"),
)
"""From types to their names in the message catalogue, the narrower types first."""


def _type_name(value: object) -> str:
    return next((name for types, name in _TYPE_NAMES if isinstance(value, types)), "other")


def not_allowed(code: str, found: str, allowed: Iterable[str]) -> Message:
    """
    Return the message `code`, or `code`_near where one of the allowed names looks much like what was found.

    >>> not_allowed("exchange.unknown_key", "formla", ["formula", "measure"]).code
    'exchange.unknown_key_near'
    """
    names = tuple(allowed)
    near = difflib.get_close_matches(
        found[:_MAX_COMPARED], names, n=1, cutoff=_ALIKE if len(found) > _SHORT else _ALIKE_SHORT
    )
    if near:
        return Message.of(f"{code}_near", found=shown(found), allowed=names, nearest=shown(near[0]))
    return Message.of(code, found=shown(found), allowed=names)


def text(value: object) -> str:
    """Return text as it is; numbers, dates and everything else are refused."""
    if type(value) is not str:
        raise wrong_type(Shape.TEXT, value)
    return value


def day(value: object) -> str:
    """Return the text of a date, which a document may write with or without quotes."""
    return str(value) if isinstance(value, DateLiteral) else text(value)


def whole(value: object) -> int:
    """Return a whole number written without quotes."""
    if type(value) is not int:
        raise wrong_type(Shape.WHOLE, value)
    return int(exact(value))


def truth(value: object) -> bool:
    """Return true or false."""
    if type(value) is not bool:
        raise wrong_type(Shape.TRUTH, value)
    return value


def number(value: Any) -> Fraction:
    """Return an exact number from a whole number, number text, or a number literal of a document."""
    return exact(_numeric(value))


def level(value: Any) -> Level:
    """Return a value of a measure, as `rubrics.levels` reads it."""
    return to_level(_numeric(value))


def _numeric(value: Any) -> Any:
    if isinstance(value, (list, tuple, Mapping)) or value is None:
        raise wrong_type(Shape.NUMBER, value)
    return str(value) if isinstance(value, NumberLiteral) else value


def interval(value: object) -> Interval:
    """Return an interval from its text, for example ``"[0, inf)"``."""
    return Interval.parse(text(value))


def quantity(value: Any) -> Quantity:
    """
    Return the quantity that a self-describing text, a number, or a table such as ``{"number": "12"}`` stands for.

    Money has its unit, a rate its per cent sign; a whole number, with or without 人 and the like, is a count; every
    other number is a plain number.

    >>> [type(quantity(each)).__name__ for each in ("993.18万元", "50%", 33, "33人", "12.5", {"number": "12"})]
    ['Money', 'Rate', 'Count', 'Count', 'Number', 'Number']
    """
    if isinstance(value, Mapping):
        return _full_quantity(value)
    plain = _numeric(value)
    if isinstance(plain, str) and not normalise(plain):
        raise refused(Message.of("exchange.blank"))
    return parse_quantity(plain)


def _full_quantity(table: Mapping[Any, Any]) -> Quantity:
    """The long form, for a kind or a precision that the text alone does not show."""
    kinds = [name for name in ("money", "rate", "number") if name in table]
    allowed = ("money", "unit", "decimals") if "money" in table else ("rate", "number", "decimals")
    if len(kinds) != 1 or any(key not in allowed for key in table):
        raise refused(Message.of("exchange.quantity_keys"))
    decimals = whole(table.get("decimals", 0))
    if not 0 <= decimals <= MAX_DIGITS:
        raise refused(Message.of("exchange.decimals", found=decimals, limit=MAX_DIGITS), "decimals")
    match kinds[0]:
        case "money":
            unit = choice({each.value: each for each in MoneyUnit})(table.get("unit"))
            return Money(number(table["money"]) * unit.fen, unit, decimals)
        case "rate":
            return Rate(rate(_numeric(table["rate"])), decimals)
        case _:
            return Number(number(table["number"]), decimals)


def quantity_as(wanted: type[Money | Rate | Count | Number]) -> Hook:
    """Return the hook for a quantity whose kind is known."""

    def read(value: object) -> object:
        found = quantity(value)
        if wanted is Number and isinstance(found, Count):
            return Number.parse(found.value)
        if not isinstance(found, wanted):
            expected = Message.of(f"exchange.type_{wanted.__name__.lower()}")
            raise refused(Message.of("exchange.other_quantity", expected=expected, found=shown(str(value))))
        return found

    return read


def choice(allowed: Mapping[str, Any]) -> Hook:
    """Return the hook for one of some words; `allowed` maps each word to its value."""

    def read(value: object) -> Any:
        word = value.value if isinstance(value, Enum) else value
        if type(word) is not str:
            raise wrong_type(Shape.TEXT, value)
        if word not in allowed:
            raise refused(not_allowed("exchange.not_allowed", word, allowed))
        return allowed[word]

    return read
