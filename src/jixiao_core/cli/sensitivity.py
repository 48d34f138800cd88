"""`jixiao sensitivity`."""

from __future__ import annotations

import argparse
from typing import Any

from jixiao_core.cli.inputs import subjects
from jixiao_core.cli.scoring import documents_text
from jixiao_core.cli.status import OK
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present import sensitivity_json, sensitivity_page
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sensitivity import sensitivity

__all__ = ["run_sensitivity"]


def run_sensitivity(options: argparse.Namespace) -> tuple[str, int]:
    """Say which figures and findings of what a file holds carry how many points."""
    if options.top is not None and options.top < 1:
        raise FormatError(Problem(Message.of("cli.not_positive", name="--top", found=shown(str(options.top)))))
    pages: list[str] = []
    documents: list[dict[str, Any]] = []
    for subject in subjects(options):
        found = sensitivity(score(subject.rubric, subject.case.evidence, assume=subject.assume))
        documents.append(sensitivity_json(found, top=options.top))
        if not options.json:
            pages.append(sensitivity_page(found, subject.case, top=options.top, locale=options.locale))
    return (documents_text(documents, "sensitivities") if options.json else "\n".join(pages)), OK
