"""
疑似填报差错: amounts that seem to stand in another unit of money than the heading says, ten thousandfold.

Within a unit an amount is told that makes a part larger than its whole, where a ten-thousandth of it does not. Where all
amounts of a unit are in 元 they agree with each other; then only the other units tell. Each is a guess; a person decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from jixiao_core.exact.quantities import Money, MoneyUnit
from jixiao_core.messages import Message
from jixiao_core.rubrics.facts import FactQuantity
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Known

__all__ = ["Amounts", "amounts_of", "likely_slips"]

Amounts: TypeAlias = Mapping[str, Fraction]
"""The amounts of money that a unit states, in fen, by the names of facts."""

ZERO: Final = Fraction(0)
FACTOR: Final = 10_000
"""What lies between 元 and 万元, 万元 and 亿元."""
FAR: Final = 100
"""A rate of so many times its base comes from no budget."""
NEAR: Final = 2
"""A rate up to this is what the figures of a budget give."""
APART: Final = 1_000
"""Units of one table are not so many times larger than most of the others."""
LEAST_OTHERS: Final = 2
"""So many other units have to state the amount."""
MOST_LABELS: Final = 4
"""So many amounts are named; where all are in another unit, the first ones say it."""


def amounts_of(rubric: Rubric, evidence: Evidence) -> dict[str, Fraction]:
    """
    Return the amounts of money that are known exactly, in fen.

    Args:
        rubric: its facts.
        evidence: what a unit states.
    """
    money = {fact.id for fact in rubric.facts if fact.quantity is FactQuantity.MONEY}
    return {
        name: figure.value.fen
        for name, figure in evidence.facts
        if name in money and isinstance(figure, Known) and isinstance(figure.value, Money)
    }


def likely_slips(rubric: Rubric, units: Sequence[Amounts]) -> list[tuple[Message, ...]]:
    """
    Return for every unit what its amounts look like beside its other figures, and beside those of the other units.

    Args:
        rubric: the table, as it is read.
        units: what every unit states.
    """
    within = [dict(_within(rubric, each)) for each in units]
    among = [_in_doubt(rubric, *each) for each in zip(units, _among(units), strict=True)]
    return [
        (*told.values(), *(message for way, names in far.items() for message in _told(rubric, way, names, told)))
        for told, far in zip(within, among, strict=True)
    ]


def _within(rubric: Rubric, amounts: Amounts) -> Iterator[tuple[str, Message]]:
    """Amounts a ten-thousandth of which would agree with the other figures of the unit."""
    for row in rubric.indicators:
        measure = rubric.read(row).measure
        if measure is None or not measure.denominator or not all(name in amounts for name in measure.facts):
            continue
        if _is_sensible(measure, amounts, FAR):
            continue
        for name in measure.facts:
            smaller = {**amounts, name: amounts[name] / FACTOR}
            if _is_sensible(measure, smaller, NEAR):
                shown = {key: _in_wan(values[name]) for key, values in (("found", amounts), ("corrected", smaller))}
                yield name, Message.of("summary.likely_unit", label=rubric.fact(name).label, **shown)


def _among(units: Sequence[Amounts]) -> list[dict[str, list[str]]]:
    """For every unit the amounts that are a thousandfold of those of most units, or a thousandth."""
    found: list[dict[str, list[str]]] = [{"large": [], "small": []} for _ in units]
    for name in dict.fromkeys(name for each in units for name in each):
        values = [each.get(name, ZERO) for each in units]
        stated = sorted(value for value in values if value > 0)
        count = len(stated)
        if count <= LEAST_OTHERS:
            continue
        for at, value in enumerate(values):
            if value <= 0:
                continue
            if 2 * bisect_right(stated, value / APART) > count:
                found[at]["large"].append(name)
            elif 2 * (count - bisect_left(stated, value * APART)) > count:
                found[at]["small"].append(name)
    for each, amounts in zip(found, units, strict=True):
        # One small amount is nothing unusual; that most are small is.
        each["small"] = each["small"] if len(each["small"]) * 2 > len(amounts) else []
    return found


def _in_doubt(rubric: Rubric, amounts: Amounts, far: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without the large amounts that agree with others of the unit which are nothing unusual: then the rest is small."""
    measures = [measure for row in rubric.indicators if (measure := rubric.read(row).measure) and measure.denominator]
    large = [name for name in far["large"] if not any(_agrees(each, amounts, name, far["large"]) for each in measures)]
    return {**far, "large": large}


def _agrees(measure: Measure, amounts: Amounts, name: str, far: Container[str]) -> bool:
    """Whether an amount and the others of a measure, all of them usual, are of one magnitude."""
    others = [each for each in measure.facts if each != name]
    if len(others) == len(measure.facts) or any(each not in amounts or each in far for each in others):
        return False
    found = measure.at(amounts)
    return isinstance(found, Fraction) and Fraction(1, FAR) <= abs(found) <= NEAR


def _told(rubric: Rubric, way: str, names: Iterable[str], before: Container[str]) -> Iterator[Message]:
    labels = tuple(rubric.fact(name).label for name in names if name not in before)
    if labels:
        yield Message.of(f"summary.likely_units_{way}", labels=labels[:MOST_LABELS], count=len(labels))


def _is_sensible(measure: Measure, amounts: Amounts, most: int) -> bool:
    found = measure.at(amounts)
    return not isinstance(found, Fraction) or (measure.domain.contains(found) and abs(found) <= most)


def _in_wan(fen: Fraction) -> Money:
    return Money(fen).to(MoneyUnit.WAN_YUAN)
