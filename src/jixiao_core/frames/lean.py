"""Lean programs: constants folded, equal parts computed once, parts that are used once put where they are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Expression,
    Flag,
    IsNull,
    Joined,
    Not,
    Nothing,
    Number,
    Numeric,
    Operator,
    Quotient,
    Remainder,
    Sum,
    Times,
    Truth,
    Words,
    children,
)
from jixiao_core.frames.stages import PREFIX, Stage, Staging

__all__ = ["lean"]

ALWAYS, NEVER, ZERO = Truth(True), Truth(False), Number(0)


def lean(stages: Iterable[Stage], outputs: Iterable[str], inputs: Iterable[str]) -> tuple[Stage, ...]:
    """
    Return stages that compute the same outputs with less.

    Args:
        stages: the columns in their order.
        outputs: the columns that are needed in the end.
        inputs: the columns that are there before.

    >>> from jixiao_core.frames.expressions import Column, Compare, Number
    >>> is_large = Compare(">", Column("a"), Number(9))
    >>> both = AllOf((Column("x"), Truth(True), Column("x")))
    >>> lean([(("x", is_large), ("y", is_large)), (("z", Flag(both)),)], ["z"], ["a"])
    ((('z', Flag(condition=Compare(operator='>', left=Column(name='a'), right=Number(value=9)))),),)
    """
    wanted = tuple(outputs)
    found = _needed(_Folder(stages).columns, wanted)
    found = _shared(found)
    return _staged(_inlined(found, wanted), inputs)


class _Folder:
    """Columns with their constants folded; a column that is a constant or another column is read as that."""

    def __init__(self, stages: Iterable[Stage]) -> None:
        self._read_as: dict[str, Expression] = {}
        self._made: dict[Expression, Column] = {}
        self.columns: dict[str, Expression] = {}
        for stage in stages:
            for name, expression in stage:
                folded = self._folded(expression)
                self.columns[name] = folded
                if isinstance(folded, Column | Number | Truth):
                    self._read_as[name] = folded
                elif not isinstance(folded, Words | Nothing):
                    self._made.setdefault(folded, Column(name))

    def _folded(self, value: Expression) -> Expression:
        found = self._fold(value)
        return self._made.get(found, found) if isinstance(found, AllOf | AnyOf) else found

    def _fold(self, value: Expression) -> Expression:
        if isinstance(value, Column):
            return self._read_as.get(value.name, value)
        return _simpler(_with_parts(value, self._folded))


def _simpler(value: Expression) -> Expression:
    """An expression whose parts are folded."""
    match value:
        case Sum(parts):
            return _sum(parts)
        case Times(factor, part):
            return _times(factor, part)
        case Flag(Truth(holds)):
            return Number(int(holds))
        case Case(cases, otherwise):
            return _case(cases, otherwise)
        case Compare(operator, left, right):
            return _compare(operator, left, right)
        case AllOf() | AnyOf():
            return _joint(value)
        case Not(part):
            return _not(part)
        case Joined(parts):
            return Joined(tuple(each for each in parts if each != Words("")))
        case _:
            return value


def _sum(parts: tuple[Numeric, ...]) -> Numeric:
    """A sum without what is 0, in which what has the same factor is added first."""
    by_factor: dict[int, list[Numeric]] = {}
    for part in parts:
        if part != ZERO:
            factor, rest = (part.factor, part.part) if isinstance(part, Times) else (1, part)
            by_factor.setdefault(factor, []).append(rest)
    kept: list[Numeric] = []
    for factor, rests in by_factor.items():
        kept += rests if factor == 1 else [Times(factor, rests[0] if len(rests) == 1 else Sum(tuple(rests)))]
    return kept[0] if len(kept) == 1 else Sum(tuple(kept)) if kept else ZERO


def _times(factor: int, part: Numeric) -> Numeric:
    if isinstance(part, Number):
        return Number(factor * part.value)
    return part if factor == 1 else Times(factor, part)


def _not(part: Condition) -> Condition:
    if isinstance(part, Truth):
        return Truth(not part.holds)
    return part.part if isinstance(part, Not) else Not(part)


OPPOSITES: dict[Operator, Operator] = {">=": "<", "<=": ">"}


def _compare(operator: Operator, left: Expression, right: Expression) -> Condition:
    """A column at a constant is asked in one way only, so that the answer serves both."""
    if operator in OPPOSITES and isinstance(left, Column) and isinstance(right, Number):
        return Not(Compare(OPPOSITES[operator], left, right))
    return Compare(operator, left, right)


def _joint(value: AllOf | AnyOf) -> Condition:
    nothing, decisive = (ALWAYS, NEVER) if isinstance(value, AllOf) else (NEVER, ALWAYS)
    kept: dict[Condition, None] = {}
    for part in value.parts:
        kept.update(
            dict.fromkeys(part.parts if isinstance(part, AllOf | AnyOf) and type(part) is type(value) else (part,))
        )
    kept.pop(nothing, None)
    if decisive in kept:
        return decisive
    return nothing if not kept else next(iter(kept)) if len(kept) == 1 else type(value)(tuple(kept))


def _case(cases: tuple[tuple[Condition, Expression], ...], otherwise: Expression) -> Expression:
    """Cases that never hold are left out, what comes after one that always holds is, and so are values of the rest."""
    kept: list[tuple[Condition, Expression]] = []
    rest = otherwise
    for condition, value in cases:
        if condition == ALWAYS:
            rest = value
            break
        if condition != NEVER:
            kept.append((condition, value))
    if isinstance(rest, Case):
        kept, rest = [*kept, *rest.cases], rest.otherwise
    while kept and kept[-1][1] == rest:
        kept.pop()
    if all(isinstance(value, Nothing) for value in (rest, *(value for _, value in kept))):
        # Never a value; of what sort says only what stands beside it.
        return Case(cases, otherwise)
    return Case(tuple(kept), rest) if kept else rest


def _needed(columns: dict[str, Expression], outputs: tuple[str, ...]) -> dict[str, Expression]:
    """The columns from which the outputs are made."""
    needed = set(outputs)
    for name, expression in reversed(columns.items()):
        if name in needed:
            needed.update(_reads(expression))
    return {name: expression for name, expression in columns.items() if name in needed}


def _reads(expression: Expression) -> list[str]:
    """The columns in an expression, as often as they stand there."""
    if isinstance(expression, Column):
        return [expression.name]
    return [name for part in children(expression) for name in _reads(part)]


def _shared(columns: dict[str, Expression]) -> dict[str, Expression]:
    """Conditions that stand in several places become columns: a bit a line is cheap to keep, a number is not."""
    counts: Counter[Expression] = Counter()
    for expression in columns.values():
        _count(expression, counts)
    names: dict[Expression, Column] = {}
    made: dict[str, Expression] = {}
    for name, expression in columns.items():
        found = _named(expression, counts, names, made, is_whole=True)
        made[name] = found
    return made


def _count(value: Expression, counts: Counter[Expression]) -> None:
    counts[value] += 1
    if counts[value] == 1:
        for part in children(value):
            _count(part, counts)


def _named(
    value: Expression,
    counts: Counter[Expression],
    names: dict[Expression, Column],
    made: dict[str, Expression],
    *,
    is_whole: bool = False,
) -> Expression:
    if value in names:
        return names[value]
    if isinstance(value, Column | Number | Truth | Words | Nothing | IsNull):
        return value
    found = _with_parts(value, lambda part: _named(part, counts, names, made))
    if counts[value] > 1 and not is_whole and isinstance(value, Compare | AllOf | AnyOf):
        column = Column(f"{PREFIX}part__{len(names)}")
        names[value], made[column.name] = column, found
        return column
    return found


def _inlined(columns: dict[str, Expression], outputs: tuple[str, ...]) -> dict[str, Expression]:
    """Columns that are read once stand where they are read; quotients keep their columns."""
    counts = Counter(name for expression in columns.values() for name in _reads(expression))
    fixed = {*outputs, *(name for each in columns.values() for name in _quotients(each))}
    ready: dict[str, Expression] = {}
    placed: dict[str, Expression] = {}
    for name, expression in columns.items():
        found = _replaced(expression, placed)
        if counts[name] == 1 and name not in fixed:
            placed[name] = found
        else:
            ready[name] = found
    return ready


def _quotients(expression: Expression) -> list[str]:
    if isinstance(expression, Remainder):
        return [expression.quotient.name]
    return [name for part in children(expression) for name in _quotients(part)]


def _replaced(value: Expression, placed: dict[str, Expression]) -> Expression:
    if isinstance(value, Column):
        return placed.get(value.name, value)
    return _with_parts(value, lambda part: _replaced(part, placed))


def _with_parts(value: Expression, each: Callable[[Any], Any]) -> Expression:
    """An expression with every part in it replaced."""
    match value:
        case Column() | Number() | Truth() | Words() | Nothing() | IsNull():
            return value
        case Sum(parts) | AllOf(parts) | AnyOf(parts) | Joined(parts):
            return type(value)(tuple(each(part) for part in parts))
        case Times(factor, part):
            return Times(factor, each(part))
        case Flag(condition):
            return Flag(each(condition))
        case Not(part):
            return Not(each(part))
        case Quotient(top, base, most):
            return Quotient(each(top), each(base), most)
        case Remainder(top, base, quotient):
            return Remainder(each(top), each(base), quotient)
        case Compare(operator, left, right):
            return Compare(operator, each(left), each(right))
        case Case(cases, otherwise):
            return Case(tuple((each(condition), each(part)) for condition, part in cases), each(otherwise))


def _staged(columns: dict[str, Expression], inputs: Iterable[str]) -> tuple[Stage, ...]:
    staging = Staging(inputs)
    for name, expression in columns.items():
        staging.output(name, expression)
    return staging.stages()
