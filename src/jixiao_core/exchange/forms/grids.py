"""The four grids of the department form: one row an institution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final, Literal

from attrs import evolve, fields, frozen

from jixiao_core.exchange.forms.blocks import Row, heading_of, label
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import columns_of
from jixiao_core.exchange.forms.values import money, printed_unit
from jixiao_core.reports.department import Expenditure, FixedAssets, GridUnits, Institution, Revenue, ThreePublic
from jixiao_core.reports.parts import TableUnit

__all__ = ["institutions"]

_NAME: Final = "机构名称"
# Which label is which field; the first that the label of a column contains counts.
_GRIDS: Final[dict[str, tuple[str, type[Any], dict[str, str]]]] = {
    "收入合计": (
        "revenue",
        Revenue,
        {
            "收入合计": "total_revenue",
            "上年结转": "prior_year_carryover",
            "公共财政拨款": "general_public_budget_appropriation",
            "公共预算": "general_public_budget_appropriation",
            "基金": "government_fund_appropriation",
            "专户": "special_account_non_tax_appropriation",
            "非税": "special_account_non_tax_appropriation",
            "其他收入": "other_revenue",
            "其它收入": "other_revenue",
        },
    ),
    "支出合计": (
        "expenditure",
        Expenditure,
        {
            "支出合计": "total_expenditure",
            "基本支出": "basic_expenditure",
            "人员": "personnel_expenditure",
            "公用": "operating_expenditure",
            "项目支出": "project_expenditure",
            "当年结余": "current_year_balance",
            "累计结余": "cumulative_balance",
        },
    ),
    "三公经费合计": (
        "three_public",
        ThreePublic,
        {
            "三公经费合计": "total",
            "公务接待": "official_hospitality",
            "运维": "vehicle_operation",
            "运行": "vehicle_operation",
            "购置": "vehicle_purchase",
            "出国": "overseas_travel",
        },
    ),
    "固定资产合计": (
        "fixed_assets",
        FixedAssets,
        {
            "固定资产合计": "total",
            "在用": "in_use",
            "出租": "leased_out",
            "其他": "other",
            "其它": "other",
        },
    ),
}


@frozen
class _Grid:
    field: str
    cls: type[Any]
    columns: tuple[str | None, ...]
    caption: str
    unit: TableUnit


def institutions(rows: Iterable[Row], ledger: Ledger) -> tuple[tuple[Institution, ...], GridUnits]:
    """Return the institutions of the grids of a section, merged by name, and the units of the grids."""
    found: dict[str, Institution] = {}
    units = GridUnits()
    for grid, body in _grids(tuple(rows), ledger):
        units = evolve(units, **{grid.field: grid.unit})
        for row in body:
            name = ledger.take(row.cells[0]).strip()
            known = found.get(label(name)) or Institution(name=name, role=_role(name))
            found[label(name)] = evolve(known, **{grid.field: _values(row, grid, ledger)})
    return tuple(found.values()), units


def _grids(rows: tuple[Row, ...], ledger: Ledger) -> Iterator[tuple[_Grid, tuple[Row, ...]]]:
    """Each grid with its body; the heading rows are booked."""
    starts = [position for position, row in enumerate(rows) if label(row.cells[0].text) == _NAME]
    unit = TableUnit()
    for start, end in pairwise([*starts, len(rows)]):
        caption = rows[start - 1].cells[0] if start and len(rows[start - 1].cells) == 1 else None
        printed = printed_unit(caption.text) if caption else TableUnit()
        unit = printed if printed.unit else (TableUnit(unit=unit.unit, how="inherited") if unit.unit else unit)
        body_start = next(
            (
                place
                for place in range(start + 1, end)
                if not rows[place].cells[0].is_blank and len(rows[place].cells) > 1
            ),
            end,
        )
        grid = _grid(rows[start:body_start], "" if caption is None else heading_of(caption.text), unit)
        if grid is None:
            continue
        if caption is not None:
            ledger.take(caption, "label")
        for header in rows[start:body_start]:
            ledger.take_all(header.cells, "label")
        body = (row for row in rows[body_start:end] if len(row.cells) == len(grid.columns))
        yield grid, tuple(body)


def _grid(headers: tuple[Row, ...], caption: str, unit: TableUnit) -> _Grid | None:
    names = columns_of(headers)
    for key, (field, cls, labels) in _GRIDS.items():
        if any(key in name for name in names):
            fields_of = tuple(_first(name, labels) for name in names)
            return _Grid(field, cls, fields_of, caption or key, unit)
    return None


def _first(name: str, labels: dict[str, str]) -> str | None:
    return next((field for part, field in labels.items() if part in name), None)


def _values(row: Row, grid: _Grid, ledger: Ledger) -> Any:
    given: dict[str, Any] = {}
    for field, cell in zip(grid.columns[1:], row.cells[1:], strict=True):
        if field is not None and field not in given:
            given[field] = money(cell, grid.unit, ledger, f"第{cell.line}行")
    assert set(given) <= {each.name for each in fields(grid.cls)}
    return grid.cls(**given)


def _role(name: str) -> Literal["consolidated", "headquarters", "subordinate"]:
    found = heading_of(name)
    if "汇总" in found or "合计" in found:
        return "consolidated"
    return "headquarters" if "机关" in found or "本级" in found else "subordinate"
