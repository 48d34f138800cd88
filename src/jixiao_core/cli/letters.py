"""`jixiao letter`: the review opinion as a document or text, and what a reviewer wrote into it as a further round."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from jixiao_core import registry
from jixiao_core.cli.inputs import Subject, subjects
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.cli.writing import keep_edited, write_bytes, write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import read_case, to_json, to_toml
from jixiao_core.exchange.limits import file_bytes
from jixiao_core.findings import Severity
from jixiao_core.messages import Message
from jixiao_core.present import json_text, render
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letter_pages import letter_json, letter_markdown, letter_text
from jixiao_core.present.letter_reading import read_letter
from jixiao_core.present.letters import REVIEWERS, Letter, letter, round_of
from jixiao_core.scoring.case import Case, Role
from jixiao_core.scoring.review import Review, review

__all__ = ["run_letter"]

_WRITERS: Final[dict[str, Callable[[Letter], bytes]]] = {
    ".docx": letter_docx,
    ".md": lambda found: letter_markdown(found).encode(),
    ".txt": lambda found: letter_text(found).encode(),
}
_CASES: Final = {".toml": to_toml, ".json": to_json}


def run_letter(options: argparse.Namespace) -> tuple[str, int]:
    """Write the review opinion on what a file holds, or read one back."""
    locale = locale_of(options.locale)
    if options.read:
        return _read(options, locale)
    if options.date:
        raise FormatError(Problem(Message.of("letter.date_without_read", found="--date")))
    suffix = _suffix(options.output, tuple(_WRITERS), "letter.output_suffix") if options.output else ""
    given = _with_rounds(options)
    reviews = [review(each.rubric, each.case, assume=each.assume) for each in given]
    letters = [
        letter(found, role=options.round, reviewer=_reviewer(options, found), checks=each.findings, locale=locale)
        for each, found in zip(given, reviews, strict=True)
    ]
    errors = any(finding.severity is Severity.ERROR for each in given for finding in each.findings)
    status = TO_CORRECT if errors or any(found.needs_correction for found in reviews) else OK
    if options.output or options.json:
        _refuse_several(given, options)
    if options.output:
        content = _WRITERS[suffix](letters[0])
        if suffix == ".docx":
            keep_edited(options.output, content)
        write_bytes(options.output, content)
    if options.json:
        return json_text(letter_json(letters[0])), status
    if options.output:
        return render(Message.of("cli.written", file=options.output), locale) + "\n", status
    return "\n".join(letter_text(found, width=options.width) for found in letters), status


def _reviewer(options: argparse.Namespace, found: Review) -> Role:
    """Who was named, or the finance bureau; of a round of its own a third party."""
    named: Role | None = options.reviewer
    if named:
        return named
    return "third_party" if found.round(options.round).role == "finance" else "finance"


def _suffix(path: str, known: tuple[str, ...], code: str) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in known:
        raise FormatError(Problem(Message.of(code, found=shown(path), known=known)))
    return suffix


def _with_rounds(options: argparse.Namespace) -> tuple[Subject, ...]:
    """What has scores; a file without any is refused."""
    given = tuple(subject for subject in subjects(options) if subject.case.rounds)
    if not given:
        raise FormatError(Problem(Message.of("cli.no_round"), "rounds"))
    return given


def _refuse_several(given: tuple[Subject, ...], options: argparse.Namespace) -> None:
    if len(given) > 1:
        kinds = tuple(dict.fromkeys(each.rubric.kind for each in given))
        message = Message.of("letter.one_at_a_time", file=shown(options.file), count=len(given), known=kinds)
        raise FormatError(Problem(message))


def _read(options: argparse.Namespace, locale: str) -> tuple[str, int]:
    """Read a letter back into the case that it was written from."""
    for name in ("json", "round"):
        if getattr(options, name):
            raise FormatError(Problem(Message.of("letter.not_read", found=f"--{name}")))
    if not options.output:
        raise FormatError(Problem(Message.of("letter.read_needs_output")))
    suffix = _suffix(options.output, tuple(_CASES), "cli.output_suffix")
    given = _with_rounds(options)
    _refuse_several(given, options)
    subject = given[0]
    found = review(subject.rubric, subject.case, assume=subject.assume)
    case = read_letter(file_bytes(options.read), found, reviewer=options.reviewer, date=options.date)
    if case == subject.case:
        return render(Message.of("letter.kept", file=options.read), locale) + "\n", OK
    return "".join(render(line, locale) + "\n" for line in _written(subject, case, suffix, options)), OK


def _written(subject: Subject, case: Case, suffix: str, options: argparse.Namespace) -> Iterator[Message]:
    """Write a case, and say so; nothing is written of one that could not be read again."""
    content = _CASES[suffix](case)
    read_case(content.encode(), syntax="json" if suffix == ".json" else "toml")
    beside = str(Path(options.output).with_suffix(".rubric.toml"))
    own = to_toml(subject.rubric) if _has_rows_of_its_own(subject) else ""
    if own:
        keep_edited(beside, own.encode())
    write_whole(options.output, content)
    yield _told(subject.case, case, options)
    if own:
        write_whole(beside, own)
        yield Message.of("letter.rubric_written", file=beside)


def _has_rows_of_its_own(subject: Subject) -> bool:
    """Whether the table was made of the form's own rows: it is nowhere else, and the case is reviewed by it."""
    is_made = bool(subject.rubric.derived_from) and subject.report is not None
    return is_made and subject.rubric.pin not in registry.shipped()


def _told(before: Case, after: Case, options: argparse.Namespace) -> Message:
    """What the round that the letter has changed holds now."""
    changed = next(role for role in REVIEWERS if round_of(after, role) != round_of(before, role))
    made = round_of(after, changed)
    assert made is not None
    return Message.of(
        "letter.read",
        file=options.read,
        rows=len(made.claims),
        findings=len(made.findings),
        role=Message.of(f"present.role_{changed}"),
        output=options.output,
    )
