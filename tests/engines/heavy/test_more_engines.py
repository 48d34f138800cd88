"""Ibis (over DuckDB) and Dask give the oracle's tables, lazily; 100,000 distinct lines each, and generated rubrics."""

import drawn
import edges
import kinds
import pytest
import whole_tables

from jixiao_core import registry

PINS = registry.shipped()
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning")


def _ibis(table):
    import ibis

    return ibis.memtable(table)


def _dask(table):
    import dask.dataframe as dd

    return dd.from_pandas(kinds.MAKERS["pandas-arrow"](table), npartitions=3)


MAKERS = {"ibis": _ibis, "dask": _dask}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("pin", [PINS[0], PINS[1], "national-self-evaluation-reallocate@2020.1"])
def test_shipped_rubrics(pin, kind):
    made = MAKERS[kind]
    sheet = whole_tables.Sheet(registry.load(pin), 33_500, seed=41)
    scored = sheet.hold(made)
    assert type(scored) is type(made(sheet.given.slice(0, 1)))


@pytest.mark.parametrize("kind", MAKERS)
def test_numbers_that_have_to_be_multiplied(kind):
    whole_tables.Sheet(registry.load(PINS[1]), 1_000, 42, edges.large_units).hold(MAKERS[kind])


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("at", range(6))
def test_generated_rubrics(at, kind):
    whole_tables.Sheet(drawn.rubrics(12)[at], 300, seed=at).hold(MAKERS[kind])
