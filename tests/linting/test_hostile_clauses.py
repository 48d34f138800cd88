"""Clauses that are made to hurt: very long, turned around, full of numbers; and arbitrary text never fails."""

import sys
from fractions import Fraction
from itertools import pairwise

import pytest
from clean_tables import rows, table
from hypothesis import find, given
from hypothesis import strategies as st

from jixiao_core import lint
from jixiao_core import strategies as jst
from jixiao_core.rubrics.linting.cases import printed_cases
from jixiao_core.rubrics.linting.clause_checks import printed_part_step
from jixiao_core.rubrics.linting.fragments import fragments_of

PIECES = (
    "90%", "80%（含）-", "分", "5", "每", "一个百分点", "扣", "得", "计", "《", "》", "（", "）", "〔2015〕", "11号", "以上", "≥", "≤",
    "\u202e", "\u200b", "①", "百分之", "零", "十", "、", "，", "；", "\n", "。", "不足", "按", "年", "2015", "第", "附件", ".", ",", "－", "～",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80)


@given(TEXTS)
def test_any_text_is_read_and_quoted_exactly(clause):
    found = fragments_of(clause)
    assert all(clause[each.start : each.end] == each.text for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    printed_cases(found, Fraction(5), is_rate=True)


@given(rows(), TEXTS)
def test_any_clause_can_be_looked_at(made, clause):
    for name in ("completion", "steps", "goals", "compliance", "timeliness", "benefit"):
        lint(table({**made, name: {**made[name], "clause": "x" + clause}}))


@given(jst.rubrics())
def test_any_table_can_be_looked_at(rubric):
    assert lint(rubric) == lint(rubric)


LONG = {
    "digits": "9",
    "numbers": "1、",
    "bands": "80%（含）-90%，计4分；",
    "open titles": "《",
    "open brackets": "（含",
    "steps": "每",
    "percent words": "百分之",
    "numerals": "一",
    "spaces": " ",
    "full-width spaces": "　",
    "line ends": "\n",
    "direction marks": "\u202e",
    "ordinals": "1.",
    "years": "2015-",
    "documents": "〔2015〕",
    "commas": "1,",
    "part steps": "不足一个百分点按",
    "marks": "①",
    "comparators": "≥",
    "bare digits": "7 ",
}


class Calls:
    """Counts what Python itself does, which no machine's speed changes."""

    def __init__(self):
        self.count = 0

    def __call__(self, _frame, event, _arg):
        self.count += event in ("call", "c_call")

    def of(self, function):
        sys.setprofile(self)
        try:
            function()
        finally:
            sys.setprofile(None)
        return self.count


@pytest.mark.parametrize("name", LONG)
def test_work_grows_in_proportion(name):
    """Twice the text is at most a little more than twice the work."""
    once, twice = (Calls().of(lambda text=LONG[name] * count: _looked(text)) for count in (1000, 2000))
    assert twice <= 2 * once + 2000


def _looked(text):
    printed_cases(fragments_of(text), Fraction(5), is_rate=True)
    printed_part_step(text)


@pytest.fixture(scope="module")
def made():
    """The smallest rows of a sound table."""
    return find(rows(), lambda _: True)


@pytest.mark.parametrize("name", LONG)
def test_very_long_clauses_end(name, made):
    """Two hundred thousand characters go through every check; a pattern that backtracks would never come back."""
    text = LONG[name] * (100_000 // len(LONG[name]))
    for row in ("steps", "benefit"):
        assert lint(table({**made, row: {**made[row], "clause": "x" + text}})).findings
