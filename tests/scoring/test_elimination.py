"""Summing questions out one after the other gives what trying every combination gives."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import Interval
from jixiao_core.scoring import elimination
from jixiao_core.scoring.elimination import Factor, TooManySumsError, eliminated

QUESTIONS = {"a": ("x", "y"), "b": ("x", "y", "z"), "c": ("x", "y")}
IN_FORCE = {"a": "x", "b": "y", "c": "x"}


@st.composite
def factors(draw):
    names = draw(st.lists(st.sampled_from(sorted(QUESTIONS)), unique=True, max_size=3))
    table = {}
    for answers in product(*(QUESTIONS[name] for name in names)):
        # A missing entry is a combination that cannot go together.
        if draw(st.integers(0, 5)) or not names:
            low = draw(st.integers(0, 4))
            table[answers] = Interval(low, low + draw(st.sampled_from([0, 0, 1])))
    return tuple(names), table


def by_trying(parts):
    """Every combination of all questions, added up with plain pairs of ends."""
    found = {}
    for combination in product(*QUESTIONS.values()):
        given_ = dict(zip(QUESTIONS, combination, strict=True))
        keys = [tuple(given_[name] for name in names) for names, _ in parts]
        if any(key not in table for key, (_, table) in zip(keys, parts, strict=True)):
            continue
        ends = [(table[key].low, table[key].high) for key, (_, table) in zip(keys, parts, strict=True)]
        total = (sum(low for low, _ in ends), sum(high for _, high in ends))
        named = {name for names, _ in parts for name in names}
        switched = tuple(sorted(pair for pair in given_.items() if pair[1] != IN_FORCE[pair[0]] and pair[0] in named))
        if total not in found or (len(switched), switched) < (len(found[total]), found[total]):
            found[total] = switched
    return found


@given(st.lists(factors(), max_size=5))
def test_the_same_sums_with_the_same_fewest_answers(parts):
    made = [Factor(names, {key: {part: ()} for key, part in table.items()}) for names, table in parts]
    found = eliminated(made, QUESTIONS, IN_FORCE)
    assert {(total.low, total.high): answers for total, answers in found.items()} == by_trying(parts)


def test_many_questions_that_do_not_meet():
    """Thirty questions of two answers have 2³⁰ combinations and 31 sums."""
    names = [f"question_{number}" for number in range(30)]
    parts = [Factor((name,), {("x",): {Interval.point(0): ()}, ("y",): {Interval.point(1): ()}}) for name in names]
    found = eliminated(parts, dict.fromkeys(names, ("x", "y")), dict.fromkeys(names, "x"))
    assert sorted(total.low for total in found) == list(range(31))
    assert {len(answers) for total, answers in found.items() if total.low == 7} == {7}


def test_many_rows_that_share_one_question():
    """Forty rows of one shared question: switched together or not at all, so two sums and no others."""
    row = Factor(("a",), {("x",): {Interval.point(0): ()}, ("y",): {Interval.point(Fraction(1, 2)): ()}})
    found = eliminated([row] * 40, {"a": ("x", "y")}, {"a": "x"})
    assert {str(total): answers for total, answers in found.items()} == {"[0, 0]": (), "[20, 20]": (("a", "y"),)}


def test_too_many_sums_are_refused(monkeypatch):
    monkeypatch.setattr(elimination, "MAX_SUMS", 8)
    parts = [
        Factor((name,), {("x",): {Interval.point(0): ()}, ("y",): {Interval.point(2**power): ()}})
        for power, name in enumerate("abcde")
    ]
    with pytest.raises(TooManySumsError):
        eliminated(parts, dict.fromkeys("abcde", ("x", "y")), dict.fromkeys("abcde", "x"))
