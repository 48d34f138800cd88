"""What people write into columns becomes exactly what it says, or is refused: the same on every engine."""

from decimal import Decimal

import conversions
import kinds
import pyarrow as pa
import pytest
from conversions import MONEY

from jixiao_core import registry
from jixiao_core.errors import InvalidValueError
from jixiao_core.frames import score_frame

RUBRIC = registry.load("junshan-department@2021.1")
FLAG = "process__budget_management__management_system__item_1__met"
KINDS = pytest.mark.parametrize("kind", kinds.MAKERS)


def compare(kind, given, said, name=MONEY, make=None, **how):
    """Hold every line to the one with the whole number in its place."""
    frame = (make or kinds.MAKERS[kind])(given)
    got = kinds.sorted_rows(score_frame(RUBRIC, frame, keep=("unit",), undecided="flag", **how))
    wanted = kinds.sorted_rows(
        score_frame(RUBRIC, conversions.number_table(RUBRIC, name, said), keep=("unit",), undecided="flag")
    )
    for line, other, meaning in zip(got, wanted, said, strict=True):
        if meaning == "refused":
            assert line["status"] == "invalid", line["unit"]
            assert f"refused:{name};" in line["remarks"]
        elif meaning == "beyond":
            assert line["status"] == "undecided", line["unit"]
            assert f"beyond:{name};" in line["remarks"]
        else:
            assert line == other


@KINDS
def test_money_as_text(kind):
    compare(kind, *conversions.text_table(RUBRIC))


@KINDS
def test_text_beyond_whole_numbers_is_scored_exactly(kind):
    """Where the table is in memory, no line of numbers stays undecided: 40 digits and a tenth of a 分 are scored."""
    given, said = conversions.text_table(RUBRIC)
    scored = score_frame(RUBRIC, kinds.MAKERS[kind](given), keep=("unit",))
    states = [line["status"] for line, each in zip(kinds.sorted_rows(scored), said, strict=True) if each == "beyond"]
    assert "undecided" not in states if kind in kinds.EAGER else set(states) == {"undecided"}


@KINDS
def test_decimals_say_their_unit(kind):
    values = [Decimal("993.18"), Decimal("0.0001"), None, Decimal(0), Decimal("-1.5"), Decimal("0.0000001")]
    said = [9_931_800_00, 100, None, 0, "refused", "beyond"]
    given = conversions.table_with(RUBRIC, MONEY, pa.array(values, pa.decimal128(20, 7)))
    make = (lambda table: table.to_pandas()) if kind == "pandas-numpy" else None
    if kind == "pandas-nullable":
        make = lambda table: table.to_pandas(types_mapper=__import__("pandas").ArrowDtype)  # noqa: E731 - a parameter of one test
    compare(kind, given, said, make=make, units={MONEY: "万元"})


@KINDS
def test_decimals_without_a_unit_are_refused(kind):
    given = conversions.table_with(RUBRIC, MONEY, pa.array([Decimal("1.5")], pa.decimal128(20, 5)))
    frame = given.to_pandas() if kind.startswith("pandas") else kinds.MAKERS[kind](given)
    with pytest.raises(InvalidValueError):
        score_frame(RUBRIC, frame)


@KINDS
def test_floats_are_refused_or_the_nearest(kind):
    given = conversions.table_with(RUBRIC, MONEY, pa.array([993.18, 0.1 + 0.2, 0.0, 1.005, 1e30, 3.0]))
    make = (lambda table: table.to_pandas()) if kind.startswith("pandas") else kinds.MAKERS[kind]
    with pytest.raises(InvalidValueError):
        score_frame(RUBRIC, make(given), units={MONEY: "元"})
    said = [99_318, 30, 0, "refused", "beyond", 300]
    compare(kind, given, said, make=make, units={MONEY: "元"}, floats="nearest")


@KINDS
@pytest.mark.parametrize("kind_of_number", ["uint64", "int8", "uint16", "int32"])
def test_whole_numbers_of_every_size(kind, kind_of_number):
    values = [0, 1, 100, None] + ([2**64 - 1] if kind_of_number == "uint64" else [])
    said = [0, 1, 100, None] + (["beyond"] if kind_of_number == "uint64" else [])
    given = conversions.table_with(RUBRIC, MONEY, pa.array(values, kind_of_number))
    make = kinds.MAKERS["pandas-arrow"] if kind == "pandas-numpy" else None
    if kind == "pandas-nullable":
        import pandas as pd

        sizes = {
            "uint64": pd.UInt64Dtype(),
            "int8": pd.Int8Dtype(),
            "uint16": pd.UInt16Dtype(),
            "int32": pd.Int32Dtype(),
        }
        make = lambda table: table.to_pandas(  # noqa: E731 - the same
            types_mapper={pa.type_for_alias(name): each for name, each in sizes.items()}.get
        )
    compare(kind, given, said, make=make)


@KINDS
@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, 0, None, 2], pa.int64()),
        pa.array(["是", "否", None, "也许"], pa.string()),
        pa.array(["True", "FALSE", None, ""], pa.string()),
    ],
    ids=["numbers", "words", "english"],
)
def test_conditions(kind, values):
    """1 and 0, 是 and 否; anything else is refused."""
    given = conversions.table_with(RUBRIC, FLAG, values)
    wanted = conversions.table_with(RUBRIC, FLAG, pa.array([True, False, None, None]))
    got, reference = (
        kinds.sorted_rows(score_frame(RUBRIC, make(table), keep=("unit",)))
        for make, table in ((kinds.MAKERS[kind], given), (kinds.MAKERS["pyarrow"], wanted))
    )
    assert got[:3] == reference[:3]
    assert got[3]["status"] == "invalid"
    assert f"refused:{FLAG};" in got[3]["remarks"]


@KINDS
def test_columns_without_any_value(kind):
    """A column of gaps says as much as none."""
    given = conversions.table_with(RUBRIC, MONEY, pa.nulls(2, pa.int64()))
    without = given.drop_columns([MONEY])
    got, reference = (
        kinds.sorted_rows(score_frame(RUBRIC, kinds.MAKERS[kind](table), keep=("unit",))) for table in (given, without)
    )
    assert got == reference
    assert {line["status"] for line in got} == {"open"}


@pytest.mark.parametrize("kind", ["polars", "polars-lazy", "pandas-numpy", "pyarrow"])
def test_categories(kind):
    """Texts of which each is kept once."""
    given, said = conversions.text_table(RUBRIC)
    if kind == "pyarrow":
        at = given.column_names.index(MONEY)
        compare(kind, given.set_column(at, MONEY, given[MONEY].dictionary_encode()), said)
    elif kind.startswith("polars"):
        import polars as pl

        def make(table):
            return kinds.MAKERS[kind](table).with_columns(pl.col(MONEY).cast(pl.Categorical))

        compare(kind, given, said, make=make)
    else:

        def make(table):
            frame = kinds.MAKERS[kind](table)
            return frame.assign(**{MONEY: frame[MONEY].astype("category")})

        compare(kind, given, said, make=make)


@KINDS
def test_the_same_kind_comes_out(kind):
    """Order, index and names stay; lazy stays lazy; what is kept comes first."""
    given = conversions.table_with(RUBRIC, MONEY, pa.array([500, 20, None, 10**15, 7], pa.int64()))
    given = given.append_column("备注", pa.array(["z", "y", None, "b", "a"]))
    frame = kinds.MAKERS[kind](given)
    if kind.startswith("pandas"):
        frame.index = [9, 7, 5, 3, 1]
    scored = score_frame(RUBRIC, frame)
    assert type(scored) is type(frame)
    names = list(
        getattr(scored, "column_names", None)
        or (scored.collect_schema().names() if kind == "polars-lazy" else scored.columns)
    )
    assert names[: len(given.column_names)] == given.column_names
    assert names[-1] == "remarks"
    if kind.startswith("pandas"):
        assert list(scored.index) == [9, 7, 5, 3, 1]
    if kind != "duckdb":
        assert kinds.plain_arrow(scored)["备注"].to_pylist() == ["z", "y", None, "b", "a"]
    kept = score_frame(RUBRIC, frame, keep=("备注", "unit"), rows=False, remarks=False)
    assert kinds.plain_arrow(kept).column_names == [
        "备注",
        "unit",
        "total",
        "total_low",
        "total_high",
        "grade",
        "status",
    ]


@KINDS
@pytest.mark.parametrize("name", ["total", "status", "jx__mine"])
def test_names_that_are_taken(kind, name):
    given = conversions.table_with(RUBRIC, MONEY, pa.array([1], pa.int64())).append_column(name, pa.array([1]))
    with pytest.raises(InvalidValueError):
        score_frame(RUBRIC, kinds.MAKERS[kind](given))
