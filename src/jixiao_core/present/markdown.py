"""Tables as Markdown, escaped."""

from __future__ import annotations

import re

from jixiao_core.present.labels import column
from jixiao_core.present.rows import TableRow
from jixiao_core.scoring.case import Role

__all__ = ["markdown_table"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def markdown_table(rows: tuple[TableRow, ...], locale: str, role: Role = "self") -> str:
    """Return the lines of a review as a Markdown table; group rows are bold."""
    names = ("indicator", "maximum", "claimed", "possible", "opinion")
    lines = [
        "| " + " | ".join(column(name, locale, role) for name in names) + " |",
        "| --- | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        label = _escaped(row.label)
        cells = [f"**{label}**" if row.is_group else label, row.maximum, row.claimed, row.possible, row.opinion]
        lines.append("| " + " | ".join([cells[0], *map(_escaped, cells[1:])]) + " |")
    return "\n".join(lines)
