"""Every fault that is planted is found by its code, at its place, with its witness; nothing else is blamed."""

import pytest
from clean_tables import clean_tables
from hypothesis import find, given, settings
from planted_faults import FAULTS

from jixiao_core import Severity, coverage, lint
from jixiao_core.rubrics.linting.observing import CODES

# What clean tables have as well, and what is said of exceptions: see test_hand_worked.py and test_exceptions.py.
NOT_PLANTED = {"base_raises_score", "zero_gives_full", "judged_share", "questions_of_one_row", "exception_unused"}


def test_there_is_a_fault_for_every_code():
    rubric = find(clean_tables(), lambda _: True)
    planted = {plant(rubric).code for plant in FAULTS.values()}
    assert planted == {code.removeprefix("lint.") for code in CODES} - NOT_PLANTED
    assert len(FAULTS) > 60


# A table has every kind of row, so that a few tables show what many small ones would.
EXAMPLES = max(10, settings().max_examples // 5)


@pytest.mark.parametrize("name", FAULTS)
@settings(max_examples=EXAMPLES)
@given(rubric=clean_tables())
def test_it_is_found_and_no_other_row_is_blamed(name, rubric):
    planted = FAULTS[name](rubric)
    before = {(each.code, each.path) for each in lint(rubric).findings}
    report = lint(planted.rubric)
    code = f"lint.{planted.code}"
    found = [each for each in report.findings if each.code == code and each.path == planted.path]
    assert found
    assert (code, planted.path) not in before
    assert {each.severity for each in found} == {CODES[code]}
    if planted.witness is not None:
        assert planted.witness in [each.witness.values for each in found]
    if planted.parameter:
        assert planted.parameter in [each.parameter for each in found]
    if planted.fragment:
        assert planted.fragment in [each.fragment.text for each in found]
    was = {each.id: each for each in rubric.indicators}
    touched = {each.id for each in planted.rubric.indicators if was[each.id] != each}
    loud = {each.path for each in report.findings if each.severity is not Severity.INFORMATION}
    assert {path for path in loud if path.startswith("all.")} <= touched | {planted.path}


MUTATED = [
    name
    for name in FAULTS
    if name.startswith(("a_wrong", "a_condition", "a_range", "a_case_that_costs", "an_option", "an_item"))
]


@settings(max_examples=EXAMPLES)
@given(rubric=clean_tables())
def test_mutated_parameters_lower_coverage(rubric):
    shares = {name: coverage(FAULTS[name](rubric).rubric).share for name in MUTATED}
    assert len(shares) == 9
    assert {name for name, share in shares.items() if share == 1} == set()
