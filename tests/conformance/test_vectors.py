"""What the vectors of a rubric hold: every reading, every edge with its neighbours, figures that defeat floats."""

import json
import math
from fractions import Fraction
from importlib.resources import files

import oracle
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import registry, vectors
from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError, UnknownNameError
from jixiao_core.present import vectors_json, vectors_text
from jixiao_core.rubrics.formulas import DeductPerStep
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.scoring.assessments import Cases

PINS = ("junshan-department@2021.1", "junshan-project@2021.1")
FOUND = {pin: vectors(registry.load(pin)) for pin in PINS}
STAFFING = "input.budget_allocation.staffing_ratio"
MILLION = 10**6


def leaf_of(pin, indicator, question="", answer=""):
    key = (indicator, question, answer)
    return next(leaf for leaf in FOUND[pin].leaves if (leaf.indicator, leaf.question, leaf.answer) == key)


class TestWhatIsThere:
    @pytest.mark.parametrize("pin", PINS)
    def test_every_row_under_every_reading_once(self, pin):
        rubric = registry.load(pin)
        expected = [
            (row.id, question, answer)
            for row in rubric.indicators
            for question, answer in (("", ""), *((each.question, each.id) for each in row.readings))
        ]
        assert [(leaf.indicator, leaf.question, leaf.answer) for leaf in FOUND[pin].leaves] == expected

    @pytest.mark.parametrize("pin", PINS)
    def test_nothing_twice(self, pin):
        for leaf in FOUND[pin].leaves:
            for part in (leaf.measures, leaf.facts, leaf.assessments):
                assert len(set(part)) == len(part)
        sheets = FOUND[pin].sheets
        assert len({sheet.id for sheet in sheets}) == len({sheet.evidence for sheet in sheets}) == len(sheets)

    def test_the_staffing_row_by_hand(self):
        """5 points up to 100 %, 0.5 less for every whole point beyond: 110 % is the first with none."""
        points = {each.value: each.points for each in leaf_of(PINS[0], STAFFING).measures}
        near = Fraction(1, 10**12)
        for step in range(1, 11):
            edge = 1 + Fraction(step, 100)
            before, at = 5 - Fraction(step - 1, 2), 5 - Fraction(step, 2)
            assert [points[edge + by] for by in (-near, 0, near)] == [before, at, at]
        assert points[1 + near] == points[Fraction(1)] == 5
        assert points[-near] is None

    def test_the_staffing_row_in_persons(self):
        """79 of 75 is 105.33 %: 5 whole points, 2.5 are left. One person of 2⁵³ beside 101 %."""
        facts = {tuple(value for _, value in each.facts): each.points for each in leaf_of(PINS[0], STAFFING).facts}
        assert facts[79, 75] == Fraction(5, 2)
        assert (facts[101, 100], facts[0, 1]) == (Fraction(9, 2), 5)
        beside = [(staff, posts) for staff, posts in facts if posts > 10**9 and abs(staff * 100 - posts * 101) <= 101]
        assert {facts[pair] for pair in beside} == {Fraction(9, 2), 5}
        assert facts[1, 0] == 0

    def test_zero_over_zero(self):
        """在职人员0、编制0 does not apply; 三公经费 from nothing to nothing is no change."""
        staffing, change = (
            leaf_of(PINS[0], name).facts for name in (STAFFING, "input.budget_allocation.three_public_change_rate")
        )
        assert [each.status for each in staffing if not any(value for _, value in each.facts)] == ["not_applicable"]
        assert [each.points for each in change if not any(value for _, value in each.facts)] == [5]

    def test_a_part_above_its_whole_is_invalid(self):
        leaf = leaf_of(PINS[0], "effect.duty_benefit.public_satisfaction")
        over = [each for each in leaf.facts if (facts := [v for _, v in each.facts])[0] > facts[1] > 0]
        assert {each.status for each in over} == {"invalid"}
        assert min(facts[0] - facts[1] for facts in ([v for _, v in each.facts] for each in over)) == 1

    def test_checklists_have_every_set(self):
        """③ without ① scores nothing under 制定后方可执行, and one point where the items are independent."""
        name = "process.budget_management.management_system"
        for answer, expected in (("", 0), ("independent", 1)):
            leaf = leaf_of(PINS[0], name, "item_dependence" if answer else "", answer)
            sets = {tuple(item.met for item in each.assessment.items): each.points.point for each in leaf.assessments}
            assert len([key for key in sets if None not in key]) == 2**3
            assert sets[False, False, True] == expected

    def test_a_part_and_what_does_not_apply_beside_met_and_unmet_items(self):
        """① in part, nothing else: half a point where parts count, none where they do not; ① not applicable: its point."""
        name = "process.budget_management.budget_disclosure"
        for question, expected in (("", [0, 2, 1, 3]), ("partial_credit", [Fraction(1, 2), Fraction(5, 2), 1, 3])):
            leaf = leaf_of(PINS[0], name, question, "partial_item" if question else "")
            first = [each for each in leaf.assessments if each.assessment.items[0].met is None]
            points = {
                (bool(each.assessment.items[0].not_applicable), each.assessment.items[1].met): each.points.point
                for each in first
            }
            assert [points[key] for key in ((False, False), (False, True), (True, False), (True, True))] == expected

    def test_ranges_leave_what_the_assessor_may_choose(self):
        """虚列套取扣4-7分 of 7 points: 0 to 3 are left before somebody chooses."""
        leaf = leaf_of(PINS[1], "management.fund_management.fund_use")
        only = (Cases(condition="fictitious_entries", count=1),)
        found = [
            each.points
            for each in leaf.assessments
            if tuple(case for case in each.assessment.cases if case.count) == only
        ]
        assert [str(points) for points in found] == ["[0, 3]"]

    def test_a_reading_that_keeps_the_curve_repeats_no_measures(self):
        leaf = leaf_of(PINS[0], STAFFING, "staff_scope", "actual_headcount")
        assert leaf.measures == ()
        assert len(leaf.facts) == len(leaf_of(PINS[0], STAFFING).facts)


WAYS = {
    "floor of percentage points": lambda x, full, step: math.floor(abs(x - float(full)) * 100 / (float(step) * 100)),
    "floor of a quotient": lambda x, full, step: math.floor(abs(x - float(full)) / float(step)),
    "a tolerance": lambda x, full, step: math.floor(abs(x - float(full)) / float(step) + 1e-9),
}


class TestFloats:
    """Every leaf with steps has figures on which the usual ways to compute with floats go wrong."""

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("pin", PINS[:1])
    def test_each_way_is_caught(self, way, pin):
        rubric = registry.load(pin)
        for leaf in FOUND[pin].leaves:
            row = rubric.indicator(leaf.indicator)
            row = row.with_readings([r for r in row.readings if (r.question, r.id) == (leaf.question, leaf.answer)])
            if isinstance(row.formula, DeductPerStep) and row.formula.part_step == "ignore":
                assert any(self.is_wrong(row, leaf, each, WAYS[way]) for each in leaf.facts), leaf

    def is_wrong(self, row, leaf, vector, way):
        facts = {name: float(value) for name, value in vector.facts}
        top, base = (
            sum(float(term.times) * facts[term.fact] for term in terms)
            for terms in (row.measure.numerator, row.measure.denominator)
        )
        if vector.points is None or base == 0:
            return False
        formula, x = row.formula, top / base
        is_beyond = {"above": x > formula.standard, "below": x < formula.standard, "either": True}[formula.side]
        steps = way(x, formula.standard, formula.step) if is_beyond else 0
        return max(leaf.maximum - steps * formula.deduct, 0) != vector.points

    def test_some_small_figures_are_enough(self):
        """floor((1 − n/d) × 100) is wrong where the exact percentage is whole: 1 − 0.9 is 0.0999… in a double."""
        leaf = leaf_of(PINS[0], "process.budget_management.procurement_execution_rate")
        pairs = [[int(value) for _, value in each.facts] for each in leaf.facts]
        wrong = [
            (n, d)
            for n, d in pairs
            if 0 < d < MILLION and math.floor((1 - n / d) * 100) != math.floor((1 - Fraction(n, d)) * 100)
        ]
        assert len(wrong) > 3

    def test_money_is_beyond_what_a_double_holds(self):
        leaf = leaf_of(PINS[0], "process.budget_management.procurement_execution_rate")
        assert any(int(float(int(value))) != value for each in leaf.facts for _, value in each.facts)


class TestSheets:
    @pytest.mark.parametrize("pin", PINS)
    def test_every_rating_at_its_edge_and_just_below(self, pin):
        """优90、良80、中60: 90 is 优, 89.99 is 良."""
        totals = {sheet.total: sheet.grade for sheet in FOUND[pin].sheets}
        for edge, grade, lower in ((90, "优", "良"), (80, "良", "中"), (60, "中", "差")):
            assert (totals[edge], totals[edge - Fraction(1, 100)]) == (grade, lower)
        assert totals[100] == "优"

    def test_points_of_an_absent_duty_row_go_to_the_named_row(self):
        """前五项不涉及的，分值并入第六项: the 5 points of the first go to 其他工作, which has 4."""
        sheets = {sheet.id: dict(sheet.rows) for sheet in FOUND[PINS[0]].sheets}
        other, first = (
            f"output.duty_performance.{name}" for name in ("other_work_results", "moderately_prosperous_society")
        )
        mixed, absent = sheets["mixed"], sheets[f"absent_{first}"]
        assert absent[first] == 0
        assert absent[other] == mixed[other] * (4 + 5) / 4
        assert {name for name in mixed if mixed[name] != absent[name]} == {first, other}

    @given(st.data())
    def test_the_sheets_of_generated_rubrics_are_those_of_the_oracle(self, data):
        rubric = data.draw(jst.rubrics())
        for sheet in vectors(rubric).sheets:
            if not sheet.evidence.pools:
                total = oracle.Oracle(rubric, sheet.evidence).total()
                assert total in (None, sheet.total), sheet.id


class TestDocuments:
    @pytest.mark.parametrize("pin", PINS)
    def test_what_is_shipped_is_what_is_made(self, pin):
        series, _, edition = pin.partition("@")
        path = files("jixiao_core") / "data" / "vectors" / series / f"{edition}.json"
        text = path.read_text(encoding="utf-8")
        assert text == vectors_text(vectors_json(FOUND[pin]))
        assert len(text.encode()) < MILLION
        assert json.loads(text) == registry.vectors(pin) == vectors_json(FOUND[pin])

    def test_answers_change_nothing(self):
        rubric = registry.load(PINS[0])
        assert vectors(rubric.under({"part_step": "pro_rata"})) == FOUND[PINS[0]]

    def test_facts_are_whole_numbers_of_their_unit(self):
        document = registry.vectors(PINS[0])
        assert document["units"]["procurement_executed"] == {"quantity": "money", "unit": "分"}
        assert document["units"]["in_service_staff"] == {"quantity": "count", "unit": "人"}
        for leaf in document["leaves"]:
            for vector in leaf.get("facts", []):
                assert set(vector["facts"]) <= set(document["units"])
                assert all(text.lstrip("-").isdigit() for text in vector["facts"].values())

    def test_the_registry_refuses_what_it_does_not_know(self):
        with pytest.raises(UnknownNameError):
            registry.vectors("junshan-department@2022.1")
        with pytest.raises(FormatError):
            registry.vectors("../../etc/passwd")
        with pytest.raises(FormatError):
            registry.vectors(f"{PINS[0]}#sha256:{'0' * 64}")

    def test_vectors_of_another_digest_are_refused(self, monkeypatch):
        """As if somebody had changed the file of the table, or that of its vectors."""
        other = evolve(registry.load(PINS[0]), notes=())
        monkeypatch.setattr(registry, "load", lambda _pin: other)
        with pytest.raises(FormatError) as refused:
            registry.vectors(PINS[0])
        assert refused.value.problems[0].code == "registry.changed"

    def test_checklists_are_written_as_evidence_is(self):
        document = registry.vectors(PINS[0])
        leaf = next(
            each for each in document["leaves"] if each["indicator"].endswith("asset_management.management_system")
        )
        assert leaf["assessments"][0] == {
            "assessment": {
                "items": [{"item": "item_1", "met": True}, {"item": "item_2", "met": True}],
                "kind": "checklist",
            },
            "points": "3",
        }


@pytest.mark.parametrize(("quantum", "ties"), [(1, ["9/2", "11/2"]), ("0.5", ["17/4", "19/4"])])
def test_sheets_of_a_rounded_total_have_two_ties_beside_each_other(quantum, ties):
    """Of a row of 8 points: up and down differ from half to even at one of any two neighbours."""
    rubric = evolve(registry.load(PINS[1]), rounding=[RoundingStep(at="total", quantum=quantum)])
    row = "performance.project_effect.economic_benefit"
    sheets = {each.id: dict(each.evidence.assessments) for each in vectors(rubric).sheets}
    assert [str(sheets[f"rounding_total_{number}"][row].points) for number in (1, 2)] == ties
