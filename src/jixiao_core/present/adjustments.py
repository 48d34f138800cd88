"""Adjustments of the total and rating caps, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao_core.messages import Message, Text
from jixiao_core.present.i18n import render
from jixiao_core.rubrics.grades import Adjustment, GradeCap
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.adjusting import AdjustmentScore
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["adjustment_lines", "adjustment_name", "cap_name"]


def adjustment_lines(sheet: ScoreSheet, locale: str) -> Iterator[str]:
    """Yield a line for every adjustment: what it adds or may add, its cases and the stated reason."""
    for score in sheet.adjustments:
        line = _line(score)
        if score.figure.reason:
            line = Message.of("present.adjustment_with_reason", line=line, reason=score.figure.reason)
        yield " ".join(render(line, locale).split())


def _line(score: AdjustmentScore) -> Message:
    each, cases = score.definition.per_case, score.figure.cases
    if not score.possible.is_point:
        return Message.of("present.adjustment_open", id=score.id, label=score.label, points=score.span)
    if score.figure.points is None and cases is not None and each is not None:
        return Message.of(
            "present.adjustment_cases", id=score.id, label=score.label, cases=cases, each=each, points=score.span
        )
    return Message.of("present.adjustment_known", id=score.id, label=score.label, points=score.span)


def adjustment_name(adjustment: Adjustment, locale: str) -> str:
    """Return an adjustment as a case names it: its id, what it is for, and its bounds."""
    code = "present.adjustment_name" if adjustment.per_case is None else "present.adjustment_name_case"
    given = {"id": adjustment.id, "label": adjustment.label, "low": adjustment.low, "high": adjustment.high}
    more = {} if adjustment.per_case is None else {"each": adjustment.per_case}
    return render(Message.of(code, **given, **more), locale)


def cap_name(cap: GradeCap, rubric: Rubric, locale: str) -> str:
    """Return a rating cap as a case names it: its id, its condition, and the best rating that it leaves."""
    grades = rubric.grades.grades if rubric.grades else ()
    grade = next((Text(each.name, each.en) for each in grades if each.name == cap.at_most), Text(cap.at_most))
    return render(Message.of("present.cap_name", id=cap.id, label=cap.label, grade=grade), locale)
