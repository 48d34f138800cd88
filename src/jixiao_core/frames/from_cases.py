"""`from_cases`: many reports and case files as a data frame of units; `score_cases`, `review_cases`: scored, reviewed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

from jixiao_core.exchange.published import Encoding
from jixiao_core.frames.claims import claim_columns, reason_columns
from jixiao_core.frames.columns import InputColumn, input_columns
from jixiao_core.frames.gathering import CaseLine, case_lines, files_in
from jixiao_core.frames.review_frame import reviewed_line
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import Wishes, table_of
from jixiao_core.frames.scored import LineProblem, ScoredTable, polars
from jixiao_core.frames.verdicts import CLAIM_REMARKS
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Backend", "from_cases", "line_problems", "review_cases", "score_cases", "units_of"]

Backend: TypeAlias = Literal["polars", "pandas", "pyarrow"]
"""What the data frame is made of."""

HEAD = ("file", "unit", "subject", "fiscal_year")


EVERYTHING = Wishes(
    units={}, floats="refuse", assume=(), keep=None, rows=True, remarks=True, undecided="score", needs_columns=False
)
"""Files of which none can be read are lines too."""


def from_cases(
    rubric: Rubric,
    paths: Sequence[str | os.PathLike[str]],
    *,
    backend: Backend = "polars",
    jobs: int = 1,
    encoding: Encoding = "utf-8",
) -> Any:
    """
    Return a data frame with a line for every case of many files, in their order; `score_frame` scores it.

    Money is in 分; points, claims and numbers are decimal text, rates per cent text, reasons as they are written. A file
    that cannot be read is a line whose ``problems`` say why; what columns have no room for (bounded facts, shares of pools, parts of items, several
    targets) is named in ``untold``, and blank: `score_cases` scores it, `score_frame` takes it as unknown.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        paths: case files, reports, published forms, and folders of them.
        backend: polars, pandas or pyarrow.
        jobs: how many processes read them; scripts that use several guard their own work with ``__name__``.
        encoding: of published text and pages.

    Raises:
        FormatError: where a folder holds nothing, and where Polars is missing.
    """
    lines = case_lines(rubric, files_in(paths), jobs=jobs, encoding=encoding)
    frame = units_of(rubric, lines).with_columns(
        polars().Series("untold", [";".join(line.untold) for line in lines], dtype=polars().String),
        polars().Series(
            "problems", ["\n".join(map(str, line.problems)) or None for line in lines], dtype=polars().String
        ),
    )
    match backend:
        case "pandas":
            return frame.to_pandas(use_pyarrow_extension_array=True)
        case "pyarrow":
            return frame.to_arrow()
        case _:
            return frame


def score_cases(
    rubric: Rubric,
    paths: Sequence[str | os.PathLike[str]],
    *,
    jobs: int = 1,
    encoding: Encoding = "utf-8",
    done: Callable[[], object] | None = None,
) -> ScoredTable:
    """
    Score every case of many files, each by `score` on its own evidence; what is missing is named as `score_frame` does.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        paths: case files, reports, published forms, and folders of them.
        jobs: how many processes read them; scripts that use several guard their own work with ``__name__``.
        encoding: of published text and pages.
        done: called after every file.

    Raises:
        FormatError: where a folder holds nothing, and where Polars is missing.
    """
    lines = case_lines(rubric, files_in(paths), jobs=jobs, encoding=encoding, done=done)
    return _gathered(rubric, lines, is_reviewed=False)


def review_cases(
    rubric: Rubric,
    paths: Sequence[str | os.PathLike[str]],
    *,
    jobs: int = 1,
    encoding: Encoding = "utf-8",
    done: Callable[[], object] | None = None,
) -> ScoredTable:
    """
    Review the claims of every case of many files, each beside its own evidence; the columns are those of `review_frame`.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        paths: case files, reports, published forms, and folders of them; what units themselves claim is reviewed.
        jobs: how many processes read them; scripts that use several guard their own work with ``__name__``.
        encoding: of published text and pages.
        done: called after every file.

    Raises:
        FormatError: where a folder holds nothing, and where Polars is missing.
    """
    lines = case_lines(rubric, files_in(paths), jobs=jobs, encoding=encoding, is_reviewed=True, done=done)
    return _gathered(rubric, lines, is_reviewed=True)


def _gathered(rubric: Rubric, lines: Sequence[CaseLine], *, is_reviewed: bool) -> ScoredTable:
    """Lines as a scored table: remarks as whole numbers tell them, everything else by `score`."""
    pl = polars()
    given = units_of(rubric, lines)
    frame = table_of(rubric, given, EVERYTHING, reviewed_line if is_reviewed else None)
    outputs = tuple(name for name in frame.columns if name not in given.columns)
    told = frame["remarks"].to_list()
    scored = [line.scored or {"status": "invalid"} for line in lines]
    changed = [
        pl.Series(name, [each.get(name) for each in scored], dtype=frame.schema[name])
        for name in outputs
        if name not in ("remarks", CLAIM_REMARKS)
    ]
    remarks = pl.Series("remarks", list(map(_remarks, lines, told)), dtype=pl.String)
    return ScoredTable(
        rubric=rubric,
        frame=frame.with_columns(*changed, remarks),
        kept={name: name for name in given.columns},
        outputs=outputs,
        is_gathered=True,
        problems=line_problems(lines),
    )


def line_problems(lines: Sequence[CaseLine]) -> tuple[LineProblem, ...]:
    """Return why files could not be read, or claims not used, in their order."""
    return tuple(
        LineProblem(row=row, place=Message.of("frames.place_file", file=line.file), message=message, part=part)
        for row, line in enumerate(lines)
        for message, part in (
            *((each.message, each.path) for each in line.problems),
            *((each, "") for each in line.refused),
        )
    )


def _remarks(line: CaseLine, told: str | None) -> str:
    """What is missing, and what columns have no room for; of a bad file the codes of its problems."""
    if line.problems:
        return "".join(f"file:{code};" for code in dict.fromkeys(each.code for each in line.problems))
    # The line was scored by what is known, whatever whole numbers could tell of it.
    settled = line.scored.get("status") == "settled"
    kept = [each for each in (told or "").split(";") if each and not each.startswith(("undecided:", "beyond:"))]
    kept = [each for each in kept if not (settled and each.startswith("missing:"))]
    return "".join(f"{each};" for each in (*kept, *(f"untold:{name}" for name in line.untold)))


def units_of(rubric: Rubric, lines: Sequence[CaseLine]) -> Any:
    """Return the evidence, claims and reasons of lines as columns; one of which nobody says anything is left out."""
    pl, scale = polars(), scale_of(rubric)
    columns = input_columns(rubric, scale)
    used = [column for column in columns if any(column.name in line.values for line in lines)]
    texts = [
        *((column.name, [line.claims.get(column.name) for line in lines]) for column in claim_columns(rubric, scale)),
        *((column.name, [line.reasons.get(column.name) for line in lines]) for column in reason_columns(rubric)),
    ]
    head = {
        name: pl.Series(
            name, [getattr(line, name) for line in lines], dtype=pl.Int64 if name == "fiscal_year" else pl.String
        )
        for name in HEAD
    }
    return pl.DataFrame(
        [
            *head.values(),
            *(
                pl.Series(column.name, [line.values.get(column.name) for line in lines], dtype=_dtype(pl, column))
                for column in used
            ),
            *(pl.Series(name, said, dtype=pl.String) for name, said in texts if any(said)),
        ]
    )


def _dtype(pl: Any, column: InputColumn) -> Any:
    match column.sort:
        case "money" | "count" | "cases":
            return pl.Int64
        case "flag":
            return pl.Boolean
        case _:
            return pl.String
