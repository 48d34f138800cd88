"""What stands on charts, in words: titles, labels, legends and notes; `chart_drawing` draws them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from jixiao_core.messages import Message, Param
from jixiao_core.present.chart_data import (
    Attainment,
    BridgeStep,
    PendingPoints,
    RowPoints,
    Scored,
    attainment,
    bridge_steps,
    pending_points,
    row_points,
)
from jixiao_core.present.chart_drawing import MAX_DRAWN, Bar, ChartLine, ChartPage, Mark, rounded_between
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.numbers import points_text, rate_text
from jixiao_core.present.summaries import closing, conditions, heading
from jixiao_core.scoring.bridge import Bridge
from jixiao_core.scoring.case import Case, Role
from jixiao_core.scoring.review import Review
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import points_span

__all__ = ["attainment_page", "bridge_chart_page", "lost_page", "pending_page"]

ZERO, ONE = Fraction(0), Fraction(1)
QUARTERS = tuple(Fraction(each, 4) for each in range(5))
ROOM = Fraction(1, 5)
"""How much wider than its changes a bridge is drawn, on each side."""


class _Words:
    """Texts of charts in a language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale_of(locale)

    def say(self, code: str, **params: Param) -> str:
        return render(Message.of(f"charts.{code}", **params), self.locale)

    def line(self, text: str) -> str:
        return " ".join(text.split())

    def about(self, sheet: ScoreSheet, case: Case | None) -> str:
        return self.line(render(heading(sheet.rubric, case), self.locale))

    def alternative(self, title: str, subtitle: str, lines: Iterable[ChartLine], notes: Iterable[str]) -> str:
        """The chart in words: what it is, line by line, and what it holds under."""
        told = (self.say("alt_line", label=each.label, text=each.text) for each in lines)
        space = "" if self.locale.startswith("zh") else " "
        return self.say("alt", title=title, about=self.line(subtitle), lines=space.join((*told, *notes)))

    def cut(self) -> str:
        """What is said where a text is too long to be drawn."""
        return render(Message.of("drawing.cut"), self.locale)

    def left_out(self, lines: Sequence[ChartLine]) -> str:
        """What is said where there are more lines than are drawn."""
        return render(Message.of("drawing.left_out", drawn=MAX_DRAWN, count=len(lines)), self.locale)

    def notes(self, *notes: str) -> tuple[str, ...]:
        return (*(each for each in notes if each), closing(self.locale))


def _given(found: Scored, case: Case | None) -> tuple[ScoreSheet, Case | None]:
    return (found.sheet, found.case) if isinstance(found, Review) else (found, case)


def _claims(
    found: Scored, role: Role | None, words: _Words, code: str = "legend_claimed"
) -> tuple[tuple[str, str], ...]:
    """What the mark of claims means, where there are any."""
    if not isinstance(found, Review) or not found.rounds:
        return ()
    who = Message.of(f"present.role_{found.round(role).role}")
    return (("wedge", words.say(code, role=who)),)


def lost_page(found: Scored, case: Case | None = None, *, role: Role | None = None, locale: str) -> ChartPage:
    """Return the chart of points that rows lose; see `jixiao_core.present.lost_chart`."""
    words, rows = _Words(locale), row_points(found, role)
    sheet, about = _given(found, case)
    told = [row for row in rows if row.lost or row.open]
    lines = tuple(_lost_line(row, words) for row in told)
    high = max((row.maximum for row in told), default=ONE)
    title, subtitle = words.say("title_lost"), words.about(sheet, about)
    rest = len(rows) - len(told)
    notes = words.notes(
        words.say("lost_none" if not told else "lost_rest", count=rest) if rest or not told else "",
        *conditions(sheet, words.locale),
    )
    legend = (
        ("solid", words.say("legend_lost")),
        ("hatched", words.say("legend_open")),
        ("empty", words.say("legend_kept")),
        *_claims(found, role, words, "legend_claimed_loss"),
    )
    return _in_points(words, (title, subtitle), legend, lines, high, notes)


def _in_points(
    words: _Words,
    titles: tuple[str, str],
    legend: tuple[tuple[str, str], ...],
    lines: tuple[ChartLine, ...],
    high: Fraction,
    notes: tuple[str, ...],
) -> ChartPage:
    """A chart along points, from none to the most."""
    title, subtitle = titles
    return ChartPage(
        title=title,
        subtitle=subtitle,
        legend=legend,
        lines=lines,
        axis=words.say("axis_points"),
        low=ZERO,
        high=high,
        ticks=tuple((at, points_text(at)) for at in rounded_between(ZERO, high)),
        notes=notes,
        text=words.alternative(title, subtitle, lines, notes),
        cut=words.cut(),
        left_out=words.left_out(lines),
    )


def _lost_line(row: RowPoints, words: _Words) -> ChartLine:
    lost = Bar(start=ZERO, end=row.lost, shade="solid")
    may_lose = Bar(start=row.lost, end=row.lost + row.open, shade="hatched")
    bars = tuple(each for each in (lost, may_lose) if each.end > each.start)
    code = "row_lost_both" if row.lost and row.open else "row_lost" if row.lost else "row_open"
    text = words.say(code, lost=row.lost, open=row.open, maximum=row.maximum)
    is_told = row.claimed is not None and row.claimed <= row.maximum
    if row.claimed is not None:
        text = words.say("with_claimed", text=text, claimed=row.claimed)
    return ChartLine(
        label=words.line(row.label.of(words.locale)),
        text=text,
        bars=(Bar(start=ZERO, end=row.maximum, shade="empty"), *bars),
        marks=(Mark(at=row.maximum - row.claimed),) if is_told and row.claimed is not None else (),
    )


def attainment_page(found: Scored, case: Case | None = None, *, role: Role | None = None, locale: str) -> ChartPage:
    """Return the chart of how much groups attain; see `jixiao_core.present.attainment_chart`."""
    words, groups = _Words(locale), attainment(found, role)
    sheet, about = _given(found, case)
    lines = tuple(_attained_line(group, words) for group in groups)
    title, subtitle = words.say("title_attainment"), words.about(sheet, about)
    high = max([ONE, *(group.high_rate for group in groups)])
    notes = words.notes(*conditions(sheet, words.locale))
    return ChartPage(
        title=title,
        subtitle=subtitle,
        legend=(
            ("solid", words.say("legend_attained")),
            ("hatched", words.say("legend_open_rate")),
            ("empty", words.say("legend_missed")),
            *_claims(found, role, words),
        ),
        lines=lines,
        axis=words.say("axis_rate"),
        low=ZERO,
        high=high,
        ticks=tuple((at, rate_text(at)) for at in QUARTERS),
        notes=notes,
        text=words.alternative(title, subtitle, lines, notes),
        cut=words.cut(),
        left_out=words.left_out(lines),
    )


def _attained_line(group: Attainment, words: _Words) -> ChartLine:
    low, high, claimed = group.low_rate, group.high_rate, group.claimed_rate
    bars = [Bar(start=ZERO, end=ONE, shade="empty")]
    if low:
        bars.append(Bar(start=ZERO, end=low, shade="solid"))
    if high > low:
        bars.append(Bar(start=low, end=high, shade="hatched"))
    told: dict[str, Param] = {"low": group.low, "high": group.high, "maximum": group.maximum}
    rates: dict[str, Param] = {"low_rate": rate_text(low), "high_rate": rate_text(high)}
    code = "attained" if low == high else "attained_range"
    text = words.say(code, **told, **rates)
    if group.claimed is not None:
        text = words.say("with_claimed", text=text, claimed=group.claimed)
    return ChartLine(
        label=words.line(group.label.of(words.locale)),
        text=text,
        bars=tuple(bars),
        marks=() if claimed is None or claimed > max(ONE, high) else (Mark(at=claimed),),
        level=int(group.level > 1),
    )


def pending_page(found: Scored, case: Case | None = None, *, role: Role | None = None, locale: str) -> ChartPage:
    """Return the chart of what open rows can have; see `jixiao_core.present.pending_chart`."""
    words, rows = _Words(locale), pending_points(found, role)
    sheet, about = _given(found, case)
    lines = tuple(_pending_line(row, words) for row in rows)
    high = max((row.maximum for row in rows), default=ONE)
    title, subtitle = words.say("title_pending"), words.about(sheet, about)
    notes = words.notes("" if rows else words.say("pending_none"), *conditions(sheet, words.locale))
    legend = (
        ("dot", words.say("legend_point")),
        ("hatched", words.say("legend_range")),
        ("empty", words.say("legend_maximum")),
        *_claims(found, role, words),
    )
    return _in_points(words, (title, subtitle), legend, lines, high, notes)


def _pending_line(row: PendingPoints, words: _Words) -> ChartLine:
    points = [each for each in row.possible if each.is_point]
    ranges = [each for each in row.possible if not each.is_point]
    text = words.say("possible", possible=points_span(row.possible), maximum=row.maximum)
    if row.claimed is not None:
        text = words.say("with_claimed", text=text, claimed=row.claimed)
    marks = [Mark(at=_number(each.low), shape="dot") for each in points]
    if row.claimed is not None and row.claimed <= row.maximum:
        marks.append(Mark(at=row.claimed))
    return ChartLine(
        label=words.line(row.label.of(words.locale)),
        text=text,
        bars=(
            Bar(start=ZERO, end=row.maximum, shade="empty"),
            *(Bar(start=_number(each.low), end=_number(each.high), shade="hatched") for each in ranges),
        ),
        marks=tuple(marks),
    )


def _number(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def bridge_chart_page(
    found: Bridge, before: Case | None = None, after: Case | None = None, *, locale: str
) -> ChartPage:
    """Return the chart of the steps of a bridge; see `jixiao_core.present.bridge_chart`."""
    words, steps = _Words(locale), bridge_steps(found)
    changes = [point for step in steps if not step.is_total for point in (step.start, step.end)]
    points = [*changes, found.before.points, found.after.points]
    room = max((max(points) - min(points)) * ROOM, ONE / 2)
    low, high = max(ZERO, min(points) - room), max(points) + room
    lines = tuple(_step_line(step, low, words) for step in steps)
    title = words.say("title_bridge")
    subtitle = "\n→ ".join(words.about(sheet, case) for sheet, case in ((found.before, before), (found.after, after)))
    notes = words.notes(words.say("cut_axis") if low else "", *_both_conditions(found, words))
    return ChartPage(
        title=title,
        subtitle=subtitle,
        legend=(
            ("pale", words.say("legend_total")),
            ("solid", words.say("legend_more")),
            ("hatched", words.say("legend_less")),
        ),
        lines=lines,
        axis=words.say("axis_points"),
        low=low,
        high=high,
        ticks=tuple((at, points_text(at)) for at in rounded_between(low, high)),
        notes=notes,
        text=words.alternative(title, subtitle, lines, notes),
        cut=words.cut(),
        left_out=words.left_out(lines),
        joins=True,
    )


def _both_conditions(found: Bridge, words: _Words) -> Iterator[str]:
    yield from dict.fromkeys(line for sheet in (found.before, found.after) for line in conditions(sheet, words.locale))


def _step_line(step: BridgeStep, low: Fraction, words: _Words) -> ChartLine:
    if step.is_total:
        label, text = words.say(f"total_{step.name}"), words.say("points", points=step.end)
        return ChartLine(label=label, text=text, bars=(Bar(start=low, end=step.end, shade="pale"),))
    change = points_text(step.change)
    return ChartLine(
        label=render(Message.of(f"present.bridge_line_{step.name}"), words.locale),
        text=words.say("change", change=f"+{change}" if step.change > 0 else change.replace("-", "−")),
        bars=(Bar(start=step.start, end=step.end, shade="solid" if step.change > 0 else "hatched"),),
    )
