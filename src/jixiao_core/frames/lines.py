"""Lines that whole numbers of 64 bits cannot decide: read exactly, scored one by one, and put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import narwhals as nw
from attrs import frozen

from jixiao_core.errors import JixiaoError
from jixiao_core.exact.numbers import exact
from jixiao_core.exact.quantities import Money, Rate
from jixiao_core.frames.claims import claim_limits, is_claim
from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.conversion import NO, YES, Floats
from jixiao_core.frames.intake import Limit
from jixiao_core.frames.layout import limits_of
from jixiao_core.frames.program import TableProgram
from jixiao_core.frames.scalar import Cell, score_line
from jixiao_core.frames.units import unit_value

__all__ = ["LineScorer", "ReadLine", "read_lines", "scored_by_itself", "with_scored_lines"]

LineScorer: TypeAlias = Callable[[TableProgram, Mapping[str, Cell], frozenset[str]], dict[str, Any]]
"""Scores one line: by the program of the table, what the line says, and the columns in which something else stands."""


def scored_by_itself(program: TableProgram, cells: Mapping[str, Cell], _refused: frozenset[str]) -> dict[str, Any]:
    """Score one line; see `LineScorer`."""
    return score_line(program.rubric, program.columns, program.scale, cells, program.assumptions)


def with_scored_lines(
    result: nw.DataFrame[Any],
    given: nw.DataFrame[Any],
    program: TableProgram,
    *,
    units: Mapping[str, str],
    floats: Floats,
    scorer: LineScorer = scored_by_itself,
) -> nw.DataFrame[Any]:
    """
    Return a scored table in which undecided lines have been scored one by one.

    Args:
        result: the scored table.
        given: the table as it was given, line for line.
        program: how units are scored.
        units: column name to the unit of its numbers.
        floats: what was done with columns of floats.
        scorer: what scores a line.
    """
    places = [place for place, status in enumerate(result["status"].to_list()) if status == "undecided"]
    if not places:
        return result
    read = read_lines(given, program, places, units=units, floats=floats)
    refused = [sorted(each.refused, key=list(each.cells).index) for each in read]
    lines = [_scored(scorer, program, each.cells, each.refused) for each in read]
    told = [name for name in program.outputs if name.endswith("remarks")]
    changed = {name: [line.get(name) for line in lines] for name in program.outputs if name not in told}
    for name in told:
        texts = result[name][places].to_list()
        is_about = [[each for each in names if is_claim(each) is (name != "remarks")] for names in refused]
        changed[name] = [_told(text, names) for text, names in zip(texts, is_about, strict=True)]
    return result.with_columns(*(_put(result[name], places, values) for name, values in changed.items()))


@frozen
class ReadLine:
    """
    What a line of a table says.

    Attributes:
        cells: column name to what it says; None where nothing that can be used.
        refused: the columns in which something stands that cannot be used.
    """

    cells: Mapping[str, Cell]
    refused: frozenset[str]


def read_lines(
    given: nw.DataFrame[Any],
    program: TableProgram,
    places: Sequence[int],
    *,
    units: Mapping[str, str],
    floats: Floats,
) -> list[ReadLine]:
    """
    Return what some lines of a table in memory say, exactly.

    Args:
        given: the table as it was given.
        program: how units are scored.
        places: the lines, counted from 0.
        units: column name to the unit of its numbers.
        floats: what is done with columns of floats.
    """
    used = [column for column in program.columns if column.name in given.columns]
    cells = {column.name: given[column.name][list(places)].to_list() for column in used}
    claims = tuple(column for column in program.columns if is_claim(column.name))
    others = tuple(column for column in program.columns if not is_claim(column.name))
    limits = limits_of(program.rubric, others, program.scale, program.limit) | claim_limits(claims, program.scale)
    found: list[ReadLine] = []
    for at in range(len(places)):
        line = {
            column.name: _usable(
                column, _cell(column, cells[column.name][at], units.get(column.name, ""), floats), limits
            )
            for column in used
        }
        wrong = (name for name, cell in line.items() if cell is None and cells[name][at] is not None)
        found.append(ReadLine(line, frozenset(wrong)))
    return found


def _put(column: nw.Series[Any], places: list[int], values: list[Any]) -> nw.Series[Any]:
    if column.implementation.is_pandas():
        # A new column of whole numbers would be NumPy's, which has no gaps; this one is Arrow's.
        native = column.to_native().copy()
        native.iloc[places] = values
        return nw.from_native(native, series_only=True)
    added = nw.new_series(column.name, values, column.dtype, backend=column.implementation)
    return column.scatter(places, added)


def _scored(
    scorer: LineScorer, program: TableProgram, line: Mapping[str, Cell], refused: frozenset[str]
) -> dict[str, Any]:
    """A line scored exactly; one that cannot be scored says so and never stops the others."""
    try:
        scored = scorer(program, line, refused)
    except JixiaoError:
        return {"status": "invalid"}
    if all(is_claim(name) for name in refused):
        return scored
    return {**scored, "status": "invalid", "total": None, **({"grade": None} if "grade" in scored else {})}


def _usable(column: InputColumn, cell: Cell, limits: Mapping[str, Limit]) -> Cell:
    """A cell, without numbers that make no sense in its column: parts of things, points that nobody can have."""
    if not isinstance(cell, Fraction):
        return cell
    if column.sort in ("count", "cases"):
        return cell if cell.denominator == 1 else None
    limit = limits[column.name]
    return cell if not limit.is_hard or limit.low <= cell / column.quantum <= limit.high else None


def _told(remarks: str | None, refused: list[str]) -> str:
    """The remarks without those that scoring the line has settled, with what turned out to be of no use."""
    kept = [each for each in (remarks or "").split(";") if each and not each.startswith(("undecided:", "beyond:"))]
    added = [f"refused:{name}" for name in refused if f"refused:{name}" not in kept]
    return "".join(f"{each};" for each in (*kept, *added))


def _cell(column: InputColumn, value: object, unit: str, floats: Floats) -> Cell:
    """What a value says, exactly; None where it says nothing that can be used."""
    if value is None:
        return None
    if column.sort == "flag":
        return value if isinstance(value, bool) else str(value) in YES if str(value) in (*YES, *NO) else None
    if column.sort == "words":
        return str(value) if str(value) in column.allowed else None
    try:
        number = _number(column, value, unit, floats)
    except (JixiaoError, ValueError, OverflowError):
        return None
    return number if number >= 0 or column.may_be_negative else None


def _number(column: InputColumn, value: object, unit: str, floats: Floats) -> Fraction:
    if isinstance(value, str):
        return _read_text(column, value, unit)
    default = "分" if column.sort == "money" and isinstance(value, int) else "1"
    worth = unit_value(column, unit or default)
    assert worth is not None
    if isinstance(value, float):
        assert floats == "nearest"
        parts = worth / column.quantum
        return Fraction(round(Fraction(value) * parts)) / parts * worth
    if isinstance(value, int | Decimal):
        return Fraction(value) * worth
    raise ValueError(type(value).__name__)


def _read_text(column: InputColumn, text: str, unit: str) -> Fraction:
    if column.sort == "money" and text.endswith("元"):
        return Money.parse(text).fen
    if column.sort == "rate" and text.endswith("%"):
        return Rate.parse(text).value
    worth = unit_value(column, unit or ("" if column.sort in ("money", "rate") else "1"))
    if worth is None:
        raise ValueError(text)
    return exact(text) * worth
