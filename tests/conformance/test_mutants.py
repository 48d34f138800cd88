"""Every mutant that behaves differently somewhere is told from its row by the vectors of the row."""

import mutant_runner
import mutants
import pytest
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
    """Who tests an implementation from the facts on needs no vector over a measure."""
    rubric = registry.load(pin)
    for leaf, _ in with_measures(vectors(rubric)):
        row = read(rubric, leaf)
        for name, mutant in mutants.mutants(row, leaf.maximum) if leaf.facts else ():
            if mutant.measure == row.measure and not mutants.equivalent(rubric, row, mutant, leaf.maximum):
                assert mutant_runner.kills(rubric, mutant, leaf, (), leaf.maximum) == {"facts"}, name


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
