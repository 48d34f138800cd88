"""Which group, pool or row of one rubric is which of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from attrs import frozen

from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Group, Indicator, Pool

__all__ = ["Matched", "MatchedBy", "Matching", "matching", "out_of_order"]

MatchedBy: TypeAlias = Literal["id", "content", "words"]
"""By the same id; by the same last step and content; by the same last step, name and clause."""

AnyNode = TypeVar("AnyNode", Group, Pool, Indicator)


@frozen(kw_only=True)
class Matched:
    """
    What stands on both sides.

    Attributes:
        before: the group, pool or row of the first rubric.
        after: that of the second.
        matched_by: how they were matched.
    """

    before: Any
    after: Any
    matched_by: MatchedBy


@frozen(kw_only=True)
class Matching:
    """
    One kind of nodes of two rubrics.

    Attributes:
        both: what stands on both sides, in the order of the first.
        removed: what only the first has.
        added: what only the second has.
    """

    both: tuple[Matched, ...]
    removed: tuple[Any, ...]
    added: tuple[Any, ...]


def matching(before: Sequence[AnyNode], after: Sequence[AnyNode]) -> Matching:
    """
    Return which nodes are which: the same id first, then the same last step and content, where nothing else has it.

    A node whose twin would be a matter of choice stays removed or added.
    """
    found: dict[str, Matched] = {}
    old, new = {node.id: node for node in before}, {node.id: node for node in after}
    for name in old.keys() & new.keys():
        found[name] = Matched(before=old.pop(name), after=new.pop(name), matched_by="id")
    ways: tuple[tuple[MatchedBy, Callable[[AnyNode], object]], ...] = (("content", _content), ("words", _words))
    for matched_by, key_of in ways:
        for one, two in _twins(old, new, key_of):
            found[one.id] = Matched(before=old.pop(one.id), after=new.pop(two.id), matched_by=matched_by)
    both = tuple(found[node.id] for node in before if node.id in found)
    return Matching(both=both, removed=tuple(old.values()), added=tuple(new.values()))


def _twins(
    old: Mapping[str, AnyNode], new: Mapping[str, AnyNode], key_of: Callable[[AnyNode], object]
) -> list[tuple[AnyNode, AnyNode]]:
    sides: list[dict[object, list[AnyNode]]] = [{}, {}]
    for side, nodes in zip(sides, (old, new), strict=True):
        for node in nodes.values():
            side.setdefault((node.id.rpartition(".")[2], key_of(node)), []).append(node)
    keys = [key for key in sides[0] if len(sides[0][key]) == 1 and len(sides[1].get(key, ())) == 1]
    return [(sides[0][key][0], sides[1][key][0]) for key in keys]


def _content(node: Group | Pool | Indicator) -> object:
    """Everything but the ids, which name the place."""
    data = plain(node)
    for name in ("id", "members", "reallocate_to"):
        data.pop(name, None)
    return repr(data)


def _words(node: Group | Pool | Indicator) -> object:
    return (node.label, "" if isinstance(node, Group) else node.clause)


def out_of_order(places: Mapping[str, tuple[int, int]]) -> set[str]:
    """
    Return the names that have to move so that all others stand in the same order: as few as there can be.

    Args:
        places: for every name its place on both sides.

    >>> sorted(out_of_order({"a": (0, 1), "b": (1, 2), "c": (2, 0)}))
    ['c']
    """
    orders = [sorted(places, key=lambda name: places[name][side]) for side in (0, 1)]
    # Where several choices are as small, the same one is made for the reverse.
    start, other = (1, 0) if orders[0] > orders[1] else (0, 1)
    kept = _longest_rising([places[name][other] for name in orders[start]])
    return {name for position, name in enumerate(orders[start]) if position not in kept}


def _longest_rising(values: Sequence[int]) -> set[int]:
    """The positions of the longest run of values that rise."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(tails, value)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [position]
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = previous[position]
    return kept
