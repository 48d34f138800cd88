"""Scoring: from a rubric and evidence to a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jixiao_core.errors import InvalidValueError, Problem, raise_if
from jixiao_core.messages import Message
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.sheet import ScoreSheet

if TYPE_CHECKING:
    from jixiao_core.rubrics.rubric import Rubric

__all__ = ["score"]


def score(rubric: Rubric, evidence: Evidence, *, assume: Iterable[str] = ()) -> ScoreSheet:
    """
    Score a unit.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        evidence: what is known; what it does not say is unknown, never zero.
        assume: names of the rubric's assumptions to make, for example ``headcount_is_in_service``; one name may be
            given as it is.

    Returns:
        The sheet, with the exact set of possible points for every row and the total.

    Raises:
        InvalidValueError: when what is given is no evidence, or names what the rubric does not know, or is impossible.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    if not isinstance(evidence, Evidence):
        raise InvalidValueError(Problem(Message.of("scoring.not_evidence", found=type(evidence).__name__), "evidence"))
    prepared = evidence.memo.prepared
    if prepared is None or prepared[0] is not rubric:
        prepared = _prepared(rubric, evidence)
    if assume:
        from jixiao_core.scoring.knowledge import assumption_names, known_facts

        assumptions = assumption_names(assume)
        known_facts(rubric, evidence, assumptions)
        return ScoreSheet(rubric, evidence, assumptions)
    _, run, facts, assessments = prepared
    return ScoreSheet(rubric, evidence, (), run(facts, assessments))


def _prepared(rubric: Rubric, evidence: Evidence) -> tuple[Any, ...]:
    """
    Check evidence against a rubric and make both ready; once for as long as they stay together.

    The result is stored in one piece, so that threads that score the same evidence by other rubrics do not mix.
    """
    from jixiao_core.scoring.compiled import compiled, laid_out
    from jixiao_core.scoring.evidence_checks import evidence_problems

    if evidence.memo.checked_for is not rubric:
        raise_if(evidence_problems(rubric, evidence))
        evidence.memo.checked_for = rubric
    program = rubric.memo.program
    if program is None:
        program = rubric.memo.program = compiled(rubric)
    prepared = (rubric, *laid_out(evidence, program))
    evidence.memo.prepared = prepared
    return prepared
