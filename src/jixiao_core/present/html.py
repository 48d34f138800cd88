"""The official table as HTML, for notebooks: merged group cells, verdicts, no scripts, the colours of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jixiao_core.messages import Message
from jixiao_core.present.adjustments import adjustment_lines
from jixiao_core.present.diff_pages import diff_html
from jixiao_core.present.elements import Content, Element, element, html_text
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.labels import column, role_label
from jixiao_core.present.official_forms import official_fragment
from jixiao_core.present.rows import TableRow, review_rows, sheet_rows, total_row
from jixiao_core.present.summaries import closing, conditions, heading, sheet_summary, summary
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.diffing.differ import RubricDiff
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.review import Review
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.verdicts import CORRECTABLE

__all__ = ["html_of", "review_html", "sheet_html"]

# No colours of our own: a dark page stays dark. The border attribute serves where styles are dropped.
_TABLE: Final = "border-collapse:collapse;color:inherit;background:transparent"
_CELL: Final = (
    "border:1px solid currentColor;padding:0.2em 0.5em;vertical-align:top;text-align:left;white-space:pre-wrap"
)
_NUMBER: Final = f"{_CELL};text-align:right"
_STRONG: Final = f"{_CELL};font-weight:bold"


def html_of(value: object, locale: str = "zh_Hans_CN") -> str:
    """Return a sheet, a review, the difference of two rubrics, a rubric or a report as HTML; TypeError for anything else."""
    match value:
        case Review():
            return review_html(value, locale=locale)
        case ScoreSheet():
            return sheet_html(value, locale=locale)
        case RubricDiff():
            return diff_html(value, locale=locale)
        case Rubric() | DepartmentReport() | ProjectReport() | SelfEvaluationForm():
            return official_fragment(value, locale=locale)
        case _:
            raise TypeError(type(value).__qualname__)


def review_html(found: Review, *, locale: str = "zh_Hans_CN") -> str:
    """
    Return a review as HTML: for every round its summary and the official table with verdicts.

    Args:
        found: the review.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    title = render(heading(found.rubric, found.case), chosen)
    if not found.rounds:
        return _page(_sheet_parts(found.sheet, title, chosen), found.sheet, chosen)
    parts: list[Element] = []
    for each in found.rounds:
        parts.append(element("p", summary(found, each, chosen)))
        rows = review_rows(found.sheet, each, chosen)
        total = total_row(found.sheet, each, chosen)
        parts.append(_table(rows, total, f"{title} · {role_label(each.role, chosen)}", chosen, each.role))
    return _page(parts, found.sheet, chosen)


def sheet_html(sheet: ScoreSheet, *, locale: str = "zh_Hans_CN") -> str:
    """
    Return a score sheet as HTML: the summary and the official table with what is possible.

    Args:
        sheet: the score sheet.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    return _page(_sheet_parts(sheet, render(heading(sheet.rubric), chosen), chosen), sheet, chosen)


def _sheet_parts(sheet: ScoreSheet, title: str, locale: str) -> list[Element]:
    table = _table(sheet_rows(sheet, locale), total_row(sheet, None, locale), title, locale, None)
    return [element("p", sheet_summary(sheet, locale)), table]


def _page(parts: Sequence[Element], sheet: ScoreSheet, locale: str) -> str:
    lines = [element("p", line) for line in conditions(sheet, locale)]
    adjustments = [element("li", line) for line in adjustment_lines(sheet, locale)]
    if adjustments:
        lines += [element("p", render(Message.of("present.adjustments"), locale)), element("ol", *adjustments)]
    language = "zh-Hans-CN" if locale.startswith("zh") else "en"
    return html_text(element("div", *parts, *lines, element("p", closing(locale)), lang=language)) + "\n"


def _table(rows: Sequence[TableRow], total: TableRow, title: str, locale: str, role: Role | None) -> Element:
    depth = max((row.level for row in rows), default=0) + 1
    names = ("maximum", "claimed", "possible", "opinion") if role else ("maximum", "possible", "opinion")
    head = element("th", column("indicator", locale), scope="colgroup", colspan=depth, style=_CELL)
    heads = (element("th", column(name, locale, role or "self"), scope="col", style=_CELL) for name in names)
    body = [element("tr", *cells) for cells in _lines(rows, depth, names, locale)]
    foot = element("tr", _head(total, depth), *_cells(total, names))
    return element(
        "table",
        element("caption", " ".join(title.split())),
        element("thead", element("tr", head, *heads)),
        element("tbody", *body),
        element("tfoot", foot),
        border=1,
        style=_TABLE,
    )


def _lines(rows: Sequence[TableRow], depth: int, names: Sequence[str], locale: str) -> Iterator[list[Content]]:
    """The cells of each line: groups that begin there, each as high as its rows, then the row itself."""
    begun: list[Content] = []
    for position, row in enumerate(rows):
        if row.is_group:
            begun.append(_group(row, sum(1 for _ in _members(rows, position)), locale))
            continue
        yield [*begun, _head(row, depth - row.level), *_cells(row, names)]
        begun = []


def _members(rows: Sequence[TableRow], group: int) -> Iterator[TableRow]:
    for row in rows[group + 1 :]:
        if row.level <= rows[group].level:
            return
        if not row.is_group:
            yield row


def _group(row: TableRow, height: int, locale: str) -> Element:
    text = render(Message.of("present.group_cell", label=row.label, points=row.maximum), locale)
    return element("th", text, scope="rowgroup", rowspan=max(height, 1), style=_CELL)


def _head(row: TableRow, width: int) -> Element:
    return element("th", row.label, scope="row", colspan=width, style=_CELL)


def _cells(row: TableRow, names: Sequence[str]) -> Iterator[Element]:
    texts = {"maximum": row.maximum, "claimed": row.claimed, "possible": row.possible, "opinion": row.opinion}
    for name in names:
        is_strong = name == "opinion" and row.verdict in CORRECTABLE
        style = _NUMBER if name in ("maximum", "claimed") else _STRONG if is_strong else _CELL
        yield element("td", texts[name], style=style)
