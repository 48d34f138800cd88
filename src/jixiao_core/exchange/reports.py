"""Reports from files and plain data, and several of them in one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from jixiao_core.errors import FormatError, JixiaoError, LimitError, Problem, raise_if
from jixiao_core.exact.numbers import path_step
from jixiao_core.exchange.converter import own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.kinds import case_instead
from jixiao_core.exchange.limits import Syntax
from jixiao_core.exchange.report_figures import figure_problems
from jixiao_core.exchange.writing import json_text, toml_text
from jixiao_core.messages import Message
from jixiao_core.reports.report import Report
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.identity import plain

__all__ = [
    "Report",
    "parse_report",
    "parse_reports",
    "read_report",
    "read_reports",
    "reports_to_json",
    "reports_to_toml",
    "row_problems",
]

_SEVERAL: Final = "reports"
MAX_ROWS: Final = 1000
"""As many indicators a national form may have; those of this field have about twenty."""


def read_report(source: DocumentSource, *, syntax: Syntax | None = None) -> Report:
    r"""
    Return the report of a TOML or JSON document.

    Args:
        source: a path, or the bytes of the document.
        syntax: how it is written; None: see `read_document`.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.

    >>> read_report(b'kind = "department"\ntotal_score = 98').total_score
    Fraction(98, 1)
    """
    return parse_report(read_document(source, syntax=syntax))


def parse_report(data: Any) -> Report:
    """Return the report of plain data; FormatError has all problems with their paths."""
    raise_if(case_instead(data), FormatError)
    found: Report = own_converter().structure(data, Report)  # type: ignore[arg-type]
    raise_if(row_problems(found), LimitError)
    raise_if(figure_problems(found), FormatError)
    return found


def row_problems(report: Report) -> Iterator[Problem]:
    """Yield a problem where a form has more indicators than a form can have."""
    if isinstance(report, SelfEvaluationForm) and len(report.rows) > MAX_ROWS:
        yield Problem(Message.of("exchange.too_many_rows", found=len(report.rows), limit=MAX_ROWS), "rows")


def read_reports(source: DocumentSource, *, syntax: Syntax | None = None) -> tuple[Report, ...]:
    r"""
    Return the reports of a TOML or JSON document: one report, or several under ``reports``.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.

    >>> [each.kind for each in read_reports(b'[[reports]]\nkind = "project"\n[[reports]]\nkind = "department"')]
    ['project', 'department']
    """
    return parse_reports(read_document(source, syntax=syntax))


def parse_reports(data: Any) -> tuple[Report, ...]:
    """Return the reports of plain data, one or several under ``reports``; FormatError has all problems."""
    if not isinstance(data, dict) or _SEVERAL not in data:
        return (parse_report(data),)
    problems = [
        Problem(not_allowed("exchange.unknown_key", str(key), (_SEVERAL,)), path_step(key))
        for key in data
        if key != _SEVERAL
    ]
    found: tuple[Report, ...] = ()
    try:
        found = own_converter().structure(data[_SEVERAL], tuple[Report, ...])
    except JixiaoError as error:
        problems += [problem.under(_SEVERAL) for problem in error.problems]
    for position, report in enumerate(found):
        raise_if((each.under(f"{_SEVERAL}[{position}]") for each in row_problems(report)), LimitError)
        problems += [problem.under(f"{_SEVERAL}[{position}]") for problem in figure_problems(report)]
    if problems:
        raise FormatError(*problems)
    return found


def reports_to_toml(reports: Sequence[Report]) -> str:
    """Return one report as a TOML document of its own, several under ``reports``; `read_reports` gives them back."""
    return toml_text(_document(reports))


def reports_to_json(reports: Sequence[Report]) -> str:
    """Return the same as JSON."""
    return json_text(_document(reports))


def _document(reports: Sequence[Report]) -> dict[str, Any]:
    found: list[dict[str, Any]] = [plain(report) for report in reports]
    return found[0] if len(found) == 1 else {_SEVERAL: found}
