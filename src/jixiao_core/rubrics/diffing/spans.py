"""Two texts by character: what is kept, what is removed, what is inserted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from attrs import frozen

__all__ = ["MAX_COMPARISONS", "Hunk", "TextSpan", "hunks", "text_spans"]

MAX_COMPARISONS = 250_000
"""Texts are compared piece by piece while the product of their lengths is no more; beyond, they are exchanged whole."""

_SENTENCES = re.compile(r"[^。；;\n]*[。；;\n]?")


SpanKind: TypeAlias = Literal["kept", "removed", "inserted"]
"""Whether both texts have a part, only the first, or only the second."""


@frozen
class TextSpan:
    """A part of a text that both have, that only the first has, or that only the second has."""

    kind: SpanKind
    text: str


@frozen
class Hunk:
    """A stretch of two sequences: as many elements of the first as of the second where they are the same."""

    is_same: bool
    before: tuple[int, int]
    after: tuple[int, int]


def text_spans(before: str, after: str) -> tuple[TextSpan, ...]:
    """
    Return two texts as spans; the removed and kept ones make the first, the inserted and kept ones the second.

    >>> [(span.kind, span.text) for span in text_spans("每超过一个百分点", "每超过两个百分点")]
    [('kept', '每超过'), ('removed', '一'), ('inserted', '两'), ('kept', '个百分点')]
    """
    return _joined(_by_sentence(before, after))


def _by_sentence(before: str, after: str) -> Iterator[TextSpan]:
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    yield TextSpan("kept", before[:head])
    yield from _middle(before[head : len(before) - tail], after[head : len(after) - tail])
    yield TextSpan("kept", before[len(before) - tail :])


def _common(one: str, two: str) -> int:
    shorter = min(len(one), len(two))
    return next((place for place in range(shorter) if one[place] != two[place]), shorter)


def _middle(before: str, after: str) -> Iterator[TextSpan]:
    if len(before) * len(after) <= MAX_COMPARISONS:
        yield from _pieces(before, after)
        return
    # Long texts: sentence by sentence first, and characters only inside of sentences that were exchanged.
    old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    for hunk in hunks(old, new):
        was, now = "".join(old[slice(*hunk.before)]), "".join(new[slice(*hunk.after)])
        if hunk.is_same:
            yield TextSpan("kept", was)
        elif len(was) * len(now) <= MAX_COMPARISONS:
            yield from _pieces(was, now)
        else:
            yield from (TextSpan("removed", was), TextSpan("inserted", now))


def _pieces(before: str, after: str) -> Iterator[TextSpan]:
    for hunk in hunks(before, after):
        was, now = before[slice(*hunk.before)], after[slice(*hunk.after)]
        yield from ([TextSpan("kept", was)] if hunk.is_same else [TextSpan("removed", was), TextSpan("inserted", now)])


def hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    """
    Yield what two sequences have in common and what not, in order; the same, mirrored, for the reverse.

    Sequences with more than `MAX_COMPARISONS` pairs of equal elements are one hunk.
    """
    counts = Counter(after)
    if sum(counts[each] for each in before) > MAX_COMPARISONS:
        yield Hunk(False, (0, len(before)), (0, len(after)))
        return
    # The matcher is not symmetric; one direction serves both.
    is_turned = list(before) > list(after)
    one, two = (after, before) if is_turned else (before, after)
    for tag, low, high, other_low, other_high in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        mine, theirs = (low, high), (other_low, other_high)
        yield Hunk(tag == "equal", *((theirs, mine) if is_turned else (mine, theirs)))


def _joined(spans: Iterator[TextSpan]) -> tuple[TextSpan, ...]:
    """Neighbours of one kind joined, empty ones left out; between kept parts the removed stand before the inserted."""
    found: list[TextSpan] = []
    removed = inserted = ""
    for span in (*spans, TextSpan("kept", "")):
        if span.kind == "removed":
            removed += span.text
        elif span.kind == "inserted":
            inserted += span.text
        elif span.text:
            found += _exchange(removed, inserted)
            removed = inserted = ""
            _add_kept(found, span)
    return (*found, *_exchange(removed, inserted))


def _exchange(removed: str, inserted: str) -> list[TextSpan]:
    pairs: list[TextSpan] = [TextSpan("removed", removed), TextSpan("inserted", inserted)]
    return [span for span in pairs if span.text]


def _add_kept(found: list[TextSpan], span: TextSpan) -> None:
    if found and found[-1].kind == "kept":
        found[-1] = TextSpan("kept", found[-1].text + span.text)
    else:
        found.append(span)
