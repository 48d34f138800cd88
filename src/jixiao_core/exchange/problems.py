"""Collecting problems: all at once, but no more than a person would read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from jixiao_core.errors import FormatError, JixiaoError, Problem
from jixiao_core.messages import Message

__all__ = ["MAX_PROBLEMS", "Problems", "is_around", "refused"]

MAX_PROBLEMS: Final = 100
"""How many problems of one document are reported; reading stops there."""


def is_around(outer: str, inner: str) -> bool:
    """Whether the part at a path is the one at another, or lies in it."""
    return bool(outer) and (inner == outer or inner.startswith((f"{outer}.", f"{outer}[")))


class Problems:
    """The problems found so far, in the order of the document."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether there are so many that reading should stop."""
        return len(self._found) >= MAX_PROBLEMS

    def __bool__(self) -> bool:
        return bool(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def has_within(self, path: str) -> bool:
        """Whether a problem lies at `path`, in it, or around it."""
        return any(is_around(each.path, path) or is_around(path, each.path) for each in self._found)

    def add(self, problem: Problem) -> None:
        """Add one problem."""
        self._found.append(problem)

    def take(self, error: JixiaoError, prefix: str = "") -> None:
        """Add the problems of an error, seen from outside `prefix`."""
        self.extend(error.problems, prefix)

    def extend(self, problems: Iterable[Problem], prefix: str = "") -> None:
        """Add problems whose paths begin inside `prefix`."""
        self._found.extend(problem.under(prefix) if prefix else problem for problem in problems)

    def raise_if(self) -> None:
        """
        Raise what was found.

        Raises:
            FormatError: with at most `MAX_PROBLEMS` problems, the last one saying that there may be more.
        """
        if self.full:
            rest = Problem(Message.of("exchange.more_problems", limit=MAX_PROBLEMS - 1))
            raise FormatError(*self._found[: MAX_PROBLEMS - 1], rest)
        if self._found:
            raise FormatError(*self._found)


def refused(message: Message, path: str = "") -> FormatError:
    """Return the error for one problem; its path begins where the error is caught."""
    return FormatError(Problem(message, path))
