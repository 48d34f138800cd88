"""
Expressions over the columns of a table: whole numbers, conditions and words, as plain data.

One program of such expressions serves every engine: data frames (`engine`), SQL (`sql`), and tests that compute it with
Python's own integers. There is no division but `Quotient`, whose result may be one off and is corrected by comparisons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

__all__ = [
    "AllOf",
    "AnyOf",
    "Case",
    "Column",
    "Compare",
    "Condition",
    "Expression",
    "Flag",
    "IsNull",
    "Joined",
    "Not",
    "Nothing",
    "Number",
    "Numeric",
    "Operator",
    "Quotient",
    "Remainder",
    "Sum",
    "Times",
    "Truth",
    "Wording",
    "Words",
    "children",
    "columns_of",
]

Operator: TypeAlias = Literal["<", "<=", "==", ">=", ">"]


@frozen(cache_hash=True)
class Column:
    """A column: a number, a condition or words, by what was put into it."""

    name: str


@frozen(cache_hash=True)
class Number:
    """A whole number."""

    value: int


@frozen(cache_hash=True)
class Sum:
    """The sum of numbers; of none it is 0."""

    parts: tuple[Numeric, ...]


@frozen(cache_hash=True)
class Times:
    """A number times a constant."""

    factor: int
    part: Numeric


@frozen(cache_hash=True)
class Flag:
    """1 where a condition holds, else 0."""

    condition: Condition


@frozen(cache_hash=True)
class Quotient:
    """
    The whole part of `top` / `base`, or one more or less than it.

    Engines divide in their own ways, some of them in floats; whoever uses a quotient corrects it by comparisons.

    Attributes:
        top: at least 0.
        base: above 0.
        most: what the true quotient never exceeds.
    """

    top: Numeric
    base: Numeric
    most: int


@frozen(cache_hash=True)
class Remainder:
    """
    `top` less `quotient` times `base`, for a quotient that is at most one off: from -`base` to less than 2 `base`.

    Attributes:
        top: what was divided.
        base: by what.
        quotient: the column of the quotient.
    """

    top: Numeric
    base: Numeric
    quotient: Column


@frozen(cache_hash=True)
class Case:
    """The value of the first condition that holds, else `otherwise`; all values are of one sort."""

    cases: tuple[tuple[Condition, Expression], ...]
    otherwise: Expression


@frozen(cache_hash=True)
class Truth:
    """A condition that always or never holds."""

    holds: bool


@frozen(cache_hash=True)
class Compare:
    """How two numbers, or two words, stand to each other."""

    operator: Operator
    left: Expression
    right: Expression


@frozen(cache_hash=True)
class IsNull:
    """Whether a column has no value; the only question that may be asked of one that may have none."""

    column: Column


@frozen(cache_hash=True)
class AllOf:
    """Whether all conditions hold; of none, they do."""

    parts: tuple[Condition, ...]


@frozen(cache_hash=True)
class AnyOf:
    """Whether one of the conditions holds; of none, none does."""

    parts: tuple[Condition, ...]


@frozen(cache_hash=True)
class Not:
    """The opposite of a condition."""

    part: Condition


@frozen(cache_hash=True)
class Words:
    """A text."""

    text: str


@frozen(cache_hash=True)
class Nothing:
    """No value, of the sort that stands beside it: a number or words."""

    sort: Literal["number", "words"] = "number"


@frozen(cache_hash=True)
class Joined:
    """Words one after another, without those that have no value; each ends with its own separator."""

    parts: tuple[Wording, ...]


Numeric: TypeAlias = Column | Number | Sum | Times | Flag | Quotient | Remainder | Case | Nothing
Condition: TypeAlias = Column | Truth | Compare | IsNull | AllOf | AnyOf | Not
Wording: TypeAlias = Column | Words | Joined | Case | Nothing
Expression: TypeAlias = Numeric | Condition | Wording


def children(expression: Expression) -> Iterator[Expression]:
    """Yield the expressions that stand directly in one."""
    match expression:
        case Column() | Number() | Truth() | Words() | Nothing():
            return
        case Sum(parts) | AllOf(parts) | AnyOf(parts) | Joined(parts):
            yield from parts
        case Times(_, part) | Not(part) | Flag(part) | IsNull(part):
            yield part
        case Quotient(top, base):
            yield from (top, base)
        case Remainder(top, base, quotient):
            yield from (top, base, quotient)
        case Compare(_, left, right):
            yield from (left, right)
        case Case(cases, otherwise):
            for condition, value in cases:
                yield condition
                yield value
            yield otherwise


def columns_of(expression: Expression) -> frozenset[str]:
    """
    Return the names of all columns in an expression.

    >>> sorted(columns_of(Sum((Column("a"), Times(2, Column("b")), Number(1)))))
    ['a', 'b']
    """
    if isinstance(expression, Column):
        return frozenset((expression.name,))
    return frozenset(name for part in children(expression) for name in columns_of(part))
