"""What evidence can be found to be wrong about, read against a rubric."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from jixiao_core.errors import Problem
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import normalise, path_step, shown
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate, canonical
from jixiao_core.messages import Message, Param, Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
from jixiao_core.rubrics.formulas import Checklist, Nonconformities, Options
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import deduction_range, option_points
from jixiao_core.rubrics.names import most_alike_first, parent_id
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import (
    Assessment,
    CasesFound,
    ChecklistAssessment,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetsAssessment,
)
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["evidence_problems", "quantities_of", "quantity_kind"]

ZERO = Fraction(0)
_UNIT_PARTS = re.compile(r"[()（）/、]|\bor\b")


def evidence_problems(
    rubric: Rubric, evidence: Evidence, dictionary: tuple[FactDefinition, ...] | None = None
) -> Iterator[Problem]:
    """
    Yield everything in the evidence that the rubric cannot accept.

    Args:
        rubric: what may be named.
        evidence: what is named.
        dictionary: further facts that may be named although this rubric does not use them; None: any, since one
            evidence serves several rubrics.
    """
    definitions = {fact.id: fact for fact in (*(dictionary or ()), *rubric.facts)}
    for name, figure in evidence.facts:
        if name in definitions:
            yield from _fact_problems(definitions[name], figure, f"facts.{path_step(name)}")
        elif dictionary is not None:
            yield _problem(
                f"facts.{path_step(name)}",
                "rubrics.unknown_fact",
                found=shown(name),
                known=most_alike_first(name, sorted(definitions)),
            )
    rows = {row.id: row for row in rubric.indicators}
    yield from _measure_problems(rows, evidence)
    for name, assessment in evidence.assessments:
        if name in rows:
            for problem in _assessment_problems(rows[name], assessment, _maximum(rubric, evidence, rows[name])):
                yield problem.under(f"assessments.{path_step(name)}")
        else:
            yield _unknown_row(f"assessments.{path_step(name)}", name, rows)
    yield from _document_problems(rows, evidence)
    for name, _ in evidence.stated:
        if name not in rows:
            yield _unknown_row(f"stated.{path_step(name)}", name, rows)
    yield from _pool_problems(rubric, evidence)
    yield from _choice_problems(rubric, evidence)
    yield from _total_problems(rubric, evidence)


def _problem(path: str, code: str, **params: Param) -> Problem:
    return Problem(Message.of(code, **params), path)


def _unknown_row(path: str, name: str, rows: dict[str, Indicator]) -> Problem:
    return _problem(path, "rubrics.unknown_indicator", found=shown(name), known=most_alike_first(name, rows))


def quantity_kind(value: Quantity) -> FactQuantity:
    """Return which kind of figure a quantity is."""
    match value:
        case Money():
            return FactQuantity.MONEY
        case Rate():
            return FactQuantity.RATE
        case Count():
            return FactQuantity.COUNT
        case Number():
            return FactQuantity.NUMBER
        case _:
            assert_never(value)


def _serves(found: FactQuantity, wanted: FactQuantity) -> bool:
    """A whole number serves where any plain number is wanted."""
    return found is wanted or (found is FactQuantity.COUNT and wanted is FactQuantity.NUMBER)


def quantities_of(figure: Figure) -> tuple[Quantity, ...]:
    """Return the quantities of a figure: its value, or its bounds."""
    match figure:
        case Known():
            return (figure.value,)
        case Bounded():
            ends = (figure.at_least, figure.above, figure.at_most, figure.below)
            return tuple(end for end in ends if end is not None)
        case Missing():
            return ()
        case _:
            assert_never(figure)


def _fact_problems(definition: FactDefinition, figure: Figure, path: str) -> Iterator[Problem]:
    for value in quantities_of(figure):
        found = quantity_kind(value)
        if _is_negative_count(definition, value):
            # Counts are never below zero, so that it was read as a plain number; that it is negative is told below.
            continue
        if not _serves(found, definition.quantity):
            yield _problem(path, "scoring.wrong_quantity", found=str(value), kind=definition.quantity.label)
        elif isinstance(value, Count) and value.unit and not _is_unit(value.unit, definition.unit):
            yield _problem(path, "scoring.wrong_unit", found=value.written, fact=definition.label, unit=definition.unit)
    if isinstance(figure, Known) and canonical(figure.value) < 0 and not definition.may_be_negative:
        yield _problem(path, "scoring.negative_figure", found=str(figure.value), fact=definition.label)
    if isinstance(figure, Bounded):
        overlap = IntervalSet.of(figure.interval) & IntervalSet.of(definition.natural_range)
        if not overlap:
            yield _problem(path, "scoring.negative_figure", found=str(figure.interval), fact=definition.label)


def _is_negative_count(definition: FactDefinition, value: Quantity) -> bool:
    is_whole = isinstance(value, Number) and value.value.denominator == 1 and value.value < 0
    return is_whole and definition.quantity is FactQuantity.COUNT and not definition.may_be_negative


def _is_unit(found: str, unit: Text) -> bool:
    """Whether a written unit is that of a fact; one that counts 人（户） may be written with either."""
    allowed = {part for text in (unit.zh, unit.en) for part in (text, *_UNIT_PARTS.split(text)) if part}
    return not allowed or normalise(found) in {normalise(each) for each in allowed}


def _measure_problems(rows: dict[str, Indicator], evidence: Evidence) -> Iterator[Problem]:
    for name, figure in evidence.measures:
        path = f"measures.{path_step(name)}"
        if name not in rows:
            yield _unknown_row(f"measures.{path_step(name)}", name, rows)
            continue
        measure = rows[name].measure
        if measure is None:
            yield _problem(path, "scoring.no_measure", kind=rows[name].formula.kind)
            continue
        wanted = FactQuantity.RATE if measure.denominator else FactQuantity.NUMBER
        for value in quantities_of(figure):
            if not _serves(quantity_kind(value), wanted):
                yield _problem(path, "scoring.wrong_quantity", found=str(value), kind=wanted.label)


def _maximum(rubric: Rubric, evidence: Evidence, row: Indicator) -> Fraction:
    if row.points is not None:
        return row.points
    pool = rubric.pool_of(row.id)
    if pool is None:
        return ZERO
    shares = dict(dict(evidence.pools).get(pool.id, ()))
    return shares.get(row.id, ZERO) if shares else pool.points / len(pool.members)


def _assessment_problems(row: Indicator, assessment: Assessment, maximum: Fraction) -> Iterator[Problem]:
    match assessment:
        case NotApplicable():
            if not assessment.reason.strip():
                yield _problem("reason", "scoring.reason_missing")
            return
        case _ if assessment.kind != row.formula.kind:
            yield _problem("kind", "scoring.assessment_kind", found=assessment.kind, kind=row.formula.kind)
        case Judgement():
            if not ZERO <= assessment.points <= maximum:
                yield _problem("points", "scoring.points_outside", found=assessment.points, low=ZERO, high=maximum)
        case ChecklistAssessment():
            yield from _checklist_problems(row, assessment)
        case CasesFound():
            yield from _case_problems(row, assessment)
        case OptionChosen():
            yield from _option_problems(row, assessment)
        case TargetsAssessment():
            yield from _target_problems(assessment)
        case _:
            assert_never(assessment)


def _names_once(names: list[str], known: tuple[str, ...], where: str) -> Iterator[Problem]:
    for position, name in enumerate(names):
        path = f"{where}[{position}]"
        if name not in known:
            yield _problem(path, "scoring.unknown_part", found=shown(name), known=known)
        if name in names[:position]:
            yield _problem(path, "scoring.named_twice", found=shown(name))


def _checklist_problems(row: Indicator, assessment: ChecklistAssessment) -> Iterator[Problem]:
    assert isinstance(row.formula, Checklist)
    items = {item.id: item for item in row.formula.items}
    yield from _names_once([finding.item for finding in assessment.items], tuple(items), "items")
    for position, finding in enumerate(assessment.items):
        path = f"items[{position}]"
        if finding.item not in items:
            continue
        whole = items[finding.item].points
        stated = [finding.met is not None, finding.points is not None, bool(finding.not_applicable)]
        if sum(stated) > 1:
            yield _problem(path, "scoring.item_stated_twice")
        if finding.points is not None and not ZERO <= finding.points <= whole:
            yield _problem(f"{path}.points", "scoring.points_outside", found=finding.points, low=ZERO, high=whole)


def _case_problems(row: Indicator, assessment: CasesFound) -> Iterator[Problem]:
    assert isinstance(row.formula, Nonconformities)
    conditions = {condition.id: condition for condition in row.formula.conditions}
    yield from _names_once([case.condition for case in assessment.cases], tuple(conditions), "cases")
    for position, case in enumerate(assessment.cases):
        path = f"cases[{position}]"
        if case.count is not None and case.count < 0:
            yield _problem(f"{path}.count", "scoring.negative_count", found=case.count)
        if case.deduct is None or case.condition not in conditions:
            continue
        allowed = deduction_range(conditions[case.condition])
        if not allowed.contains(case.deduct):
            yield _outside(f"{path}.deduct", case.deduct, allowed)


def _outside(path: str, found: Fraction, allowed: Interval) -> Problem:
    return _problem(path, "scoring.deduction_outside", found=found, allowed=str(allowed))


def _option_problems(row: Indicator, assessment: OptionChosen) -> Iterator[Problem]:
    assert isinstance(row.formula, Options)
    options = {option.id: option for option in row.formula.options}
    if assessment.option not in options:
        yield _problem("option", "scoring.unknown_part", found=shown(assessment.option), known=tuple(options))
    elif assessment.points is not None:
        allowed = option_points(options[assessment.option])
        if assessment.points not in allowed:
            yield _problem("points", "scoring.deduction_outside", found=assessment.points, allowed=str(allowed))


def _target_problems(assessment: TargetsAssessment) -> Iterator[Problem]:
    if not assessment.rows:
        yield _problem("rows", "rubrics.empty", what="rows")
    for position, row in enumerate(assessment.rows):
        path = f"rows[{position}]"
        if row.weight <= 0:
            yield _problem(f"{path}.weight", "rubrics.not_positive", what="weight", found=row.weight)
        if row.rate is not None and (row.target is not None or row.actual is not None):
            yield _problem(path, "scoring.rate_or_figures")
        if row.rate is not None and quantity_kind(row.rate) != FactQuantity.RATE:
            yield _problem(f"{path}.rate", "scoring.wrong_quantity", found=str(row.rate), kind=FactQuantity.RATE.label)
        kinds = {quantity_kind(value) for value in (row.target, row.actual) if value is not None}
        if len(kinds) > 1:
            yield _problem(path, "scoring.target_quantities", found=tuple(sorted(kinds)))
        counts = [value for value in (row.target, row.actual) if isinstance(value, Count) and value.unit]
        if len({normalise(count.unit) for count in counts}) > 1:
            yield _problem(path, "scoring.target_units", found=tuple(count.written for count in counts))
        for name in ("target", "actual", "rate"):
            value = getattr(row, name)
            if value is not None and canonical(value) < 0:
                yield _problem(f"{path}.{name}", "scoring.negative_target", found=str(value))


def _document_problems(rows: dict[str, Indicator], evidence: Evidence) -> Iterator[Problem]:
    for name, attached in evidence.documents:
        if name in rows:
            known = tuple(demand.id for demand in rows[name].documents)
            yield from _names_once(list(attached), known, f"documents.{path_step(name)}")
        else:
            yield _unknown_row(f"documents.{path_step(name)}", name, rows)


def _pool_problems(rubric: Rubric, evidence: Evidence) -> Iterator[Problem]:
    pools = {pool.id: pool for pool in rubric.pools}
    for name, shares in evidence.pools:
        path = f"pools.{path_step(name)}"
        if name not in pools:
            yield _problem(f"pools.{path_step(name)}", "scoring.unknown_part", found=shown(name), known=tuple(pools))
            continue
        yield from _names_once([row for row, _ in shares], pools[name].members, path)
        total = sum((points for _, points in shares), ZERO)
        if total != pools[name].points or any(points < 0 for _, points in shares):
            yield _problem(path, "scoring.pool_split", found=total, points=pools[name].points)


def _choice_problems(rubric: Rubric, evidence: Evidence) -> Iterator[Problem]:
    groups = {group.id for group in rubric.groups if group.choose == "one"}
    for name, member in evidence.choices:
        path = f"choices.{path_step(name)}"
        if name not in groups:
            known = tuple(sorted(groups))
            yield _problem(f"choices.{path_step(name)}", "scoring.unknown_part", found=shown(name), known=known)
        elif parent_id(member) != name or all(node.id != member for node in rubric.members(name)):
            known = tuple(node.id for node in rubric.members(name))
            yield _problem(path, "scoring.unknown_part", found=shown(member), known=known)


def _total_problems(rubric: Rubric, evidence: Evidence) -> Iterator[Problem]:
    adjustments = {adjustment.id: adjustment for adjustment in rubric.adjustments}
    for name, figure in evidence.adjustments:
        path = f"adjustments.{path_step(name)}"
        if name not in adjustments:
            known = tuple(adjustments)
            yield _problem(f"adjustments.{path_step(name)}", "scoring.unknown_part", found=shown(name), known=known)
            continue
        definition = adjustments[name]
        if figure.cases is not None and (definition.per_case is None or figure.cases < 0 or figure.points is not None):
            yield _problem(path, "scoring.adjustment_cases")
        if figure.points is not None and not definition.low <= figure.points <= definition.high:
            yield _problem(
                path, "scoring.points_outside", found=figure.points, low=definition.low, high=definition.high
            )
    caps = tuple(cap.id for cap in rubric.grade_caps if not cap.indicator)
    for name, _ in evidence.grade_caps:
        if name not in caps:
            yield _problem(f"grade_caps.{path_step(name)}", "scoring.unknown_part", found=shown(name), known=caps)
