"""What was not read is a finding of its own and never 未填; names stay out of findings and of everything redacted."""

import json

import pytest
from attrs import evolve
from hypothesis import given
from source_variants import changed

from jixiao_core import registry
from jixiao_core import strategies as jst
from jixiao_core.exchange import read_published, reports_to_json, reports_to_toml
from jixiao_core.exchange.published import redacted_form
from jixiao_core.exchange.reports import read_reports
from jixiao_core.present import check_json, check_page, loss_json, loss_page, render_finding
from jixiao_core.reports import check, evidence, redacted
from jixiao_core.reports.parts import Paragraph, Unread

CLEAN = [{str(finding.message) for finding in check(report)} for report in read_published(changed()).reports]
# Line, its text, which report, what would be called blank if the text were not there.
UNREADABLE = [
    (65, "31,79.61", 0, "收入合计"),
    (15, "18（含工勤）", 0, "人员编制"),
    (333, "九十八分", 0, "综合得分"),
    (773, "满分", 0, "财政供养人员控制率"),
    (463, "173万左右", 1, "实际到位"),
    (466, "壹佰", 1, "实际支出"),
    (524, "12,00,000", 1, ""),
    (539, "约173万", 1, "支出合计"),
    (1338, "98（自评）", 1, "总分"),
]


def new(report, which):
    return [finding for finding in check(report) if str(finding.message) not in CLEAN[which]]


@pytest.mark.parametrize(("line", "text", "which", "label"), UNREADABLE)
def test_an_unreadable_field_is_told_with_its_text_and_line(line, text, which, label):
    report = read_published(changed(**{f"l{line}": f"\t{text}"})).reports[which]
    told = [render_finding(finding) for finding in new(report, which)]
    assert f"[需说明] 第{line}行：所填“{text}”未能识别，相关项目未作核对，请核对填写或另行说明" in told
    assert not [each for each in told if "未填" in each and label and label in each.partition("未填")[0]]


@pytest.mark.parametrize(("line", "text", "which"), [each[:3] for each in UNREADABLE])
def test_documents_keep_what_was_not_read(line, text, which):
    """The report that is written and read back gives the same findings as the form."""
    report = read_published(changed(**{f"l{line}": f"\t{text}"})).reports[which]
    assert [each.text for each in report.unread] == [text]
    (from_toml,) = read_reports(reports_to_toml([report]).encode(), syntax="toml")
    (from_json,) = read_reports(reports_to_json([report]).encode(), syntax="json")
    assert from_toml == from_json == report
    assert check(from_toml) == check(report)


def test_what_has_no_place_is_counted():
    report = read_published(changed(l12="\t〈电话1〉\n\n\t车辆\n\t3辆")).reports[0]
    told = [render_finding(finding) for finding in check(report)]
    assert "[需说明] 表内另有2处内容未读入报告，未作核对（第14、15行）" in told
    assert "[to be explained] 2 things of the form without a place in the report: not checked (lines 14, 15)" in [
        render_finding(finding, "en") for finding in check(report)
    ]


def test_a_field_among_what_was_not_read_is_not_called_blank():
    """A stray line makes one row of two: the 173 of 实际支出 is printed, and nobody says that it is not."""
    told = [render_finding(finding) for finding in check(read_published(changed(l470="续")).reports[1])]
    assert "[需说明] 实际支出未填，或在未读入的31处内容之中，请核对" in told
    assert not [text for text in told if "实际支出未填，请补填" in text]


def test_an_unreadable_fact_is_unknown_and_no_evidence():
    report = read_published(changed(l15="\t18（含工勤）")).reports[0]
    facts = dict(evidence(report, registry.load("junshan-department@2021.1")).facts)
    assert "authorised_staffing" not in facts


@given(jst.department_reports() | jst.project_reports())
def test_unread_things_travel_with_generated_reports(report):
    told = evolve(report, unread=(Unread(3, "车辆", "unknown"), Unread(5, "1,2,3", "unreadable", "total_score")))
    (again,) = read_reports(reports_to_toml([told]).encode(), syntax="toml")
    assert again == told
    assert "车辆" not in repr(told)


NAME = "赵钱孙李"


class TestNames:
    def test_no_finding_quotes_a_name(self):
        """A known name in a sentence that is judged is hidden, in both languages and as JSON."""
        content = changed(
            l446=f"\t{NAME}",
            l720=f"2021年{NAME}项目总支出173万元，其中{NAME}经费29.67万元、{NAME}服务费28万、其他145.32万元。",
        )
        report = read_published(content).reports[1]
        found = check(report)
        assert any("〈略〉" in render_finding(finding) for finding in found)
        texts = [check_page(report, found, locale=locale) for locale in ("zh_Hans_CN", "en")]
        texts.append(json.dumps(check_json([(report, found)]), ensure_ascii=False))
        assert not [text for text in texts if NAME in text]

    def test_short_numbers_are_no_names(self):
        """A telephone of three digits is not taken for the 123 of 12345."""
        report = read_published(changed(l12="\t123")).reports[0]
        assert any("12345" in render_finding(finding) for finding in check(report))

    @pytest.mark.parametrize(
        "lines",
        [
            {"l369": f"部门（单位）负责人（签章）：\n{NAME}"},
            {"l369": f"部门（单位）负责人（签章）：2022年7月5日 {NAME}"},
            {"l12": f"\t000-0000\n\n\t第二联系人\n\t{NAME}"},
            {"l377": f"填报人（盖章）：{NAME}"},
            {"l377": f"经办：{NAME}"},
            {"l347": f"\t行政审批服务局\n\t{NAME}"},
        ],
        ids=["under", "behind the date", "second contact", "preparer", "stray line", "extra cell"],
    )
    def test_redacted_is_redacted_everywhere(self, lines):
        found = read_published(changed(**lines))
        assert NAME not in repr(found)
        clean = redacted_form(found, mask={"君山": "某"})
        pages = [loss_page(clean.reports, clean.loss, clean.tables, locale=locale) for locale in ("zh_Hans_CN", "en")]
        pages.append(json.dumps(loss_json(clean.reports, clean.loss, clean.tables), ensure_ascii=False))
        pages.append(reports_to_toml(clean.reports))
        pages += [render_finding(finding) for report in clean.reports for finding in check(report)]
        assert not [page for page in pages if NAME in page or "君山" in page]
        assert redacted(clean.reports[0]) == clean.reports[0]

    def test_a_name_that_only_the_other_report_knows(self):
        content = changed(l446=f"\t{NAME}", l389=f"由{NAME}负责。")
        department, _ = redacted_form(read_published(content)).reports
        assert "由〈略〉负责。" in [part.text for part in department.narrative[1].parts[0].body]

    def test_damaged_and_doubtful_lines_are_masked(self):
        content = changed(l584=f"\t互联互通80余家部门{NAME}", l446=f"\t{NAME}")
        clean = redacted_form(read_published(content))
        assert "互联互通80余家部门〈略〉" in [each.text for each in clean.loss.unread]


def test_a_sign_off_that_was_not_wholly_read_is_not_quoted():
    content = changed(l369=f"部门（单位）负责人（签章）：2022年7月5日 {NAME}")
    told = [render_finding(finding) for finding in check(read_published(content).reports[0])]
    assert not [text for text in told if NAME in text]
    assert any("未读入报告" in text for text in told)


def test_a_paragraph_is_no_name():
    said = evolve(read_published(changed()).reports[0], mandate="", achievements=(Paragraph("甲"),))
    assert check(said)


@pytest.mark.parametrize(
    ("phone", "is_told"),
    [
        ("000-0000", False),
        ("000－0000", False),
        ("(000)0000000", False),
        ("0000000、0000000", False),
        ("〈电话2〉", False),
        ("", False),
        ("12345", True),
        ("见附件", True),
    ],
)
def test_telephones_of_the_usual_forms(phone, is_told):
    """The number is personal: the finding names the field and never the number."""
    report = read_published(changed(l448=f"\t{phone}")).reports[1]
    told = [render_finding(finding) for finding in check(report) if finding.code == "reports.phone_malformed"]
    assert bool(told) == is_told
    assert not [text for text in told if phone in text]
