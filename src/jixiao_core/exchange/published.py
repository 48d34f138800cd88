"""Published forms: from a file in one of four layouts to reports, with an account of every cell."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from attrs import evolve

from jixiao_core.errors import FormatError, LimitError, Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.documents import DocumentSource
from jixiao_core.exchange.forms.blocks import MAX_CELLS, Block, Row
from jixiao_core.exchange.forms.reading import PublishedReports, reports_of
from jixiao_core.exchange.forms.text_layout import text_blocks
from jixiao_core.exchange.limits import MAX_BYTES, file_bytes, refuse_folder
from jixiao_core.exchange.reports import row_problems
from jixiao_core.messages import Message
from jixiao_core.reports.parts import Unread
from jixiao_core.reports.redaction import HIDDEN, hidden, words_of

__all__ = ["LAYOUTS", "MAX_CELLS", "Encoding", "Layout", "read_published", "redacted_form"]

Layout: TypeAlias = Literal["text", "html", "docx", "xlsx"]
"""How a form is published."""

Encoding: TypeAlias = Literal["utf-8", "gb18030", "utf-16"]
"""The encodings that a text may have; nothing is guessed."""

LAYOUTS: Final[dict[str, Layout]] = {
    ".txt": "text",
    ".htm": "html",
    ".html": "html",
    ".docx": "docx",
    ".xlsx": "xlsx",
}
"""The layout that a suffix stands for."""

MAX_REPORTS: Final = 100
"""As many reports one file may hold."""
MAX_CELL: Final = 100_000
"""The longest text of one cell, in characters."""

# Word ends lines and pages with these; every other control character is no text.
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_published(
    source: DocumentSource, *, layout: Layout | None = None, encoding: Encoding = "utf-8"
) -> PublishedReports:
    r"""
    Return the reports and scoring tables of a published form, and what became of every cell and line.

    Args:
        source: a path, whose suffix tells the layout (.txt, .html, .docx, .xlsx), or the bytes of a form.
        layout: how it is published; None: by the suffix, and for bytes by how they begin.
        encoding: of a text or HTML page; UTF-8 unless somebody says otherwise.

    Raises:
        LimitError: for forms beyond the limits, before they are parsed.
        FormatError: for what is no text of the encoding, or no form of the layout.

    >>> read_published("某区项目绩效评价自评报告\n项目名称：甲\n".encode()).reports[0].project_name
    '甲'
    """
    if isinstance(source, bytes):
        content = source
        chosen = layout or _layout_of_bytes(content)
    else:
        chosen = layout or _layout_of_path(os.fspath(source))
        content = file_bytes(source)
    if len(content) > MAX_BYTES:
        raise LimitError(Problem(Message.of("exchange.too_many_bytes", limit=MAX_BYTES)))
    if not content.strip() and chosen in ("text", "html"):
        raise FormatError(Problem(Message.of("exchange.file_empty")))
    found = reports_of(_checked(_blocks(content, chosen, encoding)))
    if len(found.reports) > MAX_REPORTS:
        raise LimitError(Problem(Message.of("exchange.too_many_reports", limit=MAX_REPORTS)))
    raise_if((problem for report in found.reports for problem in row_problems(report)), LimitError)
    return found


def redacted_form(found: PublishedReports, *, mask: Mapping[str, str] | None = None) -> PublishedReports:
    """
    Return a published form without personal data: its reports, its tables and the account of its cells.

    Names that one report knows are hidden in all of them. What was not read is withheld, because it may name somebody;
    its line stays.

    Args:
        found: what `read_published` returned.
        mask: further words to replace, as in `redacted`.
    """
    words = words_of(*found.reports, mask=mask)
    return evolve(
        found,
        reports=hidden(found.reports, words),
        tables=hidden(found.tables, words),
        loss=evolve(found.loss, unread=tuple(_told(each, words) for each in found.loss.unread)),
    )


def _told(each: Unread, words: tuple[tuple[str, str], ...]) -> Unread:
    """What was read is told with its words replaced, what was not read by its line alone."""
    is_read = each.why in ("doubtful", "damaged", "formula", "shared")
    return evolve(each, text=hidden(each.text, words) if is_read else HIDDEN)


def _layout_of_path(path: str) -> Layout:
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - the text of any path-like
    if suffix not in LAYOUTS:
        refuse_folder(path)
        name, known = shown(os.path.basename(path)), tuple(LAYOUTS)  # noqa: PTH119 - the text of any path-like
        if not suffix:
            raise FormatError(Problem(Message.of("exchange.no_form_suffix", file=name, known=known)))
        message = Message.of("exchange.unknown_form_suffix", found=shown(suffix), file=name, known=known)
        raise FormatError(Problem(message))
    return LAYOUTS[suffix]


def _layout_of_bytes(content: bytes) -> Layout:
    if content.startswith(b"PK\x03\x04"):
        # The names of the parts stand in an archive as they are.
        return "xlsx" if b"xl/workbook.xml" in content else "docx"
    start = content[:256].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return "html" if start == b"<" else "text"


def _blocks(content: bytes, layout: Layout, encoding: Encoding) -> tuple[Block, ...]:
    match layout:
        case "text":
            return text_blocks(_text(content, encoding))
        case "html":
            from jixiao_core.exchange.forms.html_layout import html_blocks

            return html_blocks(_text(content, encoding))
        case "docx":
            from jixiao_core.exchange.forms.docx_layout import docx_blocks

            return docx_blocks(content)
        case "xlsx":
            from jixiao_core.exchange.forms.xlsx_layout import xlsx_blocks

            return xlsx_blocks(content)


def _text(content: bytes, encoding: Encoding) -> str:
    if encoding == "utf-16" and content[:2] not in _BYTE_ORDER:
        # Without the mark any even number of bytes is some text.
        raise _not_encoded(content, 0, encoding)
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_encoded(content, error.start, encoding) from None
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        message = Message.of("exchange.control_in_form", line=line, found=f"U+{ord(found[0]):04X}")
        raise FormatError(Problem(message))
    return _BREAKS.sub("\n", text)


_ENCODINGS: Final = ("utf-8", "gb18030", "utf-16")
_BYTE_ORDER: Final = (b"\xff\xfe", b"\xfe\xff")


def _not_encoded(content: bytes, start: int, encoding: Encoding) -> FormatError:
    line = content.count(b"\n", 0, start) + 1
    byte = f"0x{content[start]:02X}" if content else ""
    message = Message.of(
        "exchange.not_encoded", offset=start + 1, line=line, found=byte, encoding=encoding, known=_ENCODINGS
    )
    return FormatError(Problem(message))


def _checked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, if they are no more and no longer than a form can have."""
    count = 0
    for block in blocks:
        parts = block.cells if isinstance(block, Row) else (block,)
        count += len(parts)
        if count > MAX_CELLS:
            raise LimitError(Problem(Message.of("exchange.too_many_cells", line=parts[0].line, limit=MAX_CELLS)))
        for part in parts:
            if len(part.text) > MAX_CELL:
                raise LimitError(Problem(Message.of("exchange.cell_too_long", line=part.line, limit=MAX_CELL)))
    return blocks
