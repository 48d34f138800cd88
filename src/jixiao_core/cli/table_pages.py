"""What is said of a scored table: how many units are settled, how they are rated, what is missing; no unit is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from jixiao_core.messages import Message, Param
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import listed, render
from jixiao_core.present.labels import row_label, total_label, verdict_label
from jixiao_core.rubrics.rubric import Rubric

if TYPE_CHECKING:
    from jixiao_core.frames.scored import LineProblem, ScoredTable
    from jixiao_core.frames.summaries import RowVerdicts, Summary

__all__ = ["Scored", "problem_lines", "scored_json", "scored_page"]

MOST_PROBLEMS = 20
"""So many problems of lines are told; the file of results has all of them."""


@frozen(kw_only=True)
class Scored:
    """
    What came out.

    Attributes:
        rubric: the table.
        summary: what can be said without naming a unit.
        table: every line; None where it was streamed to a file.
        unread: headings that mean no column.
        used: the columns that were read.
        notes: how the file was read.
    """

    rubric: Rubric
    summary: Summary
    table: ScoredTable | None = None
    unread: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def scored_page(found: Scored, *, locale: str, width: int) -> str:
    """Return what came out as a page."""
    from jixiao_core.frames.headings import headings

    summary = found.summary
    names = headings(found.rubric)

    def told(code: str, **params: Param) -> str:
        return wrapped(render(Message.of(f"cli.{code}", **params), locale), width, rest="  ")

    lines = [f"{found.rubric.pin} {found.rubric.digest}"]
    statuses = _counted(((Message.of(f"frames.status_{name}"), count) for name, count in summary.statuses), locale)
    lines.append(told("table_units", count=summary.units, statuses=statuses))
    if summary.grades and summary.count("settled"):
        lines.append(told("table_grades", grades=_counted(summary.grades, locale)))
    if summary.missing:
        missing = ((names.get(name, name), count) for name, count in summary.missing)
        lines.append(told("table_missing", missing=_counted(missing, locale)))
    if summary.count("undecided"):
        lines.append(told("table_undecided"))
    lines += _verdict_lines(found, locale, width)
    lines += [wrapped(render(note, locale), width, rest="  ") for note in found.notes]
    if found.unread:
        unread = _listed(tuple(Message.of("cli.quoted", name=each) for each in found.unread), locale)
        lines.append(told("table_unread", names=unread))
    lines += problem_lines(found.table.problems if found.table is not None else (), locale, width)
    return "\n".join(lines) + "\n"


def _counted(found: Iterable[tuple[Param, int]], locale: str) -> str:
    """Names with how often they are there."""
    return _listed(tuple(Message.of("cli.counted", name=name, count=count) for name, count in found), locale)


def _listed(parts: tuple[Message, ...], locale: str) -> str:
    return listed((render(each, locale) for each in parts), locale)


def _verdict_lines(found: Scored, locale: str, width: int) -> Iterator[str]:
    """How claims stand: the total, then the rows in which something is to be corrected or explained."""
    if not found.summary.verdicts:
        return
    total, *rows = found.summary.verdicts
    if not any(count for row in found.summary.verdicts for name, count in row.counts if name != "unclaimed"):
        yield wrapped(render(Message.of("cli.table_no_claims"), locale), width, rest="  ")
        return
    yield wrapped(
        render(Message.of("cli.table_total_verdicts", verdicts=_verdicts(total, locale)), locale), width, rest="  "
    )
    wrong = [row for row in rows if row.to_correct]
    if wrong:
        yield render(Message.of("cli.table_row_verdicts", count=len(wrong)), locale)
    for row in wrong:
        label = row_label(found.rubric, row.row)
        text = render(Message.of("cli.table_row_verdict", label=label, verdicts=_verdicts(row, locale)), locale)
        yield wrapped(text, width, first="  ", rest="    ")


def _verdicts(row: RowVerdicts, locale: str) -> str:
    label = verdict_label if row.row else total_label
    counts = ((label(name, locale), count) for name, count in row.counts if count)
    return _counted(counts, locale)


def problem_lines(problems: Sequence[LineProblem], locale: str, width: int) -> list[str]:
    """
    Return what is wrong with lines of a file, the first twenty.

    Args:
        problems: what is wrong, in the order of lines.
        locale: the language.
        width: columns of the terminal.
    """
    if not problems:
        return []
    lines = [render(Message.of("cli.table_problems", count=len(problems)), locale)]
    lines += [wrapped(each.told(locale), width, first="  ", rest="    ") for each in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        lines.append("  " + render(Message.of("cli.table_more", count=len(problems) - MOST_PROBLEMS), locale))
    return lines


def scored_json(found: Scored, locale: str) -> dict[str, Any]:
    """Return what came out as a document."""
    summary = found.summary
    problems = found.table.problems if found.table is not None else ()
    return {
        "format": "jixiao-table-summary/1",
        "rubric": found.rubric.pin,
        "digest": found.rubric.digest,
        "units": summary.units,
        "statuses": dict(summary.statuses),
        "grades": dict(summary.grades),
        "missing": [{"name": name, "units": count} for name, count in summary.missing],
        **({"verdicts": [_verdicts_json(row) for row in summary.verdicts]} if summary.verdicts else {}),
        "columns_read": list(found.used),
        "columns_not_read": list(found.unread),
        "notes": [render(note, locale) for note in found.notes],
        "problems": [each.document(locale) for each in problems],
    }


def _verdicts_json(row: RowVerdicts) -> dict[str, Any]:
    """How claims for a row stand; no row: the totals."""
    return {"row": row.row, "counts": dict(row.counts)}
