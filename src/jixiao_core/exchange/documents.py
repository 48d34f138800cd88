"""From a file or its bytes to plain data: tables, lists, text, numbers and truth values, everything bounded."""

from __future__ import annotations

import json
import os
import re
import tomllib
from typing import Any, Final, TypeAlias

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.cleaning import Repeated, cleaned
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.limits import MAX_BYTES, Syntax, check_text, decoded, file_bytes, refuse_folder
from jixiao_core.exchange.literals import NumberLiteral, whole_or_literal
from jixiao_core.messages import Message

__all__ = ["DocumentSource", "read_document"]

DocumentSource: TypeAlias = str | os.PathLike[str] | bytes
"""The path of a file, or the bytes of a document."""

_SUFFIXES: Final[dict[str, Syntax]] = {".toml": "toml", ".json": "json"}
_PLACE = re.compile(r" \(at (?:line ([0-9]{1,9}), column ([0-9]{1,9})|end of document)\)\Z")
_REASONS: Final = (
    ("Cannot overwrite a value", "exchange.reason_twice"),
    ("Duplicate inline table key", "exchange.reason_twice"),
    ("Cannot declare", "exchange.reason_twice"),
    ("Cannot redefine namespace", "exchange.reason_twice"),
    ("Cannot mutate immutable namespace", "exchange.reason_closed_table"),
    ("Unterminated string", "exchange.reason_open_text"),
    ("Unescaped", "exchange.reason_backslash"),
    ("Escaped character", "exchange.reason_backslash"),
    ("Invalid hex value", "exchange.reason_backslash"),
    ("Invalid \\", "exchange.reason_backslash"),
    ("Illegal character", "exchange.reason_open_text"),
    ("Found invalid character", "exchange.reason_open_text"),
    ("Invalid control character", "exchange.reason_open_text"),
    ("Invalid date", "exchange.reason_date"),
    ("Invalid value", "exchange.reason_value"),
    ("Expecting value", "exchange.reason_value"),
    ("Illegal trailing comma", "exchange.reason_comma"),
    ("Expecting ',' delimiter", "exchange.reason_comma"),
    ("Expecting property name", "exchange.reason_json_key"),
    ("Expecting ':'", "exchange.reason_json_key"),
    ("Invalid initial character for a key", "exchange.reason_toml_key"),
    ("Invalid statement", "exchange.reason_toml_key"),
    ("Expected '='", "exchange.reason_toml_key"),
    ("Unclosed", "exchange.reason_unclosed"),
    ("Expected ']", "exchange.reason_unclosed"),
    ("Extra data", "exchange.reason_extra"),
    ("Expected newline", "exchange.reason_extra"),
)


def read_document(source: DocumentSource, *, syntax: Syntax | None = None, max_bytes: int = MAX_BYTES) -> Any:
    """
    Return the plain data of a TOML or JSON document: dict, list, str, int, bool, None, `NumberLiteral`
    and `DateLiteral`.

    Args:
        source: a path, whose suffix tells the syntax, or the bytes of a document.
        syntax: how it is written; None: by the suffix, and for bytes JSON where they begin with ``{`` or ``[``
            and TOML elsewhere.
        max_bytes: the largest document that is read.

    Raises:
        LimitError: for documents that are too large, too deep or too long, before they are parsed.
        FormatError: for what is not UTF-8, not the syntax, has keys twice, or numbers that are not numbers.

    >>> read_document(b'points = 0.5')
    {'points': '0.5'}
    """
    if syntax is not None and syntax not in ("toml", "json"):
        raise FormatError(Problem(not_allowed("exchange.not_allowed", str(syntax), ("toml", "json")), "syntax"))
    if isinstance(source, bytes):
        text = decoded(source, max_bytes)
        syntax = syntax or ("json" if text.lstrip()[:1] in {"{", "["} and not _is_toml_table(text) else "toml")
    else:
        syntax = syntax or _syntax_of(os.fspath(source))
        text = decoded(file_bytes(source, max_bytes), max_bytes)
    check_text(text, syntax)
    return cleaned(_toml(text) if syntax == "toml" else _json(text))


def _is_toml_table(text: str) -> bool:
    """A TOML document may begin with a table header, which no JSON list of ours looks like."""
    return re.match(r"\s*\[{1,2}[A-Za-z0-9_\-\"'. \t]{1,500}\]", text) is not None


def _syntax_of(path: str) -> Syntax:
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - the text of any path-like
    if suffix not in _SUFFIXES:
        refuse_folder(path)
        name = shown(os.path.basename(path))  # noqa: PTH119 - the text of any path-like
        if not suffix:
            raise FormatError(Problem(Message.of("exchange.no_suffix", file=name)))
        raise FormatError(Problem(Message.of("exchange.unknown_suffix", found=shown(suffix), file=name)))
    return _SUFFIXES[suffix]


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text, parse_float=NumberLiteral)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        place = _PLACE.search(reason)
        line, column = (int(place[1]), int(place[2])) if place and place[1] else _end(text)
        raise FormatError(_syntax_problem("TOML", text, line, column, reason)) from None
    except RecursionError:
        raise FormatError(Problem(Message.of("exchange.recursion"))) from None
    except ValueError as error:
        # Dates and numbers that tomllib hands to other parsers; it gives no place for them.
        raise FormatError(Problem(Message.of("exchange.bad_toml_value", reason=shown(str(error))))) from None


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _json(text: str) -> Any:
    if not text.strip():
        raise FormatError(Problem(Message.of("exchange.file_empty")))
    try:
        return json.loads(
            text,
            parse_float=NumberLiteral,
            parse_int=whole_or_literal,
            parse_constant=NumberLiteral,
            object_pairs_hook=Repeated.table,
        )
    except json.JSONDecodeError as error:
        raise FormatError(_syntax_problem("JSON", text, error.lineno, error.colno, error.msg)) from None
    except RecursionError:
        raise FormatError(Problem(Message.of("exchange.recursion"))) from None


def _syntax_problem(syntax: str, text: str, line: int, column: int, reason: str) -> Problem:
    code = next((code for start, code in _REASONS if reason.startswith(start)), "exchange.reason_other")
    lines = text.split("\n", line)
    words = lines[line - 1].strip() if line <= len(lines) else ""
    near = shown(words) if words else Message.of("exchange.near_nothing")
    message = Message.of("exchange.syntax", syntax=syntax, line=line, column=column, near=near, reason=Message.of(code))
    return Problem(message)
