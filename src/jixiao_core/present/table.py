"""Tables for a terminal, through rich (extra `cli`): Chinese characters are two columns wide there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Final

from jixiao_core.errors import FormatError, Problem
from jixiao_core.messages import Message
from jixiao_core.present.columns import columns_of, wrapped
from jixiao_core.present.i18n import render
from jixiao_core.present.labels import column
from jixiao_core.present.rows import TableRow, review_rows, rubric_rows, sheet_rows
from jixiao_core.present.summaries import closing, conditions, heading, sheet_summary, summary
from jixiao_core.present.visible import visible
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.review import Review
from jixiao_core.scoring.sheet import ScoreSheet

if TYPE_CHECKING:
    from rich.console import Console, Group, JustifyMethod, OverflowMethod
    from rich.table import Table
    from rich.text import Text

__all__ = ["grid", "rich_of", "terminal_table"]

COLUMNS = ("indicator", "maximum", "claimed", "possible", "opinion")
_RATIOS = {"indicator": 5, "possible": 4, "opinion": 4, "criterion": 9}
_NUMBERS = ("maximum", "claimed")
_LEAST_TEXT = 10
"""As few columns a text is folded into: five Chinese characters."""
_BETWEEN = 3
"""The blanks between two columns."""
_STYLES = {"above": "bold", "below": "bold", "unmatched": "bold"}


def terminal_table(
    rows: tuple[TableRow, ...],
    locale: str,
    *,
    width: int = 100,
    columns: tuple[str, ...] = COLUMNS,
    role: Role = "self",
) -> str:
    """
    Return a table as text of at most `width` columns, without colours.

    Args:
        rows: the lines.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal; a Chinese character takes two.
        role: whose scores are claimed.
        columns: which columns, of indicator, maximum, claimed, possible, opinion, criterion.

    Raises:
        FormatError: when the table does not fit into the width, or rich is not installed; the message says what to do.
    """
    _need_rich()
    _refuse_narrow(_least_width(rows, locale, columns, role), width)
    return _printed(_table(rows, locale, columns, role), width)


def _cells() -> type[Text]:
    """The text of a cell, which breaks where a paragraph does: no line of it begins with ），。 or ends with （."""
    from rich.containers import Lines
    from rich.text import Text

    class Cell(Text):
        def wrap(
            self,
            console: Console,
            width: int,
            *,
            justify: JustifyMethod | None = None,
            overflow: OverflowMethod | None = None,
            tab_size: int = 8,
            no_wrap: bool | None = None,
        ) -> Lines:
            # What fits stays as it is quoted, blanks and all.
            parts = (p if columns_of(p) <= width else wrapped(p, width) for p in self.plain.split("\n"))
            lines = "\n".join(parts).split("\n")
            found = Lines()
            for line in [self.plain] if no_wrap else lines:
                text = Text(line, style=self.style, justify=self.justify, overflow=self.overflow)
                found.extend(
                    text.wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
                )
            return found

    return Cell


def grid(head: tuple[str, ...], lines: tuple[tuple[str, ...], ...], *, width: int = 100) -> str:
    """
    Return a table of words in the first column and numbers in the others, as text of at most `width` columns.

    Args:
        head: the headings.
        lines: the cells, line by line.
        width: columns of the terminal; a Chinese character takes two.

    Raises:
        FormatError: when the table does not fit into the width, or rich is not installed; the message says what to do.
    """
    _need_rich()
    _refuse_narrow(_least_grid(head, lines), width)
    from rich import box
    from rich.table import Table

    cell = _cells()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for number, name in enumerate(head):
        is_number = number > 0
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for line in lines:
        table.add_row(*map(cell, line))
    return _printed(table, width)


def _need_rich() -> None:
    try:
        import_module("rich.console")
    except ImportError:
        raise FormatError(Problem(Message.of("present.rich_missing"))) from None


def _refuse_narrow(least: int, width: int) -> None:
    """Refuse a width in which a column would be lost; rich drops it without a word."""
    if width < least:
        raise FormatError(Problem(Message.of("present.too_narrow", found=width, least=least)))


def _least_grid(head: tuple[str, ...], lines: tuple[tuple[str, ...], ...]) -> int:
    """The fewest columns of a terminal in which words are folded and numbers and headings stand whole."""
    from rich.cells import cell_len

    words, *numbers = zip(head, *lines, strict=True)
    widths = [max(_LEAST_TEXT, cell_len(words[0])), *(max(map(cell_len, each)) for each in numbers)]
    return sum(widths) + _BETWEEN * (len(widths) - 1)


def _printed(table: Table, width: int) -> str:
    from rich.console import Console

    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=False, color_system=None, legacy_windows=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _least_width(rows: tuple[TableRow, ...], locale: str, names: tuple[str, ...], role: Role) -> int:
    """The fewest columns of a terminal in which every column of the table stands, numbers and headings whole."""
    from rich.cells import cell_len

    widths = []
    for position, name in enumerate(names):
        cells = [_cell(row, name) for row in rows] if name in _NUMBERS else []
        indent = 2 * max((row.level for row in rows), default=0) if position == 0 else 0
        least = 0 if name in _NUMBERS else _LEAST_TEXT + indent
        widths.append(max(least, *map(cell_len, (column(name, locale, role), *cells))))
    return sum(widths) + _BETWEEN * (len(names) - 1)


def _cell(row: TableRow, name: str) -> str:
    text = {
        "indicator": row.label,
        "maximum": row.maximum,
        "claimed": row.claimed,
        "possible": row.possible,
        "opinion": row.opinion,
        "criterion": row.criterion,
    }[name]
    return visible(text)


def _table(rows: tuple[TableRow, ...], locale: str, names: tuple[str, ...], role: Role) -> Table:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table

    cell = _cells()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for name in names:
        is_number = name in _NUMBERS
        table.add_column(
            column(name, locale, role),
            justify="right" if is_number else "left",
            no_wrap=is_number,
            overflow="fold",
            ratio=_RATIOS.get(name),
        )
    for row in rows:
        style = "bold" if row.is_group else _STYLES.get(row.verdict, "")
        # Text, not markup: labels may hold square brackets.
        first, *rest = (cell(_cell(row, name)) for name in names)
        table.add_row(Padding(first, (0, 0, 0, 2 * row.level)), *rest, style=style)
    return table


# What rich asks for, in the language of the tables; on a terminal it knows the width itself.
_LOCALE: Final = "zh_Hans_CN"


def rich_of(value: object) -> Group:
    """Return a sheet, a review or a rubric as what rich prints; TypeError for anything else."""
    from rich.console import Group
    from rich.text import Text

    return Group(*(Text(visible(part)) if isinstance(part, str) else part for part in _parts(value)))


def _parts(value: object) -> Iterator[str | Table]:
    """Lines and tables, in their order."""
    match value:
        case Rubric():
            yield render(heading(value), _LOCALE)
            yield _table(rubric_rows(value, _LOCALE), _LOCALE, ("indicator", "maximum", "criterion"), "self")
        case ScoreSheet():
            yield from _sheet_parts(value)
        case Review() if not value.rounds:
            yield from _sheet_parts(value.sheet)
        case Review():
            yield render(heading(value.rubric, value.case), _LOCALE)
            for each in value.rounds:
                yield summary(value, each, _LOCALE)
                yield _table(review_rows(value.sheet, each, _LOCALE), _LOCALE, COLUMNS, each.role)
            yield from (*conditions(value.sheet, _LOCALE), closing(_LOCALE))
        case _:
            raise TypeError(type(value).__qualname__)


def _sheet_parts(sheet: ScoreSheet) -> Iterator[str | Table]:
    yield render(heading(sheet.rubric), _LOCALE)
    yield sheet_summary(sheet, _LOCALE)
    yield _table(sheet_rows(sheet, _LOCALE), _LOCALE, ("indicator", "maximum", "possible", "opinion"), "self")
    yield from (*conditions(sheet, _LOCALE), closing(_LOCALE))
