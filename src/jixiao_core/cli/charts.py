"""`jixiao chart`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jixiao_core.cli.bridge import bridge_of
from jixiao_core.cli.inputs import Subject, subjects
from jixiao_core.cli.status import OK
from jixiao_core.cli.writing import write_bytes
from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.present import charts, json_text, render
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import locale_of
from jixiao_core.scoring.review import review
from jixiao_core.scoring.score import score

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["KINDS", "run_chart"]

KINDS: Final = ("lost", "attainment", "pending", "bridge")
_OF_ONE: Final = {
    "lost": charts.lost_chart,
    "attainment": charts.attainment_chart,
    "pending": charts.pending_chart,
}


def run_chart(options: argparse.Namespace) -> tuple[str, int]:
    """Draw a chart of what a file holds, or of what moved a total between two."""
    locale = locale_of(options.locale)
    suffix = Path(options.output).suffix.lower()
    if suffix not in charts.CHARTS:
        raise FormatError(Problem(Message.of("cli.output_suffix", found=shown(options.output), known=charts.CHARTS)))
    figure = _bridge(options) if options.kind == "bridge" else _of_one(options)
    write_bytes(options.output, charts.chart_bytes(figure, suffix))
    text = str(figure.get_label())
    if options.json:
        document: dict[str, Any] = {
            "format": "jixiao-chart/1",
            "kind": options.kind,
            "file": options.output,
            "text": text,
        }
        return json_text(document), OK
    return f"{wrapped(text, options.width)}\n{render(Message.of('cli.written', file=options.output), locale)}\n", OK


def _of_one(options: argparse.Namespace) -> Figure:
    if options.after:
        message = Message.of("cli.chart_one_file", kind=options.kind, found=shown(options.after))
        raise FormatError(Problem(message))
    found = subjects(_reading(options))
    if len(found) != 1:
        raise FormatError(Problem(Message.of("cli.chart_several", file=shown(options.file), count=str(len(found)))))
    (subject,) = found
    how: dict[str, Any] = {"locale": options.locale, "font": options.font}
    return _OF_ONE[options.kind](_scored(subject, options), subject.case, role=options.round, **how)


def _scored(subject: Subject, options: argparse.Namespace) -> Any:
    """A review where something is claimed, or a round is asked for; else the sheet."""
    if subject.case.rounds or options.round:
        return review(subject.rubric, subject.case, assume=subject.assume, brief=True)
    return score(subject.rubric, subject.case.evidence, assume=subject.assume)


def _bridge(options: argparse.Namespace) -> Figure:
    if not options.after:
        raise FormatError(Problem(Message.of("cli.chart_two_files")))
    own = {"before": options.file, "after": options.after}
    for which in ("before", "after"):
        own |= {f"rubric_{which}": "", f"reading_{which}": [], f"assume_{which}": []}
    found, before, after = bridge_of(argparse.Namespace(**{**vars(_reading(options)), **own}))
    return charts.bridge_chart(found, before.case, after.case, locale=options.locale, font=options.font)


def _reading(options: argparse.Namespace) -> argparse.Namespace:
    """The options as files are read by: what other commands call the kind of a report is `--report` here."""
    return argparse.Namespace(**{**vars(options), "kind": options.report})
