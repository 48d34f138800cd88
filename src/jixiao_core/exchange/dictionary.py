"""The shared dictionaries of facts and measures, and how a rubric file gets from them what it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from cattrs import Converter

from jixiao_core.errors import JixiaoError, Problem, UnknownNameError
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.exchange.converter import hook_of, own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.fields import Shape, not_allowed, wrong_type
from jixiao_core.exchange.problems import Problems
from jixiao_core.exchange.structuring import Field, class_hook, list_hook
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.measures import NamedMeasure

__all__ = [
    "merged_facts",
    "overlay_with_measures",
    "read_facts",
    "read_measures",
    "shared_facts",
    "shared_measure",
    "shared_measures",
    "with_measures",
]

_T = TypeVar("_T")


@cache
def shared_facts() -> tuple[FactDefinition, ...]:
    """Return the facts that every rubric may use without defining them, in the order of the dictionary."""
    return read_facts((files("jixiao_core") / "data" / "facts.toml").read_bytes())


def read_facts(source: DocumentSource) -> tuple[FactDefinition, ...]:
    """
    Return the definitions of a dictionary of facts: a document with the one key ``facts``.

    Raises:
        FormatError: for everything that is wrong with it, all problems at once.
    """
    return _listed("facts", FactDefinition, source)


@cache
def shared_measures() -> tuple[NamedMeasure, ...]:
    """
    Return the customary measures that a rubric may name instead of writing them out, in the order of their source.

    >>> shared_measures()[0].id
    'project_funding_received_rate'
    """
    return read_measures((files("jixiao_core") / "data" / "measures.toml").read_bytes())


def read_measures(source: DocumentSource) -> tuple[NamedMeasure, ...]:
    """
    Return the measures of a dictionary of measures: a document with the one key ``measures``.

    Raises:
        FormatError: for everything that is wrong with it, all problems at once.
    """
    return _listed("measures", NamedMeasure, source)


def shared_measure(name: str) -> NamedMeasure:
    """
    Return a shared measure.

    Raises:
        UnknownNameError: when there is none of that name; the message names the nearest and lists all.

    >>> shared_measure("in_service_staff_control_rate").measure.facts
    ('in_service_staff', 'authorised_staffing')
    """
    found = next((each for each in shared_measures() if each.id == name), None)
    if found is None:
        known = [each.id for each in shared_measures()]
        raise UnknownNameError(Problem(not_allowed("exchange.unknown_measure", str(name), known)))
    return found


def _listed(name: str, cls: type[_T], source: DocumentSource) -> tuple[_T, ...]:
    items = list_hook(hook_of(cls, own_converter()))
    found: tuple[_T, ...] = class_hook(_Listed, (Field(name, items, required=True),))(read_document(source)).items
    return found


class _Listed:
    def __init__(self, **items: tuple[Any, ...]) -> None:
        (self.items,) = items.values()


def with_measures(table: Mapping[Any, Any]) -> tuple[dict[Any, Any], Problems]:
    """
    Return a rubric file in which every measure that was only named is written out.

    What a rubric means, its canonical form and its digest are those of the measures themselves: a name is a way of
    writing.

    Args:
        table: the rubric as plain data.

    Returns:
        The table, and a problem for every name that no shared measure has.
    """
    problems = Problems()
    indicators = table.get("indicators")
    if not isinstance(indicators, (list, tuple)):
        return dict(table), problems
    rows = [_row_with_measures(row, f"indicators[{position}]", problems) for position, row in enumerate(indicators)]
    return {**table, "indicators": rows}, problems


def overlay_with_measures(table: Mapping[Any, Any]) -> tuple[dict[Any, Any], Problems]:
    """
    Return an overlay file in which every measure that was only named is written out, as in `with_measures`.

    Args:
        table: the overlay as plain data.
    """
    problems = Problems()
    found = dict(table)
    revised, broken, added = (table.get(key) for key in ("revise", "break_down", "add"))
    if isinstance(revised, Mapping):
        found["revise"] = {
            key: _row_with_measures(each, f"revise.{path_step(key)}", problems) for key, each in revised.items()
        }
    if isinstance(broken, Mapping):
        found["break_down"] = {
            key: _with_rows(each, f"break_down.{path_step(key)}", problems) for key, each in broken.items()
        }
    if isinstance(added, list):
        found["add"] = [_with_indicator(each, f"add[{position}]", problems) for position, each in enumerate(added)]
    return found, problems


def _with_rows(holder: Any, path: str, problems: Problems) -> Any:
    if not isinstance(holder, Mapping) or not isinstance(holder.get("rows"), list):
        return holder
    rows = enumerate(holder["rows"])
    return {**holder, "rows": [_row_with_measures(row, f"{path}.rows[{at}]", problems) for at, row in rows]}


def _with_indicator(holder: Any, path: str, problems: Problems) -> Any:
    if not isinstance(holder, Mapping) or "indicator" not in holder:
        return holder
    return {**holder, "indicator": _row_with_measures(holder["indicator"], f"{path}.indicator", problems)}


def _row_with_measures(row: Any, path: str, problems: Problems) -> Any:
    if not isinstance(row, Mapping):
        return row
    found = _with_measure(row, path, problems)
    readings = row.get("readings")
    if isinstance(readings, (list, tuple)):
        found["readings"] = [
            _with_measure(each, f"{path}.readings[{number}]", problems) if isinstance(each, Mapping) else each
            for number, each in enumerate(readings)
        ]
    return found


def _with_measure(holder: Mapping[Any, Any], path: str, problems: Problems) -> dict[Any, Any]:
    name = holder.get("measure")
    # A number without quotes is kept as text too, and is no name.
    if type(name) is not str:
        return dict(holder)
    try:
        return {**holder, "measure": plain(shared_measure(name).measure)}
    except UnknownNameError as error:
        problems.take(error, f"{path}.measure")
        return {key: part for key, part in holder.items() if key != "measure"}


def merged_facts(
    table: Mapping[Any, Any], dictionary: Iterable[FactDefinition], converter: Converter
) -> tuple[tuple[FactDefinition, ...], Problems]:
    """
    Return the facts of a rubric file: its own, and those of the dictionary that its measures and proxies use.

    Args:
        table: the rubric as plain data.
        dictionary: the shared definitions.
        converter: reads the rubric's own definitions.

    Returns:
        The definitions ordered by id (in the order of the file, if it needs none of the dictionary), and the
        problems of its own definitions.
    """
    shared = {fact.id: fact for fact in dictionary}
    own, problems = _own_facts(table.get("facts", ()), shared, converter)
    known = {**shared, **{fact.id: fact for fact in own}}
    used: dict[str, None] = {}
    waiting = [*_used_facts(table), *(name for fact in own for name in _proxied(fact))]
    while waiting:
        name = waiting.pop()
        if name in known and name not in used:
            used[name] = None
            waiting.extend(_proxied(known[name]))
    added = [known[name] for name in used if all(fact.id != name for fact in own)]
    return (tuple(sorted((*own, *added), key=lambda fact: fact.id)) if added else own), problems


def _own_facts(
    raw: object, shared: Mapping[str, FactDefinition], converter: Converter
) -> tuple[tuple[FactDefinition, ...], Problems]:
    problems = Problems()
    if not isinstance(raw, (list, tuple)):
        problems.take(wrong_type(Shape.LIST, raw), "facts")
        return (), problems
    hook = hook_of(FactDefinition, converter)
    own = []
    for position, part in enumerate(raw):
        if problems.full:
            break
        try:
            fact = hook(part)
        except JixiaoError as error:
            problems.take(error, f"facts[{position}]")
            continue
        if shared.get(fact.id, fact) != fact:
            problems.add(Problem(Message.of("exchange.fact_redefined", found=shown(fact.id)), f"facts[{position}]"))
        own.append(fact)
    return tuple(own), problems


def _proxied(fact: FactDefinition) -> Iterator[str]:
    return (term.fact for proxy in fact.proxies for term in proxy.terms)


def _used_facts(table: Mapping[Any, Any]) -> Iterator[str]:
    """The ids that measures name, as far as the data has the expected shape; the rest is reported elsewhere."""
    for row in _tables(table.get("indicators")):
        for holder in (row, *_tables(row.get("readings"))):
            for measure in _tables([holder.get("measure")]):
                yield from _terms(measure.get("numerator"))
                yield from _terms(measure.get("denominator"))


def _tables(data: object) -> Iterator[Mapping[Any, Any]]:
    if isinstance(data, (list, tuple)):
        yield from (part for part in data if isinstance(part, Mapping))


def _terms(data: object) -> Iterator[str]:
    for part in data if isinstance(data, (list, tuple)) else ():
        name = part.get("fact") if isinstance(part, Mapping) else part
        if isinstance(name, str):
            yield name
