"""Cases: evidence with claimed scores, right and wrong."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.weights import row_maximum
from jixiao_core.strategies.evidence import evidence
from jixiao_core.strategies.formulas import parts_of

__all__ = ["cases"]


@st.composite
def cases(draw: DrawFn, rubric: Rubric, *, settled: bool = False) -> Case:
    """
    Return cases of a rubric with one round of claimed scores.

    Claims lie between 0 and the maximum of their row; some rows are left blank, some have a reason for what was lost,
    and the stated total is the sum of the claims or something else.

    Args:
        rubric: any rubric.
        settled: whether the evidence is complete.
    """
    known = draw(evidence(rubric, settled=settled))
    claims = []
    for row in rubric.indicators:
        points = draw(st.none() | parts_of(row_maximum(rubric, known, row)))
        reason = draw(st.sampled_from(["", "未达标"]))
        claims.append(Claim(indicator=row.id, points=points, reason=reason))
    total = sum((claim.points or Fraction(0) for claim in claims), Fraction(0))
    stated = draw(st.sampled_from([total, None]) | parts_of(rubric.points))
    # More than the whole is no claim that a case may hold.
    stated = None if stated is not None and stated > rubric.points else stated
    return Case(
        rubric=rubric.pin,
        fiscal_year=rubric.fiscal_years.first,
        unit="某区行政审批服务局",
        evidence=known,
        rounds=(ScoreRound(role="self", claims=tuple(claims), total=stated),),
    )
