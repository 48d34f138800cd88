"""Every number that a formula takes from its clause, with its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, assert_never

from attrs import evolve, frozen

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.spans import Span
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Formula,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import Adjustment, GradeCap
from jixiao_core.rubrics.indicators import Indicator, Pool
from jixiao_core.rubrics.measures import Measure

__all__ = ["Parameter", "ParameterKind", "adjustment_parameters", "cap_parameters", "level_span", "row_parameters"]

ParameterKind = Literal["level", "step", "award", "deduction", "maximum", "count", "words"]
"""
A value of the measure, the width of a step or one case, points given, points taken, the row's points, a number, or the
words of a condition that a person judges.
"""

ONE, ZERO = Fraction(1), Fraction(0)
_BASE = re.compile(
    r"(?:超过?|超出|低于|少于|达到|与)(?:年初|全年|核定|批复|规定)?(?:的)?(?:控制数|预算|计划|目标|定额|限额|上年)"
)
"""每超过控制数一个百分点, 与计划相比: the standard is the base itself, 100 % of it."""
_LATE = re.compile(r"每(?:迟|逾期|延迟|延期|推迟|缺|漏|少)")
"""每迟报2天: the standard is none at all."""
_NATURAL = ((ONE, ZERO), (ZERO, ONE))
"""Full at 100 % and nothing at 0 %, or the reverse: that is what 同比例 says without a number."""


@frozen(kw_only=True)
class Parameter:
    """
    One number of a rule.

    Attributes:
        path: where it stands, from the row: ``formula.bands[1].at_least``.
        kind: what it is.
        value: the number: levels as the measure has them, points otherwise.
        is_rate: whether a level is a rate.
        is_required: whether the clause has to print it; what its own column prints, or what words say, it need not.
        part: the printed words of the clause, option or condition that it belongs to.
        origin: the standard from which a level may be counted as well (超支10% is 110 % of the budget).
    """

    path: str
    kind: ParameterKind
    value: Fraction
    is_rate: bool = False
    is_required: bool = True
    part: str = ""
    origin: Fraction | None = None

    @property
    def span(self) -> Span:
        """The value with its unit."""
        values = IntervalSet.points(self.value)
        if self.kind in ("level", "step"):
            return level_span(values, is_rate=self.is_rate, is_step=self.kind == "step")
        return Span(values, "number" if self.kind == "count" else "points")


def level_span(values: IntervalSet, *, is_rate: bool, is_step: bool = False) -> Span:
    """Return values of a measure with their unit."""
    if not is_rate:
        return Span(values, "number")
    return Span(values, "pp" if is_step else "rate")


def row_parameters(row: Indicator, maximum: Fraction, pool: Pool | None = None) -> tuple[Parameter, ...]:
    """
    Return the parameters of a row in the order of its formula, its points first.

    Args:
        row: the row, as it is adopted.
        maximum: the row's points, or those of its pool.
        pool: the pool that it belongs to.
    """
    found = [Parameter(path="points", kind="maximum", value=maximum, is_required=False)]
    if pool is not None:
        members = Fraction(len(pool.members))
        found.append(Parameter(path="pool.members", kind="count", value=members, is_required=False))
    found.extend(_formula_parameters(row.formula, row.measure, row.quote))
    return tuple(found)


def _formula_parameters(formula: Formula, measure: Measure | None, clause: str) -> Iterator[Parameter]:
    is_rate = measure is not None and bool(measure.denominator)
    match formula:
        case Bands():
            yield from _bands(formula, is_rate=is_rate)
        case DeductPerStep():
            yield from _deduction(formula, clause, is_rate=is_rate)
        case Proportional():
            yield from _line(formula, clause, is_rate=is_rate)
        case Targets():
            required = formula.over_threshold != 1
            yield _level("over_threshold", formula.over_threshold, is_rate=True, is_required=required)
        case Checklist():
            yield from (
                _points(f"items[{position}].points", item.points, part=item.label.zh)
                for position, item in enumerate(formula.items)
            )
        case Nonconformities():
            yield from _conditions(formula)
        case Options():
            yield from _options(formula)
        case Judged():
            return
        case _:
            assert_never(formula)


def _level(name: str, value: Fraction, *, is_rate: bool, is_required: bool = True) -> Parameter:
    return Parameter(path=f"formula.{name}", kind="level", value=value, is_rate=is_rate, is_required=is_required)


def _points(name: str, value: Fraction, *, part: str = "", is_required: bool = True) -> Parameter:
    return Parameter(path=f"formula.{name}", kind="award", value=value, part=part, is_required=is_required)


def _taken(name: str, value: Fraction, *, part: str = "") -> Parameter:
    return Parameter(path=f"formula.{name}", kind="deduction", value=value, part=part)


def _bands(formula: Bands, *, is_rate: bool) -> Iterator[Parameter]:
    for position, band in enumerate(formula.bands):
        ((edge, level),) = band.edges
        yield _level(f"bands[{position}].{edge}", level, is_rate=is_rate)
        yield _points(f"bands[{position}].points", band.points)
    # A clause need not say that the rest scores nothing; a case that it forgets is a gap.
    yield _points("otherwise", formula.otherwise, is_required=formula.otherwise != 0)


def _deduction(formula: DeductPerStep, clause: str, *, is_rate: bool) -> Iterator[Parameter]:
    standard = formula.standard
    is_base = is_rate and standard == 1 and _BASE.search(clause)
    is_none = standard == 0 and _LATE.search(clause)
    yield _level("standard", standard, is_rate=is_rate, is_required=not (is_base or is_none))
    yield Parameter(path="formula.step", kind="step", value=formula.step, is_rate=is_rate)
    yield _taken("deduct", formula.deduct)
    if formula.zero_beyond is not None:
        origin = None if formula.side == "either" else standard
        yield evolve(_level("zero_beyond", formula.zero_beyond, is_rate=is_rate), origin=origin)


def _line(formula: Proportional, clause: str, *, is_rate: bool) -> Iterator[Parameter]:
    required = (formula.full_at, formula.zero_at) not in _NATURAL
    origin = formula.full_at
    in_words = is_rate and origin == 1 and _BASE.search(clause)
    yield _level("full_at", origin, is_rate=is_rate, is_required=required and not in_words)
    zero = _level("zero_at", formula.zero_at, is_rate=is_rate, is_required=required and formula.zero_at != 0)
    yield evolve(zero, origin=origin)
    if formula.cap is not None:
        yield _points("cap", formula.cap)
    yield _points("floor", formula.floor, is_required=formula.floor != 0)
    for name in ("zero_beyond", "zero_from"):
        edge = getattr(formula, name)
        if edge is not None:
            yield evolve(_level(name, edge, is_rate=is_rate), origin=origin)


def _conditions(formula: Nonconformities) -> Iterator[Parameter]:
    yield Parameter(path="formula.per", kind="step", value=ONE, is_required=False)
    for position, condition in enumerate(formula.conditions):
        for name in ("deduct", "deduct_low", "deduct_high"):
            value = getattr(condition, name)
            if value is not None:
                yield _taken(f"conditions[{position}].{name}", value, part=condition.label.zh)


def _options(formula: Options) -> Iterator[Parameter]:
    for position, option in enumerate(formula.options):
        for name in ("points", "low", "high"):
            value = getattr(option, name)
            if value is not None:
                yield _points(f"options[{position}].{name}", value, part=option.label.zh)


def adjustment_parameters(adjustment: Adjustment, ceiling: Fraction | None) -> tuple[Parameter, ...]:
    """
    Return the points of an adjustment, without their signs; one case and the most that a total can be, where printed.

    Args:
        adjustment: the adjustment.
        ceiling: the most that a total can be after adjustments.
    """
    named = (("low", adjustment.low), ("high", adjustment.high), ("per_case", adjustment.per_case or ZERO))
    found = [Parameter(path=name, kind="maximum", value=abs(value)) for name, value in named if value]
    found.append(Parameter(path="case", kind="step", value=ONE, is_required=False))
    if ceiling is not None:
        found.append(Parameter(path="total_ceiling", kind="maximum", value=ceiling, is_required=False))
    return tuple(found)


def cap_parameters(cap: GradeCap) -> tuple[Parameter, ...]:
    """Return the points of the condition of a cap, where it has some."""
    if cap.points_at_most is None:
        return ()
    return (Parameter(path="points_at_most", kind="maximum", value=cap.points_at_most),)
