"""Summaries of scored tables: how many units are settled, how they are rated, what is missing most; no unit is named."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.program import STATUSES
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.scored import polars
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["MOST", "Summary", "summary_of"]

MOST = 10
"""So many of what is missing are told."""


@frozen(kw_only=True)
class Summary:
    """
    What can be said of a scored table without naming a unit.

    Attributes:
        units: how many lines it has.
        statuses: settled, open, undecided, invalid: how many lines are.
        grades: grade to how many settled units have it, in the order of the rubric.
        missing: column or row to how many units miss it, the commonest first, ten at most.
    """

    units: int
    statuses: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]

    def count(self, status: str) -> int:
        """Return how many lines have a status."""
        return dict(self.statuses)[status]


def summary_of(rubric: Rubric, frame: Any) -> Summary:
    """
    Return the summary of a scored frame of Polars, eager or lazy.

    Args:
        rubric: the table that it was scored by.
        frame: with columns status, remarks and, where there are ratings, grade.
    """
    statuses = _counts(frame, "status")
    grades = _counts(frame, "grade") if rubric.grades is not None else {}
    return Summary(
        units=sum(statuses.values()),
        statuses=tuple((name, statuses.get(name, 0)) for name in STATUSES),
        grades=()
        if rubric.grades is None
        else tuple((each.name, grades.get(each.name, 0)) for each in rubric.grades.grades),
        missing=tuple(_missing(rubric, frame)[:MOST]),
    )


def _counts(frame: Any, name: str) -> dict[str | None, int]:
    pl = polars()
    found = frame.lazy().group_by(pl.col(name)).agg(pl.len().alias("count")).collect(engine="streaming")
    return dict(zip(found[name].to_list(), found["count"].to_list(), strict=True))


def _missing(rubric: Rubric, frame: Any) -> list[tuple[str, int]]:
    """Equal remarks are counted before they are taken apart: units of one kind miss the same."""
    found: dict[str, int] = {}
    for remarks, count in _counts(frame, "remarks").items():
        for each in (remarks or "").split(";"):
            name = each.removeprefix("missing:")
            if name != each:
                found[name] = found.get(name, 0) + count
    places = {column.name: at for at, column in enumerate(input_columns(rubric, scale_of(rubric)))}
    return sorted(found.items(), key=lambda pair: (-pair[1], places.get(pair[0], len(places)), pair[0]))
