"""`jixiao vectors`."""

from __future__ import annotations

import argparse

from jixiao_core import registry
from jixiao_core.cli.inputs import rubric_named
from jixiao_core.cli.status import OK
from jixiao_core.cli.writing import write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.messages import Message
from jixiao_core.present import render, vectors_json, vectors_text
from jixiao_core.present.i18n import locale_of
from jixiao_core.scoring.vectors import vectors

__all__ = ["run_vectors"]


def run_vectors(options: argparse.Namespace) -> tuple[str, int]:
    """Print the conformance vectors of a table, or the script that checks sheets and vectors, or write it to a file."""
    locale = locale_of(options.locale)
    if bool(options.rubric) is options.verifier:
        raise FormatError(Problem(Message.of("cli.vectors_or_verifier")))
    text = (
        registry.verifier() if options.verifier else vectors_text(vectors_json(vectors(rubric_named(options.rubric))))
    )
    if not options.output:
        return text, OK
    write_whole(options.output, text)
    return render(Message.of("cli.written", file=options.output), locale) + "\n", OK
