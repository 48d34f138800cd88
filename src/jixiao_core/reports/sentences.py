"""The sentences of a report that have numbers, each with its line and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import Paragraph, Section
from jixiao_core.reports.printed_numbers import PrintedNumber, printed_numbers
from jixiao_core.reports.project import ProjectReport

__all__ = [
    "MAX_NUMBERS",
    "MAX_NUMBERS_CHECKED",
    "MAX_SENTENCE",
    "Sentence",
    "paragraphs",
    "sentences",
    "split_sentences",
]

_DIGIT: Final = re.compile(r"[0-9０-９]")
_END: Final = re.compile(r"[。！？!?]")
MAX_SENTENCE: Final = 2_000
"""Longer ones are left alone; nobody writes them."""
MAX_NUMBERS_CHECKED: Final = 20_000
"""As many numbers of sentences are looked at; the sentences behind them are counted as not checked."""
MAX_NUMBERS: Final = 40
"""Sentences with more numbers are lists that nobody states an identity in."""


@frozen
class Sentence:
    """
    One sentence of a report with its numbers; numbers that count or measure something have a quantity.

    Attributes:
        text: the sentence.
        line: where its paragraph stands.
        path: the paragraph, in the report.
        numbers: its numbers, in their order.
        is_first: whether it begins its paragraph.
        headings: the headings that its paragraph stands under.
        is_too_long: whether it is longer, or has more numbers, than what is looked at; then its numbers are left out.
    """

    text: str
    line: int
    path: str
    numbers: tuple[PrintedNumber, ...]
    is_first: bool = True
    headings: str = ""
    is_too_long: bool = False

    @property
    def counted(self) -> tuple[PrintedNumber, ...]:
        """The numbers with a unit or classifier."""
        return tuple(each for each in self.numbers if each.quantity is not None and each.unit)

    @property
    def measured(self) -> tuple[PrintedNumber, ...]:
        """Those of them that are exact: neither vague nor a bound."""
        return tuple(each for each in self.counted if not each.is_vague and each.comparator == "equal")


def sentences(report: DepartmentReport | ProjectReport) -> Iterator[Sentence]:
    """Yield the sentences of a report that have numbers; behind `MAX_NUMBERS_CHECKED` numbers they are not looked at."""
    left = MAX_NUMBERS_CHECKED
    for path, paragraph, headings in paragraphs(report):
        for place, text in enumerate(split_sentences(paragraph.text)):
            is_looked_at = len(text) <= MAX_SENTENCE and left > 0
            numbers = printed_numbers(text) if is_looked_at else ()
            left -= len(numbers)
            is_skipped = not is_looked_at and _DIGIT.search(text) is not None
            if is_skipped or len(numbers) > MAX_NUMBERS:
                yield Sentence(text, paragraph.line, path, (), is_too_long=True)
            elif numbers:
                yield Sentence(text, paragraph.line, path, numbers, is_first=not place, headings=headings)


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a paragraph; one that begins with 其中 goes on with the one before it."""
    waiting = ""
    for part in _END.split(text):
        if waiting and not part.strip().startswith("其中"):
            yield waiting.strip()
            waiting = ""
        waiting = f"{waiting}。{part}" if waiting else part
    if waiting:
        yield waiting.strip()


def paragraphs(report: DepartmentReport | ProjectReport) -> Iterator[tuple[str, Paragraph, str]]:
    """Yield the paragraphs of a report with their paths and the headings over them."""
    if isinstance(report, DepartmentReport):
        yield from _lines("mandate", report.mandate, 0)
        yield from _numbered("annual_tasks", report.annual_tasks)
        yield from _numbered("achievements", report.achievements)
    yield from _numbered("expected_goals", report.expected_goals)
    yield from _numbered("actual_results", report.actual_results)
    for position, row in enumerate(report.targets):
        path = f"targets[{position}]"
        yield from _lines(f"{path}.content", row.content, row.line)
        # Where the one number of a cell has been read as its value there is no sentence to understand.
        if row.target_value is None:
            yield from _lines(f"{path}.target", row.target, row.target_line or row.line)
        if row.completion_value is None:
            yield from _lines(f"{path}.completion", row.completion, row.completion_line or row.line)
    for position, section in enumerate(report.narrative):
        yield from _of_section(f"narrative[{position}]", section, "")


def _lines(path: str, text: str, line: int) -> Iterator[tuple[str, Paragraph, str]]:
    for place, part in enumerate(text.split("\n")):
        yield path, Paragraph(part, line + place if line else 0), ""


def _numbered(name: str, given: tuple[Paragraph, ...], headings: str = "") -> Iterator[tuple[str, Paragraph, str]]:
    return ((f"{name}[{position}]", paragraph, headings) for position, paragraph in enumerate(given))


def _of_section(path: str, section: Section, above: str) -> Iterator[tuple[str, Paragraph, str]]:
    headings = f"{above} {section.heading}".strip()
    yield from _numbered(f"{path}.body", section.body, headings)
    for position, part in enumerate(section.parts):
        yield from _of_section(f"{path}.parts[{position}]", part, headings)
