"""
From rows to the total: rows that do not apply, pools, choices, targets, roundings, adjustments and ratings.

Every expected number is worked out beside it.
"""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Count, Number, Rate
from jixiao_core.messages import Text
from jixiao_core.present import render
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
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
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import (
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.explain import explain_review
from jixiao_core.scoring.figures import Bounded
from jixiao_core.scoring.review import review
from jixiao_core.scoring.score import score

F = Fraction


def points(*values):
    return IntervalSet.points(*(F(value) for value in values))


def row(name, maximum, formula=None, **more):
    return Indicator(
        id=name,
        label=Text(name),
        points=maximum,
        clause="条款",
        source=Source(table="表"),
        formula=formula or Judged(),
        **more,
    )


def group(name, maximum, **more):
    return Group(id=name, label=Text(name), points=maximum, **more)


def fact(name):
    return FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name))


RATIO = Measure(numerator=(Term("top"),), denominator=(Term("base"),))


def table(*rows, total=100, **more):
    head = {
        "series": "a-table",
        "edition": 2021,
        "revision": 1,
        "kind": "project",
        "title": Text("表"),
        "issuer": Issuer(zh="某局"),
        "fiscal_years": FiscalYears(first=2021, last=2021),
        "points": total,
        "facts": (fact("top"), fact("base")),
    }
    return Rubric(**{**head, "indicators": rows, **more})


ABSENT = NotApplicable(reason="无此项")


def judged(value):
    return Judgement(points=value, reason="因")


def sheet(rubric, facts=None, choices=None, pools=None, adjustments=None, grade_caps=None, **rows):
    found = {
        name.replace("__", "."): judged(value) if isinstance(value, (int, str, Fraction)) else value
        for name, value in rows.items()
    }
    given = Evidence.of(
        rubric,
        facts=facts,
        assessments=found,
        choices=choices,
        pools=pools,
        adjustments=adjustments,
        grade_caps=grade_caps,
    )
    return score(rubric, given)


class TestRowsThatDoNotApply:
    """a 10 and b 30 in one group, c 60 beside it; a does not apply, b was judged at 15, c at 45."""

    def table(self, policy, **more):
        first = row("g.a", 10, **more)
        return table(first, row("g.b", 30), row("c", 60), groups=(group("g", 40),), not_applicable=policy)

    @pytest.mark.parametrize(
        ("policy", "total", "obtained"),
        [
            # 10 + 15 + 45
            ("full_points", 70, 10),
            # 0 + 15 + 45
            ("zero", 60, 0),
            # b gets the 10 points of a: 15 × 40/30 = 20; 20 + 45
            ("reallocate", 65, 0),
            # 60 of 90 points that apply: 60 × 100/90
            ("rescale", F(200, 3), 0),
        ],
    )
    def test_policies(self, policy, total, obtained):
        found = sheet(self.table(policy), g__a=ABSENT, g__b=15, c=45)
        assert (found.points, found.not_applicable_points) == (total, obtained)

    def test_nobody_moves_points_while_the_row_applies(self):
        for policy in ("full_points", "zero", "reallocate", "rescale"):
            assert sheet(self.table(policy), g__a=7, g__b=15, c=45).points == 67

    def test_points_go_to_the_named_rows_only(self):
        rows = [row("a", 10, reallocate_to=("b",)), row("b", 30), row("c", 60)]
        named = table(*rows, not_applicable="reallocate")
        # b: 15 × 40/30 = 20; 20 + 45.
        assert sheet(named, a=ABSENT, b=15, c=45).points == 65
        shared = table(row("a", 10), *rows[1:], not_applicable="reallocate")
        # In proportion 30 : 60, each row counts 10/9 as much: 60 × 10/9.
        assert sheet(shared, a=ABSENT, b=15, c=45).points == F(200, 3)

    def test_the_maximum_moves_with_the_points(self):
        found = sheet(self.table("reallocate"), g__a=ABSENT, g__b=30, c=60)
        assert (found["g.a"].maximum, found["g.b"].maximum, found["g"].maximum) == (0, 40, 40)
        assert (found["g.b"].points, found.points) == (40, 100)

    def test_points_of_several_rows_come_together_at_one_heir(self):
        rows = [row("a", 10, reallocate_to=("d",)), row("b", 20, reallocate_to=("d",)), row("c", 30), row("d", 40)]
        found = sheet(table(*rows, not_applicable="reallocate"), a=ABSENT, b=ABSENT, c=0, d=20)
        # d is worth 40 + 10 + 20 now: 20 × 70/40.
        assert (found["d"].maximum, found.points) == (70, 35)

    def test_named_heirs_that_do_not_apply_either(self):
        """Then all that apply inherit."""
        rubric = table(row("a", 10, reallocate_to=("b",)), row("b", 30), row("c", 60), not_applicable="reallocate")
        # Only c is left: 45 × 100/60 = 75.
        assert sheet(rubric, a=ABSENT, b=ABSENT, c=45).points == 75

    @pytest.mark.parametrize(
        ("policy", "total"),
        [
            # 10 + 30 + 45
            ("full_points", 85),
            ("zero", 45),
            # The 40 points of the group go to c: 45 × 100/60.
            ("reallocate", 75),
            # 45 of 60 points that apply.
            ("rescale", 75),
        ],
    )
    def test_a_group_of_which_nothing_applies(self, policy, total):
        assert sheet(self.table(policy), g__a=ABSENT, g__b=ABSENT, c=45).points == total

    @pytest.mark.parametrize(("policy", "total"), [("full_points", points(100)), ("zero", points(0))])
    def test_nothing_applies_at_all(self, policy, total):
        found = sheet(self.table(policy), g__a=ABSENT, g__b=ABSENT, c=ABSENT)
        assert IntervalSet.of(found.possible) == total

    @pytest.mark.parametrize("policy", ["reallocate", "rescale"])
    def test_where_nothing_applies_nothing_is_known(self, policy):
        found = sheet(self.table(policy), g__a=ABSENT, g__b=ABSENT, c=ABSENT)
        assert found.possible == Interval.closed(0, 100)

    def test_a_row_has_its_own_policy(self):
        # a is zero, b would be full: 0 + 30 + 45.
        rubric = self.table("full_points", not_applicable="zero")
        assert sheet(rubric, g__a=ABSENT, g__b=ABSENT, c=45).points == 75

    def test_zero_over_zero_may_or_may_not_apply(self):
        """A row whose facts are open may turn out not to apply; then its points move."""
        rubric = table(row("a", 40, Proportional(), measure=RATIO), row("b", 60), not_applicable="reallocate")
        # a scores 0 to 40 beside b's 30, or b alone counts 30 × 100/60 = 50.
        assert sheet(rubric, b=30).possible == Interval.closed(30, 70)
        # With b at 60: 60 to 100, or 100.
        assert sheet(rubric, b=60).possible == Interval.closed(60, 100)
        # With b at 0: 0 to 40, or 0.
        assert sheet(rubric, b=0).possible == Interval.closed(0, 40)

    def test_zero_over_zero_by_known_facts(self):
        rubric = table(row("a", 40, Proportional(), measure=RATIO), row("b", 60), not_applicable="reallocate")
        assert sheet(rubric, facts={"top": 0, "base": 0}, b=30).points == 50

    def test_an_absent_item_counts_in_full(self):
        items = (ChecklistItem(id="x", label=Text("x"), points=40), ChecklistItem(id="y", label=Text("y"), points=60))
        rubric = table(row("a", 100, Checklist(items=items)))
        found = ChecklistAssessment(
            items=(ItemFinding(item="x", not_applicable="无"), ItemFinding(item="y", met=False))
        )
        assert sheet(rubric, a=found).points == 40

    def test_absent_members_of_a_pool_leave_their_share_to_the_others(self):
        pool = Pool(id="p", label=Text("p"), points=60, members=("a", "b", "c"))
        rubric = table(*(row(n, None) for n in "abc"), row("d", 40), pools=(pool,), not_applicable="reallocate")
        # Shares of 20; a's go to b and c, which count 30 each: 10 × 1.5 + 20 × 1.5 = 45; 45 + 40.
        assert sheet(rubric, a=ABSENT, b=10, c=20, d=40).points == 85


class TestPools:
    POOL = Pool(id="p", label=Text("p"), points=60, members=("a", "b", "c"))
    RUBRIC = table(*(row(n, None) for n in "abc"), row("d", 40), pools=(POOL,))

    def test_equal_shares(self):
        # 20 + 10 + 0, and 40.
        found = sheet(self.RUBRIC, a=20, b=10, c=0, d=40)
        assert (found.points, found["p"].points, found["p"].maximum, found["a"].maximum) == (70, 30, 60, 20)

    def test_stated_shares(self):
        found = sheet(self.RUBRIC, pools={"p": {"a": 50, "b": 10, "c": 0}}, a=45, b=10, d=40)
        assert (found.points, found["a"].maximum, found["c"].maximum) == (95, 50, 0)
        assert found["c"].status == "not_chosen"

    def test_members_that_are_not_named_have_no_share(self):
        found = sheet(self.RUBRIC, pools={"p": {"a": 60}}, a=59, d=40)
        assert (found.points, found["b"].maximum) == (99, 0)

    def test_members_are_cut_before_the_pool(self):
        """Five points of ten do not make up for what another member has above its share."""
        items = (ChecklistItem(id="x", label=Text("x"), points=30), ChecklistItem(id="y", label=Text("y"), points=20))
        rubric = table(
            row("a", None, Checklist(items=items)), row("b", None), row("c", None), row("d", 40), pools=(self.POOL,)
        )
        both = ChecklistAssessment(items=(ItemFinding(item="x", met=True), ItemFinding(item="y", met=True)))
        # a: min(30 + 20, 20) = 20; 20 + 5 + 0 = 25, and 40.
        found = sheet(rubric, a=both, b=5, c=0, d=40)
        assert (found["a"].points, found["p"].points, found.points) == (20, 25, 65)


class TestChoices:
    GROUPS = (group("g", 60, choose="one"),)
    RUBRIC = table(row("g.a", 60), row("g.b", 60), row("c", 40), groups=GROUPS)

    def test_the_chosen_member_counts(self):
        found = sheet(self.RUBRIC, choices={"g": "g.a"}, g__a=50, g__b=60, c=40)
        assert (found.points, found["g"].points) == (90, 50)
        assert (found["g.b"].status, found["g.b"].maximum) == ("not_chosen", 0)

    def test_any_member_may_be_meant(self):
        # 50 + 40 or 30 + 40.
        assert sheet(self.RUBRIC, g__a=50, g__b=30, c=40).possible == Interval.closed(70, 90)


class TestRanges:
    OPTIONS = Options(
        options=(
            Option(id="good", label=Text("好"), points=100),
            Option(id="fair", label=Text("中"), low=60, high=80, high_open=True),
        )
    )
    CASES = Nonconformities(
        conditions=(
            Condition(id="late", label=Text("迟"), deduct=3),
            Condition(id="bad", label=Text("差"), deduct_low=4, deduct_high=7),
        )
    )

    def test_an_option_with_a_range_is_open_until_its_points_are_chosen(self):
        rubric = table(row("a", 100, self.OPTIONS))
        assert sheet(rubric, a=OptionChosen(option="good")).points == 100
        assert sheet(rubric, a=OptionChosen(option="fair")).possible == Interval(F(60), F(80), False, True)
        assert sheet(rubric, a=OptionChosen(option="fair", points="79.9")).points == F(799, 10)

    def cases(self, per="case", **found):
        rubric = table(row("a", 100, evolve(self.CASES, per=per)))
        stated = tuple(
            Cases(condition=name, count=each)
            if each is None or isinstance(each, int)
            else Cases(condition=name, **each)
            for name, each in found.items()
        )
        return sheet(rubric, a=CasesFound(cases=stated))

    def test_a_range_of_deductions(self):
        # 100 − 2 × 3 − one of 4 to 7.
        assert self.cases(late=2, bad=1).possible == Interval.closed(87, 90)
        # 100 − 6 − 2 × 5.
        assert self.cases(late=2, bad={"count": 2, "deduct": 5}).points == 84
        assert self.cases(late=0, bad=0).points == 100

    def test_once_per_condition(self):
        # 100 − 3 − 5, however many.
        assert self.cases(per="condition", late=9, bad={"count": 4, "deduct": 5}).points == 92
        # 100 − 3 − one of 4 to 7.
        assert self.cases(per="condition", late=9, bad=4).possible == Interval.closed(90, 93)

    def test_never_below_nothing(self):
        assert self.cases(late=34, bad=0).points == 0

    def test_a_condition_that_is_not_named_is_open(self):
        found = self.cases(late=1)["a"]
        # 97 less any number of deductions of 4 to 7.
        assert found.missing == ("bad",)
        assert F(97) in found.possible
        assert F(95) not in found.possible
        assert found.possible.hull() == Interval.closed(0, 97)

    def test_a_count_that_is_not_known_is_open(self):
        assert self.cases(late=None, bad=0)["a"].missing == ("late",)


class TestChecklists:
    ITEMS = (
        ChecklistItem(id="plan", label=Text("计划"), points=20),
        ChecklistItem(id="done", label=Text("执行"), points=30, requires=("plan",)),
        ChecklistItem(id="filed", label=Text("归档"), points=50),
    )
    RUBRIC = table(row("a", 100, Checklist(items=ITEMS)))
    PARTIAL = table(row("a", 100, Checklist(items=ITEMS, partial_credit=True)))

    def found(self, rubric=RUBRIC, **states):
        items = tuple(
            ItemFinding(item=name, met=state)
            if state is None or isinstance(state, bool)
            else ItemFinding(item=name, points=state)
            for name, state in states.items()
        )
        return sheet(rubric, a=ChecklistAssessment(items=items))

    def test_what_rests_on_nothing_scores_nothing(self):
        # 30 are lost because there is no plan: 0 + 0 + 50.
        assert self.found(plan=False, done=True, filed=True).points == 50

    def test_what_is_not_known_is_open(self):
        # plan open: with it 20 + 30, without it nothing; filed 50.
        found = self.found(done=True, filed=True)["a"]
        assert (found.possible, found.missing) == (points(50, 100), ("plan",))
        assert self.found(plan=None, done=True, filed=True)["a"].possible == points(50, 100)

    def test_parts(self):
        # 20 + 12.5 + 50.
        assert self.found(self.PARTIAL, plan=20, done="12.5", filed=True).points == F(165, 2)
        # A plan in part is no plan to carry out: 10 + 0 + 50.
        assert self.found(self.PARTIAL, plan=10, done="12.5", filed=True).points == 60

    def test_parts_where_items_score_whole(self):
        # 12.5 of 30 is not met; 20 of 20 is.
        assert self.found(plan=20, done="12.5", filed=True).points == 70


class TestTargets:
    def total(self, *rows, **rules):
        rubric = table(row("a", 100, Targets(**rules)))
        return sheet(rubric, a=TargetsAssessment(rows=tuple(TargetRow(label="t", **each) for each in rows)))

    def target(self, target, actual, **more):
        return {"target": Count.parse(target), "actual": Count.parse(actual), **more}

    @pytest.mark.parametrize(
        ("rule", "threshold", "expected"),
        [
            # 150% and 50%: each capped before the mean, (1 + 0.5)/2.
            ("cap", "100%", 75),
            ("explain", "120%", 75),
            # Above 120% nothing: (0 + 0.5)/2.
            ("zero", "120%", 25),
            # Reduced by what is above: 1 − (1.5 − 1.2) = 0.7; (0.7 + 0.5)/2.
            ("reduce", "120%", 60),
        ],
    )
    def test_over_achievement(self, rule, threshold, expected):
        found = self.total(
            self.target("10", "15"), self.target("10", "5"), over_achievement=rule, over_threshold=threshold
        )
        assert found.points == expected

    @pytest.mark.parametrize(
        ("target", "actual", "comparator", "expected"),
        [
            ("10", "8", "at_least", 80),
            # Less is better: 10 planned, 8 needed is complete (capped), 20 needed is half.
            ("10", "8", "at_most", 100),
            ("10", "20", "at_most", 50),
            # A target of 0 is kept exactly by 0.
            ("0", "0", "at_least", 100),
            ("0", "3", "at_least", 0),
            ("0", "0", "at_most", 100),
            ("0", "3", "at_most", 0),
            ("3", "0", "at_least", 0),
            ("3", "0", "at_most", 100),
        ],
    )
    def test_comparators(self, target, actual, comparator, expected):
        assert self.total(self.target(target, actual, comparator=comparator)).points == expected

    def test_weights(self):
        # (3 × 1 + 1 × 0.2)/4
        assert self.total(self.target("5", "5", weight=3), self.target("5", "1", weight=1)).points == 80

    def test_declared_rates(self):
        assert self.total({"rate": Rate.parse("64%")}).points == 64

    def test_open_targets(self):
        # One at 0.5, one unknown: (0.5 + 0…1)/2.
        found = self.total(self.target("10", "5"), {"target": Count.parse("10")})
        assert (found.possible, found["a"].missing) == (Interval.closed(25, 75), ("t",))

    def test_a_missed_key_target(self):
        missed = (self.target("10", "9", key=True), self.target("10", "10"))
        assert self.total(*missed, key_target="zero_row").points == 0
        assert self.total(*missed).points == 95
        kept = (self.target("10", "10", key=True), self.target("10", "9"))
        assert self.total(*kept, key_target="zero_row").points == 95

    def test_an_open_key_target(self):
        # The other is met: 0 where the open one is missed, all where it is met, and nothing between.
        found = self.total({"key": True}, self.target("10", "10"), key_target="zero_row")
        assert found["a"].possible == IntervalSet.points(0, 100)

    def test_an_open_key_target_met_by_far_may_cost_what_its_excess_costs(self):
        found = self.total({"key": True}, self.target("10", "10"), key_target="zero_row", over_achievement="reduce")
        assert found["a"].possible == IntervalSet((Interval.point(F(0)), Interval.closed(50, 100)))


class TestRounding:
    def rubric(self, *steps):
        rows = (row("g.a", 50, Proportional(), measure=RATIO), row("g.b", 50))
        return table(*rows, groups=(group("g", 100),), rounding=steps)

    @pytest.mark.parametrize(
        ("steps", "expected"),
        [
            # 2/3 × 50 = 33.33…; b adds 0.125.
            ([], F(100, 3) + F(1, 8)),
            # 2/3 = 66.666…% ≈ 66.67%: 33.335 + 0.125.
            ([("measure", "0.01%")], F("33.46")),
            # 33.33 + 0.13
            ([("indicator", "0.01")], F("33.46")),
            # 33.4583… ≈ 33.46
            ([("group", "0.01")], F("33.46")),
            # 33.4583… ≈ 33.5
            ([("total", "0.1")], F("33.5")),
            # 33.3 + 0.1 = 33.4 at the rows, and the total keeps it.
            ([("indicator", "0.1"), ("total", "0.1")], F("33.4")),
        ],
    )
    def test_only_where_the_rubric_rounds(self, steps, expected):
        rubric = self.rubric(*(RoundingStep(at=at, quantum=quantum) for at, quantum in steps))
        assert sheet(rubric, facts={"top": 2, "base": 3}, g__b="0.125").points == expected

    @pytest.mark.parametrize(
        ("mode", "expected"), [("half_up", "0.13"), ("half_even", "0.12"), ("down", "0.12"), ("ceiling", "0.13")]
    )
    def test_modes(self, mode, expected):
        rubric = self.rubric(RoundingStep(at="total", quantum="0.01", mode=mode))
        assert sheet(rubric, facts={"top": 0, "base": 3}, g__b="0.125").points == F(expected)


GRADES = GradeScale(
    grades=tuple(Grade(name=name, at_least=least) for name, least in (("优", 90), ("良", 80), ("差", 0)))
)


def names(found):
    return [grade.name for grade in found.grades]


class TestGrades:
    def rubric(self, *steps, **more):
        return table(row("a", 60), row("b", 40), grades=GRADES, rounding=steps, **more)

    @pytest.mark.parametrize(
        ("a", "expected"), [(50, ["优"]), ("49.995", ["良"]), (40, ["良"]), ("39.99", ["差"]), (0, ["差"])]
    )
    def test_on_the_exact_total(self, a, expected):
        assert names(sheet(self.rubric(), a=a, b=40)) == expected

    def test_on_the_rounded_total_where_the_rubric_rounds_it(self):
        # 89.995 ≈ 90.00
        rounded = self.rubric(RoundingStep(at="total", quantum="0.01"))
        assert names(sheet(rounded, a="49.995", b=40)) == ["优"]
        assert names(sheet(rounded, a="49.9949", b=40)) == ["良"]

    def test_all_that_are_possible(self):
        # 40 to 100; 60 + 25 is 25 to 85.
        assert names(sheet(self.rubric(), b=40)) == ["优", "良", "差"]
        assert names(sheet(self.rubric(), b=25)) == ["良", "差"]

    def test_tables_without_a_scale(self):
        assert sheet(table(row("a", 100)), a=100).grades == ()

    CAP = GradeCap(id="veto", label=Text("否决"), at_most="良", clause="条款")

    @pytest.mark.parametrize(
        ("stated", "expected"),
        [({"veto": True}, ["良"]), ({"veto": False}, ["优"]), ({}, ["优", "良"])],
    )
    def test_a_cap_that_the_evidence_states(self, stated, expected):
        rubric = self.rubric(grade_caps=(self.CAP,))
        assert names(sheet(rubric, grade_caps=stated, a=60, b=40)) == expected

    @pytest.mark.parametrize(
        ("stated", "a", "told"),
        # 60 + 40 is 优, 40 + 40 is 良 already, 0 + 40 is 差.
        [(True, 60, ["优 良"]), (True, 40, []), (True, 0, []), (False, 60, []), (None, 60, [])],
    )
    def test_a_cap_that_lowers_the_rating_is_told(self, stated, a, told):
        rubric = self.rubric(grade_caps=(self.CAP,))
        found = sheet(rubric, grade_caps={} if stated is None else {"veto": stated}, a=a, b=40)
        capped = [each for each in found.findings if each.code == "scoring.grade_capped"]
        assert [f"{each.message['grade']} {each.message['most']}" for each in capped] == told
        assert all((each.path, each.severity) == ("veto", "warning") for each in capped)

    def test_a_cap_never_lifts(self):
        rubric = self.rubric(grade_caps=(self.CAP,))
        assert names(sheet(rubric, grade_caps={"veto": True}, a=10, b=40)) == ["差"]

    @pytest.mark.parametrize(
        ("b", "expected"),
        # 60 + 35 = 95 is 优 unless b has 36 or less; 60 + 36 = 96; 60 + 36.5 = 96.5.
        [(35, ["良"]), (36, ["良"]), ("36.5", ["优"])],
    )
    def test_a_cap_on_a_row(self, b, expected):
        rubric = self.rubric(grade_caps=(evolve(self.CAP, indicator="b", points_at_most=36),))
        assert names(sheet(rubric, a=60, b=b)) == expected

    def test_a_cap_on_an_open_row(self):
        rubric = self.rubric(grade_caps=(evolve(self.CAP, indicator="b", points_at_most=36),))
        # 60 to 100.
        assert names(sheet(rubric, a=60)) == ["优", "良", "差"]

    def test_a_cap_on_a_group(self):
        rubric = table(
            row("g.a", 60),
            row("b", 40),
            groups=(group("g", 60),),
            grades=GRADES,
            grade_caps=(evolve(self.CAP, indicator="g", points_at_most=55),),
        )
        assert names(sheet(rubric, g__a=55, b=40)) == ["良"]
        assert names(sheet(rubric, g__a=56, b=40)) == ["优"]


class TestAdjustments:
    BONUS = Adjustment(id="bonus", label=Text("加分"), clause="条款", high=5, per_case="1.5")
    PENALTY = Adjustment(id="penalty", label=Text("扣分"), clause="条款", low=-10)

    def total(self, a, ceiling=None, **stated):
        rubric = table(row("a", 100), adjustments=(self.BONUS, self.PENALTY), total_ceiling=ceiling)
        figures = {name: AdjustmentFigure(**figure) for name, figure in stated.items()}
        return sheet(rubric, adjustments=figures, a=a).possible

    NONE = {"points": 0}  # noqa: RUF012 - read only

    @pytest.mark.parametrize(
        ("cases", "total"),
        # 80 + 0, 1.5, 3, 4.5, and 6 cut to 5.
        [(0, 80), (1, F(163, 2)), (2, 83), (3, F(169, 2)), (4, 85), (99, 85)],
    )
    def test_cases_have_a_cap(self, cases, total):
        assert self.total(80, bonus={"cases": cases}, penalty=self.NONE) == Interval.point(F(total))

    def test_stated_points(self):
        # 80 + 2 − 7.5
        assert self.total(80, bonus={"points": 2}, penalty={"points": "-7.5"}) == Interval.point(F(149, 2))

    def test_the_ceiling(self):
        assert self.total(98, bonus={"points": 5}, penalty=self.NONE) == Interval.point(F(100))
        assert self.total(98, ceiling=102, bonus={"points": 5}, penalty=self.NONE) == Interval.point(F(102))
        assert self.total(98, ceiling=105, bonus={"points": 5}, penalty=self.NONE) == Interval.point(F(103))

    def test_never_below_nothing(self):
        assert self.total(3, bonus=self.NONE, penalty={"points": -10}) == Interval.point(F(0))

    def test_what_is_not_known_is_open(self):
        # 80 − 10 to 80 + 5
        assert self.total(80) == Interval.closed(70, 85)
        assert self.total(80, bonus={"cases": None}, penalty=self.NONE) == Interval.closed(80, 85)


class TestSharedFacts:
    """Two rows over one unknown fact move together: their sum is narrower than the sum of their ranges."""

    DOMAIN = evolve(RATIO, domain="[0, 1]")
    RUBRIC = table(
        row("up", 50, Proportional(), measure=DOMAIN),
        row("down", 50, Proportional(full_at="0%", zero_at="100%"), measure=DOMAIN),
    )

    def test_what_one_row_gains_the_other_loses(self):
        # 50·x + 50·(1 − x) = 50, whatever x is.
        found = sheet(self.RUBRIC, facts={"base": 10, "top": Bounded(at_most=Count.parse("10"))})
        assert found.possible == Interval.point(F(50))
        assert (found["up"].possible.hull(), found["down"].possible.hull()) == (Interval.closed(0, 50),) * 2
        assert found.is_tight

    def test_a_part_that_may_exceed_its_whole_is_sound(self):
        """Above the base both rows are invalid, and each may have anything."""
        assert sheet(self.RUBRIC, facts={"base": 10}).possible == Interval.closed(0, 100)


class TestValues:
    """Sheets and reviews are values: they compare, copy and pickle by what they were computed from."""

    RUBRIC = table(
        row("a", 50, DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5"), measure=RATIO),
        row("b", 50),
    )

    def evidence(self, **facts):
        return Evidence.of(self.RUBRIC, facts=facts, assessments={"b": judged(20)})

    @pytest.mark.parametrize("facts", [{"top": 18, "base": 18}, {"base": 18}, {}])
    def test_copies_and_pickles_of_sheets(self, facts):
        found = score(self.RUBRIC, self.evidence(**facts))
        for twin in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
            assert twin == found
            assert hash(twin) == hash(found)
            assert twin.possible == found.possible
            assert twin.rows == found.rows
            if found.is_settled:
                assert twin.points == found.points

    def test_copies_and_pickles_of_reviews(self):
        claims = (Claim(indicator="a", points=50), Claim(indicator="b", points=20))
        case = Case(
            rubric=self.RUBRIC.pin,
            fiscal_year=2021,
            evidence=self.evidence(base=18),
            rounds=(ScoreRound(role="self", claims=claims),),
        )
        found = review(self.RUBRIC, case)
        for twin in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
            assert twin == found
            assert twin.rounds == found.rounds
            assert explain_review(twin, "a") == explain_review(found, "a")

    def test_sheets_differ_by_what_they_rest_on(self):
        sheets = {score(self.RUBRIC, self.evidence(**facts)) for facts in ({}, {"base": 1}, {"top": 1}, {})}
        assert len(sheets) == 3
        assert score(self.RUBRIC, self.evidence()) != "a sheet"

    def test_evidence_is_equal_in_any_order(self):
        one = Evidence.of(self.RUBRIC, facts={"top": 1, "base": 2}, assessments={"b": judged(1)})
        other = Evidence.of(self.RUBRIC, facts={"base": 2, "top": 1}, assessments={"b": judged(1)})
        assert (one, hash(one)) == (other, hash(other))

    def test_eight_threads_agree(self):
        cases = [self.evidence(**facts) for facts in ({"top": 19, "base": 18}, {"base": 18}, {})] * 40

        def all_of(evidence):
            found = score(self.RUBRIC, evidence)
            return found.possible, found.rows, found.strict, found.findings

        alone = [all_of(evidence) for evidence in cases]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(all_of, cases)) == alone


class TestSumOfClaims:
    """A stated total beside what the claimed rows that count give, with every adjustment that is possible."""

    BONUS = Adjustment(id="bonus", label=Text("加分"), clause="条款", high=5, per_case=1)
    MALUS = Adjustment(id="malus", label=Text("扣分"), clause="条款", low=-3)

    def told(self, rubric, total, *, claims, **evidence):
        rows = tuple(Claim(indicator=name, points=value) for name, value in claims.items())
        case = Case(
            rubric=rubric.pin,
            fiscal_year=2021,
            evidence=Evidence.of(rubric, **evidence),
            rounds=(ScoreRound(role="self", claims=rows, total=total),),
        )
        found = review(rubric, case).round().findings
        return [(each.code, str(each.message["computed"])) for each in found]

    @pytest.mark.parametrize(
        ("total", "said"),
        [
            (103, "各项得分之和为103分，已超过满分100分"),
            (98, "所填总分98与各项得分之和103不一致；各项得分之和已超过满分100分"),
        ],
    )
    def test_rows_of_more_than_all_points_add_up_to_what_they_add_up_to(self, total, said):
        # 63 + 40 is 103; nothing is rescaled, and 100 is not what they give.
        rubric = table(row("one", 60, Judged()), row("two", 40, Judged()))
        assert self.said(rubric, total, one=63, two=40) == [said]

    def test_only_what_there_is_is_mentioned(self):
        blank = table(row("one", 60, Judged()), row("two", 40, Judged()))
        assert self.said(blank, 59, one=60) == ["所填总分59与所填各项得分不一致：计入总分的各项得分之和应为60至100"]
        adjusted = table(row("one", 100, Judged()), adjustments=(self.BONUS,))
        assert self.said(adjusted, 70, one=80) == [
            "所填总分70与所填各项得分不一致：计入总分的各项得分计入可能的加减分后应为80至85"
        ]

    def said(self, rubric, total, **claims):
        rows = tuple(Claim(indicator=name, points=value) for name, value in claims.items())
        filed = ScoreRound(role="self", claims=rows, total=total, as_printed=True)
        found = review(rubric, Case(rubric=rubric.pin, fiscal_year=2021, rounds=(filed,)))
        return [render(each.message) for each in found.round().findings]

    @pytest.mark.parametrize("total", [76, 77, 85])
    def test_adjustments_of_which_nothing_is_known(self, total):
        # 80 − 3 is 77, 80 + 5 is 85.
        rubric = table(row("row", 100, Judged()), adjustments=(self.BONUS, self.MALUS))
        expected = [("scoring.total_outside_claims", "[77, 85]")] if total == 76 else []
        assert self.told(rubric, total, claims={"row": 80}) == expected

    @pytest.mark.parametrize("total", [81, 82])
    def test_adjustments_that_are_known(self, total):
        # 80 + 2 cases of 1.
        rubric = table(row("row", 100, Judged()), adjustments=(self.BONUS,))
        found = self.told(rubric, total, claims={"row": 80}, adjustments={"bonus": AdjustmentFigure(cases=2)})
        assert found == ([("scoring.total_outside_claims", "82")] if total == 81 else [])

    def test_a_table_that_offers_rescaling_which_no_row_needs(self):
        rubric = table(row("one", 60, Judged()), row("two", 40, Judged()), not_applicable="rescale")
        assert self.told(rubric, 98, claims={"one": 60, "two": 40}) == [("scoring.total_not_sum", "100")]
        assert self.told(rubric, 100, claims={"one": 60, "two": 40}) == []

    @pytest.mark.parametrize("claims", [{"one": 54}, {"one": 54, "two": 40}])
    def test_rescaled(self, claims):
        # two does not apply: 54 of 60 is 90 of 100, whatever stands in the row of two.
        rubric = table(row("one", 60, Judged()), row("two", 40, Judged()), not_applicable="rescale")
        absent = {"assessments": {"two": NotApplicable(reason="不涉及")}}
        assert self.told(rubric, 90, claims=claims, **absent) == []
        assert self.told(rubric, 94, claims=claims, **absent) == [("scoring.total_outside_claims", "90")]

    def test_a_blank_row_that_counts_is_anything_up_to_its_maximum(self):
        rubric = table(row("one", 60, Judged()), row("two", 40, Judged()))
        assert self.told(rubric, 100, claims={"one": 60}) == []
        assert self.told(rubric, 59, claims={"one": 60}) == [("scoring.total_outside_claims", "[60, 100]")]

    def test_a_blank_row_that_does_not_count(self):
        groups = (
            Group(id="rest", label=Text("其他"), points=80),
            Group(id="either", label=Text("二选一"), points=20, choose="one"),
        )
        rows = (row("rest.row", 80, Judged()), row("either.a", 20, Judged()), row("either.b", 20, Judged()))
        rubric = table(*rows, groups=groups)
        chosen = {"claims": {"rest.row": 70, "either.a": 15}, "choices": {"either": "either.a"}}
        assert self.told(rubric, 85, **chosen) == []
        assert self.told(rubric, 98, **chosen) == [("scoring.total_not_sum", "85")]
        # The claim for the member that was not chosen does not count.
        chosen["claims"]["either.b"] = 20
        assert self.told(rubric, 85, **chosen) == []
        # 70 + 15 or 70 + 20 where the choice is not known.
        both = {"claims": chosen["claims"]}
        assert self.told(rubric, 85, **both) == self.told(rubric, 90, **both) == []
        assert self.told(rubric, 84, **both) == [("scoring.total_outside_claims", "[85, 90]")]

    def test_groups_that_are_rounded(self):
        # 10.26 + 10.26 = 20.52 is 20.5 to one place, 20.5 + 20.5 = 41.0 (without rounding 41.04).
        step = RoundingStep(at="group", quantum="0.1")
        groups = tuple(Group(id=name, label=Text(name), points=50) for name in ("g", "h"))
        names = ("g.a", "g.b", "h.a", "h.b")
        rubric = table(*(row(name, 25, Judged()) for name in names), groups=groups, rounding=(step,))
        claims = dict.fromkeys(names, "10.26")
        assert self.told(rubric, 41, claims=claims) == []
        assert self.told(rubric, "41.04", claims=claims) == [("scoring.total_outside_claims", "41")]

    def test_a_row_that_scores_nothing_where_it_does_not_apply(self):
        rubric = table(row("one", 60, Judged()), row("two", 40, Judged(), not_applicable="zero"))
        absent = {"assessments": {"two": NotApplicable(reason="不涉及")}}
        assert self.told(rubric, 60, claims={"one": 60}, **absent) == []
        assert self.told(rubric, 61, claims={"one": 60}, **absent) == [("scoring.total_not_sum", "60")]

    def test_a_pool_counts_its_members(self):
        pool = Pool(id="pool", label=Text("共享"), points=60, members=("one", "two"))
        rubric = table(row("one", None, Judged()), row("two", None, Judged()), row("rest", 40, Judged()), pools=(pool,))
        claims = {"one": 20, "two": 25, "rest": 30}
        assert self.told(rubric, 75, claims=claims) == []
        assert self.told(rubric, 74, claims=claims) == [("scoring.total_not_sum", "75")]


class TestRowsThatMoveTogether:
    """a = 2 · x/4 and b = 2 − 2 · x/4 for x between 1 and 2: their sum is 2, whatever x is."""

    def rubric(self, *steps):
        share = Measure(numerator=(Term("x"),), denominator=(Term("base"),))
        return Rubric(
            series="together",
            edition=2024,
            revision=1,
            kind="project",
            title=Text("表"),
            issuer=Issuer(zh="财政局"),
            fiscal_years=FiscalYears(first=2024, last=2024),
            points=4,
            rounding=steps,
            groups=(group("one", 2), group("two", 2)),
            indicators=(
                row("one.a", 2, Proportional(full_at="100%"), measure=share),
                row("two.b", 2, Proportional(full_at="0%", zero_at="100%"), measure=share),
            ),
            facts=tuple(
                FactDefinition(id=name, label=Text(name), quantity=FactQuantity.NUMBER, definition=Text(name))
                for name in ("x", "base")
            ),
        )

    def possible(self, *steps):
        rubric = self.rubric(*steps)
        x = Bounded(at_least=Number(F(1)), at_most=Number(F(2)))
        return score(rubric, Evidence.of(rubric, facts={"x": x, "base": Number(F(4))})).possible

    def test_the_sum_is_narrower_than_its_parts(self):
        assert self.possible() == Interval(2, 2)

    def test_rounded_groups_do_not_keep_the_sum(self):
        """x = 1: 0.5 → 1 and 1.5 → 2, together 3; x = 2: 1 and 1, together 2."""
        assert self.possible(RoundingStep(at="group", quantum=1)) == Interval(2, 3)

    def test_rounded_rows_neither(self):
        assert self.possible(RoundingStep(at="indicator", quantum=1)) == Interval(2, 3)
