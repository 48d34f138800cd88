"""Reads an edited letter back: what the reviewer wrote becomes a further round of the case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from attrs import evolve, field, frozen

from jixiao_core.errors import FormatError, NumberError, Problem, raise_if
from jixiao_core.exact.numbers import exact, shown
from jixiao_core.exchange.forms.blocks import Block
from jixiao_core.exchange.forms.blocks import Row as FormRow
from jixiao_core.exchange.forms.docx_layout import docx_blocks
from jixiao_core.messages import Message, Param
from jixiao_core.present.i18n import LOCALES, render
from jixiao_core.present.labels import role_label
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letters import REVIEWERS, Letter, LetterRow, letter, round_of
from jixiao_core.present.numbers import points_text
from jixiao_core.rubrics.sources import is_date
from jixiao_core.scoring.case import Case, Claim, Role, ScoreRound
from jixiao_core.scoring.review import Review

__all__ = ["read_letter"]

_COLUMNS: Final = 8
_REFERENCES: Final = ("rubric", "unit", "subject", "year", "role", "reviewer")


@frozen
class _Cells:
    """
    What stands in the places of a letter that people write into, and in those by which it is recognised.

    Attributes:
        lines: the lines of the table without its heading.
        findings: the own findings.
        reference: the table at the end.
    """

    lines: tuple[tuple[str, ...], ...] = ()
    findings: tuple[str, ...] = ()
    reference: Mapping[str, str] = field(factory=dict)


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
        FormatError: for what is no letter, a letter about something else, and every cell that cannot be read, all at
            once.
    """
    if date and not is_date(date):
        raise FormatError(Problem(Message.of("letter.bad_date", found=shown(date)), "date"))
    blocks = docx_blocks(content)
    locale = _locale_of(blocks)
    given = _cells_of(blocks, locale)
    names = {role_label(role, locale): role for role in ("self", *REVIEWERS)}
    raise_if(_missing_references(given, locale), FormatError)
    own, reviewed = (names.get(given.reference[_named(name, locale)]) for name in ("reviewer", "role"))
    if own not in REVIEWERS or reviewed is None or own == reviewed:
        names_left = tuple(_named(name, locale) for name in ("role", "reviewer"))
        raise FormatError(Problem(Message.of("letter.reference_missing", name=names_left), "reference"))
    if reviewer is not None and reviewer != own:
        message = Message.of("letter.other_reviewer", found=_role(own), wanted=_role(reviewer))
        raise FormatError(Problem(message, "reviewer"))
    written = letter(found, role=reviewed, reviewer=own, locale=locale)
    # The letter as nobody has edited it, read by the same eyes: only what differs from it was written.
    untouched = _cells_of(docx_blocks(letter_docx(written)), locale)
    raise_if(_other_references(given, untouched, locale), FormatError)
    return _Reading(found, written, given, untouched).case(own, date)


def _role(role: Role) -> Message:
    return Message.of(f"present.role_{role}")


def _named(name: str, locale: str) -> str:
    return render(Message.of(f"letter.reference_{name}"), locale)


def _locale_of(blocks: Sequence[Block]) -> str:
    """The language of the headings of the table."""
    for locale in LOCALES:
        if any(_is_head(block, locale) for block in blocks):
            return locale
    heads = tuple(render(Message.of(f"letter.column_{name}"), LOCALES[0]) for name in ("number", "points", "remark"))
    raise FormatError(Problem(Message.of("letter.not_a_letter", found="--read", known=heads)))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_head(block: Block, locale: str) -> bool:
    if not isinstance(block, FormRow) or len(block.cells) != _COLUMNS:
        return False
    texts = [_squeezed(cell.text) for cell in block.cells]
    names = [_squeezed(render(Message.of(f"letter.column_{each}"), locale)) for each in ("number", "points", "remark")]
    return [texts[0], *texts[-2:]] == names


def _cells_of(blocks: Sequence[Block], locale: str) -> _Cells:
    """The three tables of a letter: each begins with its heading, and ends where another begins or text follows."""
    names = {_squeezed(_named(name, locale)): _named(name, locale) for name in _REFERENCES}
    findings = _squeezed(render(Message.of("letter.findings"), locale))
    lines: list[tuple[str, ...]] = []
    own: list[str] = []
    reference: dict[str, str] = {}
    part = ""
    for block in blocks:
        if not isinstance(block, FormRow):
            part = ""
            continue
        texts = tuple(cell.text for cell in block.cells)
        squeezed = [_squeezed(text) for text in texts]
        if _is_head(block, locale):
            part = "rows"
        elif not part and len(texts) > 1 and squeezed[1] == findings:
            part = "findings"
        elif part == "rows":
            lines.append(texts)
        elif part == "findings":
            own += [text for text in ("\n".join(texts[1:]).strip(),) if text]
        elif squeezed[0] in names and len(texts) > 1:
            reference.setdefault(names[squeezed[0]], " ".join("".join(texts[1:]).split()))
    return _Cells(tuple(lines), tuple(own), reference)


def _missing_references(given: _Cells, locale: str) -> Iterator[Problem]:
    for name in _REFERENCES:
        if _named(name, locale) not in given.reference:
            message = Message.of("letter.reference_missing", name=Message.of(f"letter.reference_{name}"))
            yield Problem(message, f"reference.{name}")


def _other_references(given: _Cells, untouched: _Cells, locale: str) -> Iterator[Problem]:
    none = Message.of("letter.not_stated")
    for name in _REFERENCES:
        told, value = (cells.reference.get(_named(name, locale), "") for cells in (given, untouched))
        # A cell of a page may break a long digest into lines.
        if _squeezed(told) != _squeezed(value):
            message = Message.of(
                "letter.other_reference",
                name=Message.of(f"letter.reference_{name}"),
                found=told or none,
                wanted=value or none,
            )
            yield Problem(message, f"reference.{name}")


class _Reading:
    """Holds a letter beside what it would be untouched, and gathers problems and changes."""

    def __init__(self, found: Review, written: Letter, given: _Cells, untouched: _Cells) -> None:
        self.found = found
        self.written = written
        self.given = given
        self.untouched = untouched
        self.problems: list[Problem] = []
        self.taken = render(Message.of("letter.as_claimed"), written.locale)

    def case(self, own: Role, date: str) -> Case:
        """The case with the round as the letter has it."""
        before = round_of(self.found.case, own) or ScoreRound(role=own, claims=())
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
        lines = self._lines_by_number(self.given)
        unedited = self._lines_by_number(self.untouched, is_quiet=True)
        claims = {claim.indicator: claim for claim in before.claims}
        for row in self.written.rows:
            line = lines.get(row.number)
            if not row.number or line is None:
                continue
            was = unedited[row.number]
            claim = claims.get(row.indicator) or Claim(indicator=row.indicator)
            if line[-2] != was[-2]:
                claim = evolve(claim, points=self._points(line[-2], row))
            if line[-1] != was[-1]:
                claim = evolve(claim, reason=line[-1])
            if row.indicator in claims or claim != Claim(indicator=row.indicator):
                claims[row.indicator] = claim
        return tuple(claims.values())

    def _lines_by_number(self, cells: _Cells, *, is_quiet: bool = False) -> dict[str, tuple[str, ...]]:
        """The lines of the rows by their numbers; what is wrong with the others is told once."""
        rows = {row.number: row for row in self.written.rows if row.number}
        lines: dict[str, tuple[str, ...]] = {}
        problems: list[Problem] = []
        for place, line in enumerate(cells.lines, start=1):
            number = unicodedata.normalize("NFKC", line[0]).strip().rstrip(".")
            problem = self._line_problem(line, number, rows, lines)
            if problem is not None:
                problems.append(Problem(problem, f"rows[{place}]"))
            elif number and number in rows:
                lines[number] = line
        missing = (row for number, row in rows.items() if number not in lines and not problems)
        problems += [Problem(self._of_row("letter.missing_row", row), row.indicator) for row in missing]
        self.problems += [] if is_quiet else problems
        return lines

    def _line_problem(
        self, line: tuple[str, ...], number: str, rows: Mapping[str, LetterRow], before: Mapping[str, object]
    ) -> Message | None:
        if len(line) != _COLUMNS:
            return Message.of("letter.short_row", found=len(line), wanted=_COLUMNS)
        if not number:
            beside = " ".join(text for text in (*line[-2:],) if text)
            is_total = _squeezed(line[1]) == _squeezed(self.written.total.line.label)
            is_free = not beside or (is_total and not line[-1])
            return None if is_free else Message.of("letter.beside_a_group", found=shown(beside), label=shown(line[1]))
        row = rows.get(number)
        if row is None:
            return Message.of("letter.unknown_row", found=shown(line[0]), known=len(rows))
        if number in before:
            return Message.of("letter.row_twice", number=number)
        if _squeezed(line[1]) != _squeezed(self._label(number)):
            return Message.of("letter.changed_label", number=number, found=shown(line[1]), label=row.line.label)
        return None

    def _label(self, number: str) -> str:
        return next(line[1] for line in self.untouched.lines if line[0] == number)

    def _of_row(self, code: str, row: LetterRow, **more: Param) -> Message:
        return Message.of(code, number=row.number, label=row.line.label, **more)

    def _points(self, text: str, row: LetterRow) -> Fraction | None:
        """The points in a cell; where there are none, a problem and None."""
        told = _squeezed(unicodedata.normalize("NFKC", text))
        if not told:
            return None
        maximum = self.found.sheet[row.indicator].maximum
        path = f"{row.indicator}.points"
        more: dict[str, Param] = {"as_claimed": self.taken, "maximum": points_text(maximum)}
        if told.lower() == _squeezed(self.taken).lower():
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
        told = _squeezed(unicodedata.normalize("NFKC", text))
        if text == was:
            return before.total
        points = _number(text)
        most = self.found.rubric.total_ceiling or self.found.rubric.points
        if told and (points is None or not 0 <= points <= most):
            message = Message.of("letter.bad_total", found=shown(text), maximum=points_text(most))
            self.problems.append(Problem(message, "total"))
        return points

    def _total_cell(self, cells: _Cells) -> str:
        label = _squeezed(self.written.total.line.label)
        found = (line for line in cells.lines if len(line) == _COLUMNS and not line[0].strip())
        return next((line[-2] for line in found if _squeezed(line[1]) == label), "")


def _number(text: str) -> Fraction | None:
    """A number that stands alone: of two, or of one in two lines, nobody knows which is meant."""
    try:
        return exact(text.strip().removesuffix("分").rstrip())
    except NumberError:
        return None
