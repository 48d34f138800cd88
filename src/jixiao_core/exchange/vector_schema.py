"""JSON Schema (2020-12) of conformance vectors."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.schema import DIALECT, NUMBER, QUANTITY, type_schema
from jixiao_core.rubrics.facts import FactQuantity
from jixiao_core.scoring.assessments import Assessment
from jixiao_core.scoring.evidence import AdjustmentFigure
from jixiao_core.scoring.figures import Figure

__all__ = ["vectors_schema"]

_EXACT: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"}
_ID: Final = {"type": "string", "minLength": 1}
_STATUS: Final = {"enum": ["not_applicable", "invalid"]}
_INTERVAL: Final = {
    "low": {"$ref": "#/$defs/exact"},
    "high": {"$ref": "#/$defs/exact"},
    "low_open": {"type": "boolean"},
    "high_open": {"type": "boolean"},
}


def vectors_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of conformance vectors.

    >>> vectors_schema()["properties"]["format"]
    {'const': 'jixiao-vectors/1'}
    """
    definitions: dict[str, Any] = {"number": NUMBER, "quantity": QUANTITY, "exact": _EXACT}
    definitions["evidence"] = _evidence(definitions)
    definitions["leaf"] = _leaf(definitions)
    definitions["sheet"] = _closed(
        id=_ID,
        evidence={"$ref": "#/$defs/evidence"},
        rows=_by_id({"$ref": "#/$defs/exact"}),
        groups=_by_id({"$ref": "#/$defs/exact"}),
        total={"$ref": "#/$defs/exact"},
        grade={"type": ["string", "null"]},
    )
    unit = _closed(quantity={"enum": [each.value for each in FactQuantity]}, unit=_ID)
    body = _closed(
        format={"const": "jixiao-vectors/1"},
        rubric={"type": "string", "pattern": "^[a-z][a-z0-9-]*@[0-9]+[.][0-9]+$"},
        digest={"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        semantics={"const": 1},
        units=_by_id(unit),
        leaves={"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/leaf"}},
        sheets={"type": "array", "items": {"$ref": "#/$defs/sheet"}},
    )
    return {
        "$schema": DIALECT,
        "title": "jixiao-core: conformance vectors",
        "description": "What another implementation of a scoring table has to compute, and what comes out.",
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _closed(optional: dict[str, Any] | None = None, **required: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _by_id(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def _leaf(definitions: dict[str, Any]) -> dict[str, Any]:
    points = {"$ref": "#/$defs/exact"}
    possible = {"type": "array", "minItems": 1, "items": _closed(**_INTERVAL)}
    assessment = type_schema(Assessment, definitions)
    lists = {
        "measures": [_closed(value=points, points=points), _closed(value=points, status={"const": "invalid"})],
        "facts": [_closed(facts=_by_id(points), points=points), _closed(facts=_by_id(points), status=_STATUS)],
        "assessments": [
            _closed(assessment=assessment, points=points),
            _closed(assessment=assessment, possible=possible),
        ],
    }
    vectors = {name: {"type": "array", "minItems": 1, "items": {"anyOf": each}} for name, each in lists.items()}
    body = _closed({"question": _ID, "answer": _ID, **vectors}, indicator=_ID, max=points)
    together = {"question": ["answer"], "answer": ["question"]}
    return {**body, "dependentRequired": together, "anyOf": [{"required": [name]} for name in lists]}


def _evidence(definitions: dict[str, Any]) -> dict[str, Any]:
    figure = type_schema(Figure, definitions)
    return _closed(
        {
            "facts": _by_id(figure),
            "measures": _by_id(figure),
            "assessments": _by_id(type_schema(Assessment, definitions)),
            "documents": _by_id({"type": "array", "items": _ID}),
            "pools": _by_id(_by_id({"$ref": "#/$defs/exact"})),
            "choices": _by_id(_ID),
            "adjustments": _by_id(type_schema(AdjustmentFigure, definitions)),
            "grade_caps": _by_id({"type": "boolean"}),
        }
    )
