"""The national form (项目支出绩效自评表), laid out as 财预〔2020〕10号 prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from jixiao_core.present.form_parts import row_of
from jixiao_core.present.form_words import FormWords, cell, paragraphs
from jixiao_core.present.merged_tables import FormLine, FormPart, MergedCell, MergedTable, OfficialForm
from jixiao_core.reports.self_evaluation import BudgetLine, FundingSource, IndicatorLine, SelfEvaluationForm

__all__ = ["national_form"]

_SIDE: Final = 10
"""How wide the labels at the left edge are."""
_SOURCES: Final[tuple[FundingSource, ...]] = ("total", "fiscal", "carried_over", "other")
_NO_LINE: Final = (IndicatorLine(level1="", label=""),)
_AMOUNTS: Final = ("initial", "full_year", "executed")


def national_form(form: SelfEvaluationForm, words: FormWords) -> OfficialForm:
    """Return a form with all of its fields."""
    parts: list[FormPart] = []
    year = "" if form.fiscal_year is None else str(form.fiscal_year)
    if year and year not in form.title:
        parts.append(FormLine(text=words("form_year", year=year), kind="cover"))
    blocks = (
        (_fields, True),
        (_budget, form.budget),
        (_goals, form.expected_goals or form.actual_results),
        (_indicators, form.rows),
    )
    parts += [table(form, words) for table, given in blocks if given or words.blanks]
    parts += _ending(form, words)
    title = form.title or (words("national_title") if words.blanks else "")
    return OfficialForm(title=title, locale=words.locale, parts=tuple(parts))


def _fields(form: SelfEvaluationForm, words: FormWords) -> MergedTable:
    code = ((words("project_code"), form.project_code, 1),) if form.project_code else ()
    rows = [row_of((words("project_name"), form.project_name, 1 if code else 3), *code)]
    department = (words("supervising_department"), form.supervising_department, 1)
    rows.append(row_of(department, (words("implementing_unit_short"), form.implementing_unit, 1)))
    if form.leader or form.leader_phone:
        leader = (words("leader"), words.private(form.leader), 1)
        rows.append(row_of(leader, (words("leader_phone"), words.private(form.leader_phone), 1)))
    return MergedTable(weights=(18, 34, 16, 32), body=tuple(rows))


def _budget(form: SelfEvaluationForm, words: FormWords) -> MergedTable:
    given = {line.source: line for line in form.budget}
    lines = form.budget or tuple(BudgetLine(source=source) for source in _SOURCES)
    assert len(given) <= len(_SOURCES)
    heads = [words(name) for name in ("initial", "full_year", "executed", "points", "rate", "score")]
    side = cell(words("project_funds", unit=words.unit(form.unit)).strip(), "group", high=len(lines) + 1)
    rows = [tuple(_budget_row(line, form, words)) for line in lines]
    return MergedTable(
        weights=(_SIDE, 22, 14, 14, 14, 8, 10, 8),
        body=((side, cell(""), *(cell(name, "head") for name in heads)), *rows),
    )


def _budget_row(line: BudgetLine, form: SelfEvaluationForm, words: FormWords) -> Iterator[MergedCell]:
    yield cell(line.label or words(f"money_{line.source}"), "label")
    for name in _AMOUNTS:
        yield cell(words.figure(getattr(line, name), form.unit.unit), "number")
    # Only the total has points; the form prints a dash in the other lines.
    none = "" if line.source == "total" else "—"
    for text in (words.points(line.points), words.figure(line.rate), words.points(line.score)):
        yield cell(text or none, "number")


def _goals(form: SelfEvaluationForm, words: FormWords) -> MergedTable:
    return MergedTable(
        weights=(_SIDE, 45, 45),
        body=(
            (
                cell(words("annual_goals"), "group", high=2),
                cell(words("expected_goals"), "head"),
                cell(words("actual_results_long"), "head"),
            ),
            (cell(paragraphs(form.expected_goals)), cell(paragraphs(form.actual_results))),
        ),
    )


def _indicators(form: SelfEvaluationForm, words: FormWords) -> MergedTable:
    has_comparator = any(row.comparator for row in form.rows)
    has_unit = any(row.unit for row in form.rows)
    rows = form.rows or _NO_LINE
    names = ["level_1", "level_2", "level_3", *(["comparator"] if has_comparator else []), "annual_target"]
    names += [*(["counting_unit"] if has_unit else []), "actual_completion", "points", "score", "deviation"]
    weights = [10, 11, 15, *([7] if has_comparator else []), 12, *([7] if has_unit else []), 13, 7, 8, 15]
    before = len(names) - 3
    body = [
        tuple(_indicator(rows, place, words, has_comparator=has_comparator, has_unit=has_unit))
        for place in range(len(rows))
    ]
    side = cell(words("indicators"), "group", high=len(rows) + 1)
    total = (
        cell(words("total"), "label", wide=before + 1),
        cell(words.points(form.total_points), "number"),
        cell(words.points(form.total_score), "number"),
        cell(""),
    )
    head = (side, *(cell(words(name), "head") for name in names))
    return MergedTable(weights=(_SIDE, *weights), head=(head,), body=(*body, total))


def _indicator(
    rows: Sequence[IndicatorLine], place: int, words: FormWords, *, has_comparator: bool, has_unit: bool
) -> Iterator[MergedCell]:
    row, after = rows[place], rows[place + 1 :]
    before = rows[place - 1] if place else None
    if before is None or row.level1 != before.level1:
        yield cell(
            row.level1, "group", high=1 + sum(1 for _ in takewhile(lambda each: each.level1 == row.level1, after))
        )
    if before is None or _levels(row) != _levels(before):
        yield cell(
            row.level2, "group", high=1 + sum(1 for _ in takewhile(lambda each: _levels(each) == _levels(row), after))
        )
    yield cell(row.label, "label")
    if has_comparator:
        yield cell(row.comparator)
    yield cell(row.target)
    if has_unit:
        yield cell(row.unit)
    yield cell(row.completion)
    yield cell(words.points(row.points), "number")
    yield cell(words.points(row.score), "number")
    yield cell(row.reason)


def _levels(row: IndicatorLine) -> tuple[str, str]:
    return row.level1, row.level2


def _ending(form: SelfEvaluationForm, words: FormWords) -> Iterator[FormPart]:
    given = (("self_grade", form.grade), ("remark", form.remark))
    rows = tuple(row_of((words(name), value, 1)) for name, value in given if value)
    if rows:
        yield MergedTable(weights=(18, 82), body=rows)
    date = form.report_date.text or form.report_date.iso
    people = {"name": words.private(form.preparer), "phone": words.private(form.preparer_phone)}
    yield FormLine(text=words("filled_in_by", **people, date=date))
