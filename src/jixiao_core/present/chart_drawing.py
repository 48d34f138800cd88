"""Lines of bars on paper: titles, labels, marks and notes, laid out in inches; here, and nowhere else, numbers are floats."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.present.chart_fonts import chart_font
from jixiao_core.present.columns import columns_of, shortened
from jixiao_core.present.visible import writable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Bar", "ChartLine", "ChartPage", "Mark", "draw"]

Shade: TypeAlias = Literal["solid", "hatched", "empty", "pale"]
"""How a bar is filled; the four are told apart without colour."""

SHADES: Final[dict[Shade, dict[str, Any]]] = {
    "solid": {"facecolor": "#24476b", "edgecolor": "#24476b"},
    "hatched": {"facecolor": "#dbe5ef", "edgecolor": "#24476b", "hatch": "//////"},
    "empty": {"facecolor": "#ffffff", "edgecolor": "#777777"},
    "pale": {"facecolor": "#a9bccf", "edgecolor": "#24476b"},
}
MARKS: Final[dict[str, dict[str, Any]]] = {
    "wedge": {"marker": "v", "markersize": 6, "color": "#000000"},
    "dot": {"marker": "o", "markersize": 4.5, "color": "#24476b"},
}
INK, GREY = "#1a1a1a", "#555555"
# Inches.
WIDTH, LABELS, TEXTS, MARGIN = 10.0, 2.9, 2.6, 0.25
LINE, PITCH, THICK = 0.17, 0.36, 0.2
# Columns of text that stand beside each other in these widths.
LABEL_COLUMNS, TEXT_COLUMNS, PAGE_COLUMNS, HEAD_COLUMNS, TITLE_COLUMNS = 42, 42, 144, 144, 84
# As many lines a text is drawn in; whatever a file says, a picture stays one that can be opened.
LABEL_LINES, TEXT_LINES, HEAD_LINES, NOTE_LINES = 6, 8, 12, 12
MAX_NOTES: Final = 60
MAX_DRAWN: Final = 150
"""So many lines of bars are drawn."""
SIZE, SMALL, TITLE = 9, 8, 13


@frozen(kw_only=True)
class Bar:
    """A bar from one number to another."""

    start: Fraction
    end: Fraction
    shade: Shade


@frozen(kw_only=True)
class Mark:
    """A number that is marked: by a wedge above the bar, which hides nothing, or by a dot in it."""

    at: Fraction
    shape: Literal["wedge", "dot"] = "wedge"


@frozen(kw_only=True)
class ChartLine:
    """
    A line of a chart.

    Attributes:
        label: what stands on its left.
        text: what stands on its right.
        bars: what is drawn, the first below the others.
        marks: the same, above the bars.
        level: 0, or 1 for one that stands below another.
    """

    label: str
    text: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    level: int = 0


@frozen(kw_only=True)
class ChartPage:
    """
    A chart before it is drawn.

    Attributes:
        title: its title.
        subtitle: what it is about, in one or more lines.
        legend: shades, and ``wedge`` or ``dot`` for marks, with what they mean.
        lines: from top to bottom.
        axis: what the numbers are.
        low: the number at the left edge.
        high: the number at the right edge.
        ticks: the numbers that are written below, as they are written.
        notes: what stands below, one paragraph each; the last is the closing sentence.
        text: the same in words, for whom does not see it.
        joins: whether the ends of bars are joined from line to line.
        cut: the note that is added where a text is too long to be drawn whole.
        left_out: the note that is added where there are more lines than are drawn.
    """

    title: str
    subtitle: str
    legend: tuple[tuple[str, str], ...]
    lines: tuple[ChartLine, ...]
    axis: str
    low: Fraction
    high: Fraction
    ticks: tuple[tuple[Fraction, str], ...]
    notes: tuple[str, ...]
    text: str = field(kw_only=True)
    joins: bool = False
    cut: str = ""
    left_out: str = ""

    def legend_used(self) -> tuple[tuple[str, str], ...]:
        """The part of the legend that is drawn somewhere."""
        used = {bar.shade for line in self.lines for bar in line.bars}
        shapes = {mark.shape for line in self.lines for mark in line.marks}
        return tuple((kind, told) for kind, told in self.legend if kind in used | shapes)

    def words(self) -> str:
        """Everything that is written."""
        written = [
            self.title,
            self.subtitle,
            self.axis,
            self.cut,
            self.left_out,
            *self.notes,
            *(told for _, told in self.legend),
        ]
        written += [text for line in self.lines for text in (line.label, line.text)]
        return "".join((*written, *(told for _, told in self.ticks)))


def draw(page: ChartPage, font: str = "") -> Figure:
    """
    Return a chart as a figure of its own, with its text as its label; nothing global is read or changed.

    Args:
        page: what is drawn.
        font: a family or a font file; see `chart_font`.

    Raises:
        FormatError: where no font can draw it.
    """
    return _Drawing(page, font).figure


class _Drawing:
    def __init__(self, page: ChartPage, font: str) -> None:
        from matplotlib.figure import Figure

        self.page = page
        self.font = chart_font(page.words(), font)
        self.is_cut = False
        self.title = self._short(page.title, TITLE_COLUMNS, HEAD_LINES)
        self.subtitle = "\n".join(self._short(each, HEAD_COLUMNS, HEAD_LINES) for each in page.subtitle.split("\n"))
        self.drawn = page.lines[:MAX_DRAWN]
        self.labels = [self._short(line.label, LABEL_COLUMNS - 2 * line.level, LABEL_LINES) for line in self.drawn]
        self.texts = [self._short(line.text, TEXT_COLUMNS, TEXT_LINES) for line in self.drawn]
        self.notes = self._all_notes()
        pairs = zip(self.labels, self.texts, strict=True)
        self.heights = [max(PITCH, LINE * max(_lines(label), _lines(text)) + 0.08) for label, text in pairs]
        above = MARGIN + 0.26 * _lines(self.title) + LINE * _lines(self.subtitle) + 0.15
        above += 0.3 if page.legend_used() else 0
        below = 0.62 + sum(LINE * _lines(each) for each in self.notes) + MARGIN
        middle = max(sum(self.heights), PITCH)
        self.height = above + middle + below
        self.figure = Figure(figsize=(WIDTH, self.height), dpi=100, facecolor="white")
        self.figure.set_label(page.text)
        left, wide = (MARGIN + LABELS) / WIDTH, (WIDTH - 2 * MARGIN - LABELS - TEXTS) / WIDTH
        self.axes = self.figure.add_axes((left, below / self.height, wide, middle / self.height))
        self._frame(middle)
        self._lines(middle)
        self._head()
        self._notes()

    def _short(self, text: str, columns: int, lines: int) -> str:
        """A text in the lines that it has room for."""
        found, is_cut = shortened(writable(text), columns, lines)
        self.is_cut |= is_cut
        return found

    def _all_notes(self) -> list[str]:
        """The notes, and before the last, which is the closing sentence, what is not drawn."""
        *given, closing = self.page.notes
        notes = [self._short(each, PAGE_COLUMNS, NOTE_LINES) for each in given[:MAX_NOTES]]
        if len(self.page.lines) > MAX_DRAWN:
            notes.append(self._short(self.page.left_out, PAGE_COLUMNS, NOTE_LINES))
        if self.is_cut or len(given) > MAX_NOTES:
            notes.append(self._short(self.page.cut, PAGE_COLUMNS, NOTE_LINES))
        return [*notes, self._short(closing, PAGE_COLUMNS, NOTE_LINES)]

    def _write(self, x: float, y: float, text: str, *, size: int = SIZE, **how: Any) -> None:
        """Write on the page, in inches from its lower left corner."""
        self.figure.text(
            x / WIDTH,
            y / self.height,
            self.font.drawable(writable(text)),
            fontproperties=self.font.sized(size),
            parse_math=False,
            usetex=False,
            linespacing=1.25,
            **{"color": INK, **how},
        )

    def _frame(self, middle: float) -> None:
        page, axes = self.page, self.axes
        axes.set_xlim(float(page.low), float(page.high))
        axes.set_ylim(middle, 0)
        axes.set_facecolor("white")
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(GREY)
        axes.set_yticks([])
        axes.set_xticks([float(at) for at, _ in page.ticks], labels=["" for _ in page.ticks])
        axes.tick_params(axis="x", length=3, color=GREY, direction="out")
        for at, told in page.ticks:
            axes.axvline(float(at), color="#dddddd", linewidth=0.6, zorder=0)
            self._write(self._place(at), self._bottom() - 0.2, told, size=SMALL, ha="center", va="center", color=GREY)
        self._write(
            self._place((page.low + page.high) / 2),
            self._bottom() - 0.4,
            page.axis,
            size=SMALL,
            ha="center",
            va="center",
            color=GREY,
        )

    def _bottom(self) -> float:
        return float(self.axes.get_position().y0) * self.height

    def _place(self, at: Fraction) -> float:
        """Where a number stands on the page, in inches from the left."""
        box = self.axes.get_position()
        part = (at - self.page.low) / (self.page.high - self.page.low)
        return (float(box.x0) + float(box.width) * float(part)) * WIDTH

    def _lines(self, middle: float) -> None:
        top = 0.0
        pairs = zip(self.labels, self.texts, strict=True)
        for at, (line, height, (label, text)) in enumerate(zip(self.drawn, self.heights, pairs, strict=True)):
            centre = top + height / 2
            for bar in line.bars:
                self._bar(bar, centre)
            for mark in line.marks:
                self._mark(mark, centre)
            y = self._bottom() + middle - centre
            x = MARGIN + 0.2 * line.level
            self._write(x, y, label, color=GREY if line.level else INK, ha="left", va="center_baseline")
            self._write(WIDTH - MARGIN - TEXTS + 0.15, y, text, size=SMALL, ha="left", va="center_baseline")
            if self.page.joins and at + 1 < len(self.drawn):
                end = float(line.bars[-1].end)
                after = centre + (height + self.heights[at + 1]) / 2
                self.axes.plot([end, end], [centre, after], color=GREY, linewidth=0.7, linestyle=":", zorder=1)
            top += height

    def _bar(self, bar: Bar, centre: float) -> None:
        from matplotlib.patches import Rectangle

        start, end = sorted((float(bar.start), float(bar.end)))
        self.axes.add_patch(
            Rectangle(
                (start, centre - THICK / 2),
                end - start,
                THICK,
                linewidth=0.7,
                zorder=2,
                clip_on=False,
                **SHADES[bar.shade],
            )
        )

    def _mark(self, mark: Mark, centre: float) -> None:
        look = MARKS[mark.shape]
        y = centre if mark.shape == "dot" else centre - THICK / 2 - 0.05
        self.axes.plot([float(mark.at)], [y], zorder=3, clip_on=False, linestyle="", **look)

    def _head(self) -> None:
        y = self.height - MARGIN
        self._write(MARGIN, y, self.title, size=TITLE, ha="left", va="top")
        y -= 0.26 * _lines(self.title) + 0.05
        self._write(MARGIN, y, self.subtitle, color=GREY, ha="left", va="top")
        y -= LINE * _lines(self.subtitle) + 0.2
        x = MARGIN
        for kind, told in self.page.legend_used():
            self._key(kind, x, y)
            self._write(x + 0.4, y, told, size=SMALL, ha="left", va="center_baseline")
            x += 0.6 + 0.068 * columns_of(told)

    def _key(self, kind: str, x: float, y: float) -> None:
        """A piece of what is drawn, before what it means."""
        from matplotlib.lines import Line2D
        from matplotlib.patches import Rectangle

        if kind in SHADES:
            size = (0.3 / WIDTH, 0.12 / self.height)
            place = (x / WIDTH, (y - 0.06) / self.height)
            look = SHADES[kind]
            self.figure.add_artist(Rectangle(place, *size, transform=self.figure.transFigure, linewidth=0.7, **look))
            return
        middle = ([(x + 0.15) / WIDTH], [y / self.height])
        self.figure.add_artist(Line2D(*middle, transform=self.figure.transFigure, linestyle="", **MARKS[kind]))

    def _notes(self) -> None:
        y = self._bottom() - 0.58
        for each in self.notes:
            self._write(MARGIN, y, each, size=SMALL, color=GREY, ha="left", va="top")
            y -= LINE * _lines(each)


def ticks_of(high: Fraction, most: int = 6) -> tuple[Fraction, ...]:
    """
    Return round numbers from 0 to about a number.

    Args:
        high: the number, more than 0.
        most: as many steps at most.

    >>> [str(each) for each in ticks_of(Fraction(7))]
    ['0', '2', '4', '6']
    """
    return rounded_between(Fraction(0), high, most)


def rounded_between(low: Fraction, high: Fraction, most: int = 6) -> tuple[Fraction, ...]:
    """
    Return round numbers between two, in equal steps of 1, 2 or 5 times a power of ten.

    Args:
        low: the first number.
        high: the second, greater one.
        most: as many steps at most.

    >>> [str(each) for each in rounded_between(Fraction(91), Fraction(98))]
    ['92', '94', '96', '98']
    """
    steps = (Fraction(times) * Fraction(10) ** power for power in count(-4) for times in (1, 2, 5))
    step = next(each for each in steps if (high - low) / each <= most)
    first = -(-low // step)
    return tuple(step * each for each in range(first, high // step + 1))


def _lines(text: str) -> int:
    return text.count("\n") + 1 if text else 0
