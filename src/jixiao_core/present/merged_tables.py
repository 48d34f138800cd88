"""Tables with merged cells, as official forms have them: what is printed, before it is HTML, Markdown or text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import field, frozen

__all__ = [
    "CellKind",
    "FormLine",
    "FormPart",
    "Grid",
    "LineKind",
    "MergedCell",
    "MergedTable",
    "OfficialForm",
    "owners",
]

CellKind: TypeAlias = Literal["head", "group", "label", "text", "number", "signature"]
"""The heading of columns, of rows that belong together, of a row; a text, a number, a text that somebody signs."""

LineKind: TypeAlias = Literal["cover", "section", "paragraph", "note", "summary", "closing"]
"""A line of the cover, a heading or paragraph of the narrative, a note, a summary, the closing sentence."""


@frozen(kw_only=True)
class MergedCell:
    """
    One cell of a table.

    Attributes:
        text: what is printed, with its line breaks; empty where somebody fills it in.
        kind: what it is.
        wide: as many columns it covers.
        high: as many rows it covers.
        signed: lines at its right edge: who signs, and the date.
        is_strong: whether it asks for attention.
    """

    text: str = ""
    kind: CellKind = "text"
    wide: int = 1
    high: int = 1
    signed: tuple[str, ...] = ()
    is_strong: bool = False


@frozen(kw_only=True)
class MergedTable:
    """
    A table; a cell that covers several rows stands in the first of them.

    Attributes:
        weights: the columns, and how wide each is beside the others.
        titles: lines over the whole width, above the heading.
        head: the rows of the heading, which is printed again on every page.
        body: all other rows.
        is_wide: whether it is printed across the page (landscape).
    """

    weights: tuple[int, ...]
    titles: tuple[str, ...] = ()
    head: tuple[tuple[MergedCell, ...], ...] = ()
    body: tuple[tuple[MergedCell, ...], ...] = ()
    is_wide: bool = False

    @property
    def rows(self) -> tuple[tuple[MergedCell, ...], ...]:
        """All rows: titles, heading and body."""
        titles = tuple((MergedCell(text=title, kind="head", wide=len(self.weights)),) for title in self.titles)
        return (*titles, *self.head, *self.body)

    @property
    def first_body_row(self) -> int:
        """The position of the first row below the heading."""
        return len(self.titles) + len(self.head)


@frozen(kw_only=True)
class FormLine:
    """
    A line outside the tables.

    Attributes:
        text: what is printed.
        kind: what it is.
        level: of a heading of the narrative, 1 for the highest.
    """

    text: str
    kind: LineKind = "paragraph"
    level: int = field(default=1)


Grid: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]
"""For every place of a table, row by row, the cell that covers it: its first row, and its number there."""

FormPart: TypeAlias = FormLine | MergedTable
"""What a form consists of, in its order."""


@frozen(kw_only=True)
class OfficialForm:
    """
    One form or official table.

    Attributes:
        title: its title.
        locale: the language of its labels.
        parts: what stands under the title.
        has_cover: whether its first lines are a cover of their own.
    """

    title: str
    locale: str
    parts: tuple[FormPart, ...]
    has_cover: bool = False


def owners(table: MergedTable) -> Grid:
    """
    Return for every place of the grid the row and the number of the cell that covers it.

    >>> one = MergedCell(text="a", high=2)
    >>> two = MergedCell(text="b")
    >>> owners(MergedTable(weights=(1, 1), body=((one, two), (two,))))
    (((0, 0), (0, 1)), ((0, 0), (1, 0)))
    """
    width = len(table.weights)
    grid: list[list[tuple[int, int] | None]] = [[None] * width for _ in table.rows]
    for row, number, cell in _numbered(table):
        start = grid[row].index(None)
        for down in range(cell.high):
            for across in range(cell.wide):
                assert grid[row + down][start + across] is None
                grid[row + down][start + across] = (row, number)
    return tuple(tuple(place for place in line if place is not None) for line in grid)


def _numbered(table: MergedTable) -> Iterator[tuple[int, int, MergedCell]]:
    for row, cells in enumerate(table.rows):
        for number, cell in enumerate(cells):
            yield row, number, cell
