"""The account of a published form: every cell and every line is used for something, or it is listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.exchange.forms.blocks import Block, Cell, Line, Row

__all__ = ["Ledger", "LossReport", "Unread", "Use"]

# Replaced characters, and those that turn a line around or stand in it unseen.
_DAMAGE: Final = re.compile("[\ufffd\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")

Use: TypeAlias = Literal["label", "value", "blank", "merged", "repeated"]
"""
What a cell or line served as: a label, a value, a field that is empty, a part of a merged cell, a heading that the
form prints again.
"""


@frozen
class Unread:
    """
    Something of the form that is not in the report, or not as a value.

    Attributes:
        line: where it stands.
        text: as printed.
        why: ``unknown`` nothing in the report has this place, ``unreadable`` the place is known and the text is no
            value of its kind, ``doubtful`` it was read, in a way that a person should confirm, ``damaged`` it was
            read and holds characters that were replaced or cannot be seen.
    """

    line: int
    text: str
    why: Literal["unknown", "unreadable", "doubtful", "damaged"]


@frozen(kw_only=True)
class LossReport:
    """
    What became of a published form.

    Attributes:
        cells: how many cells it has.
        lines: how many lines outside the tables.
        uses: how many of both served as what.
        unread: what is not in the report, or doubtful.
    """

    cells: int
    lines: int
    uses: tuple[tuple[Use, int], ...]
    unread: tuple[Unread, ...] = field(default=())

    @property
    def is_complete(self) -> bool:
        """Whether everything that is printed is in the report."""
        return all(each.why in ("doubtful", "damaged") for each in self.unread)


class Ledger:
    """Where the readers book what they use."""

    def __init__(self) -> None:
        self._uses: dict[int, Use] = {}
        self._doubts: list[Unread] = []

    def take(self, part: Cell | Line, use: Use = "value") -> str:
        """Book a cell or line and return its text."""
        self._uses[id(part)] = use
        return part.text

    def take_all(self, cells: Iterable[Cell], use: Use) -> None:
        """Book several cells; blank ones as blank, whatever they are taken for."""
        for cell in cells:
            self.take(cell, "merged" if cell.is_blank and use == "label" else use)

    def is_taken(self, part: Cell | Line) -> bool:
        """Whether it is booked."""
        return id(part) in self._uses

    def unreadable(self, part: Cell | Line) -> None:
        """Book a part whose place is known and whose text is no value of its kind."""
        self._uses[id(part)] = "value"
        self._doubts.append(Unread(part.line, part.text, "unreadable"))

    def doubtful(self, part: Cell | Line) -> None:
        """Note that a part was read in a way that a person should confirm."""
        self._doubts.append(Unread(part.line, part.text, "doubtful"))

    def report(self, blocks: Iterable[Block]) -> LossReport:
        """Return the account of a whole form."""
        parts = tuple(_parts(blocks))
        unknown = (Unread(part.line, part.text, "unknown") for part in parts if id(part) not in self._uses)
        damaged = (Unread(part.line, part.text, "damaged") for part in parts if _DAMAGE.search(part.text))
        uses = Counter(self._uses[id(part)] for part in parts if id(part) in self._uses)
        return LossReport(
            cells=sum(isinstance(part, Cell) for part in parts),
            lines=sum(isinstance(part, Line) for part in parts),
            uses=tuple(sorted(uses.items())),
            unread=tuple(sorted((*unknown, *damaged, *self._doubts), key=lambda each: each.line)),
        )


def _parts(blocks: Iterable[Block]) -> Iterator[Cell | Line]:
    for block in blocks:
        match block:
            case Row():
                yield from block.cells
            case Line():
                yield block
