"""`jixiao rubrics`."""

from __future__ import annotations

import argparse

from jixiao_core import registry
from jixiao_core.cli.inputs import rubric_named
from jixiao_core.cli.status import OK
from jixiao_core.present import json_text
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.rubric_pages import rubric_json, rubric_line, rubric_page

__all__ = ["run_rubrics"]


def run_rubrics(options: argparse.Namespace) -> tuple[str, int]:
    """List the shipped tables, or show one."""
    locale = locale_of(options.locale)
    if options.pin:
        rubric = rubric_named(options.pin)
        if options.json:
            return json_text(rubric_json(rubric)), OK
        return rubric_page(rubric, locale=locale, width=options.width), OK
    rubrics = [registry.load(pin) for pin in registry.shipped()]
    if options.json:
        listed = [{"pin": each.pin, "digest": each.digest, "title": each.title.zh} for each in rubrics]
        return json_text({"rubrics": listed}), OK
    return "".join(f"{rubric_line(each, locale)}\n  {each.digest}\n" for each in rubrics), OK
