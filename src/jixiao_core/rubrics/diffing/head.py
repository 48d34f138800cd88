"""What is said about the table as a whole: title, points, rounding, ratings, questions, facts, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import fields, frozen

from jixiao_core.rubrics.diffing.parts import PartChange, differing_parts
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Effect", "HeadChange", "head_changes"]

Effect: TypeAlias = Literal["scores", "ratings", "claims", "readings", "evidence", "none"]
"""What a change acts on: scores, ratings, the agreement of claims, declared readings, incomplete evidence, nothing."""

_IDENTITY = frozenset(("series", "edition", "revision", "groups", "pools", "indicators", "answers", "memo"))
"""What names a version, and what is compared as a tree."""

_NAMED = re.compile(r"\[[^\]]*\]")
_EFFECTS: dict[str, Effect] = {
    "points": "scores",
    "semantics": "scores",
    "adjustments": "scores",
    "rounding": "scores",
    "claim_quantum": "claims",
    "grades.grades": "ratings",
    "grade_caps": "ratings",
    "questions.answers": "readings",
    "facts.quantity": "scores",
    "facts.may_be_negative": "evidence",
    "facts.proxies": "evidence",
}


@frozen(kw_only=True)
class HeadChange:
    """
    One part of the head that is another.

    Attributes:
        part: where it stands and what it is.
        effect: what it acts on.
    """

    part: PartChange
    effect: Effect


def head_changes(before: Rubric, after: Rubric) -> Iterator[HeadChange]:
    """Yield what differs in the head; what names a version is no difference."""
    old, new = plain(before), plain(after)
    for attribute in fields(Rubric):
        name = attribute.name
        if name in _IDENTITY or not attribute.metadata.get("identity", True):
            continue
        if getattr(before, name) == getattr(after, name):
            continue
        for part in differing_parts(old.get(name), new.get(name), name):
            yield HeadChange(part=part, effect=_effect(part, before, after))


def _effect(part: PartChange, before: Rubric, after: Rubric) -> Effect:
    path = _NAMED.sub("", part.path)
    if part.is_words:
        return "none"
    if path == "not_applicable":
        return "scores" if _has_other_policies(before, after) else "none"
    if path == "total_ceiling":
        return "scores" if _ceiling(before) != _ceiling(after) else "none"
    if path.startswith("rounding") and before.rounding != after.rounding:
        return "scores" if _rounds_otherwise(before, after) else "none"
    return next((effect for start, effect in _EFFECTS.items() if f"{path}.".startswith(f"{start}.")), "none")


def _has_other_policies(before: Rubric, after: Rubric) -> bool:
    sides = [{*(group.id for group in each.groups), *(row.id for row in each.indicators)} for each in (before, after)]
    common = sides[0] & sides[1]
    return any(before.policy(name) != after.policy(name) for name in common)


def _ceiling(rubric: Rubric) -> object:
    """The most that a total can be, where something can bring it above the points of the table."""
    can_exceed = any(each.high > 0 for each in rubric.adjustments) or any(
        step.at != "measure" for step in rubric.rounding
    )
    return rubric.highest_total if can_exceed else rubric.points


def _rounds_otherwise(before: Rubric, after: Rubric) -> bool:
    """Whether rows, groups or the total are rounded otherwise; the rounding of measures tells in the rows."""
    sides = [{step.at: step.rounding for step in rubric.rounding if step.at != "measure"} for rubric in (before, after)]
    return sides[0] != sides[1]
