"""Evidence: everything that is known about one unit and one year, each figure with the place where it stands."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Self, TypeAlias

from attrs import field, frozen

from jixiao_core.errors import NumberError, Problem, raise_if
from jixiao_core.exact.numbers import exact, optional_exact, shown
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
from jixiao_core.rubrics.formulas import Checklist, Judged, Nonconformities, Options
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.memo import Memo
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import (
    Assessment,
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetsAssessment,
)
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["AdjustmentFigure", "Evidence", "PlainAssessment", "PlainFigure", "quantity_of"]

PlainFigure: TypeAlias = Figure | Quantity | int | str | Fraction | None
"""A figure as a person writes it: 33, ``"993.18万元"``, ``"85%"``, or None for unknown."""

PlainAssessment: TypeAlias = Assessment | Mapping[str, bool] | Mapping[str, int] | str | int | Fraction
"""An assessment as a person writes it: items met, cases counted, an option, or points."""


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
        rubric: Rubric,
        *,
        facts: Mapping[str, PlainFigure] | None = None,
        measures: Mapping[str, PlainFigure] | None = None,
        assessments: Mapping[str, PlainAssessment] | None = None,
        documents: Mapping[str, tuple[str, ...]] | None = None,
        pools: Mapping[str, Mapping[str, Fraction | int | str]] | None = None,
        choices: Mapping[str, str] | None = None,
        adjustments: Mapping[str, AdjustmentFigure] | None = None,
        grade_caps: Mapping[str, bool] | None = None,
        dictionary: tuple[FactDefinition, ...] = (),
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

        problems: list[Problem] = []
        definitions = {fact.id: fact for fact in (*dictionary, *rubric.facts)}
        known_facts = _figures(
            facts or {}, {name: each.quantity for name, each in definitions.items()}, "facts", problems
        )
        rates = {
            row.id: FactQuantity.RATE if row.measure and row.measure.denominator else FactQuantity.NUMBER
            for row in rubric.indicators
        }
        known_measures = _figures(measures or {}, rates, "measures", problems)
        shares = {
            name: tuple((row, exact(points)) for row, points in split.items()) for name, split in (pools or {}).items()
        }
        evidence = cls(
            facts=known_facts,
            measures=known_measures,
            assessments=_assessments(rubric, assessments or {}, problems),
            documents={name: tuple(ids) for name, ids in (documents or {}).items()},
            pools=shares,
            choices=choices or {},
            adjustments=adjustments or {},
            grade_caps=grade_caps or {},
        )
        raise_if([*problems, *evidence_problems(rubric, evidence, dictionary)])
        return evidence

    def figure(self, fact_id: str) -> Figure:
        """Return what is known about a fact: nothing is `Missing`, never zero."""
        return dict(self.facts).get(fact_id, Missing())


def quantity_of(value: Quantity | int | str | Fraction, quantity: FactQuantity) -> Quantity:
    """
    Return a quantity of the wanted kind from plain text or number.

    Raises:
        NumberError: where unit, per cent sign or whole number are missing or wrong.

    >>> str(quantity_of("993.18万元", FactQuantity.MONEY))
    '993.18万元'
    """
    if isinstance(value, (Money, Rate, Count, Number)):
        return value
    match quantity:
        case FactQuantity.MONEY:
            return Money.parse(value)  # type: ignore[arg-type]
        case FactQuantity.COUNT:
            return Count.parse(value)  # type: ignore[arg-type]
        case FactQuantity.RATE:
            return Rate.parse(value)  # type: ignore[arg-type]
        case FactQuantity.NUMBER:
            return Number.parse(value)


def _figures(
    given: Mapping[str, PlainFigure], quantities: Mapping[str, FactQuantity], where: str, problems: list[Problem]
) -> dict[str, Figure]:
    result: dict[str, Figure] = {}
    for name, value in given.items():
        if isinstance(value, (Known, Bounded, Missing)):
            result[name] = value
        elif value is None:
            result[name] = Missing()
        elif name in quantities:
            try:
                result[name] = Known(value=quantity_of(value, quantities[name]))
            except NumberError as error:
                problems.extend(problem.under(f"{where}.{name}") for problem in error.problems)
        else:
            result[name] = Missing()
    return result


def _assessments(
    rubric: Rubric, given: Mapping[str, PlainAssessment], problems: list[Problem]
) -> dict[str, Assessment]:
    rows = {row.id: row for row in rubric.indicators}
    result: dict[str, Assessment] = {}
    for name, value in given.items():
        if name not in rows:
            message = Message.of("rubrics.unknown_indicator", found=shown(name), known=tuple(rows))
            problems.append(Problem(message, f"assessments.{shown(name)}"))
            continue
        path = f"assessments.{name}"
        assessment = _assessment(rows[name], value)
        if assessment is None:
            kind = rows[name].formula.kind
            message = Message.of("scoring.assessment_shape", found=type(value).__name__, kind=kind)
            problems.append(Problem(message, path))
        else:
            result[name] = assessment
    return result


def _assessment(row: Indicator, value: PlainAssessment) -> Assessment | None:
    """The assessment that a plain value stands for in a row of this kind; None where it stands for nothing."""
    match row.formula, value:
        case _, (
            ChecklistAssessment() | CasesFound() | OptionChosen() | TargetsAssessment() | Judgement() | NotApplicable()
        ):
            return value
        case Checklist(), Mapping():
            items = (ItemFinding(item=name, met=bool(met)) for name, met in value.items())
            return ChecklistAssessment(items=tuple(items))
        case Nonconformities(), Mapping():
            cases = (Cases(condition=name, count=int(count)) for name, count in value.items())
            return CasesFound(cases=tuple(cases))
        case Options(), str():
            return OptionChosen(option=value)
        case Judged(), int() | Fraction() | str():
            return Judgement(points=exact(value))
        case _:
            return None
