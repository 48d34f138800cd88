"""Table programs as SQL: one SELECT a rubric, a common table expression a stage, for the databases that vendors have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Literal, TypeAlias, assert_never, cast, get_args

from sqlglot import exp

from jixiao_core.errors import InvalidValueError, Problem, raise_if
from jixiao_core.frames import expressions as ex
from jixiao_core.frames.columns import InputColumn, column_name, input_columns
from jixiao_core.frames.intake import Source
from jixiao_core.frames.magnitudes import LARGEST
from jixiao_core.frames.program import TableProgram, table_program
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.stages import PREFIX, Stage, carried
from jixiao_core.frames.units import factor_of, unit_problems, unit_value
from jixiao_core.messages import Message, number_text
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["BOOLEANS", "DIALECTS", "Dialect", "Names", "program_sql", "rubric_sql", "short_names"]

Dialect: TypeAlias = Literal["duckdb", "sqlite", "postgres", "mysql", "oracle", "spark"]
"""The databases that the SELECT is written for."""
DIALECTS: tuple[str, ...] = get_args(Dialect)

_COMPARISONS: dict[str, type[exp.Expression]] = {
    "<": exp.LT,
    "<=": exp.LTE,
    "==": exp.EQ,
    ">=": exp.GTE,
    ">": exp.GT,
}
BOOLEANS = ("duckdb", "postgres", "spark")
"""Databases whose conditions are booleans, elsewhere they are 1 and 0; and whose numbers have 32 bits unless told."""

_MERGING = ("sqlite", "postgres")
"""
Databases that write a stage into the next one unless told not to, and then compute a part as often as it is read: with
every stage more often, in the end for minutes. MySQL and Oracle are told by hints.
"""

MAX_NAME = 60
"""PostgreSQL cuts longer names without a word, MySQL refuses them."""


class Names:
    """
    The names of columns in a statement: their own, or short ones where databases would cut them.

    Args:
        given: what the table calls the columns that are read from it.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        self._names = dict(given)

    def __getitem__(self, name: str) -> str:
        """Return the name of a column in the statement."""
        return self._names.setdefault(name, name if len(name.encode()) <= MAX_NAME else f"jx_{len(self._names)}")


def short_names(rubric: Rubric, names: Iterable[str]) -> dict[str, str]:
    """
    Return the names that columns of a rubric have in a database: rows by their number where the path is too long.

    >>> from jixiao_core import registry
    >>> long = "process__budget_management__fund_use_compliance__project_appraisal__cases"
    >>> short_names(registry.load("junshan-department@2021.1"), [long])[long]
    'r09__project_appraisal__cases'
    """
    rows = {column_name(row.id): f"r{number:02}" for number, row in enumerate(rubric.indicators, start=1)}
    found: dict[str, str] = {}
    for name in names:
        row = next((each for each in rows if name.startswith(f"{each}__")), "")
        is_long = len(name.encode()) > MAX_NAME
        found[name] = f"{rows[row]}{name.removeprefix(row)}" if is_long and row else name
    return found


def rubric_sql(
    rubric: Rubric,
    dialect: str,
    *,
    table: str = "units",
    units: Mapping[str, str] | None = None,
    keep: Sequence[str] = ("unit",),
    rows: bool = True,
    remarks: bool = True,
) -> str:
    """
    Return one SELECT that scores every unit of a table.

    The table has the columns of `columns(rubric)`: numbers, whole or with decimals, money in 分 unless `units` says
    otherwise, conditions as booleans or 1 and 0, words; names of more than 60 bytes are shortened as `short_names` says.
    Nothing is rounded: a number that is no whole number of 分 (things, parts) makes its line ``undecided``.

    Args:
        rubric: the scoring table, as it is read.
        dialect: duckdb, sqlite, postgres, mysql, oracle or spark.
        table: the name of the table of units.
        units: column name to what 1 means in it: 分, 元, 万元, 亿元; ``%`` or ``1`` for rates.
        keep: the columns of the table that come out as well.
        rows: whether the points of rows, pools and groups come out.
        remarks: whether what is missing or out of range is named.

    Raises:
        InvalidValueError: for a database that is not known, and for units that are none, all at once.
    """
    if dialect not in DIALECTS:
        raise InvalidValueError(Problem(Message.of("frames.dialect", found=dialect, known=DIALECTS), "dialect"))
    known = {column.name: column for column in input_columns(rubric, scale_of(rubric))}
    stated = units or {}
    raise_if(unit_problems(known, stated))
    numeric = {name: column for name, column in known.items() if column.is_numeric}
    sources = {name: Source(name=name, finer=_finer(name) if name in numeric else "") for name in known}
    program = table_program(rubric, sources, rows=rows, remarks=remarks)
    given = short_names(rubric, (*known, *program.outputs))
    factors = {name: _factor(column, stated) for name, column in numeric.items()}
    return program_sql(program, dialect=cast("Dialect", dialect), table=table, keep=keep, given=given, factors=factors)


def _finer(name: str) -> str:
    """The column that says where a number is no whole number of the parts that are computed with."""
    return f"{PREFIX}finer__{name}"


def _factor(column: InputColumn, units: Mapping[str, str]) -> int:
    """What a number of a column is multiplied with; rates without a unit are in millionths already."""
    default = {"money": "分", "rate": number_text(column.quantum)}.get(column.sort, "1")
    value = unit_value(column, units.get(column.name, default))
    factor = None if value is None else factor_of(column, value)
    assert factor is not None
    return factor


def program_sql(
    program: TableProgram,
    *,
    dialect: Dialect,
    table: str,
    keep: Iterable[str],
    given: Mapping[str, str],
    factors: Mapping[str, int] | None = None,
    pretty: bool = True,
) -> str:
    """
    Return the SELECT of a program.

    Args:
        program: how units are scored.
        dialect: the database.
        table: the name of the table.
        keep: the columns of the table that come out as well.
        given: what the table calls the columns that the program reads, by the names of the program.
        factors: what the numbers of a table are multiplied with, where it holds them as people write them; None: the
            table holds what the program reads.
        pretty: whether it is written for people, in lines.
    """
    writer = _Writer(program, dialect, Names(given), are_long=factors is not None)
    source = table
    query = exp.Select()
    last = (*keep, *program.outputs)
    if factors is not None:
        rest = [each.name for name, each in program.sources.items() if name not in factors]
        reading = writer.reading(factors, dict.fromkeys((*keep, *rest)), source)
        query = query.with_("stage_0", as_=reading, materialized=dialect in _MERGING or None, copy=False)
        source = "stage_0"
    for number, (stage, before) in enumerate(zip(program.stages, carried(program.stages, last), strict=True), start=1):
        name = f"stage_{number}"
        query = query.with_(
            name, as_=writer.stage(stage, before, source), materialized=dialect in _MERGING or None, copy=False
        )
        source = name
    columns = [writer.column(name) for name in last]
    return (
        query.select(*columns, copy=False)
        .from_(writer.table(source), copy=False)
        .sql(dialect=dialect, pretty=pretty, identify=True)
    )


class _Writer:
    """Expressions as those of sqlglot."""

    def __init__(self, program: TableProgram, dialect: Dialect, names: Names, *, are_long: bool) -> None:
        self._dialect = dialect
        self._names = names
        self._conditions = _conditions(program)
        flags = {column.name for column in program.columns if column.sort == "flag"}
        self._flags = {
            name
            for column, source in program.sources.items()
            for name in (*(() if are_long else (source.unread, source.finer)), source.name if column in flags else "")
        }
        numeric = {column.name for column in program.columns if column.is_numeric}
        sources = program.sources.items()
        # Columns of the user's table may have fewer bits than results have.
        self._read = {source.name for column, source in sources if column in numeric and not are_long}

    def table(self, name: str) -> exp.Table:
        """Return a table."""
        return exp.to_table(name) if self._dialect == "postgres" and "." in name else exp.Table(this=_identifier(name))

    def column(self, name: str) -> exp.Column:
        """Return a column."""
        return exp.Column(this=_identifier(self._names[name]))

    def reading(self, factors: Mapping[str, int], kept: Iterable[str], source: str) -> exp.Select:
        """
        Return the SELECT that makes whole numbers of 64 bits of the numbers of a table, as they are computed with.

        A number with finer decimals has no value, and a mark beside it; one that is too large stays too large.

        Args:
            factors: column to what its numbers are multiplied with.
            kept: the other columns that are read, and those that come out as well.
            source: the table.
        """
        made: list[exp.Expression] = [self.column(name) for name in kept]
        for name, factor in factors.items():
            parts = _Parts(self.column(name), factor, self._dialect)
            made.append(exp.Alias(this=parts.value(), alias=_identifier(self._names[name])))
            made.append(exp.Alias(this=parts.is_finer(), alias=_identifier(self._names[_finer(name)])))
        return self._hinted(exp.Select().select(*made, copy=False).from_(self.table(source), copy=False), source)

    def stage(self, stage: Stage, before: Iterable[str], source: str) -> exp.Select:
        """Return the SELECT of one stage: the columns from before that are still needed, and its own."""
        kept = [self.column(name) for name in before]
        made = [exp.Alias(this=self._value(each, name), alias=_identifier(self._names[name])) for name, each in stage]
        return self._hinted(exp.Select().select(*kept, *made, copy=False).from_(self.table(source), copy=False), source)

    def _hinted(self, select: exp.Select, source: str) -> exp.Select:
        """A SELECT that databases do not write into the next one."""
        if self._dialect == "oracle":
            select.set("hint", exp.Hint(expressions=[exp.Var(this="NO_MERGE")]))
        elif self._dialect == "mysql" and source.startswith("stage_"):
            select.set(
                "hint", exp.Hint(expressions=[exp.Anonymous(this="NO_MERGE", expressions=[_identifier(source)])])
            )
        return select

    def _value(self, expression: ex.Expression, name: str) -> exp.Expression:
        """What a column holds; conditions are 1 and 0, since not every database has booleans."""
        if name not in self._conditions:
            return self._number(expression)
        return _case([(self._condition(expression), exp.Literal.number(1))], exp.Literal.number(0))

    def _number(self, expression: ex.Expression) -> exp.Expression:
        """A number or words."""
        match expression:
            case ex.Column(name):
                return self._long(self.column(name)) if name in self._read else self.column(name)
            case ex.Words(text):
                return exp.Literal.string(text)
            case ex.Nothing():
                return exp.Null()
            case ex.Case(cases, otherwise):
                *values, last = self._numbers([*(value for _, value in cases), otherwise])
                return _case(list(zip((self._condition(when) for when, _ in cases), values, strict=True)), last)
            case ex.Joined(parts):
                return self._joined([self._number(part) for part in parts])
            case _:
                return self._computed(expression)

    def _computed(self, expression: ex.Expression) -> exp.Expression:
        match expression:
            case ex.Number(value):
                return self._long(_whole(value))
            case ex.Sum(parts):
                return reduce(_added, self._numbers(parts or (ex.Number(0),)))
            case ex.Times(factor, part):
                return exp.Mul(this=_whole(factor), expression=self._factor(part))
            case ex.Flag(condition):
                return _case([(self._condition(condition), self._long(_whole(1)))], _whole(0))
            case ex.Quotient(top, base):
                return self._quotient(self._factor(top), self._factor(base))
            case ex.Remainder(top, base, quotient):
                product = exp.Mul(this=self._number(quotient), expression=self._factor(base))
                return exp.Sub(this=self._number(top), expression=product)
        raise AssertionError(expression)

    def _condition(self, expression: ex.Expression) -> exp.Expression:
        match expression:
            case ex.Column(name):
                if name in self._flags and self._dialect in BOOLEANS:
                    return self.column(name)
                return exp.EQ(this=self.column(name), expression=_whole(1))
            case ex.Truth(holds):
                return exp.EQ(this=_whole(1), expression=_whole(1 if holds else 0))
            case ex.Compare(operator, left, right):
                return _COMPARISONS[operator](this=self._side(left), expression=self._side(right))
            case ex.Not(ex.IsNull(column)):
                return exp.Not(this=exp.Is(this=self._side(column), expression=exp.Null()))
            case ex.IsNull(column):
                return exp.Is(this=self._side(column), expression=exp.Null())
            case ex.AllOf(parts):
                found = [self._part(part) for part in parts]
                return reduce(_both, found) if found else self._condition(ex.Truth(True))
            case ex.AnyOf(parts):
                found = [self._part(part) for part in parts]
                return reduce(_either, found) if found else self._condition(ex.Truth(False))
            case ex.Not(part):
                return exp.Not(this=exp.paren(self._condition(part), copy=False))
        raise AssertionError(expression)

    def _long(self, number: exp.Expression) -> exp.Expression:
        """A number in 64 bits, where databases give numbers that are written down, and columns, fewer."""
        return exp.Cast(this=number, to=exp.DataType.build("bigint")) if self._dialect in BOOLEANS else number

    def _numbers(self, parts: Sequence[ex.Expression]) -> list[exp.Expression]:
        """Numbers that together have one type: those that are written down get it from the others, if there are any."""
        are_plain = [isinstance(part, ex.Number) for part in parts]
        if all(are_plain):
            are_plain[0] = False
        return [
            self._side(part) if is_plain else self._number(part)
            for part, is_plain in zip(parts, are_plain, strict=True)
        ]

    def _side(self, expression: ex.Expression) -> exp.Expression:
        """A side of a comparison, in which the type of a number does not matter."""
        match expression:
            case ex.Column(name):
                return self.column(name)
            case ex.Number(value):
                return _whole(value)
            case _:
                return self._number(expression)

    def _part(self, condition: ex.Condition) -> exp.Expression:
        """A condition as a part of another."""
        found = self._condition(condition)
        return exp.paren(found, copy=False) if isinstance(condition, ex.AllOf | ex.AnyOf) else found

    def _factor(self, number: ex.Numeric) -> exp.Expression:
        """A number as a part of a product or quotient."""
        found = self._number(number)
        is_plain = isinstance(number, ex.Column | ex.Number | ex.Case | ex.Flag)
        return found if is_plain else exp.paren(found, copy=False)

    def _quotient(self, top: exp.Expression, base: exp.Expression) -> exp.Expression:
        """The quotient of whole numbers by the operator of the database that does not go through floats."""
        match self._dialect:
            case "duckdb" | "mysql" | "spark":
                return exp.IntDiv(this=top, expression=base)
            case "sqlite" | "postgres":
                return exp.Div(this=top, expression=base, typed=True, safe=False)
            case "oracle":
                return exp.Floor(this=exp.Div(this=top, expression=base))
            case _:
                assert_never(self._dialect)

    def _joined(self, parts: list[exp.Expression]) -> exp.Expression:
        if not parts:
            return exp.Literal.string("")
        if self._dialect == "mysql":
            return exp.Concat(expressions=parts, safe=False, coalesce=False)
        return reduce(lambda one, other: exp.DPipe(this=one, expression=other), parts)


class _Parts:
    """A number of a table, and how many parts it is: 分, things, millionths."""

    def __init__(self, number: exp.Expression, factor: int, dialect: Dialect) -> None:
        self._number, self._factor, self._dialect = number, factor, dialect

    def value(self) -> exp.Expression:
        """The whole number of parts; cut to 64 bits, and no value where it is not whole."""
        cases: list[tuple[exp.Expression, exp.Expression]] = [
            (self._is_null(), exp.Null()),
            (self._is_above(), _whole(LARGEST)),
            (self._is_below(), _whole(-LARGEST)),
            (self._is_whole(), self._rounded()),
        ]
        return _case(cases, exp.Null())

    def is_finer(self) -> exp.Expression:
        """1 where there is a number that is no whole number of parts, else 0; one too large is not rounded to see."""
        one, zero = exp.Literal.number(1), exp.Literal.number(0)
        aside = reduce(_either, (self._is_null(), self._is_above(), self._is_below()))
        return _case([(aside, zero), (self._is_whole(), zero)], one)

    def _is_null(self) -> exp.Expression:
        return exp.Is(this=self._number, expression=exp.Null())

    def _is_above(self) -> exp.Expression:
        return exp.GT(this=self._number, expression=_whole(LARGEST // self._factor))

    def _is_below(self) -> exp.Expression:
        return exp.LT(this=self._number, expression=_whole(-(LARGEST // self._factor)))

    def _is_whole(self) -> exp.Expression:
        return exp.EQ(this=self._scaled(), expression=self._rounded())

    def _scaled(self) -> exp.Expression:
        """The number of parts, with its decimals; a factor of a type that holds the product of any number."""
        if self._factor == 1:
            return self._number
        kinds = {"duckdb": "bigint", "spark": "bigint", "postgres": "numeric"}
        factor = _whole(self._factor)
        kind = kinds.get(self._dialect)
        return exp.Mul(
            this=self._number,
            expression=factor if kind is None else exp.Cast(this=factor, to=exp.DataType.build(kind)),
        )

    def _rounded(self) -> exp.Expression:
        return exp.Cast(this=self._scaled(), to=exp.DataType.build("bigint"))


def _identifier(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def _whole(value: int) -> exp.Expression:
    number = exp.Literal.number(abs(value))
    return number if value >= 0 else exp.paren(exp.Neg(this=number), copy=False)


def _added(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    return exp.Add(this=one, expression=other)


def _both(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    return exp.And(this=one, expression=other)


def _either(one: exp.Expression, other: exp.Expression) -> exp.Expression:
    return exp.Or(this=one, expression=other)


def _case(cases: list[tuple[exp.Expression, exp.Expression]], otherwise: exp.Expression) -> exp.Case:
    return exp.Case(ifs=[exp.If(this=when, true=value) for when, value in cases], default=otherwise)


def _conditions(program: TableProgram) -> frozenset[str]:
    """The columns that hold conditions: those whose expression is one."""
    found: set[str] = set()
    for stage in program.stages:
        for name, expression in stage:
            if isinstance(expression, ex.Truth | ex.Compare | ex.IsNull | ex.AllOf | ex.AnyOf | ex.Not):
                found.add(name)
    return frozenset(found)
