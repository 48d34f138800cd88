"""Checks of targets: blank ones, completions under their target, satisfaction that is 100 % without a survey."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Rate, canonical, print_interval
from jixiao_core.findings import Finding
from jixiao_core.messages import Param
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.parts import TargetRow, TargetValue
from jixiao_core.reports.project import ProjectReport

__all__ = ["targets"]

_SATISFACTION: Final = "满意"


def targets(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield what the quantitative targets say against their completions."""
    blank = tuple(row.line or position + 1 for position, row in enumerate(report.targets) if not row.target.strip())
    if blank:
        yield observed("reports.target_blank", "targets", rows=blank, count=len(blank))
    undone = tuple(
        row.line or position + 1 for position, row in enumerate(report.targets) if not row.completion.strip()
    )
    if undone:
        yield observed("reports.completion_blank", "targets", rows=undone, count=len(undone))
    for position, row in enumerate(report.targets):
        if row.target_value is not None and row.completion_value is not None:
            yield from _met(row, row.target_value, row.completion_value, f"targets[{position}]")
    full = tuple(_words(row) for row in report.targets if _SATISFACTION in _words(row) + row.category and _is_full(row))
    if full:
        yield observed("reports.satisfaction_full", "targets", rows=full)


def _words(row: TargetRow) -> str:
    return row.content or row.target


def _is_full(row: TargetRow) -> bool:
    value = row.completion_value
    return value is not None and isinstance(value.value, Rate) and value.value.value == 1


def _met(row: TargetRow, target: TargetValue, actual: TargetValue, path: str) -> Iterator[Finding]:
    """A completion that no rounding brings to its target."""
    if type(target.value) is not type(actual.value) or target.unit != actual.unit:
        return
    goal, done = print_interval(target.value), print_interval(actual.value)
    given: dict[str, Param] = {"row": _words(row), "line": row.line, "target": target.value, "completion": actual.value}
    match target.comparator:
        case "at_least" | "above":
            is_missed = _high(done) < _low(goal) or (
                target.comparator == "above" and canonical(actual.value) == canonical(target.value)
            )
        case "at_most" | "below":
            is_missed = _low(done) > _high(goal) or (
                target.comparator == "below" and canonical(actual.value) == canonical(target.value)
            )
        case "equal":
            # No word says which way is better: less of a rate or count is asked about, more is not.
            if _high(done) < _low(goal):
                code = "reports.target_missed" if isinstance(target.value, Rate) else "reports.target_undecided"
                yield observed(code, path, **given)
            return
    if is_missed:
        yield observed("reports.target_missed", path, **given)


def _low(interval: Interval) -> Fraction:
    assert isinstance(interval.low, Fraction)
    return interval.low


def _high(interval: Interval) -> Fraction:
    assert isinstance(interval.high, Fraction)
    return interval.high
