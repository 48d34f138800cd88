"""Table programs on data-frame engines, by narwhals: expressions become its expressions, stages become columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from importlib import import_module
from operator import add, and_, eq, ge, gt, le, lt, or_
from typing import Any, NamedTuple, TypeAlias, assert_never, cast

import narwhals as nw

from jixiao_core.frames import expressions as ex
from jixiao_core.frames.program import TableProgram
from jixiao_core.frames.stages import carried

__all__ = ["scored"]

_Condition: TypeAlias = ex.Truth | ex.Compare | ex.IsNull | ex.AllOf | ex.AnyOf | ex.Not
_Number: TypeAlias = ex.Number | ex.Sum | ex.Times | ex.Flag | ex.Quotient | ex.Remainder

NO_WORDS = ex.Words("")
MOST_FLAGS = 127
"""So many of them add up within a byte."""
FEWEST_STEPS = 8
"""From so many on a division costs less than to compare with every level."""

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
    if frame.implementation.is_polars():
        return _with_polars_stages(frame, program).select(*last)
    engine = _Engine(nw)
    for stage, before in zip(program.stages, carried(program.stages, last), strict=True):
        frame = frame.select(*before, **{name: engine.expression(each) for name, each in stage})
    return frame.select(*last)


def _with_polars_stages(frame: nw.LazyFrame[Any], program: TableProgram) -> nw.LazyFrame[Any]:
    """The same in expressions of Polars itself, which are made in a tenth of the time and serve every table."""
    stages = program.ready.get("polars")
    if stages is None:
        engine = _Polars(import_module("polars"))
        stages = [[engine.expression(each).alias(name) for name, each in stage] for stage in program.stages]
        program.ready["polars"] = stages
    native: Any = frame.to_native()
    for stage in stages:
        native = native.with_columns(stage)
    return cast("nw.LazyFrame[Any]", nw.from_native(native))


class _Engine:
    """
    Expressions of narwhals, or of Polars, which are spelt alike; whole numbers have 64 bits.

    Constants beside a column are Python's integers: every literal is a node that costs time to make.
    """

    def __init__(self, module: Any) -> None:
        self._module = module
        self._one, self._zero = self._whole(1), self._whole(0)

    def _whole(self, number: int) -> Any:
        return self._module.lit(number, self._module.Int64)

    def expression(self, value: ex.Expression) -> Any:
        """Return an expression."""
        match value:
            case ex.Column(name):
                return self._module.col(name)
            case ex.Words(text):
                return self._module.lit(text, self._module.String)
            case ex.Joined(parts):
                return self._joined(parts)
            case ex.Case(cases, otherwise):
                return self._case(cases, otherwise)
            case ex.Truth() | ex.Compare() | ex.IsNull() | ex.AllOf() | ex.AnyOf() | ex.Not():
                return self._condition(value)
            case ex.Number() | ex.Sum() | ex.Times() | ex.Flag() | ex.Quotient() | ex.Remainder():
                return self._number(value)
            case ex.Nothing():
                # A literal without value has no type everywhere; see `_case`.
                raise AssertionError(value)
            case _:
                assert_never(value)

    def _beside(self, value: ex.Expression) -> Any:
        """An operand: a constant as it is."""
        return value.value if isinstance(value, ex.Number) else self.expression(value)

    def _condition(self, value: _Condition) -> Any:
        match value:
            case ex.Truth(holds):
                return self._module.lit(holds, self._module.Boolean)
            case ex.Compare(operator, left, right):
                return _OPERATORS[operator](self.expression(left), self._beside(right))
            case ex.IsNull(column):
                return self.expression(column).is_null()
            case ex.AllOf(parts):
                return self._all(and_, parts, ex.Truth(True))
            case ex.AnyOf(parts):
                return self._all(or_, parts, ex.Truth(False))
            case ex.Not(part):
                return ~self.expression(part)
            case _:
                assert_never(value)

    def _number(self, value: _Number) -> Any:
        match value:
            case ex.Number(number):
                return self._whole(number)
            case ex.Sum(parts):
                return self._sum(parts)
            case ex.Times(factor, part):
                return self.expression(part) * factor
            case ex.Flag(condition):
                return self._module.when(self.expression(condition)).then(self._one).otherwise(self._zero)
            case ex.Quotient(top, base):
                return (self.expression(top) // self.expression(base)).cast(self._module.Int64)
            case ex.Remainder(top, base, quotient):
                return self.expression(top) - self.expression(quotient) * self.expression(base)
            case _:
                assert_never(value)

    def _joined(self, parts: tuple[ex.Wording, ...]) -> Any:
        return self._module.concat_str([self.expression(part) for part in parts or (ex.Words(""),)])

    def _sum(self, parts: tuple[ex.Numeric, ...]) -> Any:
        return self._all(add, parts, ex.Number(0))

    def _all(self, operator: Any, parts: Iterable[ex.Expression], nothing: ex.Expression) -> Any:
        found = [self.expression(part) for part in parts]
        return reduce(operator, found) if found else self.expression(nothing)

    def _case(self, cases: tuple[tuple[ex.Condition, ex.Expression], ...], otherwise: ex.Expression) -> Any:
        """The first case that holds; no value is what remains where no case is taken, since none of it has a type."""
        found = None if isinstance(otherwise, ex.Nothing) else self.expression(otherwise)
        for condition, value in reversed(cases):
            when = self.expression(condition)
            if not isinstance(value, ex.Nothing):
                taken = self._module.when(when).then(self.expression(value))
                found = taken if found is None else taken.otherwise(found)
            elif found is not None:
                found = self._module.when(~when).then(found)
        assert found is not None
        return found


class _Polars(_Engine):
    """
    Expressions of Polars, which divides whole numbers exactly, and adds faster in bytes than in eight of them.

    Steps of one width are counted by one division; other levels that are reached are added up in bytes.
    """

    def __init__(self, module: Any) -> None:
        super().__init__(module)
        self._byte_one, self._byte_zero = module.lit(1, module.Int8), module.lit(0, module.Int8)

    def _sum(self, parts: tuple[ex.Numeric, ...]) -> Any:
        flags = [part.condition for part in parts if isinstance(part, ex.Flag)]
        if len(flags) < len(parts) or len(flags) == 1:
            return super()._sum(parts)
        steps = _steps(flags)
        if steps is not None:
            return self._steps(steps)
        if len(flags) > MOST_FLAGS:
            return super()._sum(parts)
        return reduce(add, (self._byte(each) for each in flags)).cast(self._module.Int64)

    def _joined(self, parts: tuple[ex.Wording, ...]) -> Any:
        """Words that are not said are no value, not an empty text; that is a quarter less to move."""
        found = (_said(part) for part in parts)
        return self._module.concat_str([self.expression(part) for part in (*found, NO_WORDS)], ignore_nulls=True)

    def _byte(self, condition: ex.Condition) -> Any:
        return self._module.when(self.expression(condition)).then(self._byte_one).otherwise(self._byte_zero)

    def _steps(self, steps: _Steps) -> Any:
        """How many of the levels are reached; what is below the first is cut to 0, so that no difference is too large."""
        size, base = self.expression(steps.size).clip(0, None), self.expression(steps.base)
        first = base * steps.first if steps.is_included else base * steps.first + 1
        width = base * steps.width if steps.width > 1 else base
        return ((size - first) // width + 1).clip(0, steps.number)


def _said(part: ex.Wording) -> ex.Wording:
    return (
        ex.Case(part.cases, ex.Nothing("words")) if isinstance(part, ex.Case) and part.otherwise == NO_WORDS else part
    )


class _Steps(NamedTuple):
    """Levels `first`, `first` + `width`, … of `base`, above zero, and the number that reaches or exceeds them."""

    size: ex.Expression
    base: ex.Expression
    first: int
    width: int
    number: int
    is_included: bool


def _steps(conditions: Sequence[ex.Condition]) -> _Steps | None:
    """The levels that conditions ask for, where they are many, of one width and at least 0."""
    found = [_level(each) for each in conditions]
    known = [each for each in found if each is not None]
    if len(known) < FEWEST_STEPS or len(known) < len(found) or len({each[:3] for each in known}) > 1:
        return None
    (size, base, is_included, first), (*_, second) = known[:2]
    width = second - first
    if first < 0 or width < 1 or any(each[3] != first + at * width for at, each in enumerate(known)):
        return None
    return _Steps(size, base, first, width, len(known), is_included)


def _level(condition: ex.Condition) -> tuple[ex.Expression, ex.Expression, bool, int] | None:
    """The number, the base, whether the level itself is enough, and the level."""
    if not isinstance(condition, ex.Compare) or condition.operator not in (">", ">="):
        return None
    match condition.right:
        case ex.Times(level, ex.Column() as base):
            return condition.left, base, condition.operator == ">=", level
        case ex.Column() as base:
            return condition.left, base, condition.operator == ">=", 1
        case ex.Number(0):
            return None
        case _:
            return None
