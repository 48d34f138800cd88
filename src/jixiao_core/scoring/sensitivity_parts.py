"""Items, conditions, states and targets that are open, each with the points that it carries."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao_core.exact.intervals import EMPTY, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import capped, checklist_points, deduction_range, option_points
from jixiao_core.scoring.assessments import CasesFound, ChecklistAssessment, OptionChosen, TargetsAssessment
from jixiao_core.scoring.rows import item_points
from jixiao_core.scoring.sensitivity import Kind, RowSensitivity, Sensitivity
from jixiao_core.scoring.sensitivity_facts import counted_points, spread
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.targets import completion
from jixiao_core.scoring.weights import row_maximum

__all__ = ["part_entries"]

ZERO = Fraction(0)


def part_entries(sheet: ScoreSheet, row: Indicator) -> Iterator[Sensitivity]:
    """
    Yield an entry for every open part of the assessment of a row.

    Args:
        sheet: the score sheet.
        row: a row that counts, as it is read.
    """
    if sheet[row.id].is_settled:
        return
    parts = _Parts(sheet, row)
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            return
        case Checklist() as formula:
            yield from parts.items(formula)
        case Nonconformities() as formula:
            yield from parts.conditions(formula)
        case Targets() as formula if isinstance(parts.found, TargetsAssessment):
            yield from parts.targets(formula, parts.found)
        case Options() as formula:
            yield parts.states(formula)
        case _:
            yield parts.entry("assessment", row.id, row.label, parts.spread)


class _Parts:
    """The parts of one row."""

    def __init__(self, sheet: ScoreSheet, row: Indicator) -> None:
        self.row = row
        self.found = dict(sheet.evidence.assessments).get(row.id)
        self.maximum = row_maximum(sheet.rubric, sheet.evidence, row)
        self.weight = sheet.weight(row.id)
        self.possible = sheet.outcome(row.id).points
        self.spread = spread(counted_points(sheet, row.id))

    def entry(
        self,
        kind: Kind,
        name: str,
        label: Text,
        at_stake: Fraction,
        *,
        carries: IntervalSet = EMPTY,
        choices: tuple[tuple[Text, IntervalSet], ...] = (),
    ) -> Sensitivity:
        return Sensitivity(
            kind=kind,
            id=name,
            label=label,
            row=self.row.id,
            at_stake=at_stake,
            rows=(RowSensitivity(id=self.row.id, at_stake=at_stake),),
            carries=carries.times(self.weight),
            choices=tuple((each, points.times(self.weight)) for each, points in choices),
        )

    def items(self, formula: Checklist) -> Iterator[Sensitivity]:
        """How much lower the best possible score is when an item is not met; what rests on it falls with it."""
        stated = self.found.items if isinstance(self.found, ChecklistAssessment) else ()
        decided = {each.item: own for each in stated if (own := item_points(formula, each)) is not None}
        for item in formula.items:
            if item.id not in decided:
                best = (_best(formula, {**decided, item.id: own}, self.maximum) for own in (item.points, ZERO))
                met, not_met = best
                carries = IntervalSet.points(item.points)
                yield self.entry("item", item.id, item.label, (met - not_met) * self.weight, carries=carries)

    def conditions(self, formula: Nonconformities) -> Iterator[Sensitivity]:
        """How much lower the best possible score is when a condition occurs as often, and costs as much, as it may."""
        stated = {each.condition: each for each in self.found.cases} if isinstance(self.found, CasesFound) else {}
        best = _high(self.possible)
        for condition in formula.conditions:
            cost, case = deduction_range(condition), stated.get(condition.id)
            assert isinstance(cost.low, Fraction)
            assert isinstance(cost.high, Fraction)
            if case is None or case.count is None:
                # Cases may be any number: nothing need be left.
                most = best if formula.per == "case" else min(best, cost.high)
            elif case.count and case.deduct is None and condition.is_range:
                times = case.count if formula.per == "case" else 1
                most = min(best, times * (cost.high - cost.low))
            else:
                continue
            carries = IntervalSet.of(cost)
            yield self.entry("condition", condition.id, condition.label, most * self.weight, carries=carries)

    def targets(self, formula: Targets, found: TargetsAssessment) -> Iterator[Sensitivity]:
        """The share of a target in the mean; a key target that decides the row carries everything."""
        whole = sum((each.weight for each in found.rows), ZERO)
        best = _high(self.possible)
        for place, each in enumerate(found.rows):
            if completion(each) is None:
                decides = formula.key_target == "zero_row" and each.key
                most = best if decides else min(best, self.maximum * each.weight / whole)
                yield self.entry("target", str(place), Text(each.label), most * self.weight)

    def states(self, formula: Options) -> Sensitivity:
        """The states that may hold, each with its points."""
        chosen = self.found.option if isinstance(self.found, OptionChosen) else None
        open_ = [option for option in formula.options if chosen in (None, option.id)]
        choices = tuple((option.label, capped(option_points(option), self.maximum)) for option in open_)
        return self.entry("assessment", self.row.id, self.row.label, self.spread, choices=choices)


def _best(formula: Checklist, decided: dict[str, Fraction], maximum: Fraction) -> Fraction:
    return _high(capped(checklist_points(formula, decided), maximum))


def _high(points: IntervalSet) -> Fraction:
    hull = points.hull()
    assert hull is not None
    assert isinstance(hull.high, Fraction)
    return hull.high
