"""Verdicts of a reviewed table are those of `review`, line by line; where its facts are open, never against them."""

import attrs
import cells
import claim_cells
import interpreter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import registry
from jixiao_core import strategies as jst
from jixiao_core.frames.claims import claim_columns
from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.intake import Source
from jixiao_core.frames.program import table_program
from jixiao_core.frames.scaling import scale_of


def program_of(rubric):
    scale = scale_of(rubric)
    columns = (*input_columns(rubric, scale), *claim_columns(rubric, scale))
    return table_program(rubric, {column.name: Source(name=column.name) for column in columns}, claims=True)


def lines(program):
    """Lines without claims, drawn at the edges."""
    plain = tuple(column for column in program.columns if not column.name.endswith(("__claimed", "claimed_total")))
    return cells.lines(program.rubric, plain, program.scale)


def check(program, data):
    line = data.draw(lines(program))
    blank = {column.name: None for column in program.columns}
    scored = interpreter.run(program, blank | line)
    full = blank | line | data.draw(claim_cells.claims(program, scored))
    got = interpreter.run(program, full, data.draw(st.sampled_from((-1, 0, 1))))
    assert {name: got[name] for name in scored if name.endswith(("points", "status", "total"))} == {
        name: cell for name, cell in scored.items() if name.endswith(("points", "status", "total"))
    }
    return claim_cells.check(program, full, got)


PROGRAMS = {pin: program_of(registry.load(pin)) for pin in registry.shipped()}


@pytest.mark.parametrize("pin", registry.shipped())
@given(st.data())
def test_claims_on_shipped_rubrics(pin, data):
    check(PROGRAMS[pin], data)


@given(st.data())
def test_claims_on_generated_rubrics(data):
    rubric = data.draw(jst.rubrics())
    kind = data.draw(st.sampled_from(["project", "self_evaluation"]))
    quantum = data.draw(st.sampled_from(["0.01", "0.0001", "0.1", "0.5", "1", "1/3"]))
    program = program_of(attrs.evolve(rubric, kind=kind, claim_quantum=quantum))
    for _ in range(4):
        check(program, data)
