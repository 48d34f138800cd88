"""项目支出绩效自评表, after 财预〔2020〕10号: rules as `spec` marks them, R read in published copies, M customary."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import registry, review, score
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.quantities import Money, MoneyUnit, Number, Rate
from jixiao_core.reports import BudgetLine, IndicatorLine, SelfEvaluationForm, case, evidence, rubric_of
from jixiao_core.reports.parts import TableUnit
from jixiao_core.scoring.figures import Known

BASE = registry.load("national-self-evaluation@2020.1")
LEVELS = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
READ, CUSTOMARY = "【见于地方已公开的表】", "【通行做法，未与正式文本核对】"


def variant(name):
    return registry.load(f"national-self-evaluation-{name}@2020.1")


def form(executed="86.183", full_year="100", *, rows=(), **more):
    """A form whose budget is in 万元, with a claimed score of execution."""
    total = BudgetLine(
        source="total",
        full_year=Known(value=Number.parse(full_year)),
        executed=Known(value=Number.parse(executed)),
        **{"points": 10, **more},
    )
    unit = TableUnit(unit=MoneyUnit.WAN_YUAN, how="printed")
    return SelfEvaluationForm(fiscal_year=2023, budget=(total,), unit=unit, rows=tuple(rows))


def line(target, completion, points=10, *, level="产出指标", **more):
    return IndicatorLine(level1=level, label="指标", target=target, completion=completion, points=points, **more)


def row(target, completion, points=10, *, base=BASE, answers=None, **more):
    """The scored row of a form that has this one row beside execution."""
    found = form(rows=[line(target, completion, points, **more)])
    rubric = rubric_of(found, base).under(answers or {})
    return score(rubric, evidence(found, rubric))[rubric.indicators[-1].id]


def points(*given, **more):
    node = row(*given, **more)
    return node.points if node.possible.is_point else str(node.possible)


class TestWeights:
    """R: 预算执行率10、产出50、效益30、满意度10（中江2022、天长2022）."""

    def test_first_level(self):
        assert {node.id: node.points for node in BASE.members("")} == {
            "execution": 10, "output": 50, "benefit": 30, "satisfaction": 10,
        }  # fmt: skip

    def test_every_row_says_what_was_read_and_what_is_customary(self):
        for indicator in BASE.indicators:
            note = indicator.source.note.zh
            read, _, customary = note.partition("；")
            assert read.startswith(READ)
            assert "分值" in read
            assert customary.startswith(CUSTOMARY)

    def test_bands(self):
        """M: 优90（含）-100、良80（含）-90、中60（含）-80、差<60."""
        assert BASE.grades.basis == "customary"
        assert "未与正式文本核对" in BASE.grades.source.zh
        assert [(grade.name, grade.at_least) for grade in BASE.grades.grades] == [
            ("优", 90), ("良", 80), ("中", 60), ("差", 0),
        ]  # fmt: skip


def execution(found, base=BASE, **answers):
    rubric = rubric_of(found, base).under(answers)
    return score(rubric, evidence(found, rubric))["execution.rate"]


ROW = (line("≥10件", "10件", 90),)


class TestExecution:
    """M: 得分＝全年执行数÷全年预算数×分值. R: 得分最高不能超过该指标分值上限（中江2022）."""

    @pytest.mark.parametrize(
        ("base", "expected"),
        [
            (BASE, Fraction("8.6183")),
            (variant("two-places"), Fraction("8.62")),
            (variant("whole-points"), Fraction(9)),
            (variant("rate-first"), Fraction("8.618")),
        ],
    )
    def test_86_183_per_cent_of_10(self, base, expected):
        assert execution(form(rows=ROW), base).points == expected

    @pytest.mark.parametrize(
        ("claimed", "base", "verdict"),
        [
            ("8.62", BASE, "consistent"),
            ("8.6183", BASE, "consistent"),
            ("8.61", BASE, "below"),
            ("8.63", BASE, "above"),
            ("8.62", variant("two-places"), "consistent"),
            ("9", variant("whole-points"), "consistent"),
            ("8.62", variant("whole-points"), "below"),
        ],
    )
    def test_claims(self, claimed, base, verdict):
        """8.62 is 8.6183 rounded to two places; 8.61 and 8.63 are not, one point hundredth below and above."""
        found = form(rows=ROW, score=Fraction(claimed))
        rubric = rubric_of(found, base)
        (row_, *_) = review(rubric, case(found, rubric)).rounds[0].indicators
        assert row_.verdict == verdict

    def test_nothing_of_nothing_does_not_apply(self):
        node = execution(form("0", "0", rows=ROW))
        assert (node.status, node.points) == ("not_applicable", 10)
        assert "scoring.not_applicable_by_facts" in [finding.code for finding in node.findings]

    def test_nothing_of_nothing_under_the_other_reading(self):
        assert execution(form("0", "0", rows=ROW), zero_execution="no_points").points == 0

    def test_nothing_of_nothing_reallocated(self):
        found = form("0", "0", rows=ROW)
        rubric = rubric_of(found, variant("reallocate"))
        sheet = score(rubric, evidence(found, rubric))
        assert sheet.points == 100
        assert sheet[rubric.indicators[-1].id].points == 100

    def test_something_of_nothing_scores_nothing_and_is_asked_about(self):
        node = execution(form("5", "0", rows=ROW))
        assert node.points == 0
        assert "scoring.over_zero_worst" in [finding.code for finding in node.findings]

    def test_more_than_the_budget_is_no_rate(self):
        node = execution(form("101", "100", rows=ROW))
        assert (node.status, str(node.possible)) == ("invalid", "[0, 10]")

    def test_twenty_points(self):
        found = form("86.183", "100", rows=(line("≥10件", "10件", 80),), points=20)
        assert execution(found, variant("execution-20")).points == Fraction("17.2366")


class TestQuantitative:
    """
    M: 完成指标值的，得该指标全部分值；完成值高于指标值较多且目标明显偏低的，按照偏离度适当调减分值；未完成的，按照完成值与指标值的比例计分.
    """

    @pytest.mark.parametrize(
        ("target", "completion", "expected"),
        [
            ("≥200人次", "200人次", 10),
            ("≥200人次", "180人次", 9),
            ("≥200人次", "400人次", 10),
            ("≥95%", "96.5%", 10),
            ("≥95%", "76%", 8),
            ("≤4小时", "4小时", 10),
            ("≤4小时", "2小时", 10),
            ("≤4小时", "5小时", 8),
            ("≤1.5万元", "15000元", 10),
            ("≤1.5万元", "20000元", Fraction(15, 2)),
            ("不超过15个工作日", "20个工作日", Fraction(15, 2)),
            ("95%以上", "95%", 10),
            ("=100%", "100%", 10),
            ("100件", "100件", 10),
            ("100件", "120件", 10),
            ("≤0起", "0起", 10),
            ("≤0起", "2起", 0),
        ],
    )
    def test_both_directions(self, target, completion, expected):
        assert points(target, completion) == expected

    def test_an_operator_column_and_a_unit_column(self):
        assert points("4", "5", comparator="≤", unit="小时") == 8
        assert points("4", "5", comparator="≥", unit="小时") == 10

    @given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 50), st.booleans())
    def test_in_proportion_and_never_more_than_the_points(self, goal, done, worth, less):
        """Worked with plain fractions: completion ÷ target, or target ÷ completion, at most 1."""
        if less:
            share = min(Fraction(1), Fraction(goal, done)) if done else Fraction(1)
        else:
            share = min(Fraction(1), Fraction(done, goal))
        assert points(f"{'≤' if less else '≥'}{goal}件", f"{done}件", worth) == share * worth

    @given(st.integers(1, 1000), st.integers(0, 1000))
    def test_reduced_by_the_deviation(self, goal, more):
        """The reading `reduced` takes the share by which the target is exceeded, down to nothing."""
        expected = max(Fraction(0), 10 * (1 - Fraction(more, goal)))
        assert points(f"≥{goal}件", f"{goal + more}件", answers={"over_achievement": "reduced"}) == expected

    @pytest.mark.parametrize(("completion", "expected"), [("200人", 10), ("199人", 0), ("201人", 10)])
    def test_nothing_for_a_missed_target(self, completion, expected):
        assert points("≥200人", completion, answers={"missed_target": "no_points"}) == expected

    @pytest.mark.parametrize("level", LEVELS)
    def test_every_level_has_the_same_rule(self, level):
        assert points("≥200人次", "180人次", level=level) == 9

    @pytest.mark.parametrize(
        ("target", "completion"),
        [
            ("≥95%", "≥95%"),  # an operator is no completion
            ("≥50场", "52人"),  # another unit
            ("≥50场", ""),
            ("≥50场", "已完成"),
            ("＞90%", "90%"),  # strictly more is demanded
            ("约90%", "91%"),
            ("", "91%"),
        ],
    )
    def test_what_is_not_known_stays_open(self, target, completion):
        assert points(target, completion) == "[0, 10]"

    def test_less_of_a_cost_is_better_without_an_operator(self):
        assert points("40元", "50元", level2="成本指标") == 8
        assert points("40元", "50元", level2="数量指标") == 10

    def test_a_rate_of_cost_without_an_operator_is_open(self):
        assert points("5%", "6%", level2="成本指标") == "[0, 10]"
        assert points("5%", "5%", level2="成本指标") == 10


class TestQualitative:
    """R: 三档，100%-80%（含）、80%-60%（含）、60%-0%（中江2022）. M: 达成 / 部分达成并具有一定效果 / 未达成且效果较差."""

    @pytest.mark.parametrize(
        ("completion", "expected"),
        [
            ("达成预期指标", "[8, 10]"),
            ("部分达成并具有一定效果", "[6, 8)"),
            ("部分达成年度指标并具有一定效果。", "[6, 8)"),
            ("未达成预期指标且效果较差", "[0, 6)"),
            ("已达到预期效果", "[0, 10]"),  # no name of a tier
            ("部分达成", "[0, 10]"),
            ("", "[0, 10]"),
        ],
    )
    def test_a_tier_is_known_where_it_is_named(self, completion, expected):
        assert points("明显提升", completion) == expected

    @pytest.mark.parametrize("level", LEVELS)
    def test_tiers_in_proportion_to_the_points(self, level):
        assert points("明显提升", "部分达成并具有一定效果", 15, level=level) == "[9, 12)"

    def test_the_form_says_that_a_row_is_qualitative(self):
        assert points("100%", "达成预期指标", comparator="定性") == "[8, 10]"

    def test_tiers_of_a_variant(self):
        """In use: 100-80、80-50、50-0."""
        found = [
            points("好转", word, base=variant("tiers-50"))
            for word in ("部分达成并具有一定效果", "未达成预期指标且效果较差")
        ]
        assert found == ["[5, 8)", "[0, 5)"]

    @pytest.mark.parametrize(
        ("claimed", "verdict"), [("10", "pending"), ("8", "pending"), ("7.99", "below"), ("7.5", "below")]
    )
    def test_a_claim_outside_its_tier(self, claimed, verdict):
        found = form(rows=[line("明显提升", "达成预期指标", score=Fraction(claimed))])
        rubric = rubric_of(found, BASE)
        assert review(rubric, case(found, rubric)).rounds[0].indicators[-1].verdict == verdict


class TestOwnRows:
    """二级、三级指标由单位自行设定，分值之和为一级指标分值."""

    ROWS = (
        line("≥1件", "1件", 30, level2="数量指标"),
        line("≥1件", "1件", 20, level2="质量指标"),
        line("≥1件", "1件", 30, level="效益指标", level2="社会效益指标"),
        line("≥90%", "91%", 10, level="满意度指标", level2="服务对象满意度指标"),
    )

    def test_levels_as_printed(self):
        rubric = rubric_of(form(rows=self.ROWS), BASE)
        assert [(group.id, group.label.zh, group.points) for group in rubric.groups] == [
            ("execution", "预算执行率", 10),
            ("output", "产出指标", 50),
            ("output.quantity", "数量指标", 30),
            ("output.quality", "质量指标", 20),
            ("benefit", "效益指标", 30),
            ("benefit.social_benefit", "社会效益指标", 30),
            ("satisfaction", "满意度指标", 10),
            ("satisfaction.satisfaction", "服务对象满意度指标", 10),
        ]
        assert rubric.points == 100
        assert rubric.grades == BASE.grades

    def test_the_base_is_named_with_its_digest(self):
        rubric = rubric_of(form(rows=self.ROWS), BASE)
        assert rubric.derived_from == f"{BASE.pin}#{BASE.digest}"
        assert rubric.series == f"{BASE.series}-form"

    def test_points_that_do_not_sum_are_scored_as_printed(self):
        """98 points are scored out of 98, and no rating is given for them."""
        rubric = rubric_of(form(rows=(*self.ROWS[1:], evolve(self.ROWS[0], points=28))), BASE)
        assert (rubric.points, rubric.grades) == (98, None)

    @pytest.mark.parametrize("worth", [None, 0, -5])
    def test_a_row_without_points_is_left_out(self, worth):
        rubric = rubric_of(form(rows=(evolve(self.ROWS[0], points=worth), *self.ROWS[1:])), BASE)
        assert [row_.id for row_ in rubric.indicators] == [
            "execution.rate", "output.quality.row_2", "benefit.social_benefit.row_3", "satisfaction.satisfaction.row_4",
        ]  # fmt: skip

    def test_a_level_that_the_table_does_not_have(self):
        rubric = rubric_of(form(rows=(line("≥1件", "1件", 90, level="其他指标"),)), BASE)
        assert [(group.id, group.label.zh) for group in rubric.groups[1:]] == [("level_1", "其他指标")]

    def test_without_rows_the_table_speaks(self):
        assert rubric_of(form(), BASE) is BASE


class TestVariants:
    """In use, as reported; not one of them was checked against an official text."""

    NAMES = ("cost", "execution-20", "rate-first", "reallocate", "tiers-50", "two-places", "whole-points")

    @pytest.mark.parametrize("name", NAMES)
    def test_each_says_so_and_names_its_base(self, name):
        table = variant(name)
        assert table.derived_from == f"{BASE.pin}#{BASE.digest}"
        assert table.points == 100
        assert any("在用做法，据反映收录，未与正式文本核对" in note.zh for note in table.notes)

    def test_cost_as_a_first_level_indicator(self):
        assert {node.id: node.points for node in variant("cost").members("")} == {
            "execution": 10, "cost": 20, "output": 40, "benefit": 20, "satisfaction": 10,
        }  # fmt: skip
        assert points("≤40元", "50元", 20, base=variant("cost"), level="成本指标") == 16

    def test_execution_20(self):
        assert [node.points for node in variant("execution-20").members("")] == [20, 40, 30, 10]

    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_roundings_of_any_rate(self, part, whole):
        """Each by its own words, with plain fractions; 四舍五入 throughout."""
        part = min(part, whole)
        rate = Fraction(part, whole)

        def rounded(value, places):
            scaled = value * 10**places
            return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**places)

        found = form(str(part), str(whole), rows=ROW)
        assert execution(found).points == 10 * rate
        assert execution(found, variant("two-places")).points == rounded(10 * rate, 2)
        assert execution(found, variant("whole-points")).points == rounded(10 * rate, 0)
        assert execution(found, variant("rate-first")).points == 10 * rounded(rate, 4)


def test_the_table_itself_scores_targets_in_the_mean():
    """Without a form the base takes all targets of a first-level indicator in the mean."""
    from jixiao_core import Evidence
    from jixiao_core.scoring.assessments import TargetRow, TargetsAssessment

    rows = tuple(
        TargetRow(label=name, target=Rate.parse("100%"), actual=Rate.parse(done))
        for name, done in (("甲", "100%"), ("乙", "50%"))
    )
    found = score(BASE, Evidence.of(BASE, assessments={"output": TargetsAssessment(rows=rows)}))
    assert found["output"].possible == IntervalSet.points(Fraction(75, 2))


def test_money_of_the_form_has_its_unit():
    facts = dict(evidence(form(rows=ROW), rubric_of(form(rows=ROW), BASE)).facts)
    assert facts["project_budget_executed"].value == Money.parse("86.183万元")
