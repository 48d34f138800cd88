"""Selection: the fewest things to find out so that a sum is certain to lie in a wanted interval, at the best outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from attrs import frozen

from jixiao_core.exact.intervals import NEG_INF, Extended, Interval, IntervalSet
from jixiao_core.exact.sums import sum_of_sets
from jixiao_core.scoring.totals import hull_of, sum_of

__all__ = ["Option", "Selection", "fewest"]

ZERO = Fraction(0)
TRIED = 12
"""So many selections of each size are tried where values with gaps have to fit between two ends."""


@frozen
class Option:
    """
    One way to find something out about one part of a sum.

    Attributes:
        items: what is found out.
        values: what the part that is then known may turn out to be.
        rest: the hull of what stays open of the part.
    """

    items: frozenset[str]
    values: IntervalSet
    rest: Interval


@frozen
class Selection:
    """
    Options, one for every part, after which the sum can be certain to lie in the wanted interval.

    Attributes:
        items: what is found out in all.
        values: what the items have to add up to, for it to be certain.
        hull: what they can add up to at all.
        rest: the hull of what stays open.
    """

    items: frozenset[str]
    values: IntervalSet
    hull: Interval
    rest: Interval


def fewest(parts: Sequence[Sequence[Option]], target: Interval, *, most: int = 3) -> tuple[tuple[Selection, ...], bool]:
    """
    Return the selections with the fewest items after which the sum can be certain to lie in the target.

    Args:
        parts: the options of every part of the sum.
        target: the wanted sums.
        most: how many selections of that size to return; those with the most room come first.

    Returns:
        The selections (none where no outcome of everything would do), and whether they are known to be the fewest.

    >>> open_row = [
    ...     Option(frozenset(), IntervalSet.points(0), Interval.closed(0, 5)),
    ...     Option(frozenset({"a"}), IntervalSet.points(0, 5), Interval.point(0)),
    ... ]
    >>> found, is_exact = fewest([open_row], Interval.at_least(3))
    >>> sorted(found[0].items), str(found[0].values), is_exact
    (['a'], '[5, 5]', True)
    """
    is_between = isinstance(target.low, Fraction) and isinstance(target.high, Fraction)
    found, is_exact = _Found(target, most), True
    for chosen in _ranked(parts, target, max(most, TRIED) if is_between else most):
        # Hulls are cheap, and the sums of many sets with gaps are not.
        if not _may_fit(chosen, target):
            continue
        if not found.take(chosen):
            break
        # Where nothing fits into the gaps, a selection that was not tried might have.
        is_exact = is_exact and bool(found.selections)
    return tuple(found.selections), is_exact


def _may_fit(chosen: tuple[Option, ...], target: Interval) -> bool:
    """Whether some value between the ends of what is known would make the sum certain, gaps aside."""
    wanted = _certain(target, sum_of(option.rest for option in chosen))
    known = sum_of(hull_of(option.values) for option in chosen)
    return wanted is not None and bool(wanted & IntervalSet.of(known))


class _Found:
    """The selections of the smallest size that was met, which come in order of size."""

    def __init__(self, target: Interval, most: int) -> None:
        self.target, self.most = target, most
        self.selections: list[Selection] = []

    def take(self, options: tuple[Option, ...]) -> bool:
        """Add a selection where it reaches the target; False when no more are wanted."""
        items = frozenset(item for option in options for item in option.items)
        if self.selections and len(items) > len(self.selections[0].items):
            return False
        selection = _selection(options, items, self.target)
        if selection is not None and items not in {each.items for each in self.selections}:
            self.selections.append(selection)
        return len(self.selections) < self.most


def _selection(options: tuple[Option, ...], items: frozenset[str], target: Interval) -> Selection | None:
    values = sum_of_sets(option.values for option in options)
    rest = sum_of(option.rest for option in options)
    wanted = _certain(target, rest)
    good = values & wanted if wanted is not None else IntervalSet(())
    # What costs nothing to find out is known already, and one value each.
    known = sum((option.values.point for option in options if not option.items), ZERO)
    return Selection(items, good.shift(-known), hull_of(values.shift(-known)), rest) if good else None


def _certain(target: Interval, rest: Interval) -> IntervalSet | None:
    """The values v for which v + rest lies in the target whole."""
    low_ends = isinstance(target.low, Fraction) and isinstance(rest.low, Fraction)
    high_ends = isinstance(target.high, Fraction) and isinstance(rest.high, Fraction)
    found = IntervalSet.of(Interval.everything())
    if low_ends:
        assert isinstance(target.low, Fraction)
        assert isinstance(rest.low, Fraction)
        edge = target.low - rest.low
        is_open = target.low_open and not rest.low_open
        found &= IntervalSet.of(Interval.above(edge) if is_open else Interval.at_least(edge))
    if high_ends:
        assert isinstance(target.high, Fraction)
        assert isinstance(rest.high, Fraction)
        edge = target.high - rest.high
        is_open = target.high_open and not rest.high_open
        found &= IntervalSet.of(Interval.below(edge) if is_open else Interval.at_most(edge))
    return found or None


def _ranked(parts: Sequence[Sequence[Option]], target: Interval, kept: int) -> Iterator[tuple[Option, ...]]:
    """
    Yield selections by size, those first that push the sum farthest.

    Where the target has one end, the worst sum has to pass it. Where it has two, what stays open has to be narrow; both
    are sums over the parts, so the best of every size are made of the best of smaller sizes. They are kept apart by
    whether the ends are reached, which decides where a sum falls on an edge.
    """
    best: dict[int, list[_Pushed]] = {0: [_Pushed(ZERO, known_in=True, rest_in=True, options=())]}
    for options in parts:
        pushes = [(option, _push(option, target)) for option in options]
        grown: dict[int, list[_Pushed]] = {}
        for size, ranked in best.items():
            for before in ranked:
                for option, push in pushes:
                    grown.setdefault(size + len(option.items), []).append(before.then(option, push))
        best = {size: _farthest(ranked, kept) for size, ranked in grown.items()}
    enough = _enough(target)
    for size in sorted(best):
        yield from (each.options for each in best[size] if each.far >= enough)


def _enough(target: Interval) -> Extended:
    """How far the sum has to be pushed at least."""
    match target.low, target.high:
        case Fraction() as low, Fraction() as high:
            return low - high
        case Fraction() as low, _:
            return low
        case _, Fraction() as high:
            return -high
        case _:
            return NEG_INF


class _Pushed(NamedTuple):
    """How far some options push the worst sum, and whether the ends of the known and of the open part are reached."""

    far: Fraction
    known_in: bool
    rest_in: bool
    options: tuple[Option, ...]

    def then(self, option: Option, push: tuple[Fraction, bool, bool]) -> _Pushed:
        far, known_in, rest_in = push
        return _Pushed(self.far + far, self.known_in and known_in, self.rest_in and rest_in, (*self.options, option))


def _farthest(ranked: list[_Pushed], most: int) -> list[_Pushed]:
    kept: dict[tuple[bool, bool], int] = {}
    found: list[_Pushed] = []
    for each in sorted(ranked, key=lambda pushed: pushed.far, reverse=True):
        flags = (each.known_in, each.rest_in)
        kept[flags] = kept.get(flags, 0) + 1
        if kept[flags] <= most:
            found.append(each)
    return found


def _push(option: Option, target: Interval) -> tuple[Fraction, bool, bool]:
    """How far an option pushes the sum towards the target, and whether the ends that matter are reached."""
    values, rest = hull_of(option.values), option.rest
    assert isinstance(values.low, Fraction)
    assert isinstance(values.high, Fraction)
    assert isinstance(rest.low, Fraction)
    assert isinstance(rest.high, Fraction)
    if isinstance(target.low, Fraction) and isinstance(target.high, Fraction):
        return rest.low - rest.high, True, not (rest.low_open or rest.high_open)
    if isinstance(target.low, Fraction):
        return values.high + rest.low, not values.high_open, not rest.low_open
    return -(values.low + rest.high), not values.low_open, not rest.high_open
