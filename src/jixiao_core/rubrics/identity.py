"""
Canonical form and digest of published values.

The canonical form is JSON as RFC 8785 orders and escapes it: keys by UTF-16 code units, no white space, numbers as
strings ("0.5" or "1/3"), defaults omitted, everything else included.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import Any, get_args

import attrs

from jixiao_core.errors import NumberError
from jixiao_core.exact.intervals import Infinite, Interval, IntervalSet
from jixiao_core.exact.numbers import MAX_DIGITS
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate, parse_quantity
from jixiao_core.messages import number_text
from jixiao_core.rubrics.formulas import Targets
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.levels import Level, level_text
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.overlay import FormulaChange, MeasureChange, Part, Revision
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["canonical_bytes", "digest_of", "plain"]

_LEVELS = (Level, Level | None)
_TAGS = ("kind", "state")
_PAIR = 2
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def plain(value: Any) -> Any:
    """
    Return a published value as JSON data: objects, lists, strings, integers and booleans.

    Fields at their default are left out, except the tags ``kind`` and ``state``; fields marked as no part of the
    identity always. Pairs of fields marked as keyed become an object. Levels are per cents where they are rates.

    >>> plain(Fraction(1, 2)), plain((Fraction(1, 3), "a"))
    ('0.5', ['1/3', 'a'])
    """
    return _plain(value, rates=False)


def _plain(value: Any, *, rates: bool) -> Any:
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case Fraction():
            return _readable(number_text(value), value)
        case Interval() if rates:
            return _rates_between(value)
        case Interval() | IntervalSet():
            return str(value)
        case Money() | Rate() | Count() | Number():
            return _plain_quantity(value)
        case tuple() | list():
            return [_plain(part, rates=rates) for part in value]
        case dict():
            return {str(key): _plain(part, rates=rates) for key, part in value.items()}
        case _ if attrs.has(type(value)):
            return _plain_fields(value, rates=_has_rates(value, rates))
        case _:
            raise TypeError(type(value).__qualname__)


def _plain_fields(value: Any, *, rates: bool) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for attribute in attrs.fields(type(value)):
        if not attribute.metadata.get("identity", True):
            continue
        part = getattr(value, attribute.name)
        if attribute.name not in _TAGS and _is_default(attribute, part):
            continue
        if part is None and "none" in attribute.metadata:
            # TOML has no null, so the word of the field stands for it in every document.
            result[attribute.name] = attribute.metadata["none"]
        elif attribute.metadata.get("keyed"):
            result[attribute.name] = _plain_pairs(part, attribute.type)
        else:
            is_rate = rates and part is not None and attribute.type in _LEVELS
            result[attribute.name] = _rate_text(part) if is_rate else _plain(part, rates=rates)
    return result


def _has_rates(value: Any, outer: bool) -> bool:
    """Whether the levels in a value are rates, where what it stands in says `outer`."""
    match value:
        case Targets() | FormulaChange() | MeasureChange():
            return True
        case Revision():
            return True if value.measure is None else _is_ratio_in(value.measure)
        case Part():
            return _is_ratio(value.measure) or any(map(_makes_a_rate, value.readings))
        case Measure():
            return bool(value.denominator)
        case Indicator():
            return _is_ratio(value.measure) or any(map(_makes_a_rate, value.readings))
        case Reading():
            return outer if value.measure is None else _is_ratio(value.measure)
        case RoundingStep():
            return outer and value.at == "measure"
        case Rubric():
            return any(_has_rates(row, outer) for row in value.indicators)
        case _:
            return outer


def _is_ratio_in(measure: Measure | MeasureChange) -> bool:
    return isinstance(measure, MeasureChange) or bool(measure.denominator)


def _is_ratio(measure: Measure | None) -> bool:
    return measure is not None and bool(measure.denominator)


def _makes_a_rate(reading: Reading) -> bool:
    """Whether it applies the formula of its row to a rate of its own."""
    return reading.formula is None and _is_ratio(reading.measure)


def _rate_text(value: Fraction) -> str:
    return _readable(level_text(value), value)


def _rates_between(value: Interval) -> str:
    """The text of an interval of rates, which a file states with per cents."""
    low, high = (str(end) if isinstance(end, Infinite) else _rate_text(end) for end in (value.low, value.high))
    return f"{'(' if value.low_open else '['}{low}, {high}{')' if value.high_open else ']'}"


def _readable(text: str, value: Fraction) -> str:
    """The decimal text, or the fraction where a decimal has more digits than number text may have."""
    digits = sum(char.isdigit() for char in text)
    return text if digits <= MAX_DIGITS else f"{value.numerator}/{value.denominator}"


def _plain_pairs(pairs: Any, kind: Any) -> dict[str, Any]:
    """The object of ``tuple[tuple[str, V], …]``; where V has this shape as well, an object of objects."""
    inner = get_args(get_args(kind)[0])[1]
    is_pairs = get_args(inner)[1:] == (Ellipsis,) and len(get_args(get_args(inner)[0])) == _PAIR
    return {name: _plain_pairs(part, inner) if is_pairs else plain(part) for name, part in pairs}


def _plain_quantity(value: Quantity) -> str | dict[str, str | int]:
    """The text where it reads back equal, else an object that names kind and precision."""
    text = str(value)
    try:
        if parse_quantity(text) == value:
            return text
    except NumberError:
        pass
    match value:
        case Money():
            full: dict[str, str | int] = {"money": plain(value.amount), "unit": value.unit.value}
        case Rate():
            full = {"rate": _rate_text(value.value)}
        case Count() | Number():
            full = {"number": plain(Fraction(value.value))}
    if not isinstance(value, Count) and value.decimals:
        full["decimals"] = value.decimals
    return full


def _is_default(attribute: attrs.Attribute[Any], part: Any) -> bool:
    default: Any = attribute.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory()
    return default is not attrs.NOTHING and type(part) is type(default) and bool(part == default)


def canonical_bytes(value: Any) -> bytes:
    """
    Return the canonical JSON of a published value, as UTF-8.

    Source: RFC 8785, sections 3.2.2 (serialization) and 3.2.3 (sorting of properties).

    >>> canonical_bytes({"b": (Fraction(1, 2),), "a": "优"}).decode()
    '{"a":"优","b":["0.5"]}'
    """
    return _json(plain(value)).encode()


def _json(data: Any) -> str:
    match data:
        case None:
            return "null"
        case bool():
            return "true" if data else "false"
        case int():
            return str(data)
        case str():
            return _json_string(data)
        case list():
            return "[" + ",".join(_json(part) for part in data) + "]"
        case _:
            ordered = sorted(data, key=lambda key: key.encode("utf-16-be"))
            return "{" + ",".join(f"{_json_string(key)}:{_json(data[key])}" for key in ordered) + "}"


def _json_string(text: str) -> str:
    escaped = (_ESCAPES.get(char) or (f"\\u{ord(char):04x}" if char < " " else char) for char in text)
    return '"' + "".join(escaped) + '"'


def digest_of(value: Any) -> str:
    """Return ``sha256:`` and the hexadecimal digest of the canonical bytes: evidence of change, not a signature."""
    # Loading the hash library costs more than the rest of the import of this package; few callers need it.
    import hashlib

    return "sha256:" + hashlib.sha256(canonical_bytes(value)).hexdigest()
