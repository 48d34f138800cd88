"""Characters that stand in a text unseen or turn a line around, written out."""

from __future__ import annotations

import re

__all__ = ["visible", "writable"]

_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What no XML or HTML document may hold, whatever it is escaped to.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    """
    Return a text with characters written out that would turn a line around or stand in it unseen.

    >>> visible("a\u202eb") == "a" + chr(92) + "u202eb"
    True
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def writable(text: str) -> str:
    """
    Return a text as a document can hold it: what is no text replaced, what stands unseen written out.

    >>> writable("a" + chr(0) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return visible(_NO_TEXT.sub("\ufffd", text))
