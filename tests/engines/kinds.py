"""The kinds of tables: Arrow's columns into each of them, and what comes out back as Arrow's."""

import pyarrow as pa

from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.scaling import scale_of

WORDS = ("status", "grade", "remarks")


def arrow_table(rubric, columns):
    """Columns as they are written, as a table of Arrow's; numbers have 64 bits."""
    kinds = {column.name: column for column in input_columns(rubric, scale_of(rubric))}
    sorts = {"flag": pa.bool_(), "words": pa.string()}
    return pa.table(
        {name: pa.array(values, sorts.get(kinds[name].sort, pa.int64())) for name, values in columns.items()}
    )


def expected_table(outputs, rows):
    """What the outputs must be, as a table of Arrow's."""
    columns = list(zip(*rows, strict=True))
    return pa.table(
        {
            name: pa.array(values, pa.string() if name in WORDS else pa.int64())
            for name, values in zip(outputs, columns, strict=True)
        }
    )


def _polars(table):
    import polars as pl

    return pl.from_arrow(table)


def _pandas_numpy(table):
    """NumPy's columns: those with gaps are Python objects, as readers of spreadsheets leave them."""
    import pandas as pd

    return pd.DataFrame(
        {
            name: pd.Series(table[name].to_pylist(), dtype=object) if table[name].null_count else table[name].to_numpy()
            for name in table.column_names
        }
    )


def _pandas_nullable(table):
    import pandas as pd

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
    return table.to_pandas(types_mapper=kinds.get)


def _pandas_arrow(table):
    import pandas as pd

    return table.to_pandas(types_mapper=pd.ArrowDtype)


def _duckdb(table):
    import duckdb

    return duckdb.arrow(table)


MAKERS = {
    "polars": _polars,
    "polars-lazy": lambda table: _polars(table).lazy(),
    "pandas-numpy": _pandas_numpy,
    "pandas-nullable": _pandas_nullable,
    "pandas-arrow": _pandas_arrow,
    "pyarrow": lambda table: table,
    "duckdb": _duckdb,
}
EAGER = ("polars", "pandas-numpy", "pandas-nullable", "pandas-arrow", "pyarrow")


def arrow_of(frame):
    """A scored table as Arrow's, in the types that results have."""
    module = type(frame).__module__.partition(".")[0]
    if module == "polars":
        frame = frame.collect() if hasattr(frame, "collect") else frame
        found = frame.to_arrow()
    elif module == "pandas":
        for name in frame.columns:
            assert frame[name].dtype.kind != "f", f"{name} went through floats"
        found = pa.Table.from_pandas(frame, preserve_index=False)
    elif module in ("duckdb", "_duckdb"):
        found = frame.to_arrow_table()
    elif module == "pyspark":
        found = frame.toArrow()
    elif module == "ibis":
        found = frame.to_pyarrow()
    elif module == "dask":
        return arrow_of(frame.compute())
    else:
        found = frame
    return as_arrow(found)


def as_arrow(found):
    """A scored table of Arrow's in the types that results have; points are whole numbers of 64 bits already."""
    kinds = {name: pa.string() if name in WORDS else pa.int64() for name in found.column_names}
    for name in found.column_names:
        if name not in WORDS and (name.endswith("__points") or name.startswith("total")):
            assert pa.types.is_int64(found.schema.field(name).type), f"{name}: {found.schema.field(name).type}"
    return found.cast(pa.schema(kinds.items())).replace_schema_metadata(None)


def assert_same(got, expected, lines=None):
    """Whole tables are equal; else the first line that is not is told."""
    assert got.column_names == expected.column_names
    if got.equals(expected):
        return
    assert got.num_rows == expected.num_rows
    for name in expected.column_names:
        if not got[name].equals(expected[name]):
            one, other = got[name].to_pylist(), expected[name].to_pylist()
            at = next(place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])
            assert one[at] == other[at], (name, at, lines[at] if lines else "")
    raise AssertionError


def plain_arrow(frame):
    """Any table as Arrow's, as it is."""
    module = type(frame).__module__.partition(".")[0]
    match module:
        case "polars":
            return (frame.collect() if hasattr(frame, "collect") else frame).to_arrow()
        case "pandas":
            return pa.Table.from_pandas(frame, preserve_index=False)
        case "duckdb" | "_duckdb":
            return frame.to_arrow_table()
        case "pyspark":
            return frame.toArrow()
        case "ibis":
            return frame.to_pyarrow()
        case "dask":
            return plain_arrow(frame.compute())
    return frame


def sorted_rows(frame):
    """The lines of a table by their unit."""
    return sorted(plain_arrow(frame).to_pylist(), key=lambda line: line["unit"])
