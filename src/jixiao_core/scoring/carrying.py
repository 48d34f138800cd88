"""Carrying: what the evidence and the answers of one sheet say under the rubric of another, and where they say nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property

from attrs import evolve

from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.formulas import Checklist, Nonconformities, Options
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.lowering import deduction_range, option_points
from jixiao_core.scoring.assessments import (
    Assessment,
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
)
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.evidence_checks import evidence_problems
from jixiao_core.scoring.figures import Figure, Missing
from jixiao_core.scoring.knowledge import FactKnowledge, known_facts
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["Carrier", "bare", "carried_assessment", "carried_readings", "same_figure", "same_words", "states_points"]

_POINTS = re.compile(r"\d+(?:\.\d+)?(?=分)")
_SPACE = re.compile(r"\s+")


def same_words(one: str, other: str) -> bool:
    """
    Say whether two criteria say the same, spaces and the points that they give aside; those are data of their own.

    >>> same_words("①有管理办法，计2分", "①有管理办法，计3分"), same_words("80%以上", "90%以上")
    (True, False)
    """
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return _POINTS.sub("", _SPACE.sub("", text))


class Carrier:
    """The facts of one sheet as the rubric of another understands them."""

    def __init__(self, facts: ScoreSheet, rules: ScoreSheet) -> None:
        self.source: ScoreSheet = facts
        self.target: ScoreSheet = rules

    @cached_property
    def facts(self) -> dict[str, FactKnowledge]:
        """
        What is known about every fact of the target; facts that the two rubrics define differently are unknown.

        Assumptions go with the facts: each stands in for a figure, and none changes a rule.
        """
        if self.source is self.target:
            return dict(self.source.detail.facts)
        figures = {name: figure for name, figure in self.source.evidence.facts if self._means_the_same(name)}
        offered = {proxy.assumption: proxy for fact in self.target.rubric.facts for proxy in fact.proxies}
        own = {proxy.assumption: proxy for fact in self.source.rubric.facts for proxy in fact.proxies}
        assumed = [name for name in self.source.assumptions if offered.get(name) == own[name]]
        return known_facts(self.target.rubric, self._accepted(figures), assumed)

    def _means_the_same(self, name: str) -> bool:
        source, target = self.source.rubric, self.target.rubric
        if same_figure(self.source.evidence.figure(name), self.target.evidence.figure(name)):
            return True
        if not (source.knows_fact(name) and target.knows_fact(name)):
            return target.knows_fact(name)
        return _meaning(source.fact(name)) == _meaning(target.fact(name))

    def _accepted(self, figures: dict[str, Figure]) -> Evidence:
        """The figures that the target accepts; one in another quantity, or below zero, says nothing there."""
        refused = {
            name
            for name, figure in figures.items()
            if any(True for _ in evidence_problems(self.target.rubric, Evidence(facts={name: figure})))
        }
        return Evidence(facts={name: figure for name, figure in figures.items() if name not in refused})

    def measure(self, source_row: Indicator, target_row: Indicator) -> Figure:
        """
        Return the declared measure of a row, where the other rubric measures the same.

        Args:
            source_row: the row as its own sheet reads it.
            target_row: the row as it is asked.
        """
        declared = dict(self.source.evidence.measures).get(source_row.id, Missing())
        if same_figure(declared, dict(self.target.evidence.measures).get(target_row.id, Missing())):
            return declared
        one, other = source_row.measure, target_row.measure
        if one is None or other is None:
            return Missing()
        terms = (one.numerator, one.denominator, one.absolute)
        return declared if terms == (other.numerator, other.denominator, other.absolute) else Missing()


def _meaning(fact: FactDefinition) -> FactDefinition:
    """A definition without what does not define it: its name, where it stands, what else speaks of it."""
    return evolve(fact, label=fact.definition, source_form=None, proxies=())


def carried_readings(rules: ScoreSheet, answers: ScoreSheet, row: Indicator) -> tuple[Reading, ...] | None:
    """
    Return the readings of a row under the answers of another sheet; None where two of them replace the same part.

    A question that the other rubric does not ask, or an answer that this one does not know, leaves the adopted one.

    Args:
        rules: the sheet whose rubric has the row.
        answers: the sheet whose answers count, adopted ones among them.
        row: the row as it is published.
    """
    given = {question.id: question.adopted for question in answers.rubric.questions} | dict(answers.rubric.answers)
    chosen = []
    for question in rules.rubric.questions:
        known = {answer.id for answer in question.answers}
        answer = given.get(question.id)
        taken = answer if answer in known else question.adopted
        chosen += [each for each in row.readings if each.question == question.id and each.id == taken]
    for part in ("measure", "formula"):
        if sum(getattr(reading, part) is not None for reading in chosen) > 1:
            return None
    return tuple(chosen)


def same_figure(one: Figure, other: Figure) -> bool:
    """Say whether two figures say the same number or bounds, wherever they stand."""
    return evolve(one, origin="", note="") == evolve(other, origin="", note="")


def bare(found: Assessment | None) -> Assessment | None:
    """Return an assessment without its reasons: only what was found."""
    match found:
        case ChecklistAssessment():
            items = (evolve(item, reason="", not_applicable="-" * bool(item.not_applicable)) for item in found.items)
            return evolve(found, items=tuple(sorted(items, key=lambda item: item.item)))
        case CasesFound():
            cases = (evolve(case, reason="") for case in found.cases)
            return evolve(found, cases=tuple(sorted(cases, key=lambda case: case.condition)))
        case OptionChosen():
            return evolve(found, reason="")
        case Judgement():
            return evolve(found, by="", reason="")
        case NotApplicable():
            return evolve(found, reason="", approved_by="")
        case _:
            return found


def states_points(found: Assessment | None) -> bool:
    """Say whether an assessment states points of its own, which are written for the maximum of its row."""
    match found:
        case Judgement():
            return True
        case OptionChosen():
            return found.points is not None
        case CasesFound():
            return any(case.deduct is not None for case in found.cases)
        case ChecklistAssessment():
            return any(item.points is not None for item in found.items)
        case _:
            return False


def carried_assessment(
    found: Assessment | None, source: Indicator, target: Indicator, scale: Fraction
) -> Assessment | None:
    """
    Return what was found under one criterion as the other understands it; None where it says nothing there.

    Args:
        found: the assessment of the row.
        source: the row under which it was found, as it is read.
        target: the row that is asked, as it is read.
        scale: by how much points that it states are to be multiplied: the maximum there over the maximum here.
    """
    if found is None or isinstance(found, NotApplicable) or found.kind != target.formula.kind:
        return None
    match found:
        case ChecklistAssessment():
            return _carried_items(found, source, target)
        case CasesFound():
            return _carried_cases(found, source, target, scale)
        case OptionChosen():
            return _carried_option(found, source, target, scale)
        case Judgement():
            return evolve(found, points=found.points * scale) if same_words(source.quote, target.quote) else None
        case _:
            return found


def _carried_items(found: ChecklistAssessment, source: Indicator, target: Indicator) -> ChecklistAssessment:
    assert isinstance(source.formula, Checklist)
    assert isinstance(target.formula, Checklist)
    before = {item.id: item for item in source.formula.items}
    stated = {item.item: item for item in found.items}
    kept: list[ItemFinding] = []
    for item in target.formula.items:
        old, finding = before.get(item.id), stated.get(item.id)
        if old is None or finding is None or not same_words(old.label.zh, item.label.zh):
            continue
        part = finding.points
        kept.append(finding if part is None else evolve(finding, points=part * item.points / old.points))
    return ChecklistAssessment(items=tuple(kept))


def _carried_cases(found: CasesFound, source: Indicator, target: Indicator, scale: Fraction) -> CasesFound:
    assert isinstance(source.formula, Nonconformities)
    assert isinstance(target.formula, Nonconformities)
    before = {condition.id: condition for condition in source.formula.conditions}
    stated = {case.condition: case for case in found.cases}
    kept: list[Cases] = []
    for condition in target.formula.conditions:
        old, case = before.get(condition.id), stated.get(condition.id)
        if old is None or case is None or not same_words(old.label.zh, condition.label.zh):
            continue
        cost = None if case.deduct is None or not condition.is_range else case.deduct * scale
        if cost is not None and not deduction_range(condition).contains(cost):
            cost = None
        kept.append(evolve(case, deduct=cost))
    return CasesFound(cases=tuple(kept))


def _carried_option(found: OptionChosen, source: Indicator, target: Indicator, scale: Fraction) -> OptionChosen | None:
    assert isinstance(source.formula, Options)
    assert isinstance(target.formula, Options)
    old = next(option for option in source.formula.options if option.id == found.option)
    new = next((option for option in target.formula.options if option.id == found.option), None)
    if new is None or not same_words(old.label.zh, new.label.zh):
        return None
    if new.points is not None or found.points is None:
        return evolve(found, points=None)
    points = found.points * scale
    return evolve(found, points=points) if points in option_points(new) else evolve(found, points=None)
