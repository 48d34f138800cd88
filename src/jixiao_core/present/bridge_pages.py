"""A score bridge as a page for people and as a JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from jixiao_core.messages import Message, number_text
from jixiao_core.present.documents import origin_json, param_json
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.numbers import EXACT_PLACES, PLACES, points_text
from jixiao_core.present.summaries import closing, conditions, heading
from jixiao_core.present.table import grid
from jixiao_core.rubrics.identity import plain
from jixiao_core.scoring.bridge import LINES, Bridge, BridgeLines, BridgeRow
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["bridge_json", "bridge_page"]

CAUSES = LINES[:5]
"""The lines that say why; the others say how shares, rows that do not apply, caps and rounding went along."""


def bridge_page(
    found: Bridge,
    before: Case | None = None,
    after: Case | None = None,
    *,
    locale: str = "zh_Hans_CN",
    width: int = 100,
) -> str:
    """
    Return a bridge as a page: both sheets, the change in one sentence, its lines, row by row, the closing line.

    Args:
        found: the bridge.
        before: the case of the first sheet, for unit, subject and year.
        after: the case of the second sheet.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown locale.
        FormatError: when the extra `cli` is not installed.
    """
    chosen = locale_of(locale)
    told = [row for row in found.rows if any(points for _, points in row.lines)]
    shown = _Shown(found)
    parts = [
        render(Message.of("present.bridge_title"), chosen),
        "\n".join(_sides(found, before, after, chosen, shown)),
        _sentence(found, chosen, shown),
        grid(_heads(chosen), tuple(_line_cells(found, chosen, shown)), width=width)
        if any(points for _, points in found.lines)
        else "",
        _rows_table(found, told, chosen, width, shown),
        _paragraphs(told, chosen, shown),
        "\n".join(_notes(found, before, after, len(told), chosen, shown)),
        closing(chosen),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Shown:
    """
    The points of a bridge as text: exact, or, where some cannot be, all of them with two decimals at most.

    Two and three decimals beside each other would add up to something else than what is printed below them.
    """

    def __init__(self, found: Bridge) -> None:
        self.is_shortened = any(_is_shortened(points) for points in _points_of(found))
        self.places = PLACES if self.is_shortened else EXACT_PLACES

    def text(self, points: Fraction) -> str:
        return points_text(points, self.places)

    def signed(self, points: Fraction) -> str:
        return f"+{self.text(points)}" if points > 0 else self.text(points)

    def cell(self, points: Fraction) -> str:
        return self.signed(points) if points else ""

    def change(self, points: Fraction) -> Message:
        if points == 0:
            return Message.of("present.bridge_unchanged")
        code = "present.bridge_more" if points > 0 else "present.bridge_less"
        return Message.of(code, points=self.text(abs(points)))


def _sides(found: Bridge, before: Case | None, after: Case | None, locale: str, shown: _Shown) -> Iterator[str]:
    for which, sheet, case in (("before", found.before, before), ("after", found.after, after)):
        name = " ".join(render(heading(sheet.rubric, case), locale).split())
        yield render(Message.of(f"present.bridge_{which}", name=name, points=shown.text(sheet.points)), locale)
        yield from (f"  {line}" for line in conditions(sheet, locale))


def _sentence(found: Bridge, locale: str, shown: _Shown) -> str:
    head = Message.of(
        "present.bridge_total" if found.change else "present.bridge_total_same",
        before=shown.text(found.before.points),
        after=shown.text(found.after.points),
        change=shown.change(found.change),
    )
    return _with_lines(head, found.lines, locale, shown)


def _with_lines(head: Message, lines: BridgeLines, locale: str, shown: _Shown) -> str:
    """A statement with its lines behind it: 总分由96.5分变为93分，减少3.5分：数据变化减少2.5分，……"""
    colon, joint, end = ("：", "，", "。") if locale.startswith("zh") else (": ", ", ", ".")
    moved = tuple(_ordered(lines))
    if len(moved) == 1:
        only = Message.of("present.bridge_only", what=head, line=_label(moved[0][0]))
        return _capitalised(render(only, locale)) + end
    parts = [
        render(Message.of("present.bridge_part", line=_label(name), change=shown.change(points)), locale)
        for name, points in moved
    ]
    text = _capitalised(render(head, locale))
    return f"{text}{colon}{joint.join(parts)}{end}" if parts else f"{text}{end}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _label(name: str) -> Message:
    return Message.of(f"present.bridge_line_{name}")


def _ordered(lines: BridgeLines) -> Iterator[tuple[str, Fraction]]:
    """The lines that moved: causes before what went along, the larger before the smaller."""
    moved = [(name, points) for name, points in lines if points]
    for names in (CAUSES, LINES[len(CAUSES) :]):
        yield from sorted((pair for pair in moved if pair[0] in names), key=lambda pair: -abs(pair[1]))


def _heads(locale: str) -> tuple[str, str]:
    return render(Message.of("present.bridge_column_line"), locale), render(
        Message.of("present.bridge_column_change"), locale
    )


def _line_cells(found: Bridge, locale: str, shown: _Shown) -> Iterator[tuple[str, ...]]:
    for name, points in _ordered(found.lines):
        yield render(_label(name), locale), shown.signed(points)
    yield render(Message.of("present.bridge_sum"), locale), shown.signed(found.change)


def _rows_table(found: Bridge, told: list[BridgeRow], locale: str, width: int, shown: _Shown) -> str:
    """The rows that moved, by the lines that moved, in the order of the table."""
    if not told:
        return ""
    names = [name for name, points in found.lines if points or any(row.lines[name] for row in told)]
    heads = [f"present.bridge_column_{name}" for name in ("indicator", "before", "after", "change")]
    head = [*(render(Message.of(code), locale) for code in heads)]
    head += [render(Message.of(f"present.bridge_short_{name}"), locale) for name in names]
    lines = [_row_cells(row, names, locale, shown) for row in told]
    if any(points for _, points in found.whole):
        cells = [render(Message.of("present.bridge_whole"), locale), "", "", shown.signed(found.whole.total)]
        lines.append((*cells, *(shown.cell(found.whole[name]) for name in names)))
    total = render(Message.of("present.bridge_sum"), locale)
    change = sum((row.lines.total for row in told), found.whole.total)
    lines.append((total, "", "", shown.signed(change), *(shown.cell(found.lines[name]) for name in names)))
    return grid(tuple(head), tuple(lines), width=width)


def _row_cells(row: BridgeRow, names: list[str], locale: str, shown: _Shown) -> tuple[str, ...]:
    ends = ("—" if points is None else shown.text(points) for points in (row.before, row.after))
    return _name(row, locale), *ends, shown.signed(row.lines.total), *(shown.cell(row.lines[name]) for name in names)


def _name(row: BridgeRow, locale: str) -> str:
    return "".join(row.label.of(locale).split("\n"))


def _paragraphs(told: list[BridgeRow], locale: str, shown: _Shown) -> str:
    if not told:
        return ""
    colon = "：" if locale.startswith("zh") else ":"
    title = render(Message.of("present.bridge_rows"), locale)
    texts = (f"{number}. {_paragraph(row, locale, shown)}" for number, row in enumerate(told, start=1))
    return "\n".join([f"{title}{colon}", *texts])


def _paragraph(row: BridgeRow, locale: str, shown: _Shown) -> str:
    head = Message.of(
        f"present.bridge_row_{row.change}",
        label=_name(row, locale),
        before=None if row.before is None else shown.text(row.before),
        after=None if row.after is None else shown.text(row.after),
        change=shown.change(row.lines.total),
        # A row whose points have moved away is named with those that it had.
        maximum=row.maximum_after or row.maximum_before,
    )
    sentences = [_with_lines(head, row.lines, locale, shown)]
    if row.reasons:
        sentences.append(_stated(row.reasons, locale))
    if row.obstacles:
        reasons = _stated(row.obstacles, locale)
        sentences.append(render(Message.of("present.bridge_obstacles", reasons=reasons), locale))
    return ("" if locale.startswith("zh") else " ").join(sentences)


def _stated(messages: Iterable[Message], locale: str) -> str:
    joint, end = ("；", "。") if locale.startswith("zh") else ("; ", ".")
    text = joint.join(render(message, locale) for message in messages)
    return _capitalised(text) + end


def _notes(
    found: Bridge, before: Case | None, after: Case | None, told: int, locale: str, shown: _Shown
) -> Iterator[str]:
    if told < len(found.rows):
        yield render(Message.of("present.bridge_others", count=str(len(found.rows) - told)), locale)
    absent = [sheet.not_applicable_points for sheet in (found.before, found.after)]
    if any(absent):
        yield render(Message.of("present.bridge_absent", before=absent[0], after=absent[1]), locale)
    if before is not None and after is not None and before.unit != after.unit:
        yield render(Message.of("present.bridge_units", before=before.unit, after=after.unit), locale)
    if shown.is_shortened:
        yield render(Message.of("present.bridge_shortened"), locale)


def _points_of(found: Bridge) -> Iterator[Fraction]:
    yield from (points for _, points in found.lines)
    for row in found.rows:
        yield from (points for _, points in row.lines)
        yield from (points for points in (row.before, row.after) if points is not None)


def _is_shortened(points: Fraction) -> bool:
    return points_text(points) != number_text(points)


def bridge_json(found: Bridge) -> dict[str, Any]:
    """
    Return a bridge as a JSON document ``jixiao-bridge/1`` (a contract; numbers are strings).

    It contains the evidence of both sheets, so that it can be computed again.
    """
    return {
        "format": "jixiao-bridge/1",
        "before": _side(found.before),
        "after": _side(found.after),
        "change": number_text(found.change),
        "lines": _lines(found.lines),
        "whole": _lines(found.whole),
        "indicators": [_row(row) for row in found.rows],
    }


def _side(sheet: ScoreSheet) -> dict[str, Any]:
    return {
        **origin_json(sheet),
        "total": number_text(sheet.points),
        "not_applicable_points": number_text(sheet.not_applicable_points),
        "evidence": plain(sheet.evidence),
    }


def _lines(lines: BridgeLines) -> dict[str, str]:
    return {name: number_text(points) for name, points in lines}


def _row(row: BridgeRow) -> dict[str, Any]:
    return {
        "before_id": row.before_id or None,
        "after_id": row.after_id or None,
        "label": row.label.zh,
        "change": row.change,
        "before": _points(row.before),
        "after": _points(row.after),
        "max_before": _points(row.maximum_before),
        "max_after": _points(row.maximum_after),
        "lines": _lines(row.lines),
        "reasons": [param_json(reason) for reason in row.reasons],
        "obstacles": [param_json(obstacle) for obstacle in row.obstacles],
    }


def _points(points: Fraction | None) -> str | None:
    return None if points is None else number_text(points)
