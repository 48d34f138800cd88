"""What an opinion says about a claimed score: the verdict, and whether the claim is the computed score in whole points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.rounding import Rounding
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Proportional, Targets
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.review import IndicatorReview
from jixiao_core.scoring.sheet import NodeScore
from jixiao_core.scoring.span import points_span

__all__ = ["verdict_messages"]

_WHOLE = Rounding(Fraction(1))


def verdict_messages(rubric: Rubric, node: NodeScore, found: IndicatorReview) -> Iterator[Message]:
    """Yield the verdict about a claimed score, and what the claim equals where it differs by its rounding only."""
    yield _verdict(node, found)
    if found.claimed is not None and _is_rounded_to_whole(rubric, node, found):
        yield Message.of("scoring.claim_whole", claimed=found.claimed, points=node.possible.point)


def _verdict(node: NodeScore, found: IndicatorReview) -> Message:
    code = f"scoring.verdict_{found.verdict}"
    match found.verdict:
        case "above" | "below" if _is_open(node.possible, found.verdict):
            # No points stand at an end that is open, so that no difference to it can be told.
            return Message.of(f"{code}_open", claimed=found.claimed, possible=points_span(node.possible))
        case "above" | "below":
            return Message.of(code, difference=abs(found.difference or Fraction(0)))
        case "unmatched":
            return Message.of(code, claimed=found.claimed, possible=points_span(node.possible))
        case "consistent" if found.agrees_if_absent:
            # The points rest on the row not applying; to agree outright would say more than the question beside it.
            return Message.of(f"{code}_if_absent", claimed=found.claimed)
        case "consistent":
            return Message.of(code, claimed=found.claimed)
        case _:
            return Message.of(code)


def _is_open(possible: IntervalSet, side: Literal["above", "below"]) -> bool:
    """Whether the end beside which a claim lies is not possible itself."""
    hull = possible.hull()
    return hull is not None and (hull.high_open if side == "above" else hull.low_open)


def _is_rounded_to_whole(rubric: Rubric, node: NodeScore, found: IndicatorReview) -> bool:
    """Whether a claim is the computed score in whole points, of a row in proportion in a table that rounds no row."""
    if found.verdict not in ("above", "below") or not node.is_settled or rubric.rounding_at("indicator") is not None:
        return False
    # Steps and tiers have points of their own, which nobody rounds.
    formula = rubric.read(rubric.indicator(node.id)).formula
    return isinstance(formula, (Proportional, Targets)) and found.claimed == _WHOLE.apply(node.possible.point)
