"""The second look at a parsed document: keys, texts and numbers, each problem with its path, all at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Self

from jixiao_core.errors import JixiaoError, Problem
from jixiao_core.exact.numbers import exact, parse_number, path_step, shown
from jixiao_core.exchange.limits import MAX_DEPTH, MAX_KEY
from jixiao_core.exchange.literals import DateLiteral, NumberLiteral
from jixiao_core.exchange.problems import Problems
from jixiao_core.messages import Message

__all__ = ["Repeated", "cleaned"]

# Controls other than tab and line ends, and surrogates that belong to nothing.
_UNTEXTUAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What a reader cannot see or what turns the direction of reading: controls, zero-width and bidi characters.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


class Repeated(dict[str, Any]):
    """A JSON object in which names stand twice; `names` are those names."""

    names: tuple[str, ...] = ()

    @classmethod
    def table(cls, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return a plain dict, or a `Repeated` where a name stands twice."""
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        return cls.of(pairs)

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> Self:
        """Return the object with the names that stand twice."""
        seen: set[str] = set()
        twice: dict[str, None] = {}
        for name, _ in pairs:
            if name in seen:
                twice[name] = None
            seen.add(name)
        table = cls(pairs)
        table.names = tuple(twice)
        return table


def cleaned(data: Any) -> Any:
    """
    Return parsed data with dates as `DateLiteral`, or refuse it.

    Raises:
        FormatError: for names that stand twice, invisible characters in keys, control characters in text, numbers
            outside the grammar, times of day, and tables that lie too deep; all problems, with their paths.
    """
    problems = Problems()
    root = [data]
    # A path is a linked list (parent, step): built as text only where there is a problem.
    waiting: list[tuple[Any, Any, tuple[Any, Any] | None, int]] = [(root, 0, None, 0)]
    while waiting and not problems.full:
        holder, key, parent, depth = waiting.pop()
        value = holder[key]
        path = parent if holder is root else (parent, key)
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            holder[key] = DateLiteral(value.isoformat())
            continue
        for message in _value_messages(value, depth):
            problems.add(Problem(message, _path_text(path)))
        if isinstance(value, (dict, list)) and depth < MAX_DEPTH:
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            waiting.extend((value, each, path, depth + 1) for each in reversed(keys))
    problems.raise_if()
    return root[0]


def _value_messages(value: object, depth: int) -> Iterator[Message]:
    match value:
        case NumberLiteral():
            yield from _number_messages(value)
        case str():
            if found := _UNTEXTUAL.search(value):
                yield Message.of("exchange.control_character", found=_code_point(found[0]))
        case bool() | None:
            return
        case int():
            try:
                exact(str(value))
            except JixiaoError as error:
                yield from (problem.message for problem in error.problems)
        case dict() | list():
            if depth >= MAX_DEPTH and value:
                yield Message.of("exchange.tables_too_deep", limit=MAX_DEPTH)
            if isinstance(value, dict):
                yield from _key_messages(value)
        case _:
            yield Message.of("exchange.time_of_day", found=shown(str(value)))


def _number_messages(literal: NumberLiteral) -> Iterator[Message]:
    try:
        parse_number(str(literal))
    except JixiaoError as error:
        yield from (problem.message for problem in error.problems)


def _key_messages(table: dict[str, Any]) -> Iterator[Message]:
    if isinstance(table, Repeated):
        yield from (Message.of("exchange.key_twice", found=shown(name)) for name in table.names)
    for key in table:
        if len(key) > MAX_KEY:
            yield Message.of("exchange.key_too_long", found=shown(key), limit=MAX_KEY)
        elif found := _INVISIBLE.search(key):
            yield Message.of("exchange.invisible_in_key", key=shown(key), found=_code_point(found[0]))


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


def _path_text(path: tuple[Any, Any] | None) -> str:
    steps = []
    while path is not None:
        path, key = path
        steps.append(f"[{key}]" if isinstance(key, int) else f".{path_step(key)}")
    return "".join(reversed(steps)).removeprefix(".")
