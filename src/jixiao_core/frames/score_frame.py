"""`score_frame`: every unit of a table at once, on the engine that the table lives on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Literal, TypeVar, cast

import narwhals as nw
from attrs import frozen

from jixiao_core.errors import InvalidValueError, Problem, raise_if
from jixiao_core.frames.claims import claim_columns
from jixiao_core.frames.columns import InputColumn, input_columns
from jixiao_core.frames.conversion import Floats, converted
from jixiao_core.frames.engine import scored
from jixiao_core.frames.lines import LineScorer, scored_by_itself, with_scored_lines
from jixiao_core.frames.partitions import by_parts, is_in_parts
from jixiao_core.frames.program import TableProgram, table_program
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.stages import PREFIX
from jixiao_core.frames.statements import ENGINES, scored_by_statement
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Wishes", "collected", "columns", "made_ready", "opened", "score_frame", "table_of"]

Frame = TypeVar("Frame")

WORDS = dict.fromkeys(("grade", "status", "remarks", "verdict", "claim_remarks"), "string")
"""The columns of a table that are no whole numbers, by the last part of their names."""


def columns(rubric: Rubric) -> tuple[InputColumn, ...]:
    """
    Return every column from which units can be scored, in the order of the table.

    Args:
        rubric: the table, as it is read.

    >>> from jixiao_core import registry
    >>> [column.name for column in columns(registry.load("junshan-department@2021.1"))][:2]
    ['actual_headcount', 'adjusted_budget']
    """
    return input_columns(rubric, scale_of(rubric))


def score_frame(
    rubric: Rubric,
    frame: Frame,
    *,
    units: Mapping[str, str] | None = None,
    floats: Floats = "refuse",
    assume: Iterable[str] = (),
    keep: Sequence[str] | None = None,
    rows: bool = True,
    remarks: bool = True,
    undecided: Literal["score", "flag"] = "score",
) -> Frame:
    """
    Score every unit of a table: one line a unit, in the columns of `columns(rubric)`; what it does not have is unknown.

    Money is in 分 unless `units` says otherwise, or its text says so itself (``"993.18万元"``). Points come out in parts
    of a point: `scale_of(rubric)` of them are one point, 10,000 as a rule. What the scale cannot show is cut off.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        frame: of Polars, pandas, PyArrow, DuckDB, PySpark, Ibis or Dask; lazy stays lazy.
        units: column name to what 1 means in it: 分, 元, 万元, 亿元; ``%`` or ``1`` for rates.
        floats: columns of floats are refused, or taken as the ``nearest`` number of 分 (things, parts) where they are
            within a 64th of one; other floats are refused line by line.
        assume: names of the rubric's assumptions to make, as in `score`: a fact that is blank equals another.
        keep: the columns of the table that come out as well; None: all of them.
        rows: whether the points of rows, pools and groups come out.
        remarks: whether what is missing or out of range is named.
        undecided: units that whole numbers of 64 bits cannot decide are scored one by one where the table is in
            memory, as the parts of Dask's are, or only flagged; lazy tables flag them.

    Returns:
        A table of the same kind, with points of rows and groups (``…__points``), ``total``, ``total_low`` and
        ``total_high`` (what is possible), ``grade``, ``status`` (settled, open, undecided, invalid) and ``remarks``.

    Raises:
        InvalidValueError: for columns that cannot hold what they should, for names that are taken, and for a table that
            has no column of the rubric, all at once.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    wishes = Wishes(
        units=units or {},
        floats=floats,
        # Read once more for every part of a table.
        assume=tuple(assume),
        keep=keep,
        rows=rows,
        remarks=remarks,
        undecided=undecided,
    )
    return table_of(rubric, frame, wishes)


@frozen(kw_only=True)
class Wishes:
    """How a table is to be scored; see `score_frame`."""

    units: Mapping[str, str]
    floats: Floats
    assume: tuple[str, ...]
    keep: Sequence[str] | None
    rows: bool
    remarks: bool
    undecided: Literal["score", "flag"]
    needs_columns: bool = True
    """Whether a table that says nothing about any unit is refused."""


def table_of(rubric: Rubric, frame: Frame, wishes: Wishes, reviewer: LineScorer | None = None) -> Frame:
    """
    Return a table scored, or reviewed.

    Args:
        rubric: the table, as it is read.
        frame: the units.
        wishes: how it is to be scored.
        reviewer: what reviews a line by itself, where claims are reviewed too.
    """
    if is_in_parts(frame):
        return cast("Frame", by_parts(frame, partial(table_of, rubric, wishes=wishes, reviewer=reviewer)))
    given = opened(frame)
    known = {column.name: column for column in columns(rubric)}
    if reviewer is not None:
        known |= {column.name: column for column in claim_columns(rubric, scale_of(rubric))}
    found = converted(made_ready(given, known), known, units=wishes.units, floats=wishes.floats)
    program = table_program(
        rubric,
        found.sources,
        assume=wishes.assume,
        rows=wishes.rows,
        remarks=wishes.remarks,
        claims=reviewer is not None,
    )
    names = given.collect_schema().names()
    kept = list(names if wishes.keep is None else wishes.keep)
    raise_if([*_name_problems(names, kept, program), *_column_problems(names, known, wishes)])
    by_statement = found.frame.implementation in ENGINES
    table = (scored_by_statement if by_statement else scored)(found.frame, program, kept)
    if isinstance(given, nw.LazyFrame):
        return cast("Frame", table.to_native())
    result = _finished(collected(table), program)
    if wishes.undecided == "score":
        scorer = reviewer or scored_by_itself
        result = with_scored_lines(result, given, program, units=wishes.units, floats=wishes.floats, scorer=scorer)
    return cast("Frame", result.to_native())


def collected(table: nw.LazyFrame[Any] | nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Return a table in memory."""
    return table.collect() if isinstance(table, nw.LazyFrame) else table


def _finished(result: nw.DataFrame[Any], program: TableProgram) -> nw.DataFrame[Any]:
    """
    Return a scored table whose whole numbers may have gaps.

    In pandas what comes of constants alone is NumPy's, and turns into floats where it has no value.
    """
    if not result.implementation.is_pandas():
        return result
    native = result.to_native()
    found = {name: _in_arrow(native[name], WORDS.get(name.rpartition("__")[2], "int64")) for name in program.outputs}
    return nw.from_native(native.assign(**found), eager_only=True)


def opened(frame: object) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """Return what somebody gave as a table; InvalidValueError where it is none."""
    found: object = nw.from_native(frame, pass_through=True)
    if isinstance(found, nw.DataFrame | nw.LazyFrame):
        return found
    kind = type(frame)
    raise InvalidValueError(Problem(Message.of("frames.not_a_table", found=f"{kind.__module__}.{kind.__qualname__}")))


def made_ready(given: nw.DataFrame[Any] | nw.LazyFrame[Any], columns: Mapping[str, InputColumn]) -> Any:
    """
    Return a table as its engine computes best.

    Args:
        given: the table.
        columns: those that are read, by name.

    Columns of pandas are turned into Arrow's first, whose whole numbers and conditions have gaps; Polars plans better
    what is lazy.
    """
    if isinstance(given, nw.LazyFrame):
        return given
    if given.implementation.is_polars():
        return given.lazy()
    if given.implementation.is_pandas():
        native = given.to_native()
        used = {name: _in_arrow(native[name]) for name in columns if name in native.columns}
        return nw.from_native(native.assign(**used), eager_only=True)
    return given


def _in_arrow(series: Any, kind: str = "") -> Any:
    """A column of pandas as Arrow's, value for value, of the kind that is wished; NaN is no value."""
    pd, pa = import_module("pandas"), import_module("pyarrow")

    plain = series.astype(object) if isinstance(series.dtype, pd.CategoricalDtype) else series
    try:
        values = pa.array(plain, from_pandas=True)
    except pa.ArrowException:
        # Values of several kinds; as no kind of number, condition or word they are refused with the others.
        return series
    values = values.cast(kind) if kind else values
    return pd.Series(pd.arrays.ArrowExtensionArray(values), index=series.index)


def _column_problems(names: Sequence[str], known: Mapping[str, InputColumn], wishes: Wishes) -> Iterator[Problem]:
    if wishes.needs_columns and not any(name in known for name in names):
        yield Problem(Message.of("frames.no_column", known=tuple(known)))


def _name_problems(names: Sequence[str], kept: Sequence[str], program: TableProgram) -> Iterator[Problem]:
    for name in kept:
        if name not in names:
            yield Problem(Message.of("frames.unknown_column", found=name, known=tuple(names)), "keep")
        elif name in program.outputs:
            yield Problem(Message.of("frames.taken", found=name), "keep")
    for name in names:
        if name.startswith(PREFIX):
            yield Problem(Message.of("frames.reserved", found=name, prefix=PREFIX), name)
