"""Table programs as SQL: one SELECT a rubric, a common table expression a stage, for the databases that vendors have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import assert_never, cast

try:
    from sqlglot import exp
except ModuleNotFoundError as _missing:
    if _missing.name != "sqlglot":
        raise
    _TOLD = 'SQL needs the extra sql: pip install "jixiao-core[sql]"'
    raise ModuleNotFoundError(_TOLD, name="sqlglot") from None

from jixiao_core.errors import InvalidValueError, Problem, raise_if
from jixiao_core.frames import expressions as ex
from jixiao_core.frames.columns import InputColumn, column_name, input_columns
from jixiao_core.frames.intake import Source
from jixiao_core.frames.program import TableProgram, table_program
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.sql_parts import (
    DIALECTS,
    Dialect,
    NumberParts,
    added,
    both,
    case_of,
    either,
    identifier,
    whole,
)
from jixiao_core.frames.stages import PREFIX, Stage, carried
from jixiao_core.frames.units import factor_of, unit_problems, unit_value
from jixiao_core.messages import Message, number_text
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["BOOLEANS", "DIALECTS", "Dialect", "Names", "program_sql", "rubric_sql", "short_names"]

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
        return exp.to_table(name) if self._dialect == "postgres" and "." in name else exp.Table(this=identifier(name))

    def column(self, name: str) -> exp.Column:
        """Return a column."""
        return exp.Column(this=identifier(self._names[name]))

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
            parts = NumberParts(self.column(name), factor, self._dialect)
            made.append(exp.Alias(this=parts.value(), alias=identifier(self._names[name])))
            made.append(exp.Alias(this=parts.is_finer(), alias=identifier(self._names[_finer(name)])))
        return self._hinted(exp.Select().select(*made, copy=False).from_(self.table(source), copy=False), source)

    def stage(self, stage: Stage, before: Iterable[str], source: str) -> exp.Select:
        """Return the SELECT of one stage: the columns from before that are still needed, and its own."""
        kept = [self.column(name) for name in before]
        made = [exp.Alias(this=self._value(each, name), alias=identifier(self._names[name])) for name, each in stage]
        return self._hinted(exp.Select().select(*kept, *made, copy=False).from_(self.table(source), copy=False), source)

    def _hinted(self, select: exp.Select, source: str) -> exp.Select:
        """A SELECT that databases do not write into the next one."""
        if self._dialect == "oracle":
            select.set("hint", exp.Hint(expressions=[exp.Var(this="NO_MERGE")]))
        elif self._dialect == "mysql" and source.startswith("stage_"):
            select.set("hint", exp.Hint(expressions=[exp.Anonymous(this="NO_MERGE", expressions=[identifier(source)])]))
        return select

    def _value(self, expression: ex.Expression, name: str) -> exp.Expression:
        """What a column holds; conditions are 1 and 0, since not every database has booleans."""
        if name not in self._conditions:
            return self._number(expression)
        return case_of([(self._condition(expression), exp.Literal.number(1))], exp.Literal.number(0))

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
                return case_of(list(zip((self._condition(when) for when, _ in cases), values, strict=True)), last)
            case ex.Joined(parts):
                return self._joined([self._number(part) for part in parts])
            case _:
                return self._computed(expression)

    def _computed(self, expression: ex.Expression) -> exp.Expression:
        match expression:
            case ex.Number(value):
                return self._long(whole(value))
            case ex.Sum(parts):
                return reduce(added, self._numbers(parts or (ex.Number(0),)))
            case ex.Times(factor, part):
                return exp.Mul(this=whole(factor), expression=self._factor(part))
            case ex.Flag(condition):
                return case_of([(self._condition(condition), self._long(whole(1)))], whole(0))
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
                return exp.EQ(this=self.column(name), expression=whole(1))
            case ex.Truth(holds):
                return exp.EQ(this=whole(1), expression=whole(1 if holds else 0))
            case ex.Compare(operator, left, right):
                return _COMPARISONS[operator](this=self._side(left), expression=self._side(right))
            case ex.Not(ex.IsNull(column)):
                return exp.Not(this=exp.Is(this=self._side(column), expression=exp.Null()))
            case ex.IsNull(column):
                return exp.Is(this=self._side(column), expression=exp.Null())
            case ex.AllOf(parts):
                found = [self._part(part) for part in parts]
                return reduce(both, found) if found else self._condition(ex.Truth(True))
            case ex.AnyOf(parts):
                found = [self._part(part) for part in parts]
                return reduce(either, found) if found else self._condition(ex.Truth(False))
            case ex.Not(part):
                return exp.Not(this=exp.paren(self._condition(part), copy=False))
        raise AssertionError(expression)

    def _long(self, number: exp.Expression) -> exp.Expression:
        """A number in 64 bits, where databases give numbers that are written down, and columns, fewer."""
        return exp.Cast(this=number, to=exp.DataType.build("bigint")) if self._dialect in BOOLEANS else number

    def _numbers(self, parts: Sequence[ex.Expression]) -> list[exp.Expression]:
        """Numbers that together have one type: those that are written down get it from the others, if there are any."""
        are_plain = [isinstance(part, ex.Number) for part in parts]
        has_type = any(not isinstance(part, ex.Number | ex.Nothing) for part in parts)
        if not has_type and any(are_plain):
            are_plain[are_plain.index(True)] = False
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
                return whole(value)
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


def _conditions(program: TableProgram) -> frozenset[str]:
    """The columns that hold conditions: those whose expression is one."""
    found: set[str] = set()
    for stage in program.stages:
        for name, expression in stage:
            if isinstance(expression, ex.Truth | ex.Compare | ex.IsNull | ex.AllOf | ex.AnyOf | ex.Not):
                found.add(name)
    return frozenset(found)
