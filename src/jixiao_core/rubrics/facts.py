"""Facts: the figures that measures are made of, each with its period, stage, fund and institution scope."""

from enum import StrEnum
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from jixiao_core.exact.intervals import INF, Interval
from jixiao_core.exact.numbers import exact
from jixiao_core.messages import NO_TEXT, Text

__all__ = ["FactDefinition", "FactQuantity", "Proxy", "Term"]


class FactQuantity(StrEnum):
    """What a fact counts: money (canonical 分), whole things, a rate, or a plain number."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    NUMBER = "number"

    @property
    def label(self) -> Text:
        """The kind in both languages."""
        return _KINDS[self.value]


_KINDS = {
    "money": Text("金额", "money"),
    "count": Text("数量", "count"),
    "rate": Text("比率", "rate"),
    "number": Text("数值", "number"),
}


@frozen
class Term:
    """
    A fact times a rational coefficient, one part of a linear form.

    Attributes:
        fact: the id of the fact.
        times: the coefficient, without unit.
    """

    fact: str
    times: Fraction = field(default=Fraction(1), converter=exact)


@frozen(kw_only=True)
class Proxy:
    """
    What another figure says about a fact whose own figure is missing.

    Attributes:
        relation: ``at_most`` and ``at_least`` bound the fact by the form, whatever its scope; ``none`` bounds nothing.
        terms: the linear form over other facts, in the same quantity.
        assumption: the name under which a user may take the fact to *equal* the form.
        note: the assumption in words; it is printed whenever it is used.
    """

    relation: Literal["at_most", "at_least", "none"]
    terms: tuple[Term, ...]
    assumption: str
    note: Text


@frozen(kw_only=True)
class FactDefinition:
    """
    One figure: the same definition serves every rubric that uses it.

    Attributes:
        id: its name in evidence and measures.
        label: its name in both languages.
        quantity: money, count, rate or number.
        unit: what a count or number counts, for example 人; empty for money and rates.
        definition: what belongs to it and what does not.
        period: this year, last year, or the end of either.
        stage: initial budget, adjusted (full-year) budget, or executed amount.
        fund: whose money counts; ``unstated`` where the form does not say.
        institution: the department proper, the consolidated whole, or unstated.
        source_form: where the figure usually stands.
        may_be_negative: whether a figure below zero makes sense.
        proxies: what other figures say about it.
    """

    id: str
    label: Text
    quantity: FactQuantity
    definition: Text
    unit: Text = NO_TEXT
    period: Literal["this_year", "last_year", "this_year_end", "last_year_end", "any"] = "this_year"
    stage: Literal["initial_budget", "adjusted_budget", "executed", "none"] = "none"
    fund: Literal["general_public_budget", "government_funds", "all_funds", "unstated", "none"] = "none"
    institution: Literal["department_proper", "consolidated", "unstated", "none"] = "consolidated"
    source_form: Text | None = None
    may_be_negative: bool = False
    proxies: tuple[Proxy, ...] = ()

    @property
    def natural_range(self) -> Interval:
        """Every value that the figure may have when nothing is known: at least 0 unless it may be negative."""
        if self.may_be_negative:
            return Interval.everything()
        return Interval(Fraction(0), INF)
