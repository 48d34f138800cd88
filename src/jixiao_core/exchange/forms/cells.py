"""Cells of a spreadsheet as exact text: what cannot be exact, or cannot be seen, is refused with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.archives import damaged
from jixiao_core.exchange.forms.number_formats import number_kind, shown_number
from jixiao_core.exchange.forms.workbook import Merge, Sheet, StoredCell, Workbook, column_name, workbook_of
from jixiao_core.exchange.limits import MAX_BYTES
from jixiao_core.messages import Message

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "FoundCells", "SheetCell", "sheet_cells"]

MAX_ROWS: Final = 2_000
"""As many lines a sheet may have."""
MAX_COLUMNS: Final = 100
"""As many columns a sheet may have."""
MAX_CELL: Final = 20_000
"""The longest text of a cell, in characters."""
EXACT_DIGITS: Final = 15
"""A spreadsheet keeps numbers in binary; up to so many digits the decimal that was typed is still known."""

_MAX_TOLD: Final = 20
_UNSEEN: Final = "\ufffd"
"""What the reader of workbooks puts in the place of characters that cannot be shown."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?")
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00(?:\.0{1,6})?Z?)?")


@frozen
class SheetCell:
    """
    A cell with text in it.

    Attributes:
        place: sheet and cell, as ``调整!E4``.
        row: counted from 1.
        column: counted from 1.
        text: what stands in it, numbers as they were typed, rates with their per cent sign.
        is_hidden: whether its row or column is hidden.
        is_unread: whether something stands in it that cannot be read.
    """

    place: str
    row: int
    column: int
    text: str
    is_hidden: bool = False
    is_unread: bool = False


@frozen
class FoundCells:
    """
    What stands in some sheets, and what of it could not be read.

    Attributes:
        sheets: the cells of every sheet that there is.
        merged: the rows of every sheet in which cells are merged, as far as the merges are told.
        problems: what could not be read, with sheet and cell.
    """

    sheets: dict[str, tuple[SheetCell, ...]]
    merged: dict[str, frozenset[int]]
    problems: tuple[Problem, ...]


def sheet_cells(content: bytes, names: Sequence[str], beside: Sequence[str] = ()) -> FoundCells:
    """
    Return the cells with text of some sheets, and a problem for everything that cannot be read.

    Problems are: missing and hidden sheets, others with something in them, merged cells, and every cell with a
    formula, an error or a number that is not exact; such a cell is returned without text.

    Args:
        content: the bytes of a ``.xlsx`` document.
        names: the sheets that it must have.
        beside: the sheets that it may have as well; nothing is read from them.

    Raises:
        LimitError: for documents beyond the limits, before they are unpacked.
        FormatError: for what is no such document.
    """
    if len(content) > MAX_BYTES:
        raise LimitError(Problem(Message.of("exchange.too_many_bytes", limit=MAX_BYTES)))
    book = workbook_of(content)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if len(sheets) < len(book.sheets):
        # Which of two sheets of one name is read depends on the program.
        raise damaged("xlsx", "xml")
    known = tuple(map(shown, sheets))
    there = [name for name in names if name in sheets]
    problems = [
        Problem(Message.of("exchange.xlsx_no_sheet", name=name, known=known)) for name in names if name not in sheets
    ]
    problems += (
        Problem(Message.of("exchange.xlsx_other_sheet", name=shown(name), known=tuple(names)))
        for name, sheet in sheets.items()
        if name not in (*names, *beside) and sheet.cells
    )
    found = {name: tuple(_cells(sheets[name], book, problems)) for name in there}
    return FoundCells(found, {name: _merged_rows(sheets[name]) for name in there}, tuple(problems))


def _merged_rows(sheet: Sheet) -> frozenset[int]:
    return frozenset(
        row for merge in sheet.merges[:_MAX_TOLD] for row in range(merge.top, min(merge.bottom, MAX_ROWS) + 1)
    )


def _cells(sheet: Sheet, book: Workbook, problems: list[Problem]) -> Iterator[SheetCell]:
    name = sheet.name
    if any(row > MAX_ROWS or column > MAX_COLUMNS for row, column in sheet.cells):
        message = Message.of("exchange.xlsx_too_large", name=name, rows=MAX_ROWS, columns=MAX_COLUMNS)
        raise LimitError(Problem(message))
    if sheet.is_hidden:
        problems.append(Problem(Message.of("exchange.xlsx_hidden"), name))
    problems.extend(
        Problem(Message.of("exchange.xlsx_merged"), f"{name}!{_range(merge)}") for merge in sheet.merges[:_MAX_TOLD]
    )
    for (row, column), cell in sorted(sheet.cells.items()):
        place = f"{name}!{column_name(column)}{row}"
        is_hidden = row in sheet.hidden_rows or column in sheet.hidden_columns
        try:
            text = _text(cell, book)
        except FormatError as error:
            problems.extend(problem.under(place) for problem in error.problems)
            yield SheetCell(place, row, column, "", is_hidden, is_unread=True)
            continue
        if text:
            yield SheetCell(place, row, column, text, is_hidden)


def _range(merge: Merge) -> str:
    return f"{column_name(merge.left)}{merge.top}:{column_name(merge.right)}{merge.bottom}"


def _text(cell: StoredCell, book: Workbook) -> str:
    if cell.has_formula or cell.value is None:
        raise _refused("exchange.xlsx_formula")
    match cell.kind:
        case "b":
            raise _refused("exchange.xlsx_truth")
        case "e":
            raise _refused("exchange.xlsx_error", found=shown(cell.value))
        case "d":
            day = _DAY.fullmatch(cell.value.strip())
            if day is None:
                raise _refused("exchange.xlsx_value")
            return day[1]
        case "n":
            return _number(cell.value.strip(), book.formats[cell.style] if cell.style < len(book.formats) else 0, book)
        case _:
            return _words(cell.value)


def _words(text: str) -> str:
    if len(text) > MAX_CELL:
        raise _refused("exchange.xlsx_cell_too_long", limit=MAX_CELL)
    if _UNSEEN in text:
        raise _refused("exchange.xlsx_unseen")
    return text.strip()


def _number(stored: str, style: int | str, book: Workbook) -> str:
    """The decimal that was typed; a cell that shows per cent holds a hundredth of what it shows."""
    if not _NUMBER.fullmatch(stored):
        raise _refused("exchange.xlsx_value")
    kind = number_kind(style)
    if kind == "day":
        found = shown_number(stored, "yyyy-m-d", is_1904=book.is_1904)
        if found is None or not found[1] or not _DAY.fullmatch(found[0]):
            raise _refused("exchange.xlsx_value")
        return found[0]
    if kind == "other":
        raise _refused("exchange.xlsx_value")
    # Programs write up to 17 digits of the binary number; the shortest decimal that is the same one was typed.
    value = Decimal(repr(float(stored))).normalize()
    digits = len(value.as_tuple().digits)
    if not value.is_finite() or digits > EXACT_DIGITS or abs(value.adjusted()) > EXACT_DIGITS:
        raise _refused("exchange.xlsx_inexact", found=shown(stored))
    return _plain(value.scaleb(2)) + "%" if kind == "per_cent" else _plain(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refused(code: str, **params: Any) -> FormatError:
    return FormatError(Problem(Message.of(code, **params)))
