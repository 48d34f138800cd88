"""Check boxes in the ways in which people tick them."""

# ruff: noqa: RUF001 - full-width characters are meant

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jixiao_core.exchange.forms.blocks import squeezed

__all__ = ["boxes"]

_TICKED: Final = "☑✔√■☒✓✅●◉"
_EMPTY: Final = "□☐○◯"
_TICK: Final = "[√✓✔xX×☑☒■●]"
_OPEN, _CLOSE = r"[（(\[【［]", r"[）)\]】］]"
_MARK: Final = re.compile(
    rf"(?P<ticked>{_OPEN}{_TICK}{_CLOSE}|[{_TICKED}]\ufe0f?)|(?P<empty>{_OPEN}{_CLOSE}|[{_EMPTY}])"
)


def boxes(text: str, names: Sequence[str]) -> tuple[bool | None, ...] | None:
    """
    Return for each name whether its box is ticked; None where the text says anything else as well.

    Marks stand behind their names, unless the text begins with one. A name without a mark beside a ticked one is not
    ticked; one whose line has no mark at all, or whose marks do not fit the names, is not understood.

    Args:
        text: the text behind the label, with the boxes.
        names: the names of the boxes.

    >>> boxes("甲□ 乙☑", ("甲", "乙")), boxes("[ ]甲 [x]乙", ("甲", "乙")), boxes("甲 乙（√）", ("甲", "乙"))
    ((False, True), (False, True), (False, True))
    >>> boxes("甲☑（待定）乙□", ("甲", "乙")) is None
    True
    """
    plain = squeezed(text)
    parts: list[str | bool] = []
    position = 0
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    while position < len(plain):
        mark, name = _MARK.match(plain, position), pattern.match(plain, position)
        if mark is not None:
            parts.append(mark["ticked"] is not None)
        elif name is not None:
            parts.append(name[0])
        elif plain[position] not in "，,；;、。/／":
            return None
        position = max(found.end() for found in (mark, name) if found) if mark or name else position + 1
    return _paired(parts, names)


def _paired(parts: list[str | bool], names: Sequence[str]) -> tuple[bool | None, ...] | None:
    is_before = bool(parts) and isinstance(parts[0], bool)
    ordered = parts if is_before else parts[::-1]
    found: dict[str, bool] = {}
    bare: set[str] = set()
    waiting: bool | None = None
    for part in ordered:
        if isinstance(part, bool):
            if waiting is not None:
                return None
            waiting = part
        elif part in found or part in bare:
            return None
        elif waiting is None:
            bare.add(part)
        else:
            found[part] = waiting
            waiting = None
    if waiting is not None or not found or (bare and not any(found.values())):
        return None
    return tuple(found.get(name, False if name in bare else None) for name in names)
