"""The JSON Schemas (2020-12) of all public documents: how each is made, and those that are shipped, by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from jixiao_core.errors import Problem, UnknownNameError
from jixiao_core.exchange import analysis_schemas as analyses
from jixiao_core.exchange import comparison_schemas as comparisons
from jixiao_core.exchange import result_schemas as results
from jixiao_core.exchange import table_schemas as tables
from jixiao_core.exchange.class_schemas import BASE, LISTS, SCHEMAS, class_body, list_body, summary_of
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.letter_schema import filled_body, letter_body
from jixiao_core.exchange.schema_parts import PARTS
from jixiao_core.exchange.vector_schema import vectors_body

__all__ = ["DIALECT", "SCHEMA_NAMES", "made_schema", "schema", "schema_file", "schema_names", "schema_title"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_RESULTS: Final[dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]]] = {
    "sheet": ("A score sheet, with everything that it was computed from.", results.sheet_body),
    "sheets": ("Several score sheets in one document.", results.sheets_body),
    "review": ("A review of one round, with the case, so that it can be computed again.", results.review_body),
    "reviews": ("Several reviews in one document.", results.reviews_body),
    "explanation": ("What a review says about one row, and the explanation in words.", results.explanation_body),
    "readings": ("A sheet under every declared reading.", analyses.readings_body),
    "plan": ("What would confirm or refute a rating, and what to ask for first.", analyses.plan_body),
    "implied": ("What a score of a row implies.", analyses.implied_body),
    "sensitivity": ("Which figures carry how many points.", analyses.sensitivity_body),
    "bridge": ("What moved the points between two sheets.", analyses.bridge_body),
    "lint": ("What a table says about itself.", analyses.lint_body),
    "diff": ("What differs between two scoring tables: clauses, structure, behaviour.", comparisons.diff_body),
    "check": ("What reports say about themselves.", comparisons.check_body),
    "loss": ("What became of every cell and line of a published form.", comparisons.loss_body),
    "letter": ("A review opinion: what it says, in its language.", letter_body),
    "filled": ("Reports that were filled into forms, and what the forms give back otherwise.", filled_body),
    "scored-table": ("Every unit of a table, scored or reviewed.", tables.scored_table_body),
    "table-summary": ("How many units of a table are settled, and how claims stand.", tables.table_summary_body),
    "summary-table": ("Every unit of many, reviewed, in the order given.", tables.summary_table_body),
    "chart": ("A chart that was drawn, in words.", tables.chart_body),
    "peers": ("What many units claim, counted.", tables.peers_body),
    "vectors": ("What another implementation of a scoring table has to compute, and what comes out.", vectors_body),
}
SCHEMA_NAMES: Final = (*SCHEMAS, *LISTS, *_RESULTS)
_VERSION: Final = 1
"""Of the document formats; a format that changes its meaning gets a schema with a new number beside the old one."""


def schema_names() -> tuple[str, ...]:
    """Return the names of the documents that have a schema: what is read first, then what is computed."""
    return SCHEMA_NAMES


def schema_title(name: str) -> str:
    """Return what a document is, in a sentence."""
    if name in SCHEMAS:
        return summary_of(SCHEMAS[name])
    return LISTS[name][0] if name in LISTS else _RESULTS[name][0]


def schema(name: str) -> dict[str, Any]:
    """
    Return the shipped JSON Schema (2020-12) of a document, as plain data of its own.

    Args:
        name: one of `schema_names`.

    Raises:
        UnknownNameError: for a name that is none of them; the message lists them, the nearest first.

    >>> schema("review")["$id"]
    'urn:jixiao-core:schema:review:1'
    """
    if name not in SCHEMA_NAMES:
        raise UnknownNameError(Problem(not_allowed("exchange.unknown_schema", str(name), SCHEMA_NAMES)))
    path = files("jixiao_core") / "data" / "schemas" / schema_file(name)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def schema_file(name: str) -> str:
    """Return the name of the file that a schema is shipped in."""
    return f"{name}.schema.json"


def made_schema(name: str) -> dict[str, Any]:
    """
    Return a schema as it is made now, of the classes and of the parts of results; `schema` gives the shipped one.

    >>> made_schema("project-report")["properties"]["kind"]["const"]
    'project'
    """
    definitions: dict[str, Any] = {**BASE, **PARTS}
    if name in SCHEMAS:
        body = class_body(SCHEMAS[name], definitions)
    elif name in LISTS:
        body = list_body(name, LISTS[name][1], definitions)
    else:
        body = _RESULTS[name][1](definitions)
    return {
        "$schema": DIALECT,
        "$id": f"urn:jixiao-core:schema:{name}:{_VERSION}",
        "title": f"jixiao-core: {name}",
        "description": schema_title(name),
        **body,
        "$defs": _used(body, definitions),
    }


def _used(body: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The definitions that a schema refers to, directly or through others, by name."""
    found: set[str] = set()
    waiting = list(_references(body))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_references(definitions[name]))
    return {name: definitions[name] for name in sorted(found)}


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"].removeprefix("#/$defs/")] if isinstance(part.get("$ref"), str) else []
        return own + [name for inner in part.values() for name in _references(inner)]
    return [name for inner in part for name in _references(inner)] if isinstance(part, list) else []
