"""Reads an edited letter back: what the reviewer wrote becomes a further round of the case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from jixiao_core.errors import FormatError, NumberError, Problem, raise_if
from jixiao_core.exact.numbers import exact, normalise, shown
from jixiao_core.exchange.forms.docx_layout import docx_blocks
from jixiao_core.messages import Message, Param
from jixiao_core.present.i18n import render
from jixiao_core.present.labels import role_label
from jixiao_core.present.letter_cells import (
    COLUMNS,
    POINTS,
    REFERENCES,
    REMARK,
    LetterCells,
    LetterLine,
    cells_of,
    locale_of_letter,
    reference_name,
    run_together,
)
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letter_lines import line_problems
from jixiao_core.present.letters import REVIEWERS, Letter, LetterRow, letter, round_of
from jixiao_core.present.numbers import points_text
from jixiao_core.rubrics.sources import is_date
from jixiao_core.scoring.case import Case, Claim, Role, ScoreRound
from jixiao_core.scoring.review import Review

__all__ = ["read_letter"]


def read_letter(content: bytes, found: Review, *, reviewer: Role | None = None, date: str = "") -> Case:
    """
    Return a case with what a reviewer has written into a letter as a round of its own.

    A letter in which nothing was written gives the same case. What the case already has of the reviewer's round stays
    where the letter says the same.

    Args:
        content: the bytes of the letter, as `letter_docx` wrote it and a person edited it.
        found: the review of the case that the letter was written from.
        reviewer: whose letter it is; None: whoever it says.
        date: the date of the round, as an ISO date; empty: that of the round that the case has.

    Raises:
        InvalidValueError: for what are no bytes, or no review.
        FormatError: for a reviewer or a date that there is not, what is no letter, a letter about something else, and
            every cell that cannot be read, all at once.
    """
    raise_if(_wrong_values(content, found))
    raise_if(_wrong_names(reviewer, date), FormatError)
    blocks = docx_blocks(content)
    locale = locale_of_letter(blocks)
    given = cells_of(blocks, locale)
    names = {role_label(role, locale): role for role in ("self", *REVIEWERS)}
    raise_if(_missing_references(given), FormatError)
    own, reviewed = (names.get(given.reference[name]) for name in ("reviewer", "role"))
    if own not in REVIEWERS or reviewed is None or own == reviewed:
        names_left = tuple(reference_name(name, locale) for name in ("role", "reviewer"))
        raise FormatError(Problem(Message.of("letter.reference_missing", name=names_left), "reference"))
    if reviewer is not None and reviewer != own:
        message = Message.of("letter.other_reviewer", found=_role(own), wanted=_role(reviewer))
        raise FormatError(Problem(message, "reviewer"))
    written = letter(found, role=reviewed, reviewer=own, locale=locale)
    # The letter as nobody has edited it, read by the same eyes: only what differs from it was written.
    untouched = cells_of(docx_blocks(letter_docx(written)), locale)
    raise_if(_other_references(given, untouched), FormatError)
    return _Reading(found, written, given, untouched).case(own, date)


def _wrong_values(content: object, found: object) -> Iterator[Problem]:
    if not isinstance(content, bytes):
        yield Problem(Message.of("letter.not_bytes", found=type(content).__name__), "content")
    if not isinstance(found, Review):
        yield Problem(Message.of("letter.not_a_review", found=type(found).__name__), "found")


def _wrong_names(reviewer: object, date: object) -> Iterator[Problem]:
    if reviewer is not None and reviewer not in REVIEWERS:
        yield Problem(Message.of("letter.not_a_reviewer", found=shown(reviewer), known=REVIEWERS), "reviewer")
    if date != "" and not is_date(date):
        yield Problem(Message.of("letter.bad_date", found=shown(date)), "date")


def _role(role: Role) -> Message:
    return Message.of(f"present.role_{role}")


def _missing_references(given: LetterCells) -> Iterator[Problem]:
    for name in REFERENCES:
        if name not in given.reference:
            message = Message.of("letter.reference_missing", name=Message.of(f"letter.reference_{name}"))
            yield Problem(message, f"reference.{name}")


def _other_references(given: LetterCells, untouched: LetterCells) -> Iterator[Problem]:
    none = Message.of("letter.not_stated")
    for name in REFERENCES:
        told, value = (cells.reference.get(name, "") for cells in (given, untouched))
        # A cell of a page may break a long digest into lines.
        if run_together(told) != run_together(value):
            message = Message.of(
                "letter.other_reference",
                name=Message.of(f"letter.reference_{name}"),
                found=told or none,
                wanted=value or none,
            )
            yield Problem(message, f"reference.{name}")


class _Reading:
    """Holds a letter beside what it would be untouched, and gathers problems and changes."""

    def __init__(self, found: Review, written: Letter, given: LetterCells, untouched: LetterCells) -> None:
        self.found = found
        self.written = written
        self.given = given
        self.untouched = untouched
        self.problems: list[Problem] = []
        self.taken = render(Message.of("letter.as_claimed"), written.locale)

    def case(self, own: Role, date: str) -> Case:
        """The case with the round as the letter has it."""
        before = round_of(self.found.case, own) or ScoreRound(role=own, claims=())
        self.problems += line_problems(self.written, self.given, self.untouched)
        claims = self._claims(before)
        total = self._total(before)
        raise_if(self.problems, FormatError)
        is_kept = self.given.findings == self.untouched.findings
        findings = before.findings if is_kept else self.given.findings
        after = evolve(before, claims=claims, total=total, findings=findings)
        if after == before:
            return self.found.case
        after = evolve(after, date=date or before.date)
        rounds = self.found.case.rounds
        if round_of(self.found.case, own) is None:
            return evolve(self.found.case, rounds=(*rounds, after))
        return evolve(self.found.case, rounds=tuple(after if each.role == own else each for each in rounds))

    def _claims(self, before: ScoreRound) -> tuple[Claim, ...]:
        """The claims that stay as they are where they are, changed ones in their place, new ones after them."""
        lines, unedited = _by_number(self.given), _by_number(self.untouched)
        claims = {claim.indicator: claim for claim in before.claims}
        for row in self.written.rows:
            line = lines.get(row.number)
            if not row.number or line is None:
                continue
            was = unedited[row.number].texts
            claim = claims.get(row.indicator) or Claim(indicator=row.indicator)
            if line.texts[POINTS] != was[POINTS]:
                claim = evolve(claim, points=self._points(line.texts[POINTS], row))
            if line.texts[REMARK] != was[REMARK]:
                claim = evolve(claim, reason=line.texts[REMARK])
            if row.indicator in claims or claim != Claim(indicator=row.indicator):
                claims[row.indicator] = claim
        return tuple(claims.values())

    def _of_row(self, code: str, row: LetterRow, **more: Param) -> Message:
        return Message.of(code, number=row.number, label=row.line.label, **more)

    def _points(self, text: str, row: LetterRow) -> Fraction | None:
        """The points in a cell; where there are none, a problem and None."""
        told = run_together(unicodedata.normalize("NFKC", text))
        if not told:
            return None
        maximum = self.found.sheet[row.indicator].maximum
        path = f"{row.indicator}.points"
        more: dict[str, Param] = {"as_claimed": self.taken, "maximum": points_text(maximum)}
        if told.lower() == run_together(self.taken).lower():
            claimed = self.found.round(self.written.role)[row.indicator].claimed
            if claimed is None:
                self.problems.append(Problem(self._of_row("letter.nothing_claimed", row, **more), path))
            return claimed
        points = _number(text)
        if points is None or not 0 <= points <= maximum:
            self.problems.append(Problem(self._of_row("letter.bad_points", row, found=shown(text), **more), path))
            return None
        return points

    def _total(self, before: ScoreRound) -> Fraction | None:
        text, was = (self._total_cell(each) for each in (self.given, self.untouched))
        told = run_together(unicodedata.normalize("NFKC", text))
        if text == was:
            return before.total
        points = _number(text)
        most = self.found.rubric.highest_total
        if told and (points is None or not 0 <= points <= most):
            message = Message.of("letter.bad_total", found=shown(text), maximum=points_text(most))
            self.problems.append(Problem(message, "total"))
        return points

    def _total_cell(self, cells: LetterCells) -> str:
        """What stands in the last line that is called as the total."""
        label = run_together(self.written.total.line.label)
        found = [
            line for line in cells.lines if len(line.texts) == COLUMNS and (line.number, line.label) == ("", label)
        ]
        return found[-1].texts[POINTS] if found else ""


def _by_number(cells: LetterCells) -> dict[str, LetterLine]:
    """The lines by the numbers of their rows; of two with one number, which is told, the first."""
    whole = [line for line in cells.lines if len(line.texts) == COLUMNS and line.number]
    return {line.number: line for line in reversed(whole)}


def _number(text: str) -> Fraction | None:
    """A number that stands alone: of two, or of one in two lines, nobody knows which is meant."""
    told = normalise(text)
    # “4/5” is “4 of 5” or “4 or 5” to a person, and never four fifths of a point.
    if "/" in told:
        return None
    try:
        return exact(told.removesuffix("分").rstrip())
    except NumberError:
        return None
