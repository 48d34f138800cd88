"""Official tables and forms: merged cells tile their grid, nothing of the data is lost, nothing of it is a tag."""

import io
import itertools
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from official_pages import Page, check_grids, marked, tiled, words

from budget import one_in
from jixiao_core import exchange, registry, review, score
from jixiao_core import strategies as jst
from jixiao_core.messages import Text
from jixiao_core.present import closing, official_form, official_html, official_markdown, official_text
from jixiao_core.present.columns import columns_of
from jixiao_core.present.elements import ATTRIBUTES, TAGS
from jixiao_core.present.merged_tables import MergedTable
from jixiao_core.present.visible import visible
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import ClaimedRow, ClaimedTable, Evaluator, Paragraph, SignOff, SignOffs, TargetRow
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.self_evaluation import IndicatorLine, SelfEvaluationForm
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import Evidence

EXAMPLES = Path(__file__).parents[2] / "examples"
LOCALES = ("zh_Hans_CN", "en")
REPORTS = st.one_of(jst.department_reports(), jst.project_reports(), jst.self_evaluation_forms())


def reviewed(name):
    case = exchange.read_case(EXAMPLES / "cases" / f"{name}-2021.toml")
    return review(registry.load(case.rubric), case)


def cells(page, table=0):
    return [[cell[0] for cell in row] for row in page.tables[table]]


class TestGrids:
    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("pin", registry.shipped())
    def test_of_shipped_tables(self, pin, locale):
        rubric = registry.load(pin)
        page = check_grids(official_html(rubric, locale=locale))
        # A heading, a row for every indicator, the total.
        assert len(page.tables[0]) == len(rubric.indicators) + 2

    @pytest.mark.parametrize("kind", ["department", "project", "self_evaluation"])
    @pytest.mark.parametrize("pin", registry.shipped())
    def test_of_every_layout(self, pin, kind):
        """Rows of the first and of the third level in one table, points in brackets or in columns of their own."""
        rubric = evolve(registry.load(pin), kind=kind)
        for value in (rubric, score(rubric, Evidence())):
            check_grids(official_html(value))

    @given(jst.rubrics(), st.sampled_from(LOCALES))
    def test_of_generated_tables(self, rubric, locale):
        for value in (rubric, score(rubric, Evidence())):
            page = check_grids(official_html(value, locale=locale))
            assert len(page.tables[0]) == len(rubric.indicators) + 2
        check_grids(rubric._repr_html_())

    @one_in(2)
    @given(st.data())
    def test_of_generated_reviews(self, data):
        rubric = data.draw(jst.rubrics())
        case = data.draw(jst.cases(rubric))
        found = review(rubric, case)
        page = check_grids(official_html(found))
        assert closing() in page.text
        claimed = [each.claimed for round_ in found.rounds for each in round_.indicators if each.claimed is not None]
        assert len(claimed) <= sum(1 for row in page.tables[0][1:-1] for cell in row if cell[0])

    @one_in(2)
    @given(REPORTS, st.booleans(), st.sampled_from(LOCALES))
    def test_of_generated_reports(self, report, personal, locale):
        check_grids(official_html(report, personal=personal, locale=locale))
        check_grids(report._repr_html_())

    @pytest.mark.parametrize("report", [DepartmentReport(), ProjectReport(), SelfEvaluationForm()])
    def test_of_empty_forms(self, report):
        """A form in which nothing is filled in is a form to fill in: with a row to write in everywhere."""
        page = check_grids(official_html(report))
        assert "签" in page.text or "填表人" in page.text

    @pytest.mark.parametrize("fault", ["gap", "overlap", "overhang"])
    def test_the_law_itself(self, fault):
        """What the law is for: a grid with a fault is told."""
        one = ["", 1, 1, "td", None]
        rows = {
            "gap": [[one, one], [one]],
            "overlap": [[one, ["", 2, 1, "td", None]], [["", 1, 2, "td", None]]],
            "overhang": [[one, one], [["", 2, 1, "td", None], one]],
        }[fault]
        with pytest.raises(AssertionError):
            tiled(rows, 2)


class TestScoringTables:
    def test_the_department_table_as_it_is_published(self):
        """The source prints 投入（15分） over three rows, one criterion beside six, and 15 points for three rows."""
        page = Page(official_html(registry.load("junshan-department@2021.1")))
        (table,) = page.tables
        assert [cell[0] for cell in table[0]] == [
            "一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分", "扣分原因和其他说明",
        ]  # fmt: skip
        high = {cell[0]: cell[1] for row in table for cell in row if cell[1] > 1}
        assert {name: high[name] for name in ("投入\n（15分）", "过程\n（40分）", "产出\n（25分）", "效果\n（20分）")} == {
            "投入\n（15分）": 3, "过程\n（40分）": 12, "产出\n（25分）": 6, "效果\n（20分）": 4,
        }  # fmt: skip
        assert high["15"] == 3
        shared = next(name for name in high if name.startswith("此项指标根据"))
        assert high[shared] == 6
        assert next(name for name in high if name.startswith("此三项指标")) in high
        assert [cell[0] for cell in table[-1]][:2] == ["总分", "100"]

    def test_the_project_table_as_it_is_published(self):
        """Points stand in a column of their own behind each level, and there is no column for reasons."""
        page = Page(official_html(registry.load("junshan-project@2021.1")))
        (table,) = page.tables
        heads = "一级指标 分值 二级指标 分值 三级指标 分值 具体指标 评价标准 自评得分"
        assert [cell[0] for cell in table[0]] == heads.split()
        assert [cell[:3] for cell in table[1][:6]] == [
            ["项目决策", 5, 1], ["20", 5, 1], ["项目目标", 1, 1], ["4", 1, 1], ["目标内容", 1, 1], ["4", 1, 1],
        ]  # fmt: skip
        assert [cell[0] for cell in table[-1]] == ["总分", "100", "", "100", "", "100", "", "", ""]

    @pytest.mark.parametrize("pin", registry.shipped())
    def test_every_criterion_is_quoted(self, pin):
        rubric = registry.load(pin)
        page = Page(official_html(rubric, locale="en"))
        texts = {cell[0] for row in page.tables[0] for cell in row}
        for row in rubric.indicators:
            assert visible(row.quote) in texts

    def test_a_review_has_scores_opinions_and_reasons(self):
        page = Page(official_html(reviewed("department")))
        (table,) = page.tables
        row = next(row for row in table if "公务卡刷卡率" in [cell[0] for cell in row])
        assert [cell[0] for cell in row][-5:] == [
            "3",
            "2",
            "0至3（每0.2一档）",
            "依据不足，待核实",
            "公务刷卡率未达50%",
        ]
        assert [cell[0] for cell in table[-1]] == ["总分", "100", "98", "8至99", "依据不足，待核实", ""]
        assert page.text.rstrip().endswith(closing())

    def test_a_score_column_for_every_round(self):
        found = reviewed("project")
        (own,) = found.case.rounds
        both = review(found.rubric, evolve(found.case, rounds=(own, evolve(own, role="finance", total=97))))
        page = check_grids(official_html(both))
        heads = [cell[0] for cell in page.tables[0][0]]
        assert heads[-4:] == ["自评得分", "财政复核得分", "测算", "意见"]
        assert [cell[0] for cell in page.tables[0][-1]][-4:-2] == ["98", "97"]
        assert "财政复核：财政复核得分" in page.text

    def test_english(self):
        page = Page(official_html(reviewed("department"), locale="en"))
        assert page.tables[0][0][3][0] == "Scoring criterion"
        assert closing("en") in page.text
        assert "部门整体支出绩效评价评分表" not in page.text


class TestDocuments:
    def test_a_whole_document(self):
        text = official_html(registry.load("junshan-project@2021.1"))
        page = Page(text)
        assert page.declared == "DOCTYPE html"
        assert text.startswith('<!DOCTYPE html>\n<html lang="zh-Hans-CN">')
        assert "<title>项目支出绩效评价指标体系</title>" in text
        assert page.tags.count("title") == page.tags.count("style") == 1
        for rule in (
            "@page{size:A4",
            "A4 landscape",
            "color-scheme:light dark",
            "table-header-group",
            "break-inside:avoid",
        ):
            assert rule in text
        for word in ("<script", "http", "url(", "@import", "<link", "<img"):
            assert word not in text.lower()

    def test_readable_without_styles(self):
        """Lines come from the attribute, and every heading says what it is the heading of."""
        text = official_html(reviewed("department"))
        assert text.count('<table border="1"') == text.count("<table")
        for row in Page(text).tables[0]:
            for cell in row:
                assert (cell[3] == "th") == (cell[4] in ("col", "colgroup", "row", "rowgroup"))

    def test_several_are_one_document(self):
        text = official_html(registry.load("junshan-project@2021.1"), reviewed("department").sheet)
        page = check_grids(text)
        assert (page.tags.count("html"), page.tags.count("article")) == (1, 2)

    def test_the_same_bytes(self):
        assert official_html(reviewed("project")) == official_html(reviewed("project"))

    def test_what_has_no_form(self):
        with pytest.raises(TypeError):
            official_form("text")


class TestReports:
    @one_in(2)
    @given(REPORTS, st.booleans())
    def test_every_printed_field_occurs(self, report, is_marked):
        """Nothing of a report is lost: every text of its fields stands on the page, and so do its numbers."""
        if is_marked:
            # A title of a national form has its year, which is printed where the title lacks it.
            report = marked(report, itertools.count(1000))
        page = Page(official_html(report, personal=True))
        shown = squeezed(page.text)
        for text in words(report, personal=True):
            for line in text.split("\n"):
                assert squeezed(visible(line)) in shown, text

    @one_in(4)
    @given(REPORTS)
    def test_people_are_blank_unless_asked(self, report):
        page = Page(official_html(report))
        named = set(words(report, personal=True)) - set(words(report, personal=False))
        shown = Page(official_html(report, personal=True)).text
        for text in named:
            assert text in shown
            assert text not in page.text
            assert text not in report._repr_html_()

    def test_labels_in_english(self):
        report = exchange.read_report(EXAMPLES / "department-2021.toml")
        page = check_grids(official_html(report, locale="en"))
        assert "Authorised staffing" in page.text
        assert "Annual revenue (10,000 yuan)" in page.text
        assert "人员编制" not in "".join(
            cell[0] for table in page.tables for row in table for cell in row if cell[3] == "th"
        )

    def test_the_grids_of_the_department_form(self):
        """其中： over five columns of revenue, and over two of basic expenditure inside the four of expenditure."""
        page = Page(official_html(exchange.read_report(EXAMPLES / "department-2021.toml")))
        grids = [table for table in page.tables if any(cell[0] == "机构名称" for row in table for cell in row)]
        revenue, spent = grids[:2]
        assert [cell[:3] for cell in revenue[2]] == [["机构名称", 2, 1], ["收入合计", 2, 1], ["其中：", 1, 5]]
        assert [cell[:3] for cell in spent[1]] == [
            ["机构名称", 3, 1], ["支出合计", 3, 1], ["其中：", 1, 4], ["结余", 1, 2],
        ]  # fmt: skip
        assert [cell[:3] for cell in spent[2]][1] == ["其中：", 1, 2]
        assert [cell[0] for cell in spent[4]] == [
            "局机关及二级机构汇总",
            "3179.61",
            "219.75",
            "195.7",
            "24.05",
            "2959.85",
            "",
            "",
        ]

    def test_the_national_form(self):
        page = Page(official_html(exchange.read_report(EXAMPLES / "self-evaluation-form-2023.toml")))
        budget, indicators = page.tables[1], page.tables[3]
        assert [cell[0] for cell in budget[0]][2:] == [
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ]
        assert [cell[0] for cell in budget[1]] == ["年度资金总额", "90", "100", "86.183", "10", "86.18%", "8.62"]
        assert [cell[0] for cell in budget[2]][-3:] == ["—", "—", "—"]
        assert [cell[0] for cell in indicators[0]][-1] == "偏差原因分析及改进措施"
        assert indicators[1][0][:2] == ["绩效指标", 8]
        assert [cell[0] for cell in indicators[-1]] == ["总分", "100", "93.62", ""]


def squeezed(text):
    return "".join(text.split())


HOSTILE = st.one_of(
    jst.hostile_texts(),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</td></table>",
            "</style><b>",
            "<!-- ",
            "&lt;b&gt;",
        ]
    ),
)


class TestHostileTexts:
    @one_in(2)
    @given(st.data())
    def test_in_tables(self, data):
        rubric = data.draw(jst.rubrics())
        rows = tuple(evolve(row, label=Text(data.draw(HOSTILE))) for row in rubric.indicators)
        hostile = evolve(rubric, indicators=rows, title=Text(data.draw(HOSTILE)), notes=(Text(data.draw(HOSTILE)),))
        claims = tuple(Claim(indicator=row.id, points=0, reason=data.draw(HOSTILE)) for row in rows)
        rounds = (ScoreRound(role="self", claims=claims, total=0),)
        case = Case(rubric=hostile.pin, fiscal_year=2024, unit=data.draw(HOSTILE), evidence=Evidence(), rounds=rounds)
        for value in (hostile, review(hostile, case)):
            self.check(value)

    @one_in(2)
    @given(st.data())
    def test_in_reports(self, data):
        def text():
            return data.draw(HOSTILE)

        rows = (ClaimedRow(level1=text(), level2=text(), label=text(), clause=text(), points=1, reason=text()),)
        signed = SignOffs(
            evaluators=(Evaluator(name=text(), position=text()),),
            blocks=(SignOff(role="team_leader", opinion=text(), signature=text()),),
            preparer=text(),
        )
        shared = {
            "title": text(),
            "targets": (TargetRow(group=text(), category=text(), content=text(), target=text()),),
            "claimed": ClaimedTable(title=text(), rows=rows, note=text()),
            "sign_offs": signed,
            "grade": text(),
        }
        tasks = (Paragraph(text()),)
        for value in (
            DepartmentReport(**shared, annual_tasks=tasks, contact_person=text()),
            ProjectReport(**shared, project_name=text(), leader=text()),
            SelfEvaluationForm(title=text(), rows=(IndicatorLine(level1=text(), label=text(), target=text()),)),
        ):
            self.check(value, personal=True)

    def check(self, value, **more):
        plain = Page(official_html(value, **more))
        assert set(plain.tags) <= TAGS
        assert plain.attributes <= ATTRIBUTES
        assert plain.tags.count("script") == plain.tags.count("b") == plain.tags.count("img") == 0
        assert plain.tags.count("style") == plain.tags.count("title") == 1
        check_grids(official_html(value, **more))
        for row in lines_of_tables(official_markdown(value, **more)):
            assert row[0] == row[-1] == "|"
        check_drawn(official_text(value, **more))


def lines_of_tables(text):
    return [line for line in text.split("\n") if line.startswith("|")]


def check_drawn(text):
    """Every drawn line of a table is as wide as its first, and the corners fit: a line goes on where it is met."""
    before = None
    for line in text.split("\n"):
        if not line or line[0] not in "┌├│└":
            before = None
            continue
        if before is not None:
            assert columns_of(line) == columns_of(before), (before, line)
        before = line


class TestTextAndMarkdown:
    @one_in(4)
    @given(REPORTS, st.integers(80, 140))
    def test_drawn_tables(self, report, width):
        text = official_text(report, personal=True, width=width)
        check_drawn(text)
        assert all(columns_of(line) <= width for line in text.split("\n"))
        # Words are folded into their cells; none of their characters is lost.
        shown = Counter(text)
        for word in words(report, personal=True):
            assert not Counter(squeezed(visible(word))) - shown, word

    def test_a_drawn_table(self):
        text = official_text(exchange.read_report(EXAMPLES / "self-evaluation-form-2023.toml"))
        assert "│项目名称         │政务服务大厅自助终端运行维护" in text
        lines = text.split("\n")
        goes_on = next(line for line in lines if "社会效益" in line)
        # 效益指标 is merged over two rows: the line under 社会效益指标 begins behind it.
        below = lines[lines.index(goes_on) + 2]
        assert below.startswith("│")
        assert "├" in below

    @one_in(4)
    @given(REPORTS)
    def test_markdown_tables(self, report):
        """Every row of a table has as many cells as the line under its heading."""
        width = 0
        for line in official_markdown(report).split("\n"):
            if not line.startswith("|"):
                width = 0
                continue
            found = len(re.findall(r"(?<!\\)\|", line))
            width = width or found
            assert found == width

    def test_markdown_of_a_rubric(self):
        text = official_markdown(registry.load("junshan-department@2021.1"))
        assert text.startswith("# 部门整体支出绩效评价评分表\n")
        (row,) = (line for line in text.split("\n") if "| 公务卡刷卡率 |" in line)
        assert row.endswith("| 3 |  |  |")


class TestReadBack:
    """The reader of published forms was written before these forms: it reads back every field that they print."""

    @pytest.fixture(autouse=True)
    def _readers(self, monkeypatch):
        monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "reports"))

    def same(self, report):
        from form_pages import without_places

        found = exchange.read_published(official_html(report, personal=True).encode(), layout="html")
        assert found.loss.is_complete
        assert without_places(found.reports) == without_places((report,))

    @pytest.mark.parametrize("name", ["department-2021", "project-2021"])
    def test_examples(self, name):
        self.same(exchange.read_report(EXAMPLES / f"{name}.toml"))

    @one_in(4)
    @given(jst.department_reports() | jst.project_reports())
    def test_generated_reports(self, report):
        self.same(report)

    def test_the_national_form(self):
        """Read from the workbook, printed, read again: the same form."""
        report = exchange.read_published(EXAMPLES / "self-evaluation-form-2023.xlsx").reports[0]
        self.same(report)


class TestShown:
    def test_in_a_notebook(self):
        rubric = registry.load("junshan-project@2021.1")
        assert "<style" not in rubric._repr_html_()
        assert "<h1>项目支出绩效评价指标体系</h1>" in rubric._repr_html_()
        report = exchange.read_report(EXAMPLES / "project-2021.toml")
        assert "计划安排资金" in report._repr_html_()

    @pytest.mark.parametrize("width", [80, 120])
    def test_by_rich(self, width):
        from rich.console import Console

        console = Console(width=width, record=True, file=io.StringIO())
        found = reviewed("project")
        for value in (found, found.sheet, found.rubric):
            console.print(value)
        text = console.export_text()
        assert text.count("目标内容") == 3
        assert text.count(closing()) == 2
        assert "自评得分与评分标准不对应" in squeezed(text)

    def test_points_are_exact(self):
        """A score of 20/9 is told as the house tells it, never as a float."""
        found = reviewed("project")
        (own,) = found.case.rounds
        claims = (evolve(own.claims[0], points=Fraction(20, 9)), *own.claims[1:])
        page = Page(official_html(review(found.rubric, evolve(found.case, rounds=(evolve(own, claims=claims),)))))
        assert "2.22" in {cell[0] for row in page.tables[0] for cell in row}

    def test_tables_are_values(self):
        form = official_form(registry.load("junshan-project@2021.1"))
        (table,) = (part for part in form.parts if isinstance(part, MergedTable))
        assert hash(table) == hash(evolve(table))
