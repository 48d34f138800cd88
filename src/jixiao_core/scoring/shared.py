"""Shared facts: rows that look at the same unknown figure move together, so their sum has a narrower hull."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.scoring.fact_lines import FactLine, fact_line, staircase
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.rows import RowOutcome
from jixiao_core.scoring.totals import Joint

__all__ = ["SharedFact", "joint_of", "shared_facts"]

ONE = Fraction(1)


@frozen(kw_only=True)
class SharedFact:
    """
    Rows that are open because of the same unknown facts.

    Attributes:
        rows: their ids.
        facts: the unknown facts that connect them.
        is_tight: whether their common hull was computed exactly.
    """

    rows: tuple[str, ...]
    facts: tuple[str, ...]
    is_tight: bool = False


def shared_facts(rows: Iterable[Indicator], outcomes: Mapping[str, RowOutcome]) -> tuple[SharedFact, ...]:
    """Return the sets of two or more open rows that unknown facts connect, in printed order."""
    groups: list[tuple[list[str], set[str]]] = []
    for row in rows:
        outcome = outcomes[row.id]
        if outcome.values is None or not outcome.missing:
            continue
        facts = set(outcome.missing)
        touching = [group for group in groups if group[1] & facts]
        merged = [name for group in touching for name in group[0]]
        groups = [group for group in groups if group not in touching]
        groups.append(([*merged, row.id], facts.union(*(group[1] for group in touching))))
    return tuple(SharedFact(rows=tuple(names), facts=tuple(sorted(facts))) for names, facts in groups if len(names) > 1)


def joint_of(
    shared: SharedFact, rows: Mapping[str, tuple[Indicator, Fraction]], facts: Mapping[str, FactKnowledge]
) -> Joint | None:
    """
    Return the exact hull of the sum of rows that share one unknown fact, or None where that is not simple.

    Args:
        shared: the rows and the facts that connect them.
        rows: row id to the row as it is read and its points.
        facts: what is known about the facts.
    """
    if len(shared.facts) != 1:
        return None
    (name,) = shared.facts
    lines = [_line(*rows[row], name, facts) for row in shared.rows]
    plain = [(line, ONE) for line in lines if line is not None and line.is_linear]
    if len(plain) < len(lines):
        return None
    steps = staircase(plain, facts[name].values)
    # Some value of the fact makes a row invalid or not applicable; the plain bounds stay.
    if any(step.route != "measure" for step in steps):
        return None
    hull = IntervalSet(tuple(part for step in steps for part in step.points)).hull()
    return None if hull is None else Joint(rows=shared.rows, points=hull)


def _line(row: Indicator, maximum: Fraction, name: str, facts: Mapping[str, FactKnowledge]) -> FactLine | None:
    is_absolute = row.measure is not None and row.measure.absolute
    return None if is_absolute else fact_line(row, maximum, name, facts)
