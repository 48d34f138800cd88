"""Evidence for any rubric: complete or partly unknown, and what somebody could find out later."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, assert_never

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Quantity, Rate, canonical
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    ChecklistItem,
    Condition,
    DeductPerStep,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import deduction_range, option_points
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import (
    Assessment,
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing
from jixiao_core.scoring.knowledge import known_facts
from jixiao_core.scoring.weights import row_maximum
from jixiao_core.strategies.formulas import parts_of

__all__ = ["evidence", "refinements"]

# Small whole numbers meet each other, zero and the edges of criteria often.
_SMALL = st.integers(0, 12) | st.sampled_from([18, 20, 50, 99, 100, 101])


def _quantities(kind: FactQuantity) -> SearchStrategy[Any]:
    match kind:
        case FactQuantity.MONEY:
            units = st.sampled_from([MoneyUnit.YUAN, MoneyUnit.WAN_YUAN])
            return st.builds(Money.of, _SMALL, units)
        case FactQuantity.COUNT:
            return _SMALL.map(Count)
        case FactQuantity.RATE:
            return st.integers(0, 150).map(lambda hundredths: Rate(Fraction(hundredths, 100)))
        case FactQuantity.NUMBER:
            return _SMALL.map(lambda value: Number(Fraction(value)))
        case _:
            assert_never(kind)


@st.composite
def _bounded(draw: DrawFn, kind: FactQuantity) -> Bounded:
    low, high = sorted([draw(_quantities(kind)), draw(_quantities(kind))], key=canonical)
    if canonical(low) == canonical(high):
        return Bounded(at_least=low, at_most=high)
    lower: dict[str, Any] = draw(st.sampled_from([{"at_least": low}, {"above": low}, {}]))
    upper: dict[str, Any] = draw(st.sampled_from([{"at_most": high}, {"below": high}] + ([{}] if lower else [])))
    return Bounded(**lower, **upper)


def _figures(definition: FactDefinition, *, settled: bool) -> SearchStrategy[Figure]:
    known: SearchStrategy[Figure] = _quantities(definition.quantity).map(lambda value: Known(value=value))
    if settled:
        return known
    missing = st.sampled_from([Missing(), Missing(), Missing(state="blank"), Missing(state="not_comparable")])
    return known | known | _bounded(definition.quantity) | missing


def _optional(part: SearchStrategy[Any], *, settled: bool) -> SearchStrategy[Any]:
    return part if settled else st.none() | part | part


def _assessments(row: Indicator, maximum: Fraction, *, settled: bool) -> SearchStrategy[Assessment | None]:
    """What may be found about a row; None: nothing."""
    found: SearchStrategy[Any]
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            return st.none()
        case Checklist() as formula:
            items = [_item(item, partial=formula.partial_credit, settled=settled) for item in formula.items]
            found = st.tuples(*items).map(lambda findings: ChecklistAssessment(items=findings))
        case Nonconformities() as formula:
            cases = [_cases(condition, settled=settled) for condition in formula.conditions]
            found = st.tuples(*cases).map(lambda each: CasesFound(cases=each))
        case Options() as formula:
            found = st.sampled_from(formula.options).flatmap(lambda option: _chosen(option, settled=settled))
        case Targets():
            found = st.lists(_target(settled=settled), min_size=1, max_size=3).map(
                lambda rows: TargetsAssessment(rows=tuple(rows))
            )
        case Judged():
            found = parts_of(maximum).map(lambda points: Judgement(points=points, reason="依据资料"))
        case _:
            assert_never(row.formula)
    return _optional(found, settled=settled)


@st.composite
def _item(draw: DrawFn, item: ChecklistItem, *, partial: bool, settled: bool) -> ItemFinding:
    ways = ["met", "met", "not_met", "not_applicable"] + (["part"] if partial else []) + ([] if settled else ["open"])
    match draw(st.sampled_from(ways)):
        case "met":
            return ItemFinding(item=item.id, met=True)
        case "not_met":
            return ItemFinding(item=item.id, met=False)
        case "not_applicable":
            return ItemFinding(item=item.id, not_applicable="不涉及")
        case "part":
            return ItemFinding(item=item.id, points=draw(parts_of(item.points)), reason="部分做到")
        case _:
            return ItemFinding(item=item.id)


@st.composite
def _cases(draw: DrawFn, condition: Condition, *, settled: bool) -> Cases:
    count = draw(_optional(st.integers(0, 3), settled=settled))
    deduct = draw(_optional(_costs(condition), settled=settled)) if condition.is_range and count is not None else None
    return Cases(condition=condition.id, count=count, deduct=deduct)


def _costs(condition: Condition) -> SearchStrategy[Fraction]:
    cost = deduction_range(condition)
    assert isinstance(cost.low, Fraction)
    assert isinstance(cost.high, Fraction)
    return st.sampled_from([cost.low, (cost.low + cost.high) / 2, cost.high])


@st.composite
def _chosen(draw: DrawFn, option: Option, *, settled: bool) -> OptionChosen:
    if option.points is not None:
        return OptionChosen(option=option.id)
    return OptionChosen(option=option.id, points=draw(_optional(_inside(option), settled=settled)))


def _inside(option: Option) -> SearchStrategy[Fraction]:
    assert option.low is not None
    assert option.high is not None
    allowed = option_points(option)
    candidates = [option.low, (option.low + option.high) / 2, option.high]
    return st.sampled_from([points for points in candidates if points in allowed])


@st.composite
def _target(draw: DrawFn, *, settled: bool) -> TargetRow:
    common: dict[str, Any] = {
        "label": "目标",
        "comparator": draw(st.sampled_from(["at_least", "at_most"])),
        "weight": draw(st.integers(1, 3)),
        "key": draw(st.booleans()),
    }
    if draw(st.booleans()):
        rate = draw(_optional(_quantities(FactQuantity.RATE), settled=settled))
        return TargetRow(rate=rate, **common)
    target, actual = (draw(_optional(_quantities(FactQuantity.COUNT), settled=settled)) for _ in range(2))
    return TargetRow(target=target, actual=actual, **common)


def _adjustment(adjustment: Adjustment, *, settled: bool) -> SearchStrategy[AdjustmentFigure | None]:
    points = parts_of(adjustment.high - adjustment.low).map(lambda part: AdjustmentFigure(points=adjustment.low + part))
    if adjustment.per_case is None:
        return _optional(points, settled=settled)
    return _optional(points | st.integers(0, 6).map(lambda cases: AdjustmentFigure(cases=cases)), settled=settled)


@st.composite
def evidence(draw: DrawFn, rubric: Rubric, *, settled: bool = False) -> Evidence:
    """
    Return evidence that a rubric accepts.

    Args:
        rubric: any rubric, shipped, generated or of one's own.
        settled: whether every fact, assessment, choice and adjustment is known; a sheet can still be open where a
            measure falls outside its domain.
    """
    facts = {fact.id: draw(_figures(fact, settled=settled)) for fact in rubric.facts if settled or draw(_mostly())}
    assessments: dict[str, Assessment] = {}
    documents: dict[str, tuple[str, ...]] = {}
    nothing = Evidence()
    for row in rubric.indicators:
        maximum = row_maximum(rubric, nothing, row)
        is_absent = draw(_seldom())
        found = NotApplicable(reason="不涉及") if is_absent else draw(_assessments(row, maximum, settled=settled))
        if found is not None:
            assessments[row.id] = found
        documents[row.id] = tuple(demand.id for demand in row.documents if draw(st.booleans()))
    choices = {
        group.id: draw(st.sampled_from(rubric.members(group.id))).id
        for group in rubric.groups
        if group.choose == "one" and (settled or draw(st.booleans()))
    }
    adjustments = {each.id: draw(_adjustment(each, settled=settled)) for each in rubric.adjustments}
    return Evidence(
        facts=facts,
        assessments=assessments,
        documents=documents,
        choices=choices,
        adjustments={name: figure for name, figure in adjustments.items() if figure is not None},
        grade_caps={cap.id: draw(st.booleans()) for cap in rubric.grade_caps if not cap.indicator},
    )


def _mostly() -> SearchStrategy[bool]:
    return st.sampled_from([True, True, True, False])


def _seldom() -> SearchStrategy[bool]:
    return st.sampled_from([False] * 7 + [True])


@st.composite
def refinements(draw: DrawFn, rubric: Rubric, known: Evidence) -> Evidence:
    """
    Return evidence that says what `known` says, and more.

    Unknown figures become bounds or numbers, bounds become narrower, open items are found met or not, choices are
    made. What was said stays: no figure changes, no row that was taken to apply stops applying, papers stay attached,
    facts under a declared measure stay as they are, and no figure contradicts what related figures say about it.

    Args:
        rubric: the rubric that `known` is for.
        known: evidence that the rubric accepts.
    """
    declared = {
        name
        for row in rubric.indicators
        if row.id in dict(known.measures) and row.measure
        for name in row.measure.facts
    }
    figures = dict(known.facts)
    facts = {
        fact.id: draw(_refined_figure(fact, figures.get(fact.id, Missing())))
        for fact in rubric.facts
        if fact.id not in declared
    }
    facts = _without_conflicts(rubric, known, {**figures, **facts})
    before = dict(known.assessments)
    assessments: dict[str, Assessment | None] = {}
    for row in rubric.indicators:
        maximum = row_maximum(rubric, known, row)
        assessments[row.id] = draw(_refined_assessment(row, maximum, before.get(row.id)))
    choices = dict(known.choices)
    for group in rubric.groups:
        if group.choose == "one" and group.id not in choices and draw(st.booleans()):
            choices[group.id] = draw(st.sampled_from(rubric.members(group.id))).id
    adjustments = dict(known.adjustments)
    for each in rubric.adjustments:
        if each.id not in adjustments and (figure := draw(_adjustment(each, settled=False))) is not None:
            adjustments[each.id] = figure
    return evolve(
        known,
        facts=facts,
        assessments={name: found for name, found in assessments.items() if found is not None},
        choices=choices,
        adjustments=adjustments,
    )


@st.composite
def _refined_figure(draw: DrawFn, fact: FactDefinition, figure: Figure) -> Figure:
    match figure:
        case Known():
            return figure
        case Bounded():
            inside = [value for value in _candidates(fact.quantity) if figure.interval.contains(canonical(value))]
            narrower = [Bounded(at_least=low, at_most=high) for low, high in _pairs(inside)]
            choices: list[Figure] = [figure, *(Known(value=value) for value in inside), *narrower]
            return draw(st.sampled_from(choices))
        case Missing(state="not_comparable"):
            return figure
        case Missing():
            return draw(st.just(figure) | _figures(fact, settled=False).filter(_is_comparable))
        case _:
            assert_never(figure)


def _without_conflicts(rubric: Rubric, known: Evidence, facts: dict[str, Figure]) -> dict[str, Figure]:
    """Take back what contradicts related figures where `known` contradicts nothing."""
    figures = dict(known.facts)
    conflicts = _conflicts(rubric, known)
    while new := _conflicts(rubric, evolve(known, facts=facts)) - conflicts:
        related = {term.fact for name in new for proxy in rubric.fact(name).proxies for term in proxy.terms}
        related |= {
            fact.id for fact in rubric.facts for proxy in fact.proxies for term in proxy.terms if term.fact in new
        }
        kept = {name: figure for name, figure in facts.items() if name not in new | related}
        facts = {**kept, **{name: figures[name] for name in new | related if name in figures}}
    return facts


def _conflicts(rubric: Rubric, evidence: Evidence) -> set[str]:
    """The facts whose figures and proxies do not fit together."""
    return {name for name, each in known_facts(rubric, evidence).items() if each.findings}


def _is_comparable(figure: Figure) -> bool:
    return not (isinstance(figure, Missing) and figure.state == "not_comparable")


def _candidates(kind: FactQuantity) -> list[Quantity]:
    amounts = [Fraction(n, 2) for n in range(26)] + [Fraction(n) for n in (18, 20, 50, 99, 100, 101, 150)]
    match kind:
        case FactQuantity.MONEY:
            return [Money.of(amount, unit) for unit in (MoneyUnit.YUAN, MoneyUnit.WAN_YUAN) for amount in amounts]
        case FactQuantity.COUNT:
            return [Count(amount.numerator) for amount in amounts if amount.denominator == 1]
        case FactQuantity.RATE:
            return [Rate(amount / 100) for amount in amounts]
        case FactQuantity.NUMBER:
            return [Number(amount) for amount in amounts]
        case _:
            assert_never(kind)


def _pairs(values: list[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    ordered = sorted(values, key=canonical)
    yield from zip(ordered, ordered[2:], strict=False)


@st.composite
def _refined_assessment(draw: DrawFn, row: Indicator, maximum: Fraction, found: Assessment | None) -> Assessment | None:
    match found:
        case None:
            return draw(st.none() | _assessments(row, maximum, settled=False))
        case ChecklistAssessment():
            assert isinstance(row.formula, Checklist)
            stated = {finding.item: finding for finding in found.items}
            partial = row.formula.partial_credit
            return ChecklistAssessment(
                items=tuple(
                    draw(_item(item, partial=partial, settled=False))
                    if _is_open(stated.get(item.id))
                    else stated[item.id]
                    for item in row.formula.items
                )
            )
        case CasesFound():
            assert isinstance(row.formula, Nonconformities)
            cases = {case.condition: case for case in found.cases}
            return CasesFound(
                cases=tuple(
                    draw(_refined_cases(condition, cases.get(condition.id))) for condition in row.formula.conditions
                )
            )
        case OptionChosen(points=None):
            assert isinstance(row.formula, Options)
            option = next(each for each in row.formula.options if each.id == found.option)
            return draw(_chosen(option, settled=False))
        case TargetsAssessment():
            return TargetsAssessment(rows=tuple(draw(_refined_target(each)) for each in found.rows))
        case OptionChosen() | Judgement() | NotApplicable():
            return found
        case _:
            assert_never(found)


def _is_open(finding: ItemFinding | None) -> bool:
    return finding is None or (finding.met is None and finding.points is None and not finding.not_applicable)


@st.composite
def _refined_cases(draw: DrawFn, condition: Condition, found: Cases | None) -> Cases:
    if found is None or found.count is None:
        return draw(_cases(condition, settled=False))
    if found.deduct is None and condition.is_range:
        return evolve(found, deduct=draw(st.none() | _costs(condition)))
    return found


@st.composite
def _refined_target(draw: DrawFn, row: TargetRow) -> TargetRow:
    if row.rate is not None:
        return row
    counts = _quantities(FactQuantity.COUNT)
    target = draw(st.none() | counts) if row.target is None else row.target
    actual = draw(st.none() | counts) if row.actual is None else row.actual
    return evolve(row, target=target, actual=actual)
