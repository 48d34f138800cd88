"""The XML of a workbook: one way through a part, and the texts in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from attrs import field, mutable

from jixiao_core.exchange.forms.archives import damaged

__all__ = ["Strings", "parse", "plain", "shared_texts"]

MAX_DEPTH: Final = 64
"""How deep elements may lie inside each other; those of a workbook lie at most about twenty deep."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def parse(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str, str], None] | None = None,
) -> None:
    """Call `start` with each element and its attributes, `end` with each and its text; names without namespaces."""
    stack: list[list[str]] = []

    def opened(name: str, attributes: dict[str, str]) -> None:
        if len(stack) >= MAX_DEPTH:
            raise damaged("xlsx", "xml")
        stack.append([])
        start(name.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def closed(name: str) -> None:
        text = "".join(stack.pop())
        if end is not None:
            end(name.rpartition("}")[2], text)

    def written(text: str) -> None:
        stack[-1].append(text)

    def declared(*_: object) -> None:
        # Also in an encoding in which the bytes do not show it.
        raise damaged("xlsx", "doctype")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = written
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(part, True)


@mutable
class Strings:
    """Texts of the shared table, or of comments: runs joined, readings of characters (phonetic runs) left out."""

    items: list[str] = field(factory=list)
    parts: list[str] = field(factory=list)
    phonetic: int = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        """Take the start of an element."""
        self.phonetic += name == "rPh"

    def end(self, name: str, text: str) -> None:
        """Take the end of an element with its text."""
        if name == "t" and not self.phonetic:
            self.parts.append(text)
        elif name == "rPh":
            self.phonetic -= 1
        elif name == "si":
            self.items.append(plain("".join(self.parts)))
            self.parts = []


def shared_texts(part: bytes | None) -> list[str]:
    """Return the texts that the cells of a workbook share."""
    found = Strings()
    if part is not None:
        parse(part, found.start, found.end)
    return found.items


def plain(text: str) -> str:
    """A stored text as it is shown: line ends as such, escaped characters themselves."""
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    safe = (
        char if char.isprintable() or char in "\n\t\u3000\xa0" else "\ufffd" for char in _LINE_ENDS.sub("\n", decoded)
    )
    return "".join(safe).replace("\xa0", " ").replace("\t", " ")
