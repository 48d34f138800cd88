"""Official forms, filled: reports as documents (`.docx`) that the reader of published forms reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import fields, has

from jixiao_core.exact.quantities import Count, Money, Number
from jixiao_core.exchange.published import read_published
from jixiao_core.present.form_docx import form_blocks
from jixiao_core.present.form_words import FormWords
from jixiao_core.present.official_forms import report_form
from jixiao_core.present.word_document import docx_bytes
from jixiao_core.reports.report import Report
from jixiao_core.scoring.figures import Known, Missing

__all__ = ["forms_docx", "not_kept"]

_NOT_PRINTED: Final = ("line", "target_line", "completion_line", "place", "origin", "note", "unread")
_DERIVED: Final = ("target_value", "completion_value", "vouchers")
"""What the reader makes of printed text; a report may leave it out."""
_WORDS: Final = FormWords("zh_Hans_CN", personal=True, blanks=False)
"""In the language of the reader; a blank row would be read as one that somebody has left blank."""


def forms_docx(reports: Sequence[Report]) -> bytes:
    """
    Return reports as filled forms, one after the other, as the bytes of a `.docx` file.

    The same reports give the same bytes. Personal fields are printed where a report has them; `reports.redacted` takes
    them out.

    Args:
        reports: the reports.
    """
    blocks = tuple(block for report in reports for block in form_blocks(report_form(report, _WORDS)))
    return docx_bytes(blocks, title=reports[0].title if reports else "")


def not_kept(reports: Sequence[Report], content: bytes) -> tuple[str, ...]:
    """
    Return the fields of reports that a filled form gives back otherwise, by their paths, in the order of the reports.

    Places and origins are those of the form by nature, and a figure that nobody has said is a blank cell in it; white
    space is run together. Where the form does not give back as many reports, every report is named as a whole.

    Args:
        reports: what was written.
        content: what `forms_docx` made of them.

    Raises:
        FormatError: when the extra `docx` is not installed.
    """
    found = read_published(content, layout="docx").reports
    if [each.kind for each in found] != [each.kind for each in reports]:
        return tuple(f"reports[{place}]" for place in range(len(reports)))
    pairs = enumerate(zip(reports, found, strict=True))
    several = len(reports) > 1
    return tuple(
        path
        for place, (one, other) in pairs
        for path in _differences(one, other, f"reports[{place}]" if several else "")
    )


def _differences(one: Any, other: Any, path: str) -> Iterator[str]:
    if one == other or (_says_nothing(one) and _says_nothing(other)) or _is_printed_alike(one, other):
        return
    if has(type(one)) and type(one) is type(other):
        for each in fields(type(one)):
            if each.name in _NOT_PRINTED or (each.name in _DERIVED and not getattr(one, each.name)):
                continue
            below = f"{path}.{each.name}" if path else each.name
            yield from _differences(getattr(one, each.name), getattr(other, each.name), below)
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for place, (mine, yours) in enumerate(zip(one, other, strict=True)):
            yield from _differences(mine, yours, f"{path}[{place}]")
    elif not (isinstance(one, str) and isinstance(other, str) and one.split() == other.split()):
        yield path


def _is_printed_alike(one: object, other: object) -> bool:
    """Whether a number without a unit was read with the unit of its table."""
    if not (isinstance(one, Known) and isinstance(other, Known) and isinstance(other.value, Money)):
        return False
    return isinstance(one.value, Count | Number) and str(other.value) == f"{one.value}{other.value.unit}"


def _says_nothing(value: object) -> bool:
    """Whether a figure is unknown or blank: a form has one empty cell for both."""
    return isinstance(value, Missing) and value.state in ("unknown", "blank")
