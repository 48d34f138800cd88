"""Which report or scoring table each part of a published form belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

from attrs import field, frozen, mutable

from jixiao_core.exchange.forms.blocks import Block, Line, Row, heading_of, label
from jixiao_core.exchange.forms.cover import is_cover_line
from jixiao_core.exchange.forms.self_evaluation_labels import (
    BUDGET_COLUMNS,
    GOAL_COLUMNS,
    INDICATOR_COLUMNS,
    first_printed,
    is_begun_by,
    is_form_title,
    is_header,
)
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


Kind: TypeAlias = Literal["department", "project", "self_evaluation", "claimed", "other"]
_Start: TypeAlias = tuple[int, int, Kind]


@frozen
class Segment:
    """
    One report or one scoring table of a form.

    Attributes:
        kind: which; ``other`` for what stands before the first of them.
        title: the lines of its title; the national form has its title among its blocks.
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
    form = _OpenForm(blocks)
    for position, block in enumerate(blocks):
        kind = form.starts(position)
        if kind is not None:
            in_table = in_narrative = False
            yield position, 0, kind
            continue
        match block:
            case Line() if _is_title(block, blocks, position, in_narrative):
                form.close(is_in_report=True)
                in_table = in_narrative = False
                before = blocks[position - 1] if position else None
                is_split = isinstance(before, Line) and _opens_title(before, block)
                joined = f"{before.text}{block.text}" if is_split and isinstance(before, Line) else block.text
                yield position - is_split, 1 + is_split, "project" if "项目" in label(joined) else "department"
            case Row() if is_claimed_header(block) and not in_table and not form.has(position):
                form.close()
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


_LOOK_AHEAD: Final = 8
_LOOK_FAR: Final = 14
_NAME: Final = "项目名称"


@mutable
class _OpenForm:
    """The national form that is open, if one is: where it stands, and how far it is filled in."""

    blocks: tuple[Block, ...]
    is_open: bool = False
    is_in_report: bool = False
    sheet: str = ""
    name: str | None = None
    has_rows: bool = False
    known: dict[tuple[str, int], bool] = field(factory=dict)

    def starts(self, position: int) -> Literal["self_evaluation", "other"] | None:
        """What begins at a block: a form, or on the next sheet something else."""
        block = self.blocks[position]
        sheet = _sheet(block)
        name = _project_name(block)
        if self._is_start(position, name):
            self.is_open, self.is_in_report, self.sheet, self.name, self.has_rows = True, False, sheet, name, False
            return "self_evaluation"
        if self.is_open and sheet != self.sheet:
            self.close()
            return "other"
        self.name = self.name or name
        self.has_rows = self.has_rows or (isinstance(block, Row) and is_header(block, INDICATOR_COLUMNS))
        return None

    def _follows(self, position: int, ahead: int, what: str, test: Callable[[Block], bool]) -> bool:
        """Whether one of the next blocks is what a test looks for; each block is looked at once."""
        for place in range(position + 1, min(position + 1 + ahead, len(self.blocks))):
            if (what, place) not in self.known:
                self.known[what, place] = test(self.blocks[place])
            if self.known[what, place]:
                return True
        return False

    def _is_start(self, position: int, name: str | None) -> bool:
        block = self.blocks[position]
        if is_form_title(block):
            return self._follows(position, _LOOK_AHEAD, "begun", is_begun_by)
        if name is None or self.is_in_report:
            return False
        # A form without a title; where the name is printed again on the next page of a form it is the same name.
        is_next = not self.is_open or _sheet(block) != self.sheet or (self.has_rows and name != self.name)
        return is_next and self._follows(position, _LOOK_FAR, "grid", _is_grid)

    def has(self, position: int) -> bool:
        """Whether a heading of indicators is one of the open form: a scoring table behind it has a title."""
        return self.is_open and not (position and isinstance(self.blocks[position - 1], Line))

    def close(self, *, is_in_report: bool = False) -> None:
        """Note that something else begins."""
        self.is_open, self.is_in_report = False, is_in_report


def _is_grid(block: Block) -> bool:
    """Whether a block is the heading of one of the grids of the form."""
    grids = (BUDGET_COLUMNS, GOAL_COLUMNS, INDICATOR_COLUMNS)
    return isinstance(block, Row) and any(is_header(block, columns) for columns in grids)


def _sheet(block: Block) -> str:
    place = block.cells[0].place if isinstance(block, Row) else block.place
    return place.rpartition("!")[0]


def _project_name(block: Block) -> str | None:
    """The name of the project in the row that prints it."""
    if not isinstance(block, Row) or first_printed(block) != _NAME:
        return None
    return next((label(cell.text) for cell in block.cells if label(cell.text) not in ("", _NAME)), "")


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
