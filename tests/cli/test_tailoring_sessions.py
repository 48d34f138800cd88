"""What a county and an application type: tailor, lock, verify, and cases that pin a project's own rubrics."""

import json
from pathlib import Path

import openpyxl
import pytest

from jixiao_core import registry

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COUNTY = EXAMPLES / "overlays" / "jia-county-department-2022.toml"
PIN = "jia-county-department@2022.1"


class TestTailor:
    def test_it_shows_what_was_changed_and_why_and_the_table(self, run):
        status, out, err = run("tailor", COUNTY)
        assert (status, err) == (0, "")
        joined = out.replace("\n  ", "")
        assert "改动3项" in out
        assert "修改：财政供养人员控制率（input.budget_allocation.staffing_ratio）：分值 5→8" in joined
        assert "公式·每步扣分 0.5→0.8" in joined
        assert "理由：附件1第1项" in joined
        assert "junshan-department@2021.1#sha256:" in out
        assert "支出完成率" in out

    def test_in_english(self, run):
        status, out, _ = run("tailor", COUNTY, "--locale", "en")
        assert status == 0
        assert "points 5 → 8" in out
        assert "3 changes" in out

    def test_it_writes_the_expanded_rubric(self, run, tmp_path):
        for name in ("out.toml", "out.json"):
            status, out, _ = run("tailor", COUNTY, "-o", tmp_path / name)
            assert status == 0
            assert PIN in out
            assert registry.open(tmp_path / name).digest == registry.open(COUNTY).digest

    def test_json(self, run):
        document = json.loads(run("tailor", COUNTY, "--json")[1])
        assert document["pin"] == PIN
        (change,) = (each for each in document["changes"] if each["id"].endswith("staffing_ratio"))
        assert change == {
            "path": "revise.'input.budget_allocation.staffing_ratio'",
            "kind": "revise",
            "id": "input.budget_allocation.staffing_ratio",
            "why": {"zh": "附件1第1项"},
            "fields": ["points", "clause", "formula.deduct"],
        }

    def test_a_wrong_overlay_is_refused_with_all_reasons_and_nothing_is_written(self, run, tmp_path):
        wrong = tmp_path / "wrong.toml"
        text = COUNTY.read_text(encoding="utf-8").replace("points = 8", "points = 9").replace("staffing_ratio", "staff")
        wrong.write_text(text, encoding="utf-8")
        status, out, err = run("tailor", wrong, "-o", tmp_path / "out.toml")
        assert (status, out) == (2, "")
        assert "input.budget_allocation.staff" in err
        assert not (tmp_path / "out.toml").exists()

    def test_a_template_that_nobody_filled_in_says_what_is_missing_where(self, run, tmp_path):
        """From the template to a table: what is blank is told by heading and cell, then it is filled in by names."""
        file = tmp_path / "county.xlsx"
        assert run("tailor", "junshan-department@2021.1", "--template", file)[0] == 0
        status, out, err = run("tailor", file)
        assert (status, out) == (2, "")
        assert [line.partition(" ")[2] for line in err.splitlines()] == [
            *(
                f"版本!B{row}: “{name}”未填写，请在此单元格填写"
                for row, name in ((3, "系列"), (4, "年度"), (9, "调整理由"))
            ),
            "调整!B2: 工作簿没有作任何调整；请在要调整的指标行的“调整方式”下选填修改、细化、增设、删除之一，并填写改动的内容和理由",
        ]
        assert "版本!B3: nothing stands under 系列; fill in this cell" in run("tailor", file, "--locale", "en")[2]
        book = openpyxl.load_workbook(file)
        head, sheet = book["版本"], book["调整"]
        for row, value in ((3, "jia-county-department"), (4, 2022), (9, "2022年评分办法")):
            head.cell(row, 2).value = value
        column = {cell.value: cell.column for cell in sheet[1]}
        row = next(cell.row for cell in sheet["A"] if str(cell.value).endswith("key_expenditure_rate"))
        filled = {"调整方式": "修改", "分子": "支出合计", "分母": "年初预算", "删去": "其他理解", "理由": "附件1第3项"}
        for heading, value in filled.items():
            sheet.cell(row, column[heading]).value = value
        book.save(file)
        status, _, err = run("tailor", file)
        assert status == 2
        assert err.splitlines()[0].startswith(f"exchange.xlsx_fact_near 调整!Q{row}: '年初预算'不是数据名称，可能是")
        assert "年初预算数（initial_approved_budget）" in err
        sheet.cell(row, column["分母"]).value = "年初预算数＋上年结转"
        book.save(file)
        status, out, err = run("tailor", file)
        assert (status, err) == (0, "")
        assert "改动1项" in out

    @pytest.mark.parametrize("arguments", [(), ("-o", "x.toml"), (COUNTY, "-o", "x.docx"), ("--template", "x.toml")])
    def test_arguments_that_make_no_sense(self, run, arguments):
        status, out, err = run("tailor", *arguments)
        assert (status, out) == (2, "")
        assert err

    def test_a_rubric_is_no_overlay(self, run, tmp_path):
        run("tailor", COUNTY, "-o", tmp_path / "whole.toml")
        status, _, err = run("tailor", tmp_path / "whole.toml")
        assert status == 2
        assert "derived_from" in err


class TestOtherCommandsTakeOverlays:
    @pytest.mark.parametrize("command", ["rubrics", "lint", "vectors"])
    def test_an_overlay_in_the_place_of_a_rubric(self, run, command):
        status, out, err = run(command, COUNTY)
        assert err == ""
        assert status == 0
        assert PIN in out

    def test_lint_tells_construction_faults_of_an_overlay_as_refusals(self, run, tmp_path):
        wrong = tmp_path / "wrong.toml"
        wrong.write_text(COUNTY.read_text(encoding="utf-8").replace("points = 8", "points = 9"), encoding="utf-8")
        status, out, _ = run("lint", wrong)
        assert status == 1
        assert "rubrics.points_do_not_sum" in out or "rubrics.overlay_points" in out

    def test_a_case_is_scored_by_an_overlay(self, run, tmp_path):
        case = tmp_path / "case.toml"
        facts = "evidence.facts = { in_service_staff = 101, authorised_staffing = 100 }"
        case.write_text(f'rubric = "{PIN}"\nfiscal_year = 2022\n{facts}\n', encoding="utf-8")
        status, out, _ = run("score", case, "--rubric", COUNTY)
        assert status == 0
        assert "7.2" in out


class TestLockAndVerify:
    @pytest.fixture
    def project(self, tmp_path):
        place = tmp_path / "rubrics"
        place.mkdir()
        (place / "county.toml").write_bytes(COUNTY.read_bytes())
        return place

    def test_what_a_project_does(self, run, project, tmp_path):
        lock = tmp_path / "jixiao.lock"
        assert run("lock", project, "junshan-project@2021.1", "-o", lock)[0] == 0
        assert [pin for pin, _ in registry.read_lock(lock).entries] == [PIN, "junshan-project@2021.1"]
        status, out, _ = run("verify", lock, "--rubrics", project)
        assert status == 0
        assert "2" in out
        file = project / "county.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("扣0.8分", "扣0.9分"), encoding="utf-8")
        status, out, _ = run("verify", lock, "--rubrics", project)
        assert status == 1
        assert f"{PIN}: 内容有变动" in out
        assert "junshan-project" not in out

    def test_json(self, run, project, tmp_path):
        lock = tmp_path / "jixiao.lock"
        run("lock", project, "-o", lock)
        file = project / "county.toml"
        file.unlink()
        status, out, _ = run("verify", lock, "--rubrics", project, "--json", "--locale", "en")
        assert status == 1
        (moved,) = json.loads(out)["moved"]
        assert (moved["rubric"], moved["code"]) == (PIN, "registry.lock_gone")

    def test_without_arguments_the_shipped_ones_are_locked(self, run):
        status, out, _ = run("lock")
        assert status == 0
        assert registry.read_lock(out.encode()) == registry.lock()

    def test_unusable_input(self, run, tmp_path):
        for arguments in (("verify", tmp_path / "none.lock"), ("lock", "nowhere@2021.1"), ("lock", tmp_path, tmp_path)):
            status, out, err = run(*arguments)
            assert (status, out) == (2, "")
            assert err

    def test_a_case_pinned_to_the_projects_own_rubric_finds_it_in_the_folder(self, run, project, tmp_path):
        digest = registry.open(COUNTY).digest
        case = tmp_path / "case.toml"
        head = f'rubric = "{PIN}#{digest}"\nfiscal_year = 2022\n'
        facts = "evidence.facts = { in_service_staff = 18, authorised_staffing = 18 }\n"
        claims = '[[rounds]]\nrole = "self"\nclaims = [{ indicator = "input.budget_allocation.staffing_ratio", points = 8 }]\n'
        case.write_text(head + facts + claims, encoding="utf-8")
        status, _, err = run("score", case)
        assert status == 2
        assert "--rubric" in err
        for command in ("score", "review"):
            status, _, err = run(command, case, "--rubrics", project)
            assert status == 0, err
        assert run("score", case, "--rubrics", project, "--rubric", PIN)[0] == 0
        wrong = head.replace(digest, f"sha256:{'0' * 64}")
        case.write_text(wrong, encoding="utf-8")
        status, _, err = run("score", case, "--rubrics", project)
        assert status == 2
        assert digest in err

    def test_a_shipped_rubric_is_still_found(self, run, project):
        assert run("score", EXAMPLES / "department-2021.toml", "--rubrics", project)[0] in (0, 1)
