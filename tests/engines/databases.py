"""Tables of units in databases: made from lines, scored by the SELECT, read back as rows."""

import sqlite3

import duckdb

from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.sql import rubric_sql, short_names

KINDS = {
    "duckdb": {"flag": "BOOLEAN", "words": "VARCHAR"},
    "sqlite": {"flag": "INTEGER", "words": "TEXT"},
    "postgres": {"flag": "BOOLEAN", "words": "TEXT"},
}


def created(rubric, dialect, number="BIGINT", money=""):
    """The statement that makes the table, and the name of every column in it by the rubric's."""
    columns = input_columns(rubric, scale_of(rubric))
    names = short_names(rubric, [column.name for column in columns])
    kinds = {**KINDS[dialect], **({"money": money} if money else {})}
    parts = ", ".join(f'"{names[each.name]}" {kinds.get(each.sort, number)}' for each in columns)
    return f'CREATE TABLE units ("unit" {number}, {parts})', names


def rows_of(names, lines):
    """Lines as rows, each with its number first."""
    return [(at, *(line.get(name) for name in names)) for at, line in enumerate(lines)]


def scored(dialect, rubric, lines, *, connection=None, units=None, number="BIGINT", money=""):
    """Score lines in a database; one row a line, column name to value."""
    make, names = created(rubric, dialect, number, money)
    rows = rows_of(names, lines)
    text = rubric_sql(rubric, dialect, units=units)
    run = {"duckdb": _duckdb, "sqlite": _sqlite, "postgres": _postgres}[dialect]
    heads, found = run(connection, make, rows, text)
    long = {short: name for name, short in short_names(rubric, _outputs(rubric)).items()}
    found.sort(key=lambda row: row[heads.index("unit")])
    return [{long.get(head, head): cell for head, cell in zip(heads, row, strict=True)} for row in found]


def _outputs(rubric):
    return [f"{node.replace('.', '__')}__points" for node in (row.id for row in rubric.indicators)]


def _duckdb(_, make, rows, text):
    import pyarrow as pa

    with duckdb.connect() as connection:
        connection.execute(make)
        kinds = [column[1] for column in connection.execute("DESCRIBE units").fetchall()]
        types = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_(), "VARCHAR": pa.string()}
        types |= {"DECIMAL(18,2)": pa.decimal128(18, 2), "DECIMAL(38,2)": pa.decimal128(38, 2), "DOUBLE": pa.float64()}
        arrays = [pa.array(values, types[kind]) for values, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
        connection.register("given", pa.table(arrays, [str(at) for at in range(len(arrays))]))
        connection.execute("INSERT INTO units SELECT * FROM given")
        result = connection.execute(text)
        return [each[0] for each in result.description], result.fetchall()


def _sqlite(_, make, rows, text):
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(make)
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO units VALUES ({marks})", rows)  # noqa: S608 - marks only
        result = connection.execute(text)
        return [each[0] for each in result.description], result.fetchall()
    finally:
        connection.close()


def _postgres(connection, make, rows, text):
    with connection.cursor() as cursor:
        # A table of this connection, so that several may be at work.
        cursor.execute("DROP TABLE IF EXISTS units")
        cursor.execute(make.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
        with cursor.copy("COPY units FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(text)
        return [each.name for each in cursor.description], cursor.fetchall()
