"""Questions and readings: what is ambiguous and not asked, what is asked and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from jixiao_core.exact.intervals import EMPTY, Interval, IntervalSet
from jixiao_core.messages import NO_TEXT
from jixiao_core.rubrics.formulas import Bands, Checklist, DeductPerStep, Proportional
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.linting.clause_checks import printed_part_step
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["question_findings", "reading_findings"]

_JOINT = re.compile(r"、|且|并(?![未非不])|同时")


def reading_findings(rubric: Rubric, view: RowView) -> Iterator[LintFinding]:
    """Yield what the clause of one row leaves open without a reading, and readings that change nothing."""
    printed = rubric.indicator(view.row.id)
    formula = view.row.formula
    if isinstance(formula, DeductPerStep) and not printed_part_step(view.clause.clause):
        ways = {each.formula.part_step for each in printed.readings if isinstance(each.formula, DeductPerStep)}
        if not ways - {formula.part_step}:
            step = next((each for each in view.clause.fragments if each.kind == "step"), None)
            yield observed(
                "part_step_unasked", view.row.id, fragment=step, step=view.levels(IntervalSet.points(formula.step))
            )
    measure = view.row.measure
    is_asked = any(each.measure is not None for each in printed.readings)
    if measure is not None and measure.basis == "customary" and not is_asked:
        named = measure.label if measure.label.zh else view.row.label
        yield observed("measure_unasked", view.row.id, measure=named)
    if isinstance(formula, Checklist):
        yield from _joint_demands(view, formula, printed.readings)
    for position, reading in enumerate(printed.readings):
        if _changes_nothing(printed, reading, view):
            yield observed(
                "reading_changes_nothing",
                view.row.id,
                parameter=f"readings[{position}]",
                question=reading.question,
                answer=reading.id,
            )


def _joint_demands(view: RowView, formula: Checklist, readings: Sequence[Reading]) -> Iterator[LintFinding]:
    is_asked = formula.partial_credit or any(
        isinstance(each.formula, Checklist) and each.formula.partial_credit for each in readings
    )
    joint = tuple(item.label for item in formula.items if _JOINT.search(item.label.zh))
    if joint and not is_asked:
        yield observed("joint_demands_unasked", view.row.id, items=joint)


def _changes_nothing(row: Indicator, reading: Reading, view: RowView) -> bool:
    read = row.with_readings((reading,))
    if _bare(read.measure) != _bare(row.measure):
        return False
    if read.formula == row.formula:
        return True
    kinds = (Bands, DeductPerStep, Proportional)
    if not (isinstance(read.formula, kinds) and isinstance(row.formula, kinds)):
        return False
    differs = curve_of(read.formula, view.maximum).differs(curve_of(row.formula, view.maximum))
    domain = IntervalSet.of(Interval.everything() if row.measure is None else row.measure.domain)
    return differs & domain == EMPTY


def _bare(measure: Measure | None) -> Measure | None:
    """The measure without its words."""
    return None if measure is None else evolve(measure, label=NO_TEXT, basis="customary")


def question_findings(rubric: Rubric) -> Iterator[LintFinding]:
    """Yield questions and answers that no row uses, and which questions one row alone asks."""
    rows: dict[str, set[str]] = {}
    used: set[tuple[str, str]] = set()
    for row in rubric.indicators:
        for reading in row.readings:
            rows.setdefault(reading.question, set()).add(row.id)
            used.add((reading.question, reading.id))
    alone = []
    for position, question in enumerate(rubric.questions):
        path = f"questions[{position}]"
        if question.id not in rows:
            yield observed("question_unused", path, question=question.label, id=question.id)
            continue
        if len(rows[question.id]) == 1:
            alone.append(question.label)
        for answer in question.answers[1:]:
            if (question.id, answer.id) not in used:
                yield observed("answer_unused", path, question=question.label, answer=answer.note, id=answer.id)
    if alone:
        yield observed("questions_of_one_row", "", questions=tuple(alone), count=len(alone))
