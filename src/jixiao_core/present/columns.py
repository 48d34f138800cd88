"""Text in columns: a Chinese character takes two, and a line breaks after it, but not before 。 or ）."""

from __future__ import annotations

import unicodedata

__all__ = ["columns_of", "wrapped"]

_NOT_FIRST = "，。；：、！？）】》〉」』〕…”’％%,.;:!?)]"
_NOT_LAST = "（【《〈「『“‘([〔"


def columns_of(text: str) -> int:
    """
    Return how many columns a text takes on a terminal.

    >>> columns_of("计5分")
    5
    """
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> str:
    """
    Return a text in lines of at most `width` columns.

    Args:
        text: one paragraph; its own line ends count as spaces.
        width: columns of the terminal.
        first: what stands before the first line.
        rest: what stands before every other line.

    >>> print(wrapped("每超过一个百分点扣0.5分，扣完为止。", 20, first="- ", rest="  "))
    - 每超过一个百分点扣
      0.5分，扣完为止。
    """
    lines: list[str] = []
    line, used, is_begun = first, columns_of(first), False
    for chunk in _chunks(" ".join(text.split())):
        if is_begun and used + columns_of(chunk.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = rest, columns_of(rest)
        line += chunk
        used += columns_of(chunk)
        is_begun = True
    return "\n".join([*lines, line.rstrip()])


def _chunks(text: str) -> list[str]:
    """The pieces between which a line may break: words with what follows them, single Chinese characters."""
    chunks: list[str] = []
    for char in text:
        if chunks and not _may_break(chunks[-1][-1], char):
            chunks[-1] += char
        else:
            chunks.append(char)
    return chunks


def _may_break(before: str, after: str) -> bool:
    if before in _NOT_LAST or after in _NOT_FIRST or after == " ":
        return False
    if before == " ":
        return True
    return any(unicodedata.east_asian_width(char) in "WF" for char in (before, after))
