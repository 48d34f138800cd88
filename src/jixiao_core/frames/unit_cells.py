"""Tables of units line by line: what every line says, exactly, as a case that can be reviewed by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.frames.claims import CLAIMED, CLAIMED_TOTAL, REASON, claim_columns
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.frames.conversion import Floats, converted
from jixiao_core.frames.lines import ReadLine, read_lines
from jixiao_core.frames.program import TableProgram, table_program
from jixiao_core.frames.scalar import evidence_of
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import collected, columns, made_ready, opened
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Claim, ScoreRound

__all__ = ["cases_of_lines"]


def cases_of_lines(
    rubric: Rubric, frame: Any, *, units: Mapping[str, str], floats: Floats
) -> Iterator[tuple[Case, frozenset[str]]]:
    """
    Yield every line of a table in memory as a case, with the columns in which something stands that cannot be used.

    Args:
        rubric: the table, as it is read.
        frame: the units, in columns called as the rubric calls them; reasons stand in text.
        units: column name to what 1 means in it.
        floats: what is done with columns of floats.

    Raises:
        InvalidValueError: for columns that cannot hold what they should, and for tables without a column of the rubric.
    """
    given = collected(opened(frame))
    known = _known(rubric)
    found = converted(made_ready(given, known), known, units=units, floats=floats)
    if not any(name in known for name in given.columns):
        raise InvalidValueError(Problem(Message.of("frames.no_column", known=tuple(known))))
    program = table_program(rubric, found.sources, claims=True)
    lines = read_lines(given, program, range(len(given)), units=units, floats=floats)
    reasons = {
        row.id: given[name].to_list()
        for row in rubric.indicators
        if (name := column_name(row.id, REASON)) in given.columns
    }
    for at, line in enumerate(lines):
        stated = {name: str(said[at]) for name, said in reasons.items() if said[at] is not None}
        yield _case(program, line, stated), line.refused


def _known(rubric: Rubric) -> dict[str, InputColumn]:
    return {column.name: column for column in (*columns(rubric), *claim_columns(rubric, scale_of(rubric)))}


def _case(program: TableProgram, line: ReadLine, reasons: Mapping[str, str]) -> Case:
    rubric = program.rubric
    claims = (
        Claim(
            indicator=row.id,
            points=_points(line, column_name(row.id, CLAIMED)),
            reason=reasons.get(row.id, ""),
            has_reasons=row.id in reasons,
        )
        for row in rubric.indicators
    )
    return Case(
        rubric=rubric.pin,
        fiscal_year=None,
        evidence=evidence_of(rubric, program.columns, line.cells),
        rounds=(ScoreRound(role="self", claims=tuple(claims), total=_points(line, CLAIMED_TOTAL), as_printed=True),),
    )


def _points(line: ReadLine, name: str) -> Fraction | None:
    cell = line.cells.get(name)
    return cell if isinstance(cell, Fraction) else None
