"""
The command line: `jixiao score | review | explain | rubrics`.

Exit status: 0 nothing to correct, 1 findings of severity error or verdicts above/below/unmatched, 2 unusable input or
arguments, with the message on standard error and nothing on standard output.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from attrs import evolve

from jixiao_core import exchange, registry
from jixiao_core.errors import FormatError, JixiaoError, Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import (
    explain,
    json_text,
    render,
    render_error,
    replay,
    review_json,
    review_page,
    sheet_json,
    sheet_page,
)
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.rubric_pages import rubric_json, rubric_line, rubric_page
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.claims import case_problems
from jixiao_core.scoring.review import Review, review
from jixiao_core.scoring.score import score

__all__ = ["main"]

OK, TO_CORRECT, UNUSABLE = 0, 1, 2
ROLES = ("self", "department", "finance", "third_party")
DEFAULT_WIDTH = 100
MAX_REASON = 400
_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class _UsageError(Exception):
    """Wrong arguments; said in our words, with our exit status."""


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


def _usage(reason: str) -> Message:
    for code, pattern in _USAGE.items():
        found = pattern.fullmatch(reason)
        if found:
            return Message.of(f"cli.{code}", **{name: text[:MAX_REASON] for name, text in found.groupdict().items()})
    return Message.of("cli.usage", reason=reason[:MAX_REASON])


class _Parser(argparse.ArgumentParser):
    """A parser whose headings are in the language of its user; it never ends the process."""

    def __init__(self, *, locale: str, **more: Any) -> None:
        super().__init__(add_help=False, **more)
        self.locale = locale
        self._positionals.title = render(Message.of("cli.title_positional"), locale)
        self._optionals.title = render(Message.of("cli.title_options"), locale)

    def add_own_help(self) -> None:
        self.add_argument("-h", "--help", action="help", help=render(Message.of("cli.help_help"), self.locale))

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", render(Message.of("cli.title_usage"), self.locale), 1)

    def error(self, message: str) -> NoReturn:
        raise _UsageError(message)


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        argv: the arguments; those of the process where none are given.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    locale = _early_locale(arguments)
    _use_utf8()
    try:
        options = _parser(locale).parse_args(arguments)
        run: Callable[[argparse.Namespace], tuple[str, int]] = options.run
        text, status = run(options)
    except _UsageError as error:
        return _fail(render(_usage(str(error)), locale))
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


def _early_locale(arguments: list[str]) -> str:
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


def _parser(locale: str) -> argparse.ArgumentParser:
    def text(code: str) -> str:
        return render(Message.of(f"cli.{code}"), locale)

    def for_all(added: argparse.ArgumentParser) -> None:
        added.add_argument("--json", action="store_true", help=text("help_json"))
        added.add_argument("--locale", default="zh_Hans_CN", metavar="LOCALE", help=text("help_locale"))
        added.add_argument("--width", type=int, default=DEFAULT_WIDTH, metavar="N", help=text("help_width"))

    def for_cases(added: argparse.ArgumentParser) -> None:
        added.add_argument("--rubric", default="", metavar="PIN|FILE", help=text("help_rubric"))
        added.add_argument("--assume", action="append", default=[], metavar="NAME", help=text("help_assume"))
        added.add_argument(
            "--reading", action="append", default=[], metavar="QUESTION=ANSWER", help=text("help_reading")
        )

    parser = _Parser(locale=locale, prog="jixiao", description=text("description"))
    parser.add_own_help()
    commands = parser.add_subparsers(dest="command", metavar="command", required=True, parser_class=_Parser)

    def command(
        name: str,
        run: Callable[[argparse.Namespace], tuple[str, int]],
        *options: Callable[[argparse.ArgumentParser], None],
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, locale=locale, help=text(f"help_{name}"), description=text(f"help_{name}"))
        for add in options:
            add(added)
        added.add_own_help()
        added.set_defaults(run=run)
        return added

    command("score", _score, for_all, for_cases).add_argument("file", help=text("help_file"))
    reviewing = command("review", _review, for_all, for_cases)
    reviewing.add_argument("file", nargs="?", default="", help=text("help_file"))
    reviewing.add_argument("--round", choices=ROLES, default=None, help=text("help_round"))
    reviewing.add_argument("--replay", default="", metavar="FILE", help=text("help_replay"))
    explaining = command("explain", _explain, for_all, for_cases)
    explaining.add_argument("file", help=text("help_file"))
    explaining.add_argument("indicator", help=text("help_indicator"))
    explaining.add_argument("--round", choices=ROLES, default=None, help=text("help_round"))
    command("rubrics", _rubrics, for_all).add_argument("pin", nargs="?", default="", help=text("help_pin"))
    return parser


def _load(options: argparse.Namespace) -> tuple[Rubric, Case]:
    """Read the case, find its rubric, switch readings, and check the evidence against both dictionaries."""
    locale_of(options.locale)
    case = exchange.read_case(options.file)
    rubric = _rubric(options.rubric or case.rubric).under(_answers(options.reading))
    if options.rubric:
        case = _moved(case, rubric)
    raise_if(case_problems(rubric, case, exchange.shared_facts()), FormatError)
    return rubric, case


def _moved(case: Case, rubric: Rubric) -> Case:
    """The case under the rubric that the arguments chose: another edition of its own table, never another table."""
    if case.rubric.partition("@")[0] != rubric.series:
        message = Message.of("cli.other_series", found=shown(case.rubric), rubric=rubric.pin)
        raise FormatError(Problem(message, "rubric"))
    return evolve(case, rubric=rubric.pin)


def _rubric(name: str) -> Rubric:
    """A pin, or a file where the name looks like one."""
    return registry.open(name) if name.endswith((".toml", ".json")) or "/" in name else registry.load(name)


def _answers(given: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    raise_if(
        (
            Problem(Message.of("cli.bad_reading", found=shown(before + sign + after)))
            for before, sign, after in pairs
            if not (before and sign and after)
        ),
        FormatError,
    )
    return {question: answer for question, _, answer in pairs}


def _score(options: argparse.Namespace) -> tuple[str, int]:
    rubric, case = _load(options)
    sheet = score(rubric, case.evidence, assume=options.assume)
    status = TO_CORRECT if any(finding.severity is Severity.ERROR for finding in sheet.findings) else OK
    if options.json:
        return json_text(sheet_json(sheet)), status
    return sheet_page(sheet, case, locale=options.locale, width=options.width), status


def _reviewed(options: argparse.Namespace) -> Review:
    rubric, case = _load(options)
    if not case.rounds:
        raise FormatError(Problem(Message.of("cli.no_round"), "rounds"))
    return review(rubric, case, assume=options.assume)


def _review(options: argparse.Namespace) -> tuple[str, int]:
    if options.replay:
        return _replay(options)
    if not options.file:
        raise FormatError(Problem(Message.of("cli.needs_file")))
    found = _reviewed(options)
    status = TO_CORRECT if found.needs_correction else OK
    if options.json:
        return json_text(review_json(found, options.round)), status
    return review_page(found, options.round, locale=options.locale, width=options.width), status


def _replay(options: argparse.Namespace) -> tuple[str, int]:
    locale = locale_of(options.locale)
    document = exchange.read_document(options.replay, syntax="json")
    pin = document.get("rubric") if isinstance(document, dict) else None
    digest = document.get("digest") if isinstance(document, dict) else None
    wanted = options.rubric or (f"{pin}#{digest}" if isinstance(pin, str) and isinstance(digest, str) else "")
    replay(document, _rubric(wanted))
    return render(Message.of("cli.replayed"), locale) + "\n", OK


def _explain(options: argparse.Namespace) -> tuple[str, int]:
    rubric, case = _load(options)
    name = _indicator(rubric, options.indicator)
    if not case.rounds:
        return explain(score(rubric, case.evidence, assume=options.assume), name, locale=options.locale) + "\n", OK
    found = review(rubric, case, assume=options.assume)
    current = found.round(options.round)
    if options.json:
        document = review_json(found, options.round)
        row = next(each for each in document["indicators"] if each["id"] == name)
        return json_text({**row, "text": explain(found, name, locale=options.locale, round_review=current)}), OK
    return explain(found, name, locale=options.locale, round_review=current) + "\n", OK


def _indicator(rubric: Rubric, name: str) -> str:
    """The id of a row, also by its last part or by its label where only one row has it."""
    known = tuple(row.id for row in rubric.indicators)
    if name in known:
        return name
    found = tuple(row.id for row in rubric.indicators if name in _short_names(row))
    match found:
        case (only,):
            return only
        case () if name.isascii():
            return rubric.indicator(name).id
        case ():
            labels = most_alike_first(name, (row.label.zh for row in rubric.indicators))
            raise UnknownNameError(Problem(Message.of("rubrics.unknown_indicator", found=shown(name), known=labels)))
        case _:
            raise UnknownNameError(Problem(Message.of("cli.ambiguous", found=shown(name), known=found)))


def _short_names(row: Indicator) -> tuple[str, str, str]:
    return row.id.rpartition(".")[2], row.label.zh, row.label.en


def _rubrics(options: argparse.Namespace) -> tuple[str, int]:
    locale = locale_of(options.locale)
    if options.pin:
        rubric = _rubric(options.pin)
        if options.json:
            return json_text(rubric_json(rubric)), OK
        return rubric_page(rubric, locale=locale, width=options.width), OK
    rubrics = [registry.load(pin) for pin in registry.shipped()]
    if options.json:
        listed = [{"pin": each.pin, "digest": each.digest, "title": each.title.zh} for each in rubrics]
        return json_text({"rubrics": listed}), OK
    return "".join(f"{rubric_line(each, locale)}\n  {each.digest}\n" for each in rubrics), OK
