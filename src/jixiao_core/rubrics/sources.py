"""Where a rule comes from: sources, legal bases, issuers, and the papers that a table demands."""

import datetime as dt
import re
from typing import Literal

from attrs import Attribute, frozen

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text

__all__ = ["DocumentDemand", "FiscalYears", "Issuer", "LegalBasis", "Source", "calendar_year", "is_date", "is_month"]

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen(kw_only=True)
class Source:
    """
    The place of a clause in its document.

    Attributes:
        table: the title of the table or document, as printed.
        row: the number of the level-3 row in that table, counted from 1; 0 where rows do not apply.
        clause: the number of the clause or article, where there is one.
        note: what a reader should know about the print, for example a cell shared by several rows.
    """

    table: str
    row: int = 0
    clause: str = ""
    note: Text | None = None


@frozen(kw_only=True)
class LegalBasis:
    """
    A document that the rubric rests on.

    Attributes:
        document: its number, for example 岳发〔2015〕11号.
        year: the year of the document.
        title: its title, as the source prints it.
    """

    document: str
    year: int
    title: str = ""


@frozen(kw_only=True)
class Issuer:
    """
    Who issued the form.

    Attributes:
        zh: the name in Chinese.
        en: the name in English.
        status: ``printed`` on the table itself, or ``inferred`` from a document beside it.
    """

    zh: str
    en: str = ""
    status: Literal["printed", "inferred"] = "printed"


@frozen(kw_only=True)
class FiscalYears:
    """The first and the last fiscal year (1 January to 31 December) that a rubric is meant for."""

    first: int
    last: int


@frozen(kw_only=True)
class DocumentDemand:
    """
    A paper that the table itself demands.

    Attributes:
        id: the name by which evidence lists the paper as attached.
        label: what the paper is.
        clause: the words that demand it, verbatim.
        items: the checklist items that depend on it; empty: the whole row.
    """

    id: str
    label: Text
    clause: str
    items: tuple[str, ...] = ()


def is_date(text: object) -> bool:
    """
    Return whether a value is an ISO date as text.

    >>> is_date("2021-12-31"), is_date("2021-02-30"), is_date("20211231"), is_date(20211231)
    (True, False, False, False)
    """
    if not isinstance(text, str) or not _ISO_DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_month(text: object) -> bool:
    """
    Return whether a value is a month as ISO writes it, as text.

    >>> is_month("2021-12"), is_month("2021-13"), is_month("2021-12-31")
    (True, False, False)
    """
    return isinstance(text, str) and is_date(f"{text}-01")


def calendar_year(_instance: object, attribute: "Attribute[int | None]", value: int | None) -> None:
    """Refuse what no calendar calls a year, as a validator of a field that may be None; InvalidValueError."""
    if value is not None and (type(value) is not int or not dt.MINYEAR <= value <= dt.MAXYEAR):
        raise InvalidValueError(Problem(Message.of("dates.no_year", found=shown(str(value))), attribute.name))
