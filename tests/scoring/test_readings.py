"""Readings of the department table, counted by hand: which answers go together, and what they change."""

import pytest

from jixiao_core import Evidence, readings, registry
from jixiao_core.exact.intervals import Interval

CARD = "process.budget_management.card_payment_rate"


@pytest.fixture(scope="module")
def department():
    return registry.load("junshan-department@2021.1")


def test_answers_that_replace_the_same_formula_do_not_go_together(department):
    """From 50 %: three rules for part steps × three denominators. From 100 % the formula is another: no rule beside it."""
    found = [dict(each.answers) for each in readings(department, Evidence())[CARD].readings]
    from_50 = [each for each in found if each["card_counting_start"] == "from_50_percent"]
    from_100 = [each for each in found if each["card_counting_start"] == "from_100_percent"]
    assert (len(from_50), len(from_100)) == (9, 3)
    assert {each["part_step"] for each in from_100} == {"ignored_part"}


def test_a_switch_that_clashes_with_what_is_in_force_has_no_total(department):
    read = department.under({"card_counting_start": "from_100_percent"})
    (part_step,) = [each for each in readings(read, Evidence()).questions if each.question.id == "part_step"]
    possible = {each.answer: each.possible for each in part_step.answers}
    assert possible["counts_in_full"] is None
    assert possible["pro_rata"] is None
    assert possible["ignored_part"] is not None


def test_one_person_too_many(department):
    """19 in 18 posts is 105.56 %: 5 steps cost 2.5; the part begun costs as a whole 3, in proportion 2.777…"""
    evidence = Evidence.of(department, facts={"in_service_staff": 19, "authorised_staffing": 18})
    row = readings(department, evidence)["input.budget_allocation.staffing_ratio"]
    points = {
        dict(each.answers)["part_step"]: str(each.points)
        for each in row.readings
        if dict(each.answers)["staff_scope"] == "in_service" and dict(each.answers)["staffing_base"] == "authorised"
    }
    assert points == {"ignored_part": "[2.5, 2.5]", "counts_in_full": "[2, 2]", "pro_rata": "[20/9, 20/9]"}


def test_a_question_that_nothing_turns_on(department):
    """Nothing is known: full and no points are possible in every row, however it is counted."""
    found = readings(department, Evidence())
    (case_counting,) = [each for each in found.questions if each.question.id == "case_counting"]
    assert not case_counting.moves_total
    assert {each.possible for each in case_counting.answers} == {Interval(0, 100)}
