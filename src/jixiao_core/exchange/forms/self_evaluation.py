"""The national self-evaluation form, read block by block: fields by their labels, the grids by their headings."""

from __future__ import annotations

import re
from typing import Any, Final, Literal, TypeAlias

from attrs import field, mutable

from jixiao_core.exact.numbers import normalise
from jixiao_core.exact.quantities import MoneyUnit
from jixiao_core.exchange.forms.blocks import Block, Cell, Line, Row, label, paragraphs_of, squeezed
from jixiao_core.exchange.forms.dates import date
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.self_evaluation_budget import Budget
from jixiao_core.exchange.forms.self_evaluation_labels import (
    BLOCK_LABELS,
    BUDGET_COLUMNS,
    FIELDS,
    GOAL_COLUMNS,
    INDICATOR_COLUMNS,
    columns_in,
    is_form_title,
    is_header,
    printed_cells,
    without_brackets,
)
from jixiao_core.exchange.forms.self_evaluation_rows import Indicators, is_total
from jixiao_core.reports.parts import Paragraph, TableUnit
from jixiao_core.reports.self_evaluation import SelfEvaluationForm

__all__ = ["self_evaluation_form"]

_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}(?=年)")
_ONLY_YEAR: Final = re.compile(r"[（(]?\s*((?:19|20)[0-9]{2})\s*年\s*度?\s*[）)]?")
_SIGNED: Final = re.compile(r"（(?:签字|签章|签名|盖章|公章)）$")
_SHORT: Final = 3
# Short labels are parts of other words: 单位 of 填报单位.
_INLINE: Final = re.compile(
    "(?P<name>"
    + "|".join(
        (r"(?<![^\s;；,，])" if len(name) <= _SHORT else "") + r"\s*".join(map(re.escape, name))
        for name in sorted(FIELDS, key=len, reverse=True)
    )
    + r")\s*(?:[（(](?:签字|签章|签名|盖章|公章)[）)])?\s*[:：]"
)
_UNITS: Final = {
    "元": MoneyUnit.YUAN,
    "万元": MoneyUnit.WAN_YUAN,
    "亿元": MoneyUnit.YI_YUAN,
    "人民币万元": MoneyUnit.WAN_YUAN,
}
# Whoever is named there has the telephone number that follows, and the form has no field for them.
_OTHER_PERSONS: Final = frozenset(("联系人", "单位负责人", "财务负责人", "部门负责人", "负责人", "审核人", "复核人"))

_Mode: TypeAlias = Literal["fields", "budget", "goals", "indicators"]


def self_evaluation_form(blocks: tuple[Block, ...], ledger: Ledger) -> SelfEvaluationForm:
    """
    Return the form that consists of blocks; what they print and no field has stays in the account.

    Args:
        blocks: from its title to the end of the form.
        ledger: where what is used is booked.
    """
    reader = _Reader(ledger)
    for block in blocks:
        match block:
            case Row():
                reader.row(block)
            case Line():
                if not reader.titled(block):
                    reader.sentence(block)
    return reader.form()


@mutable
class _Reader:
    """A form while it is read."""

    ledger: Ledger
    budget: Budget = field(init=False)
    indicators: Indicators = field(init=False)
    found: dict[str, Any] = field(factory=dict)
    goals: tuple[str, ...] = ()
    mode: _Mode = "fields"
    person: str = ""
    last: Cell | Line | None = None

    def __attrs_post_init__(self) -> None:
        self.budget, self.indicators = Budget(self.ledger), Indicators(self.ledger)

    def row(self, row: Row) -> None:
        """Read a row as what it is: the heading of a block, labels and values, or a row of the block that is open."""
        printed = printed_cells(row)
        if not printed or self._heading(row) or (len(printed) == 1 and self._single(printed[0])):
            return
        if self.mode == "indicators" and is_total(row):
            self.indicators.total(row)
        elif self._named(row):
            self._fields(row)
        elif self.mode == "budget":
            self.budget.take(row)
        elif self.mode == "goals":
            self._goals(row)
        elif self.mode == "indicators":
            self.indicators.add(row)

    def _heading(self, row: Row) -> bool:
        """Open the block that a row is the heading of."""
        if is_header(row, INDICATOR_COLUMNS):
            self.mode = "indicators"
            self.indicators.start(row)
        elif is_header(row, BUDGET_COLUMNS):
            self.mode = "budget"
            self.budget.start(row, self.found.get("unit", TableUnit()))
        elif is_header(row, GOAL_COLUMNS):
            self.mode = "goals"
            self.goals = columns_in(row, GOAL_COLUMNS)
            self.ledger.take_labels(row.cells, lambda name: name in GOAL_COLUMNS or _is_block(name))
        else:
            return False
        return True

    def titled(self, part: Cell | Line) -> bool:
        """Read the title, which stands before everything else."""
        row = Row((part,)) if isinstance(part, Cell) else part
        if not set(self.found) <= {"fiscal_year", "unit"} or not is_form_title(row):
            return False
        self._title(part)
        return True

    def _title(self, part: Cell | Line) -> None:
        self.found["title"] = squeezed(self.ledger.take(part))
        self._year(self.found["title"])

    def _year(self, text: str) -> None:
        year = _YEAR.search(normalise(squeezed(text)))
        if year is not None:
            self.found.setdefault("fiscal_year", int(year[0]))

    def _single(self, cell: Cell) -> bool:
        """Read a row of a single text: a title, a year, the label of a block, a line of labels and values."""
        if self.titled(cell) or self.sentence(cell):
            return True
        if _is_block(label(cell.text)) and self.mode != "goals":
            self.ledger.take(cell, "label")
            return True
        return False

    def sentence(self, part: Cell | Line) -> bool:
        """Read a text of labels and values that a colon joins, and of the year; say whether it is one."""
        plain = part.text.strip()
        year = _ONLY_YEAR.match(normalise(plain))
        rest = plain
        if year is not None and ("fiscal_year" not in self.found or int(year[1]) == self.found["fiscal_year"]):
            without = plain[year.end() :].strip()
            if not without or _INLINE.match(without):
                rest = without
        pieces = _pieces(rest)
        if pieces is None and rest:
            return self._continued(part)
        known = [(self._field(name), value) for name, value in pieces or ()]
        names = [name for name, _ in known]
        if any(not name or name in self.found for name in names) or len(set(names)) < len(names):
            return False
        self.ledger.take(part)
        if rest != plain and year is not None:
            self.found["fiscal_year"] = int(year[1])
        for name, value in known:
            # A remark on a line of its own is kept as it is printed.
            self._store(name, plain if name == "remark" and isinstance(part, Line) else value, part)
        return True

    def _continued(self, part: Cell | Line) -> bool:
        """A numbered line under the line of a remark belongs to it."""
        is_remark = isinstance(part, Line) and self.last is not None and re.match(r"[0-9]{1,2}[.、．]", part.text)
        if not is_remark:
            self.last = None
            return False
        self.found["remark"] += "\n" + self.ledger.take(part).strip()
        return True

    def _field(self, name: str) -> str:
        """The field that a label names; a telephone number is that of whoever was named before it."""
        plain = label(name)
        found = FIELDS.get(plain) or FIELDS.get(_SIGNED.sub("", plain)) or FIELDS.get(without_brackets(plain), "")
        if found in ("leader", "preparer"):
            self.person = found
        elif plain in _OTHER_PERSONS:
            self.person = ""
        if found == "phone":
            return f"{self.person}_phone" if self.person else ""
        return found

    def _store(self, name: str, value: str, part: Cell | Line) -> None:
        match name:
            case "report_date":
                self.found[name] = date(value)
            case "unit":
                unit = _UNITS.get(label(value))
                if unit is None:
                    self.ledger.unreadable(part, name)
                else:
                    self.found[name] = TableUnit(unit=unit, how="printed")
            case _:
                self.found[name] = value.strip()
        self.last = part if name == "remark" else None

    def _named(self, row: Row) -> bool:
        """Whether a row is one of labels and values; inside a block only by its first texts."""
        looked = {"fields": None, "indicators": 1}.get(self.mode, 2)
        names = [label(cell.text) for cell in printed_cells(row)][:looked]
        return any(
            FIELDS.get(_SIGNED.sub("", name), "unit") != "unit"
            or name in _OTHER_PERSONS
            or (_pieces(name) is not None and not _is_block(names[0]))
            for name in names
        )

    def _fields(self, row: Row) -> None:
        """Read labels and the cells behind them; the value of a label may stand behind blank cells of a sheet."""
        cells = list(row.cells)
        while cells:
            cell = cells.pop(0)
            if cell.is_blank:
                continue
            is_said = _pieces(cell.text) is not None or _ONLY_YEAR.fullmatch(normalise(cell.text.strip()))
            if is_said and self.sentence(cell):
                continue
            name = self._field(cell.text)
            if not name or name in self.found or name == "unit":
                if _is_block(label(cell.text)):
                    self.ledger.take(cell, "label")
                continue
            end = next((place for place, each in enumerate(cells) if self._is_label(each)), len(cells))
            value = self._value(cells[:end])
            self.ledger.take(cell, "label")
            if value is None:
                # The blank cell of a value at the end of a sheet is no cell.
                continue
            self.ledger.take(value, "blank" if value.is_blank else "value")
            self._store(name, value.text.strip(), value)
            cells = cells[next(place for place, each in enumerate(cells) if each is value) + 1 :]

    def _is_label(self, cell: Cell) -> bool:
        name = label(cell.text)
        return bool(FIELDS.get(_SIGNED.sub("", name))) or name in _OTHER_PERSONS

    def _value(self, cells: list[Cell]) -> Cell | None:
        """The cell right behind a label, or the only printed one of those behind it, which a person should confirm."""
        printed = [cell for cell in cells if not cell.is_blank]
        if not cells:
            return None
        if cells[0].is_blank and len(printed) == 1:
            self.ledger.doubtful(printed[0])
            return printed[0]
        return cells[0]

    def _goals(self, row: Row) -> None:
        """Read what stands under both headings; a second row of them continues the first."""
        pairs = tuple(zip(self.goals, row.cells, strict=False))
        is_own = len(row.cells) == len(self.goals)
        if not is_own or any(not (name or cell.is_blank or _is_block(label(cell.text))) for name, cell in pairs):
            return
        for name, cell in pairs:
            if name:
                self.ledger.take(cell, "blank" if cell.is_blank else "value")
                known: tuple[Paragraph, ...] = self.found.get(name, ())
                self.found[name] = (*known, *paragraphs_of(cell))
            else:
                self.ledger.take_labels((cell,), _is_block, "repeated")

    def form(self) -> SelfEvaluationForm:
        """Return what was read."""
        self.indicators.finish()
        stated = self.found.pop("unit", TableUnit())
        fields: dict[str, Any] = {**self.found, **self.indicators.totals}
        return SelfEvaluationForm(
            **fields,
            budget=self.budget.found(),
            unit=self.budget.unit if self.budget.lines else stated,
            rows=tuple(self.indicators.rows),
        )


def _is_block(name: str) -> bool:
    return without_brackets(name) in BLOCK_LABELS


def _pieces(text: str) -> list[tuple[str, str]] | None:
    """The labels and values of a text that begins with a label and a colon; None for any other text."""
    matches = list(_INLINE.finditer(text))
    if not matches or text[: matches[0].start()].strip():
        return None
    ends = [*(match.start() for match in matches[1:]), len(text)]
    found = [(match["name"], text[match.end() : end].strip()) for match, end in zip(matches, ends, strict=True)]
    # What a remark says is no label, and neither is a word inside a sentence.
    remark = next((place for place, (name, _) in enumerate(found) if FIELDS[squeezed(name)] == "remark"), None)
    if remark is not None:
        found = [*found[:remark], (found[remark][0], text[matches[remark].end() :].strip())]
    return found
