"""JSON Schema (2020-12) of score sheets, reviews and explanations."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.class_schemas import class_body, type_schema
from jixiao_core.exchange.schema_parts import (
    FINDING,
    ID,
    INTERVAL,
    ORIGIN,
    POINTS,
    SET,
    SPAN,
    TEXT,
    array,
    by_id,
    closed,
    nullable,
    ref,
    word,
)
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Role
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.rows import Status
from jixiao_core.scoring.verdicts import Verdict

__all__ = ["evidence_ref", "explanation_body", "review_body", "reviews_body", "sheet_body", "sheets_body"]

_TRUTH: Final = {"type": "boolean"}
_STRING: Final = {"type": "string"}
_COUNT: Final = {"type": "string", "pattern": "^[0-9]+$"}


def evidence_ref(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to the schema of evidence, which is put among the definitions."""
    return type_schema(Evidence, definitions)


def sheet_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a score sheet."""
    definitions["adjustment"] = _adjustment()
    definitions["node"] = closed(
        id=ID,
        label=_STRING,
        max=POINTS,
        possible=SET,
        status=nullable(word(Status)),
        missing=array(ID),
        findings=array(FINDING),
    )
    return closed(
        _derived(definitions),
        format={"const": "jixiao-sheet/1"},
        **ORIGIN,
        fiscal_year=nullable({"type": "integer"}),
        totals=closed(possible=INTERVAL, strict=INTERVAL),
        grades=array(ID),
        not_applicable_points=POINTS,
        is_tight=_TRUTH,
        indicators=array(ref("node")),
        adjustments=array(ref("adjustment")),
        findings=array(FINDING),
        evidence=evidence_ref(definitions),
    )


def _derived(definitions: dict[str, Any]) -> dict[str, Any]:
    """A result of a derived rubric holds the rubric, so that it can be computed again."""
    return {"derived_rubric": type_schema(Rubric, definitions)}


def _adjustment() -> dict[str, Any]:
    return closed(
        id=ID,
        label=_STRING,
        low=POINTS,
        high=POINTS,
        possible=INTERVAL,
        cases=nullable(_COUNT),
        reason=nullable(ID),
    )


def review_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a review of one round."""
    definitions["adjustment"] = _adjustment()
    definitions |= _rows()
    definitions["Case"] = {"description": "What was reviewed.", **class_body(Case, definitions)}
    return closed(
        _derived(definitions),
        format={"const": "jixiao-review/1"},
        **ORIGIN,
        round=word(Role),
        totals=closed(possible=INTERVAL, provisional=nullable(POINTS), strict=INTERVAL),
        claimed_total=nullable(POINTS),
        verdict=word(Verdict),
        grades=array(ID),
        claimed_grade=nullable(ID),
        indicators=array(ref("indicator")),
        adjustments=array(ref("adjustment")),
        findings=array(FINDING),
        case=ref("Case"),
    )


def _rows() -> dict[str, Any]:
    implied = closed(readings=by_id(ID), is_attainable=_TRUTH, measure=SPAN, fact=nullable(ID), values=SPAN)
    alternative = closed(readings=by_id(ID), assumption=nullable(ID), possible=SET, supports_claim=_TRUTH)
    return {"implied": implied, "alternative": alternative, "indicator": closed(**_indicator())}


def _indicator() -> dict[str, Any]:
    return {
        "id": ID,
        "label": _STRING,
        "max": POINTS,
        "possible": SET,
        "status": nullable(word(Status)),
        "claimed": nullable(POINTS),
        "reason": nullable(ID),
        "verdict": word(Verdict),
        "difference": nullable(POINTS),
        "implied": array(ref("implied")),
        "for_full": nullable(ref("implied")),
        "alternatives": array(ref("alternative")),
        "ask_for": array(TEXT),
        "findings": array(FINDING),
    }


def explanation_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the explanation of a row or an adjustment: its part of a review, and the text."""
    definitions |= _rows()
    adjustment = _adjustment()["properties"]
    return {"anyOf": [closed(**_indicator(), text=_STRING), closed(**adjustment, text=_STRING)]}


def sheets_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of several score sheets in one document."""
    definitions["sheet"] = sheet_body(definitions)
    return closed(format={"const": "jixiao-sheets/1"}, count=_COUNT, sheets=array(ref("sheet"), minItems=1))


def reviews_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of several reviews in one document."""
    definitions["review"] = review_body(definitions)
    left_out = array(closed(kind=ID, title=_STRING), minItems=1)
    return closed(
        {"not_reviewed": left_out},
        format={"const": "jixiao-reviews/1"},
        count=_COUNT,
        reviews=array(ref("review"), minItems=1),
    )
