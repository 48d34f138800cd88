"""Adjustments of the total: what each adds or takes, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import field, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.span import Span, points_span
from jixiao_core.scoring.totals import adjustment_range

__all__ = ["AdjustmentScore", "adjustment_scores", "statements"]


@frozen(kw_only=True)
class AdjustmentScore:
    """
    What an adjustment adds to the total.

    Attributes:
        id: its id in the rubric.
        label: what it is for.
        possible: the points that it may add, signed.
        figure: what is known about it.
        definition: the adjustment as the rubric has it.
    """

    id: str
    label: Text
    possible: Interval
    figure: AdjustmentFigure = field(factory=AdjustmentFigure)
    definition: Adjustment

    @property
    def span(self) -> Span:
        """The points that it may add, for messages."""
        return points_span(IntervalSet.of(self.possible))


def adjustment_scores(rubric: Rubric, evidence: Evidence) -> tuple[AdjustmentScore, ...]:
    """Return what every adjustment of a rubric adds, in the order of the rubric."""
    figures = dict(evidence.adjustments)
    return tuple(
        AdjustmentScore(
            id=each.id,
            label=each.label,
            possible=adjustment_range(evidence, each),
            figure=figures.get(each.id, AdjustmentFigure()),
            definition=each,
        )
        for each in rubric.adjustments
    )


def statements(score: AdjustmentScore) -> Iterator[tuple[Literal["points", "facts", "clause", "calculation"], Message]]:
    """Yield what an explanation states, each with the section that it belongs to."""
    given = score.definition
    yield "points", Message.of("scoring.adjustment_range", label=score.label, low=given.low, high=given.high)
    for message in _facts(score):
        yield "facts", message
    yield "clause", Message.of("scoring.clause", clause=given.clause)
    for message in _calculation(score):
        yield "calculation", message


def _facts(score: AdjustmentScore) -> Iterator[Message]:
    figure = score.figure
    if figure.points is not None:
        yield Message.of("scoring.adjustment_points", points=figure.points)
    elif figure.cases is not None:
        yield Message.of("scoring.adjustment_counted", cases=figure.cases)
    else:
        yield Message.of("scoring.adjustment_unknown")
    if figure.reason:
        yield Message.of("scoring.adjustment_reason", reason=figure.reason)


def _calculation(score: AdjustmentScore) -> Iterator[Message]:
    each, cases = score.definition.per_case, score.figure.cases
    if score.figure.points is None and cases is not None and each is not None:
        product = each * cases
        yield Message.of("scoring.adjustment_product", cases=cases, each=each, product=product)
        if not score.possible.contains(product):
            cap = score.definition.high if product > 0 else score.definition.low
            yield Message.of("scoring.adjustment_capped", cap=cap)
    code = "scoring.adjustment_counts" if score.possible.is_point else "scoring.adjustment_may_count"
    yield Message.of(code, points=score.span)
