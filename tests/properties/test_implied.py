"""Implied facts against trying: what gives a score is listed, and what is listed gives it."""

import importlib.util
from fractions import Fraction
from itertools import product
from pathlib import Path

from attrs import evolve
from bridge_pairs import rubrics
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao_core import implied
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import Interval
from jixiao_core.scoring.assessments import NotApplicable
from jixiao_core.scoring.figures import Bounded, Known, Missing

spec = importlib.util.spec_from_file_location("implied_oracle", Path(__file__).with_name("implied_oracle.py"))
trying = importlib.util.module_from_spec(spec)
spec.loader.exec_module(trying)

F = Fraction
HALF_CENT = F(1, 200)


def number(quantity):
    return trying.oracle.number(quantity)


def range_of(figure):
    """What a figure leaves of a fact, straight from its words; the generated facts are 0 or more."""
    match figure:
        case Known():
            return Interval.point(number(figure.value))
        case Bounded():
            low = figure.above if figure.at_least is None else figure.at_least
            high = figure.below if figure.at_most is None else figure.at_most
            return Interval(
                F(0) if low is None else number(low),
                Interval.everything().high if high is None else number(high),
                low is not None and figure.at_least is None,
                figure.at_most is None,
            )
        case Missing():
            return Interval.at_least(0)


class Asked:
    """A row, a score, and everything that is known: drawn, with one of its readings."""

    def __init__(self, data):
        rubric = data.draw(rubrics())
        rows = [row for row in rubric.indicators if row.measure is not None]
        assume(rows)
        self.rubric = rubric
        self.published = data.draw(st.sampled_from(rows))
        evidence = data.draw(jst.evidence(rubric))
        evidence = evolve(evidence, assessments={n: f for n, f in evidence.assessments if n != self.published.id})
        self.evidence = evidence
        self.facts = {fact.id: fact for fact in rubric.facts}
        figures = dict(evidence.facts)
        self.ranges = {name: range_of(figures.get(name, Missing())) for name in self.published.measure.facts}
        # A range without a whole number cannot be met.
        assume(all(trying.grid(self.facts[name], values) for name, values in self.ranges.items()))
        pool = rubric.pool_of(self.published.id)
        self.maximum = self.published.points or pool.points / len(pool.members)
        self.points = data.draw(st.integers(0, 20).map(lambda n: self.maximum * n / 20) | st.just(None))
        if self.points is None:
            found = self.oracle(self.published).points(self.somewhere(data))
            self.points = found if isinstance(found, Fraction) else self.maximum
        self.answers = implied(rubric, evidence, self.published.id, self.points)

    def somewhere(self, data):
        return {
            name: data.draw(st.sampled_from(trying.grid(self.facts[name], values)))
            for name, values in self.ranges.items()
        }

    def oracle(self, row):
        return trying.RowOracle(self.rubric, row, self.maximum)

    def read(self, answer):
        if not answer.answers:
            return self.published
        return evolve(self.published, formula=self.published.readings[0].formula)

    def prints_like(self, points):
        """What rounds to the score with two places; to a score that has more of them nothing else does."""
        if not isinstance(points, Fraction) or (self.points * 100).denominator > 1:
            return points == self.points
        return self.points - HALF_CENT <= points < self.points + HALF_CENT

    def must_be_listed(self, answer, points):
        """What gives the score itself; where the facts rule that out and leave what prints like it, that as well."""
        is_print = answer.is_possible and self.points not in answer.attainable_given
        return points == self.points or (is_print and self.prints_like(points))

    def may_be_listed(self, answer, points):
        """The score itself, where it is certain that the facts leave it; else what prints like it with two places too."""
        if self.points in answer.attainable_given and answer.is_given_exact:
            return points == self.points
        return self.prints_like(points)

    def ranges_for(self, each):
        natural = Interval.at_least(0)
        return {**self.ranges, each.fact: natural} if each.is_hypothetical else self.ranges

    def outcomes(self, row, ranges, fixed):
        """Outcomes over values of the facts that are not fixed: all kinds with one of them open, else a grid."""
        scored = self.oracle(row)
        rest = [name for name in ranges if name not in fixed and not ranges[name].is_point]
        known = {name: values.low for name, values in ranges.items() if values.is_point} | fixed
        wanted = (self.points, self.points - HALF_CENT, self.points + HALF_CENT / 2)
        if len(rest) == 1:
            (name,) = rest
            found = trying.candidates(self.rubric, row, name, ranges[name], known, wanted, self.maximum)
            if self.facts[name].quantity.value == "count":
                found = whole_near(found, ranges[name])
            tried = [(x,) for x in found]
        else:
            few = [trying.grid(self.facts[name], ranges[name])[::4] for name in rest]
            tried = product(*few)
        for values in tried:
            yield scored.points(known | dict(zip(rest, values, strict=True)))


def whole_near(values, within):
    near = {F(x.__floor__() + by) for x in values for by in (0, 1)}
    return sorted(x for x in near if within.contains(x))


def inside(values, *, whole):
    """Ends that belong to a set, and values between and just inside them."""
    for part in values.intervals[:5]:
        low, high = part.low, part.high
        yield from (end for end in (low, high) if isinstance(end, Fraction) and part.contains(end))
        start = low if isinstance(low, Fraction) else F(0)
        width = high - start if isinstance(high, Fraction) else F(400)
        between = (start + width * part_of for part_of in (F(1, 1000), F(1, 2), F(999, 1000)))
        yield from (x for x in (F(x.__floor__()) if whole else x for x in between) if part.contains(x))


@given(st.data())
def test_what_gives_the_score_is_listed(data):
    """Facts anywhere on a grid of their ranges: whenever they give the score, each is among what is implied."""
    asked = Asked(data)
    for answer in asked.answers:
        row = asked.read(answer)
        for each in answer.facts:
            ranges = asked.ranges_for(each)
            for value in trying.grid(asked.facts[each.fact], ranges[each.fact])[::3]:
                found = list(asked.outcomes(row, ranges, {each.fact: value}))
                if any(asked.must_be_listed(answer, points) for points in found):
                    assert value in each.values.values, (each.fact, value)
                if trying.ABSENT in found:
                    assert value in each.not_applicable.values, (each.fact, value)


@given(st.data())
def test_what_is_listed_gives_the_score(data):
    """Ends of what is implied, and values inside: for each some values of the others really score it."""
    asked = Asked(data)
    for answer in asked.answers:
        row = asked.read(answer)
        for each in answer.facts:
            ranges = asked.ranges_for(each)
            others = [name for name in ranges if name != each.fact and not ranges[name].is_point]
            if len(others) > 1 or not each.is_exact:
                continue
            is_count = asked.facts[each.fact].quantity.value == "count"
            for value in inside(each.values.values, whole=is_count):
                found = list(asked.outcomes(row, ranges, {each.fact: value}))
                assert any(asked.may_be_listed(answer, points) for points in found), (each.fact, value)
            for value in inside(each.not_applicable.values, whole=is_count):
                assert trying.ABSENT in list(asked.outcomes(row, ranges, {each.fact: value}))


@given(st.data())
def test_what_the_facts_leave_is_attainable_and_everything_that_they_give(data):
    """Every outcome of a grid is among `attainable_given`, which is part of `attainable`; and both agree with why."""
    asked = Asked(data)
    for answer in asked.answers:
        assert answer.attainable_given <= answer.attainable
        for points in asked.outcomes(asked.read(answer), asked.ranges, {}):
            if isinstance(points, Fraction):
                assert points in answer.attainable_given
        if answer.is_possible:
            assert answer.is_attainable
            assert any(asked.may_be_listed(answer, x) for x in samples(answer.attainable_given, asked.points))
        elif answer.is_attainable and answer.is_given_exact:
            # Of a count that may be any whole number more is left than whole numbers give, and the answer says so.
            assert not any(asked.may_be_listed(answer, x) for x in samples(answer.attainable_given, asked.points))


def samples(points, near):
    for part in points:
        yield from (x for x in (part.low, part.high, near, (part.low + part.high) / 2) if part.contains(x))
        yield from (near + by for by in (-HALF_CENT, F(-1, 1000), F(1, 1000)) if part.contains(near + by))


@given(st.data())
def test_points_that_one_open_fact_leaves_are_really_had(data):
    """With one fact open, each end and middle of `attainable_given` has a value of the fact that gives it."""
    asked = Asked(data)
    open_facts = [name for name, values in asked.ranges.items() if not values.is_point]
    assume(len(open_facts) == 1 and not any(step.at == "measure" for step in asked.rubric.rounding))
    for answer in (each for each in asked.answers if each.is_given_exact):
        row = asked.read(answer)
        for part in answer.attainable_given.intervals[:6]:
            for points in {x for x in (part.low, (part.low + part.high) / 2, part.high) if part.contains(x)}:
                again = implied(asked.rubric, asked.evidence, asked.published.id, points)
                found = next(each for each in again if each.answers == answer.answers)
                assert found.is_possible
                (fact,) = [each for each in found.facts if not each.is_hypothetical]
                value = next(inside(fact.values.values, whole=asked.facts[fact.fact].quantity.value == "count"))
                known = {n: v.low for n, v in asked.ranges.items() if v.is_point}
                assert asked.oracle(row).points(known | {fact.fact: value}) == points


@given(st.data())
def test_every_empty_answer_has_a_reason_and_no_other(data):
    asked = Asked(data)
    for answer in asked.answers:
        open_facts = [each for each in answer.facts if not each.is_hypothetical]
        assert answer.is_possible == (answer.reason is None)
        if answer.is_possible:
            assert all(each.values.values for each in open_facts)
        else:
            assert not any(each.values.values for each in open_facts)
            assert str(answer.reason)
        if not answer.is_attainable:
            few = len(answer.attainable.intervals) <= 8
            assert answer.reason.code == f"scoring.nothing_attainable{'' if few else '_near'}"


@given(st.data())
def test_a_row_that_does_not_apply_needs_nothing(data):
    asked = Asked(data)
    name = asked.published.id
    absent = evolve(asked.evidence, assessments={**dict(asked.evidence.assessments), name: NotApplicable(reason="因")})
    for answer in implied(asked.rubric, absent, name, asked.points):
        assert (answer.reason.code, answer.facts) == ("scoring.nothing_not_applicable", ())
