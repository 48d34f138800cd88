"""
PySpark on two local cores: the oracle's tables, lazily, without a Python UDF, by one statement.

100,000 distinct lines in few calls, since planning a call takes seconds: three shipped rubrics with 33,500 each, three
generated ones with 500. Tables are read from Parquet, in several parts, as they are on a cluster: what is handed over
from Python's memory is computed by Spark's planner itself, on the driver, line by line.
"""

import drawn
import edges
import kinds
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import whole_tables
from pyspark.sql import DataFrame

from jixiao_core import registry
from jixiao_core.frames import score_frame

PINS = registry.shipped()
PARTS = 4


@pytest.fixture
def hold(spark, tmp_path):
    """Score a sheet that lies in several files, and compare every line by its number."""

    def held(sheet):
        numbered = sheet.given.append_column("unit", pa.array(range(sheet.given.num_rows)))
        size = -(-numbered.num_rows // PARTS)
        for part in range(PARTS):
            pq.write_table(numbered.slice(part * size, size), tmp_path / f"{part}.parquet")
        frame = spark.read.parquet(str(tmp_path))
        scored = score_frame(sheet.rubric, frame, units=sheet.units, keep=("unit",), undecided="flag")
        assert isinstance(scored, DataFrame)
        found = scored.toArrow().sort_by("unit").drop_columns("unit")
        kinds.assert_same(kinds.as_arrow(found), sheet.expected, sheet.lines)

    return held


@pytest.mark.parametrize("pin", [PINS[0], PINS[1], "national-self-evaluation-reallocate@2020.1"])
def test_shipped_rubrics(hold, pin):
    hold(whole_tables.Sheet(registry.load(pin), 33_500, seed=31))


def test_numbers_that_have_to_be_multiplied(hold):
    hold(whole_tables.Sheet(registry.load(PINS[0]), 1_000, 32, edges.large_units))


@pytest.mark.parametrize("at", range(3))
def test_generated_rubrics(hold, at):
    hold(whole_tables.Sheet(drawn.rubrics(12)[at], 500, seed=at))


def test_a_spark_frame_stays_one_and_nothing_runs(spark, capsys):
    """The plan can be read, scans nothing before it is asked, and holds no Python."""
    rubric = registry.load(PINS[0])
    sheet = whole_tables.Sheet(rubric, 50, seed=33)
    frame = spark.createDataFrame(sheet.given)
    tracker = spark.sparkContext.statusTracker()
    before = tracker.getJobIdsForGroup(None)
    scored = score_frame(rubric, frame, units=sheet.units)
    assert isinstance(scored, DataFrame)
    assert tracker.getJobIdsForGroup(None) == before
    assert scored.columns == [*frame.columns, *sheet.program.outputs]
    scored.explain("extended")
    plan = capsys.readouterr().out
    assert "== Physical Plan ==" in plan
    for word in ("Python", "UDF", "BatchEval", "ArrowEval", "MapInPandas"):
        assert word not in plan


def test_a_lazy_source_that_raises_when_read_is_not_read(spark):
    """Planning does not touch the data: a table whose every row raises is planned."""
    rubric = registry.load(PINS[1])
    bad = spark.range(5).selectExpr("raise_error('read') AS unit", "cast(id AS bigint) AS project_funding_spent")
    scored = score_frame(rubric, bad, keep=["unit"])
    assert scored.columns[0] == "unit"
    with pytest.raises(Exception, match="read"):
        scored.collect()


def test_text_of_money_and_conditions(spark):
    """What spreadsheets hold, converted by Spark as by the others."""
    rubric = registry.load(PINS[0])
    import conversions

    given, wanted = conversions.text_table(rubric)
    got = score_frame(rubric, spark.createDataFrame(given), keep=("unit",), undecided="flag")
    reference = score_frame(rubric, given, keep=("unit",), undecided="flag")
    del wanted
    one = kinds.sorted_rows(got)
    assert one == kinds.sorted_rows(reference)
