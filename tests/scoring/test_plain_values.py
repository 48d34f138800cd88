"""`Evidence.of`: what a person types in Python is read strictly, and every problem is told at once with its path."""

from fractions import Fraction

import pytest

from jixiao_core import Evidence, registry
from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.quantities import Count, Money, Rate
from jixiao_core.scoring.assessments import (
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
)
from jixiao_core.scoring.figures import Bounded, Known, Missing

STAFFING = "input.budget_allocation.staffing_ratio"
SYSTEM = "process.budget_management.management_system"
COMPLIANCE = "process.budget_management.fund_use_compliance"
JUDGED = "output.duty_performance.new_growth_pole"
TIMELINESS = "management.fund_arrival.arrival_timeliness"
POOL = "effect.duty_benefit.shared_benefits"


@pytest.fixture(scope="module")
def department():
    return registry.load("junshan-department@2021.1")


@pytest.fixture(scope="module")
def project():
    return registry.load("junshan-project@2021.1")


def problems(rubric, **given):
    with pytest.raises(InvalidValueError) as caught:
        Evidence.of(rubric, **given)
    return [(problem.code, problem.path) for problem in caught.value.problems]


class TestFigures:
    @pytest.mark.parametrize(
        ("fact", "value", "expected"),
        [
            ("in_service_staff", 33, Known(value=Count(33))),
            ("in_service_staff", "33人", Known(value=Count(33))),
            ("in_service_staff", None, Missing()),
            ("fixed_assets_total", "993.18万元", Known(value=Money.parse("993.18万元"))),
            ("in_service_staff", Bounded(at_most=Count(33)), Bounded(at_most=Count(33))),
            ("in_service_staff", Missing(state="blank"), Missing(state="blank")),
        ],
        ids=str,
    )
    def test_plain_values_of_facts(self, department, fact, value, expected):
        assert dict(Evidence.of(department, facts={fact: value}).facts)[fact] == expected

    def test_a_declared_rate(self, department):
        assert dict(Evidence.of(department, measures={STAFFING: "95%"}).measures) == {
            STAFFING: Known(value=Rate(Fraction(95, 100)))
        }

    @pytest.mark.parametrize(
        ("fact", "value", "code"),
        [
            ("in_service_staff", 33.0, "exact.float"),
            ("in_service_staff", float("nan"), "exact.float"),
            ("in_service_staff", True, "exact.not_a_number"),
            ("in_service_staff", "33.5", "exact.not_a_count"),
            ("in_service_staff", -1, "exact.not_a_count"),
            ("fixed_assets_total", 993, "exact.money_unit"),
            ("fixed_assets_total", "28万", "exact.money_unit_cut"),
            ("fixed_assets_total", 0.1, "exact.float"),
        ],
        ids=str,
    )
    def test_what_is_not_exact_is_refused_under_its_path(self, department, fact, value, code):
        assert problems(department, facts={fact: value}) == [(code, f"facts.{fact}")]


class TestAssessments:
    @pytest.mark.parametrize(
        ("row", "value", "expected"),
        [
            (
                SYSTEM,
                {"item_1": True, "item_2": False, "item_3": None},
                ChecklistAssessment(
                    items=(
                        ItemFinding(item="item_1", met=True),
                        ItemFinding(item="item_2", met=False),
                        ItemFinding(item="item_3", met=None),
                    )
                ),
            ),
            (
                COMPLIANCE,
                {"law_and_rules": 2, "approval_procedure": None},
                CasesFound(
                    cases=(
                        Cases(condition="law_and_rules", count=2),
                        Cases(condition="approval_procedure", count=None),
                    )
                ),
            ),
            (JUDGED, "6.5", Judgement(points=Fraction(13, 2))),
            (JUDGED, 6, Judgement(points=Fraction(6))),
            (STAFFING, NotApplicable(reason="x"), NotApplicable(reason="x")),
        ],
        ids=str,
    )
    def test_plain_values(self, department, row, value, expected):
        assert dict(Evidence.of(department, assessments={row: value}).assessments)[row] == expected

    def test_an_option_by_its_id(self, project):
        options = project.indicator(TIMELINESS).formula.options
        found = Evidence.of(project, assessments={TIMELINESS: options[0].id})
        assert dict(found.assessments)[TIMELINESS] == OptionChosen(option=options[0].id)

    @pytest.mark.parametrize(
        ("row", "value", "code", "below"),
        [
            (SYSTEM, {"item_1": "no"}, "scoring.truth_wanted", ".item_1"),
            (SYSTEM, {"item_1": 1}, "scoring.truth_wanted", ".item_1"),
            (SYSTEM, {"item_1": 0.0}, "scoring.truth_wanted", ".item_1"),
            (COMPLIANCE, {"law_and_rules": 1.5}, "scoring.count_wanted", ".law_and_rules"),
            (COMPLIANCE, {"law_and_rules": "3"}, "scoring.count_wanted", ".law_and_rules"),
            (COMPLIANCE, {"law_and_rules": True}, "scoring.count_wanted", ".law_and_rules"),
            (JUDGED, True, "exact.not_a_number", ""),
            (JUDGED, "x", "exact.not_a_number", ""),
            (JUDGED, 6.5, "scoring.assessment_shape", ""),
            (SYSTEM, 3, "scoring.assessment_shape", ""),
            (STAFFING, "yes", "scoring.assessment_shape", ""),
        ],
        ids=str,
    )
    def test_nothing_is_coerced(self, department, row, value, code, below):
        """`bool("no")` is true, `int(1.5)` is 1: neither was meant."""
        assert problems(department, assessments={row: value}) == [(code, f"assessments.'{row}'{below}")]


class TestTheRest:
    def test_papers_are_lists(self, department):
        assert dict(Evidence.of(department, documents={SYSTEM: []}).documents) == {SYSTEM: ()}
        assert problems(department, documents={SYSTEM: "plan"}) == [("scoring.list_wanted", f"documents.'{SYSTEM}'")]

    def test_shares_of_pools_are_exact(self, department):
        first = department[POOL].members[0]
        assert problems(department, pools={POOL: {first: 0.5}})[0] == ("exact.float", f"pools.'{POOL}'.'{first}'")

    def test_everything_at_once(self, department):
        found = problems(
            department,
            facts={"in_service_staff": 33.0, "fixed_assets_total": "28万", "nowhere": 1},
            assessments={SYSTEM: {"item_1": "no"}, "nowhere": 1},
            documents={SYSTEM: "plan"},
        )
        assert {path.split(".")[0] for _, path in found} == {"facts", "assessments", "documents"}
        assert len(found) == 6
