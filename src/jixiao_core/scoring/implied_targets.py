"""What a score implies about targets: the mean completion that it needs, and what that leaves for each open target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import INF, Interval, IntervalSet
from jixiao_core.exact.quantities import Quantity, canonical
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Targets
from jixiao_core.rubrics.lowering import target_row
from jixiao_core.scoring.assessments import Assessment, TargetRow, TargetsAssessment
from jixiao_core.scoring.implied_parts import ImpliedAssessment, ImpliedPart
from jixiao_core.scoring.span import Span, quantity_unit
from jixiao_core.scoring.targets import completion

__all__ = ["implied_targets"]

ZERO = Fraction(0)
ONE = Fraction(1)
MET = IntervalSet.of(Interval.at_least(1))
MISSED = IntervalSet.of(Interval(0, 1, False, True))
ANY = IntervalSet.of(Interval.at_least(0))


def implied_targets(
    formula: Targets, found: Assessment | None, wanted: IntervalSet, maximum: Fraction
) -> ImpliedAssessment:
    """
    Return which completion rates of each target let a row score one of the wanted points.

    Args:
        formula: the rules of over-achievement and key targets.
        found: the targets, as far as they are known; each is looked at with the others anywhere that is possible.
        wanted: the points.
        maximum: the points of the row.
    """
    mean = wanted.times(ONE / maximum)
    rows = found.rows if isinstance(found, TargetsAssessment) else ()
    curve = target_row(formula)
    parts = tuple(_part(formula, curve, rows, place, mean) for place in range(len(rows)))
    return ImpliedAssessment(parts=parts, mean=Span(mean, "rate"))


def _part(formula: Targets, curve: Curve, rows: Sequence[TargetRow], place: int, mean: IntervalSet) -> ImpliedPart:
    row = rows[place]
    rates = IntervalSet(tuple(each for case in _cases(formula, curve, rows, place, mean) for each in case))
    return ImpliedPart(
        id=str(place),
        label=Text(row.label),
        is_found=completion(row) is not None,
        values=Span(rates, "rate"),
        figures=_figures(row, rates),
    )


def _cases(
    formula: Targets, curve: Curve, rows: Sequence[TargetRow], place: int, mean: IntervalSet
) -> Iterator[IntervalSet]:
    """The rates of one target, itself taken as open: no key target missed, then some key target missed."""
    decides = formula.key_target == "zero_row"
    others = [each for number, each in enumerate(rows) if number != place]
    known = {number: rate for number, each in enumerate(rows) if (rate := completion(each)) is not None}
    missed = any(each.key and (rate := completion(each)) is not None and rate < 1 for each in others)
    if not (decides and missed):
        weight = sum((each.weight for each in rows), ZERO)
        rest = IntervalSet.points(ZERO)
        for number, each in enumerate(rows):
            if number != place:
                own = known.get(number)
                open_rates = MET if decides and each.key else ANY
                shares = curve.image(open_rates if own is None else IntervalSet.points(own))
                rest = rest.plus(shares.times(each.weight / weight))
        left = mean.plus(rest.times(-ONE)).times(weight / rows[place].weight)
        yield curve.preimage(left) & (MET if decides and rows[place].key else ANY)
    if decides and ZERO in mean:
        if missed or any(each.key and completion(each) is None for each in others):
            yield ANY
        if rows[place].key:
            yield MISSED


def _figures(row: TargetRow, rates: IntervalSet) -> Span | None:
    """The actual figures with these rates; a target of 0 tells nothing about them."""
    if row.target is None or (target := canonical(row.target)) <= 0:
        return None
    if row.comparator == "at_least":
        return _span(row.target, rates.times(target))
    figures = [_divided(target, each) for each in rates]
    # The least figure, 0, is complete.
    zero = IntervalSet.points(ZERO) if ONE in rates else IntervalSet(())
    return _span(row.target, IntervalSet(tuple(each for each in figures if each is not None)) | zero)


def _divided(target: Fraction, rates: Interval) -> Interval | None:
    """The figures of which the target is such a multiple."""
    high = target / rates.low if isinstance(rates.low, Fraction) and rates.low > 0 else INF
    if not isinstance(rates.high, Fraction):
        return Interval(ZERO, high, True, rates.low_open)
    if rates.high == 0:
        return None
    return Interval(target / rates.high, high, rates.high_open, rates.low_open)


def _span(target: Quantity, values: IntervalSet) -> Span:
    unit = quantity_unit(target)
    return Span(values.integers() if unit == "count" else values, unit)
