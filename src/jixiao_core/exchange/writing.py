"""Values as JSON for programs and as TOML for people: the same value always gives the same text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from jixiao_core.reports.report import Report
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.overlay import Overlay
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.evidence import Evidence

__all__ = ["Document", "json_text", "to_json", "to_toml", "toml_text"]

Document: TypeAlias = Rubric | Overlay | Case | Evidence | Report
"""What is written to files of its own."""

_INLINE_WIDTH: Final = 110
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile('[\x00-\x1f\x7f"\\\\]')
_SHORT_ESCAPES: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def to_json(value: Document) -> str:
    """Return a document as JSON: numbers as strings, defaults omitted, two spaces of indent, a final line end."""
    return json_text(plain(value))


def json_text(data: Any) -> str:
    """Return plain data as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_toml(value: Document) -> str:
    """Return a document as TOML: small tables in one line, others under headers, in the order of the fields."""
    return toml_text(plain(value))


def toml_text(table: Mapping[str, Any]) -> str:
    """
    Return a table of plain data as TOML.

    >>> print(toml_text({"points": "5", "label": {"zh": "优"}}), end="")
    points = "5"
    label = { zh = "优" }
    """
    return "\n".join(_table(table, ())).lstrip("\n") + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: what fits in a line first, because headers end it."""
    under_headers = {name for name, value in table.items() if _needs_header(name, value)}
    for name, value in table.items():
        if name not in under_headers:
            yield from _entry(name, value)
    for name in table:
        if name not in under_headers:
            continue
        inner, value = (*path, name), table[name]
        header = ".".join(map(_key, inner))
        for part in value if isinstance(value, list) else (value,):
            yield from ("", f"[[{header}]]" if isinstance(value, list) else f"[{header}]")
            yield from _table(_kind_first(part), inner)


def _entry(name: str, value: Any) -> Iterator[str]:
    line = f"{_key(name)} = {_inline(value)}"
    if isinstance(value, list) and len(line) > _INLINE_WIDTH:
        yield f"{_key(name)} = ["
        yield from (f"    {_inline(part)}," for part in value)
        yield "]"
    else:
        yield line


def _needs_header(name: str, value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and (_is_deep(value) or len(_key(name)) + len(_inline(value)) > _INLINE_WIDTH)
    if not (isinstance(value, list) and value and all(isinstance(part, Mapping) for part in value)):
        return False
    return any(_is_deep(part) or len(_inline(part)) > _INLINE_WIDTH for part in value)


def _is_deep(table: Mapping[str, Any]) -> bool:
    """Whether a table holds tables beyond small ones of plain values."""
    tables = [value for value in table.values() if isinstance(value, Mapping)]
    lists = [value for value in table.values() if isinstance(value, list)]
    return any(isinstance(part, (Mapping, list)) for inner in tables for part in inner.values()) or any(
        isinstance(part, (Mapping, list)) for inner in lists for part in inner
    )


def _inline(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _text(value)
        case list():
            return "[" + ", ".join(map(_inline, value)) + "]"
        case Mapping():
            inner = ", ".join(f"{_key(name)} = {_inline(part)}" for name, part in _kind_first(value).items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            raise TypeError(type(value).__qualname__)


def _kind_first(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """A person wants to know first what the rest is about."""
    return {"kind": table["kind"], **table} if "kind" in table else table


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _SHORT_ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'
