"""Texts as a cell of a workbook stores them: nothing in them is decoded to something else, none is longer than a cell."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MAX_UNITS", "NO_XML", "fits", "shortened_to", "stored", "stored_needs"]

MAX_UNITS: Final = 32_767
"""As much a cell holds, in units of UTF-16: a character like 𠮷 or 😀 counts as two."""
# Every program that reads a workbook takes this for the character of the number.
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document may hold."""
_LAST_SINGLE: Final = "\uffff"


def stored_needs(text: str) -> bool:
    """Return whether a text cannot be put into a cell as it is."""
    return bool(_ESCAPE.search(text) or NO_XML.search(text)) or not fits(text)


def stored(text: str) -> str:
    """
    Return a text as it has to be stored, so that it is read as it is; what no XML can hold is replaced.

    One that is longer than a cell is cut, and ends with …; see `shortened_to`.

    >>> stored("_x003D_1+1"), stored("甲_乙")
    ('_x005F_x003D_1+1', '甲_乙')
    """
    kept = text if fits(text) else shortened_to(text, MAX_UNITS - 1) + "…"
    return _ESCAPE.sub("_x005F_", NO_XML.sub("\ufffd", kept))


def fits(text: str) -> bool:
    """
    Return whether a cell can hold a text.

    >>> fits("财" * 32_767), fits("𠮷" * 16_384), fits("_x003D_" * 4_000)
    (True, False, False)
    """
    # Most texts are short: no need to count them.
    return len(text) * len("_x005F_") <= MAX_UNITS or _units(text) <= MAX_UNITS


def shortened_to(text: str, units: int) -> str:
    """
    Return the longest beginning of a text that takes at most so many units of UTF-16 as it is stored.

    >>> shortened_to("某区𠮷", 3), shortened_to("某区", 2)
    ('某区', '某区')
    """
    head = text[:units]
    taken = 0
    escaped = {found.start() for found in _ESCAPE.finditer(head)}
    for at, char in enumerate(head):
        taken += len("_x005F_") if at in escaped else 2 if char > _LAST_SINGLE else 1
        if taken > units:
            return head[:at]
    return head


def _units(text: str) -> int:
    escapes = sum(1 for _ in _ESCAPE.finditer(text))
    return len(text) + sum(char > _LAST_SINGLE for char in text) + escapes * (len("_x005F_") - 1)
