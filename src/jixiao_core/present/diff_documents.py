"""The difference of two rubrics as a JSON document; numbers are strings."""

from __future__ import annotations

from typing import Any

from jixiao_core.messages import number_text
from jixiao_core.present.json_values import set_json, span_json, text_json
from jixiao_core.rubrics.diffing.differ import RubricDiff
from jixiao_core.rubrics.diffing.outcomes import Outcome, ScoreDifference, Stated, Witness
from jixiao_core.rubrics.diffing.parts import PartChange
from jixiao_core.rubrics.diffing.row_changes import RowChange
from jixiao_core.rubrics.diffing.structure import StructureChange
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["diff_json"]


def diff_json(found: RubricDiff) -> dict[str, Any]:
    """Return what differs as a JSON document."""
    return {
        "format": "jixiao-diff/1",
        "before": _side(found.before),
        "after": _side(found.after),
        "is_empty": found.is_empty,
        "changes_scores": found.changes_scores,
        "head": [{**_part(each.part), "effect": each.effect} for each in found.head],
        "structure": [_structure(each) for each in found.structure],
        "indicators": [_row(each) for each in found.rows],
    }


def _side(rubric: Rubric) -> dict[str, Any]:
    return {
        "rubric": rubric.pin,
        "digest": rubric.digest,
        "title": text_json(rubric.title),
        "points": number_text(rubric.points),
    }


def _part(part: PartChange) -> dict[str, Any]:
    spans = [{"kind": span.kind, "text": span.text} for span in part.spans]
    return {
        "path": part.path,
        "before": part.before,
        "after": part.after,
        "is_words": part.is_words,
        "spans": spans or None,
    }


def _structure(each: StructureChange) -> dict[str, Any]:
    return {
        "change": each.change,
        "node": each.node,
        "before_id": each.before_id or None,
        "id": each.after_id or None,
        "label": text_json(each.label),
        "before": each.before,
        "after": each.after,
        "matched_by": each.matched_by,
        "changes_scores": each.changes_scores,
        "words": [_part(part) for part in each.words],
    }


def _row(row: RowChange) -> dict[str, Any]:
    return {
        "id": row.id,
        "before_id": row.before_id,
        "label": text_json(row.label),
        "matched_by": row.matched_by,
        "class": row.change_class,
        "changes_scores": row.changes_scores,
        "words": [_part(part) for part in row.words],
        "parameters": [_part(part) for part in row.parameters],
        "differences": [_difference(each) for each in row.differences],
    }


def _difference(each: ScoreDifference) -> dict[str, Any]:
    return {
        "where": each.where,
        "readings": {each.question: each.answer} if each.question else {},
        "only": each.only,
        "values": span_json(each.values),
        "witness": None if each.witness is None else _witness(each.witness),
        "is_decided": each.is_decided,
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "given": [_stated(each) for each in witness.given],
        "before": _outcome(witness.before),
        "after": _outcome(witness.after),
    }


def _stated(each: Stated) -> dict[str, Any]:
    return {"kind": each.kind, "id": each.id or None, "label": text_json(each.label), "value": span_json(each.value)}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"status": outcome.status, "points": set_json(outcome.points)}
