"""Figures: what is known about a fact or a measure, from an exact number down to nothing."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

from jixiao_core.errors import Problem, raise_if
from jixiao_core.exact.intervals import INF, NEG_INF, Interval
from jixiao_core.exact.quantities import Quantity, canonical
from jixiao_core.messages import Message

__all__ = ["Bounded", "Figure", "Known", "Missing"]


@frozen(kw_only=True)
class Known:
    """
    A figure with a value.

    Attributes:
        value: the quantity, as printed.
        origin: where it stands, in the words of the form.
        note: what a reader should know about it.
    """

    value: Quantity
    origin: str = ""
    note: str = ""


@frozen(kw_only=True)
class Bounded:
    """
    A figure of which only bounds are known.

    Attributes:
        at_least: it is this or more.
        above: it is more than this.
        at_most: it is this or less.
        below: it is less than this.
        origin: where that stands.
        note: what a reader should know about it.
    """

    at_least: Quantity | None = None
    above: Quantity | None = None
    at_most: Quantity | None = None
    below: Quantity | None = None
    origin: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        raise_if(self._problems())

    def _problems(self) -> Iterator[Problem]:
        lower = [end for end in (self.at_least, self.above) if end is not None]
        upper = [end for end in (self.at_most, self.below) if end is not None]
        if len(lower) > 1 or len(upper) > 1 or not (lower or upper):
            yield Problem(Message.of("scoring.bad_bounds"))
        elif lower and upper:
            low, high = canonical(lower[0]), canonical(upper[0])
            if low > high or (low == high and not (self.above is None and self.below is None)):
                yield Problem(Message.of("scoring.empty_bounds", low=str(lower[0]), high=str(upper[0])))

    @property
    def interval(self) -> Interval:
        """The bounds in the canonical scale (分 for money)."""
        low = self.above if self.at_least is None else self.at_least
        high = self.below if self.at_most is None else self.at_most
        return Interval(
            NEG_INF if low is None else canonical(low),
            INF if high is None else canonical(high),
            self.at_least is None,
            self.at_most is None,
        )


@frozen(kw_only=True)
class Missing:
    """
    A figure without a value; never zero.

    Attributes:
        state: ``unknown`` nobody has said, ``blank`` the form's field is empty, ``not_comparable`` there is one but
            it does not compare (another scope, a reorganised unit).
        origin: where it should stand.
        note: what a reader should know about it.
    """

    state: Literal["unknown", "blank", "not_comparable"] = "unknown"
    origin: str = ""
    note: str = ""


Figure: TypeAlias = Known | Bounded | Missing
"""What is known about a fact or a measure."""
