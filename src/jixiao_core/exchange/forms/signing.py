"""Evaluators, sign-off blocks and the line of the preparer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from jixiao_core.exchange.forms.blocks import Cell, Line, Row, label, squeezed
from jixiao_core.exchange.forms.dates import DATE, date
from jixiao_core.exchange.forms.ledger import Ledger
from jixiao_core.exchange.forms.values import text
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
_SIGN: Final = r"（(?:签字|签章|签名|盖章|公章)）"
# The one who signs, as the forms print it in front of the bracket.
_SIGNED: Final = re.compile(
    r"(?:(?:部门（单位）|部门|单位|项目单位|主管部门|财政部门|归口业务[科股处]?室|业务[科股处]室|评价组){0,4}(?:负责人|组长|领导|代表)?)"
    + _SIGN
    + "[：]?"
)
_OPINION: Final = re.compile(r"意见[：]")
_PREPARER: Final = re.compile(rf"填报人(?:{_SIGN})?[：]?(?P<name>.*?)(?:(?:联系|联络)?电话[：]?(?P<phone>.*))?$")
_FULL_WIDTH: Final = str.maketrans("():", "（）：")


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
            ledger.take_labels(row.cells, lambda name: name.replace("/", "／") in _COLUMNS)
            fields = tuple(names)
        elif len(row.cells) == len(fields):
            given = {name: text(cell, ledger) for name, cell in zip(fields, row.cells, strict=True) if name}
            evaluators.extend([Evaluator(**given)] if any(given.values()) else [])
    return SignOffs(evaluators=tuple(evaluators), blocks=tuple(blocks), **_preparer(lines, ledger))


def _block(cell: Cell, ledger: Ledger) -> SignOff | None:
    """
    A sign-off: the opinion before whoever signs, the signature behind, the date at the end.

    A date inside the opinion is a part of it. What stands behind the date, or a second signature, has no field: the
    cell is told as not wholly read.
    """
    whole = cell.text.translate(_FULL_WIDTH).rstrip()
    role = next((role for words, role in _ROLES if label(whole.split("\n")[0]).startswith(words)), None)
    signed = _SIGNED.search(whole)
    opinion = _OPINION.search(whole, 0, signed.start() if signed else len(whole))
    if role is None or (signed is None and opinion is None):
        return None
    said = whole[opinion.end() : signed.start() if signed else len(whole)] if opinion else ""
    behind = whole[signed.end() :] if signed else ""
    said, dated = (said, _signing_date(behind)) if signed else _without_date(said)
    name = behind[: dated.start()] if signed and dated else behind
    rest = _without_blanks(behind[dated.end() :]) if signed and dated else ""
    head = whole[: opinion.start() if opinion else signed.start() if signed else 0]
    ledger.take(cell)
    if squeezed(rest) or _SIGNED.search(behind) or not _is_head(head):
        ledger.unreadable(cell, "sign_offs")
    return SignOff(
        role=role,  # type: ignore[arg-type]
        opinion=_run_together(said),
        signature=" ".join(_without_blanks(name).split()),
        date=date(dated[0] if dated else ""),
    )


def _signing_date(text: str) -> re.Match[str] | None:
    """The last date that is filled in, else the last that is not."""
    found = list(DATE.finditer(text))
    filled = [each for each in found if date(each[0]).text]
    return next(iter([*filled[-1:], *found[-1:]]), None)


def _without_blanks(text: str) -> str:
    """The text without the 年 月 日 of dates that nobody has filled in."""
    return DATE.sub(lambda found: found[0] if date(found[0]).text else "", text)


def _without_date(said: str) -> tuple[str, re.Match[str] | None]:
    """An opinion that nobody signs, and the date on its last line where there is nothing else on it."""
    dated = _signing_date(said)
    if dated is None or squeezed(said[dated.end() :]) or squeezed(said[: dated.start()].rpartition("\n")[2]):
        return said, None
    return said[: dated.start()], dated


def _is_head(text: str) -> bool:
    """Whether nothing but the name of whoever has an opinion stands in front of it."""
    return (
        re.fullmatch(
            r"(?:部门（单位）|部门|单位|项目单位|主管部门|财政部门|归口业务[科股处]?室|评价组|（盖章）)*",
            squeezed(text),
        )
        is not None
    )


def _run_together(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


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
