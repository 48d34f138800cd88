"""0 of 0 surveyed: the row counts as not applicable (DESIGN 6: zero_over_zero), and the opinion about it is one, not two."""

from __future__ import annotations

import pytest

from jixiao_core import Evidence, present, registry, review
from jixiao_core.scoring.case import Case, Claim, ScoreRound

ROW = "effect.duty_benefit.public_satisfaction"


def told(claimed: int, locale: str) -> str:
    rubric = registry.load("junshan-department@2021.1")
    own = ScoreRound(role="self", claims=(Claim(indicator=ROW, points=claimed),))
    evidence = Evidence.of(rubric, facts={"satisfied_respondents": 0, "surveyed_respondents": 0})
    case = Case(rubric=rubric.pin, fiscal_year=2021, evidence=evidence, rounds=(own,))
    return str(present.explain(review(rubric, case), ROW, locale=locale))


@pytest.mark.parametrize(
    ("locale", "said", "contradicted"),
    [
        (
            "zh_Hans_CN",
            "按不适用处理，按满分计；测算5分。分子、分母均为0，是否不适用待核实，如不适用属实，自评5分即为测算得分。",
            "与依据相符",
        ),
        (
            "en",
            (
                "As a row that does not apply, it has full points; computed score 5. Numerator and denominator are both "
                "0; whether the row applies is to be verified; if the row does not apply, the self-assessed 5 is the "
                "computed score."
            ),
            "agrees with the evidence",
        ),
    ],
)
def test_nothing_agrees_outright_that_is_to_be_verified(locale: str, said: str, contradicted: str) -> None:
    text = told(5, locale)
    assert said in text
    assert contradicted not in text
