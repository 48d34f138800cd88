"""`jixiao score | review | explain`."""

from __future__ import annotations

import argparse
from typing import Any

from jixiao_core import exchange
from jixiao_core.cli.inputs import Subject, rubric_named, subjects
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.errors import FormatError, Problem, UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import (
    explain,
    json_text,
    render,
    replay,
    review_json,
    review_page,
    sheet_json,
    sheet_page,
)
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.report_pages import findings_block, report_title
from jixiao_core.present.summary import closing
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.review import Review, review
from jixiao_core.scoring.score import score

__all__ = ["documents_text", "run_explain", "run_review", "run_score"]


def run_score(options: argparse.Namespace) -> tuple[str, int]:
    """Score what a file holds."""
    pages: list[str] = []
    documents: list[dict[str, Any]] = []
    status = OK
    for subject in subjects(options):
        sheet = score(subject.rubric, subject.case.evidence, assume=options.assume)
        if any(finding.severity is Severity.ERROR for finding in sheet.findings):
            status = TO_CORRECT
        documents.append(sheet_json(sheet))
        if not options.json:
            pages.append(sheet_page(sheet, subject.case, locale=options.locale, width=options.width))
    return (documents_text(documents, "sheets") if options.json else "\n".join(pages)), status


def documents_text(documents: list[dict[str, Any]], name: str) -> str:
    """Return one document as it is, several in a list of a format of its own."""
    if len(documents) == 1:
        return json_text(documents[0])
    return json_text({"format": f"jixiao-{name}/1", name: documents})


def run_review(options: argparse.Namespace) -> tuple[str, int]:
    """Review the claimed scores of what a file holds."""
    if options.replay:
        return _replay(options)
    if not options.file:
        raise FormatError(Problem(Message.of("cli.needs_file")))
    pages: list[str] = []
    documents: list[dict[str, Any]] = []
    status = OK
    given = subjects(options)
    unscored = tuple(subject for subject in given if not subject.case.rounds)
    # What can be reviewed is; the others are told. A file without any scores is refused.
    left_out = unscored if len(unscored) < len(given) else ()
    for subject in given:
        if any(finding.severity is Severity.ERROR for finding in subject.findings):
            status = TO_CORRECT
        if subject in left_out:
            continue
        found = _reviewed(subject, options)
        if found.needs_correction:
            status = TO_CORRECT
        documents.append(review_json(found, options.round))
        if not options.json:
            pages.append(_page(subject, found, options))
    if options.json:
        return _reviews_text(documents, left_out), status
    pages += [_not_reviewed(subject, options) for subject in left_out]
    return "\n".join(pages), status


def _reviews_text(documents: list[dict[str, Any]], left_out: tuple[Subject, ...]) -> str:
    if not left_out:
        return documents_text(documents, "reviews")
    titles = [{"kind": each.report.kind, "title": each.report.title} for each in left_out if each.report is not None]
    return json_text({"format": "jixiao-reviews/1", "reviews": documents, "not_reviewed": titles})


def _not_reviewed(subject: Subject, options: argparse.Namespace) -> str:
    """A report without a scoring table: what it says about itself, and that no score of it was reviewed."""
    locale = locale_of(options.locale)
    assert subject.report is not None
    told = [finding for finding in subject.findings if finding.severity is not Severity.INFORMATION]
    parts = (
        report_title(subject.report, locale),
        render(Message.of("cli.not_reviewed"), locale),
        findings_block(told, locale),
        closing(locale),
    )
    return "\n\n".join(parts) + "\n"


def _page(subject: Subject, found: Review, options: argparse.Namespace) -> str:
    """The review, and for a report the cross-checks that ask for something."""
    page = review_page(found, options.round, locale=options.locale, width=options.width)
    if subject.report is None:
        return page
    locale = locale_of(options.locale)
    told = [finding for finding in subject.findings if finding.severity is not Severity.INFORMATION]
    body, _, closing = page.rstrip("\n").rpartition("\n\n")
    return f"{body}\n\n{findings_block(told, locale)}\n\n{closing}\n"


def _reviewed(subject: Subject, options: argparse.Namespace) -> Review:
    if not subject.case.rounds:
        raise FormatError(Problem(Message.of("cli.no_round"), "rounds"))
    return review(subject.rubric, subject.case, assume=options.assume)


def _replay(options: argparse.Namespace) -> tuple[str, int]:
    locale = locale_of(options.locale)
    stored = exchange.read_document(options.replay, syntax="json")
    several = stored.get("reviews") if isinstance(stored, dict) else None
    for document in several if isinstance(several, list) and several else [stored]:
        pin = document.get("rubric") if isinstance(document, dict) else None
        digest = document.get("digest") if isinstance(document, dict) else None
        wanted = options.rubric or (f"{pin}#{digest}" if isinstance(pin, str) and isinstance(digest, str) else "")
        replay(document, rubric_named(wanted))
    return render(Message.of("cli.replayed"), locale) + "\n", OK


def run_explain(options: argparse.Namespace) -> tuple[str, int]:
    """Explain one row of what a file holds; of several reports the one that has it."""
    refused: UnknownNameError | None = None
    for subject in subjects(options):
        try:
            name = _indicator(subject.rubric, options.indicator)
        except UnknownNameError as error:
            refused = refused or error
            continue
        return _explained(subject, name, options), OK
    assert refused is not None
    raise refused


def _explained(subject: Subject, name: str, options: argparse.Namespace) -> str:
    if not subject.case.rounds:
        sheet = score(subject.rubric, subject.case.evidence, assume=options.assume)
        return explain(sheet, name, locale=options.locale) + "\n"
    found = _reviewed(subject, options)
    current = found.round(options.round)
    text = explain(found, name, locale=options.locale, round_review=current)
    if not options.json:
        return text + "\n"
    document = review_json(found, options.round)
    row = next(each for each in document["indicators"] if each["id"] == name)
    return json_text({**row, "text": text})


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
