"""Sections of labels and values: who and where, staff, tasks, and the funding grid of a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve

from jixiao_core.exchange.forms.blocks import Cell, Row, label, paragraphs_of
from jixiao_core.exchange.forms.dates import period
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import pairs
from jixiao_core.exchange.forms.values import count, money, printed_unit, text
from jixiao_core.reports.parts import UNKNOWN, Paragraph, TableUnit
from jixiao_core.reports.project import Funding, FundingSources

__all__ = ["department_profile", "project_profile"]

_DEPARTMENT_FIELDS: Final = {
    "联系人": "contact_person",
    "联络电话": "contact_phone",
    "联系电话": "contact_phone",
    "人员编制": "authorised_staffing",
    "实有人数": "actual_headcount",
}
_LONG: Final = {"职能职责": "mandate", "主要工作内容": "annual_tasks", "成绩": "achievements"}
_PROJECT_TEXTS: Final = {
    "项目负责人": "leader",
    "联系电话": "leader_phone",
    "联络电话": "leader_phone",
    "项目地址": "address",
    "邮编": "postal_code",
}
_FUNDS: Final = {"计划安排": "planned", "实际到位": "received", "实际支出": "spent", "结余": "balance"}
_SOURCES: Final = {
    "中央": "central",
    "省": "provincial",
    "市财政": "municipal",
    "市级": "municipal",
    "县": "county",
    "区财政": "county",
    "区级": "county",
    "其它": "other",
    "其他": "other",
    "自筹": "other",
}


def department_profile(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return the fields of 部门（单位）基本概况; a label that stands twice is read once, and its second value told."""
    found: dict[str, Any] = {}
    for row in rows:
        for name_cell, cell in pairs(row):
            name = label(name_cell.text)
            field = _DEPARTMENT_FIELDS.get(name) or next((each for word, each in _LONG.items() if word in name), "")
            if not field or field in found:
                continue
            ledger.take(name_cell, "label")
            match field:
                case "authorised_staffing" | "actual_headcount":
                    found[field] = count(cell, ledger, field)
                case "annual_tasks" | "achievements":
                    found[field] = _lines(cell, ledger)
                case _:
                    found[field] = text(cell, ledger)
    return found


def _lines(cell: Cell, ledger: Ledger) -> tuple[Paragraph, ...]:
    ledger.take(cell, "blank" if cell.is_blank else "value")
    return paragraphs_of(cell)


def project_profile(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return the fields of 项目基本概况; under 合计 each source of funds has a row of its own."""
    found: dict[str, Any] = {}
    funding = Funding()
    totals: tuple[str, ...] = ()
    units: tuple[TableUnit, ...] = ()
    for row in rows:
        names = [label(cell.text) for cell, _ in pairs(row)]
        funds = tuple(_field(name, _FUNDS) for name in names)
        if len(funds) > 1 and all(funds) and not totals:
            units = _units([printed_unit(cell.text) for cell, _ in pairs(row)])
            funding = evolve(funding, unit=next((each for each in units if each.unit), TableUnit()))
            totals = funds
            funding = _funded(funding, row, tuple((each, "total") for each in funds), units, ledger)
        elif totals and len(names) == len(totals) and all(_field(name, _SOURCES) for name in names):
            places = tuple(zip(totals, (_field(name, _SOURCES) for name in names), strict=True))
            funding = _funded(funding, row, places, units, ledger)
        else:
            _plain_pairs(row, found, ledger)
    return {**found, "funding": funding}


def _units(printed: list[TableUnit]) -> tuple[TableUnit, ...]:
    """The unit of each column; one that prints none has that of the others where they agree."""
    stated = {each.unit for each in printed if each.unit}
    shared = next((each for each in printed if each.unit), TableUnit()) if len(stated) == 1 else TableUnit()
    return tuple(each if each.unit else shared for each in printed)


def _field(name: str, labels: dict[str, str]) -> str:
    """The one field that a label names; 省市财政 would be two, and is none."""
    plain = name.replace("自治区", "省")
    found = {field for part, field in labels.items() if part in plain}
    return found.pop() if len(found) == 1 else ""


def _funded(
    funding: Funding, row: Row, places: tuple[tuple[str, str], ...], units: tuple[TableUnit, ...], ledger: Ledger
) -> Funding:
    """The grid with one row more; a second row of a source, for instance 自筹 beside 其它, stays in the account."""
    for (name_cell, cell), (column, source), unit in zip(pairs(row), places, units, strict=True):
        before: FundingSources = getattr(funding, column)
        if getattr(before, source) != UNKNOWN:
            continue
        ledger.take(name_cell, "label")
        amount = money(cell, unit, ledger, f"funding.{column}.{source}")
        changed: dict[str, Any] = {column: evolve(before, **{source: amount})}
        funding = evolve(funding, **changed)
    return funding


def _plain_pairs(row: Row, found: dict[str, Any], ledger: Ledger) -> None:
    for name_cell, cell in pairs(row):
        name = label(name_cell.text)
        field = "period" if "起止时间" in name else _PROJECT_TEXTS.get(name, "")
        if field and field not in found:
            printed = text(cell, ledger)
            found[field] = period(printed) if field == "period" else printed
            ledger.take(name_cell, "label")
