"""
Exceptions: what a programmer or a file did wrong, all problems at once.

A finding says what a *report* says wrongly (`jixiao_core.findings`); an exception says that there is nothing to
work with. Every exception is a `JixiaoError` and also the built-in that a caller would catch anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from attrs import evolve, frozen

from jixiao_core.messages import Message

__all__ = [
    "FormatError",
    "InvalidValueError",
    "JixiaoError",
    "LimitError",
    "NumberError",
    "Problem",
    "UnknownNameError",
    "UnsettledError",
]

MAX_PROBLEMS = 100
"""More are not told one by one: nobody reads them, and a hostile file has many."""


@frozen
class Problem:
    """
    One thing that is wrong, and where.

    Attributes:
        message: what was found, what is allowed, what to do.
        path: where, as ``indicators[3].formula.step``; empty where the value stands alone.
    """

    message: Message
    path: str = ""

    @property
    def code(self) -> str:
        """The code of the message."""
        return self.message.code

    def under(self, prefix: str) -> Problem:
        """Return the same problem seen from one level further out."""
        if not self.path:
            return evolve(self, path=prefix)
        joint = "" if self.path.startswith("[") or not prefix else "."
        return evolve(self, path=f"{prefix}{joint}{self.path}")

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else str(self.message)


class JixiaoError(Exception):
    """The root of all exceptions of this library; it carries every problem that was found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the input."""
        return self.args

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class NumberError(JixiaoError, ValueError):
    """A number that is not exact, not in the grammar, or beyond the limits."""


class InvalidValueError(JixiaoError, ValueError):
    """A value that one object can know to be wrong."""


class FormatError(JixiaoError, ValueError):
    """A file or document that cannot be read as what it should be."""


class LimitError(FormatError):
    """An input larger, deeper or longer than the limits allow."""


class UnknownNameError(JixiaoError, LookupError):
    """A name (rubric, indicator, fact, reading, assumption) that is not known; the message lists the known ones."""


class UnsettledError(JixiaoError, ValueError):
    """One number was asked for where several are possible; the message lists what is missing."""


def raise_if(problems: Iterable[Problem], error: type[JixiaoError] = InvalidValueError) -> None:
    """Raise `error` with all `problems` if there are any; after the first hundred only that there are more."""
    found = tuple(islice(problems, MAX_PROBLEMS + 1))
    if len(found) > MAX_PROBLEMS:
        raise error(*found[: MAX_PROBLEMS - 1], Problem(Message.of("exact.more_problems", count=MAX_PROBLEMS - 1)))
    if found:
        raise error(*found)
