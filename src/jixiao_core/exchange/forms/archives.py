"""Archives of office documents, bounded before anything in them is parsed; parts with a DOCTYPE are refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final, Literal, TypeAlias

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.messages import Message

__all__ = ["MAX_PARTS", "MAX_TAGS", "MAX_TEXT_PART", "MAX_UNPACKED", "Kind", "check_archive", "damaged"]

Kind: TypeAlias = Literal["docx", "xlsx"]

MAX_UNPACKED: Final = 64 * 1024 * 1024
"""The most that all parts of a document may take, in bytes."""
MAX_TEXT_PART: Final = 24 * 1024 * 1024
"""The most that one part of text may take, in bytes."""
MAX_TAGS: Final = 800_000
"""As many tags one part of text may have; a form of 20,000 cells has about as many."""
MAX_PARTS: Final = 2_000
"""As many parts an archive may have."""

_MAIN: Final[dict[Kind, str]] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_IS_XML: Final = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
# In UTF-8 and, with the zero bytes taken out, in UTF-16.
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_IS_MACRO: Final = re.compile(r"vbaProject|macrosheets|activeX", re.IGNORECASE)
_ENCRYPTED: Final = 0x1
# Old Office files, and new ones with a password, are no archives and begin with this.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def damaged(kind: Kind, reason: str) -> FormatError:
    """Return the error for a document that cannot be read as what it should be."""
    why = Message.of(f"exchange.docx_reason_{reason}")
    return FormatError(Problem(Message.of(f"exchange.{kind}_damaged", reason=why)))


def check_archive(content: bytes, kind: Kind) -> dict[str, bytes]:
    """
    Return the XML parts of an archive by their names; refuse what is too large or declares entities.

    Sizes are first those that the archive states, and unpacking keeps to them.

    Args:
        content: the bytes of the document.
        kind: what it should be.

    Raises:
        FormatError: for what is no such document, for DOCTYPE, encryption and, in spreadsheets, macros.
        LimitError: for archives beyond the limits, before they are unpacked.
    """
    if not content:
        raise damaged(kind, "empty")
    if content.startswith(_OLE):
        raise damaged(kind, "ole")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            if len({part.filename for part in parts}) < len(parts):
                # Which of two parts of one name is read depends on the program.
                raise damaged(kind, "archive")
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise damaged(kind, "encrypted")
            if _MAIN[kind] not in archive.namelist():
                raise damaged(kind, "document")
            if kind == "xlsx" and any(_IS_MACRO.search(part.filename) for part in parts):
                raise damaged(kind, "macros")
            return {
                part.filename: _checked_part(archive, part, kind) for part in parts if _IS_XML.search(part.filename)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeError):
        raise damaged(kind, "archive") from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise LimitError(Problem(Message.of("exchange.docx_too_many_parts", limit=MAX_PARTS)))
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise LimitError(Problem(Message.of("exchange.docx_too_large", limit=MAX_UNPACKED)))


def _checked_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: Kind) -> bytes:
    if part.file_size > MAX_TEXT_PART:
        raise LimitError(Problem(Message.of("exchange.docx_too_large", limit=MAX_TEXT_PART)))
    with archive.open(part) as stream:
        text = stream.read(MAX_TEXT_PART + 1)
    if len(text) > MAX_TEXT_PART:
        raise LimitError(Problem(Message.of("exchange.docx_too_large", limit=MAX_TEXT_PART)))
    if text.count(b"<") > MAX_TAGS:
        raise LimitError(Problem(Message.of("exchange.docx_too_many_tags", limit=MAX_TAGS)))
    if _DECLARED.search(text) or (b"\x00" in text and _DECLARED.search(text.replace(b"\x00", b""))):
        raise damaged(kind, "doctype")
    return text
