"""The account of a published form: every cell and every line is used for something, or it is listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.exchange.forms.blocks import Block, Cell, Line, Row, label, squeezed
from jixiao_core.reports.parts import Unread

__all__ = ["Ledger", "LossReport", "Unread", "Use"]

# Replaced characters, and those that turn a line around or stand in it unseen.
_DAMAGE: Final = re.compile("[\ufffd\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")

# As many lines a label may have.
_MAX_LINES: Final = 8
# How a label may go on in a line of its own.
_TAIL: Final = re.compile(r"(?:支出|经费|收入|拨款|费用?|合计|资金|资产|款|管理|的|数|额)*(?:（.*）)?")

Use: TypeAlias = Literal["label", "value", "blank", "merged", "repeated", "page"]
"""
What a cell or line served as: a label, a value, a field that is empty, a part of a merged cell, a heading that the
form prints again, the number of a page.
"""


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
        return not any(each.why in ("unknown", "unreadable") for each in self.unread)


class Ledger:
    """Where the readers book what they use."""

    def __init__(self) -> None:
        self._uses: dict[int, Use] = {}
        self._doubts: dict[int, list[Unread]] = {}

    def take(self, part: Cell | Line, use: Use = "value") -> str:
        """Book a cell or line and return its text."""
        self._uses[id(part)] = use
        return part.text

    def take_all(self, cells: Iterable[Cell], use: Use) -> None:
        """Book several cells; blank ones as blank, whatever they are taken for."""
        for cell in cells:
            self.take(cell, "merged" if cell.is_blank and use == "label" else use)

    def take_labels(self, cells: Iterable[Cell], known: Callable[[str], bool], use: Use = "label") -> None:
        """Book the cells of a heading that are labels; a cell with any other text stays in the account."""
        for cell in cells:
            if cell.is_blank:
                self.take(cell, "merged")
            elif known(label(cell.text)) and not _runs_on(cell, known):
                self.take(cell, use)
            elif known_part(cell, known):
                self.unreadable(cell)

    def is_taken(self, part: Cell | Line) -> bool:
        """Whether it is booked."""
        return id(part) in self._uses

    def unreadable(self, part: Cell | Line, name: str = "") -> None:
        """Book a part whose place is known and whose text, or some of it, is no value of its kind."""
        self._uses[id(part)] = "value"
        self._doubt(part, "unreadable", name)

    def doubtful(self, part: Cell | Line) -> None:
        """Note that a part was read in a way that a person should confirm."""
        self._doubt(part, "doubtful")

    def shared(self, cell: Cell, name: str) -> None:
        """Note that what stands in the cell above is one with this cell, and was read for the row of that one alone."""
        self._doubts.setdefault(id(cell), []).append(Unread(cell.line, cell.continues, "shared", name, cell.place))

    def _doubt(self, part: Cell | Line, why: Literal["unreadable", "doubtful"], name: str = "") -> None:
        self._doubts.setdefault(id(part), []).append(Unread(part.line, part.text, why, name, part.place))

    def include(self, other: Ledger) -> None:
        """Book everything that another ledger books."""
        self._uses.update(other._uses)
        self._doubts.update(other._doubts)

    def unread(self, blocks: Iterable[Block]) -> Iterator[Unread]:
        """Yield what is not in the report, or doubtful, in the order of the form; a blank cell prints nothing."""
        for part in _parts(blocks):
            if id(part) not in self._uses and squeezed(part.text):
                yield Unread(part.line, part.text, "unknown", place=part.place)
            if _DAMAGE.search(part.text):
                yield Unread(part.line, part.text, "damaged", place=part.place)
            yield from self._doubts.get(id(part), ())
            yield from self._noted(part)

    def _noted(self, part: Cell | Line) -> Iterator[Unread]:
        """What the layout says of a part; that it is no value is said once."""
        is_told = id(part) not in self._uses or any(each.why == "unreadable" for each in self._doubts.get(id(part), ()))
        for note in part.notes:
            if note.why != "unreadable" or not is_told:
                yield Unread(part.line, note.text or part.text, note.why, place=part.place)

    def report(self, blocks: Iterable[Block]) -> LossReport:
        """Return the account of a whole form."""
        parts = tuple(_parts(blocks))
        uses: Counter[Use] = Counter()
        for part in parts:
            use = self._uses.get(id(part), None if squeezed(part.text) else "blank")
            uses.update([use] if use else [])
        return LossReport(
            cells=sum(isinstance(part, Cell) for part in parts),
            lines=sum(isinstance(part, Line) for part in parts),
            uses=tuple(sorted(uses.items())),
            unread=tuple(sorted(self.unread(blocks), key=lambda each: each.line)),
        )


def known_part(cell: Cell, known: Callable[[str], bool]) -> str:
    r"""
    Return the label that the first lines of a cell make, empty where they make none.

    >>> known_part(Cell("备注\n第三页起", 1), "备注".__eq__)
    '备注'
    """
    lines = cell.text.split("\n")
    names = (label("\n".join(lines[:end])) for end in range(min(len(lines), _MAX_LINES), 0, -1))
    return next((name for name in names if known(name)), "")


def _runs_on(cell: Cell, known: Callable[[str], bool]) -> bool:
    """Whether the first lines of a cell are its label and the others no part of one."""
    lines = cell.text.split("\n")
    return len(lines) > _MAX_LINES or any(
        known(label("\n".join(lines[:end]))) and not _TAIL.fullmatch(label("\n".join(lines[end:])))
        for end in range(1, len(lines))
    )


def _parts(blocks: Iterable[Block]) -> Iterator[Cell | Line]:
    for block in blocks:
        match block:
            case Row():
                yield from block.cells
            case Line():
                yield block
