"""Telling cases, reports and rubrics apart, before a document is read as what it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from attrs import fields

from jixiao_core.errors import Problem
from jixiao_core.messages import Message
from jixiao_core.reports.report import Report
from jixiao_core.scoring.case import Case

__all__ = [
    "case_instead",
    "empty_instead",
    "looks_like_report",
    "looks_like_table",
    "other_than_case",
    "other_than_rubric",
    "report_instead",
]

_OF_CASES: Final = frozenset(field.name for field in fields(Case))
_OF_REPORTS: Final = (
    frozenset(field.name for form in get_args(Report) for field in fields(form)) | {"reports"}
) - _OF_CASES


def looks_like_report(data: Any) -> bool:
    """Whether a document has keys of a report and none that only a case or a rubric has."""
    if not isinstance(data, Mapping) or "series" in data:
        return False
    return any(key in _OF_REPORTS for key in data) and not _is_case(data)


def looks_like_table(data: Any) -> bool:
    """Whether a document has the keys of a scoring table or of an overlay, which is one."""
    return isinstance(data, Mapping) and "series" in data and not _is_case(data)


def _is_case(data: Mapping[Any, Any]) -> bool:
    return any(key in data for key in ("rubric", "evidence", "rounds"))


def report_instead(data: Any) -> Iterator[Problem]:
    """Yield a problem where a report is given for a case."""
    if looks_like_report(data):
        yield Problem(Message.of("exchange.is_report"))


def other_than_case(data: Any) -> Iterator[Problem]:
    """Yield a problem where a report or a scoring table is given for a case."""
    yield from report_instead(data)
    if isinstance(data, Mapping) and "series" in data and not _is_case(data):
        yield Problem(Message.of("exchange.is_rubric"))


def other_than_rubric(data: Any) -> Iterator[Problem]:
    """Yield a problem where a report or a case is given for a scoring table."""
    if not isinstance(data, Mapping) or "series" in data or "indicators" in data:
        return
    if _is_case(data):
        yield Problem(Message.of("exchange.not_a_rubric_case"))
    elif looks_like_report(data):
        yield Problem(Message.of("exchange.not_a_rubric_report"))


def empty_instead(data: Any) -> Iterator[Problem]:
    """Yield a problem where a document holds nothing at all."""
    if isinstance(data, Mapping) and not data:
        yield Problem(Message.of("exchange.empty"))


def case_instead(data: Any) -> Iterator[Problem]:
    """Yield a problem where a case is given for a report."""
    if isinstance(data, Mapping) and "kind" not in data and _is_case(data):
        yield Problem(Message.of("exchange.is_case"))
