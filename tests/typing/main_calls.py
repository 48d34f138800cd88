"""Read by type checkers, never run: the main calls have the types that the documentation says."""

from fractions import Fraction
from typing import assert_type

from jixiao_core import (
    Case,
    Evidence,
    LintException,
    LintReport,
    Review,
    Rubric,
    ScoreSheet,
    coverage,
    explain,
    implied,
    lint,
    registry,
    review,
    score,
    sensitivity,
)
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Message
from jixiao_core.rubrics.grades import Grade
from jixiao_core.rubrics.linting.covering import Coverage
from jixiao_core.rubrics.linting.observing import LintFinding
from jixiao_core.scoring.explain import Explanation
from jixiao_core.scoring.implications import Implication
from jixiao_core.scoring.review import RoundReview, Verdict
from jixiao_core.scoring.sensitivity import Sensitivities
from jixiao_core.scoring.sheet import NodeScore


def main_calls(rubric: Rubric, case: Case) -> None:
    evidence = Evidence.of(rubric, facts={"in_service_staff": 33, "authorised_staffing": "18人"})
    assert_type(evidence, Evidence)
    sheet = score(rubric, evidence, assume=["headcount_is_in_service"])
    assert_type(sheet, ScoreSheet)
    assert_type(sheet.possible, Interval)
    assert_type(sheet.points, Fraction)
    assert_type(sheet.grades, tuple[Grade, ...])
    node = sheet["input.budget_allocation.staffing_ratio"]
    assert_type(node, NodeScore)
    assert_type(node.possible, IntervalSet)
    found = review(rubric, case)
    assert_type(found, Review)
    assert_type(found.rounds, tuple[RoundReview, ...])
    assert_type(found.rounds[0].verdict, Verdict)
    assert_type(explain(sheet, "input"), Explanation)
    assert_type(implied(rubric, evidence, "input", "2"), tuple[Implication, ...])
    assert_type(sensitivity(sheet), Sensitivities)
    assert_type(rubric.under({"part_step": "counts_in_full"}), Rubric)
    assert_type(str(Message.of("exact.float", found="0.1")), str)


def looking_at_a_table(rubric: Rubric) -> None:
    exceptions = registry.lint_exceptions(rubric.pin)
    assert_type(exceptions, tuple[LintException, ...])
    report = lint(rubric, exceptions=exceptions)
    assert_type(report, LintReport)
    assert_type(report.findings, tuple[LintFinding, ...])
    covered = coverage(rubric)
    assert_type(covered, Coverage)
    assert_type(covered.share, Fraction)
