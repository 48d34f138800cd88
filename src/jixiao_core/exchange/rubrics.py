"""Rubrics from files and plain data; the facts they use come from the shared dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exchange.converter import own_converter
from jixiao_core.exchange.dictionary import merged_facts, shared_facts
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.limits import Syntax
from jixiao_core.exchange.salvage import further_problems
from jixiao_core.exchange.structuring import table_of
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import SEMANTICS, Rubric

__all__ = ["parse_rubric", "read_rubric", "refuse_other_semantics"]


def read_rubric(
    source: DocumentSource, *, syntax: Syntax | None = None, dictionary: Iterable[FactDefinition] | None = None
) -> Rubric:
    """
    Return the rubric of a TOML or JSON document.

    Args:
        source: a path, or the bytes of the document.
        syntax: how it is written; None: see `read_document`.
        dictionary: definitions of facts that it may use; None: the shared dictionary.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.
    """
    return parse_rubric(read_document(source, syntax=syntax), dictionary=dictionary)


def parse_rubric(data: Any, *, dictionary: Iterable[FactDefinition] | None = None) -> Rubric:
    """
    Return the rubric of plain data, as `read_document` gives it.

    Args:
        data: a table with the fields of `Rubric`; facts that it uses and does not define are taken from `dictionary`.
        dictionary: definitions of facts; None: the shared dictionary.

    Raises:
        FormatError: for everything that is wrong with it, all problems at once, with their paths.
    """
    table = table_of(data)
    refuse_other_semantics(table)
    converter = own_converter()
    shared = tuple(shared_facts() if dictionary is None else dictionary)
    facts, problems = merged_facts(table, shared, converter)
    whole = {**table, "facts": facts}
    broken = bool(problems)
    try:
        rubric: Rubric = converter.structure(whole, Rubric)
    except FormatError as error:
        found = dict.fromkeys((*error.problems, *further_problems(whole, converter)))
        known = tuple(sorted({fact.id for fact in (*facts, *shared)}))
        unbroken = (each for each in found if not (broken and each.code == "rubrics.unknown_fact"))
        problems.extend(_with_known_facts(each, known) for each in unbroken)
    problems.raise_if()
    return rubric


def _with_known_facts(problem: Problem, known: tuple[str, ...]) -> Problem:
    """A rubric knows the facts that it uses; who writes one may use those of the dictionary as well."""
    if problem.code != "rubrics.unknown_fact":
        return problem
    found = str(problem.message["found"])
    return Problem(Message.of(problem.code, found=found, known=most_alike_first(found.strip("'"), known)), problem.path)


def refuse_other_semantics(table: Mapping[Any, Any]) -> None:
    """A format of another meaning is named as such, instead of everything that looks strange in it."""
    found = table.get("semantics", SEMANTICS)
    if type(found) is int and found != SEMANTICS:
        raise FormatError(Problem(Message.of("rubrics.unknown_semantics", found=found, known=SEMANTICS), "semantics"))
