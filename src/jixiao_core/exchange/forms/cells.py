"""Cells of a spreadsheet as exact text: what cannot be exact is refused with its place."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from jixiao_core.errors import FormatError, LimitError, Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.archives import check_archive, damaged
from jixiao_core.exchange.limits import MAX_BYTES
from jixiao_core.messages import Message

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "SheetCell", "sheet_cells"]

MAX_ROWS: Final = 2_000
"""As many lines a sheet may have."""
MAX_COLUMNS: Final = 100
"""As many columns a sheet may have."""
MAX_CELL: Final = 20_000
"""The longest text of a cell, in characters."""
EXACT_DIGITS: Final = 15
"""A spreadsheet keeps numbers in binary; up to so many digits the decimal that was typed is still known."""


@frozen
class SheetCell:
    """
    A cell with text in it.

    Attributes:
        place: sheet and cell, as ``调整!E4``.
        row: counted from 1.
        column: counted from 1.
        text: what stands in it, numbers as they were typed, rates with their per cent sign.
    """

    place: str
    row: int
    column: int
    text: str


def sheet_cells(content: bytes, names: Sequence[str]) -> dict[str, tuple[SheetCell, ...]]:
    """
    Return the cells with text of some sheets.

    Args:
        content: the bytes of a ``.xlsx`` document.
        names: the sheets that it must have.

    Raises:
        LimitError: for documents beyond the limits, before they are unpacked.
        FormatError: for what is no such document, for missing sheets, and for every cell with a formula, an error, a
            number that is not exact, or merged cells, all at once.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise FormatError(Problem(Message.of("exchange.xlsx_missing"))) from None
    if len(content) > MAX_BYTES:
        raise LimitError(Problem(Message.of("exchange.too_many_bytes", limit=MAX_BYTES)))
    check_archive(content, "xlsx")
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
        missing = [name for name in names if name not in book.sheetnames]
        sheets = {name: book[name] for name in names if name not in missing}
    except Exception:  # noqa: BLE001 - whatever a damaged package makes the library say
        raise damaged("xlsx", "xml") from None
    known = tuple(map(shown, book.sheetnames))
    raise_if((Problem(Message.of("exchange.xlsx_no_sheet", name=name, known=known)) for name in missing), FormatError)
    problems: list[Problem] = []
    found = {name: tuple(_cells(name, sheet, problems)) for name, sheet in sheets.items()}
    raise_if(problems, FormatError)
    return found


def _cells(name: str, sheet: Any, problems: list[Problem]) -> Iterator[SheetCell]:
    if not hasattr(sheet, "iter_rows"):
        raise damaged("xlsx", "xml")
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        message = Message.of("exchange.xlsx_too_large", name=name, rows=MAX_ROWS, columns=MAX_COLUMNS)
        raise LimitError(Problem(message))
    problems.extend(
        Problem(Message.of("exchange.xlsx_merged"), f"{name}!{merged.coord}") for merged in sheet.merged_cells.ranges
    )
    for row in sheet.iter_rows():
        for cell in row:
            place = f"{name}!{cell.coordinate}"
            try:
                text = _text(cell)
            except FormatError as error:
                problems.extend(problem.under(place) for problem in error.problems)
                continue
            if text:
                yield SheetCell(place, cell.row, cell.column, text)


def _text(cell: Any) -> str:
    match cell.value:
        case None:
            return ""
        case bool():
            raise _refused("exchange.xlsx_truth")
        case str() if cell.data_type == "f":
            raise _refused("exchange.xlsx_formula")
        case str() if cell.data_type == "e":
            raise _refused("exchange.xlsx_error", found=shown(cell.value))
        case str() as text:
            if len(text) > MAX_CELL:
                raise _refused("exchange.xlsx_cell_too_long", limit=MAX_CELL)
            return text.replace("\r\n", "\n").strip()
        case int() | float() as number:
            return _number(repr(number), str(cell.number_format))
        case dt.datetime() as moment if moment.time() == dt.time():
            return moment.date().isoformat()
        case _:
            # Array formulas, times and whatever else a cell can hold.
            is_formula = cell.data_type == "f"
            raise _refused("exchange.xlsx_formula" if is_formula else "exchange.xlsx_value")


def _number(text: str, style: str) -> str:
    """The decimal that was typed; a cell that shows per cent holds a hundredth of what it shows."""
    value = Decimal(text)
    digits = len(value.as_tuple().digits)
    if not value.is_finite() or digits > EXACT_DIGITS or abs(value.adjusted()) > EXACT_DIGITS:
        raise _refused("exchange.xlsx_inexact", found=shown(text))
    return _plain(value.scaleb(2)) + "%" if "%" in style else _plain(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refused(code: str, **params: Any) -> FormatError:
    return FormatError(Problem(Message.of(code, **params)))
