"""Summaries of scored tables: how many units are settled, how they are rated, what is missing most; no unit is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from jixiao_core.frames.columns import column_name, input_columns
from jixiao_core.frames.program import STATUSES
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.scored import polars
from jixiao_core.frames.verdicts import VERDICT
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.verdicts import CORRECTABLE, Verdict

__all__ = ["MOST", "RowVerdicts", "Summary", "summary_of"]

VERDICT_ORDER: Final[tuple[Verdict, ...]] = (*CORRECTABLE, "pending", "consistent", "unclaimed")
MOST = 10
"""So many of what is missing are told."""


@frozen(kw_only=True)
class RowVerdicts:
    """
    How the claims for one row, or of totals, stand to what is computed.

    Attributes:
        row: the id of the row; empty for totals.
        counts: verdict to how many units have it, those that ask for a correction or an explanation first.
    """

    row: str
    counts: tuple[tuple[Verdict, int], ...]

    @property
    def to_correct(self) -> int:
        """How many claims ask for a correction or an explanation."""
        return sum(count for name, count in self.counts if name in CORRECTABLE)


@frozen(kw_only=True)
class Summary:
    """
    What can be said of a scored table without naming a unit.

    Attributes:
        units: how many lines it has.
        statuses: settled, open, undecided, invalid: how many lines are.
        grades: grade to how many settled units have it, in the order of the rubric.
        missing: column or row to how many units miss it, the commonest first, ten at most.
        verdicts: how claims stand: the total, then every row in printed order; none where they were not reviewed.
    """

    units: int
    statuses: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]
    verdicts: tuple[RowVerdicts, ...] = ()

    def count(self, status: str) -> int:
        """Return how many lines have a status."""
        return dict(self.statuses)[status]


def summary_of(rubric: Rubric, frame: Any) -> Summary:
    """
    Return the summary of a scored frame of Polars, eager or lazy.

    Args:
        rubric: the table that it was scored by.
        frame: with columns status, remarks, where there are ratings grade, and where claims were reviewed verdicts.
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
        verdicts=tuple(_verdicts(rubric, frame)),
    )


def _verdicts(rubric: Rubric, frame: Any) -> Iterator[RowVerdicts]:
    names = set(frame.lazy().collect_schema().names())
    for row in ("", *(each.id for each in rubric.indicators)):
        column = column_name(row, VERDICT) if row else VERDICT
        if column in names:
            found = _counts(frame, column)
            yield RowVerdicts(row=row, counts=tuple((name, found.get(name, 0)) for name in VERDICT_ORDER))


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
