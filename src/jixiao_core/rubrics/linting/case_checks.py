"""The cases that a clause prints: beside the curve, and beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import EMPTY, IntervalSet
from jixiao_core.exact.spans import points_span
from jixiao_core.rubrics.formulas import Bands
from jixiao_core.rubrics.linting.cases import PrintedCase, reached
from jixiao_core.rubrics.linting.fragments import Fragment
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView

__all__ = ["case_findings"]

MAX_CASES = 60
"""More cases than this are not compared pair by pair; official tables have up to six."""


def case_findings(view: RowView) -> Iterator[LintFinding]:
    """Yield where the curve scores otherwise than a printed case, and where printed cases leave or share a region."""
    if view.curve is None:
        return
    cases = view.cases.cases[:MAX_CASES]
    for case in cases:
        # What another case claims as well is told as such.
        others = [each for each in cases if each.points != case.points]
        claimed = _union(each.surely for each in others)
        # An edge that a case has only by the law (80%以下) is disputed by a range that may include it (80%-90%).
        open_edges = _union(each.perhaps for each in others) - case.plainly
        yield from _beside_curve(view, view.curve, case, case.surely - claimed - open_edges)
    is_whole = view.cases.is_complete and isinstance(view.row.formula, Bands)
    if is_whole and 2 <= len(view.cases.cases) <= MAX_CASES:  # noqa: PLR2004 - one case alone is a condition
        yield from _gaps(view, view.curve)
        yield from _shared(view)
        yield from _unclear(view)


def _union(sets: Iterable[IntervalSet]) -> IntervalSet:
    return IntervalSet(tuple(part for each in sets for part in each))


def _naming(values: IntervalSet, case: PrintedCase) -> Fragment:
    """The number of a case at which the values lie; its first where they lie between."""
    return next((each for each in case.fragments[:-1] if each.value in values), case.fragments[0])


def _beside_curve(view: RowView, curve: Curve, case: PrintedCase, named: IntervalSet) -> Iterator[LintFinding]:
    inside = named & view.domain
    if inside == EMPTY:
        if case.perhaps & view.domain == EMPTY:
            yield observed(
                "case_outside_domain",
                view.row.id,
                witness=view.levels(case.perhaps),
                fragment=case.fragments[0],
                domain=view.levels(view.domain),
            )
        return
    other = inside - curve.preimage(IntervalSet.points(case.points))
    if other == EMPTY:
        return
    place = _telling(other, case.fragments)
    yield observed(
        "case_differs",
        view.row.id,
        witness=view.levels(IntervalSet.points(place)),
        fragment=case.fragments[-1],
        printed=case.points,
        computed=curve.at(place),
    )


def _telling(values: IntervalSet, fragments: tuple[Fragment, ...]) -> Fraction:
    """A value that a reader recognises: a printed edge where one is inside, else a simple one."""
    edges = (each.value for each in fragments[:-1] if each.value in values)
    return next(edges, values.witness())


def _gaps(view: RowView, curve: Curve) -> Iterator[LintFinding]:
    named = _union(reached(case, view.cases.cases) for case in view.cases.cases)
    for part in view.domain - named:
        missing = IntervalSet.of(part)
        yield observed(
            "gap",
            view.row.id,
            witness=view.levels(missing),
            computed=points_span(curve.image(missing)),
        )


def _shared(view: RowView) -> Iterator[LintFinding]:
    for one, two in combinations(view.cases.cases, 2):
        both = one.surely & two.surely & view.domain
        if both != EMPTY and one.points != two.points:
            yield observed(
                "claimed_twice",
                view.row.id,
                witness=view.levels(both),
                fragment=_naming(both, two),
                first=one.points,
                second=two.points,
            )


def _unclear(view: RowView) -> Iterator[LintFinding]:
    """Edges that two cases print and neither claims (80%-90% beside 70%-80%, or 80%以下)."""
    plain = _union(case.plainly for case in view.cases.cases)
    for one, two in combinations(view.cases.cases, 2):
        edges = (one.perhaps & two.perhaps & view.domain) - plain - (one.surely & two.surely)
        if edges != EMPTY and one.points != two.points:
            yield observed(
                "edge_unclear",
                view.row.id,
                witness=view.levels(edges),
                fragment=_naming(edges, two),
                first=one.points,
                second=two.points,
            )
