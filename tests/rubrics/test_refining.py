"""The open points of the national table: any of its answers go together, switched on for one sheet or adopted for good."""

from itertools import combinations, product

import pytest
from attrs import evolve

from jixiao_core import InvalidValueError, Text, registry, tailor
from jixiao_core.rubrics.formulas import Options, Targets
from jixiao_core.rubrics.overlay import Adoption, Overlay

BASE = registry.load("national-self-evaluation@2020.1")
OTHER = {"missed_target": "no_points", "over_achievement": "reduced", "zero_execution": "no_points"}
SUBSETS = [each for size in range(1, 4) for each in combinations(OTHER, size)]


def adopting(*names):
    changes = tuple(
        (name, Adoption(answer=OTHER[name], adopted_by=Text("甲县财政局"), adopted_on="2023-01-10", why=Text("办法")))
        for name in names
    )
    head = {"derived_from": BASE.pin, "series": "county", "edition": 2023, "revision": 1, "reason": Text("办法")}
    return tailor(BASE, Overlay(adopt=changes, **head))


def ways():
    """Answers to all questions of the table."""
    names = [question.id for question in BASE.questions]
    for answers in product(*([answer.id for answer in question.answers] for question in BASE.questions)):
        yield dict(zip(names, answers, strict=True))


@pytest.mark.parametrize("names", [*SUBSETS, *(names[::-1] for names in SUBSETS if len(names) > 1)], ids="-".join)
def test_an_adopted_table_reads_under_every_answer_as_its_base_does(names):
    found = adopting(*names)
    assert all(found.question(name).adopted == OTHER[name] for name in names)
    for answers in ways():
        one, other = BASE.under(answers), found.under(answers)
        for row in BASE.indicators:
            before, after = one.read(row), other.read(found.indicator(row.id))
            assert (after.measure, after.formula) == (before.measure, before.formula)


def test_both_rules_hold_where_both_are_chosen():
    """未完成的不得分 and 适当调减 are about different rows of a form, so that a county may use both."""
    both = BASE.under({"missed_target": "no_points", "over_achievement": "reduced"})
    read = both.read(both.indicator("output")).formula
    assert (read.key_target, read.over_achievement) == ("zero_row", "reduce")


def test_tiers_leave_nothing_of_the_rules_for_numbers():
    tiers = BASE.under({"missed_target": "no_points", "row_kind": "qualitative"})
    assert isinstance(tiers.read(tiers.indicator("output")).formula, Options)


def test_two_answers_to_the_same_rule_still_clash():
    row = BASE.indicator("output")
    same = tuple(
        evolve(each, formula=Targets(key_target="zero_row", over_achievement="zero"))
        if each.question == "missed_target"
        else each
        for each in row.readings
    )
    table = evolve(
        BASE, indicators=tuple(evolve(row, readings=same) if each is row else each for each in BASE.indicators)
    )
    with pytest.raises(InvalidValueError) as caught:
        table.under({"missed_target": "no_points", "over_achievement": "reduced"})
    assert [(each.code, each.path) for each in caught.value.problems] == [("rubrics.readings_clash", "output")]
