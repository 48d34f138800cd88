"""Stages: named columns in the order in which they can be computed, each from those of earlier stages only."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from jixiao_core.frames.expressions import (
    Case,
    Column,
    Compare,
    Condition,
    Expression,
    Number,
    Numeric,
    Truth,
    columns_of,
)

__all__ = ["PREFIX", "Stage", "Staging", "carried"]

Stage = tuple[tuple[str, Expression], ...]
"""Columns that can be computed together."""

PREFIX = "jx__"
"""Columns between input and result begin so; a table may not have such columns of its own."""


@frozen(init=False)
class Staging:
    """
    Columns that are being laid out.

    Expression trees that repeat a part are computed as often as it stands there, and some engines need minutes to plan
    them; so every part that is used twice gets a name and a stage.
    """

    _inputs: frozenset[str]
    _levels: dict[str, int]
    _columns: dict[str, Expression]
    cut: dict[str, int]
    """What columns never exceed because they are cut to it, by name."""

    def __init__(self, inputs: Iterable[str]) -> None:
        self.__attrs_init__(frozenset(inputs), {}, {}, {})

    def column(self, name: str, expression: Expression) -> Column:
        """Give an expression a name that is not an output's, and return it as a column."""
        return self.output(f"{PREFIX}{name}", expression)

    def cut_column(self, name: str, number: Numeric, most: int) -> Column:
        """Return a number from 0 on, cut to what matters, as a column."""
        cut = self.column(name, Case(((Compare(">", number, Number(most)), Number(most)),), number))
        self.cut[cut.name] = most
        return cut

    def output(self, name: str, expression: Expression) -> Column:
        """Give an expression exactly this name, and return it as a column."""
        assert name not in self._columns, name
        used = columns_of(expression) - self._inputs
        self._levels[name] = 1 + max((self._levels[each] for each in used), default=-1)
        self._columns[name] = expression
        return Column(name)

    def number(self, name: str, number: Numeric) -> Column | Number:
        """Give a number a name, unless it is a column or a constant already."""
        return number if isinstance(number, Column | Number) else self.column(name, number)

    def condition(self, name: str, condition: Condition) -> Column | Truth:
        """Give a condition a name, unless it is a column or holds always or never."""
        return condition if isinstance(condition, Column | Truth) else self.column(name, condition)

    def stages(self) -> tuple[Stage, ...]:
        """Return all columns by stage."""
        count = 1 + max(self._levels.values(), default=-1)
        return tuple(
            tuple((name, expression) for name, expression in self._columns.items() if self._levels[name] == level)
            for level in range(count)
        )


def carried(stages: tuple[Stage, ...], last: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """
    Return, for every stage, the columns from before it that are still needed when it is done.

    Args:
        stages: the columns in their order.
        last: the columns that are needed in the end.

    >>> from jixiao_core.frames.expressions import Sum
    >>> double = ("b", Sum((Column("a"), Column("a"))))
    >>> carried(((double,), (("c", Column("b")),)), ["c", "unit"])
    (('unit',), ('unit',))
    """
    needed = dict.fromkeys(last)
    found: list[tuple[str, ...]] = []
    for stage in reversed(stages):
        made = {name for name, _ in stage}
        found.append(tuple(name for name in needed if name not in made))
        read = sorted({name for _, expression in stage for name in columns_of(expression)})
        needed = dict.fromkeys((*found[-1], *read))
    return tuple(reversed(found))
