"""Lines of text under their headings: which cell belongs to which column of a rubric, and why one cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from attrs import field, frozen

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.workbook import column_name as letters
from jixiao_core.frames.cell_text import cell_reader, unquoted, why_refused
from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.headings import Matched, heading_line, matched
from jixiao_core.frames.text_tables import TextLine, TextTable
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["TextReader", "text_reader"]

MAX_TITLES: Final = 20
"""Among so many lines the headings are looked for."""


@frozen(kw_only=True)
class TextReader:
    """
    Reads the lines of one table.

    Attributes:
        rubric: the table that units are scored by.
        headings: the headings as they are written, told apart where they repeat.
        matched: what they mean.
        columns: the columns that are read, by name.
        lines: the lines below the headings, each once; one with more cells than headings is a bad line, since nobody
            knows which cell belongs to which heading.
        names: the name of every column: that of the rubric, or its heading.
    """

    rubric: Rubric
    headings: tuple[str, ...]
    matched: Matched
    columns: Mapping[str, InputColumn]
    lines: Iterator[TextLine]
    names: tuple[str, ...] = field(init=False)
    _readers: tuple[Callable[[str], str | None], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        meant = [self.matched.columns.get(at, "") for at in range(len(self.headings))]
        names = tuple(name or heading for name, heading in zip(meant, self.headings, strict=True))
        readers = tuple(cell_reader(self.rubric, self.columns[name]) if name else _as_it_is for name in meant)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "_readers", readers)

    @property
    def heading_names(self) -> dict[str, str]:
        """Heading to the name of its column."""
        return dict(zip(self.headings, self.names, strict=True))

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings that mean no column."""
        return tuple(each for at, each in enumerate(self.headings) if at not in self.matched.columns)

    def values(self, lines: Sequence[TextLine]) -> dict[str, list[str | None]]:
        """Return the columns of some lines as the conversion reads them, by name; blank is no value."""
        return {
            name: [read(line.cells[at]) if at < len(line.cells) else None for line in lines]
            for at, (name, read) in enumerate(zip(self.names, self._readers, strict=True))
        }

    def raw(self, lines: Sequence[TextLine], name: str) -> list[str | None]:
        """Return a column of some lines as it is written."""
        at = self.names.index(name)
        return [_as_it_is(line.cells[at]) if at < len(line.cells) else None for line in lines]

    def why(self, line: TextLine, name: str) -> Message:
        """Return why a cell of a line cannot be used."""
        at = self.matched.positions[name]
        return why_refused(self.rubric, self.columns[name], line.cells[at], self.headings[at])


def text_reader(
    rubric: Rubric, table: TextTable, wanted: Iterable[InputColumn], units: Mapping[str, str], path: str
) -> TextReader:
    """
    Return what reads a table of text; titles above the headings are skipped.

    Args:
        rubric: the table that units are scored by.
        table: the table of text.
        wanted: the columns that are read.
        units: heading or column name to unit.
        path: the file.

    Raises:
        FormatError: for tables without a line.
        InvalidValueError: for headings and units that cannot be used, all at once.
    """
    columns = {column.name: column for column in wanted}
    first = list(islice(table.lines, MAX_TITLES))
    if not first:
        raise FormatError(Problem(Message.of("frames.no_lines", file=shown(path))))
    at = heading_line(rubric, [line.cells for line in first])
    headings = _named(first[at].cells)
    place = f"{shown(path)}:{first[at].number}"
    return TextReader(
        rubric=rubric,
        headings=headings,
        matched=matched(rubric, headings, units, wanted=columns.values(), place=place),
        columns=columns,
        lines=(_checked(line, len(headings)) for line in chain(first[at + 1 :], table.lines)),
    )


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """The headings; what has none is called by its letters, what is called like another by its number as well."""
    found: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell or f"[{letters(position)}]"
        found.append(f"{name} ({letters(position)})" if name in found and cell else name)
    return tuple(found)


def _checked(line: TextLine, width: int) -> TextLine:
    if line.problem is None and any(line.cells[width:]):
        message = Message.of("frames.line_too_long", found=len(line.cells), allowed=width)
        return TextLine(number=line.number, cells=(), problem=message)
    return line


def _as_it_is(text: str) -> str | None:
    return unquoted(text) or None
