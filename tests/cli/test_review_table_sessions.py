"""What a finance department types to review many units at once, and to compare what they claim."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from jixiao_core import exchange, registry, reports
from jixiao_core.frames import claims, columns
from jixiao_core.present.labels import verdict_label
from jixiao_core.scoring.review import review

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DEPARTMENT = "junshan-department@2021.1"
STAFFING = "input__budget_allocation__staffing_ratio"
HEAD = "单位,级别,在职人员,人员编制,财政供养人员控制率·自评得分,财政供养人员控制率·扣分原因,自评总分"
UNITS = """
甲局,县级,18,18,5,,96
乙局,县级,21,20,５分,,90
丙局,县级,21,20,4.2,略有超编。,90.5
丁局,市级,,20,5,,90
戊局,市级,17,18,4,略有 超编,89.5
"""
"""Each percentage point above 100 % costs half a point: 21 in 20 posts are 5 points over, 2.5 of 5 points are left."""
OPINIONS = ["consistent", "above", "unmatched", "pending", "below"]
DIFFERENCES = ["0", "2.5", "1.7", "", "-1"]


@pytest.fixture
def units(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(HEAD + UNITS, encoding="utf-8-sig")
    return file


def read(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


class TestReviewTable:
    def test_the_page_counts_and_names_no_unit(self, run, units):
        status, out, err = run("review-table", units, "--rubric", DEPARTMENT)
        assert (status, err) == (1, "")
        assert "自评总分（单位数）：依据不足，待核实5。" in out
        assert "有1项指标的自评得分需更正或说明（单位数）：" in out
        for opinion in OPINIONS:
            assert f"{verdict_label(opinion)}1" in out.replace("\n    ", "")
        assert "局" not in out

    def test_every_unit_has_its_opinion_and_difference(self, run, units, tmp_path):
        out_file = tmp_path / "out.csv"
        assert run("review-table", units, "--rubric", DEPARTMENT, "-o", out_file)[0] == 1
        lines = read(out_file)
        assert [line["财政供养人员控制率·复核意见"] for line in lines] == [verdict_label(each) for each in OPINIONS]
        assert [line["财政供养人员控制率·差异"] for line in lines] == DIFFERENCES
        # A kept column stays as it is written, though it was read as 5.
        assert lines[1]["财政供养人员控制率·自评得分"] == "５分"
        assert {line["总得分·复核意见"] for line in lines} == {verdict_label("pending")}

    def test_a_workbook_has_numbers_for_differences(self, run, units, tmp_path):
        out_file = tmp_path / "out.xlsx"
        run("review-table", units, "--rubric", DEPARTMENT, "-o", out_file)
        head, *rows = openpyxl.load_workbook(out_file).active.iter_rows(values_only=True)
        at = head.index("财政供养人员控制率·差异")
        assert [row[at] for row in rows] == [0, 2.5, 1.7, None, -1]

    def test_json_tells_counts_by_row(self, run, units):
        document = json.loads(run("review-table", units, "--rubric", DEPARTMENT, "--json")[1])
        total, *rows = document["verdicts"]
        assert total == {"row": "", "counts": dict.fromkeys(total["counts"], 0) | {"pending": 5}}
        (staffing,) = (row["counts"] for row in rows if row["row"].endswith("staffing_ratio"))
        assert staffing == dict.fromkeys(OPINIONS, 1) | {"unclaimed": 0}
        assert sum(sum(row["counts"].values()) for row in rows) == 5 * len(rows)

    def test_units_that_agree_with_the_evidence_exit_with_0(self, run, tmp_path):
        file = tmp_path / "units.csv"
        file.write_text(f"{HEAD}\n甲局,县级,18,18,5,,\n", encoding="utf-8")
        status, out, _ = run("review-table", file, "--rubric", DEPARTMENT)
        assert status == 0
        assert "需更正" not in out

    def test_claims_that_cannot_be_read_are_told_and_have_no_opinion(self, run, tmp_path):
        file, out_file = tmp_path / "units.csv", tmp_path / "out.csv"
        file.write_text(f"{HEAD}\n甲局,县级,18,18,五分,,-3\n乙局,县级,18,18,4.99999,,\n", encoding="utf-8")
        status, out, _ = run("review-table", file, "--rubric", DEPARTMENT, "-o", out_file)
        assert status == 1
        assert "第2行：“财政供养人员控制率·自评得分”无法采用：'五分'不能作为得分" in out
        assert "'-3'为负数" in out
        first, second = read(out_file)
        assert first["财政供养人员控制率·复核意见"] == first["总得分·复核意见"] == ""
        assert first["自评得分说明"] == "无法使用：财政供养人员控制率·自评得分、自评总分"
        assert second["自评得分说明"] == "小数位数过多，无法计算：财政供养人员控制率·自评得分"
        assert first["财政供养人员控制率·得分"] == "5"

    def test_a_table_without_claims_says_so(self, run, tmp_path):
        file = tmp_path / "units.csv"
        file.write_text("单位,在职人员,人员编制\n甲局,18,18\n", encoding="utf-8")
        status, out, _ = run("review-table", file, "--rubric", DEPARTMENT, "--locale", "en")
        assert status == 0
        assert "No unit claims anything" in out

    def test_parquet_in_and_out_and_beyond_memory(self, run, tmp_path, monkeypatch):
        """The same lines, in memory and streamed; points are decimals, opinions codes."""
        file, out, streamed = (tmp_path / name for name in ("units.parquet", "out.parquet", "streamed.parquet"))
        frame = pl.DataFrame(
            {
                "unit": list("甲乙丙丁戊"),
                "in_service_staff": [18, 21, 21, None, 17],
                "authorised_staffing": [18, 20, 20, 20, 18],
                f"{STAFFING}__claimed": ["5", "5", "4.2", "5", "4"],
            }
        )
        frame.write_parquet(file)
        status, page, _ = run("review-table", file, "--rubric", DEPARTMENT, "-o", out)
        assert status == 1
        monkeypatch.setattr("jixiao_core.frames.files.MAX_IN_MEMORY", 3)
        assert run("review-table", file, "--rubric", DEPARTMENT, "-o", streamed)[:2] == (
            status,
            page.replace("out.parquet", "streamed.parquet"),
        )
        assert pl.read_parquet(out).equals(pl.read_parquet(streamed))
        found = pl.read_parquet(out)
        assert found[f"{STAFFING}__verdict"].to_list() == OPINIONS
        assert found[f"{STAFFING}__difference"].to_list() == [
            None if each == "" else Decimal(each) for each in DIFFERENCES
        ]

    @pytest.mark.parametrize(
        ("pin", "name", "unmatched"),
        [
            (DEPARTMENT, "department-2021.toml", ()),
            ("junshan-project@2021.1", "project-2021.toml", ("decision.fund_allocation.allocation_result",)),
        ],
    )
    def test_reports_are_reviewed_as_review_does(self, run, tmp_path, pin, name, unmatched):
        """The real cases, from a case file and from the document, by the library's own review of one unit."""
        out_file = tmp_path / "out.json"
        files = [EXAMPLES / name, EXAMPLES / "self-evaluation-2021.txt"]
        rubric = registry.load(pin)
        found = review(rubric, reports.case(exchange.read_report(files[0]), rubric)).rounds[0]
        assert tuple(row.id for row in found.indicators if row.verdict == "unmatched") == unmatched
        assert run("review-table", *files, "--rubric", pin, "-o", out_file)[0] == bool(unmatched)
        for line in json.loads(out_file.read_text(encoding="utf-8"))["units"]:
            for row in found.indicators:
                assert line[f"{row.id.replace('.', '__')}__verdict"] == row.verdict, row.id
            assert line["verdict"] == found.verdict

    def test_a_template_with_claims_is_read_again(self, run, tmp_path):
        file = tmp_path / "units.xlsx"
        assert run("columns", DEPARTMENT, "--claims", "-o", file)[0] == 0
        status, out, _ = run("review-table", file, "--rubric", DEPARTMENT, "--json")
        assert status == 0
        rubric = registry.load(DEPARTMENT)
        document = json.loads(out)
        assert len(document["columns_read"]) == len(columns(rubric)) + len(claims(rubric))
        assert all(each == "单位" or each.endswith("扣分原因") for each in document["columns_not_read"])
        listed = run("columns", DEPARTMENT, "--claims", "--locale", "en")[1]
        assert f"{STAFFING}__claimed" in listed
        assert f"{STAFFING}__reason" in listed
        assert f"{STAFFING}__claimed" not in run("columns", DEPARTMENT)[1]


class TestPeers:
    def test_the_page_counts_and_names_nobody(self, run, units):
        status, out, err = run("peers", units, "--rubric", DEPARTMENT, "--locale", "en", "--width", "200")
        assert (status, err) == (0, "")
        label = "Ratio of budget-funded personnel to authorised staffing"
        assert f"{label}: 4.2 points, claimed by 1 of 5; another declared reading can give them" in out
        assert "Excellent, from 90 points: 88 to below 89: 0, 89 to below 90: 1, 90 to below 91: 3" in out
        assert "Good" not in out
        assert f"{label}: “略有超编”, stated by 2 of 2 that state any" in out
        assert "no ranking and no judgement" in out
        assert "局" not in out

    def test_units_are_compared_among_their_like_and_named_on_request(self, run, units):
        out = run("peers", units, "--rubric", DEPARTMENT, "--by", "级别", "--name", "单位")[1]
        assert "分组比对：县级3个，市级2个。" in out
        assert "〔县级〕财政供养人员控制率：4.2分，3个单位中有1个填报；按另一声明的口径可得此分（丙局）" in out
        assert "甲局" not in out

    def test_the_whole_comparison_as_a_document(self, run, units, tmp_path):
        out_file = tmp_path / "peers.json"
        printed = run("peers", units, "--rubric", DEPARTMENT, "--json", "-o", out_file)[1]
        assert out_file.read_text(encoding="utf-8") == printed
        document = json.loads(printed)
        assert document["units"] == [{"group": None, "units": 5}]
        claimed = [
            (each["claimed"], each["units"], each["attainable"], each["label"]["zh"])
            for each in document["claims"]
            if each["row"].endswith("staffing_ratio")
        ]
        label = "财政供养人员控制率"
        assert claimed == [("4", 1, True, label), ("4.2", 1, False, label), ("5", 3, True, label)]

    def test_the_whole_comparison_as_a_workbook(self, run, units, tmp_path):
        out_file = tmp_path / "peers.xlsx"
        text = units.read_text(encoding="utf-8-sig").replace("略有超编。", "=1+1").replace("略有 超编", "=1+1")
        units.write_text(text, encoding="utf-8-sig")
        assert run("peers", units, "--rubric", DEPARTMENT, "--name", "单位", "-o", out_file)[0] == 0
        book = openpyxl.load_workbook(out_file)
        assert book.sheetnames == ["自评得分分布", "等次下限附近", "无人扣分的指标", "相同扣分原因", "所填不是得分"]
        head, reason = book["相同扣分原因"].iter_rows()
        cells = {one.value: other for one, other in zip(head, reason, strict=True)}
        assert (cells["扣分原因"].value, cells["扣分原因"].data_type) == ("=1+1", "s")
        assert cells["单位"].value == "丙局、戊局"
        _, edge, *_ = book["等次下限附近"].iter_rows(values_only=True)
        assert edge[1:7] == ("优", 90, 0, 1, 3, 0)

    def test_files_of_cases_with_their_reasons(self, run, tmp_path):
        """The same report twice: 4 points are given by no combination of the clauses of the allocation row."""
        text = (EXAMPLES / "self-evaluation-2021.txt").read_bytes()
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_bytes(text)
        pin = "junshan-project@2021.1"
        document = json.loads(run("peers", tmp_path, "--rubric", pin, "--name", "file", "--json")[1])
        assert document["units"] == [{"group": None, "units": 2}]
        odd = [(each["row"], each["claimed"]) for each in document["claims"] if not each["attainable"]]
        assert odd == [("decision.fund_allocation.allocation_result", "4")]
        assert all(each["units"] == 2 for each in document["claims"])
        (named,) = (each["names"] for each in document["claims"] if not each["attainable"])
        assert named == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]

    def test_what_cannot_be_used_is_told(self, run, tmp_path):
        file = tmp_path / "units.csv"
        file.write_text(f"{HEAD}\n甲局,县级,18,18,五分,,-3\n乙局,县级,18,18,5,,90,多\n", encoding="utf-8")
        status, out, _ = run("peers", file, "--rubric", DEPARTMENT)
        assert status == 1
        assert "第2行：“财政供养人员控制率·自评得分”无法采用：'五分'" in out
        assert "第3行" in out

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--by", "没有"), "没有"),
            (("-o", "peers.csv"), ".xlsx"),
            ((), "--rubric"),
        ],
    )
    def test_arguments_that_cannot_be_used(self, run, units, arguments, told):
        rubric = ("--rubric", DEPARTMENT) if arguments else ()
        status, out, err = run("peers", units, *rubric, *arguments)
        assert (status, out) == (2, "")
        assert told in err

    def test_parquet_is_counted_where_it_lies(self, run, tmp_path):
        file = tmp_path / "units.parquet"
        pl.DataFrame(
            {"单位": ["甲", "乙"], f"{STAFFING}__claimed": [5, 3], "claimed_total": ["90", "80.5"]}
        ).write_parquet(file)
        document = json.loads(run("peers", file, "--rubric", DEPARTMENT, "--by", "单位", "--json")[1])
        assert [each["units"] for each in document["units"]] == [1, 1]

    def test_claims_in_parquet_that_are_no_points_are_counted(self, run, tmp_path):
        """Millions of lines are not listed one by one; but nobody shall take 五分 for no claim."""
        file = tmp_path / "units.parquet"
        pl.DataFrame({f"{STAFFING}__claimed": ["5", "五分", "-3", None]}).write_parquet(file)
        status, out, _ = run("peers", file, "--rubric", DEPARTMENT)
        assert status == 1
        assert "自评得分栏内所填内容不是得分的，按未填报计（单位数）：\n  财政供养人员控制率·自评得分：2，共4" in out
