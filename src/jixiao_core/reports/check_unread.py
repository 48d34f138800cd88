"""What the published form prints and the report does not hold: told, so that nobody takes it for checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jixiao_core.findings import Finding
from jixiao_core.reports.observing import located, observed
from jixiao_core.reports.report import Report

__all__ = ["unread"]

_MAX_QUOTE: Final = 40
_UNQUOTED: Final = ("sign_offs",)
"""Fields whose text names persons."""


def unread(report: Report) -> Iterator[Finding]:
    """Yield each field whose text is no value of its kind or stands in one cell with that of the row above, and how many other things have no place in the report."""
    for each in report.unread:
        if each.why == "unreadable" and not each.name.startswith(_UNQUOTED):
            text = " ".join(each.text.split())
            found = text if len(text) <= _MAX_QUOTE else f"{text[:_MAX_QUOTE]}…"
            yield observed("reports.field_unreadable", each.name, line=each.line, place=each.place, found=found)
        if each.why == "shared":
            found = " ".join(each.text.split())
            yield observed("reports.cell_shared", each.name, line=each.line, place=each.place, found=found)
    others = [
        each
        for each in report.unread
        if each.why != "shared" and (each.why != "unreadable" or each.name.startswith(_UNQUOTED))
    ]
    if others:
        lines = tuple(dict.fromkeys(each.line for each in others))
        places = tuple(dict.fromkeys(each.place for each in others))
        yield observed("reports.parts_unread", "unread", count=len(others), **located("lines", lines, places))
