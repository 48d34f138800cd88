"""The official scoring table of a rubric, with what a sheet or a review says of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message
from jixiao_core.present.adjustments import adjustment_lines
from jixiao_core.present.form_words import FormWords
from jixiao_core.present.i18n import render
from jixiao_core.present.labels import findings_title, role_label, status_label, total_label
from jixiao_core.present.merged_tables import FormLine, FormPart, OfficialForm
from jixiao_core.present.rows import row_opinion
from jixiao_core.present.scoring_tables import Column, Level, ScoringLayout, ScoringLine, scoring_table, sharing
from jixiao_core.present.spans import span_text
from jixiao_core.present.summaries import closing, conditions, sheet_summary, summary
from jixiao_core.rubrics.indicators import Indicator, Pool
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.review import Review, RoundReview
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import points_span
from jixiao_core.scoring.verdicts import CORRECTABLE

__all__ = ["review_form", "rubric_form", "sheet_form"]

_REASONS: Final = 16
_SCORE: Final = 10


def rubric_form(rubric: Rubric, words: FormWords) -> OfficialForm:
    """Return the empty table of a rubric, to be filled in: scores, and reasons where the form has a place for them."""
    more = [Column(heading=words("claimed"), kind="number", weight=_SCORE)]
    if rubric.kind != "project":
        more.append(Column(heading=words("reason"), weight=_REASONS))
    table = _table(rubric, {row.id: ("",) * len(more) for row in rubric.indicators}, {}, tuple(more), words)
    return _form(rubric, None, (table, *_notes(rubric, words)), words)


def sheet_form(sheet: ScoreSheet, case: Case | None, words: FormWords) -> OfficialForm:
    """Return the table with what each row can score."""
    more = (
        Column(heading=words("possible"), weight=10, total=_span(IntervalSet.of(sheet.possible), words)),
        Column(heading=words("status"), weight=10),
    )
    cells = {
        row.id: (_span(sheet[row.id].possible, words), status_label(sheet[row.id].status or "settled", words.locale))
        for row in sheet.rubric.indicators
    }
    table = _table(sheet.rubric, cells, {}, more, words)
    told = FormLine(text=sheet_summary(sheet, words.locale), kind="summary")
    parts = (told, table, *_notes(sheet.rubric, words), *_conditions(sheet, words))
    return _form(sheet.rubric, case, parts, words)


def review_form(found: Review, words: FormWords) -> OfficialForm:
    """Return the table with claimed scores, a column a round, what is possible, opinions and reasons."""
    if not found.rounds:
        return sheet_form(found.sheet, found.case, words)
    rubric, sheet = found.rubric, found.sheet
    has_reasons = found.case.has_reasons or any(row.reason for each in found.rounds for row in each.indicators)
    cells, strong = {}, {}
    for row in rubric.indicators:
        rows = [each[row.id] for each in found.rounds]
        claims = tuple(words.points(each.claimed) for each in rows)
        reasons = (_said(found, [each.reason for each in rows], words),) if has_reasons else ()
        opinions = _said(
            found,
            [row_opinion(row, each.role, words.locale) for row, each in zip(rows, found.rounds, strict=True)],
            words,
        )
        cells[row.id] = (*claims, _span(sheet[row.id].possible, words), opinions, *reasons)
        if any(each.verdict in CORRECTABLE for each in rows):
            strong[row.id] = frozenset((len(claims) + 1,))
    table = _table(rubric, cells, strong, tuple(_columns(found, words, has_reasons=has_reasons)), words)
    told = (_told(found, each, words) for each in found.rounds)
    parts = (*told, table, *_found(found.case, words), *_notes(rubric, words), *_conditions(sheet, words))
    return _form(rubric, found.case, parts, words)


def _found(case: Case, words: FormWords) -> Iterator[FormLine]:
    """What a person found in a round, in their words, under the table."""
    for each in (each for each in case.rounds if each.findings):
        yield FormLine(text=findings_title(each.role, words.locale), kind="note")
        for number, text in enumerate(each.findings, start=1):
            yield FormLine(text=f"{number}. {' '.join(text.split())}", kind="note")


def _told(found: Review, each: RoundReview, words: FormWords) -> FormLine:
    return FormLine(text=summary(found, each, words.locale), kind="summary")


def _columns(found: Review, words: FormWords, *, has_reasons: bool) -> Iterator[Column]:
    for each in found.rounds:
        heading = words("claimed") if each.role == "self" else words("claimed_by", role=_role(each, words))
        yield Column(heading=heading, kind="number", weight=9, total=words.points(each.claimed_total))
    yield Column(heading=words("possible"), weight=13, total=_span(IntervalSet.of(found.possible), words))
    totals = [total_label(each.verdict, words.locale, each.role) for each in found.rounds]
    yield Column(heading=words("opinion"), weight=15, total=_said(found, totals, words))
    if has_reasons:
        yield Column(heading=words("reason"), weight=_REASONS)


def _role(each: RoundReview, words: FormWords) -> str:
    text = role_label(each.role, words.locale)
    return text[:1].upper() + text[1:]


def _said(found: Review, texts: list[str], words: FormWords) -> str:
    """One text a round; of several rounds each with who says it."""
    if len(texts) == 1:
        return texts[0]
    pairs = zip(found.rounds, texts, strict=True)
    return "\n".join(words("said_by", role=_role(each, words), text=text) for each, text in pairs if text)


def _span(points: IntervalSet, words: FormWords) -> str:
    return span_text(points_span(points), words.locale)


def _table(
    rubric: Rubric,
    cells: Mapping[str, tuple[str, ...]],
    strong: dict[str, frozenset[int]],
    more: tuple[Column, ...],
    words: FormWords,
) -> FormPart:
    layout = ScoringLayout(
        splits_points=rubric.kind == "project",
        explains=any(row.explanation for row in rubric.indicators),
        total=words.points(rubric.points),
        more=more,
        is_wide=any(column.heading == words("possible") for column in more),
    )
    return scoring_table(sharing(tuple(_lines(rubric, cells, strong, words))), layout, words)


def _lines(
    rubric: Rubric, cells: Mapping[str, tuple[str, ...]], strong: dict[str, frozenset[int]], words: FormWords
) -> Iterator[ScoringLine]:
    for row, levels, points in _walk(rubric, "", (), words):
        yield ScoringLine(
            levels=levels,
            label="".join(row.label.of(words.locale).split("\n")),
            points=points,
            explanation=row.explanation,
            clause=row.quote,
            more=cells[row.id],
            strong=strong.get(row.id, frozenset()),
        )


def _walk(
    rubric: Rubric, group: str, levels: tuple[Level, ...], words: FormWords
) -> Iterator[tuple[Indicator, tuple[Level, ...], str | None]]:
    """Every row with the indicators above it; of rows that share points the first has them."""
    for node in rubric.members(group):
        if isinstance(node, Indicator):
            yield node, levels, words.points(node.points)
        elif isinstance(node, Pool):
            for number, name in enumerate(node.members):
                yield rubric.indicator(name), levels, None if number else words.points(node.points)
        else:
            label = "".join(node.label.of(words.locale).split("\n"))
            own = Level(key=node.id, label=label, points=words.points(node.points))
            yield from _walk(rubric, node.id, (*levels, own), words)


def _form(rubric: Rubric, case: Case | None, parts: tuple[FormPart, ...], words: FormWords) -> OfficialForm:
    said = words("beside").join(_case_lines(case, words))
    head = (FormLine(text=said, kind="summary"),) if said else ()
    source = FormLine(text=words("source", pin=rubric.pin, digest=rubric.digest), kind="note")
    is_computed = any(isinstance(part, FormLine) and part.kind == "summary" for part in parts)
    end = (source, FormLine(text=closing(words.locale), kind="closing")) if is_computed else (source,)
    title = " ".join(rubric.title.of(words.locale).split())
    return OfficialForm(title=title, locale=words.locale, parts=(*head, *parts, *end))


def _case_lines(case: Case | None, words: FormWords) -> Iterator[str]:
    """Unit, subject and year of a case, those that are stated."""
    if case is None:
        return
    year = None if case.fiscal_year is None else str(case.fiscal_year)
    for name, value in (("unit", case.unit), ("subject", case.subject), ("fiscal_year", year)):
        if value:
            yield words(f"case_{name}", value=value)


def _notes(rubric: Rubric, words: FormWords) -> Iterator[FormLine]:
    for note in rubric.notes:
        yield FormLine(text=note.of(words.locale), kind="note")


def _conditions(sheet: ScoreSheet, words: FormWords) -> Iterator[FormLine]:
    """Under what the table holds: rounding, assumptions, answers, adjustments."""
    for text in conditions(sheet, words.locale):
        yield FormLine(text=text, kind="note")
    lines = tuple(adjustment_lines(sheet, words.locale))
    if lines:
        yield FormLine(text=render(Message.of("present.adjustments"), words.locale), kind="note")
    for text in lines:
        yield FormLine(text=text, kind="note")
