"""The review opinion (复核意见) as a plain value: what every way of writing it shows, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from jixiao_core.errors import FormatError, InvalidValueError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.adjusted import reason_lines
from jixiao_core.present.adjustments import adjustment_lines
from jixiao_core.present.aside import aside_lines
from jixiao_core.present.explanations import row_paragraph
from jixiao_core.present.i18n import likely_lines, locale_of, render, render_finding
from jixiao_core.present.labels import findings_title, role_label, row_label, verdict_name
from jixiao_core.present.numbers import points_text
from jixiao_core.present.rows import TableRow, rows_with_ids, total_row
from jixiao_core.present.summaries import closing, conditions, heading, span_of_total, summary
from jixiao_core.scoring.case import Case, Role, ScoreRound
from jixiao_core.scoring.claims import STATED
from jixiao_core.scoring.review import IndicatorReview, Review, RoundReview
from jixiao_core.scoring.span import points_span
from jixiao_core.scoring.wording import by_role

__all__ = ["OPEN_VERDICTS", "REVIEWERS", "Letter", "LetterRow", "Section", "checked_letter", "letter", "round_of"]

REVIEWERS: Final[tuple[Role, ...]] = ("department", "finance", "third_party")
"""Who may write scores of their own into a letter."""
OPEN_VERDICTS: Final = ("above", "below", "unmatched", "pending")
"""The verdicts of rows that a letter explains."""


@frozen(kw_only=True)
class LetterRow:
    """
    A line of the table.

    Attributes:
        number: the number of the row; empty for groups.
        indicator: its id; empty for groups.
        line: what the tables of a review show of it.
        points: the score that the reviewer gave it; empty where none.
        remark: why, in the reviewer's words.
    """

    number: str
    indicator: str
    line: TableRow
    points: str = ""
    remark: str = ""


@frozen
class Section:
    """A part of a letter after the table: its title and its numbered items; lines under an item follow a line end."""

    title: str
    items: tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class Letter:
    """
    A review opinion in one language.

    Attributes:
        locale: the language.
        role: the round that is reviewed.
        reviewer: whose scores the last two columns are for.
        title: 复核意见.
        heading: unit, subject, year, table and pin.
        summary: the result in one sentence.
        conditions: rounding, assumptions and readings under which it holds.
        totals: names and values: the claimed total and rating, what is possible, provisional and strict totals.
        rows: the table.
        total: its last line.
        sections: explanations by row, papers to ask for, cross-checks; only those that have items.
        findings: the reviewer's own findings, as they were written.
        closing: the line with which every review ends.
        reference: names and values by which a letter is read back: table with digest, unit, subject, year, rounds.
    """

    locale: str
    role: Role
    reviewer: Role
    title: str
    heading: str
    summary: str
    conditions: tuple[str, ...]
    totals: tuple[tuple[str, str], ...]
    rows: tuple[LetterRow, ...]
    total: LetterRow
    sections: tuple[Section, ...]
    findings: tuple[str, ...]
    closing: str
    reference: tuple[tuple[str, str], ...]


def letter(
    found: Review,
    *,
    role: Role | None = None,
    reviewer: Role = "finance",
    checks: Sequence[Finding] = (),
    locale: str = "zh_Hans_CN",
) -> Letter:
    """
    Return the review opinion on one round.

    Args:
        found: the review.
        role: the round that is reviewed; the first where none is given.
        reviewer: whose scores, reasons and findings stand beside it; those that the case has are filled in.
        checks: findings of cross-checks of the report; those that are mere information are left out.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        InvalidValueError: for what is no review.
        UnknownNameError: for an unknown round or locale.
        FormatError: where the reviewer is the one who is reviewed, the unit itself, or nobody who reviews.
    """
    chosen = locale_of(locale)
    if not isinstance(found, Review):
        raise InvalidValueError(Problem(Message.of("letter.not_a_review", found=type(found).__name__), "found"))
    current = found.round(role)
    _check_reviewer(reviewer, tuple(each for each in REVIEWERS if each != current.role))
    own = round_of(found.case, reviewer)
    return Letter(
        locale=chosen,
        role=current.role,
        reviewer=reviewer,
        title=render(Message.of("letter.title"), chosen),
        heading=" ".join(render(heading(found.rubric, found.case), chosen).split()),
        summary=summary(found, current, chosen),
        conditions=conditions(found.sheet, chosen),
        totals=tuple(_totals(found, current, chosen)),
        rows=tuple(_rows(found, current, own, chosen)),
        total=_total(found, current, own, chosen),
        sections=tuple(each for each in _sections(found, current, checks, chosen) if each.items),
        findings=() if own is None else own.findings,
        closing=closing(chosen),
        reference=tuple(_reference(found, current.role, reviewer, chosen)),
    )


def _check_reviewer(reviewer: Role, known: tuple[Role, ...]) -> None:
    if reviewer not in known:
        raise FormatError(Problem(Message.of("letter.not_a_reviewer", found=shown(reviewer), known=known), "reviewer"))


def checked_letter(found: Letter) -> Letter:
    """Return a letter as it is; InvalidValueError for anything else, such as the review that it is made of."""
    if not isinstance(found, Letter):
        raise InvalidValueError(Problem(Message.of("letter.not_made", found=type(found).__name__), "found"))
    return found


def round_of(case: Case, role: Role) -> ScoreRound | None:
    """Return the round of a role, if the case has one."""
    return next((each for each in case.rounds if each.role == role), None)


def _totals(found: Review, current: RoundReview, locale: str) -> Iterator[tuple[str, str]]:
    by = by_role(current.role)
    none = render(Message.of("letter.not_stated"), locale)

    def line(code: str, value: Param) -> tuple[str, str]:
        text = none if value in (None, "") else render(Message.of("letter.value", value=value), locale)
        name = render(Message.of(f"letter.total_{code}", by=by), locale)
        return name[:1].upper() + name[1:], text

    grades = {each.name: each for each in found.rubric.grades.grades} if found.rubric.grades else {}
    claimed = grades.get(current.claimed_grade)
    yield line("claimed", current.claimed_total)
    if grades:
        yield line("claimed_grade", Text(claimed.name, claimed.en) if claimed else current.claimed_grade)
    yield line("possible", span_of_total(found.possible))
    # Nobody has left it blank: it cannot be computed.
    yield line("provisional", Message.of("letter.not_given") if current.provisional is None else current.provisional)
    yield line("strict", span_of_total(found.strict))
    if found.grades:
        yield line("grades", tuple(Text(each.name, each.en) for each in found.grades))


def _rows(found: Review, current: RoundReview, own: ScoreRound | None, locale: str) -> Iterator[LetterRow]:
    numbers = _numbers(current)
    for name, line in rows_with_ids(found.sheet, current, locale):
        claim = own.claim(name) if own and name else None
        yield LetterRow(
            number=str(numbers[name]) if name else "",
            indicator=name,
            line=line,
            points="" if claim is None or claim.points is None else points_text(claim.points),
            remark="" if claim is None else claim.reason,
        )


def _numbers(current: RoundReview) -> dict[str, int]:
    return {row.id: number for number, row in enumerate(current.indicators, start=1)}


def _total(found: Review, current: RoundReview, own: ScoreRound | None, locale: str) -> LetterRow:
    points = "" if own is None or own.total is None else points_text(own.total)
    return LetterRow(number="", indicator="", line=total_row(found.sheet, current, locale), points=points)


def _sections(found: Review, current: RoundReview, checks: Sequence[Finding], locale: str) -> Iterator[Section]:
    by, numbers = by_role(current.role), _numbers(current)

    def section(code: str, items: Iterator[tuple[str, str]]) -> Section:
        title = render(Message.of(code, by=by), locale)
        return Section(title[:1].upper() + title[1:], tuple(items))

    yield section("present.adjustments", _counted(adjustment_lines(found.sheet, locale)))
    told = [row for row in current.indicators if row.verdict in OPEN_VERDICTS or row.status == "invalid"]
    paragraphs = ((str(numbers[row.id]), row_paragraph(found, row.id, current, locale)) for row in told)
    yield section("present.details", paragraphs)
    unclaimed = (row for row in current.indicators if row.verdict == "unclaimed" and not row.is_set_aside)
    blank = f"present.{verdict_name('unclaimed', current.role)}"
    yield section(blank, ((str(numbers[row.id]), _unclaimed(row, locale)) for row in unclaimed))
    aside = ((str(numbers[name]), line) for name, line in aside_lines(found.sheet, current, locale))
    yield section("present.set_aside", aside)
    asked = [row for row in current.indicators if row in told or row.agrees_if_absent]
    yield section("letter.papers", _counted(_papers(found, asked, numbers, locale)))
    yield section("present.adjusted", _counted(reason_lines(found.rubric, locale)))
    yield Section(findings_title(current.role, locale), tuple(_counted(_own_findings(found.case, current.role))))
    yield section("present.notes", _counted(_notes(found, current, locale)))
    checked = (each for each in checks if each.severity is not Severity.INFORMATION)
    yield section("letter.checks", _counted(_check(each, locale) for each in checked))


def _counted(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    return ((str(number), line) for number, line in enumerate(lines, start=1))


def _unclaimed(row: IndicatorReview, locale: str) -> str:
    possible = points_span(row.possible)
    return render(Message.of("present.unclaimed_row", label=row.label, maximum=row.maximum, possible=possible), locale)


def _papers(found: Review, told: Sequence[IndicatorReview], numbers: dict[str, int], locale: str) -> Iterator[str]:
    """Every paper once, with the rows that need it."""
    wanted: dict[Text, list[IndicatorReview]] = {}
    for row in told:
        for paper in row.papers:
            wanted.setdefault(paper, []).append(row)
    for paper, rows in wanted.items():
        named = tuple(
            render(
                Message.of("letter.row_named", number=numbers[row.id], label=row_label(found.rubric, row.id)), locale
            )
            for row in rows
        )
        yield " ".join(render(Message.of("letter.paper", paper=paper, rows=named), locale).split())


def _own_findings(case: Case, role: Role) -> Iterator[str]:
    """What a person found in the round that is reviewed, in their words, each on one line."""
    own = round_of(case, role)
    return (" ".join(text.split()) for text in (own.findings if own else ()))


def _notes(found: Review, current: RoundReview, locale: str) -> Iterator[str]:
    """Findings about the whole, without what a person wrote, which is told apart."""
    rows = {row.id for row in found.rubric.indicators}
    of_sheet = (each for each in found.sheet.detail.findings if each.path not in rows)
    yield from (render_finding(each, locale) for each in (*current.findings, *of_sheet) if each.code != STATED)


def _check(finding: Finding, locale: str) -> str:
    return "\n".join((render_finding(finding, locale), *likely_lines(finding, locale)))


def _reference(found: Review, role: Role, reviewer: Role, locale: str) -> Iterator[tuple[str, str]]:
    case = found.case
    values = {
        "rubric": f"{found.rubric.pin}#{found.rubric.digest}",
        "unit": case.unit,
        "subject": case.subject,
        "year": "" if case.fiscal_year is None else str(case.fiscal_year),
        "role": role_label(role, locale),
        "reviewer": role_label(reviewer, locale),
    }
    for name, value in values.items():
        yield render(Message.of(f"letter.reference_{name}"), locale), " ".join(value.split())
