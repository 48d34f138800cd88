"""JSON Schema (2020-12) of differences of rubrics, checks of reports and accounts of published forms."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.schema_parts import (
    FINDING,
    ID,
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
    words,
)
from jixiao_core.reports.parts import UnreadWhy
from jixiao_core.rubrics.diffing.head import Effect
from jixiao_core.rubrics.diffing.matching import MatchedBy
from jixiao_core.rubrics.diffing.outcomes import OutcomeStatus, Side, StatedKind, Where
from jixiao_core.rubrics.diffing.row_changes import ChangeClass
from jixiao_core.rubrics.diffing.spans import SpanKind
from jixiao_core.rubrics.diffing.structure import NodeKind, StructureKind

__all__ = ["check_body", "diff_body", "loss_body"]

_TRUTH: Final = {"type": "boolean"}
_STRING: Final = {"type": "string"}
_WHOLE: Final = {"type": "integer", "minimum": 0}
_REPORT: Final = {"kind": words("department", "project", "self_evaluation"), "title": _STRING}


def diff_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a difference of two rubrics."""
    definitions["side"] = closed(rubric=ORIGIN["rubric"], digest=ORIGIN["digest"], title=TEXT, points=POINTS)
    definitions["part"] = closed(**_part())
    definitions["outcome"] = closed(status=word(OutcomeStatus), points=SET)
    return closed(
        format={"const": "jixiao-diff/1"},
        before=ref("side"),
        after=ref("side"),
        is_empty=_TRUTH,
        changes_scores=_TRUTH,
        head=array(closed(**_part(), effect=word(Effect))),
        structure=array(_structure()),
        indicators=array(_row()),
    )


def _part() -> dict[str, Any]:
    span = closed(kind=word(SpanKind), text=ID)
    return {
        "path": ID,
        "before": nullable(_STRING),
        "after": nullable(_STRING),
        "is_words": _TRUTH,
        "spans": nullable(array(span, minItems=1)),
    }


def _structure() -> dict[str, Any]:
    return closed(
        change=word(StructureKind),
        node=word(NodeKind),
        before_id=nullable(ID),
        id=nullable(ID),
        label=TEXT,
        before=nullable(_STRING),
        after=nullable(_STRING),
        matched_by=nullable(word(MatchedBy)),
        changes_scores=_TRUTH,
        words=array(ref("part")),
    )


def _row() -> dict[str, Any]:
    return closed(
        id=ID,
        before_id=ID,
        label=TEXT,
        matched_by=word(MatchedBy),
        **{"class": word(ChangeClass)},
        changes_scores=_TRUTH,
        words=array(ref("part")),
        parameters=array(ref("part")),
        differences=array(_difference()),
    )


def _difference() -> dict[str, Any]:
    stated = closed(kind=word(StatedKind), id=nullable(ID), label=TEXT, value=SPAN)
    witness = closed(given=array(stated), before=ref("outcome"), after=ref("outcome"))
    return closed(
        where=word(Where),
        readings=by_id(ID),
        only=nullable(word(Side)),
        values=SPAN,
        witness=nullable(witness),
        is_decided=_TRUTH,
    )


def check_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of checks of reports."""
    report = closed(**_REPORT, findings=array(FINDING))
    return closed(format={"const": "jixiao-check/1"}, reports=array(report))


def loss_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the account of a published form."""
    unread = closed({"place": ID}, line=_WHOLE, text=_STRING, why=word(UnreadWhy))
    return closed(
        format={"const": "jixiao-loss/1"},
        reports=array(closed(**_REPORT)),
        tables=array(closed(title=_STRING, line=_WHOLE, rows=_WHOLE)),
        cells=_WHOLE,
        lines=_WHOLE,
        uses=by_id(_WHOLE),
        is_complete=_TRUTH,
        unread=array(unread),
    )
