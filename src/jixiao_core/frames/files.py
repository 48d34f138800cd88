"""Files of units: CSV, workbooks and Parquet, scored or reviewed line by line in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from attrs import evolve, field, frozen

from jixiao_core.errors import FormatError, LimitError, Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.limits import file_bytes
from jixiao_core.frames.cell_text import cell_words
from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.conversion import Floats
from jixiao_core.frames.headings import Matched, matched
from jixiao_core.frames.near_headings import heading_notes
from jixiao_core.frames.scored import LineProblem, ScoredTable, polars
from jixiao_core.frames.tasks import REVIEWING, SCORING, Task
from jixiao_core.frames.text_reading import TextReader, text_reader
from jixiao_core.frames.text_tables import TableEncoding, TextLine, TextTable, read_csv, read_workbook
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = [
    "READ",
    "FileOptions",
    "Prepared",
    "done_file",
    "kept_names",
    "prepared_parquet",
    "review_file",
    "score_file",
]

READ: Final = (".parquet", ".csv", ".xlsx")
"""The files that hold tables of units."""
MAX_IN_MEMORY: Final = 1_000_000
"""Parquet files of more lines are streamed."""
CHUNK: Final = 20_000
"""So many lines of text are scored at once."""
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
    return done_file(rubric, path, options or FileOptions(), SCORING)


def review_file(rubric: Rubric, path: str | os.PathLike[str], options: FileOptions | None = None) -> ScoredTable:
    """
    Review the claims of every unit of a file in memory, as `review_frame` does.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        path: a file as `score_file` reads it; claims stand in the columns of `claims(rubric)`, or under their labels.
        options: how it is read.

    Raises:
        FormatError: for files that cannot be read, and where Polars is missing.
        LimitError: for files beyond the limits, and for Parquet of more than 1,000,000 lines, which is streamed.
        InvalidValueError: for headings, units and columns that cannot be used, all at once.
    """
    return done_file(rubric, path, options or FileOptions(), REVIEWING)


def done_file(rubric: Rubric, path: str | os.PathLike[str], wanted: FileOptions, task: Task) -> ScoredTable:
    """
    Score or review every unit of a file in memory; see `score_file` and `review_file`.

    Args:
        rubric: the table, as it is read.
        path: the file.
        wanted: how it is read.
        task: what is done with it.
    """
    polars()
    suffix = os.path.splitext(os.fspath(path))[1].lower()  # noqa: PTH122 - the text of any path-like
    match suffix:
        case ".parquet":
            return _of_parquet(prepared_parquet(rubric, path, wanted, task.columns(rubric)), wanted, task)
        case ".csv":
            return _of_text(rubric, read_csv(path, wanted.encoding), wanted, task, os.fspath(path))
        case ".xlsx":
            return _of_text(rubric, read_workbook(path), wanted, task, os.fspath(path))
        case _:
            message = Message.of("frames.file_suffix", file=shown(os.fspath(path)), known=READ)
            raise FormatError(Problem(message))


@frozen(kw_only=True)
class Prepared:
    """
    A Parquet file whose columns are called as the rubric calls them.

    Attributes:
        rubric: the table.
        frame: lazy, of Polars.
        lines: how many lines it has.
        headings: its own headings, in their order.
        matched: what they mean.
    """

    rubric: Rubric
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


def prepared_parquet(
    rubric: Rubric, path: str | os.PathLike[str], options: FileOptions, wanted: Sequence[InputColumn]
) -> Prepared:
    """
    Return a Parquet file, not read yet, with the columns of a rubric.

    Args:
        rubric: the table, as it is read.
        path: the file.
        options: how it is read.
        wanted: the columns that are read.

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
    columns = {column.name: column for column in wanted}
    found = matched(rubric, headings, options.units, wanted=wanted, place=name)
    renamed = frame.rename({headings[at]: column for at, column in found.columns.items()})
    texts = [column for at, column in found.columns.items() if schema[headings[at]] == pl.String]
    cleaned = []
    for each in texts:
        words = cell_words(rubric, columns[each]) if columns[each].sort == "words" else {}
        value = pl.col(each).replace(words) if words else pl.col(each)
        cleaned.append(pl.when(value != "").then(value).alias(each))
    return Prepared(
        rubric=rubric,
        frame=renamed.with_columns(cleaned),
        lines=lines,
        headings=headings,
        matched=found,
    )


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


def _of_parquet(given: Prepared, options: FileOptions, task: Task) -> ScoredTable:
    if given.lines > MAX_IN_MEMORY:
        message = Message.of("frames.too_many_for_memory", found=given.lines, limit=MAX_IN_MEMORY)
        raise LimitError(Problem(message))
    kept = kept_names(given.names, options.keep)
    frame = task.run(
        given.rubric, given.frame.collect(), units=given.matched.units, floats=options.floats, keep=list(kept)
    )
    return ScoredTable(
        rubric=given.rubric,
        frame=frame,
        kept=kept,
        outputs=tuple(name for name in frame.columns if name not in kept),
        unread=given.unread,
        used=given.used,
        notes=tuple(
            heading_notes(given.rubric, given.headings, given.used, [each.name for each in task.columns(given.rubric)])
        ),
    )


def _of_text(rubric: Rubric, table: TextTable, options: FileOptions, task: Task, path: str) -> ScoredTable:
    reader = text_reader(rubric, table, task.columns(rubric), options.units, path)
    scoring = _TextScoring(reader, options, task)
    parts: list[ScoredTable] = []
    count = told = 0
    while (chunk := list(islice(reader.lines, CHUNK))) or not parts:
        part = scoring.scored(chunk, count, MAX_TOLD - told)
        parts.append(part)
        count += part.frame.height
        told += len(part.problems)
    return evolve(
        parts[0],
        frame=polars().concat([part.frame for part in parts]),
        problems=tuple(each for part in parts for each in part.problems),
        notes=(
            *(() if table.note is None else (table.note,)),
            *heading_notes(rubric, reader.headings, reader.matched.columns.values(), reader.columns),
        ),
    )


class _TextScoring:
    """Scores or reviews lines of text, all of which have the same headings."""

    def __init__(self, reader: TextReader, options: FileOptions, task: Task) -> None:
        self.reader = reader
        self.options = options
        self.task = task
        self.kept = kept_names(reader.heading_names, options.keep)

    def scored(self, lines: Sequence[TextLine], before: int, room: int) -> ScoredTable:
        """Score some lines; `before` stand above them, of at most `room` problems are told."""
        pl, reader, options = polars(), self.reader, self.options
        given = pl.DataFrame(reader.values(lines), schema=dict.fromkeys(reader.names, pl.String))
        units = reader.matched.units
        frame = self.task.run(reader.rubric, given, units=units, floats=options.floats, keep=list(self.kept))
        outputs = tuple(name for name in frame.columns if name not in self.kept)
        frame = frame.with_columns(pl.Series(name, reader.raw(lines, name), dtype=pl.String) for name in self.kept)
        bad = [None if line.problem is None else line.problem.code.partition(".")[2] for line in lines]
        if any(bad):
            frame = _spoilt(frame, outputs, bad)
        remarks = ["".join(filter(None, each)) for each in frame.select(self.task.remarks).iter_rows()]
        found = islice(self._problems(lines, remarks), max(room, 0))
        return ScoredTable(
            rubric=reader.rubric,
            frame=frame,
            kept=self.kept,
            outputs=outputs,
            problems=tuple(evolve(each, row=each.row + before) for each in found),
            unread=reader.unread,
            used=tuple(reader.matched.columns.values()),
        )

    def _problems(self, lines: Sequence[TextLine], remarks: Sequence[str]) -> Iterator[LineProblem]:
        for row, (line, told) in enumerate(zip(lines, remarks, strict=True)):
            place = Message.of("frames.place_line", line=line.number)
            if line.problem is not None:
                yield LineProblem(row=row, place=place, message=line.problem)
            for each in told.split(";"):
                name = each.removeprefix("refused:")
                if name != each:
                    yield LineProblem(row=row, place=place, message=self.reader.why(line, name))


def _spoilt(frame: Any, outputs: Sequence[str], bad: Sequence[str | None]) -> Any:
    """A scored frame in which lines that could not be read have no result."""
    pl = polars()
    codes = pl.Series("bad", bad, dtype=pl.String)
    is_bad = codes.is_not_null()
    changed = [pl.when(~is_bad).then(pl.col(name)).alias(name) for name in outputs if name not in ("status", "remarks")]
    status = pl.when(is_bad).then(pl.lit("invalid")).otherwise(pl.col("status")).alias("status")
    told = pl.when(is_bad).then(pl.concat_str([pl.lit("line:"), codes.fill_null(""), pl.lit(";")]))
    return frame.with_columns(*changed, status, told.otherwise(pl.col("remarks")).alias("remarks"))
