"""Assumptions in a table: a fact that is not known is taken to equal what another says, where the user says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, assert_never

from attrs import evolve, frozen

from jixiao_core.errors import InvalidValueError, Problem, raise_if
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
    Sum,
    Times,
    Truth,
)
from jixiao_core.frames.intake import Given, Intake, Limit
from jixiao_core.frames.stages import PREFIX, Staging
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition, Proxy
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.knowledge import refuse_unknown_assumptions

__all__ = ["assumed_name", "check_assumptions", "with_assumptions"]


def check_assumptions(rubric: Rubric, assume: tuple[str, ...]) -> None:
    """
    Refuse assumptions that the rubric does not offer.

    Raises:
        UnknownNameError: for names that it does not know; the message lists those it does.
        InvalidValueError: for an assumption over parts of facts, which whole numbers do not show.
    """
    refuse_unknown_assumptions(rubric, assume)
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
    Return the columns with facts that nothing is known about taken from others.

    A fact that is at most nothing is nothing; a fact that is assumed to equal others equals them. A figure of the fact
    itself always wins, and where proxies contradict one another nothing is taken.

    Args:
        staging: where the steps go.
        intake: the columns of the table.
        rubric: the facts and their proxies.
        assume: names of assumptions.
        limits: the least and greatest number of each column.
    """
    assumed = {fact.id: proxy for fact, proxy in _assumed(rubric, assume)}
    changed: dict[str, Given] = {}
    for fact in rubric.facts:
        forms = tuple(_forms(staging, intake, fact))
        proxy = assumed.get(fact.id)
        taken = [*_nothing(fact, forms), *_equal(forms, proxy, limits[fact.id])]
        if taken:
            changed[fact.id] = _taken(staging, intake[fact.id], fact, taken)
    return intake.replaced(changed)


@frozen
class _Form:
    """What a proxy says about a fact in a table: the number, and whether it is known."""

    proxy: Proxy
    number: Column | Number
    is_known: Condition


def _forms(staging: Staging, intake: Intake, fact: FactDefinition) -> Iterator[_Form]:
    for number, proxy in enumerate(fact.proxies):
        terms = proxy.terms
        if all(intake[term.fact].is_there and term.times.denominator == 1 for term in terms):
            total = Sum(tuple(Times(int(term.times), intake[term.fact].value) for term in terms))
            name = f"proxy__{fact.id}__{number}"
            known = AllOf(tuple(intake[term.fact].is_known for term in terms))
            yield _Form(proxy, staging.number(name, total), staging.condition(f"{name}__is_known", known))


_Taken: TypeAlias = tuple[Condition, Column | Number]


def _nothing(fact: FactDefinition, forms: tuple[_Form, ...]) -> Iterator[_Taken]:
    """A fact that is never below zero, and at most zero, is zero."""
    for form in forms:
        if form.proxy.relation == "at_most" and not fact.may_be_negative:
            is_zero = Compare("==", form.number, Number(0))
            others = (_leaves(Number(0), each) for each in forms if each is not form)
            yield AllOf((form.is_known, is_zero, *others)), Number(0)


def _equal(forms: tuple[_Form, ...], assumed: Proxy | None, limit: Limit) -> Iterator[_Taken]:
    for form in forms:
        if form.proxy is assumed:
            within = (Compare(">=", form.number, Number(limit.low)), Compare("<=", form.number, Number(limit.high)))
            others = (_leaves(form.number, each) for each in forms if each is not form)
            yield AllOf((form.is_known, *within, *others)), form.number


def _leaves(value: Column | Number, form: _Form) -> Condition:
    """Whether a proxy of the same fact, where it is known, leaves room for a value."""
    match form.proxy.relation:
        case "at_most":
            return AnyOf((Not(form.is_known), Compare("<=", value, form.number)))
        case "at_least":
            return AnyOf((Not(form.is_known), Compare(">=", value, form.number)))
        case "none":
            return Truth(True)
        case _:
            assert_never(form.proxy.relation)


def _taken(staging: Staging, own: Given, fact: FactDefinition, taken: list[_Taken]) -> Given:
    name = f"assumed__{fact.id}"
    # What cannot be used says nothing, as if it were blank; what is only too large is a figure of its own.
    is_silent = staging.condition(f"{name}__is_silent", AllOf((Not(own.is_known), Not(own.is_beyond))))
    found = [
        (staging.condition(f"{name}__{at}", AllOf((is_silent, holds))), value)
        for at, (holds, value) in enumerate(taken)
    ]
    value = staging.column(name, Case(((own.is_known, own.value), *found), Number(0)))
    is_known = staging.condition(f"{name}__is_known", AnyOf((own.is_known, *(holds for holds, _ in found))))
    return evolve(own, is_there=True, value=value, is_known=is_known)
