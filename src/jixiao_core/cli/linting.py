"""`jixiao lint`: rubrics by pin or file, with what has been explained beside them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from jixiao_core import exchange, registry
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.errors import FormatError, JixiaoError, Problem
from jixiao_core.exchange.overlays import is_overlay, overlay_document
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import json_text
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.lint_pages import FORMAT, lint_json, lint_page, refusal_json, refusal_page
from jixiao_core.registry import LINT_SUFFIX
from jixiao_core.rubrics.linting.exceptions import LintException, LintExceptions
from jixiao_core.rubrics.linting.linter import LintReport, lint
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["run_lint"]

_OTHER_FORMAT = "rubrics.unknown_semantics"


@frozen(kw_only=True)
class Looked:
    """
    One argument and what came of it.

    Attributes:
        name: the pin or file.
        report: what was found; None where construction refused the file.
        problems: why it was refused.
    """

    name: str
    report: LintReport | None = None
    problems: tuple[Problem, ...] = ()

    def status(self, *, strict: bool) -> int:
        """Return the exit status that this argument asks for."""
        if self.report is None or self.report.of(Severity.ERROR):
            return TO_CORRECT
        return TO_CORRECT if strict and not self.report.is_clean else OK


def run_lint(options: argparse.Namespace) -> tuple[str, int]:
    """Look at every rubric that is named; all of them are read before anything is printed."""
    locale = locale_of(options.locale)
    chosen = exchange.read_lint_exceptions(options.exceptions) if options.exceptions else None
    looked: list[Looked] = []
    unusable: list[Problem] = []
    for name in dict.fromkeys(map(_rubric_file, options.rubrics)):
        try:
            looked.append(_looked(name, chosen))
        except JixiaoError as error:
            unusable.extend(each.under(name) if len(options.rubrics) > 1 else each for each in error.problems)
    if unusable:
        raise FormatError(*unusable)
    status = max(each.status(strict=options.strict) for each in looked)
    if options.json:
        return json_text({"format": FORMAT, "rubrics": [_document(each, locale) for each in looked]}), status
    return "\n".join(_page(each, locale, options.width) for each in looked), status


def _rubric_file(name: str) -> str:
    """Exceptions that changed are read with the rubric they lie beside."""
    if not name.endswith(LINT_SUFFIX):
        return name
    beside = name.removesuffix(LINT_SUFFIX)
    return f"{beside}.json" if Path(f"{beside}.json").is_file() else f"{beside}.toml"


def _is_file(name: str) -> bool:
    return name.lower().endswith((".toml", ".json", ".xlsx")) or "/" in name


def _looked(name: str, chosen: LintExceptions | None) -> Looked:
    if not _is_file(name):
        rubric = registry.load(name)
        own = registry.lint_exceptions(name)
        return Looked(name=name, report=lint(rubric, exceptions=own if chosen is None else _fitting(chosen, rubric)))
    data = overlay_document(name)
    try:
        rubric = registry.open(name) if is_overlay(data) else exchange.parse_rubric(data)
    except JixiaoError as error:
        if not all(map(_is_construction, error.problems)):
            raise
        return Looked(name=name, problems=tuple(_named(error.problems, data)))
    return Looked(name=name, report=lint(rubric, exceptions=_exceptions(name, rubric, chosen)))


def _exceptions(name: str, rubric: Rubric, chosen: LintExceptions | None) -> tuple[LintException, ...]:
    if chosen is not None:
        return _fitting(chosen, rubric)
    beside = Path(name).with_suffix(LINT_SUFFIX)
    return _fitting(exchange.read_lint_exceptions(beside), rubric) if beside.is_file() else ()


def _fitting(found: LintExceptions, rubric: Rubric) -> tuple[LintException, ...]:
    if found.rubric != rubric.pin:
        message = Message.of("cli.other_exceptions", found=found.rubric[:80], rubric=rubric.pin)
        raise FormatError(Problem(message, "rubric"))
    return found.exceptions


def _is_construction(problem: Problem) -> bool:
    """Whether the file was understood and the table is wrong, rather than the file."""
    return problem.code.startswith("rubrics.") and problem.code != _OTHER_FORMAT


def _named(problems: tuple[Problem, ...], data: Any) -> Iterator[Problem]:
    """The problems of rows under the ids of their rows, which people know better than positions."""
    for problem in problems:
        head, bracket, rest = problem.path.partition("]")
        kind, _, number = head.partition("[")
        named = _id_of(data, kind, number) if bracket and kind in ("indicators", "groups", "pools") else ""
        yield evolve(problem, path=f"{named}{rest}") if named else problem


def _id_of(data: Any, kind: str, number: str) -> str:
    try:
        found = data[kind][int(number)]["id"]
    except (LookupError, TypeError, ValueError):
        return ""
    return found if isinstance(found, str) and found.isascii() and found.isprintable() else ""


def _document(each: Looked, locale: str) -> dict[str, Any]:
    if each.report is None:
        return refusal_json(each.name, each.problems, locale=locale)
    return lint_json(each.name, each.report, locale=locale)


def _page(each: Looked, locale: str, width: int) -> str:
    if each.report is None:
        return refusal_page(each.name, each.problems, locale=locale, width=width)
    return lint_page(each.report, locale=locale, width=width)
