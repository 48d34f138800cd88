"""Labels of verdicts, statuses, roles and columns, in the languages of the catalogues."""

from __future__ import annotations

from datetime import date

from jixiao_core.messages import Message, Text
from jixiao_core.present.i18n import render
from jixiao_core.rubrics.indicators import Question
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.rows import Status
from jixiao_core.scoring.verdicts import CORRECTABLE, Verdict
from jixiao_core.scoring.wording import by_role

__all__ = [
    "adoption_text",
    "column",
    "findings_title",
    "role_label",
    "row_label",
    "status_label",
    "total_label",
    "verdict_label",
    "verdict_name",
]


def verdict_label(verdict: Verdict, locale: str = "zh_Hans_CN", role: Role = "self") -> str:
    """
    Return the label of a verdict on the score that somebody gave.

    >>> verdict_label("unmatched")
    '自评得分与评分标准不对应'
    >>> verdict_label("above", role="finance")
    '财政复核得分高于测算得分'
    """
    code = f"present.verdict_{verdict_name(verdict, role)}"
    return render(Message.of(code, by=by_role(role)) if verdict in CORRECTABLE else Message.of(code), locale)


def total_label(verdict: Verdict, locale: str = "zh_Hans_CN", role: Role = "self") -> str:
    """
    Return the label of a verdict on a total; one that matches nothing is one that the table cannot give at all.

    >>> total_label("unmatched"), total_label("above")
    ('无法采用', '自评得分高于测算得分')
    """
    if verdict == "unmatched":
        return render(Message.of("totals.unusable"), locale)
    return verdict_label(verdict, locale, role)


def verdict_name(verdict: Verdict, role: Role) -> str:
    """
    Return by which name texts call a verdict; a row that a reviewer left blank is no gap in what the unit filed.

    >>> verdict_name("unclaimed", "self"), verdict_name("unclaimed", "finance")
    ('unclaimed', 'not_proposed')
    """
    return "not_proposed" if verdict == "unclaimed" and role != "self" else verdict


def findings_title(role: Role, locale: str) -> str:
    """Return what stands over the findings of a person in a round."""
    said = render(Message.of("letter.round_findings", role=Message.of(f"present.role_{role}")), locale)
    return said[:1].upper() + said[1:]


def adoption_text(question: Question, locale: str) -> str:
    """Return who adopted the answer that a question has, and when."""
    day = date.fromisoformat(question.adopted_on)
    return render(Message.of("present.adopted", by=question.adopted_by, on=day), locale)


def status_label(status: Status, locale: str = "zh_Hans_CN") -> str:
    """Return the label of a status, for example 待定（区间）."""
    return render(Message.of(f"present.status_{status}"), locale)


def role_label(role: Role, locale: str = "zh_Hans_CN") -> str:
    """Return the label of a round, for example 自评."""
    return render(Message.of(f"present.role_{role}"), locale)


def column(name: str, locale: str = "zh_Hans_CN", role: Role = "self") -> str:
    """Return the heading of a column: indicator, maximum, claimed (by the role's word), possible, opinion."""
    if name == "claimed" and role != "self":
        text = role_label(role, locale)
        return text[:1].upper() + text[1:]
    return render(Message.of(f"present.column_{name}"), locale)


def row_label(rubric: Rubric, indicator_id: str) -> Text:
    """Return the label of a row, with its group in front where several rows are called the same."""
    row = rubric.indicator(indicator_id)
    group = parent_id(row.id)
    if not group or sum(other.label == row.label for other in rubric.indicators) == 1:
        return row.label
    above = rubric[group].label
    return Text(f"{above.zh}·{row.label.zh}", f"{above.of('en')} · {row.label.of('en')}")
