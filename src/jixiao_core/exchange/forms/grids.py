"""The four grids of the department form: one row an institution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any, Final, Literal

from attrs import evolve, frozen

from jixiao_core.exchange.forms.blocks import Row, heading_of, label
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.tables import columns_of
from jixiao_core.exchange.forms.values import money, printed_unit
from jixiao_core.reports.department import Expenditure, FixedAssets, GridUnits, Institution, Revenue, ThreePublic
from jixiao_core.reports.parts import TableUnit

__all__ = ["institutions"]

_NAME: Final = "机构名称"
# Headings that span columns, or stand over one that no field has.
_SPANNING: Final = frozenset(("其中", "结余", "收入", "支出"))
_DIGIT: Final = re.compile(r"[0-9０-９]")
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
    key: str
    field: str
    cls: type[Any]
    columns: tuple[str | None, ...]
    units: tuple[TableUnit, ...]
    unit: TableUnit


def institutions(rows: Iterable[Row], ledger: Ledger, unit_name: str = "") -> tuple[tuple[Institution, ...], GridUnits]:
    """
    Return the institutions of the grids of a section, merged by name, and the units of the grids.

    The second row of a name in one grid is another institution.

    Args:
        rows: the rows of the section.
        ledger: where what is used is booked.
        unit_name: the name of the department: the row of totals may have it.
    """
    found: dict[tuple[str, int], Institution] = {}
    units = GridUnits()
    seen: Counter[tuple[str, str]] = Counter()
    for grid, body in _grids(tuple(rows), ledger):
        if grid.field not in {field for field, _ in seen}:
            units = evolve(units, **{grid.field: grid.unit})
        for row in body:
            name = ledger.take(row.cells[0]).strip()
            key = (label(name), seen[grid.field, label(name)])
            seen[grid.field, label(name)] += 1
            known = found.get(key) or Institution(name=name, role=_role(name))
            place = [*found, key].index(key)
            found[key] = evolve(known, **{grid.field: _values(row, grid, ledger, f"institutions[{place}]")})
    return _with_total(tuple(found.values()), unit_name), units


def _with_total(found: tuple[Institution, ...], unit_name: str) -> tuple[Institution, ...]:
    """The institutions with the row of totals marked where it is named after the unit and 局机关 stands under it."""
    roles = {each.role for each in found}
    if "consolidated" in roles or not found or not unit_name or heading_of(found[0].name) != label(unit_name):
        return found
    if len(found) > 1 and "headquarters" not in {each.role for each in found[1:]}:
        return found
    return (evolve(found[0], role="consolidated"), *found[1:])


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
        grid = _grid(rows[start:body_start], unit)
        if grid is None:
            continue
        unit = grid.unit
        if caption is not None:
            ledger.take(caption, "label")
        for header in rows[start:body_start]:
            ledger.take_labels(header.cells, partial(_is_label, _GRIDS[grid.key][2]))
        yield grid, tuple(row for row in rows[body_start:end] if len(row.cells) == len(grid.columns))


def _is_label(labels: dict[str, str], name: str) -> bool:
    plain = name.partition("（")[0]
    return name == _NAME or plain in _SPANNING or (bool(_first(plain, labels)) and not _DIGIT.search(name))


def _grid(headers: tuple[Row, ...], unit: TableUnit) -> _Grid | None:
    names = columns_of(headers)
    for key, (field, cls, labels) in _GRIDS.items():
        if any(key in name for name in names):
            columns = tuple(_first(name, labels) for name in names)
            printed = [printed_unit(name) for name in names]
            own = next((each for each in printed if each.unit), unit)
            return _Grid(key, field, cls, columns, tuple(each if each.unit else own for each in printed), own)
    return None


def _first(name: str, labels: dict[str, str]) -> str | None:
    return next((field for part, field in labels.items() if part in name), None)


def _values(row: Row, grid: _Grid, ledger: Ledger, path: str) -> Any:
    given: dict[str, Any] = {}
    for field, unit, cell in zip(grid.columns[1:], grid.units[1:], row.cells[1:], strict=True):
        if field is not None and field not in given:
            given[field] = money(cell, unit, ledger, f"{path}.{grid.field}.{field}")
    return grid.cls(**given)


def _role(name: str) -> Literal["consolidated", "headquarters", "subordinate"]:
    found = heading_of(name)
    if "汇总" in found or "合计" in found:
        return "consolidated"
    return "headquarters" if "机关" in found or "本级" in found else "subordinate"
