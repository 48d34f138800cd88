"""Checks of the money in the tables: identities row by row, institutions against their total, lines against funding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Final

from attrs import evolve

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, canonical, print_interval
from jixiao_core.findings import Finding
from jixiao_core.messages import Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.identities import DEPARTMENT_IDENTITIES, PROJECT_IDENTITIES, blank_total, held, outcome_of
from jixiao_core.reports.observing import observed
from jixiao_core.reports.places import (
    GRID_FIELDS,
    LABELS,
    Place,
    all_places,
    institution_place,
    is_unreadable,
    like,
    project_place,
)
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.slips import likely_in_sum, slips_of
from jixiao_core.scoring.figures import Known, Missing

__all__ = ["department_tables", "line_places", "money_as", "project_tables", "unstated_units"]

MAX_EXPLAINED: Final = 50
"""In as many rows likely slips are looked for; a table in which everything is wrong has another cause."""
MAX_COPIES: Final = 1_000
"""So many figures are looked at as the source of a slip."""
_MAY_BE_NEGATIVE: Final = frozenset(("expenditure.current_year_balance", "expenditure.cumulative_balance"))
_GRIDS: Final = {
    "revenue": Text("年度收入情况", "revenue of the year"),
    "expenditure": Text("年度支出和结余情况", "expenditure and balances of the year"),
    "three_public": Text("三公经费", "three public expenses"),
    "fixed_assets": Text("固定资产", "fixed assets"),
}


def department_tables(report: DepartmentReport) -> Iterator[Finding]:
    """Yield what the four grids say about themselves."""
    copies = tuple(islice(all_places(report), MAX_COPIES))
    for row in range(len(report.institutions)):
        for identity in DEPARTMENT_IDENTITIES:
            place_of = partial(institution_place, report, row)
            yield from held(identity, place_of, copies if row < MAX_EXPLAINED else None)
        for name in GRID_FIELDS:
            if name not in _MAY_BE_NEGATIVE:
                yield from _negative(institution_place(report, row, name))
    yield from _consolidation(report)
    yield from _headcount(report)


def _negative(place: Place) -> Iterator[Finding]:
    if place.quantity is not None and canonical(place.quantity) < 0:
        yield observed("reports.negative_amount", place.path, whole=place.cited)


def _headcount(report: DepartmentReport) -> Iterator[Finding]:
    posts, staff = (
        Place(label=LABELS[name], figure=getattr(report, name), path=name)
        for name in ("authorised_staffing", "actual_headcount")
    )
    if posts.quantity and staff.quantity and canonical(staff.quantity) > canonical(posts.quantity):
        yield observed("reports.headcount_above_staffing", staff.path, posts=posts.cited, staff=staff.cited)


def _consolidation(report: DepartmentReport) -> Iterator[Finding]:
    """The consolidated row against the rows under it; internal transfers may be eliminated between them."""
    rows = range(len(report.institutions))
    totals = [row for row in rows if report.institutions[row].role == "consolidated"]
    members = [row for row in rows if report.institutions[row].role != "consolidated"]
    if len(totals) != 1 or not members:
        return
    for grid, label in _GRIDS.items():
        names = [name for name in GRID_FIELDS if name.startswith(f"{grid}.")]
        filled = [name for name in names if institution_place(report, totals[0], name).quantity is not None]
        parts = {name: [institution_place(report, row, name) for row in members] for name in filled}
        places = [place for each in parts.values() for place in each]
        if filled and all(isinstance(place.figure, Missing) and not is_unreadable(place.figure) for place in places):
            wholes = tuple(evolve(institution_place(report, totals[0], name), owner="").cited for name in filled)
            yield observed("reports.institutions_blank", f"institutions[{totals[0]}].{grid}", grid=label, wholes=wholes)
            continue
        for name in filled:
            yield from _against_members(institution_place(report, totals[0], name), parts[name])


def _against_members(whole: Place, parts: list[Place]) -> Iterator[Finding]:
    outcome = outcome_of(whole, tuple((1, part) for part in parts))
    known = [part for part in parts if part.quantity is not None]
    if outcome in ("equal", "undecided") or whole.quantity is None:
        return
    total = sum((canonical(part.quantity) for part in known if part.quantity is not None), Fraction(0))
    code = "reports.sum_rounding" if outcome == "rounding" else "reports.institutions_differ"
    yield observed(
        code,
        whole.path,
        identity="institutions",
        whole=whole.cited,
        parts=tuple(part.cited for part in known),
        computed=like(total, whole.quantity),
        difference=like(abs(canonical(whole.quantity) - total), whole.quantity),
    )


def project_tables(report: ProjectReport) -> Iterator[Finding]:
    """Yield what the funding grid and the expenditure lines say about themselves and one another."""
    copies = tuple(all_places(report))
    for identity in PROJECT_IDENTITIES:
        yield from held(identity, partial(project_place, report), copies)
    for place in copies:
        if not place.path.startswith("funding.balance"):
            yield from _negative(place)
    yield from _order(report, "received", "planned", "reports.received_above_planned")
    yield from _order(report, "spent", "received", "reports.spent_above_received")
    yield from _lines(report, copies)


def _order(report: ProjectReport, more: str, less: str, code: str) -> Iterator[Finding]:
    """One column should not exceed another."""
    high, low = (project_place(report, f"funding.{name}.total") for name in (more, less))
    if high.quantity is None or low.quantity is None or type(high.quantity) is not type(low.quantity):
        return
    if _low(high) > _high(low):
        yield observed(code, high.path, part=high.cited, whole=low.cited)


def _low(place: Place) -> Fraction:
    assert place.quantity is not None
    end = print_interval(place.quantity).low
    assert isinstance(end, Fraction)
    return end


def _high(place: Place) -> Fraction:
    assert place.quantity is not None
    end = print_interval(place.quantity).high
    assert isinstance(end, Fraction)
    return end


def line_places(report: ProjectReport) -> tuple[Place, ...]:
    """Return the places of the amounts of the expenditure lines, labelled with what was paid for."""
    return tuple(
        Place(label=Text(line.item), figure=line.amount, path=f"lines[{position}].amount")
        for position, line in enumerate(report.lines)
    )


def _lines(report: ProjectReport, copies: tuple[Place, ...]) -> Iterator[Finding]:
    total, lines = project_place(report, "lines_total"), line_places(report)
    for line in lines:
        yield from _negative(line)
    yield from blank_total("lines_total", total, list(lines))
    outcome = outcome_of(total, tuple((1, line) for line in lines))
    if outcome in ("rounding", "differs", "open") and total.quantity is not None:
        known = [line for line in lines if line.quantity is not None]
        computed = sum((canonical(line.quantity) for line in known if line.quantity is not None), Fraction(0))
        is_error = outcome == "differs"
        code = {"rounding": "reports.sum_rounding", "differs": "reports.sum_differs", "open": "reports.parts_open"}[
            outcome
        ]
        yield observed(
            code,
            total.path,
            likely_in_sum(total, lines, copies=copies) if is_error else (),
            identity="lines_total",
            whole=total.cited,
            parts=tuple(line.cited for line in known),
            computed=like(computed, total.quantity),
            difference=like(abs(canonical(total.quantity) - computed), total.quantity),
            **({"blank": tuple(line.label for line in lines if line.quantity is None)} if outcome == "open" else {}),
        )
    yield from _lines_and_funding(report, total)


def _lines_and_funding(report: ProjectReport, total: Place) -> Iterator[Finding]:
    """The lines print no unit of money; one under which they agree with the funding grid is implied."""
    spent = project_place(report, "funding.spent.total")
    if total.quantity is None or not isinstance(spent.quantity, Money):
        return
    if isinstance(total.quantity, Money):
        if not _overlap(print_interval(total.quantity), print_interval(spent.quantity)):
            likely = tuple(slip.message for slip in slips_of(total, spent.quantity))
            yield observed("reports.lines_total_differs", total.path, likely, whole=spent.cited, total=total.cited)
        return
    for unit in (MoneyUnit.YUAN, MoneyUnit.WAN_YUAN):
        amount = money_as(total.quantity, unit)
        if _overlap(print_interval(amount), print_interval(spent.quantity)):
            yield observed(
                "reports.lines_unit_implied", total.path, whole=spent.cited, total=total.cited, unit=unit.value
            )
            return
    # No unit makes them agree; money in yuan is what vouchers are kept in.
    assumed = Place(
        label=total.label,
        figure=Known(value=money_as(total.quantity, MoneyUnit.YUAN), origin=total.figure.origin),
        path=total.path,
    )
    likely = tuple(slip.message for slip in slips_of(assumed, spent.quantity))
    yield observed("reports.lines_total_differs", total.path, likely, whole=spent.cited, total=total.cited)


def money_as(number: object, unit: MoneyUnit) -> Money:
    """Return a plain number as money of a unit."""
    assert isinstance(number, (Number, Count))
    decimals = number.decimals if isinstance(number, Number) else 0
    return Money(Fraction(number.value) * unit.fen, unit, decimals)


def _overlap(one: Interval, other: Interval) -> bool:
    return one.low <= other.high and other.low <= one.high


def unstated_units(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield the tables whose unit of money is neither printed nor to be inherited although they print money."""
    match report:
        case DepartmentReport():
            tables = [(_GRIDS[grid], getattr(report.units, grid), f"units.{grid}") for grid in _GRIDS]
            filled = {
                grid
                for row in range(len(report.institutions))
                for grid in _GRIDS
                if any(
                    institution_place(report, row, name).quantity is not None
                    for name in GRID_FIELDS
                    if name.startswith(f"{grid}.")
                )
            }
            tables = [table for table, grid in zip(tables, _GRIDS, strict=True) if grid in filled]
        case ProjectReport():
            label = Text("项目基本概况资金", "funding grid")
            tables = (
                [(label, report.funding.unit, "funding.unit")]
                if project_place(report, "funding.spent.total").quantity
                else []
            )
    for label, unit, path in tables:
        if unit.how == "unstated":
            yield observed("reports.unit_unstated", path, grid=label)
        elif unit.how == "inherited":
            yield observed("reports.unit_inherited", path, grid=label, unit=str(unit.unit))
