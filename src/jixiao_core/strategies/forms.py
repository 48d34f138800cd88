"""National forms that agree with themselves: sums, rate, scores and rating are right, prints are rounded."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jixiao_core.exact.quantities import Money, MoneyUnit, Rate
from jixiao_core.reports.check_claims import NATIONAL_GRADES
from jixiao_core.reports.parts import DateField, Paragraph, TableUnit
from jixiao_core.reports.self_evaluation import BudgetLine, FundingSource, IndicatorLine, SelfEvaluationForm
from jixiao_core.scoring.figures import Known

__all__ = ["self_evaluation_forms"]

_HALF: Final = Fraction(1, 2)
_LEVELS: Final = (
    ("产出指标", 50, ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", 30, ("社会效益指标", "可持续影响指标")),
    ("满意度指标", 10, ("服务对象满意度指标",)),
)
_TIERS: Final = ("达成预期指标", "部分达成并具有一定效果", "未达成预期指标且效果较差")
_LEAST: Final = (Fraction(4, 5), Fraction(3, 5), Fraction(1, 10))
"""A share of the points that lies in each tier."""
_POINTS: Final = 10
_FUNDS: Final[tuple[tuple[FundingSource, str], ...]] = (
    ("fiscal", "当年财政拨款"), ("carried_over", "上年结转资金"), ("other", "其他资金"),
)  # fmt: skip


@st.composite
def self_evaluation_forms(draw: DrawFn) -> SelfEvaluationForm:
    """
    Return national forms that agree with themselves.

    `check` finds nothing above information in them. Money is printed in 万元 with two decimals, the rate and the score of
    execution with two; one quantitative row has missed its target and says why.
    """
    year = draw(st.integers(2020, 2030))
    budget = draw(_budgets())
    rows = tuple(
        row
        for level, points, groups in _LEVELS
        for row in draw(_level(level, points, groups, lost=level == "产出指标"))
    )
    scores = [budget[0].score, *(row.score for row in rows)]
    total = sum((score for score in scores if score is not None), Fraction(0))
    return SelfEvaluationForm(
        title=f"项目支出绩效自评表（{year}年度）",
        fiscal_year=year,
        project_name="政务服务大厅运行维护",
        supervising_department="某区行政审批服务局",
        implementing_unit="某区政务服务中心",
        budget=budget,
        unit=TableUnit(unit=MoneyUnit.WAN_YUAN, how="printed"),
        expected_goals=(Paragraph("保障大厅运行。"),),
        actual_results=(Paragraph("大厅运行平稳。"),),
        rows=rows,
        total_points=100,
        total_score=total,
        grade=next(each.name for each in NATIONAL_GRADES if total >= each.at_least),
        preparer="填表人甲",
        preparer_phone="000-0000",
        report_date=DateField(text=f"{year + 1}年3月5日", iso=f"{year + 1}-03-05"),
    )


def _rounded(value: Fraction, places: int) -> Fraction:
    scale = 10**places
    return Fraction((value * scale + _HALF).__floor__(), scale)


def _money(yuan: int) -> Known:
    cents = _rounded(Fraction(yuan, 10_000), 2)
    return Known(value=Money.parse(f"{cents.__floor__()}.{int(cents % 1 * 100):02}万元"))


@st.composite
def _budgets(draw: DrawFn) -> tuple[BudgetLine, ...]:
    """The total and its three parts from amounts in 元; nothing is spent beyond its budget."""
    planned = [draw(st.integers(100, 9_000_000)) for _ in _FUNDS]
    spent = [draw(st.integers(0, each)) for each in planned]
    rate = Fraction(sum(spent), sum(planned))
    return (
        _line("total", "年度资金总额", sum(planned), sum(spent), rate),
        *(
            _line(source, label, one, other, None)
            for (source, label), one, other in zip(_FUNDS, planned, spent, strict=True)
        ),
    )


def _line(source: FundingSource, label: str, planned: int, spent: int, rate: Fraction | None) -> BudgetLine:
    line = BudgetLine(
        source=source, label=label, initial=_money(planned), full_year=_money(planned), executed=_money(spent)
    )
    if rate is None:
        return line
    printed = Known(value=Rate(_rounded(rate, 4), 2))
    return evolve(line, points=_POINTS, rate=printed, score=_rounded(rate * _POINTS, 2))


@st.composite
def _level(draw: DrawFn, level: str, points: int, groups: Sequence[str], *, lost: bool) -> tuple[IndicatorLine, ...]:
    """The rows of a first-level indicator: their points sum to its own."""
    count = draw(st.integers(1, 4))
    cuts = sorted(draw(st.sets(st.integers(1, points - 1), min_size=count - 1, max_size=count - 1)))
    shares = [high - low for low, high in zip((0, *cuts), (*cuts, points), strict=True)]
    names = [groups[number * len(groups) // count] for number in range(count)]
    return tuple(
        draw(_row(level, name, f"{level}第{number}项", share, lost=lost and number == 1))
        for number, (name, share) in enumerate(zip(names, shares, strict=True), start=1)
    )


@st.composite
def _row(draw: DrawFn, level: str, group: str, label: str, points: int, *, lost: bool) -> IndicatorLine:
    if lost:
        return _missed(level, group, label, points)
    target, completion, score, reason = draw(_satisfied() if level == "满意度指标" else _met() | _stated())
    return IndicatorLine(
        level1=level, level2=group, label=label, target=target, completion=completion,
        points=points, score=points * score, reason=reason,
    )  # fmt: skip


def _missed(level: str, group: str, label: str, points: int) -> IndicatorLine:
    """Nine tenths of the target, and nine tenths of the points."""
    return IndicatorLine(
        level1=level, level2=group, label=label, target="≥200人次", completion="180人次",
        points=points, score=points * Fraction(9, 10), reason="四季度培训延期。",
    )  # fmt: skip


@st.composite
def _met(draw: DrawFn) -> tuple[str, str, Fraction, str]:
    """A target that is met in either direction, at most a little beyond it."""
    goal, more = draw(st.integers(10, 900)), draw(st.integers(0, 2))
    return draw(
        st.sampled_from(
            [
                (f"≥{goal}件", f"{goal + more}件", Fraction(1), ""),
                (f"≤{goal + more}天", f"{goal}天", Fraction(1), ""),
                (f"不超过{goal}万元", f"{goal}万元", Fraction(1), ""),
                ("≥95%", "96.5%", Fraction(1), ""),
                ("＝100%", "100%", Fraction(1), ""),
            ]
        )
    )


@st.composite
def _stated(draw: DrawFn) -> tuple[str, str, Fraction, str]:
    """A qualitative target and the tier that was reached; what is not full has its reason."""
    place = draw(st.integers(0, 2))
    return "明显提升", _TIERS[place], _LEAST[place], "效果有待提升。"


@st.composite
def _satisfied(draw: DrawFn) -> tuple[str, str, Fraction, str]:
    goal = draw(st.integers(80, 95))
    return f"≥{goal}%", f"{goal + draw(st.integers(0, 4))}%", Fraction(1), ""
