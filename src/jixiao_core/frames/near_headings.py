"""Headings that mean no column: what is perhaps meant, and which stand twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from jixiao_core.exchange.forms.workbook import column_name as letters
from jixiao_core.frames.headings import headings, known_headings, label_key
from jixiao_core.messages import Message
from jixiao_core.rubrics.names import MAX_COMPARED
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["heading_notes", "without_heading"]

ALIKE: Final = 0.6
"""So much alike a heading has to be to a name to be taken for it; people are told, nothing is read by it."""
MOST_COMPARED: Final = 100
"""So many unknown headings are compared with what is known."""

ROW_END: Final = "."
"""As headings are compared, it ends the name of a row, and behind it stands what a column says about a row: the claimed score, the reason for a deduction, an item."""
_INNER: Final = str.maketrans("“”", "‘’")


def heading_notes(
    rubric: Rubric, found: Sequence[str], used: Iterable[str], wanted: Iterable[str]
) -> Iterator[Message]:
    """
    Yield what is to be told of headings that were not read.

    Args:
        rubric: the columns that a table of units may have.
        found: the headings in their order, those that repeat with their letters behind.
        used: the columns that were read.
        wanted: the columns that would be read.

    >>> from jixiao_core import registry
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> for each in heading_notes(rubric, ["人员编制", "在职人数"], ["authorised_staffing"], ["in_service_staff"]):
    ...     print(each)
    The column “在职人数” was not read; perhaps “在职人员” is meant.
    """
    told = headings(rubric)
    read = set(used)
    free = {
        label_key(text): text
        for name in wanted
        if name not in read
        for text in (name, told[name].zh, told[name].en)
        if text
    }
    before: set[str] = set()
    known = known_headings(rubric, found)
    unknown = frozenset([each for each in found if each not in known][:MOST_COMPARED])
    for at, heading in enumerate(found, start=1):
        first = heading.removesuffix(f" ({letters(at)})")
        if first != heading and first in before:
            yield Message.of("summary.heading_again", found=first, column=letters(at))
        elif heading in unknown and (near := _nearest(heading, free)):
            yield Message.of("summary.heading_near", found=_nested(heading), nearest=_nested(near))
        before.add(heading)


def _nested(heading: str) -> str:
    """A heading as it stands in a quotation; it is read in either quotation marks."""
    return heading.translate(_INNER)


def without_heading(notes: Iterable[Message], heading: str | None) -> tuple[Message, ...]:
    """Return notes without the one that asks what a heading means, where that is known: it names the units."""
    return tuple(each for each in notes if each.code != "summary.heading_near" or each["found"] != heading)


def _nearest(heading: str, names: dict[str, str]) -> str:
    """The name that is most alike; a score is taken for no reason: what stands behind the row is compared by itself."""
    key = label_key(heading)[:MAX_COMPARED]
    row, _, kind = key.rpartition(ROW_END)
    parted = {name: name.rpartition(ROW_END) for name in names} if row else {}
    kinds = _alike(kind, dict.fromkeys(end for start, _, end in parted.values() if start))
    if not kinds:
        alike = _alike(key, names)
        return names[alike] if alike else ""
    rows = {start: name for name, (start, _, end) in parted.items() if end == kinds}
    alike = _alike(row, rows)
    return names[rows[alike]] if alike else ""


def _alike(text: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(text, known, n=1, cutoff=ALIKE)), "")
