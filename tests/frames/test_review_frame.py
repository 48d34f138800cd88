"""A reviewed table, worked by hand on every engine of this process, and what it refuses."""

import polars as pl
import pytest
from attrs import evolve
from small_tables import ENGINES, RUBRIC, on, values

from jixiao_core.errors import InvalidValueError
from jixiao_core.frames import claims, review_frame, scale_of
from jixiao_core.rubrics.grades import RoundingStep

# Staff 21 of 20 posts: 105 %, 5 whole points over, 5 - 5 × 0.5 = 2.5. Spent 2 of 3: 5 × 2/3 = 3.3333…
TABLE = {
    "unit": ["a", "b", "c", "d", "e", "f"],
    "staff": [21, 21, 21, 21, None, None],
    "posts": [20, 20, 20, 20, 20, 20],
    "spent": [2, 2, 2, 2, 2, None],
    "planned": [3, 3, 3, 3, 3, 3],
    "rules__written__met": [True, True, True, True, True, True],
    "rules__followed__met": [False, False, False, False, None, None],
    "effect__judged": [4, 4, 4, 4, 4, 4],
    "staffing__claimed": ["2.5", "3", "2", "2.7", "3", "2.7"],
    "spending__claimed": ["3.33", "3.34", "3.3", None, "6", "5"],
    "rules__claimed": ["2", "5", "0", "4", "5", "0"],
    "effect__claimed": ["4", "4.004", "4.5", "x", "-1", "5"],
    "claimed_total": ["11.83", "12", "11.8", "30", "20", "6.5"],
}
# By hand; the total of the first four is 2.5 + 3.3333… + 2 + 4 = 11.8333…
# e: staffing and ③ open: 0 + 3.3333 + 2 + 4 = 9.3333 up to 5 + 3.3333 + 5 + 4 = 17.3333; 20 is above it.
# f: spending open too: 6 up to 19.
VERDICTS = {
    "staffing": ["consistent", "above", "below", "unmatched", "pending", "unmatched"],
    "spending": ["consistent", "above", "below", "unclaimed", "unmatched", "pending"],
    "rules": ["consistent", "above", "below", "unmatched", "pending", "below"],
    "effect": ["consistent", "above", "above", None, None, "above"],
    "": ["consistent", "above", "below", "unmatched", "above", "pending"],
}
DIFFERENCES = {
    "staffing": [0, 5000, -5000, 2000, None, None],
    "spending": [0, 67, -333, None, 26667, None],
    "rules": [0, 30000, -20000, 20000, None, -20000],
    "effect": [0, 40, 5000, None, None, 10000],
    "": [0, 1667, -333, 181667, 26666, None],
}


@pytest.mark.parametrize("engine", ENGINES)
def test_verdicts_worked_by_hand(engine):
    table = on(engine, TABLE)
    found = review_frame(RUBRIC, table, units={"spent": "万元", "planned": "万元"})
    assert type(found) is type(table)
    for row, expected in VERDICTS.items():
        assert values(found, f"{row}__verdict" if row else "verdict") == expected, row
    for row, expected in DIFFERENCES.items():
        assert values(found, f"{row}__difference" if row else "difference") == expected, row
    remarks = ["", "", "", "refused:effect__claimed;", "refused:effect__claimed;", ""]
    assert values(found, "claim_remarks") == remarks
    assert values(found, "unit") == TABLE["unit"]


@pytest.mark.parametrize("engine", ENGINES)
def test_whole_numbers_and_decimals_are_points(engine):
    table = on(engine, {"effect__judged": [3, 3, 3], "effect__claimed": [3, 4, None]})
    assert values(review_frame(RUBRIC, table), "effect__verdict") == ["consistent", "above", "unclaimed"]


@pytest.mark.parametrize("engine", ENGINES)
def test_half_a_quantum_rounds_up(engine):
    # 4.005 is 4.01 in hundredths, 4.0049 is 4.00.
    judged, claimed = ["4.005", "4.005", "4.0049", "4.0149"], ["4.01", "4", "4", "4.01"]
    table = on(engine, {"effect__judged": judged, "effect__claimed": claimed})
    assert values(review_frame(RUBRIC, table), "effect__verdict") == ["consistent", "below", "consistent", "consistent"]


@pytest.mark.parametrize("engine", ENGINES)
def test_national_forms_are_filled_in_with_one_decimal_too(engine):
    # 4.05 up to below 4.15 is 4.1; whole points stand for themselves, and what rounds to them in hundredths.
    judged, claimed = ["4.05", "4.1499", "4.15", "4.05", "4.0049"], ["4.1", "4.1", "4.1", "4", "4"]
    table = on(engine, {"effect__judged": judged, "effect__claimed": claimed})
    found = review_frame(evolve(RUBRIC, kind="self_evaluation"), table)
    assert values(found, "effect__verdict") == ["consistent", "consistent", "below", "below", "consistent"]
    assert values(found, "effect__difference") == [0, 0, -500, -500, 0]


def test_floats_are_refused_or_taken_as_the_nearest():
    table = pl.DataFrame({"effect__judged": [3, 3], "effect__claimed": [3.1, 2.9]})
    with pytest.raises(InvalidValueError) as caught:
        review_frame(RUBRIC, table)
    assert caught.value.problems[0].message.code == "frames.float_column"
    found = review_frame(RUBRIC, table, floats="nearest")
    assert found["effect__difference"].to_list() == [1000, -1000]


@pytest.mark.parametrize("engine", ENGINES)
def test_full_points_for_0_of_0_are_to_be_verified(engine):
    """Nobody in 0 posts: full points by the policy (DESIGN 6). Where somebody says that it does not apply, they know why."""
    stated = [None, True, None]
    table = {"staff": [0, 0, 20], "posts": [0, 0, 20], "staffing__not_applicable": stated}
    found = review_frame(RUBRIC, on(engine, {**table, "staffing__claimed": ["5", "5", "5"]}))
    assert values(found, "staffing__verdict") == ["consistent"] * 3
    assert ["absent:staffing;" in each for each in values(found, "remarks")] == [True, False, False]


def test_a_claim_finer_than_the_scale_is_told_and_has_no_verdict():
    table = pl.DataFrame({"effect__judged": [3], "effect__claimed": ["3.00001"]})
    found = review_frame(RUBRIC, table)
    assert found["effect__verdict"].to_list() == [None]
    assert found["claim_remarks"].to_list() == ["beyond:effect__claimed;"]


def test_without_claims_everything_is_unclaimed():
    found = review_frame(RUBRIC, pl.DataFrame({"effect__judged": [3]}))
    assert {found[f"{name}__verdict"][0] for name in ("staffing", "spending", "rules", "effect")} == {"unclaimed"}
    assert found["verdict"].to_list() == ["unclaimed"]


def test_rows_can_be_left_out():
    found = review_frame(RUBRIC, pl.DataFrame({"claimed_total": [21]}), rows=False, remarks=False, keep=[])
    expected = ["total", "total_low", "total_high", "grade", "status", "verdict", "difference", "claim_remarks"]
    assert found.columns == expected
    assert found["verdict"].to_list() == ["unmatched"]


def test_a_row_that_does_not_apply_matches_nothing_but_its_points():
    table = {"effect__not_applicable": [True, True], "effect__claimed": [5, 4]}
    found = review_frame(RUBRIC, pl.DataFrame(table))
    assert found["effect__verdict"].to_list() == ["consistent", "unmatched"]
    assert found["effect__difference"].to_list() == [0, -10_000]


def test_what_is_rounded_can_be_claimed_while_it_is_open():
    # Items of 2 and 3 points give 0, 2, 3, 5; rounded to even points 3 is 4. Without the first 0 and 4 are possible.
    rounded = evolve(RUBRIC, rounding=(RoundingStep(at="indicator", quantum="2", mode="half_up"),))
    table = {"rules__written__met": [False, False, False], "rules__claimed": [4, 1, 5]}
    found = review_frame(rounded, pl.DataFrame(table))
    assert found["rules__verdict"].to_list() == ["pending", "unmatched", "above"]
    assert found["rules__difference"].to_list() == [None, None, 10_000]


def test_where_points_may_move_claims_are_pending():
    # Without the effect, 20 points are shared by three rows: rules of 5 count up to 6.67.
    moving = evolve(RUBRIC, not_applicable="reallocate")
    table = {"effect__not_applicable": [True, False], "rules__claimed": ["6.67", "6.67"], "claimed_total": [20, 21]}
    known = {"rules__written__met": [True, True], "rules__followed__met": [True, True], "effect__judged": [None, 5]}
    facts = {"staff": [1, 1], "posts": [1, 1], "spent": [1, 1], "planned": [1, 1]}
    found = review_frame(moving, pl.DataFrame(table | known | facts), undecided="flag")
    assert found["rules__verdict"].to_list() == ["pending", "unmatched"]
    assert found["verdict"].to_list() == ["pending", "unmatched"]
    found = review_frame(moving, pl.DataFrame(table | known | facts))
    assert found["rules__verdict"].to_list() == ["consistent", "unmatched"]
    assert found["verdict"].to_list() == ["consistent", "unmatched"]


# So much money cannot be computed with in 64 bits; 10 of 10 is full points, as is claimed.
LARGE = {"spent": ["9" * 25], "planned": ["9" * 25], "spending__claimed": ["5"], "effect__claimed": ["?"]}


def test_lines_that_cannot_be_decided_are_reviewed_one_by_one():
    units = {"spent": "元", "planned": "元"}
    found = review_frame(RUBRIC, pl.DataFrame(LARGE), units=units)
    assert found["spending__verdict"].to_list() == ["consistent"]
    assert found["spending__difference"].to_list() == [0]
    assert found["effect__verdict"].to_list() == [None]
    assert found["claim_remarks"].to_list() == ["refused:effect__claimed;"]
    assert found["verdict"].to_list() == ["unclaimed"]


@pytest.mark.parametrize("lazy", [True, False])
def test_or_their_claims_are_pending(lazy):
    units = {"spent": "元", "planned": "元"}
    table = pl.LazyFrame(LARGE) if lazy else pl.DataFrame(LARGE)
    found = review_frame(RUBRIC, table, units=units, undecided="flag").lazy().collect()
    assert found["status"].to_list() == ["undecided"]
    assert found["spending__verdict"].to_list() == ["pending"]
    assert found["effect__verdict"].to_list() == [None]


def test_nothing_stands_in_for_what_is_too_large():
    # By the rate alone it would be 2.5 points; the figures say 5.
    table = pl.DataFrame({**LARGE, "spending__measure": ["50%"], "spending__claimed": ["2.5"]})
    units = {"spent": "元", "planned": "元"}
    assert review_frame(RUBRIC, table, units=units, undecided="flag")["spending__verdict"].to_list() == ["pending"]


def test_names_of_verdicts_are_taken():
    with pytest.raises(InvalidValueError) as caught:
        review_frame(RUBRIC, pl.DataFrame({"verdict": ["?"]}))
    assert caught.value.problems[0].message.code == "frames.taken"


def test_columns_of_claims():
    names = [column.name for column in claims(RUBRIC)]
    assert names == [f"{name}__claimed" for name in ("staffing", "spending", "rules", "effect")] + ["claimed_total"]
    assert {column.quantum.denominator for column in claims(RUBRIC)} == {scale_of(RUBRIC)}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_without_the_facts_of_a_row_leaves_it_open(engine):
    found = review_frame(RUBRIC, on(engine, {"spent": [2, 0], "spending__claimed": [5, 6]}))
    assert values(found, "spending__verdict") == ["pending", "unmatched"]
    assert values(found, "total_high") == [200_000, 200_000]
