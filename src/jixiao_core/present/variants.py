"""Shipped variants of a table that a reader may have meant."""

from __future__ import annotations

from attrs import evolve

from jixiao_core import registry
from jixiao_core.messages import Message
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.explain import Explanation, Step

__all__ = ["with_variants"]


def with_variants(explanation: Explanation, rubric: Rubric) -> Explanation:
    """Return an explanation in which a claim in whole points names the shipped table that rounds rows so."""
    return evolve(explanation, steps=tuple(_named(step, rubric) for step in explanation.steps))


def _named(step: Step, rubric: Rubric) -> Step:
    table = _whole_points(rubric) if step.message.code == "scoring.claim_whole" else ""
    if not table:
        return step
    return evolve(step, message=Message.of("scoring.claim_whole_table", table=table, **dict(step.message.params)))


def _whole_points(rubric: Rubric) -> str:
    """The pin of the shipped variant of the same base whose rows are rounded to whole points."""
    base = rubric.derived_from.partition("#")[0]
    series = base.partition("@")[0]
    for pin in registry.shipped() if base else ():
        if pin.startswith(f"{series}-"):
            variant = registry.load(pin)
            rounding = variant.rounding_at("indicator")
            if variant.derived_from.partition("#")[0] == base and rounding is not None and rounding.quantum == 1:
                return pin
    return ""
