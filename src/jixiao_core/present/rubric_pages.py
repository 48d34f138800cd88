"""Rubrics for people: one line, one page, one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from jixiao_core.messages import Message, Param
from jixiao_core.present.adjustments import adjustment_name, cap_name
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.labels import adoption_text
from jixiao_core.present.rows import rubric_rows
from jixiao_core.present.table import terminal_table
from jixiao_core.rubrics.consistency import LAST_YEAR
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Indicator, Question
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["rubric_json", "rubric_line", "rubric_page"]


def rubric_json(rubric: Rubric) -> dict[str, Any]:
    """Return a rubric as a JSON document with its pin and digest."""
    return {"pin": rubric.pin, "digest": rubric.digest, "rubric": plain(rubric)}


def rubric_line(rubric: Rubric, locale: str = "zh_Hans_CN") -> str:
    """Return one line about a rubric: pin, title, years, how many indicators and questions."""
    years = rubric.fiscal_years
    params: dict[str, Param] = {
        "pin": rubric.pin,
        "title": rubric.title,
        "first": years.first,
        "count": len(rubric.indicators),
        "questions": len(rubric.questions),
    }
    # The last year that may be written at all stands for: until it is repealed.
    if years.last == LAST_YEAR:
        return render(Message.of("present.rubric_line_open", **params), locale)
    if years.last == years.first:
        return render(Message.of("present.rubric_line_year", **params), locale)
    return render(Message.of("present.rubric_line", last=years.last, **params), locale)


def rubric_page(rubric: Rubric, *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """Return a rubric as a page: its line, its digest, its rows with their criteria, the names that a case uses, its questions."""
    chosen = locale_of(locale)
    table = terminal_table(
        rubric_rows(rubric, chosen), chosen, width=width, columns=("indicator", "maximum", "criterion")
    )
    questions = tuple(line for question in rubric.questions for line in _question_lines(question, chosen))
    assumptions = tuple(f"{name}: {note.of(chosen)}" for name, note in rubric.assumptions.items())
    parts = (
        rubric_line(rubric, chosen),
        rubric.digest,
        table,
        _section("present.row_names", tuple(_row_names(row, chosen) for row in rubric.indicators), chosen),
        _section("present.fact_names", tuple(_fact_name(fact, chosen) for fact in rubric.facts), chosen),
        _section(
            "present.adjustment_names", tuple(adjustment_name(each, chosen) for each in rubric.adjustments), chosen
        ),
        _section("present.caps", tuple(cap_name(each, rubric, chosen) for each in rubric.grade_caps), chosen),
        _section("present.questions", questions, chosen),
        _section("present.assumptions", assumptions, chosen),
        "\n".join(note.of(chosen) for note in rubric.notes),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _row_names(row: Indicator, locale: str) -> str:
    """A row as a case names it: its id, the kind of its assessment, and the ids of its facts, clauses or options."""
    return f"{row.id}: {row.label.of(locale)} [{row.formula.kind}] {', '.join(_parts(row))}".rstrip()


def _parts(row: Indicator) -> tuple[str, ...]:
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            return row.measure.facts if row.measure else ()
        case Checklist() as formula:
            return tuple(item.id for item in formula.items)
        case Nonconformities() as formula:
            return tuple(condition.id for condition in formula.conditions)
        case Options() as formula:
            return tuple(option.id for option in formula.options)
        case Targets() | Judged():
            return ()
        case _:
            assert_never(row.formula)


def _fact_name(fact: FactDefinition, locale: str) -> str:
    return f"{fact.id}: {fact.label.of(locale)} [{fact.quantity.label.of(locale)}]"


def _section(code: str, lines: tuple[str, ...], locale: str) -> str:
    return "\n".join((render(Message.of(code), locale), *lines)) if lines else ""


def _question_lines(question: Question, locale: str) -> Iterator[str]:
    """A question with its answers; the first is the one that scores, with who adopted it."""
    yield f"{question.id}: {question.label.of(locale)}"
    for position, answer in enumerate(question.answers):
        note = f"  {answer.id}: {answer.note.of(locale)}"
        if position:
            yield note
        else:
            yield f"{note}{adoption_text(question, locale)}"
