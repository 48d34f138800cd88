"""What charts draw, held to numbers worked by hand and to the laws that parts make up wholes."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import Case, Claim, Evidence, ScoreRound, bridge, exchange, registry, review, score
from jixiao_core import strategies as jst
from jixiao_core.errors import InvalidValueError, UnknownNameError
from jixiao_core.exact.quantities import Count
from jixiao_core.present.chart_data import attainment, bridge_steps, pending_points, row_points
from jixiao_core.scoring.figures import Bounded, Known

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
RUBRIC = registry.load("junshan-department@2021.1")
STAFFING = "input.budget_allocation.staffing_ratio"
CARD = "process.budget_management.card_payment_rate"
FACTS = {"in_service_staff": 21, "authorised_staffing": 20, "card_eligible_spending": "100万元"}


def sheet_of(**facts):
    return score(RUBRIC, Evidence.of(RUBRIC, facts={**FACTS, **facts}))


def review_of(claims, total=None):
    rounds = (
        ScoreRound(role="self", claims=tuple(Claim(indicator=k, points=v) for k, v in claims.items()), total=total),
    )
    return review(RUBRIC, Case(rubric=RUBRIC.pin, fiscal_year=2021, evidence=sheet_of().evidence, rounds=rounds))


def examples():
    return tuple(exchange.read_case(EXAMPLES / "bridge" / f"department-{year}.toml") for year in (2021, 2022))


class TestRowPoints:
    def test_by_hand(self):
        """21 in 20 posts are five points above 100 %: half a point each of five. The card row has half its facts."""
        rows = {row.id: row for row in row_points(sheet_of())}
        staffing, card = rows[STAFFING], rows[CARD]
        assert (staffing.kept, staffing.open, staffing.lost) == (Fraction(5, 2), 0, Fraction(5, 2))
        assert (card.kept, card.open, card.lost) == (0, 3, 0)

    def test_a_row_can_lose_some_points_and_perhaps_more(self):
        """Between 21 and 23 in 20 posts: 2.5 points are lost, and up to 5 of 5."""
        staff = Bounded(at_least=Count(21), at_most=Count(23))
        evidence = Evidence(facts={"authorised_staffing": Known(value=Count(20)), "in_service_staff": staff})
        (row,) = (row for row in row_points(score(RUBRIC, evidence)) if row.id == STAFFING)
        assert (row.kept, row.open, row.lost) == (0, Fraction(5, 2), Fraction(5, 2))

    def test_claims_come_with_a_review(self):
        rows = {row.id: row for row in row_points(review_of({STAFFING: "5", CARD: None}))}
        assert rows[STAFFING].claimed == 5
        assert rows[CARD].claimed is None
        assert {row.claimed for row in row_points(sheet_of())} == {None}

    def test_rows_are_told_apart_and_in_printed_order(self):
        rows = row_points(sheet_of())
        assert [row.id for row in rows] == [row.id for row in RUBRIC.indicators]
        assert len({row.label.zh for row in rows}) == len(rows)

    def test_settled_rows_add_up_to_the_total(self):
        before, after = examples()
        for case in (before, after):
            sheet = score(RUBRIC, case.evidence)
            rows = row_points(sheet)
            assert sum(row.kept for row in rows) == sheet.points
            assert sum(row.kept + row.lost for row in rows) == sum(row.maximum for row in rows)

    @one_in(2)
    @given(data=st.data())
    def test_parts_make_up_the_row(self, data):
        rubric = data.draw(jst.rubrics())
        sheet = score(rubric, data.draw(jst.evidence(rubric)))
        for row in row_points(sheet):
            assert min(row.kept, row.open, row.lost) >= 0
            node = sheet[row.id]
            ends = [part.high for part in node.possible]
            assert row.kept + row.open + row.lost == row.maximum == max(node.maximum, *ends)
            assert (row.open == 0) is node.is_settled

    @one_in(2)
    @given(data=st.data())
    def test_what_is_pending_fits_into_its_bar(self, data):
        """Points of a row that may not apply move to others, which can then have more than their own."""
        rubric = data.draw(jst.rubrics())
        for row in pending_points(score(rubric, data.draw(jst.evidence(rubric)))):
            assert all(part.high <= row.maximum for part in row.possible)


class TestAttainment:
    def test_by_hand(self):
        """投入 has three rows of 5 points: one is half lost, two are open."""
        groups = {each.id: each for each in attainment(sheet_of())}
        first = groups["input"]
        assert (first.level, first.maximum, first.low, first.high) == (1, 15, Fraction(5, 2), Fraction(25, 2))
        assert (first.low_rate, first.high_rate) == (Fraction(1, 6), Fraction(5, 6))
        total = attainment(sheet_of())[-1]
        assert (total.id, total.level, total.maximum) == ("", 0, 100)
        assert (total.low, total.high) == (Fraction(5, 2), Fraction(195, 2))

    def test_levels_add_up(self):
        for case in examples():
            sheet = score(RUBRIC, case.evidence)
            *groups, total = attainment(sheet)
            assert sum(each.low for each in groups if each.level == 1) == total.low == sheet.points
            for first in (each for each in groups if each.level == 1):
                inside = [each for each in groups if each.level == 2 and each.id.startswith(f"{first.id}.")]
                assert sum(each.low for each in inside) == first.low
                assert sum(each.maximum for each in inside) == first.maximum

    def test_claims_of_a_group_are_summed_where_none_is_blank(self):
        claims = {row.id: row.points or 0 for row in RUBRIC.indicators}
        full = {each.id: each for each in attainment(review_of(claims, total="98"))}
        assert full["input"].claimed == 15
        assert full["input"].claimed_rate == 1
        assert full[""].claimed == 98
        part = {each.id: each for each in attainment(review_of({STAFFING: "4"}))}
        assert part["input"].claimed is None
        assert part[""].claimed is None


class TestPending:
    def test_by_hand(self):
        """Headcount of unknown scope: 0 where all 33 are in service, 5 where 18 are, 2.5 where nobody knows how many."""
        sheet = score(RUBRIC, Evidence.of(RUBRIC, facts={"actual_headcount": 19, "authorised_staffing": 18}))
        rows = {row.id: row for row in pending_points(sheet)}
        assert str(rows[STAFFING].possible) == str(sheet[STAFFING].possible)
        assert {row.id for row in pending_points(sheet_of())} == {row.id for row in RUBRIC.indicators} - {STAFFING}

    def test_nothing_is_pending_in_a_settled_sheet(self):
        assert pending_points(score(RUBRIC, examples()[0].evidence)) == ()


class TestBridge:
    def test_by_hand(self):
        """97.1 before; facts −4.725, shares of pools +0.4, what does not apply −0.625; 92.15 after."""
        before, after = (score(RUBRIC, case.evidence) for case in examples())
        steps = bridge_steps(bridge(before, after))
        assert [(step.name, step.change) for step in steps] == [
            ("before", Fraction("97.1")), ("facts", Fraction("-4.725")), ("pool", Fraction("0.4")),
            ("not_applicable", Fraction("-0.625")), ("after", Fraction("92.15")),
        ]  # fmt: skip

    def test_steps_join(self):
        before, after = (score(RUBRIC, case.evidence) for case in examples())
        for one, other in ((before, after), (after, before), (before, before)):
            first, *changes, last = bridge_steps(bridge(one, other))
            at = first.end
            for step in changes:
                assert step.start == at
                at = step.end
            assert at == last.end == other.points
            assert all(step.change for step in changes)


@pytest.mark.parametrize("ask", [row_points, attainment, pending_points, bridge_steps])
@pytest.mark.parametrize("found", [None, "sheet", Evidence()])
def test_anything_else_is_refused(ask, found):
    with pytest.raises(InvalidValueError) as caught:
        ask(found)
    assert caught.value.problems[0].code in ("charts.not_scored", "charts.not_a_bridge")


def test_a_round_that_there_is_not():
    with pytest.raises(UnknownNameError):
        row_points(review_of({}), "finance")
