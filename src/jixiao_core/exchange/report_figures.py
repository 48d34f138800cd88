"""Figures of a report that are of another kind than their field: money in money fields, people in people fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate
from jixiao_core.messages import Message
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.places import all_places
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.scoring.evidence_checks import quantities_of
from jixiao_core.scoring.figures import Figure

__all__ = ["figure_problems"]

_AMOUNTS: Final = ("initial", "full_year", "executed")
_HEADCOUNTS: Final = ("authorised_staffing", "actual_headcount")
_PERSONS: Final = ("", "人", "persons")


def figure_problems(report: Report) -> Iterator[Problem]:
    """
    Yield a problem for every figure of another kind than its field, at its place in the report.

    An amount may be a plain number, where the form does not state its unit.
    """
    money: dict[str, Figure] = {}
    counts: dict[str, Figure] = {}
    rates: dict[str, Figure] = {}
    match report:
        case DepartmentReport():
            money = {place.path: place.figure for place in all_places(report)}
            counts = {name: getattr(report, name) for name in _HEADCOUNTS}
        case ProjectReport():
            money = {place.path: place.figure for place in all_places(report)}
            money |= {f"lines[{position}].amount": line.amount for position, line in enumerate(report.lines)}
        case SelfEvaluationForm():
            for position, each in enumerate(report.budget):
                money |= {f"budget[{position}].{name}": getattr(each, name) for name in _AMOUNTS}
                rates[f"budget[{position}].rate"] = each.rate
    for path, figure in rates.items():
        yield from (_other(path, "rate", each) for each in quantities_of(figure) if not _is_rate(each))
    for path, figure in money.items():
        yield from (_other(path, "money", each) for each in quantities_of(figure) if not _is_amount(each))
    for path, figure in counts.items():
        yield from (_other(path, "count", each) for each in quantities_of(figure) if not _is_headcount(each))


def _is_rate(value: Quantity) -> bool:
    """A rate, or a plain number where the form prints no per cent sign in the column 执行率."""
    return isinstance(value, (Rate, Number)) or (isinstance(value, Count) and not value.unit)


def _is_amount(value: Quantity) -> bool:
    return isinstance(value, (Money, Number)) or (isinstance(value, Count) and not value.unit)


def _is_headcount(value: Quantity) -> bool:
    return isinstance(value, Count) and value.unit in _PERSONS


def _other(path: str, kind: str, value: Quantity) -> Problem:
    found = value.written if isinstance(value, Count) else str(value)
    expected = Message.of(f"exchange.type_{kind}")
    return Problem(Message.of("exchange.other_quantity", expected=expected, found=shown(found)), path)
