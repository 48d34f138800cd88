"""Two hundred generated rubrics with 500 distinct lines each, and every conformance vector, on the engines of one machine."""

import drawn
import kinds
import leaf_vectors
import pytest
import whole_tables


@pytest.mark.parametrize("at", range(200))
def test_generated_rubrics(at):
    sheet = whole_tables.Sheet(drawn.rubrics(200)[at], 500, seed=100 + at)
    for name in ("polars-lazy", "pandas-arrow", "pyarrow", "duckdb"):
        sheet.hold(kinds.MAKERS[name])


@pytest.mark.parametrize(("pin", "reading"), leaf_vectors.CASES, ids=leaf_vectors.named)
@pytest.mark.parametrize("dialect", ["sqlite", "duckdb"])
def test_conformance_vectors(pin, reading, dialect):
    """Every vector of a leaf that a table of units can say, under every declared reading."""
    leaf_vectors.hold_reading(dialect, pin, reading)
