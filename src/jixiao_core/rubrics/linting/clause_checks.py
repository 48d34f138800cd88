"""The clause beside the formula: points, parts, steps and directions that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.spans import points_span
from jixiao_core.messages import Message
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
from jixiao_core.rubrics.linting.fragments import Fragment, fragments_of
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView

__all__ = ["clause_findings", "coverage_findings", "printed_part_step"]

_GIVING = re.compile(r"(?:[得计给记满]|满分)\s?\Z")
_EITHER = re.compile(r"偏离|偏差|相差|增减|浮动|±")
_ABOVE = re.compile(r"超|高于|大于|多于|增加|增长|上升|提高")
_BELOW = re.compile(r"低|少|下降|不足|小于|欠|落后")
_PART_STEPS = (
    ("proportional", re.compile(r"同比例|按比例|比例扣|等比例")),
    ("count", re.compile(r"不足[^。；;\n]{1,10}按[^。；;\n]{1,8}(?:计|算|扣)")),
    ("ignore", re.compile(r"不足[^。；;\n]{1,10}(?:不计|不扣|不算|舍去|忽略)")),
)
_RATE = re.compile(r"[%％]|百分之")
_WINDOW = 16
_CASE = re.compile(
    r"每(?:发现|出现|发生|查出|存在|有)?\s?(?P<one>[一1\uff11]?\s?(?:例|次|起|件|笔|宗|处))(?=[\u4e00-\u9fff，,、（(])"
)
"""每发现一例, 每次: for every case. 每缺一项 and 每有一种情形 may as well be once for what is listed."""


def clause_findings(view: RowView) -> Iterator[LintFinding]:
    """Yield where a clause prints other points, parts, a side or a rule for parts of a step than the formula has."""
    yield from _points(view)
    yield from _sums(view)
    if isinstance(view.row.formula, DeductPerStep):
        yield from _sides(view, view.row.formula)
        yield from _part_steps(view, view.row.formula)
    if isinstance(view.row.formula, Nonconformities):
        yield from _per(view, view.row.formula)


def coverage_findings(view: RowView) -> Iterator[LintFinding]:
    """Yield what clause coverage leaves on either side."""
    contradicted: set[Fragment] = set()
    for each in view.clause.unquoted:
        parameter = each.parameter
        if each.instead:
            contradicted.update(each.instead)
            yield observed(
                "part_differs",
                view.row.id,
                witness=parameter.span,
                fragment=each.instead[0],
                parameter=parameter.path,
                part=parameter.part,
            )
        else:
            yield observed("parameter_unquoted", view.row.id, witness=parameter.span, parameter=parameter.path)
    for fragment in view.clause.uncovered:
        if fragment not in contradicted:
            name = "bare_number_unused" if fragment.kind == "bare" else "number_unused"
            yield observed(name, view.row.id, fragment=fragment)


def _awards(view: RowView) -> tuple[Fragment, ...]:
    """The points that the clause gives; in a clause for judgement only those that it gives in so many words."""
    given = tuple(each for each in view.clause.fragments if each.kind == "award" and each.value)
    if isinstance(view.row.formula, (Judged, Targets)):
        clause = view.clause.clause
        return tuple(each for each in given if _GIVING.search(clause[max(0, each.start - 3) : each.start]))
    return given


def _points(view: RowView) -> Iterator[LintFinding]:
    formula = view.row.formula
    stated = view.clause.stated[0]
    is_told = isinstance(formula, (Bands, DeductPerStep, Proportional, Targets, Options, Judged))
    if view.is_pooled or stated.fragments or not is_told:
        return
    given = _awards(view)
    if given:
        most = max(given, key=lambda each: each.value)
        witness = points_span(IntervalSet.points(most.value))
        yield observed(
            "points_differ", view.row.id, witness=witness, fragment=most, parameter="points", maximum=view.maximum
        )
    elif not isinstance(formula, Judged):
        yield observed("full_score_unstated", view.row.id, witness=stated.parameter.span, parameter="points")


def _sums(view: RowView) -> Iterator[LintFinding]:
    if not isinstance(view.row.formula, Checklist) or view.is_pooled:
        return
    parts = [each for each in view.clause.stated if each.parameter.part]
    beside = [each.fragments or each.instead for each in parts]
    if not all(len(found) == 1 and found[0].kind == "award" for found in beside):
        return
    printed = sum((found[0].value for found in beside), Fraction(0))
    distinct = {found[0] for found in beside}
    if printed != view.maximum and len(distinct) == len(beside):
        witness = points_span(IntervalSet.points(printed))
        yield observed("parts_do_not_sum", view.row.id, witness=witness, fragment=beside[-1][0], maximum=view.maximum)


def _sides(view: RowView, formula: DeductPerStep) -> Iterator[LintFinding]:
    clause = view.clause.clause
    for each in view.clause.fragments:
        if each.kind != "step":
            continue
        before = clause[max(0, each.start - _WINDOW) : each.start].rpartition("每")[2]
        said = _side_of(before)
        if said and said != formula.side:
            witness = view.levels(IntervalSet.points(formula.standard))
            yield observed(
                "side_differs",
                view.row.id,
                witness=witness,
                fragment=each,
                parameter="formula.side",
                said=Message.of(f"lint.side_{said}"),
                found=Message.of(f"lint.side_{formula.side}"),
            )


def _side_of(words: str) -> str:
    if _EITHER.search(words):
        return "either"
    is_above, is_below = bool(_ABOVE.search(words)), bool(_BELOW.search(words))
    if is_above == is_below:
        return ""
    return "above" if is_above else "below"


def printed_part_step(clause: str) -> str:
    """
    Return what a clause says of a part of a step: ``proportional``, ``count``, ``ignore``, or nothing.

    >>> printed_part_step("每低一个百分点扣1分，不足一个百分点按一个百分点计"), printed_part_step("每低一个百分点扣1分")
    ('count', '')
    """
    name, words = next(
        ((name, found[0]) for name, pattern in _PART_STEPS for found in [pattern.search(clause)] if found), ("", "")
    )
    if name in ("", "proportional") or not _RATE.search(words):
        return name
    # 不足60%不计分 speaks of a level, 不足1%不扣分 of the width of a step.
    return name if any(each.relation == "part" for each in fragments_of(clause)) else ""


def _part_steps(view: RowView, formula: DeductPerStep) -> Iterator[LintFinding]:
    said = printed_part_step(view.clause.clause)
    if said and said != formula.part_step:
        half = formula.step / 2
        place = formula.standard + (half if formula.side == "above" else -half)
        yield observed(
            "part_step_differs",
            view.row.id,
            witness=view.levels(IntervalSet.points(place)),
            parameter="formula.part_step",
            said=Message.of(f"lint.part_step_{said}"),
            found=Message.of(f"lint.part_step_{formula.part_step}"),
        )


def _per(view: RowView, formula: Nonconformities) -> Iterator[LintFinding]:
    """每发现一例扣3分 with a deduction that is taken once, however many cases there are."""
    clause = view.clause.clause
    found = _CASE.search(clause)
    if found is None or formula.per == "case":
        return
    start, end = found.span("one")
    words = Fragment(start=start, end=end, text=clause[start:end], kind="step", value=Fraction(1), unit="count")
    yield observed("per_differs", view.row.id, fragment=words, parameter="formula.per")
