"""Texts and tables as Markdown, escaped."""

from __future__ import annotations

import re
from typing import Final

from jixiao_core.present.labels import column
from jixiao_core.present.rows import TableRow
from jixiao_core.present.visible import writable
from jixiao_core.scoring.case import Role

__all__ = ["bold", "escaped", "markdown_table", "own_lines"]

# Wherever they stand; & begins a named character, $ a formula on some pages, :// and www. an address that becomes a link.
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&$]|(?<=[A-Za-z]):(?=//)|(?<=[Ww]{3})\.)")
# Where a line begins: lists, underlines of headings, the second line of a table.
_OPENING: Final = re.compile(r"([-+=:]|(?<=[0-9])[.)](?=\s|$))")
_DIGITS: Final = re.compile(r"[0-9]*")
_BREAKS: Final = re.compile("[\r\n\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def escaped(text: str) -> str:
    r"""
    Return a text in which no character means anything to Markdown, for the middle of a line or a cell.

    >>> escaped("a*b &copy; http://x")
    'a\\*b \\&copy; http\\://x'
    """
    return _SPECIAL.sub(r"\\\1", writable(_BREAKS.sub(" ", text)).strip(" "))


def own_lines(text: str) -> str:
    r"""
    Return a text as lines of their own, which begin no list, heading, table or block of code.

    >>> own_lines("1. a"), own_lines("- b"), own_lines("2021.1")
    ('1\\. a', '\\- b', '2021.1')
    """
    # Two blanks at its end break a line.
    return "  \n".join(filter(None, map(_own_line, text.split("\n"))))


def bold(text: str) -> str:
    """Return a text in bold; nothing where there is none, since four stars are a line across the page."""
    inner = escaped(text.strip())
    return f"**{inner}**" if inner else ""


def _own_line(line: str) -> str:
    inner = escaped(line)
    digits = _DIGITS.match(inner)
    found = _OPENING.match(inner, digits.end() if digits else 0)
    return inner if found is None else f"{inner[: found.start()]}\\{inner[found.start() :]}"


def markdown_table(rows: tuple[TableRow, ...], locale: str, role: Role = "self") -> str:
    """Return the lines of a review as a Markdown table; group rows are bold."""
    names = ("indicator", "maximum", "claimed", "possible", "opinion")
    lines = [
        "| " + " | ".join(column(name, locale, role) for name in names) + " |",
        "| --- | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        label = bold(row.label) if row.is_group else escaped(row.label)
        cells = [label, row.maximum, row.claimed, row.possible, row.opinion]
        lines.append("| " + " | ".join([cells[0], *map(escaped, cells[1:])]) + " |")
    return "\n".join(lines)
