"""`jixiao diff`: what differs between two scoring tables."""

from __future__ import annotations

import argparse

from jixiao_core.cli.inputs import rubric_named
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.errors import FormatError, JixiaoError, Problem
from jixiao_core.present import diff_json, diff_page, json_text
from jixiao_core.present.i18n import locale_of
from jixiao_core.rubrics.diffing.differ import diff
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["run_diff"]


def run_diff(options: argparse.Namespace) -> tuple[str, int]:
    """Compare two pins or files; 1 where something differs. Both are read before anything is said."""
    locale = locale_of(options.locale)
    rubrics: list[Rubric] = []
    problems: list[Problem] = []
    for name in (options.before, options.after):
        try:
            rubrics.append(rubric_named(name))
        except JixiaoError as error:
            problems.extend(each.under(name) for each in error.problems)
    if problems:
        raise FormatError(*problems)
    found = diff(rubrics[0], rubrics[1])
    status = OK if found.is_empty else TO_CORRECT
    if options.json:
        return json_text(diff_json(found)), status
    return diff_page(found, locale=locale, width=options.width), status
