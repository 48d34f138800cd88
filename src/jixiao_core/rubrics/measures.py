"""Measures: the rational number that a numeric criterion looks at, as a ratio of linear forms over facts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.exact.intervals import INF, Interval
from jixiao_core.exact.numbers import Exactable
from jixiao_core.messages import NO_TEXT, Text
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.levels import Level, to_level

__all__ = ["Measure", "NamedMeasure", "NoRatio", "form_value"]


NoRatio: TypeAlias = Literal["over_zero", "zero_over_zero", "negative_base"]
"""Why facts give no ratio: something over zero, nothing over nothing, a denominator below zero."""


def _domain(value: Interval | str) -> Interval:
    return Interval.parse(value) if isinstance(value, str) else value


def _zero_over_zero(value: Exactable | None) -> Level | None:
    return None if value is None or value == "not_applicable" else to_level(value)


@frozen(kw_only=True)
class Measure:
    """
    Σ numerator ÷ Σ denominator, or Σ numerator alone where there is no denominator.

    Attributes:
        numerator: terms over facts; together one rational number.
        denominator: terms over facts of the same quantity; empty for a plain number.
        absolute: take the absolute value of the ratio (deviation in either direction).
        over_zero: the leaf's points where the denominator is 0 and the numerator is not: worst or best of its curve.
        zero_over_zero: the measure where both are 0, or None: the row is not applicable.
        domain: the measures that make sense; outside it the row is invalid (a part above its whole).
        basis: ``printed`` where the table prints the definition, ``customary`` where it does not.
        label: the definition in words.
    """

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    absolute: bool = False
    over_zero: Literal["worst", "best"] = "worst"
    zero_over_zero: Level | None = field(default=None, converter=_zero_over_zero)
    domain: Interval = field(default=Interval(Fraction(0), INF), converter=_domain)
    basis: Literal["printed", "customary"] = "customary"
    label: Text = NO_TEXT

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts it needs, each once, numerator first."""
        return tuple(dict.fromkeys(term.fact for term in (*self.numerator, *self.denominator)))

    def at(self, values: Mapping[str, Fraction]) -> Fraction | NoRatio:
        """
        Return the measure for given values of its facts, or why there is none.

        Args:
            values: every fact of the measure, in its canonical unit.

        >>> staffing = Measure(numerator=(Term("staff"),), denominator=(Term("posts"),))
        >>> [staffing.at({"staff": Fraction(19), "posts": Fraction(posts)}) for posts in (18, 0)]
        [Fraction(19, 18), 'over_zero']
        """
        top = form_value(self.numerator, values)
        base = form_value(self.denominator, values) if self.denominator else Fraction(1)
        if base < 0:
            return "negative_base"
        if base == 0:
            return "zero_over_zero" if top == 0 else "over_zero"
        ratio = top / base
        return abs(ratio) if self.absolute else ratio


def form_value(terms: tuple[Term, ...], values: Mapping[str, Fraction]) -> Fraction:
    """Return the value of a linear form over facts, each in its canonical unit."""
    return sum((term.times * values[term.fact] for term in terms), Fraction(0))


@frozen(kw_only=True)
class NamedMeasure:
    """
    A customary measure under a name of its own; a rubric that names it gets the measure as a whole.

    Attributes:
        id: the name.
        label: what it is called.
        formula: the formula in words, as the source writes it.
        measure: the ratio over facts of the dictionary.
        document: the document that names the indicator.
        annex: the annex of the document in which it stands.
        provenance: ``read`` where the formula was read in a published copy, ``customary`` where it is the usual one
            and was not verified against the official text.
        variant_of: the name of the measure of which it is another definition in use; empty where it is none.
        note: what a reader should know.
    """

    id: str
    label: Text
    formula: Text
    measure: Measure
    document: str
    annex: str
    provenance: Literal["read", "customary"]
    variant_of: str = ""
    note: Text = NO_TEXT
