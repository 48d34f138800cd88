"""
Hypothesis strategies for tests of tools that embed the library (extra `hypothesis`).

Rubrics of all eight formula kinds, evidence for any rubric, what somebody could find out later, cases with claims,
reports that agree with themselves, reports that contradict themselves in one place, documents that cannot be read, and
the texts that people paste. Without the extra this module can be imported, so
that `from jixiao_core import *` works; its names say what is missing.
"""

try:
    from jixiao_core.strategies.cases import cases
    from jixiao_core.strategies.contradictions import Contradiction, contradicting_reports
    from jixiao_core.strategies.evidence import evidence, refinements
    from jixiao_core.strategies.forms import self_evaluation_forms
    from jixiao_core.strategies.invalid import InvalidDocument, invalid_cases, invalid_reports, invalid_rubrics
    from jixiao_core.strategies.reports import department_reports, project_reports
    from jixiao_core.strategies.rubrics import rubrics
    from jixiao_core.strategies.texts import hostile_texts
except ModuleNotFoundError as _missing:
    if _missing.name != "hypothesis":
        raise

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module 'jixiao_core.strategies' has no attribute {name!r}"
            raise AttributeError(message)
        message = 'strategies need the extra hypothesis: pip install "jixiao-core[hypothesis]"'
        raise ModuleNotFoundError(message, name="hypothesis")


__all__ = [
    "Contradiction",
    "InvalidDocument",
    "cases",
    "contradicting_reports",
    "department_reports",
    "evidence",
    "hostile_texts",
    "invalid_cases",
    "invalid_reports",
    "invalid_rubrics",
    "project_reports",
    "refinements",
    "rubrics",
    "self_evaluation_forms",
]
