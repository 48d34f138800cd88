"""Reports without personal data, and with the names of units masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from attrs import evolve, fields, has

from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport

__all__ = ["redacted"]

ReportT = TypeVar("ReportT", bound=DepartmentReport | ProjectReport)

_WORDS_OF_THE_FORMAT: Final = frozenset(("kind", "role", "state", "how", "comparator", "iso"))
_HIDDEN: Final = "〈略〉"
_LEAST: Final = 2
"""Shorter texts are no names that could be told from other words."""


def redacted(report: ReportT, *, mask: Mapping[str, str] | None = None) -> ReportT:
    """
    Return a report without personal data.

    Names, telephone numbers and signatures are gone from their fields; where one of them stands in another text, as in
    the narrative, it is replaced by 〈略〉.

    Args:
        report: the report.
        mask: further words to replace wherever they stand, for example ``{"君山区": "某区"}``; longer words first.

    >>> report = DepartmentReport(contact_person="张某某", mandate="由张某某负责，君山区全区范围")
    >>> redacted(report, mask={"君山区": "某区"}).mandate
    '由〈略〉负责，某区全区范围'
    """
    words = {word: _HIDDEN for word in _personal(report) if len(word) >= _LEAST}
    words.update(mask or {})
    ordered = tuple(sorted(((word, words[word]) for word in words if word), key=lambda pair: (-len(pair[0]), pair[0])))
    found: ReportT = _cleaned(report, ordered)
    return found


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


def _cleaned(value: Any, words: tuple[tuple[str, str], ...]) -> Any:
    # Enumerations of the format are text as well, and stay.
    if type(value) is str:
        for word, instead in words:
            value = value.replace(word, instead)
        return value
    if isinstance(value, tuple):
        return tuple(_cleaned(part, words) for part in value)
    if not has(type(value)):
        return value
    changed: dict[str, Any] = {}
    for each in fields(type(value)):
        if not each.init or each.name in _WORDS_OF_THE_FORMAT:
            continue
        changed[each.name] = "" if each.metadata.get("personal") else _cleaned(getattr(value, each.name), words)
    return evolve(value, **changed)
