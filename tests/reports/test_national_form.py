"""The national form: cells as values, its rubric and review as laws over generated forms, redaction, small files."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from planted_forms import PLANTED

from jixiao_core import exchange, registry, review, score
from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError, LimitError
from jixiao_core.exact.quantities import Money, Rate
from jixiao_core.messages import number_text
from jixiao_core.present import json_text, replay, review_json
from jixiao_core.reports import IndicatorLine, SelfEvaluationForm, case, check, evidence, redacted, rubric_of
from jixiao_core.reports.check_form import NATIONAL_WEIGHTS
from jixiao_core.reports.form_indicators import row_ids
from jixiao_core.reports.form_rubric import level_weights
from jixiao_core.reports.form_values import cell_value, completion_of, rate_of, target_of
from jixiao_core.reports.redaction import HIDDEN
from jixiao_core.scoring.claims import case_problems
from jixiao_core.scoring.figures import Known

BASE = registry.load("national-self-evaluation@2020.1")
TABLES = tuple(registry.load(pin) for pin in registry.shipped() if pin.startswith("national-self-evaluation"))
EXAMPLE = Path(__file__).parents[2] / "examples" / "self-evaluation-form-2023.toml"

SMALL = """
kind = "self_evaluation"
fiscal_year = 2023
project_name = "大厅保洁"
supervising_department = "某区行政审批服务局"
implementing_unit = "某区政务服务中心"
total_points = 100
total_score = "98.5"
budget = [{ source = "total", full_year = "20万元", executed = "17万元", points = 10, rate = "85%", score = "8.5" }]
rows = [
  { level1 = "产出指标", label = "保洁面积", target = "≥3000平方米", completion = "3000平方米", points = 50, score = 50 },
  { level1 = "效益指标", label = "环境整洁", target = "整洁", completion = "达成预期指标", points = 30, score = 30 },
  { level1 = "满意度指标", label = "满意度", target = "≥90%", completion = "92%", points = 10, score = 10 },
]
"""


class TestCells:
    @pytest.mark.parametrize(
        ("text", "comparator", "value", "unit"),
        [
            ("≥95%", "at_least", "95%", ""),
            ("＞＝９５％", "at_least", "95%", ""),
            ("不低于 95 %", "at_least", "95%", ""),
            ("≤15个工作日", "at_most", "15", "个工作日"),
            ("15日内", None, None, None),
            ("≤30日", "at_most", "30", "日"),
            ("1,200人次", "equal", "1200", "人次"),
            ("1200.50", "equal", "1200.50", ""),
            ("3.86万元", "equal", "3.86万元", ""),
            ("控制在20万元以内", None, None, None),
            ("控制在20万元", "at_most", "20万元", ""),
            ("100件以上", "at_least", "100", "件"),
            ("=100%", "equal", "100%", ""),
            ("办结率不低于95%", "at_least", "95%", ""),
            ("2023年12月底前", None, None, None),
            ("12月", None, None, None),
            ("2023年", None, None, None),
            ("约90%", None, None, None),
            ("100余件", None, None, None),
            ("90%左右", None, None, None),
            ("3万册", "equal", "3", "万册"),
            ("≥1.2万人", "at_least", "1.2", "万人"),
            ("≤0.8万元/公里", "at_most", "0.8", "万元/公里"),
            ("3期（含）以上", "at_least", "3", "期"),
            ("3期(含)以上", "at_least", "3", "期"),
            ("3期及以上", "at_least", "3", "期"),
            ("3期以上（含）", "at_least", "3", "期"),
            ("15天（含）以内", "at_most", "15", "天"),
            ("13个月", "equal", "13", "个月"),
            ("1万多人", None, None, None),
            ("3万余册", None, None, None),
            ("约1万人", None, None, None),
            ("3000平方米", "equal", "3000", "平方米"),
            ("5至8件", None, None, None),
            ("-5%", None, None, None),
            ("", None, None, None),
            ("明显提升", None, None, None),
            ("1.5人", "equal", "1.5", "人"),
        ],
    )
    def test_values(self, text, comparator, value, unit):
        found = cell_value(text)
        if comparator is None:
            assert found is None
        else:
            assert (found.comparator, str(found.value), found.unit) == (comparator, value, unit)

    @given(st.text(max_size=40))
    def test_no_text_is_too_much(self, text):
        row = IndicatorLine(level1=text, label=text, target=text, completion=text, comparator=text, unit=text, points=5)
        target_of(row)
        completion_of(row)
        found = SelfEvaluationForm(rows=(row,))
        check(found)
        score(rubric_of(found, BASE), evidence(found, rubric_of(found, BASE)))

    def test_a_rate_without_its_sign(self):
        assert rate_of(
            exchange.read_report(b'kind = "self_evaluation"\nbudget = [{ source = "total", rate = "86.18" }]')
            .budget[0]
            .rate
        ) == Rate(Fraction("0.8618"), 2)


def as_printed(form):
    """The same form with a score of execution by the amounts as they are printed, which is what a review goes by."""
    total = form.budget[0]
    rate = total.executed.value.fen / total.full_year.value.fen
    score_ = Fraction((2000 * rate + 1).__floor__() // 2, 100)
    whole = form.total_score - total.score + score_
    grade = next(each.name for each in BASE.grades.grades if whole >= each.at_least)
    return evolve(form, budget=(evolve(total, score=score_), *form.budget[1:]), total_score=whole, grade=grade)


class TestLaws:
    @given(jst.self_evaluation_forms(), st.sampled_from(TABLES))
    def test_a_clean_form_is_reviewed_without_a_row_to_correct(self, form, table):
        """Under the national rules and every variant that changes no weight, points or rounding."""
        if table.rounding or table.series.endswith(("cost", "execution-20", "tiers-50")):
            table = BASE
        form = as_printed(form)
        rubric = rubric_of(form, table)
        found = review(rubric, case(form, rubric)).rounds[0]
        assert {row.verdict for row in found.indicators} <= {"consistent", "pending"}
        assert found.verdict in ("consistent", "pending")

    @given(jst.self_evaluation_forms(), st.sampled_from(TABLES))
    def test_points_as_printed_at_every_level(self, form, table):
        rubric = rubric_of(form, table)
        printed = dict(zip(row_ids(form), (row.points for row in form.rows), strict=True))
        assert {row.id: row.points for row in rubric.indicators[1:]} == printed
        for group in rubric.groups[1:]:
            assert group.points == sum(value for name, value in printed.items() if name.startswith(f"{group.id}."))
        assert rubric.points == 10 + sum(printed.values())

    @given(jst.self_evaluation_forms())
    def test_quantitative_rows_by_plain_fractions(self, form):
        """Completion ÷ target or target ÷ completion, at most 1, times the points; worked from the printed texts."""
        rubric = rubric_of(form, BASE)
        sheet = score(rubric, evidence(form, rubric))
        for name, row in zip(row_ids(form), form.rows, strict=True):
            digits = [
                "".join(char for char in text if char.isdigit() or char == ".") for text in (row.target, row.completion)
            ]
            if not all(digits):
                continue
            goal, done = map(Fraction, digits)
            share = goal / done if row.target.startswith(("≤", "不超过")) else done / goal
            assert sheet[name].points == min(Fraction(1), share) * row.points

    @given(jst.self_evaluation_forms(), st.sampled_from(sorted(PLANTED)), st.sampled_from(TABLES))
    def test_any_fault_can_still_be_scored_and_reviewed(self, form, fault, table):
        broken = PLANTED[fault][1](form)
        rubric = rubric_of(broken, table)
        found = case(broken, rubric)
        assert list(case_problems(rubric, found, exchange.shared_facts())) == []
        sheet = review(rubric, found).sheet
        assert 0 <= sheet.possible.low <= sheet.possible.high <= rubric.points

    @given(jst.self_evaluation_forms(), st.sampled_from(TABLES))
    def test_a_stored_review_replays_with_what_it_holds(self, form, table):
        rubric = rubric_of(form, table)
        document = json.loads(json_text(review_json(review(rubric, case(form, rubric)))))
        assert replay(document).sheet.rubric == rubric

    @given(jst.self_evaluation_forms())
    def test_the_order_of_questions_and_rows_is_the_forms(self, form):
        rubric = rubric_of(form, BASE)
        assert [row.label.zh for row in rubric.indicators[1:]] == [row.label for row in form.rows]

    @given(jst.self_evaluation_forms())
    def test_redacted_forms_have_no_person_and_the_same_score(self, form):
        named = evolve(form, preparer="姓名甲", leader="姓名乙", remark="由姓名甲填报")
        hidden = redacted(named, mask={"某区": "甲区", "total": "全部"})
        assert (hidden.preparer, hidden.preparer_phone, hidden.leader) == ("", "", "")
        assert hidden.remark == f"由{HIDDEN}填报"
        assert hidden.implementing_unit.startswith("甲区")
        assert [line.source for line in hidden.budget] == [line.source for line in form.budget]
        assert rubric_of(hidden, BASE) == rubric_of(form, BASE)
        assert "姓名乙" not in repr(named)


class TestStored:
    def document(self):
        form = exchange.read_report(EXAMPLE)
        rubric = rubric_of(form, BASE)
        return json.loads(json_text(review_json(review(rubric, case(form, rubric)))))

    def test_a_touched_rubric_is_told(self):
        document = self.document()
        document["derived_rubric"]["indicators"][1]["points"] = "11"
        document["derived_rubric"]["indicators"][2]["points"] = "9"
        with pytest.raises(FormatError) as caught:
            replay(document)
        assert [problem.code for problem in caught.value.problems] == ["present.other_derived"]

    def test_a_rubric_that_is_none_is_told_with_its_place(self):
        document = self.document()
        document["derived_rubric"]["points"] = "99"
        with pytest.raises(FormatError) as caught:
            replay(document)
        assert {problem.code for problem in caught.value.problems} == {"rubrics.points_do_not_sum"}

    def test_a_published_rubric_is_not_stored(self):
        form = exchange.read_report(EXAMPLE.with_name("project-2021.toml"))
        rubric = registry.load("junshan-project@2021.1")
        assert "derived_rubric" not in review_json(review(rubric, case(form, rubric)))


class TestSmallFile:
    """A new project in one small file."""

    def test_it_is_read_checked_scored_and_reviewed(self):
        assert len(SMALL.strip().splitlines()) <= 25
        form = exchange.read_report(SMALL.encode())
        assert [finding.code for finding in check(form)] == []
        rubric = rubric_of(form, BASE)
        found = review(rubric, case(form, rubric))
        assert [row.verdict for row in found.rounds[0].indicators] == [
            "consistent",
            "consistent",
            "pending",
            "consistent",
        ]
        assert str(found.possible) == "[92.5, 98.5]"

    def test_what_is_written_reads_back(self):
        form = exchange.read_report(SMALL.encode())
        assert exchange.read_report(exchange.to_toml(form).encode()) == form

    @pytest.mark.parametrize(
        ("written", "instead", "code", "path"),
        [
            ('executed = "17万元"', 'executed = "17人"', "exchange.other_quantity", "budget[0].executed"),
            ('executed = "17万元"', 'executed = "85%"', "exchange.other_quantity", "budget[0].executed"),
            ('rate = "85%"', 'rate = "17万元"', "exchange.other_quantity", "budget[0].rate"),
            ('source = "total"', 'source = "all"', "exchange.not_allowed", "budget[0].source"),
            ("points = 50", 'points = "五十"', "exact.not_a_number", "rows[0].points"),
            ('level1 = "产出指标", ', "", "exchange.missing_key", "rows[0]"),
            ("fiscal_year = 2023", 'fiscal_year = "2023"', "exchange.wrong_type", "fiscal_year"),
            ("fiscal_year = 2023", "year = 2023", "exchange.unknown_key", ""),
        ],
    )
    def test_what_is_wrong_is_told_at_its_place(self, written, instead, code, path):
        with pytest.raises(FormatError) as caught:
            exchange.read_report(SMALL.replace(written, instead, 1).encode())
        assert [(problem.code, problem.path) for problem in caught.value.problems] == [(code, path)]


def test_the_example_is_what_the_page_says():
    """Worked by hand: 8.6183 + 10 + 9 + 10 + 8 + 10 + [12, 15] + [9, 12) + 10."""
    form = exchange.read_report(EXAMPLE)
    rubric = rubric_of(form, BASE)
    found = review(rubric, case(form, rubric))
    assert (found.possible.low, found.possible.high) == (Fraction("86.6183"), Fraction("92.6183"))
    assert [number_text(found.rounds[0].provisional)] == ["91.6183"]
    assert isinstance(form.budget[0].executed, Known)
    assert Money.parse("86.183万元") == dict(evidence(form, rubric).facts)["project_budget_executed"].value


class TestSize:
    """A form has about twenty indicators; what has thousands is no form, and is refused before it is scored."""

    def rows(self, count):
        form = exchange.read_report(EXAMPLE)
        row = evolve(form.rows[0], points=Fraction(90, count))
        return evolve(form, rows=tuple(evolve(row, label=f"指标{number}") for number in range(count)))

    def test_a_thousand_rows_are_read_and_scored(self):
        form = exchange.read_report(exchange.to_toml(self.rows(1000)).encode())
        rubric = rubric_of(form, BASE)
        assert review(rubric, case(form, rubric)).sheet.possible.low == Fraction("98.6183")

    @pytest.mark.parametrize("several", [False, True])
    def test_one_more_is_refused(self, several):
        form = self.rows(1001)
        text = exchange.reports_to_toml([form, form]) if several else exchange.to_toml(form)
        with pytest.raises(LimitError) as caught:
            exchange.read_reports(text.encode())
        (problem,) = caught.value.problems
        assert problem.code == "exchange.too_many_rows"
        assert problem.path == ("reports[0].rows" if several else "rows")


def test_the_weights_of_the_check_are_those_of_the_table():
    """`check` by itself knows no rubric; what it takes for the first level is the shipped table's."""
    assert level_weights(BASE) == NATIONAL_WEIGHTS
