"""The cases that a clause prints: 80%（含）-90%，计4分."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from attrs import frozen

from jixiao_core.exact.intervals import EMPTY, INF, NEG_INF, Extended, Interval, IntervalSet
from jixiao_core.rubrics.linting.fragments import Fragment

__all__ = ["PrintedCase", "PrintedCases", "printed_cases", "reached"]

_MEASURED = ("level", "count", "bare", "zero")
_GIVEN = ("award", "none", "full")


@frozen(kw_only=True)
class PrintedCase:
    """
    Some values of the measure and the points that they score, as the clause prints them.

    Attributes:
        surely: the values that the words certainly name.
        perhaps: the same with the edges of which the clause does not say whether they belong to it (80%-90%).
        plainly: the values named without the edges that belong to it only by the law (80%以下).
        left_out: the end of a range that is left out because the other one is marked 含.
        points: what they score.
        fragments: the numbers that say so; the points last.
    """

    surely: IntervalSet
    perhaps: IntervalSet
    points: Fraction
    fragments: tuple[Fragment, ...]
    plainly: IntervalSet
    left_out: IntervalSet = EMPTY


@frozen(kw_only=True)
class PrintedCases:
    """
    The cases of a clause.

    Attributes:
        cases: in printed order.
        is_complete: whether all points that the clause gives belong to one of them.
    """

    cases: tuple[PrintedCase, ...]
    is_complete: bool


def printed_cases(fragments: Iterable[Fragment], maximum: Fraction, *, is_rate: bool) -> PrintedCases:
    """
    Return the cases of a clause.

    Args:
        fragments: its numbers, as `fragments_of` gives them.
        maximum: the points of the row, for 满分.
        is_rate: whether the measure is a rate; a bare 90 is no level of a rate then.

    >>> from jixiao_core.rubrics.linting.fragments import fragments_of
    >>> found = printed_cases(fragments_of("80%（含）-90%，计4分；低于60%不得分。"), Fraction(5), is_rate=True)
    >>> [(str(case.surely), str(case.perhaps), str(case.points)) for case in found.cases]
    [('[0.8, 0.9)', '[0.8, 0.9)', '4'), ('(-inf, 0.6)', '(-inf, 0.6)', '0')]
    """
    cases: list[PrintedCase] = []
    rest: list[Fragment] = []
    is_complete = True
    for _, sentence in groupby(fragments, key=lambda each: each.sentence):
        for levels, given in _pairs(tuple(sentence)):
            points = maximum if given.kind == "full" else given.value
            region = _region(levels, is_rate=is_rate)
            if region is not None:
                surely, perhaps = region
                case = PrintedCase(
                    surely=surely,
                    perhaps=perhaps,
                    points=points,
                    fragments=(*levels, given),
                    plainly=surely - IntervalSet.points(*(each.value for each in levels if each.is_by_custom)),
                    left_out=_left_out(levels),
                )
                cases.append(case)
            elif levels and all(each.kind == "rest" for each in levels):
                rest.append(given)
            else:
                is_complete = False
    cases.extend(_rest(cases, rest, maximum))
    return PrintedCases(cases=tuple(cases), is_complete=is_complete)


def _pairs(sentence: tuple[Fragment, ...]) -> Iterator[tuple[tuple[Fragment, ...], Fragment]]:
    """The levels that stand before points, or around them where they are the only points of the sentence."""
    given = [each for each in sentence if each.kind in _GIVEN]
    if len(given) == 1:
        yield tuple(each for each in sentence if each.kind in (*_MEASURED, "rest")), given[0]
        return
    pending: list[Fragment] = []
    for each in sentence:
        if each.kind in _GIVEN:
            yield tuple(pending), each
            pending = []
        elif each.kind in (*_MEASURED, "rest"):
            pending.append(each)


def _rest(cases: list[PrintedCase], rest: list[Fragment], maximum: Fraction) -> Iterator[PrintedCase]:
    """What 其他 and 其余 name: everything that no case before does."""
    if not rest or not cases:
        return
    named = IntervalSet(tuple(part for case in cases for part in reached(case, cases)))
    surely = IntervalSet(tuple(part for case in cases for part in case.surely))
    for given in rest:
        points = maximum if given.kind == "full" else given.value
        left = named.complement()
        yield PrintedCase(surely=left, perhaps=surely.complement(), points=points, fragments=(given,), plainly=left)


def reached(case: PrintedCase, cases: Iterable[PrintedCase]) -> IntervalSet:
    """
    Return what a case may name beside the others of its clause.

    Of 90%（含）-100% the end that is not marked belongs to the case as well, unless a case that scores otherwise has it
    as its edge: only there does 含 at the one end say that the other is left out.
    """
    edges = {each.value for other in cases if other.points != case.points for each in other.fragments[:-1]}
    kept = [part for part in case.left_out if part.low not in edges]
    return IntervalSet((*case.perhaps, *kept))


def _left_out(levels: tuple[Fragment, ...]) -> IntervalSet:
    """The unmarked end of a range whose other end is marked 含."""
    ends = [each for each in levels if each.relation in ("range_low", "range_high")]
    if len(ends) != len(levels) or sorted(str(each.included) for each in ends) != ["None", "True"]:
        return EMPTY
    return IntervalSet.points(*(each.value for each in ends if each.included is None))


def _region(levels: tuple[Fragment, ...], *, is_rate: bool) -> tuple[IntervalSet, IntervalSet] | None:
    """The values that levels name together; None where that is not printed plainly."""
    told = [each for each in levels if each.relation != "repeated" and each.kind != "rest"]
    if not told or len(told) < len([each for each in levels if each.relation != "repeated"]):
        return None
    if any(each.kind == "zero" for each in told):
        zero = IntervalSet.points(0)
        return (zero, zero) if len(told) == 1 else None
    if any(not each.relation or each.is_relative or _has_no_unit(each, is_rate=is_rate) for each in told):
        return None
    if [each.relation for each in told] == ["range_low", "range_high"]:
        return _between(*told)
    whole = IntervalSet.of(Interval.everything())
    for each in told:
        side = _side(each)
        if side is None:
            return None
        whole &= IntervalSet.of(side)
    return (whole, whole) if whole != EMPTY and len(told) <= 2 else None  # noqa: PLR2004 - two ends


def _has_no_unit(fragment: Fragment, *, is_rate: bool) -> bool:
    return is_rate and fragment.unit not in ("rate", "pp") and fragment.value != 0


def _side(fragment: Fragment) -> Interval | None:
    value = fragment.value
    match fragment.relation:
        case "at_least":
            return Interval.at_least(value)
        case "above":
            return Interval.above(value)
        case "at_most":
            return Interval.at_most(value)
        case "below":
            return Interval.below(value)
        case "equal":
            return Interval.point(value)
        case _:
            return None


def _between(one: Fragment, two: Fragment) -> tuple[IntervalSet, IntervalSet] | None:
    """A range; where one end is marked 含, the other is left out, and the reverse."""
    low, high = sorted((one, two), key=lambda each: each.value)
    marks = [low.included, high.included]
    if marks[0] is None and marks[1] is not None:
        marks[0] = not marks[1]
    elif marks[1] is None and marks[0] is not None:
        marks[1] = not marks[0]
    if low.value == high.value:
        return None
    surely = _interval(low.value, high.value, low_open=marks[0] is not True, high_open=marks[1] is not True)
    perhaps = _interval(low.value, high.value, low_open=marks[0] is False, high_open=marks[1] is False)
    return IntervalSet.of(surely), IntervalSet.of(perhaps)


def _interval(low: Extended, high: Extended, *, low_open: bool, high_open: bool) -> Interval:
    assert low is not NEG_INF
    assert high is not INF
    return Interval(low, high, low_open, high_open)
