"""Arguments: a parser whose messages are ours, in both languages, and that never ends the process."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from jixiao_core.cli.placeholders import placeholder
from jixiao_core.errors import UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Param
from jixiao_core.present import render
from jixiao_core.present.columns import columns_of
from jixiao_core.present.i18n import locale_of
from jixiao_core.rubrics.names import most_alike_first

__all__ = ["HelpWanted", "Parser", "UsageError", "early_locale", "empty_argument", "usage_message"]

MAX_REASON = 400


# An argument with what it is, on one line of the help.
_ARGUMENT = re.compile(r"^(?P<name>  \S.*?)(?P<gap> {2,})(?=\S)", re.MULTILINE)


def _in_columns(text: str) -> str:
    """What argparse has laid out by characters, some of which take two columns, with all explanations in one column."""
    arguments = list(_ARGUMENT.finditer(text))
    if not arguments:
        return text
    given = max(len(each[0]) for each in arguments)
    column = max(given, *(columns_of(each["name"]) + 2 for each in arguments))
    text = _ARGUMENT.sub(lambda each: each["name"] + " " * (column - columns_of(each["name"])), text)
    return re.sub(rf"^ {{{given}}}(?=\S)", " " * column, text, flags=re.MULTILINE)


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
    "ambiguous_option": re.compile(r"ambiguous option: (?P<found>.+?) could match (?P<known>.+)", re.DOTALL),
    "no_value": re.compile(r"argument (?P<name>.+?): ignored explicit argument .+", re.DOTALL),
    "invalid_number": re.compile(r"argument (?P<name>.+?): invalid int value: (?P<found>.+)", re.DOTALL),
    "value_missing": re.compile(r"argument (?P<name>.+?): expected (?:one|at least one) argument"),
}


def usage_message(reason: str) -> Message:
    """Return what argparse says, in our words where we have some."""
    for code, pattern in _USAGE.items():
        found = pattern.fullmatch(reason)
        if found:
            told = {name: text[:MAX_REASON] for name, text in found.groupdict().items()}
            return Message.of(f"cli.{code}", **_params(told))
    return Message.of("cli.usage", reason=reason[:MAX_REASON])


def _params(found: dict[str, str]) -> dict[str, Param]:
    """The same, where what may be chosen is a list and no longer the text of one, the most alike first."""
    if "known" not in found:
        return {**found}
    known = tuple(name.strip("'\"") for name in found["known"].split(", "))
    return {**found, "known": most_alike_first(found.get("found", "").strip("'\""), known)}


def empty_argument(arguments: Sequence[str]) -> Message | None:
    """Return the message for an argument that is nothing, which is never what was meant; None where there is none."""
    for position, argument in enumerate(arguments, start=1):
        name, is_given, value = argument.partition("=")
        if not argument or (name.startswith("--") and is_given and not value):
            before = arguments[position - 2] if not argument and position > 1 else name
            named = shown(before) if before.startswith("-") else str(position)
            return Message.of("cli.empty_argument", name=named)
    return None


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

    def name_arguments(self) -> None:
        """Name the arguments of this parser and of its commands in the language of its user."""
        for action in self._actions:
            if isinstance(action.choices, dict):
                for command in action.choices.values():
                    command.name_arguments()
            elif action.nargs != 0 and not action.choices and (action.metavar or not action.option_strings):
                text = action.metavar if isinstance(action.metavar, str) else action.dest
                action.metavar = placeholder(text, self.locale)

    def format_help(self) -> str:
        """Return the help with headings in the language of its user."""
        text = super().format_help().replace("usage: ", render(Message.of("cli.title_usage"), self.locale), 1)
        for group in self._action_groups:
            heading = render(Message.of("cli.title_section", title=group.title or ""), self.locale)
            text = text.replace(f"\n{group.title}:\n", f"\n{heading}\n")
        return _in_columns(text)

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
