"""Units of columns: what the number 1 means in a column, and how many decimals its texts may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jixiao_core.errors import JixiaoError, Problem
from jixiao_core.exact.numbers import level
from jixiao_core.exact.quantities import MoneyUnit
from jixiao_core.frames.columns import SORTS, InputColumn
from jixiao_core.messages import Message

__all__ = ["MONEY_UNITS", "factor_of", "places_of", "unit_problems", "unit_value"]

MONEY_UNITS = {"分": Fraction(1), **{str(unit): Fraction(unit.fen) for unit in MoneyUnit}}
"""How many 分 the units of money are."""


def unit_value(column: InputColumn, unit: str) -> Fraction | None:
    """
    Return what a unit is in the canonical scale of a column; None where it is no unit of such a column.

    Args:
        column: the column.
        unit: 分, 元, 万元 or 亿元 for money; ``%``, ``0.01%`` or ``1`` for rates; a number for the rest.
    """
    if column.sort == "money":
        return MONEY_UNITS.get(unit)
    if column.sort in ("flag", "words"):
        return None
    try:
        value = level("1%" if unit == "%" else unit)
    except JixiaoError:
        return None
    return value if value > 0 else None


def factor_of(column: InputColumn, unit: Fraction) -> int | None:
    """Return how many of the parts that are computed with a unit is; None where it is not a whole number of them."""
    factor = unit / column.quantum
    return factor.numerator if factor.denominator == 1 else None


def places_of(factor: int) -> int:
    """
    Return how many decimals a text can have so that nothing is cut off: as many as the factor has zeros.

    >>> places_of(1_000_000), places_of(1), places_of(20)
    (6, 0, 1)
    """
    places = 0
    while factor % 10 == 0:
        factor //= 10
        places += 1
    return places


def unit_problems(columns: Mapping[str, InputColumn], units: Mapping[str, str]) -> Iterator[Problem]:
    """
    Yield what is wrong with the units that somebody states for columns.

    Args:
        columns: what a table may say, by name.
        units: column name to unit.
    """
    for name, unit in units.items():
        column = columns.get(name)
        value = None if column is None else unit_value(column, unit)
        if column is None:
            yield Problem(Message.of("frames.unknown_column", found=name, known=tuple(columns)), f"units.{name}")
        elif value is None or factor_of(column, value) is None:
            allowed = {"money": "分, 元, 万元, 亿元", "rate": "%, 0.01%, 1"}.get(column.sort, "1")
            yield Problem(
                Message.of("frames.unit", found=unit, sort=SORTS[column.sort], allowed=allowed), f"units.{name}"
            )
