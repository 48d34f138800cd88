"""Many reports and case files as lines of a table: read and scored one by one, in parallel; a bad file is a bad line."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Final, Protocol, TypeVar

from attrs import field, frozen

from jixiao_core import exchange
from jixiao_core.errors import FormatError, JixiaoError, Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.cases import parse_case
from jixiao_core.exchange.kinds import looks_like_report
from jixiao_core.exchange.published import LAYOUTS, Encoding
from jixiao_core.exchange.reports import Report, parse_reports
from jixiao_core.frames.cell_text import why_refused
from jixiao_core.frames.claims import CLAIMED, CLAIMED_TOTAL, REASON, claim_columns
from jixiao_core.frames.columns import InputColumn, column_name, input_columns
from jixiao_core.frames.evidence_cells import Value, cells_of, names_told
from jixiao_core.frames.review_frame import reviewed_cells
from jixiao_core.frames.scalar import scored_line
from jixiao_core.frames.scaling import scale_of
from jixiao_core.messages import Message, number_text
from jixiao_core.reports.report_evidence import case as case_of
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Claim
from jixiao_core.scoring.claims import case_problems, is_total
from jixiao_core.scoring.score import score

__all__ = ["CaseLine", "CaseReader", "FileReader", "case_lines", "files_in", "read_all", "refused_totals"]

Line = TypeVar("Line")
Line_co = TypeVar("Line_co", covariant=True)

SUFFIXES: Final = (".toml", ".json", *LAYOUTS)
"""The files that hold cases and reports."""
MAX_FILES: Final = 100_000
"""As many files one table is made of."""
AT_ONCE: Final = 8
"""So many files a process is given at once."""


@frozen(kw_only=True)
class CaseLine:
    """
    One case, or one file that could not be read.

    Attributes:
        file: the file.
        unit: the unit as it may be shown.
        subject: what is scored.
        fiscal_year: the year; None where nobody stated it.
        values: column name to what the evidence says in it.
        untold: columns and rows about which more is known than a column has room for.
        claims: the claimed points of rows, by column, and ``claimed_total``; decimal text.
        reasons: why the unit deducts points from rows, by column.
        scored: the line of the scored or reviewed table, by `score`; empty where there is nothing to score.
        refused: why what stands as a claim cannot be used.
        problems: why the file could not be read.
    """

    file: str
    unit: str = ""
    subject: str = ""
    fiscal_year: int | None = None
    values: Mapping[str, Value] = field(factory=dict)
    untold: tuple[str, ...] = ()
    claims: Mapping[str, str] = field(factory=dict)
    reasons: Mapping[str, str] = field(factory=dict)
    scored: Mapping[str, int | str | None] = field(factory=dict)
    refused: tuple[Message, ...] = ()
    problems: tuple[Problem, ...] = ()


def files_in(paths: Sequence[str | os.PathLike[str]]) -> tuple[str, ...]:
    """
    Return files, and those that lie in folders, by name; what is no case or report by its suffix is left out there.

    Args:
        paths: files and folders, in their order.

    Raises:
        FormatError: for folders that cannot be read or hold nothing, and for more than 100,000 files.
    """
    found: list[str] = []
    for path in (os.fspath(each) for each in paths):
        if not os.path.isdir(path):  # noqa: PTH112 - the text of any path-like
            found.append(path)
            continue
        try:
            names = sorted(each.name for each in os.scandir(path) if each.is_file(follow_symlinks=False))
        except OSError:
            raise FormatError(Problem(Message.of("exchange.no_permission", file=shown(path)))) from None
        inside = [name for name in names if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))]
        if not inside:
            raise FormatError(Problem(Message.of("frames.empty_folder", file=shown(path), known=SUFFIXES)))
        found += [os.path.join(path, name) for name in inside]  # noqa: PTH118 - the same
    if len(found) > MAX_FILES:
        raise FormatError(Problem(Message.of("frames.too_many_files", found=len(found), limit=MAX_FILES)))
    return tuple(found)


def case_lines(
    rubric: Rubric,
    files: Sequence[str],
    *,
    jobs: int = 1,
    encoding: Encoding = "utf-8",
    is_reviewed: bool = False,
    done: Callable[[], object] | None = None,
) -> tuple[CaseLine, ...]:
    """
    Return the lines of many files, in their order; a file with several reports of the kind gives several.

    Args:
        rubric: the table, as it is read.
        files: case files, reports and published forms.
        jobs: how many processes read them.
        encoding: of published text and pages.
        is_reviewed: whether claims are reviewed too.
        done: called after every file.

    Raises:
        FormatError: where a process ends before it is done.
    """
    return read_all(_Reader(rubric, encoding, is_reviewed=is_reviewed), files, jobs=jobs, done=done)


class FileReader(Protocol[Line_co]):
    """Reads one file into lines of a table, and can be sent to another process."""

    def lines(self, file: str) -> tuple[Line_co, ...]:
        """Return the lines of a file; where it cannot be read, one that says why."""


def read_all(
    reader: FileReader[Line], files: Sequence[str], *, jobs: int = 1, done: Callable[[], object] | None = None
) -> tuple[Line, ...]:
    """
    Return the lines of many files, in their order.

    Args:
        reader: reads one of them.
        files: the files.
        jobs: how many processes read them.
        done: called after every file.

    Raises:
        FormatError: where a process ends before it is done.
    """
    found: list[Line] = []
    try:
        with _mapping(reader, jobs) as read:
            for lines in read(files):
                found.extend(lines)
                if done is not None:
                    done()
    except BrokenProcessPool:
        raise FormatError(Problem(Message.of("frames.process_ended", jobs=jobs))) from None
    return tuple(found)


@contextmanager
def _mapping(reader: FileReader[Any], jobs: int) -> Iterator[Callable[[Sequence[str]], Any]]:
    if jobs <= 1:
        yield lambda files: map(reader.lines, files)
        return
    # Processes are started anew: what threads of Polars hold is not copied.
    context = multiprocessing.get_context("spawn")
    pool: Executor
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(reader,)) as pool:
        yield lambda files: pool.map(_lines_of, files, chunksize=max(1, min(AT_ONCE, len(files) // jobs)))


_READERS: list[FileReader[Any]] = []
"""The reader of a process that was started to read."""


def _start(reader: FileReader[Any]) -> None:
    _READERS.append(reader)


def _lines_of(file: str) -> tuple[Any, ...]:
    return _READERS[0].lines(file)


class CaseReader:
    """Reads the cases of files for one rubric."""

    def __init__(self, rubric: Rubric, encoding: Encoding) -> None:
        self.rubric = rubric
        self.encoding: Encoding = encoding

    def cases(self, file: str) -> tuple[Case, ...]:
        """Return the cases of a file; FormatError where it holds none of the kind of the rubric."""
        suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122 - the text of any path
        if suffix in LAYOUTS:
            return self._of_reports(exchange.read_published(file, encoding=self.encoding).reports, file)
        if suffix not in SUFFIXES:
            raise FormatError(Problem(Message.of("frames.file_suffix", file=shown(file), known=SUFFIXES)))
        data = exchange.read_document(file)
        if looks_like_report(data):
            return self._of_reports(parse_reports(data), file)
        return (parse_case(data),)

    def _of_reports(self, reports: Sequence[Report], file: str) -> tuple[Case, ...]:
        fitting = [report for report in reports if report.kind == self.rubric.kind]
        if not fitting:
            kind = Message.of(f"scoring.bridge_kind_{self.rubric.kind}")
            raise FormatError(Problem(Message.of("frames.no_report", file=shown(file), kind=kind)))
        if any(isinstance(report, SelfEvaluationForm) for report in fitting):
            # The rows of such a form are its own; no table has columns for them.
            raise FormatError(Problem(Message.of("frames.own_rows", file=shown(file))))
        return tuple(case_of(report, self.rubric) for report in fitting)


class _Reader(CaseReader):
    """Reads files as lines of scored tables."""

    def __init__(self, rubric: Rubric, encoding: Encoding, *, is_reviewed: bool) -> None:
        super().__init__(rubric, encoding)
        self.is_reviewed = is_reviewed
        self.scale = scale_of(rubric)
        self.columns: tuple[InputColumn, ...] = input_columns(rubric, self.scale)

    def lines(self, file: str) -> tuple[CaseLine, ...]:
        """The lines of a file; where it cannot be read, one that says why."""
        try:
            return tuple(self._line(file, case) for case in self.cases(file))
        except JixiaoError as error:
            return (CaseLine(file=file, problems=error.problems),)

    def _line(self, file: str, case: Case) -> CaseLine:
        raise_if(case_problems(self.rubric, case, exchange.shared_facts()), FormatError)
        cells = cells_of(self.rubric, self.columns, case.evidence)
        claims, sheet = dict(_claims(case)), score(self.rubric, case.evidence)
        scored: dict[str, Any] = scored_line(sheet, self.scale)
        if self.is_reviewed:
            scored |= reviewed_cells(sheet, claims, frozenset(), self.scale)
        return CaseLine(
            file=file,
            unit=case.unit,
            subject=case.subject,
            fiscal_year=case.fiscal_year,
            values=cells.values,
            untold=tuple(names_told(cells)),
            claims={column: number_text(points) for column, points in claims.items()},
            reasons={column_name(claim.indicator, REASON): claim.reason for claim in _own(case) if claim.reason},
            scored=scored,
            refused=tuple(refused_totals(self.rubric, case)) if self.is_reviewed else (),
        )


def refused_totals(rubric: Rubric, case: Case) -> Iterator[Message]:
    """Yield why the total that the unit itself claims cannot be used: no unit can have it."""
    total = claim_columns(rubric, scale_of(rubric))[-1]
    for each in case.rounds:
        if each.role == "self" and each.total is not None and not is_total(rubric, each.total):
            yield why_refused(rubric, total, number_text(each.total), total.label)


def _own(case: Case) -> tuple[Claim, ...]:
    """What the unit itself says about rows."""
    return tuple(claim for each in case.rounds if each.role == "self" for claim in each.claims)


def _claims(case: Case) -> Iterator[tuple[str, Fraction]]:
    """What the unit itself claims, by column."""
    for claim in _own(case):
        if claim.points is not None:
            yield column_name(claim.indicator, CLAIMED), claim.points
    for each in case.rounds:
        if each.role == "self" and each.total is not None:
            yield CLAIMED_TOTAL, each.total
