"""Reports from files and plain data."""

from __future__ import annotations

from typing import Any, TypeAlias

from jixiao_core.exchange.converter import own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.limits import Syntax
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport

__all__ = ["Report", "parse_report", "read_report"]

Report: TypeAlias = DepartmentReport | ProjectReport
"""One of the two report forms; ``kind`` says which."""


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
    found: Report = own_converter().structure(data, Report)  # type: ignore[arg-type]
    return found
