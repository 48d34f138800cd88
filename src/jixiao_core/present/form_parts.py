"""What the department form and the project form share: goals and targets, people, narrative, the scoring table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final

from attrs import frozen

from jixiao_core.present.form_words import FormWords, cell, paragraphs
from jixiao_core.present.merged_tables import FormLine, FormPart, MergedCell, MergedTable
from jixiao_core.present.scoring_tables import Column, Level, ScoringLayout, ScoringLine, scoring_table
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import (
    ClaimedRow,
    ClaimedTable,
    Evaluator,
    Section,
    SignOff,
    SignOffs,
    SignRole,
    TargetRow,
)
from jixiao_core.reports.project import ProjectReport

__all__ = ["claimed_parts", "cover_lines", "ending", "goals_table", "row_of"]

_LEAST_ROWS: Final = 3
"""As many rows for evaluators a form has."""
_NO_TARGET: Final = (TargetRow(),)
_NO_EVALUATOR: Final = Evaluator()


def row_of(*pairs: tuple[str, str, int]) -> tuple[MergedCell, ...]:
    """Return a row of labels and values; each value covers so many columns."""
    return tuple(each for name, value, wide in pairs for each in (cell(name, "label"), cell(value, wide=wide)))


def cover_lines(pairs: Iterable[tuple[str, str]], words: FormWords) -> Iterator[FormLine]:
    """Yield the lines of a cover: label and value."""
    for name, value in pairs:
        if value or words.blanks:
            yield FormLine(text=words("labelled", label=words(name), value=value), kind="cover")


# Goals and targets.


def goals_table(report: DepartmentReport | ProjectReport, words: FormWords) -> MergedTable:
    """Return 绩效自评情况: qualitative goals, quantitative targets, score and rating."""
    is_project = isinstance(report, ProjectReport)
    kind = report.kind
    rows = _target_rows(report.targets or (_NO_TARGET if words.blanks else ()), has_content=is_project)
    width = 6 if is_project else 5
    heads = ("level_1", "level_2", "content", "target_value", "completion_value") if is_project else ()
    quantitative = (
        tuple(cell(words(name), "head") for name in heads)
        if is_project
        else (
            cell(words("evaluated"), "head", wide=2),
            cell(words("target"), "head"),
            cell(words("completion"), "head"),
        )
    )
    goals = (paragraphs(report.expected_goals), paragraphs(report.actual_results))
    wide = (2, width - 3)
    return MergedTable(
        weights=(11, 11, 11, 24, 18, 25) if is_project else (12, 14, 14, 30, 30),
        titles=(words(f"{kind}_goals_title"),),
        body=(
            (
                cell(words(f"{kind}_qualitative"), "group", high=2),
                cell(words("expected_goals"), "head", wide=wide[0] + is_project),
                cell(words("actual_results"), "head", wide=wide[1] - is_project),
            ),
            (cell(goals[0], wide=wide[0] + is_project), cell(goals[1], wide=wide[1] - is_project)),
            *(((cell(words(f"{kind}_quantitative"), "group", high=len(rows) + 1), *quantitative),) if rows else ()),
            *rows,
            row_of((words("total_score"), words.points(report.total_score), width - 1)),
            row_of((words("grade"), report.grade, width - 1)),
        ),
    )


def _target_rows(targets: Sequence[TargetRow], *, has_content: bool) -> tuple[tuple[MergedCell, ...], ...]:
    return tuple(tuple(_target_row(targets, place, has_content=has_content)) for place in range(len(targets)))


def _target_row(targets: Sequence[TargetRow], place: int, *, has_content: bool) -> Iterator[MergedCell]:
    row, before = targets[place], targets[place - 1] if place else None
    after = targets[place + 1 :]
    if before is None or row.group != before.group:
        high = 1 + sum(1 for _ in takewhile(lambda each: each.group == row.group, after))
        yield cell(row.group, "group", high=high)
    if before is None or (row.group, row.category) != (before.group, before.category):
        levels = (row.group, row.category)
        high = 1 + sum(1 for _ in takewhile(lambda each: (each.group, each.category) == levels, after))
        yield cell(row.category, "group", high=high)
    if has_content:
        yield cell(row.content, "label")
        yield cell(row.target)
    else:
        yield cell("\n".join(filter(None, (row.content, row.target))))
    yield cell(row.completion)


# People and narrative.


def ending(report: DepartmentReport | ProjectReport, roles: Sequence[SignRole], words: FormWords) -> Iterator[FormPart]:
    """Yield who evaluated and signed, the line of the preparer, and the narrative."""
    signed = report.sign_offs
    position = words("position" if report.kind == "department" else "title_or_position")
    heads = (words("name"), position, words("organisation"), words("signature"))
    blank = max(0, _LEAST_ROWS - len(signed.evaluators)) if words.blanks else 0
    evaluators = (*signed.evaluators, *(_NO_EVALUATOR,) * blank)
    yield MergedTable(
        weights=(20, 25, 35, 20),
        titles=(words("evaluators_title"),),
        body=(
            tuple(cell(name, "head") for name in heads),
            *(tuple(_evaluator(each, words)) for each in evaluators),
            *((_sign_off(each, words),) for each in _blocks(signed, roles if words.blanks else ())),
        ),
    )
    yield FormLine(
        text=words("preparer", name=words.private(signed.preparer), phone=words.private(signed.preparer_phone))
    )
    if report.narrative or words.blanks:
        yield MergedTable(weights=(1,), titles=(words("narrative_title"),))
    yield from _sections(report.narrative, 1)


def _evaluator(each: Evaluator, words: FormWords) -> Iterator[MergedCell]:
    yield cell(words.private(each.name))
    yield cell(each.position)
    yield cell(each.organisation)
    yield cell(words.private(each.signature))


def _blocks(signed: SignOffs, roles: Sequence[SignRole]) -> tuple[SignOff, ...]:
    """The blocks of a report, and an empty one for everybody else who signs this form, in its order."""
    given = {each.role: each for each in signed.blocks}
    if len(given) != len(signed.blocks):
        return signed.blocks
    known = tuple(given.get(role) or SignOff(role=role) for role in roles)
    return (*known, *(each for each in signed.blocks if each.role not in roles))


def _sign_off(block: SignOff, words: FormWords) -> MergedCell:
    lines = [words(f"opinion_{block.role}"), block.opinion] if block.role != "team_leader" else [block.opinion]
    signer = words(f"signer_{block.role}", name=words.private(block.signature))
    date = block.date.text or block.date.iso or words("no_date")
    return MergedCell(text="\n".join(filter(None, lines)), kind="signature", wide=4, signed=(signer, date))


def _sections(sections: Sequence[Section], level: int) -> Iterator[FormLine]:
    for section in sections:
        if section.heading:
            yield FormLine(text=section.heading, kind="section", level=level)
        for paragraph in section.body:
            yield FormLine(text=paragraph.text)
        yield from _sections(section.parts, level + 1)


# The scoring table that the unit filled in.


@frozen
class _Above:
    """The row above, for cells that share one with it."""

    row: ClaimedRow | None = None

    def shares(self, row: ClaimedRow) -> bool:
        return self.row is not None and (self.row.level1, self.row.level2) == (row.level1, row.level2)


def claimed_parts(table: ClaimedTable | None, words: FormWords, *, splits_points: bool) -> Iterator[FormPart]:
    """Yield the title, the table and the note of a scoring table, if there is one."""
    if table is None:
        return
    more = [Column(heading=words("claimed"), kind="number", weight=10, total=words.points(table.total_score))]
    if table.has_reasons:
        more.append(Column(heading=words("reason"), weight=16))
    layout = ScoringLayout(
        splits_points=splits_points,
        explains=splits_points or any(row.explanation for row in table.rows),
        total=words.points(table.total_points),
        more=tuple(more),
    )
    lines = [
        _claimed_line(row, _Above(table.rows[place - 1] if place else None), words, has_reasons=table.has_reasons)
        for place, row in enumerate(table.rows)
    ]
    yield FormLine(text=table.title, kind="section", level=0)
    yield scoring_table(lines, layout, words)
    for line in table.note.split("\n") if table.note else ():
        yield FormLine(text=line, kind="note")


def _claimed_line(row: ClaimedRow, above: _Above, words: FormWords, *, has_reasons: bool) -> ScoringLine:
    is_shared = above.shares(row)
    levels = (
        Level(key=row.level1, label=row.level1, points=words.points(row.level1_points)),
        Level(key=f"{row.level1}\n{row.level2}", label=row.level2, points=words.points(row.level2_points)),
    )
    return ScoringLine(
        levels=levels,
        label=row.label,
        points=None if row.points is None and is_shared else words.points(row.points),
        explanation=row.explanation,
        clause=None if not row.clause and is_shared else row.clause,
        more=(words.points(row.score), *((row.reason,) if has_reasons else ())),
    )
