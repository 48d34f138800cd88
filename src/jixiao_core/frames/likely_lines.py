"""疑似填报差错 in the lines of a spreadsheet: amounts that seem to stand in another unit of money, told line by line."""

from __future__ import annotations

import os
from typing import Final

from jixiao_core.frames.files import FileOptions
from jixiao_core.frames.scored import polars
from jixiao_core.frames.tasks import REVIEWING
from jixiao_core.frames.text_reading import text_reader
from jixiao_core.frames.text_tables import read_csv, read_workbook
from jixiao_core.frames.unit_cells import cases_of_lines
from jixiao_core.frames.unit_slips import amounts_of, likely_slips
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["MOST_LINES", "likely_lines", "not_looked_at"]

MOST_LINES: Final = 5_000
"""Longer tables are not looked at, which is said: every line is read once more, exactly."""
MOST_TOLD: Final = 20
"""So many lines are told; where more are, the column as a whole is in another unit."""


def likely_lines(rubric: Rubric, path: str | os.PathLike[str], options: FileOptions) -> tuple[Message, ...]:
    """
    Return what the amounts of the lines of a spreadsheet look like, each with its line, the first twenty and how many more.

    Args:
        rubric: the table, as it is read.
        path: a file of text (.csv, .xlsx) that `review_file` has read; of others nothing is told.
        options: how it was read.
    """
    name = os.fspath(path)
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - the text of any path-like
    if suffix not in (".csv", ".xlsx"):
        return ()
    table = read_csv(path, options.encoding) if suffix == ".csv" else read_workbook(path)
    reader = text_reader(rubric, table, REVIEWING.columns(rubric), options.units, name)
    lines = list(reader.lines)
    if len(lines) > MOST_LINES:
        return (not_looked_at(len(lines)),)
    frame = polars().DataFrame(reader.values(lines), schema=dict.fromkeys(reader.names, polars().String))
    cases = cases_of_lines(rubric, frame, units=reader.matched.units, floats=options.floats)
    amounts = [amounts_of(rubric, case.evidence) for case, _ in cases]
    told = (
        Message.of("frames.at_place", place=Message.of("frames.place_line", line=line.number), why=why)
        for line, likely in zip(lines, likely_slips(rubric, amounts), strict=True)
        for why in likely
    )
    found = tuple(told)
    more = (Message.of("frames.likely_more", count=len(found) - MOST_TOLD),) if len(found) > MOST_TOLD else ()
    return (*found[:MOST_TOLD], *more)


def not_looked_at(lines: int) -> Message:
    """Return what is told of a table that is too long for it."""
    return Message.of("frames.likely_too_many", count=lines, limit=MOST_LINES)
