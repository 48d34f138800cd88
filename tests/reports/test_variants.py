"""
Sibling forms by program: other numbers, more institutions, other indicators, half-width marks, extra cover lines,
missing sections, repeated headings. Printed as a form and read back, in three layouts, a report is itself.
"""

import pytest
from attrs import evolve
from form_pages import as_docx, as_html, as_merged_html, as_text, without_places
from form_printer import Style, form_blocks
from hypothesis import given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import strategies as jst
from jixiao_core.exchange import read_published
from jixiao_core.reports.department import GridUnits
from jixiao_core.reports.parts import UNKNOWN, DateField, SignOff, SignOffs, TableUnit
from jixiao_core.reports.project import ProjectReport
from jixiao_core.scoring.figures import Known

REPORTS = jst.department_reports() | jst.project_reports()
LAYOUTS = {"text": lambda blocks: as_text(blocks).encode(), "html": lambda blocks: as_html(blocks).encode()}


def read_back(report, style=None, layout="text"):
    page = (LAYOUTS | {"merged": lambda blocks: as_merged_html(blocks).encode(), "docx": as_docx})[layout](
        form_blocks(report, style)
    )
    found = read_published(page)
    assert [(each.line, each.text) for each in found.loss.unread] == []
    (again,) = found.reports
    return again


class TestReadingWhatIsPrinted:
    @given(REPORTS, st.booleans(), st.integers(0, 4))
    def test_the_text_layout(self, report, half_width, repeat):
        style = Style(half_width=half_width, repeat_header_after=repeat)
        assert without_places(read_back(report, style)) == without_places(report)

    @one_in(3)
    @given(REPORTS, st.sampled_from(["html", "merged", "docx"]))
    def test_the_other_layouts(self, report, layout):
        assert without_places(read_back(report, layout=layout)) == without_places(report)

    @given(REPORTS)
    def test_extra_cover_lines(self, report):
        extra = evolve(report, budget_code="302001", evaluation_method="部门（单位）绩效自评")
        assert without_places(read_back(extra, Style(extra_cover=True))) == without_places(extra)


SIGNED = st.builds(
    SignOff,
    role=st.just("finance_division"),
    opinion=st.sampled_from(["", "同意。", "情况属实，同意上报。", "请于2022年6月30日前整改。\n整改后再报。"]),
    signature=st.sampled_from(["", "签字人甲", "签字人乙 签字人丙"]),
    date=st.sampled_from([("", ""), ("2099年7月5日", "2099-07-05"), ("2099.7.5", "2099-07-05")]).map(
        lambda pair: DateField(text=pair[0], iso=pair[1])
    ),
)


class TestOtherHands:
    """The same reports as other people print them: every way reads as the same report, with nothing unread."""

    @given(REPORTS, st.integers(1, 9), st.sampled_from(sorted(LAYOUTS)))
    def test_numbers_of_pages_between_any_rows(self, report, every, layout):
        assert without_places(read_back(report, Style(page_every=every), layout)) == without_places(report)

    @given(
        jst.project_reports(), st.sampled_from(["□☑", "○●", ("（ ）", "（√）"), ("[ ]", "[x]"), ("", "✓"), ("□", "✅")])
    )
    def test_boxes(self, report, boxes):
        assert without_places(read_back(report, Style(boxes=tuple(boxes)))) == without_places(report)

    @given(REPORTS, st.sampled_from(["合计", "总 计", "总分（100分）", "总得分"]), st.booleans())
    def test_totals(self, report, total, merged):
        style = Style(total=total, merged_total=merged)
        assert without_places(read_back(report, style)) == without_places(report)

    @given(REPORTS, st.lists(SIGNED, max_size=2), st.sampled_from(["text", "html", "docx"]))
    def test_signatures_opinions_and_dates(self, report, blocks, layout):
        signed = evolve(report, sign_offs=evolve(report.sign_offs, blocks=(*report.sign_offs.blocks, *blocks)))
        assert without_places(read_back(signed, layout=layout)) == without_places(signed)


MISSING = {
    "grids": {"institutions": (), "units": GridUnits()},
    "goals": {"expected_goals": (), "actual_results": (), "targets": (), "total_score": None, "grade": ""},
    "lines": {"lines": (), "lines_total": UNKNOWN, "lines_unit": TableUnit()},
    "people": {"sign_offs": SignOffs()},
    "narrative": {"narrative": ()},
    "claimed": {"claimed": None},
}


@pytest.mark.parametrize("section", MISSING)
@one_in(5)
@given(report=REPORTS)
def test_a_missing_section_is_missing_and_nothing_else(report, section):
    if section == ("grids" if isinstance(report, ProjectReport) else "lines"):
        return
    expected = evolve(report, **MISSING[section])
    assert without_places(read_back(report, Style(skip=frozenset((section,))))) == without_places(expected)


@given(jst.department_reports(), jst.project_reports())
def test_both_reports_and_tables_of_one_file(department, project):
    """All four parts in one file: each report gets the table of its kind."""
    blocks = (*form_blocks(department), *form_blocks(project))
    found = read_published(as_text(blocks).encode())
    assert [without_places(each) for each in found.reports] == [without_places(department), without_places(project)]
    assert found.tables == ()


@given(jst.department_reports())
def test_a_report_without_a_date_has_none(report):
    undated = evolve(report, report_date=DateField())
    assert read_back(undated).report_date == DateField()


def test_counts_keep_their_kind():
    from jixiao_core.exact.quantities import Count

    text = (
        "某区2021年度部门（单位）整体支出绩效评价自评报告\n\t一、基本概况\n\n\t人员编制\n\t18人\n\t实有人数\n\t１７\n"
    )
    (report,) = read_published(text.encode()).reports
    assert (report.authorised_staffing, report.actual_headcount) == (
        Known(value=Count(18), origin="第5行"),
        Known(value=Count(17), origin="第7行"),
    )
