"""Peer comparison (同类单位比对分析): how the claims of many units stand to what a rubric can produce, counted, not ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import fields, frozen

from jixiao_core.frames.claims import CLAIMED, CLAIMED_TOTAL, claim_columns
from jixiao_core.frames.columns import column_name
from jixiao_core.frames.conversion import Floats
from jixiao_core.frames.counting import Counts, counted
from jixiao_core.frames.producible import claimable, claimable_otherwise
from jixiao_core.frames.scaling import row_points, scale_of
from jixiao_core.messages import Text, number_text
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.implied import claim_cell

__all__ = [
    "HEADINGS",
    "ClaimCount",
    "EdgeCount",
    "FullRow",
    "PeerTable",
    "Peers",
    "SharedReason",
    "UnreadClaims",
    "as_rows",
    "peers",
]


@frozen(kw_only=True)
class ClaimCount:
    """
    How many units claim so many points for a row.

    Attributes:
        group: what `by` says of these units; None: all units, or those of which it says nothing.
        row: the id of the row.
        label: its name.
        claimed: the points; None: nothing is claimed, or what is written cannot be read.
        units: how many units.
        of: of how many in the group.
        attainable: whether the row can produce these points, as it is read, whatever the facts.
        attainable_otherwise: whether it can under any declared reading.
        names: the units, by name, where they are named and the points are not attainable as the row is read.
    """

    group: str | None
    row: str
    label: Text
    claimed: Fraction | None
    units: int
    of: int
    attainable: bool
    attainable_otherwise: bool
    names: tuple[str, ...] = ()


@frozen(kw_only=True)
class EdgeCount:
    """
    How many claimed totals lie on either side of the edge of a rating.

    Attributes:
        group: what `by` says of these units.
        grade: the rating that begins at the edge.
        edge: its least total.
        second_below: units in [edge - 2, edge - 1).
        first_below: units in [edge - 1, edge).
        first_above: units in [edge, edge + 1).
        second_above: units in [edge + 1, edge + 2).
        of: units of the group that claim a total.
    """

    group: str | None
    grade: Text
    edge: Fraction
    second_below: int
    first_below: int
    first_above: int
    second_above: int
    of: int


@frozen(kw_only=True)
class FullRow:
    """
    A row for which every unit that claims anything claims full points.

    Attributes:
        group: what `by` says of these units.
        row: the id of the row.
        label: its name.
        maximum: its points; for a member of a pool its equal share.
        units: how many units claim them.
        of: of how many in the group.
    """

    group: str | None
    row: str
    label: Text
    maximum: Fraction
    units: int
    of: int


@frozen(kw_only=True)
class SharedReason:
    """
    A reason that several units state for a row in the same words.

    Attributes:
        group: what `by` says of these units.
        row: the id of the row.
        label: its name.
        reason: the reason without blanks and without marks at its end.
        units: how many units state it.
        of: how many in the group state any reason for the row.
        names: the units, by name, where they are named.
    """

    group: str | None
    row: str
    label: Text
    reason: str
    units: int
    of: int
    names: tuple[str, ...] = ()


@frozen(kw_only=True)
class UnreadClaims:
    """
    How many units write something for a row, or as their total, that is no number of points; it counts as no claim.

    Attributes:
        group: what `by` says of these units.
        row: the id of the row; None: the claimed total.
        label: the name of the column.
        units: how many units.
        of: of how many in the group.
    """

    group: str | None
    row: str | None
    label: Text
    units: int
    of: int


PeerTable: TypeAlias = (
    Sequence[ClaimCount] | Sequence[EdgeCount] | Sequence[FullRow] | Sequence[SharedReason] | Sequence[UnreadClaims]
)
"""One of the tables of a comparison."""


@frozen(kw_only=True)
class Peers:
    """
    A comparison of units that are scored by the same table: evidence for a person who looks further, no judgement.

    Attributes:
        units: group to how many units it has; one group None where `by` is not given.
        claims: how often every number of points is claimed, row by row.
        edges: claimed totals beside the edges of ratings; none where the form has no ratings.
        full_rows: rows on which nobody loses a point.
        reasons: reasons that several units state in the same words, row by row.
        unread: cells in which something is written that is no number of points, counted by column.
    """

    units: Mapping[str | None, int]
    claims: tuple[ClaimCount, ...]
    edges: tuple[EdgeCount, ...]
    full_rows: tuple[FullRow, ...]
    reasons: tuple[SharedReason, ...]
    unread: tuple[UnreadClaims, ...]


HEADINGS: dict[str, Text] = {
    "group": Text("分组", "group"),
    "row": Text("指标编号", "row"),
    "label": Text("指标", "indicator"),
    "claimed": Text("自评得分", "claimed points"),
    "units": Text("单位数", "units"),
    "of": Text("总数", "out of"),
    "attainable": Text("评分标准可得此分", "the criterion can give it"),
    "attainable_otherwise": Text("按任一口径可得此分", "some declared reading can give it"),
    "names": Text("单位", "units by name"),
    "grade": Text("等次", "rating"),
    "edge": Text("等次下限", "edge"),
    "second_below": Text("下限前第二分", "second point below"),
    "first_below": Text("下限前一分", "first point below"),
    "first_above": Text("下限起一分", "first point from the edge"),
    "second_above": Text("下限起第二分", "second point from the edge"),
    "maximum": Text("分值", "points"),
    "reason": Text("扣分原因", "reason for the deduction"),
}
"""What the columns of the tables say, in both languages."""


def as_rows(table: PeerTable, *, locale: str = "") -> list[dict[str, object]]:
    """
    Return a table of a comparison as rows for a data frame or a notebook: plain text, whole numbers, conditions.

    Args:
        table: one of the tables of `Peers`.
        locale: the language of headings and names, as ``zh_Hans_CN`` or ``en``; empty: identifiers as headings.

    >>> row = FullRow(group=None, row="a.b", label=Text("到位率", "Arrival"), maximum=Fraction(5), units=3, of=4)
    >>> as_rows([row])
    [{'group': None, 'row': 'a.b', 'label': 'Arrival', 'maximum': '5', 'units': 3, 'of': 4}]
    >>> as_rows([row], locale="zh_Hans_CN")[0]["指标"]
    '到位率'
    """
    return [
        {
            HEADINGS[each.name].of(locale) if locale else each.name: _plain(getattr(row, each.name), locale or "en")
            for each in fields(type(row))
        }
        for row in table
    ]


def _plain(value: object, locale: str) -> object:
    if isinstance(value, Text):
        return value.of(locale)
    if isinstance(value, Fraction):
        return number_text(value)
    return "、".join(map(str, value)) if isinstance(value, tuple) else value


def peers(
    rubric: Rubric,
    frame: object,
    *,
    by: str | None = None,
    name: str | None = None,
    units: Mapping[str, str] | None = None,
    floats: Floats = "refuse",
) -> Peers:
    """
    Compare what units claim with each other and with what the table can produce (同类单位比对分析).

    Claims stand in the columns of `claims(rubric)`, reasons in ``<row>__reason``; facts are not needed. Every number is
    a count of units. Units are not ranked, and not named unless `name` is given; whoever is named is in order of names.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        frame: of Polars, pandas, PyArrow, DuckDB, PySpark, Ibis or Dask; a lazy one is counted where it lives, and only
            counts are fetched (and names, where they are wanted); of Dask's, the columns that are counted.
        by: the column by which units are compared among their like: their level, their kind.
        name: the column with the names of units, where units shall be named.
        units: column name to the part of a point that 1 means in it, where claims are not in whole points.
        floats: columns of floats are refused, or taken as the ``nearest``; see `score_frame`.

    Raises:
        InvalidValueError: for columns that are not there or cannot hold what they should, all at once.

    >>> import polars as pl
    >>> from jixiao_core import registry
    >>> row = "input__budget_allocation__staffing_ratio__claimed"
    >>> found = peers(registry.load("junshan-department@2021.1"), pl.DataFrame({row: ["5", "5", "4.2"]}))
    >>> [(str(each.claimed), each.units, each.attainable) for each in found.claims[:2]]
    [('21/5', 1, False), ('5', 2, True)]
    """
    counts = counted(rubric, frame, by=by, name=name, units=units, floats=floats)
    claims = tuple(_claims(rubric, counts))
    return Peers(
        units=counts.units,
        claims=claims,
        edges=tuple(_edges(rubric, counts)),
        full_rows=tuple(_full_rows(rubric, counts, claims)),
        reasons=tuple(_reasons(rubric, counts)),
        unread=tuple(_unread(rubric, counts)),
    )


def _claims(rubric: Rubric, counts: Counts) -> Iterator[ClaimCount]:
    scale = scale_of(rubric)
    for row in rubric.indicators:
        column = column_name(row.id, CLAIMED)
        found = counts.claims[column]
        usual, otherwise = claimable(rubric, rubric.read(row)), claimable_otherwise(rubric, row)
        values = {value: Fraction(value, scale) for _, value in found if value is not None}
        cells = {value: claim_cell(rubric, points) for value, points in values.items()}
        odd = frozenset(value for value, cell in cells.items() if not cell & usual)
        names = counts.names_of(column, odd)
        for (group, value), units in _in_order(found, counts):
            yield ClaimCount(
                group=group,
                row=row.id,
                label=row.label,
                claimed=None if value is None else values[value],
                units=units,
                of=counts.units[group],
                attainable=value is None or value not in odd,
                attainable_otherwise=value is None or bool(cells[value] & otherwise),
                names=names.get((group, value), ()),
            )


def _in_order(
    found: Mapping[tuple[str | None, int | None], int], counts: Counts
) -> list[tuple[tuple[str | None, int | None], int]]:
    """By group as they are counted, then by points; what is not claimed last."""
    place = {group: number for number, group in enumerate(counts.units)}
    return sorted(found.items(), key=lambda each: (place[each[0][0]], each[0][1] is None, each[0][1] or 0))


def _edges(rubric: Rubric, counts: Counts) -> Iterator[EdgeCount]:
    if rubric.grades is None:
        return
    scale, totals = scale_of(rubric), counts.claims[CLAIMED_TOTAL]
    for group in counts.units:
        own = Counter({value: units for (each, value), units in totals.items() if each == group and value is not None})
        for grade in rubric.grades.grades[:-1]:
            edge = int(grade.at_least * scale)
            below_2, below_1, above_1, above_2 = (
                sum(units for value, units in own.items() if low <= value < low + scale)
                for low in (edge - 2 * scale, edge - scale, edge, edge + scale)
            )
            yield EdgeCount(
                group=group,
                grade=Text(grade.name, grade.en),
                edge=grade.at_least,
                second_below=below_2,
                first_below=below_1,
                first_above=above_1,
                second_above=above_2,
                of=own.total(),
            )


def _full_rows(rubric: Rubric, counts: Counts, claims: tuple[ClaimCount, ...]) -> Iterator[FullRow]:
    for group in counts.units:
        for row in rubric.indicators:
            maximum = row_points(rubric, row)
            own = [each for each in claims if (each.group, each.row) == (group, row.id) and each.claimed is not None]
            if own and all(each.claimed is not None and each.claimed >= maximum for each in own):
                units = sum(each.units for each in own)
                yield FullRow(
                    group=group, row=row.id, label=row.label, maximum=maximum, units=units, of=counts.units[group]
                )


def _reasons(rubric: Rubric, counts: Counts) -> Iterator[SharedReason]:
    for row in rubric.indicators:
        found = counts.reasons.get(row.id, ())
        for each in found:
            yield SharedReason(
                group=each.group,
                row=row.id,
                label=row.label,
                reason=each.reason,
                units=each.units,
                of=each.of,
                names=each.names,
            )


def _unread(rubric: Rubric, counts: Counts) -> Iterator[UnreadClaims]:
    for column in claim_columns(rubric, scale_of(rubric)):
        found = counts.unread[column.name]
        for group, of in counts.units.items():
            if group in found:
                yield UnreadClaims(group=group, row=column.row or None, label=column.label, units=found[group], of=of)
