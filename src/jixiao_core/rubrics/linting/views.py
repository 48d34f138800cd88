"""A row as every check looks at it."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, frozen

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.spans import Span
from jixiao_core.messages import NO_TEXT, Text
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.linting.cases import PrintedCases, printed_cases
from jixiao_core.rubrics.linting.covering import ClauseCoverage, Coverage, maximum_of
from jixiao_core.rubrics.linting.parameters import level_span
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["RowView", "directions", "row_views"]


@frozen(kw_only=True)
class RowView:
    """
    A row with what follows from it.

    Attributes:
        row: the row, as it is read.
        maximum: its points, or those of its pool.
        is_pooled: whether the points are shared.
        clause: its clause beside its parameters.
        curve: from the measure to points, where the formula has one.
        domain: the measures that make sense.
        cases: what its clause prints.
        unit: what a measure that is no rate counts, such as 天; empty where its facts do not say.
    """

    row: Indicator
    maximum: Fraction
    is_pooled: bool
    clause: ClauseCoverage
    curve: Curve | None
    domain: IntervalSet
    cases: PrintedCases
    unit: Text = NO_TEXT

    @property
    def is_rate(self) -> bool:
        """Whether the measure is a ratio."""
        return self.row.measure is not None and bool(self.row.measure.denominator)

    def levels(self, values: IntervalSet) -> Span:
        """Return values of the measure with their unit."""
        span = level_span(values, is_rate=self.is_rate)
        return span if self.is_rate else evolve(span, suffix=self.unit)


def row_views(rubric: Rubric, covered: Coverage) -> tuple[RowView, ...]:
    """Return the rows of a rubric in their order, under its answers."""
    return tuple(_view(rubric, row, clause) for row, clause in zip(rubric.indicators, covered.clauses, strict=False))


def _view(rubric: Rubric, printed: Indicator, clause: ClauseCoverage) -> RowView:
    row = rubric.read(printed)
    maximum = maximum_of(rubric, row)
    measure, formula = row.measure, row.formula
    is_rate = measure is not None and bool(measure.denominator)
    curve = None
    if isinstance(formula, (Bands, DeductPerStep, Proportional)):
        curve = curve_of(formula, maximum)
    return RowView(
        row=row,
        maximum=maximum,
        is_pooled=row.points is None,
        clause=clause,
        curve=curve,
        domain=IntervalSet.of(Interval.everything() if measure is None else measure.domain),
        cases=printed_cases(clause.fragments, maximum, is_rate=is_rate),
        unit=_unit(rubric, measure),
    )


def _unit(rubric: Rubric, measure: Measure | None) -> Text:
    """The unit that all facts of a measure have, each counted once."""
    used = {term.fact for term in measure.numerator} if measure is not None else set()
    units = {fact.unit for fact in rubric.facts if fact.id in used}
    return units.pop() if len(units) == 1 else NO_TEXT


def directions(view: RowView) -> tuple[tuple[int, Fraction], ...]:
    """
    Return where the points of a curve rise (1) and fall (−1) as the measure grows inside its domain, in order.

    Each with the place where it begins.
    """
    found: list[tuple[int, Fraction]] = []
    last: Fraction | None = None
    if view.curve is None:
        return ()
    for piece, part in view.curve.parts(view.domain):
        start, stop = _ends(piece.at, part, piece.constant, is_flat=piece.slope == 0)
        place = part.low if isinstance(part.low, Fraction) else None
        if last is not None and start != last and place is not None:
            found.append((1 if start > last else -1, place))
        if stop != start and place is not None:
            found.append((1 if stop > start else -1, place))
        last = stop
    return tuple(found)


def _ends(at: object, part: Interval, constant: Fraction, *, is_flat: bool) -> tuple[Fraction, Fraction]:
    """The limits of a piece at both ends of its part."""
    if is_flat:
        return constant, constant
    assert callable(at)
    assert isinstance(part.low, Fraction)
    assert isinstance(part.high, Fraction)
    return at(part.low), at(part.high)
