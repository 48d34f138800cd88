"""Parts of a published value that differ: paths into its canonical form, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from jixiao_core.rubrics.diffing.spans import TextSpan, hunks, text_spans
from jixiao_core.rubrics.identity import canonical_bytes

__all__ = ["PartChange", "differing_parts", "part_text"]

_WORDS = frozenset(
    ("basis", "clause", "clause_corrected", "en", "explanation", "label", "note", "notes", "papers", "source", "zh")
)
"""Steps of a path that lead to what is printed or said, and not to what scores."""
_LANGUAGES = frozenset(("zh", "en"))
_NAMED = re.compile(r"\[[^\]]*\]")
_KEYS = ("id", "document", "fact", "at", "name")


@frozen(kw_only=True)
class PartChange:
    """
    One part that is another.

    Attributes:
        path: where it stands, for example ``clause`` or ``formula.bands[0].at_least``.
        before: the canonical text; None where there was none.
        after: the same of the second rubric.
        is_words: whether it is what is printed or said, rather than a parameter.
        spans: the texts by character, where both are words.
        is_translated: whether it is one language of a text that both sides have in both.
    """

    path: str
    before: str | None
    after: str | None
    is_words: bool
    spans: tuple[TextSpan, ...] = ()
    is_translated: bool = False


def differing_parts(before: Any, after: Any, path: str) -> Iterator[PartChange]:
    """
    Yield every part in which two canonical values differ, in the order of the first.

    Args:
        before: data as `identity.plain` returns it; None: nothing.
        after: the same.
        path: where they stand.

    Entries of lists that have a name are compared by name, others by their place among equal ones.

    >>> [(part.path, part.before, part.after) for part in differing_parts({"a": ["x", "y"]}, {"a": ["y"]}, "head")]
    [('head.a[0]', 'x', None)]
    """
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in _in_both_orders(list(before), list(after)):
            found = differing_parts(before.get(key), after.get(key), f"{path}.{key}" if path else key)
            is_translated = key in _LANGUAGES and before.keys() & after.keys() >= _LANGUAGES
            yield from (evolve(part, is_translated=True) for part in found) if is_translated else found
    elif isinstance(before, list) and isinstance(after, list):
        names = _names(before, after)
        yield from _named(before, after, names, path) if names else _placed(before, after, path)
    elif isinstance(before, (dict, list)) or isinstance(after, (dict, list)):
        yield from _whole(before, after, path)
    else:
        yield _change(before, after, path)


def _in_both_orders(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The names of both; which one is first does not matter."""
    one, two = sorted((before, after), key=lambda names: (len(names), list(names)))
    return list(dict.fromkeys((*two, *one)))


def _names(before: Sequence[Any], after: Sequence[Any]) -> tuple[list[str], list[str]] | None:
    """The name of every entry of both lists, where all have one and none has it twice."""
    for key in _KEYS:
        old, new = [_name(entry, key) for entry in before], [_name(entry, key) for entry in after]
        if all(names and all(names) and len(set(names)) == len(names) for names in (old, new)):
            return old, new
    return None


def _name(entry: Any, key: str) -> str:
    if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
        return ""
    # Readings of several questions may have the same answer.
    return f"{entry['question']}.{entry[key]}" if "question" in entry else str(entry[key])


def _named(
    before: Sequence[Any], after: Sequence[Any], names: tuple[list[str], list[str]], path: str
) -> Iterator[PartChange]:
    old, new = dict(zip(names[0], before, strict=True)), dict(zip(names[1], after, strict=True))
    common = [[name for name in each if name in old and name in new] for each in names]
    for name in _in_both_orders(*names):
        yield from differing_parts(old.get(name), new.get(name), f"{path}[{name}]")
    if common[0] != common[1]:
        yield PartChange(path=path, before=", ".join(common[0]), after=", ".join(common[1]), is_words=False)


def _placed(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[PartChange]:
    texts = [[canonical_bytes(entry).decode() for entry in entries] for entries in (before, after)]
    for hunk in hunks(*texts):
        if hunk.is_same:
            continue
        (low, high), (other_low, other_high) = hunk.before, hunk.after
        for step in range(max(high - low, other_high - other_low)):
            here, there = low + step, other_low + step
            was = before[here] if here < high else None
            now = after[there] if there < other_high else None
            yield from differing_parts(was, now, f"{path}[{here if was is not None else there}]")


def _whole(before: Any, after: Any, path: str) -> Iterator[PartChange]:
    """A part that one side has, or that has another shape: entry by entry where that side is alone."""
    for place, text in _leaves(before, path):
        yield _change(text, None, place)
    for place, text in _leaves(after, path):
        yield _change(None, text, place)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    match value:
        case None:
            return
        case dict():
            for key, part in value.items():
                yield from _leaves(part, f"{path}.{key}")
        case list():
            for place, part in enumerate(value):
                yield from _leaves(part, f"{path}[{place}]")
        case _:
            yield path, value


def _change(before: Any, after: Any, path: str) -> PartChange:
    was, now = part_text(before), part_text(after)
    is_words = not _WORDS.isdisjoint(_NAMED.sub("", path).split("."))
    spans = text_spans(was, now) if is_words and was is not None and now is not None else ()
    return PartChange(path=path, before=was, after=now, is_words=is_words, spans=spans)


def part_text(value: Any) -> str | None:
    """
    Return a scalar of the canonical form as text; None for nothing.

    >>> part_text(True), part_text("90%"), part_text(None)
    ('true', '90%', None)
    """
    if value is None or isinstance(value, str):
        return value
    return canonical_bytes(value).decode()
