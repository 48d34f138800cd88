"""`jixiao columns | score-table | review-table | summary-table | peers | sql`: many units at once, from files to files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from jixiao_core.cli.choices import answers
from jixiao_core.cli.inputs import rubric_named
from jixiao_core.cli.progress import progress
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.cli.table_pages import Scored, problem_lines, scored_json, scored_page
from jixiao_core.cli.writing import write_by, write_bytes, write_whole
from jixiao_core.errors import FormatError, InvalidValueError, Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present import json_text, render
from jixiao_core.present.i18n import locale_of
from jixiao_core.rubrics.rubric import Rubric

if TYPE_CHECKING:
    from jixiao_core.frames.scored import LineProblem, ScoredTable
    from jixiao_core.frames.tasks import Task

__all__ = ["run_columns", "run_peers", "run_review_table", "run_score_table", "run_sql", "run_summary_table"]

_TEMPLATES = (".xlsx", ".csv")
_TABLES = (".csv", ".parquet", ".xlsx")
_COMPARED = (".xlsx", ".json")
_MANY = 32
"""From so many files on they are read by several processes unless somebody says otherwise."""
_MOST_JOBS = 8


@contextmanager
def _frames(output: str = "") -> Iterator[None]:
    """Say what to install where the library of data frames, or of SQL, is missing; what a workbook needs as well, at once."""
    if _suffix(output) == ".xlsx" and _is_missing("openpyxl"):
        both = _is_missing("narwhals") or _is_missing("polars")
        raise FormatError(Problem(Message.of("summary.extras_missing" if both else "exchange.xlsx_missing")))
    try:
        yield
    except ModuleNotFoundError as error:
        missing = {
            "narwhals": "frames.polars_missing",
            "polars": "frames.polars_missing",
            "sqlglot": "frames.sql_missing",
        }
        if error.name not in missing:
            raise
        raise FormatError(Problem(Message.of(missing[error.name]))) from None


def _is_missing(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return True
    return False


def _rubric(options: argparse.Namespace, name: str) -> Rubric:
    return rubric_named(name, options.rubrics).under(answers(options.reading))


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _refuse_suffix(path: str, known: tuple[str, ...]) -> None:
    if path and _suffix(path) not in known:
        raise FormatError(Problem(Message.of("cli.output_suffix", found=shown(path), known=known)))


def run_columns(options: argparse.Namespace) -> tuple[str, int]:
    """List the columns that a table of units may have, or write an empty table."""
    locale = locale_of(options.locale)
    rubric = _rubric(options, options.rubric)
    _refuse_suffix(options.output, _TEMPLATES)
    with _frames(options.output):
        from jixiao_core.frames.column_pages import columns_json, columns_page, columns_template

        if options.output:
            content = columns_template(rubric, _suffix(options.output), claims=options.claims)
            write_bytes(options.output, content)
            return render(Message.of("cli.written", file=options.output), locale) + "\n", OK
        if options.json:
            return json_text(columns_json(rubric, claims=options.claims)), OK
        return columns_page(rubric, locale=locale, width=options.width, claims=options.claims), OK


def run_score_table(options: argparse.Namespace) -> tuple[str, int]:
    """Score every unit of a table, or of many reports and case files, and say how many are settled."""
    return _run_table(options, is_reviewed=False)


def run_review_table(options: argparse.Namespace) -> tuple[str, int]:
    """Review the claims of every unit of a table, or of many reports and case files, and say how they stand."""
    return _run_table(options, is_reviewed=True)


def _run_table(options: argparse.Namespace, *, is_reviewed: bool) -> tuple[str, int]:
    locale = locale_of(options.locale)
    rubric = _needed_rubric(options)
    with _frames(options.output):
        from jixiao_core.frames.table_writing import WRITTEN, table_bytes
        from jixiao_core.frames.tasks import REVIEWING, SCORING

        _refuse_suffix(options.output, WRITTEN)
        task = REVIEWING if is_reviewed else SCORING
        found = _of_table(rubric, options, task) if _is_table(options) else _of_cases(rubric, options, task)
        if found.table is not None and options.output:
            write_bytes(options.output, table_bytes(found.table, _suffix(options.output), locale))
    is_wrong = found.summary.count("invalid") or any(row.to_correct for row in found.summary.verdicts)
    status = TO_CORRECT if is_wrong or (found.table is not None and found.table.problems) else OK
    if options.json:
        return json_text(scored_json(found, locale)), status
    page = scored_page(found, locale=locale, width=options.width)
    if options.output:
        page += render(Message.of("cli.written", file=options.output), locale) + "\n"
    return page, status


def _needed_rubric(options: argparse.Namespace) -> Rubric:
    if not options.rubric:
        raise FormatError(Problem(Message.of("cli.needs_rubric")))
    return _rubric(options, options.rubric)


def _is_table(options: argparse.Namespace) -> bool:
    """A workbook alone is a table of units; among others, or in a folder, it is a published form."""
    return len(options.files) == 1 and _suffix(options.files[0]) in _TABLES


def _of_table(rubric: Rubric, options: argparse.Namespace, task: Task) -> Scored:
    from jixiao_core.frames import files, streaming
    from jixiao_core.frames.likely_lines import MOST_LINES, likely_lines, not_looked_at
    from jixiao_core.frames.tasks import REVIEWING

    wanted = files.FileOptions(
        units=_units(options.unit), floats=options.floats, keep=options.keep or None, encoding=options.encoding
    )
    (path,) = options.files
    with _named_options():
        if _suffix(path) == ".parquet":
            given = files.prepared_parquet(rubric, path, wanted, task.columns(rubric))
            if given.lines > files.MAX_IN_MEMORY:
                _refuse_large(options.output, given.lines)
                summary = write_by(options.output, lambda name: streaming.stream_parquet(given, name, wanted, task))
                return Scored(rubric=rubric, summary=summary, unread=given.unread, used=given.used)
        table = files.done_file(rubric, path, wanted, task)
        likely: tuple[Message, ...] = ()
        if task is REVIEWING:
            lines = table.frame.height
            likely = likely_lines(rubric, path, wanted) if lines <= MOST_LINES else (not_looked_at(lines),)
    return _scored(rubric, evolve(table, notes=(*table.notes, *likely)))


def _refuse_no_units(path: str, units: int) -> None:
    """Headings alone say nothing of anybody; counts of nothing would read as if all were well."""
    if not units:
        raise FormatError(Problem(Message.of("summary.no_units", file=shown(path))))


def _scored(rubric: Rubric, table: ScoredTable) -> Scored:
    from jixiao_core.frames.summaries import summary_of

    return Scored(
        rubric=rubric,
        summary=summary_of(rubric, table.frame),
        table=table,
        unread=table.unread,
        used=table.used,
        notes=table.notes,
    )


def _refuse_large(output: str, lines: int) -> None:
    if _suffix(output) != ".parquet":
        raise FormatError(Problem(Message.of("cli.large_to_parquet", count=lines)))


@contextmanager
def _named_options() -> Iterator[None]:
    """Say which option of the command helps where the library names its own arguments."""
    try:
        yield
    except InvalidValueError as error:
        codes = {problem.code for problem in error.problems}
        helps = [Problem(Message.of(f"cli.help_with_{code}")) for code in ("floats", "unit") if codes & _HELPED[code]]
        raise InvalidValueError(*error.problems, *helps) from None


_HELPED = {"floats": {"frames.float_column"}, "unit": {"frames.unit_missing"}}


def _units(given: list[str]) -> dict[str, str]:
    pairs = [each.rpartition("=") for each in given]
    raise_if(
        (
            Problem(Message.of("cli.bad_unit", found=shown("".join(pair))))
            for pair in pairs
            if not (pair[0] and pair[2])
        ),
        FormatError,
    )
    return {heading: unit for heading, _, unit in pairs}


def _of_cases(rubric: Rubric, options: argparse.Namespace, task: Task) -> Scored:
    from jixiao_core.frames.from_cases import review_cases, score_cases
    from jixiao_core.frames.tasks import REVIEWING

    _refuse_options_of_tables(options, ("unit", "keep"))
    gathered = review_cases if task is REVIEWING else score_cases
    with _reading(options) as (files, how):
        table = gathered(rubric, files, **how)
    unread = sum(each.startswith("file:") for each in table.frame["remarks"].to_list())
    _refuse_if_nothing(table.problems, table.frame.height - unread)
    return _scored(rubric, table)


def _refuse_options_of_tables(options: argparse.Namespace, names: tuple[str, ...]) -> None:
    given = tuple(name for name in names if getattr(options, name))
    if given:
        raise FormatError(Problem(Message.of("cli.only_for_tables", found=tuple(f"--{name}" for name in given))))


@contextmanager
def _reading(options: argparse.Namespace) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The files that are read, and how, with a bar of progress."""
    from jixiao_core.frames.gathering import files_in

    files = files_in(options.files)
    jobs = options.jobs or (min(os.cpu_count() or 1, _MOST_JOBS) if len(files) >= _MANY else 1)
    if jobs < 1:
        raise FormatError(Problem(Message.of("cli.not_positive", name="--jobs", found=str(options.jobs))))
    with progress(len(files), render(Message.of("cli.reading_files"), options.locale)) as done:
        yield files, {"jobs": jobs, "encoding": options.encoding or "utf-8", "done": done}


def _refuse_if_nothing(problems: Sequence[LineProblem], read: int) -> None:
    """Where nothing could be read there is no result."""
    if problems and not read:
        raise_if((Problem(each.reason, str(each.place)) for each in problems), FormatError)


def run_peers(options: argparse.Namespace) -> tuple[str, int]:
    """Compare what units claim with each other and with what the table can give."""
    locale = locale_of(options.locale)
    rubric = _needed_rubric(options)
    _refuse_suffix(options.output, _COMPARED)
    with _frames(options.output):
        from jixiao_core.frames.peer_files import peer_cases, peer_file
        from jixiao_core.frames.peer_pages import peers_json, peers_page, peers_workbook

        named: dict[str, Any] = {"by": options.by or None, "name": options.name or None}
        if _is_table(options):
            from jixiao_core.frames.files import FileOptions

            how = FileOptions(floats=options.floats, encoding=options.encoding)
            with _named_options():
                found = peer_file(rubric, options.files[0], options=how, **named)
            _refuse_no_units(options.files[0], sum(found.peers.units.values()))
        else:
            with _reading(options) as (files, read):
                found = peer_cases(rubric, files, **named, **read)
            _refuse_if_nothing(found.problems, len(files) - len({each.row for each in found.problems}))
        document = peers_json(found, rubric, locale)
        if _suffix(options.output) == ".json":
            write_whole(options.output, json_text(document))
        elif options.output:
            write_bytes(options.output, peers_workbook(found, locale))
    status = TO_CORRECT if found.problems or found.peers.unread else OK
    if options.json:
        return json_text(document), status
    page = peers_page(found, rubric, locale=locale, width=options.width)
    page += "".join(f"{line}\n" for line in problem_lines(found.problems, locale, options.width))
    if options.output:
        page += render(Message.of("cli.written", file=options.output), locale) + "\n"
    return page, status


def run_summary_table(options: argparse.Namespace) -> tuple[str, int]:
    """Review every unit of a table, or of many reports and case files, and write them on one sheet."""
    locale = locale_of(options.locale)
    rubric = _needed_rubric(options)
    _refuse_suffix(options.output, (".xlsx",))
    with _frames(options.output):
        from jixiao_core.frames.files import FileOptions
        from jixiao_core.frames.summary_pages import summary_json, summary_page
        from jixiao_core.frames.summary_table import summary_workbook
        from jixiao_core.frames.unit_reviews import summary_cases, summary_file

        if _is_table(options):
            how = FileOptions(units=_units(options.unit), floats=options.floats, encoding=options.encoding)
            with _named_options():
                found = summary_file(
                    rubric, options.files[0], name=options.name or None, assume=options.assume, options=how
                )
            _refuse_no_units(options.files[0], len(found.units))
        else:
            _refuse_options_of_tables(options, ("unit", "name"))
            with _reading(options) as (files, read):
                found = summary_cases(rubric, files, assume=options.assume, **read)
            _refuse_if_nothing(found.problems, sum(each.round is not None for each in found.units))
        write_bytes(options.output, summary_workbook(found, locale))
    status = TO_CORRECT if found.needs_correction else OK
    if options.json:
        return json_text(summary_json(found, locale)), status
    page = summary_page(found, locale=locale, width=options.width)
    page += "".join(f"{line}\n" for line in problem_lines(found.problems, locale, options.width))
    return page + render(Message.of("cli.written", file=options.output), locale) + "\n", status


def run_sql(options: argparse.Namespace) -> tuple[str, int]:
    """Print a rubric as one SELECT for a database, or write it to a file."""
    locale = locale_of(options.locale)
    rubric = _rubric(options, options.rubric)
    with _frames():
        from jixiao_core.frames.sql_pages import sql_text

        keep = tuple(options.keep or ("unit",))
        text = sql_text(
            rubric, options.dialect, table=options.table, units=_units(options.unit), keep=keep, locale=locale
        )
    if options.output:
        write_whole(options.output, text)
    if options.json:
        document: dict[str, Any] = {
            "rubric": rubric.pin,
            "digest": rubric.digest,
            "dialect": options.dialect,
            "sql": text,
        }
        return json_text(document), OK
    if options.output:
        return render(Message.of("cli.written", file=options.output), locale) + "\n", OK
    return text, OK
