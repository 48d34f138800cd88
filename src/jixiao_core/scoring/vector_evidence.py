"""Complete evidence for a whole sheet: every row as good, as bad or as middling as its facts allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Literal, TypeAlias, TypeVar, assert_never

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate, canonical
from jixiao_core.rubrics.facts import FactQuantity
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Judged, Proportional
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import Assessment, Judgement, NotApplicable
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Known, Missing
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.rows import RowInput, row_outcome
from jixiao_core.scoring.vector_assessments import REASON, assessments_for
from jixiao_core.scoring.weights import row_maximum

__all__ = ["Level", "Settled", "complete", "settled_assessments"]

Level: TypeAlias = Literal["best", "worst", "mixed"]
"""How good a sheet is to be."""

Settled: TypeAlias = tuple[tuple[Assessment, Fraction], ...]
"""Assessments of a row, each with the points that it settles."""

Chosen = TypeVar("Chosen")

MAX_TRIED = 1024
"""So many combinations of the facts of one row are tried."""


def settled_assessments(row: Indicator, maximum: Fraction) -> Settled:
    """Return the assessments of a row without a measure that leave one number of points; none for other rows."""
    if isinstance(row.formula, (Bands, DeductPerStep, Proportional)):
        return ()
    given = RowInput(row=row, maximum=maximum, facts={})
    outcomes = [
        (each, row_outcome(RowInput(row=row, maximum=given.maximum, facts={}, assessment=each)).points)
        for each in dict.fromkeys(assessments_for(row.formula, maximum))
    ]
    return tuple((each, points.point) for each, points in outcomes if points.is_point)


def complete(rubric: Rubric, settled: Mapping[str, Settled], level: Level) -> Evidence:
    """
    Return evidence that settles every row.

    Rows share facts, so that the first of them decides; a row that its facts cannot settle does not apply.

    Args:
        rubric: the rubric under its adopted readings.
        settled: row id to `settled_assessments`.
        level: how good the sheet is to be.
    """
    figures: dict[str, Quantity] = {}
    assessments: dict[str, Assessment] = {}
    for place, row in enumerate(rubric.indicators):
        maximum = row_maximum(rubric, Evidence(), row)
        if isinstance(row.formula, Judged) and level == "mixed":
            # Rows of one group differ, so that it shows whose points go where.
            assessments[row.id] = Judgement(points=maximum * (1 + place % 4) / 5, by=REASON, reason=REASON)
        elif row.measure is None:
            assessments[row.id] = _chosen(settled[row.id], maximum, level)
        elif tried := tuple(_tried(rubric, row, maximum, figures)):
            figures.update(_chosen(tried, maximum, level))
        else:
            assessments[row.id] = NotApplicable(reason=REASON, approved_by=REASON)
    return Evidence(
        facts={name: Known(value=value) for name, value in figures.items()},
        assessments=assessments,
    )


def _chosen(found: tuple[tuple[Chosen, Fraction], ...], maximum: Fraction, level: Level) -> Chosen:
    match level:
        case "best":
            return max(found, key=lambda pair: pair[1])[0]
        case "worst":
            return min(found, key=lambda pair: pair[1])[0]
        case "mixed":
            return min(found, key=lambda pair: abs(pair[1] - maximum / 2))[0]
        case _:
            assert_never(level)


def _amounts(kind: FactQuantity) -> tuple[Quantity, ...]:
    match kind:
        case FactQuantity.MONEY:
            return tuple(Money.of(text) for text in ("1000000.00", "1058000.00", "933300.00", "500000.00", "0.00"))
        case FactQuantity.COUNT:
            return tuple(Count(value) for value in (100, 104, 88, 50, 0))
        case FactQuantity.RATE:
            return tuple(Rate(Fraction(value, 100)) for value in (100, 104, 88, 50, 0))
        case FactQuantity.NUMBER:
            return tuple(Number(Fraction(value)) for value in (100, 104, 88, 50, 0))
        case _:
            assert_never(kind)


def _tried(
    rubric: Rubric, row: Indicator, maximum: Fraction, fixed: Mapping[str, Quantity]
) -> Iterator[tuple[dict[str, Quantity], Fraction]]:
    """Figures for the facts of a row that settle it, with its points; those that another row fixed stay."""
    assert row.measure is not None
    names = row.measure.facts
    amounts = [(fixed[name],) if name in fixed else _amounts(rubric.fact(name).quantity) for name in names]
    step = rubric.rounding_at("measure")
    for _, values in zip(range(MAX_TRIED), product(*amounts), strict=False):
        figures = dict(zip(names, values, strict=True))
        facts = {
            name: FactKnowledge(definition=rubric.fact(name), figure=Missing(), values=Interval.point(canonical(value)))
            for name, value in figures.items()
        }
        outcome = row_outcome(RowInput(row=row, maximum=maximum, facts=facts, rounding=step))
        if outcome.status == "settled":
            yield figures, outcome.points.point
