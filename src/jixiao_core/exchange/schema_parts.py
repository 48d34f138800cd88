"""Parts that the schemas of results share: closed objects, exact numbers, intervals, findings, origins."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exact.spans import Unit
from jixiao_core.exchange.class_schemas import type_schema
from jixiao_core.findings import Severity

__all__ = [
    "EXACT",
    "FINDING",
    "ID",
    "INTERVAL",
    "ORIGIN",
    "PARAMS",
    "PARTS",
    "POINTS",
    "SET",
    "SPAN",
    "TEXT",
    "array",
    "by_id",
    "closed",
    "nullable",
    "ref",
    "word",
    "words",
]


def closed(optional: dict[str, Any] | None = None, **required: Any) -> dict[str, Any]:
    """Return the schema of an object with these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def by_id(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object from ids to values."""
    return {"type": "object", "additionalProperties": value}


def array(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": items, **more}


def ref(name: str) -> dict[str, Any]:
    """Return a reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that also takes null, which says that there is none."""
    return {"anyOf": [schema, {"type": "null"}]}


def word(type_: Any) -> dict[str, Any]:
    """Return the schema of a closed set of words."""
    return type_schema(type_, {})


def words(*allowed: str) -> dict[str, Any]:
    """Return the schema of one of these words."""
    return {"enum": list(allowed)}


EXACT: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"}
ID: Final[dict[str, Any]] = {"type": "string", "minLength": 1}
POINTS: Final = ref("exact")
INTERVAL: Final = ref("bounds")
SET: Final = array(INTERVAL)
SPAN: Final = nullable(ref("span"))
TEXT: Final = ref("bilingual")
FINDING: Final = ref("finding")
_END: Final = {"type": "string", "pattern": r"^(-?inf|-?[0-9]+(\.[0-9]+|/[0-9]+)?)$"}
PARAMS: Final = {"description": "The parameters of a message; the code says which.", "type": "object"}

ORIGIN: Final[dict[str, Any]] = {
    "rubric": {"type": "string", "pattern": "^[a-z][a-z0-9-]*@[0-9]+[.][0-9]+$"},
    "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
    "semantics": {"const": 1},
    "readings": by_id(ID),
    "assumptions": array(ID),
}
"""What a result was computed from."""

PARTS: Final[dict[str, Any]] = {
    "exact": EXACT,
    "bounds": closed(low=_END, high=_END, low_open={"type": "boolean"}, high_open={"type": "boolean"}),
    "bilingual": closed(zh={"type": "string"}, en={"type": "string"}),
    "span": closed(unit=word(Unit), values=SET),
    "message": closed(code={"type": "string", "pattern": "^[a-z]+[.][a-z0-9_]+$"}, params=PARAMS),
    "finding": closed(
        {"likely": array(ref("message"), minItems=1)},
        code={"type": "string", "pattern": "^[a-z]+[.][a-z0-9_]+$"},
        severity=word(Severity),
        path={"type": "string"},
        params=PARAMS,
    ),
}
"""Definitions that the schemas of results may refer to."""
