"""Limits on office documents, which are archives of XML: checked before anything is unpacked or parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final, Literal, TypeAlias

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.messages import Message

__all__ = ["MAX_PARTS", "MAX_UNPACKED", "ArchiveKind", "checked_parts", "damaged"]

MAX_UNPACKED: Final = 64 * 1024 * 1024
"""The most that all parts of a document may take, in bytes."""
MAX_TEXT_PART: Final = 24 * 1024 * 1024
"""The most that one part of text may take, in bytes."""
MAX_TAGS: Final = 800_000
"""As many tags one part of text may have; a form of 20,000 cells has about as many."""
MAX_PARTS: Final = 2_000
"""As many parts an archive may have."""

ArchiveKind: TypeAlias = Literal["docx", "workbook"]
"""Which document an archive is; the codes of its problems begin with it."""

_IS_XML: Final = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
# In UTF-8 and, with the zero bytes taken out, in UTF-16.
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED: Final = 0x1
# Old Office files, and new ones with a password, are no archives and begin with this.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def damaged(kind: ArchiveKind, reason: str) -> FormatError:
    """Return the error for a document that cannot be read, with the reason as a code."""
    reason_message = Message.of(f"exchange.{kind}_reason_{reason}")
    return FormatError(Problem(Message.of(f"exchange.{kind}_damaged", reason=reason_message)))


def checked_parts(content: bytes, kind: ArchiveKind, *, needed: tuple[str, str]) -> dict[str, bytes]:
    """
    Return the XML parts of an archive by their names.

    Sizes are first those that the archive states; unpacking stops at them.

    Args:
        content: the bytes of the archive.
        kind: which document it should be.
        needed: the part without which it is none, and the reason that is told then.

    Raises:
        FormatError: for what is no such archive, for DOCTYPE, entities and encryption.
        LimitError: for archives beyond the limits.
    """
    if content.startswith(_OLE):
        raise damaged(kind, "ole")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, kind)
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise damaged(kind, "encrypted")
            if needed[0] not in archive.namelist():
                raise damaged(kind, needed[1])
            return {
                part.filename: _checked_part(archive, part, kind) for part in parts if _IS_XML.search(part.filename)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeError):
        raise damaged(kind, "archive") from None


def _check_sizes(parts: list[zipfile.ZipInfo], kind: ArchiveKind) -> None:
    if len(parts) > MAX_PARTS:
        raise LimitError(Problem(Message.of(f"exchange.{kind}_too_many_parts", limit=MAX_PARTS)))
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise LimitError(Problem(Message.of(f"exchange.{kind}_too_large", limit=MAX_UNPACKED)))
    if len({part.filename for part in parts}) < len(parts):
        # Which of two parts of one name is read depends on the program.
        raise damaged(kind, "archive")


def _checked_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: ArchiveKind) -> bytes:
    if part.file_size > MAX_TEXT_PART:
        raise LimitError(Problem(Message.of(f"exchange.{kind}_too_large", limit=MAX_TEXT_PART)))
    with archive.open(part) as stream:
        text = stream.read(MAX_TEXT_PART + 1)
    if len(text) > MAX_TEXT_PART:
        raise LimitError(Problem(Message.of(f"exchange.{kind}_too_large", limit=MAX_TEXT_PART)))
    if text.count(b"<") > MAX_TAGS:
        raise LimitError(Problem(Message.of(f"exchange.{kind}_too_many_tags", limit=MAX_TAGS)))
    if _DECLARED.search(text) or (b"\x00" in text and _DECLARED.search(text.replace(b"\x00", b""))):
        raise damaged(kind, "doctype")
    return text
