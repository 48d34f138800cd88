"""Texts that a reviewer could paste: both languages, every row, untrusted words left as they are."""

import json
import re
from fractions import Fraction

import pytest

from jixiao_core import exchange, present, registry, review, score
from jixiao_core.errors import FormatError, InvalidValueError, NumberError, Problem, UnknownNameError
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Text
from jixiao_core.present.explanations import explain
from jixiao_core.present.i18n import LOCALES, locale_of, render, render_error, render_finding
from jixiao_core.present.labels import column, role_label, status_label, verdict_label
from jixiao_core.present.markdown import markdown_table
from jixiao_core.present.rows import TableRow, review_rows, sheet_rows
from jixiao_core.present.rubric_pages import rubric_page
from jixiao_core.present.summaries import closing, conditions, sheet_summary, summary
from jixiao_core.present.table import terminal_table
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.explain import SECTIONS, explain_review

EXAMPLES = ("department", "project")
CLAUSE = "评分标准“"


@pytest.fixture(scope="module")
def reviews(pytestconfig):
    found = {}
    for name in EXAMPLES:
        case = exchange.read_case(pytestconfig.rootpath / "examples" / "cases" / f"{name}-2021.toml")
        found[name] = review(registry.load(case.rubric), case)
    return found


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", EXAMPLES)
class TestEveryRow:
    """Laws of every paragraph of both real reviews."""

    def texts(self, reviews, name, locale):
        found = reviews[name]
        for row in found.rounds[0].indicators:
            yield explain(found, row.id, locale=locale)
            yield explain(found.sheet, row.id, locale=locale)

    def test_one_paragraph_with_clean_punctuation(self, reviews, name, locale):
        for text in self.texts(reviews, name, locale):
            assert text == text.strip()
            assert "\n" not in text
            assert not re.search(r"[。；，、：]{2}|  | [.,;]|\.\.|;;|,,|None|Fraction|\{|\}", text), text
            assert text.endswith("。" if locale == "zh_Hans_CN" else ".")

    def test_the_language_is_one(self, reviews, name, locale):
        """English only inside Chinese quotation marks, and the other way round."""
        for text in self.texts(reviews, name, locale):
            bare = re.sub(r"“[^”]*”", "", text)
            if locale == "zh_Hans_CN":
                assert not re.search(r"[a-z]{3}", bare), bare

    def test_sections_stand_in_their_order(self, reviews, name, locale):
        found = reviews[name]
        for row in found.rounds[0].indicators:
            sections = [step.section for step in explain_review(found, row.id).steps]
            assert sections == sorted(sections, key=SECTIONS.index)
            assert {"points", "clause"} <= set(sections)

    def test_the_clause_is_quoted_whole(self, reviews, name, locale):
        found = reviews[name]
        for row in found.rubric.indicators:
            clause = re.sub(r"\s+", "", row.clause_corrected or row.clause).rstrip("。；;，,")
            text = re.sub(r"\s+", "", explain(found, row.id, locale=locale))
            assert clause.translate(str.maketrans("“”", "‘’")) in text

    def test_every_paper_that_is_asked_for_is_named(self, reviews, name, locale):
        found = reviews[name]
        for row in found.rounds[0].indicators:
            text = explain(found, row.id, locale=locale)
            assert all(paper.of(locale) in text for paper in row.papers)


class TestRendering:
    def test_parameters_are_never_read_as_templates(self):
        hostile = "{found} {0} %s ${x}"
        for locale in LOCALES:
            assert hostile in render(Message.of("exact.not_a_number", found=hostile), locale)

    def test_nested_messages_speak_the_same_language(self):
        inner = Message.of("scoring.computed", points=Fraction(5, 2))
        outer = Message.of("scoring.if_assumed", assumption=Text("甲", "A"), arithmetic=(inner,), points=Fraction(0))
        assert render(outer, "zh_Hans_CN").startswith("若甲，测算2.5分")
        assert render(outer, "en").startswith("If A: computed score 2.5")

    def test_lists_join_as_each_language_does(self):
        message = Message.of("scoring.facts_unknown", labels=(Text("甲", "A"), Text("乙", "B")))
        assert render(message, "zh_Hans_CN") == "未提供甲、乙"
        assert render(message, "en") == "not provided: A, B"

    def test_lists_of_words_with_commas_join_with_semicolons(self):
        message = Message.of("scoring.papers", papers=(Text("甲、乙", "A, B"), Text("丙", "C")))
        assert render(message, "zh_Hans_CN") == "请提供甲、乙；丙"
        assert render(message, "en") == "Please provide A, B; C"

    def test_english_falls_back_to_chinese_words_of_a_table(self):
        message = Message.of("scoring.facts_unknown", labels=(Text("甲"),))
        assert render(message, "en") == "not provided: 甲"

    @pytest.mark.parametrize("name", ["zh", "zh_CN", "zh-CN", "zh_Hans", "zh_Hans_CN"])
    def test_names_of_chinese(self, name):
        assert locale_of(name) == "zh_Hans_CN"

    @pytest.mark.parametrize("name", ["", "de", "EN", "../en", "en/../../etc", "zh_Hant_TW", "en\0", "e" * 10**6])
    def test_other_locales_are_refused_before_anything_is_looked_up(self, name):
        with pytest.raises(UnknownNameError) as caught:
            render(Message.of("exact.blank", found="''"), name)
        assert caught.value.code == "present.unknown_locale"
        assert len(str(caught.value)) < 300

    def test_findings_name_their_severity(self):
        finding = Finding(Message.of("scoring.declared_measure"), Severity.QUESTION, "a.b.c")
        assert render_finding(finding).startswith("[待核实] ")
        assert render_finding(finding, "en").startswith("[to be verified] ")

    def test_errors_say_code_path_and_text_one_line_each(self):
        error = InvalidValueError(
            Problem(Message.of("exact.float", found="0.1"), "points"), Problem(Message.of("exact.blank", found="''"))
        )
        for locale in LOCALES:
            first, second = render_error(error, locale).splitlines()
            assert first.startswith("exact.float points: ")
            assert second.startswith("exact.blank: ")

    def test_labels_are_complete(self):
        from typing import get_args

        from jixiao_core.scoring.case import Role
        from jixiao_core.scoring.rows import Status
        from jixiao_core.scoring.verdicts import Verdict

        for locale in LOCALES:
            words = [verdict_label(each, locale) for each in get_args(Verdict)]
            words += [status_label(each, locale) for each in get_args(Status)]
            words += [role_label(each, locale) for each in get_args(Role)]
            words += [column(each, locale) for each in ("indicator", "maximum", "claimed", "possible", "opinion")]
            assert all(words)

    def test_the_terms_of_the_verdicts(self):
        """Source: the standard terms of the field."""
        wanted = {
            "consistent": "与依据相符",
            "above": "自评得分高于测算得分",
            "below": "自评得分低于测算得分",
            "unmatched": "自评得分与评分标准不对应",
            "pending": "依据不足，待核实",
            "unclaimed": "未填报",
        }
        assert {verdict: verdict_label(verdict) for verdict in wanted} == wanted


class TestSummary:
    def test_all_that_a_summary_must_name(self, reviews):
        found = reviews["department"]
        text = summary(found, found.rounds[0])
        for part in (
            "自评总分98分",
            "可能区间8至99分",
            "暂认得分98分",
            "从严得分8至99分",
            "优、良、中、差",
            "待核实23项",
        ):
            assert part in text

    def test_counts_of_all_rows(self, reviews):
        for found in reviews.values():
            text = summary(found, found.rounds[0]).rpartition("项指标：")[2]
            assert sum(map(int, re.findall(r"(\d+)项", text))) == len(found.rubric.indicators)

    def test_conditions_name_assumptions_and_readings(self, reviews):
        rubric = reviews["department"].rubric.under({"part_step": "pro_rata"})
        sheet = score(rubric, Evidence(), assume=["headcount_is_in_service"])
        chinese, english = conditions(sheet), conditions(sheet, "en")
        assert chinese[0] == "假定：实有人数均为在职人员（headcount_is_in_service）"
        assert "（part_step=pro_rata）" in chinese[1]
        assert len(english) == 2
        assert conditions(reviews["department"].sheet) == ()

    def test_the_summary_of_a_sheet(self, reviews):
        assert "22项指标中有17项待定" in sheet_summary(reviews["project"].sheet)
        assert "17 of 22 rows open" in sheet_summary(reviews["project"].sheet, "en")

    def test_the_closing_line(self):
        assert closing() == "本结果为规则测算，供复核参考，不替代人工评定，不构成审计或违纪认定。"


HOSTILE = "[red]a[/red] | *b* <script>&\n`c` \\ ~ #"


class TestTables:
    row = TableRow(level=1, is_group=False, label=HOSTILE, maximum="5", claimed="5", possible="0", opinion="x")

    def test_rows_follow_the_printed_order(self, reviews):
        for found in reviews.values():
            rows = review_rows(found.sheet, found.rounds[0], "zh_Hans_CN")
            leaves = [row.label for row in rows if not row.is_group]
            assert leaves == [row.label.zh for row in found.rubric.indicators]
            assert [row.label for row in sheet_rows(found.sheet, "zh_Hans_CN")] == [row.label for row in rows]

    def test_groups_sum_what_is_claimed_below_them(self, reviews):
        for found in reviews.values():
            rows = review_rows(found.sheet, found.rounds[0], "zh_Hans_CN")
            tops = [row for row in rows if row.level == 0]
            assert sum(Fraction(row.claimed) for row in tops) == 98
            assert sum(Fraction(row.maximum) for row in tops) == 100

    def test_markup_in_labels_stays_text_in_a_terminal(self):
        table = terminal_table((self.row,), "en", width=200)
        assert "[red]a[/red] | *b* <script>&" in table

    def test_markdown_is_escaped(self):
        line = markdown_table((self.row,), "en").splitlines()[-1]
        assert line.count("|") - line.count("\\|") == 6
        assert "\\[red\\]a\\[/red\\] \\| \\*b\\* \\<script\\>" in line
        assert "\n" not in line

    def test_markdown_of_a_review(self, reviews):
        found = reviews["project"]
        lines = markdown_table(review_rows(found.sheet, found.rounds[0], "zh_Hans_CN"), "zh_Hans_CN").splitlines()
        assert lines[0] == "| 指标 | 分值 | 自评 | 可能得分 | 意见 |"
        assert "| **项目决策** | 20 | 19 | 1至20 |  |" in lines
        assert "| 分配结果 | 5 | 4 | 0、2、3、5 | 自评得分与评分标准不对应 |" in lines

    @pytest.mark.parametrize("locale", LOCALES)
    def test_pages_of_the_rubrics_quote_every_clause(self, reviews, locale):
        for found in reviews.values():
            page = re.sub(r"\s+", "", rubric_page(found.rubric, locale=locale, width=200))
            for row in found.rubric.indicators:
                assert re.sub(r"\s+", "", row.clause)[:40] in page


class TestReplay:
    def document(self, found):
        return json.loads(present.json_text(present.review_json(found)))

    def test_a_stored_review_is_computed_again(self, reviews):
        for found in reviews.values():
            assert present.replay(self.document(found), found.rubric) == found

    def test_readings_and_assumptions_are_kept(self, pytestconfig):
        case = exchange.read_case(pytestconfig.rootpath / "examples" / "cases" / "department-2021.toml")
        rubric = registry.load(case.rubric)
        found = review(rubric.under({"part_step": "pro_rata"}), case, assume=["headcount_is_in_service"])
        document = self.document(found)
        assert document["readings"] == {"part_step": "pro_rata"}
        assert document["assumptions"] == ["headcount_is_in_service"]
        assert present.replay(document, rubric) == found

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            (lambda d: d["totals"].update(provisional="99"), "totals.provisional"),
            (lambda d: d["indicators"][3].update(verdict="consistent"), "indicators[3].verdict"),
            (lambda d: d["indicators"][0]["possible"].pop(), "indicators[0].possible"),
            (lambda d: d.update(claimed_grade="良"), "claimed_grade"),
            (lambda d: d.update(extra=1), "extra"),
        ],
    )
    def test_any_change_is_named_with_its_place(self, reviews, change, place):
        document = self.document(reviews["project"])
        change(document)
        with pytest.raises(FormatError) as caught:
            present.replay(document, reviews["project"].rubric)
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("present.replay_differs", place)

    @pytest.mark.parametrize(
        "change",
        [
            {"readings": 5},
            {"readings": []},
            {"readings": {"part_step": 5}},
            {"readings": {"part_step": "nowhere"}},
            {"assumptions": 5},
            {"assumptions": [5]},
            {"assumptions": ["nowhere"]},
            {"round": 5},
            {"round": "nobody"},
            {"case": 5},
            {"case": {}},
        ],
        ids=str,
    )
    def test_a_document_that_is_none_is_refused(self, reviews, change):
        document = {**self.document(reviews["project"]), **change}
        with pytest.raises((FormatError, UnknownNameError, InvalidValueError, NumberError)):
            present.replay(document, reviews["project"].rubric)

    @pytest.mark.parametrize("document", [None, [], 5, {}, {"format": "jixiao-review/1"}])
    def test_other_documents_say_what_a_review_needs(self, reviews, document):
        with pytest.raises(FormatError) as caught:
            present.replay(document, reviews["project"].rubric)
        assert caught.value.code == "present.not_a_review"

    def test_text_is_read_as_json(self, reviews):
        with pytest.raises(FormatError) as caught:
            present.replay("x", reviews["project"].rubric)
        assert caught.value.code == "exchange.syntax"


@pytest.mark.parametrize("width", range(60, 101, 5))
@pytest.mark.parametrize("pin", ["junshan-department@2021.1", "national-self-evaluation@2020.1"])
def test_no_line_of_a_table_begins_with_a_closing_mark(pin, width):
    page = rubric_page(registry.load(pin), locale="zh_Hans_CN", width=width)
    assert [line for line in page.splitlines() if line.strip()[:1] in "，。；：、！？）】》”" and line.strip()] == []


def test_a_number_takes_its_word_in_english():
    for count, words in ((1, "1 finding:"), (2, "2 findings:"), (0, "0 findings:")):
        assert words in render(Message.of("present.checks", count=count, counts=()), "en")
        assert words in str(Message.of("present.checks", count=count, counts=()))
