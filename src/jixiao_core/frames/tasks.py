"""What is done with files of units: every unit is scored, or reviewed, which scores it and looks at its claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import frozen

from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.review_frame import claims, review_frame
from jixiao_core.frames.score_frame import columns, score_frame
from jixiao_core.frames.verdicts import CLAIM_REMARKS
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["REVIEWING", "SCORING", "Task"]


@frozen(kw_only=True)
class Task:
    """
    What is done.

    Attributes:
        columns: the columns that are read, of a rubric.
        run: what makes a scored or reviewed table of a table of units; see `score_frame`.
        remarks: the results that name cells which cannot be used.
    """

    columns: Callable[[Rubric], tuple[InputColumn, ...]]
    run: Callable[..., Any]
    remarks: tuple[str, ...]


def _with_claims(rubric: Rubric) -> tuple[InputColumn, ...]:
    return (*columns(rubric), *claims(rubric))


SCORING: Final = Task(columns=columns, run=score_frame, remarks=("remarks",))
REVIEWING: Final = Task(columns=_with_claims, run=review_frame, remarks=("remarks", CLAIM_REMARKS))
