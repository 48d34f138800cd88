"""Cells of tables of text: as the conversion reads them, and why one cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jixiao_core.errors import JixiaoError
from jixiao_core.exact.numbers import normalise, parse_number, shown
from jixiao_core.frames.claims import CLAIMED_TOTAL
from jixiao_core.frames.columns import SORTS, InputColumn
from jixiao_core.frames.conversion import NO, YES
from jixiao_core.frames.headings import filled_unit, word_labels
from jixiao_core.frames.units import MONEY_UNITS
from jixiao_core.messages import Message, Param, Text
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["DANGEROUS", "cell_reader", "cell_words", "unquoted", "why_refused"]

DANGEROUS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula."""


def unquoted(text: str) -> str:
    """
    Return a cell without the apostrophe that we put before what a spreadsheet would take for a formula.

    >>> unquoted("'=1+1"), unquoted("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def cell_reader(rubric: Rubric, column: InputColumn) -> Callable[[str], str | None]:
    """
    Return what reads the cells of a column of text: blank is no value, signs and digits in one width, labels as words.

    Args:
        rubric: the labels of options and members.
        column: the column.
    """
    if column.sort == "words":
        words = cell_words(rubric, column)
        return lambda text: words.get(text, text) or None
    if column.sort == "flag":
        return lambda text: text or None
    # Units of money and rates are read with the number, since they change it.
    unit = filled_unit(column).zh if column.sort in ("count", "points") else ""

    def read(text: str) -> str | None:
        return normalise(unquoted(text)).removesuffix(unit).rstrip() or None

    return read


def cell_words(rubric: Rubric, column: InputColumn) -> dict[str, str]:
    """Return whatever may be written in a column of words to the word that it means."""
    labels = word_labels(rubric, column)
    told: Mapping[str, str] = {text: word for word, label in labels.items() for text in (label.zh, label.en) if text}
    return {**told, **{word: word for word in labels}}


def why_refused(rubric: Rubric, column: InputColumn, text: str, heading: str | Text) -> Message:
    """
    Return why a cell cannot be used: what was found, what is allowed.

    Args:
        rubric: the labels of options and members.
        column: the column.
        text: the cell.
        heading: the heading of the column.
    """
    allowed: tuple[str | Text, ...] = ()
    if column.sort == "flag":
        allowed = (YES[0], NO[0])
    elif column.sort == "words":
        allowed = tuple(word_labels(rubric, column).values())
    if allowed:
        return Message.of("frames.cell_not_word", heading=heading, found=shown(text), allowed=allowed)
    sort = SORTS[column.sort]
    told: dict[str, Param] = {"heading": heading, "found": shown(text)}
    try:
        value = parse_number(_bare(column, normalise(text))).value
    except JixiaoError:
        return Message.of("frames.cell_not_a_number", sort=sort, **told)
    if value < 0 and not column.may_be_negative:
        return Message.of("frames.cell_negative", **told)
    if column.sort in ("money", "rate"):
        units = tuple(MONEY_UNITS)[1:] if column.sort == "money" else ("%",)
        return Message.of("frames.cell_unit", allowed=units, **told)
    if column.name == CLAIMED_TOTAL:
        return Message.of("summary.cell_total_outside", most=rubric.highest_total, **told)
    return Message.of("frames.cell_out_of_range", sort=sort, **told)


def _bare(column: InputColumn, text: str) -> str:
    """A number without the unit of money behind it."""
    if column.sort == "money":
        for unit in sorted(MONEY_UNITS, key=len, reverse=True):
            if text.endswith(unit):
                return text.removesuffix(unit)
    return text
