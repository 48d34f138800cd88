"""Every engine of this process reviews the same lines as Python's own integers do."""

import claim_cells
import interpreter
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tables import ENGINES, RUBRIC, on, values
from test_verdicts import lines, program_of

from budget import one_in
from jixiao_core import registry
from jixiao_core.frames import review_frame
from jixiao_core.messages import number_text

NATIONAL = "national-self-evaluation-whole-points@2020.1"
PROGRAMS = {"small": program_of(RUBRIC), NATIONAL: program_of(registry.load(NATIONAL))}


def drawn(program, data):
    """Some lines with claims, in numbers that text and whole numbers can say alike."""
    found = []
    for _ in range(12):
        line = data.draw(lines(program))
        blank = {column.name: None for column in program.columns}
        scored = interpreter.run(program, blank | line)
        found.append(blank | line | data.draw(claim_cells.claims(program, scored)))
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pin", PROGRAMS)
@one_in(25)
@given(st.data())
def test_engines_review_alike(pin, engine, data):
    program = PROGRAMS[pin]
    rows = drawn(program, data)
    expected = [interpreter.run(program, row) for row in rows]
    numeric = [column for column in program.columns if column.is_numeric]
    units = {
        column.name: number_text(column.quantum) for column in numeric if column.sort in ("rate", "number", "points")
    }
    columns = {column.name: [row[column.name] for row in rows] for column in program.columns}
    table = on(engine, columns | {"unit": list(range(len(rows)))})
    got = review_frame(program.rubric, table, units=units, undecided="flag", keep=["unit"])
    for name in program.outputs:
        assert values(got, name) == [each[name] for each in expected], name
