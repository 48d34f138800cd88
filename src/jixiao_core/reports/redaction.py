"""Reports without personal data, and with the names of units masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from attrs import evolve, fields, has

from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Text
from jixiao_core.reports.report import Report

__all__ = ["HIDDEN", "hidden", "personal_words", "redacted", "without_words", "words_of"]

ReportT = TypeVar("ReportT", bound=Report)

_WORDS_OF_THE_FORMAT: Final = frozenset(("kind", "role", "state", "how", "comparator", "iso", "why", "source"))
HIDDEN: Final = "〈略〉"
"""What stands in the place of what is withheld."""
_LEAST: Final = 2
_LEAST_DIGITS: Final = 7
"""Shorter texts are no names that could be told from other words."""


def redacted(report: ReportT, *, mask: Mapping[str, str] | None = None) -> ReportT:
    """
    Return a report without personal data.

    Names, telephone numbers and signatures are gone from their fields; where one of them stands in another text, as in
    the narrative, it is replaced by 〈略〉. What the reader of a published form found no place for is withheld.

    Args:
        report: the report.
        mask: further words to replace wherever they stand, for example ``{"君山区": "某区"}``; longer words first.

    >>> from jixiao_core.reports.department import DepartmentReport
    >>> report = DepartmentReport(contact_person="张某某", mandate="由张某某负责，君山区全区范围")
    >>> redacted(report, mask={"君山区": "某区"}).mandate
    '由〈略〉负责，某区全区范围'
    """
    found: ReportT = hidden(report, words_of(report, mask=mask))
    return found


def personal_words(*reports: Report) -> frozenset[str]:
    """
    Return the names, telephone numbers and signatures of reports that can be told from other words.

    >>> from jixiao_core.reports.department import DepartmentReport
    >>> personal_words(DepartmentReport(contact_person="张某某", contact_phone=""))
    frozenset({'张某某'})
    """
    return frozenset(word for report in reports for word in _personal(report) if _is_name(word.strip()))


def _is_name(word: str) -> bool:
    """Whether a personal text can be told from other words; 123 is a part of many numbers."""
    return len(word) >= (_LEAST_DIGITS if word.isascii() else _LEAST)


def words_of(*reports: Report, mask: Mapping[str, str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return the words to be replaced in reports with what stands in their place, the longer ones first."""
    words = dict.fromkeys(personal_words(*reports), HIDDEN) | dict(mask or {})
    return tuple(sorted(((word, words[word]) for word in words if word), key=lambda pair: (-len(pair[0]), pair[0])))


def _personal(value: Any) -> Iterator[str]:
    """Every personal text in a value."""
    if isinstance(value, tuple):
        for part in value:
            yield from _personal(part)
    elif has(type(value)):
        for each in fields(type(value)):
            part = getattr(value, each.name)
            if each.metadata.get("personal"):
                yield part
            else:
                yield from _personal(part)


def hidden(value: Any, words: tuple[tuple[str, str], ...]) -> Any:
    """Return a value without personal fields and with words replaced; what was not read is withheld as a whole."""
    # Enumerations of the format are text as well, and stay.
    if type(value) is str:
        for word, instead in words:
            value = value.replace(word, instead)
        return value
    if isinstance(value, tuple):
        return tuple(hidden(part, words) for part in value)
    if not has(type(value)):
        return value
    changed: dict[str, Any] = {}
    for each in fields(type(value)):
        if not each.init or (each.name in _WORDS_OF_THE_FORMAT and not each.metadata.get("printed")):
            continue
        part = getattr(value, each.name)
        if each.metadata.get("withheld"):
            # Nobody knows what stands in it.
            changed[each.name] = HIDDEN if part else part
        else:
            changed[each.name] = "" if each.metadata.get("personal") else hidden(part, words)
    return evolve(value, **changed)


def without_words(finding: Finding, words: tuple[tuple[str, str], ...]) -> Finding:
    """Return a finding whose parameters have words replaced, wherever they quote them."""
    return evolve(finding, message=_quoted(finding.message, words), likely=_quoted(finding.likely, words))


def _quoted(value: Any, words: tuple[tuple[str, str], ...]) -> Any:
    match value:
        case str() if type(value) is str:
            return hidden(value, words)
        case tuple():
            return tuple(_quoted(part, words) for part in value)
        case Text():
            return evolve(value, zh=hidden(value.zh, words), en=hidden(value.en, words))
        case Message():
            return Message(value.code, tuple((name, _quoted(part, words)) for name, part in value.params))
        case _:
            return value
