"""The layout of a scored table: rows, totals, the rating and what to say about a unit, as columns in stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from jixiao_core.frames.assumptions import with_assumptions
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.frames.expressions import (
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Joined,
    Nothing,
    Number,
    Sum,
    Words,
)
from jixiao_core.frames.intake import Intake, Limit, Source, taken_in
from jixiao_core.frames.ladders import whole
from jixiao_core.frames.outcomes import NEVER, choose
from jixiao_core.frames.rows import RowColumns, row_columns
from jixiao_core.frames.scaling import row_points
from jixiao_core.frames.stages import Staging
from jixiao_core.frames.totals import (
    NodeColumns,
    Rating,
    Sheet,
    adjustment_missing,
    choices_missing,
    chosen_rows,
    node_columns,
    rating,
    total_columns,
)
from jixiao_core.rubrics.formulas import Nonconformities, Options
from jixiao_core.rubrics.lowering import deduction_range
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.totals import inner_nodes, rows_under

__all__ = ["POINTS", "Layout", "laid_out", "limits_of", "moved", "write_outputs"]

POINTS = "points"


@frozen(kw_only=True)
class Layout:
    """
    Everything that is known about a unit, as columns.

    Attributes:
        staging: the columns.
        intake: what the table says.
        rubric: as it is read.
        rows: row id to what the row counts.
        nodes: the same for pools and groups, and rows again.
        total: the total.
        rating: the rating; None where the form has none.
        is_open: whether something is missing.
        is_untold: whether whole numbers of this scale cannot tell.
        is_invalid: whether something makes no sense.
        missing: what is missing, each with the condition.
    """

    staging: Staging
    intake: Intake
    rubric: Rubric
    rows: Mapping[str, RowColumns]
    nodes: Mapping[str, NodeColumns]
    total: NodeColumns
    rating: Rating | None
    is_open: Condition
    is_untold: Condition
    is_invalid: Condition
    missing: tuple[tuple[str, Condition], ...]


def limits_of(rubric: Rubric, columns: tuple[InputColumn, ...], scale: int, limit: int) -> dict[str, Limit]:
    """
    Return the least and the greatest number of every numeric column.

    Args:
        rubric: the maxima of rows, the ranges of options, conditions and adjustments.
        columns: everything that a table may say.
        scale: the parts of a point.
        limit: the largest number that can be computed with.
    """
    found: dict[str, Limit] = {}
    for column in (each for each in columns if each.is_numeric):
        if column.sort == "points":
            low, high = _points_range(rubric, column)
            found[column.name] = Limit(whole(low, scale), whole(high, scale), is_hard=True)
        else:
            found[column.name] = Limit(-limit if column.may_be_negative else 0, limit)
    return found


def _points_range(rubric: Rubric, column: InputColumn) -> tuple[Fraction, Fraction]:
    if not column.row:
        adjustment = next(each for each in rubric.adjustments if each.id == column.part)
        return adjustment.low, adjustment.high
    row = rubric.read(rubric.indicator(column.row))
    if isinstance(row.formula, Nonconformities):
        cost = deduction_range(next(each for each in row.formula.conditions if each.id == column.part))
        assert isinstance(cost.low, Fraction)
        assert isinstance(cost.high, Fraction)
        return cost.low, cost.high
    if isinstance(row.formula, Options):
        ranges = [
            (each.low, each.high) for each in row.formula.options if each.low is not None and each.high is not None
        ]
        return min(low for low, _ in ranges), max(high for _, high in ranges)
    return Fraction(0), row_points(rubric, row)


def laid_out(
    rubric: Rubric,
    columns: tuple[InputColumn, ...],
    sources: Mapping[str, Source],
    scale: int,
    limit: int,
    assume: Iterable[str] = (),
) -> Layout:
    """
    Lay out everything that is known about a unit.

    Args:
        rubric: as it is read.
        columns: everything that a table may say.
        sources: the columns that this table has.
        scale: the parts of a point.
        limit: the largest number that is computed with.
        assume: names of assumptions.
    """
    staging = Staging(name for source in sources.values() for name in source.names)
    limits = limits_of(rubric, columns, scale, limit)
    intake = with_assumptions(staging, taken_in(staging, columns, sources, limits), rubric, assume, limits)
    plain = {row.id: row_columns(staging, intake, rubric, rubric.read(row), scale) for row in rubric.indicators}
    rows = chosen_rows(staging, intake, rubric, plain)
    unit_missing = (*choices_missing(intake, rubric), *adjustment_missing(intake, rubric))
    is_open = _any(staging, "any_open", (*(row.is_open for row in rows.values()), *(each for _, each in unit_missing)))
    untold = _any(staging, "any_untold", (row.is_untold for row in rows.values()))
    invalid = _any(staging, "any_invalid", (row.is_invalid for row in rows.values()))
    is_range = _any(staging, "is_range", (is_open, untold, invalid))
    sheet = Sheet(staging=staging, intake=intake, rubric=rubric, scale=scale, is_range=is_range)
    nodes = node_columns(sheet, rows)
    total = total_columns(sheet, nodes)
    rated = rating(sheet, total, nodes)
    return Layout(
        staging=staging,
        intake=intake,
        rubric=rubric,
        rows=rows,
        nodes=nodes,
        total=total,
        rating=rated,
        is_open=is_open,
        is_untold=_any(staging, "untold", (untold, *sheet.untold)),
        is_invalid=invalid,
        missing=(*(each for row in rows.values() for each in row.missing), *unit_missing),
    )


def _any(staging: Staging, name: str, conditions: Iterable[Condition]) -> Condition:
    kept = tuple(condition for condition in conditions if condition != NEVER)
    return staging.condition(name, AnyOf(kept) if kept else NEVER)


def write_outputs(layout: Layout, *, rows: bool, remarks: bool) -> tuple[str, ...]:
    """
    Add the columns of the scored table, and return their names in order.

    Args:
        layout: everything that is known about a unit.
        rows: whether the points of rows, pools and groups come out.
        remarks: whether what is missing or out of range is named.
    """
    staging, total = layout.staging, layout.total
    names: list[Column] = []
    if rows:
        names.extend(_row_outputs(layout))
        names.extend(_node_outputs(layout))
    refused = _any(staging, "refused", (each.is_refused for each in layout.intake.present()))
    beyond = _any(staging, "beyond", (each.is_beyond for each in layout.intake.present()))
    untold = _any(staging, "undecided", (layout.is_untold, beyond))
    unsettled = _any(staging, "unsettled", (layout.is_open, untold, layout.is_invalid))
    names.append(staging.output("total", Case(((unsettled, Nothing()),), total.low)))
    loose = _any(staging, "loose", (layout.is_untold, *moved(layout)))
    names.append(staging.output("total_low", choose(((loose, Number(0)),), total.low)))
    top = Sum((total.low, total.width))
    names.append(staging.output("total_high", choose(((loose, Number(total.most)),), top)))
    if layout.rating is not None:
        names.append(_grade(layout, layout.rating, unsettled))
    status: list[tuple[Condition, Words]] = [
        (_any(staging, "is_wrong", (refused, layout.is_invalid)), Words("invalid")),
        (untold, Words("undecided")),
        (layout.is_open, Words("open")),
    ]
    names.append(staging.output("status", Case(tuple(status), Words("settled"))))
    if remarks:
        names.append(staging.output("remarks", Joined(tuple(_remarks(layout)))))
    return tuple(each.name for each in names)


def _row_outputs(layout: Layout) -> Iterator[Column]:
    for name, row in layout.rows.items():
        unsettled = AnyOf((row.is_open, row.is_invalid, row.is_untold, *moved(layout)))
        points = Case(((unsettled, Nothing()),), row.low)
        yield layout.staging.output(column_name(name, POINTS), points)


def _node_outputs(layout: Layout) -> Iterator[Column]:
    """Groups and pools; their points are known where every row in them is."""
    rubric = layout.rubric
    for node in inner_nodes(rubric):
        rows = [layout.rows[name] for name in rows_under(rubric, node)]
        unknown = [each for row in rows for each in (row.is_open, row.is_invalid, row.is_untold)]
        unsettled = AnyOf((*unknown, *moved(layout)))
        points = layout.nodes[node.id].low
        yield layout.staging.output(column_name(node.id, POINTS), Case(((unsettled, Nothing()),), points))


def moved(layout: Layout) -> list[Condition]:
    """Return where points leave a row that does not apply, or may: they may arrive at any other."""
    rows = [row for row in layout.rows.values() if layout.rubric.policy(row.row.id) in ("reallocate", "rescale")]
    absent = [row.is_absent for row in rows if row.is_absent != NEVER]
    return [*absent, *(row.is_open for row in rows if _may_vanish(row) and row.is_open != NEVER)]


def _may_vanish(row: RowColumns) -> bool:
    """Whether the figures of a row can say that it does not apply: nothing over nothing."""
    measure = row.row.measure
    return measure is not None and bool(measure.denominator) and measure.zero_over_zero is None


def _grade(layout: Layout, rated: Rating, unsettled: Condition) -> Column:
    scale = layout.rubric.grades
    assert scale is not None
    untold = _any(layout.staging, "rating_untold", (unsettled, *(each for _, each in rated.missing)))
    names = tuple((Compare("==", rated.place, Number(at)), Words(grade.name)) for at, grade in enumerate(scale.grades))
    words = Case(((untold, Nothing("words")), *names), Nothing("words"))
    return layout.staging.output("grade", words)


def _remarks(layout: Layout) -> Iterator[Case]:
    """What stands in the way, each as a code and the column or row that it is about."""
    missing: dict[str, list[Condition]] = {}
    for name, condition in (*layout.missing, *(() if layout.rating is None else layout.rating.missing)):
        missing.setdefault(name, []).append(condition)
    found: list[tuple[str, str, Condition]] = [
        ("missing", name, AnyOf(tuple(conditions))) for name, conditions in missing.items()
    ]
    for given in layout.intake.present():
        found += [("refused", given.column.name, given.is_refused), ("beyond", given.column.name, given.is_beyond)]
    for name, row in layout.rows.items():
        found += [("invalid", name, row.is_invalid), ("undecided", name, row.is_untold)]
        found.append(("absent", name, row.is_nothing))
    for code, name, condition in found:
        if condition != NEVER:
            yield Case(((condition, Words(f"{code}:{name};")),), Words(""))
