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


def program_of(rubric):
    columns = input_columns(rubric, scale_of(rubric))
    return table_program(rubric, {column.name: Source(name=column.name) for column in columns})


PROGRAMS = {pin: program_of(registry.load(pin)) for pin in registry.shipped()}


@pytest.mark.parametrize("pin", registry.shipped())
@given(st.data())
def test_lines_of_shipped_rubrics(pin, data):
    program = PROGRAMS[pin]
    line = data.draw(cells.lines(program.rubric, program.columns, program.scale))
    got = interpreter.run(program, line, data.draw(st.sampled_from((-1, 0, 1))))
    expected.check(program, line, got)


@given(st.data())
def test_lines_of_generated_rubrics(data):
    program = program_of(data.draw(jst.rubrics()))
    for _ in range(4):
        line = data.draw(cells.lines(program.rubric, program.columns, program.scale))
        got = interpreter.run(program, line, data.draw(st.sampled_from((-1, 0, 1))))
        expected.check(program, line, got)
