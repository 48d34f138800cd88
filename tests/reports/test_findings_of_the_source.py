"""
What `check` finds in the published file of 2021, each finding read against the document by hand.

`docs/explanation/a-real-report.md` lists the same; the line numbers are those of `tests/data/junshan-2021.txt`.
"""

from pathlib import Path

import pytest

from jixiao_core import registry
from jixiao_core.exchange import read_case, read_published
from jixiao_core.findings import Severity
from jixiao_core.present import render_finding
from jixiao_core.reports import case, check, check_against, evidence, redacted
from jixiao_core.scoring.figures import Missing

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests" / "data" / "junshan-2021.txt"
DEPARTMENT, PROJECT = read_published(SOURCE).reports
RUBRICS = {kind: registry.load(f"junshan-{kind}@2021.1") for kind in ("department", "project")}


def found(report, severity):
    return [finding for finding in check(report) if finding.severity is severity]


def told(report, severity):
    return [(finding.code, finding.path) for finding in found(report, severity)]


class TestDepartment:
    def test_the_one_contradiction(self):
        """L385 prints 支出合计3179.1元; the grid (L121) prints 3179.61 under 万元. Not a rounding: a unit and a digit."""
        (finding,) = found(DEPARTMENT, Severity.ERROR)
        assert finding.code == "reports.amount_differs"
        text = render_finding(finding)
        assert "第385行" in text
        assert "第121行" in text
        (cause,) = finding.likely
        assert (cause.code, str(cause["corrected"])) == ("reports.slip_unit_and_dropped_digit", "3179.61万元")

    def test_nothing_to_explain(self):
        assert told(DEPARTMENT, Severity.WARNING) == []

    def test_questions(self):
        assert told(DEPARTMENT, Severity.QUESTION) == [
            ("reports.balance_blank", "institutions[0].expenditure.current_year_balance"),  # L126
            ("reports.balance_blank", "institutions[0].expenditure.cumulative_balance"),  # L127
            ("reports.institutions_blank", "institutions[0].revenue"),  # L65-L95
            ("reports.headcount_above_staffing", "actual_headcount"),  # L15, L17
            ("reports.satisfaction_full", "targets"),  # L263, L269, L330
            ("reports.sentence_parts_differ", "actual_results[1]"),  # L243: 18578 + 346 of 18929
            (
                "reports.sentence_parts_differ",
                "targets[6].completion",
            ),  # L293, the same sentence; its line is cited, not that of its row
        ]

    def test_a_sentence_is_cited_by_its_own_line(self):
        """The completion of a target stands a line under the target: L293 and L287, not L292 and L286."""
        parts = [each for each in found(DEPARTMENT, Severity.QUESTION) if each.code == "reports.sentence_parts_differ"]
        assert [each.message["line"] for each in parts] == [243, 293]
        (unread,) = [each for each in check(DEPARTMENT) if each.code == "reports.sentences_unread"]
        assert {287, 293} <= set(unread.message["lines"])
        assert not {285, 286, 292} & set(unread.message["lines"])

    def test_rounding_ghosts_are_information(self):
        """3179.61 against 452.65 + 2726.95, and against 219.75 + 2959.85 in two rows: 0.01 of rounding each."""
        ghosts = [path for code, path in told(DEPARTMENT, Severity.INFORMATION) if code == "reports.sum_rounding"]
        assert ghosts == [
            "institutions[0].revenue.total_revenue",
            "institutions[0].expenditure.total_expenditure",
            "institutions[1].expenditure.total_expenditure",
        ]

    def test_other_information(self):
        codes = [code for code, _ in told(DEPARTMENT, Severity.INFORMATION) if code != "reports.sum_rounding"]
        assert codes == [
            "reports.unit_inherited",
            "reports.unit_inherited",
            "reports.rate_rounding",  # L244: 244 of 262 are 93.1298 %
            "reports.sentences_unread",
        ]


class TestProject:
    def test_the_one_contradiction(self):
        """L720 prints 115.32万元; the line (L535) is 1153285, which is 115.3285 and rounds to 115.33."""
        (finding,) = found(PROJECT, Severity.ERROR)
        assert (finding.code, finding.path) == ("reports.line_amount_differs", "lines[2].amount")
        (cause,) = finding.likely
        assert (cause.code, str(cause["corrected"])) == ("reports.slip_truncated", "115.33万元")

    def test_what_is_to_be_explained(self):
        assert [code for code, _ in told(PROJECT, Severity.WARNING)] == [
            "reports.boxes_blank",  # L435
            "reports.target_blank",  # seven rows, L621-L664
            "reports.unit_cut",  # L720: 28万
            "reports.list_longer",  # L735: seven servers are stated, eight are named
        ]

    def test_questions(self):
        assert [code for code, _ in told(PROJECT, Severity.QUESTION)] == [
            "reports.balance_blank",  # L469
            "reports.voucher_order",  # L525: 1月22# behind 2月17#
            "reports.voucher_twice",  # 12月24# in L530 and L535
            "reports.row_without_target",  # L1311: 可持续影响 has 8 of 8 and no target row
            *["reports.papers_not_seen"] * 5,  # the five demands of the table
            "reports.satisfaction_full",
            "reports.leader_evaluates",
        ]

    def test_information(self):
        assert [code for code, _ in told(PROJECT, Severity.INFORMATION)] == [
            "reports.lines_unit_implied",  # 1730000 is 173万元 in 元
            "reports.loss_without_reason_column",
            "reports.loss_without_reason_column",
            "reports.sentence_parts_rounding",  # 29.67 + 28 + 115.32 = 172.99 of 173
            "reports.line_amount_rounding",  # 29.67万元 of 296715
            "reports.sentences_unread",
        ]

    def test_no_person_is_named(self):
        names = {each.name for each in PROJECT.sign_offs.evaluators} | {PROJECT.leader}
        texts = [render_finding(finding, locale) for finding in check(PROJECT) for locale in ("zh_Hans_CN", "en")]
        assert not [text for text in texts for name in names if name in text]


@pytest.mark.parametrize("report", [DEPARTMENT, PROJECT], ids=["department", "project"])
class TestEvidence:
    def test_facts_and_measures_are_those_that_were_typed_by_hand(self, report):
        """Two people read the same form: the reader and whoever typed `examples/cases`."""
        by_hand = read_case(ROOT / "examples" / "cases" / f"{report.kind}-2021.toml")
        made = evidence(report, RUBRICS[report.kind])
        facts, measures = dict(made.facts), dict(made.measures)
        for fact, figure in by_hand.evidence.facts:
            assert getattr(facts[fact], "value", None) == getattr(figure, "value", None), fact
            assert isinstance(facts[fact], Missing) == isinstance(figure, Missing)
        for row, figure in by_hand.evidence.measures:
            for bound in ("value", "below", "at_most"):
                assert getattr(measures[row], bound, None) == getattr(figure, bound, None), row
        assert set(measures) == set(dict(by_hand.evidence.measures))

    def test_claims_are_those_that_were_typed_by_hand(self, report):
        by_hand = read_case(ROOT / "examples" / "cases" / f"{report.kind}-2021.toml")
        made = case(report, RUBRICS[report.kind])
        (one,), (other,) = made.rounds, by_hand.rounds
        assert (one.claims, one.total, one.grade, one.date) == (other.claims, other.total, other.grade, other.date)
        assert (made.fiscal_year, made.has_reasons) == (by_hand.fiscal_year, by_hand.has_reasons)

    def test_every_figure_says_where_it_stands(self, report):
        made = evidence(report, RUBRICS[report.kind])
        for _, figure in (*made.facts, *made.measures):
            assert "第" in figure.origin or isinstance(figure, Missing)

    def test_the_claimed_table_is_the_shipped_one(self, report):
        assert check_against(report, RUBRICS[report.kind]) == ()

    def test_redacted(self, report):
        """No name and no telephone number is left, and the unit has its other name; everything else stands."""
        clean = redacted(report, mask={"君山区": "某区", "君山": "某"})
        text = repr(clean) + clean.title
        assert "君山" not in text
        assert "〈" not in repr(clean)
        assert {each.name for each in clean.sign_offs.evaluators} == {""}
        assert [each.score for each in clean.claimed.rows] == [each.score for each in report.claimed.rows]
        assert redacted(clean, mask={"君山区": "某区"}) == clean


@pytest.mark.parametrize(("page", "words"), [("a-real-report.md", "{} sentences"), ("a-real-report.zh-CN.md", "{}句")])
def test_the_page_counts_what_was_not_checked_as_the_code_does(page, words):
    text = (ROOT / "docs" / "explanation" / page).read_text(encoding="utf-8")
    for report in (DEPARTMENT, PROJECT):
        (finding,) = [each for each in check(report) if each.code == "reports.sentences_unread"]
        assert words.format(finding.message["count"]) in text


def test_a_name_in_the_narrative_is_redacted_as_well():
    from attrs import evolve

    from jixiao_core.reports.parts import Paragraph, Section

    named = evolve(
        PROJECT, leader="张某某", narrative=(Section(heading="一、甲", body=(Paragraph("由张某某负责。"),)),)
    )
    assert redacted(named).narrative[0].body[0].text == "由〈略〉负责。"
    assert "张某某" not in repr(redacted(named))
