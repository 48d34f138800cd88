"""Cells that whole numbers of 64 bits cannot hold are read exactly, and refused where they make no sense."""

import polars as pl
import pytest

from jixiao_core import registry
from jixiao_core.frames import score_frame

RUBRIC = registry.load("junshan-department@2021.1")
STAFFING = "input__budget_allocation__staffing_ratio"
JUDGED = "output__duty_performance__new_growth_pole"


def scored(**columns):
    return score_frame(RUBRIC, pl.DataFrame(columns)).to_dicts()


@pytest.mark.parametrize("staff", ["18.5", "18.000001"])
def test_parts_of_things_are_refused_and_not_cut_off(staff):
    """18.5 persons in 18 posts are not 18 persons."""
    (line,) = scored(in_service_staff=[staff], authorised_staffing=[18])
    assert line["status"] == "invalid"
    assert "refused:in_service_staff;" in line["remarks"]
    assert line[f"{STAFFING}__points"] is None
    assert line["total"] is None


def test_a_count_that_is_whole_but_written_with_decimals():
    (line,) = scored(in_service_staff=["18.000"], authorised_staffing=[18])
    assert (line["status"], line[f"{STAFFING}__points"]) == ("open", 50_000)


@pytest.mark.parametrize("points", ["9" * 25, "-" + "9" * 25, "7.00000000001", "-0.00000000001"])
def test_points_that_nobody_can_have_never_stop_the_others(points):
    bad, good = scored(**{f"{JUDGED}__judged": [points, "5"]})
    assert bad["status"] == "invalid"
    assert f"refused:{JUDGED}__judged;" in bad["remarks"]
    assert bad[f"{JUDGED}__points"] is None
    assert (good["status"], good[f"{JUDGED}__points"]) == ("open", 50_000)


def test_points_finer_than_the_scale_are_cut_off_and_not_refused():
    (line,) = scored(**{f"{JUDGED}__judged": ["4.99999"]})
    assert (line["status"], line[f"{JUDGED}__points"]) == ("open", 49_999)
