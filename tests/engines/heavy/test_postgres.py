"""The SELECT of a rubric on a real PostgreSQL: the oracle's rows, and every reading of the shipped conformance vectors."""

import compiled
import databases
import decimals
import drawn
import edges
import leaf_vectors
import pytest

from jixiao_core import registry

PINS = registry.shipped()


def hold(postgres, rubric, count, seed, units=edges.smallest_units, **how):
    stated = units(rubric)
    program = edges.program_of(rubric, stated)
    lines = edges.Lines(program, seed).some(count)
    got = databases.scored("postgres", rubric, lines, connection=postgres, units=stated, **how)
    run = compiled.compiled(program)
    for line, row in zip(lines, got, strict=True):
        assert tuple(row[name] for name in program.outputs) == run(line), line


@pytest.mark.parametrize("pin", PINS)
def test_shipped_rubrics(postgres, pin):
    """100,000 distinct lines in all."""
    hold(postgres, registry.load(pin), 10_000, seed=21)


@pytest.mark.parametrize("pin", PINS[:3])
def test_numbers_that_have_to_be_multiplied(postgres, pin):
    hold(postgres, registry.load(pin), 1_000, seed=22, units=edges.large_units)


@pytest.mark.parametrize("at", range(60))
def test_generated_rubrics(postgres, at):
    hold(postgres, drawn.rubrics(60)[at], 200, seed=at)


def test_columns_of_32_bits(postgres):
    """Numbers that fit into INTEGER, sums and products of which do not."""
    rubric = registry.load(PINS[0])
    units = edges.smallest_units(rubric)
    program = edges.program_of(rubric, units)
    low, high = -(2**31), 2**31 - 1
    lines = [
        {
            name: min(max(cell, low), high) if isinstance(cell, int) and not isinstance(cell, bool) else cell
            for name, cell in line.items()
        }
        for line in edges.Lines(program, seed=23).some(2_000)
    ]
    got = databases.scored("postgres", rubric, lines, connection=postgres, units=units, number="INTEGER")
    run = compiled.compiled(program)
    for line, row in zip(lines, got, strict=True):
        assert tuple(row[name] for name in program.outputs) == run(line), line


def test_yuan_with_two_decimals(postgres):
    """What PostgreSQL calls NUMERIC, as amounts are kept in most databases."""
    decimals.hold_yuan("postgres", registry.load(PINS[0]), 2_000, 24, money="NUMERIC(18,2)", connection=postgres)


def test_nothing_is_rounded(postgres):
    decimals.hold_nothing_rounded("postgres", registry.load(PINS[0]), number="NUMERIC", connection=postgres)


@pytest.mark.parametrize(("pin", "reading"), leaf_vectors.CASES, ids=leaf_vectors.named)
def test_conformance_vectors(postgres, pin, reading):
    """Every vector of a leaf that a table of units can say, under every declared reading."""
    leaf_vectors.hold_reading("postgres", pin, reading, connection=postgres)
