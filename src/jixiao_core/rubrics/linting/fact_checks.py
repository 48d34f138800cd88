"""Facts and measures across rows: what is counted twice, what a larger base does, what 0 ÷ 0 does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView, directions
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["fact_findings", "measure_findings"]


def measure_findings(rubric: Rubric, view: RowView) -> Iterator[LintFinding]:
    """Yield what is to be known about the measure of one row."""
    measure = view.row.measure
    if measure is None:
        return
    if not measure.label.zh:
        yield observed("measure_unexplained", view.row.id, facts=_labels(rubric, measure.facts))
    if not measure.denominator:
        return
    if measure.over_zero == "best":
        yield observed("over_zero_best", view.row.id, parameter="measure.over_zero", base=_base(rubric, measure))
    if _is_change(measure) and measure.zero_over_zero is None:
        yield observed(
            "no_change_unstated", view.row.id, parameter="measure.zero_over_zero", base=_base(rubric, measure)
        )
    yield from _incentives(rubric, view, measure)


def _labels(rubric: Rubric, facts: Sequence[str]) -> tuple[Text, ...]:
    labels = {fact.id: fact.label for fact in rubric.facts}
    return tuple(labels[name] for name in facts)


def _base(rubric: Rubric, measure: Measure) -> tuple[Text, ...]:
    return _labels(rubric, tuple(term.fact for term in measure.denominator))


def _is_change(measure: Measure) -> bool:
    """Whether it is (a − b) ÷ b."""
    taken = {term.fact for term in measure.numerator if term.times < 0}
    return bool(measure.denominator) and all(term.fact in taken for term in measure.denominator)


def _incentives(rubric: Rubric, view: RowView, measure: Measure) -> Iterator[LintFinding]:
    """A measure that costs points as it grows can be made smaller by a larger base."""
    found = directions(view)
    if measure.absolute or not found or any(direction > 0 for direction, _ in found):
        return
    growing = tuple(term.fact for term in measure.denominator if term.times > 0)
    if growing:
        yield observed(
            "base_raises_score",
            view.row.id,
            witness=view.levels(IntervalSet.points(found[0][1])),
            base=_labels(rubric, growing),
        )


def fact_findings(rubric: Rubric, views: Sequence[RowView]) -> Iterator[LintFinding]:
    """Yield what several rows share."""
    measured = [view for view in views if view.row.measure is not None]
    seen: dict[tuple[tuple[Term, ...], tuple[Term, ...], bool], RowView] = {}
    repeated: set[str] = set()
    for view in measured:
        measure = view.row.measure
        assert measure is not None
        key = (measure.numerator, measure.denominator, measure.absolute)
        if key in seen:
            repeated.add(view.row.id)
            yield observed(
                "measure_twice", view.row.id, other=seen[key].row.label, facts=_labels(rubric, measure.facts)
            )
        seen.setdefault(key, view)
    yield from _shared(rubric, [view for view in measured if view.row.id not in repeated])
    yield from _zero_gives_full(rubric, measured)


def _roles(measure: Measure) -> dict[str, str]:
    """Every fact of a measure with where it stands; a base that is also taken off above counts as base."""
    roles = {term.fact: "numerator" for term in measure.numerator}
    roles.update({term.fact: "denominator" for term in measure.denominator})
    return roles


def _shared(rubric: Rubric, views: Sequence[RowView]) -> Iterator[LintFinding]:
    first: dict[str, tuple[RowView, str]] = {}
    for view in views:
        assert view.row.measure is not None
        for fact, role in _roles(view.row.measure).items():
            if fact in first:
                other, before = first[fact]
                (label,) = _labels(rubric, (fact,))
                name = "fact_shared" if role == before else "fact_both_ways"
                yield observed(name, view.row.id, fact=label, other=other.row.label)
            first.setdefault(fact, (view, role))


def _zero_gives_full(rubric: Rubric, views: Sequence[RowView]) -> Iterator[LintFinding]:
    rows = tuple(
        view.row.label
        for view in views
        if view.is_rate
        and view.row.measure is not None
        and view.row.measure.zero_over_zero is None
        and rubric.policy(view.row.id) == "full_points"
    )
    if rows:
        yield observed("zero_gives_full", "", rows=rows, count=len(rows))
