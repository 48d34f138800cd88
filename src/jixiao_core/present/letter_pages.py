"""A letter as plain text, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve

from jixiao_core.messages import Message, Text
from jixiao_core.present.i18n import render
from jixiao_core.present.labels import column
from jixiao_core.present.letters import Letter, LetterRow, checked_letter
from jixiao_core.present.markdown import escaped, own_lines
from jixiao_core.present.table import terminal_table
from jixiao_core.present.visible import visible

__all__ = ["letter_json", "letter_markdown", "letter_text", "numbered_titles", "table_heads", "written_rows"]

_DIGITS = "一二三四五六七八九"
_TEN = 10
_COLUMNS = ("maximum", "claimed", "possible", "opinion")


def numbered_titles(found: Letter, titles: Sequence[str]) -> tuple[str, ...]:
    """
    Return the titles of the parts of a letter with their numbers: 一、 in Chinese, 1. in English.

    Args:
        found: the letter, for its language.
        titles: the titles in their order.
    """
    return tuple(
        render(Message.of("letter.part", number=Text(_numeral(number), str(number)), title=title), found.locale)
        for number, title in enumerate(titles, start=1)
    )


def _numeral(number: int) -> str:
    """The Chinese numeral of a small number: 三, 十, 十二."""
    tens, ones = divmod(number, _TEN)
    return ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")


def table_heads(found: Letter) -> tuple[str, ...]:
    """Return the headings of the table: number, indicator, points, claimed, possible, opinion, reviewed score, remark."""
    number, points, remark = (
        render(Message.of(f"letter.column_{name}"), found.locale) for name in ("number", "points", "remark")
    )
    names = ("indicator", *_COLUMNS)
    return (number, *(column(name, found.locale, found.role) for name in names), points, remark)


def written_rows(found: Letter) -> tuple[LetterRow, ...]:
    """Return the rows beside which a reviewer has written something."""
    return tuple(row for row in found.rows if row.points or row.remark)


def letter_text(found: Letter, *, width: int = 100) -> str:
    """
    Return a letter as plain text, for a terminal or a message.

    Args:
        found: the letter.
        width: columns of the terminal.

    Raises:
        InvalidValueError: for what is no letter.
        FormatError: when the extra `cli` is not installed, or the table does not fit into the width.
    """
    checked_letter(found)
    lines = [evolve(row.line, label=f"{row.number} {row.line.label}".strip()) for row in (*found.rows, found.total)]
    table = terminal_table(tuple(lines), found.locale, width=width, role=found.role)
    titles = iter(numbered_titles(found, tuple(_titles(found))))
    totals = "\n".join(_stated(name, value, found.locale) for name, value in found.totals)
    parts = [found.title, found.heading, f"{next(titles)}\n{found.summary}\n{totals}", "\n".join(found.conditions)]
    parts.append(f"{next(titles)}\n{table}")
    parts += [f"{next(titles)}\n{_items(section.items)}" for section in found.sections]
    written = [(row.number, _written(row)) for row in written_rows(found)]
    if written:
        parts.append(f"{next(titles)}\n{_items(written)}")
    if found.findings:
        parts.append(f"{next(titles)}\n{_items(_counted(found.findings))}")
    parts.append(found.closing)
    return visible("\n\n".join(part for part in parts if part)) + "\n"


def _titles(found: Letter) -> Iterator[str]:
    yield render(Message.of("letter.result"), found.locale)
    yield render(Message.of("letter.table"), found.locale)
    yield from (section.title for section in found.sections)
    if written_rows(found):
        yield render(Message.of("letter.column_points"), found.locale)
    if found.findings:
        yield render(Message.of("letter.findings"), found.locale)


def _stated(name: str, value: str, locale: str) -> str:
    return f"{name}：{value}" if locale.startswith("zh") else f"{name}: {value}"


def _written(row: LetterRow) -> str:
    told = " · ".join(" ".join(each.split()) for each in (row.points, row.remark) if each)
    return f"{row.line.label} {told}"


def _items(items: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{number}. " + text.replace("\n", "\n   ") for number, text in items)


def _counted(texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(number), " ".join(text.split())) for number, text in enumerate(texts, start=1)]


def letter_markdown(found: Letter) -> str:
    """
    Return a letter as Markdown, escaped; the last two columns are those of the reviewer.

    Raises:
        InvalidValueError: for what is no letter.
    """
    checked_letter(found)
    titles = iter(numbered_titles(found, [title for title in _titles(found) if title not in _only_in_text(found)]))
    parts = [f"# {escaped(found.title)}", own_lines(found.heading)]
    parts += [f"## {escaped(next(titles))}", own_lines(found.summary)]
    parts.append(_table([name for name, _ in found.totals], [[value for _, value in found.totals]]))
    parts += [own_lines(line) for line in found.conditions]
    parts += [
        f"## {escaped(next(titles))}",
        _table(table_heads(found), [_cells(row) for row in (*found.rows, found.total)]),
    ]
    for section in found.sections:
        parts += [f"## {escaped(next(titles))}", _listed(section.items)]
    if found.findings:
        parts += [f"## {escaped(next(titles))}", _listed(_counted(found.findings))]
    parts.append(own_lines(found.closing))
    return visible("\n\n".join(part for part in parts if part)) + "\n"


def _only_in_text(found: Letter) -> tuple[str, ...]:
    return (render(Message.of("letter.column_points"), found.locale),)


def _cells(row: LetterRow) -> list[str]:
    line = row.line
    return [row.number, line.label, line.maximum, line.claimed, line.possible, line.opinion, row.points, row.remark]


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    head, *rest = (_line([escaped(" ".join(cell.split())) for cell in row]) for row in (heads, *lines))
    return "\n".join((head, _line(["---"] * len(heads)), *rest))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _listed(items: Sequence[tuple[str, str]]) -> str:
    """Numbered paragraphs; the numbers are those of the rows, which Markdown would count anew."""
    return "\n\n".join(own_lines(f"{number}. {text}") for number, text in items)


def letter_json(found: Letter) -> dict[str, Any]:
    """Return a letter as a JSON document: what it says, in its language; InvalidValueError for what is no letter."""
    checked_letter(found)
    return {
        "format": "jixiao-letter/1",
        "locale": found.locale,
        "round": found.role,
        "reviewer": found.reviewer,
        "title": found.title,
        "heading": found.heading,
        "summary": found.summary,
        "conditions": list(found.conditions),
        "totals": [{"name": name, "value": value} for name, value in found.totals],
        "rows": [_row_json(row) for row in found.rows],
        "sections": [
            {"title": section.title, "items": [{"number": number, "text": text} for number, text in section.items]}
            for section in found.sections
        ],
        "findings": list(found.findings),
        "closing": found.closing,
        "reference": [{"name": name, "value": value} for name, value in found.reference],
    }


def _row_json(row: LetterRow) -> dict[str, Any]:
    line = row.line
    return {
        "number": row.number or None,
        "id": row.indicator or None,
        "level": line.level,
        "label": line.label,
        "maximum": line.maximum,
        "claimed": line.claimed or None,
        "possible": line.possible,
        "opinion": line.opinion or None,
        "verdict": line.verdict or None,
        "points": row.points or None,
        "remark": row.remark or None,
    }
