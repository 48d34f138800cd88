"""Evidence: everything that is known about one unit and one year, each figure with the place where it stands."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Self, TypeAlias

from attrs import field, frozen

from jixiao_core.errors import raise_if
from jixiao_core.exact.numbers import optional_exact
from jixiao_core.exact.quantities import Quantity
from jixiao_core.rubrics.memo import Memo
from jixiao_core.scoring.assessments import Assessment
from jixiao_core.scoring.figures import Figure, Missing

if TYPE_CHECKING:
    from jixiao_core.rubrics.facts import FactDefinition
    from jixiao_core.rubrics.rubric import Rubric

__all__ = ["AdjustmentFigure", "Evidence", "PlainAssessment", "PlainFigure"]

PlainFigure: TypeAlias = Figure | Quantity | int | str | Fraction | None
"""A figure as a person writes it: 33, ``"993.18万元"``, ``"85%"``, or None for unknown."""

PlainAssessment: TypeAlias = Assessment | Mapping[str, bool | None] | Mapping[str, int | None] | str | int | Fraction
"""An assessment as a person writes it: items met, cases counted, an option, or points; None in a mapping is unknown."""


@frozen(kw_only=True)
class AdjustmentFigure:
    """
    What is known about an adjustment of the total.

    Attributes:
        points: the points, signed; None where cases are counted or nothing is known.
        cases: how many cases; None where points are stated or nothing is known.
        reason: why.
    """

    points: Fraction | None = field(default=None, converter=optional_exact)
    cases: int | None = None
    reason: str = ""


def _sorted_pairs(value: object) -> tuple[tuple[str, object], ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(sorted(pairs, key=lambda pair: pair[0]))  # type: ignore[call-overload]


@frozen(kw_only=True)
class Evidence:
    """
    Facts, declared measures, assessments and papers; what is not named is unknown.

    Attributes:
        facts: fact id to figure, sorted by id.
        measures: row id to the declared measure, where the source gives only the rate.
        assessments: row id to assessment.
        documents: row id to the ids of the demanded papers that are attached.
        stated: row id to what the source says about a row in words that name none of its states; told, never scored.
        pools: pool id to the chosen members and their shares in points.
        choices: id of a choose-one group to the id of the chosen member.
        adjustments: adjustment id to what is known about it.
        grade_caps: grade cap id to whether its condition holds.
        memo: what has been computed about it.
    """

    facts: tuple[tuple[str, Figure], ...] = field(default=(), converter=_sorted_pairs, metadata={"keyed": True})
    measures: tuple[tuple[str, Figure], ...] = field(default=(), converter=_sorted_pairs, metadata={"keyed": True})
    assessments: tuple[tuple[str, Assessment], ...] = field(
        default=(), converter=_sorted_pairs, metadata={"keyed": True}
    )
    documents: tuple[tuple[str, tuple[str, ...]], ...] = field(
        default=(), converter=_sorted_pairs, metadata={"keyed": True}
    )
    stated: tuple[tuple[str, str], ...] = field(default=(), converter=_sorted_pairs, metadata={"keyed": True})
    pools: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...] = field(
        default=(), converter=_sorted_pairs, metadata={"keyed": True}
    )
    choices: tuple[tuple[str, str], ...] = field(default=(), converter=_sorted_pairs, metadata={"keyed": True})
    adjustments: tuple[tuple[str, AdjustmentFigure], ...] = field(
        default=(), converter=_sorted_pairs, metadata={"keyed": True}
    )
    grade_caps: tuple[tuple[str, bool], ...] = field(default=(), converter=_sorted_pairs, metadata={"keyed": True})
    memo: Memo = field(init=False, repr=False, eq=False, factory=Memo, metadata={"identity": False})

    @classmethod
    def of(
        cls,
        rubric: "Rubric",
        *,
        facts: Mapping[str, PlainFigure] | None = None,
        measures: Mapping[str, PlainFigure] | None = None,
        assessments: Mapping[str, PlainAssessment] | None = None,
        documents: Mapping[str, Sequence[str]] | None = None,
        pools: Mapping[str, Mapping[str, Fraction | int | str]] | None = None,
        choices: Mapping[str, str] | None = None,
        adjustments: Mapping[str, AdjustmentFigure] | None = None,
        grade_caps: Mapping[str, bool] | None = None,
        dictionary: "tuple[FactDefinition, ...]" = (),
    ) -> Self:
        """
        Make evidence for a rubric from plain values, and check it against the rubric, all problems at once.

        Args:
            rubric: the rubric whose facts, rows and papers may be named.
            facts: fact id to figure: money with its unit, rates with ``%``, counts as whole numbers.
            measures: row id to the declared measure.
            assessments: row id to assessment; items met, cases counted, an option id, or judged points.
            documents: row id to the ids of the attached papers.
            pools: pool id to member id to share in points.
            choices: id of a choose-one group to the chosen member.
            adjustments: adjustment id to what is known about it.
            grade_caps: grade cap id to whether its condition holds.
            dictionary: further facts that may be named although this rubric does not use them.

        Raises:
            InvalidValueError: for unknown names, wrong units, impossible figures, everything at once.
        """
        from jixiao_core.scoring.evidence_checks import evidence_problems
        from jixiao_core.scoring.plain_values import PlainReader

        reader = PlainReader(rubric, dictionary)
        evidence = cls(
            facts=reader.facts(facts or {}),
            measures=reader.measures(measures or {}),
            assessments=reader.assessments(assessments or {}),
            documents=reader.documents(documents or {}),
            pools=reader.pools(pools or {}),
            choices=choices or {},
            adjustments=adjustments or {},
            grade_caps=grade_caps or {},
        )
        raise_if([*reader.problems, *evidence_problems(rubric, evidence, dictionary)])
        evidence.memo.checked_for = rubric
        return evidence

    def figure(self, fact_id: str) -> Figure:
        """Return what is known about a fact: nothing is `Missing`, never zero."""
        return dict(self.facts).get(fact_id, Missing())
