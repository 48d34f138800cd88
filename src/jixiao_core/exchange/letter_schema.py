"""JSON Schema (2020-12) of letters, and of what was filled into forms."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.schema_parts import ID, array, closed, nullable, word, words
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.verdicts import Verdict

__all__ = ["filled_body", "letter_body"]

_STRING: Final = {"type": "string"}
_LINES: Final = array(_STRING)


def letter_body(_definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a letter: what it says, in its language."""
    item = closed(number=ID, text=ID)
    pair = closed(name=ID, value=_STRING)
    return closed(
        format={"const": "jixiao-letter/1"},
        locale=words("zh_Hans_CN", "en"),
        round=word(Role),
        reviewer=word(Role),
        title=ID,
        heading=ID,
        summary=ID,
        conditions=_LINES,
        totals=array(pair),
        rows=array(_row()),
        sections=array(closed(title=ID, items=array(item))),
        findings=_LINES,
        closing=ID,
        reference=array(pair),
    )


def _row() -> dict[str, Any]:
    text = nullable(_STRING)
    return closed(
        number=text,
        id=text,
        level={"type": "integer", "minimum": 0},
        label=_STRING,
        maximum=_STRING,
        claimed=text,
        possible=_STRING,
        opinion=text,
        verdict=nullable(word(Verdict)),
        points=text,
        remark=text,
    )


def filled_body(_definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an account of filled forms: the reports, and the fields that their forms give back otherwise."""
    report = closed(kind=words("department", "project", "self_evaluation"), title=_STRING)
    return closed(format={"const": "jixiao-filled/1"}, reports=array(report), not_kept=array(ID))
