"""Which scoring table belongs to which report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

__all__ = ["TableSlot", "assigned"]


@frozen(kw_only=True)
class TableSlot:
    """
    Where a scoring table stands.

    Attributes:
        kind: department or project, by its title.
        reports_before: how many reports of either kind stand before it.
    """

    kind: str
    reports_before: int


def assigned(kinds: Sequence[str], tables: Sequence[TableSlot]) -> Iterator[tuple[int, int]]:
    """
    Yield pairs of a report and its table, by their positions.

    Tables follow their reports: as many of a kind as reports of that kind before them, in the same order; a single
    table belongs to the report right before it. One report and one table of a kind in a whole form belong together
    wherever they stand. Anything else would be a guess, and is left out.

    Args:
        kinds: the kind of each report.
        tables: the tables, in the order of the form.

    >>> list(assigned(["department", "project"], [TableSlot(kind="department", reports_before=2)]))
    [(0, 0)]
    >>> list(assigned(["department", "department"], [TableSlot(kind="department", reports_before=2)]))
    [(1, 0)]
    """
    for kind in dict.fromkeys(kinds):
        reports = [place for place, each in enumerate(kinds) if each == kind]
        own = [place for place, each in enumerate(tables) if each.kind == kind]
        if len(reports) == len(own) == 1:
            yield reports[0], own[0]
            continue
        start = 0
        for before, group in groupby(
            own, key=lambda place: sum(each < tables[place].reports_before for each in reports)
        ):
            run, waiting = list(group), reports[start:before]
            start = before
            if len(run) == len(waiting):
                yield from zip(waiting, run, strict=True)
            elif len(run) == 1 and waiting:
                yield waiting[-1], run[0]
