"""`jixiao score | review | explain`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from jixiao_core import exchange
from jixiao_core.cli.inputs import Subject, rubric_named, subjects
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.errors import FormatError, Problem, UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Text
from jixiao_core.present import (
    explain,
    json_text,
    render,
    replay,
    review_json,
    review_page,
    several,
    sheet_json,
    sheet_page,
    stored_documents,
)
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.labels import row_label
from jixiao_core.present.report_pages import findings_block, report_title
from jixiao_core.present.summaries import closing
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.review import Review, review
from jixiao_core.scoring.score import score
from jixiao_core.scoring.verdicts import CORRECTABLE

__all__ = ["documents_text", "run_explain", "run_review", "run_score", "subject_with_row"]


def run_score(options: argparse.Namespace) -> tuple[str, int]:
    """Score what a file holds, or compute a stored sheet again."""
    if options.replay:
        return _replay(options, "sheet")
    _refuse_without_file(options)
    pages: list[str] = []
    documents: list[dict[str, Any]] = []
    status = OK
    for subject in subjects(options):
        sheet = score(subject.rubric, subject.case.evidence, assume=subject.assume)
        if any(finding.severity is Severity.ERROR for finding in sheet.findings):
            status = TO_CORRECT
        documents.append(sheet_json(sheet, subject.case))
        if not options.json:
            pages.append(sheet_page(sheet, subject.case, locale=options.locale, width=options.width))
    return (documents_text(documents, "sheets") if options.json else "\n".join(pages)), status


def documents_text(documents: list[dict[str, Any]], name: str) -> str:
    """Return one document as it is, several in a list of a format of its own."""
    if len(documents) == 1:
        return json_text(documents[0])
    return json_text(several(documents, name))


def run_review(options: argparse.Namespace) -> tuple[str, int]:
    """Review the claimed scores of what a file holds."""
    if options.replay:
        return _replay(options, "review")
    _refuse_without_file(options)
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
        found = _reviewed(subject)
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
    return json_text({**several(documents, "reviews"), "not_reviewed": titles})


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


def _reviewed(subject: Subject) -> Review:
    if not subject.case.rounds:
        raise FormatError(Problem(Message.of("cli.no_round"), "rounds"))
    return review(subject.rubric, subject.case, assume=subject.assume)


def _refuse_without_file(options: argparse.Namespace) -> None:
    if not options.file:
        raise FormatError(Problem(Message.of("cli.needs_file")))


def _replay(options: argparse.Namespace, kind: Literal["review", "sheet"]) -> tuple[str, int]:
    locale = locale_of(options.locale)
    _refuse_beside_replay(options)
    stored = exchange.read_document(options.replay, syntax="json")
    for document in stored_documents(stored, kind):
        replay(document, _rubric_of_stored(document, options))
    return render(Message.of("cli.replayed" if kind == "review" else "cli.replayed_sheet"), locale) + "\n", OK


def _rubric_of_stored(document: Mapping[str, Any], options: argparse.Namespace) -> Rubric | None:
    """The rubric that the arguments name, or the one of the stored pin in a project's folder; None: as it says itself."""
    if options.rubric:
        return rubric_named(options.rubric, options.rubrics)
    if options.rubrics and "derived_rubric" not in document:
        return rubric_named(document["rubric"], options.rubrics)
    return None


def _refuse_beside_replay(options: argparse.Namespace) -> None:
    """A stored result says what it was made of; nothing else may be asked for beside it."""
    given = vars(options)
    beside = {
        "FILE": "file",
        **{f"--{name}": name for name in ("assume", "reading", "round", "kind", "redact", "mask")},
    }
    named = tuple(name for name, option in beside.items() if given.get(option))
    if named:
        raise FormatError(Problem(Message.of("cli.replay_alone", found=named)))


def run_explain(options: argparse.Namespace) -> tuple[str, int]:
    """Explain one row of what a file holds; of several reports the one that has it."""
    return _explained(*subject_with_row(options), options)


def subject_with_row(options: argparse.Namespace) -> tuple[Subject, str]:
    """
    Return what a file holds that has the row, or adjustment, of the arguments, with its id; of several reports the first.

    Raises:
        UnknownNameError: when nothing has it, in the words of the first table.
    """
    refused: UnknownNameError | None = None
    for subject in subjects(options):
        try:
            return subject, _indicator_named(subject.rubric, options.indicator)
        except UnknownNameError as error:
            refused = refused or error
    assert refused is not None
    raise refused


def _explained(subject: Subject, name: str, options: argparse.Namespace) -> tuple[str, int]:
    if not subject.case.rounds:
        sheet = score(subject.rubric, subject.case.evidence, assume=subject.assume)
        is_row = name in {row.id for row in subject.rubric.indicators}
        status = _status("", sheet[name].findings if is_row else ())
        return explain(sheet, name, locale=options.locale) + "\n", status
    found = _reviewed(subject)
    current = found.round(options.round)
    row = next((each for each in current.indicators if each.id == name), None)
    status = _status(row.verdict, row.findings) if row else OK
    text = explain(found, name, locale=options.locale, round_review=current)
    if not options.json:
        return text + "\n", status
    document = review_json(found, options.round)
    told = next(each for each in (*document["indicators"], *document["adjustments"]) if each["id"] == name)
    return json_text({**told, "text": text}), status


def _status(verdict: str, findings: tuple[Finding, ...]) -> int:
    """Whether a row asks for a correction, as `jixiao review` would say of it."""
    is_wrong = verdict in CORRECTABLE or any(finding.severity is Severity.ERROR for finding in findings)
    return TO_CORRECT if is_wrong else OK


def _indicator_named(rubric: Rubric, name: str) -> str:
    """The id of a row or an adjustment, also by its last part or by its label where only one row has it."""
    nodes: tuple[Indicator | Adjustment, ...] = (*rubric.indicators, *rubric.adjustments)
    if name in {node.id for node in nodes}:
        return name
    found = tuple(node.id for node in nodes if name in _short_names(node) or name in _full_names(rubric, node))
    match found:
        case (only,):
            return only
        case () if name.isascii():
            return rubric.indicator(name).id
        case ():
            labels = most_alike_first(name, (_full_names(rubric, node)[0] for node in nodes))
            raise UnknownNameError(Problem(Message.of("rubrics.unknown_indicator", found=shown(name), known=labels)))
        case _:
            raise UnknownNameError(
                Problem(
                    Message.of(
                        "cli.ambiguous",
                        found=shown(name),
                        known=_labels(rubric, (node for node in nodes if node.id in found)),
                    )
                )
            )


def _labels(rubric: Rubric, nodes: Iterable[Indicator | Adjustment]) -> tuple[Message, ...]:
    """How the user may name the rows: by label with group, or by id."""
    return tuple(Message.of("cli.row_named", label=_full_name(rubric, each), id=each.id) for each in nodes)


def _full_names(rubric: Rubric, node: Indicator | Adjustment) -> tuple[str, str]:
    """The label as pages print it, with the group in front where several rows have it."""
    label = _full_name(rubric, node)
    return label.zh, label.of("en")


def _full_name(rubric: Rubric, node: Indicator | Adjustment) -> Text:
    return row_label(rubric, node.id) if isinstance(node, Indicator) else node.label


def _short_names(row: Indicator | Adjustment) -> tuple[str, str, str]:
    return row.id.rpartition(".")[2], row.label.zh, row.label.en
