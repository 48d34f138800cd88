"""
The `.docx` layout of published forms (extra `docx`).

Tables become rows, paragraphs lines; each paragraph outside the tables and each row counts as one line of the document.
The archive is bounded before anything is unpacked, and parts with a DOCTYPE are refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exchange.forms.archives import check_archive, damaged
from jixiao_core.exchange.forms.blocks import Block, Cell, Line, Row
from jixiao_core.messages import Message

__all__ = ["docx_blocks"]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COLUMNS: Final = re.compile("[1-9][0-9]?")
_OFF: Final = ("0", "false", "off")
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# The boxes of the fonts Wingdings and Wingdings 2.
_SYMBOLS: Final = {"F06F": "□", "F0A8": "□", "F071": "□", "F0FE": "☑", "F052": "☑", "F0FC": "√", "F050": "√"}


def docx_blocks(content: bytes) -> tuple[Block, ...]:
    """
    Return the rows and loose lines of a form in a `.docx` document.

    Args:
        content: the bytes of the document.

    Raises:
        FormatError: for what is no such document, for DOCTYPE and encryption, and where python-docx is not installed.
        LimitError: for archives beyond the limits, before they are unpacked.
    """
    try:
        from docx import Document
    except ImportError:
        raise FormatError(Problem(Message.of("exchange.docx_missing"))) from None
    check_archive(content, "docx")
    try:
        document = Document(io.BytesIO(content))
        return tuple(_blocks(document))
    except (FormatError, LimitError):
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged package makes the library say
        raise damaged("docx", "xml") from None


def _blocks(document: Any) -> Iterator[Block]:
    """Headers, footers and notes first, so that they are no part of a table; then the body in its order."""
    line = 1
    for margin in _margins(document):
        yield from _loose(margin, 0)
    for notes in _notes(document):
        yield from _loose(notes, 0)
    for element in _contents(document.element.body):
        if element.tag == f"{_W}tbl":
            above: dict[int, str] = {}
            for row in _rows(element):
                cells = tuple(_cells(row, line, above))
                if cells:
                    yield Row(cells)
                line += 1
        else:
            yield from _loose(element, line)
            line += 1


def _margins(document: Any) -> Iterator[Any]:
    """Headers and footers that are shown, each once however many sections refer to it."""
    seen: set[int] = set()
    has_even = _is_on(document.settings.element.find(f"{_W}evenAndOddHeaders"))
    for reference in document.element.body.iter(f"{_W}headerReference", f"{_W}footerReference"):
        has_first = _is_on(reference.getparent().find(f"{_W}titlePg"))
        is_shown = {"first": has_first, "even": has_even}.get(reference.get(f"{_W}type"), True)
        part = document.part.related_parts[reference.get(_ID)]
        if is_shown and id(part) not in seen:
            seen.add(id(part))
            yield part.element


def _loose(container: Any, line: int) -> Iterator[Line]:
    for text in _paragraphs(container):
        yield from (Line(part.strip(), line) for part in text.split("\n") if part.strip())


def _notes(document: Any) -> Iterator[Any]:
    """Footnotes and endnotes, which a report may hide an explanation in."""
    from docx.oxml import parse_xml

    seen: set[int] = set()
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        part = relation.target_part
        if id(part) not in seen:
            seen.add(id(part))
            yield parse_xml(part.blob)


def _contents(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, also inside content controls."""
    for element in body:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag == f"{_W}sdt":
            for content in element.iterchildren(f"{_W}sdtContent"):
                yield from _contents(content)
        elif element.tag in (f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _contents(element)


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == f"{_W}tr":
            yield element
        elif element.tag == f"{_W}sdt":
            for content in element.iterchildren(f"{_W}sdtContent"):
                yield from _rows(content)


def _cells(row: Any, line: int, above: dict[int, str]) -> Iterator[Cell]:
    """
    The cells of a row; one that continues the cell above is empty, one that spans columns stands once.

    `above` holds what the cells of the rows before print, by their first columns.
    """
    column = _number(row, "trPr", "gridBefore", 0)
    for element in _cell_elements(row):
        merge = element.find(f"{_W}tcPr/{_W}vMerge")
        continues = merge is not None and merge.get(f"{_W}val") in (None, "continue")
        text = "\n".join(each.strip() for each in _paragraphs(element) if each.strip())
        if not continues:
            above[column] = text
        span = _number(element, "tcPr", "gridSpan", 1)
        over = above.get(column, "") if continues else ""
        yield Cell(text, line, is_continued=continues, continues=over, span=span)
        column += span


def _cell_elements(row: Any) -> Iterator[Any]:
    for element in row:
        if element.tag == f"{_W}tc":
            yield element
        elif element.tag == f"{_W}sdt":
            for content in element.iterchildren(f"{_W}sdtContent"):
                yield from _cell_elements(content)


def _number(element: Any, properties: str, name: str, default: int) -> int:
    """A number of columns; what is none, or more than any form has, is the default."""
    found = element.find(f"{_W}{properties}/{_W}{name}")
    text = "" if found is None else found.get(f"{_W}val") or ""
    return int(text) if _COLUMNS.fullmatch(text) else default


def _paragraphs(container: Any) -> Iterator[str]:
    """The text of every paragraph below an element, those of nested tables and text boxes as well."""
    for paragraph in container.iter(f"{_W}p"):
        if not any(parent.tag == _MC_FALLBACK for parent in paragraph.iterancestors()):
            yield _text(paragraph)


_ELSEWHERE: Final = frozenset((f"{_W}p", f"{_W}moveFrom"))
"""What stands inside of these is no text of the paragraph around them."""


def _text(paragraph: Any) -> str:
    """What a paragraph shows: its runs, inserted ones as well; deleted ones are no text, nor are those struck through."""
    parts: list[str] = []
    for element in _own(paragraph):
        match element.tag:
            case tag if tag == f"{_W}t":
                parts.append(element.text or "")
            case tag if tag in (f"{_W}br", f"{_W}cr"):
                parts.append("\n")
            case tag if tag in (f"{_W}tab", f"{_W}ptab"):
                parts.append(" ")
            case tag if tag == f"{_W}noBreakHyphen":
                parts.append("-")
            case tag if tag == f"{_W}sym":
                parts.append(_SYMBOLS.get((element.get(f"{_W}char") or "").upper(), "\ufffd"))
            case _:
                pass
    return "".join(parts).replace("\xa0", " ")


def _own(paragraph: Any) -> Iterator[Any]:
    """What stands in a paragraph itself: a text box holds paragraphs of its own; what was moved or struck is gone."""
    ways = [iter(paragraph)]
    while ways:
        element = next(ways[-1], None)
        if element is None:
            ways.pop()
            continue
        yield element
        if element.tag not in _ELSEWHERE and not _is_struck(element):
            ways.append(iter(element))


def _is_struck(element: Any) -> bool:
    """Whether a run is struck through: so people delete by hand who do not track changes."""
    if element.tag != f"{_W}r":
        return False
    return any(_is_on(element.find(f"{_W}rPr/{_W}{name}")) for name in ("strike", "dstrike"))


def _is_on(mark: Any) -> bool:
    """Whether a property that is either there or not is there, and not switched off by its value."""
    return mark is not None and mark.get(f"{_W}val") not in _OFF
