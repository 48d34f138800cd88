"""From the national form to what can be scored: budget, targets and completions, stated tiers, self-assessed scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, Literal

from attrs import evolve

from jixiao_core.exact.quantities import Money, canonical
from jixiao_core.reports.form_indicators import EXECUTION, row_ids
from jixiao_core.reports.form_values import (
    amount_of,
    completion_of,
    less_is_better,
    paired,
    rate_of,
    target_of,
)
from jixiao_core.reports.parts import TargetValue
from jixiao_core.reports.self_evaluation import BudgetLine, IndicatorLine, SelfEvaluationForm
from jixiao_core.rubrics.formulas import Option, Options, Targets
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import Assessment, OptionChosen, TargetRow, TargetsAssessment, Unused
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.evidence_checks import quantities_of
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = ["form_case", "form_evidence"]

_FACTS: Final = {
    "project_budget_initial": ("initial", "年初预算数"),
    "project_budget_full_year": ("full_year", "全年预算数"),
    "project_budget_executed": ("executed", "全年执行数"),
}
# 预期指标, 年度指标 and 指标 are one thing in the names of the tiers.
_TIER_WORDS: Final = re.compile(r"(?:预期|年度)?指标|[\s。；;，,]")


def form_evidence(form: SelfEvaluationForm, rubric: Rubric) -> Evidence:
    """
    Return what a filled national form supports; nothing that it only suggests.

    Amounts come from the line of the total; one without a unit, or below zero, is unknown. A completion counts as it is
    printed; one with an operator (≥95%) is none. A tier of a qualitative row is known where the completion is its name;
    other words are quoted, and nothing follows from them.

    Args:
        form: the form.
        rubric: the rubric of its rows (`rubric_of`).
    """
    rows = {row.id: row for row in rubric.indicators}
    return Evidence(
        facts=tuple(_facts(form)),
        measures=tuple(_measures(form, rows)),
        assessments=tuple(
            (name, found)
            for name, row in zip(row_ids(form), form.rows, strict=True)
            if name in rows and (found := _assessment(row, rows[name])) is not None
        ),
        stated=tuple(
            (name, row.completion.strip())
            for name, row in zip(row_ids(form), form.rows, strict=True)
            if name in rows and _names_no_tier(row, rows[name])
        ),
    )


def _facts(form: SelfEvaluationForm) -> Iterator[tuple[str, Figure]]:
    total = form.budget_line("total")
    for fact, (name, column) in _FACTS.items() if total is not None else ():
        figure = amount_of(getattr(total, name), form)
        if _is_usable(figure):
            origin = f"自评表{figure.origin or _line(total.line if total else 0)}“年度资金总额·{column}”栏"
            yield fact, evolve(figure, origin=origin)


def _is_usable(figure: Figure) -> bool:
    match figure:
        case Known(value=Money() as value):
            return canonical(value) >= 0
        case Known():
            return False
        case Bounded():
            return all(isinstance(each, Money) for each in quantities_of(figure))
        case Missing(state=state):
            return state == "blank"


def _measures(form: SelfEvaluationForm, rows: dict[str, Indicator]) -> Iterator[tuple[str, Figure]]:
    total = form.budget_line("total")
    rate = rate_of(total.rate, _share(form, total)) if total is not None else None
    if total is not None and rate is not None and rate.value >= 0 and EXECUTION in rows:
        yield EXECUTION, Known(value=rate, origin=f"自评表{total.rate.origin or _line(total.line)}“执行率”栏")


def _share(form: SelfEvaluationForm, total: BudgetLine) -> Fraction | None:
    """What the amounts of the total give, where both are known."""
    part, whole = (amount_of(each, form) for each in (total.executed, total.full_year))
    if not (isinstance(part, Known) and isinstance(whole, Known) and canonical(whole.value) > 0):
        return None
    return canonical(part.value) / canonical(whole.value) if type(part.value) is type(whole.value) else None


def _line(line: int) -> str:
    return f"第{line}行" if line else ""


def _assessment(row: IndicatorLine, indicator: Indicator) -> Assessment | None:
    match indicator.formula:
        case Targets():
            return TargetsAssessment(rows=(_target_row(row),))
        case Options() as formula:
            chosen = _named(row, formula)
            return OptionChosen(option=chosen.id) if chosen is not None else None
        case _:
            return None


def _named(row: IndicatorLine, formula: Options) -> Option | None:
    """The tier whose name the completion of a qualitative row is."""
    stated = _tier(row.completion)
    chosen = [each for each in formula.options if stated and _tier(each.label.zh) == stated]
    return chosen[0] if len(chosen) == 1 else None


def _names_no_tier(row: IndicatorLine, indicator: Indicator) -> bool:
    """Whether a completion is printed in words of its own."""
    formula = indicator.formula
    return isinstance(formula, Options) and bool(row.completion.strip()) and _named(row, formula) is None


def _tier(text: str) -> str:
    return _TIER_WORDS.sub("", text)


def _target_row(row: IndicatorLine) -> TargetRow:
    """A target and its completion where both are exact and of one kind; the target alone else."""
    target, actual = target_of(row), completion_of(row)
    if target is None:
        return TargetRow(label=row.label, key=True)
    less = less_is_better(row, target)
    pair = paired(target, actual) if actual is not None else None
    found, done = pair or (target, actual)
    unused = _unused(row, pair, done, less=less)
    return TargetRow(
        label=_label(row, found),
        target=found.value,
        actual=done.value if done is not None and unused is None else None,
        comparator=_word(less),
        key=True,
        stated=row.completion.strip() if unused is not None else "",
        unused=unused,
    )


def _unused(
    row: IndicatorLine, pair: tuple[TargetValue, TargetValue] | None, actual: TargetValue | None, *, less: bool | None
) -> Unused | None:
    """Why a completion cannot be used; None where it can, and where nothing is printed."""
    if actual is None:
        return "words" if row.completion.strip() else None
    if actual.comparator != "equal":
        return "operator"
    if pair is None:
        return "unit"
    target, done = pair
    if _is_at_edge(target, done):
        return "edge"
    # A completion that equals its target is complete whichever way is better.
    is_met = target.comparator == "equal" and canonical(done.value) == canonical(target.value)
    return "direction" if less is None and not is_met else None


def _is_at_edge(target: TargetValue, actual: TargetValue) -> bool:
    """Whether more or less than the target is demanded, and the completion is just the target."""
    return target.comparator in ("above", "below") and canonical(target.value) == canonical(actual.value)


def _label(row: IndicatorLine, target: TargetValue) -> str:
    """What is measured, with the unit of its numbers."""
    return f"{row.label}（{target.unit}）" if target.unit else row.label


def _word(less: bool | None) -> Literal["at_least", "at_most"]:
    return "at_most" if less else "at_least"


def form_case(form: SelfEvaluationForm, rubric: Rubric) -> Case:
    """
    Return a filled national form as a case: its evidence, and its self-assessed scores as a round.

    A negative score and a rating that the rubric does not know are left out; `check` tells them. A score above the points
    of its row, and a total that nobody can have, are claimed as they are printed.

    Args:
        form: the form.
        rubric: the rubric of its rows (`rubric_of`).
    """
    claims = tuple(_claims(form, rubric))
    grades = tuple(grade.name for grade in rubric.grades.grades) if rubric.grades else ()
    date = form.report_date.iso
    return Case(
        rubric=rubric.pin,
        fiscal_year=form.fiscal_year,
        unit=form.implementing_unit,
        subject=form.project_name,
        evidence=form_evidence(form, rubric),
        rounds=(
            ScoreRound(
                role="self",
                claims=claims,
                total=form.total_score,
                grade=form.grade if form.grade in grades else "",
                date=date if len(date) == len("YYYY-MM-DD") else "",
                as_printed=True,
            ),
        )
        if claims
        else (),
    )


def _claims(form: SelfEvaluationForm, rubric: Rubric) -> Iterator[Claim]:
    known = {row.id for row in rubric.indicators}
    total = form.budget_line("total")
    if total is not None and EXECUTION in known:
        # The reasons of the form are those of its rows; 项目资金 has no place for one.
        yield Claim(indicator=EXECUTION, points=_possible(total.score), has_reasons=False)
    for name, row in zip(row_ids(form), form.rows, strict=True):
        if name in known:
            yield Claim(indicator=name, points=_possible(row.score), reason=row.reason)


def _possible(score: Fraction | None) -> Fraction | None:
    return score if score is not None and score >= 0 else None
