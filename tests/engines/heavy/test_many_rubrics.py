"""Two hundred generated rubrics with 500 distinct lines each, on the engines of one machine."""

import drawn
import kinds
import pytest
import whole_tables


@pytest.mark.parametrize("at", range(200))
def test_generated_rubrics(at):
    sheet = whole_tables.Sheet(drawn.rubrics(200)[at], 500, seed=100 + at)
    for name in ("polars-lazy", "pandas-arrow", "pyarrow", "duckdb"):
        sheet.hold(kinds.MAKERS[name])
