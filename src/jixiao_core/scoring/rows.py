"""Rows: the set of points that one indicator can have, given what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, assert_never

from attrs import evolve, field, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import canonical, print_interval
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Param
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    CurveFormula,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import (
    attainable,
    capped,
    checklist_points,
    curve_of,
    deduction_range,
    option_points,
)
from jixiao_core.rubrics.measures import Measure
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
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.measuring import Measured, measured
from jixiao_core.scoring.span import Span
from jixiao_core.scoring.targets import target_points

__all__ = [
    "RowInput",
    "RowOutcome",
    "Status",
    "curve_points",
    "declared_values",
    "item_points",
    "over_zero_points",
    "row_outcome",
]

ZERO = Fraction(0)

Status = Literal[
    "settled", "interval", "unknown", "blank", "not_applicable", "judged", "must_tailor", "invalid", "not_chosen"
]
"""已测算, 待定（区间）, 未提供, 未填, 不适用, 人工评定, 待细化, 数据有误, 未选用."""


@frozen(kw_only=True)
class RowInput:
    """
    Everything that decides one row.

    Attributes:
        row: the indicator as it is read.
        maximum: its points (its share, in a pool).
        assessment: what a person found, if anything.
        declared: the declared measure, if any.
        attached: the papers that are attached.
        facts: what is known about the facts.
        rounding: the rounding of measures, if the rubric has one.
        strict: without a demanded paper no points.
    """

    row: Indicator
    maximum: Fraction
    assessment: Assessment | None = None
    declared: Figure = field(factory=Missing)
    attached: tuple[str, ...] = ()
    facts: Mapping[str, FactKnowledge]
    rounding: RoundingStep | None = None
    strict: bool = False

    def with_row(self, row: Indicator) -> RowInput:
        """Return the same input for the row under another reading."""
        return evolve(self, row=row)


@frozen(kw_only=True)
class RowOutcome:
    """
    What one row can score.

    Attributes:
        points: every possible number of points in [0, maximum], when the row applies.
        status: how far it is settled.
        may_not_apply: whether the facts leave open that the row does not apply (zero over zero).
        values: the possible measures, for rows over a measure.
        missing: what would settle it: ids of facts, items, conditions, or ``assessment``.
        findings: what a person should look at.
    """

    points: IntervalSet
    status: Status
    may_not_apply: bool = False
    values: IntervalSet | None = None
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def row_outcome(given: RowInput) -> RowOutcome:
    """Return what a row can score: sound always, exact for each kind as far as its facts are independent."""
    if isinstance(given.assessment, NotApplicable):
        approved = given.assessment.approved_by
        code = "scoring.not_applicable_approved" if approved else "scoring.not_applicable_declared"
        finding = _finding(given, code, Severity.INFORMATION if approved else Severity.QUESTION)
        whole = IntervalSet.points(given.maximum)
        return RowOutcome(points=whole, status="not_applicable", findings=(finding,))
    if given.strict and _whole_row_paper_missing(given):
        return RowOutcome(points=IntervalSet.points(ZERO), status="settled")
    match given.row.formula:
        case Bands() | DeductPerStep() | Proportional() as formula:
            return _curve_outcome(given, formula)
        case Targets() as formula:
            return _targets_outcome(given, formula)
        case Checklist() as formula:
            return _checklist_outcome(given, formula)
        case Nonconformities() as formula:
            return _cases_outcome(given, formula)
        case Options() as formula:
            return _options_outcome(given, formula)
        case Judged() as formula:
            return _judged_outcome(given, formula)
        case _:
            assert_never(given.row.formula)


def _finding(given: RowInput, code: str, severity: Severity, **params: Param) -> Finding:
    return Finding(Message.of(code, label=given.row.label, **params), severity, given.row.id)


def _missing_papers(given: RowInput) -> Iterator[tuple[str, ...]]:
    for demand in given.row.documents:
        if demand.id not in given.attached:
            yield demand.items


def _whole_row_paper_missing(given: RowInput) -> bool:
    return any(not items for items in _missing_papers(given))


def _settled(points: IntervalSet, settled: Status = "settled", open_status: Status = "interval") -> Status:
    return settled if points.is_point else open_status


def _curve_outcome(given: RowInput, formula: CurveFormula) -> RowOutcome:
    measure = given.row.measure
    assert measure is not None
    known = measured(measure, given.facts)
    values, findings = _values(given, known)
    domain = IntervalSet.of(measure.domain)
    curve = curve_of(formula, given.maximum)
    inside = values & domain
    points = curve_points(given, inside)
    impossible = known.negative_base or inside != values
    if impossible:
        points |= curve.image(domain)
    from_facts = isinstance(given.declared, Missing) or not known.unknown
    if known.over_zero and from_facts:
        points |= IntervalSet.points(over_zero_points(measure, curve.image(domain)))
        if not known.unknown:
            finding = _finding(given, f"scoring.over_zero_{measure.over_zero}", Severity.QUESTION)
            findings = (*findings, finding)
    if known.zero_over_zero and from_facts and measure.zero_over_zero is not None:
        points |= IntervalSet.points(curve.at(measure.zero_over_zero))
    may_not_apply = known.zero_over_zero and from_facts and measure.zero_over_zero is None
    if impossible and not inside and not may_not_apply:
        findings = (*findings, _outside_finding(given, values, measure))
        return RowOutcome(points=points, status="invalid", values=values, missing=known.unknown, findings=findings)
    if may_not_apply and not points:
        return _not_applicable_by_facts(given, findings)
    status = _curve_status(given, points, known, may_not_apply=may_not_apply)
    missing = known.unknown if from_facts or not values.is_point else ()
    return RowOutcome(
        points=points, status=status, may_not_apply=may_not_apply, values=values, missing=missing, findings=findings
    )


def curve_points(given: RowInput, values: IntervalSet) -> IntervalSet:
    """
    Return the points of a row over a measure for a set of measures, rounded first where the rubric says so.

    Args:
        given: a row with one of the formulas that lower to a curve.
        values: measures inside the domain.
    """
    formula = given.row.formula
    assert isinstance(formula, (Bands, DeductPerStep, Proportional))
    curve = curve_of(formula, given.maximum)
    rounded = given.rounding.rounding.image(values) if given.rounding else values
    return IntervalSet.points(curve.at(rounded.point)) if rounded.is_point else curve.image(rounded)


def over_zero_points(measure: Measure, everywhere: IntervalSet) -> Fraction:
    """Return the points where something is divided by zero: the worst or the best of everything that there is."""
    hull = everywhere.hull()
    assert hull is not None
    end = hull.low if measure.over_zero == "worst" else hull.high
    assert isinstance(end, Fraction)
    return end


def _outside_finding(given: RowInput, values: IntervalSet, measure: Measure) -> Finding:
    found, domain = (_measure_span(measure, each) for each in (values, IntervalSet.of(measure.domain)))
    return _finding(given, "scoring.outside_domain", Severity.ERROR, found=found, domain=domain)


def _measure_span(measure: Measure, values: IntervalSet) -> Span:
    return Span(values, "rate" if measure.denominator else "number")


def _not_applicable_by_facts(given: RowInput, findings: tuple[Finding, ...]) -> RowOutcome:
    finding = _finding(given, "scoring.not_applicable_by_facts", Severity.QUESTION)
    whole = IntervalSet.points(given.maximum)
    return RowOutcome(points=whole, status="not_applicable", findings=(*findings, finding))


def _curve_status(given: RowInput, points: IntervalSet, known: Measured, *, may_not_apply: bool) -> Status:
    if points.is_point and not may_not_apply:
        return "settled"
    figures = [given.facts[name].figure for name in known.unknown]
    nothing_known = all(
        isinstance(figure, Missing) and not (given.facts[name].proxies or given.facts[name].bounds)
        for name, figure in zip(known.unknown, figures, strict=True)
    )
    if nothing_known and isinstance(given.declared, Missing):
        blank = any(isinstance(figure, Missing) and figure.state == "blank" for figure in figures)
        return "blank" if blank else "unknown"
    return "interval"


def _values(given: RowInput, known: Measured) -> tuple[IntervalSet, tuple[Finding, ...]]:
    """The possible measures: by the facts where they settle it, else cut to what is declared."""
    declared, stated = given.declared, declared_values(given)
    if stated is None or isinstance(declared, Missing):
        return known.values, ()
    face = stated if isinstance(declared, Bounded) else IntervalSet.of(print_interval(declared.value))
    if not known.unknown:
        if known.values and not face & known.values:
            measure = given.row.measure
            assert measure is not None
            stated_span, computed = (_measure_span(measure, each) for each in (stated, known.values))
            finding = _finding(
                given, "scoring.declared_disagrees", Severity.ERROR, declared=stated_span, computed=computed
            )
            return known.values, (finding,)
        return known.values, ()
    finding = _finding(given, "scoring.declared_measure", Severity.QUESTION)
    return (known.values & stated) or stated, (finding,)


def declared_values(given: RowInput) -> IntervalSet | None:
    """Return the measures that the source declares, at face value; None where it declares none."""
    match given.declared:
        case Missing():
            return None
        case Bounded() as declared:
            return IntervalSet.of(declared.interval)
        case Known() as declared:
            return IntervalSet.points(canonical(declared.value))
        case _:
            assert_never(given.declared)


def _targets_outcome(given: RowInput, formula: Targets) -> RowOutcome:
    if not isinstance(given.assessment, TargetsAssessment):
        whole = attainable(formula, given.maximum)
        return RowOutcome(points=whole, status="unknown", missing=("assessment",))
    points, missing, codes = target_points(formula, given.assessment, given.maximum)
    findings = tuple(_finding(given, code, Severity.QUESTION) for code in codes)
    return RowOutcome(points=points, status=_settled(points), missing=missing, findings=findings)


def _checklist_outcome(given: RowInput, formula: Checklist) -> RowOutcome:
    found = given.assessment.items if isinstance(given.assessment, ChecklistAssessment) else ()
    worth = {item.id: item.points for item in formula.items}
    decided: dict[str, Fraction] = {}
    findings: list[Finding] = []
    for finding in found:
        own = item_points(formula, finding)
        if own is not None:
            decided[finding.item] = own
        if finding.not_applicable:
            findings.append(_finding(given, "scoring.item_not_applicable", Severity.INFORMATION, item=finding.item))
        elif finding.points is not None and not formula.partial_credit and ZERO < finding.points < worth[finding.item]:
            findings.append(_finding(given, "scoring.part_of_item", Severity.QUESTION, item=finding.item))
    if given.strict:
        # Without its paper an item is not met, so that whatever requires it scores nothing either.
        decided.update((name, ZERO) for names in _missing_papers(given) for name in names)
    findings.extend(_requires_findings(given, formula, decided))
    points = capped(checklist_points(formula, decided), given.maximum)
    missing = tuple(item.id for item in formula.items if item.id not in decided)
    status = _settled(points, open_status="interval" if decided else "unknown")
    return RowOutcome(points=points, status=status, missing=missing, findings=tuple(findings))


def item_points(formula: Checklist, finding: ItemFinding) -> Fraction | None:
    """Return what an item scores by what was found about it, before what it requires; None where nothing was."""
    worth = next(item.points for item in formula.items if item.id == finding.item)
    if finding.not_applicable:
        return worth
    if finding.points is not None:
        return finding.points if formula.partial_credit or finding.points == worth else ZERO
    return None if finding.met is None else worth if finding.met else ZERO


def _requires_findings(given: RowInput, formula: Checklist, decided: Mapping[str, Fraction]) -> Iterator[Finding]:
    worth = {item.id: item.points for item in formula.items}
    for item in formula.items:
        lacking = [name for name in item.requires if name in decided and decided[name] < worth[name]]
        if lacking and decided.get(item.id, ZERO) > 0 and not given.strict:
            yield _finding(given, "scoring.requires", Severity.WARNING, item=item.id, requires=", ".join(lacking))


def _cases_outcome(given: RowInput, formula: Nonconformities) -> RowOutcome:
    found = given.assessment.cases if isinstance(given.assessment, CasesFound) else ()
    stated = {case.condition: case for case in found if case.count is not None}
    total = IntervalSet.points(ZERO)
    missing: list[str] = []
    for condition in formula.conditions:
        case = stated.get(condition.id)
        if case is None or case.count is None:
            missing.append(condition.id)
            continue
        cost = deduction_range(condition) if case.deduct is None else Interval.point(case.deduct)
        count = case.count if formula.per == "case" else min(case.count, 1)
        total = total.plus(IntervalSet.of(cost).times(Fraction(count)))
        if count and case.deduct is None and condition.is_range:
            missing.append(condition.id)
    if len(stated) < len(formula.conditions):
        rest = Nonconformities(
            conditions=tuple(each for each in formula.conditions if each.id not in stated), per=formula.per
        )
        open_points = attainable(rest, given.maximum)
        total = total.plus(open_points.times(Fraction(-1)).shift(given.maximum))
    points = _floored(total.times(Fraction(-1)).shift(given.maximum))
    status = _settled(points, open_status="interval" if stated else "unknown")
    return RowOutcome(points=points, status=status, missing=tuple(missing), findings=())


def _floored(points: IntervalSet) -> IntervalSet:
    kept = points & IntervalSet.of(Interval.at_least(ZERO))
    return kept | IntervalSet.points(ZERO) if points & IntervalSet.of(Interval.below(ZERO)) else kept


def _options_outcome(given: RowInput, formula: Options) -> RowOutcome:
    if not isinstance(given.assessment, OptionChosen):
        whole = attainable(formula, given.maximum)
        return RowOutcome(points=whole, status="unknown", missing=("assessment",))
    chosen = next(option for option in formula.options if option.id == given.assessment.option)
    stated = given.assessment.points
    points = capped(option_points(chosen) if stated is None else IntervalSet.points(stated), given.maximum)
    return RowOutcome(points=points, status=_settled(points), missing=() if points.is_point else ("assessment",))


def _judged_outcome(given: RowInput, formula: Judged) -> RowOutcome:
    if isinstance(given.assessment, Judgement):
        findings: tuple[Finding, ...] = ()
        if not given.assessment.reason.strip():
            findings = (_finding(given, "scoring.judgement_without_reason", Severity.WARNING),)
        points = IntervalSet.points(given.assessment.points)
        return RowOutcome(points=points, status="judged", findings=findings)
    status: Status = "must_tailor" if formula.must_tailor else "unknown"
    points = attainable(formula, given.maximum)
    return RowOutcome(points=points, status=status, missing=("assessment",))
