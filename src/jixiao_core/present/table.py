"""Tables for a terminal, through rich (extra `cli`): Chinese characters are two columns wide there."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING

from jixiao_core.errors import FormatError, Problem
from jixiao_core.messages import Message
from jixiao_core.present.labels import column
from jixiao_core.present.rows import TableRow

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["grid", "terminal_table"]

COLUMNS = ("indicator", "maximum", "claimed", "possible", "opinion")
_RATIOS = {"indicator": 5, "possible": 4, "opinion": 4, "criterion": 9}
_STYLES = {"above": "bold", "below": "bold", "unmatched": "bold"}


def terminal_table(
    rows: tuple[TableRow, ...], locale: str, *, width: int = 100, columns: tuple[str, ...] = COLUMNS
) -> str:
    """
    Return a table as text of at most `width` columns, without colours.

    Args:
        rows: the lines.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal; a Chinese character takes two.
        columns: which columns, of indicator, maximum, claimed, possible, opinion, criterion.

    Raises:
        FormatError: when rich is not installed; the message names the extra.
    """
    _need_rich()
    return _printed(_table(rows, locale, columns), width)


def grid(head: tuple[str, ...], lines: tuple[tuple[str, ...], ...], *, width: int = 100) -> str:
    """
    Return a table of words in the first column and numbers in the others, as text of at most `width` columns.

    Args:
        head: the headings.
        lines: the cells, line by line.
        width: columns of the terminal; a Chinese character takes two.

    Raises:
        FormatError: when rich is not installed; the message names the extra.
    """
    _need_rich()
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for number, name in enumerate(head):
        is_number = number > 0
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    return _printed(table, width)


def _need_rich() -> None:
    try:
        import_module("rich.console")
    except ImportError:
        raise FormatError(Problem(Message.of("present.rich_missing"))) from None


def _printed(table: Table, width: int) -> str:
    from rich.console import Console

    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=False, color_system=None, legacy_windows=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _table(rows: tuple[TableRow, ...], locale: str, names: tuple[str, ...]) -> Table:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for name in names:
        is_number = name in ("maximum", "claimed")
        table.add_column(
            column(name, locale),
            justify="right" if is_number else "left",
            no_wrap=is_number,
            overflow="fold",
            ratio=_RATIOS.get(name),
        )
    for row in rows:
        style = "bold" if row.is_group else _STYLES.get(row.verdict, "")
        cells = {
            "indicator": row.label,
            "maximum": row.maximum,
            "claimed": row.claimed,
            "possible": row.possible,
            "opinion": row.opinion,
            "criterion": row.criterion,
        }
        # Text, not markup: labels may hold square brackets.
        first, *rest = (Text(cells[name]) for name in names)
        table.add_row(Padding(first, (0, 0, 0, 2 * row.level)), *rest, style=style)
    return table
