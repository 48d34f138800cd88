"""The narrative: paragraphs under numbered headings, as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import evolve, field, mutable

from jixiao_core.exchange.forms.blocks import Line, squeezed
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.reports.parts import Paragraph, Section

__all__ = ["narrative"]

_MARKS: Final = (
    ("chapter", re.compile(r"^[一二三四五六七八九十]{1,3}、")),
    ("section", re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("bracketed", re.compile(r"^[（(][0-9]{1,2}[）)]")),
    ("numbered", re.compile(r"^[0-9]{1,2}[、.．]")),
)
_ORDINAL: Final = re.compile(
    r"[（(]?([0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])[、.．）)]"
)
_CHINESE: Final = "一二三四五六七八九"
# Headings of the forms that people print without a number; they end the numbered entries before them.
_PLAIN: Final = re.compile(
    r"(?:下一步|今后|主要|存在|有关|相关|整改|工作)*(?:的)?(?:主要)?(?:改进措施|措施|问题|经验|做法|建议|原因分析|意见建议)"
    r"(?:(?:和|及|与|、)(?:有关|相关|主要|工作)?(?:改进措施|措施|问题|经验|做法|建议|原因分析))*[：:]?"
)
_IN_BRACKETS: Final = {"section", "bracketed"}
_UNNUMBERED: Final = "unnumbered"
_MAX_HEADING: Final = 48
_SENTENCE: Final = re.compile(r"[。；！？]")


@mutable
class _Open:
    """A section that may still get paragraphs and parts."""

    mark: str
    number: int
    section: Section
    body: list[Paragraph] = field(factory=list)
    parts: list[Section] = field(factory=list)

    def precedes(self, mark: str, number: int) -> bool:
        """Whether a heading in brackets comes next after it, whatever its numerals: （6） and then （七）."""
        return {self.mark, mark} <= _IN_BRACKETS and number == self.number + 1

    def closed(self) -> Section:
        return evolve(self.section, body=tuple(self.body), parts=tuple(self.parts))


def narrative(lines: Iterable[Line], ledger: Ledger) -> tuple[Section, ...]:
    """
    Return the sections of a narrative; a short numbered line without a sentence in it is a heading.

    A heading that the forms print without a number ends the numbered entries before it. A mark that is already open, or the next number after an open one, ends what stands under it; any other mark opens a
    level below. What stands before the first heading is a section without one.
    """
    root = _Open("", 0, Section())
    open_: list[_Open] = [root]
    for line in lines:
        ledger.take(line)
        mark = _mark(line.text)
        if mark is None:
            open_[-1].body.append(Paragraph(line.text, line.line))
            continue
        if mark == _UNNUMBERED:
            while open_[-1].mark in ("numbered", _UNNUMBERED):
                _close(open_)
            open_.append(_Open(mark, 0, Section(heading=line.text, line=line.line)))
            continue
        number = _ordinal(line.text)
        earlier = next((each for each in reversed(open_) if each.mark == mark or each.precedes(mark, number)), None)
        if earlier is not None:
            while open_[-1] is not earlier:
                _close(open_)
            _close(open_)
        open_.append(_Open(earlier.mark if earlier else mark, number, Section(heading=line.text, line=line.line)))
    while len(open_) > 1:
        _close(open_)
    loose = (Section(body=tuple(root.body)),) if root.body else ()
    return (*loose, *root.parts)


def _close(open_: list[_Open]) -> None:
    done = open_.pop()
    open_[-1].parts.append(done.closed())


def _mark(text: str) -> str | None:
    plain = squeezed(text)
    if len(plain) > _MAX_HEADING or _SENTENCE.search(plain):
        return None
    if not _ORDINAL.match(plain):
        return _UNNUMBERED if _PLAIN.fullmatch(plain) else None
    return next((name for name, pattern in _MARKS if pattern.match(plain)), None)


def _ordinal(text: str) -> int:
    """The number of a heading."""
    found = _ORDINAL.match(squeezed(text))
    assert found is not None
    digits = found[1]
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十")
    if "十" not in digits:
        return _CHINESE.index(digits) + 1
    return (_CHINESE.index(tens) + 1 if tens else 1) * 10 + (_CHINESE.index(ones) + 1 if ones else 0)
