"""The one way from a value to its presentation: notebooks ask a value itself for its HTML."""

from __future__ import annotations

from importlib import import_module

__all__ = ["html_of"]


def html_of(value: object) -> str:
    """Return a sheet, a review or the difference of two rubrics as HTML; `present` is imported when a notebook first shows one."""
    text: str = import_module("jixiao_core.present.html").html_of(value)
    return text
