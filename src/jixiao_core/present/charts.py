"""
Charts of sheets, reviews and bridges (extra `charts`): points lost, attainment, what is pending, what moved a total.

Each function returns a figure of matplotlib of its own: nothing of `pyplot` is used, and no setting is changed. Numbers
are exact up to the edge of the drawing; `get_label()` of a figure is what it shows, in words.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present.chart_data import Scored
from jixiao_core.present.chart_drawing import ChartPage, draw
from jixiao_core.present.chart_fonts import drawing
from jixiao_core.present.chart_pages import attainment_page, bridge_chart_page, lost_page, pending_page
from jixiao_core.present.visible import writable
from jixiao_core.scoring.bridge import Bridge
from jixiao_core.scoring.case import Case, Role

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "CHARTS",
    "attainment_chart",
    "bridge_chart",
    "chart_bytes",
    "lost_chart",
    "pending_chart",
    "save_chart",
]

CHARTS: Final = (".svg", ".png")
"""The files that charts are written to."""
DOTS: Final = 150
"""Dots an inch of a PNG."""
_MADE: Final = re.compile(r'\bid="([a-z][0-9a-f]{10})"')
_NAME: Final = re.compile(r"\b[a-z][0-9a-f]{10}\b")
_OPENING: Final = re.compile(r"<svg\b[^>]*>")


def lost_chart(
    found: Scored, case: Case | None = None, *, role: Role | None = None, locale: str = "zh_Hans_CN", font: str = ""
) -> Figure:
    """
    Return a chart of the points that rows lose: for certain, and possibly; rows that lose nothing are counted.

    Args:
        found: a score sheet or a review, whose claims are marked.
        case: the case of a sheet, for unit, subject and year; a review has its own.
        role: the round whose claims are marked; the first where none is given.
        locale: ``zh_Hans_CN`` or ``en``.
        font: a family that is installed, or a font file; one that has Chinese is looked for where it is left out.

    Raises:
        FormatError: where matplotlib is missing, and where no font can draw the labels.
        InvalidValueError: for anything else than a sheet or a review.
        UnknownNameError: for an unknown round or locale.
    """
    return _drawn(lost_page(found, case, role=role, locale=locale), font)


def attainment_chart(
    found: Scored, case: Case | None = None, *, role: Role | None = None, locale: str = "zh_Hans_CN", font: str = ""
) -> Figure:
    """Return a chart of how much of their points groups attain, level by level; see `lost_chart`."""
    return _drawn(attainment_page(found, case, role=role, locale=locale), font)


def pending_chart(
    found: Scored, case: Case | None = None, *, role: Role | None = None, locale: str = "zh_Hans_CN", font: str = ""
) -> Figure:
    """Return a chart of every number of points that open rows can have; see `lost_chart`."""
    return _drawn(pending_page(found, case, role=role, locale=locale), font)


def bridge_chart(
    found: Bridge,
    before: Case | None = None,
    after: Case | None = None,
    *,
    locale: str = "zh_Hans_CN",
    font: str = "",
) -> Figure:
    """
    Return a chart of the steps from one total to another.

    Args:
        found: the bridge.
        before: the case of the first sheet, for unit, subject and year.
        after: the case of the second sheet.
        locale: ``zh_Hans_CN`` or ``en``.
        font: a family that is installed, or a font file; see `lost_chart`.

    Raises:
        FormatError: where matplotlib is missing, and where no font can draw the labels.
        InvalidValueError: for anything else than a bridge.
        UnknownNameError: for an unknown locale.
    """
    return _drawn(bridge_chart_page(found, before, after, locale=locale), font)


def _drawn(page: ChartPage, font: str) -> Figure:
    with drawing():
        return draw(page, font)


def chart_bytes(figure: Figure, suffix: str) -> bytes:
    """
    Return a figure as the bytes of a file: the same figure gives the same bytes, without a date.

    An SVG carries the text of the figure as its title, a PNG as its description.

    Args:
        figure: what a chart function returned.
        suffix: ``.svg`` or ``.png``.

    Raises:
        FormatError: for other suffixes.
    """
    stream = io.BytesIO()
    text = writable(str(figure.get_label()))
    match suffix.lower():
        case ".svg":
            figure.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
            return _settled(stream.getvalue().decode(), text).encode()
        case ".png":
            figure.savefig(stream, format="png", dpi=DOTS, metadata={"Software": None, "Description": text})
            return stream.getvalue()
        case _:
            raise FormatError(Problem(Message.of("charts.suffix", found=shown(suffix), known=CHARTS)))


def save_chart(figure: Figure, path: str | os.PathLike[str]) -> None:
    """
    Write a figure to a file that ends in .svg or .png; see `chart_bytes`.

    Args:
        figure: what a chart function returned.
        path: the file.

    Raises:
        FormatError: for other suffixes.
    """
    Path(path).write_bytes(chart_bytes(figure, Path(path).suffix))


def _settled(svg: str, text: str) -> str:
    """An SVG whose names of parts are the same every time, and which says in words what it shows."""
    names = {name: f"part{at}" for at, name in enumerate(dict.fromkeys(_MADE.findall(svg)))}
    svg = _NAME.sub(lambda found: names.get(found[0], found[0]), svg)
    opening = _OPENING.search(svg)
    assert opening is not None
    named = f'{opening[0][:-1]} role="img" aria-label={quoteattr(text)}>\n <title>{escape(text)}</title>'
    return svg[: opening.start()] + named + svg[opening.end() :]
