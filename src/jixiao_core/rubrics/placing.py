"""Where parts of a table stand: ids within ids, rows that become groups, new names, and the facts that are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve, frozen

from jixiao_core.errors import Problem
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.overlay import Breakdown, Part
from jixiao_core.rubrics.revising import reason_note
from jixiao_core.rubrics.rubric import Node, Rubric
from jixiao_core.rubrics.sources import Source

__all__ = ["BrokenDown", "broken_down", "is_within", "kind_of", "renamed", "used_facts"]

_Node = TypeVar("_Node", Group, Pool, Indicator)
_ZERO = Fraction(0)


def is_within(name: str, outer: str) -> bool:
    """
    Say whether an id is `outer` or lies in it; everything lies in the whole table, whose id is empty.

    >>> is_within("input.staffing", "input"), is_within("inputs", "input")
    (True, False)
    """
    return not outer or name == outer or name.startswith(f"{outer}.")


@frozen
class BrokenDown:
    """The group and rows that a row or pool became; no group where that cannot be done."""

    group: Group | None
    rows: tuple[Indicator, ...]
    problems: tuple[Problem, ...]


def broken_down(node: Indicator | Pool, change: Breakdown, rows: Sequence[Indicator]) -> BrokenDown:
    """
    Return the group with the id and points of a row or pool, and the rows in it.

    Args:
        node: what is broken down; a member of a pool has no points and cannot be.
        change: the rows that it becomes.
        rows: the rows of the table, among them the members of a pool.
    """
    if node.points is None:
        return BrokenDown(None, (), (Problem(Message.of("rubrics.overlay_pool_member", found=node.id)),))
    model = node if isinstance(node, Indicator) else next(row for row in rows if row.id == node.members[0])
    problems = tuple(_problems(node.points, change))
    policy = model.not_applicable
    group = Group(id=node.id, label=node.label, points=node.points, not_applicable=policy)
    clause = node.clause
    return BrokenDown(group, tuple(_row(node.id, model, clause, part, change.why) for part in change.rows), problems)


def _problems(points: Fraction, change: Breakdown) -> Iterator[Problem]:
    found = sum((part.points for part in change.rows), _ZERO)
    if not change.rows:
        yield Problem(Message.of("rubrics.empty", what="rows"), "rows")
    elif found != points:
        yield Problem(Message.of("rubrics.overlay_parts_sum", found=found, stated=points), "rows")
    for position, part in enumerate(change.rows):
        if part.clause is None and not change.keep_clause:
            yield Problem(Message.of("rubrics.overlay_clause_open"), f"rows[{position}].clause")
    if change.keep_clause and all(part.clause is not None for part in change.rows):
        yield Problem(Message.of("rubrics.overlay_clause_unused"), "keep_clause")


def _row(outer: str, model: Indicator, clause: str, part: Part, why: Text) -> Indicator:
    kept = part.clause is None
    source: Source = part.source or model.source
    return Indicator(
        id=f"{outer}.{part.id}",
        label=part.label,
        points=part.points,
        clause=clause if part.clause is None else part.clause,
        clause_corrected=model.clause_corrected if kept and clause == model.clause else "",
        explanation=part.explanation,
        source=source,
        measure=part.measure,
        formula=part.formula,
        readings=part.readings,
        not_applicable=part.not_applicable,
        reallocate_to=tuple(f"{outer}.{name}" for name in part.reallocate_to),
        documents=part.documents,
        papers=model.papers if part.papers is None else part.papers,
        notes=(*part.notes, reason_note(why)),
    )


def renamed(node: _Node, old: str, new: str) -> _Node:
    """Return a node that names what moved from `old` to `new` by its new id."""
    changed: dict[str, Any] = {}

    def follow(name: str) -> str:
        return new + name[len(old) :] if is_within(name, old) else name

    names = {"id": node.id}
    changed |= {name: follow(value) for name, value in names.items()}
    if isinstance(node, Pool):
        changed["members"] = tuple(map(follow, node.members))
    if isinstance(node, Indicator):
        changed["reallocate_to"] = tuple(map(follow, node.reallocate_to))
    return evolve(node, **changed)


def used_facts(
    base: Rubric, rows: Iterable[Indicator], further: Iterable[FactDefinition]
) -> tuple[FactDefinition, ...]:
    """
    Return the facts of a tailored table, ordered by id: those that its rows use, and what they rest on.

    A fact that the base defines without using it stays; one that only rows used which are gone does not.
    """
    known: dict[str, FactDefinition] = {}
    for fact in (*base.facts, *further):
        known.setdefault(fact.id, fact)
    before, now = _closure(base.indicators, known), _closure(rows, known)
    idle = {fact.id for fact in base.facts} - before
    return tuple(known[name] for name in sorted(now | idle))


def _closure(rows: Iterable[Indicator], known: dict[str, FactDefinition]) -> set[str]:
    waiting = [name for row in rows for measure in _measures(row) for name in measure.facts]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting.extend(term.fact for proxy in known[name].proxies for term in proxy.terms)
    return found


def _measures(row: Indicator) -> Iterator[Any]:
    if row.measure is not None:
        yield row.measure
    yield from (reading.measure for reading in row.readings if reading.measure is not None)


def kind_of(node: Node) -> str:
    """Return the key under which an overlay adds a part of this kind."""
    match node:
        case Indicator():
            return "indicator"
        case Group():
            return "group"
        case Pool():
            return "pool"
