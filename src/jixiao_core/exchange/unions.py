"""Closed unions: formulas and assessments by their `kind`, figures by their keys, text and terms in short form."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao_core.exchange.fields import Hook, Shape, not_allowed, quantity, text, wrong_type
from jixiao_core.exchange.problems import refused
from jixiao_core.exchange.structuring import table_of
from jixiao_core.messages import Message, Text
from jixiao_core.reports.parts import Paragraph
from jixiao_core.rubrics.facts import Term
from jixiao_core.scoring.figures import Known

__all__ = [
    "FIGURE_KEYS",
    "figure_hook",
    "short_paragraph",
    "short_term",
    "short_text",
    "tagged_hook",
    "whole_or_part_hook",
]

FIGURE_KEYS = {
    "value": "Known",
    "at_least": "Bounded",
    "above": "Bounded",
    "at_most": "Bounded",
    "below": "Bounded",
    "state": "Missing",
}
"""Which key makes a figure known, bounded or missing."""


def tagged_hook(members: Mapping[str, Hook]) -> Hook:
    """
    Return the hook of a closed union.

    Args:
        members: each kind and the hook that reads it.
    """

    def read(data: object) -> object:
        table = table_of(data)
        if "kind" not in table:
            raise refused(Message.of("exchange.kind_missing", allowed=tuple(members)))
        kind = table["kind"]
        if type(kind) is not str:
            raise refused(wrong_type(Shape.TEXT, kind).problems[0].message, "kind")
        if kind not in members:
            raise refused(not_allowed("exchange.unknown_kind", kind, members), "kind")
        return members[kind](table)

    return read


def whole_or_part_hook(key: str, whole: Hook, part: Hook) -> Hook:
    """
    Return the hook of what an overlay states as a whole or in part.

    Args:
        key: the key that a whole one has and a part has not.
        whole: reads what replaces the old one.
        part: reads what changes some of its parameters.
    """

    def read(data: object) -> object:
        is_part = isinstance(data, Mapping) and key not in data
        return part(data) if is_part else whole(data)

    return read


def figure_hook(members: Mapping[str, Hook]) -> Hook:
    """
    Return the hook of a figure: a table told by its keys, or a bare quantity for a known one.

    Args:
        members: the names Known, Bounded, Missing and the hooks that read them.
    """

    def read(data: object) -> object:
        if not isinstance(data, Mapping):
            if isinstance(data, (list, tuple)) or data is None:
                raise refused(Message.of("exchange.figure_keys", allowed=tuple(FIGURE_KEYS)))
            return Known(value=quantity(data))
        found = tuple(key for key in FIGURE_KEYS if key in data)
        kinds = {FIGURE_KEYS[key] for key in found}
        if not kinds:
            raise refused(Message.of("exchange.figure_keys", allowed=tuple(FIGURE_KEYS)))
        if len(kinds) > 1:
            raise refused(Message.of("exchange.figure_mixed", found=found))
        (kind,) = kinds
        return members[kind](data)

    return read


def short_text(full: Hook) -> Hook:
    """Return the hook of bilingual text: a table, or Chinese text alone."""

    def read(data: object) -> object:
        return full(data) if isinstance(data, (Mapping, Text)) else Text(text(data))

    return read


def short_term(full: Hook) -> Hook:
    """Return the hook of a term: a table, or the id of the fact alone."""

    def read(data: object) -> object:
        return full(data) if isinstance(data, (Mapping, Term)) else Term(text(data))

    return read


def short_paragraph(full: Hook) -> Hook:
    """Return the hook of a paragraph: a table with its line, or its text alone."""

    def read(data: object) -> object:
        return full(data) if isinstance(data, (Mapping, Paragraph)) else Paragraph(text(data))

    return read
