"""From a published form to checks and a review: the sessions, as processes, with the files that a stranger has."""

import json

import pytest
from test_sessions import ROOT, jixiao, said

from jixiao_core.exchange import read_published, read_reports

SOURCE = "tests/data/junshan-2021.txt"
FORM = "examples/self-evaluation-2021.txt"
CLOSING = "本结果为规则测算，供复核参考，不替代人工评定，不构成审计或违纪认定。"


class TestConvert:
    def test_both_reports_and_the_account_of_every_cell(self):
        page = said("convert", SOURCE, status=0)
        assert "君山区2021年度部门（单位）整体支出绩效评价自评报告" in page
        assert "单元格902个、表外文字86行" in page
        assert "第584行：互联互通80余家部门" in page
        assert "第1176行" in page

    @pytest.mark.parametrize("suffix", ["toml", "json"])
    def test_what_is_written_reads_back_equal(self, tmp_path, suffix):
        out = tmp_path / f"报告.{suffix}"
        page = said("convert", SOURCE, "-o", str(out), status=0)
        assert f"已写入{out}" in page
        assert read_reports(out) == read_published(ROOT / SOURCE).reports
        assert [path.name for path in tmp_path.iterdir()] == [out.name], "nothing half written is left"

    def test_one_report_is_a_document_of_its_own(self, tmp_path):
        out = tmp_path / "项目.toml"
        said("convert", SOURCE, "--kind", "project", "-o", str(out), status=0)
        assert out.read_text(encoding="utf-8").startswith('kind = "project"\n')

    def test_redacted_and_masked(self, tmp_path):
        out = tmp_path / "某区.toml"
        said("convert", SOURCE, "--redact", "--mask", "君山=某", "-o", str(out), status=0)
        text = out.read_text(encoding="utf-8")
        assert "君山" not in text
        assert "〈姓名" not in text

    def test_what_is_lost_is_told_with_status_1(self, tmp_path):
        form = tmp_path / "表.txt"
        form.write_text("某区项目绩效评价自评报告\n项目名称：甲\n车辆：三辆\n", encoding="utf-8")
        page = said("convert", str(form), status=1)
        assert "未读入（1处）" in page
        assert "第3行：车辆：三辆" in page
        document = json.loads(said("convert", str(form), "--json", status=1))
        assert document["unread"] == [{"line": 3, "text": "车辆：三辆", "why": "unknown"}]

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("convert", "没有.txt"), "exchange.no_file"),
            (("convert", "examples/project-2021.toml"), "exchange.unknown_form_suffix"),
            (("convert", SOURCE, "-o", "报告.doc"), "cli.output_suffix"),
            (("convert", SOURCE, "-o", "没有此目录/报告.toml"), "cli.not_written"),
            (("convert", SOURCE, "--mask", "君山"), "cli.bad_mask"),
            (("convert", SOURCE, "--encoding", "utf-16"), "exchange.not_encoded"),
            (("check", "examples/cases/project-2021.toml"), "cli.no_report"),
            (("check", "README.md"), "cli.unknown_suffix"),
            (("review", "examples/department-2021.toml", "--rubric", "junshan-project@2021.1"), "cli.other_kind"),
        ],
    )
    def test_refusals(self, arguments, code):
        status, out, err = jixiao(*arguments)
        assert (status, out) == (2, "")
        assert code in err
        assert "Traceback" not in err


class TestCheck:
    def test_the_contradictions_with_both_places_and_the_likely_slips(self):
        page = said("check", FORM, status=1)
        assert "3179.1元（第385行）" in page
        assert "支出合计3179.61万元（第121行）" in page
        assert "应为3179.61万元" in page
        assert "可能截尾而未四舍五入，应为115.33万元" in page
        assert page.count(CLOSING) == 2

    def test_a_report_and_its_form_give_the_same(self, tmp_path):
        out = tmp_path / "reports.toml"
        said("convert", FORM, "-o", str(out), status=0)
        assert said("check", str(out), status=1) == said("check", FORM, status=1)

    def test_json(self):
        document = json.loads(said("check", FORM, "--json", status=1))
        assert [report["kind"] for report in document["reports"]] == ["department", "project"]
        first = document["reports"][0]["findings"][0]
        assert (first["code"], first["severity"]) == ("reports.amount_differs", "error")
        assert first["likely"][0]["params"]["corrected"] == "3179.61万元"

    def test_a_report_without_errors_has_status_0(self, tmp_path):
        report = tmp_path / "report.toml"
        report.write_text('kind = "project"\nproject_name = "甲"\n', encoding="utf-8")
        assert "项目单位未填" in said("check", str(report), status=0)


class TestReview:
    def test_both_reports_with_their_cross_checks(self):
        page = said("review", FORM, status=1)
        assert "某区行政审批服务局 部门整体支出 2021年度" in page
        assert "在职人员不超过18人时得5分" in page
        assert "自评4分与评分标准不对应" in page
        assert page.count("勾稽核对共") == 2
        assert page.rstrip().endswith(CLOSING)

    def test_a_stored_review_of_both_is_replayed(self, tmp_path):
        stored = tmp_path / "reviews.json"
        stored.write_text(said("review", FORM, "--json", status=1), encoding="utf-8")
        assert [each["rubric"] for each in json.loads(stored.read_text("utf-8"))["reviews"]] == [
            "junshan-department@2021.1",
            "junshan-project@2021.1",
        ]
        assert "逐字节" in said("review", "--replay", str(stored), status=0)

    def test_under_the_assumption_the_total_lies_outside(self):
        page = said("review", "examples/department-2021.toml", "--assume", "headcount_is_in_service", status=1)
        assert "自评总分不在可能区间之内" in page

    def test_explain_finds_the_report_that_has_the_row(self):
        assert said("explain", FORM, "分配结果", status=1).startswith("分配结果（分值5分，自评4分）")
        assert said("explain", FORM, "财政供养人员控制率", status=0).startswith("财政供养人员控制率")
        status, _, err = jixiao("explain", FORM, "没有此项")
        assert (status, "rubrics.unknown_indicator" in err) == (2, True)

    def test_a_year_that_no_shipped_table_is_meant_for(self, tmp_path):
        text = (ROOT / "examples/department-2021.toml").read_text(encoding="utf-8")
        later = tmp_path / "later.toml"
        later.write_text(text.replace("fiscal_year = 2021", "fiscal_year = 2031"), encoding="utf-8")
        status, _, err = jixiao("review", str(later))
        assert (status, "cli.which_rubric" in err) == (2, True)
        page = said("review", str(later), "--rubric", "junshan-department@2021.1", status=0)
        assert "2031年度" in page

    def test_rows_that_the_table_does_not_have_are_told(self, tmp_path):
        text = (ROOT / "examples/department-2021.toml").read_text(encoding="utf-8")
        changed = tmp_path / "changed.toml"
        changed.write_text(text.replace('label = "公务卡刷卡率"', 'label = "网上办结率"'), encoding="utf-8")
        page = said("review", str(changed), status=1)
        assert "网上办结率（第882行）不在junshan-department@2021.1中" in page
        assert "“公务卡刷卡率”未出现在自评表中" in page

    def test_scores_that_nobody_can_have_do_not_stop_a_review(self, tmp_path):
        text = (ROOT / "examples/department-2021.toml").read_text(encoding="utf-8")
        changed = tmp_path / "changed.toml"
        row = 'label = "“三公经费”控制率"'
        before, _, after = text.partition(row)
        changed.write_text(before + row + after.replace('score = "6"', 'score = "7"', 1), encoding="utf-8")
        page = said("review", str(changed), status=1)
        assert "自评7分，超过分值6分" in page


LINES = (ROOT / SOURCE).read_text(encoding="utf-8").split("\n")


def form_of(tmp_path, **lines):
    """A copy of the published form with lines replaced."""
    given = {int(name[1:]): text for name, text in lines.items()}
    path = tmp_path / "表.txt"
    path.write_text("\n".join(given.get(n, line) for n, line in enumerate(LINES, start=1)), encoding="utf-8")
    return str(path)


class TestWhatWasNotRead:
    def test_check_and_review_tell_a_field_that_is_no_number(self, tmp_path):
        form = form_of(tmp_path, l65="\t31,79.61", l15="\t18（含工勤）")
        for command in ("check", "review"):
            page = said(command, form, "--kind", "department", status=1)
            assert "[需说明] 第65行：所填“31,79.61”未能识别，相关项目未作核对，请核对填写或另行说明" in page
            assert "[需说明] 第15行：所填“18（含工勤）”未能识别" in page
            assert "人员编制未填" not in page

    def test_the_document_tells_the_same_as_the_form(self, tmp_path):
        form, out = form_of(tmp_path, l524="\t12,00,000", l540="\t共21张"), tmp_path / "报告.toml"
        said("convert", form, "-o", str(out), status=1)
        page = said("check", form, status=1)
        assert "所填“12,00,000”未能识别" in page
        assert "表内另有1处内容未读入报告，未作核对（第540行）" in page
        assert said("check", str(out), status=1) == page

    def test_a_scoring_table_alone(self, tmp_path):
        form = tmp_path / "评分表.txt"
        form.write_text("\n".join(LINES[755:1030]), encoding="utf-8")
        page = said("convert", str(form), status=1)
        assert page.startswith(
            "未识别到自评报告。\n评分表“部门整体支出绩效评价评分表”（第14行起，共25项指标）不属于本文件中的任何报告"
        )
        assert "未读入（123处）" in page
        document = json.loads(said("convert", str(form), "--json", status=1))
        assert document["tables"] == [{"title": "部门整体支出绩效评价评分表", "line": 14, "rows": 25}]
        for command in ("check", "review"):
            status, out, err = jixiao(command, str(form))
            assert (status, out, "cli.no_report" in err) == (2, "", True)

    def test_names_stay_out_of_findings_and_of_what_is_redacted(self, tmp_path):
        name = "赵钱孙李"
        form = form_of(
            tmp_path, l446=f"\t{name}", l720=f"{name}项目总支出173万元，{name}经费28万。", l713=f"经手人：{name}"
        )
        for arguments in (("check", form), ("check", form, "--json"), ("convert", form, "--redact")):
            _, out, _ = jixiao(*arguments)
            assert out
            assert name not in out


class TestReviewOfWhatCanBeReviewed:
    def test_a_score_above_the_points_of_the_table_is_shown(self, tmp_path):
        """A row that the unit has made worth 10 points: the claim stands there, and both tables are named."""
        form = form_of(tmp_path, l801="\t10", l802="\t8")
        page = said("review", form, "--kind", "department", status=1)
        assert "自评得分与评分标准不对应" in next(
            line for line in page.splitlines() if line.split()[:3] == ["预算调整率", "3", "8"]
        )
        assert "预算调整率（第799行）：自评8分，超过junshan-department@2021.1规定的分值3分" in page
        stored = tmp_path / "review.json"
        stored.write_text(said("review", form, "--kind", "department", "--json", status=1), encoding="utf-8")
        assert "逐字节" in said("review", "--replay", str(stored), status=0)

    def test_a_report_without_a_table_beside_one_with(self, tmp_path):
        form = tmp_path / "两份.txt"
        form.write_text("\n".join(LINES[:1030]), encoding="utf-8")
        page = said("review", str(form), status=1)
        assert page.count("自评总分98分") == 1
        assert "本报告未附评分表，自评得分未作复核。" in page
        assert "评价指标体系未填" in page
        document = json.loads(said("review", str(form), "--json", status=1))
        assert [each["rubric"] for each in document["reviews"]] == ["junshan-department@2021.1"]
        assert [each["kind"] for each in document["not_reviewed"]] == ["project"]
        stored = tmp_path / "reviews.json"
        stored.write_text(said("review", str(form), "--json", status=1), encoding="utf-8")
        assert "逐字节" in said("review", "--replay", str(stored), status=0)

    def test_no_report_with_a_table(self, tmp_path):
        form = tmp_path / "无表.txt"
        form.write_text("\n".join(LINES[:755]), encoding="utf-8")
        status, out, err = jixiao("review", str(form))
        assert (status, out, "cli.no_round" in err) == (2, "", True)


BOOK = "examples/self-evaluation-form-2023.xlsx"
DOCUMENT = "examples/self-evaluation-form-2023.docx"


class TestWorkbooks:
    """A filled national form from the spreadsheet or the word processor of a unit."""

    @pytest.mark.parametrize("form", [BOOK, DOCUMENT])
    def test_everything_that_is_printed_is_read(self, form):
        page = said("convert", form, status=0)
        assert "某区政务服务中心 政务服务大厅自助终端运行维护" in page
        assert "单元格131个" in page
        assert "所印内容均已读入。" in page
        assert "Everything that is printed is in the reports." in said("convert", form, "--locale", "en", status=0)

    def test_a_workbook_and_a_document_are_the_same_form(self, tmp_path):
        for form, name in ((BOOK, "表.toml"), (DOCUMENT, "文.toml")):
            said("convert", form, "-o", str(tmp_path / name), status=0)
        one, other = (read_reports(tmp_path / name)[0] for name in ("表.toml", "文.toml"))
        assert (one.project_name, one.total_score) == (other.project_name, other.total_score)
        assert [row.target_value for row in one.rows] == [row.target_value for row in other.rows]

    def test_it_is_reviewed_as_the_document_that_it_is_written_to(self, tmp_path):
        out = tmp_path / "表.toml"
        said("convert", BOOK, "-o", str(out), status=0)
        assert said("review", BOOK, status=1) == said("review", str(out), status=1)
        assert said("check", BOOK, status=0) == said("check", str(out), status=0)

    def test_what_is_not_read_is_told_with_its_cell(self, tmp_path):
        import openpyxl
        from openpyxl.comments import Comment

        book = openpyxl.load_workbook(ROOT / BOOK)
        sheet = book.active
        sheet["I12"], sheet["H13"] = "另见附件", "九分"
        sheet["J11"], sheet["J12"] = "评分说明", "按台账"
        sheet["G13"].comment = Comment("请核对", "")
        sheet.row_dimensions[14].hidden = True
        path = tmp_path / "自评表.xlsx"
        book.save(path)
        page = said("convert", str(path), status=1)
        assert "未读入（2处）" in page
        assert "绩效自评表!J12：按台账" in page
        assert "绩效自评表!H13：九分" in page
        assert "绩效自评表!G13：请核对" in page
        assert "绩效自评表!B14：产出指标" not in page
        english = said("convert", str(path), "--locale", "en", status=1)
        assert "Beside the print, not read: comments, and text under merged cells (1):" in english
        assert "Read, although the workbook hides it" in english
        told = json.loads(said("convert", str(path), "--json", status=1))["unread"]
        assert {"line": 13, "place": "绩效自评表!H13", "text": "九分", "why": "unreadable"} in told
        assert "另见附件" in str(read_published(path).reports[0].rows[0].reason)

    def test_a_formula_without_its_result(self, tmp_path):
        import openpyxl

        book = openpyxl.load_workbook(ROOT / BOOK)
        book.active["H20"] = "=SUM(H12:H19)+H6"
        path = tmp_path / "自评表.xlsx"
        book.save(path)
        status, out, err = jixiao("convert", str(path))
        assert (status, out) == (2, "")
        assert "绩效自评表!H20" in err
        assert "exchange.workbook_open_formula" in err

    def test_no_extra_is_needed(self):
        """A workbook is read where neither openpyxl nor python-docx can be imported."""
        import subprocess
        import sys

        code = (
            "import sys; sys.modules['openpyxl'] = sys.modules['docx'] = sys.modules['lxml'] = None\n"
            "from jixiao_core.exchange import read_published\n"
            f"print(read_published({str(ROOT / BOOK)!r}).reports[0].total_score)"
        )
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert found.stdout.strip() == "4681/50", found.stderr
