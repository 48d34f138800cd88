"""Which report or scoring table each part of a published form belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from attrs import frozen

from jixiao_core.exchange.forms.blocks import Block, Line, Row, label

__all__ = ["Segment", "is_claimed_header", "segments"]

_MAX_TITLE: Final = 60
_REPORT: Final = ("自评报告",)
_NOTE: Final = "备注"


Kind: TypeAlias = Literal["department", "project", "claimed", "other"]
_Start: TypeAlias = tuple[int, int, Kind]


@frozen
class Segment:
    """
    One report or one scoring table of a form.

    Attributes:
        kind: which; ``other`` for what stands before the first of them.
        title: the lines of its title.
        blocks: everything under the title.
    """

    kind: Kind
    title: tuple[Line, ...]
    blocks: tuple[Block, ...]


def segments(blocks: tuple[Block, ...]) -> tuple[Segment, ...]:
    """Return the parts of a form in its order; together they have all of its blocks."""
    starts: list[_Start] = list(_starts(blocks))
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, 0, "other"))
    ends = [*(first for first, _, _ in starts[1:]), len(blocks)]
    return tuple(
        Segment(kind, _lines(blocks[first : first + titles]), blocks[first + titles : end])
        for (first, titles, kind), end in zip(starts, ends, strict=True)
        if end > first
    )


def _lines(blocks: tuple[Block, ...]) -> tuple[Line, ...]:
    return tuple(block for block in blocks if isinstance(block, Line))


def _starts(blocks: tuple[Block, ...]) -> Iterator[_Start]:
    """Where parts begin: position, number of title lines, kind."""
    in_table = False
    for position, block in enumerate(blocks):
        match block:
            case Line() if _is_report_title(block.text):
                in_table = False
                before = blocks[position - 1] if position else None
                is_split = isinstance(before, Line) and _opens_title(before, block)
                joined = f"{before.text}{block.text}" if is_split and isinstance(before, Line) else block.text
                yield position - is_split, 1 + is_split, "project" if "项目" in label(joined) else "department"
            case Row() if is_claimed_header(block) and not in_table:
                in_table = True
                before = blocks[position - 1] if position else None
                has_title = isinstance(before, Line) and _is_short(before) and not label(before.text).startswith(_NOTE)
                yield position - has_title, int(has_title), "claimed"
            case Line() if in_table and label(block.text).startswith(_NOTE):
                in_table = False
            case _:
                pass


def _is_short(line: Line) -> bool:
    return len(label(line.text)) <= _MAX_TITLE


def _is_report_title(text: str) -> bool:
    found = label(text)
    return len(found) <= _MAX_TITLE and found.endswith(_REPORT)


def _opens_title(before: Line, line: Line) -> bool:
    """Whether a title is broken after the line before: the end of it alone does not say what is reported on."""
    own = label(line.text)
    is_whole = "整体支出" in own or "项目" in own
    return not is_whole and before.line == line.line - 1 and _is_short(before) and "：" not in label(before.text)


def is_claimed_header(row: Row) -> bool:
    """Whether a row is the heading of a scoring table."""
    names = {label(cell.text) for cell in row.cells}
    return "三级指标" in names and "自评得分" in names and bool(names & {"评分标准", "评价标准"})
