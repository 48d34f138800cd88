"""Memos: what a value has computed about itself; never part of its identity, equality, pickles or copies."""

from __future__ import annotations

from typing import Any

__all__ = ["Memo"]


class Memo:
    """
    A place for derived results beside an immutable value.

    What it holds can always be computed again, so threads that race write the same thing, and copies start empty.

    >>> import copy
    >>> memo = Memo()
    >>> memo.checked_for = "something"
    >>> copy.copy(memo).checked_for is None
    True

    Of rubrics: `digest`, `program`, the compiled rows, and `tables`, the programs over tables. Of evidence:
    `checked_for`, the rubric against which it was checked, and `prepared`, what is ready to run for one rubric.
    """

    __slots__ = ("checked_for", "digest", "prepared", "program", "tables")

    def __init__(self) -> None:
        self.checked_for: Any = None
        self.digest: Any = None
        self.prepared: Any = None
        self.program: Any = None
        self.tables: Any = None

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        return Memo, ()

    def __repr__(self) -> str:
        return "Memo()"
