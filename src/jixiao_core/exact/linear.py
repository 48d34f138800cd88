"""Linear constraints over rational variables, strict and not, and their exact projection onto one variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Self

from attrs import field, frozen

from jixiao_core.errors import LimitError, Problem
from jixiao_core.exact.intervals import INF, NEG_INF, Extended, Interval, IntervalSet
from jixiao_core.messages import Message

__all__ = ["MAX_CONSTRAINTS", "Constraint", "Linear", "bounds", "projection"]

MAX_CONSTRAINTS = 4000
"""More constraints at once are refused while variables are eliminated."""

ZERO = Fraction(0)


def _without_zeros(terms: Mapping[str, Fraction] | Iterable[tuple[str, Fraction]]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((name, times) for name, times in dict(terms).items() if times))


@frozen
class Linear:
    """
    A linear form: Σ coefficient·variable + constant.

    Attributes:
        terms: variable and coefficient, sorted by variable, none of them zero.
        constant: what is added.
    """

    terms: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_without_zeros)
    constant: Fraction = ZERO

    @classmethod
    def variable(cls, name: str) -> Self:
        """Return the form that is one variable."""
        return cls({name: Fraction(1)})

    def plus(self, other: Linear, times: Fraction = Fraction(1)) -> Self:
        """Return the form plus `times` another."""
        total = dict(self.terms)
        for name, coefficient in other.terms:
            total[name] = total.get(name, ZERO) + times * coefficient
        return type(self)(total, self.constant + times * other.constant)

    def scaled(self, factor: Fraction) -> Self:
        """Return the form times a number."""
        return type(self)({name: times * factor for name, times in self.terms}, self.constant * factor)

    def coefficient(self, name: str) -> Fraction:
        """Return the coefficient of a variable, 0 where it does not occur."""
        return dict(self.terms).get(name, ZERO)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Return the value of the form where every variable has one; KeyError otherwise."""
        return sum((times * values[name] for name, times in self.terms), self.constant)


@frozen
class Constraint:
    """
    A linear form that is at least 0, or more than 0.

    Attributes:
        form: the form.
        is_strict: whether 0 itself is left out.
    """

    form: Linear
    is_strict: bool = False

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        """Say whether it holds where every variable has a value."""
        value = self.form.at(values)
        return value > 0 or (value == 0 and not self.is_strict)


def bounds(form: Linear, values: Interval) -> Iterator[Constraint]:
    """Yield the constraints that keep a form inside an interval."""
    if isinstance(values.low, Fraction):
        yield Constraint(form.plus(Linear((), -values.low)), values.low_open)
    if isinstance(values.high, Fraction):
        yield Constraint(form.scaled(Fraction(-1)).plus(Linear((), values.high)), values.high_open)


@frozen
class _Derived:
    """A constraint with the places of the given ones that it is a sum of."""

    form: Linear
    is_strict: bool
    history: frozenset[int]


def projection(constraints: Sequence[Constraint], variable: str) -> Interval | None:
    """
    Return every value of one variable for which the others can be chosen so that all constraints hold.

    The other variables are eliminated one by one (Fourier and Motzkin): each constraint that bounds a variable from
    below is added to each that bounds it from above. A sum that uses all the given constraints of another sum, and
    more, follows from others (Chernikov) and is left out, which keeps the number small.

    Args:
        constraints: in any order; variables without a constraint are free.
        variable: the one that stays.

    Returns:
        The interval; None where no values fulfil all constraints.

    Raises:
        LimitError: when more than 4,000 constraints stand side by side.

    >>> x, y = Linear.variable("x"), Linear.variable("y")
    >>> sums = Constraint(Linear((), Fraction(10)).plus(x, Fraction(-1)).plus(y, Fraction(-1)))  # x + y ≤ 10
    >>> str(projection([sums, *bounds(y, Interval.above(4)), *bounds(x, Interval.at_least(0))], "x"))
    '[0, 6)'
    """
    given = enumerate(_tightest(constraints))
    current = [_Derived(each.form, each.is_strict, frozenset((place,))) for place, each in given]
    others = {name for each in current for name, _ in each.form.terms} - {variable}
    while others:
        name = min(sorted(others), key=lambda each: _cost(current, each))
        others.remove(name)
        current = _eliminated(current, name)
    return _interval(current, variable)


def _tightest(constraints: Iterable[Constraint]) -> Iterable[Constraint]:
    """The given constraints, of those with one direction only the tightest."""
    found: dict[tuple[tuple[str, Fraction], ...], Constraint] = {}
    for each in constraints:
        form = each.form.scaled(1 / abs(each.form.terms[0][1])) if each.form.terms else each.form
        other = found.get(form.terms)
        if other is None or (form.constant, -each.is_strict) < (other.form.constant, -other.is_strict):
            found[form.terms] = Constraint(form, each.is_strict)
    return found.values()


def _cost(current: Sequence[_Derived], name: str) -> int:
    signs = [each.form.coefficient(name) for each in current]
    return sum(sign > 0 for sign in signs) * sum(sign < 0 for sign in signs)


def _eliminated(current: Sequence[_Derived], name: str) -> list[_Derived]:
    lower = [each for each in current if each.form.coefficient(name) > 0]
    upper = [each for each in current if each.form.coefficient(name) < 0]
    found = [each for each in current if each.form.coefficient(name) == 0]
    if len(found) + len(lower) * len(upper) > MAX_CONSTRAINTS:
        raise LimitError(Problem(Message.of("exact.too_many_constraints", allowed=MAX_CONSTRAINTS)))
    for low in lower:
        for high in upper:
            form = low.form.scaled(-high.form.coefficient(name)).plus(high.form, low.form.coefficient(name))
            found.append(_Derived(form, low.is_strict or high.is_strict, low.history | high.history))
    return _minimal(found)


def _minimal(constraints: Iterable[_Derived]) -> list[_Derived]:
    """Without those that use all the given constraints of another."""
    kept: list[_Derived] = []
    for each in sorted(constraints, key=lambda derived: len(derived.history)):
        if not any(other.history <= each.history for other in kept):
            kept.append(each)
    return kept


def _interval(constraints: Iterable[_Derived], variable: str) -> Interval | None:
    found = IntervalSet.of(Interval.everything())
    for each in constraints:
        slope, constant = each.form.coefficient(variable), each.form.constant
        if slope == 0:
            if constant < 0 or (constant == 0 and each.is_strict):
                return None
            continue
        end: Extended = -constant / slope
        half = Interval(end, INF, each.is_strict) if slope > 0 else Interval(NEG_INF, end, True, each.is_strict)
        found &= IntervalSet.of(half)
    return found.hull()
