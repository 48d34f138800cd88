"""What the documents of all three forms share: figures as they are printed, targets, sign-offs, texts, scoring tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from jixiao_core.exact.quantities import Count, Money, MoneyUnit
from jixiao_core.messages import number_text
from jixiao_core.present.word_document import Block, Look, Merge, Paragraph, Row, Table, alike, row
from jixiao_core.reports.parts import ClaimedRow, ClaimedTable, Section, SignOff, SignOffs, TableUnit, TargetRow
from jixiao_core.reports.parts import Paragraph as Said
from jixiao_core.scoring.figures import Figure, Known

__all__ = [
    "caption",
    "claimed_blocks",
    "figure_text",
    "heading",
    "lines_of",
    "merged",
    "narrative_blocks",
    "points_of",
    "preparer_line",
    "sign_off_rows",
    "target_rows",
]

_SIGNERS: Final = {
    "team_leader": ("", "评价组组长（签字）："),
    "department_head": ("部门（单位）意见：", "部门（单位）负责人（签章）："),
    "implementing_unit": ("项目单位意见：", "项目单位负责人（签章）："),
    "supervising_department": ("主管部门意见：", "主管部门负责人（签章）："),
    "finance_division": ("财政部门归口业务科室意见：", "财政部门归口业务科室负责人（签章）："),
}
_UNDATED: Final = "　　　　年　　月　　日"
_BEFORE_SIGNATURE: Final = "　　　　　　　　　　　　　　"
_WITH_REASONS: Final = ("一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分", "扣分原因和其他说明")
_WITHOUT: Final = ("一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "具体指标", "评价标准", "自评得分")
_REASON_WIDTHS: Final = (70, 90, 120, 250, 45, 55, 124)
_PLAIN_WIDTHS: Final = (60, 42, 74, 42, 92, 42, 126, 226, 50)
_TOTAL: Final = "总分"


def figure_text(figure: Figure, unit: TableUnit | None = None) -> str:
    """
    Return a figure as a cell of a form prints it: the number alone where the table has its unit, blank where there is none.

    Args:
        figure: the figure.
        unit: the unit of the table that it stands in.
    """
    if not isinstance(figure, Known):
        return ""
    value = figure.value
    if isinstance(value, Count):
        return str(value.value)
    if isinstance(value, Money) and unit is not None and value.unit is unit.unit:
        return str(value).removesuffix(value.unit.value)
    return str(value)


def points_of(points: Fraction | None) -> str:
    """Return points as a form prints them; blank where there are none."""
    return "" if points is None else number_text(points)


def lines_of(said: Iterable[Said]) -> str:
    """Return the paragraphs of a cell, one a line."""
    return "\n".join(each.text for each in said)


def caption(text: str, unit: TableUnit) -> str:
    """Return the caption of a table with the unit that it prints."""
    printed: MoneyUnit | None = unit.unit if unit.how == "printed" else None
    return text if printed is None else f"{text}（{printed.value}）"


def heading(text: str) -> Row:
    """Return the row that begins a section of a form."""
    return row((text,), (1,), ("label",))


def merged(rows: Sequence[Sequence[str]], columns: int) -> Iterator[tuple[tuple[str, ...], tuple[Merge, ...]]]:
    """
    Yield the cells of rows of which the first columns are printed once and go on below, with how each is merged.

    Args:
        rows: the cells; a column is the one above where it and all before it say the same.
        columns: how many columns may go on.
    """
    for place, texts in enumerate(rows):
        before = rows[place - 1][:columns] if place else None
        after = rows[place + 1][:columns] if place + 1 < len(rows) else None
        cells, marks = list(texts), [""] * len(texts)
        for column in range(columns):
            own = list(texts[: column + 1])
            if before is not None and list(before[: column + 1]) == own:
                cells[column], marks[column] = "", "continue"
            elif after is not None and list(after[: column + 1]) == own:
                marks[column] = "begin"
        yield tuple(cells), tuple(_MERGES[mark] for mark in marks)


_MERGES: Final[dict[str, Merge]] = {"": "", "begin": "begin", "continue": "continue"}


def target_rows(
    targets: Sequence[TargetRow], block: str, heads: tuple[str, ...], widths: Sequence[int]
) -> Iterator[Row]:
    """
    Yield the table of quantitative targets.

    Args:
        targets: the rows.
        block: the label of the block, in the first column.
        heads: the headings behind it; where there are four, the rows have what they measure in a column of its own.
        widths: of the columns; the heading of group and category is one where the heads are three.
    """
    has_content = len(heads) > len(("评价内容", "绩效目标", "完成情况"))
    begin: Merge = "begin" if targets else ""
    head_widths = widths if has_content else (widths[0], widths[1] + widths[2], *widths[3:])
    yield row((block, *heads), head_widths, alike("label", len(heads) + 1), merges=(begin,))
    cells = [
        (each.group, each.category, *((each.content,) if has_content else ()), each.target, each.completion)
        for each in targets
    ]
    for texts, marks in merged(cells, 2):
        yield row(("", *texts), widths, ("label", "centre", "centre"), merges=("continue", *marks))


def sign_off_rows(signed: SignOffs, title: str) -> Iterator[Row]:
    """Yield the table of evaluators and the blocks in which they sign; unsigned and undated ones have room for it."""
    yield heading(title)
    widths = (1, 1, 2, 1)
    yield row(("姓名", "职务/职称", "单位", "签字"), widths, alike("label", len(widths)))
    for each in signed.evaluators:
        yield row((each.name, each.position, each.organisation, each.signature), widths, alike("centre", len(widths)))
    yield from (_signed(block) for block in signed.blocks)


def _signed(block: SignOff) -> Row:
    head, sign = _SIGNERS[block.role]
    dated = f"{_BEFORE_SIGNATURE}{block.date.text or _UNDATED}"
    lines = (head, block.opinion, f"{_BEFORE_SIGNATURE}{sign}{block.signature}", dated)
    return row(("\n".join(line for line in lines if line).strip(),), (1,), height=_BLOCK_HEIGHT)


_BLOCK_HEIGHT: Final = 1100


def preparer_line(signed: SignOffs) -> Paragraph:
    """Return the line of the preparer; names and telephone numbers stand only where the report has them."""
    return Paragraph(f"填报人（签名）：{signed.preparer}　　　　　　　　联系电话：{signed.preparer_phone}")


def narrative_blocks(sections: Sequence[Section], title: str) -> Iterator[Block]:
    """Yield the written part of a report: its headings with their texts."""
    if sections:
        yield Table((heading(title),))
        for section in sections:
            yield from _section(section, "heading")


def _section(section: Section, style: str) -> Iterator[Block]:
    if section.heading:
        yield Paragraph(section.heading, "heading" if style == "heading" else "body")
    yield from (Paragraph(each.text) for each in section.body)
    for part in section.parts:
        yield from _section(part, "body")


def claimed_blocks(table: ClaimedTable | None) -> Iterator[Block]:
    """Yield a scoring table as the unit has filled it in."""
    if table is None:
        return
    yield Paragraph(table.title, "title")
    heads, widths = (_WITH_REASONS, _REASON_WIDTHS) if table.has_reasons else (_WITHOUT, _PLAIN_WIDTHS)
    head = row(heads, widths, alike("label", len(heads)), is_head=True)
    yield Table((head, *_claimed_rows(table, widths), _total(table, widths)))
    if table.note:
        yield Paragraph(table.note, "note")


def _claimed_rows(table: ClaimedTable, widths: Sequence[int]) -> Iterator[Row]:
    cells = [_claimed(each) if table.has_reasons else _claimed_plainly(each) for each in table.rows]
    looks: tuple[Look, ...] = ("centre", "centre", "text", "text", "centre", "centre")
    plain: tuple[Look, ...] = (*alike("centre", 6), "text", "text", "centre")
    shared = _shared(table)
    for place, (texts, marks) in enumerate(merged(cells, 2 if table.has_reasons else 4)):
        yield row(
            texts, widths, looks if table.has_reasons else plain, merges=_with_shared(table, marks, shared, place)
        )


def _shared(table: ClaimedTable) -> dict[str, list[Merge]]:
    """How the cells of clause and points go on: a blank one under another of the same group is shared with it."""
    found: dict[str, list[Merge]] = {}
    for name in ("clause", "points"):
        goes_on = [
            place > 0
            and getattr(each, name) in ("", None)
            and (each.level1, each.level2) == (table.rows[place - 1].level1, table.rows[place - 1].level2)
            for place, each in enumerate(table.rows)
        ]
        found[name] = [
            "continue" if here else "begin" if below else ""
            for here, below in zip(goes_on, [*goes_on[1:], False], strict=True)
        ]
    return found


def _with_shared(
    table: ClaimedTable, marks: tuple[Merge, ...], shared: dict[str, list[Merge]], place: int
) -> tuple[Merge, ...]:
    columns = {"clause": 3, "points": 4} if table.has_reasons else {"clause": 7, "points": 5}
    return tuple(
        next((shared[name][place] for name, column in columns.items() if column == number), mark)
        for number, mark in enumerate(marks)
    )


def _claimed(each: ClaimedRow) -> tuple[str, ...]:
    levels = (_level(each.level1, each.level1_points, "\n"), _level(each.level2, each.level2_points, ""))
    return (*levels, each.label, each.clause, points_of(each.points), points_of(each.score), each.reason)


def _level(name: str, points: Fraction | None, joint: str) -> str:
    return name if points is None else f"{name}{joint}（{points_of(points)}分）"


def _claimed_plainly(each: ClaimedRow) -> tuple[str, ...]:
    levels = (each.level1, points_of(each.level1_points), each.level2, points_of(each.level2_points))
    return (*levels, each.label, points_of(each.points), each.explanation, each.clause, points_of(each.score))


def _total(table: ClaimedTable, widths: Sequence[int]) -> Row:
    points, score = points_of(table.total_points), points_of(table.total_score)
    if table.has_reasons:
        cut = (sum(widths[:4]), *widths[4:])
        return row((_TOTAL, points, score, ""), cut, ("label", "centre", "centre"))
    return row((_TOTAL, points, "", points, "", points, "", "", score), widths, ("label", *alike("centre", 8)))
