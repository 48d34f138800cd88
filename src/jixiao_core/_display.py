"""The one way from a value to its presentation: notebooks ask a value itself for its HTML, rich for its table."""

from __future__ import annotations

from importlib import import_module

__all__ = ["html_of", "rich_of"]


def html_of(value: object) -> str:
    """Return a value as HTML; `present` is imported when a notebook first shows one."""
    text: str = import_module("jixiao_core.present.html").html_of(value)
    return text


def rich_of(value: object) -> object:
    """Return a sheet, a review or a rubric as what rich prints; `present` is imported when rich first asks."""
    found: object = import_module("jixiao_core.present.table").rich_of(value)
    return found
