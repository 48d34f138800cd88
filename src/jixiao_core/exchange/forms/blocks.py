"""What every reader makes of a published form: rows of cells and loose lines, each with its place."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from attrs import field, frozen

from jixiao_core.reports.parts import Paragraph, UnreadWhy

__all__ = [
    "MAX_CELLS",
    "Block",
    "Cell",
    "Line",
    "Note",
    "Row",
    "heading_of",
    "is_page_number",
    "label",
    "paragraphs_of",
    "squeezed",
]

MAX_CELLS: Final = 20_000
"""As many cells and lines a form may have; the forms of this field have about a thousand."""

_BRACKETS: Final = str.maketrans("()[]:,;", "（）［］：，；")  # noqa: RUF001 - the full-width ones are meant
_UNSEEN: Final = re.compile(r"[\s\u3000\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_PAGE: Final = re.compile(
    r"[-—–―－]{1,2}[0-9０-９]{1,4}[-—–―－]{1,2}|第[0-9０-９]{1,4}页(?:[,，/／]?共[0-9０-９]{1,4}页)?"
)
_NUMBER: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]{1,2}、|（[0-9]{1,2}）)")


@frozen
class Note:
    """
    Something that a layout says of a cell or line beside its text.

    Attributes:
        why: as in `Unread`.
        text: what is told; empty where that is the text of the cell itself.
    """

    why: UnreadWhy
    text: str = ""


@frozen
class Cell:
    """
    One cell of a table.

    Attributes:
        text: as printed, with its line breaks; the empty lines at its ends are gone.
        line: the number of its first line in the form, counted from 1.
        place: the sheet and the cell, where the form is a workbook.
        notes: what its layout says of it.
        is_continued: whether it is merged with the cell above, where the layout says so.
        span: over how many columns it goes, where a letter has to know.
        continues: what is printed in the cell above that it is merged with.
    """

    text: str
    line: int
    place: str = field(default="", repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)
    is_continued: bool = field(default=False, repr=False, eq=False)
    span: int = field(default=1, repr=False, eq=False)
    continues: str = field(default="", repr=False, eq=False)

    @property
    def origin(self) -> str:
        """Where a figure in it comes from."""
        return self.place or f"第{self.line}行"

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in it; an ideographic space prints nothing."""
        return not squeezed(self.text)


@frozen
class Row:
    """
    One row of a table.

    A cell that is merged with the one above appears as an empty cell, one that is merged with its left neighbour not
    at all: a row can have fewer cells than its table has columns.
    """

    cells: tuple[Cell, ...]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.cells[0].line


@frozen
class Line:
    """A line outside the tables; its attributes are those of `Cell`."""

    text: str
    line: int
    place: str = field(default="", repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)


Block: TypeAlias = Row | Line
"""What a form consists of, in its order."""


def squeezed(text: str) -> str:
    """
    Return a text without any white space and unseen characters.

    >>> squeezed("姓　 名")
    '姓名'
    """
    return _UNSEEN.sub("", text)


def label(text: str) -> str:
    r"""
    Return a text as labels are compared: no white space, brackets and punctuation full-width, no colon at its end.

    >>> label("部门(单位)名称:"), label("公共财\n政拨款")
    ('部门（单位）名称', '公共财政拨款')
    """
    return squeezed(text).translate(_BRACKETS).removesuffix("：")


def is_page_number(text: str) -> bool:
    """
    Whether a line prints the number of a page and nothing else.

    >>> is_page_number("— 5 —"), is_page_number("第 3 页 共 9 页"), is_page_number("5")
    (True, True, False)
    """
    return _PAGE.fullmatch(squeezed(text)) is not None


def heading_of(text: str) -> str:
    """
    Return a label without the number in front of it.

    >>> heading_of("一、项 目 基 本 概 况")
    '项目基本概况'
    """
    return _NUMBER.sub("", label(text))


def paragraphs_of(cell: Cell) -> tuple[Paragraph, ...]:
    """Return the lines of a cell that are not blank, without the white space at their ends."""
    lines = enumerate(cell.text.split("\n"), start=cell.line)
    return tuple(Paragraph(line.strip(), number) for number, line in lines if squeezed(line))
