"""Tables of Dask, whose parts are tables of pandas: every part is scored as one, when it is computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw

__all__ = ["by_parts", "in_memory", "is_in_parts"]


def is_in_parts(frame: object) -> bool:
    """Whether something is a table of Dask."""
    return nw.dependencies.is_dask_dataframe(frame)


def by_parts(frame: Any, scored: Callable[[Any], Any]) -> Any:
    """
    Return a lazy table whose parts are scored, each when it is computed.

    Args:
        frame: a table of Dask.
        scored: what makes a scored table of a table of pandas.

    Raises:
        InvalidValueError: what `scored` says about a table without lines and the types of these columns.
    """
    # Scored here, since Dask's own inference would wrap the error into one of its own.
    return frame.map_partitions(scored, meta=scored(frame._meta))  # noqa: SLF001 - Dask has no other name for it


def in_memory(frame: Any, columns: frozenset[str]) -> Any:
    """
    Return these columns of a table of Dask as a table of pandas.

    Args:
        frame: a table of Dask.
        columns: what is needed of it; those that it does not have are left out.
    """
    return frame[[name for name in frame.columns if name in columns]].compute()
