"""Clause coverage: which fragment of a clause states which parameter, what is left on either side, and how much it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, field, frozen

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import DeductPerStep
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.linting.fragments import COUNTED, Fragment, fragments_of
from jixiao_core.rubrics.linting.parameters import (
    Parameter,
    adjustment_parameters,
    cap_parameters,
    row_parameters,
)
from jixiao_core.rubrics.linting.places import Places
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["ClauseCoverage", "Coverage", "Stated", "coverage", "maximum_of"]

ONE = Fraction(1)


@frozen(kw_only=True)
class Stated:
    """
    A parameter and what its clause prints for it.

    Attributes:
        parameter: the parameter.
        fragments: every fragment that states it; empty where none does.
        instead: what is printed in its place, where that says otherwise.
    """

    parameter: Parameter
    fragments: tuple[Fragment, ...] = ()
    instead: tuple[Fragment, ...] = ()


@frozen(kw_only=True)
class ClauseCoverage:
    """
    One clause beside the rule that was made of it.

    Attributes:
        path: the id of the row, or the place of another clause (``adjustments[0]``).
        clause: the clause, as it is quoted.
        fragments: its numbers in printed order.
        stated: its parameters in the order of the formula.
    """

    path: str
    clause: str
    fragments: tuple[Fragment, ...]
    stated: tuple[Stated, ...]

    @property
    def unquoted(self) -> tuple[Stated, ...]:
        """The parameters that the clause had to print and does not."""
        return tuple(each for each in self.stated if each.parameter.is_required and not each.fragments)

    @property
    def uncovered(self) -> tuple[Fragment, ...]:
        """The numbers of the clause that no parameter uses."""
        used = {fragment for each in self.stated for fragment in each.fragments}
        return tuple(each for each in self.numbers if each not in used)

    @property
    def numbers(self) -> tuple[Fragment, ...]:
        """The numbers that some parameter has to use: all but words, years and the numbers of documents."""
        return tuple(each for each in self.fragments if each.kind in COUNTED)

    @property
    def required(self) -> tuple[Stated, ...]:
        """The parameters that the clause has to print."""
        return tuple(each for each in self.stated if each.parameter.is_required)


@frozen(kw_only=True)
class Coverage:
    """
    How much of a table's clauses and rules answer each other.

    Attributes:
        clauses: every clause, in the order of the table.
        parameters: how many parameters have to be printed.
        stated: how many of them are.
        numbers: how many numbers are printed.
        used: how many of them a parameter uses.
    """

    clauses: tuple[ClauseCoverage, ...]
    parameters: int = field(init=False)
    stated: int = field(init=False)
    numbers: int = field(init=False)
    used: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        required, numbers = (sum(len(getattr(each, name)) for each in self.clauses) for name in ("required", "numbers"))
        unquoted, uncovered = (
            sum(len(getattr(each, name)) for each in self.clauses) for name in ("unquoted", "uncovered")
        )
        for name, value in (
            ("parameters", required),
            ("stated", required - unquoted),
            ("numbers", numbers),
            ("used", numbers - uncovered),
        ):
            object.__setattr__(self, name, value)

    @property
    def share(self) -> Fraction:
        """What is covered, of parameters and numbers together; 1 where there is nothing to cover."""
        whole = self.parameters + self.numbers
        return Fraction(self.stated + self.used, whole) if whole else ONE

    def __getitem__(self, path: str) -> ClauseCoverage:
        """Return the clause of a row; KeyError where there is none."""
        found = {each.path: each for each in self.clauses}
        return found[path]


def maximum_of(rubric: Rubric, row: Indicator) -> Fraction:
    """Return the points of a row; those of its pool where it has none of its own."""
    pool = rubric.pool_of(row.id)
    points = pool.points if pool is not None and row.points is None else row.points
    assert points is not None
    return points


def coverage(rubric: Rubric) -> Coverage:
    """
    Return which words of every clause state which parameter, as the rubric's adopted readings have it.

    A parameter is stated by a number of the same kind and value: a standard by a level, a step by what follows 每,
    points that are given by 计5分, 得5分 or （1分）, points that are taken by 扣0.5分. The parts of a checklist, of
    options and of conditions are looked for beside their own words first. The points of a row stand in their own
    column and need no other print.

    >>> from jixiao_core import registry
    >>> row = coverage(registry.load("junshan-department@2021.1"))["input.budget_allocation.staffing_ratio"]
    >>> [(each.parameter.path, str(each.fragments[0])) for each in row.required]
    [('formula.standard', '100%'), ('formula.step', '一个百分点'), ('formula.deduct', '0.5分')]
    """
    if not isinstance(rubric, Rubric):
        raise InvalidValueError(Problem(Message.of("lint.not_a_rubric", found=type(rubric).__name__), "rubric"))
    rows = (_of_row(rubric, row) for row in rubric.indicators)
    return Coverage(clauses=(*rows, *_others(rubric)))


def _of_row(rubric: Rubric, row: Indicator) -> ClauseCoverage:
    maximum = maximum_of(rubric, row)
    read = rubric.read(row)
    covered = _covered(row.id, row.quote, row_parameters(read, maximum, rubric.pool_of(row.id)), maximum)
    return _beside_step(covered, read.formula) if isinstance(read.formula, DeductPerStep) else covered


def _beside_step(covered: ClauseCoverage, formula: DeductPerStep) -> ClauseCoverage:
    """The same, where the one step of a clause and the deduction behind it are printed in place of the formula's."""
    steps = [each for each in covered.fragments if each.kind == "step"]
    taken = [each for each in covered.fragments if each.kind == "deduction"]
    if len(steps) != 1 or len(taken) != 1 or taken[0].sentence != steps[0].sentence or taken[0].start < steps[0].end:
        return covered
    (step,), (deduction,) = steps, taken
    is_same_slope = deduction.value * formula.step == formula.deduct * step.value
    if formula.part_step == "proportional" and is_same_slope:
        return covered
    words = covered.clause[max(0, covered.clause.rfind("每", 0, step.start)) : step.end]
    instead = {"formula.step": step, "formula.deduct": deduction}
    stated = tuple(
        evolve(each, parameter=evolve(each.parameter, part=words), instead=(instead[each.parameter.path],))
        if each.parameter.path in instead and not each.fragments
        else each
        for each in covered.stated
    )
    return evolve(covered, stated=stated)


def _others(rubric: Rubric) -> Iterator[ClauseCoverage]:
    for position, adjustment in enumerate(rubric.adjustments):
        path = f"adjustments[{position}]"
        parameters = adjustment_parameters(adjustment, rubric.total_ceiling)
        yield _covered(path, adjustment.clause, parameters, rubric.points)
    for position, cap in enumerate(rubric.grade_caps):
        yield _covered(f"grade_caps[{position}]", cap.clause, cap_parameters(cap), rubric.points)


def _covered(path: str, clause: str, parameters: Iterable[Parameter], maximum: Fraction) -> ClauseCoverage:
    listed = tuple(parameters)
    fragments = fragments_of(clause)
    places = Places.of(clause, tuple(dict.fromkeys(each.part for each in listed if each.part)), fragments)
    stated = (*(_stated(each, fragments, places, maximum) for each in listed), *_judged_words(places))
    return ClauseCoverage(path=path, clause=clause, fragments=fragments, stated=stated)


def _judged_words(places: Places) -> Iterator[Stated]:
    """Numbers inside the words of a condition: a person judges them, the words themselves are the parameter."""
    for part, fragments in places.inside.items():
        parameter = Parameter(path="formula.label", kind="words", value=Fraction(0), is_required=False, part=part)
        yield Stated(parameter=parameter, fragments=fragments)


def _stated(parameter: Parameter, fragments: tuple[Fragment, ...], places: Places, maximum: Fraction) -> Stated:
    own = places.own(parameter.part)
    candidates = own or (places.free if parameter.part else fragments)
    found = tuple(each for each in candidates if _states(each, parameter, maximum))
    points = tuple(each for each in own if each.kind != "level")
    return Stated(parameter=parameter, fragments=found, instead=() if found else points)


def _states(fragment: Fragment, parameter: Parameter, maximum: Fraction) -> bool:
    """Whether a fragment has the kind and the value of a parameter."""
    kind, value = fragment.kind, parameter.value
    match parameter.kind:
        case "level":
            return kind in ("level", "count", "bare", "zero") and _same_level(fragment, parameter)
        case "step":
            fits = kind == "step" or (kind == "level" and fragment.unit == "pp") or fragment.relation == "part"
            return fits and _same_level(fragment, parameter)
        case "award":
            return _is_share(fragment, parameter, maximum) or _gives(fragment, parameter, maximum)
        case "deduction":
            return _is_share(fragment, parameter, maximum) or (kind == "deduction" and fragment.value == value)
        case "maximum":
            return kind == "full" or (kind in ("award", "deduction") and fragment.value == value)
        case "count" | "words":
            return kind in ("count", "step") and fragment.value == value


def _gives(fragment: Fragment, parameter: Parameter, maximum: Fraction) -> bool:
    match fragment.kind:
        case "none":
            return parameter.value == 0
        case "full":
            return parameter.value == maximum
        case "deduction":
            # 得3分…扣3分: what is left is what the state scores.
            return bool(parameter.part) and maximum - fragment.value == parameter.value
        case _:
            return fragment.kind in ("award", "bare") and fragment.value == parameter.value


def _is_share(fragment: Fragment, parameter: Parameter, maximum: Fraction) -> bool:
    """Whether points of a state are printed as a share of the row's (计100%-80%（含）的分值)."""
    return bool(parameter.part) and fragment.unit == "rate" and fragment.value * maximum == parameter.value


def _same_level(fragment: Fragment, parameter: Parameter) -> bool:
    """Whether a number says a level; a rate may be printed without its sign (满意率≥90), an excess from the standard."""
    value, printed = parameter.value, fragment.value
    if printed == value:
        return True
    if parameter.origin is not None and fragment.is_relative and printed == abs(value - parameter.origin):
        return True
    return parameter.is_rate and not fragment.unit and printed == value * 100
