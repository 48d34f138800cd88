"""Conversion: whatever a column of a data frame holds, exactly as whole numbers, conditions or words; or it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, Literal, TypeAlias

import narwhals as nw
from attrs import frozen

from jixiao_core.errors import Problem, raise_if
from jixiao_core.frames.columns import SORTS, InputColumn
from jixiao_core.frames.intake import Source
from jixiao_core.frames.stages import PREFIX
from jixiao_core.frames.units import MONEY_UNITS, factor_of, places_of, unit_problems, unit_value
from jixiao_core.messages import Message

__all__ = ["Floats", "converted"]

Floats: TypeAlias = Literal["refuse", "nearest"]
"""Whether columns of floats are refused, or taken as the nearest number of two decimals that their print stands for."""

MAX_DIGITS = 18
"""So many digits always fit into 64 bits."""

YES, NO = ("是", "true", "True", "TRUE", "1"), ("否", "false", "False", "FALSE", "0")
"""What a condition may be written as."""


NEAR = 1 / 64
"""How far a float may be from the whole number that it is taken as."""
FLOAT_LIMIT = float(1 << 44)
"""Beyond this the next float is too far away to say which whole number was meant."""


@frozen(kw_only=True)
class Converted:
    """
    A table with its columns as whole numbers, conditions and words.

    Attributes:
        frame: the table, with further columns.
        sources: where each column stands.
    """

    frame: nw.LazyFrame[Any]
    sources: Mapping[str, Source]


def converted(
    frame: nw.LazyFrame[Any],
    columns: Mapping[str, InputColumn],
    *,
    units: Mapping[str, str],
    floats: Floats,
) -> Converted:
    """
    Return a table with further columns in which everything can be computed with.

    Args:
        frame: the table.
        columns: what a table may say, by name.
        units: column name to the unit of its numbers, where it is not the smallest one.
        floats: what to do with columns of floats.

    Raises:
        InvalidValueError: for columns of a kind that says no such thing, all at once.
    """
    schema = frame.collect_schema()
    problems = [*unit_problems(columns, units)]
    sources: dict[str, Source] = {}
    made: dict[str, nw.Expr] = {}
    for name, column in columns.items():
        if name not in schema or schema[name] == nw.Unknown:
            continue
        wish = _Wish(column=column, dtype=schema[name], unit=units.get(name, ""), floats=floats)
        found = None if any(problem.path == f"units.{name}" for problem in problems) else _read(wish)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            sources[name], added = found
            made.update(added)
    raise_if(problems)
    return Converted(frame=frame.with_columns(**made) if made else frame, sources=sources)


@frozen(kw_only=True)
class _Wish:
    """How one column is to be read."""

    column: InputColumn
    dtype: Any
    unit: str
    floats: Floats

    @property
    def raw(self) -> str:
        return f"{PREFIX}raw__{self.column.name}"

    @property
    def unread(self) -> str:
        return f"{PREFIX}unread__{self.column.name}"

    @property
    def finer(self) -> str:
        return f"{PREFIX}finer__{self.column.name}"

    def problem(self, code: str) -> Problem:
        return Problem(Message.of(code, found=str(self.dtype), sort=SORTS[self.column.sort]), self.column.name)


_Read: TypeAlias = tuple[Source, dict[str, nw.Expr]]


def _read(wish: _Wish) -> _Read | Problem:
    match wish.column.sort:
        case "flag":
            return _flag(wish)
        case "words":
            if isinstance(wish.dtype, nw.String | nw.Categorical | nw.Enum) or wish.dtype == nw.String:
                return Source(name=wish.raw), {wish.raw: nw.col(wish.column.name).cast(nw.String)}
            return wish.problem("frames.not_words")
        case _:
            return _number(wish)


def _flag(wish: _Wish) -> _Read | Problem:
    value = nw.col(wish.column.name)
    if wish.dtype == nw.Boolean:
        return Source(name=wish.column.name), {}
    if wish.dtype.is_integer():
        yes, no = value == 1, value == 0
    elif wish.dtype == nw.String or isinstance(wish.dtype, nw.Categorical | nw.Enum):
        value = value.cast(nw.String)
        yes, no = value.is_in(YES), value.is_in(NO)
    else:
        return wish.problem("frames.not_condition")
    is_yes, is_no = ~value.is_null() & yes, ~value.is_null() & no
    raw = nw.when(is_yes | is_no).then(is_yes)
    unread = ~value.is_null() & ~is_yes & ~is_no
    return Source(name=wish.raw, unread=wish.unread), {wish.raw: raw, wish.unread: unread}


def _number(wish: _Wish) -> _Read | Problem:
    dtype = wish.dtype
    if dtype.is_integer():
        return _whole(wish)
    if isinstance(dtype, nw.Decimal) or dtype == nw.Decimal:
        return _text(wish, nw.col(wish.column.name).cast(nw.String), is_plain=True)
    if dtype == nw.String:
        return _text(wish, nw.col(wish.column.name), is_plain=False)
    if isinstance(dtype, nw.Categorical | nw.Enum):
        return _text(wish, nw.col(wish.column.name).cast(nw.String), is_plain=False)
    if dtype.is_float():
        return _float(wish) if wish.floats == "nearest" else wish.problem("frames.float_column")
    return wish.problem("frames.not_a_number")


def _factor(wish: _Wish, default: str) -> int | None:
    """How many of the parts that are computed with 1 is in this column."""
    unit = wish.unit or default
    value = unit_value(wish.column, unit) if unit else None
    return None if value is None else factor_of(wish.column, value)


def _whole(wish: _Wish) -> _Read | Problem:
    """Whole numbers: 分, things, whole plain numbers and points; a rate says its unit."""
    factor = _factor(wish, {"money": "分", "rate": ""}.get(wish.column.sort, "1"))
    if factor is None:
        return wish.problem("frames.unit_missing")
    value = nw.col(wish.column.name)
    if wish.dtype in (nw.UInt64, nw.Int128, nw.UInt128):
        return _text(wish, value.cast(nw.String), is_plain=True)
    if wish.dtype == nw.Int64:
        return Source(name=wish.column.name, factor=factor), {}
    return Source(name=wish.raw, factor=factor), {wish.raw: value.cast(nw.Int64)}


def _float(wish: _Wish) -> _Read | Problem:
    factor = _factor(wish, {"money": "", "rate": ""}.get(wish.column.sort, "1"))
    if factor is None:
        return wish.problem("frames.unit_missing")
    value = nw.col(wish.column.name).cast(nw.Float64)
    is_there = ~value.is_null() & ~value.is_nan()
    scaled = nw.when(is_there).then(value * float(factor)).otherwise(nw.lit(0.0))
    is_small = (scaled < FLOAT_LIMIT) & (scaled > -FLOAT_LIMIT)
    small = nw.when(is_small).then(scaled).otherwise(nw.lit(0.0))
    nearest = small.round(0)
    is_near = ((small - nearest) <= NEAR) & ((nearest - small) <= NEAR)
    raw = nw.when(is_there & is_small & is_near).then(nearest.cast(nw.Int64))
    unread = ~value.is_null() & (value.is_nan() | (is_small & ~is_near))
    finer = is_there & ~is_small
    source = Source(name=wish.raw, unread=wish.unread, finer=wish.finer)
    return source, {wish.raw: raw, wish.unread: unread, wish.finer: finer}


def _text(wish: _Wish, text: nw.Expr, *, is_plain: bool) -> _Read | Problem:
    """Decimal text; its own unit stands behind the number, or one is stated for the column."""
    endings = [] if is_plain else list(_endings(wish))
    default = {"money": "", "rate": ""}.get(wish.column.sort, "1")
    own = _factor(wish, "分" if is_plain and wish.dtype.is_integer() and wish.column.sort == "money" else default)
    if own is None and not endings:
        return wish.problem("frames.unit_missing")
    there = ~text.is_null()
    if is_plain:
        # Arrow writes decimals with many places so when they are small: 0E-7 is nothing, 1E-7 is left to exact reading.
        text = text.str.replace_all(r"^[+-]?0E[+-]?[0-9]+$", "0")
    found = [_digits(text, *each) for each in [*((("", own),) if own is not None else ()), *endings]]
    value = reduce(lambda rest, each: nw.when(each.fits).then(each.number).otherwise(rest), found, nw.lit(0, nw.Int64))
    fits = reduce(or_, (each.fits for each in found))
    is_number = reduce(or_, (each.is_number for each in found))
    if is_plain:
        is_number = is_number | text.str.contains(r"^[+-]?[0-9]+(?:\.[0-9]+)?E[+-]?[0-9]+$")
    source = Source(name=wish.raw, unread=wish.unread, finer=wish.finer)
    made = {
        wish.raw: nw.when(there & fits).then(value),
        wish.unread: there & ~is_number,
        wish.finer: there & is_number & ~fits,
    }
    return source, made


def _endings(wish: _Wish) -> Iterator[tuple[str, int]]:
    """The units that may stand behind a number, each with how many of the parts it is."""
    names = [name for name in MONEY_UNITS if name != "分"] if wish.column.sort == "money" else []
    for name in ["%"] if wish.column.sort == "rate" else names:
        unit = unit_value(wish.column, name)
        factor = None if unit is None else factor_of(wish.column, unit)
        if factor is not None:
            yield name, factor


@frozen
class _Digits:
    """A number in a text: whether there is one, whether it can be computed with, and what it is."""

    is_number: nw.Expr
    fits: nw.Expr
    number: nw.Expr


_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+"
"""Groups that nobody asks for: pandas warns of others."""


def _digits(text: nw.Expr, ending: str, factor: int) -> _Digits:
    """Digits with at most as many decimals as the factor has zeros; more of them only if they are zeros."""
    places = places_of(factor)
    rest = factor // 10**places
    whole = MAX_DIGITS - places - len(str(rest))
    number = rf"^[+-]?(?:[0-9]+|{_GROUPED})(?:\.[0-9]+)?{ending}$"
    fitting = rf"^[+-]?0*[0-9]{{1,{whole}}}(?:\.[0-9]{{0,{places}}}0*)?$"
    is_number = text.str.contains(number)
    plain = text.str.replace_all(",", "", literal=True)
    plain = plain.str.replace_all(ending, "", literal=True) if ending else plain
    fits = is_number & plain.str.contains(fitting)
    safe = nw.when(fits).then(plain).otherwise(nw.lit("0", nw.String))
    unsigned = safe.str.replace_all(r"^[+-]", "")
    before = unsigned.str.replace_all(r"\..*$", "")
    joined = before
    if places:
        decimals = unsigned.str.replace_all(r"^[^.]*\.?", "")
        padded = nw.concat_str([decimals, nw.lit("0" * places, nw.String)]).str.slice(0, places)
        joined = nw.concat_str([before, padded])
    size = joined.cast(nw.Int64) * rest
    return _Digits(is_number, fits, nw.when(safe.str.starts_with("-")).then(size * -1).otherwise(size))
