"""Official forms as text with drawn tables, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jixiao_core.present.columns import columns_of, fitted, wrapped
from jixiao_core.present.markdown import bold, escaped, own_lines
from jixiao_core.present.merged_tables import FormLine, Grid, MergedCell, MergedTable, OfficialForm, owners
from jixiao_core.present.visible import visible

__all__ = ["form_markdown", "form_text"]

_LEAST: Final = 4
"""As few columns of text a column of a table is cut to: two Chinese characters."""
# What is drawn where lines go up, down, left and right.
_CORNERS: Final = dict(
    zip(
        ("0101", "0110", "0111", "1001", "1010", "1011", "1101", "1110", "1111", "1100", "0011"),
        "┌┐┬└┘┴├┤┼│─",
        strict=True,
    )
)


def form_text(form: OfficialForm, *, width: int = 100) -> str:
    """
    Return a form as text.

    Args:
        form: the form.
        width: columns of the terminal; a Chinese character takes two. A table that needs more is wider.
    """
    blocks = [wrapped(form.title, width)]
    for part in form.parts:
        if isinstance(part, MergedTable):
            blocks.append("\n".join(_drawn(part, width)))
        else:
            blocks.append("\n".join(wrapped(line, width) for line in part.text.split("\n")))
    return visible("\n\n".join(block for block in blocks if block)) + "\n"


def _drawn(table: MergedTable, width: int) -> list[str]:
    """The lines of a table with its merged cells."""
    grid = owners(table)
    widths = _widths(table, width)
    texts = {
        (row, number): _cell_lines(cell, _inner(cell, start, widths))
        for row, number, start, cell in _placed(table, grid)
    }
    heights = _heights(table, grid, texts)
    lines: list[str] = []
    for row in range(len(grid) + 1):
        lines.append(_border(grid, row, widths, texts, heights))
        if row < len(grid):
            lines += [_text_line(grid, row, line, widths, texts, heights) for line in range(heights[row])]
    return lines


def _widths(table: MergedTable, width: int) -> list[int]:
    """How many columns of text each column of the table has."""
    free, whole = width - len(table.weights) - 1, sum(table.weights)
    widths = [max(_LEAST, free * weight // whole) for weight in table.weights]
    widths[widths.index(max(widths))] += max(0, free - sum(widths))
    return widths


def _inner(cell: MergedCell, start: int, widths: list[int]) -> int:
    return sum(widths[start : start + cell.wide]) + cell.wide - 1


def _placed(table: MergedTable, grid: Grid) -> Iterator[tuple[int, int, int, MergedCell]]:
    for row, cells in enumerate(table.rows):
        for number, cell in enumerate(cells):
            yield row, number, grid[row].index((row, number)), cell


def _cell_lines(cell: MergedCell, width: int) -> list[str]:
    lines = [part for line in visible(cell.text).split("\n") for part in fitted(line, width)]
    for line in cell.signed:
        lines += [" " * max(0, width - columns_of(part)) + part for part in fitted(visible(line), width)]
    return lines


def _heights(table: MergedTable, grid: Grid, texts: dict[tuple[int, int], list[str]]) -> list[int]:
    """The lines of every row; a cell over several rows adds what it lacks to its last."""
    heights = [1] * len(grid)
    placed = sorted(_placed(table, grid), key=lambda each: each[0] + each[3].high)
    for row, number, _, cell in placed:
        last = row + cell.high - 1
        given = sum(heights[row:last]) + cell.high - 1
        heights[last] = max(heights[last], len(texts[row, number]) - given)
    return heights


def _line_of(
    owner: tuple[int, int], row: int, line: int, texts: dict[tuple[int, int], list[str]], heights: list[int]
) -> str:
    """What a cell shows on a line of a row; the border above a row is line -1."""
    place = sum(heights[owner[0] : row]) + (row - owner[0]) + line
    return texts[owner][place] if 0 <= place < len(texts[owner]) else ""


def _text_line(
    grid: Grid,
    row: int,
    line: int,
    widths: list[int],
    texts: dict[tuple[int, int], list[str]],
    heights: list[int],
) -> str:
    found, column = "│", 0
    while column < len(widths):
        end = _end(grid[row], column)
        text = _line_of(grid[row][column], row, line, texts, heights)
        found += _padded(text, sum(widths[column:end]) + end - column - 1) + "│"
        column = end
    return found


def _end(line: tuple[tuple[int, int], ...], column: int) -> int:
    """The first column behind the cell that stands in a column."""
    return next((place for place in range(column, len(line)) if line[place] != line[column]), len(line))


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns_of(text))


def _border(
    grid: Grid,
    row: int,
    widths: list[int],
    texts: dict[tuple[int, int], list[str]],
    heights: list[int],
) -> str:
    """The line above a row, or below the last one; cells that go on show their text in it."""
    found, column = _corner(grid, row, 0), 0
    while column < len(widths):
        if not _is_joined(grid, row, column):
            found += "─" * widths[column] + _corner(grid, row, column + 1)
            column += 1
            continue
        end = _end(grid[row], column)
        text = _line_of(grid[row][column], row, -1, texts, heights)
        found += _padded(text, sum(widths[column:end]) + end - column - 1) + _corner(grid, row, end)
        column = end
    return found


def _is_joined(grid: Grid, row: int, column: int) -> bool:
    return 0 < row < len(grid) and grid[row - 1][column] == grid[row][column]


def _corner(grid: Grid, row: int, column: int) -> str:
    """What is drawn at a corner above a row and left of a column."""

    def differ(row: int, one: int, two: int) -> bool:
        if not 0 <= row < len(grid):
            return False
        width = len(grid[row])
        return not (one >= 0 and two < width) or grid[row][one] != grid[row][two]

    def is_line(column: int) -> bool:
        return 0 <= column < len(grid[0]) and not _is_joined(grid, row, column)

    up, down = differ(row - 1, column - 1, column), differ(row, column - 1, column)
    left, right = is_line(column - 1), is_line(column)
    return _CORNERS["".join(str(int(each)) for each in (up, down, left, right))]


def form_markdown(form: OfficialForm) -> str:
    """Return a form as Markdown; a merged cell stands in the first of its places, the others are empty."""
    parts = (
        "\n".join(_markdown_table(part)) if isinstance(part, MergedTable) else _markdown_line(part)
        for part in form.parts
    )
    return "\n\n".join(part for part in (f"# {escaped(form.title)}", *parts) if part) + "\n"


def _markdown_line(part: FormLine) -> str:
    if part.kind == "section":
        return f"{'#' * min(part.level + 2, 6)} {escaped(part.text)}"
    return own_lines(part.text)


def _markdown_table(table: MergedTable) -> Iterator[str]:
    for title in table.titles:
        yield bold(title)
        yield ""
    grid = owners(table)
    rows = [_flat(table, grid, row) for row in range(len(table.titles), len(table.rows))]
    if not rows:
        return
    names = len(table.head) or 1
    yield _markdown_row(_joined(rows[:names]))
    yield _markdown_row(["---"] * len(table.weights))
    for row in rows[names:]:
        yield _markdown_row(row)


def _markdown_row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _flat(table: MergedTable, grid: Grid, row: int) -> list[str]:
    """The cells of a row in as many places as the table has columns."""
    shown: list[str] = []
    for column, owner in enumerate(grid[row]):
        is_first = owner[0] == row and (column == 0 or grid[row][column - 1] != owner)
        cell = table.rows[owner[0]][owner[1]]
        shown.append(escaped("\n".join((cell.text, *cell.signed))).strip() if is_first else "")
    return shown


def _joined(rows: list[list[str]]) -> list[str]:
    """The rows of a heading as one."""
    return [" ".join(filter(None, column)) for column in zip(*rows, strict=True)]
