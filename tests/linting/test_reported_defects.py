"""Clauses on which the linter was silent, spoke falsely or pointed at another number; every answer is read by hand."""

from fractions import Fraction

import pytest

from jixiao_core import Severity, Text, coverage, lint
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import Band, Bands, Condition, DeductPerStep, Nonconformities
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source

RATE = Measure(numerator=(Term("a"),), denominator=(Term("b"),), basis="printed", label=Text("甲÷乙"))
DAYS = Measure(numerator=(Term("a"),), basis="printed", label=Text("天数"))


def found(clause, formula, *, points=10, measure=RATE):
    row = Indicator(
        id="row", label=Text("改造情况"), points=points, clause=clause, source=Source(table="表", row=1),
        measure=measure, formula=formula,
    )  # fmt: skip
    facts = tuple(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name), unit=Text("天"))
        for name in "ab"
    )
    rubric = Rubric(
        series="told", edition=2024, revision=1, kind="project", title=Text("表"), issuer=Issuer(zh="局"),
        fiscal_years=FiscalYears(first=2024, last=2024), points=points, indicators=(row,), facts=facts,
    )  # fmt: skip
    return [each for each in lint(rubric).findings if each.path == "row"], coverage(rubric)


def of(name, findings):
    return [each for each in findings if each.code == f"lint.{name}"]


def loud(findings):
    return [each.code.removeprefix("lint.") for each in findings if each.severity is not Severity.INFORMATION]


def bands(*pairs, otherwise=0):
    return Bands(bands=tuple(Band(at_least=edge, points=points) for edge, points in pairs), otherwise=otherwise)


class TestJumps:
    """More than half of the points lost at once is told however many bands there are."""

    @pytest.mark.parametrize(
        ("clause", "formula", "size"),
        [
            ("完成率达到60%的计10分，低于60%的不得分。", bands(("60%", 10)), 10),
            (
                "完成率≥90%，得10分；80%≤完成率<90%，得10分；完成率<80%，得0分。",
                bands(("90%", 10), ("80%", 10)),
                10,
            ),
            ("完成率达到60%的计10分，低于60%的计4分。", bands(("60%", 10), otherwise=4), 6),
        ],
    )
    def test_one_place(self, clause, formula, size):
        (told,) = of("cliff", found(clause, formula)[0])
        assert told.message["size"] == size

    def test_half_of_the_points_is_not_more_than_half(self):
        """One of two equal steps."""
        told = found("完成率≥90%，得10分；60%≤完成率<90%，得5分；完成率<60%，得0分。", bands(("90%", 10), ("60%", 5)))[
            0
        ]
        assert of("cliff", told) == []
        assert of("cliff", found("达到60%计10分，否则计5分", bands(("60%", 10), otherwise=5))[0]) == []


def nonconformities(per, *deducts):
    words = ("虚列支出", "超标准开支")
    return Nonconformities(
        per=per,
        conditions=tuple(
            Condition(id=f"c{n}", label=Text(words[n]), deduct=deduct) for n, deduct in enumerate(deducts)
        ),
    )


class TestCasesAndConditions:
    CLAUSE = "每发现一例虚列支出扣三分，每发现一例超标准开支扣两分，扣完为止。"

    def test_a_deduction_for_each_case_that_is_taken_once(self):
        (told,) = of("per_differs", found(self.CLAUSE, nonconformities("condition", 3, 2), points=5, measure=None)[0])
        assert told.severity is Severity.ERROR
        assert (told.fragment.text, told.fragment.start, told.parameter) == ("一例", 3, "formula.per")

    def test_a_deduction_for_each_case(self):
        assert of("per_differs", found(self.CLAUSE, nonconformities("case", 3, 2), points=5, measure=None)[0]) == []

    @pytest.mark.parametrize("each", ["每例", "每出现1次", "每发生一起", "每有1笔", "每查出一处"])
    def test_words_for_cases(self, each):
        told = found(f"存在虚列支出的，{each}扣3分，扣完为止。", nonconformities("condition", 3), measure=None)[0]
        assert len(of("per_differs", told)) == 1

    @pytest.mark.parametrize("each", ["每有一项不符合", "每出现一种情形", "每缺一项", "一次性"])
    def test_words_for_conditions(self, each):
        told = found(f"虚列支出，超标准开支。{each}扣3分。", nonconformities("condition", 3, 3), measure=None)[0]
        assert of("per_differs", told) == []


def steps(**changes):
    return DeductPerStep(**{"standard": "100%", "side": "below", "step": "1pp", "deduct": 1, **changes})


class TestSteps:
    CLAUSE = "完成率每低于100%一个百分点扣1分，扣完为止。"

    def test_another_deduction_beside_the_step(self):
        told, covered = found(self.CLAUSE, steps(deduct=2))
        (finding,) = of("part_differs", told)
        assert finding.severity is Severity.ERROR
        assert (finding.fragment.text, finding.parameter, str(finding.witness)) == ("1分", "formula.deduct", "2")
        assert finding.message["part"] == "每低于100%一个百分点"
        # It is told once, and counts as not covered on both sides.
        assert of("parameter_unquoted", told) == of("number_unused", told) == []
        assert covered.share == Fraction(4, 6)

    def test_another_width(self):
        told = found("以100%为标准，每低于5个百分点扣2分，扣完为止。", steps(deduct=2))[0]
        (finding,) = of("part_differs", told)
        assert (finding.fragment.text, finding.parameter) == ("5个百分点", "formula.step")

    def test_both_are_another_way_of_saying_the_same_where_parts_are_proportional(self):
        """每低于2% 扣1分 is half a point a percentage point."""
        clause = "以100%为标准，每低于2%扣1分，同比例扣分，扣完为止。"
        told = found(clause, steps(deduct="0.5", part_step="proportional"))[0]
        assert of("part_differs", told) == []

    def test_what_several_steps_say_is_no_contradiction(self):
        clause = "以100%为标准，每低于1%扣1分，低于90%的每低于1%扣3分，扣完为止。"
        assert of("part_differs", found(clause, steps(deduct=2))[0]) == []

    def test_what_is_right(self):
        assert of("part_differs", found(self.CLAUSE, steps())[0]) == []


class TestPartsOfAStep:
    @pytest.mark.parametrize(
        ("words", "part_step"),
        [
            ("不足1%的不扣分", "ignore"),
            ("不足1个百分点的不扣分", "ignore"),
            ("不足一个百分点部分不计", "ignore"),
            ("不足1%按1%计", "count"),
            ("不足1%的，按1%扣分", "count"),
        ],
    )
    def test_the_width_is_used(self, words, part_step):
        clause = f"完成率低于100%的，每下降1%扣1分，{words}，扣完为止。"
        told, covered = found(clause, steps(part_step=part_step))
        assert [each.text for each in covered.clauses[0].uncovered] == []
        assert loud(told) == []

    def test_above_a_standard_as_well(self):
        """不足 says nothing of the side."""
        clause = "以100%为标准，每超过5个百分点扣2分，不足5个百分点按5个百分点计，扣完为止。"
        told = found(clause, steps(side="above", step="5pp", deduct=2, part_step="count"))[0]
        assert loud(told) == []

    def test_another_width_is_not(self):
        clause = "完成率低于100%的，每下降1%扣1分，不足2%的不扣分，扣完为止。"
        assert [each.text for each in found(clause, steps())[1].clauses[0].uncovered] == ["2%"]

    def test_a_level_that_is_not_reached_is_no_part_of_a_step(self):
        clause = "完成率达到100%得10分，每低于1%扣1分，不足60%不计分。"
        told, covered = found(clause, steps(zero_beyond="60%"))
        assert [each.text for each in covered.clauses[0].uncovered] == []
        assert of("part_step_differs", told) == []


class TestEdges:
    def test_the_outer_end_of_the_highest_band(self):
        """90%（含）-100% and 超过100% score the same: 100 % is in one of them, whichever."""
        clause = "90%（含）-100%，得10分；80%（含）-90%，得8分；80%（不含）以下，得0分；超过100%得10分。"
        told = found(clause, bands(("90%", 10), ("80%", 8)))[0]
        assert of("gap", told) == []

    @pytest.mark.parametrize("first", ["90%-100%", "90%（含）-100%"])
    def test_it_is_read_alike_with_and_without_a_mark_at_the_inner_end(self, first):
        clause = f"完成率{first}的计10分；80%（含）-90%（不含）的计8分；低于80%的不得分。"
        (gap,) = of("gap", found(clause, bands(("90%", 10), ("80%", 8)))[0])
        assert str(gap.witness.values) == "(1, inf)"

    def test_the_rest_does_not_take_it(self):
        clause = "完成率90%（含）-100%，得10分；其他情况不得分。"
        rule = Bands(bands=(Band(above="100%", points=0), Band(at_least="90%", points=10)))
        assert of("case_differs", found(clause, rule)[0]) == []

    def test_an_end_that_belongs_to_other_points_stays_a_gap(self):
        clause = "超过90%，得10分；80%（含）-90%，得8分；低于80%不得分。"
        rule = Bands(bands=(Band(above="90%", points=10), Band(at_least="80%", points=8)))
        (gap,) = of("gap", found(clause, rule)[0])
        assert str(gap.witness) == "90%"

    CLAUSE = "完成率90%-100%的计10分；80%-90%的计8分；80%以下的不得分。"

    @pytest.mark.parametrize("edge", ["at_least", "above"])
    def test_an_edge_that_words_leave_open(self, edge):
        """以下 includes 80 % by the Civil Code, 80%-90% may: whichever the formula takes, the clause is to be asked."""
        rule = Bands(bands=(Band(at_least="90%", points=10), Band(**{edge: "80%"}, points=8)))
        told = found(self.CLAUSE, rule)[0]
        assert of("case_differs", told) == []
        assert {str(each.witness): each.fragment.text for each in of("edge_unclear", told)} == {
            "90%": "90%",
            "80%": "80%",
        }
        assert len(of("edge_unclear", told)) == 2

    def test_an_edge_that_both_the_law_and_custom_give_to_the_better_band(self):
        clause = "完成率90%以上的计10分；80%-90%的计8分；低于80%的不得分。"
        assert of("edge_unclear", found(clause, bands(("90%", 10), ("80%", 8)))[0]) == []
        rule = Bands(bands=(Band(above="90%", points=10), Band(at_least="80%", points=8)))
        assert [str(each.witness) for each in of("case_differs", found(clause, rule)[0])] == ["90%"]

    @pytest.mark.parametrize("low", ["不超过80%", "≤80%", "80%及以下", "80%（含）以下", "80%以下（含80%）"])
    def test_an_edge_that_is_written_out_is_clear(self, low):
        clause = f"完成率90%-100%的计10分；80%-90%的计8分；{low}的不得分。"
        told = found(clause, bands(("90%", 10), ("80%", 8)))[0]
        assert [str(each.witness) for each in of("case_differs", told)] == ["80%"]
        assert [str(each.witness) for each in of("edge_unclear", told)] == ["90%"]

    def test_the_number_that_is_claimed_twice_is_the_one_quoted(self):
        clause = "完成率80%以上计10分；60%以上80%以下计5分；60%以下计0分。"
        told = of("claimed_twice", found(clause, bands(("80%", 10), ("60%", 5)))[0])
        assert [(str(each.witness), each.fragment.text, each.fragment.start) for each in told] == [
            ("80%", "80%", clause.index("80%以下")),
            ("60%", "60%", clause.index("60%以下")),
        ]
