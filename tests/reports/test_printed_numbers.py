"""Numbers in targets and sentences: the whole number as it is printed, or none; about 90 % is no number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_variants import changed

from jixiao_core import registry
from jixiao_core.exact.quantities import Count, Money, Number, Rate
from jixiao_core.exchange import read_published
from jixiao_core.reports import check, evidence
from jixiao_core.reports.printed_numbers import printed_numbers, target_value
from jixiao_core.reports.report_evidence import case

DECIMALS = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda number: f"{number:f}") | st.integers(
    0, 10**9
).map(str)
UNITS = {"%": Rate, "万元": Money, "元": Money, "亿元": Money, "": Number}
LEADS = ("", "指标1：", "指标2. ", "目标3、", "3、", "完成率", "满意率不低于", "投诉率≤", "成本控制在", "≥ ")


class TestTheWholeNumber:
    @given(DECIMALS, st.sampled_from(sorted(UNITS)), st.sampled_from(LEADS), st.sampled_from(["", " "]))
    def test_no_digit_is_lost(self, digits, unit, lead, gap):
        """What is read is the decimal that was printed, whatever stands in front of it."""
        found = target_value(f"{lead}{digits}{gap}{unit}")
        value = found.value
        assert isinstance(value, UNITS[unit])
        printed = value.amount if isinstance(value, Money) else value.value * (100 if unit == "%" else 1)
        assert printed == Decimal(digits)

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("92.5%", "92.5%"),
            ("0.77", "0.77"),
            ("29.67万元", "29.67万元"),
            ("９２．５％", "92.5%"),
            ("1、92.5%", "92.5%"),
            ("指标1.92.5%", "None"),
            ("指标1. 92.5%", "92.5%"),
        ],
    )
    def test_the_point_is_no_mark_of_a_line(self, text, shown):
        found = target_value(text)
        assert str(found and found.value) == shown

    @pytest.mark.parametrize(
        "text", ["92. 5%", "92 .5%", "1:5", "80%-90%", "80～90%", "80%到90%", "±5%", "-5%", "－5%"]
    )
    def test_torn_numbers_ranges_and_signs_are_none(self, text):
        assert target_value(text) is None

    @pytest.mark.parametrize(
        ("text", "comparator"),
        [
            ("投诉率≤ 5 %", "at_most"),
            (">=95%", "at_least"),
            ("≥　95％", "at_least"),
            ("<=3次", "at_most"),
            ("＜ 2%", "below"),
        ],
    )
    def test_a_sign_with_a_space_is_kept(self, text, comparator):
        assert target_value(text).comparator == comparator


class TestAbout:
    @given(
        DECIMALS,
        st.sampled_from(
            [
                "约{}%",
                "近{}家",
                "大约{}件",
                "将近{}万元",
                "接近{}%",
                "{}%左右",
                "≈{}%",
                "约为{}次",
                "{}余家",
                "{}万余元",
            ]
        ),
    )
    def test_what_is_about_is_neither_exact_nor_a_bound(self, digits, form):
        assert target_value(form.format(digits)) is None
        (number,) = printed_numbers(form.format(digits))
        assert number.is_vague

    @pytest.mark.parametrize("text", ["节约5万元", "签约12家", "预约200人次", "就近办理12件", "最近3次"])
    def test_other_words_with_the_same_sign(self, text):
        assert target_value(text) is not None


class TestTenThousands:
    @pytest.mark.parametrize("text", ["印发3万册", "粮食5万吨", "惠及5万余人", "受益3万人次", "面积2万平方米"])
    def test_ten_thousand_things_are_no_money(self, text):
        (number,) = printed_numbers(text)
        assert (number.quantity, number.is_cut) == (None, False)

    def test_money_with_a_vague_word_has_its_unit(self):
        (number,) = printed_numbers("投入28万余元")
        assert (str(number.quantity), number.is_vague, number.is_cut) == ("28万元", True, False)

    def test_half_a_unit_behind_words_of_money(self):
        assert [each.is_cut for each in printed_numbers("工作经费28万、设备3万，印发3万")] == [True, False, False]

    @pytest.mark.parametrize("text", ["6个月", "提高5个百分点", "10个工作日"])
    def test_spans_of_time_and_points_count_nothing(self, text):
        assert not [each for each in printed_numbers(text) if each.unit or isinstance(each.quantity, Count)]


def test_a_satisfaction_of_96_5_per_cent_scores_as_such():
    """L330: 公众满意率高于90% with 96.5% is met and has full marks; it was read as 5 % with no mark at all."""
    report = read_published(changed(l330="\t96.5%")).reports[0]
    assert str(report.targets[-1].completion_value.value) == "96.5%"
    rubric = registry.load("junshan-department@2021.1")
    measures = dict(evidence(report, rubric).measures)
    assert [str(each.value) for each in measures.values() if hasattr(each, "value")] == ["96.5%"]
    assert case(report, rubric).rounds[0].total == 98
    assert not [finding for finding in check(report) if finding.code == "reports.target_missed"]
