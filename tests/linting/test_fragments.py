"""Numbers of clauses, worked by hand: what is one, what is said of it, what stands to it."""

from fractions import Fraction

import pytest

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.rubrics.linting.cases import printed_cases
from jixiao_core.rubrics.linting.fragments import fragments_of
from jixiao_core.rubrics.linting.numerals import circled_positions, numeral_value


def told(clause):
    return [(each.text, each.kind, str(each.value)) for each in fragments_of(clause)]


class TestWhatIsANumber:
    @pytest.mark.parametrize(
        ("clause", "expected"),
        [
            # From the clauses of both tables.
            ("以100%为标准", [("100%", "level", "1")]),
            ("达50％以上的，得3分", [("50％", "level", "1/2"), ("3分", "award", "3")]),
            ("每超过一个百分点扣0.5分", [("一个百分点", "step", "1/100"), ("0.5分", "deduction", "1/2")]),
            (
                "每低于100%一个百分点扣0.1分",
                [("100%", "level", "1"), ("一个百分点", "step", "1/100"), ("0.1分", "deduction", "1/10")],
            ),
            ("①虚列套取扣4-7分", [("4", "deduction", "4"), ("7分", "deduction", "7")]),
            ("0-10%（含），计2分", [("0", "level", "0"), ("10%", "level", "1/10"), ("2分", "award", "2")]),
            ("以上情况每出现一例不符合要求的扣1分", [("一例", "step", "1"), ("1分", "deduction", "1")]),
            ("每出现一个专项未按进度扣0.5分", [("一个", "step", "1"), ("0.5分", "deduction", "1/2")]),
            ("无结余，3分", [("无", "zero", "0"), ("3分", "award", "3")]),
            ("6月底前全部下达完", [("6月", "date", "6")]),
            ("此三项指标为共性要素", [("三项", "count", "3")]),
            # Other tables print more.
            ("１２．５％", [("１２．５％", "level", "1/8")]),
            ("百分之八十以上", [("百分之八十", "level", "4/5")]),
            ("每低5个百分点扣2分", [("5个百分点", "step", "1/20"), ("2分", "deduction", "2")]),
            ("每低于5%扣2分", [("5%", "step", "1/20"), ("2分", "deduction", "2")]),
            ("每少半个百分点减1分", [("半个百分点", "step", "1/200"), ("1分", "deduction", "1")]),
            ("超过1,000万元", [("1,000万元", "level", str(1000 * 10**6))]),
            ("2‰", [("2‰", "level", "1/500")]),
            ("达到三次以上得五分", [("三次", "count", "3"), ("五分", "award", "5")]),
            ("扣五分", [("五分", "deduction", "5")]),
            ("优秀得满分，其他不得分", [("满分", "full", "0"), ("其他", "rest", "0"), ("不得分", "none", "0")]),
            ("不扣分", [("不扣分", "full", "0")]),
        ],
    )
    def test_numbers(self, clause, expected):
        assert told(clause) == expected

    @pytest.mark.parametrize(
        "clause",
        [
            "①②③④⑤",
            "“三公经费”变动率",
            "一般公共预算统一管理，进一步完善",
            "1、制度健全；\n2、执行有效；\n（3）资料完整",
            "第一大项、第3条、附件2、附表1",
            "《2015年度工作要点（100分）》",
            "实际到位/计划到位×100%",
            "某一实际问题；同一项目；其中一是；唯一",
            "十分重要，九牛一毛",
            "资金分配公平，分项核算，5分钟以内".replace("5分钟以内", ""),
            "",
        ],
    )
    def test_what_is_none(self, clause):
        assert told(clause) == []

    def test_years_and_documents_are_told_apart(self):
        found = fragments_of("按岳发〔2015〕11号和2021-2023年规划")
        assert [(each.text, each.kind) for each in found] == [
            ("〔2015〕11号", "document"),
            ("2021", "year"),
            ("2023", "year"),
        ]

    def test_minutes_are_no_points(self):
        assert [each.kind for each in fragments_of("5分钟内办结")] == ["bare"]


@pytest.mark.parametrize(
    ("clause", "relation", "included"),
    [
        ("≧90%", "at_least", True),
        ("＞90%", "above", False),
        ("不低于90%", "at_least", True),
        ("大于等于90%", "at_least", True),
        ("高于90%", "above", False),
        ("90%以上", "at_least", True),
        ("90%（含）以上", "at_least", True),
        ("90%以上（含90%）", "at_least", True),
        ("90%（不含）以上", "above", False),
        ("90%以下", "at_most", True),
        ("90%以下（不含90%）", "below", False),
        ("90%以内", "at_most", True),
        ("低于90%", "below", False),
        ("未达90%", "below", False),
        ("不足90%", "below", False),
        ("不超过90%", "at_most", True),
        ("等于90%", "equal", True),
        ("达到90%", "at_least", True),
        ("90%≤率", "at_least", True),
        ("90%＞率", "below", False),
        ("目标90%", "", None),
    ],
)
def test_relations(clause, relation, included):
    """Civil Code, article 1259: 以上, 以下, 以内 include the number, 超过 and 不足 do not."""
    found = fragments_of(clause)[0]
    assert (found.relation, found.included) == (relation, included)


class TestCases:
    @pytest.mark.parametrize(
        ("clause", "surely", "perhaps"),
        [
            ("80%（含）-90%计4分", "[0.8, 0.9)", "[0.8, 0.9)"),
            ("80%-90%（含）计4分", "(0.8, 0.9]", "(0.8, 0.9]"),
            ("90%（不含）至80%计4分", "[0.8, 0.9)", "[0.8, 0.9)"),
            ("80%-90%计4分", "(0.8, 0.9)", "[0.8, 0.9]"),
            ("80%≤X＜90%得4分", "[0.8, 0.9)", "[0.8, 0.9)"),
            ("大于80%且不超过90%的得4分", "(0.8, 0.9]", "(0.8, 0.9]"),
            ("得4分：80%以上", "[0.8, inf)", "[0.8, inf)"),
            ("无结余，4分", "[0, 0]", "[0, 0]"),
        ],
    )
    def test_regions(self, clause, surely, perhaps):
        (case,) = printed_cases(fragments_of(clause), Fraction(5), is_rate=True).cases
        assert (str(case.surely), str(case.perhaps), case.points) == (surely, perhaps, 4)

    def test_the_rest_is_what_no_case_names(self):
        found = printed_cases(fragments_of("90%以上得5分；60%-90%得3分；其余不得分"), Fraction(5), is_rate=True)
        assert found.is_complete
        assert [str(case.surely) for case in found.cases][2] == "(-inf, 0.6)"
        assert [str(case.perhaps) for case in found.cases][2] == "(-inf, 0.6]"

    @pytest.mark.parametrize(
        "clause", ["有结余但不超过上年结转，2分", "满意率≥90得5分", "90%、80%得5分", "80%-70%-60%得5分"]
    )
    def test_what_is_not_plain_is_left_alone(self, clause):
        found = printed_cases(fragments_of(clause), Fraction(5), is_rate=True)
        assert found.cases == ()
        assert not found.is_complete

    def test_full_points_are_those_of_the_row(self):
        (case,) = printed_cases(fragments_of("达90%以上的得满分"), Fraction(7), is_rate=True).cases
        assert case.points == 7

    def test_plain_numbers_are_levels_of_plain_measures(self):
        (case,) = printed_cases(fragments_of("3次以上得5分"), Fraction(5), is_rate=False).cases
        assert case.surely == IntervalSet.of(*fragments_case_at_least(3))


def fragments_case_at_least(value):
    from jixiao_core.exact.intervals import Interval

    return (Interval.at_least(value),)


def test_a_part_of_a_step_is_no_level_whatever_stands_before_it():
    """What stands before 不足1%的不扣分 is not looked at with it."""
    found = fragments_of("以100%为标准，每低1%扣1分，不足1%的不扣分")
    assert [(each.text, each.relation) for each in found if each.kind == "level"] == [("100%", ""), ("1%", "part")]


def test_numbers_that_are_longer_than_numbers():
    """A thousand digits are no parameter; they are passed over, and what follows is read."""
    assert told("9" * 1000 + "分，计5分") == [("5分", "award", "5")]
    assert told("扣" + "9" * 1000 + "%，计5分") == [("5分", "award", "5")]


def test_comparators_in_ascii():
    assert [fragments_of(clause)[0].relation for clause in (">=90%", "<=90%", "90%>=率", "90%<率")] == [
        "at_least",
        "at_most",
        "at_most",
        "above",
    ]


def test_numerals():
    """Against the plain decimal numbers that they stand for."""
    ones = "零一二三四五六七八九"
    for value in range(1, 100):
        tens, one = divmod(value, 10)
        text = ("" if tens == 1 else ones[tens]) + "十" + (ones[one] if one else "") if tens else ones[one]
        assert numeral_value(text) == value
    assert numeral_value("两百") == 200
    assert numeral_value("十十") is None
    assert numeral_value("一二") is None


def test_numbers_in_circles():
    assert circled_positions("以上①②⑳需提供") == (1, 2, 20)
    assert circled_positions("一、二、1") == ()
