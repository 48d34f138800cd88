"""A line of a scored table says what `score` says about the unit: for every rubric, at every edge, by exact integers."""

import cells
import expected
import interpreter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import registry
from jixiao_core import strategies as jst
from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.intake import Source
from jixiao_core.frames.program import table_program
from jixiao_core.frames.scaling import scale_of


def program_of(rubric, assume=()):
    columns = input_columns(rubric, scale_of(rubric))
    return table_program(rubric, {column.name: Source(name=column.name) for column in columns}, assume=assume)


PROGRAMS = {pin: program_of(registry.load(pin)) for pin in registry.shipped()}


@pytest.mark.parametrize("pin", registry.shipped())
@given(st.data())
def test_lines_of_shipped_rubrics(pin, data):
    program = PROGRAMS[pin]
    line = data.draw(cells.lines(program.rubric, program.columns, program.scale))
    got = interpreter.run(program, line, data.draw(st.sampled_from((-1, 0, 1))))
    expected.check(program, line, got)


@pytest.mark.parametrize("pin", ["junshan-department@2021.1"])
@given(st.data())
def test_lines_under_assumptions(pin, data):
    rubric = registry.load(pin)
    offered = sorted(rubric.assumptions)
    program = program_of(rubric, data.draw(st.sets(st.sampled_from(offered))))
    line = data.draw(cells.lines(rubric, program.columns, program.scale))
    for name in data.draw(st.sets(st.sampled_from(sorted(fact.id for fact in rubric.facts if fact.proxies)))):
        line[name] = None
    expected.check(program, line, interpreter.run(program, line))


@given(st.data())
def test_lines_of_generated_rubrics(data):
    program = program_of(data.draw(jst.rubrics()))
    for _ in range(4):
        line = data.draw(cells.lines(program.rubric, program.columns, program.scale))
        got = interpreter.run(program, line, data.draw(st.sampled_from((-1, 0, 1))))
        expected.check(program, line, got)
