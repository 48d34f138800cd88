"""Sections of labels and values: who and where, staff, tasks, and the funding grid of a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve

from jixiao_core.exchange.forms.blocks import Cell, Row, label, paragraphs_of
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import pairs
from jixiao_core.exchange.forms.values import count, money, period, printed_unit, text, vouchers
from jixiao_core.reports.parts import Paragraph, TableUnit
from jixiao_core.reports.project import ExpenditureLine, Funding, FundingSources

__all__ = ["department_profile", "expenditure_lines", "project_profile"]

_DEPARTMENT_TEXTS: Final = {"联系人": "contact_person", "联络电话": "contact_phone", "联系电话": "contact_phone"}
_DEPARTMENT_COUNTS: Final = {"人员编制": "authorised_staffing", "实有人数": "actual_headcount"}
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
    "县": "county",
    "其它": "other",
    "其他": "other",
}


def department_profile(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return the fields of 部门（单位）基本概况."""
    found: dict[str, Any] = {}
    for row in rows:
        for name_cell, cell in pairs(row):
            name = label(name_cell.text)
            if name in _DEPARTMENT_TEXTS:
                found[_DEPARTMENT_TEXTS[name]] = text(cell, ledger)
            elif name in _DEPARTMENT_COUNTS:
                found[_DEPARTMENT_COUNTS[name]] = count(cell, ledger, f"第{cell.line}行")
            elif "职能职责" in name:
                found["mandate"] = text(cell, ledger)
            elif "主要工作内容" in name:
                found["annual_tasks"] = _lines(cell, ledger)
            elif "成绩" in name:
                found["achievements"] = _lines(cell, ledger)
            else:
                continue
            ledger.take(name_cell, "label")
    return found


def _lines(cell: Cell, ledger: Ledger) -> tuple[Paragraph, ...]:
    ledger.take(cell, "blank" if cell.is_blank else "value")
    return paragraphs_of(cell)


def project_profile(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return the fields of 项目基本概况; under 合计 each source of funds has a row of its own."""
    found: dict[str, Any] = {}
    funding = Funding()
    totals: tuple[str, ...] = ()
    for row in rows:
        names = [label(cell.text) for cell, _ in pairs(row)]
        funds = tuple(_field(name, _FUNDS) for name in names)
        if len(funds) > 1 and all(funds):
            funding = evolve(funding, unit=printed_unit(row.cells[0].text))
            totals = funds
            funding = _funded(funding, row, totals, ("total",) * len(funds), ledger)
        elif totals and len(names) == len(totals) and all(_field(name, _SOURCES) for name in names):
            sources = tuple(_field(name, _SOURCES) for name in names)
            funding = _funded(funding, row, totals, sources, ledger)
        else:
            _plain_pairs(row, found, ledger)
    return {**found, "funding": funding}


def _field(name: str, labels: dict[str, str]) -> str:
    plain = name.removeprefix("其中：").removeprefix("其中")
    return next((field for part, field in labels.items() if part in plain), "")


def _funded(funding: Funding, row: Row, columns: tuple[str, ...], sources: tuple[str, ...], ledger: Ledger) -> Funding:
    for (name_cell, cell), column, source in zip(pairs(row), columns, sources, strict=True):
        ledger.take(name_cell, "label")
        before: FundingSources = getattr(funding, column)
        amount = money(cell, funding.unit, ledger, f"第{cell.line}行")
        changed: dict[str, Any] = {column: evolve(before, **{source: amount})}
        funding = evolve(funding, **changed)
    return funding


def _plain_pairs(row: Row, found: dict[str, Any], ledger: Ledger) -> None:
    for name_cell, cell in pairs(row):
        name = label(name_cell.text)
        if name in _PROJECT_TEXTS:
            found[_PROJECT_TEXTS[name]] = text(cell, ledger)
        elif "起止时间" in name:
            found["period"] = period(text(cell, ledger))
        else:
            continue
        ledger.take(name_cell, "label")


def expenditure_lines(rows: Iterable[Row], ledger: Ledger) -> dict[str, Any]:
    """Return the lines of 项目支出明细情况, their total, and the unit where one is printed."""
    lines: list[ExpenditureLine] = []
    found: dict[str, Any] = {}
    unit = TableUnit()
    for row in rows:
        names = [label(cell.text) for cell in row.cells]
        if "支出内容" in names:
            ledger.take_all(row.cells, "label")
            unit = next((each for each in map(printed_unit, names) if each.unit), unit)
        elif len(row.cells) == 4:  # noqa: PLR2004 - content, amount, vouchers, remark
            item, amount, refs, remark = row.cells
            if all(cell.is_blank for cell in row.cells):
                ledger.take_all(row.cells, "blank")
            elif names[0] in ("支出合计", "合计", "总计"):
                ledger.take(item, "label")
                found["lines_total"] = money(amount, unit, ledger, f"第{amount.line}行")
                text(refs, ledger)
                text(remark, ledger)
            else:
                lines.append(
                    ExpenditureLine(
                        item=text(item, ledger),
                        amount=money(amount, unit, ledger, f"第{amount.line}行"),
                        vouchers=vouchers(refs.text),
                        vouchers_text=text(refs, ledger),
                        remark=text(remark, ledger),
                        line=item.line,
                    )
                )
    return {**found, "lines": tuple(lines), "lines_unit": unit}
