"""Scored tables as people and programs get them: points as decimal numbers, statuses and remarks as codes or in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

from attrs import field, frozen

from jixiao_core.errors import FormatError, Problem
from jixiao_core.frames.columns import column_name, input_columns
from jixiao_core.frames.headings import headings, told_apart
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.verdicts import CLAIM_REMARKS, DIFFERENCE, VERDICT
from jixiao_core.messages import Message, Text, number_text
from jixiao_core.present.i18n import parted, render
from jixiao_core.rubrics.rubric import Node, Rubric
from jixiao_core.scoring.totals import inner_nodes

__all__ = [
    "LineProblem",
    "ScoredTable",
    "points_columns",
    "polars",
    "remark_words",
    "result_headings",
    "verdict_headings",
    "verdicts_among",
]

MAX_DECIMALS = 9
"""Parts of a point that need more decimals come out as text."""

RESULTS: dict[str, Text] = {
    "total": Text("总得分", "total"),
    "total_low": Text("最低可能得分", "least possible total"),
    "total_high": Text("最高可能得分", "greatest possible total"),
    "grade": Text("评定等次", "rating"),
    "status": Text("状态", "status"),
    "remarks": Text("说明", "remarks"),
}
VERDICTS: dict[str, Text] = {
    VERDICT: Text("总得分·复核意见", "total: opinion"),
    DIFFERENCE: Text("总得分·差异", "total: difference"),
    CLAIM_REMARKS: Text("自评得分说明", "remarks on claims"),
}
GATHERED: dict[str, Text] = {
    "file": Text("文件", "file"),
    "unit": Text("单位", "unit"),
    "subject": Text("评价对象", "subject"),
    "fiscal_year": Text("年度", "fiscal year"),
}
TOTALS = ("total", "total_low", "total_high")


def polars() -> Any:
    """Return Polars; FormatError says what to install where it is missing."""
    try:
        import_module("narwhals")
        return import_module("polars")
    except ImportError:
        raise FormatError(Problem(Message.of("frames.polars_missing"))) from None


@frozen(kw_only=True)
class LineProblem:
    """
    What is wrong with one line of a table.

    Attributes:
        row: which line of the scored table, counted from 0.
        place: where it stands in the file.
        message: what was found, what is allowed.
        part: where in a file that is one line as a whole; empty for cells.
    """

    row: int
    place: Message
    message: Message
    part: str = ""

    @property
    def reason(self) -> Message:
        """What is wrong, with the part of the file."""
        return Message.of("frames.at_place", place=self.part, why=self.message) if self.part else self.message

    def told(self, locale: str) -> str:
        """Return the place and what is wrong there."""
        return render(Message.of("frames.at_place", place=self.place, why=self.reason), locale)

    def document(self, locale: str) -> dict[str, str]:
        """Return the place, the code and what is wrong as a part of a document."""
        return {
            "place": render(self.place, locale),
            "code": self.message.code,
            "message": render(self.reason, locale),
        }


@frozen(kw_only=True)
class ScoredTable:
    """
    A scored table in memory.

    Attributes:
        rubric: the table it was scored by.
        frame: of Polars: the kept columns, then the results; points in parts of a point.
        kept: name of a kept column in the frame to its heading in the file.
        outputs: the names of the results.
        problems: what is wrong with lines, in their order.
        unread: headings that mean no column.
        notes: how the file was read.
        used: the columns that were read.
        is_gathered: whether the kept columns are ours, and have headings in words; they were read from reports.
    """

    rubric: Rubric
    frame: Any
    kept: Mapping[str, str]
    outputs: tuple[str, ...]
    problems: tuple[LineProblem, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    used: tuple[str, ...] = ()
    is_gathered: bool = False
    scale: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "scale", scale_of(self.rubric))

    def in_decimals(self) -> Any:
        """Return the frame with headings as in the file and points as decimal numbers."""
        return with_points(self.frame, points_columns(self.outputs), self.scale).rename(dict(self.kept))


def points_columns(outputs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the results that are points, or differences of points."""
    ends = ("__points", f"__{DIFFERENCE}")
    return tuple(name for name in outputs if name in (*TOTALS, DIFFERENCE) or name.endswith(ends))


def verdicts_among(outputs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the results that are verdicts, that of the total last."""
    return tuple(name for name in outputs if name == VERDICT or name.endswith(f"__{VERDICT}"))


def with_points(frame: Any, names: tuple[str, ...], scale: int) -> Any:
    """
    Return a frame, eager or lazy, with points as exact decimals instead of parts of a point.

    Args:
        frame: of Polars.
        names: the columns of points.
        scale: the parts of a point.
    """
    pl = polars()
    decimals = _decimals(scale)
    if decimals is None:
        return frame.with_columns(pl.col(name).map_elements(points_text(scale), pl.String) for name in names)
    kind = pl.Decimal(38, decimals)
    unit = pl.lit("0." + "1".zfill(decimals)).cast(kind)
    times = 10**decimals // scale
    return frame.with_columns(((pl.col(name) * times).cast(kind) * unit).cast(kind) for name in names)


def _decimals(scale: int) -> int | None:
    """How many decimals a part of a point has; None where it has too many, or no end."""
    return next((places for places in range(1, MAX_DECIMALS + 1) if 10**places % scale == 0), None)


def points_text(scale: int) -> Callable[[int], str]:
    """Return what tells parts of a point as the exact text of points."""

    @cache
    def told(parts: int) -> str:
        return number_text(Fraction(parts, scale))

    return told


def result_headings(rubric: Rubric, locale: str) -> dict[str, str]:
    """Return the name of a result to its heading in a language."""
    nodes = [(row.id, row.label) for row in rubric.indicators]
    nodes += [(node.id, node.label) for node in inner_nodes(rubric)]
    labelled = [
        (column_name(name, "points"), Text(f"{label.zh}·得分", f"{label.of('en')}: points"), name)
        for name, label in nodes
    ]
    found = {**told_apart(rubric, labelled), **RESULTS}
    return {name: text.of(locale) for name, text in found.items()}


def verdict_headings(rubric: Rubric, locale: str) -> dict[str, str]:
    """Return the name of what a review adds to its heading in a language."""
    labelled = [
        (column_name(row.id, part), Text(f"{row.label.zh}·{zh}", f"{row.label.of('en')}: {en}"), row.id)
        for row in rubric.indicators
        for part, zh, en in ((VERDICT, "复核意见", "opinion"), (DIFFERENCE, "差异", "difference"))
    ]
    return {name: text.of(locale) for name, text in {**told_apart(rubric, labelled), **VERDICTS}.items()}


def gathered_headings(rubric: Rubric, locale: str) -> dict[str, str]:
    """Return the name of a column that was read from reports to its heading in a language, money with its unit."""
    money = {column.name for column in input_columns(rubric, scale_of(rubric)) if column.sort == "money"}
    found = {name: text.of(locale) for name, text in {**GATHERED, **headings(rubric)}.items()}
    bracketed = "{}（分）" if locale.startswith("zh") else "{} (分)"
    return {name: bracketed.format(text) if name in money else text for name, text in found.items()}


def remark_words(rubric: Rubric, locale: str, *, are_claims: bool = False) -> Callable[[str | None], str]:
    """Return what tells the codes of remarks, or of those on claims, in words; equal remarks are told once."""
    begin = "frames.remark_claim" if are_claims else "frames.remark"
    names: dict[str, Text] = {**headings(rubric), **_row_names(rubric)}

    @cache
    def told(remarks: str | None) -> str:
        by_code: dict[str, list[str]] = {}
        for each in (remarks or "").split(";"):
            code, _, name = each.partition(":")
            if code:
                label = names.get(name)
                by_code.setdefault(code, []).append(label.of(locale) if label else name)
        parts = (render(Message.of(f"{begin}_{code}", names=tuple(found)), locale) for code, found in by_code.items())
        return parted(parts, locale)

    return told


def _row_names(rubric: Rubric) -> dict[str, Text]:
    """What remarks call rows, pools and groups."""
    nodes: tuple[Node, ...] = (*rubric.indicators, *rubric.groups, *rubric.pools)
    return {name: node.label for node in nodes for name in (node.id, column_name(node.id))}


def problems_by_row(table: ScoredTable) -> dict[int, list[Message]]:
    """Return the line of a scored table to what is wrong with it."""
    found: dict[int, list[Message]] = {}
    for each in table.problems:
        found.setdefault(each.row, []).append(each.reason)
    return found


def told_remarks(table: ScoredTable, locale: str) -> Iterator[str]:
    """Yield the remarks of every line in words; cells that cannot be used are told with what was found in them."""
    words = remark_words(table.rubric, locale)
    problems = problems_by_row(table)
    for row, remarks in enumerate(table.frame["remarks"].to_list()):
        own = problems.get(row, [])
        rest = "".join(
            f"{each};"
            for each in (remarks or "").split(";")
            if each and not (own and each.startswith(("refused:", "line:")))
        )
        parts = [*(render(message, locale) for message in own), *((words(rest),) if rest else ())]
        yield parted(parts, locale)
