"""Spans of facts: values of a figure with its unit."""

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate, canonical
from jixiao_core.exact.spans import Span, Unit, points_span
from jixiao_core.rubrics.facts import FactDefinition

__all__ = ["Span", "Unit", "fact_span", "figure_span", "points_span", "quantity_unit"]


def fact_span(definition: FactDefinition, values: IntervalSet) -> Span:
    """Return values of a fact as a span, with its unit."""
    return Span(values, definition.quantity.value, definition.unit)


def quantity_unit(quantity: Quantity) -> Unit:
    """Return the unit in which the canonical value of a figure counts."""
    match quantity:
        case Money():
            return "money"
        case Rate():
            return "rate"
        case Count():
            return "count"
        case Number():
            return "number"


def figure_span(definition: FactDefinition, value: Quantity) -> Quantity | Span:
    """Return one figure as it is shown: money and rates as printed, counts and numbers with their unit."""
    if isinstance(value, (Money, Rate)):
        return value
    return fact_span(definition, IntervalSet.points(canonical(value)))
