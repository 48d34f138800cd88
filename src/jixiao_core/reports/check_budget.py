"""Checks of 项目资金 in the national form: sums, executed against full-year budget, the rate and the score of execution."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Number, Rate, canonical, print_interval
from jixiao_core.exact.rounding import Rounding, RoundingMode
from jixiao_core.findings import Finding
from jixiao_core.messages import Text
from jixiao_core.reports.form_values import amount_of, rate_readings
from jixiao_core.reports.identities import Identity, held
from jixiao_core.reports.observing import observed
from jixiao_core.reports.parts import BLANK
from jixiao_core.reports.places import Place
from jixiao_core.reports.self_evaluation import BudgetLine, FundingSource, SelfEvaluationForm
from jixiao_core.scoring.figures import Known

__all__ = ["BUDGET_IDENTITIES", "budget"]

_COLUMNS: Final = {
    "initial": Text("年初预算数", "initial budget"),
    "full_year": Text("全年预算数", "full-year budget"),
    "executed": Text("全年执行数", "executed amount"),
}
_SOURCES: Final[dict[FundingSource, Text]] = {
    "total": Text("年度资金总额", "funds of the year"),
    "fiscal": Text("当年财政拨款", "appropriation of the year"),
    "carried_over": Text("上年结转资金", "carried-over funds"),
    "other": Text("其他资金", "other funds"),
}
_GRID: Final = Text("项目资金", "funds of the project")
_PARTS: Final[tuple[FundingSource, ...]] = ("fiscal", "carried_over", "other")
BUDGET_IDENTITIES: Final = (
    *(
        Identity(
            id=f"budget_{column}",
            whole=f"total.{column}",
            forms=(tuple((1, f"{each}.{column}") for each in _PARTS),),
        )
        for column in _COLUMNS
    ),
    *(
        Identity(id=f"executed_{each}", whole=f"{each}.full_year", forms=(((1, f"{each}.executed"),),), kind="at_most")
        for each in _SOURCES
    ),
)
"""What 项目资金 says about itself: totals by source, and nothing executed beyond its full-year budget."""
# A score is printed with two decimals, with one, or as a whole number; which is not stated.
_QUANTA: Final = (Fraction(1, 100), Fraction(1, 10), Fraction(1))


def budget(form: SelfEvaluationForm) -> Iterator[Finding]:
    """Yield what 项目资金 and the row 预算执行率 say about themselves."""
    lines = {line.source: (position, line) for position, line in enumerate(form.budget)}

    places = {
        f"{each}.{column}": _place(form, each, column, lines.get(each)) for each in _SOURCES for column in _COLUMNS
    }

    if lines and any(
        isinstance(places[f"{each}.{column}"].quantity, (Count, Number)) for each in lines for column in _COLUMNS
    ):
        yield observed("reports.unit_unstated", "unit", grid=_GRID)
    for source in lines:
        for column in _COLUMNS:
            place = places[f"{source}.{column}"]
            if place.quantity is not None and canonical(place.quantity) < 0:
                yield observed("reports.negative_amount", place.path, whole=place.cited)
    has_parts = any(source in lines for source in _PARTS)
    for identity in BUDGET_IDENTITIES:
        if identity.kind == "at_most" or has_parts:
            yield from held(identity, places.__getitem__, ())
    if "total" in lines:
        yield from _rate(*lines["total"], places["total.executed"], places["total.full_year"])


def _place(form: SelfEvaluationForm, source: FundingSource, column: str, found: tuple[int, BudgetLine] | None) -> Place:
    head = _SOURCES[source]
    label = Text(f"{head.zh}·{_COLUMNS[column].zh}", f"{head.en}, {_COLUMNS[column].en}")
    if found is None:
        return Place(label=label, figure=BLANK, path="budget")
    position, line = found
    return Place(label=label, figure=amount_of(getattr(line, column), form), path=f"budget[{position}].{column}")


def _rate(position: int, line: BudgetLine, executed: Place, full_year: Place) -> Iterator[Finding]:
    """The printed rate against the printed amounts, and the score of execution against both."""
    part, whole, path = executed.quantity, full_year.quantity, f"budget[{position}]"
    printed = tuple(prints for _, prints in rate_readings(line.rate))
    if part is None or whole is None or type(part) is not type(whole) or canonical(whole) <= 0 or canonical(part) < 0:
        return
    exact = canonical(part) / canonical(whole)
    given = {"executed": executed.cited, "full_year": full_year.cited, "computed": _told(exact)}
    ratios = _ratios(print_interval(part), print_interval(whole))
    if isinstance(line.rate, Known) and printed and not any(each.contains(exact) for each in printed):
        is_ghost = any(_meet(each, ratios) for each in printed)
        code = "reports.execution_rate_rounding" if is_ghost else "reports.execution_rate_differs"
        yield observed(code, f"{path}.rate", rate=line.rate.value, **given)
    if line.score is not None and line.points is not None:
        yield from _score(path, line.line or position + 1, line, (ratios, *printed), exact)


def _ratios(part: Interval, whole: Interval) -> Interval:
    """Every ratio that the two prints allow; the whole is above zero as printed."""
    low, high, least, most = (end for each in (part, whole) for end in (each.low, each.high))
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    assert isinstance(least, Fraction)
    assert isinstance(most, Fraction)
    return Interval(low / most, high / least) if least > 0 else Interval.at_least(max(low / most, Fraction(0)))


def _meet(one: Interval, other: Interval) -> bool:
    return one.low <= other.high and other.low <= one.high


def _score(
    path: str, number: int, line: BudgetLine, ratios: tuple[Interval, ...], exact: Fraction
) -> Iterator[Finding]:
    """A score of execution that follows from neither the amounts nor the printed rate, however it was rounded."""
    score, points = line.score, line.points
    assert score is not None
    assert points is not None
    if score > points:
        yield observed(
            "reports.score_above_points",
            f"{path}.score",
            label=_EXECUTION,
            line=number,
            place=line.place,
            score=score,
            points=points,
        )
    elif not any(_fits(score, points, each) for each in ratios):
        computed = Rounding(_QUANTA[0], RoundingMode.HALF_UP).apply(min(points, points * exact))
        yield observed(
            "reports.execution_score_differs",
            f"{path}.score",
            score=score,
            points=points,
            rate=_told(exact),
            computed=computed,
        )


def _fits(score: Fraction, points: Fraction, ratios: Interval) -> bool:
    """Whether a score may be the rounded share of the points, for some rate that the print allows."""
    assert isinstance(ratios.low, Fraction)
    low = min(points, points * ratios.low)
    high = points if not isinstance(ratios.high, Fraction) else min(points, points * ratios.high)
    quanta = (quantum for quantum in _QUANTA if score % quantum == 0)
    return low <= score <= high or any(low < score + each / 2 and score - each / 2 <= high for each in quanta)


_EXECUTION: Final = Text("预算执行率", "budget execution rate")


def _told(rate: Fraction) -> Rate:
    """A computed rate as it is told, with two decimals."""
    return Rate(Rounding(Fraction(1, 10_000), RoundingMode.HALF_UP).apply(rate), 2)
