"""Evidence plans worked by hand: what is certain, what a few findings can settle, and what they cost."""

from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core import Evidence, UnknownNameError, plan, registry, score
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import Checklist, ChecklistItem, DeductPerStep, Judged, Proportional
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import ChecklistAssessment, ItemFinding, Judgement, NotApplicable
from jixiao_core.scoring.plan_views import Condition, open_choices


def row(name, points, formula=None, **more):
    return Indicator(
        id=name,
        label=Text(name),
        points=points,
        clause="条款",
        source=Source(table="表"),
        formula=formula or Judged(),
        **more,
    )


def judged(points):
    return Judgement(points=points, reason="依据资料")


def ratio(top, base):
    return Measure(numerator=(Term(top),), denominator=(Term(base),))


def table(*rows, groups=(), edges=(90, 60), facts=(), **more):
    total = sum((group.points for group in groups if "." not in group.id), Fraction(0)) or sum(r.points for r in rows)
    names = ("优", "良", "差")
    scale = GradeScale(grades=tuple(Grade(name=n, at_least=e) for n, e in zip(names, (*edges, 0), strict=True)))
    return Rubric(
        series="by-hand",
        edition=2024,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="财政局"),
        fiscal_years=FiscalYears(first=2024, last=2024),
        points=total,
        grades=scale,
        groups=groups,
        indicators=rows,
        facts=tuple(
            FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name))
            for name in facts
        ),
        **more,
    )


def sets(found):
    return [sorted(unknown.key for unknown in each.unknowns) for each in found]


FIFTY_THIRTY_TWENTY = table(row("a", 50), row("b", 30), row("c", 20))


class TestRows:
    def test_nothing_is_known(self):
        """优 needs 90 of 50 + 30 + 20: all three. It is out of reach once 11 are lost: one row of 20 may lose 20."""
        found = plan(score(FIFTY_THIRTY_TWENTY, Evidence()))
        assert sets(found["优"].confirm) == [["assessment:a", "assessment:b", "assessment:c"]]
        assert sets(found["优"].refute) == [["assessment:a"], ["assessment:b"], ["assessment:c"]]
        # Of the 30 of b at least 20 are needed to reach 90 at all.
        assert str(found["优"].refute[1].wanted) == "[0, 20)"

    def test_a_rating_between_two_edges(self):
        """良 is [60, 90): with a and b known 20 stay open, so both together have to bring 60 to less than 70."""
        found = plan(score(FIFTY_THIRTY_TWENTY, Evidence()))
        assert sets(found["良"].confirm) == [["assessment:a", "assessment:b"]]
        assert str(found["良"].confirm[0].wanted) == "[60, 70)"
        # a = 0 leaves 50 at most; b and c are not enough alone: 100 − 30 = 70.
        assert sets(found["良"].refute) == [["assessment:a"]]

    def test_what_is_settled_already_is_not_asked_for(self):
        known = Evidence.of(FIFTY_THIRTY_TWENTY, assessments={"a": judged(50), "b": judged(30)})
        found = plan(score(FIFTY_THIRTY_TWENTY, known))
        assert sets(found["优"].confirm) == [["assessment:c"]]
        assert str(found["优"].confirm[0].wanted) == "[10, 20]"
        assert [(each.row, each.at_stake) for each in found.requests] == [("c", 20)]
        assert (found["差"].is_possible, found["差"].confirm, found["差"].refute) == (False, (), ())

    def test_a_rating_that_is_certain(self):
        """At least 60, less than 90: 50 and 20 are known, the 30 of b judged 10: 80, and nothing is open."""
        known = Evidence.of(FIFTY_THIRTY_TWENTY, assessments={"a": judged(50), "b": judged(10), "c": judged(20)})
        found = plan(score(FIFTY_THIRTY_TWENTY, known))
        assert [(each.grade.name, each.is_guaranteed) for each in found.ratings] == [
            ("优", False),
            ("良", True),
            ("差", False),
        ]
        assert found.requests == ()

    def test_an_unknown_rating_lists_those_there_are(self):
        with pytest.raises(UnknownNameError, match="优, 良, 差"):
            plan(score(FIFTY_THIRTY_TWENTY, Evidence()))["中"]

    def test_no_scale_no_ratings(self):
        bare = table(row("a", 50), row("b", 30), edges=(70, 60))
        without = Rubric(
            **{name: getattr(bare, name) for name in ("series", "edition", "revision", "kind", "title", "issuer")},
            fiscal_years=bare.fiscal_years,
            points=80,
            indicators=bare.indicators,
        )
        found = plan(score(without, Evidence()))
        assert found.ratings == ()
        assert [each.row for each in found.requests] == ["a", "b"]


class TestGaps:
    def test_two_or_five_not_four(self):
        """80 + {0, 2, 3, 5} never lies in [84, 85): that rating can be neither confirmed nor reached by it."""
        two_and_three = Checklist(
            items=(
                ChecklistItem(id="one", label=Text("①"), points=2),
                ChecklistItem(id="two", label=Text("②"), points=3),
            )
        )
        rubric = table(row("a", 80), row("b", 5, two_and_three), edges=(85, 84))
        found = plan(score(rubric, Evidence.of(rubric, assessments={"a": judged(80)})))
        assert sets(found["优"].confirm) == [["assessment:b"]]
        assert found["优"].confirm[0].wanted == IntervalSet.points(5)
        assert found["良"].confirm == ()

    def test_a_part_of_a_checklist_is_one_thing(self):
        items = tuple(ChecklistItem(id=f"item_{n}", label=Text(str(n)), points=5) for n in range(4))
        rubric = table(row("a", 20, Checklist(items=items)), edges=(18, 10))
        known = ChecklistAssessment(items=(ItemFinding(item="item_0", met=True),))
        found = plan(score(rubric, Evidence.of(rubric, assessments={"a": known})))
        assert sets(found["优"].confirm) == [["assessment:a"]]
        # The three open items are 15 points; with the 5 that are met the row has 20, or less by fives.
        assert found["优"].confirm[0].wanted == IntervalSet.points(20)


class TestFacts:
    def test_a_fact_that_two_rows_wait_for_counts_once(self):
        """spent ÷ 100 and spent ÷ 200: with 100 both are full at spent = 200 or more; one fact settles 60 points."""
        rubric = table(
            row("a", 30, Proportional(full_at="100%"), measure=ratio("spent", "plan")),
            row("b", 30, Proportional(full_at="100%"), measure=ratio("spent", "budget")),
            row("c", 40),
            edges=(60, 50),
            facts=("spent", "plan", "budget"),
        )
        sheet = score(rubric, Evidence.of(rubric, facts={"plan": 100, "budget": 200}))
        found = plan(sheet)
        assert sets(found["优"].confirm) == [["fact:spent"]]
        assert found["优"].confirm[0].rows == ("a", "b")
        assert found["优"].is_exact

    def test_a_row_of_two_facts_needs_both(self):
        rubric = table(
            row("a", 50, DeductPerStep(standard="100%", side="below", step="1pp", deduct=1), measure=ratio("x", "y")),
            row("b", 50),
            edges=(100, 50),
            facts=("x", "y"),
        )
        found = plan(score(rubric, Evidence.of(rubric, assessments={"b": judged(50)})))
        assert sets(found["优"].confirm) == [["fact:x", "fact:y"]]

    def test_what_settles_one_row_does_not_settle_its_neighbour(self):
        """x ÷ y and z ÷ y: full points in both need all three; x and y settle the first row only."""
        full = Proportional(full_at="100%")
        rubric = table(
            row("a", 50, full, measure=ratio("x", "y")),
            row("b", 50, full, measure=ratio("z", "y")),
            edges=(100, 50),
            facts=("x", "y", "z"),
        )
        found = plan(score(rubric, Evidence()))
        assert sets(found["优"].confirm) == [["fact:x", "fact:y", "fact:z"]]
        # Below 50 or 100: one row alone leaves the other between 0 and 50, so 50 stays possible.
        assert [each.rows for each in found["良"].refute] == [("a", "b")]

    def test_rows_that_may_not_apply(self):
        """0 ÷ 0 would move the points of a to b: nothing is then called the smallest, and a has to be found out."""
        rubric = table(
            row("a", 50, Proportional(full_at="100%"), measure=ratio("x", "y")),
            row("b", 50),
            facts=("x", "y"),
            not_applicable="reallocate",
        )
        found = plan(score(rubric, Evidence.of(rubric, assessments={"b": judged(50)})))
        assert not found["优"].is_exact
        assert sets(found["优"].confirm) == [["fact:x", "fact:y"]]


class TestTheWhole:
    @pytest.mark.parametrize("policy", ["rescale", "reallocate"])
    def test_an_open_choice_is_no_sum_where_a_member_does_not_apply(self, policy):
        """a has 30 of 100, b does not apply: 30 where a is chosen, anything where b is. Nothing is settled before that."""
        rubric = table(
            row("only.a", 100),
            row("only.b", 100),
            groups=(Group(id="only", label=Text("二者择一"), points=100, choose="one"),),
            not_applicable=policy,
        )
        sheet = score(
            rubric, Evidence.of(rubric, assessments={"only.a": judged(30), "only.b": NotApplicable(reason="无此事项")})
        )
        assert sheet.possible == Interval(0, 100)
        (refuted,) = plan(sheet)["优"].refute
        assert sets([refuted]) == [["choice:only"]]
        assert refuted.conditions == (Condition("choice", "only", "only.a"),)

    def test_a_choice_of_what_does_not_apply_settles_nothing(self):
        """Of two rows one is chosen; a does not apply and passes its points on, to nobody: then nothing is known."""
        rubric = table(
            row("only.a", 100),
            row("only.b", 100),
            groups=(Group(id="only", label=Text("二者择一"), points=100, choose="one"),),
            not_applicable="reallocate",
        )
        known = Evidence.of(rubric, assessments={"only.a": NotApplicable(reason="无此事项")})
        sheet = score(rubric, evolve(known, choices={"only": "only.a"}))
        assert sheet.possible == Interval(0, 100)
        found = plan(score(rubric, known))
        assert sets(found["优"].refute) == [["assessment:only.b", "choice:only"]]

    def test_a_choice_is_one_thing(self):
        """a is known to be worth 60, b is open: choosing a makes 60 + 40 certain."""
        rubric = table(
            row("first.a", 60),
            row("first.b", 60),
            row("second.c", 40),
            groups=(
                Group(id="first", label=Text("二者择一"), points=60, choose="one"),
                Group(id="second", label=Text("其余"), points=40),
            ),
        )
        known = Evidence.of(rubric, assessments={"first.a": judged(60), "second.c": judged(40)})
        found = plan(score(rubric, known))
        assert sets(found["优"].confirm) == [["choice:first"]]
        assert found["优"].confirm[0].conditions == (Condition("choice", "first", "first.a"),)
        # Whichever is chosen: b may be worth nothing, then 40 of 100 are left.
        assert sets(found["优"].refute) == [["assessment:first.b", "choice:first"]]

    def test_an_adjustment(self):
        bonus = Adjustment(id="bonus", label=Text("加分"), clause="加分不超过5分", high=5)
        rubric = table(row("a", 60), row("b", 40), adjustments=(bonus,), total_ceiling=105)
        found = plan(score(rubric, Evidence.of(rubric, assessments={"a": judged(60), "b": judged(27)})))
        assert sets(found["优"].confirm) == [["adjustment:bonus"]]
        assert str(found["优"].confirm[0].wanted) == "[3, 5]"

    def test_rounding_of_the_total_moves_the_edge(self):
        """89.5 rounds to 90: 29.5 of b are enough, and 29.4 are not."""
        step = RoundingStep(at="total", quantum=1)
        rubric = table(row("a", 60), row("b", 40), rounding=(step,))
        found = plan(score(rubric, Evidence.of(rubric, assessments={"a": judged(60)})))
        assert str(found["优"].confirm[0].wanted) == "[29.5, 40]"

    def test_rounded_groups_keep_clear_of_the_edge(self):
        """Each of two groups may move by up to a point: sets will do for certain, and are not called the smallest."""
        step = RoundingStep(at="group", quantum=1, mode="half_even")
        rubric = table(
            row("one.a", 60),
            row("two.b", 40),
            groups=(Group(id="one", label=Text("一"), points=60), Group(id="two", label=Text("二"), points=40)),
            rounding=(step,),
        )
        found = plan(score(rubric, Evidence.of(rubric, assessments={"one.a": judged(60)})))
        assert not found["优"].is_exact
        assert str(found["优"].confirm[0].wanted) == "[32, 40]"


class TestCaps:
    """一票否决: under a condition the rating is at most 良."""

    STATED = GradeCap(id="veto", label=Text("一票否决"), at_most="良", clause="最高评为良")
    OF_A_ROW = GradeCap(
        id="low", label=Text("得分过低"), at_most="良", clause="低于10分的", indicator="b", points_at_most=10
    )

    def test_the_condition_has_to_be_found_out(self):
        rubric = table(row("a", 60), row("b", 40), grade_caps=(self.STATED,))
        found = plan(score(rubric, Evidence.of(rubric, assessments={"a": judged(60), "b": judged(40)})))
        assert sets(found["优"].confirm) == [["grade_cap:veto"]]
        assert sets(found["优"].refute) == [["grade_cap:veto"]]
        assert sets(found["良"].confirm) == [["grade_cap:veto"]]

    def test_a_condition_that_is_known(self):
        rubric = table(row("a", 60), row("b", 40), grade_caps=(self.STATED,))
        known = Evidence.of(rubric, assessments={"a": judged(60)}, grade_caps={"veto": True})
        found = plan(score(rubric, known))
        assert not found["优"].is_possible
        assert sets(found["良"].confirm) == []
        assert found["良"].is_guaranteed

    def test_a_row_that_decides(self):
        """b at 10 or less caps the rating, and 95 is out of reach below 35 anyway: confirming needs b itself."""
        rubric = table(row("a", 60), row("b", 40), edges=(65, 60), grade_caps=(self.OF_A_ROW,))
        found = plan(score(rubric, Evidence.of(rubric, assessments={"a": judged(60)})))
        assert sets(found["优"].confirm) == [["assessment:b"]]
        # 65 would be reached with 5 points of b, but up to 10 the rating is at most 良.
        assert str(found["优"].confirm[0].wanted) == "(10, 40]"
        assert sets(found["优"].refute) == [["assessment:b"]]
        assert str(found["优"].refute[0].wanted) == "[0, 10]"

    def test_a_set_says_how_a_condition_has_to_turn_out(self):
        """With 一票否决 the 60 of a alone make 良 certain; without it 100 may still come, and b has to be known too."""
        found = plan(score(table(row("a", 60), row("b", 40), grade_caps=(self.STATED,)), Evidence()))
        capped, plain = found["良"].confirm
        assert {each.key for each in capped.unknowns} | {each.key for each in plain.unknowns} == {
            "assessment:a",
            "assessment:b",
            "grade_cap:veto",
        }
        if not capped.conditions:
            capped, plain = plain, capped
        assert capped.conditions == (Condition("grade_cap", "veto", finding=True),)
        assert (capped.rows, capped.wanted) == (("a",), IntervalSet.points(60))
        assert (plain.conditions, plain.rows, str(plain.wanted)) == ((), ("a", "b"), "[60, 90)")
        (excellent,) = found["优"].confirm
        assert excellent.conditions == (Condition("grade_cap", "veto", finding=False),)
        refuting = {each.conditions: each for each in found["优"].refute}
        assert not refuting[Condition("grade_cap", "veto", finding=True),].brings_points

    def test_a_row_that_decides_among_others_is_a_condition(self):
        """a ≤ 10 caps at 良. 60 of c are known: 良 for certain takes a and b, or a at most 10 points and any b."""
        low = GradeCap(id="low", label=Text("过低"), at_most="良", clause="低", indicator="a", points_at_most=10)
        rubric = table(row("a", 20), row("b", 20), row("c", 60), edges=(65, 60), grade_caps=(low,))
        found = plan(score(rubric, Evidence.of(rubric, assessments={"c": judged(60)})))
        assert [(each.rows, each.conditions, str(each.wanted)) for each in found["良"].confirm] == [
            (("a",), (), "[0, 10]")
        ]
        assert [(each.rows, each.conditions, str(each.wanted)) for each in found["优"].confirm] == [
            (("a",), (), "(10, 20]")
        ]
        # With 40 of c, 65 takes both rows: 25 of them, and more than 10 of a whatever they bring together.
        wanting = plan(score(rubric, Evidence.of(rubric, assessments={"c": judged(40)})))
        assert [(each.rows, each.conditions, str(each.wanted)) for each in wanting["优"].confirm] == [
            (("a", "b"), (Condition("grade_cap", "low", finding=False),), "[25, 40]")
        ]

    def test_what_is_open_beside_rows_is_asked_for(self):
        bonus = Adjustment(id="bonus", label=Text("加分"), clause="加分不超过5分", high=5)
        rubric = table(row("a", 60), row("b", 40), adjustments=(bonus,), grade_caps=(self.STATED,), total_ceiling=105)
        known = Evidence.of(rubric, assessments={"a": judged(60)})
        asked = plan(score(rubric, known)).requests
        assert [(each.row, each.at_stake, each.unknowns[0].kind) for each in asked] == [
            ("b", 40, "assessment"),
            ("bonus", 5, "adjustment"),
            ("veto", 0, "grade_cap"),
        ]

    def test_a_condition_that_no_single_row_decides_leaves_it_open_whether_sets_are_the_smallest(self):
        """The points of a whole group decide: its rows are not tried for it, one way or the other."""
        low = GradeCap(id="low", label=Text("过低"), at_most="良", clause="低", indicator="one", points_at_most=10)
        rubric = table(
            row("one.a", 30),
            row("one.b", 30),
            row("two.c", 40),
            groups=(Group(id="one", label=Text("一"), points=60), Group(id="two", label=Text("二"), points=40)),
            grade_caps=(low,),
        )
        assert not plan(score(rubric, Evidence()))["优"].is_exact


def test_only_groups_of_which_one_counts_are_open_choices():
    """The groups of the department's table hold rows that all count; nothing has to be chosen there."""
    assert open_choices(score(registry.load("junshan-department@2021.1"), Evidence())) == ()
