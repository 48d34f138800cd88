"""Values as JSON data: numbers as strings, sets as lists of intervals, texts in both languages."""

from __future__ import annotations

from typing import Any

from jixiao_core.exact.intervals import Extended, Infinite, Interval, IntervalSet
from jixiao_core.messages import Message, Text, number_text
from jixiao_core.rubrics.identity import plain
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import Span

__all__ = [
    "derived_json",
    "end_json",
    "interval_json",
    "message_json",
    "origin_json",
    "param_json",
    "set_json",
    "span_json",
    "text_json",
]


def origin_json(sheet: ScoreSheet) -> dict[str, Any]:
    """Return what a result was computed from: the rubric, its digest, readings and assumptions."""
    return {
        "rubric": sheet.rubric.pin,
        "digest": sheet.rubric.digest,
        "semantics": sheet.rubric.semantics,
        "readings": dict(sheet.rubric.answers),
        "assumptions": list(sheet.assumptions),
    }


def derived_json(sheet: ScoreSheet) -> dict[str, Any]:
    """Return the rubric itself where it was derived from another: nothing else says what it was."""
    rubric = sheet.rubric
    return {"derived_rubric": plain(rubric)} if rubric.derived_from else {}


def interval_json(interval: Interval) -> dict[str, Any]:
    """Return an interval; its ends are strings, also ``inf`` and ``-inf``."""
    return {
        "low": end_json(interval.low),
        "high": end_json(interval.high),
        "low_open": interval.low_open,
        "high_open": interval.high_open,
    }


def end_json(value: Extended) -> str:
    """Return an end of an interval."""
    return str(value) if isinstance(value, Infinite) else number_text(value)


def set_json(values: IntervalSet) -> list[dict[str, Any]]:
    """Return a set as the list of its intervals."""
    return [interval_json(interval) for interval in values]


def span_json(span: Span | None) -> dict[str, Any] | None:
    """Return a span with its unit, money in 分."""
    return None if span is None else {"unit": span.unit, "values": set_json(span.values)}


def text_json(text: Text) -> dict[str, str]:
    """Return a text in both languages."""
    return {"zh": text.zh, "en": text.en}


def param_json(value: object) -> Any:
    """Return a parameter of a message."""
    match value:
        case Text():
            return text_json(value)
        case Span():
            return span_json(value)
        case Message():
            return message_json(value)
        case tuple():
            return [param_json(each) for each in value]
        case _:
            return plain(value)


def message_json(message: Message) -> dict[str, Any]:
    """Return a message as its code and parameters."""
    return {"code": message.code, "params": {name: param_json(value) for name, value in message.params}}
