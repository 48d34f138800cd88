"""Reports of many lines, lists and findings: bounded work and bounded output, and what was not tried is told."""

import io
import zipfile

import pytest
from attrs import evolve

from jixiao_core.errors import LimitError
from jixiao_core.exact.quantities import Money, Number
from jixiao_core.exchange import read_published
from jixiao_core.messages import Text
from jixiao_core.present import render_finding
from jixiao_core.reports import check
from jixiao_core.reports.checks import MAX_ALIKE
from jixiao_core.reports.parts import Paragraph
from jixiao_core.reports.places import Place
from jixiao_core.reports.project import ExpenditureLine, ProjectReport
from jixiao_core.reports.sentences import MAX_NUMBERS_CHECKED
from jixiao_core.reports.slips import MAX_PARTS, likely_in_sum, slips_in_sum, slips_of
from jixiao_core.scoring.figures import Known


def lines(count, total):
    items = tuple(ExpenditureLine(item=f"第{n}项", amount=Known(value=Number.parse(100 + n))) for n in range(count))
    return ProjectReport(lines=items, lines_total=Known(value=Number.parse(total)))


class TestSums:
    def test_a_long_sum_says_that_no_slip_was_looked_for(self):
        report = lines(MAX_PARTS + 600, 7)
        (finding,) = [each for each in check(report) if each.code == "reports.sum_differs"]
        assert [cause.code for cause in finding.likely] == ["reports.slips_not_tried"]

    def test_a_sum_within_the_bound_is_looked_at(self):
        report = lines(MAX_PARTS, sum(100 + n for n in range(MAX_PARTS)) - 299)
        (finding,) = [each for each in check(report) if each.code == "reports.sum_differs"]
        assert finding.likely
        assert "reports.slips_not_tried" not in {cause.code for cause in finding.likely}

    def test_work_grows_with_the_parts_and_not_with_their_square(self):
        """Counted, not timed: the intervals that are made for twice as many parts are at most about twice as many."""
        made = []
        for count in (40, 80):
            places = [place(f"{100 + n}.37万元", str(n)) for n in range(count)]
            made.append(_intervals(lambda places=places: slips_in_sum(place("5万元", "t"), places)))
        assert made[1] < 3 * made[0]


def place(text, path="x"):
    return Place(label=Text("甲"), figure=Known(value=Money.parse(text)), path=path)


def _intervals(work):
    from jixiao_core.exact import intervals

    counted = 0
    init = intervals.Interval.__init__

    def counting(self, *given, **named):
        nonlocal counted
        counted += 1
        init(self, *given, **named)

    intervals.Interval.__init__ = counting
    try:
        work()
    finally:
        intervals.Interval.__init__ = init
    return counted


class TestAbsurdSlips:
    @pytest.mark.parametrize(("printed", "wanted"), [("30万元", "130元"), ("30万元", "130万元"), ("5元", "50万元")])
    def test_a_number_of_few_digits_has_no_dropped_one(self, printed, wanted):
        kinds = {slip.kind for slip in slips_of(place(printed), Money.parse(wanted))}
        assert not kinds & {"dropped_digit", "unit_and_dropped_digit"}

    def test_the_short_sum_of_the_stranger(self):
        """30万元 of a total of 130元 is a unit, if anything: never 应为130元 by two slips."""
        found = likely_in_sum(place("30万元", "t"), [place("100元", "a"), place("30元", "b")])
        assert not [cause for cause in found if str(cause["corrected"]) == "130元"]


class TestOutput:
    def test_of_one_kind_so_many_are_told_and_the_rest_is_counted(self):
        report = ProjectReport(actual_results=tuple(Paragraph("内设有甲股、乙股3个股。", n + 1) for n in range(400)))
        found = [each for each in check(report) if each.code == "reports.list_differs"]
        assert len(found) == MAX_ALIKE
        (more,) = [each for each in check(report) if each.code == "reports.more_alike"]
        assert render_finding(more) == f"[提示] 另有{400 - MAX_ALIKE}条同类情况（reports.list_differs）未逐条列出"

    def test_within_the_bound_nothing_is_said_about_more(self):
        report = ProjectReport(actual_results=tuple(Paragraph("内设有甲股、乙股3个股。") for _ in range(MAX_ALIKE)))
        assert "reports.more_alike" not in {each.code for each in check(report)}

    def test_many_lists_in_many_sentences(self):
        """4,000 sentences of 39 lists each end in a bounded page."""
        text = "；".join(["内设有甲股、乙股3个股"] * 39) + "。"
        report = ProjectReport(actual_results=(Paragraph(text),) * 400)
        assert sum(len(render_finding(each)) for each in check(report)) < 100_000


def test_sentences_that_are_too_long_are_counted_as_not_checked():
    long = "、".join(f"甲{n}件" for n in range(41)) + "。"
    report = ProjectReport(
        actual_results=(Paragraph(long, 7), Paragraph("甲" * 2_001 + "5件。", 8), Paragraph("甲" * 2_001, 9))
    )
    (finding,) = [each for each in check(report) if each.code == "reports.sentences_unread"]
    assert (finding.message["count"], finding.message["lines"]) == (2, (7, 8))


def test_numbers_behind_the_bound_are_counted_as_not_checked():
    text = "。".join(["内设有甲股、乙股3个股"] * 39) + "。"
    report = ProjectReport(actual_results=(Paragraph(text, 5),) * (MAX_NUMBERS_CHECKED // 39 + 1))
    (finding,) = [each for each in check(report) if each.code == "reports.sentences_unread"]
    assert finding.message["count"] == (MAX_NUMBERS_CHECKED // 39 + 1) * 39 - MAX_NUMBERS_CHECKED


SPACES = " " * 30_000
TITLE = "某区2021年度部门（单位）整体支出绩效评价自评报告"
LONG = {
    "spaces in a sign-off": f"{TITLE}\n\t四、评价人员\n\n\t部门（单位）意见：{SPACES}负责人（签章）：{SPACES}年{SPACES}",
    "names in a sign-off": f"{TITLE}\n\t四、评价人员\n\n\t部门意见：{'部门' * 45_000}",
    "lines of a label": f"{TITLE}\n\t三、自评情况\n\n\t评价内容\n\t绩效目标{'甲年' * 9}\n" + "收入合计\n" * 15_000,
    "ranges of vouchers": "某区项目绩效评价自评报告\n\t二、支出明细\n\n\t支出内容\n\t金额\n\t会计凭证号\n\n\t甲\n\t5\n\t1月"
    + "1-500#" * 15_000,
    "digits and spaces in a target": f"{TITLE}\n\t三、自评情况\n\n\t甲\n\t评价内容\n\t绩效目标\n\t完成情况\n\n\t\n\t产出\n\t数量\n\t1{SPACES}.\n\t5",
    "numerals in a period": f"某区项目绩效评价自评报告\n\t一、项目基本概况\n\n\t项目起止时间\n\t{'一' * 90_000}年",
}


@pytest.mark.parametrize("name", LONG)
def test_long_cells_end(name):
    """Patterns over long runs of one kind: a reader that takes the square of them would not come back."""
    found = read_published(LONG[name].encode())
    for report in found.reports:
        assert isinstance(check(report), tuple)
        assert sum(len(line.vouchers) for line in getattr(report, "lines", ())) <= 3_000


def document_of(body):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return stream.getvalue()


def test_a_document_of_a_million_empty_paragraphs_is_refused_before_it_is_parsed():
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    content = document_of(head + b"<w:p/>" * 1_000_000 + b"</w:body></w:document>")
    with pytest.raises(LimitError) as caught:
        read_published(content, layout="docx")
    assert caught.value.code == "exchange.docx_too_many_tags"


def test_reports_keep_their_order_of_severity():
    report = evolve(lines(3, 7), grade="优", total_score=10)
    order = ["error", "warning", "question", "information"]
    severities = [order.index(each.severity) for each in check(report)]
    assert severities == sorted(severities)
