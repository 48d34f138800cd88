"""Lean programs say what full ones say, whatever columns a table has; Polars counts steps as comparisons do."""

import cells
import expected
import interpreter
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao_core import registry
from jixiao_core import strategies as jst
from jixiao_core.frames import score_frame
from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.engine import scored
from jixiao_core.frames.expressions import Case, Column, Compare, Flag, Nothing, Number, Sum, Times, Truth, Words
from jixiao_core.frames.intake import Source
from jixiao_core.frames.lean import lean
from jixiao_core.frames.program import TableProgram, table_program
from jixiao_core.frames.scaling import scale_of

LARGEST = 2**63 - 1
EXAMPLES = max(5, settings().max_examples // 10)


@pytest.mark.parametrize("pin", registry.shipped())
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_tables_without_some_columns(pin, data):
    check_without_some_columns(registry.load(pin), data)


@settings(max_examples=2 * EXAMPLES)
@given(st.data())
def test_generated_rubrics_without_some_columns(data):
    check_without_some_columns(data.draw(jst.rubrics()), data)


def check_without_some_columns(rubric, data):
    columns = input_columns(rubric, scale_of(rubric))
    absent = data.draw(st.sets(st.sampled_from([column.name for column in columns])))
    there = {column.name: Source(name=column.name) for column in columns if column.name not in absent}
    program = table_program(rubric, there)
    line = data.draw(cells.lines(rubric, columns, program.scale))
    line = {name: None if name in absent else cell for name, cell in line.items()}
    expected.check(program, line, interpreter.run(program, line))


def program_of(expression, *names):
    return TableProgram(
        rubric=registry.load("junshan-department@2021.1"),
        scale=1,
        columns=(),
        sources={name: Source(name=name) for name in names},
        assumptions=(),
        limit=LARGEST,
        stages=((("found", expression),),),
        outputs=("found",),
    )


@pytest.mark.parametrize("operator", [">", ">="])
@pytest.mark.parametrize("first", [0, 1, 5, 100])
@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize("number", [2, 7, 8, 30])
def test_steps(operator, first, width, number):
    levels = [first + at * width for at in range(number)]
    flags = tuple(
        Flag(Compare(operator, Column("top"), Times(level, Column("base")) if level else Number(0))) for level in levels
    )
    most = LARGEST // levels[-1]
    pairs = [
        (min(max(level * base + off, -LARGEST), LARGEST), base)
        for base in (1, 97, most)
        for level in (*levels, 0, levels[-1] + 1, -1)
        for off in (-1, 0, 1)
    ]
    pairs += [(top, base) for top in (-LARGEST, LARGEST) for base in (1, most)]
    frame = pl.LazyFrame(pairs, schema={"top": pl.Int64, "base": pl.Int64}, orient="row")
    program = program_of(Sum(flags), "top", "base")
    got = scored(nw.from_native(frame), program, ()).to_native().collect()["found"].to_list()
    assert got == [interpreter.run(program, {"top": top, "base": base})["found"] for top, base in pairs]


def test_levels_of_several_widths():
    flags = tuple(
        Flag(Compare(">=", Column("top"), Times(level, Column("base")))) for level in (1, 2, 3, 4, 5, 6, 7, 9)
    )
    frame = pl.LazyFrame({"top": range(100), "base": [10] * 100})
    found = scored(nw.from_native(frame), program_of(Sum(flags), "top", "base"), ()).to_native().collect()["found"]
    assert found.to_list() == [min(top // 10, 7) + (top >= 90) for top in range(100)]


def test_more_levels_than_fit_into_a_byte():
    flags = tuple(Flag(Compare(">=", Column("top"), Number(level))) for level in range(300))
    frame = pl.LazyFrame({"top": [-1, 0, 127, 128, 255, 256, 299, 300]})
    found = scored(nw.from_native(frame), program_of(Sum(flags), "top"), ()).to_native().collect()["found"]
    assert found.to_list() == [0, 1, 128, 129, 256, 257, 300, 300]


def test_nothing_keeps_its_sort():
    always = (("words", Case(((Truth(True), Nothing("words")), (Truth(False), Words("a"))), Nothing("words"))),)
    (((_, found),),) = lean([always], ["words"], [])
    assert isinstance(found, Case)
    assert any(value == Words("a") for _, value in found.cases)


def test_quotients_keep_their_columns_and_sums_their_parts():
    doubled = Sum((Times(2, Column("a")), Number(0), Times(2, Column("b"))))
    ((((_, found),)),) = lean([(("once", doubled),), (("out", Column("once")),)], ["out"], ["a", "b"])
    assert found == Times(2, Sum((Column("a"), Column("b"))))


def test_programs_are_remembered_by_kind_of_table():
    rubric = registry.load("junshan-department@2021.1").under({"part_step": "pro_rata"})
    sources = {"in_service_staff": Source(name="in_service_staff")}
    first = table_program(rubric, sources)
    assert table_program(rubric, dict(sources)) is first
    assert table_program(rubric, sources, rows=False) is not first
    for number in range(20):
        table_program(rubric, {"in_service_staff": Source(name=f"staff_{number}")}, rows=False, remarks=False)
    assert len(rubric.memo.tables) == 8
    assert table_program(rubric, sources) == first


def test_the_second_table_of_a_kind_is_scored_like_the_first():
    rubric = registry.load("junshan-department@2021.1")
    first, second = (pl.LazyFrame({"in_service_staff": [staff], "authorised_staffing": [18]}) for staff in (18, 19))
    points = "input__budget_allocation__staffing_ratio__points"
    assert [score_frame(rubric, each).collect()[points].item() for each in (first, second)] == [50_000, 25_000]
