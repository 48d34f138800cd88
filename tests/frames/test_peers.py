"""Comparisons of units, counted by hand on every engine of this process."""

from fractions import Fraction

import polars as pl
import pytest
from attrs import evolve
from small_tables import ENGINES, RUBRIC, on

from jixiao_core import registry
from jixiao_core.errors import InvalidValueError
from jixiao_core.frames import as_rows, peers
from jixiao_core.frames.peers import HEADINGS, ClaimCount, EdgeCount, FullRow, SharedReason, UnreadClaims

# Eight units of two levels; the edges of the ratings are 12 and 18 of 20.
TABLE = {
    "unit": ["戊", "丁", "丙", "乙", "甲", "己", "庚", "辛"],
    "level": ["county", "county", "county", "county", "city", "city", "city", None],
    "staffing__claimed": ["5", "5", "4.5", "4.2", "5", "5", None, "?"],
    "rules__claimed": ["4", "5", "2", "4", "5", "3", "5", "0"],
    "effect__claimed": ["5", "5", "5", "5", "5", "5.0", "5", "4"],
    "claimed_total": ["18", "18.5", "18.99", "17.99", "12", "16.5", "19", "11"],
    "staffing__reason": ["", None, "超编", "超编。", None, None, None, None],
    "rules__reason": ["未执行。", None, "制度 未\u3000执行;", "未 执行", None, "未执行", None, "未执行！"],
}


@pytest.mark.parametrize("engine", ENGINES)
def test_claims_are_counted_row_by_row(engine):
    found = peers(RUBRIC, on(engine, TABLE))
    assert found.units == {None: 8}
    counts = [(each.row, each.claimed, each.units, each.of, each.attainable) for each in found.claims]
    half, fifth = Fraction(1, 2), Fraction(1, 5)
    assert counts == [
        ("staffing", 4 + fifth, 1, 8, False),
        ("staffing", 4 + half, 1, 8, True),
        ("staffing", 5, 4, 8, True),
        ("staffing", None, 2, 8, True),
        ("spending", None, 8, 8, True),
        ("rules", 0, 1, 8, True),
        ("rules", 2, 1, 8, True),
        ("rules", 3, 1, 8, True),
        ("rules", 4, 2, 8, False),
        ("rules", 5, 3, 8, True),
        ("effect", 4, 1, 8, True),
        ("effect", 5, 7, 8, True),
    ]
    assert {each.names for each in found.claims} == {()}
    assert all(each.attainable_otherwise == each.attainable for each in found.claims)


@pytest.mark.parametrize("engine", ENGINES)
def test_totals_beside_the_edges_of_ratings(engine):
    found = peers(RUBRIC, on(engine, TABLE)).edges
    # Below 18: 16.5 in [16, 17), 17.99 in [17, 18); from it: 18, 18.5, 18.99 in [18, 19), 19 in [19, 20).
    # Below 12: 11 in [11, 12); from it: 12.
    sides = [
        (each.edge, each.second_below, each.first_below, each.first_above, each.second_above, each.of) for each in found
    ]
    assert sides == [(18, 1, 1, 3, 1, 8), (12, 0, 1, 1, 0, 8)]
    assert [each.grade.zh for each in found] == ["优", "良"]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_on_which_nobody_loses_a_point_by_level(engine):
    found = peers(RUBRIC, on(engine, TABLE), by="level")
    assert list(found.units.items()) == [("city", 3), ("county", 4), (None, 1)]
    rows = [(each.group, each.row, each.maximum, each.units, each.of) for each in found.full_rows]
    assert rows == [("city", "staffing", 5, 2, 3), ("city", "effect", 5, 3, 3), ("county", "effect", 5, 4, 4)]


@pytest.mark.parametrize("engine", ENGINES)
def test_reasons_in_the_same_words(engine):
    found = peers(RUBRIC, on(engine, TABLE)).reasons
    rows = [(each.row, each.reason, each.units, each.of, each.names) for each in found]
    # Blanks and the marks at the end are no words; 制度未执行 is stated once.
    assert rows == [("staffing", "超编", 2, 2, ()), ("rules", "未执行", 4, 5, ())]


@pytest.mark.parametrize("engine", ENGINES)
def test_units_are_named_only_where_somebody_asks_and_in_no_order_of_rank(engine):
    found = peers(RUBRIC, on(engine, TABLE), name="unit", by="level")
    named = {(each.row, each.group, each.claimed): each.names for each in found.claims if each.names}
    assert named == {
        ("staffing", "county", Fraction(21, 5)): ("乙",),
        ("rules", "county", Fraction(4)): ("乙", "戊"),
    }
    assert [(each.group, each.reason, each.names) for each in found.reasons] == [
        ("county", "超编", ("丙", "乙")),
        ("county", "未执行", ("乙", "戊")),
    ]


def test_a_claim_may_be_given_by_another_reading_only():
    rubric = registry.load("junshan-department@2021.1")
    row = "input__budget_allocation__staffing_ratio__claimed"
    found = [each for each in peers(rubric, pl.DataFrame({row: ["4.2", "6"]})).claims if each.claimed]
    assert [(each.attainable, each.attainable_otherwise) for each in found] == [(False, True), (False, False)]


def test_a_claim_agrees_in_the_precision_of_claims():
    # 10 ÷ 3 is claimed as 3.33, which the proportional row can give, as it can give anything from 0 to 5.
    found = peers(RUBRIC, pl.DataFrame({"spending__claimed": ["3.33", "5.01"]})).claims
    assert [each.attainable for each in found if each.claimed] == [True, False]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_written_and_is_no_points_is_counted(engine):
    """Only 辛 writes a question mark; 庚 writes nothing. A negative claim and one beyond all bounds are no points."""
    unread = [(each.row, each.units, each.of) for each in peers(RUBRIC, on(engine, TABLE)).unread]
    assert unread == [("staffing", 1, 8)]
    strange = {"level": ["a", "a", "b"], "rules__claimed": ["-1", "3", "1" * 25], "claimed_total": ["9", None, "１"]}
    found = peers(RUBRIC, on(engine, strange), by="level").unread
    assert [(each.group, each.row, each.units, each.of) for each in found] == [
        ("a", "rules", 1, 2),
        ("b", "rules", 1, 1),
        ("b", None, 1, 1),
    ]
    assert (found[2].label.zh, found[0].label.zh) == ("自评总分", "制度·自评得分")


def test_numbers_that_are_no_points_are_counted_as_well():
    found = peers(RUBRIC, pl.DataFrame({"rules__claimed": [-1, 3, 1_000_001, None]}))
    assert [(each.row, each.units, each.of) for each in found.unread] == [("rules", 2, 4)]


def test_a_form_without_ratings_has_no_edges():
    assert peers(evolve(RUBRIC, grades=None), pl.DataFrame(TABLE)).edges == ()


@pytest.mark.parametrize(("by", "name"), [("kind", None), (None, "kind")])
def test_columns_that_are_not_there(by, name):
    with pytest.raises(InvalidValueError) as caught:
        peers(RUBRIC, pl.DataFrame(TABLE), by=by, name=name)
    assert caught.value.problems[0].message.code == "frames.unknown_column"


def test_reasons_are_text():
    with pytest.raises(InvalidValueError) as caught:
        peers(RUBRIC, pl.DataFrame({"rules__reason": [1]}))
    assert caught.value.problems[0].message.code == "frames.not_words"


def test_empty_columns_and_tables():
    assert peers(RUBRIC, pl.DataFrame({"rules__reason": [None]})).reasons == ()
    found = peers(RUBRIC, pl.DataFrame({"rules__claimed": []}, schema={"rules__claimed": pl.String}))
    assert (found.units, found.claims, found.full_rows) == ({}, (), ())


def test_tables_as_rows_in_both_languages():
    found = peers(RUBRIC, pl.DataFrame(TABLE), name="unit")
    assert as_rows(found.claims)[8] == {
        "group": None,
        "row": "rules",
        "label": "Rules",
        "claimed": "4",
        "units": 2,
        "of": 8,
        "attainable": False,
        "attainable_otherwise": False,
        "names": "乙、戊",
    }
    assert as_rows(found.edges, locale="zh_Hans_CN")[0] == {
        "分组": None,
        "等次": "优",
        "等次下限": "18",
        "下限前第二分": 1,
        "下限前一分": 1,
        "下限起一分": 3,
        "下限起第二分": 1,
        "总数": 8,
    }
    assert as_rows(found.full_rows) == []
    assert pl.DataFrame(as_rows(found.reasons, locale="en")).columns[2:4] == ["indicator", "reason for the deduction"]


def test_every_column_has_a_heading_in_both_languages():
    named = {
        each.name
        for row in (ClaimCount, EdgeCount, FullRow, SharedReason, UnreadClaims)
        for each in row.__attrs_attrs__
    }
    assert set(HEADINGS) == named
    assert all(each.zh and each.en for each in HEADINGS.values())
