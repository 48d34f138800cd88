"""The layout of a scoring table (评分表): merged cells of its levels, rows, what stands beside them, and the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from attrs import evolve, frozen

from jixiao_core.present.form_words import FormWords, cell
from jixiao_core.present.merged_tables import CellKind, MergedCell, MergedTable

__all__ = ["Column", "Level", "ScoringLayout", "ScoringLine", "scoring_table", "sharing"]

_LEVEL, _LABEL, _POINTS, _CLAUSE, _EXPLANATION = 9, 13, 6, 34, 24


@frozen(kw_only=True)
class Level:
    """An indicator above a row: what tells it from others, its name, its points as text."""

    key: str
    label: str
    points: str


@frozen(kw_only=True)
class ScoringLine:
    """
    One row.

    Attributes:
        levels: the indicators above it, the highest first.
        label: its name.
        points: 分值 as text; None where the cell is shared with the row above.
        explanation: 具体指标.
        clause: the criterion; None where the cell is shared with the row above.
        more: the cells of further columns.
        strong: which of them ask for attention.
    """

    levels: tuple[Level, ...]
    label: str
    points: str | None
    explanation: str = ""
    clause: str | None = ""
    more: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()


@frozen(kw_only=True)
class Column:
    """A further column: its heading, its kind, how wide it is, and what stands in the row of the total."""

    heading: str
    kind: CellKind = "text"
    weight: int = 8
    total: str = ""


@frozen(kw_only=True)
class ScoringLayout:
    """
    How a table is printed.

    Attributes:
        splits_points: whether points stand in a column of their own behind every level, or in brackets behind its name.
        explains: whether it has a column 具体指标.
        total: what stands in the row of the total under 分值.
        more: further columns.
        is_wide: whether it is printed across the page.
    """

    splits_points: bool
    explains: bool
    total: str
    more: tuple[Column, ...] = ()
    is_wide: bool = False


def sharing(lines: Sequence[ScoringLine]) -> tuple[ScoringLine, ...]:
    """Return lines in which a criterion that repeats the one above, in the same group, shares its cell."""
    found: list[ScoringLine] = []
    clause: str = ""
    levels: tuple[Level, ...] = ()
    for line in lines:
        is_shared = bool(line.clause) and (line.clause, line.levels) == (clause, levels)
        found.append(evolve(line, clause=None) if is_shared else line)
        clause, levels = line.clause or "", line.levels
    return tuple(found)


def scoring_table(lines: Sequence[ScoringLine], layout: ScoringLayout, words: FormWords) -> MergedTable:
    """
    Return the table of rows.

    Args:
        lines: the rows, those of one group together.
        layout: how it is printed.
        words: the labels.
    """
    depth = max((len(line.levels) for line in lines), default=0) + 1
    body = [tuple(_row(lines, place, depth, layout, words)) for place in range(len(lines))]
    return MergedTable(
        weights=_weights(depth, layout),
        head=(tuple(_head(depth, layout, words)),),
        body=(*body, tuple(_total(depth, layout, words))),
        is_wide=layout.is_wide,
    )


def _weights(depth: int, layout: ScoringLayout) -> tuple[int, ...]:
    levels = [_LEVEL] * (depth - 1) + [_LABEL]
    if layout.splits_points:
        levels = [weight for level in levels for weight in (level - 2, _POINTS)]
    explanation = [_EXPLANATION] if layout.explains else []
    points = [] if layout.splits_points else [_POINTS]
    return (*levels, *explanation, _CLAUSE, *points, *(column.weight for column in layout.more))


def _head(depth: int, layout: ScoringLayout, words: FormWords) -> Iterator[MergedCell]:
    for number in range(1, depth + 1):
        yield cell(words.level(number), "head")
        if layout.splits_points:
            yield cell(words("points"), "head")
    if layout.explains:
        yield cell(words("explanation"), "head")
    yield cell(words("assessment_criterion" if layout.splits_points else "criterion"), "head")
    if not layout.splits_points:
        yield cell(words("points"), "head")
    for column in layout.more:
        yield cell(column.heading, "head")


def _row(
    lines: Sequence[ScoringLine], place: int, depth: int, layout: ScoringLayout, words: FormWords
) -> Iterator[MergedCell]:
    line = lines[place]
    for number in range(len(line.levels)):
        if place and _same(lines[place - 1], line, number):
            continue
        yield from _level(line.levels[number], _height(lines, place, number), layout, words)
    spare = depth - len(line.levels) - 1
    yield cell(line.label, "label", wide=1 + (2 * spare if layout.splits_points else spare))
    points = () if line.points is None else (cell(line.points, "number", high=_shared(lines, place, "points")),)
    yield from points if layout.splits_points else ()
    if layout.explains:
        yield cell(line.explanation)
    if line.clause is not None:
        yield cell(line.clause, high=_shared(lines, place, "clause"))
    yield from () if layout.splits_points else points
    for number, (column, text) in enumerate(zip(layout.more, line.more, strict=True)):
        yield MergedCell(text=text, kind=column.kind, is_strong=number in line.strong)


def _same(one: ScoringLine, two: ScoringLine, number: int) -> bool:
    """Whether two rows stand under the same indicators down to one of a level."""
    return len(one.levels) > number and one.levels[: number + 1] == two.levels[: number + 1]


def _height(lines: Sequence[ScoringLine], place: int, number: int) -> int:
    """How many rows an indicator of a level covers from here on."""
    return 1 + sum(1 for _ in takewhile(lambda each: _same(each, lines[place], number), lines[place + 1 :]))


def _shared(lines: Sequence[ScoringLine], place: int, name: str) -> int:
    """How many rows a cell covers: its own, and those below that share it."""
    return 1 + sum(1 for _ in takewhile(lambda each: getattr(each, name) is None, lines[place + 1 :]))


def _level(level: Level, high: int, layout: ScoringLayout, words: FormWords) -> Iterator[MergedCell]:
    if layout.splits_points:
        yield cell(level.label, "group", high=high)
        yield cell(level.points, "number", high=high)
    else:
        text = words("level_with_points", label=level.label, points=level.points) if level.points else level.label
        yield cell(text, "group", high=high)


def _total(depth: int, layout: ScoringLayout, words: FormWords) -> Iterator[MergedCell]:
    if layout.splits_points:
        for number in range(depth):
            yield cell("" if number else words("total"), "text" if number else "label")
            yield cell(layout.total, "number")
        yield from (cell("") for _ in range(1 + layout.explains))
    else:
        yield cell(words("total"), "label", wide=depth + layout.explains + 1)
        yield cell(layout.total, "number")
    for column in layout.more:
        yield cell(column.total, column.kind)
