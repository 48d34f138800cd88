"""Levels as they are written: where a row's measure is a rate, a bare 50 is refused, because 50 % may be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

import attrs

from jixiao_core.errors import JixiaoError, Problem
from jixiao_core.exact.numbers import normalise, parse_number, shown
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Formula
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.levels import Level
from jixiao_core.rubrics.measures import Measure

__all__ = ["bare_level_problems", "bare_part_problems", "bare_quantum_problems"]

_KINDS = {get_args(get_type_hints(cls)["kind"])[0]: cls for cls in get_args(Formula)}
_RATE_BY_NATURE = "targets"
_LEVELS = (Level, Level | None)


def bare_level_problems(row: Mapping[Any, Any]) -> Iterator[Problem]:
    """
    Yield a problem for every bare level in a row as it is written, its readings included, where it must be a rate.

    >>> row = {"measure": {"denominator": ["b"]}, "formula": {"kind": "proportional", "full_at": 50}}
    >>> [problem.path for problem in bare_level_problems(row)]
    ['formula.full_at']
    """
    measure, formula = row.get("measure"), row.get("formula")
    yield from _measure_problems(measure, "measure")
    yield from _formula_problems(formula, measure, "formula")
    readings = row.get("readings")
    for position, reading in enumerate(readings if isinstance(readings, list) else ()):
        if not isinstance(reading, Mapping):
            continue
        path = f"readings[{position}]"
        yield from _measure_problems(reading.get("measure"), f"{path}.measure")
        if "formula" in reading:
            read_measure = reading.get("measure", measure)
            yield from _formula_problems(reading["formula"], read_measure, f"{path}.formula")
        elif _is_ratio(reading.get("measure")) and not _is_ratio(measure):
            yield from _formula_problems(formula, reading["measure"], "formula")


def bare_part_problems(change: Mapping[Any, Any], row: Indicator | None) -> Iterator[Problem]:
    """
    Yield a problem for each bare number in what an overlay states of a row, where the row looks at a rate.

    Args:
        change: the fields as they are written.
        row: the row of the base; None for a row of its own.
    """
    measure, formula = change.get("measure"), change.get("formula")
    old = {} if row is None else plain(row)
    if isinstance(measure, Mapping) and "numerator" not in measure:
        measure = {**(old.get("measure") or {}), **measure}
    elif measure is None:
        measure = old.get("measure")
    if isinstance(formula, Mapping) and "kind" not in formula and "kind" in old.get("formula", {}):
        formula = {"kind": old["formula"]["kind"], **formula}
    yield from bare_level_problems({**change, "measure": measure, "formula": formula})


def bare_quantum_problems(rubric: Mapping[Any, Any]) -> Iterator[Problem]:
    """
    Yield a problem for a bare quantum to which rates are rounded: 0.01 is a whole percentage point, not two decimals.

    >>> rubric = {"rounding": [{"at": "measure", "quantum": "0.01"}], "indicators": [{"measure": {"denominator": ["b"]}}]}
    >>> [problem.path for problem in bare_quantum_problems(rubric)]
    ['rounding[0].quantum']
    """
    steps, rows = (
        each if isinstance(each, list) else [] for each in (rubric.get("rounding"), rubric.get("indicators"))
    )
    if not any(isinstance(row, Mapping) and _is_ratio(row.get("measure")) for row in rows):
        return
    for position, step in enumerate(steps):
        if isinstance(step, Mapping) and step.get("at") == "measure":
            yield from _level_problems(step, RoundingStep, f"rounding[{position}]")


def _is_ratio(measure: object) -> bool:
    return isinstance(measure, Mapping) and bool(measure.get("denominator"))


def _measure_problems(measure: object, path: str) -> Iterator[Problem]:
    if isinstance(measure, Mapping) and _is_ratio(measure):
        yield from _level_problems(measure, Measure, path)
        yield from (_bare_problem(end, f"{path}.domain") for end in _ends(measure.get("domain")) if _is_bare(end))


def _ends(interval: object) -> list[str]:
    """The two ends of an interval as it is written; what is none is told by its own reader."""
    return normalise(interval)[1:-1].split(",") if isinstance(interval, str) else []


def _bare_problem(found: object, path: str) -> Problem:
    text = str(found)
    message = Message.of("exchange.bare_level", found=shown(text), percent=f"{normalise(text)}%")
    return Problem(message, path)


def _formula_problems(formula: object, measure: object, path: str) -> Iterator[Problem]:
    if not isinstance(formula, Mapping):
        return
    kind = formula.get("kind")
    if isinstance(kind, str) and kind in _KINDS and (kind == _RATE_BY_NATURE or _is_ratio(measure)):
        yield from _level_problems(formula, _KINDS[kind], path)


def _level_problems(table: Mapping[Any, Any], cls: type[attrs.AttrsInstance], path: str) -> Iterator[Problem]:
    for attribute in attrs.fields(cls):
        value = table.get(attribute.name)
        if attribute.type in _LEVELS:
            if _is_bare(value):
                yield _bare_problem(value, f"{path}.{attribute.name}")
            continue
        inner = [part for part in get_args(attribute.type) if attrs.has(part)]
        if inner and isinstance(value, list):
            for position, part in enumerate(value):
                if isinstance(part, Mapping):
                    yield from _level_problems(part, inner[0], f"{path}.{attribute.name}[{position}]")


def _is_bare(value: object) -> bool:
    """Whether a readable number is written without %, pp or a fraction bar; zero is zero in any unit."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return False
    text = normalise(str(value))
    try:
        number = parse_number(text)
    except JixiaoError:
        return False
    return not number.suffix and number.value != 0 and "/" not in text
