"""Why an overlay changed a table (调整说明): every reason once, with the rows that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao_core.messages import Message, Text
from jixiao_core.present.i18n import render
from jixiao_core.rubrics.revising import reasons_of
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["reason_lines"]


def reason_lines(rubric: Rubric, locale: str) -> Iterator[str]:
    """Yield the reasons of the table, then those of its rows; nothing for a table that no overlay made."""
    for reason in reasons_of(rubric.notes):
        yield render(Message.of("present.adjusted_table", reason=_sentence(reason)), locale)
    rows: dict[Text, list[str]] = {}
    for row in rubric.indicators:
        for reason in reasons_of(row.notes):
            rows.setdefault(reason, []).append("".join(row.label.of(locale).split("\n")))
    for reason, labels in rows.items():
        yield render(Message.of("present.adjusted_rows", rows=tuple(labels), reason=_sentence(reason)), locale)


def _sentence(reason: Text) -> Text:
    """A reason without the full stop that some have and others do not."""
    return Text(reason.zh.rstrip("。"), reason.en.rstrip("."))
