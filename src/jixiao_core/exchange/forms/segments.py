"""Which report or scoring table each part of a published form belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from attrs import frozen

from jixiao_core.exchange.forms.blocks import Block, Line, Row, heading_of, label
from jixiao_core.exchange.forms.cover import is_cover_line
from jixiao_core.exchange.forms.tables import names_of

__all__ = ["Segment", "is_claimed_header", "is_claimed_label", "segments"]

_MAX_TITLE: Final = 60
_MAX_LABEL: Final = 16
_REASONS: Final = "扣分原因"
_REPORT: Final = ("自评报告",)
_NOTE: Final = "备注"
_NARRATIVE: Final = ("文字部分", "综述")
# An entry of a list of annexes names a report and is none.
_ENTRY: Final = re.compile(
    r"^(?:[0-9]{1,2}[.、．：）]|[（][0-9一二三四五六七八九十]{1,3}[）]|[一二三四五六七八九十]{1,3}、|[①-⑳]|附|《|[-·•●])"
)
_CLAIMED: Final = frozenset(
    ("一级指标", "二级指标", "三级指标", "评分标准", "评价标准", "分值", "自评得分", "具体指标", "指标解释")
)


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
    in_table = in_narrative = False
    for position, block in enumerate(blocks):
        match block:
            case Line() if _is_title(block, blocks, position, in_narrative):
                in_table = in_narrative = False
                before = blocks[position - 1] if position else None
                is_split = isinstance(before, Line) and _opens_title(before, block)
                joined = f"{before.text}{block.text}" if is_split and isinstance(before, Line) else block.text
                yield position - is_split, 1 + is_split, "project" if "项目" in label(joined) else "department"
            case Row() if is_claimed_header(block) and not in_table:
                in_table, in_narrative = True, False
                before = blocks[position - 1] if position else None
                has_title = isinstance(before, Line) and _is_short(before) and not label(before.text).startswith(_NOTE)
                yield position - has_title, int(has_title), "claimed"
            case Line() if in_table and label(block.text).startswith(_NOTE):
                in_table = False
            case Row() if len(block.cells) == 1 and any(word in label(block.cells[0].text) for word in _NARRATIVE):
                in_narrative = True
            case _:
                pass


def _is_short(line: Line) -> bool:
    return len(label(line.text)) <= _MAX_TITLE


def _is_report_title(text: str) -> bool:
    found = label(text)
    return len(found) <= _MAX_TITLE and found.endswith(_REPORT)


def _is_title(line: Line, blocks: tuple[Block, ...], position: int, in_narrative: bool) -> bool:
    """Whether a line is the title of a report; in a narrative or a list only where a form follows."""
    if not _is_report_title(line.text):
        return False
    is_entry = in_narrative or _ENTRY.match(label(line.text)) is not None
    return not is_entry or _begins_form(blocks, position + 1)


def _begins_form(blocks: tuple[Block, ...], position: int) -> bool:
    """Whether what follows is a form: a line of a cover, or the numbered heading of a section."""
    for block in blocks[position : position + 3]:
        match block:
            case Row():
                return len(block.cells) == 1 and heading_of(block.cells[0].text) != label(block.cells[0].text)
            case Line() if is_cover_line(block):
                return True
            case Line() if _is_report_title(block.text):
                return False
            case Line():
                pass
    return False


def _opens_title(before: Line, line: Line) -> bool:
    """Whether a title is broken after the line before: the end of it alone does not say what is reported on."""
    own = label(line.text)
    is_whole = "整体支出" in own or "项目" in own
    return not is_whole and before.line == line.line - 1 and _is_short(before) and "：" not in label(before.text)


def is_claimed_header(row: Row) -> bool:
    """Whether a row is the heading of a scoring table."""
    names = set(names_of(row, is_claimed_label))
    return "三级指标" in names and "自评得分" in names and bool(names & {"评分标准", "评价标准"})


def is_claimed_label(name: str) -> bool:
    """Whether a text is the label of a column of a scoring table."""
    return name in _CLAIMED or (name.startswith(_REASONS) and len(name) <= _MAX_LABEL)
