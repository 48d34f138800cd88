"""
Data in and out: strict, bounded, all problems at once.

TOML for people and JSON for programs; both read back to equal values.
"""

from jixiao_core.exchange.cases import parse_case, parse_evidence, read_case, read_evidence
from jixiao_core.exchange.converter import configure_converter, make_converter
from jixiao_core.exchange.dictionary import read_facts, shared_facts
from jixiao_core.exchange.documents import read_document
from jixiao_core.exchange.linting import read_lint_exceptions
from jixiao_core.exchange.overlays import parse_overlay, parse_tailored, read_overlay, read_tailored
from jixiao_core.exchange.published import read_published
from jixiao_core.exchange.reports import (
    Report,
    parse_report,
    parse_reports,
    read_report,
    read_reports,
    reports_to_json,
    reports_to_toml,
)
from jixiao_core.exchange.rubrics import parse_rubric, read_rubric
from jixiao_core.exchange.writing import to_json, to_toml

__all__ = [
    "Report",
    "configure_converter",
    "make_converter",
    "parse_case",
    "parse_evidence",
    "parse_overlay",
    "parse_report",
    "parse_reports",
    "parse_rubric",
    "parse_tailored",
    "read_case",
    "read_document",
    "read_evidence",
    "read_facts",
    "read_lint_exceptions",
    "read_overlay",
    "read_published",
    "read_report",
    "read_reports",
    "read_rubric",
    "read_tailored",
    "reports_to_json",
    "reports_to_toml",
    "shared_facts",
    "to_json",
    "to_toml",
]
