"""`jixiao schema | measures`: what documents may hold, and the customary measures that a rubric may name."""

from __future__ import annotations

import argparse

from jixiao_core import exchange
from jixiao_core.cli.status import OK
from jixiao_core.cli.writing import write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.messages import Message
from jixiao_core.present import json_text, measure_page, measures_json, measures_page, render
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import locale_of

__all__ = ["run_measures", "run_schema"]


def run_schema(options: argparse.Namespace) -> tuple[str, int]:
    """Print the JSON Schema of a document, or write it to a file; without a name list the documents."""
    locale = locale_of(options.locale)
    if not options.name:
        if options.output:
            raise FormatError(Problem(Message.of("cli.schema_needed", known=exchange.schema_names())))
        return _listed(options, locale), OK
    text = json_text(exchange.schema(options.name))
    if not options.output:
        return text, OK
    write_whole(options.output, text)
    return render(Message.of("cli.written", file=options.output), locale) + "\n", OK


def _listed(options: argparse.Namespace, locale: str) -> str:
    told = {
        name: render(Message.of(f"cli.schema_{name.replace('-', '_')}"), locale) for name in exchange.schema_names()
    }
    if options.json:
        listed = [{"name": name, "id": exchange.schema(name)["$id"], "title": title} for name, title in told.items()]
        return json_text({"schemas": listed})
    column = max(map(len, told)) + 2
    return "".join(
        wrapped(title, options.width, first=name.ljust(column), rest=" " * column) + "\n"
        for name, title in told.items()
    )


def _measure_id(given: str) -> str:
    """The name of the measure that goes by a label of the list; names themselves stay."""
    labels = {text: each.id for each in exchange.shared_measures() for text in (each.label.en, each.label.zh) if text}
    return labels.get(given, given)


def run_measures(options: argparse.Namespace) -> tuple[str, int]:
    """List the customary measures, or show one with its facts."""
    locale = locale_of(options.locale)
    if options.name:
        chosen = exchange.shared_measure(_measure_id(options.name))
        if options.json:
            return json_text(measures_json([chosen])["measures"][0]), OK
        return measure_page(chosen, exchange.shared_facts(), locale=locale, width=options.width), OK
    if options.json:
        return json_text(measures_json(exchange.shared_measures())), OK
    return measures_page(exchange.shared_measures(), locale=locale, width=options.width), OK
