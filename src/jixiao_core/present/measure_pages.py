"""The customary measures that a rubric may name, as pages and as a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.spans import Span, Unit
from jixiao_core.messages import Message, number_text
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.rubrics.facts import FactDefinition, Term
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.measures import NamedMeasure

__all__ = ["measure_page", "measures_json", "measures_page"]


def measures_page(measures: Sequence[NamedMeasure], *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """
    Return measures as a list: under each document and annex the name, the formula and where it is from.

    Args:
        measures: such as `exchange.shared_measures` returns.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    parts = []
    for (document, annex), each in groupby(measures, key=lambda one: (one.document, one.annex)):
        lines = [wrapped(f"{document} {annex}", width)]
        for measure in each:
            lines += (
                wrapped(f"{measure.id} {measure.label.of(chosen)}", width, first="  ", rest="    "),
                wrapped(_formula(measure, chosen), width, first="    ", rest="    "),
            )
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _formula(measure: NamedMeasure, locale: str) -> str:
    source = Message.of(f"present.measure_{measure.provenance}")
    return render(Message.of("present.measure_formula", formula=measure.formula, source=source), locale)


def measure_page(
    measure: NamedMeasure, facts: Iterable[FactDefinition], *, locale: str = "zh_Hans_CN", width: int = 100
) -> str:
    """
    Return one measure with its facts, each with its definition.

    Args:
        measure: the measure.
        facts: the definitions of its facts, among any others.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    known = {fact.id: fact for fact in facts}
    lines = [wrapped(each, width, rest="    ") for each in _head(measure, chosen)]
    for code, terms in (("numerator", measure.measure.numerator), ("denominator", measure.measure.denominator)):
        lines.append(render(Message.of(f"present.measure_{code}"), chosen))
        lines += [wrapped(each, width, first="  ", rest="    ") for each in _terms(terms, known, chosen)]
    return "\n".join(lines) + "\n"


def _head(measure: NamedMeasure, locale: str) -> Iterator[str]:
    yield f"{measure.id} {measure.label.of(locale)}"
    yield _formula(measure, locale)
    yield f"{measure.document} {measure.annex}"
    if measure.variant_of:
        yield render(Message.of("present.measure_variant", name=measure.variant_of), locale)
    unit: Unit = "rate" if measure.measure.denominator else "number"
    domain = Span(IntervalSet.of(measure.measure.domain), unit)
    yield render(Message.of("present.measure_domain", domain=domain), locale)
    if measure.note.zh:
        yield measure.note.of(locale)


def _terms(terms: Iterable[Term], known: dict[str, FactDefinition], locale: str) -> Iterator[str]:
    for term in terms:
        fact = known[term.fact]
        sign = "+" if term.times > 0 else "-"
        times = "" if abs(term.times) == Fraction(1) else f"{number_text(abs(term.times))} × "
        told = Message.of("present.measure_fact", label=fact.label, id=fact.id, definition=fact.definition)
        yield f"{sign} {times}{render(told, locale)}"


def measures_json(measures: Iterable[NamedMeasure]) -> dict[str, Any]:
    """Return measures as a JSON document: a dictionary of measures, as `exchange.read_measures` reads it."""
    return {"measures": [plain(each) for each in measures]}
