"""Evidence from plain values: what a person types in Python, read strictly, every problem collected with its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias, TypeVar

from jixiao_core.errors import NumberError, Problem
from jixiao_core.exact.numbers import exact, path_step, shown
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
from jixiao_core.rubrics.formulas import Checklist, Judged, Nonconformities, Options
from jixiao_core.rubrics.names import most_alike_first
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
from jixiao_core.scoring.evidence import PlainAssessment, PlainFigure
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["PlainReader", "quantity_of"]

T = TypeVar("T")
PlainNumber: TypeAlias = Quantity | int | str | Fraction


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


class PlainReader:
    """
    Reads the arguments of `Evidence.of`; what cannot be read is left out and stands in `problems`.

    Args:
        rubric: the rubric whose facts and rows are named.
        dictionary: further facts that may be named.
    """

    def __init__(self, rubric: Rubric, dictionary: tuple[FactDefinition, ...]) -> None:
        self.problems: list[Problem] = []
        self._quantities = {fact.id: fact.quantity for fact in (*dictionary, *rubric.facts)}
        self._rows = {row.id: row for row in rubric.indicators}

    def facts(self, given: Mapping[str, PlainFigure]) -> dict[str, Figure]:
        """Return fact id to figure."""
        return self._figures(given, self._quantities, "facts")

    def measures(self, given: Mapping[str, PlainFigure]) -> dict[str, Figure]:
        """Return row id to declared measure."""
        rates = {
            name: FactQuantity.RATE if row.measure.denominator else FactQuantity.NUMBER
            for name, row in self._rows.items()
            if row.measure is not None
        }
        return self._figures(given, rates, "measures")

    def assessments(self, given: Mapping[str, PlainAssessment]) -> dict[str, Assessment]:
        """Return row id to assessment."""
        result: dict[str, Assessment] = {}
        for name, value in given.items():
            assessment = self._assessment(name, value)
            if assessment is not None:
                result[name] = assessment
        return result

    def documents(self, given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """Return row id to the ids of the attached papers."""
        result: dict[str, tuple[str, ...]] = {}
        for name, ids in given.items():
            if isinstance(ids, str):
                self._refuse("scoring.list_wanted", f"documents.{path_step(name)}", ids)
            else:
                result[name] = tuple(ids)
        return result

    def pools(
        self, given: Mapping[str, Mapping[str, Fraction | int | str]]
    ) -> dict[str, tuple[tuple[str, Fraction], ...]]:
        """Return pool id to pairs of member and share; a pool with a share that cannot be read is left out."""
        result: dict[str, tuple[tuple[str, Fraction], ...]] = {}
        for name, split in given.items():
            read = {
                row: self._read(exact, points, f"pools.{path_step(name)}.{path_step(row)}")
                for row, points in split.items()
            }
            shares = tuple((row, share) for row, share in read.items() if share is not None)
            if len(shares) == len(read):
                result[name] = shares
        return result

    def _figures(
        self, given: Mapping[str, PlainFigure], quantities: Mapping[str, FactQuantity], where: str
    ) -> dict[str, Figure]:
        result: dict[str, Figure] = {}
        for name, value in given.items():
            result[name] = Missing()
            if isinstance(value, (Known, Bounded, Missing)):
                result[name] = value
            elif value is not None and name in quantities:
                quantity = self._read(
                    partial(quantity_of, quantity=quantities[name]), value, f"{where}.{path_step(name)}"
                )
                result[name] = Missing() if quantity is None else Known(value=quantity)
        return result

    def _assessment(self, name: str, value: PlainAssessment) -> Assessment | None:
        if name not in self._rows:
            message = Message.of(
                "rubrics.unknown_indicator", found=shown(name), known=most_alike_first(name, self._rows)
            )
            self.problems.append(Problem(message, f"assessments.{path_step(name)}"))
            return None
        path = f"assessments.{path_step(name)}"
        match self._rows[name].formula, value:
            case _, (
                ChecklistAssessment()
                | CasesFound()
                | OptionChosen()
                | TargetsAssessment()
                | Judgement()
                | NotApplicable()
            ):
                return value
            case Checklist(), Mapping():
                return ChecklistAssessment(items=self._items(value, path))
            case Nonconformities(), Mapping():
                return CasesFound(cases=self._cases(value, path))
            case Options(), str():
                return OptionChosen(option=value)
            case Judged(), int() | Fraction() | str():
                points = self._read(exact, value, path)
                return None if points is None else Judgement(points=points)
            case formula, _:
                message = Message.of("scoring.assessment_shape", found=type(value).__name__, kind=formula.kind)
                self.problems.append(Problem(message, path))
                return None

    def _items(self, given: Mapping[str, object], path: str) -> tuple[ItemFinding, ...]:
        found = []
        for name, met in given.items():
            if met is None or isinstance(met, bool):
                found.append(ItemFinding(item=name, met=met))
            else:
                self._refuse("scoring.truth_wanted", f"{path}.{name}", met)
        return tuple(found)

    def _cases(self, given: Mapping[str, object], path: str) -> tuple[Cases, ...]:
        found = []
        for name, count in given.items():
            if count is None or type(count) is int:
                found.append(Cases(condition=name, count=count))
            else:
                self._refuse("scoring.count_wanted", f"{path}.{name}", count)
        return tuple(found)

    def _read(self, parse: Callable[[Any], T], value: PlainNumber, path: str) -> T | None:
        try:
            return parse(value)
        except NumberError as error:
            self.problems.extend(problem.under(path) for problem in error.problems)
            return None

    def _refuse(self, code: str, path: str, value: object) -> None:
        self.problems.append(Problem(Message.of(code, found=shown(value)), path))
