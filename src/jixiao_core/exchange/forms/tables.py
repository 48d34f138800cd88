"""Tables: headings over merged cells, rows that an empty line has split, merged cells filled down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from jixiao_core.exchange.forms.blocks import Cell, Row, label
from jixiao_core.exchange.forms.ledger import Ledger, known_part

__all__ = ["columns_of", "filled_down", "joined_rows", "names_of", "pairs", "split_rows"]


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


def names_of(row: Row, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the labels of a row; what stands under a known label in its cell is no part of the label."""
    return tuple(known_part(cell, known) or label(cell.text) for cell in row.cells)


def split_rows(rows: Sequence[Row], is_heading: Callable[[Row], bool], ledger: Ledger) -> tuple[Row, ...]:
    """
    Return the rows with those that run on behind a heading split in two or more.

    Where the line between a heading and its neighbour is no empty one, both are read as one row that is twice as wide
    as the rows of the table.
    """
    counts = Counter(len(row.cells) for row in rows if not is_heading(row))
    width = counts.most_common(1)[0][0] if counts else 0
    found: list[Row] = []
    for row in rows:
        size = len(row.cells)
        chunks = [Row(row.cells[start : start + width]) for start in range(0, size, width or size)]
        if width and size > width and size % width == 0 and any(map(is_heading, chunks)):
            ledger.doubtful(chunks[1].cells[0])
            found += chunks
        else:
            found.append(row)
    return tuple(found)


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
