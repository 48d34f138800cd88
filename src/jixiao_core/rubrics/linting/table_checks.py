"""The table as a whole: ratings, caps, what is left to judgement, names, and the characters of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.spans import points_span
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["UNSEEN", "table_findings", "text_findings"]

UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]"
)
_REPLACED = "\ufffd"


def table_findings(rubric: Rubric, views: Sequence[RowView]) -> Iterator[LintFinding]:
    """Yield what only the whole table shows."""
    # A ceiling above the points is reached by adjustments only; a rating above the ceiling is no rubric.
    added = sum((adjustment.high for adjustment in rubric.adjustments), Fraction(0))
    most = min(rubric.highest_total, rubric.points + added)
    for position, grade in enumerate(rubric.grades.grades if rubric.grades else ()):
        if grade.at_least > most:
            witness = points_span(IntervalSet.points(grade.at_least))
            yield observed(
                "grade_unreachable", f"grades.grades[{position}]", witness=witness, grade=grade.name, most=most
            )
    yield from _caps(rubric)
    yield from _judged(rubric, views)
    first: dict[str, Indicator] = {}
    for view in views:
        name = view.row.label.zh
        if name in first:
            yield observed("label_twice", view.row.id, other=_in_group(rubric, first[name]), label=view.row.label)
        first.setdefault(name, view.row)


def _in_group(rubric: Rubric, row: Indicator) -> Text:
    group = parent_id(row.id)
    above = rubric[group].label if group else row.label
    return Text(f"{above.zh}·{row.label.zh}", f"{above.of('en')} · {row.label.of('en')}") if group else row.label


def _caps(rubric: Rubric) -> Iterator[LintFinding]:
    for position, cap in enumerate(rubric.grade_caps):
        if cap.points_at_most is None:
            continue
        points = rubric[cap.indicator].points
        if points is not None and cap.points_at_most >= points:
            witness = points_span(IntervalSet.points(cap.points_at_most))
            yield observed("cap_always", f"grade_caps[{position}]", witness=witness, label=cap.label, points=points)


def _judged(rubric: Rubric, views: Sequence[RowView]) -> Iterator[LintFinding]:
    """The points that no rule decides; a pool counts once, where all of its rows are judged."""
    judged = {view.row.id for view in views if isinstance(view.row.formula, Judged)}
    own = sum((view.maximum for view in views if view.row.id in judged and not view.is_pooled), Fraction(0))
    pooled = sum((pool.points for pool in rubric.pools if judged.issuperset(pool.members)), Fraction(0))
    if own + pooled:
        witness = points_span(IntervalSet.points(own + pooled))
        yield observed("judged_share", "", witness=witness, points=rubric.points, count=len(judged))


def text_findings(view: RowView) -> Iterator[LintFinding]:
    """Yield characters that were lost in the print, or that nobody sees."""
    row = view.row
    texts = (("clause", row.quote), ("label.zh", row.label.zh), ("explanation", row.explanation))
    parts = tuple((f"formula.{where}.label", label.zh) for where, label in _part_labels(row))
    for where, text in (*texts, *parts):
        if _REPLACED in text:
            yield observed("text_damaged", row.id, parameter=where, place=text.index(_REPLACED) + 1)
        unseen = UNSEEN.search(text)
        if unseen:
            yield observed(
                "text_unseen", row.id, parameter=where, place=unseen.start() + 1, found=f"U+{ord(unseen[0]):04X}"
            )


def _part_labels(row: Indicator) -> Iterator[tuple[str, Text]]:
    for name in ("items", "conditions", "options"):
        for position, part in enumerate(getattr(row.formula, name, ())):
            yield f"{name}[{position}]", part.label
