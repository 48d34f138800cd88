"""Arguments: a parser whose messages are ours, in both languages, and that never ends the process."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from jixiao_core.errors import UnknownNameError
from jixiao_core.messages import Message
from jixiao_core.present import render
from jixiao_core.present.i18n import locale_of

__all__ = ["HelpWanted", "Parser", "UsageError", "early_locale", "usage_message"]

MAX_REASON = 400


class UsageError(Exception):
    """Wrong arguments; said in our words, with our exit status."""


class HelpWanted(Exception):  # noqa: N818 - no error, a way out of argparse
    """The help that was asked for."""


# What argparse says in English only, and our words for it.
_USAGE = {
    "required": re.compile(r"the following arguments are required: (?P<names>.+)", re.DOTALL),
    "unrecognized": re.compile(r"unrecognized arguments: (?P<names>.+)", re.DOTALL),
    "invalid_choice": re.compile(
        r"argument (?P<name>.+?): invalid choice: (?P<found>.+?) \(choose from (?P<known>.+)\)", re.DOTALL
    ),
    "invalid_number": re.compile(r"argument (?P<name>.+?): invalid int value: (?P<found>.+)", re.DOTALL),
    "value_missing": re.compile(r"argument (?P<name>.+?): expected (?:one|at least one) argument"),
}


def usage_message(reason: str) -> Message:
    """Return what argparse says, in our words where we have some."""
    for code, pattern in _USAGE.items():
        found = pattern.fullmatch(reason)
        if found:
            return Message.of(f"cli.{code}", **{name: text[:MAX_REASON] for name, text in found.groupdict().items()})
    return Message.of("cli.usage", reason=reason[:MAX_REASON])


class Parser(argparse.ArgumentParser):
    """A parser whose headings are in the language of its user; it never ends the process."""

    def __init__(self, *, locale: str, **more: Any) -> None:
        super().__init__(add_help=False, **more)
        self.locale = locale
        self._positionals.title = render(Message.of("cli.title_positional"), locale)
        self._optionals.title = render(Message.of("cli.title_options"), locale)

    def add_own_help(self) -> None:
        """Add the option that shows this help."""
        self.add_argument("-h", "--help", action="help", help=render(Message.of("cli.help_help"), self.locale))

    def format_help(self) -> str:
        """Return the help with headings in the language of its user."""
        return super().format_help().replace("usage: ", render(Message.of("cli.title_usage"), self.locale), 1)

    def print_help(self, file: Any = None) -> NoReturn:  # noqa: ARG002 - as argparse calls it
        """Raise the help instead of writing it, so that it goes the way of every other output."""
        raise HelpWanted(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Raise instead of ending the process."""
        raise UsageError(message)


def early_locale(arguments: list[str]) -> str:
    """The language of messages about the arguments themselves; the default where it is not said well."""
    for position, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--locale":
            value = value or next(iter(arguments[position + 1 :]), "")
            try:
                return locale_of(value)
            except UnknownNameError:
                return "zh_Hans_CN"
    return "zh_Hans_CN"
