"""Parquet beyond memory: scored or reviewed while it is read, written while it is scored."""

from __future__ import annotations

import os

from jixiao_core.frames.files import FileOptions, Prepared, kept_names
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.scored import points_columns, polars, with_points
from jixiao_core.frames.summaries import Summary, summary_of
from jixiao_core.frames.tasks import SCORING, Task

__all__ = ["stream_parquet"]


def stream_parquet(
    given: Prepared, target: str | os.PathLike[str], options: FileOptions, task: Task = SCORING
) -> Summary:
    """
    Score or review a Parquet file of any size into another, and return what can be said of it.

    Units that whole numbers of 64 bits cannot decide are flagged ``undecided``, not scored one by one.

    Args:
        given: the file.
        target: the file to write; points are decimals, statuses and remarks codes.
        options: how the file is read.
        task: what is done with it.

    Raises:
        InvalidValueError: for columns that cannot be used, all at once.
    """
    rubric, kept = given.rubric, kept_names(given.names, options.keep)
    scored = task.run(rubric, given.frame, units=given.matched.units, floats=options.floats, keep=list(kept))
    outputs = tuple(name for name in scored.collect_schema().names() if name not in kept)
    written = with_points(scored, points_columns(outputs), scale_of(rubric)).rename(kept)
    written.sink_parquet(os.fspath(target))
    return summary_of(rubric, polars().scan_parquet(os.fspath(target), glob=False))
