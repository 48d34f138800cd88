"""Magnitudes: how large inputs may be so that nothing between input and result leaves 64 bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, assert_never

from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Expression,
    Flag,
    IsNull,
    Joined,
    Not,
    Nothing,
    Number,
    Quotient,
    Remainder,
    Sum,
    Times,
    Truth,
    Words,
    children,
)
from jixiao_core.frames.stages import Stage

__all__ = ["LARGEST", "Size", "largest_input"]

LARGEST = 2**63 - 1


class Size(NamedTuple):
    """At most `slope` times the largest input plus `constant`, in absolute value."""

    slope: int
    constant: int

    def limit(self) -> int:
        """The largest input for which this stays within 64 bits."""
        return LARGEST if self.slope == 0 else (LARGEST - self.constant) // self.slope


def largest_input(stages: Iterable[Stage], inputs: Mapping[str, Size]) -> int:
    """
    Return the largest absolute value that inputs may have so that every number on the way stays within 64 bits.

    Args:
        stages: the columns in their order.
        inputs: the size of every column that is there before, or that is cut to it.

    >>> from jixiao_core.frames.expressions import Column, Sum, Times
    >>> product = Sum((Times(100, Column("a")), Times(-101, Column("b"))))
    >>> largest_input([(("c", product),)], {"a": Size(1, 0), "b": Size(1, 0)}) == (2**63 - 1) // 201
    True
    """
    sizes = dict(inputs)
    limit = LARGEST
    for stage in stages:
        found = {name: _measured(expression, sizes) for name, expression in stage if name not in inputs}
        limit = min([limit, *(least for _, least in found.values())])
        sizes.update({name: size for name, (size, _) in found.items()})
    return limit


def _measured(expression: Expression, sizes: Mapping[str, Size]) -> tuple[Size, int]:
    """The size of an expression, and the limit that it and all its parts set."""
    parts = [_measured(part, sizes) for part in children(expression)]
    own = _own(expression, [size for size, _ in parts], sizes)
    limits = [own.limit(), *(limit for _, limit in parts)]
    if isinstance(expression, Remainder):
        (top, _), (base, _), _ = parts
        # The product on the way may exceed the top by one base.
        limits.append(Size(top.slope + base.slope, top.constant + base.constant).limit())
    return own, min(limits)


def _own(expression: Expression, parts: list[Size], sizes: Mapping[str, Size]) -> Size:
    match expression:
        case Column(name):
            return sizes[name]
        case Number(value):
            return Size(0, abs(value))
        case Sum():
            return Size(sum(each.slope for each in parts), sum(each.constant for each in parts))
        case Times(factor):
            return Size(abs(factor) * parts[0].slope, abs(factor) * parts[0].constant)
        case Quotient(_, _, most):
            return Size(0, most + 1)
        case Remainder():
            return Size(2 * parts[1].slope, 2 * parts[1].constant)
        case Flag() | Truth() | Compare() | IsNull() | AllOf() | AnyOf() | Not():
            return Size(0, 1)
        case Case():
            # The sizes of conditions are 0 and 1 and change nothing.
            return Size(max(each.slope for each in parts), max(each.constant for each in parts))
        case Words() | Nothing() | Joined():
            return Size(0, 0)
        case _:
            assert_never(expression)
