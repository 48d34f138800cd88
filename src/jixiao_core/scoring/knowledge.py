"""What is known about facts: their own figures, what proxies say, and what a user assumes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from jixiao_core.errors import Problem, UnknownNameError, raise_if
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.exact.quantities import canonical
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = [
    "FactKnowledge",
    "assumption_names",
    "coefficients",
    "known_facts",
    "linear_range",
    "refuse_unknown_assumptions",
]

ZERO = Fraction(0)


@frozen(kw_only=True)
class FactKnowledge:
    """
    What scoring may use of one fact.

    Attributes:
        definition: the fact.
        figure: what the evidence says itself.
        values: every value that it may have, in the canonical scale.
        proxies: the proxies that bounded it.
        bounds: the facts that bounded it because it is a proxy of theirs.
        assumed: the proxy that it is assumed to equal, if a user said so.
        findings: what does not fit together.
    """

    definition: FactDefinition
    figure: Figure
    values: Interval
    proxies: tuple[Proxy, ...] = ()
    bounds: tuple[FactDefinition, ...] = ()
    assumed: Proxy | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether one value is left."""
        return self.values.is_point

    @property
    def value(self) -> Fraction:
        """The value of a known fact."""
        assert isinstance(self.values.low, Fraction)
        return self.values.low

    @property
    def is_count(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.definition.quantity is FactQuantity.COUNT


def linear_range(terms: Iterable[Term], ranges: Mapping[str, Interval]) -> Interval:
    """
    Return the interval of a linear form over independent facts.

    >>> linear_range([Term("a"), Term("b", -1)], {"a": Interval.closed(0, 3), "b": Interval.point(1)}).high
    Fraction(2, 1)
    """
    parts = tuple(terms)
    if len(parts) == 1 and parts[0].times == 1:
        return ranges[parts[0].fact]
    total = IntervalSet.points(ZERO)
    for term in parts:
        total = total.plus(IntervalSet.of(ranges[term.fact]).times(term.times))
    hull = total.hull()
    assert hull is not None
    return hull


def assumption_names(assume: Iterable[str]) -> tuple[str, ...]:
    """
    Return the names of assumptions, sorted and once each; a text is one name.

    >>> assumption_names("headcount_is_in_service")
    ('headcount_is_in_service',)
    """
    return (assume,) if isinstance(assume, str) else tuple(sorted(set(assume)))


def known_facts(rubric: Rubric, evidence: Evidence, assume: Iterable[str] = ()) -> dict[str, FactKnowledge]:
    """
    Return what is known about every fact of the rubric.

    Args:
        rubric: the facts and their proxies.
        evidence: the figures.
        assume: names of assumptions under which a fact equals its proxy.

    Raises:
        UnknownNameError: for assumptions that the rubric does not offer; the message lists those it does.
    """
    assumed = assumption_names(assume)
    refuse_unknown_assumptions(rubric, assumed)
    figures = dict(evidence.facts)
    plain = {fact.id: _own(fact, figures.get(fact.id, Missing())) for fact in rubric.facts}
    ranges = {name: each.values for name, each in plain.items()}
    found = {name: _with_proxies(each, ranges, assumed) for name, each in plain.items()}
    turned = {name: _with_converses(each, found) for name, each in found.items()}
    if not any(each.bounds for each in turned.values()):
        return turned
    narrower = {name: each.values for name, each in turned.items()}
    return {name: _again(each, plain[name], narrower, assumed) for name, each in turned.items()}


def _again(
    found: FactKnowledge, own: FactKnowledge, ranges: Mapping[str, Interval], assumed: tuple[str, ...]
) -> FactKnowledge:
    """What proxies say once they are bounded themselves; nothing where something does not fit together."""
    again = _with_proxies(own, ranges, assumed)
    if found.is_known or found.findings or again.findings or not again.proxies:
        return found
    values = _common(found.values, again.values)
    return found if values is None else evolve(found, values=values, proxies=again.proxies)


def _with_converses(own: FactKnowledge, found: Mapping[str, FactKnowledge]) -> FactKnowledge:
    """
    Narrow a fact by what it bounds itself: where staff are at most the headcount, the headcount is at least the staff.

    Only relations to this fact alone are turned round, and none from a fact whose figures do not fit together. Where
    they contradict one another, it is reported and none is used.
    """
    if own.is_known or (isinstance(own.figure, Missing) and own.figure.state == "not_comparable"):
        return own
    values, used, findings = own.values, [], []
    for other in found.values():
        for proxy in other.definition.proxies if not other.findings else ():
            bound = _converse_range(proxy, own.definition.id, other.values)
            narrowed = values if bound is None else _common(values, bound)
            if narrowed is None:
                findings.append(_conflict(own, proxy))
            elif narrowed != values:
                values = narrowed
                used.append(other.definition)
    if findings:
        return evolve(own, findings=(*own.findings, *findings))
    return evolve(own, values=values, bounds=tuple(used)) if used else own


def _converse_range(proxy: Proxy, name: str, values: Interval) -> Interval | None:
    if len(proxy.terms) != 1 or proxy.terms[0].fact != name or proxy.terms[0].times != 1:
        return None
    match proxy.relation:
        case "at_most":
            return Interval(values.low, Interval.everything().high, values.low_open, True)
        case "at_least":
            return Interval(Interval.everything().low, values.high, True, values.high_open)
        case "none":
            return None


def refuse_unknown_assumptions(rubric: Rubric, names: Iterable[str]) -> None:
    """Raise UnknownNameError for every assumption that the rubric does not offer; the message lists those it does."""
    offered = tuple(sorted(rubric.assumptions))
    raise_if((_unknown_assumption(name, offered) for name in names if name not in offered), UnknownNameError)


def _unknown_assumption(name: str, offered: tuple[str, ...]) -> Problem:
    return Problem(Message.of("scoring.unknown_assumption", found=shown(name), known=most_alike_first(name, offered)))


def _own(fact: FactDefinition, figure: Figure) -> FactKnowledge:
    match figure:
        case Known():
            values = Interval.point(canonical(figure.value))
        case Bounded():
            values = _common(figure.interval, fact.natural_range) or fact.natural_range
        case Missing():
            values = fact.natural_range
    return FactKnowledge(definition=fact, figure=figure, values=values)


def _common(one: Interval, other: Interval) -> Interval | None:
    return (IntervalSet.of(one) & IntervalSet.of(other)).hull()


def _with_proxies(own: FactKnowledge, ranges: Mapping[str, Interval], assumed: tuple[str, ...]) -> FactKnowledge:
    """
    Narrow a fact by what its proxies say.

    A figure of its own always wins: proxies that contradict it, or one another, are reported, and none is used.
    """
    if isinstance(own.figure, Missing) and own.figure.state == "not_comparable":
        return own
    values, used, findings = own.values, [], []
    for proxy in own.definition.proxies:
        bound = _proxy_range(proxy, ranges, equal=False)
        if bound is None:
            continue
        narrowed = _common(values, bound)
        if narrowed is None:
            findings.append(_conflict(own, proxy))
        elif narrowed != values:
            values = narrowed
            used.append(proxy)
    if findings:
        values, used = own.values, []
    for proxy in own.definition.proxies:
        equal = _proxy_range(proxy, ranges, equal=True)
        if proxy.assumption not in assumed or values.is_point or equal is None:
            continue
        narrowed = _common(values, equal)
        if narrowed is not None:
            return FactKnowledge(
                definition=own.definition, figure=own.figure, values=narrowed, proxies=tuple(used), assumed=proxy
            )
        findings.append(_conflict(own, proxy))
    return FactKnowledge(
        definition=own.definition, figure=own.figure, values=values, proxies=tuple(used), findings=tuple(findings)
    )


def _proxy_range(proxy: Proxy, ranges: Mapping[str, Interval], *, equal: bool) -> Interval | None:
    form = linear_range(proxy.terms, ranges)
    if equal:
        return form
    match proxy.relation:
        case "at_most":
            return Interval(Interval.everything().low, form.high, True, form.high_open)
        case "at_least":
            return Interval(form.low, Interval.everything().high, form.low_open, True)
        case "none":
            return None


def _conflict(own: FactKnowledge, proxy: Proxy) -> Finding:
    message = Message.of("scoring.proxy_conflict", fact=own.definition.label, assumption=proxy.note)
    return Finding(message, Severity.QUESTION, own.definition.id)


def coefficients(terms: Iterable[Term], name: str, facts: Mapping[str, FactKnowledge]) -> tuple[Fraction, Fraction]:
    """Return (a, b) so that the form is a + b·x in the one unknown fact x called `name`."""
    parts = tuple(terms)
    constant = sum((term.times * facts[term.fact].value for term in parts if term.fact != name), ZERO)
    return constant, sum((term.times for term in parts if term.fact == name), ZERO)
