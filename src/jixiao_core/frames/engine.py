"""Table programs on data-frame engines, by narwhals: expressions become its expressions, stages become columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, or_
from typing import Any, TypeAlias, assert_never

import narwhals as nw

from jixiao_core.frames import expressions as ex
from jixiao_core.frames.program import TableProgram
from jixiao_core.frames.stages import carried

__all__ = ["expression", "scored"]

_OPERATORS = {"<": lt, "<=": le, "==": eq, ">=": ge, ">": gt}


def scored(frame: nw.LazyFrame[Any], program: TableProgram, keep: Sequence[str]) -> nw.LazyFrame[Any]:
    """
    Return the columns of a scored table; every stage selects what later ones still need.

    Args:
        frame: a table that has the columns which the program starts from.
        program: how units are scored.
        keep: the columns of the table that come out as well.
    """
    last = (*keep, *program.outputs)
    if frame.implementation.is_dask():
        # Its optimiser goes through a query once more for every selection in it, until Python's stack ends.
        for stage in program.stages:
            frame = frame.with_columns(**{name: expression(each) for name, each in stage})
        return frame.select(*last)
    for stage, before in zip(program.stages, carried(program.stages, last), strict=True):
        frame = frame.select(*before, **{name: expression(each) for name, each in stage})
    return frame.select(*last)


def expression(value: ex.Expression) -> nw.Expr:
    """Return an expression of narwhals; whole numbers have 64 bits."""
    match value:
        case ex.Column(name):
            return nw.col(name)
        case ex.Words(text):
            return nw.lit(text, nw.String)
        case ex.Joined(parts):
            return nw.concat_str([expression(part) for part in parts])
        case ex.Case(cases, otherwise):
            return _case(cases, otherwise)
        case ex.Truth() | ex.Compare() | ex.IsNull() | ex.AllOf() | ex.AnyOf() | ex.Not():
            return _condition(value)
        case ex.Number() | ex.Sum() | ex.Times() | ex.Flag() | ex.Quotient() | ex.Remainder():
            return _number(value)
        case ex.Nothing():
            # A literal without value has no type everywhere; see `_case`.
            raise AssertionError(value)
        case _:
            assert_never(value)


_Condition: TypeAlias = ex.Truth | ex.Compare | ex.IsNull | ex.AllOf | ex.AnyOf | ex.Not
_Number: TypeAlias = ex.Number | ex.Sum | ex.Times | ex.Flag | ex.Quotient | ex.Remainder


def _condition(value: _Condition) -> nw.Expr:
    match value:
        case ex.Truth(holds):
            return nw.lit(holds, nw.Boolean)
        case ex.Compare(operator, left, right):
            found: nw.Expr = _OPERATORS[operator](expression(left), expression(right))
            return found
        case ex.IsNull(column):
            return expression(column).is_null()
        case ex.AllOf(parts):
            return _all(and_, parts, ex.Truth(True))
        case ex.AnyOf(parts):
            return _all(or_, parts, ex.Truth(False))
        case ex.Not(part):
            return ~expression(part)
        case _:
            assert_never(value)


def _number(value: _Number) -> nw.Expr:
    match value:
        case ex.Number(number):
            return nw.lit(number, nw.Int64)
        case ex.Sum(parts):
            return _all(add, parts, ex.Number(0))
        case ex.Times(factor, part):
            return expression(part) * factor
        case ex.Flag(condition):
            return nw.when(expression(condition)).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
        case ex.Quotient(top, base):
            return (expression(top) // expression(base)).cast(nw.Int64)
        case ex.Remainder(top, base, quotient):
            return expression(top) - expression(quotient) * expression(base)
        case _:
            assert_never(value)


def _all(operator: Any, parts: Iterable[ex.Expression], nothing: ex.Expression) -> nw.Expr:
    found = [expression(part) for part in parts]
    return reduce(operator, found) if found else expression(nothing)


def _case(cases: tuple[tuple[ex.Condition, ex.Expression], ...], otherwise: ex.Expression) -> nw.Expr:
    """The first case that holds; no value is what remains where no case is taken, since a literal of it has no type."""
    found = None if isinstance(otherwise, ex.Nothing) else expression(otherwise)
    for condition, value in reversed(cases):
        when = expression(condition)
        if not isinstance(value, ex.Nothing):
            taken = nw.when(when).then(expression(value))
            found = taken if found is None else taken.otherwise(found)
        elif found is not None:
            found = nw.when(~when).then(found)
    assert found is not None
    return found
