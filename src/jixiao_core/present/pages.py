"""Whole pages of text for a terminal: a review, a score sheet, a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Param
from jixiao_core.present.adjusted import reason_lines
from jixiao_core.present.adjustments import adjustment_lines
from jixiao_core.present.aside import aside_lines
from jixiao_core.present.documents import sheet_findings
from jixiao_core.present.explanations import row_paragraph
from jixiao_core.present.i18n import locale_of, render, render_finding
from jixiao_core.present.labels import verdict_name
from jixiao_core.present.rows import review_rows, sheet_rows
from jixiao_core.present.summaries import closing, conditions, heading, other_rounds, sheet_summary, summary
from jixiao_core.present.table import terminal_table
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Role
from jixiao_core.scoring.review import IndicatorReview, Review, RoundReview
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import points_span
from jixiao_core.scoring.wording import by_role

__all__ = ["review_page", "sheet_page"]


def review_page(found: Review, role: Role | None = None, *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """
    Return the review of one round as a page: summary, table, row by row, what to ask for, the closing line.

    Args:
        found: the review.
        role: the round; the first where none is given.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown round or locale.
        FormatError: when the extra `cli` is not installed.
    """
    chosen = locale_of(locale)
    current = found.round(role)
    parts = [
        _title(render(heading(found.rubric, found.case), chosen)),
        summary(found, current, chosen),
        other_rounds(found, current, chosen),
        "\n".join(conditions(found.sheet, chosen)),
        terminal_table(review_rows(found.sheet, current, chosen), chosen, width=width, role=current.role),
        _adjustments(found.sheet, chosen),
    ]
    stated = frozenset(name for name, _ in found.sheet.evidence.stated)
    told = [row for row in current.indicators if _is_told(row, stated)]
    if told:
        parts.append(_block("present.details", (row_paragraph(found, row.id, current, chosen) for row in told), chosen))
    parts += _lists(found, current, chosen)
    parts.append(_reasons(found.rubric, chosen))
    notes = tuple(_whole_findings(found, current.findings))
    if notes:
        parts.append(_block("present.notes", (render_finding(each, chosen) for each in notes), chosen))
    parts.append(closing(chosen))
    return "\n\n".join(part for part in parts if part) + "\n"


def _lists(found: Review, current: RoundReview, locale: str) -> Iterator[str]:
    """Rows of which there is little to say: they await evidence, have no claim, or do not count."""
    by = by_role(current.role)
    stated = frozenset(name for name, _ in found.sheet.evidence.stated)
    awaiting = [row for row in current.indicators if row.verdict == "pending" and not _is_told(row, stated)]
    if awaiting:
        yield _block("present.awaiting", (render(_asking(row, by), locale) for row in awaiting), locale, by=by)
    unclaimed = [row for row in current.indicators if row.verdict == "unclaimed" and not row.is_set_aside]
    if unclaimed:
        code = f"present.{verdict_name('unclaimed', current.role)}"
        yield _block(code, (render(_unclaimed(row), locale) for row in unclaimed), locale, by=by)
    aside = [line for _, line in aside_lines(found.sheet, current, locale)]
    if aside:
        yield _block("present.set_aside", iter(aside), locale)


def _adjustments(sheet: ScoreSheet, locale: str) -> str:
    return _block("present.adjustments", adjustment_lines(sheet, locale), locale) if sheet.adjustments else ""


def _reasons(rubric: Rubric, locale: str) -> str:
    lines = tuple(reason_lines(rubric, locale))
    return _block("present.adjusted", iter(lines), locale) if lines else ""


def _title(text: str) -> str:
    return " ".join(text.split())


def _block(code: str, lines: Iterator[str], locale: str, **params: Param) -> str:
    title = render(Message.of(code, **params), locale)
    mark = "：" if locale.startswith("zh") else ":"
    return "\n".join([f"{title}{mark}", *(f"{number}. {line}" for number, line in enumerate(lines, start=1))])


def _is_told(row: IndicatorReview, stated: frozenset[str]) -> bool:
    """Whether there is something to say about a row beyond that its evidence is missing."""
    if row.verdict == "pending":
        is_empty = row.status in ("unknown", "blank", "must_tailor") and row.id not in stated
        return not is_empty or (row.claimed is not None and row.claimed < row.maximum)
    # Figures that cannot be right are told, claimed or not.
    return row.verdict not in ("consistent", "unclaimed") or row.status == "invalid"


def _unclaimed(row: IndicatorReview) -> Message:
    return Message.of("present.unclaimed_row", label=row.label, maximum=row.maximum, possible=points_span(row.possible))


def _asking(row: IndicatorReview, by: Message) -> Message:
    claimed = Fraction(0) if row.claimed is None else row.claimed
    if not row.papers:
        return Message.of("present.awaiting_row_plain", label=row.label, maximum=row.maximum, claimed=claimed, by=by)
    return Message.of(
        "present.awaiting_row", label=row.label, maximum=row.maximum, claimed=claimed, papers=row.papers, by=by
    )


def _whole_findings(found: Review, of_round: tuple[Finding, ...]) -> Iterator[Finding]:
    rows = {row.id for row in found.rubric.indicators}
    yield from of_round
    yield from (each for each in found.sheet.detail.findings if each.path not in rows)


def sheet_page(sheet: ScoreSheet, case: Case | None = None, *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """
    Return a score sheet as a page: summary, table, findings, the closing line.

    Args:
        sheet: the score sheet.
        case: the case that it was computed from, for unit, subject and year in the title.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown locale.
        FormatError: when the extra `cli` is not installed.
    """
    chosen = locale_of(locale)
    parts = [
        _title(render(heading(sheet.rubric, case), chosen)),
        sheet_summary(sheet, chosen),
        "\n".join(conditions(sheet, chosen)),
        terminal_table(
            sheet_rows(sheet, chosen), chosen, width=width, columns=("indicator", "maximum", "possible", "opinion")
        ),
        _adjustments(sheet, chosen),
        _reasons(sheet.rubric, chosen),
        "\n".join(render_finding(each, chosen) for each in sheet_findings(sheet, case)),
        closing(chosen),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
