"""A rubric as SQL for people: one SELECT with a comment that says what it is and what its columns are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from jixiao_core.frames.columns import SORTS, InputColumn, input_columns
from jixiao_core.frames.headings import headings, named_units, word_labels
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.scored import result_headings
from jixiao_core.frames.sql import BOOLEANS, rubric_sql, short_names
from jixiao_core.messages import NO_TEXT, Message, Text, number_text
from jixiao_core.present.i18n import render
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["NOT_RUN", "sql_text"]

NOT_RUN: Final = ("mysql", "oracle")
"""Databases on which no test has run the text."""


def sql_text(
    rubric: Rubric,
    dialect: str,
    *,
    table: str,
    units: Mapping[str, str],
    keep: Sequence[str],
    locale: str,
) -> str:
    """
    Return the SELECT of a rubric with its comment.

    Args:
        rubric: the table, as it is read.
        dialect: duckdb, sqlite, postgres, mysql, oracle or spark.
        table: the name of the table of units.
        units: column name or heading to what 1 means in it.
        keep: the columns of the table that come out as well.
        locale: the language of the comment.

    Raises:
        InvalidValueError: for databases and units that are not known, all at once.
    """
    stated = named_units(rubric, units)
    select = rubric_sql(rubric, dialect, table=table, units=stated, keep=keep)
    comment = "".join(f"-- {' '.join(line.splitlines())}\n" for line in _comment(rubric, dialect, stated, locale))
    return f"{comment}\n{select.rstrip()}\n"


def _comment(rubric: Rubric, dialect: str, units: Mapping[str, str], locale: str) -> Iterator[str]:
    def told(code: str, **params: str | int | Text) -> str:
        return render(Message.of(f"frames.sql_{code}", **params), locale)

    scale = scale_of(rubric)
    yield f"{rubric.pin} {rubric.title.of(locale)}"
    yield rubric.digest
    yield told("head", semantics=rubric.semantics, dialect=dialect, scale=scale)
    if dialect in NOT_RUN:
        yield told("not_run", dialect=dialect)
    flags = Text("布尔值", "booleans") if dialect in BOOLEANS else Text("1和0", "1 and 0")
    yield told("inputs", flags=flags)
    columns = input_columns(rubric, scale)
    results = result_headings(rubric, locale)
    names = short_names(rubric, (*(column.name for column in columns), *results))
    labels = headings(rubric)
    for column in columns:
        unit = units.get(column.name) or _unit(column).of(locale)
        label = labels[column.name].of(locale)
        yield f"  {names[column.name]}: {label}, {SORTS[column.sort].of(locale)}{f' ({unit})' if unit else ''}"
        if column.sort == "words":
            words = ", ".join(f"'{word}' {text.of(locale)}" for word, text in word_labels(rubric, column).items())
            yield f"    {words}"
    yield told("outputs", scale=scale)
    for name, text in results.items():
        if name != "grade" or rubric.grades is not None:
            yield f"  {names[name]}: {text}"


def _unit(column: InputColumn) -> Text:
    """What 1 means in a column of whole numbers, where nobody says otherwise."""
    match column.sort:
        case "money":
            return Text("1 = 分")
        case "rate":
            return Text(f"1 = {number_text(column.quantum)}")
        case "flag":
            return NO_TEXT
        case _:
            return column.unit
