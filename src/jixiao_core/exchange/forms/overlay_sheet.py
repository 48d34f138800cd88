"""Overlays kept in a spreadsheet with Chinese headings: the same data as a file, each part with its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.forms.cells import SheetCell, sheet_cells
from jixiao_core.exchange.forms.overlay_columns import (
    CHANGES,
    CHANGING,
    COLUMNS,
    GUIDE,
    HEAD,
    HEADS,
    LISTS,
    NEEDED,
    ORIGINAL,
    REQUIRED,
    TERMS,
    VERBS,
    WORDS,
)
from jixiao_core.exchange.forms.overlay_places import PlacedTable, Places, SheetProblem
from jixiao_core.exchange.forms.overlay_terms import TermsError, terms_of
from jixiao_core.exchange.forms.workbook import column_name
from jixiao_core.messages import Message

__all__ = ["overlay_sheet"]

_DIVIDERS: Final = re.compile(r"[；;，,、\s]+")
_WHOLE: Final = re.compile(r"[0-9]{1,6}")
_YEARS: Final = re.compile(r"([0-9]{4})(?:\s*[-－—–至~]\s*([0-9]{4}))?年?")


@frozen
class _Line:
    """One line of the sheet of changes: key to cell."""

    row: int
    cells: dict[str, SheetCell]

    def text(self, key: str) -> str:
        return self.cells[key].text if key in self.cells else ""

    @property
    def place(self) -> str:
        return next(iter(self.cells.values())).place


def overlay_sheet(content: bytes) -> PlacedTable:
    """
    Return the plain data of an overlay in a ``.xlsx`` document, as `parse_overlay` reads it.

    What is wrong with its cells comes with the data, so that it is told together with what is wrong with the rest.

    Args:
        content: the bytes of the document.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for what is no such document.
    """
    cells = sheet_cells(content, (HEAD, CHANGES), (GUIDE,))
    work = _Work(cells.merged.get(HEAD, frozenset()), cells.merged.get(CHANGES, frozenset()))
    if HEAD in cells.sheets:
        work.head(cells.sheets[HEAD])
    if CHANGES in cells.sheets:
        work.changes(cells.sheets[CHANGES])
    found = (*map(SheetProblem, cells.problems), *work.found)
    return PlacedTable(work.data, Places(work.cells, frozenset(work.lines), work.is_whole), found)


class _Work:
    """The overlay as far as it has been read."""

    def __init__(self, merged_head: frozenset[int], merged_changes: frozenset[int]) -> None:
        self.data: dict[str, Any] = {}
        self.cells: dict[str, str] = {}
        self.lines: set[str] = set()
        self.found: list[SheetProblem] = []
        self.is_whole = True
        self._merged_head, self._merged_changes = merged_head, merged_changes
        self._keys: dict[int, str] = {}
        self._ignored: set[int] = set()
        self._stated: set[str] = set()
        self._unread: set[str] = set()

    def _refuse(self, place: str, code: str, *, path: str = "", **params: Any) -> None:
        self._tell(place, Message.of(code, **params), path)

    def _tell(self, place: str, message: Message, path: str = "") -> None:
        self.found.append(SheetProblem(Problem(message, place), path))

    def head(self, cells: tuple[SheetCell, ...]) -> None:
        rows: dict[int, dict[int, SheetCell]] = {}
        for cell in cells:
            rows.setdefault(cell.row, {})[cell.column] = cell
        stated: set[str] = set()
        is_whole = not self._merged_head
        for row, line in rows.items():
            name, value = line.get(1), line.get(2)
            if name is None or name.text == "项目" or name.is_unread:
                is_whole = is_whole and not (name and name.is_unread)
            elif name.text not in HEADS:
                is_whole = False
                self._tell(name.place, not_allowed("exchange.xlsx_heading", name.text, HEADS))
            elif HEADS[name.text] in stated:
                self._refuse(name.place, "exchange.xlsx_twice", found=shown(name.text))
            else:
                stated.add(HEADS[name.text])
                self._head_line(name, value, row)
        if is_whole:
            missing = [heading for heading, key in HEADS.items() if key in REQUIRED and key not in stated]
            for heading in missing:
                self._refuse(HEAD, "exchange.xlsx_no_line", heading=heading)

    def _head_line(self, name: SheetCell, value: SheetCell | None, row: int) -> None:
        key = HEADS[name.text]
        self.cells[key] = f"{HEAD}!B{row}"
        if value is None:
            if key in REQUIRED and row not in self._merged_head:
                self._refuse(self.cells[key], "exchange.xlsx_blank", path=key, heading=name.text)
            return
        self._stated.add(key)
        if name.is_hidden or value.is_hidden:
            self._refuse(value.place, "exchange.xlsx_hidden")
        if value.is_unread:
            self.found.append(SheetProblem(None, key))
        else:
            self._head_value(key, value)

    def _head_value(self, key: str, cell: SheetCell) -> None:
        match key:
            case "edition" | "revision":
                if _WHOLE.fullmatch(cell.text):
                    self.data[key] = int(cell.text)
                else:
                    self._refuse(cell.place, "exchange.xlsx_whole", path=key, found=shown(cell.text))
            case "fiscal_years":
                years = _YEARS.fullmatch(cell.text)
                if years:
                    self.data[key] = {"first": int(years[1]), "last": int(years[2] or years[1])}
                else:
                    self._refuse(cell.place, "exchange.xlsx_years", path=key, found=shown(cell.text))
            case "issuer":
                self.data[key] = {"zh": cell.text}
            case _:
                self.data[key] = cell.text

    def changes(self, cells: tuple[SheetCell, ...]) -> None:
        row = self._headings(cells)
        if not row:
            return
        lines: dict[int, dict[str, SheetCell]] = {}
        for cell in cells:
            if cell.row > row and cell.column in self._keys:
                lines.setdefault(cell.row, {})[self._keys[cell.column]] = cell
            elif cell.row > row and cell.column not in self._ignored:
                self._refuse(cell.place, "exchange.xlsx_no_heading")
        before = len(self.found)
        for number, found in lines.items():
            self._line(_Line(number, found))
        for name, entry in self.data.get("break_down", {}).items():
            self._demand_why(f"break_down.{path_step(name)}", entry["why"])
        verbs = [line["verb"] for line in lines.values() if "verb" in line]
        if not (verbs or self._stated & CHANGING or len(self.found) > before or self._merged_changes):
            column = next(column for column, key in self._keys.items() if key == "verb")
            place = f"{CHANGES}!{column_name(column)}{row + 1}"
            self._refuse(place, "exchange.xlsx_no_change", known=tuple(VERBS))

    def _headings(self, cells: tuple[SheetCell, ...]) -> int:
        """Read the line of headings and return its row, 0 where changes cannot be read; columns of the base are left out."""
        row = next((cell.row for cell in cells if cell.text == "指标"), 0)
        if not row:
            self._refuse(CHANGES, "exchange.xlsx_no_headings", known=tuple(COLUMNS))
            return 0
        for cell in cells:
            if cell.row == row:
                self._heading(cell)
        if "verb" in self._keys.values():
            return row
        if self.is_whole:
            self._refuse(CHANGES, "exchange.xlsx_no_column", heading="调整方式")
        return 0

    def _heading(self, cell: SheetCell) -> None:
        if cell.text in COLUMNS and COLUMNS[cell.text] not in self._keys.values():
            self._keys[cell.column] = COLUMNS[cell.text]
            return
        self._ignored.add(cell.column)
        if cell.text in COLUMNS:
            self._refuse(cell.place, "exchange.xlsx_twice", found=shown(cell.text))
        elif cell.is_unread or not cell.text.startswith(ORIGINAL):
            self.is_whole = False
            if not cell.is_unread:
                self._tell(cell.place, not_allowed("exchange.xlsx_heading", cell.text, COLUMNS))

    def _line(self, line: _Line) -> None:
        verb = line.text("verb")
        is_known = line.row not in self._merged_changes and not any(
            line.cells[key].is_unread for key in ("verb", "id", "parent") if key in line.cells
        )
        hidden = [cell for cell in line.cells.values() if cell.is_hidden] if verb else []
        if hidden:
            # What changes a table must be what whoever signs it sees.
            self._refuse(hidden[0].place, "exchange.xlsx_hidden")
        if not verb:
            stated = [cell for key, cell in line.cells.items() if key != "id"]
            if stated and is_known:
                self._refuse(self._place("verb", line), "exchange.xlsx_no_verb", known=tuple(VERBS))
            return
        if verb not in VERBS:
            self._tell(line.cells["verb"].place, not_allowed("exchange.xlsx_word", verb, VERBS))
            return
        if not line.text("id"):
            if is_known:
                self._refuse(self._place("id", line), "exchange.xlsx_no_id")
            return
        match VERBS[verb]:
            case "revise" | "remove" as found:
                self._put(found, line.text("id"), line)
            case "break_down":
                self._break_down(line)
            case _:
                self._add(line)

    def _place(self, key: str, line: _Line) -> str:
        """The cell of a line under a heading, whether or not something stands in it; without the heading its first."""
        column = next((column for column, each in self._keys.items() if each == key), None)
        return line.place if column is None else f"{CHANGES}!{column_name(column)}{line.row}"

    def _put(self, verb: str, name: str, line: _Line) -> None:
        entries = self.data.setdefault(verb, {})
        if name in entries:
            self._refuse(line.cells["id"].place, "exchange.xlsx_twice", found=shown(name))
            return
        path = f"{verb}.{path_step(name)}"
        self._keep_places(path, line)
        fields = self._fields(line, path) if verb == "revise" else {}
        entries[name] = {**fields, "why": line.text("why")}
        self._demand_why(path, line.text("why"))
        if verb == "remove":
            self._only(line, ("id", "verb", "why"))

    def _only(self, line: _Line, allowed: tuple[str, ...]) -> None:
        for key, cell in line.cells.items():
            if key not in allowed:
                self._refuse(cell.place, "exchange.xlsx_not_used", verb=line.text("verb"))

    def _break_down(self, line: _Line) -> None:
        outer = line.text("parent")
        if not outer:
            if line.row not in self._merged_changes and "parent" not in line.cells:
                self._refuse(self._place("parent", line), "exchange.xlsx_no_parent")
            return
        entry = self.data.setdefault("break_down", {}).setdefault(outer, {"rows": [], "why": ""})
        path = f"break_down.{path_step(outer)}"
        why = line.text("why")
        if why and entry["why"] not in ("", why):
            self._refuse(line.cells["why"].place, "exchange.xlsx_other_why")
        entry["why"] = entry["why"] or why
        part = f"{path}.rows[{len(entry['rows'])}]"
        self._keep_places(part, line, path)
        self._demand("break_down", part, line)
        fields = self._fields(line, part)
        if "clause" not in line.cells:
            entry["keep_clause"] = True
        entry["rows"].append({"id": line.text("id"), **fields})

    def _add(self, line: _Line) -> None:
        outer = line.text("parent")
        added = self.data.setdefault("add", [])
        path = f"add[{len(added)}]"
        self._keep_places(f"{path}.indicator", line, path)
        self._demand("add", f"{path}.indicator", line)
        fields = self._fields(line, f"{path}.indicator")
        # A base that is not named is told by itself.
        fields.setdefault("source", {"table": self.data.get("title") or self.data.get("derived_from") or HEAD})
        name = f"{outer}.{line.text('id')}" if outer else line.text("id")
        added.append({"indicator": {"id": name, **fields}, "why": line.text("why")})
        self._demand_why(path, line.text("why"))

    def _demand(self, verb: str, path: str, line: _Line) -> None:
        """Tell what a new row lacks, under its headings."""
        if line.row in self._merged_changes:
            return
        for heading, key in COLUMNS.items():
            if key in NEEDED[verb] and key in self._keys.values() and key not in line.cells:
                self._refuse(self._place(key, line), "exchange.xlsx_blank", path=f"{path}.{key}", heading=heading)

    def _demand_why(self, path: str, why: str) -> None:
        name = f"{path}.why"
        is_told = not self.is_whole or name in self._unread
        if not (why or is_told):
            self._refuse(self.cells.get(name, self.cells[path]), "exchange.xlsx_blank", path=name, heading="理由")

    def _keep_places(self, path: str, line: _Line, outer: str = "") -> None:
        """Keep the cells of a line; what lies around it has its reason."""
        names = {key: f"{outer or path}.why" if key == "why" else f"{path}.{key}" for key in self._keys.values()}
        self.lines.add(path)
        self.cells[path] = line.place
        if outer:
            self.cells.setdefault(outer, line.place)
        for key, name in names.items():
            self.cells.setdefault(name, self._place(key, line))
        # What an unread cell holds is told; nothing is said of what follows from it.
        unread = [names[key] for key, cell in line.cells.items() if cell.is_unread]
        self._unread.update(unread)
        self.found += (SheetProblem(None, name) for name in unread)

    def _fields(self, line: _Line, path: str) -> dict[str, Any]:
        """The fields of a row as a file states them."""
        fields: dict[str, Any] = {}
        for key, cell in line.cells.items():
            if key in ("id", "verb", "parent", "why"):
                continue
            value = self._words(key, cell, f"{path}.{key}")
            if value is None:
                continue
            outer, _, inner = key.partition(".")
            if key == "source":
                fields["source"] = {"table": value}
            elif inner:
                fields.setdefault(outer, {})[inner] = value
            else:
                fields[key] = value
        return fields

    def _words(self, key: str, cell: SheetCell, path: str) -> Any:
        """What a cell says; None where it is told that it cannot be read."""
        if cell.is_unread:
            return None
        known = WORDS.get(key)
        if key in TERMS:
            try:
                return terms_of(cell.text)
            except TermsError:
                self._refuse(cell.place, "exchange.xlsx_terms", path=path, found=shown(cell.text))
                return None
        if key in LISTS:
            parts = [part for part in _DIVIDERS.split(cell.text) if part]
            return parts if known is None else [self._word(known, part, cell, path) for part in parts]
        return cell.text if known is None else self._word(known, cell.text, cell, path)

    def _word(self, known: Mapping[str, str], found: str, cell: SheetCell, path: str) -> str | None:
        if found not in known:
            self._tell(cell.place, not_allowed("exchange.xlsx_word", found, known), path)
            return None
        return known[found]
