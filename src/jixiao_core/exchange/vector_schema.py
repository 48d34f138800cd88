"""JSON Schema (2020-12) of conformance vectors."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.class_schemas import type_schema
from jixiao_core.exchange.schema_parts import by_id, closed
from jixiao_core.rubrics.facts import FactQuantity
from jixiao_core.scoring.assessments import Assessment
from jixiao_core.scoring.evidence import AdjustmentFigure
from jixiao_core.scoring.figures import Figure

__all__ = ["vectors_body"]

_ID: Final = {"type": "string", "minLength": 1}
_STATUS: Final = {"enum": ["not_applicable", "invalid"]}
_INTERVAL: Final = {
    "low": {"$ref": "#/$defs/exact"},
    "high": {"$ref": "#/$defs/exact"},
    "low_open": {"type": "boolean"},
    "high_open": {"type": "boolean"},
}


def vectors_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """
    Return the schema of conformance vectors.

    >>> vectors_body({})["properties"]["format"]
    {'const': 'jixiao-vectors/1'}
    """
    definitions["evidence"] = _evidence(definitions)
    definitions["leaf"] = _leaf(definitions)
    definitions["sheet"] = closed(
        id=_ID,
        evidence={"$ref": "#/$defs/evidence"},
        rows=by_id({"$ref": "#/$defs/exact"}),
        groups=by_id({"$ref": "#/$defs/exact"}),
        total={"$ref": "#/$defs/exact"},
        grade={"type": ["string", "null"]},
    )
    unit = closed(quantity={"enum": [each.value for each in FactQuantity]}, unit=_ID)
    return closed(
        format={"const": "jixiao-vectors/1"},
        rubric={"type": "string", "pattern": "^[a-z][a-z0-9-]*@[0-9]+[.][0-9]+$"},
        digest={"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        semantics={"const": 1},
        units=by_id(unit),
        leaves={"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/leaf"}},
        sheets={"type": "array", "items": {"$ref": "#/$defs/sheet"}},
    )


def _leaf(definitions: dict[str, Any]) -> dict[str, Any]:
    points = {"$ref": "#/$defs/exact"}
    possible = {"type": "array", "minItems": 1, "items": closed(**_INTERVAL)}
    assessment = type_schema(Assessment, definitions)
    lists = {
        "measures": [closed(value=points, points=points), closed(value=points, status={"const": "invalid"})],
        "facts": [closed(facts=by_id(points), points=points), closed(facts=by_id(points), status=_STATUS)],
        "assessments": [
            closed(assessment=assessment, points=points),
            closed(assessment=assessment, possible=possible),
        ],
    }
    vectors = {name: {"type": "array", "minItems": 1, "items": {"anyOf": each}} for name, each in lists.items()}
    body = closed({"question": _ID, "answer": _ID, **vectors}, indicator=_ID, max=points)
    together = {"question": ["answer"], "answer": ["question"]}
    return {**body, "dependentRequired": together, "anyOf": [{"required": [name]} for name in lists]}


def _evidence(definitions: dict[str, Any]) -> dict[str, Any]:
    figure = type_schema(Figure, definitions)
    return closed(
        {
            "facts": by_id(figure),
            "measures": by_id(figure),
            "assessments": by_id(type_schema(Assessment, definitions)),
            "documents": by_id({"type": "array", "items": _ID}),
            "pools": by_id(by_id({"$ref": "#/$defs/exact"})),
            "choices": by_id(_ID),
            "adjustments": by_id(type_schema(AdjustmentFigure, definitions)),
            "grade_caps": by_id({"type": "boolean"}),
        }
    )
