"""The bridge by hand: small tables whose shares are worked out beside the expected values, and what is refused."""

from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core import Evidence, InvalidValueError, Rubric, UnsettledError, bridge, present, registry, score
from jixiao_core._templates.scoring import TEMPLATES
from jixiao_core.errors import JixiaoError
from jixiao_core.exact.quantities import Count, Rate
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import (
    Checklist,
    ChecklistItem,
    Condition,
    DeductPerStep,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import Adjustment, RoundingStep
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import (
    ChecklistAssessment,
    ItemFinding,
    NotApplicable,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)
from jixiao_core.scoring.evidence import AdjustmentFigure
from jixiao_core.scoring.figures import Bounded

F = Fraction
COUNTS = ("in_service_staff", "authorised_staffing", "headcount", "asked", "content")
SHARE = Measure(numerator=(Term("content"),), denominator=(Term("asked"),))
PART = Measure(numerator=(Term("content"),), denominator=(Term("asked"),), domain="[0, 100%]")
STAFFING = Measure(numerator=(Term("in_service_staff"),), denominator=(Term("authorised_staffing"),))
BY_HEADS = Measure(numerator=(Term("headcount"),), denominator=(Term("authorised_staffing"),))
PART_STEP = Question(
    id="part_step",
    label=Text("不足一步如何扣分"),
    answers=(Answer(id="ignore", note=Text("不扣")), Answer(id="pro_rata", note=Text("按比例扣"))),
    adopted_by=Text("示例"),
    adopted_on="2024-01-01",
    reason=Text("示例"),
)


def deduct(each="0.5", **more):
    return DeductPerStep(standard="100%", side="above", step="1pp", deduct=each, **more)


def row(name, points, formula, measure=None, **more):
    source = Source(table="示例评分表", row=1)
    label, clause = more.pop("label", Text(name)), more.pop("clause", "条款")
    return Indicator(
        id=name, label=label, points=points, clause=clause, source=source, formula=formula, measure=measure, **more
    )


def staffing(points=5, formula=None, name="input.staffing", **more):
    return row(name, points, formula or deduct(), STAFFING, **more)


def satisfaction(points=5, name="effect.satisfaction"):
    return row(name, points, Proportional(), SHARE)


def table(*rows, pools=(), **more):
    """A table of the groups of its rows, worth what they are worth."""
    names = dict.fromkeys(each.id.partition(".")[0] for each in rows)
    worth = {
        name: sum((each.points or 0 for each in (*rows, *pools) if each.id.startswith(f"{name}.")), F(0))
        for name in names
    }
    groups = tuple(
        Group(id=name, label=Text(name), points=points, **more.pop("group", {})) for name, points in worth.items()
    )
    question = more.pop("question", PART_STEP)
    questions = (question,) if any(each.readings for each in rows) else ()
    facts = more.pop("facts", tuple(map(fact, COUNTS)))
    return Rubric(
        series="example",
        edition=2024,
        revision=1,
        kind="department",
        title=Text("示例评分表"),
        issuer=Issuer(zh="示例财政局"),
        fiscal_years=FiscalYears(first=2020, last=2030),
        points=sum(worth.values()),
        groups=groups,
        pools=pools,
        indicators=rows,
        facts=facts,
        questions=questions,
        **more,
    )


def fact(name, **more):
    kind = FactQuantity.COUNT
    return FactDefinition(id=name, label=Text(name), quantity=kind, definition=Text(name), **more)


def people(staff, posts=100, asked=10, content=10, **more):
    return {"in_service_staff": staff, "authorised_staffing": posts, "asked": asked, "content": content, **more}


def sheet(rubric, facts, assume=(), **more):
    return score(rubric, Evidence.of(rubric, facts=facts, **more), assume=assume)


def moved(lines):
    return {name: points for name, points in lines if points}


class TestRows:
    def test_facts_alone(self):
        """104 in 100 posts: 4 steps, 5 − 2 = 3; 107: 7 steps, 5 − 3.5 = 1.5."""
        rubric = table(staffing())
        found = bridge(sheet(rubric, people(104)), sheet(rubric, people(107)))
        assert moved(found.lines) == {"facts": F("-1.5")}
        (only,) = found.rows
        assert (only.before, only.after, only.change) == (3, F("1.5"), "same")

    def test_facts_and_rules(self):
        """
        0.5 a step, then 0.6; 4 steps, then 5. Before 5 − 2 = 3, after 5 − 3 = 2.

        Facts first: −0.5, then rules 2 − 2.5 = −0.5; rules first: −0.4, then facts 2 − 2.6 = −0.6.
        Facts (−0.5 − 0.6) ÷ 2 = −0.55, rules (−0.5 − 0.4) ÷ 2 = −0.45.
        """
        before = sheet(table(staffing()), people(104))
        after = sheet(table(staffing(formula=deduct("0.6"))), people(105))
        assert moved(bridge(before, after).lines) == {"facts": F("-0.55"), "rules": F("-0.45")}

    def test_a_rule_that_stays_as_it_is_written_is_no_change_of_rules(self):
        """0.5 a step of 5 points, then of 8: 3 becomes 6, all of it the 3 points more."""
        before, after = sheet(table(staffing(5)), people(104)), sheet(table(staffing(8)), people(104))
        assert moved(bridge(before, after).lines) == {"structure": 3}

    def test_a_rule_that_goes_with_the_weight_is_no_change_of_rules(self):
        """0.5 of 5 a step is 0.8 of 8 a step: three fifths of 5 become three fifths of 8, 3 become 4.8."""
        before = sheet(table(staffing(5)), people(104))
        after = sheet(table(staffing(8, deduct("0.8"))), people(104))
        assert moved(bridge(before, after).lines) == {"structure": F("1.8")}

    def test_rule_and_weight_together_are_compared_by_what_is_attained(self):
        """
        0.5 of 5 a step, then 1 of 8; 4 steps: 3 of 5 = 0.6 before, 4 of 8 = 0.5 after.

        Weight first: 8 × 0.6 − 3 = 1.8, then rules 4 − 4.8 = −0.8; rules first: 5 × 0.5 − 3 = −0.5, then 4 − 2.5 = 1.5.
        Structure (1.8 + 1.5) ÷ 2 = 1.65, rules (−0.8 − 0.5) ÷ 2 = −0.65.
        """
        before, after = sheet(table(staffing(5)), people(104)), sheet(table(staffing(8, deduct(1))), people(104))
        assert moved(bridge(before, after).lines) == {"structure": F("1.65"), "rules": F("-0.65")}

    def test_readings_and_facts(self):
        """
        104 in 100: 3 points either way. 211 in 200 is 105.5 %: 5 steps or 5.5 steps, 2.5 or 2.25 points.

        Facts first: −0.5, then readings −0.25; readings first: 0, then facts −0.75. Facts −0.625, readings −0.125.
        """
        reading = Reading(question="part_step", id="pro_rata", formula=deduct(part_step="proportional"))
        rubric = table(staffing(readings=(reading,)))
        before = sheet(rubric, people(104))
        after = sheet(rubric.under({"part_step": "pro_rata"}), people(211, 200))
        found = bridge(before, after)
        assert moved(found.lines) == {"facts": F("-0.625"), "readings": F("-0.125")}

    def test_another_adopted_answer_is_a_change_of_reading_not_of_the_rule(self):
        """Both versions declare both answers; only which one is adopted differs. 105.5 %: 2.5 becomes 2.25."""
        ignore, pro_rata = deduct(), deduct(part_step="proportional")
        old = table(
            staffing(formula=ignore, readings=(Reading(question="part_step", id="pro_rata", formula=pro_rata),))
        )
        turned = evolve(PART_STEP, answers=tuple(reversed(PART_STEP.answers)))
        reading = Reading(question="part_step", id="ignore", formula=ignore)
        new = table(staffing(formula=pro_rata, readings=(reading,)), question=turned)
        found = bridge(sheet(old, people(211, 200)), sheet(new, people(211, 200)))
        assert moved(found.lines) == {"readings": F("-0.25")}

    def test_a_question_of_one_version_only_leaves_the_adopted_answer_to_the_rules(self):
        """
        Before 0.5 a step and nobody asks; after 1 a step, asked and answered otherwise. 105.5 %: 2.5, then 5 − 5.5 < 0.

        With 10 points: before 10 − 2.5 = 7.5; the new rule as adopted 10 − 5 = 5, as answered 10 − 5.5 = 4.5.
        """
        reading = Reading(question="part_step", id="pro_rata", formula=deduct(1, part_step="proportional"))
        old, new = table(staffing(10)), table(staffing(10, deduct(1), readings=(reading,)))
        after = sheet(new.under({"part_step": "pro_rata"}), people(211, 200))
        found = bridge(sheet(old, people(211, 200)), after)
        # The reading adds −0.5 behind the new rule and nothing before it: half of the orders.
        assert moved(found.lines) == {"rules": F("-2.75"), "readings": F("-0.25")}

    def test_rows_added_and_removed_are_structure(self):
        """3 of 5 leave, 9 of 10 asked are content: 4.5 of 5 arrive."""
        before = sheet(table(staffing()), people(104))
        after = sheet(table(satisfaction()), people(104, content=9))
        found = bridge(before, after)
        assert moved(found.lines) == {"structure": F("1.5")}
        assert [(each.change, each.before, each.after) for each in found.rows] == [
            ("added", None, F("4.5")),
            ("removed", 3, None),
        ]

    def test_a_row_that_moves_to_another_group_is_the_same_row(self):
        before = sheet(table(staffing(), satisfaction()), people(104))
        rubric = table(staffing(name="process.staffing", label=Text("input.staffing")), satisfaction())
        found = bridge(before, sheet(rubric, people(105)))
        assert moved(found.lines) == {"facts": F("-0.5")}
        assert found["input.staffing"] is found["process.staffing"]
        assert found["process.staffing"].change == "moved"

    def test_two_rows_that_fit_are_not_chosen_between(self):
        label = Text("控制率")
        old = table(staffing(label=label), staffing(name="process.staffing", label=label))
        new = table(staffing(10, name="effect.staffing", label=label))
        found = bridge(sheet(old, people(104)), sheet(new, people(105)))
        assert [each.change for each in found.rows] == ["added", "removed", "removed"]
        assert moved(found.lines) == {"structure": F("1.5")}

    def test_matches_say_what_is_the_same_row_and_what_is_not(self):
        rubric = table(staffing(name="input.posts"))
        before, after = sheet(table(staffing()), people(104)), sheet(rubric, people(105))
        assert moved(bridge(before, after).lines) == {"structure": F("-0.5")}
        assert moved(bridge(before, after, matches={"input.staffing": "input.posts"}).lines) == {"facts": F("-0.5")}
        again = sheet(table(staffing()), people(105))
        assert moved(bridge(before, again, matches={"input.staffing": ""}).lines) == {"structure": F("-0.5")}


class TestPoolsAndAbsence:
    members = ("effect.economic", "effect.social")

    def pooled(self, points=10):
        pool = Pool(id="effect.pool", label=Text("共享"), points=points, members=self.members)
        return table(*(row(name, None, Judged()) for name in self.members), pools=(pool,))

    def judged(self, split, points, rubric=None):
        rubric = rubric or self.pooled()
        pools = {"effect.pool": dict(zip(self.members, split, strict=True))} if split else {}
        return sheet(rubric, {}, assessments=dict(zip(self.members, points, strict=True)), pools=pools)

    def test_another_split_at_the_same_attainment_is_pool(self):
        """4 of 5 and 5 of 5, then 1.6 of 2 and 8 of 8: −2.4 and +3."""
        found = bridge(self.judged(None, (4, 5)), self.judged((2, 8), ("1.6", 8)))
        assert moved(found.lines) == {"pool": F("0.6")}
        assert [row.lines.pool for row in found.rows] == [F("-2.4"), 3]

    def test_the_same_split_and_other_judgements_are_facts(self):
        found = bridge(self.judged((2, 8), (2, 8)), self.judged((2, 8), (1, 8)))
        assert moved(found.lines) == {"facts": -1}

    def test_a_member_that_gets_its_first_share_is_pool(self):
        """8 of 10 and no share, then 4 of 5 and 3 of 5: −4 is the split; the 3 come with it, nothing was judged."""
        found = bridge(self.judged((10, 0), (8, 0)), self.judged((5, 5), (4, 3)))
        assert moved(found.lines) == {"pool": -1}

    def test_a_larger_pool_with_a_split_is_structure_and_pool(self):
        """
        Full marks; 5 and 5 of 10, then 4 and 16 of 20. The first row: equal parts of 20 would be 10 (+5), 4 of 20 are
        a fifth; in the one order structure +5, pool −6, in the other pool 2 − 5 = −3, structure +2.
        """
        found = bridge(self.judged(None, (5, 5)), self.judged((4, 16), (4, 16), self.pooled(20)))
        first, _ = found.rows
        assert moved(first.lines) == {"structure": F("3.5"), "pool": F("-4.5")}

    def test_a_judgement_counts_no_more_than_a_hybrid_share_allows(self):
        """
        8 of 9 (nine tenths of 10), then 8 of 8 (four tenths of 20), stated the same way. Four tenths of 10 are only 4.

        Structure first: 8, then the split: 8. The split first: 4 (−4), then structure: 8 (+4). Halves: −2 and +2.
        """
        found = bridge(self.judged((9, 1), (8, 1)), self.judged((8, 12), (8, 1), self.pooled(20)))
        assert moved(found.rows[0].lines) == {"structure": 2, "pool": -2}
        assert moved(found.rows[1].lines) == {}

    def absent(self, policy, facts=None, is_absent=True):
        rubric = table(row("effect.economic", 4, Judged()), row("effect.social", 6, Judged()), not_applicable=policy)
        found = {"effect.economic": 4, "effect.social": 3}
        evidence = Evidence.of(rubric, facts=facts or {}, assessments=found)
        if is_absent:
            new = {**dict(evidence.assessments), "effect.economic": NotApplicable(reason="不涉及")}
            evidence = evolve(evidence, assessments=new)
        return score(rubric, evidence)

    @pytest.mark.parametrize(
        ("policy", "change"),
        [
            # 4 of 4 stay 4 of 4.
            ("full_points", 0),
            # 4 leave.
            ("zero", -4),
            # 4 leave, and 3 of 6 become 5 of 10, by moving the points or by scaling the whole.
            ("reallocate", -2),
            ("rescale", -2),
        ],
    )
    def test_a_row_that_stops_to_apply(self, policy, change):
        found = bridge(self.absent(policy, is_absent=False), self.absent(policy))
        assert found.change == change
        assert moved(found.lines) == ({"not_applicable": change} if change else {})

    def test_facts_count_at_the_weight_that_a_row_has(self):
        """The social row counts 10 for 6 in both sheets: 3 of 6 become 2 of 6, −1 × 10/6."""
        before = self.absent("reallocate")
        found = {**dict(before.evidence.assessments)}
        found["effect.social"] = evolve(found["effect.social"], points=2)
        after = score(before.rubric, evolve(before.evidence, assessments=found))
        assert moved(bridge(before, after).lines) == {"facts": F(-5, 3)}

    def test_another_policy_for_an_absent_row(self):
        """Full points of 4, then none: the row still does not apply."""
        found = bridge(self.absent("full_points"), self.absent("zero"))
        assert moved(found.lines) == {"not_applicable": -4}

    def test_choices(self):
        """Of two rows one counts; the unit chooses the other: 5 leave, 4 come."""
        rows = [row(name, 5, Judged()) for name in ("output.own", "output.common")]
        rubric = evolve_choose(table(*rows, group={}))
        judged = {"output.own": 5, "output.common": 4}
        sheets = [
            sheet(rubric, {}, assessments=judged, choices={"output": name}) for name in ("output.own", "output.common")
        ]
        found = bridge(*sheets)
        assert moved(found.lines) == {"facts": -1}
        assert [row.lines.facts for row in found.rows] == [-5, 4]


def evolve_choose(rubric):
    (group,) = rubric.groups
    return evolve(rubric, groups=(evolve(group, choose="one", points=5),), points=5)


class TestWhole:
    def test_rounding_at_every_place(self):
        """
        104.4 % rounded to whole per cents is 104 %; in proportion 5 − 2 = 3 instead of 5 − 2.2 = 2.8.

        Without rounding before: 2.8. After the measure is rounded: rounding +0.2, whichever sheet is first.
        """
        rule = deduct(part_step="proportional")
        plain, rounded = (
            table(staffing(formula=rule), rounding=steps) for steps in ((), (RoundingStep(at="measure", quantum="1%"),))
        )
        found = bridge(sheet(plain, people(522, 500)), sheet(rounded, people(522, 500)))
        assert moved(found.lines) == moved(found.rows[0].lines) == {"rounding": F("0.2")}
        for place, quantum, expected in (("indicator", "0.5", "3"), ("group", "1", "3"), ("total", "2", "2")):
            other = table(staffing(formula=rule), rounding=(RoundingStep(at=place, quantum=quantum),))
            found = bridge(sheet(plain, people(522, 500)), sheet(other, people(522, 500)))
            assert found.after.points == F(expected)
            assert moved(found.lines) == {"rounding": F(expected) - F("2.8")}
            assert bool(found.rows[0].lines.rounding) == (place == "indicator")

    def test_a_figure_that_only_rounding_of_rows_settles(self):
        """90 to 91 of 100 content are 4.5 to 4.55 of 5 points, 4.5 in half points: half a point less than all of them."""
        rubric = table(satisfaction(), rounding=(RoundingStep(at="indicator", quantum="0.5"),))
        whole = sheet(rubric, {"asked": 100, "content": 100})
        some = sheet(rubric, {"asked": 100, "content": Bounded(at_least=Count(90), at_most=Count(91))})
        assert (whole.points, some.points) == (5, F("4.5"))
        assert moved(bridge(whole, some).lines) == {"facts": F("-0.5")}
        assert moved(bridge(some, whole).rows[0].lines) == {"facts": F("0.5")}

    def adjusted(self, bonus, staff=100, ceiling=None):
        extra = Adjustment(id="bonus", label=Text("加分"), clause="加分", high=5)
        rubric = table(staffing(), adjustments=(extra,), total_ceiling=ceiling)
        return sheet(rubric, people(staff), adjustments={"bonus": AdjustmentFigure(points=bonus)})

    def test_adjustments_and_ceiling(self):
        """5 + 2 is cut to 5 (−2), then 4.5 + 2 to 5 (−1.5): facts −0.5, ceiling +0.5, and the total stays."""
        found = bridge(self.adjusted(2), self.adjusted(2, 101))
        assert found.change == 0
        assert moved(found.lines) == {"facts": F("-0.5"), "ceiling": F("0.5")}
        assert moved(found.whole) == {"ceiling": F("0.5")}

    def test_adjustments_alone(self):
        assert moved(bridge(self.adjusted(0, 110), self.adjusted(3, 110)).lines) == {"adjustments": 3}

    def test_rounding_of_groups_is_scaled_with_them(self):
        """6 of 10 points apply: 3.3 count 5.5; rounded to 3 in the group they count 5."""
        rows = row("effect.economic", 4, Judged()), row("effect.social", 6, Judged())
        plain = table(*rows, not_applicable="rescale")
        rounded = evolve(plain, rounding=(RoundingStep(at="group", quantum="1"),))
        assessments = {"effect.economic": NotApplicable(reason="无"), "effect.social": "3.3"}
        sheets = [sheet(each, {}, assessments=assessments) for each in (plain, rounded)]
        found = bridge(*sheets)
        assert [each.points for each in sheets] == [F("5.5"), 5]
        assert moved(found.lines) == moved(found.whole) == {"rounding": F("-0.5")}


class TestUndivided:
    def test_other_facts_under_other_rules(self):
        """By staff before, by heads after, and neither year says the other figure: 3 becomes 2, undivided."""
        before = sheet(table(staffing()), people(104))
        after = sheet(
            table(row("input.staffing", 5, deduct(), BY_HEADS)), {"headcount": 106, "authorised_staffing": 100}
        )
        found = bridge(before, after)
        assert moved(found.lines) == {"undivided": -1}
        texts = [present.render(each) for each in found.rows[0].obstacles]
        assert texts == [
            "前一份的依据缺headcount，而后一份的评分标准需要，请补充",
            "后一份的依据缺in_service_staff，而前一份的评分标准需要，请补充",
        ]

    def test_with_the_figures_it_can_be_divided(self):
        """Heads 105 and 106, staff 104 and 104. By staff 3 and 3, by heads 2.5 and 2."""
        before = sheet(table(staffing()), people(104, headcount=105))
        after = sheet(table(row("input.staffing", 5, deduct(), BY_HEADS)), people(104, headcount=106))
        # Rules first −0.5, then facts −0.5; facts first 0, then rules −1.
        assert moved(bridge(before, after).lines) == {"facts": F("-0.25"), "rules": F("-0.75")}

    def test_the_weight_is_told_apart_all_the_same(self):
        """3 of 5 by staff, then 4 of 10 by heads (106, 1 a step): 0.6 and 0.4; weight +5 × 0.5, the rest −0.2 × 7.5."""
        before = sheet(table(staffing()), people(104))
        rubric = table(row("input.staffing", 10, deduct(1), BY_HEADS))
        after = sheet(rubric, {"headcount": 106, "authorised_staffing": 100})
        assert moved(bridge(before, after).lines) == {"structure": F("2.5"), "undivided": F("-1.5")}

    def test_a_fact_of_another_meaning_is_another_fact(self):
        other = tuple(
            fact(name) if name != "in_service_staff" else evolve(fact(name), definition=Text("另一口径"))
            for name in COUNTS
        )
        before = sheet(table(staffing()), people(104))
        after = sheet(table(staffing(formula=deduct("0.6")), facts=other), people(105))
        assert moved(bridge(before, after).lines) == {"undivided": -1}

    def test_a_judgement_under_another_criterion(self):
        """Another clause is another question; the points that a clause prints are data of their own."""
        before, same, other = (
            table(row("output.work", 5, Judged(), clause=clause))
            for clause in ("按进度计5分", "按进度 计8分", "按质量计5分")
        )
        old = sheet(before, {}, assessments={"output.work": 4})
        assert moved(bridge(old, sheet(same, {}, assessments={"output.work": 3})).lines) == {"facts": -1}
        assert moved(bridge(old, sheet(other, {}, assessments={"output.work": 3})).lines) == {"undivided": -1}
        assert moved(bridge(old, sheet(other, {}, assessments={"output.work": 4})).lines) == {}

    def test_items_of_other_words_are_not_the_same_items(self):
        def listed(second, worth=2):
            items = (
                ChecklistItem(id="item_1", label=Text("①有办法，计3分"), points=3),
                ChecklistItem(id="item_2", label=Text(second), points=worth),
            )
            return table(row("process.system", 3 + worth, Checklist(items=items)))

        met, unmet = {"item_1": True, "item_2": True}, {"item_1": False, "item_2": True}
        before = sheet(listed("②执行到位"), {}, assessments={"process.system": met})
        after = sheet(listed("②及时公开"), {}, assessments={"process.system": unmet})
        assert moved(bridge(before, after).lines) == {"undivided": -3}
        reworded = sheet(listed(" ②执行 到位"), {}, assessments={"process.system": unmet})
        assert moved(bridge(before, reworded).lines) == {"facts": -3}

    def test_a_declared_rate_of_another_measure(self):
        """104 % by staff, then 106 % by heads: neither rate says anything about the other measure."""
        first = sheet(table(staffing()), {}, measures={"input.staffing": "104%"})
        second = sheet(table(row("input.staffing", 5, deduct(), BY_HEADS)), {}, measures={"input.staffing": "106%"})
        assert moved(bridge(first, second).lines) == {"undivided": -1}
        same = sheet(table(staffing(formula=deduct("0.6"))), {}, measures={"input.staffing": "105%"})
        # As in `test_facts_and_rules`.
        assert moved(bridge(first, same).lines) == {"facts": F("-0.55"), "rules": F("-0.45")}

    def test_the_same_finding_under_other_words_is_no_change_of_facts(self):
        """The first item met, the second not, in both years; it gave 3 of 5 and gives 2 of 5."""
        found = {"process.system": {"item_1": True, "item_2": False}}
        sheets = []
        for first, second, words in ((3, 2, "有办法"), (2, 3, "有制度")):
            items = (
                ChecklistItem(id="item_1", label=Text(words), points=first),
                ChecklistItem(id="item_2", label=Text("执行到位"), points=second),
            )
            sheets.append(sheet(table(row("process.system", 5, Checklist(items=items))), {}, assessments=found))
        assert moved(bridge(*sheets).lines) == {"rules": -1}

    def test_a_part_of_an_item_goes_with_the_weight(self):
        """3 and 1 of 2, then 6 and 2 of 4: the same half of the second item, twice the weight."""
        sheets = []
        for by in (1, 2):
            items = (
                ChecklistItem(id="item_1", label=Text("①"), points=3 * by),
                ChecklistItem(id="item_2", label=Text("②"), points=2 * by),
            )
            part = (ItemFinding(item="item_1", met=True), ItemFinding(item="item_2", points=by))
            formula = Checklist(items=items, partial_credit=True)
            found = {"process.system": ChecklistAssessment(items=part)}
            sheets.append(sheet(table(row("process.system", 5 * by, formula)), {}, assessments=found))
        assert moved(bridge(*sheets).lines) == {"structure": 4}


class TestAssumptions:
    def test_an_assumption_belongs_to_the_facts(self):
        """104 reported as staff, then only 106 heads, taken to be staff: 3 becomes 2, a change of facts."""
        proxy = Proxy(relation="none", terms=(Term("headcount"),), assumption="heads_are_staff", note=Text("均在职"))
        facts = tuple(fact(name, proxies=(proxy,) if name == "in_service_staff" else ()) for name in COUNTS)
        rubric = table(staffing(), facts=facts)
        after = sheet(rubric, {"headcount": 106, "authorised_staffing": 100}, assume=["heads_are_staff"])
        found = bridge(sheet(rubric, people(104)), after)
        assert moved(found.lines) == {"facts": -1}
        said = "；".join(map(present.render, found.rows[0].reasons))
        assert said.startswith("in_service_staff由104变为106；后一份假定均在职")


class TestRefusals:
    def test_unsettled_sheets_name_themselves_and_everything_that_is_missing(self):
        extra = Adjustment(id="bonus", label=Text("加分"), clause="加分", high=5)
        rubric = evolve_choose(table(row("output.own", 5, Judged()), row("output.common", 5, Judged())))
        rubric = evolve(rubric, adjustments=(extra,))
        open_sheet = sheet(rubric, {})
        with pytest.raises(UnsettledError) as caught:
            bridge(open_sheet, open_sheet)
        assert [problem.path for problem in caught.value.problems] == [
            f"{which}.{path}"
            for which in ("before", "after")
            for path in ("output", "output.own", "output.common", "adjustments.bonus")
        ]
        text = present.render_error(caught.value)
        assert "前一份尚未测算完毕" in text
        assert "加分未填（在0至5分之间）" in text
        assert "the sheet after is not settled" in present.render_error(caught.value, "en")

    def test_figures_that_cannot_be_right_are_wrong_and_not_missing(self):
        """11 content of 10 asked: nothing is missing, both figures are to be checked."""
        wrong = sheet(table(row("effect.satisfaction", 5, Proportional(), PART)), {"content": 11, "asked": 10})
        with pytest.raises(UnsettledError) as caught:
            bridge(wrong, wrong)
        text = present.render_error(caught.value)
        assert "的现有数据不合理，须先更正：" in text
        assert "尚缺" not in text

    def test_a_settled_total_over_an_open_row_is_not_enough(self):
        """5 or 4.5 points and 5 more, cut to 5: the total is known, what moved it is not."""
        extra = Adjustment(id="bonus", label=Text("加分"), clause="加分", high=5)
        rubric = table(staffing(), adjustments=(extra,))
        open_sheet = sheet(rubric, {"authorised_staffing": 100}, adjustments={"bonus": AdjustmentFigure(points=5)})
        assert open_sheet.is_settled
        with pytest.raises(UnsettledError, match="in_service_staff"):
            bridge(open_sheet, open_sheet)

    def test_unlike_kinds(self):
        pins = ("junshan-department@2021.1", "junshan-project@2021.1")
        department, project = (score(registry.load(pin), Evidence()) for pin in pins)
        with pytest.raises(InvalidValueError) as caught:
            bridge(department, project)
        assert caught.value.code == "scoring.bridge_kinds"
        assert "部门整体支出" in present.render_error(caught.value)

    @pytest.mark.parametrize(
        ("matches", "code"),
        [
            ({"input.nothing": "input.staffing"}, "rubrics.unknown_indicator"),
            ({"input.staffing": "input.nothing"}, "rubrics.unknown_indicator"),
            ({"": ""}, "rubrics.unknown_indicator"),
            (
                {"input.staffing": "input.staffing", "effect.satisfaction": "input.staffing"},
                "scoring.bridge_matched_twice",
            ),
        ],
    )
    def test_matches_that_name_nothing(self, matches, code):
        both = sheet(table(staffing(), satisfaction()), people(104))
        with pytest.raises(InvalidValueError) as caught:
            bridge(both, both, matches=matches)
        assert code in {problem.code for problem in caught.value.problems}

    def test_rows_by_either_id(self):
        both = sheet(table(staffing()), people(104))
        found = bridge(both, both)
        assert found["input.staffing"].id == "input.staffing"
        with pytest.raises(KeyError):
            found["input.nothing"]
        with pytest.raises(KeyError):
            found.lines["nothing"]


# What is said: for every code of the bridge a pair of sheets that makes it say so.


def assessed(formula, *found, points=5, clauses=("条款", "条款")):
    """Two sheets of one assessed row; the formula is the same, or one for each sheet."""
    formulas = formula if isinstance(formula, tuple) else (formula, formula)
    tables = (
        table(row("output.work", points, each, clause=clause)) for each, clause in zip(formulas, clauses, strict=True)
    )
    return [sheet(each, {}, assessments={"output.work": one}) for each, one in zip(tables, found, strict=True)]


def measured(first, second, facts=None):
    facts = facts or (people(104), people(105))
    return [sheet(table(each), given) for each, given in zip((first, second), facts, strict=True)]


def listed(**states):
    items = tuple(ChecklistItem(id=name, label=Text(name), points=1) for name in "abcde")
    found = tuple(ItemFinding(item=name, **state) for name, state in states.items())
    return Checklist(items=items, partial_credit=True), ChecklistAssessment(items=found)


def checklists():
    met, unmet, part, absent = {"met": True}, {"met": False}, {"points": F(1, 2)}, {"not_applicable": "无"}
    formula, before = listed(a=met, b=met, c=unmet, d=part, e=unmet)
    _, after = listed(a=unmet, b=part, c=absent, d=met, e=met)
    return assessed(formula, before, after)


CASES = Nonconformities(conditions=(Condition(id="late", label=Text("迟"), deduct=1),))
STATES = Options(
    options=(Option(id="on_time", label=Text("及时"), points=5), Option(id="late", label=Text("迟"), low=0, high=4))
)


def goals(*rates):
    return TargetsAssessment(rows=tuple(TargetRow(label="目标", rate=Rate.parse(rate)) for rate in rates))


def chosen(first, second):
    rubric = evolve_choose(table(row("output.own", 5, Judged()), row("output.common", 5, Judged())))
    judged = {"output.own": 5, "output.common": 4}
    return [sheet(rubric, {}, assessments=judged, choices={"output": f"output.{name}"}) for name in (first, second)]


def absences(before, after):
    make = TestPoolsAndAbsence()
    return [make.absent(policy or "zero", is_absent=policy is not None) for policy in (before, after)]


def clashing():
    """The answers of the sheet before replace the formula twice under the table after."""
    other = Question(
        id="case", label=Text("问"), answers=(Answer(id="one", note=Text("一")), Answer(id="two", note=Text("二"))),
        adopted_by=Text("示例"), adopted_on="2024-01-01", reason=Text("示例"),
    )  # fmt: skip
    both = {
        "part_step": Reading(question="part_step", id="pro_rata", formula=deduct(part_step="proportional")),
        "case": Reading(question="case", id="two", formula=deduct(1)),
    }
    spare = evolve(both["case"], formula=None, measure=BY_HEADS)
    old = evolve(table(staffing(readings=(both["part_step"],))), questions=(PART_STEP,))
    old = evolve(old, questions=(PART_STEP, other), indicators=(staffing(readings=(both["part_step"], spare)),))
    new = evolve(old, indicators=(staffing(formula=deduct("0.6"), readings=tuple(both.values())),))
    facts = people(104, headcount=104)
    return sheet(old.under({"part_step": "pro_rata", "case": "two"}), facts), sheet(new, people(105, headcount=104))


SAID = {
    "a figure": (lambda: measured(staffing(), staffing()), {"fact", "measure"}),
    "a judgement": (lambda: assessed(Judged(), 4, 3), {"judged"}),
    "items": (checklists, {"item", "item_met", "item_unmet", "item_part", "item_absent"}),
    "cases": (lambda: assessed(CASES, {"late": 1}, {"late": 2}), {"cases"}),
    "a state": (lambda: assessed(STATES, "on_time", OptionChosen(option="late", points=3)), {"option"}),
    "points in a state": (
        lambda: assessed(STATES, *(OptionChosen(option="late", points=points) for points in (3, 2))),
        {"judged"},
    ),
    "targets": (lambda: assessed(Targets(), goals("100%", "90%"), goals("80%", "90%")), {"targets", "reached"}),
    "an assessment of another kind": (
        lambda: assessed((CASES, STATES), {"late": 1}, "on_time"),
        {"assessed_otherwise", "formula", "lacks_assessment", "before", "after"},
    ),
    "a clause": (
        lambda: assessed(Judged(), 4, 3, clauses=("按进度", "按质量")),
        {"judged", "clause", "lacks_assessment", "before", "after"},
    ),
    "parameters": (lambda: measured(staffing(), staffing(formula=deduct(1)), (people(104),) * 2), {"formula"}),
    "a measure": (
        lambda: measured(
            row("input.staffing", 5, deduct(), evolve(STAFFING, label=Text("按在职"))),
            row("input.staffing", 5, deduct(), evolve(BY_HEADS, label=Text("按实有"))),
            (people(104, headcount=105),) * 2,
        ),
        {"measured_otherwise"},
    ),
    "a number that is not to be had": (
        lambda: measured(
            row("input.staffing", 5, deduct(), STAFFING),
            row("input.staffing", 5, deduct(), BY_HEADS),
            (
                {**people(104), "headcount": 0, "authorised_staffing": 0, "in_service_staff": 4},
                people(104, headcount=104),
            ),
        ),
        {"fact", "formula", "lacks_number", "before", "after"},
    ),
    "missing figures": (
        lambda: measured(
            staffing(),
            row("input.staffing", 5, deduct(), BY_HEADS),
            (people(104), {"headcount": 106, "authorised_staffing": 100}),
        ),
        {"formula", "lacks_facts", "before", "after"},
    ),
    "clashing answers": (clashing, {"fact", "formula", "reading", "clash"}),
    "a weight": (lambda: measured(staffing(5), staffing(8), (people(104),) * 2), {"points"}),
    "a place": (
        lambda: [
            sheet(table(staffing(), satisfaction()), people(104)),
            sheet(
                table(staffing(6, name="process.staffing", label=Text("input.staffing")), satisfaction()), people(104)
            ),
        ],
        {"place", "points"},
    ),
    "a share": (
        lambda: [TestPoolsAndAbsence().judged((2, 8), (2, 8)), TestPoolsAndAbsence().judged((5, 5), (5, 5))],
        {"share"},
    ),
    "a row that leaves": (lambda: absences(None, "zero"), {"absent_after", "absent_reason", "policy_zero"}),
    "a row that comes": (
        lambda: absences("rescale", None),
        {"absent_before", "absent_reason", "policy_rescale", "arrived"},
    ),
    "points that move": (
        lambda: absences(None, "reallocate"),
        {"absent_after", "absent_reason", "policy_reallocate", "arrived"},
    ),
    "another policy": (
        lambda: absences("full_points", "zero"),
        {"absent_policy", "policy_full_points", "policy_zero"},
    ),
    "a choice": (lambda: chosen("own", "common"), {"chosen", "left"}),
}


def codes_in(message):
    """The codes of a message and of all messages in it."""
    found = {message.code.removeprefix("scoring.bridge_")}
    for _, value in message.params:
        for each in value if isinstance(value, tuple) else (value,):
            found |= codes_in(each) if isinstance(each, Message) else set()
    return found


def said_by(before, after):
    rows = bridge(before, after).rows
    messages = [message for row in rows for message in (*row.reasons, *row.obstacles)]
    for message in messages:
        assert all(present.render(message, locale) for locale in present.LOCALES)
    return set().union(*map(codes_in, messages))


@pytest.mark.parametrize("name", SAID)
def test_what_is_said(name):
    make, expected = SAID[name]
    assert said_by(*make()) == expected


def refused_by(*sheets, **more):
    with pytest.raises(JixiaoError) as caught:
        bridge(*sheets, **more)
    return set().union(*(codes_in(problem.message) for problem in caught.value.problems))


def test_every_code_of_the_bridge_is_said():
    """All that is said above, and all refusals."""
    heard = set().union(*(expected for _, expected in SAID.values())) | {"reading", "assumed"}
    extra = Adjustment(id="bonus", label=Text("加分"), clause="加分", high=5)
    open_table = evolve_choose(table(row("output.own", 5, Judged()), row("output.common", 5, Judged())))
    open_sheet = sheet(evolve(open_table, adjustments=(extra,)), {})
    heard |= refused_by(open_sheet, open_sheet)
    # Everything is settled but that nothing applies: the total can be anything.
    absent = table(row("output.work", 5, Judged()), not_applicable="rescale")
    nothing = score(absent, Evidence(assessments={"output.work": NotApplicable(reason="无")}))
    heard |= refused_by(nothing, nothing)
    kinds = [evolve(absent, kind=kind) for kind in ("department", "project", "self_evaluation")]
    heard |= refused_by(*(score(each, Evidence()) for each in kinds[:2]))
    heard |= refused_by(*(score(each, Evidence()) for each in kinds[1:]))
    wrong = sheet(table(row("effect.satisfaction", 5, Proportional(), PART)), {"content": 11, "asked": 10})
    heard |= refused_by(wrong, wrong)
    both = sheet(table(staffing(), satisfaction()), people(104))
    twice = {"input.staffing": "input.staffing", "effect.satisfaction": "input.staffing"}
    heard |= refused_by(both, both, matches=twice)
    assert heard == {code.removeprefix("scoring.bridge_") for code in TEMPLATES if code.startswith("scoring.bridge_")}
