"""The oracle of whole tables says what the interpreter says, the interpreter what `score` says; and the lines are adversarial."""

import compiled
import edges
import expected
import interpreter
import pytest

from jixiao_core import registry

PINS = registry.shipped()


@pytest.mark.parametrize("pin", PINS)
@pytest.mark.parametrize("units", [edges.smallest_units, edges.large_units], ids=["smallest", "large"])
def test_three_ways_to_say_it(pin, units):
    rubric = registry.load(pin)
    program = edges.program_of(rubric, units(rubric))
    run = compiled.compiled(program)
    for line in edges.Lines(program, seed=7).some(60):
        got = interpreter.run(program, line)
        assert run(line) == tuple(got.values())
        canonical = {
            column.name: cell * program.sources[column.name].factor
            if column.is_numeric and (cell := line[column.name]) is not None
            else line[column.name]
            for column in program.columns
        }
        expected.check(program, canonical, got)


@pytest.mark.parametrize("pin", PINS)
def test_every_edge_is_stood_on_and_beside(pin):
    """Every breakpoint of every measured row is constructed, one unit below and one above it."""
    program = edges.program_of(registry.load(pin))
    lines = edges.Lines(program, seed=1)
    lines.some(3 * len(edges.edges_of(program)) + 60)
    wanted = {(edge, step) for edge in edges.edges_of(program) for step in edges.STEPS}
    assert {pair for pair in wanted if not lines.reached[pair]} == set()
