"""The shared dictionary of facts, and how a rubric file gets from it what it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from cattrs import Converter

from jixiao_core.errors import JixiaoError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.converter import hook_of, own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.fields import Shape, wrong_type
from jixiao_core.exchange.problems import Problems
from jixiao_core.exchange.structuring import Field, class_hook, list_hook
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition

__all__ = ["merged_facts", "read_facts", "shared_facts"]


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
    definitions = list_hook(hook_of(FactDefinition, own_converter()))
    return class_hook(_Facts, (Field("facts", definitions, required=True),))(read_document(source)).facts  # type: ignore[no-any-return]


class _Facts:
    def __init__(self, facts: tuple[FactDefinition, ...]) -> None:
        self.facts = facts


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
