"""Small rubrics: every formula kind, groups, pools, choices, readings, rounding, adjustments, grades."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
from jixiao_core.rubrics.formulas import Checklist, Formula
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, NotApplicablePolicy, Pool, Question, Reading
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, Source
from jixiao_core.strategies.formulas import COUNTS, MONIES, curve_formulas, measures, other_formulas

__all__ = ["rubrics"]

_POLICIES: tuple[NotApplicablePolicy, ...] = ("full_points", "reallocate", "rescale", "zero")
_MAXIMA = st.sampled_from([Fraction(2), Fraction(5, 2), Fraction(3), Fraction(5), Fraction(8)])


def _question(name: str, label: str, answers: dict[str, str]) -> Question:
    return Question(
        id=name,
        label=Text(label),
        answers=tuple(Answer(id=each, note=Text(note)) for each, note in answers.items()),
        adopted_by=Text("示例单位"),
        adopted_on="2024-01-01",
        reason=Text("字面如此"),
    )


_QUESTIONS = (
    _question("way", "如何理解", {"first": "其一", "second": "其二"}),
    _question("scope", "按什么口径", {"narrow": "窄口径", "wide": "宽口径", "widest": "最宽口径"}),
)
"""Readings of the first replace formulas, those of the second measures, so that every two answers go together."""


def _facts() -> tuple[FactDefinition, ...]:
    kinds = {**dict.fromkeys(COUNTS, FactQuantity.COUNT), **dict.fromkeys(MONIES, FactQuantity.MONEY)}
    return tuple(
        FactDefinition(id=name, label=Text(name), quantity=kind, definition=Text(name)) for name, kind in kinds.items()
    )


@st.composite
def _rows(draw: DrawFn, name: str, points: Fraction | None, maximum: Fraction) -> Indicator:
    is_measured = draw(st.booleans())
    policy = draw(st.none() | st.sampled_from(_POLICIES))
    readings: list[Reading] = []
    if is_measured and draw(st.booleans()):
        readings.append(Reading(question="way", id="second", formula=draw(curve_formulas(maximum))))
    scopes = [each for each in ("wide", "widest") if is_measured and draw(st.sampled_from([False, False, True]))]
    readings.extend(Reading(question="scope", id=each, measure=draw(measures())) for each in scopes)
    formula = draw(curve_formulas(maximum) if is_measured else other_formulas(maximum))
    return Indicator(
        id=name,
        label=Text(f"指标{name}"),
        points=points,
        clause="条款",
        source=Source(table="示例评分表", row=1),
        measure=draw(measures()) if is_measured else None,
        formula=formula,
        readings=tuple(readings),
        not_applicable=policy,
        documents=draw(_demands(formula)),
    )


@st.composite
def _demands(draw: DrawFn, formula: Formula) -> tuple[DocumentDemand, ...]:
    """No paper, one for the whole row, or one for some items of a checklist."""
    if not draw(st.booleans()):
        return ()
    items: list[str] = []
    if isinstance(formula, Checklist):
        items = draw(st.lists(st.sampled_from([item.id for item in formula.items]), unique=True))
    return (DocumentDemand(id="paper", label=Text("佐证资料"), clause="需提供佐证资料", items=tuple(items)),)


@st.composite
def _group(draw: DrawFn, name: str) -> tuple[Group, tuple[Indicator, ...], tuple[Pool, ...]]:
    kind = draw(st.sampled_from(["all", "all", "one", "pool"]))
    count = draw(st.integers(2 if kind != "all" else 1, 3))
    names = [f"{name}.row_{number}" for number in range(count)]
    if kind == "pool":
        total = draw(_MAXIMA)
        rows = [draw(_rows(each, None, total / count)) for each in names]
        pool = Pool(id=f"{name}.pool", label=Text("共享"), points=total, members=tuple(names))
        return Group(id=name, label=Text(name), points=total), tuple(rows), (pool,)
    if kind == "one":
        total = draw(_MAXIMA)
        rows = [draw(_rows(each, total, total)) for each in names]
        return Group(id=name, label=Text(name), points=total, choose="one"), tuple(rows), ()
    maxima = [draw(_MAXIMA) for _ in names]
    rows = [draw(_rows(each, maximum, maximum)) for each, maximum in zip(names, maxima, strict=True)]
    policy = draw(st.none() | st.sampled_from(_POLICIES))
    return Group(id=name, label=Text(name), points=sum(maxima, Fraction(0)), not_applicable=policy), tuple(rows), ()


@st.composite
def _rounding(draw: DrawFn) -> tuple[RoundingStep, ...]:
    places: tuple[tuple[Literal["measure", "indicator", "group", "total"], str], ...] = (
        ("measure", "1%"),
        ("indicator", "0.1"),
        ("group", "0.1"),
        ("total", "0.5"),
    )
    steps = []
    for place, quantum in places:
        if draw(st.sampled_from([False, False, False, True])):
            mode = draw(st.sampled_from(["half_up", "half_even", "up", "down", "ceiling", "floor"]))
            steps.append(RoundingStep(at=place, quantum=quantum, mode=mode))
    return tuple(steps)


def _adjustments(total: Fraction) -> tuple[Adjustment, ...]:
    return (
        Adjustment(id="bonus", label=Text("加分"), clause="加分不超过", high=total / 10),
        Adjustment(id="malus", label=Text("扣分"), clause="每例扣分", low=-total / 5, per_case=-total / 20),
    )


@st.composite
def rubrics(draw: DrawFn) -> Rubric:
    """
    Return valid rubrics of one or two groups with up to three rows each.

    All formula kinds occur, shared facts, pools, choose-one groups, questions of two and three answers, the four policies
    for rows that do not apply, rounding at every place, adjustments, a ceiling above the sum, and ratings.
    """
    groups: list[Group] = []
    rows: list[Indicator] = []
    pools: list[Pool] = []
    for number in range(draw(st.integers(1, 2))):
        group, members, shared = draw(_group(f"group_{number}"))
        groups.append(group)
        rows.extend(members)
        pools.extend(shared)
    total = sum((group.points for group in groups), Fraction(0))
    has_adjustments = draw(st.sampled_from([False, False, True]))
    scale = GradeScale(
        grades=(
            Grade(name="优", en="Excellent", at_least=total * 9 / 10),
            Grade(name="良", en="Good", at_least=total * 3 / 5),
            Grade(name="差", en="Poor", at_least=0),
        )
    )
    return Rubric(
        series="generated",
        edition=2024,
        revision=draw(st.integers(1, 9)),
        kind="project",
        title=Text("示例评分表"),
        issuer=Issuer(zh="示例财政局"),
        fiscal_years=FiscalYears(first=2020, last=2030),
        points=total,
        not_applicable=draw(st.sampled_from(_POLICIES)),
        rounding=draw(_rounding()),
        grades=draw(st.none() | st.just(scale)),
        adjustments=_adjustments(total) if has_adjustments else (),
        total_ceiling=draw(st.sampled_from([None, total * 11 / 10])) if has_adjustments else None,
        questions=tuple(
            question
            for question in _QUESTIONS
            if any(reading.question == question.id for row in rows for reading in row.readings)
        ),
        groups=tuple(groups),
        pools=tuple(pools),
        indicators=tuple(rows),
        facts=_facts(),
    )
