"""How a measure stands to a number that a clause prints: ≥90%, 60%以下, 80%（含）-90%, 80%≤X＜90%."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Relation", "is_by_custom", "relation_at"]

Relation = Literal["", "at_least", "above", "at_most", "below", "equal", "range_low", "range_high", "repeated", "part"]
"""
What is printed of a number: at least (以上, 不低于, ≥), above (超过, ＞), at most (以下, 以内, ≦), below (低于, 未达),
exactly, the first or the second number of a range; repeated: it only says that an edge is included （含80%）; part: it
only says what a part of a step costs (不足1%的不扣分).
"""

_CONNECTOR = r"[-—–~～至到]"
_MARK = r"[(（]\s?(?P<{0}>不?包?含)(?:本数)?\s?[0-9.]{{0,12}}%?\s?[)）]"
_BEFORE: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("repeated", re.compile(r"[(（]\s?不?包?含\s?\Z")),
    ("range_high", re.compile(rf"[0-9%‰点]\s?(?:[(（]\s?不?含\s?[)）])?\s?{_CONNECTOR}\s?\Z")),
    ("at_least", re.compile(r"(?:≥|>=|不低于|不少于|不小于|大于或?等于|达到或超过|至少)\s?\Z")),
    ("at_most", re.compile(r"(?:≤|<=|不超过|不高于|不大于|不多于|小于或?等于|低于或等于|至多|最多)\s?\Z")),
    ("below", re.compile(r"(?:<|小于|低于|少于|不足|不满|未达到?|不到|未满|达不到)\s?\Z")),
    ("above", re.compile(r"(?:>|大于|高于|超过|多于|超出)\s?\Z")),
    ("equal", re.compile(r"(?:=|等于)\s?\Z")),
    ("at_least", re.compile(r"(?:达到?|满)\s?\Z")),
)
_AFTER = re.compile(
    rf"\s?(?:{_MARK.format('first')})?\s?(?P<side>[及或]?以上|[及或]?以下|以内|之内)?"
    rf"(?:{_MARK.format('second')})?\s?(?P<flipped>[≤<≥>]=?)?\s?(?P<range>{_CONNECTOR}\s?[0-9])?"
)
_FLIPPED: dict[str, Relation] = {"≤": "at_least", "<": "above", "≥": "at_most", ">": "below"}
_MARKED: dict[tuple[Relation, bool], Relation] = {
    ("below", True): "at_most",
    ("above", True): "at_least",
    ("at_least", False): "above",
    ("at_most", False): "below",
}
_BY_CUSTOM = re.compile(r"\s?以下(?!\s?[(（]\s?不?包?含)")
_WINDOW = 14


def relation_at(text: str, start: int, end: int) -> tuple[Relation, bool | None]:
    """
    Return what is printed about the number at `start` to `end`, and whether the number itself belongs to it.

    By the Civil Code (article 1259) 以上, 以下 and 以内 include the number, 超过 and 不满 do not.

    >>> relation_at("80%（含）-90%", 0, 3), relation_at("60%以下", 0, 3), relation_at("≥90%", 1, 4)
    (('range_low', True), ('at_most', True), ('at_least', True))
    """
    before = text[max(0, start - _WINDOW) : start]
    after = _AFTER.match(text, end)
    assert after is not None
    mark = after["first"] or after["second"]
    included = None if mark is None else not mark.startswith("不")
    if after["range"]:
        return "range_low", included
    relation: Relation = next((name for name, pattern in _BEFORE if pattern.search(before)), "")
    if relation in ("range_high", "repeated"):
        return relation, included
    if after["side"]:
        relation = "at_least" if after["side"].endswith("上") else "at_most"
    elif not relation and after["flipped"]:
        relation = _FLIPPED[after["flipped"][0]]
        if after["flipped"].endswith("="):
            relation = "at_least" if relation == "above" else "at_most"
    if included is not None:
        relation = _MARKED.get((relation, included), relation)
    return relation, relation in ("at_least", "at_most", "equal") if relation else included


def is_by_custom(text: str, end: int) -> bool:
    """
    Return whether only 以下 without 含 or 及 says that the number that ends at `end` is included.

    The Civil Code includes it, but the lower end of a range (80%-90%) is mostly meant to belong to the range.

    >>> [is_by_custom(text, 3) for text in ("60%以下", "60%及以下", "60%以下（含60%）", "60%（含）以下")]
    [True, False, False, False]
    """
    return _BY_CUSTOM.match(text, end) is not None
