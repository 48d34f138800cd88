"""What prints as a claim, in comparisons of whole numbers and in exact intervals."""

from fractions import Fraction

import interpreter
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small_tables import RUBRIC

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.claims import CLAIMED_TOTAL, cell_of, claim_columns, claim_limits
from jixiao_core.frames.expressions import Number
from jixiao_core.frames.intake import Source, taken_in
from jixiao_core.frames.ladders import FINE, Scaled
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.stages import Staging
from jixiao_core.scoring.implied import claim_cell

SETTINGS = st.tuples(st.sampled_from(["project", "self_evaluation"]), st.sampled_from(["0.01", "0.0001", "0.5", "1/3"]))
# Few places, near one another, so that ends meet: parts of a two hundredth.
PLACES = st.integers(0, 24)


def evaluated(rubric, claim, condition_of):
    """A condition about the cell of a claim in parts of a point, computed by Python's own integers."""
    scale = scale_of(rubric)
    staging = Staging([CLAIMED_TOTAL])
    columns = claim_columns(rubric, scale)[-1:]
    intake = taken_in(staging, columns, {CLAIMED_TOTAL: Source(name=CLAIMED_TOTAL)}, claim_limits(columns, scale))
    condition = condition_of(cell_of(staging, intake[CLAIMED_TOTAL], rubric, scale))
    values = {CLAIMED_TOTAL: claim}
    for stage in staging.stages():
        values |= {name: interpreter.value(each, values, 1) for name, each in stage}
    return interpreter.value(condition, values, 0)


@st.composite
def interval_sets(draw, denominator):
    ends = sorted(draw(st.lists(PLACES, min_size=2, max_size=4, unique=True)))
    parts = [
        Interval(Fraction(one, denominator), Fraction(other, denominator), draw(st.booleans()), draw(st.booleans()))
        for one, other in zip(ends[::2], ends[1::2], strict=False)
    ]
    return IntervalSet((*parts, *(Interval.point(Fraction(each, denominator)) for each in ends[len(parts) * 2 :])))


@given(SETTINGS, st.sampled_from([200, 200, 600, 30_000]), st.data())
def test_a_set_touches_a_claim_as_it_meets_its_cell(setting, denominator, data):
    rubric = evolve(RUBRIC, kind=setting[0], claim_quantum=setting[1])
    scale = scale_of(rubric)
    points = data.draw(interval_sets(denominator))
    for place in range(26):
        claim = place * scale // denominator
        exact = bool(claim_cell(rubric, Fraction(claim, scale)) & points)
        assert evaluated(rubric, claim, lambda cell: cell.touches(points, scale)) == exact, claim


@given(SETTINGS, PLACES, st.integers(-2, 2), st.integers(0, 2), st.integers(0, 1))
def test_points_agree_with_a_claim_in_whose_cell_they_are(setting, place, beside, fine, more):
    rubric = evolve(RUBRIC, kind=setting[0], claim_quantum=setting[1])
    scale = scale_of(rubric)
    claim = place * scale // 200
    cell = claim_cell(rubric, Fraction(claim, scale))
    for low in {
        max(0, each + beside) for each in (claim, claim - scale // 200, claim + scale // 200, claim + scale // 20)
    }:
        exact = Fraction(low * FINE * 2 + fine * 2 + more, FINE * 2 * scale)
        points = Scaled(Number(low), Number(fine), Number(more))
        assert evaluated(rubric, claim, lambda found, at=points: found.agrees(at)) == bool(
            cell & IntervalSet.points(exact)
        )
