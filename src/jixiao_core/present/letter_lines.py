"""What is wrong with the lines of an edited letter: whatever a person wrote is read, or it is told why it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present.i18n import render
from jixiao_core.present.letter_cells import COLUMNS, POINTS, REMARK, LetterCells, LetterLine, run_together
from jixiao_core.present.letter_pages import table_heads
from jixiao_core.present.letters import Letter

__all__ = ["line_problems"]

_CLAIMED = 3
"""The column of claimed scores, beside which a reviewer may miss the own one."""


def line_problems(written: Letter, given: LetterCells, untouched: LetterCells) -> list[Problem]:
    """
    Return what is wrong with the lines of a letter and around its table of own findings, not with single numbers.

    Args:
        written: the letter as it was written.
        given: what stands in it now.
        untouched: what stood in it before anybody edited it.
    """
    lines = _Lines(written, given, untouched)
    found = [*lines.single(), *lines.totals(), *lines.joined()]
    # A row whose line is told as something else is not missing as well.
    return [*(found or lines.missing()), *_beside(written, given, untouched)]


def _beside(written: Letter, given: LetterCells, untouched: LetterCells) -> Iterator[Problem]:
    title = render(Message.of("letter.findings"), written.locale)
    if not given.has_findings:
        yield Problem(Message.of("letter.findings_missing", title=title), "findings")
    for text in given.beside:
        if text not in untouched.beside:
            yield Problem(Message.of("letter.beside_findings", found=shown(text), title=title), "findings")


class _Lines:
    """The lines of a letter beside those that it was written with."""

    def __init__(self, written: Letter, given: LetterCells, untouched: LetterCells) -> None:
        self.lines = given.lines
        self.rows = {row.number: row for row in written.rows if row.number}
        self.before = {line.number: line for line in untouched.lines if line.number}
        self.heads = table_heads(written)
        self.findings = render(Message.of("letter.findings"), written.locale)
        self.groups = {line.label for line in untouched.lines if not line.number}
        self.total = written.total.line.label
        self.total_count = len(_called(untouched.lines, self.total))

    def single(self) -> Iterator[Problem]:
        """What is wrong with a line by itself, or because an earlier one has its number."""
        before: set[str] = set()
        for place, line in enumerate(self.lines, start=1):
            if not any(text.strip() for text in line.texts):
                continue
            problem = self._problem(line, place, before)
            if problem is not None:
                yield Problem(problem, f"rows[{place}]")
            before.add(line.number)

    def _problem(self, line: LetterLine, place: int, before: set[str]) -> Message | None:
        if len(line.texts) != COLUMNS:
            told = shown(" ".join(text for text in line.texts[:2] if text))
            return Message.of("letter.short_row", label=told, found=len(line.texts), wanted=COLUMNS)
        number = line.number
        if not number:
            return self._unnumbered(line, place)
        if number not in self.rows:
            return Message.of("letter.unknown_row", found=shown(line.texts[0]), known=len(self.rows))
        if number in before:
            return Message.of("letter.row_twice", number=number)
        if line.label != self.before[number].label:
            label = self.rows[number].line.label
            return Message.of("letter.changed_label", number=number, found=shown(line.texts[1]), label=label)
        return self._claimed(line)

    def _claimed(self, line: LetterLine) -> Message | None:
        """The claimed score, where somebody wrote over it, perhaps in the place of a score of their own."""
        text, was = line.texts[_CLAIMED], self.before[line.number].texts[_CLAIMED]
        if run_together(text) == run_together(was):
            return None
        row, none = self.rows[line.number], Message.of("letter.empty_cell")
        return Message.of(
            "letter.changed_claim",
            number=row.number,
            label=row.line.label,
            head=self.heads[_CLAIMED],
            found=shown(text) if text else none,
            wanted=shown(was) if was else none,
            points=self.heads[POINTS],
        )

    def _unnumbered(self, line: LetterLine, place: int) -> Message | None:
        if not line.label:
            return self._unnamed(line, place)
        if line.label not in self.groups:
            return Message.of("letter.unknown_line", found=shown(line.texts[1]), line=place)
        # Points beside the total are its own; several lines called so are told by `totals`.
        is_total = line.label == run_together(self.total) and self.total_count == 1
        beside = " ".join(text for text in line.texts[REMARK if is_total else POINTS :] if text)
        if not beside:
            return None
        if is_total:
            return Message.of("letter.beside_the_total", found=shown(beside), label=self.total, findings=self.findings)
        return Message.of("letter.beside_a_group", found=shown(beside), label=shown(line.texts[1]))

    def _unnamed(self, line: LetterLine, place: int) -> Message:
        """A line with neither number nor name, as of a row that was struck through as a whole."""
        found = shown(" ".join(text for text in line.texts if text))
        there = {each.number for each in self.lines}
        gone = tuple(
            Message.of("letter.row_named", number=number, label=row.line.label)
            for number, row in self.rows.items()
            if number not in there
        )
        if not gone:
            return Message.of("letter.unnamed_line", found=found, line=place)
        return Message.of("letter.struck_line", found=found, line=place, rows=gone, points=self.heads[POINTS])

    def totals(self) -> Iterator[Problem]:
        """The line of the total stands once, behind all rows: of two, nobody knows which is meant."""
        places = _called(self.lines, self.total)
        if len(places) > self.total_count:
            texts = tuple(self.lines[place - 1].texts[POINTS] for place in places)
            told = tuple(shown(text) if text else Message.of("letter.empty_cell") for text in texts)
            message = Message.of("letter.total_twice", label=self.total, lines=tuple(map(str, places)), found=told)
            yield Problem(message, "total")
        elif not places or any(line.number for line in self.lines[places[-1] :]):
            yield Problem(Message.of("letter.total_missing", label=self.total), "total")

    def joined(self) -> Iterator[Problem]:
        """Cells of several lines that were made one, with something in them."""
        for column in (POINTS, REMARK):
            for first, last in self._merged(column):
                # Lines without all their cells are told by `single`.
                lines = [line for line in self.lines[first : last + 1] if len(line.texts) == COLUMNS]
                text = "\n".join(line.texts[column] for line in lines if line.texts[column])
                if text:
                    named = tuple(self._named(line) for line in lines)
                    message = Message.of("letter.one_cell", found=shown(text), lines=named)
                    yield Problem(message, f"rows[{first + 1}]")

    def _merged(self, column: int) -> Iterator[tuple[int, int]]:
        """The first and the last line of every cell that goes over several."""
        first = 0
        for place, line in enumerate(self.lines):
            if column not in line.continued:
                first = place
            elif place + 1 == len(self.lines) or column not in self.lines[place + 1].continued:
                yield first, place

    def _named(self, line: LetterLine) -> Message:
        row = self.rows.get(line.number)
        if row is None:
            return Message.of("letter.group_named", label=line.texts[1].strip() or line.texts[0])
        return Message.of("letter.row_named", number=row.number, label=row.line.label)

    def missing(self) -> Iterator[Problem]:
        """Rows that have no line any more."""
        there = {line.number for line in self.lines}
        for number, row in self.rows.items():
            if number not in there:
                message = Message.of("letter.missing_row", number=number, label=row.line.label)
                yield Problem(message, row.indicator)


def _called(lines: Sequence[LetterLine], label: str) -> list[int]:
    """The places, from 1, of the whole lines without a number that have a label."""
    told = run_together(label)
    return [
        place
        for place, line in enumerate(lines, start=1)
        if len(line.texts) == COLUMNS and not line.number and line.label == told
    ]
