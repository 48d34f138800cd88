"""Items, cases, states and targets that give exactly a score: against every assignment, scored by the naive rules."""

import importlib.util
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.quantities import Count, Money, Rate
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import (
    Checklist,
    ChecklistItem,
    Condition,
    Nonconformities,
    Option,
    Options,
    Targets,
)
from jixiao_core.scoring.assessments import (
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)
from jixiao_core.scoring.implied_parts import MAX_COMBINATIONS, implied_parts
from jixiao_core.scoring.implied_targets import implied_targets
from jixiao_core.strategies import formulas

spec = importlib.util.spec_from_file_location("oracle", Path(__file__).parents[1].joinpath("properties", "oracle.py"))
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)

F = Fraction
FIVE = F(5)


def only(*points):
    return IntervalSet.points(*map(F, points))


def items(*points, partial=False, **requires):
    made = [
        ChecklistItem(id=f"i{n}", label=Text(f"第{n}条"), points=each, requires=requires.get(f"i{n}", ()))
        for n, each in enumerate(points)
    ]
    return Checklist(items=tuple(made), partial_credit=partial)


def states(found):
    return {tuple(each.state for each in combination) for combination in found.combinations}


# By hand.


class TestItems:
    def test_four_of_two_and_three_is_nothing(self):
        found = implied_parts(items(2, 3), None, only(4), FIVE)
        assert (found.combinations, found.is_complete) == ((), True)

    def test_two_of_three_ones(self):
        """Any two of the three: each may be the one that is not met, none must be."""
        found = implied_parts(items(1, 1, 1), None, only(2), F(3))
        assert states(found) == {("full", "full", "none"), ("full", "none", "full"), ("none", "full", "full")}
        assert [set(part.states) for part in found.parts] == [{"full", "none"}] * 3

    def test_what_is_found_stays(self):
        # The second is not met, so the other two must be.
        stated = ChecklistAssessment(items=(ItemFinding(item="i1", met=False),))
        found = implied_parts(items(1, 1, 1), stated, only(2), F(3))
        assert states(found) == {("full", "none", "full")}
        assert [(part.is_found, part.states) for part in found.parts] == [
            (False, ("full",)), (True, ("none",)), (False, ("full",)),
        ]  # fmt: skip

    def test_four_of_two_and_three_with_part_points(self):
        """2 and 2 of 3; or 1 of 2 and 3; or parts of both that make 4: 1 < first < 2 and 2 < second < 3."""
        found = implied_parts(items(2, 3, partial=True), None, only(4), FIVE)
        told = {
            tuple(each.state for each in combination): [str(each.points) for each in combination]
            for combination in found.combinations
        }
        assert told == {
            ("full", "part"): ["[2, 2]", "[2, 2]"],
            ("part", "full"): ["[1, 1]", "[3, 3]"],
            ("part", "part"): ["(1, 2)", "(2, 3)"],
        }

    def test_what_rests_on_an_item_falls_with_it(self):
        # i1 requires i0: 1 of 2 + 1 is impossible, 2 is i0 alone.
        assert implied_parts(items(2, 1, i1=("i0",)), None, only(1), F(3)).combinations == ()
        assert states(implied_parts(items(2, 1, i1=("i0",)), None, only(2), F(3))) == {("full", "none")}

    def test_more_than_the_maximum_counts_as_the_maximum(self):
        """A pool's share of 2 with items of 2 and 1: the first alone, or both."""
        assert states(implied_parts(items(2, 1), None, only(2), F(2))) == {("full", "none"), ("full", "full")}

    def test_long_lists_are_cut_and_say_so(self):
        found = implied_parts(items(*[1] * 12), None, only(6), F(12))
        # 12 over 6 are 924 ways.
        assert (len(found.combinations), found.is_complete) == (MAX_COMBINATIONS, False)

    def test_hopeless_searches_end(self):
        formula = items(*[2] * 60)
        found = implied_parts(formula, None, only(61), F(120))
        assert found.combinations == ()


def conditions(*costs, per="case"):
    made = [
        Condition(id=f"c{n}", label=Text(f"情形{n}"), deduct=cost)
        if not isinstance(cost, tuple)
        else Condition(id=f"c{n}", label=Text(f"情形{n}"), deduct_low=cost[0], deduct_high=cost[1])
        for n, cost in enumerate(costs)
    ]
    return Nonconformities(conditions=tuple(made), per=per)


def counts(found):
    return {tuple(each.count for each in combination) for combination in found.combinations}


class TestCases:
    def test_two_lost_by_ones_and_twos(self):
        found = implied_parts(conditions(1, 2), None, only(1), F(3))
        assert counts(found) == {(2, 0), (0, 1)}

    def test_once_per_condition(self):
        assert counts(implied_parts(conditions(1, 2, per="condition"), None, only(1), F(3))) == {(0, 1)}

    def test_a_range_that_is_chosen(self):
        """7 − 5: one case of 4 to 7 at 5; two cases would cost 8 at least."""
        found = implied_parts(conditions((4, 7)), None, only(2), F(7))
        assert counts(found) == {(1,)}
        assert str(found.combinations[0][0].points) == "[5, 5]"

    def test_nothing_left_is_told_without_needless_cases(self):
        # 3 points: three ones; or one and a two (either alone leaves something); two twos. Not 4 ones.
        assert counts(implied_parts(conditions(1, 2), None, only(0), F(3))) == {(3, 0), (1, 1), (2, 1), (0, 2)} - {
            (2, 1)
        }

    def test_counted_cases_stay(self):
        stated = CasesFound(cases=(Cases(condition="c0", count=1),))
        found = implied_parts(conditions(1, 2), stated, only(0), F(3))
        assert counts(found) == {(1, 1)}
        assert [part.is_found for part in found.parts] == [True, False]

    def test_a_stated_deduction_stays(self):
        stated = CasesFound(cases=(Cases(condition="c0", count=1, deduct=6),))
        assert implied_parts(conditions((4, 7)), stated, only(2), F(7)).combinations == ()
        assert counts(implied_parts(conditions((4, 7)), stated, only(1), F(7))) == {(1,)}


STATES = Options(
    options=(
        Option(id="on", label=Text("及时"), points=3),
        Option(id="late", label=Text("不及时"), low=0, high=2, high_open=True),
    )
)


class TestOptions:
    @pytest.mark.parametrize(("points", "names"), [(3, ["on"]), (1, ["late"]), (0, ["late"]), (2, [])])
    def test_the_states_that_score_it(self, points, names):
        found = implied_parts(STATES, None, only(points), F(3))
        assert [combination[0].id for combination in found.combinations] == names

    def test_a_chosen_state_stays(self):
        assert implied_parts(STATES, OptionChosen(option="on"), only(1), F(3)).combinations == ()
        assert implied_parts(STATES, OptionChosen(option="late", points=1), only("1/2"), F(3)).combinations == ()


def goal(**figures):
    weight = figures.pop("weight", 1)
    return TargetRow(label="目标", weight=weight, **figures)


def rates(formula, rows, points, maximum=10):
    found = implied_targets(formula, TargetsAssessment(rows=tuple(rows)), only(points), F(maximum))
    return [str(part.values.values) for part in found.parts]


class TestTargets:
    def test_the_mean_that_is_needed(self):
        found = implied_targets(Targets(), None, only(8), F(10))
        assert (str(found.mean), found.parts) == ("80%", ())

    def test_one_open_target(self):
        """(0.6 + x) ÷ 2 = 0.75: x = 0.9; the known one would have had to be 0.75 · 2 − x, anything from 0.5 on."""
        known, open_ = goal(rate=Rate.parse("60%")), goal()
        assert rates(Targets(), [known, open_], "7.5") == ["[0.5, inf)", "[0.9, 0.9]"]

    def test_figures_of_a_target(self):
        row = goal(target=Count(20))
        found = implied_targets(Targets(), TargetsAssessment(rows=(row,)), only(9), F(10))
        assert str(found.parts[0].figures.values) == "[18, 18]"

    def test_less_is_better(self):
        # 20 ÷ x = 0.8: 25; complete: at most 20.
        row = goal(target=Money.parse("20元"), comparator="at_most")
        for points, figures in ((8, "[2500, 2500]"), (10, "[0, 2000]")):
            found = implied_targets(Targets(), TargetsAssessment(rows=(row,)), only(points), F(10))
            assert str(found.parts[0].figures.values) == figures

    def test_a_missed_key_target(self):
        formula = Targets(key_target="zero_row")
        rows = [goal(key=True), goal()]
        # Nothing: the key target is missed, or both are nothing (also missed); with points the key target is met.
        assert rates(formula, rows, 0) == ["[0, 1)", "[0, inf)"]
        assert rates(formula, rows, 7) == ["[1, inf)", "[0.4, 0.4]"]
        missed = [goal(key=True, rate=Rate.parse("50%")), goal()]
        assert rates(formula, missed, 7)[1] == "∅"
        assert rates(formula, missed, 0)[1] == "[0, inf)"

    def test_over_achievement(self):
        # Reduced by the excess above 120%: 0.9 at 90% and at 130%.
        formula = Targets(over_achievement="reduce", over_threshold="120%")
        assert rates(formula, [goal()], 9) == ["[0.9, 0.9] ∪ [1.3, 1.3]"]


# Against every assignment.


def assignments(formula, eighths):
    """Every finding about every item: met, not met, and where part points are allowed some parts."""
    ways = [
        [ItemFinding(item=item.id, met=True), ItemFinding(item=item.id, met=False)]
        + ([ItemFinding(item=item.id, points=item.points * n / 8) for n in eighths] if formula.partial_credit else [])
        for item in formula.items
    ]
    for found in product(*ways):
        yield ChecklistAssessment(items=found)


def scoring_states(formula, found):
    """Which items score in full, in part, nothing: from the words."""
    stated = {each.item: each for each in found.items}
    full = {}
    told = []
    for item in formula.items:
        each = stated[item.id]
        rests = all(full[name] for name in item.requires)
        own = item.points if each.met else (each.points or F(0))
        full[item.id] = rests and own == item.points
        told.append("none" if not rests or own == 0 else "full" if full[item.id] else "part")
    return tuple(told)


class TestAgainstEveryAssignment:
    @given(st.data())
    def test_items(self, data):
        formula = data.draw(formulas._checklists(FIVE))
        tried = [(oracle.checklist(formula, each), each) for each in assignments(formula, (2, 5))]
        points = data.draw(st.sampled_from([min(total, FIVE) for total, _ in tried]))
        found = implied_parts(formula, None, only(points), FIVE)
        listed = states(found)
        reached = {scoring_states(formula, each) for total, each in tried if min(total, FIVE) == points}
        assert reached <= listed
        for combination in found.combinations:
            assert self.scores(formula, combination, points) == points
        if not formula.partial_credit:
            assert listed == reached

    def scores(self, formula, combination, points):
        """One assessment of the combination: every part the same share of its item, so that the sum is right."""
        worth = {item.id: item.points for item in formula.items}
        full = sum((worth[each.id] for each in combination if each.state == "full"), F(0))
        rest = sum((worth[each.id] for each in combination if each.state == "part"), F(0))
        share = (points - full) / rest if rest else F(0)
        assert not rest or 0 < share < 1
        found = []
        for each in combination:
            if each.state == "part":
                assert each.points.intervals
                found.append(ItemFinding(item=each.id, points=share * worth[each.id]))
            else:
                found.append(ItemFinding(item=each.id, met=each.state == "full"))
        return min(oracle.checklist(formula, ChecklistAssessment(items=tuple(found))), FIVE)

    @given(st.data())
    def test_cases(self, data):
        formula = data.draw(formulas._nonconformities(FIVE))
        most = 1 if formula.per == "condition" else 4
        tried = {}
        for numbers in product(range(most + 1), repeat=len(formula.conditions)):
            for part in (F(0), F(1, 2), F(1)):
                tried.setdefault(self.left(formula, numbers, part), set()).add(numbers)
        points = data.draw(st.sampled_from(sorted(tried)))
        found = implied_parts(formula, None, only(points), FIVE)
        listed = counts(found)
        for numbers in listed:
            assert self.can_leave(formula, numbers, points), numbers
        if not found.is_complete:
            return
        for numbers in tried[points]:
            if points > 0:
                assert numbers in listed
            else:
                # Nothing left: the listed ways are those from which no case can be taken away.
                assert any(all(a <= b for a, b in zip(way, numbers, strict=True)) for way in listed)

    def cost(self, condition, part):
        if condition.deduct is not None:
            return condition.deduct
        return condition.deduct_low + part * (condition.deduct_high - condition.deduct_low)

    def left(self, formula, numbers, part):
        cases = [
            Cases(condition=each.id, count=count, deduct=None if each.deduct is not None else self.cost(each, part))
            for each, count in zip(formula.conditions, numbers, strict=True)
        ]
        asked = oracle.Oracle.__new__(oracle.Oracle)
        lost = sum((asked.cost(formula, each, CasesFound(cases=tuple(cases))) for each in formula.conditions), F(0))
        return max(FIVE - lost, F(0))

    def can_leave(self, formula, numbers, points):
        """Deductions grow with the chosen part of their range, so the wanted ones lie between both ends."""
        most, least = self.left(formula, numbers, F(0)), self.left(formula, numbers, F(1))
        return least <= points <= most

    @given(st.data())
    def test_targets(self, data):
        formula = data.draw(
            st.builds(
                Targets,
                over_achievement=st.sampled_from(["cap", "explain", "reduce", "zero"]),
                over_threshold=st.sampled_from(["100%", "120%"]),
                key_target=st.sampled_from(["as_others", "zero_row"]),
            )
        )
        choices = [F(n, 4) for n in range(9)]
        rows = [
            goal(
                weight=data.draw(st.integers(1, 3)),
                key=data.draw(st.booleans()),
                rate=data.draw(st.none() | st.sampled_from(choices).map(Rate)),
            )
            for _ in range(data.draw(st.integers(1, 3)))
        ]
        open_rows = [n for n, row in enumerate(rows) if row.rate is None]
        tried = {}
        for values in product(choices, repeat=len(open_rows)):
            filled = list(rows)
            for n, rate in zip(open_rows, values, strict=True):
                filled[n] = evolve(rows[n], rate=Rate(rate))
            scored = oracle.targets(formula, TargetsAssessment(rows=tuple(filled))) * FIVE
            tried.setdefault(scored, []).append(dict(zip(open_rows, values, strict=True)))
        points = data.draw(st.sampled_from(sorted(tried)))
        found = implied_targets(formula, TargetsAssessment(rows=tuple(rows)), only(points), FIVE)
        for values in tried[points]:
            for n, rate in values.items():
                assert rate in found.parts[n].values.values
        if len(open_rows) == 1:
            (n,) = open_rows
            for part in found.parts[n].values.values:
                high = part.high if isinstance(part.high, Fraction) else part.low + 5
                for rate in {part.low, high, (part.low + high) / 2}:
                    if part.contains(rate):
                        filled = [evolve(row, rate=Rate(rate)) if k == n else row for k, row in enumerate(rows)]
                        assert oracle.targets(formula, TargetsAssessment(rows=tuple(filled))) * FIVE == points

    @given(st.data())
    def test_states(self, data):
        formula = data.draw(formulas._options(FIVE))
        points = data.draw(st.integers(0, 20).map(lambda n: FIVE * n / 20))
        listed = {way[0].id for way in implied_parts(formula, None, only(points), FIVE).combinations}
        for each in formula.options:
            if each.points is not None:
                holds = each.points == points
            else:
                above = points >= each.low if not each.low_open else points > each.low
                holds = above and (points < each.high if each.high_open else points <= each.high)
            assert (each.id in listed) == holds
