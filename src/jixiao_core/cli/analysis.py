"""`jixiao readings | plan`."""

from __future__ import annotations

import argparse

from jixiao_core.cli.inputs import Subject, subjects
from jixiao_core.cli.scoring import documents_text
from jixiao_core.cli.status import OK
from jixiao_core.present.analysis_documents import plan_json, readings_json
from jixiao_core.present.plan_pages import plan_page
from jixiao_core.present.reading_pages import readings_page
from jixiao_core.scoring.plan import EvidencePlan, plan
from jixiao_core.scoring.readings import readings
from jixiao_core.scoring.score import score

__all__ = ["run_plan", "run_readings"]


def run_readings(options: argparse.Namespace) -> tuple[str, int]:
    """Score what a file holds under every declared reading."""
    found = [(each, readings(each.rubric, each.case.evidence, assume=each.assume)) for each in subjects(options)]
    if options.json:
        return documents_text([readings_json(each) for _, each in found], "readings-list"), OK
    return "\n".join(readings_page(each, subject.case, locale=options.locale) for subject, each in found), OK


def run_plan(options: argparse.Namespace) -> tuple[str, int]:
    """Say what would confirm or refute a rating of what a file holds, and what to ask for first."""
    found = [(each, _planned(each)) for each in subjects(options)]
    if options.json:
        return documents_text([plan_json(each) for _, each in found], "plans"), OK
    pages = (plan_page(each, subject.case, grade=options.grade, locale=options.locale) for subject, each in found)
    return "\n".join(pages), OK


def _planned(subject: Subject) -> EvidencePlan:
    return plan(score(subject.rubric, subject.case.evidence, assume=subject.assume))
