"""A rubric for the rows of one national form: what the base says about a kind of row, said about every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from attrs import evolve

from jixiao_core.messages import Text
from jixiao_core.reports.form_indicators import EXECUTION, LEVEL1, LEVEL2, level2_of, row_ids
from jixiao_core.reports.form_values import target_of
from jixiao_core.reports.self_evaluation import IndicatorLine, SelfEvaluationForm
from jixiao_core.rubrics.formulas import Formula, Option, Options, Targets
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["ROW_KIND", "level_weights", "rubric_of"]

ROW_KIND: Final = "row_kind"
"""The question of a base whose second answer is its rule for qualitative rows."""
_OWN: Final = "-form"
_TEMPLATE: Final = "output"
_QUANTITATIVE, _QUALITATIVE = "定量指标", "定性指标"


def rubric_of(form: SelfEvaluationForm, base: Rubric) -> Rubric:
    """
    Return the rubric of a form's own rows.

    Rows whose target is a number follow the rule of the base for quantitative rows of their first-level indicator, all
    others its rule for qualitative ones, in proportion to their points. The points are those that the form prints, the
    levels above are their sums, so that a form that does not add up is scored as far as it goes; `check` tells the
    difference. A row without points is left out.

    Args:
        form: the form.
        base: a table of kind ``self_evaluation``: the national one, or a variant in use.

    >>> from jixiao_core import registry
    >>> base = registry.load("national-self-evaluation@2020.1")
    >>> row = IndicatorLine(level1="产出指标", level2="数量指标", label="培训", target="≥50人", points=50)
    >>> [each.id for each in rubric_of(SelfEvaluationForm(rows=(row,)), base).indicators]
    ['execution.rate', 'output.quantity.row_1']
    """
    rows = tuple(_rows(form, base))
    if not rows:
        return base
    execution = tuple(_execution(form, base))
    indicators = (*execution, *rows)
    points = _sum(indicators)
    is_whole = points == base.points
    return evolve(
        base,
        series=f"{base.series}{_OWN}",
        title=Text(f"{base.title.zh}（本表指标）", f"{base.title.en}, rows of the form"),
        points=points,
        grades=base.grades if is_whole else None,
        grade_caps=base.grade_caps if is_whole else (),
        total_ceiling=base.total_ceiling if is_whole else None,
        questions=tuple(each for each in base.questions if each.id != ROW_KIND),
        answers=tuple((question, answer) for question, answer in base.answers if question != ROW_KIND),
        groups=(*_execution_group(base, execution), *_groups(form, base, rows)),
        pools=(),
        indicators=indicators,
        derived_from=f"{base.pin}#{base.digest}",
    )


def level_weights(base: Rubric) -> dict[str, Fraction]:
    """Return the points of the first-level indicators of a table, by their ids."""
    return {node.id: node.points for node in base.members("") if node.points is not None}


def _sum(rows: Iterable[Indicator]) -> Fraction:
    return sum((row.points or Fraction(0) for row in rows), Fraction(0))


def _execution(form: SelfEvaluationForm, base: Rubric) -> Iterator[Indicator]:
    """The row 预算执行率 of the base, with the points that the form prints for it."""
    total = form.budget_line("total")
    printed = total.points if total is not None and total.points is not None and total.points > 0 else None
    for row in base.indicators:
        if row.id == EXECUTION:
            yield row if printed is None else evolve(row, points=printed)


def _execution_group(base: Rubric, execution: tuple[Indicator, ...]) -> Iterator[Group]:
    for group in base.groups:
        if execution and group.id == parent_id(EXECUTION):
            yield evolve(group, points=_sum(execution))


def _rows(form: SelfEvaluationForm, base: Rubric) -> Iterator[Indicator]:
    templates = {row.id: row for row in base.indicators if row.id != EXECUTION}
    for number, (name, row) in enumerate(zip(row_ids(form), form.rows, strict=True), start=1):
        template = templates.get(name.partition(".")[0]) or templates.get(_TEMPLATE)
        if template is not None and row.points is not None and row.points > 0:
            yield _row(name, number, row, row.points, template)


def _row(name: str, number: int, row: IndicatorLine, points: Fraction, template: Indicator) -> Indicator:
    is_quantitative = target_of(row) is not None
    qualitative = next((each.formula for each in template.readings if each.question == ROW_KIND), None)
    formula: Formula = template.formula if is_quantitative or qualitative is None else qualitative
    share = points / (template.points or points)
    readings = tuple(each for each in template.readings if each.question != ROW_KIND)
    return evolve(
        template,
        id=name,
        label=Text(row.label or f"第{number}项指标", row.label or f"indicator {number}"),
        points=points,
        clause=_clause(template.clause, _QUANTITATIVE if formula is template.formula else _QUALITATIVE),
        explanation=row.target,
        source=evolve(template.source, row=number),
        formula=_scaled(formula, share),
        readings=readings if isinstance(formula, Targets) else (),
    )


def _clause(clause: str, kind: str) -> str:
    """The lines of a criterion that are about rows of one kind; all of them where none says so."""
    lines = [line for line in clause.split("\n") if kind in line]
    return "\n".join(lines) or clause


def _scaled(formula: Formula, share: Fraction) -> Formula:
    """A rule with tiers in points, for a row of other points; rules in proportion stay as they are."""
    if not isinstance(formula, Options):
        return formula
    return evolve(formula, options=tuple(_tier(option, share) for option in formula.options))


def _tier(option: Option, share: Fraction) -> Option:
    def part(points: Fraction | None) -> Fraction | None:
        return None if points is None else points * share

    return evolve(option, points=part(option.points), low=part(option.low), high=part(option.high))


def _groups(form: SelfEvaluationForm, base: Rubric, rows: tuple[Indicator, ...]) -> Iterator[Group]:
    """First and second levels as the form prints them, in its order; their points are the sums of their rows."""
    lines = dict(zip(row_ids(form), form.rows, strict=True))
    names = {row.id: row.label for row in base.indicators}
    seen: set[str] = set()
    for row in rows:
        second = parent_id(row.id)
        first = parent_id(second) or second
        for name in dict.fromkeys((first, second)):
            if name not in seen:
                seen.add(name)
                line = lines[row.id]
                label = names.get(name) or LEVEL1.get(name) or Text(line.level1 or name)
                yield Group(
                    id=name,
                    label=label if name == first else Text(line.level2, LEVEL2.get(level2_of(line), "")),
                    points=_sum(each for each in rows if each.id.startswith(f"{name}.")),
                )
