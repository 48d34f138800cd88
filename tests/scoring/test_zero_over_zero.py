"""0 of 0 surveyed: the row counts as not applicable (DESIGN 6: zero_over_zero), and the opinion about it is one, not two."""

from __future__ import annotations

import pytest

from jixiao_core import Evidence, present, registry, review
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.review import Review

ROW = "effect.duty_benefit.public_satisfaction"


def told(claimed: int, locale: str) -> str:
    return str(present.explain(reviewed(claimed), ROW, locale=locale))


def reviewed(claimed: int) -> Review:
    rubric = registry.load("junshan-department@2021.1")
    own = ScoreRound(role="self", claims=(Claim(indicator=ROW, points=claimed),))
    evidence = Evidence.of(rubric, facts={"satisfied_respondents": 0, "surveyed_respondents": 0})
    case = Case(rubric=rubric.pin, fiscal_year=2021, evidence=evidence, rounds=(own,))
    return review(rubric, case)


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


@pytest.mark.parametrize(
    ("locale", "opinion", "line", "papers"),
    [
        (
            "zh_Hans_CN",
            "不适用（待核实）",
            "社会公众或服务对象满意度：按所列数据不适用，是否不适用待核实；请提供满意度调查问卷、样本量及统计结果",
            "满意度调查问卷、样本量及统计结果（第25项",
        ),
        (
            "en",
            "not applicable (to be verified)",
            "to be verified: please provide the satisfaction survey",
            "(for row 25",
        ),
    ],
)
def test_a_claimed_row_is_listed_and_asked_about_as_one_that_may_not_apply(
    locale: str, opinion: str, line: str, papers: str
) -> None:
    found = reviewed(5)
    page = present.review_page(found, locale=locale, width=200)
    letter = present.letter_text(present.letter(found, locale=locale), width=200)
    for text in (page, letter, present.official_markdown(found, locale=locale)):
        assert opinion in text
    for text in (page, letter):
        assert line in text
    assert papers in letter
    # A claim that differs is told as such.
    assert not reviewed(3).rounds[0][ROW].agrees_if_absent
