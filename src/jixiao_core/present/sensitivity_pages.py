"""Sensitivities, as a page for a reviewer and as a JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Any

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import Message, Text, number_text
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.json_values import interval_json, origin_json, set_json, span_json, text_json
from jixiao_core.present.labels import row_label
from jixiao_core.present.summaries import closing, conditions, heading
from jixiao_core.rubrics.formulas import Nonconformities
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.fact_lines import FactStep
from jixiao_core.scoring.next_steps import NextStep, Position
from jixiao_core.scoring.sensitivity import MeasureSensitivity, RowSensitivity, Sensitivities, Sensitivity
from jixiao_core.scoring.span import Span, Unit, fact_span, points_span

__all__ = ["sensitivity_json", "sensitivity_page"]

MAX_STEPS = 8
"""So many steps of a staircase are shown to a person; the document has all."""


def sensitivity_page(
    found: Sensitivities, case: Case | None = None, *, top: int | None = None, locale: str = "zh_Hans_CN"
) -> str:
    """
    Return sensitivities as a page: what to verify first, then how far known figures stand from the next step.

    Args:
        found: the sensitivities of a sheet.
        case: the case, for the title.
        top: so many figures and findings at most; None: all that carry points.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    rubric = found.sheet.rubric
    carrying = [each for each in found.entries if each.at_stake > 0]
    shown = carrying if top is None else carrying[:top]
    known = [each for each in found.entries if each.at_stake == 0 and each.positions]
    settled = [each for each in found.measures if each.positions]
    blocks = [
        " ".join(render(heading(rubric, case), chosen).split()),
        "\n".join(conditions(found.sheet, chosen)),
        _listed("present.sensitivity_title", [_entry(rubric, each) for each in shown], chosen),
        render(Message.of("present.implied_more", count=len(carrying) - len(shown)), chosen)
        if len(shown) < len(carrying)
        else "",
        _listed("present.sensitivity_known", [_known(rubric, each) for each in known], chosen),
        _listed("present.sensitivity_measures", [_measure(rubric, each) for each in settled], chosen),
        "\n".join(render(line, chosen) for line in _absent(found)),
        render(Message.of("present.sensitivity_nothing"), chosen) if not (carrying or known or settled) else "",
        render(Message.of("present.sensitivity_purpose"), chosen),
        closing(chosen),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _absent(found: Sensitivities) -> Iterator[Message]:
    """The rows over a measure that do not apply with the figures as they are."""
    rubric = found.sheet.rubric
    for row in rubric.indicators:
        if row.measure is not None and found.sheet[row.id].status == "not_applicable":
            yield Message.of("present.sensitivity_absent", row=row_label(rubric, row.id))


def _listed(code: str, entries: list[Iterator[Message]], locale: str) -> str:
    if not entries:
        return ""
    lines = [render(Message.of(code), locale)]
    for number, entry in enumerate(entries, start=1):
        first, *rest = (render(message, locale) for message in entry)
        if locale == "en":
            first = first[:1].upper() + first[1:]
        lines.extend([f"{number}. {first}", *(f"   {line}" for line in rest)])
    return "\n".join(lines)


def _entry(rubric: Rubric, each: Sensitivity) -> Iterator[Message]:
    rows = tuple(row_label(rubric, row.id) for row in each.rows)
    if each.kind != "fact":
        yield from _finding(rubric, each)
        return
    code = "present.sensitivity_fact" if each.is_tight else "present.sensitivity_fact_at_most"
    known = {"values": each.possible} if each.state == "bounded" else {}
    state = Message.of(f"present.sensitivity_{each.state}", **known)
    yield Message.of(code, label=each.label, points=each.at_stake, rows=rows, state=state)
    others = tuple(dict.fromkeys(rubric.fact(name).label for row in each.rows for name in row.open_with))
    if others:
        yield Message.of("present.sensitivity_open_with", labels=others)
    if any(row.is_declared for row in each.rows):
        yield Message.of("present.sensitivity_declared")
    if each.steps:
        yield _staircase(each.steps, _fact_unit(rubric, each.id))
    yield from _positions(each.positions, _fact_unit(rubric, each.id))


def _finding(rubric: Rubric, each: Sensitivity) -> Iterator[Message]:
    row = row_label(rubric, each.row)
    if each.kind == "correction":
        facts = rubric.read(rubric.indicator(each.row)).measure
        labels = tuple(rubric.fact(name).label for name in facts.facts) if facts else (each.label,)
        yield Message.of("present.sensitivity_correction", row=row, points=each.at_stake, figures=labels)
        return
    if each.kind == "assessment":
        # One state that is left was found; what it scores is for a person to decide.
        code = "present.sensitivity_row_found" if len(each.choices) == 1 else "present.sensitivity_row"
        yield Message.of(code, row=row, points=each.at_stake)
        for label, points in each.choices:
            yield Message.of("present.sensitivity_choice", label=label, points=points_span(points))
        return
    yield Message.of("present.sensitivity_part", label=each.label, row=row, points=each.at_stake)
    if each.kind == "condition":
        formula = rubric.read(rubric.indicator(each.row)).formula
        per = formula.per if isinstance(formula, Nonconformities) else "case"
        yield Message.of(f"present.sensitivity_per_{per}", points=points_span(each.carries))


def _known(rubric: Rubric, each: Sensitivity) -> Iterator[Message]:
    unit = _fact_unit(rubric, each.id)
    rows = tuple(row_label(rubric, row.id) for row in each.rows)
    yield Message.of("present.sensitivity_figure", label=each.label, values=each.possible, rows=rows)
    if each.state == "assumed":
        yield Message.of("present.sensitivity_assumed")
    yield from _positions(each.positions, unit)
    yield from _edges(each.printed, is_on_edge=each.is_on_edge)


def _measure(rubric: Rubric, each: MeasureSensitivity) -> Iterator[Message]:
    label = row_label(rubric, each.id)
    yield Message.of("present.sensitivity_measure", label=label, values=each.values)
    yield from _positions(each.positions, each.values)
    yield from _edges(each.printed, is_on_edge=each.is_on_edge)


def _edges(printed: IntervalSet, *, is_on_edge: bool) -> Iterator[Message]:
    if is_on_edge:
        yield Message.of("present.sensitivity_on_edge")
    if len(printed) and not printed.is_point:
        yield Message.of("present.sensitivity_print", points=points_span(printed))


def _fact_unit(rubric: Rubric, name: str) -> Span:
    """An empty span of a fact, for its unit."""
    return fact_span(rubric.fact(name), IntervalSet(()))


def _staircase(steps: tuple[FactStep, ...], unit: Span) -> Message:
    shown = tuple(
        Message.of(
            "present.sensitivity_step" if step.points else f"present.sensitivity_{step.route}",
            values=Span(IntervalSet.of(step.values), unit.unit, unit.suffix, is_limit=True),
            points=points_span(step.points),
        )
        for step in steps[:MAX_STEPS]
    )
    if len(steps) > MAX_STEPS:
        return Message.of("present.sensitivity_steps_more", steps=shown, count=len(steps) - MAX_STEPS)
    return Message.of("present.sensitivity_steps", steps=shown)


def _positions(positions: tuple[Position, ...], unit: Span) -> Iterator[Message]:
    for each in positions:
        value = Span(IntervalSet.points(each.value), unit.unit, unit.suffix)
        if each.points:
            yield Message.of("present.sensitivity_at", value=value, points=points_span(each.points))
        elif each.route == "invalid":
            yield Message.of("present.sensitivity_at_invalid", value=value)
        else:
            continue
        gap: Unit = "pp" if unit.unit == "rate" else unit.unit
        for side, step in (("down", each.down), ("up", each.up)):
            if step is not None and step.points:
                yield _next_step(each, side, step, unit, gap)


def _next_step(here: Position, side: str, step: NextStep, unit: Span, gap: Unit) -> Message:
    if step.trend:
        moves = Message.of("present.sensitivity_rises" if step.trend > 0 else "present.sensitivity_falls")
        return Message.of(f"present.sensitivity_slope_{side}", moves=moves)
    change = _change(step.change) if here.points else Message.of("present.sensitivity_no_points_now")
    if step.distance == 0:
        params = {"points": points_span(step.points), "change": change}
        return Message.of(f"present.sensitivity_any_{side}", **params)
    place, is_reached = _place(side, step) if unit.unit == "money" else (step.at, step.is_reached)
    suffix = unit.suffix if gap == unit.unit else Text("")
    distance = Span(IntervalSet.points(abs(place - here.value)), gap, suffix, is_limit=True)
    at = Span(IntervalSet.points(place), unit.unit, unit.suffix, is_limit=True)
    code = f"present.sensitivity_{side}" if is_reached else f"present.sensitivity_{side}_beyond"
    return Message.of(code, distance=distance, at=at, points=points_span(step.points), change=change)


def _place(side: str, step: NextStep) -> tuple[Fraction, bool]:
    """The first whole 分 of the next step, where it has one: an amount that can be put back as a figure."""
    if step.at.denominator == 1:
        return step.at, step.is_reached
    place = Fraction(floor(step.at) if side == "down" else ceil(step.at))
    return (place, True) if step.values.contains(place) else (step.at, step.is_reached)


def _change(change: Fraction | None) -> Message:
    if change is None:
        return Message.of("present.sensitivity_gradual")
    code = "present.sensitivity_gain" if change > 0 else "present.sensitivity_loss"
    return Message.of(code, points=abs(change))


def sensitivity_json(found: Sensitivities, *, top: int | None = None) -> dict[str, Any]:
    """
    Return sensitivities as a JSON document, ``jixiao-sensitivity/1``; numbers are strings, money in 分.

    Args:
        found: the sensitivities of a sheet.
        top: so many entries at most; None: all.
    """
    entries = found.entries if top is None else found.entries[:top]
    return {
        "format": "jixiao-sensitivity/1",
        **origin_json(found.sheet),
        "count": len(found.entries),
        "entries": [_entry_json(found.sheet.rubric, each) for each in entries],
        "measures": [_measure_json(each) for each in found.measures],
        "evidence": plain(found.sheet.evidence),
    }


def _entry_json(rubric: Rubric, each: Sensitivity) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "id": each.id,
        "label": text_json(each.label),
        "indicator": each.row or None,
        "state": each.state,
        "at_stake": number_text(each.at_stake),
        "is_tight": each.is_tight,
        "indicators": [_row_json(row) for row in each.rows],
        "possible": span_json(each.possible),
        "steps": [_step_json(step) for step in each.steps],
        "positions": [_position_json(position) for position in each.positions],
        "is_on_edge": each.is_on_edge,
        "is_within_print": each.is_within_print,
        "printed": set_json(each.printed),
        "carries": set_json(each.carries),
        "choices": [{"label": text_json(label), "points": set_json(points)} for label, points in each.choices],
        "unit": _fact_unit(rubric, each.id).unit if each.kind == "fact" else None,
    }


def _row_json(row: RowSensitivity) -> dict[str, Any]:
    return {
        "id": row.id,
        "at_stake": number_text(row.at_stake),
        "steps": [_step_json(step) for step in row.steps],
        "open_with": list(row.open_with),
        "is_declared": row.is_declared,
    }


def _measure_json(each: MeasureSensitivity) -> dict[str, Any]:
    return {
        "id": each.id,
        "values": span_json(each.values),
        "steps": [_step_json(step) for step in each.steps],
        "positions": [_position_json(position) for position in each.positions],
        "is_on_edge": each.is_on_edge,
        "is_within_print": each.is_within_print,
        "printed": set_json(each.printed),
    }


def _step_json(step: FactStep) -> dict[str, Any]:
    return {"values": interval_json(step.values), "points": set_json(step.points), "route": step.route}


def _position_json(each: Position) -> dict[str, Any]:
    return {
        "value": number_text(each.value),
        "origin": each.origin,
        "points": set_json(each.points),
        "down": None if each.down is None else _next_json(each.down),
        "up": None if each.up is None else _next_json(each.up),
    }


def _next_json(step: NextStep) -> dict[str, Any]:
    return {
        "at": number_text(step.at),
        "distance": number_text(step.distance),
        "is_reached": step.is_reached,
        "points": set_json(step.points),
        "change": None if step.change is None else number_text(step.change),
        "trend": step.trend,
        "route": step.route,
    }
