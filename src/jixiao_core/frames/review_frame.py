"""`review_frame`: the claims of every unit of a table beside what its facts support, on the engine of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal, TypeVar

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.claims import CLAIMED, CLAIMED_TOTAL, MOST_CLAIMED, claim_columns
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.frames.conversion import Floats
from jixiao_core.frames.program import TableProgram
from jixiao_core.frames.scalar import Cell, evidence_of, scored_line
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import Wishes, table_of
from jixiao_core.frames.verdicts import DIFFERENCE, VERDICT
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.implied import claim_cell
from jixiao_core.scoring.review import reachable_points
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.verdicts import verdict

__all__ = ["claims", "review_frame", "reviewed_cells", "reviewed_line"]

Frame = TypeVar("Frame")


def claims(rubric: Rubric) -> tuple[InputColumn, ...]:
    """
    Return the columns in which a table says what units claim: one a row in printed order, and ``claimed_total``.

    Args:
        rubric: the table, as it is read.

    >>> from jixiao_core import registry
    >>> claims(registry.load("junshan-department@2021.1"))[0].name
    'input__budget_allocation__staffing_ratio__claimed'
    """
    return claim_columns(rubric, scale_of(rubric))


def review_frame(
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
    Review the self-assessed scores of every unit of a table: `score_frame`, and a verdict about every claim.

    Claims stand in the columns of `claims(rubric)`, in points: whole numbers, decimals or decimal text; a blank, or a
    column that is not there, is unclaimed. Where the facts of a line settle a row, its verdict is that of `review`.
    Where they do not, a verdict other than ``pending`` is: `review` may know more through other facts of the unit
    (whole people, shared figures, parts and wholes), where a table says ``pending``.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        frame: of Polars, pandas, PyArrow, DuckDB, PySpark, Ibis or Dask; lazy stays lazy.
        units: column name to what 1 means in it; see `score_frame`.
        floats: columns of floats are refused, or taken as the ``nearest``; see `score_frame`.
        assume: names of the rubric's assumptions to make, as in `review`.
        keep: the columns of the table that come out as well; None: all of them.
        rows: whether points, verdicts and differences of rows come out.
        remarks: whether what is missing or out of range is named.
        undecided: units that whole numbers of 64 bits cannot decide are reviewed one by one where the table is in
            memory, as the parts of Dask's are, or only flagged, and their claims pending; lazy tables flag them.

    Returns:
        The columns of `score_frame`; then, for every row, ``…__verdict`` (consistent, above, below, unmatched, pending,
        unclaimed) and ``…__difference``: claimed less computed, or less the nearest that is possible, in parts of a
        point, blank while pending; ``verdict`` and ``difference`` of the total; and ``claim_remarks``: claims that
        cannot be read (refused) or are finer than the scale (beyond), which have no verdict.

    Raises:
        InvalidValueError: for columns that cannot hold what they should, and for names that are taken, all at once.

    >>> import polars as pl
    >>> from jixiao_core import registry
    >>> row = "input__budget_allocation__staffing_ratio"
    >>> claimed = {"in_service_staff": [21, 18], "authorised_staffing": [20, 18], f"{row}__claimed": ["5", "5"]}
    >>> table = review_frame(registry.load("junshan-department@2021.1"), pl.DataFrame(claimed), keep=[])
    >>> table.select(f"{row}__points", f"{row}__verdict", f"{row}__difference").rows()
    [(25000, 'above', 25000), (50000, 'consistent', 0)]
    """
    wishes = Wishes(
        units=units or {},
        floats=floats,
        assume=tuple(assume),
        keep=keep,
        rows=rows,
        remarks=remarks,
        undecided=undecided,
    )
    return table_of(rubric, frame, wishes, reviewed_line)


def reviewed_line(program: TableProgram, cells: Mapping[str, Cell], refused: frozenset[str]) -> dict[str, Any]:
    """
    Return one line of a reviewed table, by `score` and the verdicts of `review`.

    Args:
        program: how the table is reviewed.
        cells: what the line says.
        refused: the columns in which something stands that cannot be used.
    """
    rubric = program.rubric
    sheet = score(rubric, evidence_of(rubric, program.columns, cells), assume=program.assumptions)
    return {**scored_line(sheet, program.scale), **reviewed_cells(sheet, cells, refused, program.scale)}


def reviewed_cells(
    sheet: ScoreSheet, claimed: Mapping[str, Cell], refused: frozenset[str], scale: int
) -> dict[str, str | int | None]:
    """
    Return the verdicts and differences of a line by their columns.

    Args:
        sheet: what the unit can have.
        claimed: the column of a claim to its points; what is not there is unclaimed.
        refused: the columns of claims that cannot be read.
        scale: the parts of a point.
    """
    line: dict[str, str | int | None] = {}
    for name, column, possible, reach in _claimed(sheet):
        claim = claimed.get(column)
        points = claim if isinstance(claim, Fraction) and 0 <= claim <= MOST_CLAIMED else None
        if column in refused or (claim is not None and points is None):
            found: tuple[str | None, int | None] = (None, None)
        else:
            found = _verdict(sheet.rubric, points, possible, reach, scale)
        line[column_name(name, VERDICT) if name else VERDICT] = found[0]
        line[column_name(name, DIFFERENCE) if name else DIFFERENCE] = found[1]
    return line


def _claimed(sheet: ScoreSheet) -> Iterator[tuple[str, str, IntervalSet, IntervalSet]]:
    """Every row and the total: its id, the column of its claim, what is possible and what can be reached at all."""
    rubric = sheet.rubric
    for node in sheet.rows:
        reach = reachable_points(rubric.read(rubric.indicator(node.id)), node, sheet.weight(node.id))
        yield node.id, column_name(node.id, CLAIMED), node.possible, reach
    top = Interval(0, rubric.highest_total)
    yield "", CLAIMED_TOTAL, IntervalSet.of(sheet.possible), IntervalSet.of(top)


def _verdict(
    rubric: Rubric, points: Fraction | None, possible: IntervalSet, reach: IntervalSet, scale: int
) -> tuple[str, int | None]:
    cell = IntervalSet(()) if points is None else claim_cell(rubric, points)
    found, difference = verdict(points, possible, reach, cell)
    if points is None or difference is None:
        return found, None
    # As in the columns of points, what the scale cannot show is cut off the computed points.
    computed = (points - difference) * scale
    nearest = ceil(computed) if found == "above" and not possible.is_point else floor(computed)
    return found, 0 if found == "consistent" else floor(points * scale) - nearest
