"""Spans of values in words: 不超过18人, 大于44%且不超过45%, 0、2、3、5."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from jixiao_core.exact.intervals import Interval
from jixiao_core.present.numbers import points_text, rate_text, wan_text, yuan_text
from jixiao_core.scoring.span import Span

__all__ = ["span_text"]

MAX_LISTED = 8

_WORDS = {
    "zh_Hans_CN": {
        "at_least": "不低于{low}",
        "above": "大于{low}",
        "at_most": "不超过{high}",
        "below": "低于{high}",
        "both": "{low}且{high}",
        "any": "任意值",
        "none": "无",
        "or": "或",
        "list": "、",
        "range": "{low}至{high}",
        "ladder": "{low}至{high}（每{step}一档）",
        "pp": "{value}个百分点",
        "one_pp": "1个百分点",
    },
    "en": {
        "at_least": "{low} or more",
        "above": "more than {low}",
        "at_most": "at most {high}",
        "below": "less than {high}",
        "both": "{low} and {high}",
        "any": "any value",
        "none": "none",
        "or": " or ",
        "list": ", ",
        "range": "{low} to {high}",
        "ladder": "{low} to {high} (in steps of {step})",
        "pp": "{value} percentage points",
        "one_pp": "1 percentage point",
    },
}


def span_text(span: Span, locale: str) -> str:
    """
    Return a set of values in words.

    >>> from jixiao_core.exact.intervals import IntervalSet
    >>> span_text(Span(IntervalSet.of(Interval.parse("(44%, 45%]")), "rate"), "zh_Hans_CN")
    '大于44%且不超过45%'
    >>> span_text(Span(IntervalSet.points(0, 2, 3, 5)), "en")
    '0, 2, 3, 5'
    """
    words = _WORDS[locale]
    one = _value_text(span, locale)
    parts = span.values.intervals
    if not parts:
        return words["none"]
    points = [part.low for part in parts if part.is_point and isinstance(part.low, Fraction)]
    if len(points) == len(parts):
        return _points_text(points, one, words)
    return words["or"].join(_interval_text(part, span, one, words) for part in parts)


def _value_text(span: Span, locale: str) -> Callable[[Fraction], str]:
    suffix = span.suffix.of(locale)
    match span.unit:
        case "rate":
            return rate_text
        case "pp":
            return lambda value: _WORDS[locale]["one_pp" if value * 100 == 1 else "pp"].format(
                value=points_text(value * 100)
            )
        case "money":
            text = wan_text if locale.startswith("zh") else yuan_text
            return lambda value: text(value / 100)
        case "points":
            return points_text
        case "count" | "number":
            space = "" if locale.startswith("zh") or not suffix else " "
            return lambda value: f"{points_text(value)}{space}{suffix}"


def _points_text(points: list[Fraction], one: Callable[[Fraction], str], words: dict[str, str]) -> str:
    steps = {after - before for before, after in pairwise(points)}
    if len(points) > MAX_LISTED and len(steps) == 1:
        return words["ladder"].format(low=one(points[0]), high=one(points[-1]), step=one(steps.pop()))
    return words["list"].join(map(one, points))


def _interval_text(part: Interval, span: Span, one: Callable[[Fraction], str], words: dict[str, str]) -> str:
    low, high = part.low, part.high
    if part.is_point and isinstance(low, Fraction):
        return one(low)
    if span.unit == "points" and isinstance(low, Fraction) and isinstance(high, Fraction) and not _has_open_end(part):
        return words["range"].format(low=one(low), high=one(high))
    # Figures are 0 or more by nature; only an upper bound says something there.
    is_natural = low == 0 and not part.low_open and span.unit != "points"
    pieces = []
    if isinstance(low, Fraction) and not (is_natural and isinstance(high, Fraction)):
        pieces.append(words["above" if part.low_open else "at_least"].format(low=one(low)))
    if isinstance(high, Fraction):
        pieces.append(words["below" if part.high_open else "at_most"].format(high=one(high)))
    if not pieces:
        return words["any"]
    return pieces[0] if len(pieces) == 1 else words["both"].format(low=pieces[0], high=pieces[1])


def _has_open_end(part: Interval) -> bool:
    return part.low_open or part.high_open
