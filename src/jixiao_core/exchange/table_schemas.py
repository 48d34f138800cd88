"""JSON Schema (2020-12) of scored and reviewed tables of units, of what is said of them, peer comparisons, charts."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.schema_parts import (
    ID,
    INTERVAL,
    ORIGIN,
    POINTS,
    SET,
    TEXT,
    array,
    by_id,
    closed,
    nullable,
    word,
    words,
)
from jixiao_core.scoring.verdicts import Verdict

__all__ = ["chart_body", "peers_body", "scored_table_body", "summary_table_body", "table_summary_body"]

_TRUTH: Final = {"type": "boolean"}
_STRING: Final = {"type": "string"}
_WHOLE: Final = {"type": "integer", "minimum": 0}
_RUBRIC: Final[dict[str, Any]] = {"rubric": ORIGIN["rubric"], "digest": ORIGIN["digest"]}
_CODE: Final = {"type": "string", "pattern": "^[a-z]+[.][a-z0-9_]+$"}
_PLACED: Final[dict[str, Any]] = {"place": _STRING, "code": _CODE, "message": ID}


def scored_table_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a scored or reviewed table: its columns are those of the file and of the rubric."""
    cell = {"anyOf": [_STRING, _TRUTH, {"type": "null"}, array(ID)]}
    return closed(
        format={"const": "jixiao-scored-table/1"},
        **_RUBRIC,
        problems=array(closed(line=_WHOLE, **_PLACED)),
        units=array(by_id(cell)),
    )


def table_summary_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what is said of a scored or reviewed table without naming a unit."""
    counts: dict[str, Any] = dict.fromkeys(("settled", "open", "undecided", "invalid"), _WHOLE)
    verdicts = {"type": "object", "propertyNames": word(Verdict), "additionalProperties": _WHOLE}
    return closed(
        {"verdicts": array(closed(row=_STRING, counts=verdicts))},
        format={"const": "jixiao-table-summary/1"},
        **_RUBRIC,
        units=_WHOLE,
        statuses=closed(**counts),
        grades=by_id(_WHOLE),
        missing=array(closed(name=ID, units=_WHOLE)),
        columns_read=array(ID),
        columns_not_read=array(ID),
        notes=array(ID),
        problems=array(closed(**_PLACED)),
    )


def summary_table_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a summary table: every unit in the order given."""
    row = closed(
        id=ID,
        label=ID,
        max=POINTS,
        claimed=nullable(POINTS),
        possible=SET,
        verdict=word(Verdict),
        difference=nullable(POINTS),
        reason=_STRING,
        ask_for=array(ID),
    )
    review = closed(
        claimed_total=nullable(POINTS),
        claimed_grade=_STRING,
        possible=INTERVAL,
        provisional=nullable(POINTS),
        strict=INTERVAL,
        grades=array(ID),
        verdict=word(Verdict),
        difference=nullable(POINTS),
        unclaimed_rows=_WHOLE,
        indicators=array(row),
    )
    unit = closed(
        place=ID,
        unit=_STRING,
        subject=_STRING,
        fiscal_year=nullable({"type": "integer"}),
        remarks=array(ID),
        unusable=array(closed(id=nullable(ID), found=_STRING)),
        review=nullable(review),
    )
    return closed(
        format={"const": "jixiao-summary-table/1"},
        **_RUBRIC,
        readings=ORIGIN["readings"],
        assumptions=ORIGIN["assumptions"],
        units=array(unit),
        columns_not_read=array(ID),
        notes=array(ID),
        problems=array(closed(**_PLACED)),
    )


def chart_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what is said of a chart that was drawn."""
    return closed(
        format={"const": "jixiao-chart/1"},
        kind=words("lost", "attainment", "pending", "bridge"),
        file=ID,
        text=ID,
    )


def peers_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a peer comparison."""
    group: dict[str, Any] = {"group": nullable(ID)}
    row: dict[str, Any] = {**group, "row": ID, "label": TEXT}
    counted: dict[str, Any] = {"units": _WHOLE, "of": _WHOLE}
    edges: dict[str, Any] = dict.fromkeys(("second_below", "first_below", "first_above", "second_above", "of"), _WHOLE)
    return closed(
        format={"const": "jixiao-peers/1"},
        **_RUBRIC,
        units=array(closed(**group, units=_WHOLE)),
        claims=array(
            closed(
                **row,
                claimed=nullable(POINTS),
                **counted,
                attainable=_TRUTH,
                attainable_otherwise=_TRUTH,
                names=array(ID),
            )
        ),
        edges=array(closed(**group, grade=TEXT, edge=POINTS, **edges)),
        full_rows=array(closed(**row, maximum=POINTS, **counted)),
        reasons=array(closed(**row, reason=ID, **counted, names=array(ID))),
        unread=array(closed(**group, row=nullable(ID), label=TEXT, **counted)),
        columns_read=array(ID),
        notes=array(ID),
        problems=array(closed(**_PLACED)),
    )
