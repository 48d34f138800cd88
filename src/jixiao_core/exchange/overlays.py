"""Overlays from files and plain data, and the tables that they make; everything that is wrong is told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn, get_args, get_type_hints

import attrs

from jixiao_core.errors import FormatError, JixiaoError, Problem, UnknownNameError
from jixiao_core.exact.numbers import path_step
from jixiao_core.exchange.converter import hook_of, own_converter
from jixiao_core.exchange.dictionary import overlay_with_measures, shared_facts
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.forms.overlay_places import PlacedTable
from jixiao_core.exchange.forms.overlay_sheet import overlay_sheet
from jixiao_core.exchange.forms.overlay_terms import with_fact_ids
from jixiao_core.exchange.limits import Syntax, file_bytes
from jixiao_core.exchange.problems import Problems, is_around
from jixiao_core.exchange.rates import bare_part_problems
from jixiao_core.exchange.rubrics import refuse_other_semantics
from jixiao_core.exchange.structuring import table_of
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.linting.table_checks import UNSEEN
from jixiao_core.rubrics.overlay import Overlay
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.tailoring import tailored
from jixiao_core.rubrics.tailoring_paths import SUMS, sums_around

__all__ = [
    "is_overlay",
    "overlay_document",
    "parse_overlay",
    "parse_tailored",
    "raise_without_base",
    "read_overlay",
    "read_tailored",
]

_KEYED: Final = ("revise", "break_down", "remove", "move", "adopt")
_MOVING: Final = frozenset(("revise", "break_down", "add", "remove", "move"))
_WEIGHED: Final = frozenset(("points", "why"))
"""What of a revision that cannot be read is taken all the same."""
_SUMS: Final = frozenset((*SUMS, "rubrics.overlay_points"))
_ONLY_HERE: Final = frozenset((*_KEYED, "add", "reason"))


def is_overlay(data: Any) -> bool:
    """
    Say whether plain data is an overlay rather than a rubric: it names a base and has no rows of its own.

    >>> is_overlay({"derived_from": "junshan-department@2021.1", "reason": "…"})
    True
    """
    if isinstance(data, PlacedTable):
        return True
    if not isinstance(data, Mapping) or "indicators" in data:
        return False
    return "derived_from" in data or any(key in data for key in _ONLY_HERE)


def read_overlay(source: DocumentSource, *, syntax: Syntax | None = None) -> Overlay:
    r"""
    Return the overlay of a TOML or JSON document, a table with the fields of `Overlay`, or of a spreadsheet.

    Whether it fits its base is seen when it is applied: `jixiao_core.tailor`, or `read_tailored` for both at once.

    Args:
        source: a path, or the bytes of the document.
        syntax: how it is written; None: see `read_document`.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.

    >>> text = 'derived_from = "village@2021.1"\nseries = "hamlet"\nedition = 2022\nrevision = 1\nreason = "…"'
    >>> read_overlay(text.encode()).pin
    'hamlet@2022.1'
    """
    return parse_overlay(overlay_document(source, syntax=syntax))


def overlay_document(source: DocumentSource, *, syntax: Syntax | None = None) -> Any:
    """Return the plain data of an overlay in TOML, JSON or a spreadsheet (``.xlsx``)."""
    if isinstance(source, bytes):
        is_sheet = syntax is None and source.startswith(b"PK\x03\x04")
        return overlay_sheet(source) if is_sheet else read_document(source, syntax=syntax)
    if syntax is None and os.fspath(source).lower().endswith(".xlsx"):
        return overlay_sheet(file_bytes(source))
    return read_document(source, syntax=syntax)


def parse_overlay(data: Any, *, dictionary: Iterable[FactDefinition] | None = None) -> Overlay:
    """
    Return the overlay of plain data.

    Args:
        data: the plain data.
        dictionary: definitions of figures that a spreadsheet may call by name; None: the shared dictionary.

    Raises:
        FormatError: for everything that is wrong, all problems at once, with their paths.
    """
    table, problems = _table(data, shared_facts() if dictionary is None else dictionary)
    problems.extend(_unseen(table))
    found: Overlay | None = None
    try:
        found = own_converter().structure(table, Overlay)
    except FormatError as error:
        problems.take(error)
    _raise_placed(problems, data)
    assert found is not None
    return found


def read_tailored(
    source: DocumentSource,
    base: Rubric,
    *,
    syntax: Syntax | None = None,
    dictionary: Iterable[FactDefinition] | None = None,
) -> Rubric:
    """
    Return the table that the overlay in a document makes of its base.

    Args:
        source: a path, or the bytes of the document.
        base: the rubric that it was derived from.
        syntax: how it is written; None: see `read_document`.
        dictionary: definitions of facts that it may use; None: the shared dictionary.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with the document or with what it changes, all at once.
    """
    return parse_tailored(overlay_document(source, syntax=syntax), base, dictionary=dictionary)


def parse_tailored(data: Any, base: Rubric, *, dictionary: Iterable[FactDefinition] | None = None) -> Rubric:
    """
    Return the table that the overlay of plain data makes of its base; see `read_tailored`.

    Raises:
        FormatError: for everything that is wrong, all problems at once, with their paths.
    """
    shared = tuple(shared_facts() if dictionary is None else dictionary)
    table, problems = _table(data, (*base.facts, *shared))
    has_faults = isinstance(data, PlacedTable) and bool(data.found)
    overlay: Overlay | None
    weighed: frozenset[str] = frozenset()
    try:
        overlay, partly = own_converter().structure(table, Overlay), bool(problems) or has_faults
    except JixiaoError as error:
        problems.take(error)
        weighed = frozenset(_weighed(table, base, problems))
        overlay, partly = _readable(table, base, weighed), True
        problems.extend(_unknown_ids(table, overlay, base))
    problems.extend((*_unseen(table), *_bare_levels(table, base)))
    # A part that could not be read is not said to be missing or wrong as well.
    cells = tuple((each.path, "") for each in data.found) if isinstance(data, PlacedTable) else ()
    open_sums = _open_sums(table, base, (*cells, *((each.path, each.code) for each in problems)), weighed)
    found, further = tailored(base, overlay, dictionary=shared, partly=partly, open_sums=open_sums)
    told = [problem for problem in further if not (partly and problems.has_within(problem.path))]
    problems.extend([problem for problem in told if not _is_of_unread(problem, weighed)])
    _raise_placed(problems, data)
    # Where nothing came out there are problems, and they were raised.
    assert found is not None
    return found


def _weighed(table: Mapping[Any, Any], base: Rubric, problems: Problems) -> Iterator[str]:
    """
    Yield the rows of revisions that cannot be read but for the points that they state, which add up all the same.

    What is wrong with a formula, a clause or a measure says nothing about the points.
    """
    revisions, rows = table.get("revise"), {row.id for row in base.indicators}
    for name, change in revisions.items() if isinstance(revisions, Mapping) else ():
        if not (type(name) is str and name in rows and isinstance(change, Mapping) and change.keys() >= _WEIGHED):
            continue
        path = f"revise.{path_step(name)}"
        if not any(problems.has_within(f"{path}.{key}") for key in _WEIGHED) and problems.has_within(path):
            yield name


def _is_of_unread(problem: Problem, weighed: frozenset[str]) -> bool:
    """Whether something is said of a row of which only the points were read, other than how they add up."""
    return problem.code not in _SUMS and any(is_around(f"revise.{path_step(name)}", problem.path) for name in weighed)


def _open_sums(
    table: Mapping[Any, Any], base: Rubric, faults: Iterable[tuple[str, str]], weighed: frozenset[str]
) -> frozenset[str] | None:
    """
    Return whose sums parts that could not be read could move; None where it can be any.

    Args:
        table: the overlay as plain data.
        base: its base.
        faults: path and code of everything that is wrong with the data.
        weighed: the revised rows whose points could be read.
    """
    changed = {
        f"{verb}.{path_step(name)}": name
        for verb in ("revise", "break_down", "remove")
        for name in (table[verb] if isinstance(table.get(verb), Mapping) else ())
        if type(name) is str
    }
    names: set[str] = set()
    heads: set[str] = set()
    for path, code in faults:
        inside = {name for change, name in changed.items() if is_around(change, path)}
        head = path.partition(".")[0].partition("[")[0]
        if not inside and (head in _MOVING or (not head and code != "exchange.missing_key")):
            return None
        names |= {name for name in inside if not (head == "revise" and name in weighed)}
        heads |= set() if inside else {head}
    found = sums_around(names, (group.id for group in base.groups))
    return None if found is None else found | ({""} if "points" in heads else set())


def _unseen(data: Any, path: str = "") -> Iterator[Problem]:
    """Texts with characters that nobody sees or that turn the direction of reading: what is signed is what is read."""
    if isinstance(data, str):
        if found := UNSEEN.search(data):
            yield Problem(Message.of("exchange.overlay_unseen", found=f"U+{ord(found[0]):04X}"), path)
    elif isinstance(data, Mapping):
        for key, part in data.items():
            yield from _unseen(part, f"{path}.{path_step(key)}".removeprefix("."))
    elif isinstance(data, (list, tuple)):
        for position, part in enumerate(data):
            yield from _unseen(part, f"{path}[{position}]")


def _table(data: Any, facts: Iterable[FactDefinition]) -> tuple[dict[Any, Any], Problems]:
    """The overlay with measures and figures by their ids, and the problems of their names."""
    table = table_of(data)
    refuse_other_semantics(table)
    named, unclear = with_fact_ids(table, facts) if isinstance(data, PlacedTable) else (table, ())
    found, problems = overlay_with_measures(named)
    problems.extend(unclear)
    return found, problems


def _raise_placed(problems: Problems, data: Any) -> None:
    """Raise what was found, with what is wrong with the cells of a spreadsheet and the cells before the paths."""
    if isinstance(data, PlacedTable):
        found = Problems()
        found.extend(data.told(problems))
        found.raise_if()
    else:
        problems.raise_if()


def raise_without_base(data: Any, error: JixiaoError) -> NoReturn:
    """
    Raise what is wrong with an overlay whose base is not there; of a spreadsheet everything that is known without it.

    Args:
        data: the overlay, as `overlay_document` returns it.
        error: why there is no base.
    """
    if not isinstance(data, PlacedTable):
        raise error
    found = list(data.told(error.problems if data.get("derived_from") else ()))
    try:
        parse_overlay(data)
    except FormatError as further:
        # Whether a name is one of a figure is known when the base is.
        known = (each for each in further.problems if not each.code.startswith("exchange.xlsx_fact"))
        found += (each for each in known if each not in found)
    raise FormatError(*found)


def _readable(table: Mapping[Any, Any], base: Rubric, weighed: frozenset[str]) -> Overlay:
    """The overlay with those parts that can be read; heads that cannot stand as in the base."""
    revisions = {
        name: {key: change[key] for key in _WEIGHED} if name in weighed else change
        for name, change in (table["revise"].items() if isinstance(table.get("revise"), Mapping) else ())
    }
    table = {**table, **({"revise": revisions} if weighed else {})}
    converter = own_converter()
    hints = get_type_hints(Overlay)
    arguments: dict[str, Any] = {
        "derived_from": base.pin,
        "series": "unread",
        "edition": base.edition,
        "revision": base.revision,
        "reason": Text("?"),
    }
    for attribute in attrs.fields(Overlay):
        name = attribute.name
        if name not in table:
            continue
        if name in _KEYED:
            hook = hook_of(get_args(get_args(hints[name])[0])[1], converter)
            arguments[name] = tuple(_entries(table[name], hook))
        elif name == "add":
            hook = hook_of(get_args(hints[name])[0], converter)
            arguments[name] = tuple(value for _, value in _each(enumerate(_list(table[name])), hook))
        else:
            arguments |= dict(_each([(name, table[name])], hook_of(hints[name], converter)))
    return Overlay(**arguments)


def _unknown_ids(table: Mapping[Any, Any], overlay: Overlay, base: Rubric) -> Iterator[Problem]:
    """Ids that the base does not have, of changes that could not be read; those of the others are told by tailoring."""
    for verb in ("revise", "break_down", "remove"):
        changes = table.get(verb)
        read = dict(getattr(overlay, verb))
        for name in changes if isinstance(changes, Mapping) else ():
            if type(name) is str and name not in read:
                try:
                    base[name]
                except UnknownNameError as error:
                    yield from (problem.under(f"{verb}.{path_step(name)}") for problem in error.problems)


def _entries(data: Any, hook: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        yield from _each(((key, value) for key, value in data.items() if type(key) is str), hook)


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _each(pairs: Iterable[tuple[Any, Any]], hook: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in pairs:
        try:
            yield key, hook(value)
        except JixiaoError:
            continue


def _bare_levels(table: Mapping[Any, Any], base: Rubric) -> Iterator[Problem]:
    """Bare numbers where rates are due, in what an overlay states of rows whose measure is a ratio."""
    revisions = table.get("revise")
    rows = {row.id: row for row in base.indicators}
    for name, change in revisions.items() if isinstance(revisions, Mapping) else ():
        row = rows.get(name) if isinstance(name, str) else None
        if isinstance(row, Indicator) and isinstance(change, Mapping):
            for problem in bare_part_problems(change, row):
                yield problem.under(f"revise.{path_step(name)}")
    broken = table.get("break_down")
    for name, change in broken.items() if isinstance(broken, Mapping) else ():
        parts = change.get("rows") if isinstance(change, Mapping) else None
        for position, part in enumerate(_list(parts)):
            if isinstance(part, Mapping):
                for problem in bare_part_problems(part, None):
                    yield problem.under(f"break_down.{path_step(str(name))}.rows[{position}]")
