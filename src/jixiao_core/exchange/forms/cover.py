"""Covers: the lines under a title, each a label and a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from jixiao_core.exact.numbers import normalise
from jixiao_core.exchange.forms.blocks import Line, label, squeezed
from jixiao_core.exchange.forms.dates import date
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.marks import boxes

__all__ = ["cover", "is_cover_line", "titled"]

_FIELDS: Final = {
    "部门（单位）名称": "department_name",
    "部门名称": "department_name",
    "单位名称": "department_name",
    "预算编码": "budget_code",
    "评价方式": "evaluation_method",
    "评价机构": "evaluating_body",
    "报告日期": "report_date",
    "项目名称": "project_name",
    "项目单位": "implementing_unit",
    "主管部门": "supervising_department",
}
_BOXES: Final = {"is_in_process": "项目实施过程评价", "is_on_completion": "项目完成结果评价"}
_MADE: Final = "（制）"
_YEAR: Final = re.compile(r"(19|20)[0-9]{2}(?=年)")
# 郑州市 is a city of one name; 城市管理局 is no city, and 社区 no district.
_REGION: Final = re.compile(
    r"^(?!城市|都市|市场|市政|社区|小区|县城)[^0-9]{1,12}?(?:自治州|自治县|省|(?<!城)(?<!都)市(?!场|政|容)|(?<![社小园片灾])区|县(?!城)|旗|盟|州(?!市))"
)


def cover(lines: Iterable[Line], ledger: Ledger, allowed: frozenset[str]) -> dict[str, Any]:
    """
    Return the fields of a cover.

    Args:
        lines: the loose lines between the title and the first table.
        ledger: where what is used is booked.
        allowed: the fields that the report has.
    """
    found: dict[str, Any] = {}
    for line in lines:
        name, _, value = re.sub("[:：]", "：", line.text, count=1).partition("：")
        field = _FIELDS.get(label(name))
        if field is not None and field in allowed and field not in found:
            ledger.take(line)
            found[field] = date(value) if field == "report_date" else value.strip()
        elif label(name) == "评价类型" and "is_in_process" in allowed:
            found.update(_ticked(line, value, ledger))
        elif label(line.text).endswith(_MADE) and "form_issuer" not in found:
            ledger.take(line)
            found["form_issuer"] = label(line.text).removesuffix(_MADE)
    return found


def is_cover_line(line: Line) -> bool:
    """Whether a line is a label of a cover with its value."""
    name = re.sub("[:：]", "：", line.text, count=1).partition("：")[0]
    return label(name) in _FIELDS or label(name) == "评价类型"


def _ticked(line: Line, value: str, ledger: Ledger) -> dict[str, Any]:
    """The two boxes of the type of evaluation; a line that says anything else is told."""
    ticked = boxes(value, tuple(_BOXES.values()))
    if ticked is None:
        ledger.unreadable(line, "is_in_process")
        return {}
    ledger.take(line)
    return dict(zip(_BOXES, ticked, strict=True))


def titled(title: Iterable[Line], ledger: Ledger) -> dict[str, Any]:
    """Return the title of a report with the region and, where it is printed, the year in it."""
    lines = tuple(title)
    whole = "".join(squeezed(ledger.take(line)) for line in lines)
    region, year = _REGION.search(whole), _YEAR.search(normalise(whole))
    return {
        "title": whole,
        "jurisdiction": region[0] if region else "",
        "fiscal_year": int(year[0]) if year else None,
    }
