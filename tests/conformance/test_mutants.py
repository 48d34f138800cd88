"""Every mutant that behaves differently somewhere is told from its row by the vectors of the row."""

from fractions import Fraction

import mutant_runner
import mutants
import pytest
import verifier_script as verifier
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import registry, vectors
from jixiao_core import strategies as jst

COUNTED = {
    "junshan-department@2021.1": {"mutants": 2521, "equivalent": 54, "killed": 2467},
    "junshan-project@2021.1": {"mutants": 531, "equivalent": 10, "killed": 521},
}
"""The numbers that docs/reference/vectors.md reports."""


def read(rubric, leaf):
    """The row as the leaf reads it."""
    row = rubric.indicator(leaf.indicator)
    chosen = [each for each in row.readings if (each.question, each.id) == (leaf.question, leaf.answer)]
    return row.with_readings(chosen)


def with_measures(found):
    """Every leaf with the vectors over its measure: those of the adopted reading where its curve is the same."""
    adopted = {leaf.indicator: leaf for leaf in found.leaves if not leaf.question}
    return [(leaf, leaf.measures or adopted[leaf.indicator].measures) for leaf in found.leaves]


def survivors(rubric, leaf, measures):
    """The mutants of a leaf that no vector tells from it although they differ, and how many mutants there were."""
    row = read(rubric, leaf)
    counts = {"mutants": 0, "equivalent": 0, "killed": 0}
    found = []
    for name, mutant in mutants.mutants(row, leaf.maximum):
        is_killed = bool(mutant_runner.kills(rubric, mutant, leaf, measures, leaf.maximum))
        is_equivalent = mutants.equivalent(rubric, row, mutant, leaf.maximum)
        if is_killed and mutant.measure != row.measure:
            # What small figures do not show, a vector may: it is the witness.
            is_equivalent = False
        counts["mutants"] += 1
        counts["equivalent"] += is_equivalent
        counts["killed"] += is_killed
        if is_killed == is_equivalent:
            found.append(name)
    return found, counts


@pytest.mark.parametrize("pin", COUNTED)
def test_the_vectors_hold_for_the_naive_interpreter(pin):
    rubric = registry.load(pin)
    for leaf, measures in with_measures(vectors(rubric)):
        assert mutant_runner.kills(rubric, read(rubric, leaf), leaf, measures, leaf.maximum) == set(), leaf.indicator


@pytest.mark.parametrize("pin", COUNTED)
def test_every_mutant_of_the_shipped_tables_is_killed(pin):
    rubric = registry.load(pin)
    total = {"mutants": 0, "equivalent": 0, "killed": 0}
    for leaf, measures in with_measures(vectors(rubric)):
        found, counts = survivors(rubric, leaf, measures)
        assert found == [], (leaf.indicator, leaf.question, leaf.answer)
        total = {name: total[name] + counts[name] for name in total}
    assert total == COUNTED[pin]


@pytest.mark.parametrize("pin", COUNTED)
def test_facts_alone_kill_the_mutants_of_formulas(pin):
    """
    Who tests an implementation of a ratio from the facts on needs no vector over a measure.

    A plain amount has nothing between two whole 分.
    """
    rubric = registry.load(pin)
    for leaf, _ in with_measures(vectors(rubric)):
        row = read(rubric, leaf)
        for name, mutant in mutants.mutants(row, leaf.maximum) if leaf.facts and row.measure.denominator else ():
            if mutant.measure == row.measure and not mutants.equivalent(rubric, row, mutant, leaf.maximum):
                assert mutant_runner.kills(rubric, mutant, leaf, (), leaf.maximum) == {"facts"}, name


WHOLE = {
    "a rating moved": lambda table: shift(table["grades"]["grades"][0], "at_least", Fraction(1, 100)),
    "a rating lowered": lambda table: shift(table["grades"]["grades"][2], "at_least", Fraction(-1, 100)),
    "full points to zero": lambda table: table.update(not_applicable="zero"),
    "full points to reallocate": lambda table: table.update(not_applicable="reallocate"),
    "full points to rescale": lambda table: table.update(not_applicable="rescale"),
    "group and indicator rounded": lambda table: table.update(rounding=[{"at": "indicator", "quantum": "1"}]),
    "groups rounded": lambda table: table.update(rounding=[{"at": "group", "quantum": "1"}]),
    "total rounded": lambda table: table.update(rounding=[{"at": "total", "quantum": "1"}]),
}
"""Slips in what holds rows together, made in the JSON of a table."""


def dissolve(table):
    (pool,) = table.pop("pools")
    for row in table["indicators"]:
        if row["id"] in pool["members"]:
            row["points"] = str(Fraction(pool["points"]) / len(pool["members"]))


DEPARTMENT_ONLY = {
    "the group's policy dropped": lambda table: drop(table["groups"], "not_applicable"),
    "one heir dropped": lambda table: drop(table["indicators"][16:17], "reallocate_to"),
    "a member's policy dropped": lambda table: drop(table["indicators"][22:23], "not_applicable"),
    "the pool dissolved": dissolve,
}


def shift(part, name, by):
    part[name] = str(Fraction(part[name]) + by)


def drop(parts, name):
    assert [part.pop(name) for part in parts if name in part] != []


@pytest.mark.parametrize("pin", COUNTED)
@pytest.mark.parametrize("name", WHOLE)
def test_slips_in_the_whole_are_told_by_sheets(pin, name):
    """The verifier, which knows nothing of the library, runs the sheets on a table that was changed."""
    assert told_by_sheets(pin, WHOLE[name])


@pytest.mark.parametrize("name", DEPARTMENT_ONLY)
def test_slips_in_policies_and_pools_are_told_by_sheets(name):
    assert told_by_sheets("junshan-department@2021.1", DEPARTMENT_ONLY[name])


def told_by_sheets(pin, change):
    document = verifier.table(registry.load(pin))
    change(document["rubric"])
    return bool(verifier.problems(document, {**registry.vectors(pin), "leaves": []}))


@given(st.data())
def test_the_vectors_of_generated_rubrics_hold_for_the_naive_interpreter(data):
    rubric = data.draw(jst.rubrics())
    for leaf, measures in with_measures(vectors(rubric)):
        assert mutant_runner.kills(rubric, read(rubric, leaf), leaf, measures, leaf.maximum) == set()


@given(st.data())
def test_every_mutant_of_generated_rubrics_is_killed(data):
    rubric = data.draw(jst.rubrics())
    leaf, measures = data.draw(st.sampled_from(with_measures(vectors(rubric))))
    found, _ = survivors(rubric, leaf, measures)
    assert found == []
