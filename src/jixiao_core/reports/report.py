"""Every form of self-evaluation that the library knows, as one closed union."""

from __future__ import annotations

from typing import TypeAlias

from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.self_evaluation import SelfEvaluationForm

__all__ = ["Report"]

Report: TypeAlias = DepartmentReport | ProjectReport | SelfEvaluationForm
"""One of the three forms; ``kind`` says which."""
