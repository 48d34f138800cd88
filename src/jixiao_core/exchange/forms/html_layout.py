"""
The HTML layout of published forms, as word processors and portals save them.

Tables become rows, everything else lines. A cell that spans rows is an empty cell in the rows under it, one that spans
columns a single cell: the same shape that the text layout has. Scripts, styles and comments are no part of a form.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from attrs import field, mutable

from jixiao_core.errors import FormatError, LimitError, Problem
from jixiao_core.exchange.forms.blocks import MAX_CELLS, Block, Cell, Line, Row
from jixiao_core.messages import Message

__all__ = ["MAX_SPAN", "html_blocks"]

MAX_SPAN: Final = 1_000
"""As many rows or columns a cell may span."""

_UNSHOWN: Final = frozenset(("script", "style", "template", "title"))
_BREAKING: Final = frozenset(
    (
        *(
            "address",
            "article",
            "blockquote",
            "body",
            "br",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "footer",
            "form",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "ul"),
    )
)
_HIDDEN_START: Final = re.compile(r"<!--|<(script|style)(?![a-z0-9])", re.IGNORECASE)
_LOOSE_SIGN: Final = re.compile(r"<(?![A-Za-z/!?])")
MAX_TAG: Final = 20_000
"""The longest tag, in characters; pictures inside a page stand in attributes."""
MAX_TAGS: Final = 200_000
"""As many tags a page may have."""
_SPACE: Final = re.compile(r"[ \t\n\r\f\xa0]+")


def html_blocks(page: str) -> tuple[Block, ...]:
    """
    Return the rows and loose lines of a form in HTML, numbered by the lines of the page.

    >>> page = "<p>标题</p><table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>"
    >>> for block in html_blocks(page):
    ...     print(block)
    Line(text='标题', line=1)
    Row(cells=(Cell(text='甲', line=1), Cell(text='乙', line=1)))
    Row(cells=(Cell(text='', line=1), Cell(text='丙', line=1)))

    Raises:
        FormatError: for a page with a script, style, comment or tag that is not closed: what follows would be lost.
        LimitError: for tags, spans and numbers of tags beyond the limits.
    """
    reader = _Reader()
    reader.feed(_plain_markup(page))
    reader.close()
    reader.finish()
    return tuple(reader.blocks)


def _plain_markup(page: str) -> str:
    """
    The page without comments, scripts and styles, and with every sign that opens no tag written out.

    What is left is bounded, because the parser of the standard library takes quadratic time over tags that never end.
    """
    parts: list[str] = []
    position = 0
    for found in _HIDDEN_START.finditer(page):
        if found.start() < position:
            continue
        end = "-->" if found[0] == "<!--" else f"</{found[1]}"
        close = _find(page, end, found.end())
        if close < 0:
            raise FormatError(Problem(Message.of("exchange.unclosed_element", line=_line_of(page, found.start()))))
        parts.append(page[position : found.start()])
        # The lines stay where they are.
        parts.append("\n" * page.count("\n", found.start(), close))
        position = close + len(end) if end == "-->" else page.find(">", close) + 1 or len(page)
    plain = _LOOSE_SIGN.sub("&lt;", "".join([*parts, page[position:]]))
    _check_tags(plain)
    return plain


def _find(page: str, end: str, start: int) -> int:
    if end == "-->":
        return page.find(end, start)
    found = re.compile(re.escape(end) + r"(?![a-z0-9])", re.IGNORECASE).search(page, start)
    return -1 if found is None else found.start()


def _line_of(page: str, position: int) -> int:
    return page.count("\n", 0, position) + 1


def _check_tags(plain: str) -> None:
    count, start = 0, plain.find("<")
    while start >= 0:
        count += 1
        end = plain.find(">", start)
        if end < 0:
            raise FormatError(Problem(Message.of("exchange.unclosed_element", line=_line_of(plain, start))))
        if end - start > MAX_TAG:
            raise LimitError(Problem(Message.of("exchange.tag_too_long", line=_line_of(plain, start), limit=MAX_TAG)))
        if count > MAX_TAGS:
            raise LimitError(Problem(Message.of("exchange.too_many_tags", line=_line_of(plain, start), limit=MAX_TAGS)))
        start = plain.find("<", start + 1)


@mutable
class _Text:
    """Text as it is shown: lines, and white space run together."""

    line: int
    parts: list[str] = field(factory=list)

    def add(self, text: str) -> None:
        self.parts.append(_SPACE.sub(" ", text))

    def end_line(self) -> None:
        if self.parts and self.parts[-1] != "\n":
            self.parts.append("\n")

    def lines(self) -> list[str]:
        return [_SPACE.sub(" ", line).strip() for line in "".join(self.parts).split("\n")]

    def shown(self) -> str:
        return "\n".join(line for line in self.lines() if line)


@mutable
class _Table:
    """A table that is open: the cells of its row, and which columns cells above still cover."""

    cells: list[Cell] = field(factory=list)
    column: int = 0
    # First column of a spanning cell: its width, the rows that it still covers, and its text.
    covered: dict[int, tuple[int, int, str]] = field(factory=dict)
    opened: tuple[_Text, int, int] | None = None
    in_row: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._loose = _Text(1)
        self._table: _Table | None = None
        # A table inside a cell is part of the text of that cell.
        self._nested = 0
        self._unshown = 0
        self._cells = 0

    def _line(self) -> int:
        return self.getpos()[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSHOWN:
            self._unshown += 1
        elif tag == "table":
            self._start_table()
        elif self._table is not None and not self._nested and tag in ("tr", "td", "th"):
            if tag == "tr":
                self._end_row(self._table)
                self._table.in_row = True
            else:
                self._start_cell(self._table, dict(attrs))
        elif tag in _BREAKING or (self._nested and tag in ("tr", "td", "th")):
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNSHOWN or tag == "table":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._unshown = max(0, self._unshown - 1)
        elif tag == "table" and self._nested:
            self._nested -= 1
            self._break()
        elif self._table is not None and not self._nested and tag in ("table", "tr", "td", "th"):
            self._end_cell(self._table)
            if tag in ("table", "tr"):
                self._end_row(self._table)
            if tag == "table":
                # What stands in a table and in none of its cells is a line, as a browser shows it.
                self._flush()
                self._table = None
                self._loose = _Text(self._line())
        elif tag in _BREAKING:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._unshown:
            return
        if self._table is not None and self._table.opened is not None:
            self._table.opened[0].add(data)
            return
        if not self._loose.parts and data.strip():
            self._loose.line = self._line() + data[: len(data) - len(data.lstrip())].count("\n")
        if data.strip() or self._loose.parts:
            self._loose.add(data)

    def _start_table(self) -> None:
        if self._table is not None and self._table.opened is not None:
            self._nested += 1
            self._break()
        else:
            if self._table is not None:
                # A table that is not closed before the next one begins keeps what it has.
                self._end_row(self._table)
            self._flush()
            self._table = _Table()

    def _break(self) -> None:
        if self._table is not None and self._table.opened is not None:
            self._table.opened[0].end_line()
        else:
            self._flush()

    def _flush(self) -> None:
        """The loose text as lines."""
        self.blocks.extend(Line(line, self._loose.line) for line in self._loose.lines() if line)
        self._loose = _Text(self._line())

    def _start_cell(self, table: _Table, attributes: dict[str, str | None]) -> None:
        self._end_cell(table)
        self._flush()
        table.in_row = True
        width, height = self._span(attributes.get("colspan")), self._span(attributes.get("rowspan"))
        table.opened = (_Text(self._line()), width, height)

    def _span(self, given: str | None) -> int:
        digits = (given or "").strip()
        if not (digits.isascii() and digits.isdigit()):
            return 1
        if len(digits) > len(str(MAX_SPAN)) or int(digits) > MAX_SPAN:
            message = Message.of("exchange.span_too_large", line=self._line(), found=digits[:20], limit=MAX_SPAN)
            raise LimitError(Problem(message))
        return max(1, int(digits))

    def _end_cell(self, table: _Table) -> None:
        if table.opened is None:
            return
        text, width, height = table.opened
        table.opened = None
        self._nested = 0
        self._skip_covered(table, text.line)
        table.cells.append(Cell(text.shown(), text.line))
        if height > 1:
            # The row that it stands in ends one of them.
            table.covered[table.column] = (width, height, text.shown())
        table.column += width

    def _skip_covered(self, table: _Table, line: int) -> None:
        """Empty cells for the columns that cells above cover, up to the first that is free."""
        while table.column in table.covered:
            width, _, above = table.covered[table.column]
            table.cells.append(Cell("", line, is_continued=True, continues=above))
            table.column += width

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if not table.in_row:
            return
        self._skip_covered(table, self._line())
        if table.cells:
            # Counted here: a short page can span as many cells as no memory holds.
            self._cells += len(table.cells)
            if self._cells > MAX_CELLS:
                message = Message.of("exchange.too_many_cells", line=table.cells[0].line, limit=MAX_CELLS)
                raise LimitError(Problem(message))
            self.blocks.append(Row(tuple(table.cells)))
        table.covered = {
            column: (width, rows - 1, text) for column, (width, rows, text) in table.covered.items() if rows > 1
        }
        table.cells, table.column, table.in_row = [], 0, False

    def finish(self) -> None:
        """Book what a page that ends too early leaves open; refuse one whose text would be hidden to its end."""
        if self._unshown:
            raise FormatError(Problem(Message.of("exchange.unclosed_element", line=self._line())))
        if self._table is not None:
            self._end_row(self._table)
        self._flush()
