"""Rows for which no score is due, and the word for who scored, on pages, in tables and in paragraphs."""

import pytest
from attrs import evolve

from jixiao_core.messages import Text
from jixiao_core.present import explain, markdown_table, review_html, review_json, review_page, review_rows
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import Judgement, NotApplicable
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.review import review


def row(name, label, points, **more):
    return Indicator(
        id=name,
        label=Text(label),
        points=points,
        clause="酌情计分。",
        source=Source(table="表"),
        formula=Judged(),
        **more,
    )


RUBRIC = Rubric(
    series="demo",
    edition=2024,
    revision=1,
    kind="project",
    title=Text("表"),
    issuer=Issuer(zh="某局"),
    fiscal_years=FiscalYears(first=2024, last=2024),
    points=60,
    groups=(
        Group(id="g", label=Text("一般"), points=40),
        Group(id="c", label=Text("择一"), points=20, choose="one"),
    ),
    indicators=(
        row("g.one", "甲", 20),
        row("g.two", "乙", 10, not_applicable="reallocate"),
        row("g.three", "丙", 10),
        row("c.left", "左", 20),
        row("c.right", "右", 20),
    ),
)
FOUND = {
    "g.one": Judgement(points=15, reason="因"),
    "g.two": NotApplicable(reason="当年无此项"),
    "g.three": Judgement(points=10, reason="因"),
    "c.left": Judgement(points=18, reason="因"),
}
CLAIMS = {"g.one": 20, "g.three": 10, "c.left": 18}


def reviewed(role="self", claims=CLAIMS, choices=(("c", "c.left"),), total=None, reason=""):
    case = Case(
        rubric=RUBRIC.pin,
        fiscal_year=2024,
        evidence=Evidence(assessments=FOUND, choices=choices),
        rounds=(
            ScoreRound(
                role=role,
                claims=tuple(Claim(indicator=name, points=points, reason=reason) for name, points in claims.items()),
                total=total,
            ),
        ),
    )
    return review(RUBRIC, case)


class TestRowsForWhichNoScoreIsDue:
    def test_they_are_not_listed_as_unclaimed_and_it_is_said_why(self):
        page = review_page(reviewed())
        assert "未填报" not in page
        assert "不适用或未选用的指标：\n1. 乙：不适用（当年无此项）\n2. 右：未选用，已选用“左”\n" in page
        assert "不适用或未选用2项" in page
        assert page.splitlines()[2].count("共5项指标") == 1

    def test_in_english(self):
        page = review_page(reviewed(), locale="en")
        assert "1. 乙: does not apply – 当年无此项" in page
        assert "2. 右: not chosen, 左 is" in page

    def test_the_opinion_says_so(self):
        lines = {each.label: each for each in review_rows(reviewed().sheet, reviewed().rounds[0], "zh_Hans_CN")}
        assert (lines["乙"].opinion, lines["右"].opinion) == ("不适用", "未选用")

    def test_sums_of_groups_do_not_become_blank(self):
        # 20 + 10, the second row moved its points away; 18 of the chosen member.
        lines = {each.label: each.claimed for each in review_rows(reviewed().sheet, reviewed().rounds[0], "zh_Hans_CN")}
        assert (lines["一般"], lines["择一"]) == ("30", "18")

    def test_what_is_claimed_for_the_member_that_was_not_chosen_is_no_part_of_the_sum(self):
        found = reviewed(claims={**CLAIMS, "c.right": 20})
        lines = {each.label: each.claimed for each in review_rows(found.sheet, found.rounds[0], "zh_Hans_CN")}
        assert lines["择一"] == "18"

    def test_a_row_that_counts_and_is_blank_still_is_unclaimed(self):
        found = reviewed(claims={"g.one": 20, "c.left": 18})
        page = review_page(found)
        assert "未填报自评得分的指标：\n1. 丙（分值" in page
        lines = {each.label: each.claimed for each in review_rows(found.sheet, found.rounds[0], "zh_Hans_CN")}
        assert lines["一般"] == ""
        assert found.rounds[0].count("unclaimed") == 1

    def test_the_document_keeps_its_verdicts(self):
        rows = {each["id"]: (each["status"], each["verdict"]) for each in review_json(reviewed())["indicators"]}
        assert rows["g.two"] == ("not_applicable", "unclaimed")
        assert rows["c.right"] == ("not_chosen", "unclaimed")


class TestSeveralRounds:
    """A reader of one round learns that there are others, and by which name to ask for them."""

    def two(self, *roles):
        case = reviewed().case
        return review(RUBRIC, evolve(case, rounds=tuple(evolve(case.rounds[0], role=role) for role in roles)))

    def test_which_is_reviewed_and_which_are_there(self):
        found = self.two("self", "finance", "third_party")
        lines = review_page(found).split("\n\n")
        assert lines[2] == (
            "所复核轮次：自评。案卷另有：财政复核（用 --round finance 查看），"
            "第三方评价（用 --round third_party 查看）。"
        )
        assert "所复核轮次：财政复核。案卷另有：自评（用 --round self 查看），第三方评价" in review_page(
            found, "finance"
        )
        english = review_page(self.two("self", "finance"), locale="en")
        assert "Reviewed here: self-assessment. The case also has: finance review (--round finance)." in english

    def test_of_one_round_nothing_is_said(self):
        assert "轮次" not in review_page(self.two("finance"))
        assert "--round" not in review_page(self.two("finance"), locale="en")


# 15 of 20 count 20 of 26.67, as the 10 points of the second row are shared 20 to 10; 21 is more.
RAISED = {"g.one": 21, "c.left": 18}
ROLES = {"department": "主管部门复核", "finance": "财政复核", "third_party": "第三方评价"}


@pytest.mark.parametrize("role", ROLES)
class TestTheWordOfTheRole:
    def test_in_chinese_nothing_says_self_assessment(self, role):
        found, word = reviewed(role, claims=RAISED, total=48), ROLES[role]
        page = review_page(found)
        assert "自评" not in page
        assert f"{word}得分高于测算得分" in page
        assert f"，{word}21分）" in page
        # A row that a reviewer leaves blank is none that the unit has not filled in.
        assert f"未提出{word}得分的指标：\n1. 丙（" in page
        assert "未填报" not in page
        assert "未提出得分1项" in page
        assert "未填报" not in review_html(found)
        assert f"。未提出{word}得分。" in explain(found, "g.three")
        head = next(line for line in page.splitlines() if line.startswith("指标"))
        assert word in head
        assert word in markdown_table(review_rows(found.sheet, found.rounds[0], "zh_Hans_CN"), "zh_Hans_CN", role)
        assert "自评" not in review_html(found)
        for name in CLAIMS:
            assert "自评" not in explain(found, name)

    def test_in_english(self, role):
        found = reviewed(role, claims=RAISED, total=48)
        page = review_page(found, locale="en")
        assert "self-assess" not in page.lower()
        assert f"{role.replace('_', '-')}-assessed score is" in page
        assert f"No {role.replace('_', '-')}-assessed score proposed:" in page
        assert "unclaimed" not in page

    def test_what_a_reviewer_remarks_is_no_reason_for_a_deduction(self, role):
        found = reviewed(role, claims={"g.one": 20, "g.three": 9}, reason="见台账")
        for name in ("g.one", "g.three"):
            assert "复核说明为“见台账”" in explain(found, name)
            assert "扣分原因" not in explain(found, name)
            assert "the reviewer’s remark is “见台账”" in explain(found, name, locale="en")
        # A remark beside all points of a row contradicts nothing.
        found = reviewed(role, claims={"c.left": 20}, reason="见台账")
        assert found.rounds[0]["c.left"].findings == ()

    def test_a_deduction_that_the_unit_filed_is_not_the_reviewers(self, role):
        """Of 20 points the unit filed 18 without a reason; a reviewer who takes them over deducts nothing."""
        case = reviewed().case
        for points, codes in ((18, []), (17, ["scoring.deduction_without_remark"]), (19, []), (20, [])):
            own = ScoreRound(role=role, claims=(Claim(indicator="c.left", points=points),))
            both = review(RUBRIC, evolve(case, rounds=(*case.rounds, own)))
            assert [each.code for each in both.round(role)["c.left"].findings] == codes
            assert ("复核扣分而未填复核说明" in explain(both, "c.left", round_review=both.round(role))) == bool(codes)
