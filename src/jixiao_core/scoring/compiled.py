"""
The settled sheet, fast: each row becomes a closure over integers of a declared scale.

A closure answers with the exact points of a row, times the scale, or with None where the row is not settled by plain
known figures; then the sheet is computed as sets (`detail`). Tests hold the two ways together at every breakpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from attrs import frozen

from jixiao_core.exact.quantities import canonical
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import (
    Assessment,
    CasesFound,
    ChecklistAssessment,
    Judgement,
    NotApplicable,
    OptionChosen,
)
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Known

__all__ = ["Exact", "Program", "compiled", "laid_out"]

Exact: TypeAlias = int | Fraction
Facts: TypeAlias = Mapping[str, Exact]
Assessments: TypeAlias = Mapping[str, Assessment]
Row: TypeAlias = Callable[[Facts, Assessments], Exact | None]
Ladder: TypeAlias = Callable[[Exact, Exact], Exact]
"""From numerator and positive denominator of a measure to scaled points."""


@frozen
class Program:
    """
    A rubric made ready for settled sheets.

    Attributes:
        rows: one closure a row, in printed order.
        scale: the points of a closure are times this number.
        run: from facts and assessments to the exact total times the scale, or None where a row is not settled.
    """

    rows: tuple[Row, ...]
    scale: int
    run: Row


def _adding(rows: tuple[Row, ...]) -> Row:
    def run(facts: Facts, assessments: Assessments) -> Exact | None:
        total: Exact = 0
        for row in rows:
            points = row(facts, assessments)
            if points is None:
                return None
            total += points
        return total

    return run


def laid_out(evidence: Evidence, program: Program) -> tuple[Row, dict[str, Exact], dict[str, Assessment]]:
    """Return what runs, known facts as numbers of the canonical scale, and assessments by row."""
    known = ((name, canonical(each.value)) for name, each in evidence.facts if isinstance(each, Known))
    # Whole numbers compute several times faster than fractions; both are exact.
    facts: dict[str, Exact] = {name: value.numerator if value.denominator == 1 else value for name, value in known}
    # Rows that do not apply and shares that the evidence states are not what the program was made for.
    is_special = evidence.pools or any(isinstance(found, NotApplicable) for _, found in evidence.assessments)
    return (_unsettled if is_special else program.run), facts, dict(evidence.assessments)


def compiled(rubric: Rubric) -> Program:
    """
    Return the program of a rubric as it is read.

    Where rows do more than add up (choices, adjustments, roundings) its only row settles nothing, so that such sheets
    are computed as sets; the same holds for a pool that the evidence splits.
    """
    if rubric.rounding or rubric.adjustments or any(group.choose == "one" for group in rubric.groups):
        return Program((), 1, _unsettled)
    rows = tuple(rubric.read(row) for row in rubric.indicators)
    maxima = tuple(_maximum(rubric, row) for row in rows)
    scale = lcm(
        *(value.denominator for row in rows for value in _numbers(row.formula)), *(m.denominator for m in maxima)
    )
    closures = tuple(_row(row, maximum * scale, scale) for row, maximum in zip(rows, maxima, strict=True))
    return Program(closures, scale, _adding(closures))


def _maximum(rubric: Rubric, row: Indicator) -> Fraction:
    pool = rubric.pool_of(row.id)
    return row.points if row.points is not None or pool is None else pool.points / len(pool.members)  # type: ignore[return-value]


def _numbers(value: object) -> Iterable[Fraction]:
    """Every number in a formula."""
    if isinstance(value, Fraction):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _numbers(part)
    else:
        for attribute in getattr(type(value), "__attrs_attrs__", ()):
            yield from _numbers(getattr(value, attribute.name))


def _row(row: Indicator, full: Fraction, scale: int) -> Row:
    whole = _whole(full)
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            assert row.measure is not None
            return _measured_row(row.measure, _ladder(row.formula, whole, scale))
        case Checklist():
            return _checklist(row.id, row.formula, whole, scale)
        case Nonconformities():
            return _nonconformities(row.id, row.formula, whole, scale)
        case Options():
            return _options(row.id, row.formula, whole, scale)
        case Judged():
            return _judged(row.id, scale)
        case Targets():
            return _unsettled


def _whole(value: Fraction) -> int:
    assert value.denominator == 1
    return value.numerator


def _unsettled(_facts: Facts, _assessments: Assessments) -> None:
    return None


def _measured_row(measure: Measure, ladder: Ladder) -> Row:
    if measure.absolute or any(term.times != 1 for term in (*measure.numerator, *measure.denominator)):
        return _general_ratio(measure, ladder)
    if len(measure.numerator) != 1 or len(measure.denominator) != 1:
        return _general_ratio(measure, ladder)
    top_name, base_name = measure.numerator[0].fact, measure.denominator[0].fact
    inside = _inside(measure)

    def row(facts: Facts, _assessments: Assessments) -> Exact | None:
        top, base = facts.get(top_name), facts.get(base_name)
        if top is None or base is None or base <= 0 or not inside(top, base):
            return None
        return ladder(top, base)

    return row


def _general_ratio(measure: Measure, ladder: Ladder) -> Row:
    # Numerator and denominator are scaled by the same factor, so the ratio stays.
    factor = lcm(*(term.times.denominator for term in (*measure.numerator, *measure.denominator)))
    tops = tuple((term.fact, _whole(term.times * factor)) for term in measure.numerator)
    bases = tuple((term.fact, _whole(term.times * factor)) for term in measure.denominator)
    inside = _inside(measure)
    absolute = measure.absolute

    def row(facts: Facts, _assessments: Assessments) -> Exact | None:
        top: Exact = 0
        for name, times in tops:
            value = facts.get(name)
            if value is None:
                return None
            top += times * value
        base: Exact = 0 if bases else factor
        for name, times in bases:
            value = facts.get(name)
            if value is None:
                return None
            base += times * value
        if base <= 0:
            return None
        if absolute and top < 0:
            top = -top
        return ladder(top, base) if inside(top, base) else None

    return row


def _inside(measure: Measure) -> Callable[[Exact, Exact], bool]:
    """Whether top/base lies in the domain of the measure."""
    domain = measure.domain
    low, high = domain.low, domain.high
    if low == 0 and not domain.low_open and high == 1 and not domain.high_open:
        return lambda top, base: 0 <= top <= base
    if low == 0 and not domain.low_open and not isinstance(high, Fraction):
        return lambda top, _base: top >= 0
    checks = []
    if isinstance(low, Fraction):
        checks.append((low.denominator, -low.numerator, domain.low_open))
    if isinstance(high, Fraction):
        checks.append((-high.denominator, high.numerator, domain.high_open))

    def inside(top: Exact, base: Exact) -> bool:
        for top_times, base_times, is_open in checks:
            distance = top * top_times + base * base_times
            if distance < 0 or (is_open and distance == 0):
                return False
        return True

    return inside


def _ladder(formula: Bands | DeductPerStep | Proportional, full: int, scale: int) -> Ladder:
    match formula:
        case Bands():
            return _bands(formula, full, scale)
        case DeductPerStep():
            return _deduction(formula, full, scale)
        case Proportional():
            return _proportional(formula, full, scale)


def _bands(formula: Bands, full: int, scale: int) -> Ladder:
    rungs = tuple(
        (level.numerator, level.denominator, min(_whole(band.points * scale), full), edge)
        for band in formula.bands
        for edge, level in band.edges
    )
    otherwise = min(_whole(formula.otherwise * scale), full)
    # Distances are turned so that a band holds where its distance is at least (or above) zero.
    turned = tuple(
        (
            (-top if edge in ("at_least", "above") else top),
            (base if edge in ("at_least", "above") else -base),
            edge in ("at_least", "at_most"),
            points,
        )
        for top, base, points, edge in rungs
    )

    def ladder(top: Exact, base: Exact) -> Exact:
        for base_times, top_times, closed, points in turned:
            distance = top * top_times + base * base_times
            if distance > 0 or (closed and distance == 0):
                return points
        return otherwise

    return ladder


def _deduction(formula: DeductPerStep, full: int, scale: int) -> Ladder:
    standard, step = formula.standard, formula.step
    loss = _whole(formula.deduct * scale)
    # (top/base − standard)/step = (top·a − base·b) / (base·c)
    common = lcm(standard.denominator, step.denominator)
    a, b, c = common, _whole(standard * common), _whole(step * common)
    sign = -1 if formula.side == "below" else 1
    either = formula.side == "either"
    part = formula.part_step
    edge = formula.zero_beyond
    cut = None if edge is None else abs(edge) if either else abs(edge - standard)

    def ladder(top: Exact, base: Exact) -> Exact:
        beyond = (top * a - base * b) * sign
        if either and beyond < 0:
            beyond = -beyond
        if beyond <= 0:
            return full
        if cut is not None and beyond * cut.denominator > cut.numerator * common * base:
            return 0
        if part == "ignore":
            points: Exact = full - beyond // (base * c) * loss
        elif part == "count":
            points = full + -beyond // (base * c) * loss
        else:
            points = full - Fraction(beyond * loss) / (base * c)
        return max(points, 0)

    return ladder


def _proportional(formula: Proportional, full: int, scale: int) -> Ladder:
    zero, rise = formula.zero_at, formula.full_at - formula.zero_at
    cap = full if formula.cap is None else min(_whole(formula.cap * scale), full)
    floor = min(_whole(formula.floor * scale), cap)
    edge = formula.zero_beyond if formula.zero_from is None else formula.zero_from
    closed = formula.zero_from is not None
    sign = 1 if rise > 0 else -1

    def ladder(top: Exact, base: Exact) -> Exact:
        value = Fraction(top) / base
        if edge is not None:
            distance = (edge - value) * sign
            if distance > 0 or (closed and distance == 0):
                return 0
        share = (value - zero) / rise
        points: Exact = 0 if share <= 0 else full if share >= 1 else full * share
        return min(max(points, floor), cap)

    return ladder


def _checklist(name: str, formula: Checklist, full: int, scale: int) -> Row:
    worth = {item.id: _whole(item.points * scale) for item in formula.items}
    total = sum(worth.values())
    if total > full:
        # The share of a pool's member, which its clauses exceed.
        return _unsettled
    count = len(worth)
    depends = any(item.requires for item in formula.items)

    def row(_facts: Facts, assessments: Assessments) -> Exact | None:
        found = assessments.get(name)
        if type(found) is not ChecklistAssessment or len(found.items) != count:
            return None
        points = 0
        for finding in found.items:
            if finding.met is None:
                return None
            if finding.met:
                points += worth[finding.item]
        return None if depends and points != total else points

    return row


def _nonconformities(name: str, formula: Nonconformities, full: int, scale: int) -> Row:
    costs = {each.id: None if each.deduct is None else _whole(each.deduct * scale) for each in formula.conditions}
    count = len(costs)
    once = formula.per == "condition"

    def row(_facts: Facts, assessments: Assessments) -> Exact | None:
        found = assessments.get(name)
        if type(found) is not CasesFound or len(found.cases) != count:
            return None
        loss: Exact = 0
        for case in found.cases:
            number = case.count
            if number:
                cost: Exact | None = costs[case.condition]
                if case.deduct is not None:
                    cost = case.deduct * scale
                if cost is None:
                    return None
                loss += cost if once else cost * number
            elif number is None:
                return None
        return full - loss if loss < full else 0

    return row


def _options(name: str, formula: Options, full: int, scale: int) -> Row:
    worth = {
        each.id: None if each.points is None else min(_whole(each.points * scale), full) for each in formula.options
    }

    def row(_facts: Facts, assessments: Assessments) -> Exact | None:
        found = assessments.get(name)
        if type(found) is not OptionChosen:
            return None
        if found.points is None:
            return worth[found.option]
        points: Exact = found.points * scale
        return min(points, full)

    return row


def _judged(name: str, scale: int) -> Row:
    def row(_facts: Facts, assessments: Assessments) -> Exact | None:
        found = assessments.get(name)
        if type(found) is not Judgement:
            return None
        points = found.points
        if points.denominator == 1:
            return points.numerator * scale
        return points * scale

    return row
