"""What stands in a letter where people write, and where it is recognised: cells of its tables, by their headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exchange.forms.blocks import Block, Line
from jixiao_core.exchange.forms.blocks import Row as FormRow
from jixiao_core.messages import Message
from jixiao_core.present.i18n import LOCALES, render

__all__ = [
    "COLUMNS",
    "POINTS",
    "REFERENCES",
    "REMARK",
    "LetterCells",
    "LetterLine",
    "cells_of",
    "locale_of_letter",
    "reference_name",
    "run_together",
]

COLUMNS: Final = 8
"""As many columns the table of a letter has."""
POINTS: Final = -2
REMARK: Final = -1
"""The columns of the reviewer."""
REFERENCES: Final = ("rubric", "unit", "subject", "year", "role", "reviewer")
"""What a letter is recognised by."""
_NUMBERED: Final = re.compile(r"[(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[).、．]?")

_BEGINS: Final = re.compile(
    r"(?:[(（](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[)）]"
    r"|[0-9０-９]{1,3}(?:[)）]|[、.．](?![0-9０-９]))"
    r"|[一二三四五六七八九十]{1,3}(?:[)）.．]|、(?![一二三四五六七八九十]))"
    r"|(?P<bare>[0-9０-９]{1,3})(?=\s+[^个项人名次份件张台辆套处户家年月日天元万亿千百％%\s]))\s*(?=\S)"
)
"""A number and what parts it from the text behind; a space alone where no word for what is counted follows."""

_IN_BRACKETS: Final = re.compile(r"[(（][^)）]+[)）]")


@frozen
class LetterLine:
    """
    A line of the table.

    Attributes:
        texts: its cells.
        continued: the columns, from the right (-1 is the last), in which it is one cell with the line above.
    """

    texts: tuple[str, ...]
    continued: frozenset[int] = frozenset()

    @property
    def number(self) -> str:
        """The number of the row; empty for groups and the total."""
        return unicodedata.normalize("NFKC", self.texts[0]).strip().rstrip(".")

    @property
    def label(self) -> str:
        """The name, as labels are compared."""
        return run_together(self.texts[1])


@frozen
class LetterCells:
    """
    The places of a letter that count.

    Attributes:
        lines: the lines of the table without its heading.
        findings: the own findings.
        reference: the table at the end, by what its lines are about.
        has_findings: whether the table of own findings is there.
        beside: what stands around that table, where nothing is read.
    """

    lines: tuple[LetterLine, ...] = ()
    findings: tuple[str, ...] = ()
    reference: Mapping[str, str] = field(factory=dict)
    has_findings: bool = False
    beside: tuple[str, ...] = ()


def run_together(text: str) -> str:
    """Return a text without white space, as headings and labels are compared: lines break anywhere in cells."""
    return "".join(text.split())


def reference_name(name: str, locale: str) -> str:
    """Return the name of a line of the table at the end."""
    return render(Message.of(f"letter.reference_{name}"), locale)


def locale_of_letter(blocks: Sequence[Block]) -> str:
    """Return the language of the headings of the table; FormatError where there is no such table."""
    for locale in LOCALES:
        if any(_is_head(block, locale) for block in blocks):
            return locale
    heads = tuple(render(Message.of(f"letter.column_{name}"), LOCALES[0]) for name in ("number", "points", "remark"))
    raise FormatError(Problem(Message.of("letter.not_a_letter", found="--read", known=heads)))


def _is_head(block: Block, locale: str) -> bool:
    if not isinstance(block, FormRow) or len(block.cells) != COLUMNS:
        return False
    texts = [run_together(cell.text) for cell in block.cells]
    names = (render(Message.of(f"letter.column_{each}"), locale) for each in ("number", "points", "remark"))
    return [texts[0], *texts[POINTS:]] == [run_together(name) for name in names]


def cells_of(blocks: Sequence[Block], locale: str) -> LetterCells:
    """
    Return what stands in the three tables of a letter.

    Each begins with its heading, and ends where another begins or text follows.

    Args:
        blocks: the letter, read.
        locale: its language.
    """
    walk = _Walk(locale)
    for block in blocks:
        walk.take(block)
    return LetterCells(
        lines=tuple(walk.lines),
        findings=tuple(walk.findings),
        reference=walk.reference,
        has_findings=walk.has_findings,
        beside=tuple(walk.beside),
    )


class _Walk:
    """Goes through a letter and remembers in which part of it it is."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.names = {run_together(reference_name(name, locale)): name for name in REFERENCES}
        self.title, self.sign, self.note = (
            run_together(render(Message.of(f"letter.{name}"), locale)) for name in ("findings", "sign", "reference")
        )
        # Who seals may be named in any words; that it is sealed stands in brackets.
        (self.seal,) = _IN_BRACKETS.findall(self.sign)
        self.lines: list[LetterLine] = []
        self.findings: list[str] = []
        self.reference: dict[str, str] = {}
        self.beside: list[str] = []
        self.has_findings = False
        self.part = ""
        self.is_near = False

    def take(self, block: Block) -> None:
        """Take the next line or row."""
        if isinstance(block, Line):
            self._line(run_together(block.text), block.text)
        else:
            self._row(block)

    def _line(self, told: str, text: str) -> None:
        """A loose line: between the heading of the own findings and the line for the seal people may write findings."""
        self.part = ""
        if self.seal in told or told == self.note:
            self.is_near = False
        elif self.lines and told.endswith(self.title) and not self.has_findings:
            self.is_near = True
        elif self.is_near:
            self.beside.append(text)

    def _row(self, row: FormRow) -> None:
        texts = tuple(cell.text for cell in row.cells)
        told = [run_together(text) for text in texts]
        if _is_head(row, self.locale):
            self.part = "rows"
        elif self.part != "findings" and self._begins_findings(told):
            self.part, self.has_findings, self.is_near = "findings", True, True
        elif self.part == "rows":
            self.lines.append(_letter_line(row))
        elif self.part == "findings":
            self.findings += _finding(texts, len(self.findings) + 1)
        elif told[0] in self.names and len(texts) > 1:
            self.reference.setdefault(self.names[told[0]], " ".join("".join(texts[1:]).split()))
        elif self.is_near and any(told):
            self.beside.append(" ".join(text for text in texts if text))

    def _begins_findings(self, told: Sequence[str]) -> bool:
        """The heading of the table, also where its cells are merged; its number alone is what else stands in it."""
        number = run_together(render(Message.of("letter.column_number"), self.locale))
        return bool(self.lines) and len(told) < COLUMNS and "".join(told).removeprefix(number) == self.title


def _letter_line(row: FormRow) -> LetterLine:
    """A line of the table; an empty cell over several columns is as many empty cells."""
    cells = [cell for cell in row.cells for _ in range(1 if cell.text.strip() else cell.span)]
    continued = (place - len(cells) for place, cell in enumerate(cells) if cell.is_continued)
    return LetterLine(tuple(cell.text for cell in cells), frozenset(continued))


def _finding(texts: Sequence[str], place: int) -> Iterator[str]:
    """A line of own findings, wherever in it they stand: its cells may be merged; a number in front is none."""
    first, *rest = texts
    is_number = all(_NUMBERED.fullmatch(unicodedata.normalize("NFKC", part)) for part in first.split())
    told = "\n".join(text for text in (*([] if is_number else [_without_number(first, place)]), *rest) if text).strip()
    if told:
        yield told


def _without_number(text: str, place: int) -> str:
    """
    What stands in the column of numbers, or over it, without its number; several numbered lines stay as they are.

    Figures that a sentence begins with are none: a number has a mark behind it, or a space where it counts the line.
    """
    number, _, rest = text.partition("\n")
    if rest and _NUMBERED.fullmatch(unicodedata.normalize("NFKC", number.strip())):
        # As two cells that were made one have it.
        return rest
    begins = [_BEGINS.match(line) for line in text.split("\n")]
    found = begins[0]
    if found is None or any(begins[1:]) or (found["bare"] and int(found["bare"]) != place):
        return text
    return text[found.end() :]
