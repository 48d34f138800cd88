"""Conformance vectors as a JSON document, one vector a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import number_text
from jixiao_core.present.documents import interval_json
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
from jixiao_core.rubrics.identity import plain
from jixiao_core.scoring.vector_sheets import SheetVector
from jixiao_core.scoring.vectors import AssessmentVector, FactsVector, LeafVectors, MeasureVector, Vectors

__all__ = ["VECTORS_FORMAT", "vectors_json", "vectors_text"]

VECTORS_FORMAT = "jixiao-vectors/1"

_LISTS = ("measures", "facts", "assessments", "sheets")
"""The lists whose parts stand in one line each."""


def vectors_json(found: Vectors) -> dict[str, Any]:
    """
    Return conformance vectors as a JSON document (a contract; numbers are strings).

    Facts are integers in the unit that the document states: 分 of money, whole things.

    Args:
        found: the vectors of a rubric.
    """
    return {
        "format": VECTORS_FORMAT,
        "rubric": found.rubric,
        "digest": found.digest,
        "semantics": found.semantics,
        "units": {fact.id: _unit(fact) for fact in found.facts},
        "leaves": [_leaf(leaf) for leaf in found.leaves],
        "sheets": [_sheet(sheet) for sheet in found.sheets],
    }


def vectors_text(document: Mapping[str, Any]) -> str:
    """Return the document of vectors as deterministic JSON text, one vector a line."""
    return "".join(_lines(document, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    """An object with its keys one a line, down to the vectors, which stand in one line."""
    inner = indent + "  "
    yield "{"
    for place, (key, part) in enumerate(value.items()):
        yield f"{',' if place else ''}\n{inner}{_line(key)}: "
        if key in (*_LISTS, "leaves") and part:
            yield "["
            for number, each in enumerate(part):
                yield f"{',' if number else ''}\n{inner}  "
                yield from _lines(each, f"{inner}  ") if key == "leaves" else (_line(each),)
            yield f"\n{inner}]"
        elif key == "units" and part:
            yield from _lines(part, inner)
        else:
            yield _line(part)
    yield f"\n{indent}}}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _unit(fact: FactDefinition) -> dict[str, str]:
    unit = "分" if fact.quantity is FactQuantity.MONEY else fact.unit.zh
    return {"quantity": fact.quantity.value, "unit": unit or "1"}


def _leaf(leaf: LeafVectors) -> dict[str, Any]:
    head: dict[str, Any] = {"indicator": leaf.indicator}
    if leaf.question:
        head |= {"question": leaf.question, "answer": leaf.answer}
    head["max"] = number_text(leaf.maximum)
    lists = {
        "measures": [_measure(each) for each in leaf.measures],
        "facts": [_facts(each) for each in leaf.facts],
        "assessments": [_assessment(each) for each in leaf.assessments],
    }
    return head | {name: part for name, part in lists.items() if part}


def _measure(vector: MeasureVector) -> dict[str, Any]:
    return {"value": number_text(vector.value), **_outcome(vector)}


def _facts(vector: FactsVector) -> dict[str, Any]:
    return {"facts": {name: number_text(value) for name, value in vector.facts}, **_outcome(vector)}


def _outcome(vector: MeasureVector | FactsVector) -> dict[str, str]:
    return {"status": vector.status} if vector.points is None else {"points": number_text(vector.points)}


def _assessment(vector: AssessmentVector) -> dict[str, Any]:
    return {"assessment": plain(vector.assessment), **_points(vector.points)}


def _points(points: IntervalSet) -> dict[str, Any]:
    if points.is_point:
        return {"points": number_text(points.point)}
    return {"possible": [interval_json(interval) for interval in points]}


def _sheet(vector: SheetVector) -> dict[str, Any]:
    return {
        "id": vector.id,
        "evidence": plain(vector.evidence),
        "rows": _numbers(vector.rows),
        "groups": _numbers(vector.nodes),
        "total": number_text(vector.total),
        "grade": vector.grade or None,
    }


def _numbers(pairs: tuple[tuple[str, Fraction], ...]) -> dict[str, str]:
    return {name: number_text(points) for name, points in pairs}
