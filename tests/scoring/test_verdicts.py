"""
Verdicts, implied facts and what would support a claim, each on a table small enough to work out by hand.

The order of decision: a score that the criterion cannot give is unmatched, then above or below, consistent, pending.
"""

from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import evolve

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Count, Rate
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
)
from jixiao_core.rubrics.grades import Adjustment, RoundingStep
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import ChecklistAssessment, ItemFinding, Judgement, NotApplicable
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.figures import Bounded
from jixiao_core.scoring.implied import implied
from jixiao_core.scoring.review import review, verdict
from jixiao_core.scoring.score import score

F = Fraction
STAFFING = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
HEADCOUNT = Proxy(
    relation="at_most", terms=(Term("headcount"),), assumption="headcount_is_staff", note=Text("实有人数均为在职人员")
)


def points(*values):
    return IntervalSet.points(*(F(value) for value in values))


def fact(name, quantity=FactQuantity.COUNT, **more):
    return FactDefinition(id=name, label=Text(name), quantity=quantity, definition=Text(name), **more)


FACTS = (fact("staff", proxies=(HEADCOUNT,)), fact("posts"), fact("headcount"))
RATIO = Measure(numerator=(Term("staff"),), denominator=(Term("posts"),))
PART_STEP = Question(
    id="part_step",
    label=Text("不足一步"),
    answers=tuple(Answer(id=each, note=Text(each)) for each in ("whole", "started", "pro_rata")),
    adopted_by=Text("某组"),
    adopted_on="2021-12-31",
    reason=Text("通行"),
)


def row(name, maximum, formula, **more):
    return Indicator(
        id=name, label=Text(name), points=maximum, clause="条款", source=Source(table="表"), formula=formula, **more
    )


def table(*rows, **more):
    head = {
        "series": "a-table",
        "edition": 2021,
        "revision": 1,
        "kind": "project",
        "title": Text("表"),
        "issuer": Issuer(zh="某局"),
        "fiscal_years": FiscalYears(first=2021, last=2021),
        "points": sum(each.points or 0 for each in rows) + sum(pool.points for pool in more.get("pools", ())),
    }
    return Rubric(**{**head, "indicators": rows, **more})


def readings(formula):
    return tuple(
        Reading(question="part_step", id=answer, formula=evolve(formula, part_step=part))
        for answer, part in (("started", "count"), ("pro_rata", "proportional"))
    )


def over(formula, maximum=5, **more):
    """A table of one row over the measure staff ÷ posts."""
    return table(row("row", maximum, formula, measure=RATIO, **more), facts=FACTS)


def reviewed(rubric, claimed, assume=(), **evidence):
    claims = (Claim(indicator="row", points=claimed),)
    case = Case(
        rubric=rubric.pin,
        fiscal_year=2021,
        evidence=Evidence.of(rubric, **evidence),
        rounds=(ScoreRound(role="self", claims=claims),),
    )
    return review(rubric, case, assume=assume).round()["row"]


def decided(rubric, claimed, **evidence):
    found = reviewed(rubric, claimed, **evidence)
    return found.verdict, found.difference


STAFF = over(STAFFING)
RATE = over(Proportional(), 10)
TWO_AND_THREE = Checklist(
    items=(ChecklistItem(id="a", label=Text("甲"), points=2), ChecklistItem(id="b", label=Text("乙"), points=3))
)
RULES = table(row("row", 5, TWO_AND_THREE))
STATE = table(
    row(
        "row",
        5,
        Options(
            options=(
                Option(id="in_time", label=Text("及时"), points=5),
                Option(id="late", label=Text("迟"), low=1, high=3),
            )
        ),
    )
)


class TestConsistent:
    def test_the_computed_score(self):
        # 18/18 = 100%: full points.
        assert decided(STAFF, 5, facts={"staff": 18, "posts": 18}) == ("consistent", 0)

    @pytest.mark.parametrize("staff", [861830])
    @pytest.mark.parametrize(
        ("claimed", "expected"),
        [
            # 10 × 0.86183 = 8.6183, which prints as 8.62.
            ("8.6183", ("consistent", F(0))),
            ("8.62", ("consistent", F(0))),
            # 8.61 stands for [8.605, 8.615): 8.61 − 8.6183 = −0.0083.
            ("8.61", ("below", F(-83, 10000))),
            # 8.63 − 8.6183 = 0.0117.
            ("8.63", ("above", F(117, 10000))),
            # More places than the print has: 8.618 is neither the score nor what it prints as.
            ("8.618", ("below", F(-3, 10000))),
        ],
    )
    def test_a_print_of_the_computed_score(self, staff, claimed, expected):
        assert decided(RATE, claimed, facts={"staff": staff, "posts": 10**6}) == expected

    @pytest.mark.parametrize(("claimed", "expected"), [("8.62", "consistent"), ("8.61", "below")])
    def test_half_a_quantum_is_rounded_up(self, claimed, expected):
        # 10 × 0.8615 = 8.615, 四舍五入 8.62.
        assert decided(RATE, claimed, facts={"staff": 8615, "posts": 10000})[0] == expected

    def test_the_quantum_is_the_rubrics(self):
        # One place: 8.6183 prints as 8.6, not as 8.62.
        coarse = evolve(RATE, claim_quantum="0.1")
        evidence = {"facts": {"staff": 861830, "posts": 10**6}}
        assert decided(coarse, "8.6", **evidence) == ("consistent", 0)
        assert decided(coarse, "8.62", **evidence) == ("above", F(17, 10000))


class TestAboveAndBelow:
    def test_above(self):
        # 19/18 = 105.56%: five full steps, 5 − 5 × 0.5 = 2.5; 5 − 2.5 = 2.5 above.
        assert decided(STAFF, 5, facts={"staff": 19, "posts": 18}) == ("above", F(5, 2))

    def test_below(self):
        assert decided(STAFF, 2, facts={"staff": 19, "posts": 18}) == ("below", F(-1, 2))

    def test_above_everything_that_is_possible(self):
        # At least 19 of 18: 2.5 or nothing; 5 is 2.5 above the best of that.
        more = {"posts": 18, "staff": Bounded(at_least=Count.parse("19"), at_most=Count.parse("33"))}
        assert decided(STAFF, 5, facts=more) == ("above", F(5, 2))

    def test_below_everything_that_is_possible(self):
        # At most 19 of 18: 5 or 2.5; 1 is 1.5 below the worst of that.
        fewer = {"posts": 18, "staff": Bounded(at_most=Count.parse("19"))}
        assert decided(STAFF, 1, facts=fewer) == ("below", F(-3, 2))


class TestUnmatched:
    def test_no_sum_of_clauses_gives_it(self):
        assert decided(RULES, 4) == ("unmatched", None)

    def test_before_above(self):
        """The facts give 2; 4 is above that, but first of all it is no score of this criterion."""
        assert decided(RULES, 4, assessments={"row": {"a": True, "b": False}}) == ("unmatched", 2)

    def test_before_below(self):
        assert decided(RULES, 4, assessments={"row": {"a": True, "b": True}}) == ("unmatched", -1)

    def test_before_pending(self):
        assert decided(STAFF, "4.25") == ("unmatched", None)

    def test_given_the_other_facts(self):
        """The curve gives 4 at 102%, but with 18 posts and whole people only 5, 2.5 and 0 can be reached."""
        facts = {"posts": 18, "headcount": 33}
        assert reviewed(STAFF, 4, facts=facts).possible == points(0, "2.5", 5)
        assert decided(STAFF, 4, facts=facts) == ("unmatched", None)
        assert decided(STAFF, "2.5", facts=facts) == ("pending", None)

    def test_with_50_posts_4_can_be_reached(self):
        # 51/50 = 102%: two full steps.
        assert decided(STAFF, 4, facts={"posts": 50, "headcount": 60}) == ("pending", None)

    def test_between_two_bands(self):
        bands = Bands(bands=(Band(at_least="90%", points=5), Band(at_least="80%", points=3)))
        assert decided(over(bands), 4) == ("unmatched", None)


class TestPendingAndUnclaimed:
    def test_nothing_known(self):
        assert decided(STAFF, 5) == ("pending", None)
        assert decided(STAFF, 0) == ("pending", None)

    def test_a_range_of_an_option(self):
        assert decided(STATE, 2, assessments={"row": "late"}) == ("pending", None)
        assert decided(STATE, 5, assessments={"row": "late"}) == ("above", 2)

    @pytest.mark.parametrize("evidence", [{}, {"facts": {"staff": 33, "posts": 18}}])
    def test_no_claim(self, evidence):
        assert decided(STAFF, None, **evidence) == ("unclaimed", None)

    def test_no_claim_at_all(self):
        case = Case(rubric=STAFF.pin, fiscal_year=2021, rounds=(ScoreRound(role="self", claims=()),))
        assert review(STAFF, case).round()["row"].verdict == "unclaimed"

    def test_a_total_has_a_verdict_too(self):
        def total(stated, **facts):
            each = ScoreRound(role="self", claims=(), total=stated)
            evidence = Evidence.of(STAFF, facts=facts)
            return (
                review(STAFF, Case(rubric=STAFF.pin, fiscal_year=2021, evidence=evidence, rounds=(each,)))
                .round()
                .verdict
            )

        # 19/18 gives 2.5 of 5.
        assert [total(each, staff=19, posts=18) for each in (None, "2.5", 5, 1)] == [
            "unclaimed",
            "consistent",
            "above",
            "below",
        ]
        assert total(4) == "pending"


class TestDecisionAlone:
    """The function behind the verdicts, on bare sets."""

    OPEN = IntervalSet.of(Interval(F(1), F(3), True, True))
    ALL = IntervalSet.of(Interval.closed(0, 5))

    @pytest.mark.parametrize(
        ("claimed", "expected"),
        [
            (None, ("unclaimed", None)),
            (0, ("below", -1)),
            (1, ("below", 0)),
            (2, ("pending", None)),
            (3, ("above", 0)),
            (4, ("above", 1)),
            (6, ("unmatched", None)),
        ],
    )
    def test_ends_that_are_not_reached(self, claimed, expected):
        """1 < points < 3: a claim of 1 is below although nothing lies between."""
        exact = None if claimed is None else F(claimed)
        cell = IntervalSet(()) if claimed is None else points(claimed)
        assert verdict(exact, self.OPEN, self.ALL, cell) == expected

    def test_inside_the_hull_but_not_possible(self):
        assert verdict(F(3), points(2, 5), self.ALL, points(3)) == ("unmatched", None)


class TestRowsThatDoNotApply:
    def test_full_points(self):
        absent = {"assessments": {"row": NotApplicable(reason="无编制")}}
        assert decided(STAFF, 5, **absent) == ("consistent", 0)
        assert decided(STAFF, 4, **absent) == ("unmatched", -1)


# What a claimed score implies.

CARD = DeductPerStep(standard="50%", side="below", step="1pp", deduct="0.2")
CARDS = table(row("row", 3, CARD, measure=RATIO, readings=readings(CARD)), facts=FACTS, questions=(PART_STEP,))


def rates(rubric, claimed, **evidence):
    found = implied(rubric, Evidence.of(rubric, **evidence), "row", claimed)
    return {dict(each.answers).get("part_step", "adopted"): each.measure.values for each in found}


def between(low, high, *, low_open=False, high_open=False):
    return IntervalSet.of(Interval(F(low), F(high), low_open, high_open))


class TestImplied:
    def test_a_rate_under_each_reading(self):
        """2 of 3 points: one point is five deductions of 0.2, so the rate lies 5 points or a little more below 50%."""
        assert rates(CARDS, 2) == {
            # Five full steps: 5 ≤ distance < 6.
            "adopted": between("44/100", "45/100", low_open=True),
            # Five started steps: 4 < distance ≤ 5.
            "started": between("45/100", "46/100", high_open=True),
            "pro_rata": points("45/100"),
        }

    def test_the_reading_in_force_comes_first(self):
        answers = [each.answers for each in implied(CARDS, Evidence(), "row", 2)]
        assert answers == [(), (("part_step", "started"),), (("part_step", "pro_rata"),)]
        switched = implied(CARDS.under({"part_step": "started"}), Evidence(), "row", 2)
        assert [each.answers for each in switched] == [(), (("part_step", "whole"),), (("part_step", "pro_rata"),)]
        assert switched[0].measure.values == between("45/100", "46/100", high_open=True)
        assert switched[1].measure.values == between("44/100", "45/100", low_open=True)

    def test_no_rate_gives_it(self):
        # 2.1 is 4.5 steps: only in proportion, at 50% − 4.5 points.
        assert rates(CARDS, "2.1") == {
            "adopted": IntervalSet(()),
            "started": IntervalSet(()),
            "pro_rata": points("455/1000"),
        }
        assert [each.is_attainable for each in implied(CARDS, Evidence(), "row", "2.1")] == [False, False, True]

    def test_whole_people(self):
        # 2.5 of 5 with 18 posts: 105% ≤ staff/18 < 106%, 18.9 ≤ staff < 19.08: 19.
        (found,) = implied(STAFF, Evidence.of(STAFF, facts={"posts": 18}), "row", "2.5")
        assert found.fact == "staff"
        assert found.values.values == points(19)

    def test_full_points_need_at_most_18(self):
        (found,) = implied(STAFF, Evidence.of(STAFF, facts={"posts": 18}), "row", 5)
        assert [n for n in range(40) if F(n) in found.values.values] == list(range(19))

    def test_no_number_of_people(self):
        # 4 of 5: 102% ≤ staff/18 < 103%, 18.36 ≤ staff < 18.54: nobody's number.
        (found,) = implied(STAFF, Evidence.of(STAFF, facts={"posts": 18}), "row", 4)
        assert found.measure.values == between("102/100", "103/100", high_open=True)
        assert found.values.values == IntervalSet(())

    def test_the_unknown_below(self):
        # 19 people, 2.5 of 5: 19/1.06 < posts ≤ 19/1.05: 17.92… < posts ≤ 18.09…: 18.
        (found,) = implied(STAFF, Evidence.of(STAFF, facts={"staff": 19}), "row", "2.5")
        assert (found.fact, found.values.values) == ("posts", points(18))

    def test_two_unknowns_imply_only_the_rate(self):
        # Less than one full step beyond 100%.
        (found,) = implied(STAFF, Evidence(), "row", 5)
        assert (found.fact, found.values) == ("", None)
        assert found.measure.values == between(0, "101/100", high_open=True)

    def test_what_is_known_already_bounds_it(self):
        # At most 33: nothing needs ten full steps, 110% and more, 19.8 and more, up to 33.
        (found,) = implied(STAFF, Evidence.of(STAFF, facts={"posts": 18, "headcount": 33}), "row", 0)
        assert [n for n in range(60) if F(n) in found.values.values] == list(range(20, 34))

    def test_a_printed_score_implies_what_prints_so(self):
        # Full from 0% to 100% over 10 points: 8.62 exactly is 86.2%.
        (found,) = implied(RATE, Evidence(), "row", "8.62")
        assert found.measure.values == points("862/1000")
        # Thirds cannot be printed: bands give 10/3, printed 3.33.
        thirds = over(Bands(bands=(Band(at_least="50%", points="10/3"),)), 10)
        (found,) = implied(thirds, Evidence(), "row", "3.33")
        assert found.measure.values == IntervalSet.of(Interval.at_least(F(1, 2)))

    def test_a_rounded_measure(self):
        """The measure is rounded to 1% first: full points from 99.5% on, and never above the domain."""
        measure = evolve(RATIO, domain="[0, 1]")
        rounded = table(
            row("row", 10, Proportional(), measure=measure),
            facts=FACTS,
            rounding=(RoundingStep(at="measure", quantum="1%"),),
        )
        (found,) = implied(rounded, Evidence(), "row", 10)
        assert found.measure.values == between("995/1000", 1)
        # 8.6: what rounds to 86%.
        (found,) = implied(rounded, Evidence(), "row", "8.6")
        assert found.measure.values == between("855/1000", "865/1000", high_open=True)

    def test_rows_without_a_measure(self):
        (found,) = implied(RULES, Evidence(), "row", 4)
        assert (found.is_attainable, found.measure, found.fact) == (False, None, "")
        (found,) = implied(RULES, Evidence(), "row", 3)
        assert found.is_attainable


class TestWhatWouldSupportAClaim:
    PARTIAL = Question(
        id="partial",
        label=Text("可否部分给分"),
        answers=(Answer(id="whole", note=Text("整条计分")), Answer(id="part", note=Text("可部分给分"))),
        adopted_by=Text("某组"),
        adopted_on="2021-12-31",
        reason=Text("通行"),
    )
    ROW = row(
        "row",
        5,
        TWO_AND_THREE,
        readings=(Reading(question="partial", id="part", formula=evolve(TWO_AND_THREE, partial_credit=True)),),
    )

    def test_a_reading(self):
        rubric = table(self.ROW, questions=(self.PARTIAL,))
        found = reviewed(rubric, 4)
        assert found.verdict == "unmatched"
        (other,) = found.alternatives
        assert (other.answers, other.supports_claim) == ((("partial", "part"),), True)
        assert other.points == between(0, 5)
        assert decided(rubric.under({"partial": "part"}), 4) == ("pending", None)

    def test_a_reading_that_does_not_help(self):
        rubric = table(self.ROW, questions=(self.PARTIAL,))
        found = reviewed(rubric, 4, assessments={"row": {"a": True, "b": True}})
        # All met: 5 either way, so the reading is no alternative.
        assert (found.verdict, found.alternatives) == ("unmatched", ())

    def test_a_judged_row_under_the_reading(self):
        found = table(self.ROW, questions=(self.PARTIAL,)).under({"partial": "part"})
        # All of the first clause, 2 of the 3 points of the second.
        items = (ItemFinding(item="a", met=True), ItemFinding(item="b", points=2))
        evidence = Evidence.of(found, assessments={"row": ChecklistAssessment(items=items)})
        assert score(found, evidence).points == 4

    def test_an_assumption(self):
        # Assumed 33 of 18: 183.33…%, 83 full steps of 0.5 are more than 5.
        found = reviewed(STAFF, 0, facts={"posts": 18, "headcount": 33})
        (other,) = found.alternatives
        assert (other.assumption, other.points, other.supports_claim) == ("headcount_is_staff", points(0), True)
        assert not reviewed(STAFF, 5, facts={"posts": 18, "headcount": 33}).alternatives[0].supports_claim

    def test_what_is_needed_for_full_points(self):
        found = reviewed(STAFF, 5, facts={"posts": 18, "headcount": 33})
        assert found.for_full.fact == "staff"
        assert [n for n in range(40) if F(n) in found.for_full.values.values] == list(range(19))
        assert reviewed(STAFF, 5, facts={"posts": 18, "staff": 18}).for_full is None


class TestAssumptionsAndProxies:
    FACTS: ClassVar[dict] = {"posts": 18, "headcount": 33}

    def test_a_proxy_bounds(self):
        sheet = score(STAFF, Evidence.of(STAFF, facts=self.FACTS))
        assert sheet["row"].possible == points(0, "2.5", 5)
        assert (sheet["row"].status, sheet["row"].missing) == ("interval", ("staff",))

    def test_an_assumption_settles_and_is_recorded(self):
        sheet = score(STAFF, Evidence.of(STAFF, facts=self.FACTS), assume=["headcount_is_staff"])
        assert (sheet.points, sheet.assumptions) == (0, ("headcount_is_staff",))

    def test_a_figure_of_its_own_wins(self):
        evidence = Evidence.of(STAFF, facts={**self.FACTS, "staff": 18})
        assert score(STAFF, evidence).points == score(STAFF, evidence, assume=["headcount_is_staff"]).points == 5

    def test_few_people_settle_the_row_without_an_assumption(self):
        # At most 17 of 18 are in service, whoever they are.
        assert score(STAFF, Evidence.of(STAFF, facts={"posts": 18, "headcount": 17})).points == 5

    @pytest.mark.parametrize(
        ("relation", "expected"),
        [
            # At least 33 of 18: nothing. No relation: anything.
            ("at_least", points(0)),
            ("none", None),
        ],
    )
    def test_other_relations(self, relation, expected):
        rubric = table(
            row("row", 5, STAFFING, measure=RATIO),
            facts=(fact("staff", proxies=(evolve(HEADCOUNT, relation=relation),)), *FACTS[1:]),
        )
        found = score(rubric, Evidence.of(rubric, facts=self.FACTS))["row"].possible
        assert found == (expected or score(rubric, Evidence.of(rubric, facts={"posts": 18}))["row"].possible)

    def test_two_assumptions_about_one_fact_take_the_first_that_fits(self):
        """A fact is assumed to equal its proxy only where that is not known already."""
        sheet = score(STAFF, Evidence.of(STAFF, facts={"posts": 18}), assume=["headcount_is_staff"])
        assert not sheet.is_settled


class TestDeclaredMeasures:
    def test_alone(self):
        # 105.5%: five full steps.
        sheet = score(STAFF, Evidence.of(STAFF, measures={"row": "105.5%"}))
        assert sheet.points == F(5, 2)

    def test_the_parts_count_where_they_are_known(self):
        # Declared 100%, but 33/18.
        sheet = score(STAFF, Evidence.of(STAFF, measures={"row": "100%"}, facts={"staff": 33, "posts": 18}))
        assert sheet.points == 0

    def test_beside_one_part(self):
        # 19 people at 105.5%: the rate settles it although the posts are unknown.
        sheet = score(STAFF, Evidence.of(STAFF, measures={"row": "105.5%"}, facts={"staff": 19}))
        assert sheet.points == F(5, 2)

    def test_at_least(self):
        """达50%以上."""
        rubric = over(Bands(bands=(Band(at_least="50%", points=5), Band(at_least="40%", points=3))))
        stated = Bounded(at_least=Rate.parse("50%"))
        assert score(rubric, Evidence.of(rubric, measures={"row": stated})).points == 5
        lower = Bounded(at_least=Rate.parse("45%"))
        assert score(rubric, Evidence.of(rubric, measures={"row": lower}))["row"].possible == points(3, 5)


class TestFactsOutsideTheDomain:
    RUBRIC = table(row("row", 10, Proportional(), measure=evolve(RATIO, domain="[0, 1]")), facts=FACTS)

    def test_a_part_above_its_whole(self):
        node = score(self.RUBRIC, Evidence.of(self.RUBRIC, facts={"staff": 19, "posts": 18}))["row"]
        assert (node.status, node.possible) == ("invalid", between(0, 10))

    def test_the_edge_belongs_to_it(self):
        assert score(self.RUBRIC, Evidence.of(self.RUBRIC, facts={"staff": 18, "posts": 18})).points == 10

    def test_a_denominator_below_zero(self):
        rubric = table(
            row("row", 10, Proportional(), measure=evolve(RATIO, denominator=(Term("posts"), Term("headcount", -1)))),
            facts=FACTS,
        )
        node = score(rubric, Evidence.of(rubric, facts={"staff": 1, "posts": 1, "headcount": 2}))["row"]
        assert (node.status, node.possible) == ("invalid", between(0, 10))


class TestZeroDenominators:
    @pytest.mark.parametrize(("rule", "expected"), [("worst", 0), ("best", 10)])
    def test_something_over_nothing(self, rule, expected):
        rubric = table(row("row", 10, Proportional(), measure=evolve(RATIO, over_zero=rule)), facts=FACTS)
        assert score(rubric, Evidence.of(rubric, facts={"staff": 1, "posts": 0})).points == expected

    def test_nothing_over_nothing_does_not_apply(self):
        sheet = score(RATE, Evidence.of(RATE, facts={"staff": 0, "posts": 0}))
        assert (sheet["row"].status, sheet.points, sheet.not_applicable_points) == ("not_applicable", 10, 10)

    def test_nothing_over_nothing_as_a_measure(self):
        # Taken as 30%: 3 of 10.
        rubric = table(row("row", 10, Proportional(), measure=evolve(RATIO, zero_over_zero="30%")), facts=FACTS)
        sheet = score(rubric, Evidence.of(rubric, facts={"staff": 0, "posts": 0}))
        assert (sheet["row"].status, sheet.points) == ("settled", 3)

    def test_nothing_over_something(self):
        assert score(RATE, Evidence.of(RATE, facts={"staff": 0, "posts": 18})).points == 0

    def test_nobody_knows_whether_there_were_posts(self):
        # 5 of 0 is worst (0), 5 of 1 to 5 is capped at full.
        few = Bounded(at_most=Count.parse("5"))
        assert score(RATE, Evidence.of(RATE, facts={"staff": 5, "posts": few}))["row"].possible == points(0, 10)


class TestPoolShares:
    """A member scores at most its share, whatever its own clauses add up to."""

    POOL = (Pool(id="shared", label=Text("共享"), points=10, members=("row", "other")),)
    ITEMS = Checklist(
        items=(ChecklistItem(id="a", label=Text("甲"), points=4), ChecklistItem(id="b", label=Text("乙"), points=4))
    )
    FORMULAS: ClassVar[dict] = {
        "checklist": (ITEMS, {"assessments": {"row": {"a": True, "b": True}}}, 8),
        "options": (
            Options(options=(Option(id="x", label=Text("x"), points=9), Option(id="y", label=Text("y"), points=0))),
            {"assessments": {"row": "x"}},
            9,
        ),
        "bands": (Bands(bands=(Band(at_least="50%", points=10),)), {"facts": {"staff": 1, "posts": 1}}, 10),
        "floor": (Proportional(floor=6), {"facts": {"staff": 1, "posts": 1}}, 10),
        "cap": (Proportional(cap=8), {"facts": {"staff": 1, "posts": 1}}, 8),
    }

    @pytest.mark.parametrize("name", FORMULAS)
    @pytest.mark.parametrize("share", [None, 0, 3, 7, 10])
    def test_at_most_the_share(self, name, share):
        formula, evidence, own = self.FORMULAS[name]
        measure = RATIO if "facts" in evidence else None
        rubric = table(
            row("row", None, formula, measure=measure), row("other", None, Judged()), pools=self.POOL, facts=FACTS
        )
        pools = {} if share is None else {"shared": {"row": share, "other": 10 - share}}
        assessments = {"other": Judgement(points=0, reason="因"), **evidence.get("assessments", {})}
        given = Evidence.of(rubric, facts=evidence.get("facts"), assessments=assessments, pools=pools)
        sheet = score(rubric, given)
        # In equal parts the share is 5.
        expected = min(5 if share is None else share, own if name != "cap" else min(own, 8))
        assert (sheet["row"].possible, sheet.points) == (points(expected), expected)
        assert sheet.points == sheet.detail.totals.total.low

    @pytest.mark.parametrize("name", FORMULAS)
    def test_a_claim_is_reviewed_against_the_share(self, name):
        formula, evidence, _ = self.FORMULAS[name]
        measure = RATIO if "facts" in evidence else None
        rubric = table(
            row("row", None, formula, measure=measure), row("other", None, Judged()), pools=self.POOL, facts=FACTS
        )
        assert decided(rubric, 5, **evidence) == ("consistent", 0)
        # 8 of 5 is no score of this row.
        assert decided(rubric, 8, **evidence) == ("unmatched", 3)


class TestThreeTotals:
    """Possible, provisional and strict, with papers missing."""

    # staff 5 is open, rules 5 need their paper as a whole, plan 5 needs one for its second item only.
    RUBRIC = table(
        row("row", 5, STAFFING, measure=RATIO),
        row(
            "rules",
            5,
            TWO_AND_THREE,
            documents=(DocumentDemand(id="paper", label=Text("制度"), clause="须提供"),),
        ),
        row(
            "plan",
            5,
            TWO_AND_THREE,
            documents=(DocumentDemand(id="minutes", label=Text("纪要"), clause="须提供", items=("b",)),),
        ),
        facts=FACTS,
    )
    FOUND: ClassVar[dict] = {"rules": {"a": True, "b": True}, "plan": {"a": True, "b": True}}

    def evidence(self, **documents):
        facts = {"posts": 18, "headcount": 33}
        return Evidence.of(self.RUBRIC, facts=facts, assessments=self.FOUND, documents=documents)

    def provisional(self, **claims):
        rows = tuple(Claim(indicator=name, points=value) for name, value in claims.items())
        case = Case(
            rubric=self.RUBRIC.pin,
            fiscal_year=2021,
            evidence=self.evidence(),
            rounds=(ScoreRound(role="self", claims=rows),),
        )
        return review(self.RUBRIC, case).round().provisional

    def test_possible(self):
        # 0 to 5, and 5, and 5.
        assert score(self.RUBRIC, self.evidence()).possible == Interval.closed(10, 15)

    def test_strict(self):
        # 0 to 5, nothing without the paper, 2 without the minutes.
        assert score(self.RUBRIC, self.evidence()).strict == Interval.closed(2, 7)

    def test_strict_with_one_paper(self):
        assert score(self.RUBRIC, self.evidence(rules=["paper"])).strict == Interval.closed(7, 12)
        assert score(self.RUBRIC, self.evidence(plan=["minutes"])).strict == Interval.closed(5, 10)

    def test_strict_with_all_papers(self):
        sheet = score(self.RUBRIC, self.evidence(rules=["paper"], plan=["minutes"]))
        assert sheet.strict == sheet.possible == Interval.closed(10, 15)

    @pytest.mark.parametrize(
        ("claimed", "expected"),
        [
            # Possible are 0, 2.5 and 5: what is claimed counts, else what is possible below it.
            (5, 15),
            ("2.5", F(25, 2)),
            (4, F(25, 2)),
            (2, 10),
        ],
    )
    def test_provisional_counts_pending_rows_as_claimed(self, claimed, expected):
        assert self.provisional(row=claimed, rules=5, plan=5) == expected

    def test_provisional_counts_settled_rows_as_computed(self):
        # rules are settled at 5, whatever is claimed.
        assert self.provisional(row=5, rules=3, plan=0) == 15
        assert self.provisional(row=5) == 15

    def test_nothing_is_made_up_for_an_open_row_without_a_claim(self):
        assert self.provisional(rules=5, plan=5) is None

    @pytest.mark.parametrize(
        ("claimed", "expected"),
        [
            # One of the two rows counts, nobody says which: 30, or 40. Neither row has to count, one of them does.
            ((0, 0), 30),
            ((30, 0), 30),
            ((0, 40), 40),
            # Nobody claims what was not chosen.
            ((30, None), 30),
            ((None, 40), 40),
            # 30 and 40 cannot both count: the row for which more is claimed.
            ((30, 40), 40),
            # Nothing is claimed for either.
            ((None, None), None),
        ],
    )
    @pytest.mark.parametrize("bonus", [None, 0, 5])
    def test_rows_that_are_possible_one_by_one_and_not_together(self, claimed, expected, bonus):
        more = () if bonus is None else (Adjustment(id="bonus", label=Text("加分"), clause="条款", high=5),)
        rubric = table(
            row("g.a", 50, Judged()),
            row("g.b", 50, Judged()),
            groups=(Group(id="g", label=Text("二者择一"), points=50, choose="one"),),
            points=50,
            adjustments=more,
        )
        judged = {name: Judgement(points=points, reason="因") for name, points in (("g.a", 30), ("g.b", 40))}
        figures = {} if not bonus else {"bonus": AdjustmentFigure(points=bonus)}
        given = Evidence.of(rubric, assessments=judged, adjustments=figures)
        claims = tuple(Claim(indicator=name, points=points) for name, points in zip(judged, claimed, strict=True))
        case = Case(
            rubric=rubric.pin, fiscal_year=2021, evidence=given, rounds=(ScoreRound(role="self", claims=claims),)
        )
        assert review(rubric, case).round().provisional == (None if expected is None else expected + (bonus or 0))

    @pytest.mark.parametrize(
        ("figures", "expected"),
        # 80, and the bonus where it is known; one that is only mentioned counts as none.
        [
            ({}, 80),
            ({"bonus": AdjustmentFigure(reason="待查")}, 80),
            ({"bonus": AdjustmentFigure(cases=2)}, 82),
            ({"bonus": AdjustmentFigure(points="0.5")}, F(161, 2)),
        ],
    )
    def test_adjustments_that_are_not_known_count_as_none(self, figures, expected):
        bonus = Adjustment(id="bonus", label=Text("加分"), clause="条款", high=5, per_case=1)
        rubric = table(row("row", 100, Judged()), adjustments=(bonus,))
        given = Evidence.of(rubric, assessments={"row": Judgement(points=80, reason="因")}, adjustments=figures)
        case = Case(rubric=rubric.pin, fiscal_year=2021, evidence=given, rounds=(ScoreRound(role="self", claims=()),))
        assert review(rubric, case).round().provisional == expected
