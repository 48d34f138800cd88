"""Weights: how many points each row is really worth when some rows do not apply or are not chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Node, Rubric
from jixiao_core.scoring.evidence import Evidence

__all__ = ["NOT_CHOSEN", "most_points", "row_maximum", "row_weights"]

ZERO = Fraction(0)
ONE = Fraction(1)
NOT_CHOSEN = ZERO
"""The weight of a row that was not chosen or whose points went elsewhere."""


def row_maximum(rubric: Rubric, evidence: Evidence, row: Indicator) -> Fraction:
    """
    Return the points of a row before anything is moved: its own, or its share of its pool.

    A pool is shared as the evidence says, in equal parts where it says nothing; a member that is not chosen has none.
    """
    if row.points is not None:
        return row.points
    pool = rubric.pool_of(row.id)
    assert pool is not None
    split = dict(evidence.pools).get(pool.id)
    if split is None:
        return pool.points / len(pool.members)
    return dict(split).get(row.id, ZERO)


def most_points(rubric: Rubric, row: Indicator) -> Fraction:
    """
    Return the most points that a row can count when every sibling whose points may move to it does not apply.

    A member of a pool may get the whole pool.
    """
    pool = rubric.pool_of(row.id)
    most = pool.points if row.points is None and pool is not None else row.points or ZERO
    node: Node | None = row if pool is None else pool
    while node is not None:
        parent = parent_id(node.id) if not isinstance(node, Pool) else parent_id(node.members[0])
        siblings = (each for each in rubric.members(parent) if each.id != node.id and _may_move(rubric, each))
        arriving = sum((each.points or ZERO for each in siblings), ZERO)
        points = node.points or ZERO
        most = most * (points + arriving) / points if points else most
        node = rubric[parent] if parent else None
    return most


def _may_move(rubric: Rubric, node: Node) -> bool:
    """Whether all points of a node may leave it for its siblings."""
    if rubric.policy(node.members[0] if isinstance(node, Pool) else node.id) != "reallocate":
        return False
    if isinstance(node, Pool):
        rows = node.members
    else:
        rows = tuple(row.id for row in rubric.indicators if f"{row.id}.".startswith(f"{node.id}."))
    return all(rubric.policy(name) in ("reallocate", "rescale") for name in rows)


def row_weights(
    rubric: Rubric, evidence: Evidence, absent: frozenset[str], chosen: Mapping[str, str]
) -> dict[str, Fraction]:
    """
    Return the factor by which each row's points count.

    Args:
        rubric: the tree and its policies.
        evidence: how pools are shared.
        absent: the rows that do not apply and whose points are moved or taken out (reallocate, rescale).
        chosen: choose-one group to its chosen member.

    Returns:
        Row id to factor: 1 where nothing moves, more where points arrive, 0 where they left.
    """
    weights: dict[str, Fraction] = {}
    _spread(_Tree(rubric, evidence, absent, chosen), "", ONE, weights)
    return weights


class _Tree:
    """The questions that spreading asks, answered for one choice of absent rows."""

    def __init__(self, rubric: Rubric, evidence: Evidence, absent: frozenset[str], chosen: Mapping[str, str]) -> None:
        self.rubric, self.evidence, self.absent, self.chosen = rubric, evidence, absent, chosen

    def members(self, node: Node | None) -> tuple[Node, ...]:
        match node:
            case Pool():
                return tuple(self.rubric.indicator(name) for name in node.members)
            case Group() if node.choose == "one" and node.id in self.chosen:
                return (self.rubric[self.chosen[node.id]],)
            case Group():
                return self.rubric.members(node.id)
            case None:
                return self.rubric.members("")
            case _:
                return ()

    def points(self, node: Node) -> Fraction:
        return row_maximum(self.rubric, self.evidence, node) if isinstance(node, Indicator) else node.points

    def applies(self, node: Node) -> bool:
        if isinstance(node, Indicator):
            return node.id not in self.absent
        return any(self.applies(member) for member in self.members(node))

    def moves(self, node: Node) -> bool:
        """Whether the points of a node that does not apply go to its siblings."""
        return self.rubric.policy(node.id if not isinstance(node, Pool) else node.members[0]) == "reallocate"


def _spread(tree: _Tree, node_id: str, factor: Fraction, weights: dict[str, Fraction]) -> None:
    node = tree.rubric[node_id] if node_id else None
    members = tree.members(node)
    extra = _arrivals(tree, members)
    for member in members:
        points = tree.points(member)
        own = factor * (points + extra.get(member.id, ZERO)) / points if points else factor
        if isinstance(member, Indicator):
            weights[member.id] = own if tree.applies(member) else NOT_CHOSEN
        else:
            _spread(tree, member.id, own, weights)


def _arrivals(tree: _Tree, members: tuple[Node, ...]) -> dict[str, Fraction]:
    """The points that arrive at each member from siblings that do not apply."""
    extra: dict[str, Fraction] = {}
    for absent in members:
        if tree.applies(absent) or not tree.moves(absent):
            continue
        heirs = tuple(_heirs(tree, absent, members))
        total = sum((tree.points(heir) for heir in heirs), ZERO)
        for heir in heirs:
            extra[heir.id] = extra.get(heir.id, ZERO) + tree.points(absent) * tree.points(heir) / total
    return extra


def _heirs(tree: _Tree, absent: Node, members: tuple[Node, ...]) -> Iterator[Node]:
    named = absent.reallocate_to if isinstance(absent, Indicator) else ()
    present = [member for member in members if tree.applies(member) and tree.points(member) > 0]
    wanted = [member for member in present if member.id in named]
    yield from wanted or present
