"""Exceptions: findings that somebody has looked at and explained."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from jixiao_core.errors import Problem, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.linting.observing import CODES, LintFinding, observed
from jixiao_core.rubrics.names import most_alike_first

__all__ = ["Excepted", "LintException", "LintExceptions", "apart"]


@frozen(kw_only=True)
class LintException:
    """
    One finding, or several of one kind, and why they stand.

    Attributes:
        code: the code of the findings.
        path: the row, the group of rows, or the place; empty for the whole table.
        fragment: the words of the clause that they are about; empty for any.
        parameter: the parameter that they are about; empty for any.
        reason: why nothing is to be corrected.

    Raises:
        InvalidValueError: for an unknown code, and without a reason.
    """

    code: str
    path: str = ""
    fragment: str = ""
    parameter: str = ""
    reason: Text

    def __attrs_post_init__(self) -> None:
        problems = []
        if self.code not in CODES:
            known = most_alike_first(self.code, CODES)
            problems.append(Problem(Message.of("lint.unknown_code", found=shown(self.code), known=known), "code"))
        if not self.reason.zh.strip():
            problems.append(Problem(Message.of("lint.reason_missing"), "reason"))
        raise_if(problems)

    def explains(self, finding: LintFinding) -> bool:
        """Return whether a finding is one of those that it is about."""
        words = "" if finding.fragment is None else finding.fragment.text
        return (
            finding.code == self.code
            and (
                finding.path == self.path
                or (self.path != "" and finding.path.startswith((f"{self.path}.", f"{self.path}[")))
            )
            and self.fragment in ("", words)
            and self.parameter in ("", finding.parameter)
        )


@frozen(kw_only=True)
class LintExceptions:
    """
    The exceptions of one rubric, as a file beside it holds them.

    Attributes:
        rubric: the pin that they were written for.
        exceptions: each with its reason.
    """

    rubric: str
    exceptions: tuple[LintException, ...] = ()


@frozen
class Excepted:
    """A finding that stands, and why."""

    finding: LintFinding
    reason: Text


def apart(
    findings: Iterable[LintFinding], exceptions: tuple[LintException, ...]
) -> tuple[tuple[LintFinding, ...], tuple[Excepted, ...]]:
    """
    Return the findings that nobody has explained, and those that somebody has.

    An exception that is about no finding is a finding itself.
    """
    open_findings: list[LintFinding] = []
    excepted: list[Excepted] = []
    used: set[int] = set()
    for finding in findings:
        fitting = [number for number, each in enumerate(exceptions) if each.explains(finding)]
        used.update(fitting)
        if fitting:
            excepted.append(Excepted(finding, exceptions[fitting[0]].reason))
        else:
            open_findings.append(finding)
    for number, each in enumerate(exceptions):
        if number not in used:
            open_findings.append(_unused(number, each))
    return tuple(open_findings), tuple(excepted)


def _unused(number: int, exception: LintException) -> LintFinding:
    return observed(
        "exception_unused",
        f"exceptions[{number}]",
        found=exception.code,
        place=exception.path or Message.of("lint.whole_table"),
    )
