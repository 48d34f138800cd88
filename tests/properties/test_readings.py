"""All readings at once give what scoring under one combination of answers after the other gives."""

import importlib.util
from itertools import product
from pathlib import Path

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao_core import InvalidValueError, readings, score
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.scoring import reading_totals, switching

spec = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)


def combinations(rubric):
    """Every combination of answers, those that clash left out."""
    names = [question.id for question in rubric.questions]
    for answers in product(*([answer.id for answer in question.answers] for question in rubric.questions)):
        try:
            yield rubric.under(dict(zip(names, answers, strict=True)))
        except InvalidValueError:
            continue


@st.composite
def cases(draw, *, settled=False):
    rubric = draw(jst.rubrics())
    assume(rubric.questions)
    return draw(st.sampled_from(list(combinations(rubric)))), draw(jst.evidence(rubric, settled=settled))


def switched(rubric, other):
    """The answers of `other` that differ from those under which `rubric` is read."""
    now, then = dict(rubric.answers), dict(other.answers)
    adopted = {question.id: question.adopted for question in rubric.questions}
    pairs = ((name, then.get(name, adopted[name])) for name in adopted)
    return tuple(sorted(pair for pair in pairs if pair[1] != now.get(pair[0], adopted[pair[0]])))


@given(cases())
def test_totals_are_those_of_every_combination(case):
    rubric, evidence = case
    found = readings(rubric, evidence)
    each = IntervalSet(tuple(score(other, evidence).possible for other in combinations(rubric)))
    assert found.is_exact
    assert found.possible == each


@given(cases(settled=True))
def test_settled_totals_are_those_of_the_naive_interpreter(case):
    rubric, evidence = case
    totals = []
    for other in combinations(rubric):
        as_read = evolve(other, indicators=tuple(other.read(row) for row in other.indicators), answers=())
        totals.append(oracle.Oracle(as_read, evidence).total())
    assume(None not in totals)
    assert readings(rubric, evidence).possible == IntervalSet.points(*totals)


@given(cases())
def test_rows_in_full_are_those_of_every_combination(case):
    """Before they are moved and rounded: every reading of a row is there, and no other."""
    rubric, evidence = case
    sheet = score(rubric, evidence)
    sheets = [score(other, evidence) for other in combinations(rubric)]
    for table in switching.row_tables(rubric, evidence, sheet.detail.facts):
        under = {each.outcome(table.row.id).points for each in sheets}
        assert {each.points for each in table.outcomes.values()} == under


@given(cases())
def test_rows_count_as_the_sheet_under_their_answers_counts_them(case):
    rubric, evidence = case
    found = readings(rubric, evidence)
    for row in found.rows:
        for each in row.readings:
            sheet = score(rubric.under(dict(each.answers)), evidence)
            assert each.points == sheet[row.id].possible
        now = [each for each in row.readings if each.is_in_force]
        assert [each.points for each in now] == [score(rubric, evidence)[row.id].possible]
        assert row.depends == (len({each.points for each in row.readings}) > 1)


@given(cases())
def test_each_question_alone(case):
    rubric, evidence = case
    for effect in readings(rubric, evidence).questions:
        for answer in effect.answers:
            try:
                sheet = score(rubric.under({effect.question.id: answer.answer}), evidence)
            except InvalidValueError:
                assert answer.possible is None
                continue
            assert (answer.possible, answer.grades) == (sheet.possible, sheet.grades)


@given(cases())
def test_the_fewest_answers_for_each_rating(case):
    rubric, evidence = case
    fewest = {}
    for other in combinations(rubric):
        size = len(switched(rubric, other))
        for grade in score(other, evidence).grades:
            fewest[grade] = min(size, fewest.get(grade, size))
    found = readings(rubric, evidence)
    named = {pair for each in found.ratings for pair in each.answers}
    assert all(answer != dict(rubric.answers).get(name) for name, answer in named)
    assert {each.grade: len(each.answers) for each in found.ratings} == fewest
    for each in found.ratings:
        sheet = score(rubric.under(dict(each.answers)), evidence)
        assert sheet.possible == each.possible
        assert each.grade in sheet.grades


@given(cases())
def test_too_many_combinations_to_try_leave_sound_bounds(case):
    rubric, evidence = case
    small = reading_totals.MAX_COMBINATIONS
    reading_totals.MAX_COMBINATIONS = 1
    try:
        found = readings(rubric, evidence)
    finally:
        reading_totals.MAX_COMBINATIONS = small
    for other in combinations(rubric):
        assert IntervalSet.of(score(other, evidence).possible) <= found.possible


@given(cases())
def test_readings_decide_the_rating_where_some_reading_has_other_ratings(case):
    """Fewer ratings are other ratings."""
    rubric, evidence = case
    now = score(rubric, evidence).grades
    ratings = [score(other, evidence).grades for other in combinations(rubric)]
    found = readings(rubric, evidence)
    assert found.decides_rating == any(each != now for each in ratings)
    assert found.adds_ratings == any(set(each) - set(now) for each in ratings)
    assert found.decides_rating or not any(effect.decides_rating for effect in found.questions)
