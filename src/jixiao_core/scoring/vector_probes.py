"""Probes: the measures at which a test vector can tell one curve from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from attrs import frozen

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.rounding import Rounding
from jixiao_core.rubrics.formulas import Bands, CurveFormula, DeductPerStep, Proportional
from jixiao_core.rubrics.lowering import curve_of

__all__ = ["NEAR", "Probes", "probes_of"]

NEAR = Fraction(1, 10**12)
"""How far the neighbours of an edge are from it, where they are measures and not facts."""

FAR = Fraction(1000)
"""How far beyond the last edge the far ends are."""

THIRD = Fraction(1, 3)


@frozen(kw_only=True)
class Probes:
    """
    Where a curve is to be tried.

    Attributes:
        edges: the places where it may change, the ends of the domain among them, ascending; each with its neighbours.
        inner: places inside its pieces, two where a piece is sloped, and its far ends.
    """

    edges: tuple[Fraction, ...]
    inner: tuple[Fraction, ...]

    @property
    def measures(self) -> tuple[Fraction, ...]:
        """Every measure to be tried, ascending, each once."""
        near = min([NEAR, *((high - low) / 4 for low, high in pairwise(self.edges))])
        around = (edge + side * near for edge in self.edges for side in (-1, 0, 1))
        return tuple(sorted({*around, *self.inner}))


def probes_of(formula: CurveFormula, maximum: Fraction, domain: Interval, rounding: Rounding | None) -> Probes:
    """
    Return the probes of a formula over a measure.

    Args:
        formula: the formula.
        maximum: the points of its row.
        domain: the measures that make sense.
        rounding: the rounding of measures, if the rubric has one.

    >>> from jixiao_core.rubrics.formulas import Band
    >>> formula = Bands(bands=(Band(at_least="60%", points=2),))
    >>> probes_of(formula, Fraction(2), Interval.parse("[0, 1]"), None).edges
    (Fraction(0, 1), Fraction(3, 5), Fraction(1, 1))
    """
    curve = curve_of(formula, maximum)
    named = {*curve.breakpoints, *_named_edges(formula)}
    if rounding is not None:
        named |= {end for edge in named for end in _cell_ends(edge, rounding)}
    ends = {end for end in (domain.low, domain.high) if isinstance(end, Fraction)}
    edges = tuple(sorted({edge for edge in named if domain.contains(edge)} | ends))
    return Probes(edges=edges, inner=tuple(sorted(set(_inner(curve, domain, edges)))))


def _named_edges(formula: CurveFormula) -> Iterator[Fraction]:
    """The measures that the formula names; between bands of equal points the curve does not show them."""
    match formula:
        case Bands():
            yield from (level for band in formula.bands for _, level in band.edges)
        case DeductPerStep():
            yield formula.standard
            if formula.zero_beyond is not None and formula.side == "either":
                yield from (formula.standard - formula.zero_beyond, formula.standard + formula.zero_beyond)
            elif formula.zero_beyond is not None:
                yield formula.zero_beyond
        case Proportional():
            cuts = (formula.full_at, formula.zero_at, formula.zero_beyond, formula.zero_from)
            yield from (level for level in cuts if level is not None)
        case _:
            assert_never(formula)


def _cell_ends(edge: Fraction, rounding: Rounding) -> Iterator[Fraction]:
    """The multiples on both sides of an edge, and where measures stop rounding to them."""
    below = edge // rounding.quantum * rounding.quantum
    for multiple in (below, below + rounding.quantum):
        yield multiple
        cell = rounding.cell(multiple)
        yield from (end for end in (cell.low, cell.high) if isinstance(end, Fraction))


def _inner(curve: Curve, domain: Interval, edges: Iterable[Fraction]) -> Iterator[Fraction]:
    for low, high in pairwise(edges):
        yield from _between(curve, low, high)
    for end, side in ((domain.low, -1), (domain.high, 1)):
        if not isinstance(end, Fraction):
            outermost = max((edge * side for edge in edges), default=Fraction(0)) * side
            yield outermost + side * FAR
    if not curve.breakpoints and IntervalSet.of(domain):
        yield from (place for place in (Fraction(1, 2),) if domain.contains(place))


def _between(curve: Curve, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """One place between two edges, two where the curve is sloped there."""
    places = (low + (high - low) * THIRD, high - (high - low) * THIRD)
    yield from places if curve.piece_at(places[0]).slope else places[:1]
