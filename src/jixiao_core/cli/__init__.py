"""
The command line: `jixiao score | review | explain | implied | sensitivity | readings | plan | bridge | check | convert |
print | letter | lint | diff | rubrics | tailor | lock | verify | vectors | schema | measures | columns | score-table |
review-table | summary-table | chart | peers | sql`.

Exit status: 0 nothing to correct, 1 findings of severity error or verdicts above/below/unmatched (of `diff`: something
differs), 2 unusable input or arguments, with the message on standard error and nothing on standard output.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from jixiao_core.cli.commands import command_parser
from jixiao_core.cli.parsing import HelpWanted, UsageError, early_locale, empty_argument, usage_message
from jixiao_core.cli.status import OK, UNUSABLE
from jixiao_core.cli.writing import refuse_inputs
from jixiao_core.errors import FormatError, JixiaoError, Problem
from jixiao_core.exchange.limits import system_reason
from jixiao_core.messages import Message
from jixiao_core.present import render, render_error
from jixiao_core.present.visible import visible

__all__ = ["main"]

MOST_COLUMNS = 10_000
"""As wide a page may be."""


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
    nothing = empty_argument(arguments)
    if nothing is not None:
        return _fail(f"{nothing.code}: {render(nothing, locale)}")
    try:
        options = command_parser(locale).parse_args(arguments)
        _refuse_wide(options)
        refuse_inputs(options)
        run: Callable[[argparse.Namespace], tuple[str, int]] = options.run
        text, status = run(options)
    except HelpWanted as wanted:
        text, status = str(wanted), OK
    except UsageError as error:
        message = usage_message(str(error))
        return _fail(f"{message.code}: {render(message, locale)}")
    except JixiaoError as error:
        return _fail(render_error(error, locale))
    return _print(visible(text), status, locale)


def _refuse_wide(options: argparse.Namespace) -> None:
    """No terminal is so wide, and a line is made of it."""
    if options.width > MOST_COLUMNS:
        raise FormatError(Problem(Message.of("cli.too_wide", found=options.width, limit=MOST_COLUMNS), "--width"))


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _fail(text: str) -> int:
    """The status of a refusal is the same whether or not anybody can be told why."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            _drop(sys.stderr)
    return UNUSABLE


def _print(text: str, status: int, locale: str) -> int:
    if sys.stdout is None:
        # So Python tells that standard output is closed.
        return _not_printed(OSError(errno.EBADF, os.strerror(errno.EBADF)), locale)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`); what is left must not be flushed again at exit.
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        return _not_printed(error, locale)
    return status


def _not_printed(error: OSError, locale: str) -> int:
    message = Message.of("cli.not_printed", reason=system_reason(error))
    return _fail(f"{message.code}: {render(message, locale)}")


def _drop(stream: TextIO) -> None:
    """Let what is left in a stream go nowhere, so that it is not written again, and not refused again, at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
