"""JSON Schema (2020-12) of readings, evidence plans, implied figures, sensitivities, bridges and lint reports."""

from __future__ import annotations

from typing import Any, Final

from jixiao_core.exchange.result_schemas import evidence_ref
from jixiao_core.exchange.schema_parts import (
    ID,
    INTERVAL,
    ORIGIN,
    PARAMS,
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
from jixiao_core.findings import Severity
from jixiao_core.rubrics.linting.fragments import FragmentKind
from jixiao_core.rubrics.linting.fragments import Unit as FragmentUnit
from jixiao_core.rubrics.linting.parameters import ParameterKind
from jixiao_core.scoring.bridge import LINES
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.fact_lines import Route
from jixiao_core.scoring.next_steps import Origin
from jixiao_core.scoring.sensitivity import Kind, State

__all__ = ["bridge_body", "implied_body", "lint_body", "plan_body", "readings_body", "sensitivity_body"]

_TRUTH: Final = {"type": "boolean"}
_STRING: Final = {"type": "string"}
_WHOLE: Final = {"type": "integer", "minimum": 0}
_ANSWERS: Final = by_id(ID)


def readings_body(_: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a sheet under all declared readings."""
    rating = closed(grade=ID, readings=_ANSWERS, possible=INTERVAL)
    answer = closed(answer=ID, is_in_force=_TRUTH, possible=nullable(INTERVAL), grades=array(ID))
    question = closed(
        question=ID,
        label=TEXT,
        indicators=array(ID),
        moves_total=_TRUTH,
        decides_rating=_TRUTH,
        answers=array(answer, minItems=1),
    )
    read = closed(readings=_ANSWERS, is_in_force=_TRUTH, possible=SET)
    return closed(
        format={"const": "jixiao-readings/1"},
        **ORIGIN,
        possible_now=INTERVAL,
        possible=SET,
        is_exact=_TRUTH,
        grades_now=array(ID),
        ratings=array(rating),
        rating_depends_on_reading=_TRUTH,
        questions=array(question),
        indicators=array(closed(id=ID, label=_STRING, readings=array(read, minItems=1))),
    )


def plan_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an evidence plan."""
    kinds = words("fact", "assessment", "correction", "choice", "adjustment", "grade_cap")
    definitions["unknown"] = closed(kind=kinds, id=ID, label=TEXT)
    unknowns = array(ref("unknown"))
    condition = closed(kind=words("grade_cap", "choice"), id=ID, finding={"anyOf": [_TRUTH, ID]})
    sets = array(closed(unknowns=unknowns, indicators=array(ID), conditions=array(condition), wanted=SET))
    rating = closed(grade=ID, is_possible=_TRUTH, is_guaranteed=_TRUTH, is_exact=_TRUTH, confirm=sets, refute=sets)
    request = closed(id=ID, label=_STRING, at_stake=POINTS, unknowns=unknowns, ask_for=array(TEXT))
    return closed(
        format={"const": "jixiao-plan/1"},
        **ORIGIN,
        possible=INTERVAL,
        ratings=array(rating),
        requests=array(request),
    )


def implied_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what a score of a row implies."""
    definitions["fact"] = closed(
        fact=ID,
        label=_STRING,
        is_hypothetical=_TRUTH,
        is_exact=_TRUTH,
        is_limited=_TRUTH,
        possible=SPAN,
        values=SPAN,
        by_rule=SPAN,
        not_applicable=SPAN,
    )
    part = closed(id=ID, label=TEXT, is_found=_TRUTH, states=array(ID), values=SPAN, figures=SPAN)
    state = closed(id=ID, state=ID, count=nullable(_WHOLE), points=SET)
    definitions["assessment"] = closed(
        mean=SPAN, parts=array(part), combinations=array(array(state)), is_complete=_TRUTH
    )
    answer = closed(
        readings=_ANSWERS,
        points=POINTS,
        is_attainable=_TRUTH,
        is_possible=_TRUTH,
        reason=nullable(ref("message")),
        attainable=SET,
        attainable_given=SET,
        is_given_exact=_TRUTH,
        nearest=array(POINTS),
        measure=SPAN,
        facts=array(ref("fact")),
        assessment=nullable(ref("assessment")),
    )
    return closed(
        format={"const": "jixiao-implied/1"},
        **ORIGIN,
        indicator=ID,
        label=_STRING,
        max=POINTS,
        points=POINTS,
        weight=POINTS,
        round=nullable(word(Role)),
        answers=array(answer),
        evidence=evidence_ref(definitions),
    )


def sensitivity_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of sensitivities."""
    definitions["step"] = closed(values=INTERVAL, points=SET, route=word(Route))
    definitions["next"] = closed(
        at=POINTS,
        distance=POINTS,
        is_reached=_TRUTH,
        points=SET,
        change=nullable(POINTS),
        trend={"enum": [-1, 0, 1]},
        route=word(Route),
    )
    beside = nullable(ref("next"))
    definitions["position"] = closed(value=POINTS, origin=word(Origin), points=SET, down=beside, up=beside)
    steps, positions = array(ref("step")), array(ref("position"))
    row = closed(id=ID, at_stake=POINTS, steps=steps, open_with=array(ID), is_declared=_TRUTH)
    edges = {"is_on_edge": _TRUTH, "is_within_print": _TRUTH, "printed": SET}
    entry = closed(
        kind=word(Kind),
        id=ID,
        label=TEXT,
        indicator=nullable(ID),
        state=word(State),
        at_stake=POINTS,
        is_tight=_TRUTH,
        indicators=array(row),
        possible=SPAN,
        steps=steps,
        positions=positions,
        **edges,
        carries=SET,
        choices=array(closed(label=TEXT, points=SET)),
        unit=nullable(words("money", "count", "rate", "number")),
    )
    measure = closed(id=ID, values=SPAN, steps=steps, positions=positions, **edges)
    return closed(
        format={"const": "jixiao-sensitivity/1"},
        **ORIGIN,
        count=_WHOLE,
        entries=array(entry),
        measures=array(measure),
        evidence=evidence_ref(definitions),
    )


def bridge_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a bridge between two sheets."""
    definitions["lines"] = closed(**dict.fromkeys(LINES, POINTS))
    definitions["side"] = closed(
        **ORIGIN, total=POINTS, not_applicable_points=POINTS, evidence=evidence_ref(definitions)
    )
    row = closed(
        before_id=nullable(ID),
        after_id=nullable(ID),
        label=_STRING,
        change=words("same", "moved", "added", "removed"),
        before=nullable(POINTS),
        after=nullable(POINTS),
        max_before=nullable(POINTS),
        max_after=nullable(POINTS),
        lines=ref("lines"),
        reasons=array(ref("message")),
        obstacles=array(ref("message")),
    )
    return closed(
        format={"const": "jixiao-bridge/1"},
        before=ref("side"),
        after=ref("side"),
        change=POINTS,
        lines=ref("lines"),
        whole=ref("lines"),
        indicators=array(row),
    )


def lint_body(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of lint reports."""
    definitions["lint_finding"] = closed(**_lint_finding())
    definitions["excepted"] = closed(**_lint_finding(), reason=TEXT)
    definitions["coverage"] = _coverage()
    counts = {each.value: _WHOLE for each in Severity}
    report = closed(
        file=ID,
        rubric=nullable(ORIGIN["rubric"]),
        digest=nullable(ORIGIN["digest"]),
        is_clean=_TRUTH,
        counts=closed(**counts),
        coverage=nullable(ref("coverage")),
        findings=array(ref("lint_finding")),
        excepted=array(ref("excepted")),
    )
    return closed(format={"const": "jixiao-lint/1"}, rubrics=array(report, minItems=1))


def _lint_finding() -> dict[str, Any]:
    return {
        "code": {"type": "string", "pattern": "^[a-z]+[.][a-z0-9_]+$"},
        "severity": word(Severity),
        "path": _STRING,
        "params": PARAMS,
        "text": ID,
        "witness": {"description": "What shows it: a value, an interval, or null."},
        "fragment": nullable(closed(text=ID, start=_WHOLE, end=_WHOLE)),
        "parameter": nullable(ID),
    }


def _coverage() -> dict[str, Any]:
    fragment = closed(text=ID, start=_WHOLE, end=_WHOLE, kind=word(FragmentKind), value=POINTS, unit=word(FragmentUnit))
    parameter = closed(path=ID, kind=word(ParameterKind), value=POINTS, is_required=_TRUTH, fragments=array(_WHOLE))
    clause = closed(
        path=ID, fragments=array(fragment), parameters=array(parameter), uncovered=array(_WHOLE), unquoted=array(ID)
    )
    counts = dict.fromkeys(("parameters", "stated", "numbers", "used"), _WHOLE)
    share = {"type": "string", "pattern": "^[0-9]+/[0-9]+$"}
    return closed(**counts, share=share, percent=ID, clauses=array(clause))
