"""`jixiao convert | check`: from published forms to documents, and what a report says about itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from jixiao_core.cli.inputs import is_published, masks_of, published, reports
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.cli.writing import write_bytes, write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import reports_to_json, reports_to_toml
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import check_json, check_page, json_text, loss_json, loss_page, render
from jixiao_core.present.form_documents import forms_docx, not_kept
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.report_pages import report_title
from jixiao_core.reports.checks import check
from jixiao_core.reports.redaction import redacted

__all__ = ["run_check", "run_convert"]

_WRITERS = {".toml": reports_to_toml, ".json": reports_to_json}
DOCUMENT: Final = ".docx"
"""What a report is filled into; a published form is read into the others."""


def run_convert(options: argparse.Namespace) -> tuple[str, int]:
    """Read a published form, say what became of every cell, and write what was read; or fill a report into its form."""
    locale = locale_of(options.locale)
    if Path(options.output).suffix.lower() == DOCUMENT and not is_published(options.file):
        return _filled(options, locale)
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


def _filled(options: argparse.Namespace, locale: str) -> tuple[str, int]:
    """Fill reports into their forms, and say whether the forms give everything back."""
    chosen = reports(options)
    masks = masks_of(options.mask)
    if options.redact or masks:
        chosen = tuple(redacted(report, mask=masks) for report in chosen)
    content = forms_docx(chosen)
    lost = not_kept(chosen, content)
    write_bytes(options.output, content)
    status = TO_CORRECT if lost else OK
    if options.json:
        told = [{"kind": report.kind, "title": report.title} for report in chosen]
        return json_text({"format": "jixiao-filled/1", "reports": told, "not_kept": list(lost)}), status
    lines = [report_title(report, locale) for report in chosen]
    code = Message.of("forms.not_kept", count=len(lost), fields=lost) if lost else Message.of("forms.whole")
    lines += [render(code, locale), render(Message.of("cli.written", file=options.output), locale)]
    return "\n".join(lines) + "\n", status


def run_check(options: argparse.Namespace) -> tuple[str, int]:
    """Check what the reports of a file say about themselves."""
    checked = [(report, check(report)) for report in reports(options)]
    has_errors = any(finding.severity is Severity.ERROR for _, findings in checked for finding in findings)
    status = TO_CORRECT if has_errors else OK
    if options.json:
        return json_text(check_json(checked)), status
    return "\n".join(check_page(report, findings, locale=options.locale) for report, findings in checked), status
