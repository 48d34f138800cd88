"""
Word documents (`.docx`) from paragraphs and tables: the same content gives the same bytes everywhere.

The parts are written here and stored with a fixed date and without compression, so that neither a clock nor the version
of another library is in them.
Text is escaped where it is written, and nowhere else; fonts are named, as official documents have them, and not shipped.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat
from typing import Final, Literal, TypeAlias

from attrs import frozen

from jixiao_core.present.word_parts import PARTS
from jixiao_core.present.xml_text import Xml, tag, text_node

__all__ = ["WIDTH", "Block", "Box", "Look", "Merge", "Paragraph", "Row", "Style", "Table", "docx_bytes", "row"]

WIDTH: Final = 9354
"""What a table may be wide: A4 less its margins, in twentieths of a point."""

Style: TypeAlias = Literal["title", "subtitle", "heading", "body", "item", "note"]
"""What a paragraph is: the styles of the same names are in the document."""
Look: TypeAlias = Literal["text", "bold", "label", "centre"]
"""How the text of a cell stands: to the left, to the left and bold, in the middle and bold, in the middle."""

Merge: TypeAlias = Literal["", "begin", "continue"]
"""How a cell goes on in the column: not at all, below, or from above."""

_NAMES: Final = {"title": "Title", "subtitle": "Subtitle", "heading": "Heading1", "body": "Body"}
_NAMES_MORE: Final = {"item": "Item", "note": "Note"}
_STYLES: Final = _NAMES | _NAMES_MORE
_JUSTIFIED: Final = {"text": "left", "bold": "left", "label": "center", "centre": "center"}
_TEXT: Final[Look] = "text"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_BREAKS: Final = re.compile("\r\n|[\r\n\x0b\x0c]")


@frozen
class Paragraph:
    """A paragraph: its text and what it is."""

    text: str
    style: Style = "body"


@frozen(kw_only=True)
class Box:
    """
    A cell of a table.

    Attributes:
        text: what stands in it; line ends are kept.
        width: in twentieths of a point.
        look: how the text stands.
        merge: ``begin`` where the cell goes on below, ``continue`` where it is the one above that goes on.
        signed: lines under the text, at the right edge: who signs, and the date.
    """

    text: str = ""
    width: int
    look: Look = "text"
    merge: Merge = ""
    signed: tuple[str, ...] = ()


@frozen(kw_only=True)
class Row:
    """
    A row of a table.

    Attributes:
        boxes: its cells, which are as wide together as the table.
        is_head: whether it is printed again on every page.
        height: how high it is at least, in twentieths of a point.
    """

    boxes: tuple[Box, ...]
    is_head: bool = False
    height: int = 0


@frozen
class Table:
    """A table with lines around every cell; rows may be cut differently."""

    rows: tuple[Row, ...]


Block: TypeAlias = Paragraph | Table


def row(
    texts: Sequence[str],
    widths: Sequence[int],
    looks: Sequence[Look] = (),
    *,
    is_head: bool = False,
    height: int = 0,
) -> Row:
    """
    Return a row that is as wide as a table may be.

    Args:
        texts: what stands in the cells.
        widths: how wide they are beside each other.
        looks: how the texts stand; to the left where nothing is said.
        is_head: whether the row is printed again on every page.
        height: how high it is at least, in twentieths of a point.
    """
    ends = [WIDTH * each // sum(widths) for each in accumulate(widths)]
    sizes = [end - start for start, end in zip((0, *ends), ends, strict=False)]
    boxes = (
        Box(text=text, width=size, look=look)
        for text, size, look in zip(texts, sizes, chain(looks, repeat(_TEXT)), strict=False)
    )
    return Row(boxes=tuple(boxes), is_head=is_head, height=height)


def docx_bytes(blocks: Sequence[Block], *, title: str = "") -> bytes:
    """
    Return a document as the bytes of a `.docx` file: A4, Chinese fonts, numbered pages, no date of making.

    Args:
        blocks: its paragraphs and tables.
        title: what its properties say that it is.

    >>> docx_bytes([Paragraph("甲")]) == docx_bytes([Paragraph("甲")])
    True
    """
    body = (*(part for block in blocks for part in _block(block)), _section())
    document = tag("w:document", tag("w:body", *body), xmlns_w=True)
    parts = PARTS | {"word/document.xml": document.text, "docProps/core.xml": _core(title)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode())
    return stream.getvalue()


def _block(block: Block) -> Iterator[Xml]:
    if isinstance(block, Paragraph):
        yield tag("w:p", tag("w:pPr", tag("w:pStyle", w_val=_STYLES[block.style])), *_runs(block.text))
        return
    yield _table(block)
    # Two tables without a paragraph between them would be one.
    yield tag("w:p", tag("w:pPr", tag("w:pStyle", w_val="Gap")))


def _runs(text: str, *, is_bold: bool = False) -> Iterator[Xml]:
    bold = (tag("w:rPr", tag("w:b")),) if is_bold else ()
    for number, line in enumerate(_BREAKS.split(text)):
        broken = (tag("w:br"),) if number else ()
        if line or broken:
            yield tag("w:r", *bold, *broken, *((tag("w:t", text_node(line), xml_space="preserve"),) if line else ()))


def _table(table: Table) -> Xml:
    ends = [tuple(accumulate(box.width for box in each.boxes)) for each in table.rows]
    edges = sorted({0, *(end for each in ends for end in each)})
    columns = [high - low for low, high in pairwise(edges)]
    lines = (
        tag(f"w:{side}", w_val="single", w_sz="4", w_space="0", w_color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return tag(
        "w:tbl",
        tag(
            "w:tblPr",
            tag("w:tblW", w_w=str(edges[-1]), w_type="dxa"),
            tag("w:jc", w_val="center"),
            tag("w:tblBorders", *lines),
            tag("w:tblLayout", w_type="fixed"),
            tag("w:tblCellMar", *(tag(f"w:{side}", w_w="60", w_type="dxa") for side in ("left", "right"))),
        ),
        tag("w:tblGrid", *(tag("w:gridCol", w_w=str(each)) for each in columns)),
        *(_row(each, place, edges) for each, place in zip(table.rows, ends, strict=True)),
    )


def _row(given: Row, ends: Sequence[int], edges: Sequence[int]) -> Xml:
    places = [edges.index(end) for end in (0, *ends)]
    spans = [high - low for low, high in pairwise(places)]
    # A row that is read as a whole stays on a page; a long one may go over it.
    whole = all(len(box.text) < _SHORT for box in given.boxes)
    marks = [tag("w:cantSplit")] if whole else []
    if given.height:
        marks.append(tag("w:trHeight", w_val=str(given.height), w_hRule="atLeast"))
    if given.is_head:
        marks.append(tag("w:tblHeader"))
    properties = (tag("w:trPr", *marks),) if marks else ()
    return tag("w:tr", *properties, *(_cell(box, span) for box, span in zip(given.boxes, spans, strict=True)))


_SHORT: Final = 300


def _cell(box: Box, span: int) -> Xml:
    properties = [tag("w:tcW", w_w=str(box.width), w_type="dxa")]
    if span > 1:
        properties.append(tag("w:gridSpan", w_val=str(span)))
    if box.merge:
        properties.append(tag("w:vMerge", w_val="restart" if box.merge == "begin" else "continue"))
    properties.append(tag("w:vAlign", w_val="center"))
    said = _said(box.text, _JUSTIFIED[box.look], is_bold=box.look in ("bold", "label"))
    return tag("w:tc", tag("w:tcPr", *properties), said, *(_said(line, "right") for line in box.signed))


def _said(text: str, justified: str, *, is_bold: bool = False) -> Xml:
    # What stands at the right edge keeps away from it.
    indented = (tag("w:ind", w_right="340"),) if justified == "right" else ()
    look = tag("w:pPr", tag("w:pStyle", w_val="Cell"), *indented, tag("w:jc", w_val=justified))
    return tag("w:p", look, *_runs(text, is_bold=is_bold))


def _section() -> Xml:
    return tag(
        "w:sectPr",
        tag("w:footerReference", w_type="default", r_id="rId2"),
        tag("w:pgSz", w_w="11906", w_h="16838"),
        tag(
            "w:pgMar", w_top="1440", w_right="1276", w_bottom="1304", w_left="1276", w_header="851", w_footer="794",
            w_gutter="0",
        ),
    )  # fmt: skip


def _core(title: str) -> str:
    return tag("cp:coreProperties", tag("dc:title", text_node(title)), xmlns_core=True).text
