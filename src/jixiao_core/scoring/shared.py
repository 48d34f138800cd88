"""Shared facts: rows that look at the same unknown figure move together, so their sum has a narrower hull."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import Extended, Interval, IntervalSet
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.scoring.knowledge import FactKnowledge, coefficients
from jixiao_core.scoring.rows import RowOutcome
from jixiao_core.scoring.totals import Joint

__all__ = ["SharedFact", "joint_of", "shared_facts"]

ZERO = Fraction(0)


@frozen(kw_only=True)
class SharedFact:
    """
    Rows that are open because of the same unknown facts.

    Attributes:
        rows: their ids.
        facts: the unknown facts that connect them.
        is_tight: whether their common hull was computed exactly.
    """

    rows: tuple[str, ...]
    facts: tuple[str, ...]
    is_tight: bool = False


def shared_facts(rows: Iterable[Indicator], outcomes: Mapping[str, RowOutcome]) -> tuple[SharedFact, ...]:
    """Return the sets of two or more open rows that unknown facts connect, in printed order."""
    groups: list[tuple[list[str], set[str]]] = []
    for row in rows:
        outcome = outcomes[row.id]
        if outcome.values is None or not outcome.missing:
            continue
        facts = set(outcome.missing)
        touching = [group for group in groups if group[1] & facts]
        merged = [name for group in touching for name in group[0]]
        groups = [group for group in groups if group not in touching]
        groups.append(([*merged, row.id], facts.union(*(group[1] for group in touching))))
    return tuple(SharedFact(rows=tuple(names), facts=tuple(sorted(facts))) for names, facts in groups if len(names) > 1)


@frozen(kw_only=True)
class _Part:
    """One row as a function of the shared fact x: curve((a + b·x) ÷ (c + d·x))."""

    curve: Curve
    domain: Interval
    a: Fraction
    b: Fraction
    c: Fraction
    d: Fraction

    def at(self, x: Fraction) -> Fraction | None:
        base = self.c + self.d * x
        if base <= 0:
            return None
        value = (self.a + self.b * x) / base
        return self.curve.at(value) if self.domain.contains(value) else None

    def critical(self) -> Iterator[Fraction]:
        """Where the points may jump or bend, the domain ends, or the base vanishes."""
        if self.d:
            yield -self.c / self.d
        ends: list[Extended] = [*self.curve.breakpoints, self.domain.low, self.domain.high]
        for level in ends:
            if isinstance(level, Fraction) and self.b != level * self.d:
                yield (level * self.c - self.a) / (self.b - level * self.d)

    @property
    def is_linear(self) -> bool:
        """Whether the points are constant or linear in x between critical values."""
        return not self.d or all(piece.slope == 0 for piece in self.curve.pieces)


def joint_of(
    shared: SharedFact, rows: Mapping[str, tuple[Indicator, Fraction]], facts: Mapping[str, FactKnowledge]
) -> Joint | None:
    """
    Return the exact hull of the sum of rows that share one unknown fact, or None where that is not simple.

    Args:
        shared: the rows and the facts that connect them.
        rows: row id to the row as it is read and its points.
        facts: what is known about the facts.
    """
    if len(shared.facts) != 1:
        return None
    (name,) = shared.facts
    parts = [_part(*rows[row], name, facts) for row in shared.rows]
    if any(part is None or not part.is_linear for part in parts):
        return None
    try:
        sums = IntervalSet.of(*_sums([part for part in parts if part is not None], facts[name].values))
    except _NotSimpleError:
        return None
    hull = sums.hull()
    return None if hull is None else Joint(rows=shared.rows, points=hull)


class _NotSimpleError(Exception):
    """Some value of the fact makes a row invalid or not applicable; the plain bounds stay."""


def _part(row: Indicator, maximum: Fraction, name: str, facts: Mapping[str, FactKnowledge]) -> _Part | None:
    formula, measure = row.formula, row.measure
    if measure is None or measure.absolute or not isinstance(formula, (Bands, DeductPerStep, Proportional)):
        return None
    if any(other != name and not facts[other].is_known for other in measure.facts):
        return None
    a, b = coefficients(measure.numerator, name, facts)
    c, d = coefficients(measure.denominator, name, facts) if measure.denominator else (Fraction(1), ZERO)
    return _Part(curve=curve_of(formula, maximum), domain=measure.domain, a=a, b=b, c=c, d=d)


def _total(parts: list[_Part], x: Fraction) -> Fraction:
    points = [part.at(x) for part in parts]
    if None in points:
        raise _NotSimpleError
    return sum((each for each in points if each is not None), ZERO)


def _sums(parts: list[_Part], values: Interval) -> Iterator[Interval]:
    """The sums at every critical value and on every open stretch between two of them."""
    critical = sorted({x for part in parts for x in part.critical() if values.contains(x)})
    for x in critical:
        yield Interval.point(_total(parts, x))
    ends: list[Extended] = [values.low, *critical, values.high]
    for left, right in pairwise(ends):
        if left != right:
            yield _stretch(parts, left, right)
    for end, is_open in ((values.low, values.low_open), (values.high, values.high_open)):
        if isinstance(end, Fraction) and not is_open:
            yield Interval.point(_total(parts, end))


def _stretch(parts: list[_Part], left: Extended, right: Extended) -> Interval:
    """The sums on an open stretch, where every part is constant or linear: two points tell the line."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        third = (right - left) / 3
        first, second = _total(parts, left + third), _total(parts, right - third)
        low, high = sorted((2 * first - second, 2 * second - first))
        return Interval.point(low) if low == high else Interval.open(low, high)
    if isinstance(left, Fraction):
        return Interval.point(_total(parts, left + 1))
    if isinstance(right, Fraction):
        return Interval.point(_total(parts, right - 1))
    return Interval.point(_total(parts, ZERO))
