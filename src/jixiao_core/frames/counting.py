"""Counting: how many units of a table claim what and give which reason, on the engine of the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import narwhals as nw
from attrs import frozen

from jixiao_core.errors import Problem, raise_if
from jixiao_core.frames.claims import MOST_CLAIMED, claim_columns, reason_columns
from jixiao_core.frames.columns import SORTS, InputColumn
from jixiao_core.frames.conversion import Converted, Floats, converted
from jixiao_core.frames.intake import Source
from jixiao_core.frames.partitions import in_memory, is_in_parts
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import collected, made_ready, opened
from jixiao_core.frames.stages import PREFIX
from jixiao_core.messages import NO_TEXT, Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Counts", "ReasonCount", "counted"]

BLANKS = "[ \t\r\n\u00a0\u3000]+"
MARKS = "[。．.；;，,、！!]+$"
SEVERAL = 2
UNREAD = -1
"""What is counted as the claim where something is written that is no points: no claim is below 0."""
GROUP, NAME, VALUE, UNITS = (f"{PREFIX}{part}" for part in ("group", "name", "value", "units"))

Group: TypeAlias = str | None
Table: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]


@frozen(kw_only=True)
class ReasonCount:
    """
    A reason that several units state.

    Attributes:
        group: the group of these units.
        reason: in the same words, without blanks and without marks at its end.
        units: how many units state it.
        of: how many in the group state any.
        names: the units, where they are named.
    """

    group: Group
    reason: str
    units: int
    of: int
    names: tuple[str, ...]


@frozen(kw_only=True)
class Counts:
    """
    What was counted.

    Attributes:
        units: group to the number of its units, in order of the names of groups.
        claims: column of claims to group and claim, in parts of a point, to the number of units; None: nothing is claimed
            or what is written cannot be read.
        unread: column of claims to group to the number of units in whose cell something is written that is no points.
        reasons: row id to the reasons that several units state, the most frequent first.
    """

    units: Mapping[Group, int]
    claims: Mapping[str, Mapping[tuple[Group, int | None], int]]
    unread: Mapping[str, Mapping[Group, int]]
    reasons: Mapping[str, tuple[ReasonCount, ...]]
    _table: Table
    _has_names: bool

    def names_of(self, column: str, values: frozenset[int]) -> Mapping[tuple[Group, int | None], tuple[str, ...]]:
        """Return who makes a claim of one of these values, where units are named: group and claim to names."""
        if not self._has_names or not values:
            return {}
        chosen = self._table.filter(nw.col(_value(column)).is_in(sorted(values)))
        return _names(chosen.select(GROUP, NAME, nw.col(_value(column)).alias(VALUE)))


def counted(
    rubric: Rubric,
    frame: object,
    *,
    by: str | None,
    name: str | None,
    units: Mapping[str, str] | None = None,
    floats: Floats = "refuse",
) -> Counts:
    """
    Count the claims and reasons of a table.

    Args:
        rubric: the table.
        frame: a data frame.
        by: the column of groups.
        name: the column of names, where units are named.
        units: column name to what 1 means in it.
        floats: what is done with columns of floats.

    Raises:
        InvalidValueError: for columns that are not there or cannot hold what they should, all at once.
    """
    known = {column.name: column for column in claim_columns(rubric, scale_of(rubric))}
    named = [each for each in (by, name) if each is not None]
    texts = {column.name: column.row for column in reason_columns(rubric)}
    given = opened(in_memory(frame, frozenset((*known, *named, *texts))) if is_in_parts(frame) else frame)
    raise_if(_unknown(given.collect_schema().names(), named))
    ready = made_ready(given, known | {each: _words(each) for each in (*texts, *named)})
    schema = ready.collect_schema()
    stated = {each: row for each, row in texts.items() if each in schema and schema[each] != nw.Unknown}
    raise_if(_not_words(schema, stated))
    found = converted(ready, known, units=units or {}, floats=floats)
    table: Table = _narrow(found, known, stated, by=by, name=name)
    if isinstance(given, nw.DataFrame):
        table = collected(table)
    return _counts(table, {each: each in found.sources for each in known}, stated, has_names=name is not None)


def _counts(table: Table, claimed: Mapping[str, bool], stated: Mapping[str, str], *, has_names: bool) -> Counts:
    """Count a narrow table: columns of claims, each with whether it is there, and columns of reasons by row."""
    found = {group: count for (group, _), count in _count(table, None).items()}
    units = dict(sorted(found.items(), key=lambda each: (each[0] is None, each[0] or "")))
    nothing: dict[tuple[Group, int | None], int] = {(group, None): count for group, count in units.items()}
    cells = {each: _count(table, _value(each)) if is_there else nothing for each, is_there in claimed.items()}
    return Counts(
        units=units,
        claims={each: _claims(counts) for each, counts in cells.items()},
        unread={each: _unread(counts) for each, counts in cells.items()},
        reasons={row: tuple(_reasons(table, each, units, has_names=has_names)) for each, row in stated.items()},
        table=table,
        has_names=has_names,
    )


def _claims(cells: Mapping[tuple[Group, int | None], int]) -> dict[tuple[Group, int | None], int]:
    """Cells that hold no points claim nothing."""
    claims: Counter[tuple[Group, int | None]] = Counter()
    for (group, value), count in cells.items():
        claims[group, None if value == UNREAD else value] += count
    return dict(claims)


def _unread(cells: Mapping[tuple[Group, int | None], int]) -> dict[Group, int]:
    return {group: count for (group, value), count in cells.items() if value == UNREAD}


def _unknown(known: Iterable[str], named: Iterable[str]) -> Iterator[Problem]:
    for each in named:
        if each not in known:
            yield Problem(Message.of("frames.unknown_column", found=each, known=tuple(known)), each)


def _not_words(schema: Mapping[str, Any], texts: Iterable[str]) -> Iterator[Problem]:
    for each in texts:
        dtype = schema[each]
        if not (dtype == nw.String or isinstance(dtype, nw.Categorical | nw.Enum)):
            yield Problem(Message.of("frames.not_words", found=str(dtype), sort=SORTS["words"]), each)


def _words(name: str) -> InputColumn:
    return InputColumn(name=name, sort="words", label=NO_TEXT)


def _value(column: str) -> str:
    return f"{PREFIX}counted__{column}"


def _narrow(
    found: Converted,
    known: Mapping[str, InputColumn],
    stated: Iterable[str],
    *,
    by: str | None,
    name: str | None,
) -> Table:
    """The columns that are counted: the group, the name, claims in parts of a point, reasons in plain words."""
    made = {GROUP: nw.lit("", nw.String) if by is None else _written(nw.col(by).cast(nw.String))}
    if name is not None:
        made[NAME] = nw.col(name).cast(nw.String)
    for column in known:
        source = found.sources.get(column)
        if source is not None:
            made[_value(column)] = _points(source, MOST_CLAIMED * known[column].quantum.denominator // source.factor)
    for column in stated:
        plain = nw.col(column).cast(nw.String).str.replace_all(BLANKS, "").str.replace_all(MARKS, "")
        made[_value(column)] = _written(plain)
    return found.frame.with_columns(**made).select(*made)


def _points(source: Source, most: int) -> nw.Expr:
    """Claimed points in parts of a point, from 0 to the most; `UNREAD` where something else is written."""
    raw = nw.col(source.name)
    is_written = ~raw.is_null()
    for other in (source.unread, source.finer):
        is_written = is_written | nw.col(other) if other else is_written
    is_points = ~raw.is_null() & (raw >= 0) & (raw <= most)
    return nw.when(is_points).then(raw * source.factor).otherwise(nw.when(is_written).then(nw.lit(UNREAD, nw.Int64)))


def _written(text: nw.Expr) -> nw.Expr:
    """A text, or no value where it is empty."""
    return nw.when(text != "").then(text)


def _count(table: Table, value: str | None) -> dict[tuple[Group, Any], int]:
    """Group and value to the number of units."""
    keys = [GROUP] if value is None else [GROUP, value]
    found = collected(table.select(*keys).group_by(*keys).agg(nw.len().alias(UNITS)))
    counts: Counter[tuple[Group, Any]] = Counter()
    for each in found.rows(named=True):
        counts[_group(each[GROUP]), each[value] if value else None] += int(each[UNITS])
    return dict(counts)


def _group(value: object) -> Group:
    return None if value in (None, "") else str(value)


def _reasons(table: Table, column: str, units: Mapping[Group, int], *, has_names: bool) -> Iterator[ReasonCount]:
    value = _value(column)
    given = table.filter(~nw.col(value).is_null())
    of = {group: count for (group, _), count in _count(given, None).items()}
    keys = [GROUP, value]
    counts = given.select(*keys).group_by(*keys).agg(nw.len().alias(UNITS)).filter(nw.col(UNITS) >= SEVERAL)
    shared = {(_group(each[GROUP]), each[value]): int(each[UNITS]) for each in collected(counts).rows(named=True)}
    names: Mapping[tuple[Group, Any], tuple[str, ...]] = {}
    if has_names and shared:
        wanted = given.filter(nw.col(value).is_in(sorted({reason for _, reason in shared})))
        names = _names(wanted.select(GROUP, NAME, nw.col(value).alias(VALUE)))
    place = {group: number for number, group in enumerate(units)}
    for (group, reason), count in sorted(shared.items(), key=lambda each: (place[each[0][0]], -each[1], each[0][1])):
        yield ReasonCount(group=group, reason=reason, units=count, of=of[group], names=names.get((group, reason), ()))


def _names(chosen: Table) -> dict[tuple[Group, Any], tuple[str, ...]]:
    """Group and value to the names of units, in the order of names."""
    found: dict[tuple[Group, Any], list[str]] = {}
    for each in collected(chosen).rows(named=True):
        if each[NAME] is not None:
            found.setdefault((_group(each[GROUP]), each[VALUE]), []).append(str(each[NAME]))
    return {key: tuple(sorted(names)) for key, names in found.items()}
