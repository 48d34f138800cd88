"""
JSON Schema (2020-12) of the public documents, made from the classes that the reader builds.

A schema says which keys, types and words a document may have; what one number means to another only the reader and
`check` know.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from functools import partial
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from jixiao_core.exact.numbers import MAX_TEXT
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Rate
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import Paragraph
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.self_evaluation import SelfEvaluationForm

__all__ = ["DIALECT", "NUMBER", "QUANTITY", "SCHEMAS", "report_schema", "type_schema"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: Final[dict[str, type[Any]]] = {
    "department": DepartmentReport,
    "project": ProjectReport,
    "self_evaluation": SelfEvaluationForm,
}
"""The documents that have a schema, by their kind."""

_QUANTITIES: Final = frozenset((Money, Rate, Count, Number))
NUMBER: Final[dict[str, Any]] = {
    "description": 'An exact number: text such as "0.5" or "1/3", or a number of JSON.',
    "anyOf": [{"type": "string", "minLength": 1, "maxLength": MAX_TEXT}, {"type": "number"}],
}
QUANTITY: Final[dict[str, Any]] = {
    "description": "A quantity as printed: 993.18万元, 85%, 33人, 12.5; or a table where the text does not say its kind.",
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
        {"type": "number"},
        {
            "type": "object",
            "properties": {
                "money": {"$ref": "#/$defs/number"},
                "unit": {"enum": [unit.value for unit in MoneyUnit]},
                "rate": {"type": "string"},
                "number": {"$ref": "#/$defs/number"},
                "decimals": {"type": "integer", "minimum": 0},
            },
            "additionalProperties": False,
        },
    ],
}


def report_schema(kind: str) -> dict[str, Any]:
    """
    Return the JSON Schema of a report.

    Args:
        kind: ``department``, ``project`` or ``self_evaluation``.

    >>> report_schema("project")["properties"]["kind"]
    {'const': 'project'}
    """
    definitions: dict[str, Any] = {"number": NUMBER, "quantity": QUANTITY}
    cls = SCHEMAS[kind]
    body = _object(cls, definitions)
    return {
        "$schema": DIALECT,
        "title": f"jixiao-core: {kind} report",
        "description": _summary(cls),
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _summary(cls: type[Any]) -> str:
    return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())


def _object(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for attribute in attrs.fields(cls):
        if not attribute.init or not attribute.metadata.get("identity", True):
            continue
        properties[attribute.name] = type_schema(hints[attribute.name], definitions)
        # The tag is always written; elsewhere a default stands for what is left out.
        if attribute.default is attrs.NOTHING or attribute.name == "kind":
            required.append(attribute.name)
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found


def type_schema(type_: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """
    Return the schema of a type of the library.

    Args:
        type_: a class, a union, a tuple of one type, or a plain type.
        definitions: where the schemas of classes are put, each once; ``number`` and ``quantity`` are taken as given.
    """
    origin = get_origin(type_)
    if type_ is str:
        return {"type": "string"}
    if type_ is bool:
        return {"type": "boolean"}
    if type_ is int:
        return {"type": "integer"}
    if type_ is Fraction:
        return {"$ref": "#/$defs/number"}
    if origin is Literal:
        words = get_args(type_)
        return {"const": words[0]} if len(words) == 1 else {"enum": list(words)}
    if origin is tuple:
        return {"type": "array", "items": type_schema(get_args(type_)[0], definitions)}
    if origin in (Union, UnionType):
        return _union(get_args(type_), definitions)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return {"enum": [member.value for member in type_]}
    return _defined(type_, definitions)


def _union(parts: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    members = [part for part in parts if part is not NoneType]
    if _QUANTITIES.issuperset(members):
        choices = [{"$ref": "#/$defs/quantity"}]
    else:
        choices = list(map(partial(type_schema, definitions=definitions), members))
    if NoneType in parts:
        choices.append({"type": "null"})
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _defined(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    name = cls.__name__
    if name not in definitions:
        # Put there first: a class may hold parts of its own kind.
        definitions[name] = {}
        body: dict[str, Any] = {"description": _summary(cls), **_object(cls, definitions)}
        definitions[name] = {"anyOf": [{"type": "string"}, body]} if cls is Paragraph else body
    return {"$ref": f"#/$defs/{name}"}
