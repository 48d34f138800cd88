"""
jixiao-core (绩效核心): the Chinese budget performance self-evaluation specification as exact, versioned data.

Everything is an immutable value or a pure function. Names are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jixiao_core import exchange, present, registry, reports, strategies
    from jixiao_core.errors import (
        FormatError,
        InvalidValueError,
        JixiaoError,
        LimitError,
        NumberError,
        Problem,
        UnknownNameError,
        UnsettledError,
    )
    from jixiao_core.findings import Finding, Severity
    from jixiao_core.messages import Message, Text
    from jixiao_core.rubrics.linting.covering import coverage
    from jixiao_core.rubrics.linting.exceptions import LintException
    from jixiao_core.rubrics.linting.linter import LintReport, lint
    from jixiao_core.rubrics.overlay import Overlay
    from jixiao_core.rubrics.rubric import Rubric
    from jixiao_core.rubrics.tailoring import tailor
    from jixiao_core.scoring.bridge import Bridge, bridge
    from jixiao_core.scoring.case import Case, Claim, ScoreRound
    from jixiao_core.scoring.evidence import Evidence
    from jixiao_core.scoring.explain import explain
    from jixiao_core.scoring.implied import implied
    from jixiao_core.scoring.plan import EvidencePlan, plan
    from jixiao_core.scoring.readings import Readings, readings
    from jixiao_core.scoring.review import Review, review
    from jixiao_core.scoring.score import score
    from jixiao_core.scoring.sensitivity import sensitivity
    from jixiao_core.scoring.sheet import ScoreSheet
    from jixiao_core.scoring.vectors import Vectors, vectors

__all__ = [
    "Bridge",
    "Case",
    "Claim",
    "Evidence",
    "EvidencePlan",
    "Finding",
    "FormatError",
    "InvalidValueError",
    "JixiaoError",
    "LimitError",
    "LintException",
    "LintReport",
    "Message",
    "NumberError",
    "Overlay",
    "Problem",
    "Readings",
    "Review",
    "Rubric",
    "ScoreRound",
    "ScoreSheet",
    "Severity",
    "Text",
    "UnknownNameError",
    "UnsettledError",
    "Vectors",
    "bridge",
    "coverage",
    "exchange",
    "explain",
    "implied",
    "lint",
    "plan",
    "present",
    "readings",
    "registry",
    "reports",
    "review",
    "score",
    "sensitivity",
    "strategies",
    "tailor",
    "vectors",
]

_HOMES = {
    "errors": (
        "FormatError",
        "InvalidValueError",
        "JixiaoError",
        "LimitError",
        "NumberError",
        "Problem",
        "UnknownNameError",
        "UnsettledError",
    ),
    "findings": ("Finding", "Severity"),
    "messages": ("Message", "Text"),
    "rubrics.linting.covering": ("coverage",),
    "rubrics.linting.exceptions": ("LintException",),
    "rubrics.linting.linter": ("LintReport", "lint"),
    "rubrics.overlay": ("Overlay",),
    "rubrics.rubric": ("Rubric",),
    "rubrics.tailoring": ("tailor",),
    "scoring.bridge": ("Bridge", "bridge"),
    "scoring.case": ("Case", "Claim", "ScoreRound"),
    "scoring.evidence": ("Evidence",),
    "scoring.explain": ("explain",),
    "scoring.implied": ("implied",),
    "scoring.plan": ("EvidencePlan", "plan"),
    "scoring.readings": ("Readings", "readings"),
    "scoring.review": ("Review", "review"),
    "scoring.score": ("score",),
    "scoring.sensitivity": ("sensitivity",),
    "scoring.sheet": ("ScoreSheet",),
    "scoring.vectors": ("Vectors", "vectors"),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}
_SUBMODULES = ("exchange", "present", "registry", "reports", "strategies")


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"jixiao_core.{_MODULE_OF[name]}"), name)
    if name in _SUBMODULES:
        return import_module(f"jixiao_core.{name}")
    if name == "__version__":
        return import_module("importlib.metadata").version("jixiao-core")
    message = f"module 'jixiao_core' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
