"""部门整体支出绩效评价评分表, rows 16 to 25: 产出 and 效果. Each class quotes its clause."""

import pytest

from jixiao_core.errors import InvalidValueError
from jixiao_core.messages import number_text
from jixiao_core.scoring.assessments import Judgement, NotApplicable
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.score import score

OTHER = "output.duty_performance.other_work_results"
POOL = "effect.duty_benefit.shared_benefits"


class OwnIndicators:
    """A row that the department has to break down; until then an assessor gives points with a reason."""

    MAXIMUM = ""

    def test_an_assessor_gives_points_up_to_the_maximum(self, row):
        assert number_text(row.maximum) == self.MAXIMUM
        judgement = Judgement(points=row.maximum / 2, by="评价组", reason="按任务完成情况")
        assert row.points(judgement) == number_text(row.maximum / 2)
        assert row.status(judgement) == "judged"
        assert row.points(row.maximum) == self.MAXIMUM

    def test_not_above_the_maximum(self, row):
        with pytest.raises(InvalidValueError):
            row.points(row.maximum + 1)

    def test_nothing_is_computed(self, row):
        assert row.possible() == [f"[0, {self.MAXIMUM}]"]
        assert row.status() == "must_tailor"


class DutyRow(OwnIndicators):
    """A row of 职责履行, whose points go to other work results when it does not apply."""

    def test_points_stay_inside_the_group(self, row, department):
        absent = NotApplicable(reason="本部门无此类任务", approved_by="财政部门")
        sheet = score(department, Evidence.of(department, assessments={row.id: absent}))
        arrived = {node.id: node.maximum for node in sheet.rows if node.id.startswith("output.")}
        assert arrived[row.id] == 0
        assert sum(arrived.values()) == 25
        if row.id != OTHER:
            assert arrived[OTHER] == 4 + row.maximum


class TestModeratelyProsperousSociety(DutyRow):
    """
    此项指标根据《中共岳阳市委 岳阳市人民政府 关于做好岳阳市加快推进湖南发展新增长极建设2015年度综合绩效考评工作的通知》（岳发〔2015〕11号）和《中共岳阳市委 岳阳市人民政府 关于做好2015年度综合绩效考评工作的补充通知》（岳发〔2015〕19号）附件2第一大项“工作实绩指标”（700分）考核内容设置。
    部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标。
    """

    ROW = "output.duty_performance.moderately_prosperous_society"
    MAXIMUM = "5"


class TestNewGrowthPole(DutyRow):
    """
    此项指标根据《中共岳阳市委 岳阳市人民政府 关于做好岳阳市加快推进湖南发展新增长极建设2015年度综合绩效考评工作的通知》（岳发〔2015〕11号）和《中共岳阳市委 岳阳市人民政府 关于做好2015年度综合绩效考评工作的补充通知》（岳发〔2015〕19号）附件2第一大项“工作实绩指标”（700分）考核内容设置。
    部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标。
    """

    ROW = "output.duty_performance.new_growth_pole"
    MAXIMUM = "7"

    def test_the_label_is_kept_as_printed(self, row):
        assert "新增极" in row.read.label.zh
        assert any("新增长极" in note.zh for note in row.read.notes)


class TestGovernmentWorkReport(DutyRow):
    """
    此项指标根据《中共岳阳市委 岳阳市人民政府 关于做好岳阳市加快推进湖南发展新增长极建设2015年度综合绩效考评工作的通知》（岳发〔2015〕11号）和《中共岳阳市委 岳阳市人民政府 关于做好2015年度综合绩效考评工作的补充通知》（岳发〔2015〕19号）附件2第一大项“工作实绩指标”（700分）考核内容设置。
    部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标。
    """

    ROW = "output.duty_performance.government_work_report"
    MAXIMUM = "5"


class TestLivelihoodProjects(DutyRow):
    """
    此项指标根据《中共岳阳市委 岳阳市人民政府 关于做好岳阳市加快推进湖南发展新增长极建设2015年度综合绩效考评工作的通知》（岳发〔2015〕11号）和《中共岳阳市委 岳阳市人民政府 关于做好2015年度综合绩效考评工作的补充通知》（岳发〔2015〕19号）附件2第一大项“工作实绩指标”（700分）考核内容设置。
    部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标。
    """

    ROW = "output.duty_performance.livelihood_projects"
    MAXIMUM = "2"


class TestMajorProjects(DutyRow):
    """
    此项指标根据《中共岳阳市委 岳阳市人民政府 关于做好岳阳市加快推进湖南发展新增长极建设2015年度综合绩效考评工作的通知》（岳发〔2015〕11号）和《中共岳阳市委 岳阳市人民政府 关于做好2015年度综合绩效考评工作的补充通知》（岳发〔2015〕19号）附件2第一大项“工作实绩指标”（700分）考核内容设置。
    部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标。
    """

    ROW = "output.duty_performance.major_projects"
    MAXIMUM = "2"


class TestOtherWorkResults(DutyRow):
    """
    此项指标根据《中共岳阳市委 岳阳市人民政府 关于做好岳阳市加快推进湖南发展新增长极建设2015年度综合绩效考评工作的通知》（岳发〔2015〕11号）和《中共岳阳市委 岳阳市人民政府 关于做好2015年度综合绩效考评工作的补充通知》（岳发〔2015〕19号）附件2第一大项“工作实绩指标”（700分）考核内容设置。
    部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标。
    """

    ROW = OTHER
    MAXIMUM = "4"


class PooledRow(OwnIndicators):
    """A row that shares 15 points with two others, in equal parts unless the evidence says otherwise."""

    MAXIMUM = "5"

    def test_the_chosen_rows_share_the_15_points(self, row, department):
        others = [name for name in department.pools[0].members if name != row.id]
        split = {POOL: {row.id: 9, others[0]: 6}}
        assert number_text(row.node(pools=split).maximum) == "9"
        assert row.points(9, pools=split) == "9"
        sheet = score(department, Evidence.of(department, pools=split))
        assert sheet[others[1]].maximum == 0
        assert sheet[POOL].maximum == 15

    def test_the_shares_are_15_points_together(self, row, department):
        others = [name for name in department.pools[0].members if name != row.id]
        with pytest.raises(InvalidValueError):
            row.node(pools={POOL: {row.id: 9, others[0]: 5}})

    def test_the_share_of_a_row_that_does_not_apply_goes_to_the_other_two(self, row, department):
        absent = NotApplicable(reason="与部门职责无关", approved_by="财政部门")
        sheet = score(department, Evidence.of(department, assessments={row.id: absent}))
        maxima = [sheet[name].maximum for name in department.pools[0].members if name != row.id]
        assert maxima == [7.5, 7.5]


class TestEconomicBenefit(PooledRow):
    """
    此三项指标为设置部门整体支出绩效评价指标时必须考虑的共性要素。
    部门单位应根据部门实际并结合部门整体支出绩效目标设立情况有选择的进行设置，并将其细化为相应的个性化指标。
    """

    ROW = "effect.duty_benefit.economic_benefit"


class TestSocialBenefit(PooledRow):
    """
    此三项指标为设置部门整体支出绩效评价指标时必须考虑的共性要素。
    部门单位应根据部门实际并结合部门整体支出绩效目标设立情况有选择的进行设置，并将其细化为相应的个性化指标。
    """

    ROW = "effect.duty_benefit.social_benefit"


class TestEcologicalBenefit(PooledRow):
    """
    此三项指标为设置部门整体支出绩效评价指标时必须考虑的共性要素。
    部门单位应根据部门实际并结合部门整体支出绩效目标设立情况有选择的进行设置，并将其细化为相应的个性化指标。
    """

    ROW = "effect.duty_benefit.ecological_benefit"


class TestPublicSatisfaction:
    """
    95%（含）以上计5分；
    85%（含）-95%，计3分；
    75%（含）-85%，计1分；
    低于75%计0分。
    """

    ROW = "effect.duty_benefit.public_satisfaction"

    def test_each_band_includes_its_lower_edge(self, row):
        expected = {
            "100%": "5",
            "95%": "5",
            "94.99%": "3",
            "85%": "3",
            "84.99%": "1",
            "75%": "1",
            "74.99%": "0",
            "0%": "0",
        }
        assert expected == row.curve(expected)

    def test_from_a_survey(self, row):
        assert row.points(satisfied_respondents=190, surveyed_respondents=200) == "5"
        assert row.points(satisfied_respondents=189, surveyed_respondents=200) == "3"

    def test_a_bare_rate_is_scored_with_a_finding(self, row):
        node = row.node(rate="100%")
        assert number_text(node.points) == "5"
        assert [finding.code for finding in node.findings] == ["scoring.declared_measure"]

    def test_more_satisfied_than_surveyed_is_invalid(self, row):
        assert row.status(satisfied_respondents=201, surveyed_respondents=200) == "invalid"
