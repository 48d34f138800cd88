"""
The command line: `jixiao score | review | explain | implied | sensitivity | readings | plan | bridge | check | convert |
lint | rubrics | vectors | tailor | lock | verify`.

Exit status: 0 nothing to correct, 1 findings of severity error or verdicts above/below/unmatched, 2 unusable input or
arguments, with the message on standard error and nothing on standard output.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from jixiao_core.cli.commands import command_parser
from jixiao_core.cli.parsing import HelpWanted, UsageError, early_locale, usage_message
from jixiao_core.cli.status import OK, UNUSABLE
from jixiao_core.errors import JixiaoError
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present import render, render_error
from jixiao_core.present.visible import visible

__all__ = ["main"]


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
    except HelpWanted as wanted:
        text, status = str(wanted), OK
    except UsageError as error:
        message = usage_message(str(error))
        return _fail(f"{message.code}: {render(message, locale)}")
    except JixiaoError as error:
        return _fail(render_error(error, locale))
    return _print(visible(text), status, locale)


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return UNUSABLE


def _print(text: str, status: int, locale: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`); what is left must not be flushed again at exit.
        _drop_output()
    except OSError as error:
        _drop_output()
        message = Message.of("cli.not_printed", reason=shown(error.strerror or ""))
        return _fail(f"{message.code}: {render(message, locale)}")
    return status


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
