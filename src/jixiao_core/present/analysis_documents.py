"""Readings and evidence plans as JSON documents; numbers are strings."""

from __future__ import annotations

from typing import Any

from jixiao_core.messages import number_text
from jixiao_core.present.documents import interval_json, origin_json, set_json, text_json
from jixiao_core.scoring.open_parts import Unknown
from jixiao_core.scoring.plan import EvidencePlan, EvidenceSet, RatingPlan, Request
from jixiao_core.scoring.readings import QuestionEffect, Readings, RowReadings

__all__ = ["plan_json", "readings_json"]


def readings_json(found: Readings) -> dict[str, Any]:
    """Return all readings as a JSON document."""
    return {
        "format": "jixiao-readings/1",
        **origin_json(found.sheet),
        "possible_now": interval_json(found.sheet.possible),
        "possible": set_json(found.possible),
        "is_exact": found.is_exact,
        "grades_now": [grade.name for grade in found.sheet.grades],
        "ratings": [
            {"grade": each.grade.name, "readings": dict(each.answers), "possible": interval_json(each.possible)}
            for each in found.ratings
        ],
        "rating_depends_on_reading": found.decides_rating,
        "questions": [_question(each) for each in found.questions],
        "indicators": [_row(each) for each in found.rows],
    }


def _question(effect: QuestionEffect) -> dict[str, Any]:
    return {
        "question": effect.question.id,
        "label": text_json(effect.question.label),
        "indicators": list(effect.rows),
        "moves_total": effect.moves_total,
        "decides_rating": effect.decides_rating,
        "answers": [
            {
                "answer": each.answer,
                "is_in_force": each.is_in_force,
                "possible": None if each.possible is None else interval_json(each.possible),
                "grades": [grade.name for grade in each.grades],
            }
            for each in effect.answers
        ],
    }


def _row(row: RowReadings) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label.zh,
        "readings": [
            {"readings": dict(each.answers), "is_in_force": each.is_in_force, "possible": set_json(each.points)}
            for each in row.readings
        ],
    }


def plan_json(found: EvidencePlan) -> dict[str, Any]:
    """Return an evidence plan as a JSON document."""
    return {
        "format": "jixiao-plan/1",
        **origin_json(found.sheet),
        "possible": interval_json(found.sheet.possible),
        "ratings": [_rating(each) for each in found.ratings],
        "requests": [_request(each) for each in found.requests],
    }


def _rating(each: RatingPlan) -> dict[str, Any]:
    return {
        "grade": each.grade.name,
        "is_possible": each.is_possible,
        "is_guaranteed": each.is_guaranteed,
        "is_exact": each.is_exact,
        "confirm": [_set(one) for one in each.confirm],
        "refute": [_set(one) for one in each.refute],
    }


def _set(found: EvidenceSet) -> dict[str, Any]:
    return {
        "unknowns": [_unknown(each) for each in found.unknowns],
        "indicators": list(found.rows),
        "conditions": [{"kind": each.kind, "id": each.id, "finding": each.finding} for each in found.conditions],
        "wanted": set_json(found.wanted),
    }


def _unknown(each: Unknown) -> dict[str, Any]:
    return {"kind": each.kind, "id": each.id, "label": text_json(each.label)}


def _request(each: Request) -> dict[str, Any]:
    return {
        "id": each.row,
        "label": each.label.zh,
        "at_stake": number_text(each.at_stake),
        "unknowns": [_unknown(one) for one in each.unknowns],
        "ask_for": [text_json(paper) for paper in each.papers],
    }
