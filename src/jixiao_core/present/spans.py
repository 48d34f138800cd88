"""Spans of values in words: 不超过18人, 大于44%且不超过45%, 0、2、3、5."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby
from math import ceil, floor

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.present.numbers import (
    EXACT_PLACES,
    LIMIT_PLACES,
    grouped,
    is_shown_exactly,
    points_text,
    rate_text,
    wan_text,
    yuan_text,
)
from jixiao_core.scoring.span import Span

__all__ = ["BOUNDS", "bound_text", "span_text", "step_text"]

BOUNDS = ("at_least", "above", "at_most", "below")
"""The words of one end of a span."""

MAX_LISTED = 8
MIN_LADDER = 4
"""So few points in equal steps are a ladder, where there are many points."""

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
        "about": "约{value}",
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
        "about": "about {value}",
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
    >>> third = IntervalSet.of(Interval.above(Fraction(10**6, 3)))
    >>> span_text(Span(third, "money"), "zh_Hans_CN"), span_text(Span(third, "money", is_limit=True), "zh_Hans_CN")
    ('大于3333.33元', '不低于3333.34元')
    """
    words = _WORDS[locale]
    one = _limit_text(span, locale) if span.is_limit else _value_text(span, locale)
    parts = (_in_whole_fen(span.values) if span.is_limit and span.unit == "money" else span.values).intervals
    if not parts:
        return words["none"]
    texts = [
        _points_text([part.low for part in group if isinstance(part.low, Fraction)], one, words)
        if are_points
        else words["or"].join(_interval_text(part, span, one, words) for part in group)
        for are_points, group in ((key, list(found)) for key, found in groupby(parts, lambda part: part.is_point))
    ]
    return words["or"].join(texts)


def bound_text(bound: str, value: str, locale: str) -> str:
    """
    Return one end of a span in words.

    Args:
        bound: one of `BOUNDS`.
        value: the end as text.
        locale: ``zh_Hans_CN`` or ``en``.

    >>> bound_text("at_least", "90%", "zh_Hans_CN"), bound_text("below", "90%", "en")
    ('不低于90%', 'less than 90%')
    """
    return _WORDS[locale][bound].format(low=value, high=value)


def step_text(value: str, locale: str) -> str:
    """
    Return the width of a step of a rate, which is one of percentage points.

    Args:
        value: the width as text, with its sign ``%``.
        locale: ``zh_Hans_CN`` or ``en``.

    >>> step_text("1%", "zh_Hans_CN"), step_text("2%", "en")
    ('1个百分点', '2 percentage points')
    """
    number = value.removesuffix("%")
    return _WORDS[locale]["one_pp" if number == "1" else "pp"].format(value=number)


def _in_whole_fen(values: IntervalSet) -> IntervalSet:
    """The set with every end that is no whole 分 moved inwards to one; parts without any whole 分 stay."""
    return IntervalSet(tuple(_to_whole(part) for part in values))


def _to_whole(part: Interval) -> Interval:
    low, high, low_open, high_open = part.low, part.high, part.low_open, part.high_open
    if isinstance(low, Fraction) and low.denominator != 1:
        low, low_open = Fraction(ceil(low)), False
    if isinstance(high, Fraction) and high.denominator != 1:
        high, high_open = Fraction(floor(high)), False
    is_empty = low > high or (low == high and (low_open or high_open))
    return part if is_empty else Interval(low, high, low_open, high_open)


def _limit_text(span: Span, locale: str) -> Callable[[Fraction], str]:
    """The text of a limit: exact, else marked 约."""
    one, about = _value_text(span, locale, LIMIT_PLACES), _WORDS[locale]["about"]
    scale = {"rate": Fraction(100), "pp": Fraction(100)}.get(span.unit, Fraction(1))
    places = 0 if span.unit == "money" else LIMIT_PLACES

    def text(value: Fraction) -> str:
        shown = one(value)
        # Written as a fraction, a value is exact as well.
        is_exact = is_shown_exactly(value * scale, places) or "/" in shown
        return shown if is_exact else about.format(value=shown)

    return text


def _value_text(span: Span, locale: str, places: int = EXACT_PLACES) -> Callable[[Fraction], str]:
    suffix = span.suffix.of(locale)
    match span.unit:
        case "rate":
            return lambda value: rate_text(value, places)
        case "pp":
            return lambda value: _WORDS[locale]["one_pp" if value * 100 == 1 else "pp"].format(
                value=points_text(value * 100, places)
            )
        case "money":
            text = wan_text if locale.startswith("zh") else yuan_text
            return lambda value: text(value / 100)
        case "points":
            return lambda value: points_text(value, places)
        case "count" | "number":
            space = "" if locale.startswith("zh") or not suffix else " "
            one = suffix.removesuffix("s") if space else suffix
            shown = grouped if locale == "en" else str
            return lambda value: f"{shown(points_text(value, places))}{space}{one if value == 1 else suffix}"


def _points_text(points: list[Fraction], one: Callable[[Fraction], str], words: dict[str, str]) -> str:
    """The points one by one; where they are many, those that follow each other in equal steps as one ladder."""
    if len(points) <= MAX_LISTED:
        return words["list"].join(map(one, points))
    texts: list[str] = []
    for run in _runs(points):
        if len(run) < MIN_LADDER:
            texts += map(one, run)
        else:
            ladder = words["ladder"].format(low=one(run[0]), high=one(run[-1]), step=one(run[1] - run[0]))
            texts.append(ladder)
    return words["list"].join(texts)


def _runs(points: list[Fraction]) -> Iterator[list[Fraction]]:
    """The points in order, cut where the step between them changes."""
    run: list[Fraction] = []
    for point in points:
        if len(run) > 1 and point - run[-1] != run[1] - run[0]:
            # Two points are no ladder yet: the second may begin one.
            yield run[:-1] if len(run) < MIN_LADDER else run
            run = run[-1:] if len(run) < MIN_LADDER else []
        run.append(point)
    yield run


def _interval_text(part: Interval, span: Span, one: Callable[[Fraction], str], words: dict[str, str]) -> str:
    low, high = part.low, part.high
    if part.is_point and isinstance(low, Fraction):
        return one(low)
    if isinstance(low, Fraction) and isinstance(high, Fraction) and one(low) == one(high):
        # Apart by less than is shown: a range from a number to itself would say nothing.
        return one(low) if one(low).startswith(_about(words)) else words["about"].format(value=one(low))
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


def _about(words: dict[str, str]) -> str:
    return words["about"].format(value="")


def _has_open_end(part: Interval) -> bool:
    return part.low_open or part.high_open
