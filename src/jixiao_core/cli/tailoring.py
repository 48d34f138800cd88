"""`jixiao tailor`: the table that an overlay makes of its base, shown or written."""

from __future__ import annotations

import argparse
from pathlib import Path

from jixiao_core import registry
from jixiao_core.cli.status import OK
from jixiao_core.cli.writing import write_bytes, write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import to_json, to_toml
from jixiao_core.messages import Message
from jixiao_core.present import json_text, render, tailoring_json, tailoring_page
from jixiao_core.present.i18n import locale_of

__all__ = ["run_tailor"]

_WRITERS = {".toml": to_toml, ".json": to_json}


def run_tailor(options: argparse.Namespace) -> tuple[str, int]:
    """Show the tailored table with what was changed and why, or write the expanded rubric; or write a template."""
    locale = locale_of(options.locale)
    if options.template:
        return _template(options, locale)
    if not options.overlay:
        raise FormatError(Problem(Message.of("cli.tailor_what")))
    writer = _WRITERS.get(Path(options.output).suffix.lower()) if options.output else None
    if options.output and writer is None:
        raise FormatError(Problem(Message.of("cli.output_suffix", found=shown(options.output), known=tuple(_WRITERS))))
    found = registry.tailored(options.overlay)
    if writer is not None:
        write_whole(options.output, writer(found.rubric))
    if options.json:
        return json_text(tailoring_json(found.base, found.overlay, found.rubric)), OK
    if writer is not None:
        written = Message.of("cli.tailored", file=options.output, rubric=found.rubric.pin, digest=found.rubric.digest)
        return render(written, locale) + "\n", OK
    return tailoring_page(found.base, found.overlay, found.rubric, locale=locale, width=options.width), OK


def _template(options: argparse.Namespace, locale: str) -> tuple[str, int]:
    """Write an empty overlay as a spreadsheet; the positional argument is the base then."""
    if Path(options.template).suffix.lower() != ".xlsx":
        raise FormatError(Problem(Message.of("cli.output_suffix", found=shown(options.template), known=(".xlsx",))))
    from jixiao_core.cli.inputs import rubric_named
    from jixiao_core.exchange.forms.overlay_template import overlay_template

    base = rubric_named(options.overlay or "junshan-department@2021.1")
    write_bytes(options.template, overlay_template(base))
    return render(Message.of("cli.written", file=options.template), locale) + "\n", OK
