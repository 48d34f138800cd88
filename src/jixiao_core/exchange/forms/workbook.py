"""
The parts of a `.xlsx` workbook, as values: sheets, their cells as stored, merged ranges, comments, what is hidden.

Numbers stay the text that the file stores; nothing is computed and nothing is fetched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias
from xml.parsers import expat

from attrs import evolve, field, frozen, mutable

from jixiao_core.errors import JixiaoError, LimitError, Problem
from jixiao_core.exchange.forms.archives import check_archive, damaged
from jixiao_core.exchange.forms.workbook_parts import Strings, parse, plain, shared_texts
from jixiao_core.messages import Message

__all__ = ["MAX_SHEETS", "Merge", "Sheet", "StoredCell", "Workbook", "column_name", "workbook_of"]

MAX_SHEETS: Final = 200
"""As many sheets a workbook may have."""
MAX_STORED: Final = 20_000
"""As many cells with something in them a workbook may have, as many merged ranges and comments a sheet."""
MAX_ALL_TAGS: Final = 1_600_000
"""As many tags all parts of a workbook may have."""
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_WORKBOOK: Final = "xl/workbook.xml"
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_TRUE: Final = frozenset(("1", "true", "on"))
_LETTERS: Final = 26

CellKind: TypeAlias = Literal["n", "s", "str", "inlineStr", "b", "e", "d"]
_KINDS: Final[dict[str, CellKind]] = {"n": "n", "s": "s", "str": "str", "inlineStr": "inlineStr", "b": "b", "e": "e", "d": "d"}  # fmt: skip


@frozen
class StoredCell:
    """
    A cell as the file stores it.

    Attributes:
        kind: the type of the stored value; texts of the shared table are resolved to ``str``.
        value: the stored value; None where a formula has no stored result.
        style: the index of its format.
        has_formula: whether the value is the result of a formula.
    """

    kind: CellKind
    value: str | None
    style: int
    has_formula: bool


@frozen
class Merge:
    """A merged range, rows and columns counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@frozen(kw_only=True)
class Sheet:
    """One sheet; places are (row, column), counted from 1."""

    name: str
    is_hidden: bool
    cells: Mapping[tuple[int, int], StoredCell]
    merges: tuple[Merge, ...]
    comments: Mapping[tuple[int, int], str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


@frozen(kw_only=True)
class Workbook:
    """A workbook; `formats` are the codes of the number formats by the index of the style of a cell."""

    sheets: tuple[Sheet, ...]
    formats: tuple[int | str, ...]
    is_1904: bool


def column_name(column: int) -> str:
    """
    Return the letters of a column.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def workbook_of(content: bytes, max_cells: int = MAX_STORED) -> Workbook:
    """
    Return the parts of a workbook.

    Args:
        content: the bytes of the document.
        max_cells: as many cells with something in them it may have.

    Raises:
        FormatError: for what is no such workbook, for macros, DOCTYPE and encryption.
        LimitError: for workbooks beyond the limits.
    """
    parts = check_archive(content, "xlsx")
    if sum(part.count(b"<") for part in parts.values()) > MAX_ALL_TAGS:
        raise LimitError(Problem(Message.of("exchange.docx_too_many_tags", limit=MAX_ALL_TAGS)))
    try:
        return _workbook(parts, max_cells)
    except JixiaoError:
        raise
    except (expat.ExpatError, KeyError, ValueError, LookupError):
        raise damaged("xlsx", "xml") from None


def _workbook(parts: Mapping[str, bytes], max_cells: int) -> Workbook:
    head = _Head()
    parse(parts[_WORKBOOK], head.start)
    if len(head.sheets) > MAX_SHEETS:
        raise LimitError(Problem(Message.of("exchange.workbook_too_many_sheets", limit=MAX_SHEETS)))
    targets = _relations(parts, _WORKBOOK)
    texts = shared_texts(parts.get("xl/sharedStrings.xml"))
    sheets: list[Sheet] = []
    room = max_cells
    for name, identifier, state in head.sheets:
        kind, target = targets[identifier]
        if not kind.endswith("/worksheet"):
            # A sheet that is a chart or a dialogue has no cells.
            continue
        sheet = _sheet(parts, target, texts, room, max_cells)
        room -= len(sheet.cells)
        sheets.append(evolve(sheet, name=name, is_hidden=state in ("hidden", "veryHidden")))
    return Workbook(sheets=tuple(sheets), formats=_formats(parts.get("xl/styles.xml")), is_1904=head.is_1904)


def _sheet(parts: Mapping[str, bytes], target: str, texts: list[str], room: int, max_cells: int) -> Sheet:
    grid = _Grid(texts, room=room, max_cells=max_cells)
    parse(parts[target], grid.start, grid.end)
    comments: dict[tuple[int, int], str] = {}
    for kind, other in _relations(parts, target).values():
        if kind.endswith("/comments") and other in parts:
            comments |= _comments(parts[other])
    return Sheet(
        name="",
        is_hidden=False,
        cells=grid.cells,
        merges=tuple(grid.merges),
        comments=comments,
        hidden_rows=frozenset(grid.hidden_rows),
        hidden_columns=frozenset(grid.hidden_columns),
    )


@mutable
class _Head:
    """The workbook part: its sheets in their order, and where its dates begin."""

    sheets: list[tuple[str, str, str]] = field(factory=list)
    is_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes["name"], attributes["id"], attributes.get("state", "")))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in _TRUE


@mutable
class _Grid:
    """The cells of a sheet that hold something, with its merged ranges and what it hides."""

    texts: list[str]
    cells: dict[tuple[int, int], StoredCell] = field(factory=dict)
    merges: list[Merge] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    room: int = MAX_STORED
    max_cells: int = MAX_STORED
    row: int = 0
    column: int = 0
    current: dict[str, str] = field(factory=dict)
    value: str | None = None
    has_formula: bool = False
    inline: Strings = field(factory=Strings)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self.row, self.column = _row(attributes.get("r", str(self.row + 1))), 0
                if attributes.get("hidden", "") in _TRUE:
                    self.hidden_rows.add(self.row)
            case "c":
                self.current, self.value, self.has_formula = attributes, None, False
                self.inline = Strings()
            case "f":
                self.has_formula = True
            case "col" if attributes.get("hidden", "") in _TRUE:
                self._hide(_index(attributes["min"]), _index(attributes["max"]))
            case "mergeCell":
                self._merge(attributes["ref"])
            case _:
                self.inline.start(name, attributes)

    def end(self, name: str, text: str) -> None:
        match name:
            case "v":
                self.value = text
            case "c":
                self._cell()
            case _:
                self.inline.end(name, text)

    def _cell(self) -> None:
        if "r" in self.current:
            self.row, self.column = _place(self.current["r"])
        else:
            self.column += 1
        kind, value = _KINDS[self.current.get("t", "n")], self.value
        if kind == "s" and value is not None:
            kind, value = "str", self.texts[_index(value)]
        elif kind == "inlineStr":
            kind, value = "str", plain("".join(self.inline.parts))
        elif kind == "str" and value is not None:
            value = plain(value)
        if self.has_formula and kind != "str" and not value:
            # Only a text can be empty: no program has computed this one.
            value = None
        elif value is None or not value.strip():
            return
        if self.column > MAX_COLUMN or not 1 <= self.row <= MAX_ROW:
            raise damaged("xlsx", "xml")
        if len(self.cells) >= self.room:
            raise LimitError(Problem(Message.of("exchange.workbook_too_many_cells", limit=self.max_cells)))
        style = _index(self.current.get("s", "0"))
        self.cells[self.row, self.column] = StoredCell(kind, value, style, self.has_formula)

    def _hide(self, first: int, last: int) -> None:
        """Columns stand in their order, each once: their number is bounded."""
        if not max(self.hidden_columns, default=0) < first <= last <= MAX_COLUMN:
            raise damaged("xlsx", "xml")
        self.hidden_columns.update(range(first, last + 1))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if len(self.merges) >= MAX_STORED:
            raise LimitError(Problem(Message.of("exchange.workbook_too_many_cells", limit=MAX_STORED)))
        if top > bottom or left > right:
            raise damaged("xlsx", "xml")
        self.merges.append(Merge(top, left, bottom, right))


def _index(digits: str) -> int:
    """A position in a list, which is never counted from its end."""
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise damaged("xlsx", "xml")
    return int(digits)


def _row(digits: str) -> int:
    row = _index(digits)
    if not 1 <= row <= MAX_ROW:
        raise damaged("xlsx", "xml")
    return row


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise damaged("xlsx", "xml")
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(found[2])
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise damaged("xlsx", "xml")
    return row, column


def _relations(parts: Mapping[str, bytes], owner: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: kind and name by identifier; what stands outside the file is left alone."""
    folder, name = posixpath.split(owner)
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes["Id"]] = (attributes["Type"], path)

    part = parts.get(f"{folder}/_rels/{name}.rels")
    if part is not None:
        parse(part, start)
    return found


def _formats(part: bytes | None) -> tuple[int | str, ...]:
    """The number format of each style: the number of one that every program knows, or its code."""
    codes: dict[int, str] = {}
    found: list[int | str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and "numFmts" in inside:
            codes[_index(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            number = _index(attributes.get("numFmtId", "0"))
            found.append(codes.get(number, number))
        inside.append(name)

    def end(_name: str, _text: str) -> None:
        inside.pop()

    if part is not None:
        parse(part, start, end)
    return tuple(found)


def _comments(part: bytes) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    strings = Strings()
    place = [(0, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "comment":
            place[0] = _place(attributes["ref"])
            strings.parts = []
        strings.start(name, attributes)

    def end(name: str, text: str) -> None:
        strings.end(name, text)
        if name == "comment":
            if len(found) >= MAX_STORED:
                raise LimitError(Problem(Message.of("exchange.workbook_too_many_cells", limit=MAX_STORED)))
            found[place[0]] = plain("".join(strings.parts)).strip()

    parse(part, start, end)
    return found
