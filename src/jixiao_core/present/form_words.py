"""The labels of official forms in both languages, and figures as a form prints them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from attrs import frozen

from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Quantity
from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.i18n import render
from jixiao_core.present.merged_tables import CellKind, MergedCell
from jixiao_core.present.numbers import points_text
from jixiao_core.reports.parts import Paragraph, TableUnit
from jixiao_core.scoring.figures import Bounded, Figure, Known

__all__ = ["FormWords", "cell", "paragraphs"]

_NUMERALS: Final = "一二三四五六七八九"


@frozen
class FormWords:
    """
    The words of forms in a language.

    Attributes:
        locale: ``zh_Hans_CN`` or ``en``.
        personal: whether names, telephone numbers and signatures are printed.
        blanks: whether the form has room for what nobody has said, to be filled in by hand; such rows, grids and lines
            are left out otherwise.
    """

    locale: str
    personal: bool = False
    blanks: bool = True

    def __call__(self, name: str, /, **params: Param) -> str:
        """Return a label, for example ``level1`` or ``department_name``."""
        return render(Message.of(f"official.{name}", **params), self.locale)

    def private(self, text: str) -> str:
        """Return a personal text, or nothing: a blank to be filled in by hand."""
        return text if self.personal else ""

    def level(self, number: int) -> str:
        """
        Return the heading of the indicators of a level.

        >>> FormWords("zh_Hans_CN").level(3)
        '三级指标'
        """
        numeral = _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
        return self("level", number=Text(numeral, str(number)))

    def unit(self, unit: TableUnit) -> str:
        """Return the unit of a table in brackets, behind a label; nothing where the table before it has printed it."""
        if unit.unit is None or unit.how == "inherited":
            return ""
        words = {MoneyUnit.YUAN: "yuan", MoneyUnit.WAN_YUAN: "wan_yuan", MoneyUnit.YI_YUAN: "yi_yuan"}
        return self(words[unit.unit])

    def points(self, value: Fraction | None) -> str:
        """Return points; nothing where the cell is blank."""
        return "" if value is None else points_text(value)

    def figure(self, figure: Figure, unit: MoneyUnit | None = None) -> str:
        """
        Return a figure as a cell prints it: without the unit that its table prints, blank where it is missing.

        >>> FormWords("zh_Hans_CN").figure(Known(value=Money.parse("3.86万元")), MoneyUnit.WAN_YUAN)
        '3.86'
        """
        match figure:
            case Known():
                return self._quantity(figure.value, unit)
            case Bounded():
                ends = (("≥", figure.at_least), (">", figure.above), ("≤", figure.at_most), ("<", figure.below))
                return self("joined").join(
                    f"{sign}{self._quantity(end, unit)}" for sign, end in ends if end is not None
                )
            case _:
                return ""

    def _quantity(self, value: Quantity, unit: MoneyUnit | None) -> str:
        match value:
            case Money() if value.unit is unit:
                return str(value).removesuffix(value.unit.value)
            case Count():
                return value.written.removesuffix("人").rstrip()
            case _:
                return render_quantity(value, self.locale)


def render_quantity(value: Quantity, locale: str) -> str:
    """Return a quantity with its unit, as it was printed."""
    if isinstance(value, Money) and not locale.startswith("zh"):
        return render(Message.of("official.amount", amount=value), locale)
    return str(value)


def cell(text: str, kind: CellKind = "text", *, wide: int = 1, high: int = 1) -> MergedCell:
    """Return a cell."""
    return MergedCell(text=text, kind=kind, wide=wide, high=high)


def paragraphs(given: Iterable[Paragraph]) -> str:
    """Return the lines of a text field as one text."""
    return "\n".join(each.text for each in given)
