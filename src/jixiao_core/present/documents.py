"""Reviews and sheets as JSON documents, and the replay of a stored review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jixiao_core.findings import Finding
from jixiao_core.messages import number_text
from jixiao_core.present.json_values import (
    derived_json,
    interval_json,
    origin_json,
    param_json,
    set_json,
    span_json,
    text_json,
)
from jixiao_core.rubrics.identity import plain
from jixiao_core.scoring.adjusting import AdjustmentScore
from jixiao_core.scoring.case import Case, Role
from jixiao_core.scoring.claims import year_findings
from jixiao_core.scoring.implied import Implied
from jixiao_core.scoring.review import IndicatorReview, Review, Supported
from jixiao_core.scoring.sheet import NodeScore, ScoreSheet

__all__ = [
    "FORMAT",
    "SHEET_FORMAT",
    "finding_json",
    "interval_json",
    "json_text",
    "origin_json",
    "param_json",
    "review_json",
    "set_json",
    "sheet_document",
    "sheet_findings",
    "sheet_json",
    "text_json",
]

FORMAT = "jixiao-review/1"
SHEET_FORMAT = "jixiao-sheet/1"


def json_text(document: Mapping[str, Any]) -> str:
    """Return a document as deterministic JSON text: UTF-8 characters as they are, two spaces, a final line feed."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def review_json(found: Review, role: Role | None = None) -> dict[str, Any]:
    """
    Return a review of one round as a JSON document (a contract; numbers are strings).

    It contains the case, so that it can be replayed.

    Args:
        found: the review.
        role: the round; the first where none is given.

    Raises:
        UnknownNameError: when there is no such round.
    """
    chosen = found.round(role)
    return {
        "format": FORMAT,
        **origin_json(found.sheet),
        "round": chosen.role,
        "totals": {
            "possible": interval_json(found.possible),
            "provisional": None if chosen.provisional is None else number_text(chosen.provisional),
            "strict": interval_json(found.strict),
        },
        "claimed_total": None if chosen.claimed_total is None else number_text(chosen.claimed_total),
        "verdict": chosen.verdict,
        "grades": [grade.name for grade in found.grades],
        "claimed_grade": chosen.claimed_grade or None,
        "indicators": [_indicator(each) for each in chosen.indicators],
        "adjustments": [_adjustment(each) for each in found.sheet.adjustments],
        "findings": [finding_json(each) for each in (*found.sheet.detail.findings, *chosen.findings)],
        "case": plain(found.case),
        **derived_json(found.sheet),
    }


def sheet_findings(sheet: ScoreSheet, case: Case | None) -> tuple[Finding, ...]:
    """Return the findings about the whole of a sheet, and about the year of the case that it was computed from."""
    of_year = year_findings(sheet.rubric, case.fiscal_year) if case else ()
    return (*sheet.detail.findings, *of_year)


def sheet_json(sheet: ScoreSheet, case: Case | None = None) -> dict[str, Any]:
    """
    Return a score sheet as a JSON document (a contract; numbers are strings).

    It contains the evidence and the year, so that it can be computed again.

    Args:
        sheet: the score sheet.
        case: the case that it was computed from, if there is one.
    """
    return sheet_document(sheet, case.fiscal_year if case else None)


def sheet_document(sheet: ScoreSheet, fiscal_year: int | None) -> dict[str, Any]:
    """Return the document of a sheet for the year of its case, None where there is no case."""
    of_year = () if fiscal_year is None else year_findings(sheet.rubric, fiscal_year)
    return {
        "format": SHEET_FORMAT,
        **origin_json(sheet),
        "fiscal_year": fiscal_year,
        "totals": {"possible": interval_json(sheet.possible), "strict": interval_json(sheet.strict)},
        "grades": [grade.name for grade in sheet.grades],
        "not_applicable_points": number_text(sheet.not_applicable_points),
        "is_tight": sheet.is_tight,
        "indicators": [_node(node) for node in sheet.rows],
        "adjustments": [_adjustment(each) for each in sheet.adjustments],
        "findings": [finding_json(each) for each in (*sheet.detail.findings, *of_year)],
        "evidence": plain(sheet.evidence),
        **derived_json(sheet),
    }


def _node(node: NodeScore) -> dict[str, Any]:
    return {
        "id": node.id,
        "label": node.label.zh,
        "max": number_text(node.maximum),
        "possible": set_json(node.possible),
        "status": node.status,
        "missing": list(node.missing),
        "findings": [finding_json(each) for each in node.findings],
    }


def _adjustment(score: AdjustmentScore) -> dict[str, Any]:
    return {
        "id": score.id,
        "label": score.label.zh,
        "low": number_text(score.definition.low),
        "high": number_text(score.definition.high),
        "possible": interval_json(score.possible),
        "cases": None if score.figure.cases is None else str(score.figure.cases),
        "reason": score.figure.reason or None,
    }


def _indicator(row: IndicatorReview) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label.zh,
        "max": number_text(row.maximum),
        "possible": set_json(row.possible),
        "status": row.status,
        "claimed": None if row.claimed is None else number_text(row.claimed),
        "reason": row.reason or None,
        "verdict": row.verdict,
        "difference": None if row.difference is None else number_text(row.difference),
        "implied": [_implied(each) for each in row.implied],
        "for_full": None if row.for_full is None else _implied(row.for_full),
        "alternatives": [_alternative(each) for each in row.alternatives],
        "ask_for": [text_json(paper) for paper in row.papers],
        "findings": [finding_json(each) for each in row.findings],
    }


def _implied(each: Implied) -> dict[str, Any]:
    return {
        "readings": dict(each.answers),
        "is_attainable": each.is_attainable,
        "measure": span_json(each.measure),
        "fact": each.fact or None,
        "values": span_json(each.values),
    }


def _alternative(each: Supported) -> dict[str, Any]:
    return {
        "readings": dict(each.answers),
        "assumption": each.assumption or None,
        "possible": set_json(each.points),
        "supports_claim": each.supports_claim,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON data: code, severity, path, parameters and, where there are any, likely causes."""
    found: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.path,
        "params": {name: param_json(value) for name, value in finding.message.params},
    }
    if finding.likely:
        found["likely"] = [param_json(cause) for cause in finding.likely]
    return found
