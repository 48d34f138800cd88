"""
The two self-evaluation reports as entities, what they say about themselves, and what can be scored from them.

Names are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jixiao_core.reports.check_rubric import check_against
    from jixiao_core.reports.checks import check
    from jixiao_core.reports.department import DepartmentReport
    from jixiao_core.reports.form_rubric import rubric_of
    from jixiao_core.reports.project import ProjectReport
    from jixiao_core.reports.redaction import redacted
    from jixiao_core.reports.report_evidence import case, evidence
    from jixiao_core.reports.self_evaluation import BudgetLine, IndicatorLine, SelfEvaluationForm
    from jixiao_core.reports.slips import Slip, slips_in_sum, slips_of

__all__ = [
    "BudgetLine",
    "DepartmentReport",
    "IndicatorLine",
    "ProjectReport",
    "SelfEvaluationForm",
    "Slip",
    "case",
    "check",
    "check_against",
    "evidence",
    "redacted",
    "rubric_of",
    "slips_in_sum",
    "slips_of",
]

_HOMES = {
    "BudgetLine": "self_evaluation",
    "DepartmentReport": "department",
    "IndicatorLine": "self_evaluation",
    "ProjectReport": "project",
    "SelfEvaluationForm": "self_evaluation",
    "Slip": "slips",
    "case": "report_evidence",
    "check": "checks",
    "check_against": "check_rubric",
    "evidence": "report_evidence",
    "redacted": "redaction",
    "rubric_of": "form_rubric",
    "slips_in_sum": "slips",
    "slips_of": "slips",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"jixiao_core.reports.{_HOMES[name]}"), name)
    message = f"module 'jixiao_core.reports' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
