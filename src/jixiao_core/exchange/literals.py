"""Numbers and dates as a document writes them: kept as text until a field says what they mean."""

from __future__ import annotations

__all__ = ["DateLiteral", "NumberLiteral", "whole_or_literal"]

_SAFE_DIGITS = 31


class NumberLiteral(str):
    """
    A number that a document writes without quotes, such as ``0.5``: its exact text, never a float.

    It is told from text by its type: where text is due a number is refused.
    """

    __slots__ = ()


class DateLiteral(str):
    """
    A date that a document writes without quotes, such as ``2021-12-31``: its ISO text.

    It is told from text by its type: where anything but a date is due it is refused.
    """

    __slots__ = ()


def whole_or_literal(text: str) -> int | NumberLiteral:
    """Return a JSON integer; one with too many digits stays text, so that it is refused with its place."""
    return int(text) if len(text) <= _SAFE_DIGITS else NumberLiteral(text)
