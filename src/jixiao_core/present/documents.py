"""Reviews and sheets as JSON documents, and the replay of a stored review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.intervals import Extended, Infinite, Interval, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import parse_case
from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Text, number_text
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.implied import Implied
from jixiao_core.scoring.review import IndicatorReview, Review, Supported, review
from jixiao_core.scoring.sheet import NodeScore, ScoreSheet
from jixiao_core.scoring.span import Span

__all__ = ["FORMAT", "finding_json", "interval_json", "json_text", "replay", "review_json", "sheet_json"]

FORMAT = "jixiao-review/1"

NEEDED = ("format", "rubric", "digest", "readings", "assumptions", "round", "case", "totals", "indicators")


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
        **_origin(found.sheet),
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
        "findings": [finding_json(each) for each in (*found.sheet.detail.findings, *chosen.findings)],
        "case": plain(found.case),
    }


def sheet_json(sheet: ScoreSheet) -> dict[str, Any]:
    """Return a score sheet as a JSON document; numbers are strings."""
    return {
        "format": "jixiao-sheet/1",
        **_origin(sheet),
        "totals": {"possible": interval_json(sheet.possible), "strict": interval_json(sheet.strict)},
        "grades": [grade.name for grade in sheet.grades],
        "not_applicable_points": number_text(sheet.not_applicable_points),
        "is_tight": sheet.is_tight,
        "indicators": [_node(node) for node in sheet.rows],
        "findings": [finding_json(each) for each in sheet.detail.findings],
        "evidence": plain(sheet.evidence),
    }


def _origin(sheet: ScoreSheet) -> dict[str, Any]:
    return {
        "rubric": sheet.rubric.pin,
        "digest": sheet.rubric.digest,
        "semantics": sheet.rubric.semantics,
        "readings": dict(sheet.rubric.answers),
        "assumptions": list(sheet.assumptions),
    }


def interval_json(interval: Interval) -> dict[str, Any]:
    """Return an interval as JSON data: its ends as text, and whether each is left out."""
    return {
        "low": _end(interval.low),
        "high": _end(interval.high),
        "low_open": interval.low_open,
        "high_open": interval.high_open,
    }


def _end(value: Extended) -> str:
    return str(value) if isinstance(value, Infinite) else number_text(value)


def _set(values: IntervalSet) -> list[dict[str, Any]]:
    return [interval_json(interval) for interval in values]


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"unit": span.unit, "values": _set(span.values)}


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _node(node: NodeScore) -> dict[str, Any]:
    return {
        "id": node.id,
        "label": node.label.zh,
        "max": number_text(node.maximum),
        "possible": _set(node.possible),
        "status": node.status,
        "missing": list(node.missing),
        "findings": [finding_json(each) for each in node.findings],
    }


def _indicator(row: IndicatorReview) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label.zh,
        "max": number_text(row.maximum),
        "possible": _set(row.possible),
        "status": row.status,
        "claimed": None if row.claimed is None else number_text(row.claimed),
        "reason": row.reason or None,
        "verdict": row.verdict,
        "difference": None if row.difference is None else number_text(row.difference),
        "implied": [_implied(each) for each in row.implied],
        "for_full": None if row.for_full is None else _implied(row.for_full),
        "alternatives": [_alternative(each) for each in row.alternatives],
        "ask_for": [_text(paper) for paper in row.papers],
        "findings": [finding_json(each) for each in row.findings],
    }


def _implied(each: Implied) -> dict[str, Any]:
    return {
        "readings": dict(each.answers),
        "is_attainable": each.is_attainable,
        "measure": _span(each.measure),
        "fact": each.fact or None,
        "values": _span(each.values),
    }


def _alternative(each: Supported) -> dict[str, Any]:
    return {
        "readings": dict(each.answers),
        "assumption": each.assumption or None,
        "possible": _set(each.points),
        "supports_claim": each.supports_claim,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON data: code, severity, path, parameters and, where there are any, likely causes."""
    found: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.path,
        "params": {name: _param(value) for name, value in finding.message.params},
    }
    if finding.likely:
        found["likely"] = [_param(cause) for cause in finding.likely]
    return found


def _param(value: object) -> Any:
    match value:
        case Text():
            return _text(value)
        case Span():
            return _span(value)
        case Message():
            return {"code": value.code, "params": {name: _param(each) for name, each in value.params}}
        case tuple():
            return [_param(each) for each in value]
        case _:
            return plain(value)


def replay(document: Any, rubric: Rubric) -> Review:
    """
    Compute a stored review again and compare it with what is stored, byte for byte.

    Args:
        document: the parsed JSON of `review_json`.
        rubric: the rubric that it names.

    Raises:
        FormatError: when the document is no stored review, or when anything differs; the message names the first
            place.
    """
    if not _is_review(document):
        raise FormatError(Problem(Message.of("present.not_a_review", keys=NEEDED)))
    again = review(rubric.under(document["readings"]), parse_case(document["case"]), assume=document["assumptions"])
    computed = review_json(again, document["round"])
    if json_text(computed) != json_text(document):
        path, stored, now = _first_difference(document, computed, "")
        message = Message.of("present.replay_differs", path=path, stored=shown(stored), computed=shown(now))
        raise FormatError(Problem(message, path))
    return again


def _is_review(document: Any) -> bool:
    """Whether a document has the keys of a review, with values of the kinds that a replay starts from."""
    if not isinstance(document, Mapping) or not all(key in document for key in NEEDED):
        return False
    readings, assumptions = document["readings"], document["assumptions"]
    return (
        isinstance(readings, Mapping)
        and all(isinstance(answer, str) for answer in readings.values())
        and isinstance(assumptions, list)
        and all(isinstance(name, str) for name in assumptions)
        and isinstance(document["round"], str)
    )


def _first_difference(stored: Any, computed: Any, path: str) -> tuple[str, str, str]:
    if isinstance(stored, Mapping) and isinstance(computed, Mapping):
        for key in dict.fromkeys((*computed, *stored)):
            if stored.get(key) != computed.get(key) or (key in stored) != (key in computed):
                return _first_difference(stored.get(key), computed.get(key), f"{path}.{key}".lstrip("."))
    if isinstance(stored, list) and isinstance(computed, list):
        for position, (one, two) in enumerate(zip(stored, computed, strict=False)):
            if one != two:
                return _first_difference(one, two, f"{path}[{position}]")
    return path, json.dumps(stored, ensure_ascii=False), json.dumps(computed, ensure_ascii=False)
