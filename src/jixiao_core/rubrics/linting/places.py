"""Where the parts of a clause stand (①…, a state, a condition), and which points are printed beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from jixiao_core.rubrics.linting.fragments import Fragment

__all__ = ["Places"]

_BREAK = re.compile(r"[。；;\n]")
_MARK = re.compile(r"\A[①-⑳\s（(]+")
_POINTS = ("award", "deduction", "none", "full")


@frozen
class Places:
    """
    The points that belong to each printed part.

    Attributes:
        points: part to the fragments of points beside its words; shares of the row's points are among them.
        inside: part to the other numbers in its own words.
        free: the fragments of points that stand beside no part.
    """

    points: dict[str, tuple[Fragment, ...]]
    inside: dict[str, tuple[Fragment, ...]]
    free: tuple[Fragment, ...]

    @classmethod
    def of(cls, clause: str, parts: tuple[str, ...], fragments: tuple[Fragment, ...]) -> Places:
        """Find every part in its clause, the longest first, because one may be the end of another."""
        spans = dict(_spans(clause, parts))
        starts = sorted(start for start, _ in spans.values())
        points: dict[str, tuple[Fragment, ...]] = {}
        inside: dict[str, tuple[Fragment, ...]] = {}
        for part, (start, end) in spans.items():
            later = min((each for each in starts if each > start), default=len(clause))
            stop = _BREAK.search(clause, end)
            until = min(later, stop.start() if stop else len(clause))
            points[part] = tuple(each for each in fragments if start <= each.start < until and _gives_points(each, end))
            words = tuple(each for each in fragments if start <= each.start < end and each not in points[part])
            if words:
                inside[part] = words
        owned = {each for found in points.values() for each in found}
        free = tuple(each for each in fragments if (each.kind == "bare" or _gives_points(each)) and each not in owned)
        return cls(points, inside, free)

    def own(self, part: str) -> tuple[Fragment, ...]:
        """Return the points that are printed beside a part; none where it is not found or has none of its own."""
        return self.points.get(part, ())


def _gives_points(fragment: Fragment, words_end: int = 0) -> bool:
    """Whether a fragment gives or takes points, or a share of them behind the words of its part."""
    is_share = fragment.kind == "level" and fragment.unit == "rate" and fragment.start >= words_end
    return fragment.kind in _POINTS or is_share


def _spans(clause: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
    taken: list[tuple[int, int]] = []
    for part in sorted(parts, key=len, reverse=True):
        found = _free_place(clause, part, taken) or _free_place(clause, _MARK.sub("", part), taken)
        if found:
            taken.append(found)
            yield part, found


def _free_place(clause: str, words: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first place of the words that lies in none that is taken already."""
    position = clause.find(words) if words else -1
    while position >= 0:
        end = position + len(words)
        inside = next(((start, stop) for start, stop in taken if start < end and position < stop), None)
        if inside is None:
            return position, end
        position = clause.find(words, inside[1])
    return None
