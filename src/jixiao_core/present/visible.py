"""Characters that stand in a text unseen or turn a line around, written out."""

from __future__ import annotations

import re

__all__ = ["visible"]

_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """
    Return a text with characters written out that would turn a line around or stand in it unseen.

    >>> visible("a\u202eb") == "a" + chr(92) + "u202eb"
    True
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
