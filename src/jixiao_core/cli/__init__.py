"""
The command line: `jixiao score | review | explain | check | convert | rubrics | vectors`.

Exit status: 0 nothing to correct, 1 findings of severity error or verdicts above/below/unmatched, 2 unusable input or
arguments, with the message on standard error and nothing on standard output.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence

from jixiao_core.cli.commands import command_parser
from jixiao_core.cli.parsing import UsageError, early_locale, usage_message
from jixiao_core.cli.status import UNUSABLE
from jixiao_core.errors import JixiaoError
from jixiao_core.present import render, render_error

__all__ = ["main"]

_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        argv: the arguments; those of the process where none are given.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    locale = early_locale(arguments)
    _use_utf8()
    try:
        options = command_parser(locale).parse_args(arguments)
        run: Callable[[argparse.Namespace], tuple[str, int]] = options.run
        text, status = run(options)
    except UsageError as error:
        return _fail(render(usage_message(str(error)), locale))
    except JixiaoError as error:
        return _fail(render_error(error, locale))
    return _print(_visible(text), status)


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return UNUSABLE


def _visible(text: str) -> str:
    """The text with characters written out that would turn a line around or stand in it unseen."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _print(text: str, status: int) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`); what is left must not be flushed again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
