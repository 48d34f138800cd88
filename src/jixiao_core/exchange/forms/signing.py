"""Evaluators, sign-off blocks and the line of the preparer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from jixiao_core.exchange.forms.blocks import Cell, Line, Row, label
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.values import date, text
from jixiao_core.reports.parts import Evaluator, SignOff, SignOffs

__all__ = ["is_preparer_line", "sign_offs"]

_COLUMNS: Final = {
    "姓名": "name",
    "职务／职称": "position",
    "职称／职务": "position",
    "职务": "position",
    "职称": "position",
    "单位": "organisation",
    "工作单位": "organisation",
    "签字": "signature",
    "签名": "signature",
}
# The longer words first: 主管部门意见 is no 部门意见.
_ROLES: Final = (
    ("评价组组长", "team_leader"),
    ("财政部门", "finance_division"),
    ("主管部门", "supervising_department"),
    ("项目单位", "implementing_unit"),
    ("部门", "department_head"),
    ("单位", "department_head"),
)
_SIGNED: Final = re.compile(r"（(?:签字|签章|签名|盖章)）[：:]?(.*)")
_DATE: Final = re.compile(r"[0-9０-９]{0,4}\s*年\s*[0-9０-９]{0,2}\s*月\s*[0-9０-９]{0,2}\s*日")
_PREPARER: Final = re.compile(r"填报人(?:（签名）|（签字）)?[：:]?(?P<name>.*?)(?:联系电话[：:]?(?P<phone>.*))?$")


def sign_offs(rows: Iterable[Row], lines: Iterable[Line], ledger: Ledger) -> SignOffs:
    """Return who evaluated and signed; an unsigned and undated block is a state of the form and no error."""
    fields: tuple[str, ...] = ()
    evaluators: list[Evaluator] = []
    blocks: list[SignOff] = []
    for row in rows:
        names = [_COLUMNS.get(label(cell.text).replace("/", "／"), "") for cell in row.cells]
        if len(row.cells) == 1:
            block = _block(row.cells[0], ledger)
            blocks.extend([block] if block else [])
        elif "name" in names and "organisation" in names:
            ledger.take_all(row.cells, "label")
            fields = tuple(names)
        elif len(row.cells) == len(fields):
            given = {name: text(cell, ledger) for name, cell in zip(fields, row.cells, strict=True) if name}
            evaluators.extend([Evaluator(**given)] if any(given.values()) else [])
    return SignOffs(evaluators=tuple(evaluators), blocks=tuple(blocks), **_preparer(lines, ledger))


def _block(cell: Cell, ledger: Ledger) -> SignOff | None:
    whole = cell.text.translate(str.maketrans("():", "（）："))
    head = label(whole.split("\n")[0])
    role = next((role for words, role in _ROLES if head.startswith(words)), None)
    if role is None:
        return None
    ledger.take(cell)
    printed = _DATE.search(whole)
    signed = _SIGNED.search(_DATE.sub("", whole))
    _, _, rest = whole.partition("意见：")
    opinion = "\n".join(
        line.strip() for line in _DATE.sub("", rest).split("\n") if line.strip() and not _SIGNED.search(line)
    )
    return SignOff(
        role=role,  # type: ignore[arg-type]
        opinion=opinion,
        signature=signed[1].strip() if signed else "",
        date=date(printed[0] if printed else ""),
    )


def is_preparer_line(line: Line) -> bool:
    """Whether a loose line is the one of the preparer."""
    return label(line.text).startswith("填报人")


def _preparer(lines: Iterable[Line], ledger: Ledger) -> dict[str, Any]:
    for line in lines:
        found = _PREPARER.search(label(line.text)) if is_preparer_line(line) else None
        if found is not None:
            ledger.take(line)
            return {"preparer": found["name"].strip(), "preparer_phone": (found["phone"] or "").strip()}
    return {}
