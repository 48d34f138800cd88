"""The program of a rubric over tables: which columns in which order, how large inputs may be, what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from jixiao_core.frames.assumptions import assumed_name, check_assumptions
from jixiao_core.frames.claims import claim_columns
from jixiao_core.frames.columns import InputColumn, input_columns
from jixiao_core.frames.intake import Source, clean_name
from jixiao_core.frames.layout import laid_out, limits_of, write_outputs
from jixiao_core.frames.lean import lean
from jixiao_core.frames.magnitudes import LARGEST, Size, largest_input
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.stages import Stage
from jixiao_core.frames.verdicts import write_verdicts
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.knowledge import assumption_names

__all__ = ["STATUSES", "TableProgram", "table_program"]

REMEMBERED = 8
"""Programs of so many kinds of tables are kept with a rubric."""

STATUSES = ("settled", "open", "undecided", "invalid")
"""已测算, 待定, 需逐单位测算, 数据有误: what a unit's line in a scored table can be."""


@frozen(kw_only=True)
class TableProgram:
    """
    How every unit of a table is scored.

    Attributes:
        rubric: as it is read.
        scale: the parts of a point in which points are counted.
        columns: what a table may say about a unit.
        sources: where the columns of this table stand.
        assumptions: the names of the assumptions that are made.
        limit: the largest number, in absolute value, that can be computed with: 分, things, ten-thousandths of plain
            numbers, millionths of rates. A unit with a larger one is not settled here.
        stages: the columns to compute, in their order.
        outputs: the names of the columns of the scored table.
        ready: engine to the stages in its own expressions, which any table can be given.
    """

    rubric: Rubric
    scale: int
    columns: tuple[InputColumn, ...]
    sources: Mapping[str, Source]
    assumptions: tuple[str, ...]
    limit: int
    stages: tuple[Stage, ...]
    outputs: tuple[str, ...]
    ready: dict[str, Any] = field(init=False, repr=False, eq=False, factory=dict)


def table_program(
    rubric: Rubric,
    sources: Mapping[str, Source],
    *,
    assume: Iterable[str] = (),
    rows: bool = True,
    remarks: bool = True,
    claims: bool = False,
) -> TableProgram:
    """
    Return how every unit of a table is scored.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        sources: the columns of the table, by the names of `input_columns`; others are unknown.
        assume: names of the rubric's assumptions to make, as in `score`.
        rows: whether the points of rows and groups come out, beside the total.
        remarks: whether what is missing or out of range is named.
        claims: whether claims stand in the table too, and verdicts about them come out.

    Raises:
        InvalidValueError: when the points of the rubric need a scale that is too fine.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    assumptions = assumption_names(assume)
    check_assumptions(rubric, assumptions)
    key = (tuple(sources.items()), assumptions, rows, remarks, claims)
    known: dict[Any, TableProgram] = rubric.memo.tables or {}
    found = known.get(key)
    if found is None:
        found = _table_program(rubric, sources, assumptions, rows=rows, remarks=remarks, claims=claims)
        # Another dictionary, so that threads never see one that changes; a few kinds of tables are remembered.
        kept = dict(list(known.items())[1 - REMEMBERED :])
        rubric.memo.tables = {**kept, key: found}
    return found


def _table_program(
    rubric: Rubric,
    sources: Mapping[str, Source],
    assumptions: tuple[str, ...],
    *,
    rows: bool,
    remarks: bool,
    claims: bool,
) -> TableProgram:
    scale = scale_of(rubric)
    columns = input_columns(rubric, scale)
    limit = _limit(rubric, columns, sources, scale, assumptions)
    layout = laid_out(rubric, columns, sources, scale, limit, assumptions)
    outputs = write_outputs(layout, rows=rows, remarks=remarks)
    claimed = claim_columns(rubric, scale) if claims else ()
    if claims:
        outputs = (*outputs, *write_verdicts(layout, claimed, sources, scale, rows=rows))
    inputs = [name for source in sources.values() for name in source.names]
    stages = lean(layout.staging.stages(), outputs, inputs)
    return TableProgram(
        rubric=rubric,
        scale=scale,
        columns=(*columns, *claimed),
        sources=dict(sources),
        assumptions=assumptions,
        limit=limit,
        stages=stages,
        outputs=outputs,
    )


def _limit(
    rubric: Rubric,
    columns: tuple[InputColumn, ...],
    sources: Mapping[str, Source],
    scale: int,
    assume: tuple[str, ...],
) -> int:
    """The largest number that can be computed with, by what is done with it; points have limits of their own."""
    layout = laid_out(rubric, columns, sources, scale, LARGEST, assume)
    limits = limits_of(rubric, columns, scale, LARGEST)
    given = {name: Size(0, most) for name, most in layout.staging.cut.items()}
    given |= {name: Size(0, LARGEST) for source in sources.values() for name in source.names}
    for column in columns:
        if column.name in limits:
            limit = limits[column.name]
            size = Size(0, max(abs(limit.low), abs(limit.high))) if limit.is_hard else Size(1, 0)
            given[clean_name(column)] = given[assumed_name(column)] = size
    return largest_input(layout.staging.stages(), given)
