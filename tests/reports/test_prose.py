"""
Ordinary prose is not judged: each sentence stands in the place of L389 of the published text, and none is corrected.

What a sentence states for certain is held against its own numbers and against the tables; the last part says which.
"""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from source_variants import changed

from jixiao_core import strategies as jst
from jixiao_core.exchange import read_published
from jixiao_core.findings import Severity
from jixiao_core.present import render_finding
from jixiao_core.reports import check
from jixiao_core.reports.parts import Paragraph
from jixiao_core.reports.printed_numbers import printed_numbers
from jixiao_core.reports.sentences import Sentence
from jixiao_core.reports.statements import list_statements, parts_statements, rate_statements

PLAIN = {str(finding.message) for finding in check(read_published(changed()).reports[0])}
NESTED = (
    "2021年度局机关及二级机构支出合计3179.61万元，其中基本支出219.75万元（其中人员支出195.7万元，公用支出24.05万元），"
    "项目支出2959.85万元。"
)
NOT_JUDGED = (
    NESTED,
    "2021年三公经费支出合计3.86万元。",
    "年初预算支出合计2900万元。",
    "区政务中心支出合计500万元。",
    "区政务中心2021年度支出合计500万元，其中基本支出100万元，项目支出400万元。",
    "区政务中心情况如下。支出合计500万元。",
    "压减公用经费5万元。",
    "第1季度支出合计700万元。",
    "预计支出合计3000万元，其中基本支出200万元。",
    "累计支出合计3000万元。",
    "截至6月底实际支出合计1500万元。",
    "截至6月底，支出合计1500万元。",
    "2020年支出合计2500万元。",
    "人均公用经费1.3万元。",
    "支出合计500万元的预算已经批复。",
    "支出合计2900万元（年初预算）。",
    "支出合计约3000万元。",
    "支出合计500万元的预算已批复，基本支出100万元、项目支出400万元。",
    "局机关基本支出219.75万元。",
    "共受理200件，比上年增加50件，办结率100%。",
    "共受理200件，其中网上受理150件，办结率100%。",
    "上年受理200件，今年已办结150件，办结率100%。",
    "受理200余件，已办结190件，办结率100%。",
    "播种50亩，其中早稻20亩、晚稻30亩，比上年增加5亩。",
    "处置资产20件，其中车辆12件、设备8件，另有待处置5件。",
    "印发手册3万册，产粮5万吨，惠及5万余人，投入28万余元。",
    "建立了事前、事中、事后3个环节、5项制度。",
    "帮扶企业、合作社30家。",
    "专项资金2959.85万元，其中新大厅建设2000万元，运维费500万元等。",
    "办件总量10万件，其中线上8万件，线下2万件。",
    "评价等次分为优、良、中、差四档。",
    "根据评分标准，综合得分90分以上的等次为优。",
    "基本支出预算210万元，项目支出预算2800万元。",
    "截至2021年12月31日，支出合计3000万元。",
    "办结率由90%提高到95%。",
    "涉及住建、交通等12个部门。",
    "2020年综合得分96分，等次为良。",
    "产出指标自评得分25分。",
    "复核后综合得分95分。",
)


@pytest.mark.parametrize("sentence", NOT_JUDGED)
def test_ordinary_prose_asks_for_nothing(sentence):
    found = [
        finding
        for finding in check(read_published(changed(l389=sentence)).reports[0])
        if str(finding.message) not in PLAIN and finding.severity is not Severity.INFORMATION
    ]
    assert [str(finding) for finding in found] == []


@given(jst.department_reports(), st.integers(1, 10**6))
def test_prose_in_generated_reports(report, total):
    """The sentences of others, of other years and of plans say nothing about the tables, whatever these print."""
    said = evolve(report, achievements=(*report.achievements, Paragraph(f"区某某中心年初预算支出合计{total}万元。")))
    codes = {finding.code for finding in check(said) if finding.severity is Severity.ERROR}
    assert not codes


JUDGED = {
    "人员编制28人。": "reports.amount_differs",
    "我局核定人员编制28名，实有人数33人。": "reports.amount_differs",
    "“三公经费”支出21万元。": "reports.amount_differs",
    "2021年三公经费支出合计21万元。": "reports.amount_differs",
    "局机关基本支出220.75万元。": "reports.amount_differs",
    "君山区行政审批服务局支出合计500万元。": "reports.amount_differs",
    "区政务中心支出合计500万元，我局支出合计3000万元。": "reports.amount_differs",
    "支出合计3000万元，比上年增加300万元。": "reports.amount_differs",
    "我局2021年支出合计3000万元。": "reports.amount_differs",
    "共反馈问题262个，已整改244个，整改率91.3%。": "reports.rate_differs",
    "基本支出219.75万元，其中人员支出195.7万元，公用支出30万元；项目支出2959.85万元。": "reports.sentence_parts_exceed",
    "处理故障104次（其中线路50次，设备53次）。": "reports.sentence_parts_differ",
    "内设有办公室、财务股3个股室。": "reports.list_differs",
    "自评得分96分。": "reports.told_score_differs",
    "综合得分96分，等次为优。": "reports.told_score_differs",
    "综合得分98分，评价等次为“良”。": "reports.told_grade_differs",
}


@pytest.mark.parametrize("sentence", JUDGED)
def test_what_a_sentence_states_for_certain(sentence):
    found = check(read_published(changed(l389=sentence)).reports[0])
    told = [finding for finding in found if str(finding.message) not in PLAIN]
    assert JUDGED[sentence] in {finding.code for finding in told}
    assert any("第389行" in render_finding(finding) for finding in told)


def sentence_of(text):
    return Sentence(text, 0, "", printed_numbers(text))


class TestNested:
    def test_brackets_have_their_own_parts(self):
        """基本 219.75 is not a sum of everything behind 其中: only of what stands in its brackets."""
        found = list(parts_statements(sentence_of(NESTED)))
        assert [(str(each.whole.quantity), [str(part.quantity) for part in each.parts]) for each in found] == [
            ("3179.61万元", ["219.75万元", "2959.85万元"]),
            ("219.75万元", ["195.7万元", "24.05万元"]),
        ]

    def test_parts_go_on_behind_a_semicolon_only_where_they_add_up(self):
        """L720 lists its third part behind a semicolon; the same with another number says nothing."""
        text = "总支出173万元，其中考核费用29.67万元；工作经费28万元、其他{}万元"
        assert len(list(parts_statements(sentence_of(text.format("115.32"))))) == 1
        assert list(parts_statements(sentence_of(text.format("95.32")))) == []

    @given(
        st.integers(1, 999), st.integers(0, 999), st.sampled_from(["比上年增加", "较去年多", "同比下降", "累计办结"])
    )
    def test_a_change_is_no_part_and_no_share(self, whole, change, words):
        text = f"共受理{whole}件，{words}{change}件，办结率88.8%"
        assert list(rate_statements(sentence_of(text))) == []
        assert list(parts_statements(sentence_of(f"共{whole}件，其中甲{change}件，{words}{change}件"))) == []

    @given(
        st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "戊"]), min_size=2, max_size=5, unique=True),
        st.integers(1, 9),
    )
    def test_a_list_that_nothing_introduces_is_never_wrong(self, items, count):
        for statement in list_statements(sentence_of(f"帮扶{'、'.join(items)}{count}家")):
            assert statement.least <= count <= statement.most
