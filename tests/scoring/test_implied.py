"""
`implied` in full: facts in their own unit, rules for x/0 and 0/0, readings, hypotheses, and why nothing gives a score.

Every expected value is worked by hand beside it.
"""

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from jixiao_core import Evidence, implied, registry, score
from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Count, Money, Rate
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import (
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    DeductPerStep,
    Judged,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import ChecklistAssessment, ItemFinding, NotApplicable
from jixiao_core.scoring.figures import Bounded, Known

F = Fraction
DEPARTMENT = registry.load("junshan-department@2021.1")
STAFFING = "input.budget_allocation.staffing_ratio"
CARDS = "process.budget_management.card_payment_rate"
REASONS = {f"scoring.{name}" for name in Path(__file__).with_name("reasons.txt").read_text("ascii").split()}

STEPS = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
HEADCOUNT = Proxy(
    relation="at_most", terms=(Term("headcount"),), assumption="headcount_is_staff", note=Text("实有人数即在职人员")
)
FACTS = (
    FactDefinition(
        id="staff", label=Text("在职"), quantity=FactQuantity.COUNT, unit=Text("人"), definition=Text("在职"),
        proxies=(HEADCOUNT,),
    ),
    *(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, unit=Text("人"), definition=Text(name))
        for name in ("posts", "headcount")
    ),
    *(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.MONEY, definition=Text(name))
        for name in ("spent", "budget", "rest")
    ),
    FactDefinition(
        id="change", label=Text("change"), quantity=FactQuantity.MONEY, definition=Text("增减"), may_be_negative=True
    ),
)  # fmt: skip
STAFF = Measure(numerator=(Term("staff"),), denominator=(Term("posts"),))
SPENDING = Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))


def table(formula, measure=None, maximum=5, *, pools=(), **more):
    row = Indicator(
        id="group.row",
        label=Text("某项"),
        points=None if pools else maximum,
        clause="条款",
        source=Source(table="表"),
        formula=formula,
        measure=measure,
        readings=more.pop("readings", ()),
    )
    others = tuple(evolve(row, id="group.other", formula=Judged(), measure=None, readings=()) for _ in pools)
    head = {
        "series": "a-table",
        "edition": 2021,
        "revision": 1,
        "kind": "project",
        "title": Text("表"),
        "issuer": Issuer(zh="某局"),
        "fiscal_years": FiscalYears(first=2021, last=2021),
        "points": maximum,
        "groups": (Group(id="group", label=Text("组"), points=maximum),),
        "facts": FACTS,
    }
    return Rubric(**{**head, "indicators": (row, *others), "pools": pools, **more})


def answers(rubric, points, *, assume=(), combined=False, **known):
    return implied(rubric, Evidence.of(rubric, **known), "group.row", points, assume=assume, combined=combined)


def answer(rubric, points, **known):
    return answers(rubric, points, **known)[0]


def values(found, *, hypothetical=False):
    return {each.fact: str(each.values.values) for each in found.facts if each.is_hypothetical == hypothetical}


class TestTheRealCase:
    """2021: 18 posts, 33 people in all, 2 points for cards below 50%, 4 points for an allocation of 2 + 3."""

    EVIDENCE = Evidence.of(
        DEPARTMENT,
        facts={"authorised_staffing": 18, "actual_headcount": 33},
        measures={CARDS: Bounded(below=Rate.parse("50%"))},
    )

    def test_full_points_need_at_most_18_people_under_each_part_step(self):
        found = implied(DEPARTMENT, self.EVIDENCE, STAFFING, 5)
        by_answer = {each.answers: each for each in found}
        for answered in ((), (("part_step", "counts_in_full"),), (("part_step", "pro_rata"),)):
            assert values(by_answer[answered])["in_service_staff"] == "[0, 18]"

    def test_four_points_are_nobodys_number(self):
        """102% to 103% of 18 is 18.36 to 18.54 people."""
        found, *_ = implied(DEPARTMENT, self.EVIDENCE, STAFFING, 4)
        assert found.is_attainable
        assert not found.is_possible
        assert str(found.measure.values) == "[1.02, 1.03)"
        assert found.reason.code == "scoring.nothing_whole"
        assert str(found.reason["attainable"].values) == "[0, 0] ∪ [2.5, 2.5] ∪ [5, 5]"
        # Only the 18 posts matter: the 33 are no part of the reason.
        assert [str(each["label"]) for each in found.reason["facts"]] == ["authorised staffing"]

    def test_the_headcount_as_numerator_settles_it(self):
        found = implied(DEPARTMENT, self.EVIDENCE, STAFFING, 5)
        (headcount,) = [each for each in found if each.answers == (("staff_scope", "actual_headcount"),)]
        # 33 ÷ 18 = 183.33%: 0 points. 33 people would need 32.67 posts: 33.
        assert headcount.reason.code == "scoring.nothing_given"
        assert str(headcount.attainable_given) == "[0, 0]"
        assert values(headcount, hypothetical=True) == {
            "actual_headcount": "[0, 18]",
            "authorised_staffing": "[33, inf)",
        }

    def test_the_card_row_under_its_declaration(self):
        found = {each.answers: each for each in implied(DEPARTMENT, self.EVIDENCE, CARDS, 2)}
        assert str(found[()].measure.values) == "(0.44, 0.45]"
        assert str(found[(("part_step", "pro_rata"),)].measure.values) == "[0.45, 0.45]"
        assert str(found[(("part_step", "counts_in_full"),)].measure.values) == "[0.45, 0.46)"
        assert all(each.is_possible for each in (found[()], found[(("part_step", "pro_rata"),)]))
        nothing = found[(("card_counting_start", "from_100_percent"),)]
        # Below 50% a hundred less fifty points cost more than all: 0 or 3.
        assert nothing.reason.code == "scoring.nothing_attainable"
        assert str(nothing.attainable) == "[0, 0] ∪ [3, 3]"

    def test_more_than_two_readings_at_once(self):
        """part_step replaces the formula, staff_scope and staffing_base the measure: 3 · (3 + 1) combinations."""
        found = implied(DEPARTMENT, self.EVIDENCE, STAFFING, 5, combined=True)
        assert len(found) == 12
        assert [len(each.answers) for each in found] == sorted(len(each.answers) for each in found)
        assert found[0].answers == ()
        both = (("part_step", "counts_in_full"), ("staff_scope", "actual_headcount"))
        assert str(next(each for each in found if each.answers == both).attainable_given) == "[0, 0]"
        single = implied(DEPARTMENT, self.EVIDENCE, STAFFING, 5)
        assert {each.answers: each for each in single}.items() <= {each.answers: each for each in found}.items()

    def test_combinations_start_from_what_is_in_force(self):
        rubric = DEPARTMENT.under({"part_step": "pro_rata"})
        found = implied(rubric, self.EVIDENCE, STAFFING, 5, combined=True)
        # The answers in force are told by what differs from them.
        assert {dict(each.answers).get("part_step", "pro_rata") for each in found} == {
            "pro_rata", "counts_in_full", DEPARTMENT.question("part_step").adopted,
        }  # fmt: skip
        assert len(found) == 12


class TestFacts:
    def test_money_is_in_fen_and_any_amount(self):
        """10 points at 86% of a budget of 1,000元: 860元, 86,000分."""
        found = answer(table(Proportional(), SPENDING, 10), "8.6", facts={"budget": "1000元"})
        assert values(found) == {"spent": "[86000, 86000]"}
        # Whatever the budget, some spending is 86% of it; of nothing nothing is.
        assert values(found, hypothetical=True) == {"budget": "(0, inf)"}

    def test_two_unknowns_of_money_are_free_but_for_nothing(self):
        found = answer(table(Proportional(), SPENDING, 10), "8.6")
        assert values(found) == {"spent": "(0, inf)", "budget": "(0, inf)"}
        assert all(each.is_exact for each in found.facts)

    def test_a_bounded_partner(self):
        """86% of a budget from 100元 to 200元: 86 to 172元; the bound above is left out, so is its end."""
        bounds = Bounded(at_least=Money.parse("100元"), below=Money.parse("200元"))
        found = answer(table(Proportional(), SPENDING, 10), "8.6", facts={"budget": bounds})
        assert values(found) == {"spent": "[8600, 17200)", "budget": "[10000, 20000)"}

    def test_counts_beside_counts_are_tried_while_they_are_few(self):
        """2.5 of 5: 105% to 106%; posts 17 to 20: 18/17 = 105.9%, 19/18 = 105.6%, 20/19 = 105.3%, 21/20 = 105%."""
        bounds = Bounded(at_least=Count(17), at_most=Count(20))
        found = answer(table(STEPS, STAFF), "2.5", facts={"posts": bounds})
        assert values(found) == {"staff": "[18, 21]", "posts": "[17, 20]"}
        # 18 posts and 20 people are 111%: within the real projections of [17, 20] · [1.05, 1.06), not among people.
        only_18 = answer(table(STEPS, STAFF), "2.5", facts={"posts": Bounded(at_least=Count(18), at_most=Count(18))})
        assert values(only_18) == {"staff": "[19, 19]"}
        assert all(each.is_exact for each in found.facts)

    def test_counts_without_end_are_bounded_soundly_and_say_so(self):
        found = answer(table(STEPS, STAFF), "2.5")
        # 2 people of 1.9 posts… : some of these are nobody's number, which is not excluded.
        assert values(found) == {"staff": "[1, inf)", "posts": "[1, inf)"}
        assert not any(each.is_exact for each in found.facts)

    def test_a_deviation_either_way(self):
        """|change| ÷ budget = 0.3 of 100元: 30元 up or down."""
        measure = Measure(numerator=(Term("change"),), denominator=(Term("budget"),), absolute=True)
        found = answer(table(Proportional(), measure, 10), 3, facts={"budget": "100元"})
        assert values(found) == {"change": "[-3000, -3000] ∪ [3000, 3000]"}

    def test_a_fact_above_and_below(self):
        """(spent − rest) ÷ (spent + rest) = 0.5 with rest 10元: spent 30元."""
        measure = Measure(
            numerator=(Term("spent"), Term("rest", -1)), denominator=(Term("spent"), Term("rest")), domain="[-1, 1]"
        )
        found = answer(table(Proportional(), measure, 10), 5, facts={"rest": "10元"})
        assert values(found) == {"spent": "[3000, 3000]"}

    def test_a_plain_number(self):
        measure = Measure(numerator=(Term("staff", F(1, 10)),))
        found = answer(table(Proportional(), measure, 10), 5)
        assert values(found) == {"staff": "[5, 5]"}
        assert found.measure.unit == "number"

    def test_a_proxy_and_its_assumption(self):
        rubric = table(STEPS, STAFF)
        known = {"facts": {"posts": 30, "headcount": 33}}
        assert values(answer(rubric, 0, **known)) == {"staff": "[33, 33]"}
        # Assumed to be 33, the staff is no longer open: 33/30 = 110%: 0 points; a hypothesis for full points.
        assumed = answer(rubric, 5, assume=["headcount_is_staff"], **known)
        assert assumed.reason.code == "scoring.nothing_given"
        assert values(assumed, hypothetical=True) == {"staff": "[0, 30]", "posts": "[33, inf)"}

    def test_what_a_bounded_fact_would_have_had_to_be(self):
        """At most 33 of 30 posts is known; 40 posts… nothing: full points are possible; 0 points are not below 33."""
        found = answer(table(STEPS, STAFF), 0, facts={"posts": 31, "headcount": 33})
        # 33/31 = 106.45%: at most 6 steps, 2 points at least.
        assert found.reason.code == "scoring.nothing_bounded"
        assert values(found) == {"staff": "∅"}
        # 110% of 31 is 34.1.
        assert values(found, hypothetical=True)["staff"] == "[35, inf)"


class TestRules:
    BANDS = Bands(bands=(Band(at_least="100%", points=5),), otherwise=1)

    def test_something_over_zero_is_among_the_values(self):
        """Worst of 5 and 1: a budget of 0 with something spent scores 1, as does any budget above what is spent."""
        found = answer(table(self.BANDS, SPENDING), 1, facts={"spent": "10元"})
        (budget,) = [each for each in found.facts if each.fact == "budget"]
        assert str(budget.values.values) == "[0, 0] ∪ (1000, inf)"
        assert str(budget.by_rule.values) == "[0, 0]"
        # The measure alone does not know the rule.
        assert str(found.values.values) == "(1000, inf)"

    def test_something_over_zero_alone_is_attainable(self):
        found = answer(table(self.BANDS, SPENDING), 1, facts={"spent": "10元", "budget": "0元"})
        assert (found.is_possible, str(found.attainable_given)) == (True, "[1, 1]")
        best = answer(
            table(self.BANDS, evolve(SPENDING, over_zero="best")), 1, facts={"spent": "10元", "budget": "0元"}
        )
        assert (best.is_possible, str(best.attainable_given)) == (False, "[5, 5]")

    def test_zero_over_zero_may_have_a_measure(self):
        measure = evolve(SPENDING, zero_over_zero="100%")
        found = answer(table(self.BANDS, measure), 5, facts={"spent": "0元"})
        assert values(found) == {"budget": "[0, 0]"}

    def test_zero_over_zero_may_leave_the_row(self):
        found = answer(table(self.BANDS, SPENDING), 1, facts={"spent": "0元"})
        (budget,) = [each for each in found.facts if each.fact == "budget"]
        assert (str(budget.values.values), str(budget.not_applicable.values)) == ("(0, inf)", "[0, 0]")

    def test_outside_of_the_domain_nothing_scores(self):
        measure = evolve(SPENDING, domain="[0, 1]")
        found = answer(table(self.BANDS, measure), 5, facts={"budget": "10元"})
        assert values(found) == {"spent": "[1000, 1000]"}

    def test_a_rounded_measure(self):
        """Rounded to whole per cents, 99.5% is 100%."""
        rubric = table(self.BANDS, SPENDING, rounding=(RoundingStep(at="measure", quantum="1%"),))
        found = answer(rubric, 5, facts={"budget": "10元"})
        assert values(found) == {"spent": "[995, inf)"}


# Why nothing gives a score: one cause each.

ITEMS = Checklist(
    items=(ChecklistItem(id="a", label=Text("甲"), points=2), ChecklistItem(id="b", label=Text("乙"), points=3))
)
POOLED = table(
    Judged(), pools=(Pool(id="pool", label=Text("共享"), points=F(5), members=("group.row", "group.other")),)
)
HALVES = Bands(bands=(Band(at_least="50.5%", points=5), Band(at_least="50.2%", points=3)), otherwise=0)

WHY = {
    "declared not applicable": (
        lambda: answer(table(STEPS, STAFF), 5, assessments={"group.row": NotApplicable(reason="因")}),
        "scoring.nothing_not_applicable",
    ),
    "no share of the pool": (
        lambda: answer(POOLED, 0, pools={"pool": {"group.other": 5}}),
        "scoring.nothing_no_points",
    ),
    "two and three make no four": (lambda: answer(table(ITEMS), 4), "scoring.nothing_attainable"),
    # 0, 0.5, … 5: 4.2 lies between 4 and 4.5.
    "between two of many steps": (lambda: answer(table(STEPS, STAFF), "4.2"), "scoring.nothing_attainable_near"),
    # The second is not met.
    "found otherwise": (
        lambda: answer(
            table(ITEMS),
            5,
            assessments={"group.row": ChecklistAssessment(items=(ItemFinding(item="b", met=False),))},
        ),
        "scoring.nothing_assessed",
    ),
    # Whole per cents never lie in [50.2%, 50.5%).
    "rounded away": (
        lambda: answer(table(HALVES, SPENDING, rounding=(RoundingStep(at="measure", quantum="1%"),)), 3),
        "scoring.nothing_rounded",
    ),
    # Full points need less than 101%.
    "declared otherwise": (
        lambda: answer(table(STEPS, STAFF), 5, measures={"group.row": Bounded(at_least=Rate.parse("105%"))}),
        "scoring.nothing_declared",
    ),
    "whole people": (lambda: answer(table(STEPS, STAFF), 4, facts={"posts": 18}), "scoring.nothing_whole"),
    # Staff ÷ 10 as a plain number: 4.25 points are 4.25, and 42.5 people.
    "whole people, nothing else known": (
        lambda: answer(table(Proportional(full_at=10), Measure(numerator=(Term("staff", F(1, 10)),)), 10), "4.25"),
        "scoring.nothing_whole_alone",
    ),
    "bounded away": (
        lambda: answer(table(STEPS, STAFF), 0, facts={"posts": 31, "headcount": 33}),
        "scoring.nothing_bounded",
    ),
    # 12 of 10 spent where 100% is the most that makes sense.
    "a part above its whole": (
        lambda: answer(
            table(Proportional(), evolve(SPENDING, domain="[0, 1]")), 5, facts={"spent": "12元", "budget": "10元"}
        ),
        "scoring.nothing_outside",
    ),
    "nothing of nothing": (
        lambda: answer(table(Proportional(), SPENDING), 5, facts={"spent": "0元", "budget": "0元"}),
        "scoring.nothing_applies",
    ),
    # A base of 10 − 20.
    "a base below zero": (
        lambda: answer(
            table(
                Proportional(),
                Measure(numerator=(Term("spent"),), denominator=(Term("budget"), Term("rest", -1))),
            ),
            5,
            facts={"spent": "1元", "budget": "10元", "rest": "20元"},
        ),
        "scoring.nothing_negative",
    ),
    # Spending is 0 or more, so the rate is never below 0, where alone the 5 points are.
    "by nature": (
        lambda: answer(
            table(Bands(bands=(Band(below="0%", points=5),), otherwise=1), evolve(SPENDING, domain="(-inf, inf)")), 5
        ),
        "scoring.nothing_natural",
    ),
    # 33/18: 0 points.
    "known otherwise": (
        lambda: answer(table(STEPS, STAFF), 5, facts={"staff": 33, "posts": 18}),
        "scoring.nothing_given",
    ),
}


@pytest.mark.parametrize("name", WHY)
def test_one_cause_gives_its_reason(name):
    call, code = WHY[name]
    found = call()
    assert found.reason.code == code
    assert "{" not in str(found.reason)
    assert not any(each.values.values for each in found.facts if not each.is_hypothetical)


def test_every_reason_is_heard():
    assert {code for _, code in WHY.values()} == REASONS


class TestReasons:
    def test_the_nearest_are_named(self):
        reason = answer(table(STEPS, STAFF), "4.2").reason
        assert reason["nearest"] == (F(4), F("4.5"))

    def test_and_on_the_answer_itself(self):
        assert answer(table(ITEMS), 4).nearest == (3, 5)
        assert answer(table(ITEMS), 3).nearest == ()

    def test_the_bound_that_leaves_it_out_is_told(self):
        reason = WHY["bounded away"][0]().reason
        assert [str(each) for each in reason["facts"]] == ["在职 [0, 33] 人"]
        # 31 posts: 101% to 107% of them are 31.31 to 33.17 people: 32 (103.2%: 3.5) and 33 (106.5%: 2); up to 31: 5.
        assert str(reason["attainable"].values) == "[2, 2] ∪ [3.5, 3.5] ∪ [5, 5]"

    def test_the_declared_rate_is_told_beside_the_needed_one(self):
        reason = WHY["declared otherwise"][0]().reason
        assert (str(reason["needed"].values), str(reason["declared"].values)) == ("[0, 1.01)", "[1.05, inf)")


class TestWithoutMeasure:
    def test_a_judgement(self):
        found = answer(table(Judged()), 3)
        assert found.is_possible
        assert (found.assessment.parts, found.assessment.combinations) == ((), ())

    def test_targets_without_any(self):
        assert str(answer(table(Targets()), 4).assessment.mean) == "80%"

    def test_states(self):
        states = Options(
            options=(Option(id="on", label=Text("及时"), points=5), Option(id="late", label=Text("迟"), points=2))
        )
        found = answer(table(states), 2)
        assert [part.states for part in found.assessment.parts] == [(), ("holds",)]

    def test_what_prints_like_it(self):
        """A third of 10 is printed 3.33."""
        late = Option(id="late", label=Text("迟"), points=0)
        states = Options(options=(Option(id="on", label=Text("及时"), points="10/3"), late))
        assert answer(table(states, maximum=10), "3.33").is_possible

    def test_whole_numbers_that_only_print_like_it(self):
        """
        18 people in n posts, below 120 % a full per cent costs 0.018 points of 2: 0.1 is 14.44 %, no whole n gives it.

        n = 123 gives 0.1034, 127 gives 0.0951: printed 0.10 both; 122 gives 0.1056 (0.11), 128 gives 0.0931 (0.09).
        """
        below = DeductPerStep(standard="1.2", side="below", step="1/3", deduct="0.6", part_step="proportional")
        found = answer(table(below, STAFF, maximum=2), "0.1", facts={"staff": 18})
        assert found.is_possible
        assert [str(each.values.values) for each in found.facts if each.fact == "posts"] == ["[123, 127]"]

    def test_rounded_measures_are_told_as_a_range_and_not_as_exact(self):
        """In whole per cents 3.75 % is no measure, so that 1/30 of 2/3 points over 75 % cannot be had: 0.04 × 8/9 can."""
        whole_per_cents = (RoundingStep(at="measure", quantum="1%"),)
        rubric = table(Proportional(full_at="75%", zero_at=0), SPENDING, maximum=F(2, 3), rounding=whole_per_cents)
        found = answer(rubric, F(1, 30))
        assert (found.is_possible, found.is_attainable, found.is_given_exact) == (False, True, False)
        assert answer(rubric, F(4, 100) * F(8, 9)).is_possible

    def test_another_reading_may_give_it(self):
        question = Question(
            id="part",
            label=Text("部分"),
            answers=(Answer(id="no", note=Text("否")), Answer(id="yes", note=Text("是"))),
            adopted_by=Text("某组"),
            adopted_on="2021-12-31",
            reason=Text("通行"),
        )
        reading = Reading(question="part", id="yes", formula=evolve(ITEMS, partial_credit=True))
        whole, partial = answers(table(ITEMS, questions=(question,), readings=(reading,)), 4)
        assert (whole.is_possible, partial.is_possible) == (False, True)
        assert len(partial.assessment.combinations) == 3


def test_evidence_is_checked():
    rubric = table(STEPS, STAFF)
    with pytest.raises(InvalidValueError) as caught:
        implied(rubric, Evidence(facts={"staff": Known(value=Money.parse("5元"))}), "group.row", 5)
    assert caught.value.code == "scoring.wrong_quantity"


def test_it_agrees_with_the_sheet():
    """What full points leave of the facts is what the sheet holds possible."""
    rubric = table(STEPS, STAFF)
    evidence = Evidence.of(rubric, facts={"posts": 18, "headcount": 33})
    assert (
        score(rubric, evidence)["group.row"].possible
        == answer(rubric, 5, facts={"posts": 18, "headcount": 33}).attainable_given
    )


def test_staff_in_service_leave_no_smaller_headcount():
    """19 in service of 18 posts: the headcount is 19 or more, 105.56 % and 2.5 points at best, however it is read."""
    rubric = registry.load("junshan-department@2021.1")
    evidence = Evidence.of(rubric, facts={"in_service_staff": 19, "authorised_staffing": 18})
    row = "input.budget_allocation.staffing_ratio"
    found = {dict(each.answers).get("staff_scope"): each for each in implied(rubric, evidence, row, 5)}
    assert not found["actual_headcount"].is_possible
    assert found["actual_headcount"].attainable_given == IntervalSet.points(0, Fraction(5, 2))
    sheet = score(rubric.under({"staff_scope": "actual_headcount"}), evidence)
    assert sheet[row].possible.hull() == Interval.closed(0, Fraction(5, 2))


def test_a_part_leaves_no_smaller_whole():
    """3.8万元 of what is reported are from the general public budget: 3万元 cannot be all that is reported."""
    rubric = registry.load("junshan-department@2021.1")
    evidence = Evidence.of(rubric, facts={"three_public_executed": "3.8万元"})
    facts = score(rubric, evidence).detail.facts
    assert str(facts["three_public_reported"].values) == "[3800000, inf)"
    # What is reported is a part of all funds in turn.
    assert str(facts["three_public_executed_all_funds"].values) == "[3800000, inf)"


class TestCountsThatMayBeAnyNumber:
    """3 people on an unknown number of posts, 5 points in proportion: 15 ÷ posts, so 5, 5, 5, 15/4, 3, 5/2, …, never 2."""

    RUBRIC = table(Proportional(full_at="100%"), STAFF)

    def test_what_whole_numbers_give_is_possible(self):
        found = answer(self.RUBRIC, F(15, 4), facts={"staff": 3})
        assert found.is_possible
        assert values(found) == {"posts": "[4, 4]"}

    def test_what_they_do_not_give_is_not_although_it_lies_between(self):
        found = answer(self.RUBRIC, 2, facts={"staff": 3})
        assert not found.is_possible
        assert F(2) in found.attainable_given
        assert not found.is_given_exact

    def test_with_bounds_every_point_is_had(self):
        """4 to 2003 posts are 2,000 whole numbers."""
        few = answer(self.RUBRIC, 2, facts={"staff": 3, "posts": Bounded(at_least=Count(4), at_most=Count(2003))})
        more = answer(self.RUBRIC, 2, facts={"staff": 3, "posts": Bounded(at_least=Count(4), at_most=Count(2004))})
        assert (few.is_given_exact, F(2) in few.attainable_given) == (True, False)
        assert not more.is_given_exact
