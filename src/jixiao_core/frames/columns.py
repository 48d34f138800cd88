"""Columns: which columns of a table say what about a unit, and which columns a scored table has."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, assert_never

from attrs import frozen

from jixiao_core.messages import NO_TEXT, Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity
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
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["SORTS", "InputColumn", "Sort", "column_name", "input_columns"]

Sort = Literal["money", "count", "rate", "number", "cases", "points", "flag", "words"]
"""What stands in a column: an amount of money, a number of things, a rate, any number, how many cases there were,
points, yes or no, or one of several words."""

SORTS: dict[Sort, Text] = {
    "money": Text("金额", "money"),
    "count": Text("数量", "counts"),
    "rate": Text("比率", "rates"),
    "number": Text("数值", "numbers"),
    "cases": Text("例数", "cases"),
    "points": Text("得分", "points"),
    "flag": Text("是否", "conditions"),
    "words": Text("选项", "words"),
}
"""What stands in a column, in both languages."""

SEPARATOR = "__"
QUANTA = {
    "money": Fraction(1),
    "count": Fraction(1),
    "cases": Fraction(1),
    "rate": Fraction(1, 1_000_000),
    "number": Fraction(1, 10_000),
}


def column_name(*parts: str) -> str:
    """
    Return the column of a path: its parts joined by two underscores, since dots mean other things to engines.

    >>> column_name("input.budget_allocation.staffing_ratio", "points")
    'input__budget_allocation__staffing_ratio__points'
    """
    return SEPARATOR.join(part.replace(".", SEPARATOR) for part in parts)


@frozen(kw_only=True)
class InputColumn:
    """
    One column that a table may have; a column that it does not have is unknown for every unit.

    Attributes:
        name: its name.
        sort: what stands in it.
        quantum: what 1 means in the whole numbers that are computed with: 分 for money, a ten-thousandth for numbers, a
            millionth for rates, a part of a point for points.
        label: what it says, in both languages.
        unit: what a number of things counts.
        allowed: the words that may stand in it, for words.
        may_be_negative: whether a number below zero makes sense.
        row: the id of the row that it is about; empty for facts, adjustments and conditions on the rating.
        part: the id of the item, condition, adjustment or cap.
    """

    name: str
    sort: Sort
    quantum: Fraction = Fraction(1)
    label: Text
    unit: Text = NO_TEXT
    allowed: tuple[str, ...] = ()
    may_be_negative: bool = False
    row: str = ""
    part: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether numbers stand in it."""
        return self.sort not in ("flag", "words")


def input_columns(rubric: Rubric, scale: int) -> tuple[InputColumn, ...]:
    """
    Return every column from which units can be scored.

    Args:
        rubric: the table, as it is read.
        scale: the parts of a point in which points are counted.
    """
    quantum = Fraction(1, scale)
    return (
        *(_fact(fact) for fact in rubric.facts),
        *(column for row in rubric.indicators for column in _row(rubric.read(row), quantum)),
        *_choices(rubric),
        *_adjustments(rubric, quantum),
        *(
            InputColumn(name=column_name("grade_cap", cap.id), sort="flag", label=cap.label, part=cap.id)
            for cap in rubric.grade_caps
            if not cap.indicator
        ),
    )


def _fact(fact: FactDefinition) -> InputColumn:
    sort = _sort(fact.quantity)
    return InputColumn(
        name=fact.id,
        sort=sort,
        quantum=QUANTA[sort],
        label=fact.label,
        unit=fact.unit,
        may_be_negative=fact.may_be_negative,
    )


def _sort(quantity: FactQuantity) -> Literal["money", "count", "rate", "number"]:
    match quantity:
        case FactQuantity.MONEY:
            return "money"
        case FactQuantity.COUNT:
            return "count"
        case FactQuantity.RATE:
            return "rate"
        case FactQuantity.NUMBER:
            return "number"
        case _:
            assert_never(quantity)


def _row(row: Indicator, quantum: Fraction) -> Iterator[InputColumn]:
    label = row.label
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            assert row.measure is not None
            sort: Literal["rate", "number"] = "rate" if row.measure.denominator else "number"
            yield InputColumn(
                name=column_name(row.id, "measure"),
                sort=sort,
                quantum=QUANTA[sort],
                label=_about(label, "指标值", "measure"),
                may_be_negative=True,
                row=row.id,
            )
        case Checklist(items=items):
            for item in items:
                name = column_name(row.id, item.id, "met")
                yield InputColumn(name=name, sort="flag", label=_part(label, item.label), row=row.id, part=item.id)
        case Nonconformities():
            yield from _conditions(row, row.formula, quantum)
        case Options():
            yield from _options(row, row.formula, quantum)
        case Judged():
            yield _points(row, "judged", quantum, _about(label, "评定得分", "points judged"))
        case Targets():
            yield from _targets(row)
        case _:
            assert_never(row.formula)
    name = column_name(row.id, "not_applicable")
    yield InputColumn(name=name, sort="flag", label=_about(label, "不适用", "does not apply"), row=row.id)


def _conditions(row: Indicator, formula: Nonconformities, quantum: Fraction) -> Iterator[InputColumn]:
    for condition in formula.conditions:
        label = _part(row.label, condition.label)
        name = column_name(row.id, condition.id, "cases")
        yield InputColumn(name=name, sort="cases", label=label, row=row.id, part=condition.id)
        if condition.is_range:
            yield _points(
                row, f"{condition.id}.deduct", quantum, _about(label, "每例扣分", "deducted a case"), condition.id
            )


def _options(row: Indicator, formula: Options, quantum: Fraction) -> Iterator[InputColumn]:
    name = column_name(row.id, "option")
    allowed = tuple(option.id for option in formula.options)
    yield InputColumn(name=name, sort="words", label=row.label, allowed=allowed, row=row.id)
    if any(option.points is None for option in formula.options):
        yield _points(row, "option_points", quantum, _about(row.label, "得分", "points"))


def _targets(row: Indicator) -> Iterator[InputColumn]:
    for part, zh, en in (("target", "指标值", "target"), ("actual", "完成值", "actual figure")):
        name = column_name(row.id, part)
        label = _about(row.label, zh, en)
        yield InputColumn(name=name, sort="number", quantum=QUANTA["number"], label=label, row=row.id)
    name = column_name(row.id, "comparator")
    label = _about(row.label, "方向", "direction")
    yield InputColumn(name=name, sort="words", label=label, allowed=("at_least", "at_most"), row=row.id)


def _choices(rubric: Rubric) -> Iterator[InputColumn]:
    for group in rubric.groups:
        if group.choose == "one":
            members = tuple(member.id for member in rubric.members(group.id))
            name = column_name(group.id, "chosen")
            yield InputColumn(name=name, sort="words", label=group.label, allowed=members, row=group.id)


def _adjustments(rubric: Rubric, quantum: Fraction) -> Iterator[InputColumn]:
    for adjustment in rubric.adjustments:
        name = column_name("adjustment", adjustment.id)
        yield InputColumn(
            name=column_name(name, "points"),
            sort="points",
            quantum=quantum,
            label=adjustment.label,
            may_be_negative=True,
            part=adjustment.id,
        )
        if adjustment.per_case is not None:
            yield InputColumn(name=column_name(name, "cases"), sort="cases", label=adjustment.label, part=adjustment.id)


def _points(row: Indicator, name: str, quantum: Fraction, label: Text, part: str = "") -> InputColumn:
    return InputColumn(
        name=column_name(row.id, name), sort="points", quantum=quantum, label=label, row=row.id, part=part
    )


def _about(label: Text, zh: str, en: str) -> Text:
    return Text(f"{label.zh}·{zh}", f"{label.en or label.zh}: {en}")


def _part(label: Text, part: Text) -> Text:
    return Text(f"{label.zh}·{part.zh}", f"{label.en or label.zh}: {part.en or part.zh}")
