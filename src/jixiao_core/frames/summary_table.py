"""The summary table (汇总表) as a workbook: one line a unit, one line a row that does not agree, and what it holds under."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from jixiao_core.errors import LimitError, Problem
from jixiao_core.exchange.forms.cell_texts import fits, shortened_to
from jixiao_core.exchange.forms.overlay_template import new_workbook, put_text, settled_archive
from jixiao_core.frames.summary_words import SummaryWords, Value
from jixiao_core.frames.table_writing import MAX_SHEET_LINES, number_of
from jixiao_core.frames.unit_reviews import SummaryTable
from jixiao_core.messages import Message, number_text
from jixiao_core.present.columns import columns_of
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.visible import writable

__all__ = ["summary_workbook"]

MAX_CELL: Final = 32_000
"""So many characters of a text a cell holds; a spreadsheet has room for 32,767."""
LINE: Final = 14
"""How high a line of text is, in points."""
MOST_HEIGHT: Final = 400
"""As high a line of a sheet can be, in points."""
HEAD: Final = 4
"""The lines of a sheet above its units: title, subtitle, and two lines of headings."""


@frozen(kw_only=True)
class Column:
    """
    A column of a sheet.

    Attributes:
        code: what stands in it.
        group: the heading that it shares with its neighbours; empty where it has none.
        least: the fewest columns of text that it is wide.
        most: the most; longer text is wrapped.
        is_always: whether it is there where no line says anything in it.
    """

    code: str
    group: str = ""
    least: int = 9
    most: int = 13
    is_always: bool = True


UNITS: Final = (
    Column(code="at", least=5, most=7),
    Column(code="unit", least=12, most=20),
    Column(code="subject", most=18, is_always=False),
    Column(code="fiscal_year", least=6, is_always=False),
    Column(code="claimed", group="claimed"),
    Column(code="claimed_grade", group="claimed", is_always=False),
    Column(code="possible_low", group="computed"),
    Column(code="possible_high", group="computed"),
    Column(code="provisional", group="computed"),
    Column(code="strict_low", group="computed"),
    Column(code="strict_high", group="computed"),
    Column(code="grades", group="computed", most=12, is_always=False),
    Column(code="difference"),
    Column(code="opinion", least=12, most=14),
    Column(code="to_correct", most=10),
    Column(code="pending", most=10),
    Column(code="unclaimed", most=10),
    Column(code="reasons", least=12, most=26),
    Column(code="papers", least=12, most=36),
    Column(code="remarks", least=12, most=36, is_always=False),
    Column(code="source", most=18, is_always=False),
)
ROWS: Final = (
    Column(code="at", least=5, most=7),
    Column(code="unit", least=12, most=20),
    Column(code="indicator", least=14, most=26),
    Column(code="maximum", least=7),
    Column(code="claimed"),
    Column(code="possible", least=12, most=24),
    Column(code="difference"),
    Column(code="opinion", least=12, most=20),
    Column(code="reasons", least=12, most=28),
    Column(code="papers", least=12, most=40),
)


def summary_workbook(found: SummaryTable, locale: str = "zh_Hans_CN") -> bytes:
    """
    Return units as a workbook that can be printed: 汇总表, 逐项, 说明; points are numbers, nothing is a formula.

    Args:
        found: the units, reviewed.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        LimitError: where a sheet would have more than 1,048,575 lines.
        FormatError: where openpyxl is missing.
        UnknownNameError: for an unknown locale.
    """
    told = SummaryWords(found, locale_of(locale))
    units = [told.unit(at, each) for at, each in enumerate(found.units, start=1)]
    rows = [line for at, each in enumerate(found.units, start=1) for line in told.rows(at, each)]
    for lines in (units, rows):
        if len(lines) + HEAD + 1 > MAX_SHEET_LINES:
            message = Message.of("summary.too_many", found=len(lines), limit=MAX_SHEET_LINES - HEAD - 1)
            raise LimitError(Problem(message))
    book = new_workbook()
    book.remove(book.active)
    pin = told.say("subtitle", pin=found.rubric.pin)
    title = told.say("title", title=found.rubric.title)
    _Sheet(book, told, "units", UNITS).write((title, pin), units, told.closing)
    title = told.say("title_rows", title=found.rubric.title)
    end = told.closing if rows else f"{told.say('no_rows')} {told.closing}"
    _Sheet(book, told, "rows", ROWS).write((title, pin), rows, end)
    _write_about(book, told)
    stream = io.BytesIO()
    book.save(stream)
    return settled_archive(stream.getvalue())


class _Sheet:
    """One sheet of lines under headings, set up for paper."""

    def __init__(self, book: Any, told: SummaryWords, name: str, columns: Sequence[Column]) -> None:
        self.told = told
        self.columns = columns
        self.sheet = book.create_sheet(told.say(f"sheet_{name}"))

    def write(self, title: tuple[str, str], lines: Sequence[dict[str, Value]], end: str) -> None:
        """Write title, headings and lines, and a last line across."""
        said = {code for line in lines for code, value in line.items() if value not in (None, "")}
        self.columns = [each for each in self.columns if each.is_always or each.code in said]
        style = _styles()
        for at, text in enumerate(title, start=1):
            self._across(
                at, text, style(is_bold=at == 1, size=14 if at == 1 else 9, across="center" if at == 1 else "")
            )
        self._headings(style(is_bold=True, across="center", is_boxed=True))
        boxed = {is_text: style(is_boxed=True, across="left" if is_text else "center") for is_text in (True, False)}
        for at, line in enumerate(lines, start=HEAD + 1):
            for column, each in enumerate(self.columns, start=1):
                value = line.get(each.code)
                cell = self.sheet.cell(at, column)
                _put(cell, value, self.told)
                boxed[isinstance(value, str)](cell)
        self._across(HEAD + 1 + len(lines), end, style(size=9))
        self._set_up(lines)

    def _across(self, at: int, text: str, style: Callable[[Any], None]) -> None:
        cell = self.sheet.cell(at, 1)
        _put(cell, text, self.told)
        style(cell)
        self.sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(self.columns))

    def _headings(self, style: Callable[[Any], None]) -> None:
        """Two lines: what columns share above, their own names below; the others stand over both."""
        for at, each in enumerate(self.columns, start=1):
            top, name = self.sheet.cell(HEAD - 1, at), self.told.say(f"column_{each.code}")
            below = self.sheet.cell(HEAD, at)
            style(top)
            style(below)
            group = [place for place, other in enumerate(self.columns, start=1) if other.group == each.group]
            if not each.group or len(group) == 1:
                _put(top, name, self.told)
                self.sheet.merge_cells(start_row=HEAD - 1, end_row=HEAD, start_column=at, end_column=at)
                continue
            _put(below, name, self.told)
            if at == group[0]:
                _put(top, self.told.say(f"group_{each.group}"), self.told)
                self.sheet.merge_cells(start_row=HEAD - 1, end_row=HEAD - 1, start_column=at, end_column=group[-1])

    def _set_up(self, lines: Sequence[dict[str, Value]]) -> None:
        sheet = self.sheet
        widths = [self._width(each, lines) for each in self.columns]
        headings = [self.told.say(f"column_{each.code}") for each in self.columns]
        for at, width in enumerate(widths, start=1):
            sheet.column_dimensions[_letters(at)].width = width
        heights = {1: 24, HEAD - 1: LINE + 3, HEAD: _height(headings, widths)}
        for at, line in enumerate(lines, start=HEAD + 1):
            heights[at] = _height([_shown(line.get(each.code), self.told) for each in self.columns], widths)
        for at, height in heights.items():
            sheet.row_dimensions[at].height = height
        names = [each.code for each in self.columns]
        # Whose line it is stays in sight.
        sheet.freeze_panes = f"{_letters(names.index('unit') + 2)}{HEAD + 1}"
        sheet.print_title_rows = f"{HEAD - 1}:{HEAD}"
        _on_paper(sheet, self.told)

    def _width(self, column: Column, lines: Sequence[dict[str, Value]]) -> int:
        """As wide as the longest text, but no wider than a column may be."""
        texts = (_shown(line.get(column.code), self.told) for line in lines)
        parts = [part for text in texts for part in text.split("\n")]
        width = max(map(columns_of, [*parts, *self.told.say(f"column_{column.code}").split()]), default=0) + 2
        return min(max(width, column.least), column.most)


def _height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """How high a line is whose texts are wrapped in their columns; spreadsheets do not find out by themselves."""
    counts = (
        sum(max(1, -(-columns_of(part) // width)) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(MOST_HEIGHT, LINE * max(counts, default=1) + 3)


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _on_paper(sheet: Any, told: SummaryWords) -> None:
    """A4 across, as wide as the paper, with numbered pages."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.page_margins.footer = 0.4
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = told.say("page")


def _styles() -> Callable[..., Callable[[Any], None]]:
    """What makes styles of cells, the parts of which are shared among all cells."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side(style="thin", color="FF808080")
    border = Border(left=side, right=side, top=side, bottom=side)
    fill = PatternFill("solid", fgColor="FFE8E8E8")

    def style(
        *, is_bold: bool = False, size: int = 10, across: str = "", is_boxed: bool = False
    ) -> Callable[[Any], None]:
        font = Font(name="宋体", size=size, bold=is_bold)
        place = Alignment(horizontal=across or "left", vertical="center", wrap_text=True)

        def put(cell: Any) -> None:
            cell.font, cell.alignment = font, place
            if is_boxed:
                cell.border = border
                if is_bold:
                    cell.fill = fill

        return put

    return style


def _put(cell: Any, value: Value, told: SummaryWords) -> None:
    """Points and counts as numbers where a spreadsheet keeps them as they are, everything else as text."""
    if isinstance(value, Fraction | int):
        text = number_text(Fraction(value))
        number = number_of(text)
        if number is not None:
            cell.value = number
            return
        put_text(cell, text)
    elif value:
        put_text(cell, _plain(value, told))


def _plain(text: str, told: SummaryWords) -> str:
    """A text as a workbook can hold it."""
    shown = writable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return shown if fits(shown) else told.say("cut", text=shortened_to(shown, MAX_CELL))


def _shown(value: Value, told: SummaryWords) -> str:
    if value is None:
        return ""
    return _plain(value, told) if isinstance(value, str) else number_text(Fraction(value))


def _write_about(book: Any, told: SummaryWords) -> None:
    sheet = book.create_sheet(told.say("sheet_about"))
    style = _styles()
    widths = (22, 100)
    for at, (name, text) in enumerate(told.about(), start=1):
        sheet.row_dimensions[at].height = _height((name, _plain(text, told)), widths)
        for column, said in ((1, name), (2, text)):
            cell = sheet.cell(at, column)
            _put(cell, said, told)
            style(is_boxed=bool(name), across="left")(cell)
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[_letters(at)].width = width
    _on_paper(sheet, told)
