"""From tables and lists of plain data to values: keys checked, every problem collected with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from jixiao_core.errors import JixiaoError, Problem
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.exchange.fields import Hook, Shape, not_allowed, wrong_type
from jixiao_core.exchange.problems import Problems, refused
from jixiao_core.messages import Message

__all__ = ["Check", "Field", "class_hook", "key_problems", "list_hook", "optional", "table_hook", "table_of"]

Check: TypeAlias = Callable[[Mapping[Any, Any]], Iterable[Problem]]
"""From a table as it is written to what is wrong with it beyond its keys."""

MAX_UNKNOWN_KEYS: Final = 20
"""How many unknown keys of one table are reported."""


@frozen
class Field:
    """
    One key of a table and how its value is read.

    Attributes:
        name: the key.
        hook: from plain data to the value.
        required: whether the key must be there.
    """

    name: str
    hook: Hook
    required: bool


def table_of(data: object) -> Mapping[Any, Any]:
    """Return `data` if it is a table; FormatError otherwise."""
    if not isinstance(data, Mapping):
        raise wrong_type(Shape.TABLE, data)
    return data


def key_problems(data: Mapping[Any, Any], fields: Iterable[Field]) -> Iterator[Problem]:
    """Yield a problem for each unknown and each missing key."""
    known = {field.name: field for field in fields}
    unknown = [key for key in data if key not in known]
    for key in unknown[:MAX_UNKNOWN_KEYS]:
        yield Problem(not_allowed("exchange.unknown_key", str(key)[:200], known))
    if len(unknown) > MAX_UNKNOWN_KEYS:
        yield Problem(Message.of("exchange.more_unknown_keys", count=len(unknown) - MAX_UNKNOWN_KEYS))
    for name, field in known.items():
        if field.required and name not in data:
            yield Problem(Message.of("exchange.missing_key", name=name))


def class_hook(cls: type, fields: tuple[Field, ...], check: Check | None = None) -> Hook:
    """
    Return the hook that makes a `cls` from a table; a `cls` itself passes as it is.

    Args:
        cls: what is made, from keyword arguments.
        fields: its keys.
        check: from the table to further problems of the data as it is written; they count beside all others.
    """

    def read(data: object) -> object:
        if isinstance(data, cls):
            return data
        table = table_of(data)
        problems = Problems()
        problems.extend(key_problems(table, fields))
        arguments: dict[str, Any] = {}
        for field in fields:
            if field.name in table and not problems.full:
                try:
                    arguments[field.name] = field.hook(table[field.name])
                except JixiaoError as error:
                    problems.take(error, field.name)
        if check is not None:
            problems.extend(check(table))
        problems.raise_if()
        try:
            return cls(**arguments)
        except JixiaoError as error:
            problems.take(error)
        problems.raise_if()
        return None  # pragma: no cover - an error always has a problem

    return read


def list_hook(item: Hook) -> Hook:
    """Return the hook that makes a tuple from a list; text is no list."""

    def read(data: object) -> tuple[Any, ...]:
        if not isinstance(data, (list, tuple)):
            raise wrong_type(Shape.LIST, data)
        problems = Problems()
        values = []
        for position, part in enumerate(data):
            if problems.full:
                break
            try:
                values.append(item(part))
            except JixiaoError as error:
                problems.take(error, f"[{position}]")
        problems.raise_if()
        return tuple(values)

    return read


def table_hook(item: Hook, *, nested: bool = False) -> Hook:
    """
    Return the hook that makes pairs of id and value from a table keyed by ids.

    Args:
        item: the hook of the values.
        nested: whether the values are tables keyed by ids themselves.
    """

    def read(data: object) -> tuple[tuple[str, Any], ...]:
        problems = Problems()
        pairs = []
        for key, part in table_of(data).items():
            if problems.full:
                break
            try:
                if type(key) is not str:
                    raise wrong_type(Shape.TEXT, key)
                pairs.append((key, item(part)))
            except JixiaoError as error:
                deeper = not nested and _lies_deeper(part) and any(not problem.path for problem in error.problems)
                hint = Message.of("exchange.dotted_id", found=shown(str(key)))
                problems.take(refused(hint) if deeper else error, path_step(key))
        problems.raise_if()
        return tuple(pairs)

    return read


def _lies_deeper(part: object) -> bool:
    """Whether an id with points was written without quotes, so that TOML made tables of its parts."""
    return isinstance(part, Mapping) and bool(part) and all(isinstance(inner, Mapping) for inner in part.values())


def optional(hook: Hook) -> Hook:
    """Return the hook that also takes the null of JSON, which stands for an absent key."""

    def read(data: object) -> object:
        return None if data is None else hook(data)

    return read
