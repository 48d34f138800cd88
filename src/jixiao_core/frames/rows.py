"""Rows: what one indicator scores, as expressions over the columns of a table."""

from __future__ import annotations

from typing import assert_never

from attrs import evolve, frozen

from jixiao_core.exact.rounding import Rounding
from jixiao_core.frames.assessed import cases_row, checklist_row, judged_row, options_row
from jixiao_core.frames.expressions import AllOf, AnyOf, Case, Condition, Not, Number, Numeric, Sum, Times
from jixiao_core.frames.intake import Intake
from jixiao_core.frames.ladders import Scaled
from jixiao_core.frames.measured import measured_row
from jixiao_core.frames.outcomes import NEVER, Outcome, RowPlace
from jixiao_core.frames.rounded import rounded_points
from jixiao_core.frames.stages import Staging
from jixiao_core.frames.targets import targets_row
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
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["RowColumns", "row_columns"]


@frozen(kw_only=True)
class RowColumns:
    """
    What one row scores.

    Attributes:
        row: the indicator, as it is read.
        most: its maximum, in parts of a point.
        low: the least it can have.
        width: how much more it can have, at most; where nothing is open, 1 says that the scale cuts a part off.
        fine: what the scale cuts off, in finer parts; None: it never does.
        more: 1 where even these cut something off.
        is_open: whether something is missing.
        is_invalid: whether its figures make no sense together.
        is_absent: whether it does not apply.
        is_nothing: whether its figures alone say so, which is to be verified.
        is_untold: whether whole numbers cannot tell.
        missing: what is missing, each with the condition.
    """

    row: Indicator
    most: int
    low: Numeric
    width: Numeric
    fine: Numeric | None
    more: Numeric
    is_open: Condition
    is_invalid: Condition
    is_absent: Condition
    is_nothing: Condition
    is_untold: Condition
    missing: tuple[tuple[str, Condition], ...]


def row_columns(staging: Staging, intake: Intake, rubric: Rubric, row: Indicator, scale: int) -> RowColumns:
    """
    Return what a row scores.

    Args:
        staging: where the columns go.
        intake: the columns of the table.
        rubric: its policies and roundings.
        row: the row, as it is read.
        scale: the parts of a point.
    """
    place = RowPlace(staging=staging, intake=intake, rubric=rubric, row=row, scale=scale)
    outcome = _with_absence(place, _outcome(place))
    step = rubric.rounding_at("indicator")
    if step is not None:
        outcome = _rounded(place, outcome, step.rounding)
    return RowColumns(
        row=row,
        most=place.most,
        low=place.number("low", outcome.low),
        width=place.number("width", outcome.width),
        fine=None if outcome.fine is None else place.number("fine", outcome.fine),
        more=place.number("more", outcome.more),
        is_open=place.condition("open", outcome.is_open),
        is_invalid=place.condition("invalid", outcome.is_invalid),
        is_absent=outcome.is_absent,
        is_nothing=outcome.is_nothing,
        is_untold=place.condition("untold", outcome.is_untold),
        missing=outcome.missing,
    )


def _outcome(place: RowPlace) -> Outcome:
    match place.row.formula:
        case Bands() | DeductPerStep() | Proportional() as formula:
            return measured_row(place, formula)
        case Targets() as formula:
            return targets_row(place, formula)
        case Checklist() as formula:
            return checklist_row(place, formula)
        case Nonconformities() as formula:
            return cases_row(place, formula)
        case Options() as formula:
            return options_row(place, formula)
        case Judged() as formula:
            return judged_row(place, formula)
        case _:
            assert_never(place.row.formula)


def _with_absence(place: RowPlace, outcome: Outcome) -> Outcome:
    """What a row scores when it need not apply: full points, none, or points that move, which is not told here."""
    stated = place.given("not_applicable").holds
    if stated == NEVER and outcome.is_absent == NEVER:
        return outcome
    is_absent = place.condition("is_absent", AnyOf((stated, outcome.is_absent)))
    is_nothing = outcome.is_absent
    if NEVER not in (is_nothing, stated):
        is_nothing = AllOf((Not(stated), is_nothing))
    moves = place.rubric.policy(place.row.id) in ("reallocate", "rescale")
    here = Not(is_absent)
    return Outcome(
        low=Case(((is_absent, Number(place.when_absent)),), outcome.low),
        width=Case(((is_absent, Number(place.most if moves else 0)),), outcome.width),
        fine=None if outcome.fine is None else Case(((is_absent, Number(0)),), outcome.fine),
        more=outcome.more if outcome.fine is None else Case(((is_absent, Number(0)),), outcome.more),
        is_open=AllOf((here, outcome.is_open)),
        is_invalid=AllOf((here, outcome.is_invalid)),
        is_absent=is_absent,
        is_nothing=is_nothing if is_nothing == NEVER else place.condition("is_nothing", is_nothing),
        is_untold=is_absent if moves else AllOf((here, outcome.is_untold)),
        missing=tuple((name, AllOf((here, condition))) for name, condition in outcome.missing),
    )


def _rounded(place: RowPlace, outcome: Outcome, rounding: Rounding) -> Outcome:
    """A row that is rounded by itself; where something is open, its ends are."""
    is_range = place.condition("is_range", AnyOf((outcome.is_open, outcome.is_invalid, outcome.is_untold)))
    low, width = place.number("low_exact", outcome.low), place.number("width_exact", outcome.width)
    fine = None if outcome.fine is None else Case(((is_range, Number(0)),), width)
    name, most = place.name, 2 * place.most
    least = rounded_points(place.staging, f"{name}__least", Scaled(low, fine), rounding, place.scale, most)
    top = Scaled(Sum((low, width)))
    greatest = rounded_points(place.staging, f"{name}__greatest", top, rounding, place.scale, most)
    named = place.number("low_rounded", least)
    spread = Case(((is_range, Sum((greatest, Times(-1, named)))),), Number(0))
    return evolve(outcome, low=named, width=spread, fine=None, more=Number(0))
