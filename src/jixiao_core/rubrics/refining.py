"""Refining: readings that change different rules of one formula go together; those that replace it whole do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import asdict, evolve

from jixiao_core.rubrics.formulas import Formula, Targets

__all__ = ["combined", "rebased", "refined_rules"]


def refined_rules(own: Formula, other: Formula) -> dict[str, Any] | None:
    """
    Return the rules in which a formula refines another, by name; None where it replaces it whole.

    Only targets have rules that are independent of one another: over-achievement, its threshold and key targets.
    """
    if not (isinstance(own, Targets) and isinstance(other, Targets)):
        return None
    mine = asdict(own, recurse=False)
    return {name: value for name, value in asdict(other, recurse=False).items() if value != mine[name]}


def combined(own: Formula, others: Iterable[Formula]) -> Formula | None:
    """
    Return a formula with what others put in its place; None where two of them replace the same.

    Whatever replaces a formula whole leaves nothing that its refinements could be about.

    >>> missed, exceeded = Targets(key_target="zero_row"), Targets(over_achievement="reduce")
    >>> combined(Targets(), [missed, exceeded])
    Targets(over_achievement='reduce', over_threshold=Fraction(1, 1), key_target='zero_row', kind='targets')
    """
    refinements: dict[str, Any] = {}
    whole: list[Formula] = []
    for each in others:
        rules = refined_rules(own, each)
        if rules is None:
            whole.append(each)
        elif any(refinements.get(name, value) != value for name, value in rules.items()):
            return None
        else:
            refinements.update(rules)
    if whole:
        return whole[0] if len(whole) == 1 else None
    return evolve(own, **refinements) if refinements else own


def rebased(formula: Formula, old: Formula, new: Formula) -> Formula:
    """Return a formula that was written beside `old` as it has to be written beside `new`."""
    rules = refined_rules(old, formula)
    return formula if rules is None or refined_rules(old, new) is None else evolve(new, **rules)
