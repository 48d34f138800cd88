"""One row of one rubric under one reading, ready to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.rounding import Rounding
from jixiao_core.exact.spans import Span
from jixiao_core.messages import NO_TEXT, Text
from jixiao_core.rubrics.diffing.figures import Nature
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Facts", "RowSide", "row_side"]


@frozen
class Facts:
    """
    The facts of both rubrics.

    Attributes:
        natures: what figures they can have.
        definitions: how they are named and counted.
    """

    natures: Mapping[str, Nature]
    definitions: Mapping[str, FactDefinition]

    def label(self, name: str) -> Text:
        """Return the name of a fact."""
        return self.definitions[name].label if name in self.definitions else NO_TEXT

    def span(self, name: str, value: Fraction) -> Span:
        """Return a figure of a fact with its unit."""
        values = IntervalSet.points(value)
        if name not in self.definitions:
            return Span(values, "number")
        return Span(values, self.definitions[name].quantity.value, self.definitions[name].unit)


@frozen(kw_only=True)
class RowSide:
    """
    A row as it is read, with what scores it.

    Attributes:
        row: the row with a reading in place.
        maximum: its points, or an equal share of its pool.
        rounding: the rounding of measures, if the rubric has one.
    """

    row: Indicator
    maximum: Fraction
    rounding: Rounding | None


def row_side(rubric: Rubric, row: Indicator) -> RowSide:
    """Return a row of a rubric, whether published or read, as a side of a comparison."""
    maximum = row.points
    if maximum is None:
        pool = rubric.pool_of(row.id)
        assert pool is not None
        maximum = pool.points / len(pool.members)
    step = rubric.rounding_at("measure")
    return RowSide(row=row, maximum=maximum, rounding=None if step is None else step.rounding)
