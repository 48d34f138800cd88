"""The columns that a table of units may have, as a list, as a document and as an empty table to fill in."""

from __future__ import annotations

import io
from typing import Any

from jixiao_core.exchange.forms.cell_texts import stored_needs
from jixiao_core.exchange.forms.overlay_template import new_workbook, put_text, settled_archive
from jixiao_core.exchange.forms.workbook import column_name as letters
from jixiao_core.frames.columns import SORTS, InputColumn, input_columns
from jixiao_core.frames.headings import file_columns, filled_unit, headings, word_labels
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.table_writing import csv_text
from jixiao_core.messages import Message, Text
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import render
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["columns_json", "columns_page", "columns_template"]

UNIT = "单位"
TEXT = Text("文字", "text")
MAX_CHOICES = 250
"""So many characters a list of choices has room for."""
SHEET, GUIDE = "单位", "填写说明"
LINES_OF_CHOICES = 2_000
"""So many lines of the template offer what may be chosen."""


def listed(rubric: Rubric, *, claims: bool) -> tuple[InputColumn, ...]:
    """Return the columns from which units are scored, and with `claims` those in which they claim and give reasons."""
    return file_columns(rubric) if claims else input_columns(rubric, scale_of(rubric))


def columns_page(rubric: Rubric, *, locale: str, width: int, claims: bool = False) -> str:
    """
    Return the columns of a rubric as a page: heading and name, what stands in it, what may be written.

    Args:
        rubric: the table, as it is read.
        locale: the language.
        width: columns of the terminal.
        claims: whether claims and reasons are listed too.
    """
    columns = listed(rubric, claims=claims)
    told = headings(rubric)
    lines = [f"{rubric.pin} {rubric.title.of(locale)}"]
    lines.append(wrapped(render(Message.of("frames.columns_head", count=len(columns)), locale), width))
    for column in columns:
        text = (
            f"{told[column.name].of(locale)}{'　' if locale.startswith('zh') else '; '}{_what(rubric, column, locale)}"
        )
        lines += [column.name, wrapped(text, width, first="  ", rest="    ")]
    return "\n".join(lines) + "\n"


def _what(rubric: Rubric, column: InputColumn, locale: str) -> str:
    """What stands in a column, its unit and what may be written."""
    sort = SORTS[column.sort]
    unit = _allowed_unit(column)
    if column.sort == "words" and not column.allowed:
        return TEXT.of(locale)
    if column.sort == "words":
        words = tuple(
            Message.of("frames.word", word=word, label=label) for word, label in word_labels(rubric, column).items()
        )
        return render(Message.of("frames.column_words", sort=sort, words=words), locale)
    if unit is None:
        return sort.of(locale)
    return render(Message.of("frames.column_unit", sort=sort, unit=unit), locale)


def _allowed_unit(column: InputColumn) -> Text | None:
    match column.sort:
        case "money":
            return Text("分、元、万元、亿元", "分, 元, 万元, 亿元")
        case "rate":
            return Text("%")
        case "flag":
            return Text("是／否", "是/否, true/false, 1/0")
        case _:
            return filled_unit(column) if filled_unit(column).zh else None


def columns_json(rubric: Rubric, *, claims: bool = False) -> dict[str, Any]:
    """Return the columns of a rubric as a document."""
    told = headings(rubric)
    return {
        "rubric": rubric.pin,
        "digest": rubric.digest,
        "columns": [
            {
                "name": column.name,
                "heading": _both(told[column.name]),
                "sort": column.sort,
                "unit": _both(column.unit) if column.unit.zh else None,
                "allowed": [
                    {"word": word, "label": _both(label)} for word, label in word_labels(rubric, column).items()
                ],
                "row": column.row,
            }
            for column in listed(rubric, claims=claims)
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, **({"en": text.en} if text.en else {})}


def columns_template(rubric: Rubric, suffix: str, *, claims: bool = False) -> bytes:
    """
    Return an empty table with a heading for every column, in Chinese, each with the unit that is filled in.

    Args:
        rubric: the table, as it is read.
        suffix: .csv or .xlsx.
        claims: whether there are columns for claims and reasons too.

    Raises:
        FormatError: where openpyxl is needed and missing.
    """
    if suffix == ".csv":
        return csv_text(iter([_template_headings(rubric, listed(rubric, claims=claims))])).encode("utf-8-sig")
    return _template_workbook(rubric, listed(rubric, claims=claims))


def _template_headings(rubric: Rubric, columns: tuple[InputColumn, ...]) -> tuple[str, ...]:
    told = headings(rubric)
    found = [UNIT]
    for column in columns:
        unit = filled_unit(column).zh
        found.append(f"{told[column.name].zh}（{unit}）" if unit else told[column.name].zh)
    return tuple(found)


def _template_workbook(rubric: Rubric, columns: tuple[InputColumn, ...]) -> bytes:
    book = new_workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.freeze_panes = "B2"
    for at, text in enumerate(_template_headings(rubric, columns), start=1):
        put_text(sheet.cell(1, at), text)
        sheet.column_dimensions[letters(at)].width = 18
    _offer_choices(sheet, rubric, columns)
    guide = book.create_sheet(GUIDE)
    told = headings(rubric)
    rows = [(rubric.pin, rubric.digest, ""), *_guide_lines()]
    rows += [(told[column.name].zh, column.name, _what(rubric, column, "zh_Hans_CN")) for column in columns]
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row, start=1):
            if text:
                put_text(guide.cell(number, at), text)
    for letter, size in (("A", 48), ("B", 72), ("C", 48)):
        guide.column_dimensions[letter].width = size
    stream = io.BytesIO()
    book.save(stream)
    return settled_archive(stream.getvalue())


def _guide_lines() -> list[tuple[str, str, str]]:
    codes = ("guide_lines", "guide_blank", "guide_units", "guide_columns")
    return [(render(Message.of(f"frames.{code}"), "zh_Hans_CN"), "", "") for code in codes]


def _offer_choices(sheet: Any, rubric: Rubric, columns: tuple[InputColumn, ...]) -> None:
    """Offer what may be chosen where a column has words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    offered: dict[str, Any] = {}
    for at, column in enumerate(columns, start=2):
        labels = [label.zh for label in word_labels(rubric, column).values()] if column.sort == "words" else []
        choices = ["是", "否"] if column.sort == "flag" else labels
        joined = ",".join(choices)
        if not choices or len(joined) > MAX_CHOICES or stored_needs(joined) or "," in "".join(choices) or '"' in joined:
            continue
        if joined not in offered:
            offered[joined] = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
            sheet.add_data_validation(offered[joined])
        offered[joined].add(f"{letters(at)}2:{letters(at)}{LINES_OF_CHOICES}")
