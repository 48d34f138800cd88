"""
The SELECT of a rubric on databases: the oracle's rows on DuckDB and SQLite, and the shipped conformance vectors.

PostgreSQL is in `heavy`. What is written for MySQL and Oracle is read back and compared; it is run on neither.
"""

from decimal import Decimal

import compiled
import databases
import decimals
import drawn
import edges
import leaf_vectors
import pytest
import sqlglot
from sqlglot import exp

from jixiao_core import registry
from jixiao_core.frames.columns import column_name
from jixiao_core.frames.sql import rubric_sql, short_names

PINS = registry.shipped()
LIGHT = ("duckdb", "sqlite")


def hold(dialect, rubric, count, seed, units=edges.smallest_units, **how):
    """Hold the rows of a database to the oracle's, by the rubric's own names."""
    stated = units(rubric)
    program = edges.program_of(rubric, stated)
    lines = edges.Lines(program, seed).some(count)
    got = databases.scored(dialect, rubric, lines, units=stated, **how)
    run = compiled.compiled(program)
    for line, row in zip(lines, got, strict=True):
        assert tuple(row[name] for name in program.outputs) == run(line), line


@pytest.mark.parametrize("dialect", LIGHT)
@pytest.mark.parametrize("pin", PINS)
def test_shipped_rubrics(pin, dialect):
    hold(dialect, registry.load(pin), 400, seed=11)


@pytest.mark.parametrize("dialect", LIGHT)
def test_numbers_that_have_to_be_multiplied(dialect):
    hold(dialect, registry.load(PINS[1]), 400, seed=12, units=edges.large_units)


@pytest.mark.parametrize("dialect", LIGHT)
@pytest.mark.parametrize("at", range(8))
def test_generated_rubrics(at, dialect):
    hold(dialect, drawn.rubrics(12)[at], 200, seed=at)


@pytest.mark.parametrize("dialect", LIGHT)
@pytest.mark.parametrize("pin", PINS)
def test_conformance_vectors(pin, dialect):
    """The adopted reading of every shipped rubric; `heavy` has every declared one."""
    rubric = registry.load(pin)
    program = edges.program_of(rubric)
    vectors, left = leaf_vectors.vectors_of(pin, ("", ""), program)
    assert len(vectors) > left > 0
    scored = databases.scored(dialect, rubric, [v.line for v in vectors], units=edges.smallest_units(rubric))
    leaf_vectors.hold(rubric, vectors, scored)
    assert {vector.row for vector in vectors} == {row.id for row in rubric.indicators}


class TestDecimals:
    @pytest.mark.parametrize("pin", PINS[:2])
    def test_yuan_with_two_decimals(self, pin):
        decimals.hold_yuan("duckdb", registry.load(pin), 300, 13, money="DECIMAL(18,2)")

    def test_nothing_is_rounded(self):
        decimals.hold_nothing_rounded("duckdb", registry.load(PINS[0]), number="DECIMAL(38,2)")

    def test_floats_that_are_whole_numbers_of_parts(self):
        """993.18 in binary is not 993.18, and 993.18 × 100 is not always 99318: then the line is undecided, never wrong."""
        rubric = registry.load(PINS[0])
        yuan = [Decimal(fen).scaleb(-2) for fen in range(99_300, 99_400)]
        lines = [{decimals.BUDGET: float(each)} for each in yuan]
        given = dict.fromkeys(decimals.money_of(rubric), "元")
        got = databases.scored("duckdb", rubric, lines, units=given, money="DOUBLE")
        whole = [float(each) * 100 == int(float(each) * 100) for each in yuan]
        assert 0 < sum(whole) <= 100
        assert [row["status"] for row in got] == ["open" if is_whole else "undecided" for is_whole in whole]

    def test_text_in_a_number_column_of_sqlite_is_not_zero(self):
        rubric = registry.load(PINS[0])
        lines = [{decimals.STAFF: cell, decimals.POSTS: 18} for cell in (18, "18", 18.0, "十八", 18.5)]
        got = databases.scored("sqlite", rubric, lines)
        assert [row["status"] for row in got] == ["open", "open", "open", "undecided", "undecided"]
        assert [row[decimals.STAFFING] for row in got] == [50_000, 50_000, 50_000, None, None]


@pytest.mark.parametrize("dialect", ["mysql", "oracle"])
@pytest.mark.parametrize("pin", [PINS[0], PINS[2]])
def test_what_is_not_run_is_read_back(pin, dialect):
    """The text parses as the database's own language, and has the columns, stages and operators of DuckDB's."""
    rubric = registry.load(pin)
    text = rubric_sql(rubric, dialect)
    tree, other = sqlglot.parse_one(text, dialect=dialect), sqlglot.parse_one(rubric_sql(rubric, "duckdb"), "duckdb")
    assert tree.named_selects == other.named_selects
    assert [cte.alias for cte in tree.ctes] == [cte.alias for cte in other.ctes]
    for one, two in zip(tree.ctes, other.ctes, strict=True):
        assert one.this.named_selects == two.this.named_selects
        for kind in (exp.Case, exp.And, exp.Or, exp.Mul, exp.Add, exp.Sub, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Null):
            assert len([*one.find_all(kind)]) == len([*two.find_all(kind)]), (one.alias, kind)
    assert tree.sql(dialect=dialect, pretty=True, identify=True) == text
    names = {column.name for column in tree.find_all(exp.Column)}
    assert max(len(name.encode()) for name in names) <= 60
    assert {*short_names(rubric, [column_name(row.id, "points") for row in rubric.indicators]).values()} <= names
