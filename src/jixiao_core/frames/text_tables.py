"""Tables as text: CSV files and workbooks, line by line, every cell as it is written; a bad line never stops the rest."""

from __future__ import annotations

import csv
import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from attrs import frozen

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.number_formats import shown_number
from jixiao_core.exchange.forms.workbook import Sheet, StoredCell, Workbook, column_name, workbook_of
from jixiao_core.exchange.limits import file_bytes
from jixiao_core.frames.quotations import Quotations
from jixiao_core.messages import Message

__all__ = ["MAX_CSV", "MAX_LINES", "TableEncoding", "TextLine", "TextTable", "read_csv", "read_workbook"]

TableEncoding: TypeAlias = Literal["utf-8", "gb18030"]
"""How the text of a CSV file may be written; UTF-8 with or without a byte order mark."""

MAX_CSV: Final = 256 * 1024 * 1024
"""The largest CSV file, in bytes; larger tables come as Parquet."""
MAX_WORKBOOK: Final = 32 * 1024 * 1024
"""The largest workbook, in bytes."""
MAX_LINES: Final = 2_000_000
"""As many lines a table may have."""
MAX_WIDTH: Final = 2_000
"""As many columns a table may have."""
MAX_STORED: Final = 200_000
"""As many cells with something in them a workbook may have."""
MAX_RECORD: Final = 100
"""As many lines of the file one quoted text may run over."""
MAX_RECORD_TEXT: Final = 100_000
"""As many characters a line of a table may have."""

OPEN_FORMULA = "=?"
"""What stands for a formula whose result is not stored; no column can use it."""


@frozen(kw_only=True)
class TextLine:
    """
    A line of a table.

    Attributes:
        number: its line in the file, counted from 1.
        cells: its cells, blank ones empty.
        problem: why it cannot be read; None where it can.
    """

    number: int
    cells: tuple[str, ...]
    problem: Message | None = None


@frozen(kw_only=True)
class TextTable:
    """
    A table, its lines read when they are asked for, once.

    Attributes:
        lines: the lines that hold something.
        note: how it was read, where somebody should know.
    """

    lines: Iterator[TextLine]
    note: Message | None = None


def read_csv(path: str | os.PathLike[str], encoding: TableEncoding | None = None) -> TextTable:
    """
    Return the lines of a CSV file.

    Args:
        path: the file.
        encoding: None: UTF-8, and GB18030 where the file is none and has no byte order mark.

    Raises:
        LimitError: for files beyond the limits.
        FormatError: for what cannot be read, or is no text in the encoding.
    """
    text, used = _decoded(file_bytes(path, MAX_CSV), shown(os.fspath(path)), encoding)
    note = Message.of("frames.read_as_gb18030") if used == "gb18030" and encoding is None else None
    return TextTable(lines=_records(text), note=note)


def _decoded(content: bytes, name: str, encoding: TableEncoding | None) -> tuple[str, TableEncoding]:
    guessed: tuple[TableEncoding, ...] = ("utf-8",) if content.startswith(BOM_UTF8) else ("utf-8", "gb18030")
    tried = guessed if encoding is None else (encoding,)
    for each in tried:
        try:
            return content.decode("utf-8-sig" if each == "utf-8" else each), each
        except UnicodeDecodeError as error:
            start = error.start
    line = content.count(b"\n", 0, start) + 1
    message = Message.of(
        "frames.not_text",
        file=name,
        line=line,
        found=f"0x{content[start]:02X}",
        allowed=tuple(each.upper() for each in tried),
    )
    raise FormatError(Problem(message))


def _records(text: str) -> Iterator[TextLine]:
    """
    The records; what is wrong with one is told where it begins.

    One whose quotation does not end is a bad line of its own, and the next line is the next record. One that ends far
    below is a bad line as far as it goes: nobody knows whether the lines in it are units.
    """
    # Where nothing else ends the lines, these do: old programs for the Mac write them.
    lines = text.split("\r" if "\r" in text and "\n" not in text else "\n")
    del text
    quotations = Quotations(lines)
    at = count = 0
    while at < len(lines):
        last = quotations.last_line(at)
        end = at + 1 if last is None else last + 1
        cells, problem = _cells(lines, at, end) if last is not None else ((), Message.of("frames.line_open_quote"))
        if problem is not None or any(cells):
            count += 1
            if count > MAX_LINES:
                raise LimitError(Problem(Message.of("frames.too_many_lines", limit=MAX_LINES)))
            yield TextLine(number=at + 1, cells=cells, problem=problem)
        at = end


def _cells(lines: list[str], at: int, end: int) -> tuple[tuple[str, ...], Message | None]:
    """The cells of the record in some lines, and what is wrong with it."""
    if end - at > MAX_RECORD:
        return (), Message.of("tables.text_over_lines", start=at + 1, end=end, limit=MAX_RECORD)
    text = "\n".join(lines[at:end]).rstrip("\r\n")
    if len(text) > MAX_RECORD_TEXT:
        return (), Message.of("tables.line_of_text", limit=MAX_RECORD_TEXT)
    try:
        (cells,) = csv.reader([text], strict=True) if text else ([],)
    except csv.Error:
        return (), Message.of("tables.loose_return", end=end)
    if len(cells) > MAX_WIDTH:
        return (), Message.of("frames.line_too_wide", found=len(cells), limit=MAX_WIDTH)
    return tuple(cell.strip() for cell in cells), None


def read_workbook(path: str | os.PathLike[str]) -> TextTable:
    """
    Return the lines of the first visible sheet of a workbook that holds something; numbers as they are shown, all digits.

    Raises:
        LimitError: for workbooks beyond the limits.
        FormatError: for what cannot be read, or is no workbook.
    """
    name = shown(os.fspath(path))
    try:
        workbook = workbook_of(file_bytes(path, MAX_WORKBOOK), MAX_STORED)
    except LimitError as error:
        raise LimitError(*error.problems, Problem(Message.of("frames.save_as_csv", file=name))) from None
    except FormatError as error:
        named = (
            problem if "file" in dict(problem.message.params) else problem.under(name) for problem in error.problems
        )
        raise FormatError(*named) from None
    filled = [sheet for sheet in workbook.sheets if sheet.cells and not sheet.is_hidden]
    if not filled:
        raise FormatError(Problem(Message.of("frames.no_lines", file=name)))
    note = Message.of("frames.first_sheet", sheet=filled[0].name) if len(filled) > 1 else None
    return TextTable(lines=_sheet_lines(filled[0], workbook), note=note)


def _sheet_lines(sheet: Sheet, workbook: Workbook) -> Iterator[TextLine]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        text = _cell_text(cell, workbook)
        if text:
            rows.setdefault(row, {})[column] = text
    for row in sorted(rows):
        cells = rows[row]
        width = max(cells)
        if width > MAX_WIDTH:
            problem = Message.of("frames.line_too_wide", found=column_name(width), limit=MAX_WIDTH)
            yield TextLine(number=row, cells=(), problem=problem)
        else:
            yield TextLine(number=row, cells=tuple(cells.get(column, "") for column in range(1, width + 1)))


def _cell_text(cell: StoredCell, workbook: Workbook) -> str:
    """What a cell says, as text."""
    if cell.value is None:
        return OPEN_FORMULA
    match cell.kind:
        case "n":
            code = workbook.formats[cell.style] if cell.style < len(workbook.formats) else 0
            found = shown_number(cell.value.strip(), code, is_1904=workbook.is_1904)
            return cell.value if found is None else found[0]
        case "b":
            return "TRUE" if cell.value.strip() == "1" else "FALSE"
        case _:
            return cell.value.strip()
