"""Text in columns: a Chinese character takes two, and a line breaks after it, but not before 。 or ）."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

__all__ = ["columns_of", "fitted", "shortened", "wrapped"]

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


def fitted(text: str, width: int) -> Iterator[str]:
    """
    Return the lines of a text, each of at most `width` columns; a word that does not fit is cut.

    >>> list(fitted("第0000000123号", 8))
    ['第', '00000001', '23', '号']
    """
    for line in wrapped(text, width).split("\n"):
        piece = ""
        for char in line:
            if columns_of(piece + char) > width:
                yield piece
                piece = ""
            piece += char
        yield piece


def shortened(text: str, width: int, lines: int) -> tuple[str, bool]:
    r"""
    Return a text in at most so many lines of `width` columns, and whether it was cut; one that was ends with ….

    The work is bounded by the room, however long the text is.

    >>> shortened("某区行政审批服务局", 8, 2)
    ('某区行政\n审批服…', True)
    """
    whole = " ".join(text.split())
    # A character that takes no column does not make room for others.
    head = whole[: 2 * width * lines]
    kept = [line for line, _ in zip(fitted(head, width), range(lines + 1), strict=False)]
    if len(kept) <= lines and len(head) == len(whole):
        return "\n".join(kept), False
    last = kept[:lines][-1]
    while columns_of(last) > width - 2:
        last = last[:-1]
    return "\n".join((*kept[: lines - 1], last.rstrip() + "…")), True


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
