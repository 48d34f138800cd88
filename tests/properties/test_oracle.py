"""Complete evidence: the library against a naive interpreter that was written from the words alone."""

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import score
from jixiao_core import strategies as jst

spec = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)


@given(st.data())
def test_every_row_has_the_points_of_the_oracle(data):
    rubric = data.draw(jst.rubrics())
    evidence = data.draw(jst.evidence(rubric, settled=True))
    expected = oracle.Oracle(rubric, evidence)
    sheet = score(rubric, evidence)
    for row in rubric.indicators:
        outcome, points = sheet.outcome(row.id), expected.rows[row.id]
        if points is None:
            assert outcome.status == "invalid"
        elif points == oracle.ABSENT:
            assert outcome.status == "not_applicable"
        else:
            assert outcome.points.point == points


@given(st.data())
def test_the_total_is_that_of_the_oracle(data):
    rubric = data.draw(jst.rubrics())
    evidence = data.draw(jst.evidence(rubric, settled=True))
    total = oracle.Oracle(rubric, evidence).total()
    if total is not None:
        assert score(rubric, evidence).points == total


@given(st.data())
def test_the_compiled_rows_have_the_same_total(data):
    """Sheets that only add up run on integer closures; the sets behind them must say the same."""
    rubric = data.draw(jst.rubrics())
    sheet = score(rubric, data.draw(jst.evidence(rubric, settled=True)))
    hull = sheet.detail.totals.total
    if hull.is_point:
        assert sheet.points == hull.low
