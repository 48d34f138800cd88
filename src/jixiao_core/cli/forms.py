"""`jixiao convert | check`: from published forms to documents, and what a report says about itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from jixiao_core.cli.inputs import published, reports
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.cli.writing import write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import reports_to_json, reports_to_toml
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import check_json, check_page, json_text, loss_json, loss_page, render
from jixiao_core.present.i18n import locale_of
from jixiao_core.reports.checks import check

__all__ = ["run_check", "run_convert"]

_WRITERS = {".toml": reports_to_toml, ".json": reports_to_json}


def run_convert(options: argparse.Namespace) -> tuple[str, int]:
    """Read a published form, say what became of every cell, and write what was read."""
    locale = locale_of(options.locale)
    writer = _WRITERS.get(Path(options.output).suffix.lower()) if options.output else None
    if options.output and writer is None:
        raise FormatError(Problem(Message.of("cli.output_suffix", found=shown(options.output), known=tuple(_WRITERS))))
    found = published(options)
    chosen = tuple(report for report in found.reports if options.kind in (None, report.kind))
    if writer is not None:
        if not chosen:
            raise FormatError(Problem(Message.of("cli.no_report", file=shown(options.file))))
        write_whole(options.output, writer(chosen))
    status = OK if found.loss.is_complete and chosen else TO_CORRECT
    if options.json:
        return json_text(loss_json(chosen, found.loss, found.tables)), status
    page = loss_page(chosen, found.loss, found.tables, locale=locale)
    if writer is not None:
        page += render(Message.of("cli.written", file=options.output), locale) + "\n"
    return page, status


def run_check(options: argparse.Namespace) -> tuple[str, int]:
    """Check what the reports of a file say about themselves."""
    checked = [(report, check(report)) for report in reports(options)]
    has_errors = any(finding.severity is Severity.ERROR for _, findings in checked for finding in findings)
    status = TO_CORRECT if has_errors else OK
    if options.json:
        return json_text(check_json(checked)), status
    return "\n".join(check_page(report, findings, locale=options.locale) for report, findings in checked), status
