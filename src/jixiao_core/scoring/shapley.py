"""Shares in a change: what each cause adds, averaged over every order in which the causes can be put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import chain, combinations
from math import factorial
from typing import TypeVar

__all__ = ["shares"]

ZERO = Fraction(0)
T = TypeVar("T")


def shares(value: Callable[[frozenset[str]], Fraction], blocks: tuple[tuple[str, ...], ...]) -> dict[str, Fraction]:
    """
    Return the share of every cause in `value(all causes) − value(none)`.

    Blocks are put in place in every order (Shapley); the causes of one block stand together in every order inside of
    it (Owen), so that how finely a block is divided never moves what the other blocks get.

    Args:
        value: from the set of causes that are in place to points.
        blocks: the causes, block by block; a cause stands in one block.

    >>> one = lambda placed: Fraction((5 if "weight" in placed else 4) * (2 if "facts" in placed else 1))
    >>> shares(one, (("facts",), ("weight",)))
    {'facts': Fraction(9, 2), 'weight': Fraction(3, 2)}
    """
    known = cache(value)
    found = {}
    for block in blocks:
        others = tuple(other for other in blocks if other is not block)
        for cause in block:
            beside = tuple(other for other in block if other != cause)
            found[cause] = sum(
                (
                    _weight(len(outer), len(others))
                    * _weight(len(inner), len(beside))
                    * _step(known, outer, inner, cause)
                    for outer in _subsets(others)
                    for inner in _subsets(beside)
                ),
                ZERO,
            )
    return found


def _step(
    value: Callable[[frozenset[str]], Fraction],
    outer: tuple[tuple[str, ...], ...],
    inner: tuple[str, ...],
    cause: str,
) -> Fraction:
    placed = frozenset((*chain.from_iterable(outer), *inner))
    return value(placed | {cause}) - value(placed)


def _weight(placed: int, others: int) -> Fraction:
    """The part of all orders in which exactly these `placed` of `others` come before a cause."""
    return Fraction(factorial(placed) * factorial(others - placed), factorial(others + 1))


def _subsets(names: tuple[T, ...]) -> Iterable[tuple[T, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))
