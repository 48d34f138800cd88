"""Plain data of an overlay with the cell of each part, and what is wrong with it in the words of the sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from jixiao_core.errors import Problem
from jixiao_core.exchange.forms.overlay_columns import CHANGES, COLUMNS, HEAD, HEADS
from jixiao_core.messages import Message

__all__ = ["PlacedTable", "Places", "SheetProblem"]

_LAST_STEP: Final = re.compile(r"(?:\.'[^']*'|\.[^.\[\]']*|\[[0-9]*\]|[^.\[\]]+)\Z")
_PLACE: Final = re.compile(rf"({HEAD}|{CHANGES})(?:!([A-Z]+)([0-9]+))?")
_NAMES: Final = {key: heading for heading, key in COLUMNS.items()} | {"formula": "公式", "measure": "分子"}
_OWN: Final = "exchange.xlsx_"


@frozen
class SheetProblem:
    """
    What is wrong with a cell.

    Attributes:
        problem: with sheet and cell; None where it is told elsewhere.
        path: the part of the overlay that the cell would have been; empty where it is not known.
    """

    problem: Problem | None
    path: str = ""


@frozen
class Places:
    """
    Where the parts of an overlay stand.

    Attributes:
        cells: path to cell, as ``调整!E4``; blank cells under a heading as well.
        lines: paths of whole lines.
        is_whole: whether every heading could be read.
    """

    cells: dict[str, str] = field(factory=dict)
    lines: frozenset[str] = frozenset()
    is_whole: bool = True

    def of(self, path: str) -> str:
        """The cell of a part, or of what it lies in; empty where none is known."""
        return next((self.cells[each] for each in _outwards(path) if each in self.cells), "")

    def blank(self, path: str) -> tuple[str, str] | None:
        """The heading and the cell under which a part is to be written; None for what has no heading."""
        line = next((each for each in _outwards(path) if each in self.lines), None)
        heading = None if line is None else _NAMES.get(path[len(line) :].lstrip("."))
        return None if heading is None else (heading, self.of(path))


class PlacedTable(dict[str, Any]):
    """
    Plain data of an overlay from a spreadsheet.

    Attributes:
        found: what is wrong with the cells themselves.
    """

    def __init__(self, data: Mapping[str, Any], places: Places, found: Iterable[SheetProblem] = ()) -> None:
        super().__init__(data)
        self._places = places
        self.found: tuple[SheetProblem, ...] = tuple(found)
        self._told = {each.path for each in self.found if each.path}
        self._around = {outer for path in self._told for outer in _outwards(path)}

    def told(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """
        Yield what is wrong, cell by cell in the order of the sheets.

        Args:
            problems: of the plain data; what only follows from a cell that is told already is left out.
        """
        cells = [each.problem for each in self.found if each.problem is not None]
        rest = [self._placed(problem) for problem in problems if not self._follows(problem)]
        yield from dict.fromkeys(sorted((*cells, *rest), key=_order))

    def _follows(self, problem: Problem) -> bool:
        if problem.code == "rubrics.unknown_indicator":
            # An id is wrong whatever else its line says.
            return False
        missing = _missing(problem)
        if missing in HEADS.values():
            # Blank lines of the first sheet are told with their cells.
            return True
        if missing is not None and not self._places.is_whole and self._places.blank(missing) is not None:
            return True
        return problem.path in self._around or any(each in self._told for each in _outwards(problem.path))

    def _placed(self, problem: Problem) -> Problem:
        missing = _missing(problem)
        blank = None if missing is None else self._places.blank(missing)
        if blank is not None:
            return Problem(Message.of("exchange.xlsx_blank", heading=blank[0]), blank[1])
        if problem.code == "rubrics.overlay_reading_open":
            # A file has keys to decide it, a line has one column.
            line = problem.path.removesuffix(".readings")
            told = Message.of("exchange.xlsx_reading_open", found=problem.message["found"])
            return Problem(told, self._places.of(f"{line}.without"))
        cell = self._places.of(problem.path)
        if problem.code.startswith(_OWN):
            return evolve(problem, path=cell or problem.path)
        return evolve(problem, path=f"{cell} {problem.path}") if cell else problem


def _missing(problem: Problem) -> str | None:
    """The path of what a problem says is missing."""
    match problem.code:
        case "exchange.missing_key":
            return f"{problem.path}.{problem.message['name']}".removeprefix(".")
        case "exchange.kind_missing":
            return f"{problem.path}.kind"
        case _:
            return None


def _outwards(path: str) -> Iterator[str]:
    """A path, what it lies in, and so on."""
    while path:
        yield path
        path = _LAST_STEP.sub("", path)


def _order(problem: Problem) -> tuple[int, int, int, str]:
    """Problems of no cell first, then sheet by sheet, line by line; that there are more comes last."""
    if problem.code == "exchange.more_problems":
        return (len((HEAD, CHANGES)) + 1, 0, 0, "")
    found = _PLACE.match(problem.path)
    if found is None:
        return (0, 0, 0, "")
    column = found[2] or ""
    return ((HEAD, CHANGES).index(found[1]) + 1, int(found[3] or 0), len(column), column)
