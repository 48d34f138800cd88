"""Tables: headings over merged cells, rows that an empty line has split, merged cells filled down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jixiao_core.exchange.forms.blocks import Cell, Row, label
from jixiao_core.exchange.forms.ledger import Ledger

__all__ = ["columns_of", "filled_down", "joined_rows", "pairs"]


def columns_of(headers: Sequence[Row]) -> tuple[str, ...]:
    """
    Return the label of every column under heading rows with merged cells.

    In a lower heading row an empty cell continues the cell above it; cells with text lie under a cell that spans them.
    The lowest label of a column counts.

    >>> top = Row((Cell("机构名称", 1), Cell("收入合计", 2), Cell("其中：", 3)))
    >>> low = Row((Cell("", 5), Cell("", 6), Cell("上年结转", 7), Cell("其他", 8)))
    >>> columns_of([top, low])
    ('机构名称', '收入合计', '上年结转', '其他')
    """
    names = [label(cell.text) for cell in headers[0].cells]
    for header in headers[1:]:
        names = list(_under(names, [label(cell.text) for cell in header.cells]))
    return tuple(names)


def _under(above: list[str], row: list[str]) -> Iterator[str]:
    position = 0
    for name in above:
        if position < len(row) and not row[position]:
            yield name
            position += 1
            continue
        while position < len(row) and row[position]:
            yield row[position]
            position += 1
    yield from row[position:]


def joined_rows(rows: Iterable[Row], width: int, ledger: Ledger) -> Iterator[Row]:
    """
    Yield rows of `width` cells; two neighbours that only together have as many are one row that an empty line split.

    Rows of another width pass as they are.
    """
    waiting: Row | None = None
    for row in rows:
        if waiting is not None and len(waiting.cells) + len(row.cells) == width:
            ledger.doubtful(waiting.cells[-1])
            yield Row((*waiting.cells, *row.cells))
            waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if len(row.cells) < width:
            waiting = row
        else:
            yield row
    if waiting is not None:
        yield waiting


def filled_down(cell: Cell, above: str, ledger: Ledger) -> str:
    """Return the label in a cell, or that of the cell it is merged with where it is blank."""
    if cell.is_blank:
        ledger.take(cell, "merged")
        return above
    return label(ledger.take(cell, "label"))


def pairs(row: Row) -> Iterator[tuple[Cell, Cell]]:
    """Yield the labels and values of a row in which they alternate."""
    yield from zip(row.cells[::2], row.cells[1::2], strict=False)
