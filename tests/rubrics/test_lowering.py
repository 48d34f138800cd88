"""
Curves of the numeric kinds against the words of their clauses.

The interpreter here knows no curves: it walks the bands one by one, counts steps one by one, and follows a line by
the rule of three, as a person with pencil and paper does.
"""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import (
    Band,
    Bands,
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
from jixiao_core.rubrics.lowering import attainable, checklist_points, curve_of, target_row

F = Fraction
MAXIMUM = F(5)


# The words of the clauses.


def by_bands(formula, x):
    """The first line of the step table that the measure reaches."""
    for band in formula.bands:
        if band.at_least is not None and x >= band.at_least:
            return band.points
        if band.above is not None and x > band.above:
            return band.points
        if band.at_most is not None and x <= band.at_most:
            return band.points
        if band.below is not None and x < band.below:
            return band.points
    return formula.otherwise


def beyond(formula, x):
    """How far the measure lies on the side of the standard where points are lost."""
    over, under = max(x - formula.standard, F(0)), max(formula.standard - x, F(0))
    return {"above": over, "below": under, "either": over + under}[formula.side]


def by_steps(formula, x, maximum=MAXIMUM):
    """每超过一步扣若干分, 扣完为止: step after step is laid off until the distance is used up."""
    distance = beyond(formula, x)
    limit = formula.zero_beyond
    if limit is not None:
        outside = {"above": x > limit, "below": x < limit, "either": distance > limit}[formula.side]
        if outside:
            return F(0)
    lost, walked = F(0), F(0)
    while lost < maximum and walked + formula.step <= distance:
        walked += formula.step
        lost += formula.deduct
    rest = distance - walked
    if rest > 0 and formula.part_step == "count":
        lost += formula.deduct
    if rest > 0 and formula.part_step == "proportional":
        lost += formula.deduct * rest / formula.step
    return max(maximum - lost, F(0))


def by_line(formula, x, maximum=MAXIMUM):
    """The rule of three between the two anchors; cut to floor and cap; then the cut-off."""
    share = (x - formula.zero_at) / (formula.full_at - formula.zero_at)
    most = maximum if formula.cap is None else formula.cap
    worse_is_lower = formula.zero_at < formula.full_at
    if formula.zero_beyond is not None and (x < formula.zero_beyond if worse_is_lower else x > formula.zero_beyond):
        return F(0)
    if formula.zero_from is not None and (x <= formula.zero_from if worse_is_lower else x >= formula.zero_from):
        return F(0)
    return min(max(maximum * min(max(share, F(0)), F(1)), formula.floor), most)


def in_words(formula, x):
    kinds = {Bands: by_bands, DeductPerStep: by_steps, Proportional: by_line}
    return kinds[type(formula)](formula, x)


# Where they are compared.


def around(places):
    """Every place, what lies a hair or a little beside it, and the middles between neighbours."""
    near = {place + shift for place in places for shift in (F(0), F(1, 10**9), F(-1, 10**9), F(1, 313), F(-1, 313))}
    ordered = sorted(near)
    return ordered + [(a + b) / 2 for a, b in pairwise(ordered)] + [F(-(10**6)), F(10**6)]


def edges_of_steps(formula, count=14):
    places = [formula.standard + side * k * formula.step for k in range(count) for side in (1, -1)]
    if formula.zero_beyond is not None:
        places += [formula.zero_beyond, formula.standard + formula.zero_beyond, formula.standard - formula.zero_beyond]
    return places


def edges_of(formula):
    match formula:
        case Bands():
            return [level for band in formula.bands for _, level in band.edges]
        case DeductPerStep():
            return edges_of_steps(formula)
        case _:
            return [
                e for e in (formula.full_at, formula.zero_at, formula.zero_beyond, formula.zero_from) if e is not None
            ]


def assert_same(formula, places):
    curve = curve_of(formula, MAXIMUM)
    wrong = [(x, curve.at(x), in_words(formula, x)) for x in places if curve.at(x) != in_words(formula, x)]
    assert wrong == []


def deduction(side, part_step, cut, step="1pp", deduct="0.5"):
    distance = None if cut is None else F(cut)
    edge = None
    if distance is not None:
        edge = {"above": 1 + distance, "below": 1 - distance, "either": distance}[side]
    return DeductPerStep(standard="100%", side=side, step=step, deduct=deduct, part_step=part_step, zero_beyond=edge)


@pytest.mark.parametrize("cut", [None, "0", "1/50", "7/200", "1/20", "3/20"])
@pytest.mark.parametrize("part_step", ["ignore", "count", "proportional"])
@pytest.mark.parametrize("side", ["above", "below", "either"])
class TestDeductionsBySteps:
    def test_the_common_clause(self, side, part_step, cut):
        """每超过一个百分点扣0.5分: ten steps use up five points."""
        formula = deduction(side, part_step, cut)
        assert_same(formula, around(edges_of(formula)))

    def test_steps_that_do_not_divide_the_points(self, side, part_step, cut):
        """每5个百分点扣2分: after two steps one point is left, the third takes only that."""
        formula = deduction(side, part_step, cut, step="5pp", deduct=2)
        assert_same(formula, around(edges_of(formula)))

    def test_one_step_takes_everything(self, side, part_step, cut):
        formula = deduction(side, part_step, cut, step="3pp", deduct=8)
        assert_same(formula, around(edges_of(formula)))


FALLING = Bands(
    bands=(
        Band(points=5, at_least="95%"),
        Band(points=4, above="90%"),
        Band(points="3.5", at_least="90%"),
        Band(points=1, above="60%"),
    ),
    otherwise="0.5",
)
RISING = Bands(
    bands=(
        Band(points=5, at_most="0%"),
        Band(points=4, below="10%"),
        Band(points=2, at_most="10%"),
        Band(points=3, below="30%"),
    )
)


@pytest.mark.parametrize("formula", [FALLING, RISING], ids=["falling", "rising"])
def test_bands(formula):
    assert_same(formula, around(edges_of(formula)))


def test_bands_at_their_edges():
    # 95% reaches the first line; 90% is not above 90%, but at least 90%; 60% is not above 60%.
    curve = curve_of(FALLING, MAXIMUM)
    assert [curve.at(F(x, 100)) for x in (96, 95, 94, 90, 89, 60, -5)] == [5, 5, 4, F(7, 2), 1, F(1, 2), F(1, 2)]


@pytest.mark.parametrize("cut", [{}, {"zero_beyond": "60%"}, {"zero_from": "60%"}, {"zero_from": "100%"}])
@pytest.mark.parametrize("ends", [{"cap": "4.5"}, {"floor": 1}, {"cap": 4, "floor": 2}, {}])
def test_rising_lines(cut, ends):
    """同比例: of the points, as large a part as the measure is of 100%."""
    formula = Proportional(**cut, **ends)
    assert_same(formula, around([*edges_of(formula), F(1, 5), F(2, 5), F(4, 5), F(9, 10)]))


@pytest.mark.parametrize("cut", [{}, {"zero_beyond": "120%"}, {"zero_from": "120%"}, {"zero_beyond": "100%"}])
@pytest.mark.parametrize("ends", [{"cap": "4.5"}, {"floor": 1}, {"cap": 4, "floor": 2}, {}])
def test_falling_lines(cut, ends):
    """按超支比例扣减: full at 100%, nothing at 125% (five points over 25 percentage points, 0.2 a point)."""
    formula = Proportional(full_at="100%", zero_at="125%", **cut, **ends)
    assert_same(formula, around([*edges_of(formula), F(21, 20), F(11, 10), F(6, 5)]))


def test_an_execution_rate_by_hand():
    # 86.4% of 5 points: 0.864 × 5 = 4.32.
    assert curve_of(Proportional(), MAXIMUM).at(F(864, 1000)) == F(432, 100)


levels = st.fractions(min_value=-1, max_value=2, max_denominator=60)
shares = st.fractions(min_value=0, max_value=MAXIMUM, max_denominator=20)


@st.composite
def any_formula(draw):
    kind = draw(st.sampled_from(["bands", "steps", "line"]))
    if kind == "bands":
        falling = draw(st.booleans())
        names = ["at_least", "above"] if falling else ["at_most", "below"]
        places = sorted(draw(st.lists(levels, min_size=1, max_size=6, unique=True)), reverse=falling)
        rows = tuple(Band(points=draw(shares), **{draw(st.sampled_from(names)): place}) for place in places)
        return Bands(bands=rows, otherwise=draw(shares))
    if kind == "steps":
        side, standard = draw(st.sampled_from(["above", "below", "either"])), draw(levels)
        cut = draw(st.none() | st.fractions(min_value=0, max_value=1, max_denominator=60))
        edge = None if cut is None else {"above": standard + cut, "below": standard - cut, "either": cut}[side]
        return DeductPerStep(
            standard=standard,
            side=side,
            step=draw(st.fractions(min_value=F(1, 100), max_value=1, max_denominator=100)),
            deduct=draw(st.fractions(min_value=F(1, 10), max_value=6, max_denominator=30)),
            part_step=draw(st.sampled_from(["ignore", "count", "proportional"])),
            zero_beyond=edge,
        )
    zero, full = draw(st.lists(levels, min_size=2, max_size=2, unique=True))
    cap = draw(st.none() | shares)
    low, high = sorted((zero, full))
    name = draw(st.sampled_from(["zero_beyond", "zero_from", None]))
    cut = {} if name is None else {name: draw(st.fractions(min_value=low, max_value=high, max_denominator=60))}
    floor = draw(st.fractions(min_value=0, max_value=MAXIMUM if cap is None else cap, max_denominator=20))
    return Proportional(full_at=full, zero_at=zero, cap=cap, floor=floor, **cut)


@given(formula=any_formula(), x=st.fractions(min_value=-3, max_value=4, max_denominator=10**6))
def test_any_formula_anywhere(formula, x):
    assert_same(formula, [x, *edges_of(formula)])


@given(formula=any_formula())
def test_any_formula_beside_every_breakpoint_of_its_curve(formula):
    curve = curve_of(formula, MAXIMUM)
    hair = F(1, 10**12)
    assert_same(formula, [x + shift for x in curve.breakpoints for shift in (-hair, F(0), hair)])


@given(formula=any_formula(), x=levels)
def test_points_lie_between_nothing_and_the_maximum(formula, x):
    assert 0 <= curve_of(formula, MAXIMUM).at(x) <= MAXIMUM


# Completion rates of targets.


@pytest.mark.parametrize(
    ("rule", "threshold", "rate", "share"),
    [
        ("cap", "100%", "130%", 1),
        ("cap", "100%", "64%", F(64, 100)),
        ("explain", "120%", "500%", 1),
        ("zero", "120%", "120%", 1),
        ("zero", "120%", "120.01%", 0),
        ("zero", "100%", "99%", F(99, 100)),
        # Reduced by the excess over the threshold: 1 − (1.3 − 1) = 0.7; 1 − (1.3 − 1.2) = 0.9; at 220% nothing is left.
        ("reduce", "100%", "130%", F(7, 10)),
        ("reduce", "120%", "130%", F(9, 10)),
        ("reduce", "120%", "120%", 1),
        ("reduce", "120%", "220%", 0),
        ("reduce", "120%", "900%", 0),
    ],
)
def test_over_achievement(rule, threshold, rate, share):
    formula = Targets(over_achievement=rule, over_threshold=threshold)
    assert target_row(formula).at(F(rate.rstrip("%")) / 100) == share


# What kinds without a curve can give at all.


def item(name, points, *requires):
    return ChecklistItem(id=name, label=Text(name), points=points, requires=requires)


def points(*values):
    return IntervalSet.points(*(F(value) for value in values))


def test_clauses_of_2_and_3_points_give_no_4():
    assert attainable(Checklist(items=(item("a", 2), item("b", 3))), MAXIMUM) == points(0, 2, 3, 5)


def test_a_clause_that_rests_on_another_does_not_score_alone():
    # b without a is nothing: 0, 2 (a), 5 (both).
    assert attainable(Checklist(items=(item("a", 2), item("b", 3, "a"))), MAXIMUM) == points(0, 2, 5)


def test_a_clause_that_rests_on_a_later_one():
    assert attainable(Checklist(items=(item("b", 3, "a"), item("a", 2))), MAXIMUM) == points(0, 2, 5)


def test_parts_of_clauses():
    # a takes [0, 2], b takes [0, 3] only when a has all of its 2 points: [0, 2] ∪ [2, 5].
    formula = Checklist(items=(item("a", 2), item("b", 3, "a")), partial_credit=True)
    assert attainable(formula, MAXIMUM) == IntervalSet.of(Interval(0, 5))
    # With a at 1 of 2 points b is blocked: 1 alone.
    assert checklist_points(formula, {"a": F(1)}) == points(1)
    # With a unknown and b decided at 1.5: a not full [0, 2), b nothing; a full 2 + 1.5.
    assert checklist_points(formula, {"b": F(3, 2)}) == IntervalSet(
        (Interval(F(0), F(2), False, True), Interval.point(F(7, 2)))
    )


def test_more_than_twelve_open_items_give_the_hull():
    many = Checklist(items=tuple(item(f"i{n}", F(1, 4)) for n in range(13)))
    assert attainable(many, MAXIMUM) == IntervalSet.of(Interval(F(0), F(13, 4)))


def test_twelve_open_items_are_exact():
    many = Checklist(items=tuple(item(f"i{n}", F(1, 4)) for n in range(12)))
    assert attainable(many, MAXIMUM) == points(*(F(n, 4) for n in range(13)))


def test_cases():
    # 5 less 0, 1, 2, … cases at 2 points: 5, 3, 1, then nothing (the third case takes only what is left).
    formula = Nonconformities(conditions=(Condition(id="a", label=Text("a"), deduct=2),))
    assert attainable(formula, MAXIMUM) == points(0, 1, 3, 5)


def test_once_per_condition():
    # 2 or not, 1.5 or not: 5, 3, 3.5, 1.5.
    formula = Nonconformities(
        conditions=(Condition(id="a", label=Text("a"), deduct=2), Condition(id="b", label=Text("b"), deduct="1.5")),
        per="condition",
    )
    assert attainable(formula, MAXIMUM) == points("1.5", 3, "3.5", 5)


def test_a_range_of_deductions():
    # 扣4-4.5分: one case leaves [0.5, 1], two leave nothing.
    formula = Nonconformities(conditions=(Condition(id="a", label=Text("a"), deduct_low=4, deduct_high="4.5"),))
    assert attainable(formula, MAXIMUM) == IntervalSet(
        (Interval.point(F(0)), Interval(F(1, 2), F(1)), Interval.point(F(5)))
    )


def test_options():
    formula = Options(
        options=(
            Option(id="a", label=Text("a"), points=5),
            Option(id="b", label=Text("b"), low=3, high=4, low_open=True),
            Option(id="c", label=Text("c"), low=0, high=1, high_open=True),
        )
    )
    expected = IntervalSet((Interval(F(0), F(1), False, True), Interval(F(3), F(4), True, False), Interval.point(F(5))))
    assert attainable(formula, MAXIMUM) == expected


@pytest.mark.parametrize("formula", [Judged(), Targets()])
def test_judgements_and_targets_can_give_anything(formula):
    assert attainable(formula, MAXIMUM) == IntervalSet.of(Interval(F(0), MAXIMUM))


def test_a_domain_narrows_what_a_curve_gives():
    # Inside [60%, 90%] FALLING gives 0.5 (at 60%), 1 (above 60%) and 3.5 (at 90%).
    assert attainable(FALLING, MAXIMUM, Interval.closed(F(3, 5), F(9, 10))) == points("0.5", 1, "3.5")


@given(formula=any_formula(), low=levels, width=st.fractions(min_value=0, max_value=1, max_denominator=30))
def test_what_a_window_gives_is_attainable(formula, low, width):
    inside = attainable(formula, MAXIMUM, Interval.closed(low, low + width))
    for x in (low, low + width / 3, low + width):
        assert in_words(formula, x) in inside


@pytest.mark.parametrize("part_step", ["ignore", "count", "proportional"])
def test_a_member_of_a_pool_without_a_share_scores_nothing(part_step):
    formula = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5", part_step=part_step)
    curve = curve_of(formula, F(0))
    assert [curve.at(x) for x in (F(0), F(1), F(2))] == [0, 0, 0]
