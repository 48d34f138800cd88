"""Voucher references as people write them: 1月12#, 12月2#17#, 1月12-15#, 1/12#."""

# ruff: noqa: RUF001 - full-width characters are meant

from __future__ import annotations

import re
from typing import Final

from jixiao_core.exact.numbers import normalise
from jixiao_core.exchange.forms.blocks import squeezed
from jixiao_core.reports.project import VoucherRef

__all__ = ["MAX_RANGE", "MAX_VOUCHERS", "vouchers"]

MAX_RANGE: Final = 500
"""As many vouchers a range may name; a longer one is no list of vouchers."""

MAX_VOUCHERS: Final = 2_000
"""As many vouchers one line may name; what stands behind them is told as not read."""

_TOKEN: Final = re.compile(
    r"(?:(?P<month>[0-9]{1,2})(?:月份?|/))?(?:记|凭证|第)?(?P<first>[0-9]{1,6})[#号]?"
    r"(?:(?:-|—|–|~|～|至)(?P<last>[0-9]{1,6}))?[#号]"
)
_BETWEEN: Final = re.compile(r"[、，,；;。和及]+")


def vouchers(printed: str) -> tuple[tuple[VoucherRef, ...], bool]:
    """
    Return voucher references, and whether all of the text is such references.

    A number without a month is of the month before it; the first one must have its own. 1-12# is a month with a number
    or a range, and is neither.

    >>> vouchers("1月12#、12月2#17#")
    ((VoucherRef(month=1, number=12), VoucherRef(month=12, number=2), VoucherRef(month=12, number=17)), True)
    >>> vouchers("1月12-13#"), vouchers("见附表")
    (((VoucherRef(month=1, number=12), VoucherRef(month=1, number=13)), True), ((), False))
    """
    text = normalise(squeezed(printed)).replace("＃", "#")
    found: list[VoucherRef] = []
    month, position, is_whole = 0, 0, True
    while position < len(text) and len(found) <= MAX_VOUCHERS:
        token = _TOKEN.match(text, position)
        gap = _BETWEEN.match(text, position)
        if token is not None and (token["month"] or month):
            month = int(token["month"]) if token["month"] else month
            numbers = _range(token["first"], token["last"])
            is_whole = is_whole and bool(numbers)
            found += [VoucherRef(month, number) for number in numbers]
            position = token.end()
        elif gap is not None:
            position = gap.end()
        else:
            is_whole = False
            position = _next(text, position)
    return tuple(found), is_whole and len(found) <= MAX_VOUCHERS


def _range(first: str, last: str | None) -> range:
    low, high = int(first), int(last or first)
    return range(low, high + 1) if 0 <= high - low < MAX_RANGE else range(0)


def _next(text: str, position: int) -> int:
    """Where the next reference may begin: behind the next mark between two of them."""
    gap = _BETWEEN.search(text, position)
    return len(text) if gap is None else gap.end()
