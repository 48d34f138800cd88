"""Fonts for charts: an installed one that has Chinese, looked for by name; nothing global is changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present.columns import columns_of

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["FAMILIES", "ChartFont", "chart_font", "drawing"]

FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "SimSun",
    "Arial Unicode MS",
    "Droid Sans Fallback",
)
"""Families that have Chinese, the most legible first."""
FILES: Final = (
    "notosanscjk",
    "notosanssc",
    "sourcehansans",
    "wqy-microhei",
    "wqy-zenhei",
    "msyh",
    "simhei",
    "pingfang",
)
"""How the files of such families begin; a list of fonts that matplotlib keeps may be older than they are."""
LATIN: Final = "DejaVu Sans"
"""The family that comes with matplotlib."""
FONT_FILES: Final = (".ttf", ".otf", ".ttc", ".otc")
MISSING: Final = ("□", "?")
"""What stands for a character that no font has: the first of these that one has."""


@contextmanager
def drawing() -> Iterator[None]:
    """Say what to install where matplotlib is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "matplotlib":
            raise
        raise FormatError(Problem(Message.of("charts.no_library"))) from None


@frozen(kw_only=True)
class ChartFont:
    """
    A font for one chart.

    Attributes:
        families: the families by name, the first that has a character draws it; empty where a file is used.
        file: the file; empty where families are used.
        known: the code points that can be drawn.
    """

    families: tuple[str, ...] = ()
    file: str = ""
    known: frozenset[int] = frozenset()

    def sized(self, points: int) -> FontProperties:
        """Return the font in a size, in points of print."""
        from matplotlib.font_manager import FontProperties

        if self.file:
            return FontProperties(fname=self.file, size=points)
        return FontProperties(family=list(self.families), size=points)

    def drawable(self, text: str) -> str:
        """Return a text with a sign for every character that no font has."""
        sign = next((each for each in MISSING if ord(each) in self.known), " ")
        return "".join(char if char == "\n" or ord(char) in self.known else sign for char in text)


def chart_font(text: str, font: str | os.PathLike[str] = "") -> ChartFont:
    """
    Return a font that can draw a text.

    Args:
        text: everything that is drawn.
        font: a family that is installed, or a font file; where it is left out, the first of `FAMILIES` that is there.

    Raises:
        FormatError: where the font is not there, and where the text is Chinese and no font that has Chinese is.
    """
    from matplotlib import font_manager

    name = os.fspath(font)
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    if name.lower().endswith(FONT_FILES):
        return _of_file(name)
    if name:
        if name not in installed:
            raise FormatError(Problem(Message.of("charts.font_missing", found=shown(name)), "font"))
        return _of_families(name, LATIN)
    found = next((family for family in FAMILIES if family in installed), "")
    if found:
        return _of_families(found, LATIN)
    for path in sorted(font_manager.findSystemFonts()):
        if Path(path).name.lower().startswith(FILES):
            return _of_file(path)
    if columns_of(text) > len(text):
        raise FormatError(Problem(Message.of("charts.no_chinese_font", known=FAMILIES[:8]), "font"))
    return _of_families(LATIN)


def _of_families(*names: str) -> ChartFont:
    from matplotlib.font_manager import FontProperties, findfont

    known = (_characters(findfont(FontProperties(family=name))) for name in names)
    return ChartFont(families=names, known=frozenset().union(*known))


def _of_file(path: str) -> ChartFont:
    try:
        # A pipe would be waited for.
        if Path(path).is_file():
            return ChartFont(file=path, known=_characters(path))
    except (OSError, RuntimeError, ValueError):
        pass
    raise FormatError(Problem(Message.of("charts.font_unreadable", found=shown(path)), "font"))


def _characters(path: str) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(path).get_charmap())
