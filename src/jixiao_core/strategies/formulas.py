"""Formulas of all eight kinds, and measures over a handful of facts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from jixiao_core.exact.intervals import Interval
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formulas import (
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    Condition,
    CurveFormula,
    DeductPerStep,
    Formula,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.measures import Measure

__all__ = ["COUNTS", "MONIES", "curve_formulas", "measures", "other_formulas", "parts_of"]

COUNTS = ("staff", "posts")
MONIES = ("spent", "budget", "returned")

_LEVELS = st.fractions(min_value=0, max_value=2, max_denominator=20)
_DOMAINS = ("[0, inf)", "[0, 1]", "(-inf, inf)")


def parts_of(maximum: Fraction) -> SearchStrategy[Fraction]:
    """Return points between 0 and a maximum, ends included, on a grid of twentieths."""
    return st.integers(0, 20).map(lambda twentieths: maximum * twentieths / 20)


def _positive_parts_of(maximum: Fraction) -> SearchStrategy[Fraction]:
    return st.integers(1, 20).map(lambda twentieths: maximum * twentieths / 20)


@st.composite
def measures(draw: DrawFn) -> Measure:
    """Return ratios over shared facts, changes, absolute values and plain amounts."""
    shape = draw(st.sampled_from(["ratio", "ratio", "ratio", "change", "net", "plain"]))
    top, base = draw(st.sampled_from([COUNTS, MONIES[:2], MONIES[1:]]))
    common: dict[str, Any] = {
        "domain": Interval.parse(draw(st.sampled_from(_DOMAINS))),
        "over_zero": draw(st.sampled_from(["worst", "best"])),
        "zero_over_zero": draw(st.none() | _LEVELS),
    }
    match shape:
        case "change":
            is_absolute = draw(st.booleans())
            return Measure(
                numerator=(Term(top), Term(base, -1)),
                denominator=(Term(base),),
                absolute=is_absolute,
                **{**common, "domain": Interval.parse("[0, inf)" if is_absolute else "(-inf, inf)")},
            )
        case "net":
            rest = draw(st.sampled_from(MONIES))
            return Measure(numerator=(Term("spent"), Term(rest, -1)), denominator=(Term("budget"),), **common)
        case "plain":
            return Measure(numerator=(Term(draw(st.sampled_from(COUNTS)), Fraction(1, 10)),), domain=common["domain"])
        case _:
            return Measure(numerator=(Term(top),), denominator=(Term(base),), **common)


def curve_formulas(maximum: Fraction) -> SearchStrategy[CurveFormula]:
    """Return formulas over a measure for a row of `maximum` points."""
    return st.one_of(_bands(maximum), _deductions(maximum), _lines(maximum))


@st.composite
def _bands(draw: DrawFn, maximum: Fraction) -> Bands:
    edges = draw(st.lists(_LEVELS, min_size=1, max_size=4, unique=True))
    is_falling = draw(st.booleans())
    names = ("at_least", "above") if is_falling else ("at_most", "below")
    bands = [
        Band(points=draw(parts_of(maximum)), **{draw(st.sampled_from(names)): edge})
        for edge in sorted(edges, reverse=is_falling)
    ]
    return Bands(bands=tuple(bands), otherwise=draw(parts_of(maximum)))


@st.composite
def _deductions(draw: DrawFn, maximum: Fraction) -> DeductPerStep:
    sides: tuple[Literal["above", "below", "either"], ...] = ("above", "below", "either")
    side = draw(st.sampled_from(sides))
    standard = draw(_LEVELS)
    distance = draw(st.none() | _LEVELS)
    edge = None
    if distance is not None:
        edge = {"above": standard + distance, "below": standard - distance, "either": distance}[side]
    return DeductPerStep(
        standard=standard,
        side=side,
        step=draw(st.sampled_from(["1pp", "3pp", "5pp", "1/10", "1/3"])),
        deduct=draw(_positive_parts_of(maximum)),
        part_step=draw(st.sampled_from(["ignore", "count", "proportional"])),
        zero_beyond=edge,
    )


@st.composite
def _lines(draw: DrawFn, maximum: Fraction) -> Proportional:
    zero, full = draw(st.lists(_LEVELS, min_size=2, max_size=2, unique=True))
    low, high = sorted((zero, full))
    cap = draw(st.none() | _positive_parts_of(maximum))
    cut = draw(st.sampled_from([None, "zero_beyond", "zero_from"]))
    more: dict[str, Any] = {cut: draw(st.sampled_from([low, (low + high) / 2, high]))} if cut else {}
    floor = draw(st.just(Fraction(0)) | parts_of(maximum if cap is None else cap))
    return Proportional(full_at=full, zero_at=zero, cap=cap, floor=floor, **more)


def other_formulas(maximum: Fraction) -> SearchStrategy[Formula]:
    """Return formulas over assessments for a row of `maximum` points."""
    targets = st.builds(
        Targets,
        over_achievement=st.sampled_from(["cap", "explain", "reduce", "zero"]),
        over_threshold=st.sampled_from(["100%", "120%"]),
        key_target=st.sampled_from(["as_others", "zero_row"]),
    )
    judged = st.builds(Judged, must_tailor=st.booleans())
    return st.one_of(_checklists(maximum), _nonconformities(maximum), _options(maximum), targets, judged)


@st.composite
def _checklists(draw: DrawFn, maximum: Fraction) -> Checklist:
    count = draw(st.integers(1, 4))
    items = []
    for number in range(count):
        earlier = [f"item_{n}" for n in range(number)]
        requires = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
        points = maximum / count if draw(st.booleans()) else maximum / count / 2
        label = Text(f"第{number}条")
        items.append(ChecklistItem(id=f"item_{number}", label=label, points=points, requires=tuple(requires)))
    return Checklist(items=tuple(items), partial_credit=draw(st.booleans()))


@st.composite
def _nonconformities(draw: DrawFn, maximum: Fraction) -> Nonconformities:
    conditions = []
    for number in range(draw(st.integers(1, 3))):
        name, label = f"condition_{number}", Text(f"情形{number}")
        if draw(st.booleans()):
            conditions.append(Condition(id=name, label=label, deduct=draw(_positive_parts_of(maximum))))
        else:
            conditions.append(Condition(id=name, label=label, deduct_low=maximum / 4, deduct_high=maximum / 2))
    return Nonconformities(conditions=tuple(conditions), per=draw(st.sampled_from(["case", "condition"])))


@st.composite
def _options(draw: DrawFn, maximum: Fraction) -> Options:
    options = []
    for number in range(draw(st.integers(2, 4))):
        name, label = f"option_{number}", Text(f"状态{number}")
        if draw(st.booleans()):
            options.append(Option(id=name, label=label, points=draw(parts_of(maximum))))
        else:
            options.append(
                Option(
                    id=name,
                    label=label,
                    low=maximum / 5,
                    high=maximum * 4 / 5,
                    low_open=draw(st.booleans()),
                    high_open=draw(st.booleans()),
                )
            )
    return Options(options=tuple(options))
