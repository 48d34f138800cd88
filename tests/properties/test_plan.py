"""The evidence plan against every subset of what could be found out, with outcomes tried one by one."""

from fractions import Fraction
from itertools import chain, combinations, product

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jixiao_core import plan, score
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.scoring.evidence import AdjustmentFigure
from jixiao_core.scoring.rating import grade_range
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.totals import totals

MOST_OUTCOMES = 400
# Every subset with every outcome: a sheet costs a second.
few = settings(max_examples=max(settings.default.max_examples // 4, 1))


def waits(sheet: ScoreSheet):
    """Row to the names of what it waits for; written from the words: unknown facts, or the row's own assessment."""
    found = {}
    for row in sheet.rubric.indicators:
        outcome = sheet.outcome(row.id)
        if outcome.points.is_point and not outcome.may_not_apply:
            continue
        over_facts = outcome.values is not None and outcome.missing
        found[row.id] = {f"fact:{name}" for name in outcome.missing} if over_facts else {f"row:{row.id}"}
    return found


NEAR = Fraction(1, 10**6)
FINE = (NEAR, *(Fraction(number, 8) for number in range(1, 8)), 1 - NEAR)
COARSE = (NEAR, Fraction(1, 2), 1 - NEAR)


def samples(points: IntervalSet, inside=FINE):
    """Some values of a set: the ends that it has, and something inside of every stretch."""
    values = set()
    for part in points:
        values |= {end for end, is_open in ((part.low, part.low_open), (part.high, part.high_open)) if not is_open}
        values |= {part.low + (part.high - part.low) * number for number in inside if part.high > part.low}
    return sorted(values)


def outcomes(sheet, found_out):
    """What the rows and the evidence can look like when some things have been found out."""
    settled = [name for name, needed in waits(sheet).items() if needed <= found_out]
    values = []
    for name in settled:
        outcome = sheet.outcome(name)
        points = outcome.points
        if outcome.may_not_apply and sheet.rubric.policy(name) == "full_points":
            points |= IntervalSet.points(sheet.rubric[name].points or sheet[name].maximum)
        if outcome.may_not_apply and sheet.rubric.policy(name) == "zero":
            points |= IntervalSet.points(0)
        values.append(samples(points, FINE if len(settled) < 3 else COARSE))
    open_adjustments = [each for each in sheet.rubric.adjustments if f"adjustment:{each.id}" in found_out]
    figures = [[each.low, Fraction(0), each.high] for each in open_adjustments]
    groups = [group for group in sheet.rubric.groups if f"choice:{group.id}" in found_out]
    members = [[node.id for node in sheet.rubric.members(group.id)] for group in groups]
    # Worst and best first: the tries are limited.
    corners = product(*([each[0], each[-1]] for each in values), *figures, *members)
    for number, drawn in enumerate(chain(corners, product(*values, *figures, *members))):
        if number == MOST_OUTCOMES:
            return
        points, rest = drawn[: len(values)], drawn[len(values) :]
        rows = {
            name: evolve(sheet.outcome(name), points=IntervalSet.points(value), may_not_apply=False)
            for name, value in zip(settled, points, strict=True)
        }
        stated = {
            each.id: AdjustmentFigure(points=value)
            for each, value in zip(open_adjustments, rest[: len(figures)], strict=True)
        }
        chosen = {group.id: name for group, name in zip(groups, rest[len(figures) :], strict=True)}
        evidence = evolve(
            sheet.evidence,
            adjustments={**dict(sheet.evidence.adjustments), **stated},
            choices={**dict(sheet.evidence.choices), **chosen},
        )
        yield totals(sheet.rubric, evidence, {**sheet.detail.outcomes, **rows}).total


def ratings(sheet, total):
    within = IntervalSet.of(total)
    return {
        grade.name
        for place, grade in enumerate(sheet.rubric.grades.grades)
        if within & IntervalSet.of(grade_range(sheet.rubric, place))
    }


def everything(sheet):
    needed = set().union(*waits(sheet).values()) if waits(sheet) else set()
    stated = dict(sheet.evidence.choices)
    needed |= {
        f"choice:{group.id}" for group in sheet.rubric.groups if group.choose == "one" and group.id not in stated
    }
    known = dict(sheet.evidence.adjustments)
    open_ones = (each for each in sheet.rubric.adjustments if each.id not in known)
    return needed | {f"adjustment:{each.id}" for each in open_ones}


def keys(found):
    return {
        f"row:{each.id}" if each.kind in ("assessment", "correction") else f"{each.kind}:{each.id}"
        for each in found.unknowns
    }


@st.composite
def open_sheets(draw):
    rubric = draw(jst.rubrics())
    assume(rubric.grades is not None)
    sheet = score(rubric, draw(jst.evidence(rubric)))
    assume(not sheet.is_settled)
    return sheet


@given(open_sheets())
def test_what_is_possible_and_what_is_guaranteed(sheet):
    for each in plan(sheet).ratings:
        assert each.is_possible == (each.grade in sheet.grades)
        assert each.is_guaranteed == (sheet.grades == (each.grade,))
        if not each.is_possible:
            assert each.confirm == each.refute == ()


@few
@given(open_sheets())
def test_no_smaller_set_will_do(sheet):
    """Where the plan says that its sets are the smallest, no smaller set has an outcome that settles the rating."""
    found_out = sorted(everything(sheet))
    assume(len(found_out) <= 7)
    for each in plan(sheet).ratings:
        if not each.is_exact or not each.is_possible or each.is_guaranteed:
            continue
        for sets, settles in (
            (each.confirm, lambda names, grade=each.grade.name: names == {grade}),
            (each.refute, lambda names, grade=each.grade.name: grade not in names),
        ):
            size = len(sets[0].unknowns) if sets else len(found_out) + 1
            for smaller in range(size):
                for names in combinations(found_out, smaller):
                    assert not any(settles(ratings(sheet, total)) for total in outcomes(sheet, set(names))), names


@few
@given(open_sheets())
def test_every_set_has_an_outcome_that_settles_the_rating(sheet):
    for each in plan(sheet).ratings:
        if not each.is_exact:
            continue
        for found in each.confirm:
            assert any(ratings(sheet, total) == {each.grade.name} for total in outcomes(sheet, keys(found)))
        for found in each.refute:
            assert any(each.grade.name not in ratings(sheet, total) for total in outcomes(sheet, keys(found)))


@given(open_sheets())
def test_requests_are_the_open_rows_by_points_at_stake(sheet):
    requests = plan(sheet).requests
    stakes = [each.at_stake for each in requests]
    assert stakes == sorted(stakes, reverse=True)
    assert {each.row for each in requests} == {name for name in waits(sheet) if sheet[name].maximum}
    for each in requests:
        hull = sheet[each.row].possible.hull()
        assert each.at_stake == hull.high - hull.low
