"""A case: one unit's evidence and the scores that were claimed for it, round by round."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from jixiao_core.errors import Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import optional_exact, shown
from jixiao_core.messages import Message
from jixiao_core.rubrics.sources import calendar_year, is_date
from jixiao_core.scoring.evidence import Evidence

__all__ = ["Case", "Claim", "Role", "ScoreRound"]

Role = Literal["self", "department", "finance", "third_party"]
"""Who scored in a round: 自评, 主管部门复核, 财政复核, 第三方."""


@frozen(kw_only=True)
class Claim:
    """
    The score that somebody gave a row.

    Attributes:
        indicator: the id of the row.
        points: the score; None where the cell is blank.
        reason: the stated reason for a deduction (扣分原因), verbatim.
        has_reasons: whether the table has a place for the reason of a deduction in this row.
    """

    indicator: str
    points: Fraction | None = field(default=None, converter=optional_exact)
    reason: str = ""
    has_reasons: bool = True


@frozen(kw_only=True)
class ScoreRound:
    """
    One round of scoring.

    Attributes:
        role: who scored.
        claims: the scores of the rows, in any order.
        total: the stated total; None where blank.
        grade: the stated rating; empty where blank.
        date: the date of the round, as an ISO date; empty where undated.
        as_printed: whether the scores are those of a filed form, of which one may be above the points of its row, and the
            total one that nobody can have.
        findings: what those who scored found and say in their own words, for the letter.
    """

    role: Role
    claims: tuple[Claim, ...]
    total: Fraction | None = field(default=None, converter=optional_exact)
    grade: str = ""
    date: str = ""
    as_printed: bool = False
    findings: tuple[str, ...] = ()

    def claim(self, indicator: str) -> Claim | None:
        """Return the claim for a row, if there is one."""
        return next((claim for claim in self.claims if claim.indicator == indicator), None)


@frozen(kw_only=True)
class Case:
    """
    What is reviewed.

    Attributes:
        rubric: the pin of the rubric, with or without its digest.
        fiscal_year: the year that is evaluated (1 January to 31 December); None where nobody stated it.
        unit: the name of the unit as it may be shown.
        subject: what is scored, for example the name of a project.
        evidence: facts, assessments and papers.
        rounds: the rounds of scoring, first to last.
        has_reasons: whether the table has a column for the reason of a deduction.
    """

    rubric: str
    fiscal_year: int | None = field(metadata={"none": "unstated"}, validator=calendar_year)
    unit: str = ""
    subject: str = ""
    evidence: Evidence = field(factory=Evidence)
    rounds: tuple[ScoreRound, ...] = ()
    has_reasons: bool = True

    def __attrs_post_init__(self) -> None:
        raise_if(self._problems())

    def _problems(self) -> Iterator[Problem]:
        roles = [each.role for each in self.rounds]
        for position, each in enumerate(self.rounds):
            if each.role in roles[:position]:
                yield Problem(Message.of("scoring.round_twice", found=each.role), f"rounds[{position}].role")
            if each.date and not is_date(each.date):
                yield Problem(Message.of("rubrics.bad_date", found=shown(each.date)), f"rounds[{position}].date")
            names = [claim.indicator for claim in each.claims]
            for number, name in enumerate(names):
                if name in names[:number]:
                    path = f"rounds[{position}].claims[{number}].indicator"
                    yield Problem(Message.of("scoring.claim_twice", found=shown(name)), path)

    def round(self, role: Role) -> ScoreRound:
        """Return the round of a role; UnknownNameError lists the rounds there are."""
        for each in self.rounds:
            if each.role == role:
                return each
        known = tuple(each.role for each in self.rounds)
        raise UnknownNameError(Problem(Message.of("scoring.unknown_round", found=shown(role), known=known)))
