"""What a formula can know to be wrong about itself and the points of its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from jixiao_core.errors import Problem
from jixiao_core.exact.curves import MAX_PIECES
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    Condition,
    DeductPerStep,
    Formula,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.lowering import step_count
from jixiao_core.rubrics.names import duplicate_problems, id_problems

__all__ = ["formula_problems", "size_problems"]

MAX_BANDS = 200
MAX_PARTS = 60
"""Items, conditions or options of one row; official tables have up to six."""


def formula_problems(formula: Formula, maximum: Fraction) -> Iterator[Problem]:
    """
    Yield everything that is wrong with a formula for a row of `maximum` points; paths begin at the formula.

    >>> from jixiao_core.rubrics.formulas import Band
    >>> [problem.code for problem in formula_problems(Bands(bands=(Band(at_least="90%", points=6),)), Fraction(5))]
    ['rubrics.points_above_maximum']
    """
    match formula:
        case Bands():
            yield from _bands_problems(formula, maximum)
        case DeductPerStep():
            yield from _deduction_problems(formula, maximum)
        case Proportional():
            yield from _proportional_problems(formula, maximum)
        case Targets():
            if formula.over_threshold < 1:
                yield _problem("over_threshold", "rubrics.over_threshold", found=formula.over_threshold)
        case Checklist():
            yield from _checklist_problems(formula, maximum)
        case Nonconformities():
            yield from _nonconformity_problems(formula, maximum)
        case Options():
            yield from _options_problems(formula, maximum)
        case Judged():
            return
        case _:
            assert_never(formula)


def _problem(path: str, code: str, **params: Fraction | str | int) -> Problem:
    return Problem(Message.of(code, **params), path)


def _within(path: str, points: Fraction | None, maximum: Fraction) -> Iterator[Problem]:
    if points is None:
        return
    if points > maximum:
        yield _problem(path, "rubrics.points_above_maximum", found=points, maximum=maximum)
    if points < 0:
        yield _problem(path, "rubrics.negative_points", found=points)


def size_problems(path: str, count: int, allowed: int = MAX_PARTS) -> Iterator[Problem]:
    """Yield a problem where a list is longer than what is possible can be computed for in reasonable time."""
    if count > allowed:
        yield _problem(path, "rubrics.too_many", found=count, allowed=allowed)


def _bands_problems(formula: Bands, maximum: Fraction) -> Iterator[Problem]:
    if not formula.bands:
        yield _problem("bands", "rubrics.empty", what="bands")
    yield from size_problems("bands", len(formula.bands), MAX_BANDS)
    for position, band in enumerate(formula.bands):
        path = f"bands[{position}]"
        if len(band.edges) != 1:
            yield _problem(path, "rubrics.band_edges", count=len(band.edges))
        yield from _within(f"{path}.points", band.points, maximum)
    yield from _within("otherwise", formula.otherwise, maximum)
    if all(len(band.edges) == 1 for band in formula.bands):
        yield from _band_order_problems(formula)


def _band_order_problems(formula: Bands) -> Iterator[Problem]:
    edges = [band.edges[0] for band in formula.bands]
    lower = {name in ("at_least", "above") for name, _ in edges}
    if len(lower) > 1:
        yield _problem("bands", "rubrics.band_directions")
        return
    sign = -1 if lower == {True} else 1
    # Of two bands with the same level the one without the level itself ("above") has to stand first.
    ranks = {"at_least": 1, "above": 0, "at_most": 1, "below": 0}
    keys = [(sign * level, ranks[name]) for name, level in edges]
    for position, (first, second) in enumerate(pairwise(keys), start=1):
        if first >= second:
            yield _problem(f"bands[{position}]", "rubrics.band_order", found=edges[position][1])


def _deduction_problems(formula: DeductPerStep, maximum: Fraction) -> Iterator[Problem]:
    if formula.step <= 0:
        yield _problem("step", "rubrics.not_positive", what="step", found=formula.step)
    if formula.deduct <= 0:
        yield _problem("deduct", "rubrics.not_positive", what="deduct", found=formula.deduct)
    elif formula.part_step != "proportional" and 2 * step_count(formula, maximum) + 2 > MAX_PIECES:
        yield _problem(
            "deduct", "rubrics.too_many_steps", found=step_count(formula, maximum), allowed=MAX_PIECES // 2 - 1
        )
    edge = formula.zero_beyond
    if edge is None:
        return
    reached = {"above": edge >= formula.standard, "below": edge <= formula.standard, "either": edge >= 0}
    if not reached[formula.side]:
        yield _problem("zero_beyond", "rubrics.wrong_side", found=edge, standard=formula.standard)


def _proportional_problems(formula: Proportional, maximum: Fraction) -> Iterator[Problem]:
    if formula.full_at == formula.zero_at:
        yield _problem("zero_at", "rubrics.flat_line", found=formula.full_at)
    yield from _within("cap", formula.cap, maximum)
    yield from _within("floor", formula.floor, maximum if formula.cap is None else formula.cap)
    if formula.zero_beyond is not None and formula.zero_from is not None:
        yield _problem("zero_from", "rubrics.two_cut_offs")
    for name in ("zero_beyond", "zero_from"):
        edge = getattr(formula, name)
        low, high = sorted((formula.zero_at, formula.full_at))
        if edge is not None and not low <= edge <= high:
            yield _problem(name, "rubrics.cut_off_outside", found=edge, low=low, high=high)


def _checklist_problems(formula: Checklist, maximum: Fraction) -> Iterator[Problem]:
    if not formula.items:
        yield _problem("items", "rubrics.empty", what="items")
    yield from size_problems("items", len(formula.items))
    yield from _named(formula.items, "items")
    known = {item.id for item in formula.items}
    for position, item in enumerate(formula.items):
        path = f"items[{position}]"
        if item.points <= 0:
            yield _problem(f"{path}.points", "rubrics.not_positive", what="points", found=item.points)
        for name in item.requires:
            if name not in known or name == item.id:
                yield _problem(f"{path}.requires", "rubrics.unknown_item", found=name, known=", ".join(sorted(known)))
    total = sum((item.points for item in formula.items), Fraction(0))
    if total > maximum:
        yield _problem("items", "rubrics.clauses_above_maximum", found=total, maximum=maximum)
    if known and _has_cycle({item.id: item.requires for item in formula.items}):
        yield _problem("items", "rubrics.requires_cycle")


def _has_cycle(requires: dict[str, tuple[str, ...]]) -> bool:
    done: set[str] = set()
    while True:
        ready = {name for name, needs in requires.items() if name not in done and done.issuperset(needs)}
        if not ready:
            # What names an unknown item never gets ready either; that is reported on its own.
            waiting = set(requires) - done
            return any(set(requires[name]) <= set(requires) for name in waiting)
        done |= ready


def _nonconformity_problems(formula: Nonconformities, maximum: Fraction) -> Iterator[Problem]:
    if not formula.conditions:
        yield _problem("conditions", "rubrics.empty", what="conditions")
    yield from size_problems("conditions", len(formula.conditions))
    yield from _named(formula.conditions, "conditions")
    for position, condition in enumerate(formula.conditions):
        yield from _condition_problems(condition, f"conditions[{position}]", maximum)


def _condition_problems(condition: Condition, path: str, maximum: Fraction) -> Iterator[Problem]:
    low, high = condition.deduct_low, condition.deduct_high
    if condition.deduct is not None:
        if low is not None or high is not None:
            yield _problem(path, "rubrics.points_or_range")
        elif condition.deduct <= 0:
            yield _problem(f"{path}.deduct", "rubrics.not_positive", what="deduct", found=condition.deduct)
        yield from _within(f"{path}.deduct", condition.deduct, maximum)
        return
    if low is None or high is None:
        yield _problem(path, "rubrics.points_or_range")
    elif not 0 < low < high:
        yield _problem(path, "rubrics.bad_range", low=low, high=high)
    yield from _within(f"{path}.deduct_high", high, maximum)


def _options_problems(formula: Options, maximum: Fraction) -> Iterator[Problem]:
    if len(formula.options) < 2:  # noqa: PLR2004 - one state is no choice
        yield _problem("options", "rubrics.too_few_options")
    yield from size_problems("options", len(formula.options))
    yield from _named(formula.options, "options")
    for position, option in enumerate(formula.options):
        yield from _option_problems(option, f"options[{position}]", maximum)


def _option_problems(option: Option, path: str, maximum: Fraction) -> Iterator[Problem]:
    has_range = option.low is not None or option.high is not None
    if (option.points is None) != (option.low is not None and option.high is not None) or (
        option.points is not None and has_range
    ):
        yield _problem(path, "rubrics.points_or_range")
        return
    yield from _within(f"{path}.points", option.points, maximum)
    yield from _within(f"{path}.high", option.high, maximum)
    yield from _within(f"{path}.low", option.low, maximum)
    if option.low is not None and option.high is not None and not option.low < option.high:
        yield _problem(path, "rubrics.bad_range", low=option.low, high=option.high)


def _named(parts: Iterable[Condition | Option] | Iterable[object], where: str) -> Iterator[Problem]:
    names = [getattr(part, "id") for part in parts]  # noqa: B009 - items, conditions and options all have ids
    for position, name in enumerate(names):
        yield from id_problems(name, f"{where}[{position}].id")
    yield from duplicate_problems(names, where)
