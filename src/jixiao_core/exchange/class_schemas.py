"""
JSON Schema (2020-12) of the public documents, made from the classes that the reader builds.

A schema says which keys, types and words a document may have; what one number means to another only the reader and
`check` know.
"""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from functools import partial
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.numbers import MAX_DIGITS, MAX_TEXT
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Rate
from jixiao_core.messages import Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import Paragraph
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.facts import FactDefinition, Term
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.levels import Level
from jixiao_core.rubrics.linting.exceptions import LintExceptions
from jixiao_core.rubrics.measures import NamedMeasure
from jixiao_core.rubrics.overlay import Overlay, Part, Revision
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Known, Missing

__all__ = ["BASE", "LISTS", "SCHEMAS", "class_body", "list_body", "summary_of", "type_schema"]

SCHEMAS: Final[dict[str, type[Any]]] = {
    "rubric": Rubric,
    "evidence": Evidence,
    "case": Case,
    "department-report": DepartmentReport,
    "project-report": ProjectReport,
    "self-evaluation-form": SelfEvaluationForm,
    "overlay": Overlay,
    "lint-exceptions": LintExceptions,
}
"""The documents that are one value of a class, by the names of their schemas; a new one is one more line here."""

LISTS: Final[dict[str, tuple[str, Any]]] = {
    "reports": ("Several reports in one document.", DepartmentReport | ProjectReport | SelfEvaluationForm),
    "facts": ("A dictionary of facts.", FactDefinition),
    "measures": ("A dictionary of measures.", NamedMeasure),
}
"""The documents that hold a list under their own name: what they are, and of what."""

_QUANTITIES: Final = frozenset((Money, Rate, Count, Number))
_FIGURES: Final = frozenset((Known, Bounded, Missing))
_SHORT: Final = {
    Text: "or Chinese text alone",
    Term: "or the id of the fact alone",
    Paragraph: "or its text alone",
}
"""The classes for which a text may stand, and what it then is."""

_NULL: Final = {"type": "null"}
_NAMING: Final = (Indicator, Part, Reading, Revision)
"""The classes whose measure may be written as the name of a shared one."""

NUMBER: Final[dict[str, Any]] = {
    "description": 'An exact number: text such as "0.5" or "1/3", or a number of JSON.',
    "anyOf": [{"type": "string", "minLength": 1, "maxLength": MAX_TEXT}, {"type": "number"}],
}
_DECIMALS: Final = {"type": "integer", "minimum": 0, "maximum": MAX_DIGITS}


def _full_quantity(name: str, **more: Any) -> dict[str, Any]:
    properties = {name: {"$ref": "#/$defs/number"}, **more, "decimals": _DECIMALS}
    required = [name, *more]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


QUANTITY: Final[dict[str, Any]] = {
    "description": "A quantity as printed: 993.18万元, 85%, 33人, 12.5; or a table where the text does not say its kind.",
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "number"},
        _full_quantity("money", unit={"enum": [unit.value for unit in MoneyUnit]}),
        _full_quantity("rate"),
        _full_quantity("number"),
    ],
}
LEVEL: Final[dict[str, Any]] = {
    "description": 'A value of a measure: "90%", "1pp", "1/3"; bare numbers where it is no rate.',
    "anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}],
}
INTERVAL: Final[dict[str, Any]] = {"description": "An interval such as [0, inf).", "type": "string", "minLength": 1}
BASE: Final = {"interval": INTERVAL, "level": LEVEL, "number": NUMBER, "quantity": QUANTITY}
"""Definitions that every schema may refer to."""


def class_body(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """
    Return the schema of a document that is one value of a class.

    Args:
        cls: a class of the data model.
        definitions: where the schemas of its parts are put.
    """
    return _object(cls, definitions)


def list_body(name: str, type_: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """
    Return the schema of a document that holds a list under one key.

    Args:
        name: the key.
        type_: the type of the items.
        definitions: where the schemas of its parts are put.
    """
    items = {"type": "array", "items": type_schema(type_, definitions)}
    return {"type": "object", "properties": {name: items}, "required": [name], "additionalProperties": False}


def summary_of(cls: type[Any]) -> str:
    """Return the first paragraph of what a class says about itself."""
    return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())


def _meanings(cls: type[Any]) -> dict[str, str]:
    """What a class says about its attributes, by name."""
    _, _, section = (cls.__doc__ or "").partition("Attributes:\n")
    found: dict[str, str] = {}
    name = ""
    for line in section.split("\n\n")[0].splitlines():
        start = re.match(r"        (\w+): (.+)", line)
        if start:
            name = start[1]
            found[name] = start[2].strip()
        elif name and line.strip():
            found[name] += f" {line.strip()}"
    return found


def _object(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    hints, meanings = get_type_hints(cls), _meanings(cls)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for attribute in attrs.fields(cls):
        if not attribute.init or not attribute.metadata.get("identity", True):
            continue
        name = attribute.name
        schema_of = _keyed if attribute.metadata.get("keyed") else type_schema
        found = schema_of(hints[name], definitions)
        if "none" in attribute.metadata:
            known = [each for each in found["anyOf"] if each != _NULL]
            found = {"anyOf": [*known, {"const": attribute.metadata["none"]}]}
        if cls in _NAMING and name == "measure":
            found = {"anyOf": [*found["anyOf"], {"type": "string"}]}
        properties[name] = {"description": meanings[name], **found} if name in meanings else found
        # The tag is always written; elsewhere a default stands for what is left out.
        if attribute.default is attrs.NOTHING or name == "kind" or (cls is Missing and name == "state"):
            required.append(name)
    body = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**body, "required": required} if required else body


def _keyed(type_: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of ``tuple[tuple[str, V], …]``, written as a table; where V has the same shape, a table of tables."""
    item = get_args(get_args(type_)[0])[1]
    inner = get_args(item)[0] if get_origin(item) is tuple else None
    of_value = _keyed if get_origin(inner) is tuple else type_schema
    return {"type": "object", "additionalProperties": of_value(item, definitions)}


def type_schema(type_: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """
    Return the schema of a type of the library.

    Args:
        type_: a class, a union, a tuple of one type, or a plain type.
        definitions: where the schemas of classes are put, each once; those of `BASE` are taken as given.
    """
    if type_ in _SCALARS:
        return dict(_SCALARS[type_])
    origin = get_origin(type_)
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


_SCALARS: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Fraction: {"$ref": "#/$defs/number"},
    Level: {"$ref": "#/$defs/level"},
    Interval: {"$ref": "#/$defs/interval"},
    **{each: {"$ref": "#/$defs/quantity"} for each in _QUANTITIES},
}


def _union(parts: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    members = [part for part in parts if part is not NoneType]
    if _QUANTITIES.issuperset(members):
        choices = [{"$ref": "#/$defs/quantity"}]
    elif _FIGURES.issuperset(members):
        choices = [_figure(members, definitions)]
    else:
        choices = list(map(partial(type_schema, definitions=definitions), members))
    if NoneType in parts:
        choices.append(dict(_NULL))
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _figure(members: list[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A figure is told by its keys; a bare quantity is a known one."""
    if "figure" not in definitions:
        parts = [type_schema(each, definitions) for each in members]
        definitions["figure"] = {"anyOf": [{"$ref": "#/$defs/quantity"}, *parts]}
    return {"$ref": "#/$defs/figure"}


def _defined(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    name = cls.__name__
    if name not in definitions:
        # Put there first: a class may hold parts of its own kind.
        definitions[name] = {}
        body = _object(cls, definitions)
        if cls is Bounded:
            body["anyOf"] = [{"required": [end]} for end in ("at_least", "above", "at_most", "below")]
        if cls in _SHORT:
            whole = f"{summary_of(cls)} As a table, {_SHORT[cls]}."
            definitions[name] = {"description": whole, "anyOf": [{"type": "string"}, body]}
        else:
            definitions[name] = {"description": summary_of(cls), **body}
    return {"$ref": f"#/$defs/{name}"}
