"""What is said of a summary table on the page and as a document: counts on the page, every unit in the document."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jixiao_core.frames.summary_words import SummaryWords
from jixiao_core.frames.unit_reviews import SummaryTable, UnitReview
from jixiao_core.messages import Message, number_text
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import parted, render, render_value
from jixiao_core.present.json_values import interval_json, set_json
from jixiao_core.present.labels import total_label
from jixiao_core.present.summaries import VERDICTS, closing
from jixiao_core.scoring.review import IndicatorReview

__all__ = ["summary_json", "summary_page"]


def summary_page(found: SummaryTable, *, locale: str, width: int) -> str:
    """
    Return how many units there are, and how their claimed totals stand; no unit is named.

    Args:
        found: the units, reviewed.
        locale: the language.
        width: columns of the terminal.
    """
    reviewed = [each.round for each in found.units if each.round is not None]
    counts = _counts(found, locale)
    units = Message.of(
        "summary.units",
        count=len(found.units),
        reviewed=str(len(reviewed)),
        unread=str(len(found.units) - len(reviewed)),
    )
    # Labels of verdicts have commas of their own.
    verdicts = parted((render(each, locale) for each in counts), locale)
    messages = [units, *((Message.of("summary.totals", verdicts=verdicts),) if counts else ())]
    for code, told in (
        ("errors", [each.errors for each in found.units]),
        ("likely", [each.likely for each in found.units]),
    ):
        if any(told):
            messages.append(Message.of(f"summary.{code}", count=sum(map(bool, told))))
    twins = sum(bool(each.twins) for each in found.units)
    if twins:
        messages.append(Message.of("totals.twins_counted", count=twins))
    lines = [f"{found.rubric.pin} {found.rubric.digest}"]
    lines += [wrapped(render(each, locale), width, rest="  ") for each in messages]
    lines += [wrapped(render(note, locale), width, rest="  ") for note in found.notes]
    if found.unread:
        names = tuple(Message.of("cli.quoted", name=each) for each in found.unread)
        unread = Message.of("cli.table_unread", names=render_value(names, locale))
        lines.append(wrapped(render(unread, locale), width, rest="  "))
    lines.append(wrapped(closing(locale), width, rest="  "))
    return "\n".join(lines) + "\n"


def _counts(found: SummaryTable, locale: str) -> tuple[Message, ...]:
    """How the claimed totals stand; one that cannot be used is not the same as none."""
    told = [each for each in found.units if each.round is not None]
    counted = {
        total_label(verdict, locale): sum(
            each.round is not None and each.round.verdict == verdict and "" not in each.unusable for each in told
        )
        for verdict in VERDICTS
    }
    # What is no number, or below zero, is as little a total as one that is too large.
    unusable = counted.pop(total_label("unmatched", locale))
    counted[total_label("unmatched", locale)] = unusable + sum("" in each.unusable for each in told)
    return tuple(Message.of("cli.counted", name=name, count=count) for name, count in counted.items() if count)


def summary_json(found: SummaryTable, locale: str) -> dict[str, Any]:
    """Return every unit in the order given as a document ``jixiao-summary-table/1``; points are exact text."""
    told = SummaryWords(found, locale)
    return {
        "format": "jixiao-summary-table/1",
        "rubric": found.rubric.pin,
        "digest": found.rubric.digest,
        "readings": dict(found.rubric.answers),
        "assumptions": list(found.assumptions),
        "units": [_unit(each, told, locale) for each in found.units],
        "columns_not_read": list(found.unread),
        "notes": [render(note, locale) for note in found.notes],
        "problems": [each.document(locale) for each in found.problems],
    }


def _unit(each: UnitReview, told: SummaryWords, locale: str) -> dict[str, Any]:
    head = {
        "place": render(each.place, locale),
        "unit": each.unit,
        "subject": each.subject,
        "fiscal_year": each.fiscal_year,
        "remarks": list(told.observed(each)),
        "unusable": [{"id": name or None, "found": text} for name, text in each.unusable.items()],
    }
    if each.round is None or each.possible is None or each.strict is None:
        return {**head, "review": None}
    own = each.round
    reviewed = {
        "claimed_total": _points(own.claimed_total),
        "claimed_grade": own.claimed_grade,
        "possible": interval_json(each.possible),
        "provisional": _points(own.provisional),
        "strict": interval_json(each.strict),
        "grades": [grade.name for grade in each.grades],
        "verdict": own.verdict,
        "difference": _points(each.difference),
        "unclaimed_rows": each.unclaimed,
        "indicators": [_row(row) for row in own.indicators],
    }
    return {**head, "review": reviewed}


def _row(row: IndicatorReview) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label.zh,
        "max": number_text(row.maximum),
        "claimed": _points(row.claimed),
        "possible": set_json(row.possible),
        "verdict": row.verdict,
        "difference": _points(row.difference),
        "reason": row.reason,
        "ask_for": [paper.zh for paper in row.papers],
    }


def _points(points: Fraction | None) -> str | None:
    return None if points is None else number_text(points)
