"""The full computation behind a sheet: facts, rows, shared facts and totals, all as sets of what is possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Missing
from jixiao_core.scoring.knowledge import FactKnowledge, known_facts
from jixiao_core.scoring.prints import print_findings
from jixiao_core.scoring.rating import cap_findings, edge_findings
from jixiao_core.scoring.rows import RowInput, RowOutcome, row_outcome
from jixiao_core.scoring.shared import SharedFact, joint_of, shared_facts
from jixiao_core.scoring.totals import Joint, Totals, totals
from jixiao_core.scoring.weights import row_maximum

__all__ = ["Detail", "detail", "joints", "row_input"]


@frozen(kw_only=True)
class Detail:
    """
    What scoring knew and found.

    Attributes:
        facts: fact id to what is known about it.
        outcomes: row id to what it can score when it applies.
        shared: rows that unknown facts connect.
        totals: the sums.
        findings: findings about facts and the whole.
    """

    facts: Mapping[str, FactKnowledge]
    outcomes: Mapping[str, RowOutcome]
    shared: tuple[SharedFact, ...]
    totals: Totals
    findings: tuple[Finding, ...]


def detail(rubric: Rubric, evidence: Evidence, assumptions: tuple[str, ...] = (), *, strict: bool = False) -> Detail:
    """
    Compute everything that is possible.

    Args:
        rubric: as it is read.
        evidence: checked against the rubric.
        assumptions: the names of assumptions that are made.
        strict: without a demanded paper no points.

    Raises:
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    facts = known_facts(rubric, evidence, assumptions)
    inputs = {row.id: row_input(rubric, evidence, row, facts, strict=strict) for row in rubric.indicators}
    outcomes = {name: row_outcome(given) for name, given in inputs.items()}
    read = {row.id: rubric.read(row) for row in rubric.indicators}
    shared, joint = joints(rubric, evidence, read, outcomes, facts)
    sums = totals(rubric, evidence, outcomes, joint)
    prints = () if strict else print_findings(rubric, inputs, outcomes)
    findings = (*_fact_findings(facts), *prints, *edge_findings(rubric, sums.total))
    found = Detail(facts=facts, outcomes=outcomes, shared=shared, totals=sums, findings=findings)
    return evolve(found, findings=(*findings, *cap_findings(rubric, evidence, sums.total, found)))


def row_input(
    rubric: Rubric, evidence: Evidence, row: Indicator, facts: Mapping[str, FactKnowledge], *, strict: bool = False
) -> RowInput:
    """Gather what decides one row, as the rubric's answers read it."""
    return RowInput(
        row=rubric.read(row),
        maximum=row_maximum(rubric, evidence, row),
        assessment=dict(evidence.assessments).get(row.id),
        declared=dict(evidence.measures).get(row.id, Missing()),
        attached=dict(evidence.documents).get(row.id, ()),
        facts=facts,
        rounding=rubric.rounding_at("measure"),
        strict=strict,
    )


def joints(
    rubric: Rubric,
    evidence: Evidence,
    rows: Mapping[str, Indicator],
    outcomes: Mapping[str, RowOutcome],
    facts: Mapping[str, FactKnowledge],
) -> tuple[tuple[SharedFact, ...], tuple[Joint, ...]]:
    """
    Return the rows that unknown facts connect, and the hulls of those sums that can be computed exactly.

    Args:
        rubric: the roundings and points.
        evidence: declared measures, shares of pools.
        rows: row id to the row as it is read, in printed order.
        outcomes: row id to what the row can score.
        facts: what is known.
    """
    if rubric.rounding_at("measure"):
        return shared_facts(rows.values(), outcomes), ()
    parts = {name: (row, row_maximum(rubric, evidence, row)) for name, row in rows.items()}
    declared = dict(evidence.measures)
    shared: list[SharedFact] = []
    found: list[Joint] = []
    for group in shared_facts(rows.values(), outcomes):
        joint = None if any(name in declared for name in group.rows) else joint_of(group, parts, facts)
        shared.append(evolve(group, is_tight=joint is not None))
        if joint is not None:
            found.append(joint)
    return tuple(shared), tuple(found)


def _fact_findings(facts: Mapping[str, FactKnowledge]) -> Iterator[Finding]:
    for name, fact in facts.items():
        yield from fact.findings
        if fact.assumed is not None:
            message = Message.of("scoring.assumed", assumption=fact.assumed.note, fact=fact.definition.label)
            yield Finding(message, Severity.QUESTION, name)
