"""Sensitivities, point by point: every staircase against the naive interpreter, every stake against trying."""

import importlib.util
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import score, sensitivity
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.formulas import Checklist, Nonconformities, Targets
from jixiao_core.scoring.assessments import Cases, CasesFound, ChecklistAssessment, ItemFinding, TargetsAssessment

spec = importlib.util.spec_from_file_location("implied_oracle", Path(__file__).with_name("implied_oracle.py"))
trying = importlib.util.module_from_spec(spec)
spec.loader.exec_module(trying)

F = Fraction


class Looked:
    """A sheet with the naive interpreter beside it."""

    def __init__(self, data):
        self.rubric = data.draw(jst.rubrics())
        self.sheet = score(self.rubric, data.draw(jst.evidence(self.rubric)))
        self.found = sensitivity(self.sheet)
        self.facts = {fact.id: fact for fact in self.rubric.facts}
        self.ranges = {name: each.values for name, each in self.sheet.detail.facts.items()}

    def maximum(self, row):
        pool = self.rubric.pool_of(row.id)
        return row.points or pool.points / len(pool.members)

    def points(self, name, row_id, value):
        """The points of a row as they count, with one fact at a value; ABSENT or None where there are none."""
        row = self.rubric.indicator(row_id)
        known = {each: self.ranges[each].low for each in row.measure.facts}
        found = trying.RowOracle(self.rubric, row, self.maximum(row)).points(known | {name: value})
        return found * self.sheet.weight(row_id) if isinstance(found, Fraction) else found

    def is_count(self, name):
        return self.facts[name].quantity.value == "count"

    def probes(self, name, values, steps):
        """Round values, both ends of every step and values beside them."""
        found = set(trying.grid(self.facts[name], values)[::2])
        for step in steps[:: max(len(steps) // 8, 1)]:
            ends = [end for end in (step.values.low, step.values.high) if isinstance(end, Fraction)]
            by = (F(-1), F(0), F(1)) if self.is_count(name) else (F(-1, 1000), F(0), F(1, 1000))
            found |= {end + each for end in ends for each in by}
        whole = self.is_count(name)
        return [x for x in found if values.contains(x) and not (whole and x.denominator != 1)]

    def natural(self, each):
        return Interval.at_least(0) if each.state == "known" else self.ranges[each.id]


def step_at(steps, value):
    (found,) = [step for step in steps if step.values.contains(value)]
    return found


def agrees(step, expected):
    if expected == trying.ABSENT:
        return step.route == "not_applicable"
    if expected is None:
        return step.route == "invalid"
    return expected in step.points


@given(st.data())
def test_every_step_has_the_points_of_the_oracle(data):
    looked = Looked(data)
    for each in looked.found.entries:
        for row in each.rows if each.kind == "fact" else ():
            values = looked.natural(each)
            for x in looked.probes(each.id, values, row.steps) if row.steps else ():
                assert agrees(step_at(row.steps, x), looked.points(each.id, row.id, x)), (each.id, row.id, x)


@given(st.data())
def test_a_joint_step_is_the_sum_of_its_rows(data):
    looked = Looked(data)
    for each in looked.found.entries:
        if each.kind == "fact" and len(each.rows) > 1 and each.steps:
            for x in looked.probes(each.id, looked.natural(each), each.steps):
                found = [looked.points(each.id, row.id, x) for row in each.rows]
                step = step_at(each.steps, x)
                if all(isinstance(points, Fraction) for points in found):
                    assert sum(found) in step.points
                else:
                    assert not step.points


@given(st.data())
def test_steps_cover_what_is_possible_once_and_neighbours_differ(data):
    looked = Looked(data)
    for each in looked.found.entries:
        for steps in (each.steps, *(row.steps for row in each.rows)):
            if not steps:
                continue
            values = IntervalSet.of(looked.natural(each))
            covered = IntervalSet(tuple(step.values for step in steps))
            if looked.is_count(each.id):
                assert all(F(n) in covered for n in range(300) if F(n) in values)
                assert covered <= values
            else:
                assert covered == values
            for one, other in pairwise(steps):
                assert (one.points, one.route) != (other.points, other.route) or not one.is_level
                assert one.values.high <= other.values.low


@given(st.data())
def test_next_steps_are_the_nearest_places_where_points_change(data):
    looked = Looked(data)
    for each in looked.found.entries:
        if each.kind != "fact" or len(each.rows) != 1:
            continue
        (row,) = each.rows
        for position in each.positions:
            here = looked.points(each.id, row.id, position.value)
            assert position.points == (IntervalSet.points(here) if isinstance(here, Fraction) else IntervalSet(()))
            for side, step in ((-1, position.down), (1, position.up)):
                check_next_step(looked, each, row, position.value, here, side, step)


def check_next_step(looked, each, row, value, here, side, step):
    gap = F(1) if looked.is_count(each.id) else F(1, 10**6)
    if step is None:
        for far in (value + side, value + side * 10**9):
            if far >= 0:
                assert same(looked.points(each.id, row.id, far), here)
        return
    if step.trend:
        beside = looked.points(each.id, row.id, value + side * gap)
        assert beside in step.points
        assert beside > here if step.trend > 0 else beside < here
        return
    assert step.distance == (step.at - value) * side
    there = step.at if step.is_reached else step.at + side * gap
    expected = looked.points(each.id, row.id, there)
    assert not same(expected, here) or not step.points.is_point
    assert (expected in step.points) if isinstance(expected, Fraction) else not step.points
    if step.change is not None:
        assert step.change == expected - here
    # Nothing changes on the way.
    for part in (F(1, 3), F(999, 1000)):
        between = value + (step.at - value) * part
        between = F(between.__floor__()) if looked.is_count(each.id) else between
        if min(value, step.at) < between < max(value, step.at):
            assert same(looked.points(each.id, row.id, between), here)


def same(one, other):
    return one == other and type(one) is type(other)


@given(st.data())
def test_an_open_fact_alone_carries_the_spread_of_its_points(data):
    looked = Looked(data)
    for each in looked.found.entries:
        if each.kind != "fact" or len(each.rows) != 1 or not each.steps:
            continue
        if each.state == "known":
            assert each.at_stake == 0
            continue
        tried = [
            looked.points(each.id, each.rows[0].id, x)
            for x in looked.probes(each.id, looked.ranges[each.id], each.steps)
        ]
        points = [found for found in tried if isinstance(found, Fraction)]
        if points:
            assert max(points) - min(points) <= each.at_stake
        if all(step.is_level and step.points for step in each.steps):
            found = {step.points.point for step in each.steps}
            assert each.at_stake == max(found) - min(found)


@given(st.data())
def test_the_most_at_stake_comes_first(data):
    stakes = [each.at_stake for each in Looked(data).found.entries]
    assert stakes == sorted(stakes, reverse=True)
    assert all(stake >= 0 for stake in stakes)


@given(st.data())
def test_open_items_carry_what_the_best_score_loses_without_them(data):
    looked = Looked(data)
    stated = dict(looked.sheet.evidence.assessments)
    for each in looked.found.entries:
        if each.kind != "item":
            continue
        row = looked.rubric.indicator(each.row)
        assert isinstance(row.formula, Checklist)
        known = {found.item: found for found in stated[row.id].items} if row.id in stated else {}
        best = {met: best_of_items(row.formula, known, each.id, met, looked.maximum(row)) for met in (True, False)}
        assert each.at_stake == (best[True] - best[False]) * looked.sheet.weight(row.id)


def best_of_items(formula, known, name, met, maximum):
    """The best score with one item met or not, every other open one either way."""
    open_items = [item.id for item in formula.items if item.id not in known or not decided(known[item.id])]
    totals = []
    for states in product((True, False), repeat=len(open_items)):
        found = dict(zip(open_items, states, strict=True)) | {name: met}
        items = [
            ItemFinding(item=item.id, met=found[item.id]) if item.id in found else known[item.id]
            for item in formula.items
        ]
        totals.append(min(trying.oracle.checklist(formula, ChecklistAssessment(items=tuple(items))), maximum))
    return max(totals)


def decided(finding):
    return finding.met is not None or finding.points is not None or finding.not_applicable


@given(st.data())
def test_open_conditions_carry_what_they_may_cost_the_best_score(data):
    looked = Looked(data)
    stated = dict(looked.sheet.evidence.assessments)
    for each in looked.found.entries:
        if each.kind != "condition":
            continue
        row = looked.rubric.indicator(each.row)
        assert isinstance(row.formula, Nonconformities)
        known = {case.condition: case for case in stated[row.id].cases} if row.id in stated else {}
        best, worst = (left_by_cases(row.formula, known, each.id, looked.maximum(row), at) for at in ("best", "worst"))
        assert each.at_stake == (best - worst) * looked.sheet.weight(row.id)


def left_by_cases(formula, known, name, maximum, at):
    """The points left when every open case is at its best, but for one condition that may be at its worst."""
    cases = []
    for condition in formula.conditions:
        case = known.get(condition.id, Cases(condition=condition.id))
        is_worst = at == "worst" and condition.id == name
        if case.count is None:
            case = evolve(case, count=99 if is_worst else 0)
        if condition.deduct is None and case.deduct is None:
            case = evolve(case, deduct=condition.deduct_high if is_worst else condition.deduct_low)
        cases.append(case)
    asked = trying.oracle.Oracle.__new__(trying.oracle.Oracle)
    found = CasesFound(cases=tuple(cases))
    return max(maximum - sum(asked.cost(formula, each, found) for each in formula.conditions), F(0))


@given(st.data())
def test_an_open_target_never_carries_less_than_trying_it_shows(data):
    looked = Looked(data)
    stated = dict(looked.sheet.evidence.assessments)
    for each in looked.found.entries:
        if each.kind != "target":
            continue
        row = looked.rubric.indicator(each.row)
        assert isinstance(row.formula, Targets)
        rows = stated[row.id].rows
        tried = []
        for rate in (F(0), F(1)):
            filled = [open_target(one, rate if number == int(each.id) else F(1)) for number, one in enumerate(rows)]
            scored = trying.oracle.targets(row.formula, TargetsAssessment(rows=tuple(filled)))
            tried.append(scored * looked.maximum(row) * looked.sheet.weight(row.id))
        assert abs(tried[1] - tried[0]) == each.at_stake


def open_target(row, rate):
    """The target with a rate where it has none."""
    if row.rate is not None or (row.target is not None and row.actual is not None):
        return row
    return evolve(row, target=None, actual=None, rate=trying.Rate(rate))
