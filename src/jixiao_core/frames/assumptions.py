"""Assumptions in a table: a fact that is not known is taken to equal what another says, where the user says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from jixiao_core.errors import InvalidValueError, Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Not,
    Number,
    Numeric,
    Sum,
    Times,
)
from jixiao_core.frames.intake import Given, Intake, Limit
from jixiao_core.frames.stages import PREFIX, Staging
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition, Proxy, Term
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["assumed_name", "check_assumptions", "with_assumptions"]


def check_assumptions(rubric: Rubric, assume: Iterable[str]) -> None:
    """
    Refuse assumptions that the rubric does not offer.

    Raises:
        UnknownNameError: for names that it does not know; the message lists those it does.
        InvalidValueError: for an assumption over parts of facts, which whole numbers do not show.
    """
    offered = tuple(sorted(rubric.assumptions))
    unknown = [name for name in assume if name not in offered]
    raise_if(
        (
            Problem(Message.of("scoring.unknown_assumption", found=shown(name), known=most_alike_first(name, offered)))
            for name in unknown
        ),
        UnknownNameError,
    )
    proxies = [proxy for _, proxy in _assumed(rubric, assume)]
    parts = [proxy.assumption for proxy in proxies if any(term.times.denominator != 1 for term in proxy.terms)]
    raise_if((Problem(Message.of("frames.assumption", found=name)) for name in parts), InvalidValueError)


def _assumed(rubric: Rubric, assume: Iterable[str]) -> Iterator[tuple[FactDefinition, Proxy]]:
    names = set(assume)
    for fact in rubric.facts:
        # The first that is assumed counts, as in `score`.
        proxy = next((each for each in fact.proxies if each.assumption in names), None)
        if proxy is not None:
            yield fact, proxy


def assumed_name(column: InputColumn) -> str:
    """Return the name of a fact that is its own figure or what is assumed."""
    return f"{PREFIX}assumed__{column.name}"


def with_assumptions(
    staging: Staging, intake: Intake, rubric: Rubric, assume: Iterable[str], limits: Mapping[str, Limit]
) -> Intake:
    """
    Return the columns with facts that are not known taken from others.

    A figure of the fact itself always wins; where proxies contradict one another nothing is assumed.

    Args:
        staging: where the steps go.
        intake: the columns of the table.
        rubric: the facts and their proxies.
        assume: names of assumptions.
        limits: the least and greatest number of each column.
    """
    changed = {
        fact.id: _taken(staging, intake, fact, proxy, limits[fact.id]) for fact, proxy in _assumed(rubric, assume)
    }
    return intake.replaced(changed)


def _taken(staging: Staging, intake: Intake, fact: FactDefinition, proxy: Proxy, limit: Limit) -> Given:
    own = intake[fact.id]
    name = f"assumed__{fact.id}"
    form = staging.number(f"{name}__form", _form(intake, proxy.terms))
    others = (each for each in fact.proxies if each is not proxy)
    fits = AllOf(
        (
            *(intake[term.fact].is_known for term in proxy.terms),
            Compare(">=", form, Number(limit.low)),
            Compare("<=", form, Number(limit.high)),
            *(_agrees(staging, intake, form, each, f"{name}__{each.assumption}") for each in others),
        )
    )
    is_taken = staging.condition(f"{name}__is_taken", AllOf((Not(own.is_known), own.is_blank, fits)))
    value = staging.column(name, Case(((own.is_known, own.value), (is_taken, form)), Number(0)))
    is_known = staging.condition(f"{name}__is_known", AnyOf((own.is_known, is_taken)))
    return evolve(own, is_there=True, value=value, is_known=is_known)


def _form(intake: Intake, terms: tuple[Term, ...]) -> Numeric:
    return Sum(tuple(Times(int(term.times), intake[term.fact].value) for term in terms))


def _agrees(staging: Staging, intake: Intake, form: Column | Number, other: Proxy, name: str) -> Condition:
    """Whether another proxy of the same fact, where it is known, leaves room for what is assumed."""
    if other.relation == "none" or any(term.times.denominator != 1 for term in other.terms):
        return Not(AllOf(())) if other.relation != "none" else AllOf(())
    bound = staging.number(f"{name}__bound", _form(intake, other.terms))
    known = AllOf(tuple(intake[term.fact].is_known for term in other.terms))
    return AnyOf((Not(known), Compare("<=" if other.relation == "at_most" else ">=", form, bound)))
