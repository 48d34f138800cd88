"""
The text layout of published forms.

A cell begins with a tab at the start of a line and takes the lines after it that do not begin with one. An empty line
before the next cell ends a row, and so does the number of a page. Text after a table would fall into its last cell: two
empty lines end a table, and so does a heading that announces text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jixiao_core.exchange.forms.blocks import Block, Cell, Line, Row, is_page_number, label

__all__ = ["text_blocks"]

_TAB: Final = "\t"
_TEXT_HEADINGS: Final = ("（文字部分）", "评价报告综述", "文字部分")


def text_blocks(text: str) -> tuple[Block, ...]:
    r"""
    Return the rows and loose lines of a form in the text layout.

    >>> for block in text_blocks("标题\n\t姓名\n\t单位\n\n\t甲\n\t\n"):
    ...     print(block)
    Line(text='标题', line=1)
    Row(cells=(Cell(text='姓名', line=2), Cell(text='单位', line=3)))
    Row(cells=(Cell(text='甲', line=5), Cell(text='', line=6)))
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    row: list[Cell] = []
    position = 0
    while position < len(lines):
        if not lines[position].startswith(_TAB):
            # Before the first cell, or after a table that has ended.
            if lines[position].strip():
                yield Line(lines[position].strip(), position + 1)
            position += 1
            continue
        end = _end_of_cell(lines, position)
        row.append(_cell(lines, position, end))
        position = end
        if position == len(lines) or not lines[position].startswith(_TAB) or _ends_row(lines, position):
            yield Row(tuple(row))
            row = []
    assert not row


def _end_of_cell(lines: list[str], start: int) -> int:
    """The position after the last line of a cell."""
    if any(mark in label(lines[start]) for mark in _TEXT_HEADINGS):
        return start + 1
    position = start + 1
    while position < len(lines) and not lines[position].startswith(_TAB):
        if _is_empty(lines, position) and _is_empty(lines, position + 1):
            return position
        if is_page_number(lines[position]) and _is_before_cell(lines, position + 1):
            return position
        position += 1
    return position


def _is_before_cell(lines: list[str], position: int) -> bool:
    """Whether the next line that is not empty begins a cell, or there is none."""
    while _is_empty(lines, position):
        position += 1
    return position >= len(lines) or lines[position].startswith(_TAB)


def _is_empty(lines: list[str], position: int) -> bool:
    return position < len(lines) and not lines[position].strip()


def _ends_row(lines: list[str], position: int) -> bool:
    """Whether the line before the next cell is empty; an empty cell is a tab and no empty line."""
    return lines[position - 1] == "" or (not lines[position - 1].startswith(_TAB) and not lines[position - 1].strip())


def _cell(lines: list[str], start: int, end: int) -> Cell:
    own = [lines[start].removeprefix(_TAB), *lines[start + 1 : end]]
    while own and not own[-1].strip():
        own.pop()
    return Cell("\n".join(own), start + 1)
