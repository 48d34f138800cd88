"""Table programs as one statement on engines that speak SQL: a query that grows step by step is checked at every step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

import narwhals as nw

from jixiao_core.frames.program import TableProgram

__all__ = ["ENGINES", "scored_by_statement"]

ENGINES: dict[nw.Implementation, Literal["duckdb", "spark"]] = {
    nw.Implementation.DUCKDB: "duckdb",
    nw.Implementation.PYSPARK: "spark",
    nw.Implementation.PYSPARK_CONNECT: "spark",
}
"""The engines that take a statement over a table that has no name in a catalogue, each with its language."""

TABLE = "jx__units"


def scored_by_statement(frame: nw.LazyFrame[Any], program: TableProgram, keep: Sequence[str]) -> nw.LazyFrame[Any]:
    """
    Return the columns of a scored table, as one statement; nothing is computed yet.

    Args:
        frame: a table of one of `ENGINES` that has the columns which the program starts from.
        program: how units are scored.
        keep: the columns of the table that come out as well.
    """
    from jixiao_core.frames.sql import program_sql

    read = (name for source in program.sources.values() for name in source.names)
    own = {name: name for name in (*read, *keep, *program.outputs)}
    dialect = ENGINES[frame.implementation]
    text = program_sql(program, dialect=dialect, table=TABLE, keep=keep, given=own, pretty=False)
    native: Any = frame.to_native()
    if dialect == "duckdb":
        return cast("nw.LazyFrame[Any]", nw.from_native(native.query(TABLE, text)))
    # Spark fills tables in at braces, and no other braces can stand in the statement but those of names.
    escaped = text.replace("{", "{{").replace("}", "}}").replace(f"`{TABLE}`", "{units}")
    return cast("nw.LazyFrame[Any]", nw.from_native(native.sparkSession.sql(escaped, units=native)))
