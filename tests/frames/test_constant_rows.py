"""A row that gives the same points whatever the figures: its column has the type of all others, on every engine."""

from fractions import Fraction

import narwhals as nw
import pytest
from attrs import evolve
from small_tables import ENGINES, RUBRIC, on

from jixiao_core.frames import score_frame
from jixiao_core.rubrics.formulas import Band, Bands

NOTHING = Bands(bands=(Band(points=Fraction(0), at_most=Fraction(1)),), otherwise=Fraction(0))
CONSTANT = evolve(
    RUBRIC, indicators=tuple(evolve(row, formula=NOTHING) if row.id == "staffing" else row for row in RUBRIC.indicators)
)


@pytest.mark.parametrize("engine", ENGINES)
def test_points_of_a_row_that_gives_one_number(engine):
    """Databases give numbers that are written down 32 bits; beside NULL nothing else told them better."""
    scored = nw.from_native(score_frame(CONSTANT, on(engine, {"staff": [19, 18, None], "posts": [18, 18, 18]})))
    schema = scored.collect_schema()
    kinds = {name: schema[name] for name in schema.names() if name.endswith("__points") or name.startswith("total")}
    assert {"staffing__points"} < set(kinds)
    assert set(kinds.values()) == {nw.Int64()}
