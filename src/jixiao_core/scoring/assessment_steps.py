"""What a person found out about a row, told item by item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Checklist, Nonconformities, Options
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.scoring.assessments import (
    Assessment,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetsAssessment,
)
from jixiao_core.scoring.targets import completion

__all__ = ["assessment_messages"]

_UNUSED: Final = {
    "operator": "scoring.target_with_operator",
    "unit": "scoring.target_other_unit",
    "words": "scoring.target_in_words",
    "edge": "scoring.target_at_edge",
    "direction": "scoring.target_undirected",
}


def assessment_messages(row: Indicator, assessment: Assessment | None, stated: str = "") -> Iterator[Message]:
    """
    Yield what was found about a row, or that nothing was.

    Args:
        row: the row as it is read.
        assessment: what was found; None: nothing.
        stated: what the source says in words that name none of the states of the row; told where nothing was found.
    """
    match assessment:
        case None:
            yield from _nothing(row, stated)
        case ChecklistAssessment():
            yield from _items(row, assessment)
        case CasesFound():
            yield from _cases(row, assessment)
        case OptionChosen():
            yield from _option(row, assessment)
        case TargetsAssessment():
            yield from _targets(assessment)
        case Judgement():
            code = "scoring.judged_by" if assessment.by else "scoring.judged"
            yield Message.of(code, points=assessment.points, by=assessment.by, reason=assessment.reason)
        case NotApplicable():
            yield Message.of("scoring.not_applicable_reason", reason=assessment.reason)
        case _:
            assert_never(assessment)


def _nothing(row: Indicator, stated: str) -> Iterator[Message]:
    if stated and isinstance(row.formula, Options):
        labels = tuple(option.label for option in row.formula.options)
        yield Message.of("scoring.option_unnamed", stated=stated, labels=labels)
    elif row.measure is None:
        yield Message.of("scoring.nothing_found")


def _items(row: Indicator, assessment: ChecklistAssessment) -> Iterator[Message]:
    assert isinstance(row.formula, Checklist)
    found = {finding.item: finding for finding in assessment.items}
    for item in row.formula.items:
        finding = found.get(item.id, ItemFinding(item=item.id))
        if finding.not_applicable:
            yield Message.of("scoring.item_absent", label=item.label, reason=finding.not_applicable)
        elif finding.points is not None:
            yield Message.of(
                "scoring.item_part", label=item.label, points=finding.points, whole=item.points, reason=finding.reason
            )
        elif finding.met is None:
            yield Message.of("scoring.item_unknown", label=item.label)
        elif finding.reason:
            code = "scoring.item_met_because" if finding.met else "scoring.item_not_met_because"
            yield Message.of(code, label=item.label, reason=finding.reason)
        else:
            yield Message.of("scoring.item_met" if finding.met else "scoring.item_not_met", label=item.label)


def _cases(row: Indicator, assessment: CasesFound) -> Iterator[Message]:
    assert isinstance(row.formula, Nonconformities)
    found = {case.condition: case for case in assessment.cases}
    for condition in row.formula.conditions:
        case = found.get(condition.id)
        if case is None or case.count is None:
            yield Message.of("scoring.cases_unknown", label=condition.label)
        elif case.count == 0:
            yield Message.of("scoring.cases_none", label=condition.label)
        else:
            code = "scoring.cases_found_because" if case.reason else "scoring.cases_found"
            more = {"reason": case.reason} if case.reason else {}
            yield Message.of(code, label=condition.label, count=case.count, **more)


def _option(row: Indicator, assessment: OptionChosen) -> Iterator[Message]:
    assert isinstance(row.formula, Options)
    option = next(each for each in row.formula.options if each.id == assessment.option)
    yield Message.of("scoring.option_chosen", label=option.label, reason=assessment.reason)


def _targets(assessment: TargetsAssessment) -> Iterator[Message]:
    for row in assessment.rows:
        rate = completion(row)
        if row.rate is not None:
            yield Message.of("scoring.target_declared", label=row.label, rate=row.rate)
        elif rate is None and row.unused is not None:
            yield Message.of(_UNUSED[row.unused], label=row.label, stated=row.stated)
        elif rate is None:
            yield Message.of("scoring.target_unknown", label=row.label)
        else:
            yield Message.of("scoring.target_known", label=row.label, target=row.target, actual=row.actual)
