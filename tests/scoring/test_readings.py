"""Readings of the department table, counted by hand: which answers go together, and what they change."""

import pytest

from jixiao_core import Evidence, readings, registry
from jixiao_core.exact.intervals import Interval
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import Proportional
from jixiao_core.rubrics.indicators import Answer, Indicator, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source

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


def test_an_answer_that_only_another_row_declares_is_the_one_in_force():
    """
    Row a reads narrow and wide alike; row b does not apply where it is read by 0 of 0, and passes its 5 points to a.

    Read widely b counts 18 of 18, and a counts 5 × 18 ÷ 20 = 4.5; under narrow, which row a cannot tell from wide, it
    would count twice that, as under widest, which reads b narrowly. The table is read widely now: so row a says, too.
    """
    rubric = two_rows().under({"scope": "wide"})
    counted = {"visits": 18, "planned": 20, "staff": 18, "posts": 18, "cases": 0, "closed": 0}
    evidence = Evidence.of(rubric, facts=counted)
    rows = {row.id: row.readings for row in readings(rubric, evidence).rows}
    assert [(dict(each.answers)["scope"], str(each.points), each.is_in_force) for each in rows["a"]] == [
        ("wide", "[4.5, 4.5]", True),
        ("widest", "[10, 10]", False),
    ]
    assert [(dict(each.answers)["scope"], str(each.points), each.is_in_force) for each in rows["b"]] == [
        ("narrow", "[0, 0]", False),
        ("wide", "[5, 5]", True),
    ]
    narrow = readings(two_rows(), evidence)
    assert str(narrow["a"].readings[0].points) == "[9, 9]"


def two_rows():
    names = ("visits", "planned", "staff", "posts", "cases", "closed")
    facts = tuple(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name)) for name in names
    )
    scope = Question(
        id="scope",
        label=Text("按什么口径"),
        answers=tuple(Answer(id=name, note=Text(name)) for name in ("narrow", "wide", "widest")),
        adopted_by=Text("某单位"),
        adopted_on="2021-01-01",
        reason=Text("字面如此"),
    )
    in_proportion = Proportional(full_at=1, zero_at=0)
    return Rubric(
        series="a-table",
        edition=2021,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="某局"),
        fiscal_years=FiscalYears(first=2021, last=2021),
        points=10,
        not_applicable="reallocate",
        indicators=(
            Indicator(
                id="a",
                label=Text("甲"),
                points=5,
                clause="条款",
                source=Source(table="表", row=1),
                formula=in_proportion,
                measure=Measure(numerator=(Term("visits"),), denominator=(Term("planned"),)),
                readings=(
                    Reading(
                        question="scope",
                        id="widest",
                        measure=Measure(numerator=(Term("planned"),), denominator=(Term("planned"),)),
                    ),
                ),
            ),
            Indicator(
                id="b",
                label=Text("乙"),
                points=5,
                clause="条款",
                source=Source(table="表", row=2),
                formula=in_proportion,
                measure=Measure(numerator=(Term("closed"),), denominator=(Term("cases"),)),
                readings=(
                    Reading(
                        question="scope",
                        id="wide",
                        measure=Measure(numerator=(Term("staff"),), denominator=(Term("posts"),)),
                    ),
                ),
            ),
        ),
        facts=facts,
        questions=(scope,),
    )
