"""Files of units compared with each other (同类单位比对分析): a spreadsheet, Parquet, or many reports and case files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from attrs import frozen

from jixiao_core.errors import FormatError, JixiaoError, Problem, raise_if
from jixiao_core.exact.numbers import parse_number, shown
from jixiao_core.exchange.published import Encoding
from jixiao_core.frames.claims import MOST_CLAIMED, claim_columns, reason_columns
from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.files import MAX_TOLD, READ, FileOptions, prepared_parquet
from jixiao_core.frames.from_cases import line_problems, units_of
from jixiao_core.frames.gathering import case_lines, files_in
from jixiao_core.frames.peers import Peers, peers
from jixiao_core.frames.review_frame import claims
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.scored import LineProblem, polars
from jixiao_core.frames.text_reading import TextReader, text_reader
from jixiao_core.frames.text_tables import TextLine, TextTable, read_csv, read_workbook
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["PeerFile", "peer_cases", "peer_file"]


@frozen(kw_only=True)
class PeerFile:
    """
    The units of files, compared.

    Attributes:
        peers: the comparison.
        claimed: the columns of claims that are there, and of reasons.
        problems: lines, cells and files that cannot be used; their claims count as none.
        notes: how the file was read.
    """

    peers: Peers
    claimed: tuple[str, ...]
    problems: tuple[LineProblem, ...] = ()
    notes: tuple[Message, ...] = ()


def _claims_and_reasons(rubric: Rubric) -> tuple[InputColumn, ...]:
    return (*claim_columns(rubric, scale_of(rubric)), *reason_columns(rubric))


def peer_file(
    rubric: Rubric,
    path: str | os.PathLike[str],
    *,
    by: str | None = None,
    name: str | None = None,
    options: FileOptions | None = None,
) -> PeerFile:
    """
    Compare the units of a file; facts are not needed.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        path: a file that ends in .parquet, .csv or .xlsx; claims and reasons stand under column names or labels.
        by: the heading by which units are compared among their like.
        name: the heading with the names of units, where units shall be named.
        options: how the file is read.

    Raises:
        FormatError: for files that cannot be read, and where Polars is missing.
        LimitError: for files beyond the limits.
        InvalidValueError: for headings and columns that cannot be used, all at once.
    """
    polars()
    wanted = options or FileOptions()
    suffix = os.path.splitext(os.fspath(path))[1].lower()  # noqa: PTH122 - the text of any path-like
    match suffix:
        case ".parquet":
            given = prepared_parquet(rubric, path, wanted, _claims_and_reasons(rubric))
            chosen = _chosen(given.names, by, name)
            found = peers(rubric, given.frame, by=chosen[0], name=chosen[1], floats=wanted.floats)
            return PeerFile(peers=found, claimed=given.used)
        case ".csv":
            return _of_text(rubric, read_csv(path, wanted.encoding), os.fspath(path), by, name)
        case ".xlsx":
            return _of_text(rubric, read_workbook(path), os.fspath(path), by, name)
        case _:
            message = Message.of("frames.file_suffix", file=shown(os.fspath(path)), known=READ)
            raise FormatError(Problem(message))


def _chosen(names: dict[str, str], by: str | None, name: str | None) -> tuple[str | None, str | None]:
    """The columns that two headings, or names of columns, mean."""
    raise_if(
        Problem(Message.of("frames.unknown_column", found=each, known=tuple(names)), option)
        for option, each in (("--by", by), ("--name", name))
        if each is not None and each not in names
    )
    return None if by is None else names[by], None if name is None else names[name]


def _of_text(rubric: Rubric, table: TextTable, path: str, by: str | None, name: str | None) -> PeerFile:
    pl = polars()
    reader = text_reader(rubric, table, _claims_and_reasons(rubric), {}, path)
    chosen = _chosen(reader.heading_names, by, name)
    lines = list(reader.lines)
    frame = pl.DataFrame(reader.values(lines), schema=dict.fromkeys(reader.names, pl.String))
    return PeerFile(
        peers=peers(rubric, frame, by=chosen[0], name=chosen[1]),
        claimed=tuple(reader.matched.columns.values()),
        problems=tuple(islice(_problems(reader, lines, claims(rubric)), MAX_TOLD)),
        notes=() if table.note is None else (table.note,),
    )


def _problems(reader: TextReader, lines: Sequence[TextLine], columns: Sequence[InputColumn]) -> Iterator[LineProblem]:
    """Lines that cannot be read, and claims that are no number from 0 on."""
    values = reader.values(lines)
    present = [column.name for column in columns if column.name in values]
    for row, line in enumerate(lines):
        place = Message.of("frames.place_line", line=line.number)
        if line.problem is not None:
            yield LineProblem(row=row, place=place, message=line.problem)
        for each in present:
            cell = values[each][row]
            if cell is not None and not _is_claim(cell):
                yield LineProblem(row=row, place=place, message=reader.why(line, each))


def _is_claim(cell: str) -> bool:
    try:
        return 0 <= parse_number(cell).value <= MOST_CLAIMED
    except JixiaoError:
        return False


def peer_cases(
    rubric: Rubric,
    paths: Sequence[str | os.PathLike[str]],
    *,
    by: str | None = None,
    name: str | None = None,
    jobs: int = 1,
    encoding: Encoding = "utf-8",
    done: Callable[[], object] | None = None,
) -> PeerFile:
    """
    Compare the units of many reports and case files by what they themselves claim.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        paths: case files, reports, published forms, and folders of them.
        by: file, unit, subject or fiscal_year, where units are compared among their like.
        name: the same, where units shall be named.
        jobs: how many processes read them.
        encoding: of published text and pages.
        done: called after every file.

    Raises:
        FormatError: where a folder holds nothing, and where Polars is missing.
        InvalidValueError: for a column that is not there.
    """
    lines = case_lines(rubric, files_in(paths), jobs=jobs, encoding=encoding, done=done)
    read = [line for line in lines if not line.problems]
    frame = units_of(rubric, read)
    chosen = _chosen({each: each for each in frame.columns}, by, name)
    return PeerFile(
        peers=peers(rubric, frame, by=chosen[0], name=chosen[1]),
        claimed=tuple(each.name for each in _claims_and_reasons(rubric) if each.name in frame.columns),
        problems=line_problems(lines),
    )
