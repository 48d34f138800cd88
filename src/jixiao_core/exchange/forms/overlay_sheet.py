"""Overlays kept in a spreadsheet with Chinese headings: the same data as a file, each part with its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve, frozen

from jixiao_core.errors import FormatError, Problem, raise_if
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.forms.cells import SheetCell, sheet_cells
from jixiao_core.exchange.forms.overlay_columns import (
    CHANGES,
    COLUMNS,
    GUIDE,
    HEAD,
    HEADS,
    LISTS,
    ORIGINAL,
    VERBS,
    WORDS,
)
from jixiao_core.messages import Message

__all__ = ["PlacedTable", "overlay_sheet"]

_DIVIDERS: Final = re.compile(r"[；;，,、\s]+")
_WHOLE: Final = re.compile(r"[0-9]{1,6}")
_YEARS: Final = re.compile(r"([0-9]{4})(?:\s*[-－—–至~]\s*([0-9]{4}))?年?")


class PlacedTable(dict[str, Any]):
    """Plain data of an overlay with the cell of each part, so that problems name cells."""

    def __init__(self, data: Mapping[str, Any], places: Mapping[str, str]) -> None:
        super().__init__(data)
        self.places = dict(places)

    def placed(self, problem: Problem) -> Problem:
        """Return a problem with the cell that it comes from before its path, where one is known."""
        path = problem.path
        while path:
            if path in self.places:
                return evolve(problem, path=f"{self.places[path]} {problem.path}")
            path = re.sub(r"(?:\.[^.\[\]]*|\[[0-9]*\]|[^.\[\]]+)\Z", "", path)
        return problem


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

    Args:
        content: the bytes of the document.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for cells that cannot be read, unknown headings and words, all at once, with their cells.
    """
    found = sheet_cells(content, (HEAD, CHANGES), (GUIDE,))
    work = _Work()
    work.head(found[HEAD])
    work.changes(found[CHANGES])
    raise_if(work.problems, FormatError)
    return PlacedTable(work.data, work.places)


class _Work:
    """The overlay as far as it has been read."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self.problems: list[Problem] = []

    def _refuse(self, place: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(Message.of(code, **params), place))

    def head(self, cells: tuple[SheetCell, ...]) -> None:
        lines: dict[int, dict[int, SheetCell]] = {}
        for cell in cells:
            lines.setdefault(cell.row, {})[cell.column] = cell
        for line in lines.values():
            name, value = line.get(1), line.get(2)
            if name is None or name.text == "项目":
                continue
            if name.text not in HEADS:
                self.problems.append(Problem(not_allowed("exchange.xlsx_heading", name.text, HEADS), name.place))
            elif HEADS[name.text] in self.data:
                self._refuse(name.place, "exchange.xlsx_twice", found=shown(name.text))
            elif value is not None:
                if name.is_hidden or value.is_hidden:
                    self._refuse(value.place, "exchange.xlsx_hidden")
                self.places[HEADS[name.text]] = value.place
                self._head_value(HEADS[name.text], value)

    def _head_value(self, key: str, cell: SheetCell) -> None:
        match key:
            case "edition" | "revision":
                if _WHOLE.fullmatch(cell.text):
                    self.data[key] = int(cell.text)
                else:
                    self._refuse(cell.place, "exchange.xlsx_whole", found=shown(cell.text))
            case "fiscal_years":
                years = _YEARS.fullmatch(cell.text)
                if years:
                    self.data[key] = {"first": int(years[1]), "last": int(years[2] or years[1])}
                else:
                    self._refuse(cell.place, "exchange.xlsx_years", found=shown(cell.text))
            case "issuer":
                self.data[key] = {"zh": cell.text}
            case _:
                self.data[key] = cell.text

    def changes(self, cells: tuple[SheetCell, ...]) -> None:
        headings = self._headings(cells)
        if headings is None:
            return
        row, keys = headings
        lines: dict[int, dict[str, SheetCell]] = {}
        for cell in cells:
            if cell.row > row and cell.column in keys:
                lines.setdefault(cell.row, {})[keys[cell.column]] = cell
            elif cell.row > row and cell.column not in self._shown:
                self._refuse(cell.place, "exchange.xlsx_no_heading")
        for number, found in lines.items():
            self._line(_Line(number, found))

    def _headings(self, cells: tuple[SheetCell, ...]) -> tuple[int, dict[int, str]] | None:
        """The line of headings, from column to key; columns that show the base are left out."""
        row = next((cell.row for cell in cells if cell.text == "指标"), 0)
        self._shown = {cell.column for cell in cells if cell.row == row and cell.text.startswith(ORIGINAL)}
        keys: dict[int, str] = {}
        if not row:
            self._refuse(CHANGES, "exchange.xlsx_no_headings", known=tuple(COLUMNS))
            return None
        for cell in cells:
            if cell.row != row or cell.column in self._shown:
                continue
            if cell.text not in COLUMNS:
                self.problems.append(Problem(not_allowed("exchange.xlsx_heading", cell.text, COLUMNS), cell.place))
            elif COLUMNS[cell.text] in keys.values():
                self._refuse(cell.place, "exchange.xlsx_twice", found=shown(cell.text))
            else:
                keys[cell.column] = COLUMNS[cell.text]
        return row, keys

    def _line(self, line: _Line) -> None:
        verb = line.text("verb")
        hidden = [cell for cell in line.cells.values() if cell.is_hidden] if verb else []
        if hidden:
            # What changes a table must be what whoever signs it sees.
            self._refuse(hidden[0].place, "exchange.xlsx_hidden")
        if not verb:
            stated = [cell for key, cell in line.cells.items() if key != "id"]
            if stated:
                self._refuse(stated[0].place, "exchange.xlsx_no_verb", known=tuple(VERBS))
            return
        if verb not in VERBS:
            place = line.cells["verb"].place
            self.problems.append(Problem(not_allowed("exchange.xlsx_word", verb, VERBS), place))
            return
        if not line.text("id"):
            self._refuse(line.place, "exchange.xlsx_no_id")
            return
        match VERBS[verb]:
            case "revise":
                self._put("revise", line.text("id"), self._fields(line), line)
            case "remove":
                self._put("remove", line.text("id"), {}, line)
            case "break_down":
                self._break_down(line)
            case _:
                self._add(line)

    def _put(self, verb: str, name: str, fields: dict[str, Any], line: _Line) -> None:
        entries = self.data.setdefault(verb, {})
        if name in entries:
            self._refuse(line.cells["id"].place, "exchange.xlsx_twice", found=shown(name))
            return
        entries[name] = {**fields, "why": line.text("why")}
        self._keep_places(f"{verb}.{path_step(name)}", line)
        if verb == "remove":
            self._only(line, ("id", "verb", "why"))

    def _only(self, line: _Line, allowed: tuple[str, ...]) -> None:
        for key, cell in line.cells.items():
            if key not in allowed:
                self._refuse(cell.place, "exchange.xlsx_not_used", verb=line.text("verb"))

    def _break_down(self, line: _Line) -> None:
        outer = line.text("parent")
        if not outer:
            self._refuse(line.place, "exchange.xlsx_no_parent")
            return
        entry = self.data.setdefault("break_down", {}).setdefault(outer, {"rows": [], "why": ""})
        path = f"break_down.{path_step(outer)}"
        why = line.text("why")
        if why and entry["why"] not in ("", why):
            self._refuse(line.cells["why"].place, "exchange.xlsx_other_why")
        entry["why"] = entry["why"] or why
        fields = self._fields(line)
        if "clause" not in fields:
            entry["keep_clause"] = True
        self._keep_places(f"{path}.rows[{len(entry['rows'])}]", line)
        self.places.setdefault(path, line.place)
        entry["rows"].append({"id": line.text("id"), **fields})

    def _add(self, line: _Line) -> None:
        outer = line.text("parent")
        fields = self._fields(line)
        default = self.data.get("title") or self.data.get("derived_from", "")
        fields.setdefault("source", {"table": default})
        name = f"{outer}.{line.text('id')}" if outer else line.text("id")
        added = self.data.setdefault("add", [])
        self._keep_places(f"add[{len(added)}].indicator", line)
        self.places[f"add[{len(added)}]"] = line.place
        added.append({"indicator": {"id": name, **fields}, "why": line.text("why")})

    def _keep_places(self, path: str, line: _Line) -> None:
        self.places[path] = line.place
        self.places |= {f"{path}.{key}": cell.place for key, cell in line.cells.items()}

    def _fields(self, line: _Line) -> dict[str, Any]:
        """The fields of a row as a file states them."""
        fields: dict[str, Any] = {}
        for key, cell in line.cells.items():
            if key in ("id", "verb", "parent", "why"):
                continue
            value: Any = self._words(key, cell)
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

    def _words(self, key: str, cell: SheetCell) -> Any:
        known = WORDS.get(key)
        if key in LISTS:
            parts = [part for part in _DIVIDERS.split(cell.text) if part]
            return parts if known is None else [self._word(known, part, cell) for part in parts]
        return cell.text if known is None else self._word(known, cell.text, cell)

    def _word(self, known: Mapping[str, str], found: str, cell: SheetCell) -> str | None:
        if found not in known:
            self.problems.append(Problem(not_allowed("exchange.xlsx_word", found, known), cell.place))
            return None
        return known[found]
