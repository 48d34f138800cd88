"""Files of units: CSV, workbooks and Parquet, scored line by line in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any, Final

from attrs import evolve, field, frozen

from jixiao_core.errors import FormatError, LimitError, Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.forms.workbook import column_name as letters
from jixiao_core.exchange.limits import file_bytes
from jixiao_core.frames.cell_text import cell_reader, cell_words, unquoted, why_refused
from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.conversion import Floats
from jixiao_core.frames.headings import Matched, heading_line, matched
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import score_frame
from jixiao_core.frames.scored import LineProblem, ScoredTable, polars
from jixiao_core.frames.text_tables import TableEncoding, TextLine, TextTable, read_csv, read_workbook
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["READ", "FileOptions", "Prepared", "kept_names", "prepared_parquet", "score_file"]

READ: Final = (".parquet", ".csv", ".xlsx")
"""The files that hold tables of units."""
MAX_IN_MEMORY: Final = 1_000_000
"""Parquet files of more lines are streamed."""
CHUNK: Final = 20_000
"""So many lines of text are scored at once."""
MAX_TITLES: Final = 20
"""Among so many lines the headings are looked for."""
MAX_TOLD: Final = 10_000
"""So many problems of lines are told one by one; the others by their codes."""


@frozen(kw_only=True)
class FileOptions:
    """
    How a table is read.

    Attributes:
        units: heading or column name to what 1 means in it.
        floats: what to do with columns of floats.
        keep: headings of the columns that come out as well; None: all.
        encoding: of CSV files; None: UTF-8, else GB18030.
    """

    units: Mapping[str, str] = field(factory=dict)
    floats: Floats = "refuse"
    keep: Sequence[str] | None = None
    encoding: TableEncoding | None = None


def score_file(rubric: Rubric, path: str | os.PathLike[str], options: FileOptions | None = None) -> ScoredTable:
    """
    Score every unit of a file in memory.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        path: a file that ends in .parquet, .csv or .xlsx; headings are column names or labels.
        options: how it is read.

    Raises:
        FormatError: for files that cannot be read, and where Polars is missing.
        LimitError: for files beyond the limits, and for Parquet of more than 1,000,000 lines, which is streamed.
        InvalidValueError: for headings, units and columns that cannot be used, all at once.
    """
    polars()
    wanted = options or FileOptions()
    suffix = os.path.splitext(os.fspath(path))[1].lower()  # noqa: PTH122 - the text of any path-like
    match suffix:
        case ".parquet":
            return _score_parquet(rubric, prepared_parquet(rubric, path, wanted), wanted)
        case ".csv":
            return _score_text(rubric, read_csv(path, wanted.encoding), wanted, os.fspath(path))
        case ".xlsx":
            return _score_text(rubric, read_workbook(path), wanted, os.fspath(path))
        case _:
            message = Message.of("frames.file_suffix", file=shown(os.fspath(path)), known=READ)
            raise FormatError(Problem(message))


@frozen(kw_only=True)
class Prepared:
    """
    A Parquet file whose columns are called as the rubric calls them.

    Attributes:
        frame: lazy, of Polars.
        lines: how many lines it has.
        headings: its own headings, in their order.
        matched: what they mean.
    """

    frame: Any
    lines: int
    headings: tuple[str, ...]
    matched: Matched

    @property
    def names(self) -> dict[str, str]:
        """Heading to the name of the column in the frame."""
        return {heading: self.matched.columns.get(at, heading) for at, heading in enumerate(self.headings)}

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings that mean no column."""
        return tuple(each for at, each in enumerate(self.headings) if at not in self.matched.columns)

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(self.matched.columns.values())


def prepared_parquet(rubric: Rubric, path: str | os.PathLike[str], options: FileOptions) -> Prepared:
    """
    Return a Parquet file, not read yet, with the columns of a rubric.

    Raises:
        FormatError: where it cannot be read.
        InvalidValueError: for headings and units that cannot be used.
    """
    pl, name = polars(), shown(os.fspath(path))
    with suppress(LimitError):
        # Whatever is no file, or cannot be read, is told in words of ours; that it is larger than nothing is well.
        file_bytes(path, 0)
    try:
        frame = pl.scan_parquet(os.fspath(path), glob=False)
        schema = frame.collect_schema()
        lines = frame.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FormatError(Problem(Message.of("frames.parquet_damaged", file=name, reason=shown(str(error))))) from None
    headings = tuple(schema.names())
    found = matched(rubric, headings, options.units, place=name)
    columns = {column.name: column for column in input_columns(rubric, scale_of(rubric))}
    renamed = frame.rename({headings[at]: column for at, column in found.columns.items()})
    texts = [column for at, column in found.columns.items() if schema[headings[at]] == pl.String]
    cleaned = []
    for each in texts:
        words = cell_words(rubric, columns[each]) if columns[each].sort == "words" else {}
        value = pl.col(each).replace(words) if words else pl.col(each)
        cleaned.append(pl.when(value != "").then(value).alias(each))
    return Prepared(frame=renamed.with_columns(cleaned), lines=lines, headings=headings, matched=found)


def kept_names(names: Mapping[str, str], keep: Sequence[str] | None) -> dict[str, str]:
    """
    Return the kept columns: name in the frame to heading.

    Args:
        names: heading to name in the frame.
        keep: the headings that are kept; None: all.

    Raises:
        InvalidValueError: for headings that are not there.
    """
    wanted = list(names) if keep is None else list(dict.fromkeys(keep))
    raise_if(
        Problem(Message.of("frames.unknown_column", found=each, known=tuple(names)), "--keep")
        for each in wanted
        if each not in names
    )
    return {names[each]: each for each in wanted}


def _score_parquet(rubric: Rubric, given: Prepared, options: FileOptions) -> ScoredTable:
    if given.lines > MAX_IN_MEMORY:
        message = Message.of("frames.too_many_for_memory", found=given.lines, limit=MAX_IN_MEMORY)
        raise LimitError(Problem(message))
    kept = kept_names(given.names, options.keep)
    frame = score_frame(
        rubric, given.frame.collect(), units=given.matched.units, floats=options.floats, keep=list(kept)
    )
    return ScoredTable(
        rubric=rubric,
        frame=frame,
        kept=kept,
        outputs=tuple(name for name in frame.columns if name not in kept),
        unread=given.unread,
        used=given.used,
    )


def _score_text(rubric: Rubric, table: TextTable, options: FileOptions, path: str) -> ScoredTable:
    first = list(islice(table.lines, MAX_TITLES))
    at = heading_line(rubric, [line.cells for line in first])
    if not first:
        raise FormatError(Problem(Message.of("frames.no_lines", file=shown(path))))
    place = f"{shown(path)}:{first[at].number}"
    named = _named(first[at].cells)
    scoring = _TextScoring(rubric, named, matched(rubric, named, options.units, place=place), options)
    lines = chain(first[at + 1 :], table.lines)
    parts: list[ScoredTable] = []
    count = told = 0
    while (chunk := list(islice(lines, CHUNK))) or not parts:
        part = scoring.scored(chunk, count, MAX_TOLD - told)
        parts.append(part)
        count += part.frame.height
        told += len(part.problems)
    return evolve(
        parts[0],
        frame=polars().concat([part.frame for part in parts]),
        problems=tuple(each for part in parts for each in part.problems),
        notes=() if table.note is None else (table.note,),
    )


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """The headings; what has none is called by its letters, what is called like another by its number as well."""
    found: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell or f"[{letters(position)}]"
        found.append(f"{name} ({letters(position)})" if name in found and cell else name)
    return tuple(found)


class _TextScoring:
    """Scores lines of text, all of which have the same headings."""

    def __init__(self, rubric: Rubric, headings: tuple[str, ...], found: Matched, options: FileOptions) -> None:
        self.rubric = rubric
        self.headings = headings
        self.matched = found
        self.options = options
        self.columns = {column.name: column for column in input_columns(rubric, scale_of(rubric))}
        self.names = [found.columns.get(at, heading) for at, heading in enumerate(headings)]
        self.kept = kept_names(dict(zip(headings, self.names, strict=True)), options.keep)
        self.readers = [
            cell_reader(rubric, self.columns[found.columns[at]]) if at in found.columns else _as_it_is
            for at in range(len(headings))
        ]

    def scored(self, lines: Sequence[TextLine], before: int, room: int) -> ScoredTable:
        """Score some lines; `before` stand above them, of at most `room` problems are told."""
        pl = polars()
        checked = [self._checked(line) for line in lines]
        values: dict[str, list[str | None]] = {}
        for at, (name, read) in enumerate(zip(self.names, self.readers, strict=True)):
            values[name] = [read(line.cells[at]) if at < len(line.cells) else None for line in checked]
        given = pl.DataFrame(values, schema=dict.fromkeys(self.names, pl.String))
        options = self.options
        frame = score_frame(self.rubric, given, units=self.matched.units, floats=options.floats, keep=list(self.kept))
        outputs = tuple(name for name in frame.columns if name not in self.kept)
        frame = frame.with_columns(pl.Series(name, self._raw(checked, name), dtype=pl.String) for name in self.kept)
        bad = [None if line.problem is None else line.problem.code.partition(".")[2] for line in checked]
        if any(bad):
            frame = _spoilt(frame, outputs, bad)
        found = islice(self._problems(checked, frame["remarks"].to_list()), max(room, 0))
        return ScoredTable(
            rubric=self.rubric,
            frame=frame,
            kept=self.kept,
            outputs=outputs,
            problems=tuple(evolve(each, row=each.row + before) for each in found),
            unread=tuple(each for at, each in enumerate(self.headings) if at not in self.matched.columns),
            used=tuple(self.matched.columns.values()),
        )

    def _raw(self, lines: Sequence[TextLine], name: str) -> list[str | None]:
        """A kept column as it is written."""
        at = self.names.index(name)
        return [unquoted(line.cells[at]) or None if at < len(line.cells) else None for line in lines]

    def _checked(self, line: TextLine) -> TextLine:
        """A line with more cells than headings cannot be trusted: which cell belongs to which heading?"""
        if line.problem is None and any(line.cells[len(self.headings) :]):
            message = Message.of("frames.line_too_long", found=len(line.cells), allowed=len(self.headings))
            return TextLine(number=line.number, cells=(), problem=message)
        return line

    def _problems(self, lines: Sequence[TextLine], remarks: Sequence[str | None]) -> Iterator[LineProblem]:
        positions = self.matched.positions
        for row, (line, told) in enumerate(zip(lines, remarks, strict=True)):
            place = Message.of("frames.place_line", line=line.number)
            if line.problem is not None:
                yield LineProblem(row=row, place=place, message=line.problem)
            for each in (told or "").split(";"):
                name = each.removeprefix("refused:")
                if name != each:
                    at = positions[name]
                    why = why_refused(self.rubric, self.columns[name], line.cells[at], self.headings[at])
                    yield LineProblem(row=row, place=place, message=why)


def _as_it_is(text: str) -> str | None:
    return unquoted(text) or None


def _spoilt(frame: Any, outputs: Sequence[str], bad: Sequence[str | None]) -> Any:
    """A scored frame in which lines that could not be read have no result."""
    pl = polars()
    codes = pl.Series("bad", bad, dtype=pl.String)
    is_bad = codes.is_not_null()
    changed = [pl.when(~is_bad).then(pl.col(name)).alias(name) for name in outputs if name not in ("status", "remarks")]
    status = pl.when(is_bad).then(pl.lit("invalid")).otherwise(pl.col("status")).alias("status")
    told = pl.when(is_bad).then(pl.concat_str([pl.lit("line:"), codes.fill_null(""), pl.lit(";")]))
    return frame.with_columns(*changed, status, told.otherwise(pl.col("remarks")).alias("remarks"))
