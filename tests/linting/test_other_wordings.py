"""Wordings of other tables, each worked by hand: what states what, and what is no fault."""

from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core import Severity, Text, coverage, lint
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import (
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    Condition,
    DeductPerStep,
    Nonconformities,
    Option,
    Options,
    Proportional,
)
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.rubrics.indicators import Answer, Indicator, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, LegalBasis, Source

RATIO = Measure(
    numerator=(Term("a"),), denominator=(Term("b"),), basis="printed", label=Text("甲÷乙"), zero_over_zero="0%"
)
DAYS = Measure(numerator=(Term("a"),), basis="printed", label=Text("甲"))


def table(clause, formula, *, points=5, measure=None, **head):
    row = Indicator(
        id="row", label=Text("指标"), points=points, clause=clause, source=Source(table="表", row=1), measure=measure,
        formula=formula,
    )  # fmt: skip
    facts = tuple(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name)) for name in "ab"
    )
    return Rubric(
        series="other", edition=2024, revision=1, kind="project", title=Text("表"), issuer=Issuer(zh="局"),
        fiscal_years=FiscalYears(first=2024, last=2024), points=points, indicators=(row,), facts=facts, **head,
    )  # fmt: skip


def left(rubric):
    row = coverage(rubric).clauses[0]
    return [each.parameter.path for each in row.unquoted], [each.text for each in row.uncovered]


def errors(rubric):
    return [each.code for each in lint(rubric).findings if each.severity is Severity.ERROR]


def steps(**changes):
    return DeductPerStep(**{"standard": "100%", "side": "above", "step": "1pp", "deduct": "0.5", **changes})


@pytest.mark.parametrize(
    ("clause", "formula", "measure", "expected"),
    [
        # The base itself is the standard: no number is needed; another standard would be one.
        ("每超过控制数一个百分点扣0.5分", steps(), RATIO, ([], [])),
        ("每超过控制数一个百分点扣0.5分", steps(standard="105%"), RATIO, (["formula.standard"], [])),
        ("与计划相比，每偏离一个百分点扣0.5分", steps(side="either"), RATIO, ([], [])),
        ("每超过一个百分点扣0.5分", steps(), RATIO, (["formula.standard"], [])),
        ("每迟报2天扣0.5分", steps(standard="0", step="2"), DAYS, ([], [])),
        ("每迟报2天扣0.5分", steps(standard="1", step="2"), DAYS, (["formula.standard"], [])),
        # What is given states no deduction, and what is taken no points.
        ("以100%为标准得5分，每超过一个百分点得0.5分", steps(), RATIO, (["formula.deduct"], ["0.5分"])),
        ("90%以上扣4分", Bands(bands=(Band(at_least="90%", points=4),)), RATIO, (["formula.bands[0].points"], ["4分"])),
        # Cut-offs, from nothing or from the standard.
        ("以100%为标准，每超过1%扣0.5分，超过110%不得分", steps(zero_beyond="110%"), RATIO, ([], [])),
        ("以100%为标准，每超过1%扣0.5分，超支10%以上不得分", steps(zero_beyond="110%"), RATIO, ([], [])),
        ("以100%为标准，每偏离1%扣0.5分，偏离10%以上不得分", steps(side="either", zero_beyond="10%"), RATIO, ([], [])),
        ("以100%为标准，每超过1%扣0.5分，超支12%以上不得分", steps(zero_beyond="110%"), RATIO, (["formula.zero_beyond"], ["12%"])),
        # A rate printed without its sign.
        ("满意率≥90得5分，其余不得分", Bands(bands=(Band(at_least="90%", points=5),)), RATIO, ([], [])),
        # A floor and a cap.
        ("按比率计分，最低1分，最高4分", Proportional(cap=4, floor=1), RATIO, ([], [])),
        ("按比率计分，最低1分", Proportional(floor=2), RATIO, (["formula.floor"], ["1分"])),
    ],
)  # fmt: skip
def test_what_states_a_formula_over_a_measure(clause, formula, measure, expected):
    assert left(table(clause, formula, measure=measure)) == expected


def test_an_excess_is_no_measure():
    """超支10% is a measure of 110 %: beside the curve it says nothing wrong, at 10 % it would."""
    assert (
        errors(
            table("不超过预算的得5分，超支10%以上不得分", Proportional(full_at="100%", zero_at="110%"), measure=RATIO)
        )
        == []
    )
    assert errors(table("10%以上不得分", Proportional(full_at="100%", zero_at="110%"), measure=RATIO)) == [
        "lint.case_differs"
    ]
    assert errors(table("100%以下不得分", Proportional(full_at="100%", zero_at="110%"), measure=RATIO)) == [
        "lint.case_differs"
    ]


def options(*scores):
    words = ("达成", "部分达成", "未达成")
    return Options(
        options=tuple(Option(id=f"o{n}", label=Text(words[n]), low=a, high=b) for n, (a, b) in enumerate(scores))
    )


class TestParts:
    CLAUSE = "达成的，计100%-80%（含）的分值；部分达成的，计80%-60%（含）；未达成的，计60%-0%。"

    def test_shares_of_the_points(self):
        """Of 10 points 100%-80% are 10 to 8, and so on."""
        assert left(table(self.CLAUSE, options((8, 10), (6, 8), (0, 6)), points=10)) == ([], [])

    def test_another_share(self):
        """7 is none of the shares beside 部分达成, so that its 60 % is left over."""
        unquoted, uncovered = left(table(self.CLAUSE, options((8, 10), (7, 8), (0, 6)), points=10))
        assert unquoted == ["formula.options[1].low"]
        assert uncovered == ["60%"]

    def test_numbers_inside_the_words_of_an_item(self):
        items = (
            ChecklistItem(id="a", label=Text("①覆盖率达90%"), points=2),
            ChecklistItem(id="b", label=Text("②按期完成"), points=3),
        )
        rubric = table("①覆盖率达90%（2分）\n②按期完成（3分）", Checklist(items=items))
        assert left(rubric) == ([], [])
        assert errors(rubric) == []

    def test_points_beside_words_that_end_like_others(self):
        """如期完成 ends 未如期完成; the longer words are found first."""
        states = Options(
            options=(
                Option(id="a", label=Text("如期完成"), points=3),
                Option(id="b", label=Text("未如期完成"), points=1),
            )
        )
        assert left(table("未如期完成（1分）；如期完成（3分）", states, points=3)) == ([], [])

    def test_what_a_deduction_leaves(self):
        states = Options(
            options=(Option(id="a", label=Text("达到目标"), points=3), Option(id="b", label=Text("未达到"), points=1))
        )
        assert left(table("达到目标得3分，未达到扣2分", states, points=3)) == ([], [])

    def test_one_deduction_for_several_conditions(self):
        rule = Nonconformities(
            conditions=(
                Condition(id="a", label=Text("①账实不符"), deduct=1),
                Condition(id="b", label=Text("②处置不当"), deduct=2),
            )
        )
        assert left(table("①账实不符；②处置不当。每出现一例扣1分", rule)) == (["formula.conditions[1].deduct"], [])

    def test_a_total_printed_before_the_items(self):
        items = (
            ChecklistItem(id="a", label=Text("①有制度"), points=2),
            ChecklistItem(id="b", label=Text("②有执行"), points=3),
        )
        assert errors(table("本项满分5分：①有制度2分；②有执行3分。", Checklist(items=items))) == []


def test_adjustments_are_clauses_too():
    bonus = Adjustment(
        id="bonus", label=Text("加分"), clause="每获一次表彰加1分，最多加3分，总分不超过8分。", high=3, per_case=1
    )
    rubric = table("酌情扣分，满分5分", steps(), measure=RATIO, adjustments=(bonus,), total_ceiling=8)
    found = coverage(rubric).clauses[1]
    assert (found.path, found.unquoted, found.uncovered) == ("adjustments[0]", (), ())


def test_points_for_judgement_count_only_where_they_are_given():
    """（700分） in a citation is no score of the row; 得8分 is."""
    from jixiao_core.rubrics.formulas import Judged

    assert errors(table("按“工作实绩”（700分）考核", Judged())) == []
    assert errors(table("完成的得8分，未完成的酌情扣分", Judged())) == ["lint.points_differ"]
    assert errors(table("完成的得5分，未完成的酌情扣分", Judged())) == []


@pytest.mark.parametrize(
    ("clause", "side", "is_wrong"),
    [
        ("以100%为标准，每增减一个百分点扣0.5分", "either", False),
        ("以100%为标准，每增减一个百分点扣0.5分", "above", True),
        ("以100%为标准，每高出一个百分点扣0.5分", "above", False),
        ("以100%为标准，每下降一个百分点扣0.5分", "above", True),
        ("以100%为标准，每一个百分点扣0.5分", "below", False),
    ],
)
def test_sides(clause, side, is_wrong):
    assert ("lint.side_differs" in errors(table(clause, steps(side=side), measure=RATIO))) == is_wrong


@pytest.mark.parametrize(
    ("clause", "part_step", "is_wrong"),
    [
        ("每超过一个百分点扣0.5分，不足一个百分点按一个百分点计算", "count", False),
        ("每超过一个百分点扣0.5分，不足一个百分点按一个百分点计算", "ignore", True),
        ("每超过一个百分点扣0.5分，不足一个百分点的不计", "ignore", False),
        ("每超过一个百分点扣0.5分，不足一个百分点的不计", "proportional", True),
        ("超过100%的同比例扣减，每个百分点扣0.5分", "proportional", False),
        ("每超过一个百分点扣0.5分", "count", False),
    ],
)
def test_parts_of_a_step(clause, part_step, is_wrong):
    rubric = table("以100%为标准，" + clause, steps(part_step=part_step), measure=RATIO)
    assert ("lint.part_step_differs" in errors(rubric)) == is_wrong


def test_one_summit_is_a_rule_and_a_valley_is_not():
    """The nearer to 100 % the better: 3, 5, 3 is meant so; 5, 3, 5 is not."""

    def bands(*points):
        edges = ("110%", "95%", "80%")
        return Bands(bands=tuple(Band(at_least=edge, points=each) for edge, each in zip(edges, points, strict=True)))

    codes = [
        {each.code for each in lint(table("x", bands(*points), measure=RATIO)).findings}
        for points in ((3, 5, 3), (5, 3, 5))
    ]
    assert "lint.not_monotone" not in codes[0]
    assert "lint.not_monotone" in codes[1]


def test_a_cliff_beside_smaller_steps_by_hand():
    """Jumps of 1, 1 and 3 of 5: the last is more than twice any other; of 2, 2 and 1 none is."""

    def bands(*points):
        edges = ("90%", "80%", "70%")
        return Bands(bands=tuple(Band(at_least=edge, points=each) for edge, each in zip(edges, points, strict=True)))

    def places(*points):
        found = lint(table("x", bands(*points), measure=RATIO)).findings
        return [str(each.witness) for each in found if each.code == "lint.cliff"]

    assert places(5, 4, 3) == ["70%"]
    assert places(5, 3, 1) == []
    # All or nothing at one place: the whole of the points.
    assert places(Fraction(5), Fraction(5), Fraction(5)) == ["70%"]


def test_a_notice_for_the_year_itself_is_not_old():
    """A notice of 2023 about the evaluation of 2024 is of an earlier year, and speaks of none that has passed."""
    basis = LegalBasis(document="示财〔2023〕30号", year=2023, title="关于做好2024年度绩效评价工作的通知")
    codes = {each.code for each in lint(table("满分5分", steps(), measure=RATIO, legal_basis=(basis,))).findings}
    assert "lint.legal_basis_earlier" in codes
    assert "lint.legal_basis_old" not in codes


@pytest.mark.parametrize(("domain", "changes"), [("[0%, 100%]", False), ("[0%, inf)", True)])
def test_a_reading_that_differs_only_where_no_measure_is(domain, changes):
    """Below 100 % both sides and one side lose the same; above it no share of a whole can lie."""
    question = Question(
        id="side", label=Text("高于是否扣分"), answers=(Answer(id="no", note=Text("否")), Answer(id="yes", note=Text("是"))),
        adopted_by=Text("示例单位"), adopted_on="2024-01-01", reason=Text("字面如此"),
    )  # fmt: skip
    rubric = table(
        "以100%为标准，每低于一个百分点扣0.5分",
        steps(side="below"),
        measure=evolve(RATIO, domain=domain),
        questions=(question,),
    )
    (row,) = rubric.indicators
    reading = Reading(question="side", id="yes", formula=steps(side="either"))
    found = lint(evolve(rubric, indicators=(evolve(row, readings=(reading,)),))).findings
    assert ("lint.reading_changes_nothing" not in {each.code for each in found}) == changes
