"""Why a row does not count: it does not apply, another was chosen, or its points are elsewhere."""

from __future__ import annotations

from jixiao_core.messages import Message
from jixiao_core.rubrics.names import parent_id
from jixiao_core.scoring.assessments import NotApplicable
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["set_aside"]


def set_aside(sheet: ScoreSheet, indicator_id: str) -> Message:
    """Return why a row that does not count does not."""
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
