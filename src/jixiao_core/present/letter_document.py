"""A letter as a Word document, with columns and a table for what the reviewer writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jixiao_core.messages import Message
from jixiao_core.present.i18n import render
from jixiao_core.present.letter_pages import numbered_titles, table_heads
from jixiao_core.present.letters import Letter, LetterRow, checked_letter
from jixiao_core.present.visible import visible
from jixiao_core.present.word_document import Block, Look, Paragraph, Row, Table, docx_bytes, row

__all__ = ["letter_docx"]

_WIDTHS: Final = (44, 178, 44, 44, 158, 142, 48, 96)
_LOOKS: Final[tuple[Look, ...]] = ("centre", "text", "centre", "centre", "text", "text", "centre", "text")
_GROUP_LOOKS: Final[tuple[Look, ...]] = ("centre", "bold", *_LOOKS[2:])
_LABEL: Final[tuple[Look, ...]] = ("label",)
_CENTRE: Final[tuple[Look, ...]] = ("centre",)
_FREE_LINES: Final = 3
"""As many empty lines the table of own findings has."""
_LINE: Final = 480
"""How high a line to write in is, in twentieths of a point."""
_INDENT: Final = "　"


def letter_docx(found: Letter) -> bytes:
    """
    Return a letter as the bytes of a `.docx` file; the same letter gives the same bytes.

    Args:
        found: the letter.

    Raises:
        InvalidValueError: for what is no letter.
    """
    return docx_bytes(tuple(_blocks(checked_letter(found))), title=visible(found.title))


def _blocks(found: Letter) -> Iterator[Block]:
    result, table, findings, reference = (
        render(Message.of(f"letter.{name}"), found.locale) for name in ("result", "table", "findings", "reference")
    )
    names = (result, table, *(section.title for section in found.sections), findings)
    titles = iter(numbered_titles(found, names))
    yield Paragraph(found.title, "title")
    yield Paragraph(visible(found.heading), "subtitle")
    yield Paragraph(next(titles), "heading")
    yield Paragraph(visible(found.summary))
    yield _totals(found)
    yield from (Paragraph(visible(line), "note") for line in found.conditions)
    yield Paragraph(next(titles), "heading")
    taken = render(Message.of("letter.as_claimed"), found.locale)
    yield Paragraph(render(Message.of("letter.write_here", findings=findings, as_claimed=taken), found.locale), "note")
    yield _rows(found)
    for section in found.sections:
        yield Paragraph(visible(next(titles)), "heading")
        yield from (Paragraph(visible(f"{number}. {text}"), "item") for number, text in section.items)
    yield Paragraph(next(titles), "heading")
    yield _findings(found, findings)
    yield Paragraph(render(Message.of("letter.sign"), found.locale))
    yield Paragraph(reference, "note")
    yield Table(tuple(row((name, visible(value)), (2, 9), ("label",)) for name, value in found.reference))
    yield Paragraph(found.closing)


def _totals(found: Letter) -> Table:
    widths = (1,) * len(found.totals)
    names = row([name for name, _ in found.totals], widths, _LABEL * len(widths))
    return Table((names, row([value for _, value in found.totals], widths, _CENTRE * len(widths))))


def _rows(found: Letter) -> Table:
    heads = row(table_heads(found), _WIDTHS, _LABEL * len(_WIDTHS), is_head=True)
    return Table((heads, *(_line(each) for each in (*found.rows, found.total))))


def _line(given: LetterRow) -> Row:
    line = given.line
    label = _INDENT * line.level + line.label
    texts = (
        given.number, label, line.maximum, line.claimed, line.possible, line.opinion, given.points, given.remark,
    )  # fmt: skip
    return row([visible(text) for text in texts], _WIDTHS, _LOOKS if given.number else _GROUP_LOOKS)


def _findings(found: Letter, title: str) -> Table:
    number = render(Message.of("letter.column_number"), found.locale)
    widths = (40, 714)
    lines: Sequence[tuple[str, str]] = [
        *((str(place), visible(text)) for place, text in enumerate(found.findings, start=1)),
        *(("", ""),) * _FREE_LINES,
    ]
    heads = row((number, title), widths, ("label", "label"), is_head=True)
    return Table((heads, *(row(line, widths, ("centre", "text"), height=_LINE) for line in lines)))
