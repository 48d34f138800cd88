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
from jixiao_core.reports.observing import located, observed
from jixiao_core.reports.parts import TargetRow, TargetValue
from jixiao_core.reports.project import ProjectReport

__all__ = ["targets"]

_SATISFACTION: Final = "满意"


def targets(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield what the quantitative targets say against their completions."""
    blank = tuple(row.line or position + 1 for position, row in enumerate(report.targets) if not row.target.strip())
    if blank:
        yield observed("reports.target_blank", "targets", count=len(blank), **located("rows", blank))
    undone = tuple(
        row.line or position + 1 for position, row in enumerate(report.targets) if not row.completion.strip()
    )
    if undone:
        yield observed("reports.completion_blank", "targets", count=len(undone), **located("rows", undone))
    for position, row in enumerate(report.targets):
        if row.target_value is not None and row.completion_value is not None:
            yield from _met(row, row.target_value, row.completion_value, f"targets[{position}]")
    for position, row in enumerate(report.targets):
        value = row.completion_value
        if value is not None and isinstance(value.value, Rate) and value.value.value > 1 and _is_satisfaction(row):
            given: dict[str, Param] = {"row": _words(row), "line": row.completion_line or row.line}
            yield observed("reports.rate_above_whole", f"targets[{position}]", completion=value.value, **given)
    full = tuple(_words(row) for row in report.targets if _is_satisfaction(row) and _is_full(row))
    if full:
        yield observed("reports.satisfaction_full", "targets", rows=full)


def _is_satisfaction(row: TargetRow) -> bool:
    return _SATISFACTION in _words(row) + row.category


def _words(row: TargetRow) -> str:
    return row.content or row.target


def _is_full(row: TargetRow) -> bool:
    value = row.completion_value
    return value is not None and isinstance(value.value, Rate) and value.value.value == 1


def _met(row: TargetRow, target: TargetValue, actual: TargetValue, path: str) -> Iterator[Finding]:
    """A completion that misses its target however it was rounded, or that may; a target is meant exactly."""
    if type(target.value) is not type(actual.value) or target.unit != actual.unit:
        return
    goal, done = canonical(target.value), print_interval(actual.value)
    low, high = _ends(done)
    given: dict[str, Param] = {
        "row": _words(row),
        "line": row.completion_line or row.line,
        "target": target.value,
        "completion": actual.value,
    }
    match target.comparator:
        case "at_least":
            is_missed, is_open = high < goal, False
        case "above":
            is_missed, is_open = high <= goal, canonical(actual.value) == goal
        case "at_most":
            is_missed, is_open = low > goal, False
        case "below":
            is_missed, is_open = low >= goal, canonical(actual.value) == goal
        case "equal":
            # No word says which way is better: less of a rate is missed, less of anything else is asked about.
            is_rate = isinstance(target.value, Rate)
            is_missed, is_open = is_rate and high < goal, not is_rate and high < goal
    if is_missed:
        yield observed("reports.target_missed", path, **given)
    elif is_open:
        yield observed("reports.target_undecided", path, **given)


def _ends(interval: Interval) -> tuple[Fraction, Fraction]:
    assert isinstance(interval.low, Fraction)
    assert isinstance(interval.high, Fraction)
    return interval.low, interval.high
