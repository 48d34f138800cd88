"""Checks of the rows of the national form: points and scores, targets and completions, operators and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, Literal

from jixiao_core.exact.quantities import Rate, canonical, print_interval
from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Param, Text
from jixiao_core.reports.form_indicators import LEVEL1, level1_of, squeezed
from jixiao_core.reports.form_values import (
    cell_value,
    completion_of,
    is_qualitative,
    less_is_better,
    operator_of,
    paired,
    target_of,
)
from jixiao_core.reports.observing import located, observed
from jixiao_core.reports.parts import TargetValue
from jixiao_core.reports.self_evaluation import IndicatorLine, SelfEvaluationForm

__all__ = ["rows"]

FAR: Final = Fraction(13, 10)
"""A completion beyond this share of its target asks whether the target was too low; customary, printed nowhere."""
_SATISFACTION: Final = "满意"
_NUMBER: Final = re.compile("[0-9０-９]")
_DATE: Final = re.compile(r"[0-9０-９]\s*[年月日号]|[0-9]{4}[-./][0-9]{1,2}")


def rows(form: SelfEvaluationForm) -> Iterator[Finding]:
    """Yield what the rows of a national form say about themselves."""
    unread = frozenset(each.name for each in form.unread)
    yield from _blanks(form)
    for position, row in enumerate(form.rows):
        path = f"rows[{position}]"
        given: dict[str, Param] = {"label": Text(row.label), "line": row.line or position + 1, "place": row.place}
        if not level1_of(row):
            known = tuple(LEVEL1.values())
            yield observed("reports.level1_unknown", path, found=row.level1, known=known, **given)
        yield from _operators(row, path, given)
        yield from _marks(row, path, given, unread)
        target, actual = target_of(row), completion_of(row)
        if target is None and not is_qualitative(row) and _NUMBER.search(row.target) and not _DATE.search(row.target):
            yield observed("reports.target_not_a_number", f"{path}.target", target=row.target.strip(), **given)
        if target is not None and actual is not None:
            yield from _pair(row, target, actual, path, given)
    yield from _satisfaction(form)
    yield from _twice(form)


def _lines(form: SelfEvaluationForm, name: Literal["lines", "rows"], positions: Sequence[int]) -> dict[str, Param]:
    """Where rows stand, by their positions in the form."""
    rows = [form.rows[position] for position in positions]
    lines = tuple(row.line or position + 1 for position, row in zip(positions, rows, strict=True))
    return located(name, lines, tuple(row.place for row in rows))


def _blanks(form: SelfEvaluationForm) -> Iterator[Finding]:
    for name in ("target", "completion"):
        found = [position for position, row in enumerate(form.rows) if not getattr(row, name).strip()]
        if found:
            yield observed(f"reports.{name}_blank", "rows", count=len(found), **_lines(form, "rows", found))


def _operators(row: IndicatorLine, path: str, given: dict[str, Param]) -> Iterator[Finding]:
    """Operators where the form asks for a value: in a completion, or in a target beside a column of their own."""
    actual = cell_value(row.completion)
    if actual is not None and actual.comparator != "equal":
        yield observed("reports.operator_in_completion", f"{path}.completion", found=row.completion.strip(), **given)
    target = cell_value(row.target)
    if operator_of(row.comparator) is not None and target is not None and target.comparator != "equal":
        found, column = row.target.strip(), row.comparator.strip()
        yield observed("reports.operator_in_target", f"{path}.target", found=found, column=column, **given)


def _marks(row: IndicatorLine, path: str, given: dict[str, Param], unread: frozenset[str]) -> Iterator[Finding]:
    if row.points is None and f"{path}.points" not in unread:
        yield observed("reports.points_blank", f"{path}.points", **given)
    if row.score is None:
        if f"{path}.score" not in unread:
            yield observed("reports.score_blank", f"{path}.score", **given)
        return
    if row.score < 0:
        yield observed("reports.score_negative", f"{path}.score", score=row.score, **given)
    if row.points is None:
        return
    marks: dict[str, Param] = {**given, "score": row.score, "points": row.points}
    if row.score > row.points:
        yield observed("reports.score_above_points", f"{path}.score", **marks)
    elif row.score < row.points and not row.reason.strip():
        yield observed("reports.loss_without_reason", f"{path}.reason", **marks)
    elif row.score == row.points and row.reason.strip() and not _is_beyond(row):
        yield observed("reports.reason_without_loss", f"{path}.reason", reason=row.reason, **marks)


def _is_beyond(row: IndicatorLine) -> bool:
    """Whether a completion is not just its target: the column asks for the reason of any deviation."""
    target, actual = target_of(row), completion_of(row)
    if target is None or actual is None:
        return False
    pair = paired(target, actual)
    return pair is None or canonical(pair[0].value) != canonical(pair[1].value)


def _pair(
    row: IndicatorLine, target: TargetValue, actual: TargetValue, path: str, given: dict[str, Param]
) -> Iterator[Finding]:
    told: dict[str, Param] = {**given, "target": row.target.strip(), "completion": row.completion.strip()}
    pair = paired(target, actual)
    if pair is None:
        yield observed("reports.target_units_differ", path, **told)
        return
    target, actual = pair
    less = less_is_better(row, target)
    if actual.comparator != "equal":
        return
    if _is_missed(target, actual, less=less) and row.points is not None and row.score == row.points:
        yield observed("reports.full_marks_beside_missed_target", path, points=row.points, **told)
    if less is not None and _is_far(canonical(target.value), canonical(actual.value), less=less):
        how = Message.of(f"reports.far_{'better' if less else 'beyond'}")
        yield observed("reports.target_far_exceeded", path, how=how, **told)


def _is_missed(target: TargetValue, actual: TargetValue, *, less: bool | None) -> bool:
    """Whether a completion misses its target however it was rounded; nothing is just nothing, whichever way is better."""
    goal, done = canonical(target.value), print_interval(actual.value)
    if goal == 0 and target.comparator == "equal":
        assert isinstance(done.low, Fraction)
        return done.low > 0
    if less is None:
        return False
    is_strict = target.comparator in ("above", "below") and canonical(actual.value) == goal
    if less:
        assert isinstance(done.low, Fraction)
        return done.low > goal or is_strict
    assert isinstance(done.high, Fraction)
    return done.high < goal or is_strict


def _is_far(goal: Fraction, done: Fraction, *, less: bool) -> bool:
    return done * FAR < goal if less else goal > 0 and done > goal * FAR


def _satisfaction(form: SelfEvaluationForm) -> Iterator[Finding]:
    """Satisfaction that is 100 % wherever it was asked, or more than that anywhere."""
    asked = [
        (place, row) for place, row in enumerate(form.rows) if _SATISFACTION in row.level1 + row.level2 + row.label
    ]
    rates = [(place, row, value.value) for place, row in asked if (value := completion_of(row)) is not None]
    for place, row, found in rates:
        if isinstance(found, Rate) and found.value > 1:
            line = row.completion_line or row.line or place + 1
            given: dict[str, Param] = {"row": row.label, "line": line, "place": row.place}
            yield observed("reports.rate_above_whole", f"rows[{place}]", completion=found, **given)
    if asked and len(rates) == len(asked) and all(isinstance(each, Rate) and each.value == 1 for _, _, each in rates):
        yield observed("reports.satisfaction_full", "rows", rows=tuple(row.label for _, row in asked))


def _twice(form: SelfEvaluationForm) -> Iterator[Finding]:
    places: dict[tuple[str, str, str], list[int]] = {}
    for position, row in enumerate(form.rows):
        if row.label.strip():
            key = (squeezed(row.level1), squeezed(row.level2), squeezed(row.label))
            places.setdefault(key, []).append(position)
    for (_, _, label), positions in places.items():
        if len(positions) > 1:
            yield observed("reports.row_twice", "rows", label=Text(label), **_lines(form, "lines", positions))
