"""Tables as Markdown, escaped."""

from __future__ import annotations

import re

from jixiao_core.present.labels import column
from jixiao_core.present.rows import TableRow
from jixiao_core.scoring.case import Role

__all__ = ["escaped", "markdown_table"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def escaped(text: str) -> str:
    """Return a text in which no character means anything to Markdown."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def markdown_table(rows: tuple[TableRow, ...], locale: str, role: Role = "self") -> str:
    """Return the lines of a review as a Markdown table; group rows are bold."""
    names = ("indicator", "maximum", "claimed", "possible", "opinion")
    lines = [
        "| " + " | ".join(column(name, locale, role) for name in names) + " |",
        "| --- | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        label = escaped(row.label)
        cells = [f"**{label}**" if row.is_group else label, row.maximum, row.claimed, row.possible, row.opinion]
        lines.append("| " + " | ".join([cells[0], *map(escaped, cells[1:])]) + " |")
    return "\n".join(lines)
