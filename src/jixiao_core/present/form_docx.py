"""Official forms as the paragraphs and tables of a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, groupby
from typing import Final

from jixiao_core.present.merged_tables import CellKind, FormLine, MergedCell, MergedTable, OfficialForm, owners
from jixiao_core.present.word_document import WIDTH, Block, Box, Look, Paragraph, Row, Style, Table

__all__ = ["form_blocks"]

_LOOKS: Final[dict[CellKind, Look]] = {"head": "label", "group": "centre", "label": "centre", "number": "centre"}
_TO_SIGN: Final = 1100
"""How high a row is at least in which somebody signs, in twentieths of a point."""


def form_blocks(form: OfficialForm) -> Iterator[Block]:
    """Yield the paragraphs and tables of a form; tables that follow each other are one, as on paper."""
    yield Paragraph(form.title, "title")
    for _, group in groupby(form.parts, key=lambda part: isinstance(part, MergedTable)):
        parts = tuple(group)
        yield from (Paragraph(part.text, _style(part, form)) for part in parts if isinstance(part, FormLine))
        tables = [part for part in parts if isinstance(part, MergedTable)]
        if tables:
            # Word prints only the first rows of a table again: a heading further down is a row like others.
            is_alone = len(tables) == 1
            yield Table(tuple(row for table in tables for row in _rows(table, is_alone=is_alone)))


def _style(line: FormLine, form: OfficialForm) -> Style:
    match line.kind:
        case "cover":
            return "body" if form.has_cover else "subtitle"
        case "section" if line.level == 0:
            return "title"
        case "section":
            return "heading" if line.level == 1 else "body"
        case "paragraph":
            return "body"
        case _:
            return "note"


def _rows(table: MergedTable, *, is_alone: bool) -> Iterator[Row]:
    edges = [WIDTH * each // sum(table.weights) for each in accumulate(table.weights, initial=0)]
    heads = table.first_body_row if is_alone and table.body else 0
    for place, line in enumerate(owners(table)):
        boxes, column = [], 0
        for (first, number), covered in groupby(line):
            start, column = column, column + len(tuple(covered))
            boxes.append(_box(table.rows[first][number], edges[column] - edges[start], is_first=first == place))
        height = _TO_SIGN if any(box.signed for box in boxes) else 0
        yield Row(boxes=tuple(boxes), is_head=place < heads, height=height)


def _box(cell: MergedCell, width: int, *, is_first: bool) -> Box:
    """The part of a cell in one of the rows that it covers: its text stands in the first."""
    look: Look = "bold" if cell.is_strong else _LOOKS.get(cell.kind, "text")
    if not is_first:
        return Box(width=width, look=look, merge="continue")
    return Box(text=cell.text, width=width, look=look, merge="begin" if cell.high > 1 else "", signed=cell.signed)
