"""Scored tables as files: CSV and workbooks for people, Parquet and JSON for programs; no cell becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.cell_texts import MAX_UNITS, fits, shortened_to, stored_needs
from jixiao_core.exchange.forms.overlay_template import new_workbook, put_text, settled_archive
from jixiao_core.frames.cell_text import DANGEROUS
from jixiao_core.frames.headings import file_columns
from jixiao_core.frames.scored import (
    ScoredTable,
    gathered_headings,
    points_columns,
    points_text,
    remark_words,
    result_headings,
    told_remarks,
    verdict_headings,
    verdicts_among,
)
from jixiao_core.frames.verdicts import CLAIM_REMARKS, VERDICT
from jixiao_core.messages import Message
from jixiao_core.present.i18n import render
from jixiao_core.present.labels import total_label, verdict_label

__all__ = ["WRITTEN", "csv_text", "number_of", "safe_text", "table_bytes"]

WRITTEN: Final = (".csv", ".xlsx", ".parquet", ".json")
"""The files that scored tables are written to."""
MAX_SHEET_LINES: Final = 1_048_575
"""As many lines below its heading a sheet has room for."""
MAX_DIGITS: Final = 15
"""So many digits a spreadsheet keeps of a number."""
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def table_bytes(table: ScoredTable, suffix: str, locale: str) -> bytes:
    """
    Return a scored table as the bytes of a file.

    Args:
        table: the table.
        suffix: .csv and .xlsx, in words, or .parquet and .json, in codes.
        locale: the language of headings, statuses and remarks.

    Raises:
        LimitError: for workbooks that would have more than 1,048,575 lines.
        FormatError: for other suffixes, and where openpyxl is missing.
    """
    match suffix:
        case ".csv":
            # Programs that read Chinese in CSV look for the mark.
            return csv_text(_Words(table, locale).rows()).encode("utf-8-sig")
        case ".xlsx":
            return _workbook(table, locale)
        case ".parquet":
            stream = io.BytesIO()
            table.in_decimals().write_parquet(stream)
            return stream.getvalue()
        case ".json":
            return _json(table).encode()
        case _:
            raise FormatError(Problem(Message.of("frames.output_suffix", found=shown(suffix), known=WRITTEN)))


def safe_text(text: str) -> str:
    """
    Return a text with an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers.

    >>> safe_text("=1+1"), safe_text("-5.2"), safe_text("+86")
    ("'=1+1", '-5.2', "'+86")
    """
    return f"'{text}" if text.startswith(DANGEROUS) and not _NUMBER.fullmatch(text) else text


def csv_text(rows: Iterator[tuple[str, ...]]) -> str:
    """Return rows as CSV; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([safe_text(cell) for cell in row] for row in rows)
    return stream.getvalue()


def number_of(text: str) -> Decimal | None:
    """
    Return a number that a spreadsheet keeps exactly as it is written; None for everything else.

    >>> number_of("993.18"), number_of("0012"), number_of("1234567890123456")
    (Decimal('993.18'), None, None)
    """
    if not _NUMBER.fullmatch(text) or len(text.strip("-").replace(".", "").lstrip("0")) > MAX_DIGITS:
        return None
    return Decimal(text)


@frozen
class _Words:
    """A scored table as rows of text, its headings first."""

    table: ScoredTable
    locale: str

    def headings(self) -> tuple[str, ...]:
        rubric = self.table.rubric
        told = {**result_headings(rubric, self.locale), **verdict_headings(rubric, self.locale)}
        kept = tuple(self.table.kept.values())
        if self.table.is_gathered:
            words = {**told, **gathered_headings(rubric, self.locale)}
            kept = tuple(words.get(each, each) for each in kept)
        taken = set(kept)
        own = (told.get(name, name) for name in self.table.outputs)
        names = (text if text not in taken else name for name, text in zip(self.table.outputs, own, strict=True))
        return (*kept, *names)

    def rows(self) -> Iterator[tuple[str, ...]]:
        table = self.table
        yield self.headings()
        told = points_text(table.scale)
        points = set(points_columns(table.outputs))
        statuses = {
            name: render(Message.of(f"frames.status_{name}"), self.locale)
            for name in ("settled", "open", "undecided", "invalid")
        }
        verdicts = set(verdicts_among(table.outputs))
        columns: list[Any] = []
        for name in (*table.kept, *table.outputs):
            values = table.frame[name].to_list()
            if name in points:
                columns.append(["" if each is None else told(each) for each in values])
            elif name in verdicts:
                label = total_label if name == VERDICT else verdict_label
                columns.append(["" if each is None else label(each, self.locale) for each in values])
            elif name in table.kept or name not in ("status", "remarks", CLAIM_REMARKS):
                columns.append([_text(each) for each in values])
            elif name == "status":
                columns.append([statuses[each] for each in values])
            elif name == "remarks":
                columns.append(list(told_remarks(table, self.locale)))
            else:
                columns.append(list(map(remark_words(table.rubric, self.locale, are_claims=True), values)))
        yield from zip(*columns, strict=True)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _workbook(table: ScoredTable, locale: str) -> bytes:
    if table.frame.height > MAX_SHEET_LINES:
        message = Message.of("frames.too_many_for_sheet", found=table.frame.height, limit=MAX_SHEET_LINES)
        raise LimitError(Problem(message))
    book = new_workbook(write_only=True)
    sheet = book.create_sheet(render(Message.of("frames.sheet_scores"), locale))
    sheet.freeze_panes = "B2"
    numeric = {column.name for column in file_columns(table.rubric) if column.is_numeric}
    numeric.update(points_columns(table.outputs))
    are_numbers = [name in numeric for name in (*table.kept, *table.outputs)]
    for at, row in enumerate(_Words(table, locale).rows()):
        cells = zip(row, are_numbers, strict=True)
        sheet.append([_cell(sheet, text, locale, is_number=bool(at) and is_number) for text, is_number in cells])
    stream = io.BytesIO()
    book.save(stream)
    return settled_archive(stream.getvalue())


def _cell(sheet: Any, text: str, locale: str, *, is_number: bool) -> Any:
    """A number where it stays what is written, else text."""
    number = number_of(text) if is_number else None
    if number is not None:
        return number
    if not text.startswith((*DANGEROUS, "#")) and not stored_needs(text):
        return text or None
    if not fits(text):
        # What says so has room behind it.
        text = render(Message.of("tables.cell_cut", text=shortened_to(text, MAX_UNITS - 200)), locale)
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    return cell


def _json(table: ScoredTable) -> str:
    """One document: what was scored by what, and every unit with codes and exact points."""
    told = points_text(table.scale)
    points = set(points_columns(table.outputs))
    names = {**{name: name for name in table.outputs}, **table.kept}
    units = []
    for line in table.frame.iter_rows(named=True):
        unit: dict[str, Any] = {}
        for name, value in line.items():
            if name in points and name in table.outputs:
                unit[names[name]] = None if value is None else told(value)
            elif name in ("remarks", CLAIM_REMARKS) and name in table.outputs:
                unit[name] = [each for each in (value or "").split(";") if each]
            else:
                unit[names[name]] = value if isinstance(value, bool | str) or value is None else _text(value)
        units.append(unit)
    problems = [
        {"line": each.row + 1, "place": str(each.place), "code": each.message.code, "message": each.told("zh_Hans_CN")}
        for each in table.problems
    ]
    head = {"format": "jixiao-scored-table/1", "rubric": table.rubric.pin, "digest": table.rubric.digest}
    opening = json.dumps({**head, "problems": problems}, ensure_ascii=False, indent=2).removesuffix("\n}")
    # A line for every unit: there are many.
    lines = ",\n".join(f"    {json.dumps(unit, ensure_ascii=False)}" for unit in units)
    return f'{opening},\n  "units": [\n{lines}\n  ]\n}}\n'
