"""
Conformance vectors: what another implementation of a rubric has to compute, and what comes out.

Every leaf under its adopted reading and under each declared one, and whole sheets. The expected results are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, assert_never

from attrs import evolve, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import Assessment
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Missing
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.rows import RowInput, curve_points, row_outcome
from jixiao_core.scoring.vector_assessments import assessments_for
from jixiao_core.scoring.vector_facts import Facts, facts_for
from jixiao_core.scoring.vector_probes import probes_of
from jixiao_core.scoring.vector_sheets import SheetVector, sheet_vectors
from jixiao_core.scoring.weights import row_maximum

__all__ = ["AssessmentVector", "FactsVector", "LeafVectors", "MeasureVector", "VectorStatus", "Vectors", "vectors"]

VectorStatus = Literal["settled", "not_applicable", "invalid"]
"""已测算, 不适用（零除零）, 数据有误（超出取值范围）."""


@frozen(kw_only=True)
class MeasureVector:
    """
    A measure and what it scores.

    Attributes:
        value: the measure before the rounding of measures; 1 is 100 %.
        status: settled, or invalid outside of the domain.
        points: the points; None where it is invalid.
    """

    value: Fraction
    status: VectorStatus = "settled"
    points: Fraction | None = None


@frozen(kw_only=True)
class FactsVector:
    """
    Facts and what they score.

    Attributes:
        facts: pairs of fact id and value: 分 of money, whole things, rates (1 is 100 %), plain numbers.
        status: settled, not_applicable for zero over zero, or invalid outside of the domain.
        points: the points; None where it is not settled.
    """

    facts: tuple[tuple[str, Fraction], ...]
    status: VectorStatus = "settled"
    points: Fraction | None = None


@frozen(kw_only=True)
class AssessmentVector:
    """
    An assessment and what it scores.

    Attributes:
        assessment: what was found; a choice inside a range may be left open.
        points: the points, or every possible number of points where the choice is open.
    """

    assessment: Assessment
    points: IntervalSet


@frozen(kw_only=True)
class LeafVectors:
    """
    The vectors of one row under one reading.

    Attributes:
        indicator: the id of the row.
        question: the question that the reading answers; empty: the adopted reading.
        answer: the answer; empty: the adopted one.
        maximum: the points of the row; for the member of a pool its equal share.
        measures: measures with their points; empty under a reading that leaves formula and domain as they are.
        facts: facts with their points; empty under a reading that changes neither.
        assessments: for the formulas without a measure.
    """

    indicator: str
    question: str = ""
    answer: str = ""
    maximum: Fraction
    measures: tuple[MeasureVector, ...] = ()
    facts: tuple[FactsVector, ...] = ()
    assessments: tuple[AssessmentVector, ...] = ()


@frozen(kw_only=True)
class Vectors:
    """
    The vectors of a rubric.

    Attributes:
        rubric: its pin.
        digest: its digest.
        semantics: the meaning of its format.
        facts: the definitions of the facts that occur.
        leaves: every row under every reading, in printed order, the adopted reading first.
        sheets: complete evidence with its rows, groups, total and rating.
    """

    rubric: str
    digest: str
    semantics: int
    facts: tuple[FactDefinition, ...]
    leaves: tuple[LeafVectors, ...]
    sheets: tuple[SheetVector, ...]


def vectors(rubric: Rubric) -> Vectors:
    """
    Return the conformance vectors of a rubric as it was published; answers of `Rubric.under` change nothing.

    Args:
        rubric: the rubric.

    >>> from jixiao_core import registry
    >>> found = vectors(registry.load("junshan-department@2021.1"))
    >>> leaf = found.leaves[0]
    >>> [(str(each.value), str(each.points)) for each in leaf.measures if each.points == Fraction(9, 2)][:2]
    [('101/100', '9/2'), ('1010000000001/1000000000000', '9/2')]
    """
    published = evolve(rubric, answers=()) if rubric.answers else rubric
    leaves = tuple(leaf for row in published.indicators for leaf in _leaves(published, row))
    used = {name for leaf in leaves for each in leaf.facts for name, _ in each.facts}
    return Vectors(
        rubric=published.pin,
        digest=published.digest,
        semantics=published.semantics,
        facts=tuple(fact for fact in published.facts if fact.id in used),
        leaves=leaves,
        sheets=sheet_vectors(published),
    )


def _leaves(rubric: Rubric, row: Indicator) -> Iterator[LeafVectors]:
    maximum = row_maximum(rubric, Evidence(), row)
    yield _leaf(rubric, row, maximum)
    for reading in row.readings:
        leaf = _leaf(rubric, row.with_readings((reading,)), maximum, adopted=row)
        yield evolve(leaf, question=reading.question, answer=reading.id)


def _leaf(rubric: Rubric, row: Indicator, maximum: Fraction, adopted: Indicator | None = None) -> LeafVectors:
    step = rubric.rounding_at("measure")
    given = RowInput(row=row, maximum=maximum, facts={}, rounding=step)
    match row.formula:
        case Bands() | DeductPerStep() | Proportional() as formula:
            measure = row.measure
            assert measure is not None
            probes = probes_of(formula, maximum, measure.domain, step.rounding if step else None)
            facts = facts_for(measure, {name: rubric.fact(name) for name in measure.facts}, probes)
            return LeafVectors(
                indicator=row.id,
                maximum=maximum,
                measures=() if _same_curve(row, adopted) else _measured(given, measure, probes.measures),
                facts=tuple(_from_facts(given, rubric, each) for each in _distinct(facts)),
            )
        case Checklist() | Nonconformities() | Options() | Targets() | Judged() as formula:
            found = dict.fromkeys(assessments_for(formula, maximum))
            return LeafVectors(
                indicator=row.id, maximum=maximum, assessments=tuple(_assessed(given, each) for each in found)
            )
        case _:
            assert_never(row.formula)


def _same_curve(row: Indicator, adopted: Indicator | None) -> bool:
    """Whether a reading leaves the curve and its domain as they are."""
    if adopted is None or adopted.measure is None or row.measure is None:
        return False
    return (row.formula, row.measure.domain) == (adopted.formula, adopted.measure.domain)


def _measured(given: RowInput, measure: Measure, values: Iterable[Fraction]) -> tuple[MeasureVector, ...]:
    return tuple(
        MeasureVector(value=value, points=curve_points(given, IntervalSet.points(value)).point)
        if measure.domain.contains(value)
        else MeasureVector(value=value, status="invalid")
        for value in values
    )


def _distinct(found: Iterable[Facts]) -> Iterator[Facts]:
    """Every set of facts once."""
    yield from (dict(pairs) for pairs in dict.fromkeys(tuple(each.items()) for each in found))


def _from_facts(given: RowInput, rubric: Rubric, facts: Facts) -> FactsVector:
    known: Mapping[str, FactKnowledge] = {
        name: FactKnowledge(definition=rubric.fact(name), figure=Missing(), values=Interval.point(value))
        for name, value in facts.items()
    }
    outcome = row_outcome(evolve(given, facts=known))
    stated = tuple(facts.items())
    match outcome.status:
        case "settled":
            return FactsVector(facts=stated, points=outcome.points.point)
        case "not_applicable" | "invalid" as status:
            return FactsVector(facts=stated, status=status)
        case _:
            raise AssertionError


def _assessed(given: RowInput, assessment: Assessment) -> AssessmentVector:
    points = row_outcome(evolve(given, assessment=assessment)).points
    return AssessmentVector(assessment=assessment, points=points)
