"""Problems of a tailored table told where its overlay makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import path_step
from jixiao_core.messages import Message
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Node

__all__ = ["SUMS", "placed_problems", "sums_around"]

SUMS: Final = ("rubrics.points_do_not_sum", "rubrics.choice_points")
"""What is said of points that do not add up."""
_OF_THE_WHOLE: Final = frozenset(
    f"rubrics.{name}" for name in ("empty_group", "unknown_row", "not_a_sibling", "unknown_parent")
)
"""What cannot be said while a part of the overlay is unusable."""


def placed_problems(
    problems: Iterable[Problem],
    nodes: Mapping[str, Sequence[Node]],
    origins: Mapping[str, str],
    moving: Sequence[tuple[str, str]],
    *,
    is_whole: bool,
    open_sums: frozenset[str] | None,
) -> Iterator[Problem]:
    """
    Yield problems of a tailored table with their paths in the overlay; ``tailored`` where nothing was changed.

    Args:
        problems: those of the table, with paths such as ``indicators[3].points``.
        nodes: the parts of the table by the name of their list.
        origins: id to the path of the change that made it what it is.
        moving: ids whose points changed, each with the path of the change.
        is_whole: whether every change was made; if not, references mean nothing.
        open_sums: groups whose sums mean nothing, because a change that was not made could move them; None: all.
    """
    for problem in problems:
        if not is_whole and problem.code in _OF_THE_WHOLE:
            continue
        where, _, rest = problem.path.partition("]")
        kind, _, number = where.partition("[")
        node = nodes[kind][int(number)] if kind in nodes and number.isdigit() else None
        if problem.code in SUMS:
            if is_whole or (open_sums is not None and (node.id if node else "") not in open_sums):
                yield _of_sums(problem, node.id if node else "", moving)
        elif node is None:
            yield problem
        else:
            yield evolve(problem, path=f"{origins.get(node.id, f'tailored.{path_step(node.id)}')}{rest}")


def sums_around(names: Iterable[str], groups: Iterable[str]) -> frozenset[str] | None:
    """
    Return whose sums changes of some rows, groups or pools could move; None where nothing says it.

    Args:
        names: ids that changes name, whether the table has them or not.
        groups: the ids of its groups.

    >>> sorted(sums_around(["input.staffing", "output"], ["input", "output"]))
    ['', 'input', 'input.staffing', 'output']
    >>> sums_around(["imput.staffing"], ["input", "output"]) is None
    True
    """
    known = {"", *groups}
    found = frozenset(each for name in names for each in (name, parent_id(name)))
    return found if all(parent_id(name) in known for name in names) else None


def _of_sums(problem: Problem, group: str, moving: Sequence[tuple[str, str]]) -> Problem:
    """A sum that is wrong at a group, told at the first change that moved points in it."""
    moved = tuple(dict.fromkeys(path for name, path in moving if name == group or parent_id(name) == group))
    place = moved[0] if moved else f"tailored.{path_step(group)}.points" if group else "points"
    if problem.code != "rubrics.points_do_not_sum" or len(moved) <= 1:
        return evolve(problem, path=place)
    params = {**dict(problem.message.params), "changes": moved}
    return Problem(Message.of("rubrics.overlay_points", **params), place)
