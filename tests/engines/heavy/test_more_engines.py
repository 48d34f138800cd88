"""Ibis (over DuckDB) and Dask give the oracle's tables, lazily; 100,000 distinct lines each, and generated rubrics."""

import drawn
import edges
import kinds
import pytest
import whole_tables

from jixiao_core import InvalidValueError, registry
from jixiao_core.frames import peers, review_frame, score_frame

PINS = registry.shipped()
ROW = "input__budget_allocation__staffing_ratio"
CLAIMED = f"{ROW}__claimed"


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


def _claims():
    """Four units whose staffing the clause decides: (1 - staff over posts) of the points, in words a spreadsheet holds."""
    import pandas as pd

    cells = {
        "unit": ["甲", "乙", "丙", "丁"],
        "in_service_staff": ["21", "18", None, "-1"],
        "authorised_staffing": ["20", "18", "3", "4"],
        CLAIMED: ["5", "5", "4.2", None],
    }
    return pd.DataFrame(cells)


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_parts_of_dask_are_reviewed_where_they_are_computed(scheduler):
    """In this process or in others; the table stays lazy, and each part gives what pandas gives."""
    import dask.dataframe as dd

    rubric = registry.load(PINS[0])
    reviewed = review_frame(rubric, dd.from_pandas(_claims(), npartitions=2), keep=["unit"])
    assert isinstance(reviewed, dd.DataFrame)
    got = kinds.plain_arrow(reviewed.compute(scheduler=scheduler)).to_pylist()
    assert got == kinds.plain_arrow(review_frame(rubric, _claims(), keep=["unit"])).to_pylist()
    assert [line[f"{ROW}__verdict"] for line in got] == ["above", "consistent", "unmatched", "unclaimed"]


def test_lines_of_dask_that_64_bits_cannot_decide_are_scored():
    """Parts are in memory when they are computed, so that nothing has to stay undecided."""
    import dask.dataframe as dd

    rubric = registry.load(PINS[0])
    far = _claims().assign(in_service_staff=str(10**17 + 1), authorised_staffing=str(10**17))
    scored = score_frame(rubric, dd.from_pandas(far, npartitions=2), keep=[]).compute()
    flagged = score_frame(rubric, dd.from_pandas(far, npartitions=2), keep=[], undecided="flag").compute()
    assert set(flagged["status"]) == {"undecided"}
    assert set(scored["status"]) == {"open"}
    assert scored[f"{ROW}__points"].tolist() == score_frame(rubric, far, keep=[])[f"{ROW}__points"].tolist()


def test_assumptions_hold_in_every_part_of_dask():
    """Also where they are named by what can be read only once."""
    import dask.dataframe as dd
    import pandas as pd

    rubric = registry.load(PINS[0])
    given = pd.DataFrame({"actual_headcount": ["33", "18", "20"], "authorised_staffing": ["18", "18", "18"]})
    names = ["headcount_is_in_service"]
    scored = score_frame(rubric, dd.from_pandas(given, npartitions=3), assume=iter(names), keep=[]).compute()
    assert scored[f"{ROW}__points"].tolist() == [0, 50_000, 0]


def test_a_column_that_cannot_be_read_is_told_before_anything_is_computed():
    import dask
    import dask.dataframe as dd

    def never(*_):
        raise AssertionError("computed")

    frame = dd.from_pandas(_claims().assign(in_service_staff=[1.5, 2.0, 3.0, 4.0]), npartitions=2)
    with dask.config.set(scheduler=never), pytest.raises(InvalidValueError, match="in_service_staff"):
        score_frame(registry.load(PINS[0]), frame)


@pytest.mark.parametrize("kind", MAKERS)
def test_peers(kind):
    """The same counts as on pandas."""
    import pyarrow as pa

    rubric = registry.load(PINS[0])
    table = pa.Table.from_pandas(_claims(), preserve_index=False)
    assert peers(rubric, MAKERS[kind](table), name="unit") == peers(rubric, _claims(), name="unit")
