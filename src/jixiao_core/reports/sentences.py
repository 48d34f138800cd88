"""
What sentences say about their own numbers: a small grammar, extracted conservatively.

Four kinds of statements are understood: a rate with the two counts before it, an amount with its parts behind 其中, an
amount whose words are those of a table, and a list beside a stated count. Whatever else has a number is left alone,
and counted as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from jixiao_core.exact.quantities import Count, Money, Number, Rate
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import Paragraph, Section
from jixiao_core.reports.printed_numbers import PrintedNumber, printed_numbers
from jixiao_core.reports.project import ProjectReport

__all__ = [
    "ListStatement",
    "PartsStatement",
    "RateStatement",
    "Sentence",
    "list_statements",
    "parts_statements",
    "rate_statements",
    "sentences",
]

_END: Final = re.compile(r"[。！？!?]")
_OF_WHICH: Final = re.compile(r"其中|包括")
_MIN_PARTS: Final = 2
MAX_SENTENCE: Final = 2_000
"""Longer ones are left alone; nobody writes them."""
MAX_NUMBERS: Final = 40
"""Sentences with more numbers are lists that nobody states an identity in."""


@frozen
class Sentence:
    """One sentence of a report with its numbers; numbers that count or measure something have a quantity."""

    text: str
    line: int
    path: str
    numbers: tuple[PrintedNumber, ...]

    @property
    def measured(self) -> tuple[PrintedNumber, ...]:
        """The exact numbers with a unit or classifier."""
        return tuple(each for each in self.numbers if each.quantity is not None and each.unit and not each.is_vague)


@frozen
class RateStatement:
    """共反馈262个…完成244个…整改率93.1%: a rate beside the two counts that make it."""

    whole: PrintedNumber
    part: PrintedNumber
    rate: PrintedNumber


@frozen
class PartsStatement:
    """104次，其中…50次，…54次: a number and the parts that the sentence names."""

    whole: PrintedNumber
    parts: tuple[PrintedNumber, ...]


@frozen
class ListStatement:
    """
    A list beside a stated count.

    Attributes:
        count: the stated count.
        least: how many things the list has at least; 和 may join two of them or stand inside a name.
        most: how many at most.
        is_open: whether the list ends in 等.
        items: the list as printed.
    """

    count: PrintedNumber
    least: int
    most: int
    is_open: bool
    items: str


def sentences(report: DepartmentReport | ProjectReport) -> Iterator[Sentence]:
    """Yield the sentences of a report that have numbers."""
    for path, paragraph in _paragraphs(report):
        for text in _split(paragraph.text):
            numbers = printed_numbers(text) if len(text) <= MAX_SENTENCE else ()
            if 0 < len(numbers) <= MAX_NUMBERS:
                yield Sentence(text, paragraph.line, path, numbers)


def _split(text: str) -> Iterator[str]:
    """The sentences of a paragraph; one that begins with 其中 goes on with the one before it."""
    waiting = ""
    for part in _END.split(text):
        if waiting and not part.strip().startswith("其中"):
            yield waiting.strip()
            waiting = ""
        waiting = f"{waiting}。{part}" if waiting else part
    if waiting:
        yield waiting.strip()


def _paragraphs(report: DepartmentReport | ProjectReport) -> Iterator[tuple[str, Paragraph]]:
    if isinstance(report, DepartmentReport):
        yield "mandate", Paragraph(report.mandate)
        yield from _numbered("annual_tasks", report.annual_tasks)
        yield from _numbered("achievements", report.achievements)
    yield from _numbered("expected_goals", report.expected_goals)
    yield from _numbered("actual_results", report.actual_results)
    for position, row in enumerate(report.targets):
        path = f"targets[{position}]"
        yield f"{path}.content", Paragraph(row.content, row.line)
        # Where the one number of a cell has been read as its value there is no sentence to understand.
        if row.target_value is None:
            yield f"{path}.target", Paragraph(row.target, row.line)
        if row.completion_value is None:
            yield f"{path}.completion", Paragraph(row.completion, row.line)
    for position, section in enumerate(report.narrative):
        yield from _of_section(f"narrative[{position}]", section)


def _numbered(name: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Paragraph]]:
    return ((f"{name}[{position}]", paragraph) for position, paragraph in enumerate(paragraphs))


def _of_section(path: str, section: Section) -> Iterator[tuple[str, Paragraph]]:
    yield from _numbered(f"{path}.body", section.body)
    for position, part in enumerate(section.parts):
        yield from _of_section(f"{path}.parts[{position}]", part)


def rate_statements(sentence: Sentence) -> Iterator[RateStatement]:
    """Yield each rate whose words end in 率 and that follows exactly two counts of the same things."""
    counts: list[PrintedNumber] = []
    for number in sentence.measured:
        match number.quantity:
            case Rate():
                if number.before.endswith("率") and len(counts) == _MIN_PARTS and _is_same_unit(*counts):
                    yield RateStatement(counts[0], counts[1], number)
                counts = []
            case Count():
                counts.append(number)
            case _:
                pass


def _is_same_unit(one: PrintedNumber, other: PrintedNumber) -> bool:
    return one.unit == other.unit


def parts_statements(sentence: Sentence) -> Iterator[PartsStatement]:
    """Yield each number with the parts behind 其中, as far as the next semicolon or, where that does not add up, on."""
    for mark in _OF_WHICH.finditer(sentence.text):
        before = [each for each in sentence.measured if each.end <= mark.start()]
        behind = [each for each in sentence.measured if each.start >= mark.end()]
        clause_end = next((at for at in _marks(sentence.text, "；;") if at > mark.end()), len(sentence.text))
        for whole in reversed(before):
            alike = [each for each in behind if _is_part(each, whole)]
            near = [each for each in alike if each.end <= clause_end]
            if len(alike) >= _MIN_PARTS:
                yield PartsStatement(whole, tuple(near if len(near) >= _MIN_PARTS else alike))
                break


def _is_part(each: PrintedNumber, whole: PrintedNumber) -> bool:
    match whole.quantity:
        case Money():
            return isinstance(each.quantity, Money)
        case Count() | Number():
            return each.unit == whole.unit
        case _:
            return False


def _marks(text: str, marks: str) -> Iterator[int]:
    return (position for position, char in enumerate(text) if char in marks)


_OPENERS: Final = re.compile(r"^.*?(?:内设有|内设|下设有|下设|设有|分别有|分别为|分别是|包括|包含|涉及|有|为|是)")
_JOINERS: Final = re.compile(r"[和及与]")
_BRACKETED: Final = re.compile(r"（([^（）]+)）")
_DETAILED: Final = re.compile(r"^[^，,；;。、]*[，,：:]\s*(?:分别有|分别为|分别是|即|包括|为)([^；;。（）]+)")


def list_statements(sentence: Sentence) -> Iterator[ListStatement]:
    """Yield each count with the list that stands right before it, in brackets behind it, or behind 分别有."""
    for number in sentence.measured:
        if not isinstance(number.quantity, Count) or number.unit not in (
            "个",
            "家",
            "项",
            "类",
            "种",
            "所",
            "名",
            "人",
        ):
            continue
        before = _list_before(sentence.text[: number.start])
        behind = _list_behind(sentence.text[number.end :])
        for items in (before, behind):
            if items:
                yield _counted(number, items)
                break


def _list_before(text: str) -> str:
    clause = re.split(r"[，,；;：:（）()]", text)[-1]
    if "、" not in clause:
        return ""
    first, _, rest = clause.partition("、")
    return f"{_OPENERS.sub('', first)}、{rest}"


def _list_behind(text: str) -> str:
    bracketed = _BRACKETED.match(text[len(_noun(text)) :])
    if bracketed is not None:
        inner = bracketed[1]
        return inner if ("、" in inner or _JOINERS.search(inner)) and not printed_numbers(inner) else ""
    detailed = _DETAILED.match(text)
    return detailed[1] if detailed is not None and "、" in detailed[1] else ""


def _noun(text: str) -> str:
    """What is counted: the words up to the next mark."""
    found = re.match(r"[^，,；;：:（）()、。]*", text)
    return found[0] if found else ""


def _counted(number: PrintedNumber, items: str) -> ListStatement:
    plain = items.strip()
    is_open = bool(re.search(r"等[^、]{0,6}$", plain))
    parts = [part for part in plain.split("、") if part.strip()]
    joined = bool(_JOINERS.search(parts[-1])) if parts else False
    least = len(parts)
    return ListStatement(number, least, least + joined, is_open, plain)
