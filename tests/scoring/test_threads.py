"""Scoring is pure: threads that share evidence and rubrics never see each other."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from jixiao_core import Evidence, registry, score

STAFFING = "input.budget_allocation.staffing_ratio"


def test_one_evidence_under_two_readings_in_many_threads():
    """19 of 18 is 5.56 points above: five full steps cost 2.5; with the part step counted six cost 3."""
    plain = registry.load("junshan-department@2021.1")
    counted = plain.under({"part_step": "counts_in_full"})
    evidence = Evidence.of(plain, facts={"in_service_staff": 19, "authorised_staffing": 18})
    expected = {plain: Fraction(5, 2), counted: Fraction(2)}

    def points(number):
        rubric = (plain, counted)[number % 2]
        return score(rubric, evidence)[STAFFING].points == expected[rubric]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(points, range(400)))


def test_what_one_rubric_prepared_is_not_used_for_another():
    """The same object, scored by turns: the memo beside the evidence names the rubric that it is for."""
    plain = registry.load("junshan-department@2021.1")
    readings = [plain, plain.under({"part_step": "counts_in_full"}), plain.under({"part_step": "pro_rata"})]
    evidence = Evidence.of(plain, facts={"in_service_staff": 19, "authorised_staffing": 18})
    found = [score(rubric, evidence)[STAFFING].points for rubric in (*readings, *reversed(readings))]
    # Pro rata: 5 5/9 steps of 0.5 points.
    exact = [Fraction(5, 2), Fraction(2), 5 - Fraction(50, 9) / 2]
    assert found == [*exact, *reversed(exact)]
