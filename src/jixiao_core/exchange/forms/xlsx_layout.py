"""
The `.xlsx` layout of published forms; no extra is needed.

Sheets follow each other, and their rows become rows: a cell that continues a merged range downwards is empty, one that
continues it to the right is no cell, and rows without any text are none. Rows of a single text above and below the
table of a sheet are lines. A line number is that of the row, counted on from sheet to sheet; the place of a cell is its
sheet and its name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from attrs import evolve, field, frozen, mutable

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.archives import damaged
from jixiao_core.exchange.forms.blocks import Block, Cell, Line, Note, Row, heading_of, label
from jixiao_core.exchange.forms.number_formats import shown_number
from jixiao_core.exchange.forms.workbook import Merge, Sheet, StoredCell, Workbook, column_name, workbook_of
from jixiao_core.messages import Message

__all__ = ["xlsx_blocks"]

MAX_SHOWN_CELLS: Final = 20_000
"""As many cells a workbook may have, empty ones beside others counted."""
MAX_SHOWN_TEXT: Final = 4 * 1024 * 1024
"""As many characters all cells of a workbook may show; a text that many cells share counts for each."""

_MAX_HEADING: Final = 30


def xlsx_blocks(content: bytes) -> tuple[Block, ...]:
    """
    Return the rows and loose lines of the forms in a `.xlsx` workbook.

    Args:
        content: the bytes of the workbook.

    Raises:
        FormatError: for what is no such workbook, for macros, DOCTYPE and encryption, and for formulas whose results
            are not stored.
        LimitError: for workbooks beyond the limits.
    """
    workbook = workbook_of(content)
    _refuse_open_formulas(workbook)
    _refuse_long_texts(workbook)
    found: list[Block] = []
    before = count = 0
    for sheet in workbook.sheets:
        table = _Table(sheet, workbook, before)
        rows = tuple(table.rows(MAX_SHOWN_CELLS - count))
        count += sum(len(row.cells) for row in rows)
        found += _with_lines(rows)
        before += table.last
    return tuple(found)


def _refuse_open_formulas(workbook: Workbook) -> None:
    problems = [
        Problem(Message.of("exchange.workbook_open_formula", place=shown(_place(sheet, row, column))))
        for sheet in workbook.sheets
        for (row, column), cell in sheet.cells.items()
        if cell.value is None
    ]
    if problems:
        raise FormatError(*problems[:20])


def _refuse_long_texts(workbook: Workbook) -> None:
    total = sum(len(cell.value or "") for sheet in workbook.sheets for cell in sheet.cells.values())
    total += sum(len(text) for sheet in workbook.sheets for text in sheet.comments.values())
    if total > MAX_SHOWN_TEXT:
        raise LimitError(Problem(Message.of("exchange.workbook_too_much_text", limit=MAX_SHOWN_TEXT)))


def _place(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{column_name(column)}{row}"


@frozen
class _Shown:
    """The text of a cell, and what is to be told of it."""

    text: str
    notes: tuple[Note, ...]


@mutable
class _Table:
    """The grid of one sheet."""

    sheet: Sheet
    workbook: Workbook
    before: int
    texts: dict[tuple[int, int], _Shown] = field(init=False, factory=dict)
    last: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        for place, cell in sorted(self.sheet.cells.items()):
            self.texts[place] = self._shown(cell)
        self._note_hidden()
        for place, text in sorted(self.sheet.comments.items()):
            if text:
                self._note(place, Note("aside", text))
        self.last = max((row for row, _ in self.texts), default=0)

    def _shown(self, cell: StoredCell) -> _Shown:
        notes = (Note("formula"),) if cell.has_formula else ()
        value = cell.value or ""
        match cell.kind:
            case "n":
                code = self.workbook.formats[cell.style] if cell.style < len(self.workbook.formats) else 0
                found = shown_number(value.strip(), code, is_1904=self.workbook.is_1904)
                if found is None:
                    return _Shown(value, (*notes, Note("unreadable")))
                return _Shown(found[0], notes if found[1] else (*notes, Note("doubtful")))
            case "b":
                return _Shown("TRUE" if value.strip() == "1" else "FALSE", notes)
            case "e":
                return _Shown(value, (*notes, Note("unreadable")))
            case _:
                return _Shown("\n".join(line.rstrip() for line in value.split("\n")).strip("\n"), notes)

    def _note_hidden(self) -> None:
        """Say once of each sheet, row and column that it is hidden, at its first text."""
        columns: set[int] = set()
        rows: set[int] = set()
        for number, (row, column) in enumerate(tuple(self.texts)):
            is_first = (self.sheet.is_hidden and number == 0) or (row in self.sheet.hidden_rows and row not in rows)
            if is_first or (column in self.sheet.hidden_columns and column not in columns):
                self._note((row, column), Note("hidden"))
            rows.add(row)
            columns.add(column)

    def _note(self, place: tuple[int, int], note: Note) -> None:
        known = self.texts.get(place, _Shown("", ()))
        self.texts[place] = evolve(known, notes=(*known.notes, note))

    def rows(self, allowed: int) -> Iterator[Row]:
        """The rows that show something, at most `allowed` cells."""
        by_row: dict[int, dict[int, _Shown]] = defaultdict(dict)
        for (row, column), each in self.texts.items():
            by_row[row][column] = each
        if not by_row:
            return
        left, right = min(column for _, column in self.texts), max(column for _, column in self.texts)
        waiting = sorted(self.sheet.merges, key=lambda merge: (merge.top, merge.left), reverse=True)
        active: list[Merge] = []
        for row in sorted(by_row):
            while waiting and waiting[-1].top <= row:
                active.append(waiting.pop())
            active = [merge for merge in active if merge.bottom >= row and merge.left <= right and merge.right >= left]
            cells = tuple(self._cells(row, (left, right), by_row[row], _by_left(active)))
            allowed -= len(cells)
            if allowed < 0:
                raise LimitError(Problem(Message.of("exchange.workbook_too_many_cells", limit=MAX_SHOWN_CELLS)))
            yield Row(cells)

    def _cells(
        self, row: int, span: tuple[int, int], own: dict[int, _Shown], merges: dict[int, Merge]
    ) -> Iterator[Cell]:
        column, right = span
        # A range that begins to the left of every text covers the first columns.
        column = min([column, *merges])
        columns = sorted(own)
        while column <= right:
            merge = merges.get(column)
            end = merge.right if merge else column
            # Only what stands there is looked at: a range may cover far more cells than have something in them.
            covered = [own[each] for each in columns[bisect_left(columns, column) : bisect_right(columns, end)]]
            is_shown = merge is None or (merge.top == row and column in own)
            text = own[column].text if is_shown and column in own else ""
            under = covered[1:] if is_shown and column in own else covered
            notes = [*(own[column].notes if is_shown and column in own else ())]
            for each in under:
                # Programs write what lies under a merged cell; nobody sees it.
                notes += [*((Note("aside", each.text),) if each.text else ()), *_comments(each)]
            is_below = merge is not None and merge.top < row
            above = self.texts.get((merge.top, merge.left)) if merge is not None and is_below else None
            yield Cell(
                text,
                self.before + row,
                _place(self.sheet, row, column),
                tuple(notes),
                is_continued=is_below,
                continues="" if above is None else above.text,
            )
            column = end + 1


def _comments(each: _Shown) -> tuple[Note, ...]:
    return tuple(note for note in each.notes if note.why == "aside")


def _by_left(active: list[Merge]) -> dict[int, Merge]:
    """The merged ranges of a row by their first columns; ranges that overlap are no table."""
    found = {merge.left: merge for merge in active}
    end = 0
    for left in sorted(found):
        if left <= end:
            raise damaged("xlsx", "merges")
        end = found[left].right
    if len(found) < len(active):
        raise damaged("xlsx", "merges")
    return found


def _with_lines(rows: tuple[Row, ...]) -> Iterator[Block]:
    """The rows of a sheet, with those of a single text above and below its table as lines."""
    table = [number for number, row in enumerate(rows) if _printed(row) > 1]
    first, last = (table[0], table[-1]) if table else (len(rows), -1)
    for number, row in enumerate(rows):
        is_inside = first <= number <= last or (number > last and not _is_sentence(row))
        if is_inside or not _printed(row) or _is_heading(row):
            yield row
        else:
            yield from _lines(row)


def _printed(row: Row) -> int:
    return sum(not cell.is_blank for cell in row.cells)


def _is_sentence(row: Row) -> bool:
    """Whether the single text of a row is one of its own and no label with blank cells behind it."""
    return len(row.cells) == 1 or any(":" in cell.text or "：" in cell.text for cell in row.cells)


def _is_heading(row: Row) -> bool:
    """Whether the text is the numbered heading of a section, which belongs to the table under it."""
    (text,) = (cell.text for cell in row.cells if not cell.is_blank)
    return heading_of(text) != label(text) and len(label(text)) <= _MAX_HEADING and "\n" not in text


def _lines(row: Row) -> Iterator[Line]:
    """The lines of a single text; what is to be told of the row is told with the first."""
    notes = tuple(note for cell in row.cells for note in cell.notes)
    (shown_cell,) = (cell for cell in row.cells if not cell.is_blank)
    for text in shown_cell.text.split("\n"):
        if text.strip():
            yield Line(text.strip(), shown_cell.line, shown_cell.place, notes)
            notes = ()
