"""The rows of a table as plain text cells, for every way of showing them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message
from jixiao_core.present.i18n import render, render_value
from jixiao_core.present.labels import status_label, total_label, verdict_label
from jixiao_core.present.numbers import points_text
from jixiao_core.rubrics.indicators import Indicator, Pool
from jixiao_core.rubrics.rubric import Node, Rubric
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.review import IndicatorReview, RoundReview
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import points_span

__all__ = [
    "TableRow",
    "claimed_points",
    "review_rows",
    "row_opinion",
    "rows_with_ids",
    "rubric_rows",
    "sheet_rows",
    "total_row",
]


@frozen(kw_only=True)
class TableRow:
    """
    One line of a table.

    Attributes:
        level: 0 for the first level, one more for each below.
        is_group: whether it sums up others.
        label: its name.
        maximum: the most points.
        claimed: the claimed points; empty where blank, or in a score sheet.
        possible: the possible points in words.
        opinion: the verdict or the status.
        verdict: the code of the verdict; empty for groups and score sheets.
        criterion: the scoring criterion, in the table of a rubric.
    """

    level: int
    is_group: bool
    label: str
    maximum: str
    claimed: str = ""
    possible: str = ""
    opinion: str = ""
    verdict: str = ""
    criterion: str = ""


def review_rows(sheet: ScoreSheet, found: RoundReview, locale: str) -> tuple[TableRow, ...]:
    """Return the lines of a review in printed order, groups before their members."""
    return tuple(line for _, line in _lines(sheet, found, locale, "", 0))


def rows_with_ids(sheet: ScoreSheet, found: RoundReview, locale: str) -> tuple[tuple[str, TableRow], ...]:
    """Return the same lines, each with the id of its row; empty for groups."""
    return tuple(_lines(sheet, found, locale, "", 0))


def sheet_rows(sheet: ScoreSheet, locale: str) -> tuple[TableRow, ...]:
    """Return the lines of a score sheet in printed order."""
    return tuple(line for _, line in _lines(sheet, None, locale, "", 0))


def rubric_rows(rubric: Rubric, locale: str) -> tuple[TableRow, ...]:
    """Return the lines of a rubric in printed order, with their criteria."""
    return tuple(_rubric_rows(rubric, "", 0, locale))


def total_row(sheet: ScoreSheet, found: RoundReview | None, locale: str) -> TableRow:
    """Return the last line of a table: the points of the rubric, the claimed total, and what is possible."""
    claimed = found.claimed_total if found else None
    return TableRow(
        level=0,
        is_group=False,
        label=render(Message.of("present.total"), locale),
        maximum=points_text(sheet.rubric.points),
        claimed="" if claimed is None else points_text(claimed),
        possible=_possible(IntervalSet.of(sheet.possible), locale),
        opinion=total_label(found.verdict, locale, found.role) if found else "",
        verdict=found.verdict if found else "",
    )


def _lines(
    sheet: ScoreSheet, found: RoundReview | None, locale: str, group: str, level: int
) -> Iterator[tuple[str, TableRow]]:
    for node in sheet.rubric.members(group):
        if isinstance(node, Indicator):
            yield node.id, _row(sheet, node, found, locale, level)
            continue
        yield "", _group(sheet, node, found, locale, level)
        if isinstance(node, Pool):
            for name in node.members:
                yield name, _row(sheet, sheet.rubric.indicator(name), found, locale, level + 1)
        else:
            yield from _lines(sheet, found, locale, node.id, level + 1)


def _group(sheet: ScoreSheet, node: Node, found: RoundReview | None, locale: str, level: int) -> TableRow:
    score = sheet[node.id]
    return TableRow(
        level=level,
        is_group=True,
        label=node.label.of(locale),
        maximum=points_text(score.maximum),
        claimed=_claimed_sum(node, found),
        possible=_possible(score.possible, locale),
        opinion="",
        verdict="",
    )


def _claimed_sum(node: Node, found: RoundReview | None) -> str:
    points = None if found is None else claimed_points(node, found)
    return "" if points is None else points_text(points)


def claimed_points(node: Node, found: RoundReview) -> Fraction | None:
    """
    Return the sum of what is claimed in a group or pool, or for a row; None where a claim is blank.

    Args:
        node: the group, pool or row.
        found: the round.
    """
    names = set(node.members) if isinstance(node, Pool) else None
    claims = [
        each.claimed
        for each in found.indicators
        if (each.id in names if names is not None else f"{each.id}.".startswith(f"{node.id}."))
        and not each.is_set_aside
        and each.status != "not_chosen"
    ]
    return None if None in claims else sum((each for each in claims if each is not None), Fraction(0))


def _row(sheet: ScoreSheet, row: Indicator, found: RoundReview | None, locale: str, level: int) -> TableRow:
    score = sheet[row.id]
    review: IndicatorReview | None = found[row.id] if found else None
    status = score.status or "settled"
    return TableRow(
        level=level,
        is_group=False,
        label="".join(row.label.of(locale).split("\n")),
        maximum=points_text(score.maximum),
        claimed="" if review is None or review.claimed is None else points_text(review.claimed),
        possible=_possible(score.possible, locale),
        opinion=row_opinion(review, found.role, locale) if review and found else status_label(status, locale),
        verdict=review.verdict if review else "",
    )


def row_opinion(row: IndicatorReview, role: Role, locale: str) -> str:
    """Return the verdict; of a row for which no score is due, or which may not apply, that it is so."""
    if row.is_set_aside:
        return status_label(row.status or "settled", locale)
    if row.agrees_if_absent:
        return render(Message.of("present.absent_to_verify"), locale)
    return verdict_label(row.verdict, locale, role)


def _possible(points: IntervalSet, locale: str) -> str:
    return render_value(points_span(points), locale)


def _rubric_rows(rubric: Rubric, group: str, level: int, locale: str) -> list[TableRow]:
    found: list[TableRow] = []
    for node in rubric.members(group):
        found.append(_rubric_row(node, level, locale))
        if isinstance(node, Pool):
            found.extend(_rubric_row(rubric.indicator(name), level + 1, locale) for name in node.members)
        elif not isinstance(node, Indicator):
            found.extend(_rubric_rows(rubric, node.id, level + 1, locale))
    return found


def _rubric_row(node: Node, level: int, locale: str) -> TableRow:
    is_row = isinstance(node, Indicator)
    return TableRow(
        level=level,
        is_group=not is_row,
        label=node.label.of(locale),
        maximum="" if node.points is None else points_text(node.points),
        criterion=_criterion(node, locale) if isinstance(node, Indicator) else "",
    )


def _criterion(row: Indicator, locale: str) -> str:
    if not row.clause_corrected:
        return row.clause
    return row.clause_corrected + render(Message.of("present.printed_as", printed=row.clause), locale)
