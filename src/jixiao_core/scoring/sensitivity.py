"""Sensitivity (敏感性分析): which figures and findings carry how many points, so that a reviewer verifies those first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeVar

from attrs import frozen

from jixiao_core.errors import Problem, UnknownNameError
from jixiao_core.exact.intervals import EMPTY, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.scoring.fact_lines import FactStep
from jixiao_core.scoring.next_steps import Position
from jixiao_core.scoring.sheet import ScoreSheet, refuse_other_than_sheet
from jixiao_core.scoring.span import Span

__all__ = ["Kind", "MeasureSensitivity", "RowSensitivity", "Sensitivities", "Sensitivity", "State", "sensitivity"]

Kind = Literal["fact", "item", "condition", "target", "assessment", "correction"]
"""
A fact; an item, condition or target of an assessment; the assessment of a row as a whole; or figures of a row that
cannot be right and have to be corrected.
"""

State = Literal["known", "assumed", "bounded", "unknown"]
"""How far something is known: 已知, 按假定, 只知范围, 未提供."""


@frozen(kw_only=True)
class RowSensitivity:
    """
    One row along one fact.

    Attributes:
        id: the row.
        at_stake: the spread of its possible points that the fact takes part in; 0 where the fact is known.
        steps: its points along the values of the fact, every other fact known; empty where another one is open, or
            only the measure is declared.
        open_with: the other open facts of the row.
        is_declared: whether the row stands on a declared measure instead of its facts.
    """

    id: str
    at_stake: Fraction
    steps: tuple[FactStep, ...] = ()
    open_with: tuple[str, ...] = ()
    is_declared: bool = False


@frozen(kw_only=True)
class MeasureSensitivity:
    """
    One row along its measure: where it stands between the edges of its criterion.

    Attributes:
        id: the row.
        values: the measures that are possible.
        steps: the points along the measure, inside of its domain.
        positions: the measure where it is settled, else the ends of what is known.
        is_on_edge: whether the settled measure sits exactly on an edge beside which points jump.
        printed: the points within the print of the figures (993.18万元 stands for ±0.005万元); empty where not settled.
    """

    id: str
    values: Span
    steps: tuple[FactStep, ...]
    positions: tuple[Position, ...]
    is_on_edge: bool = False
    printed: IntervalSet

    @property
    def is_within_print(self) -> bool:
        """Whether figures that print alike give other points."""
        return len(self.printed) > 0 and not self.printed.is_point


@frozen(kw_only=True)
class Sensitivity:
    """
    One figure or finding, and the points that it carries.

    Attributes:
        kind: a fact; an item, condition or target of an assessment; the assessment of a row as a whole; or figures of a
            row that cannot be right.
        id: the fact, item or condition; the place of a target from 0; the row for an assessment as a whole or figures.
        label: its words.
        row: the row of an assessment or correction; empty for facts, which may serve several rows.
        state: how far it is known.
        at_stake: the points at stake: highest less lowest possible sum over all rows that use it; 0 where it is known.
        is_tight: whether that spread is exact; no: it is the sum of the spreads of rows that may not move together.
        rows: each row that uses it, in printed order.
        possible: the values that a fact may have.
        steps: the sum of all rows along the values of a fact, the others known: over the possible values where it is
            open, over all values where it is known; empty where that is not one line.
        positions: where the figure, or each end of its bounds, stands, and the next steps in both directions.
        is_on_edge: whether a known figure sits exactly where points jump.
        printed: the points within the print of a known figure, the others fixed; empty where it does not matter.
        carries: the points of an item, or what one case of a condition costs.
        choices: the states that may hold, each with its points.
    """

    kind: Kind
    id: str
    label: Text
    row: str = ""
    state: State = "unknown"
    at_stake: Fraction
    is_tight: bool = True
    rows: tuple[RowSensitivity, ...] = ()
    possible: Span | None = None
    steps: tuple[FactStep, ...] = ()
    positions: tuple[Position, ...] = ()
    is_on_edge: bool = False
    printed: IntervalSet = EMPTY
    carries: IntervalSet = EMPTY
    choices: tuple[tuple[Text, IntervalSet], ...] = ()

    @property
    def is_within_print(self) -> bool:
        """Whether figures that print alike give other points."""
        return len(self.printed) > 0 and not self.printed.is_point


@frozen(kw_only=True, repr=False)
class Sensitivities:
    """
    The result of `sensitivity`.

    Attributes:
        sheet: the score sheet behind it.
        entries: every figure and open finding, most points at stake first, then those near an edge, then as printed.
        measures: every row over a measure that counts, in printed order.
    """

    sheet: ScoreSheet
    entries: tuple[Sensitivity, ...]
    measures: tuple[MeasureSensitivity, ...]

    def __repr__(self) -> str:
        return f"<Sensitivities {self.sheet.rubric.pin} {len(self.entries)} entries>"

    def __iter__(self) -> Iterator[Sensitivity]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> Sensitivity:
        """Return the entry of a fact, item, condition or row; UnknownNameError lists those there are."""
        return _named(name, self.entries)

    def measure(self, indicator_id: str) -> MeasureSensitivity:
        """Return a row along its measure; UnknownNameError where it has none or does not count."""
        return _named(indicator_id, self.measures)


_Entry = TypeVar("_Entry", "Sensitivity", "MeasureSensitivity")


def _named(name: str, entries: tuple[_Entry, ...]) -> _Entry:
    found = {each.id: each for each in reversed(entries)}
    if name not in found:
        known = most_alike_first(name, dict.fromkeys(each.id for each in entries))
        raise UnknownNameError(Problem(Message.of("scoring.unknown_entry", found=shown(name), known=known)))
    return found[name]


def sensitivity(sheet: ScoreSheet) -> Sensitivities:
    """
    Return which figures and findings carry how many points.

    For reviewers who decide what to verify first; it is not a tool for finding a wanted score. Every figure is looked
    at with the others held at what is known. Points are as they count in the total, before points of rows are rounded.

    Args:
        sheet: a score sheet.

    >>> from jixiao_core import Evidence, registry, score
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> facts = {"authorised_staffing": 18, "actual_headcount": 33}
    >>> staff = sensitivity(score(rubric, Evidence.of(rubric, facts=facts)))["in_service_staff"]
    >>> [(str(step.values), str(step.points.point)) for step in staff.steps]
    [('[0, 18]', '5'), ('[19, 19]', '5/2'), ('[20, 33]', '0')]
    """
    # Imported here because both stand on the classes of this module.
    from jixiao_core.scoring.sensitivity_facts import correction_entries, fact_entries, measure_entries
    from jixiao_core.scoring.sensitivity_parts import part_entries

    refuse_other_than_sheet(sheet)
    rows = tuple(_counted(sheet))
    wrong = tuple(correction_entries(sheet, rows))
    entries = (*wrong, *fact_entries(sheet, rows), *(each for row in rows for each in part_entries(sheet, row)))
    ordered = sorted(entries, key=lambda each: (-each.at_stake, not (each.is_on_edge or each.is_within_print)))
    return Sensitivities(sheet=sheet, entries=tuple(ordered), measures=tuple(measure_entries(sheet, rows)))


def _counted(sheet: ScoreSheet) -> Iterator[Indicator]:
    """The rows that apply and count, as they are read."""
    for row in sheet.rubric.indicators:
        node = sheet[row.id]
        if node.maximum and node.status not in ("not_applicable", "not_chosen"):
            yield sheet.rubric.read(row)
