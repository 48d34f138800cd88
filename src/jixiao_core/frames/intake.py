"""Intake: from raw columns to numbers that are always there, with a condition beside each that says whether it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    IsNull,
    Not,
    Number,
    Numeric,
    Times,
    Truth,
    Words,
)
from jixiao_core.frames.stages import PREFIX, Staging

__all__ = ["Given", "Intake", "Limit", "Source", "clean_name", "taken_in"]


@frozen
class Limit:
    """
    The least and the greatest number that a column can have.

    Attributes:
        low: the least.
        high: the greatest.
        is_hard: whether more than that makes no sense; else it only cannot be computed with in whole numbers of 64 bits.
    """

    low: int
    high: int
    is_hard: bool = False


@frozen(kw_only=True)
class Given:
    """
    A column as it is computed with.

    Attributes:
        column: what it is.
        is_there: whether the table has it.
        value: its number, 0 where it does not count; for words and conditions the column itself without gaps.
        is_known: whether it counts.
        is_blank: whether nothing is written in it.
        is_refused: whether what is written cannot be used: not readable, below zero, not one of the words.
        is_beyond: whether it is larger than can be computed with in whole numbers.
    """

    column: InputColumn
    is_there: bool
    value: Column | Number
    is_known: Condition
    is_blank: Condition
    is_refused: Condition
    is_beyond: Condition

    @property
    def holds(self) -> Condition:
        """Whether a condition is written and holds."""
        return self.value if isinstance(self.value, Column) else Truth(False)


@frozen(kw_only=True)
class Source:
    """
    Where a column of a table stands, as whole numbers, conditions or words.

    Attributes:
        name: of the column.
        factor: what its numbers are multiplied with.
        unread: the column that says where something is written that cannot be read; empty: there is none such.
        finer: the column that says where a number is written that is finer or longer than can be computed with.
    """

    name: str
    factor: int = 1
    unread: str = ""
    finer: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(name for name in (self.name, self.unread, self.finer) if name)


def clean_name(column: InputColumn) -> str:
    """Return the name of a column without gaps."""
    return f"{PREFIX}value__{column.name}"


class Intake:
    """The columns of one table; those that it does not have are unknown."""

    def __init__(self, given: Mapping[str, Given]) -> None:
        self._given = given

    def __getitem__(self, name: str) -> Given:
        """Return a column by its name; KeyError for one that no table of this rubric has."""
        return self._given[name]

    def present(self) -> tuple[Given, ...]:
        """Return the columns that the table has."""
        return tuple(each for each in self._given.values() if each.is_there)


def taken_in(
    staging: Staging, columns: Iterable[InputColumn], sources: Mapping[str, Source], limits: Mapping[str, Limit]
) -> Intake:
    """
    Return the columns without gaps.

    Args:
        staging: where the steps go.
        columns: everything that a table may have.
        sources: the columns that this table has, by their names.
        limits: the least and greatest number that each can have.
    """
    return Intake(
        {
            column.name: _there(staging, column, sources[column.name], limits)
            if column.name in sources
            else _absent(column)
            for column in columns
        }
    )


def _absent(column: InputColumn) -> Given:
    never = Truth(False)
    return Given(
        column=column,
        is_there=False,
        value=Number(0),
        is_known=never,
        is_blank=Truth(True),
        is_refused=never,
        is_beyond=never,
    )


def _there(staging: Staging, column: InputColumn, source: Source, limits: Mapping[str, Limit]) -> Given:
    raw = Column(source.name)
    written = Not(IsNull(raw))
    match column.sort:
        case "flag":
            value = staging.column(f"value__{column.name}", AllOf((written, raw)))
            return Given(
                column=column,
                is_there=True,
                value=value,
                is_known=written,
                is_blank=AllOf((IsNull(raw), *(Not(each) for each in _flags(source.unread)))),
                is_refused=AnyOf(_flags(source.unread)) if source.unread else Truth(False),
                is_beyond=Truth(False),
            )
        case "words":
            allowed = AnyOf(tuple(Compare("==", raw, Words(word)) for word in column.allowed))
            return Given(
                column=column,
                is_there=True,
                value=staging.column(f"value__{column.name}", Case(((IsNull(raw), Words("")),), raw)),
                is_known=staging.column(f"known__{column.name}", AllOf((written, allowed))),
                is_blank=IsNull(raw),
                is_refused=AllOf((written, Not(allowed))),
                is_beyond=Truth(False),
            )
        case _:
            return _number(staging, column, source, limits[column.name])


def _number(staging: Staging, column: InputColumn, source: Source, limit: Limit) -> Given:
    raw = Column(source.name)
    low, high = -(-limit.low // source.factor), limit.high // source.factor
    within = AllOf((Not(IsNull(raw)), Compare(">=", raw, Number(low)), Compare("<=", raw, Number(high))))
    known = staging.column(f"known__{column.name}", within)
    # Some engines raise on products that leave 64 bits even where they are not taken: what is too large goes first.
    taken = Case(((within, raw),), Number(0))
    value: Numeric = (
        taken if source.factor == 1 else Times(source.factor, staging.column(f"taken__{column.name}", taken))
    )
    outside = (Compare("<", raw, Number(low)), Compare(">", raw, Number(high)))
    wrong, large = (outside, ()) if limit.is_hard else ((outside[:1], outside[1:]) if low == 0 else ((), outside))
    unread, finer = _flags(source.unread), _flags(source.finer)
    written = Not(IsNull(raw))
    return Given(
        column=column,
        is_there=True,
        value=staging.column(f"value__{column.name}", value),
        is_known=known,
        is_blank=AllOf((IsNull(raw), *(Not(each) for each in (*unread, *finer)))),
        is_refused=AnyOf((*unread, *((AllOf((written, AnyOf(wrong))),) if wrong else ()))),
        is_beyond=AnyOf((*finer, *((AllOf((written, AnyOf(large))),) if large else ()))),
    )


def _flags(name: str) -> tuple[Column, ...]:
    return (Column(name),) if name else ()
