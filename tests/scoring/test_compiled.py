"""
The integer closures of settled sheets against the curves: two implementations of one rule.

They must agree at every breakpoint, at its closest neighbours on a fine grid, and in between.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import Interval
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import (
    Band,
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
)
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import Cases, CasesFound
from jixiao_core.scoring.compiled import compiled
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.score import score

MAXIMUM = Fraction(6)
levels = st.fractions(min_value=-1, max_value=2, max_denominator=40)
widths = st.fractions(min_value=Fraction(1, 200), max_value=1, max_denominator=200)
losses = st.sampled_from([Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1), Fraction(7, 3), Fraction(6)])
points = st.fractions(min_value=0, max_value=MAXIMUM, max_denominator=20)


@st.composite
def bands(draw):
    edges = draw(st.lists(levels, min_size=1, max_size=5, unique=True))
    falling = draw(st.booleans())
    names = ("at_least", "above") if falling else ("at_most", "below")
    rows = [
        Band(points=draw(points), **{draw(st.sampled_from(names)): edge}) for edge in sorted(edges, reverse=falling)
    ]
    return Bands(bands=tuple(rows), otherwise=draw(points))


@st.composite
def deductions(draw):
    standard, side = draw(levels), draw(st.sampled_from(["above", "below", "either"]))
    distance = draw(st.none() | st.fractions(min_value=0, max_value=2, max_denominator=40))
    edge = None
    if distance is not None:
        edge = {"above": standard + distance, "below": standard - distance, "either": distance}[side]
    return DeductPerStep(
        standard=standard,
        side=side,
        step=draw(widths),
        deduct=draw(losses),
        part_step=draw(st.sampled_from(["ignore", "count", "proportional"])),
        zero_beyond=edge,
    )


@st.composite
def lines(draw):
    zero, full = draw(st.tuples(levels, levels).filter(lambda pair: pair[0] != pair[1]))
    cap = draw(st.none() | points)
    floor = draw(st.fractions(min_value=0, max_value=MAXIMUM if cap is None else cap, max_denominator=20))
    low, high = sorted((zero, full))
    name = draw(st.sampled_from([None, "zero_beyond", "zero_from"]))
    cut = {name: draw(st.fractions(min_value=low, max_value=high, max_denominator=100))} if name else {}
    return Proportional(full_at=full, zero_at=zero, cap=cap, floor=floor, **cut)


def fact(name: str) -> FactDefinition:
    return FactDefinition(
        id=name, label=Text(name), quantity=FactQuantity.NUMBER, definition=Text(name), may_be_negative=True
    )


def table(formula, maximum: Fraction = MAXIMUM) -> Rubric:
    measure = None
    if isinstance(formula, (Bands, DeductPerStep, Proportional)):
        measure = Measure(numerator=(Term("top"),), denominator=(Term("base"),), domain=Interval.everything())
    row = Indicator(
        id="row",
        label=Text("指标"),
        points=maximum,
        clause="条款",
        source=Source(table="表"),
        measure=measure,
        formula=formula,
    )
    return Rubric(
        series="one-row",
        edition=2021,
        revision=1,
        kind="project",
        title=Text("一行"),
        issuer=Issuer(zh="某局"),
        fiscal_years=FiscalYears(first=2021, last=2021),
        points=maximum,
        indicators=(row,),
        facts=(fact("top"), fact("base")) if measure else (),
    )


@given(formula=bands() | deductions() | lines(), scale=st.integers(min_value=1, max_value=10**9), data=st.data())
def test_closures_equal_curves_at_every_breakpoint_and_its_neighbours(formula, scale, data):
    curve = curve_of(formula, MAXIMUM)
    program = compiled(table(formula))
    between = data.draw(levels)
    for place in (*curve.breakpoints, between):
        base = place.denominator * scale
        for top in (place.numerator * scale - 1, place.numerator * scale, place.numerator * scale + 1):
            found = program.run({"top": top, "base": base}, {})
            assert Fraction(found) / program.scale == curve.at(Fraction(top, base)), (top, base)


@given(formula=bands() | deductions() | lines(), place=levels)
def test_sheets_equal_the_computation_with_sets(formula, place):
    """A settled sheet by closures has the total that the sets give."""
    rubric = table(formula)
    sheet = score(rubric, Evidence.of(rubric, facts={"top": place.numerator, "base": place.denominator}))
    assert sheet.detail.totals.total.is_point
    assert sheet.points == sheet.detail.totals.total.low


@pytest.mark.parametrize(
    "facts",
    [{}, {"top": 1}, {"base": 1}, {"top": 1, "base": 0}, {"top": 0, "base": 0}, {"top": 1, "base": -1}],
)
def test_what_is_not_plainly_known_is_left_to_the_sets(facts):
    formula = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
    assert compiled(table(formula)).run(facts, {}) is None


def item(name: str, worth: str, *requires: str) -> ChecklistItem:
    return ChecklistItem(id=name, label=Text(name), points=worth, requires=requires)


CHECKLIST = Checklist(items=(item("one", "2"), item("two", "1.5"), item("three", "2.5", "two")))
CONDITIONS = Nonconformities(
    conditions=(
        Condition(id="fixed", label=Text("甲"), deduct="0.3"),
        Condition(id="chosen", label=Text("乙"), deduct_low=1, deduct_high=4),
    )
)
STATES = Options(
    options=(Option(id="full", label=Text("及时"), points=6), Option(id="part", label=Text("否"), low=1, high=3))
)


@given(met=st.fixed_dictionaries({}, optional={name: st.booleans() for name in ("one", "two", "three")}))
def test_checklists(met):
    rubric = table(CHECKLIST)
    sheet = score(rubric, Evidence.of(rubric, assessments={"row": met}))
    assert sheet.possible == sheet.detail.totals.total


@given(
    fixed=st.none() | st.integers(min_value=0, max_value=30),
    chosen=st.none() | st.integers(min_value=0, max_value=3),
    deduct=st.none() | st.fractions(min_value=1, max_value=4, max_denominator=7),
)
def test_nonconformities(fixed, chosen, deduct):
    rubric = table(CONDITIONS)
    cases = (Cases(condition="fixed", count=fixed), Cases(condition="chosen", count=chosen, deduct=deduct))
    sheet = score(rubric, Evidence.of(rubric, assessments={"row": CasesFound(cases=cases)}))
    assert sheet.possible == sheet.detail.totals.total


@pytest.mark.parametrize("option", ["full", "part"])
def test_options(option):
    rubric = table(STATES)
    sheet = score(rubric, Evidence.of(rubric, assessments={"row": option}))
    assert sheet.possible == sheet.detail.totals.total


@given(judged=points)
def test_judgements(judged):
    rubric = table(Judged())
    sheet = score(rubric, Evidence.of(rubric, assessments={"row": judged}))
    assert sheet.points == judged == sheet.detail.totals.total.low
