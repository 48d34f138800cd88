"""`jixiao print`: official scoring tables and report forms, ready to be printed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from attrs import frozen

from jixiao_core import exchange
from jixiao_core.cli.choices import chosen
from jixiao_core.cli.inputs import Subject, is_published, masks_of, reports, rubric_named, subjects
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.cli.writing import write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.kinds import looks_like_report, looks_like_table
from jixiao_core.exchange.published import LAYOUTS
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import json_text, render
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.merged_tables import OfficialForm
from jixiao_core.present.official_forms import official_form, official_html, official_markdown, official_text
from jixiao_core.reports.redaction import redacted
from jixiao_core.reports.report import Report
from jixiao_core.scoring.review import review
from jixiao_core.scoring.score import score

__all__ = ["run_print"]


@frozen
class _Printed:
    """
    What is printed.

    Attributes:
        forms: tables and forms in their order.
        status: the exit status.
        unread: as many places of a published form are not in the reports that are printed.
    """

    forms: tuple[OfficialForm, ...]
    status: int = OK
    unread: int = 0


def run_print(options: argparse.Namespace) -> tuple[str, int]:
    """Print the official table of a rubric, of a case or of reports with their review, or the form of reports."""
    locale = locale_of(options.locale)
    writer = _writer(options)
    found = _printed(options)
    text = writer(found.forms, options)
    if options.output:
        write_whole(options.output, text)
    if options.json:
        listed = [{"title": form.title, "html": official_html(form)} for form in found.forms]
        return json_text({"forms": listed}), found.status
    if not options.output:
        return text, found.status
    said = [Message.of("cli.written", file=options.output)]
    said += [Message.of("cli.print_unread", count=str(found.unread))] if found.unread else []
    return "".join(f"{render(each, locale)}\n" for each in said), found.status


def _html(forms: tuple[OfficialForm, ...], options: argparse.Namespace) -> str:
    del options
    return official_html(*forms)


def _markdown(forms: tuple[OfficialForm, ...], options: argparse.Namespace) -> str:
    del options
    return "\n".join(official_markdown(form) for form in forms)


def _text(forms: tuple[OfficialForm, ...], options: argparse.Namespace) -> str:
    return "\n".join(official_text(form, width=options.width) for form in forms)


_Writer = Callable[[tuple[OfficialForm, ...], argparse.Namespace], str]
_WRITERS: Final[dict[str, _Writer]] = {".html": _html, ".md": _markdown, ".txt": _text}


def _writer(options: argparse.Namespace) -> _Writer:
    """How it is written, by the name of the file; HTML where none is named."""
    if not options.output:
        return _html
    found = _WRITERS.get(Path(options.output).suffix.lower())
    if found is None:
        raise FormatError(Problem(Message.of("cli.output_suffix", found=shown(options.output), known=tuple(_WRITERS))))
    return found


def _printed(options: argparse.Namespace) -> _Printed:
    if _is_table(options):
        if options.form:
            raise FormatError(Problem(Message.of("cli.print_no_form", file=shown(options.file))))
        (read,) = chosen([rubric_named(options.file, options.rubrics)], options)
        return _Printed((official_form(read.rubric, locale=options.locale),))
    if options.form:
        _refuse_case(options.file)
        found = _hidden(reports(options), options)
        forms = tuple(official_form(each, locale=options.locale, personal=options.personal) for each in found)
        return _Printed(forms, unread=sum(len(each.unread) for each in found))
    scored = tuple(_scored(subject, options.locale) for subject in subjects(options))
    return _Printed(tuple(form for form, _ in scored), TO_CORRECT if any(wrong for _, wrong in scored) else OK)


def _refuse_case(file: str) -> None:
    """A case has what a report says, and not its form."""
    if is_published(file):
        return
    data = exchange.read_document(file)
    if isinstance(data, dict) and "rubric" in data and "format" not in data and not looks_like_report(data):
        raise FormatError(Problem(Message.of("cli.print_case_no_form", file=shown(file))))


def _hidden(given: tuple[Report, ...], options: argparse.Namespace) -> tuple[Report, ...]:
    """Reports as the arguments want them: documents have no personal data left out before."""
    words = masks_of(options.mask)
    return tuple(redacted(each, mask=words) for each in given) if options.redact or words else given


def _is_table(options: argparse.Namespace) -> bool:
    """Whether a scoring table is named: by its pin, or as a file."""
    suffix = os.path.splitext(options.file)[1].lower()  # noqa: PTH122 - the text of any path
    if suffix in (".toml", ".json"):
        return looks_like_table(exchange.read_document(options.file))
    return "@" in options.file and suffix not in LAYOUTS and "/" not in options.file


def _scored(subject: Subject, locale: str) -> tuple[OfficialForm, bool]:
    """The table of a case, and whether `jixiao review`, or `jixiao score`, would say that something is to be corrected."""
    case = subject.case
    is_wrong = any(finding.severity is Severity.ERROR for finding in subject.findings)
    if case.rounds:
        found = review(subject.rubric, case, assume=subject.assume)
        return official_form(found, locale=locale), is_wrong or found.needs_correction
    sheet = score(subject.rubric, case.evidence, assume=subject.assume)
    is_wrong = is_wrong or any(finding.severity is Severity.ERROR for finding in sheet.findings)
    return official_form(sheet, locale=locale, case=case), is_wrong
