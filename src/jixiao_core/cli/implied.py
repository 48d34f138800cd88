"""`jixiao implied`."""

from __future__ import annotations

import argparse
from fractions import Fraction

from jixiao_core.cli.inputs import Subject
from jixiao_core.cli.scoring import subject_with_row
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.errors import FormatError, Problem, raise_if
from jixiao_core.exact.numbers import exact
from jixiao_core.messages import Message
from jixiao_core.present import implied_json, implied_page, json_text
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Role
from jixiao_core.scoring.implied import implied
from jixiao_core.scoring.score import score
from jixiao_core.scoring.weights import most_points

__all__ = ["run_implied"]


def run_implied(options: argparse.Namespace) -> tuple[str, int]:
    """Say what a score of one row of what a file holds implies; of several reports the one that has it."""
    return _answer(*subject_with_row(options), options)


def _answer(subject: Subject, name: str, options: argparse.Namespace) -> tuple[str, int]:
    sheet = score(subject.rubric, subject.case.evidence, assume=subject.assume)
    role, points = _asked(subject, name, options)
    weight = sheet.weight(name)
    found = (
        implied(
            subject.rubric,
            subject.case.evidence,
            name,
            points / weight,
            assume=subject.assume,
            combined=options.combined,
        )
        if weight
        else ()
    )
    is_claimed_in_vain = role is not None and not (found and found[0].is_possible)
    status = TO_CORRECT if is_claimed_in_vain else OK
    if options.json:
        return json_text(implied_json(sheet, name, found, points, role=role)), status
    page = implied_page(sheet, name, found, points, role=role, case=subject.case, locale=options.locale)
    return page, status


def _asked(subject: Subject, name: str, options: argparse.Namespace) -> tuple[Role | None, Fraction]:
    """The round and its claimed score, or the points that were given."""
    if options.points:
        points = exact(options.points)
        raise_if(_outside(subject.rubric, name, points), FormatError)
        return None, points
    rounds = subject.case.rounds
    chosen = subject.case.round(options.round) if options.round else rounds[0] if rounds else None
    claim = chosen.claim(name) if chosen else None
    if chosen is None or claim is None or claim.points is None:
        label = subject.rubric.indicator(name).label
        raise FormatError(Problem(Message.of("cli.no_claim", label=label), name))
    return chosen.role, claim.points


def _outside(rubric: Rubric, name: str, points: Fraction) -> list[Problem]:
    high = most_points(rubric, rubric.indicator(name))
    if 0 <= points <= high:
        return []
    return [Problem(Message.of("scoring.points_outside", found=points, low=Fraction(0), high=high), "points")]
