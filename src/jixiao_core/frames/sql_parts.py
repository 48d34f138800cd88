"""Parts of SQL statements, as those of sqlglot: names, whole numbers, cases, and numbers of a table made whole."""

from __future__ import annotations

from functools import reduce
from typing import Literal, TypeAlias, get_args

from sqlglot import exp

from jixiao_core.frames.magnitudes import LARGEST

__all__ = ["DIALECTS", "Dialect", "NumberParts", "added", "both", "case_of", "either", "identifier", "whole"]

Dialect: TypeAlias = Literal["duckdb", "sqlite", "postgres", "mysql", "oracle", "spark"]
"""The databases that the SELECT is written for."""
DIALECTS: tuple[str, ...] = get_args(Dialect)
"""Their names, in the order in which the command line lists them."""


class NumberParts:
    """
    A number of a table, and how many parts it is: 分, things, millionths.

    Args:
        number: the column.
        factor: how many parts 1 is.
        dialect: the database.
    """

    def __init__(self, number: exp.Expression, factor: int, dialect: Dialect) -> None:
        self._number, self._factor, self._dialect = number, factor, dialect

    def value(self) -> exp.Expression:
        """The whole number of parts; cut to 64 bits, and no value where it is not whole."""
        cases: list[tuple[exp.Expression, exp.Expression]] = [
            (self._is_null(), exp.Null()),
            (self._is_above(), whole(LARGEST)),
            (self._is_below(), whole(-LARGEST)),
            (self._is_whole(), self._rounded()),
        ]
        return case_of(cases, exp.Null())

    def is_finer(self) -> exp.Expression:
        """1 where there is a number that is no whole number of parts, else 0; one too large is not rounded to see."""
        one, zero = exp.Literal.number(1), exp.Literal.number(0)
        aside = reduce(either, (self._is_null(), self._is_above(), self._is_below()))
        return case_of([(aside, zero), (self._is_whole(), zero)], one)

    def _is_null(self) -> exp.Expression:
        return exp.Is(this=self._number, expression=exp.Null())

    def _is_above(self) -> exp.Expression:
        return exp.GT(this=self._number, expression=whole(LARGEST // self._factor))

    def _is_below(self) -> exp.Expression:
        return exp.LT(this=self._number, expression=whole(-(LARGEST // self._factor)))

    def _is_whole(self) -> exp.Expression:
        return exp.EQ(this=self._scaled(), expression=self._rounded())

    def _scaled(self) -> exp.Expression:
        """The number of parts, with its decimals; a factor of a type that holds the product of any number."""
        if self._factor == 1:
            return self._number
        kinds = {"duckdb": "bigint", "spark": "bigint", "postgres": "numeric"}
        factor = whole(self._factor)
        kind = kinds.get(self._dialect)
        return exp.Mul(
            this=self._number,
            expression=factor if kind is None else exp.Cast(this=factor, to=exp.DataType.build(kind)),
        )

    def _rounded(self) -> exp.Expression:
        return exp.Cast(this=self._scaled(), to=exp.DataType.build("bigint"))


def identifier(name: str) -> exp.Identifier:
    """Return a name in quotation marks."""
    return exp.Identifier(this=name, quoted=True)


def whole(value: int) -> exp.Expression:
    """Return a whole number; in brackets where it is below zero."""
    number = exp.Literal.number(abs(value))
    return number if value >= 0 else exp.paren(exp.Neg(this=number), copy=False)


def added(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    """Return a sum."""
    return exp.Add(this=one, expression=other)


def both(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    """Return a conjunction."""
    return exp.And(this=one, expression=other)


def either(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    """Return a disjunction."""
    return exp.Or(this=one, expression=other)


def case_of(cases: list[tuple[exp.Expression, exp.Expression]], otherwise: exp.Expression) -> exp.Case:
    """Return a CASE: the value of the first condition that holds."""
    return exp.Case(ifs=[exp.If(this=when, true=value) for when, value in cases], default=otherwise)
