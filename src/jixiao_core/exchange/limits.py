"""Limits on documents, checked before anything is parsed: bytes, encoding, nesting, size of parts and keys."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_KEY",
    "MAX_KEY_PARTS",
    "MAX_PARTS",
    "MAX_STRING",
    "MAX_TOKENS",
    "MAX_WORD",
    "Syntax",
    "check_text",
    "decoded",
    "file_bytes",
    "refuse_folder",
    "system_reason",
]

MAX_BYTES: Final = 4 * 1024 * 1024
"""The largest document, in bytes."""
MAX_DEPTH: Final = 32
"""How deep tables and lists may lie inside each other."""
MAX_PARTS: Final = 200_000
"""How many values, lists and tables a document may have."""
MAX_TOKENS: Final = 5 * MAX_PARTS
"""How many words, signs and comments a document may have, whatever they make."""
MAX_KEY_PARTS: Final = 8
"""How many parts a dotted key may have."""
MAX_KEY: Final = 200
"""The longest key, in characters."""
MAX_STRING: Final = 100_000
"""The longest text, in characters as written."""
MAX_WORD: Final = 512
"""The longest number or bare key, in characters."""

Syntax: TypeAlias = Literal["toml", "json"]
"""How a document is written."""

_TOML = re.compile(
    r"""
    (?P<text>"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}
        | '{3}(?:[^']++|'{1,2}(?!'))*+'{3,5}
        | "(?!"")(?:[^"\\\n]++|\\[^\n])*+"
        | '(?!'')[^'\n]*+')
    | (?P<comment>\#[^\n]*+)
    | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<mark>[=,]) | (?P<dot>\.)
    | (?P<word>[^\s"'\#\[\]{}=,.]++)
    | (?P<loose>["'])
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON = re.compile(
    r"""
    (?P<text>"(?:[^"\\]++|\\.)*+")
    | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<mark>[,:])
    | (?P<word>[^\s"\[\]{},:]++)
    | (?P<loose>")
    """,
    re.VERBOSE | re.DOTALL,
)
_TURNS: Final = {"open": 1, "close": -1}
_PART_MARKS: Final = frozenset(("open", "mark"))
_LENGTHS: Final = {"word": MAX_WORD, "text": MAX_STRING}


def file_bytes(path: str | os.PathLike[str], limit: int = MAX_BYTES, *, links: bool = True) -> bytes:
    """
    Return the content of a file, of which at most `limit` bytes and one more are ever read.

    Args:
        path: the file.
        limit: the most that it may have, in bytes.
        links: whether the name may be that of a link to a file, which may lie anywhere.

    Raises:
        LimitError: when the file is larger; a large file is refused by its size and not read.
        FormatError: when it cannot be read at all, or is no regular file (a pipe, a device).
    """
    name = shown(os.fspath(path))
    if not links and os.path.islink(path):  # noqa: PTH114 - the text of any path-like
        raise FormatError(Problem(Message.of("exchange.is_link", file=name)))
    try:
        with open(path, "rb", opener=_without_waiting if links else _without_links) as file:
            status = os.fstat(file.fileno())
            is_file, size = stat.S_ISREG(status.st_mode), status.st_size
            content = file.read(limit + 1) if is_file and size <= limit else b""
    except (OSError, ValueError) as error:
        raise FormatError(Problem(_unreadable(name, error))) from None
    if not is_file:
        raise FormatError(Problem(Message.of("exchange.not_a_file", file=name)))
    if size > limit or len(content) > limit:
        raise LimitError(Problem(Message.of("exchange.too_large", file=name, limit=limit)))
    return content


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to is opened at once instead of being waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _without_links(path: str, flags: int) -> int:
    """The same for a name that must be the file itself, also when it became a link a moment ago."""
    return _without_waiting(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _unreadable(name: str, error: Exception) -> Message:
    match error:
        case FileNotFoundError():
            return Message.of("exchange.no_file", file=name)
        case IsADirectoryError():
            return Message.of("exchange.is_directory", file=name)
        case PermissionError():
            return Message.of("exchange.no_permission", file=name)
        case _:
            return Message.of("exchange.unreadable", file=name, reason=system_reason(error))


_SYSTEM_REASONS: Final = {
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_directory",
    errno.EISDIR: "directory",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "loop",
    errno.ENOSPC: "no_space",
    errno.EBADF: "closed",
}


def system_reason(error: Exception) -> Message | str:
    """
    Return why the system refuses a file, in words of ours where there are some.

    >>> str(system_reason(FileNotFoundError(2, "No such file or directory")))
    'its folder does not exist'
    """
    if isinstance(error, ValueError):
        return Message.of("exchange.system_bad_name")
    name = _SYSTEM_REASONS.get(getattr(error, "errno", None) or 0)
    return Message.of(f"exchange.system_{name}") if name else shown(getattr(error, "strerror", None) or "")


def refuse_folder(path: str) -> None:
    """Refuse a folder before its suffix is asked for; FormatError."""
    if os.path.isdir(path):  # noqa: PTH112 - the text of any path
        raise FormatError(Problem(Message.of("exchange.is_directory", file=shown(path))))


def decoded(content: bytes, limit: int = MAX_BYTES) -> str:
    """
    Return the text of a document in UTF-8; a byte order mark is dropped.

    Raises:
        LimitError: when there are more than `limit` bytes.
        FormatError: at the first byte that is not UTF-8, with its offset and line, both counted from 1.

    >>> decoded("优".encode())
    '优'
    """
    if len(content) > limit:
        raise LimitError(Problem(Message.of("exchange.too_many_bytes", limit=limit)))
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02X}"
        raise FormatError(
            Problem(Message.of("exchange.not_utf8", offset=error.start + 1, line=line, found=byte))
        ) from None


def check_text(text: str, syntax: Syntax) -> None:
    """
    Refuse a text whose parsing would be costly, in time linear in its length.

    Raises:
        LimitError: for nesting, numbers of parts, key parts, words or texts beyond the limits, with the line.

    >>> check_text("[" * 40, "json")
    Traceback (most recent call last):
    jixiao_core.errors.LimitError: line 1: lists and tables lie more than 32 deep inside each other; make them flatter
    """
    for code, position, limit in _excesses(text, _TOML if syntax == "toml" else _JSON):
        line = text.count("\n", 0, position) + 1
        raise LimitError(Problem(Message.of(code, line=line, limit=limit)))


def _excesses(text: str, tokens: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    depth = parts = chain = 0
    before = ""
    for count, token in enumerate(tokens.finditer(text), start=1):
        kind = token.lastgroup or ""
        if kind == "loose":
            # A text that never ends: the parser stops here as well and says so.
            return
        depth += _TURNS.get(kind, 0)
        parts += kind in _PART_MARKS
        longest = _LENGTHS.get(kind, 0)
        if longest:
            chain = chain + 1 if before == "dot" else 1
            if token.end() - token.start() > longest:
                yield f"exchange.{kind}_too_long", token.start(), longest
        before = kind
        if depth > MAX_DEPTH:
            yield "exchange.too_deep", token.start(), MAX_DEPTH
        if chain > MAX_KEY_PARTS:
            yield "exchange.too_many_key_parts", token.start(), MAX_KEY_PARTS
        if parts > MAX_PARTS or count > MAX_TOKENS:
            yield "exchange.too_many_parts", token.start(), MAX_PARTS
