"""Checks of the national form as a whole: points and scores that add up, weights, rating, years and dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from jixiao_core.findings import Finding
from jixiao_core.messages import Text
from jixiao_core.reports.check_budget import budget
from jixiao_core.reports.check_claims import rating
from jixiao_core.reports.check_cover import phones
from jixiao_core.reports.check_fields import readable
from jixiao_core.reports.check_form_rows import rows
from jixiao_core.reports.form_indicators import LEVEL1, level1_of
from jixiao_core.reports.observing import observed
from jixiao_core.reports.printed_numbers import prose
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.grades import Grade

__all__ = ["NATIONAL_WEIGHTS", "form"]

NATIONAL_WEIGHTS: Final[Mapping[str, Fraction]] = {
    "execution": Fraction(10),
    "output": Fraction(50),
    "benefit": Fraction(30),
    "satisfaction": Fraction(10),
}
"""The points of the first level as published local instructions have them; a rubric may have others."""
_EXECUTION: Final = "execution"
_EXECUTION_LABEL: Final = Text("预算执行率", "budget execution rate")
_WHOLE: Final = Fraction(100)
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年")


def form(found: SelfEvaluationForm, grades: Sequence[Grade], weights: Mapping[str, Fraction]) -> Iterator[Finding]:
    """
    Yield what a national form says about itself.

    Args:
        found: the form.
        grades: the ratings and their bounds, highest first.
        weights: the points of the first-level indicators, by their ids in the rubric.
    """
    yield from _dates(found)
    yield from phones(found)
    yield from budget(found)
    yield from rows(found)
    yield from _points(found)
    yield from _weights(found, weights)
    yield from _scores(found)
    yield from rating(found, grades)


def _dates(found: SelfEvaluationForm) -> Iterator[Finding]:
    yield from readable(found.report_date, "report_date", Text("填报日期", "date of the form"))
    year = found.fiscal_year
    if year is None:
        return
    end = f"{year}-12"
    if found.report_date.iso and found.report_date.iso[:7] < end:
        yield observed("reports.report_before_period_end", "report_date", date=found.report_date.text, end=end)
    named = {int(each) for each in _YEAR.findall(prose(found.title))}
    if len(named) == 1 and year not in named:
        yield observed("reports.title_year_differs", "title", found=str(*named), year=str(year))


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))


def _points(found: SelfEvaluationForm) -> Iterator[Finding]:
    """The points of execution and of all rows against the printed total, and against the whole."""
    if not found.rows:
        return
    total = found.budget_line("total")
    computed = _sum((total.points if total else None, *(row.points for row in found.rows)))
    if found.total_points is not None and computed != found.total_points:
        yield observed("reports.points_total_differs", "total_points", points=found.total_points, computed=computed)
    elif computed != _WHOLE:
        yield observed("reports.points_not_whole", "rows", points=_WHOLE, computed=computed)


def _weights(found: SelfEvaluationForm, weights: Mapping[str, Fraction]) -> Iterator[Finding]:
    """The rows of each first-level indicator against its points; an indicator without rows has none."""
    if not found.rows:
        return
    total = found.budget_line("total")
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in found.rows:
        sums[level1_of(row)] += row.points or 0
    if total is not None and total.points is not None:
        sums[_EXECUTION] = total.points
    for name in dict.fromkeys((*weights, *sums)):
        if name and sums[name] != weights.get(name, Fraction(0)):
            label = LEVEL1.get(name, _EXECUTION_LABEL)
            expected = weights.get(name, Fraction(0))
            yield observed("reports.level_weight_differs", "rows", label=label, computed=sums[name], points=expected)


def _scores(found: SelfEvaluationForm) -> Iterator[Finding]:
    """The total score against the scores of execution and of all rows; full marks everywhere."""
    total = found.budget_line("total")
    scores = [total.score if total else None, *(row.score for row in found.rows)]
    if not found.rows or any(score is None for score in scores):
        return
    computed = _sum(scores)
    if found.total_score is not None and found.total_score != computed:
        yield observed(
            "reports.scores_total_differs",
            "total_score",
            total=found.total_score,
            computed=computed,
            difference=abs(found.total_score - computed),
        )
    points = _sum((total.points if total else None, *(row.points for row in found.rows)))
    if computed == points and all(row.score == row.points for row in found.rows):
        yield observed("reports.full_marks_everywhere", "rows", count=len(scores), points=points)
