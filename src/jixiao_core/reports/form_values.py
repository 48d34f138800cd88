"""Cells of the national form as values: targets and completions with their operators and units, amounts with theirs."""

# ruff: noqa: RUF001 - full-width characters are meant

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from attrs import evolve

from jixiao_core.errors import NumberError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate, print_interval
from jixiao_core.reports.parts import Comparator, TargetValue
from jixiao_core.reports.printed_numbers import prose, target_value
from jixiao_core.reports.self_evaluation import IndicatorLine, SelfEvaluationForm
from jixiao_core.scoring.figures import Figure, Known

__all__ = [
    "amount_of",
    "cell_value",
    "completion_of",
    "is_qualitative",
    "less_is_better",
    "operator_of",
    "paired",
    "rate_of",
    "rate_readings",
    "target_of",
]

_OPERATORS: Final[dict[str, Comparator]] = {
    ">=": "at_least", "=>": "at_least", "≥": "at_least", "≧": "at_least", "＞＝": "at_least",
    "不低于": "at_least", "不少于": "at_least", "不小于": "at_least", "大于等于": "at_least", "大于或等于": "at_least",
    "<=": "at_most", "=<": "at_most", "≤": "at_most", "≦": "at_most", "＜＝": "at_most",
    "不高于": "at_most", "不超过": "at_most", "不多于": "at_most", "不大于": "at_most", "小于等于": "at_most",
    "小于或等于": "at_most", "控制在": "at_most",
    ">": "above", "＞": "above", "大于": "above", "高于": "above", "超过": "above", "多于": "above",
    "<": "below", "＜": "below", "小于": "below", "低于": "below", "少于": "below",
    "=": "equal", "＝": "equal", "等于": "equal",
}  # fmt: skip
"""The operators and words of 运算符号 and of cells; what a word says after the number is in `_AFTER`."""
_AFTER: Final[dict[str, Comparator]] = {"以上": "at_least", "以内": "at_most", "以下": "at_most"}
_WORDS: Final = "|".join(re.escape(word) for word in sorted(_OPERATORS, key=len, reverse=True))
_CELL: Final = re.compile(
    rf"""
    (?P<sign>{_WORDS})?\s*
    (?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]{{1,12}})?|[0-9]{{1,16}}(?:\.[0-9]{{1,12}})?)\s*
    (?P<unit>[%‰]|[亿万]?元|[\u4e00-\u9fffA-Za-z/²³]{{0,8}}?)
    (?:(?:及|[（(]?含[）)]?)?(?P<bound>以上|以内|以下)(?:[（(]含(?:本数)?[）)])?)?
    """,
    re.VERBOSE,
)
# About, and more than: neither exact nor a bound. Dates and years look like numbers and measure nothing.
_VAGUE: Final = re.compile(r"[多余几约近]|左右|上下|[亿万]")
_DATE: Final = re.compile(r"月|号|点|年|日(?!常)")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SCALES: Final = {"万": 10**4, "亿": 10**8}
_PER_CENT: Final = 2
_QUALITATIVE: Final = "定性"
_LESS: Final = ("成本", "时效")


def operator_of(text: str) -> Comparator | None:
    """
    Return what an operator or its word says; None where it is none.

    >>> operator_of(" ≥ "), operator_of("不超过"), operator_of("定性")
    ('at_least', 'at_most', None)
    """
    return _OPERATORS.get("".join(text.split()))


def cell_value(text: str, *, beside: str = "") -> TargetValue | None:
    """
    Return the number of a cell with its operator and unit; None where the cell is no single exact number.

    Args:
        text: the cell.
        beside: the unit of the target that it stands beside: 28日 is a day, and a number beside ≤30日.

    >>> found = cell_value("≤15个工作日")
    >>> found.comparator, str(found.value), found.unit
    ('at_most', '15', '个工作日')
    >>> cell_value("95％以上").comparator, cell_value("2023年12月底前"), cell_value("约90%")
    ('at_least', None, None)
    >>> cell_value("1.2万人").unit, cell_value("28日"), cell_value("28日", beside="日").unit
    ('万人', None, '日')
    """
    plain = prose(text.strip()).rstrip("。；;. ")
    found = _CELL.fullmatch(plain)
    if found is None:
        return target_value(text)
    unit, sign = found["unit"], found["sign"] or ""
    is_money = unit.endswith("元")
    is_time = (
        sign or "工作日" in unit or unit.startswith("个") or (unit == beside and not _YEAR.fullmatch(found["digits"]))
    )
    is_date = _DATE.search(unit) is not None and not is_time
    if (not is_money and _VAGUE.search(_counted(unit))) or is_date or (sign and found["bound"]):
        return None
    value = _quantity(found["digits"], unit)
    if value is None:
        return None
    comparator = _AFTER.get(found["bound"] or "") or _OPERATORS.get(sign, "equal")
    return TargetValue(value=value, comparator=comparator, unit="" if is_money or unit == "%" else unit)


def _counted(unit: str) -> str:
    """What a unit counts, without its scale and without what it is counted by: 人 of 万人, 元 of 万元/公里."""
    head = unit.partition("/")[0]
    return head[1:] if head[:1] in _SCALES else head


def _quantity(digits: str, unit: str) -> Quantity | None:
    try:
        if unit.endswith("元"):
            return Money.parse(digits + unit)
        if unit == "%":
            return Rate.parse(f"{digits}%")
        return Number.parse(digits) if "." in digits or not unit else Count.parse(digits)
    except NumberError:
        return None


def target_of(row: IndicatorLine) -> TargetValue | None:
    """Return the number of a target, with the operator and unit of their own columns where the form has them."""
    if is_qualitative(row):
        return None
    return row.target_value or _with_columns(row.target, row)


def completion_of(row: IndicatorLine) -> TargetValue | None:
    """Return the number of a completion, with the unit of its own column where the form has one."""
    if is_qualitative(row):
        return None
    found = row.completion_value or _with_columns(row.completion, evolve(row, comparator=""))
    target = target_of(row) if found is None else None
    return cell_value(row.completion, beside=target.unit) if target is not None else found


def _with_columns(text: str, row: IndicatorLine) -> TargetValue | None:
    found = cell_value(text)
    if found is None:
        return None
    if row.unit.strip() and not found.unit and isinstance(found.value, (Count, Number)):
        found = cell_value(f"{text.strip()}{row.unit.strip()}") or found
    stated = operator_of(row.comparator)
    return evolve(found, comparator=stated) if stated is not None and found.comparator == "equal" else found


def is_qualitative(row: IndicatorLine) -> bool:
    """Whether the form says itself that a row is qualitative (定性)."""
    return _QUALITATIVE in row.comparator


def less_is_better(row: IndicatorLine, target: TargetValue) -> bool | None:
    """
    Return whether less is better; None where nothing says it.

    The operator says it. Without one more is better, except for a cost or a time: less of it is better, and a rate of
    either may be meant both ways.
    """
    if target.comparator != "equal":
        return target.direction == "lower"
    if not any(word in row.level1 + row.level2 for word in _LESS):
        return False
    return None if isinstance(target.value, Rate) else True


def paired(target: TargetValue, actual: TargetValue) -> tuple[TargetValue, TargetValue] | None:
    """
    Return a target and its completion as numbers of one kind and unit; None where they count different things.

    A missing unit is that of the other. A whole number and a decimal are one kind of number. A target is meant exactly,
    so that it is brought to the scale of the completion: 1万人 beside 10500人.

    >>> [str(each.value) for each in paired(cell_value("≥1万人"), cell_value("10500人"))]
    ['10000', '10500']
    >>> paired(cell_value("50场"), cell_value("50人")), paired(cell_value("≥95"), cell_value("96%"))
    (None, None)
    """
    plain = (Count, Number)
    if not (isinstance(target.value, plain) and isinstance(actual.value, plain)):
        return (target, actual) if type(target.value) is type(actual.value) else None
    if target.unit and actual.unit and target.unit != actual.unit:
        scale, counted = _scale(target.unit)
        own, other = _scale(actual.unit)
        if counted != other:
            return None
        value = _number(Fraction(target.value.value) * scale / own)
        target = evolve(target, value=value, unit=actual.unit)
    if type(target.value) is not type(actual.value):
        target, actual = _as_number(target), _as_number(actual)
    return target, actual


def _scale(unit: str) -> tuple[int, str]:
    """Ten thousands or hundred millions, and of what."""
    return (_SCALES[unit[0]], unit[1:]) if unit[:1] in _SCALES else (1, unit)


def _as_number(found: TargetValue) -> TargetValue:
    return evolve(found, value=Number(Fraction(found.value.value))) if isinstance(found.value, Count) else found


def _number(value: Fraction) -> Number:
    """A decimal with as many decimals as it needs."""
    decimals = 0
    while (value * 10**decimals).denominator != 1:
        decimals += 1
    return Number(value, decimals)


def amount_of(figure: Figure, form: SelfEvaluationForm) -> Figure:
    """Return an amount of the budget with the unit of the form, where it is printed without one."""
    unit = form.unit.unit
    if not isinstance(figure, Known) or unit is None or isinstance(figure.value, Money):
        return figure
    decimals = figure.value.decimals if isinstance(figure.value, Number) else 0
    return evolve(figure, value=Money(Fraction(figure.value.value) * unit.fen, unit, decimals))


def rate_of(figure: Figure, share: Fraction | None = None) -> Rate | None:
    """
    Return a printed rate, also where its per cent sign stands in the heading of the column only.

    A bare number of at most 1 is a share (0.86183, as a spreadsheet stores it) or a rate under 1 %: it is what the
    amounts bear out, and None where they bear out neither.

    Args:
        figure: the cell.
        share: what the amounts give, where they are known.
    """
    readings = rate_readings(figure)
    if len(readings) == 1:
        return readings[0][0]
    return next((rate for rate, print_ in readings if rate and share is not None and print_.contains(share)), None)


def rate_readings(figure: Figure) -> tuple[tuple[Rate | None, Interval], ...]:
    """
    Return every rate that a printed figure may be, with the rates that print like it; nothing where it is none.

    A share of one decimal is coarser than any whole per cent: it has a range and is no rate.

    >>> def told(text):
    ...     return [str(rate) for rate, _ in rate_readings(Known(value=Number.parse(text)))]
    >>> told("0.86183"), told("86.18"), told("0.9")
    (['86.183%', '0.86183%'], ['86.18%'], ['None', '0.9%'])
    """
    if not isinstance(figure, Known) or isinstance(figure.value, Money):
        return ()
    if isinstance(figure.value, Rate):
        return ((figure.value, print_interval(figure.value)),)
    number, decimals = Fraction(figure.value.value), figure.value.decimals if isinstance(figure.value, Number) else 0
    percent = Rate(number / 100, decimals)
    if not 0 < number <= 1:
        return ((percent, print_interval(percent)),)
    is_fine = decimals >= _PER_CENT or number == 1
    share = Rate(number, max(decimals - _PER_CENT, 0)) if is_fine else None
    return (
        (share, print_interval(share if share and number == 1 else figure.value)),
        (percent, print_interval(percent)),
    )
