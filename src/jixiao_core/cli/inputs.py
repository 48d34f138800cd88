"""What the commands are given: case files, reports, published forms, and the rubric for each."""

from __future__ import annotations

import argparse
import os
from typing import Any

from attrs import evolve, frozen

from jixiao_core import exchange, registry
from jixiao_core.cli.choices import Chosen, chosen
from jixiao_core.errors import FormatError, Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.cases import parse_case
from jixiao_core.exchange.forms.reading import PublishedReports
from jixiao_core.exchange.kinds import looks_like_report
from jixiao_core.exchange.limits import refuse_folder
from jixiao_core.exchange.published import LAYOUTS, redacted_form
from jixiao_core.exchange.reports import Report, parse_reports
from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.i18n import locale_of
from jixiao_core.registry.pins import covers
from jixiao_core.reports.check_claims import NATIONAL_GRADES
from jixiao_core.reports.check_rubric import check_against
from jixiao_core.reports.checks import check
from jixiao_core.reports.form_rubric import level_weights, rubric_of
from jixiao_core.reports.report_evidence import case as case_of
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.claims import case_problems

_DOCUMENTS = (".toml", ".json")
_OF_ARGUMENTS = frozenset({"cli.bad_mask", "cli.bad_reading", "cli.reading_twice", "present.unknown_locale"})

__all__ = ["Subject", "in_file", "is_published", "masks_of", "published", "reports", "rubric_named", "subjects"]


@frozen(kw_only=True)
class Subject:
    """
    What is scored or reviewed.

    Attributes:
        rubric: the table.
        case: evidence and claims.
        report: the report that they come from, where there is one.
        findings: what the report says about itself and beside the table.
        assume: the assumptions to make that the table offers.
    """

    rubric: Rubric
    case: Case
    assume: tuple[str, ...] = ()
    report: Report | None = None
    findings: tuple[Finding, ...] = ()


def subjects(options: argparse.Namespace) -> tuple[Subject, ...]:
    """
    Return what a file holds: one case, or every report of a form.

    Raises:
        FormatError: for everything that is wrong with it, and where no shipped table is meant for a report.
    """
    locale_of(options.locale)
    if is_published(options.file):
        return _of_reports(reports(options), options)
    data = _document(options.file)
    if _is_report(data):
        return _of_reports(_chosen(parse_reports(data), options), options)
    return (_of_case(parse_case(data), options),)


def reports(options: argparse.Namespace) -> tuple[Report, ...]:
    """Return the reports of a published form or of a document; FormatError where there is none."""
    locale_of(options.locale)
    if is_published(options.file):
        return _chosen(published(options).reports, options)
    data = _document(options.file)
    if not _is_report(data):
        raise FormatError(Problem(Message.of("cli.no_report", file=shown(options.file))))
    return _chosen(parse_reports(data), options)


def published(options: argparse.Namespace) -> PublishedReports:
    """Return a published form, redacted and masked as the arguments say."""
    found = exchange.read_published(options.file, encoding=options.encoding)
    masks = masks_of(options.mask)
    if not (masks or options.redact):
        return found
    return redacted_form(found, mask=masks)


def is_published(path: str) -> bool:
    """Say whether a file is a published form by its suffix; all others are documents."""
    return _suffix(path) in LAYOUTS


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 - the text of any path


def _document(path: str) -> Any:
    if _suffix(path) not in _DOCUMENTS:
        refuse_folder(path)
        known = (*_DOCUMENTS, *LAYOUTS)
        found = _suffix(path)
        if not found:
            raise FormatError(Problem(Message.of("cli.no_suffix", file=shown(path), known=known)))
        raise FormatError(Problem(Message.of("cli.unknown_suffix", file=shown(path), found=shown(found), known=known)))
    return exchange.read_document(path)


def in_file(name: str, problem: Problem) -> Problem:
    """Return a problem with the file that it is about; where its message names the file, or arguments, as it is."""
    if "file" in dict(problem.message.params) or problem.code in _OF_ARGUMENTS:
        return problem
    return evolve(problem, path=f"{name}: {problem.path}" if problem.path else name)


def _is_report(data: Any) -> bool:
    return looks_like_report(data)


def _chosen(found: tuple[Report, ...], options: argparse.Namespace) -> tuple[Report, ...]:
    chosen = tuple(report for report in found if options.kind in (None, report.kind))
    if not chosen:
        raise FormatError(Problem(Message.of("cli.no_report", file=shown(options.file))))
    return chosen


def masks_of(given: list[str]) -> dict[str, str]:
    """Return the words to replace that the arguments name; FormatError for those without a word or a replacement."""
    pairs = [each.partition("=") for each in given]
    raise_if(
        (
            Problem(Message.of("cli.bad_mask", found=shown("".join(pair))))
            for pair in pairs
            if not (pair[0] and pair[1])
        ),
        FormatError,
    )
    return {word: instead for word, _, instead in pairs}


def _of_case(case: Case, options: argparse.Namespace) -> Subject:
    """A case with its rubric, readings switched, checked against both dictionaries."""
    (read,) = chosen([_rubric_of_case(case, options)], options)
    if options.kind not in (None, read.rubric.kind):
        found, wanted = _kind(read.rubric.kind), _kind(options.kind)
        raise FormatError(
            Problem(Message.of("cli.other_kind_of_case", rubric=read.rubric.pin, found=found, wanted=wanted))
        )
    if case.rubric.partition("#")[0] != read.rubric.pin:
        case = evolve(case, rubric=read.rubric.pin)
    raise_if(case_problems(read.rubric, case, exchange.shared_facts()), FormatError)
    return Subject(rubric=read.rubric, case=case, assume=read.assume)


def _of_reports(found: tuple[Report, ...], options: argparse.Namespace) -> tuple[Subject, ...]:
    tables = [_rubric_of(report, options) for report in found]
    own = [_own_rows(report, table) for report, table in zip(found, tables, strict=True)]
    read = chosen(own, options)
    return tuple(_of_report(*each) for each in zip(found, tables, read, strict=True))


def _own_rows(report: Report, table: Rubric) -> Rubric:
    """The table itself, or what it says about the rows that the unit chose for its national form."""
    return rubric_of(report, table) if isinstance(report, SelfEvaluationForm) else table


def _of_report(report: Report, table: Rubric, read: Chosen) -> Subject:
    rubric = read.rubric
    case = case_of(report, rubric)
    raise_if(case_problems(rubric, case, exchange.shared_facts()), FormatError)
    findings = (*check_against(report, table), *_checked(report, table))
    return Subject(rubric=rubric, case=case, assume=read.assume, report=report, findings=findings)


def _kind(kind: str) -> Message:
    return Message.of(f"scoring.bridge_kind_{kind}")


def _checked(report: Report, table: Rubric) -> tuple[Finding, ...]:
    grades = table.grades.grades if table.grades else NATIONAL_GRADES
    weights = level_weights(table) if isinstance(report, SelfEvaluationForm) else {}
    return check(report, grades=grades, weights=weights)


def _rubric_of(report: Report, options: argparse.Namespace) -> Rubric:
    """The table that was chosen, or the only shipped one that is meant for the kind and year of a report."""
    if options.rubric:
        rubric = rubric_named(options.rubric, options.rubrics)
        if rubric.kind != report.kind:
            found, wanted = _kind(report.kind), _kind(rubric.kind)
            message = Message.of("cli.other_kind", found=found, rubric=rubric.pin, wanted=wanted)
            raise FormatError(Problem(message))
        return rubric
    known = [registry.load(pin) for pin in registry.shipped()]
    if options.rubrics:
        known.extend(registry.folder(options.rubrics).rubrics.values())
    alike = [rubric for rubric in known if rubric.kind == report.kind and not _is_variant(report, rubric)]
    year = case_of(report, alike[0]).fiscal_year if alike else None
    fitting = [rubric for rubric in alike if year is None or covers(rubric, year)]
    if len(fitting) != 1:
        message = Message.of(
            "cli.which_rubric",
            year=Text("未填", "not stated") if year is None else str(year),
            known=tuple(rubric.pin for rubric in alike),
        )
        raise FormatError(Problem(message))
    return fitting[0]


def _is_variant(report: Report, rubric: Rubric) -> bool:
    """Whether a table is a variant of the national one, which is chosen by name; without a name the table speaks."""
    return isinstance(report, SelfEvaluationForm) and bool(rubric.derived_from)


def _rubric_of_case(case: Case, options: argparse.Namespace) -> Rubric:
    """The rubric that a case pins: shipped, or the one that the arguments name, which must be just that."""
    if not options.rubric:
        return _pinned(case.rubric, options.rubrics)
    rubric = rubric_named(options.rubric, options.rubrics)
    pin, _, digest = case.rubric.partition("#")
    found: dict[str, Param] = {"found": shown(pin), "rubric": rubric.pin}
    if pin.partition("@")[0] != rubric.series:
        raise FormatError(Problem(Message.of("cli.other_series", **found), "rubric"))
    if pin != rubric.pin and getattr(options, "compares_editions", False):
        return rubric
    if pin != rubric.pin:
        raise FormatError(Problem(Message.of("cli.other_edition", **found), "rubric"))
    if digest and digest != rubric.digest:
        message = Message.of("cli.other_digest", rubric=rubric.pin, found=rubric.digest, wanted=shown(digest))
        raise FormatError(Problem(message, "rubric"))
    return rubric


def _pinned(pin: str, folder: str) -> Rubric:
    try:
        return _loaded(pin, folder)
    except UnknownNameError as error:
        raise FormatError(*error.problems, Problem(Message.of("cli.rubric_file"), "rubric")) from None


def _loaded(pin: str, folder: str) -> Rubric:
    """A rubric of the project's own folder, where it has one of this pin, or a shipped one."""
    if folder:
        own = registry.folder(folder)
        if pin.partition("#")[0] in own.pins or not _is_shipped(pin):
            return own.load(pin)
    return registry.load(pin)


def _is_shipped(pin: str) -> bool:
    return pin.partition("#")[0] in registry.shipped()


def rubric_named(name: str, folder: str = "") -> Rubric:
    """A pin, or a file (a rubric or an overlay) where the name looks like one."""
    is_file = name.lower().endswith((".toml", ".json", ".xlsx")) or "/" in name
    return registry.open(name) if is_file else _loaded(name, folder)
