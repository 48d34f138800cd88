"""Why a row does not count: it does not apply, another was chosen, or its points are elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao_core.messages import Message
from jixiao_core.present.i18n import render
from jixiao_core.rubrics.names import parent_id
from jixiao_core.scoring.assessments import NotApplicable
from jixiao_core.scoring.review import IndicatorReview, RoundReview
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["aside_lines"]


def aside_lines(sheet: ScoreSheet, current: RoundReview, locale: str) -> Iterator[tuple[str, str]]:
    """
    Yield the rows that do not count, and claimed ones that agree only where they do not apply: id, and what is said.

    Args:
        sheet: the score sheet behind the review.
        current: the round.
        locale: the language.
    """
    for row in current.indicators:
        if row.is_set_aside or row.agrees_if_absent:
            yield row.id, render(_told(row, _why(sheet, row.id), locale), locale)


def _told(row: IndicatorReview, why: Message, locale: str) -> Message:
    if not row.agrees_if_absent:
        return why
    line = render(why, locale).rstrip("。.")
    if row.papers:
        return Message.of("present.set_aside_asking", line=line, papers=row.papers)
    return Message.of("present.set_aside_to_verify", line=line)


def _why(sheet: ScoreSheet, indicator_id: str) -> Message:
    """Why a row that does not count does not."""
    label = sheet.rubric.indicator(indicator_id).label
    found = dict(sheet.evidence.assessments).get(indicator_id)
    if isinstance(found, NotApplicable):
        return Message.of("present.set_aside_absent", label=label, reason=found.reason)
    if sheet[indicator_id].status == "not_applicable":
        return Message.of("present.set_aside_by_facts", label=label)
    chosen = _chosen_instead(sheet, indicator_id)
    if chosen:
        return Message.of("present.set_aside_other", label=label, chosen=sheet.rubric[chosen].label)
    return Message.of("present.set_aside_moved", label=label)


def _chosen_instead(sheet: ScoreSheet, name: str) -> str:
    """The chosen member of a choose-one group of which a row is, or lies under, another member."""
    choices = dict(sheet.evidence.choices)
    while parent := parent_id(name):
        if choices.get(parent, name) != name:
            return choices[parent]
        name = parent
    return ""
