"""A peer comparison as a page, as a document and as a workbook: counts, nobody ranked, and named only on request."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from attrs import fields

from jixiao_core.exchange.forms.overlay_template import new_workbook, put_text, settled_archive
from jixiao_core.frames.peer_files import PeerFile
from jixiao_core.frames.peers import (
    HEADINGS,
    ClaimCount,
    EdgeCount,
    FullRow,
    Peers,
    PeerTable,
    SharedReason,
    UnreadClaims,
    as_rows,
)
from jixiao_core.frames.table_writing import number_of
from jixiao_core.messages import Message, Param
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import render
from jixiao_core.present.json_values import text_json
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["peers_json", "peers_page", "peers_workbook"]

MOST_LINES = 30
"""So many lines of a part of the page are shown; the file of results has all of them."""


def peers_page(found: PeerFile, rubric: Rubric, *, locale: str, width: int) -> str:
    """
    Return a comparison as a page: what somebody may look at further; the whole of it is in the document and workbook.

    Args:
        found: the comparison.
        rubric: the table.
        locale: the language.
        width: columns of the terminal.
    """
    page = _Page(found.peers, locale, width)
    lines = [f"{rubric.pin} {rubric.digest}", *page.head()]
    lines += page.part("claims", [_claim(each) for each in found.peers.claims if not each.attainable])
    lines += page.part("full", [_full(each) for each in found.peers.full_rows])
    lines += page.part("edges", [_edge(each) for each in found.peers.edges if _is_near(each)])
    lines += page.part("reasons", [_reason(each) for each in found.peers.reasons])
    if found.peers.unread:
        lines += page.part("unread", [_unread(each) for each in found.peers.unread])
    return "\n".join([*lines, page.told("counts_only")]) + "\n"


class _Page:
    def __init__(self, peers: Peers, locale: str, width: int) -> None:
        self.peers, self.locale, self.width = peers, locale, width

    def told(self, code: str, **params: Param) -> str:
        return wrapped(render(Message.of(f"frames.peers_{code}", **params), self.locale), self.width, rest="  ")

    def head(self) -> Iterator[str]:
        groups = self.peers.units
        yield self.told("units", count=sum(groups.values()))
        if tuple(groups) != (None,):
            yield self.told(
                "groups",
                groups=tuple(
                    Message.of("frames.peers_group", group=_group(group), count=count)
                    for group, count in groups.items()
                ),
            )

    def part(self, code: str, rows: list[tuple[str | None, Message]]) -> Iterator[str]:
        """A part with its title; where there is nothing to say, one line says so."""
        if not rows:
            yield self.told(f"no_{code}")
            return
        yield self.told(code, count=len(rows))
        for group, message in rows[:MOST_LINES]:
            text = render(message, self.locale)
            if tuple(self.peers.units) != (None,):
                text = render(Message.of("frames.peers_in_group", group=_group(group), what=text), self.locale)
            yield wrapped(text, self.width, first="  ", rest="    ")
        if len(rows) > MOST_LINES:
            yield "  " + self.told("more", count=len(rows) - MOST_LINES)


def _group(group: str | None) -> str | Message:
    return Message.of("frames.peers_no_group") if group is None else group


def _claim(each: ClaimCount) -> tuple[str | None, Message]:
    code = "claim_otherwise" if each.attainable_otherwise else "claim"
    told = {"label": each.label, "points": each.claimed, "count": each.units, "of": each.of}
    return each.group, _named(Message.of(f"frames.peers_{code}", **told), each.names)


def _named(what: Message, names: tuple[str, ...]) -> Message:
    return Message.of("frames.peers_named", what=what, names=names) if names else what


def _full(each: FullRow) -> tuple[str | None, Message]:
    message = Message.of("frames.peers_full_row", label=each.label, points=each.maximum, count=each.units, of=each.of)
    return each.group, message


def _is_near(each: EdgeCount) -> bool:
    """Whether any total lies beside the edge."""
    return any((each.second_below, each.first_below, each.first_above, each.second_above))


def _edge(each: EdgeCount) -> tuple[str | None, Message]:
    names = ("second_below", "first_below", "first_above", "second_above")
    ends = [each.edge + step for step in (-2, -1, 0, 1, 2)]
    counts = tuple(
        Message.of("frames.peers_between", low=low, high=high, count=getattr(each, name))
        for name, (low, high) in zip(names, pairwise(ends), strict=True)
    )
    return each.group, Message.of("frames.peers_edge", grade=each.grade, edge=each.edge, counts=counts)


def _reason(each: SharedReason) -> tuple[str | None, Message]:
    told = {"label": each.label, "reason": each.reason, "count": each.units, "of": each.of}
    return each.group, _named(Message.of("frames.peers_reason", **told), each.names)


def _unread(each: UnreadClaims) -> tuple[str | None, Message]:
    return each.group, Message.of("frames.peers_unread_row", label=each.label, count=each.units, of=each.of)


ROWS: Final[Mapping[str, type]] = {
    "claims": ClaimCount,
    "edges": EdgeCount,
    "full_rows": FullRow,
    "reasons": SharedReason,
    "unread": UnreadClaims,
}


def _tables(peers: Peers) -> dict[str, PeerTable]:
    return {name: getattr(peers, name) for name in ROWS}


def peers_json(found: PeerFile, rubric: Rubric, locale: str) -> dict[str, Any]:
    """Return a comparison as a document: the five tables whole, points as decimal text."""
    units = [{"group": group, "units": count} for group, count in found.peers.units.items()]
    tables = {
        name: [_row(value, plain) for value, plain in zip(table, as_rows(table), strict=True)]
        for name, table in _tables(found.peers).items()
    }
    return {
        "format": "jixiao-peers/1",
        "rubric": rubric.pin,
        "digest": rubric.digest,
        "units": units,
        **tables,
        "columns_read": list(found.claimed),
        "notes": [render(note, locale) for note in found.notes],
        "problems": [each.document(locale) for each in found.problems],
    }


def _row(value: object, plain: dict[str, object]) -> dict[str, object]:
    """A row with its names in both languages."""
    texts: dict[str, object] = {name: text_json(getattr(value, name)) for name in ("label", "grade") if name in plain}
    names: dict[str, object] = {"names": list(getattr(value, "names", ()))} if "names" in plain else {}
    return {**plain, **texts, **names}


def peers_workbook(found: PeerFile, locale: str) -> bytes:
    """
    Return a comparison as a workbook with a sheet for every table; what is written as text stays text.

    Raises:
        FormatError: where openpyxl is missing.
    """
    book = new_workbook()
    book.remove(book.active)
    for name, table in _tables(found.peers).items():
        sheet = book.create_sheet(render(Message.of(f"frames.sheet_peers_{name}"), locale))
        sheet.freeze_panes = "A2"
        headings = [HEADINGS[each.name].of(locale) for each in fields(ROWS[name])]
        rows: list[list[Any]] = [headings, *(list(row.values()) for row in as_rows(table, locale=locale))]
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _put(sheet.cell(at, column), value, locale)
    stream = io.BytesIO()
    book.save(stream)
    return settled_archive(stream.getvalue())


def _put(cell: Any, value: object, locale: str) -> None:
    """Counts and points as numbers, conditions in words, everything else as text."""
    if isinstance(value, bool):
        put_text(cell, render(Message.of("frames.peers_yes" if value else "frames.peers_no"), locale))
    elif isinstance(value, int):
        cell.value = value
    elif isinstance(value, str) and value:
        number = number_of(value)
        if number is None:
            put_text(cell, value)
        else:
            cell.value = number
