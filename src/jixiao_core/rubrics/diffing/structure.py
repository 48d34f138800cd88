"""The tree: groups, pools and rows that were added, removed, moved, weighted or treated otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import fields, frozen

from jixiao_core.messages import Text, number_text
from jixiao_core.rubrics.diffing.matching import Matched, MatchedBy, Matching, out_of_order
from jixiao_core.rubrics.diffing.parts import PartChange, differing_parts
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["NodeKind", "StructureChange", "StructureKind", "node_kind", "structure_changes"]

NodeKind: TypeAlias = Literal["group", "pool", "row"]
"""What a change of structure is about."""
StructureKind: TypeAlias = Literal[
    "added",
    "removed",
    "moved",
    "renamed",
    "reordered",
    "reweighted",
    "members",
    "choose",
    "not_applicable",
    "reallocate_to",
    "words",
]
"""
What became of a node: another parent (moved), another id under the same one (renamed), another place in the order,
other points, other members of a pool, all or one of a group, the policy for rows that do not apply, its words.
"""

_CHANGES: dict[str, StructureKind] = {
    "points": "reweighted",
    "members": "members",
    "choose": "choose",
    "not_applicable": "not_applicable",
    "reallocate_to": "reallocate_to",
}


@frozen(kw_only=True)
class StructureChange:
    """
    One change of the tree.

    Attributes:
        change: what became of the node.
        node: what it is.
        before_id: its id in the first rubric; empty where it was added.
        after_id: its id in the second; empty where it was removed.
        label: its name in the second rubric, or in the first where it was removed.
        before: what was, as text: the parent, the points, the members, the policy; None where nothing was said.
        after: what is.
        matched_by: how the node was recognised; None where it stands on one side.
        changes_scores: whether the same findings score otherwise by this change.
        words: the words that differ, of groups and pools.
    """

    change: StructureKind
    node: NodeKind
    before_id: str = ""
    after_id: str = ""
    label: Text
    before: str | None = None
    after: str | None = None
    matched_by: MatchedBy | None = None
    changes_scores: bool
    words: tuple[PartChange, ...] = ()


def node_kind(node: Group | Pool | Indicator) -> NodeKind:
    """Return what a node is."""
    match node:
        case Group():
            return "group"
        case Pool():
            return "pool"
        case Indicator():
            return "row"


def structure_changes(
    rubrics: tuple[Rubric, Rubric], groups: Matching, pools: Matching, rows: Matching
) -> Iterator[StructureChange]:
    """
    Yield what became of the tree, groups first, then pools, then rows.

    Args:
        rubrics: both rubrics.
        groups: their groups, matched.
        pools: their pools, matched.
        rows: their rows, matched.
    """
    places = _places(rubrics[0]), _places(rubrics[1])
    renamed = {each.before.id: each.after.id for kind in (groups, pools, rows) for each in kind.both}
    for kind in (groups, pools, rows):
        yield from _one_sided(kind)
        # One name for both sides, the same for the reverse.
        named = {min(each.before.id, each.after.id): each for each in kind.both}
        moving = out_of_order(
            {name: (places[0][each.before.id], places[1][each.after.id]) for name, each in named.items()}
        )
        for name, each in named.items():
            yield from _of_node(rubrics, each, renamed, is_out_of_order=name in moving)


def _places(rubric: Rubric) -> dict[str, int]:
    """Where every node stands among those of its kind."""
    found = {group.id: place for place, group in enumerate(rubric.groups)}
    found.update((pool.id, place) for place, pool in enumerate(rubric.pools))
    found.update((row.id, place) for place, row in enumerate(rubric.indicators))
    return found


def _one_sided(kind: Matching) -> Iterator[StructureChange]:
    for node in kind.removed:
        yield StructureChange(
            change="removed",
            node=node_kind(node),
            before_id=node.id,
            label=node.label,
            before=_points(node.points),
            changes_scores=True,
        )
    for node in kind.added:
        yield StructureChange(
            change="added",
            node=node_kind(node),
            after_id=node.id,
            label=node.label,
            after=_points(node.points),
            changes_scores=True,
        )


def _points(points: Fraction | None) -> str | None:
    return None if points is None else number_text(points)


def _of_node(
    rubrics: tuple[Rubric, Rubric], each: Matched, renamed: dict[str, str], *, is_out_of_order: bool
) -> Iterator[StructureChange]:
    before, after = each.before, each.after

    def found(
        change: StructureKind,
        was: str | None,
        now: str | None,
        *,
        changes_scores: bool,
        words: tuple[PartChange, ...] = (),
    ) -> StructureChange:
        return StructureChange(
            change=change,
            node=node_kind(after),
            before_id=before.id,
            after_id=after.id,
            label=after.label,
            before=was,
            after=now,
            matched_by=each.matched_by,
            changes_scores=changes_scores,
            words=words,
        )

    if before.id != after.id:
        parents = parent_id(before.id), parent_id(after.id)
        # A row that goes with its group is renamed only; evidence names it by its new id.
        is_moved = renamed.get(parents[0], parents[0]) != parents[1]
        yield found("moved" if is_moved else "renamed", *parents, changes_scores=is_moved)
    elif is_out_of_order:
        yield found("reordered", None, None, changes_scores=False)
    for name, change in _CHANGES.items():
        was, now = getattr(before, name, None), getattr(after, name, None)
        if change in ("members", "reallocate_to"):
            was = tuple(renamed.get(member, member) for member in was or ())
            now = tuple(now or ())
        if was != now:
            yield found(change, _text(was), _text(now), changes_scores=_counts(rubrics, each, change, was, now))
    words = () if isinstance(before, Indicator) else tuple(_words(before, after))
    if words:
        yield found("words", None, None, changes_scores=False, words=words)


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case Fraction():
            return number_text(value)
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def _counts(rubrics: tuple[Rubric, Rubric], each: Matched, change: StructureKind, was: object, now: object) -> bool:
    """Whether a part of the tree that is another scores otherwise."""
    before, after = each.before.id, each.after.id
    match change:
        case "not_applicable":
            return rubrics[0].policy(before) != rubrics[1].policy(after)
        case "reallocate_to":
            return "reallocate" in (rubrics[0].policy(before), rubrics[1].policy(after))
        case "members":
            return isinstance(was, tuple) and isinstance(now, tuple) and set(was) != set(now)
        case _:
            return True


def _words(before: Group | Pool, after: Group | Pool) -> Iterator[PartChange]:
    old, new = plain(before), plain(after)
    for attribute in fields(type(before)):
        name = attribute.name
        if name not in _CHANGES and name != "id" and getattr(before, name) != getattr(after, name):
            yield from differing_parts(old.get(name), new.get(name), name)
