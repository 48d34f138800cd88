"""`jixiao bridge`."""

from __future__ import annotations

import argparse

from jixiao_core.cli.inputs import Subject, in_file, subjects
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.errors import FormatError, JixiaoError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present import bridge_json, bridge_page, json_text
from jixiao_core.scoring.bridge import Bridge, bridge
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["bridge_of", "run_bridge"]


def run_bridge(options: argparse.Namespace) -> tuple[str, int]:
    """Divide the change between two files; 1 where a row could not be divided, as facts are to be supplied."""
    found, before, after = bridge_of(options)
    status = TO_CORRECT if any(row.lines.undivided for row in found.rows) else OK
    if options.json:
        return json_text(bridge_json(found)), status
    page = bridge_page(found, before.case, after.case, locale=options.locale, width=options.width)
    return page, status


def bridge_of(options: argparse.Namespace) -> tuple[Bridge, Subject, Subject]:
    """Return the bridge between two files, and what they hold."""
    matches = _matches(options.match)
    before, after = _both(options)
    sheets = [_sheet(options, which, subject) for which, subject in (("before", before), ("after", after))]
    return bridge(sheets[0], sheets[1], matches=matches), before, after


def _both(options: argparse.Namespace) -> tuple[Subject, Subject]:
    """What both files hold; what is wrong with either is told with the name of the file."""
    found: list[Subject] = []
    wrong: list[JixiaoError] = []
    for which in ("before", "after"):
        try:
            found.append(_subject(options, which))
        except JixiaoError as error:
            wrong.append(type(error)(*(in_file(vars(options)[which], problem) for problem in error.problems)))
    if wrong:
        raise type(wrong[0])(*dict.fromkeys(problem for error in wrong for problem in error.problems))
    before, after = found
    return before, after


def _subject(options: argparse.Namespace, which: str) -> Subject:
    """What one of the two files holds, read as the arguments for that file say."""
    own = {"file": which, "rubric": f"rubric_{which}", "reading": f"reading_{which}"}
    given = vars(options)
    one = argparse.Namespace(**{**given, **{name: given[source] for name, source in own.items()}})
    one.rubric = one.rubric or options.rubric
    one.reading = [*options.reading, *one.reading]
    # To read a case by another edition of its table is what is asked for here; it is named in the heading.
    one.compares_editions = True
    found = subjects(one)
    if len(found) != 1:
        raise FormatError(Problem(Message.of("cli.bridge_several", file=shown(one.file), count=str(len(found)))))
    return found[0]


def _sheet(options: argparse.Namespace, which: str, subject: Subject) -> ScoreSheet:
    assume = [*options.assume, *vars(options)[f"assume_{which}"]]
    try:
        return score(subject.rubric, subject.case.evidence, assume=assume)
    except JixiaoError as error:
        raise type(error)(*(problem.under(which) for problem in error.problems)) from None


def _matches(given: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    wrong = [pair for pair in pairs if not (pair[0] and pair[1])]
    if wrong:
        raise FormatError(*(Problem(Message.of("cli.bad_match", found=shown("".join(pair)))) for pair in wrong))
    return {old: new for old, _, new in pairs}
