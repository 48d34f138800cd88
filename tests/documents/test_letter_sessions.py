"""What a person types and gets, from the review to the round of the reviewer, and with wrong arguments."""

import json
from functools import cache, partial
from pathlib import Path

import pytest
from letter_edits import edited, opened

from commands import at_once
from jixiao_core import exchange, present, registry, reports, review
from jixiao_core.present.form_documents import not_kept

ROOT = Path(__file__).parents[2]
FORM = str(ROOT / "examples" / "department-2021.toml")
BOTH = str(ROOT / "examples" / "self-evaluation-2021.txt")
NATIONAL = str(ROOT / "examples" / "self-evaluation-form-2023.toml")
CLOSING = "本结果为规则测算，供复核参考，不替代人工评定，不构成审计或违纪认定。"


@cache
def written_letter():
    rubric = registry.load("junshan-department@2021.1")
    return present.letter_docx(present.letter(review(rubric, reports.case(exchange.read_report(FORM), rubric))))


@pytest.fixture
def jixiao(tmp_path):
    return partial(at_once, cwd=tmp_path)


class TestTheWholeWay:
    @pytest.mark.parametrize("remark", ["\x85", "长" * 100_001])
    def test_what_no_case_can_hold_is_told_before_anything_is_written(self, jixiao, tmp_path, remark):
        jixiao("letter", FORM, "-o", "letter.docx")
        letter = tmp_path / "letter.docx"
        letter.write_bytes(edited(letter.read_bytes(), rows={1: ("0", f"均为{remark}在职")}))
        status, out, err = jixiao("letter", "--read", "letter.docx", FORM, "-o", "case.toml")
        assert (status, out) == (2, "")
        assert err.startswith("exchange.")
        assert not (tmp_path / "case.toml").exists()

    def test_a_day_that_there_is_not(self, jixiao, tmp_path):
        (tmp_path / "letter.docx").write_bytes(written_letter())
        status, out, err = jixiao("letter", "--read", "letter.docx", FORM, "-o", "case.toml", "--date", "2022-02-31")
        assert (status, out) == (2, "")
        assert err.startswith("letter.bad_date")

    def test_a_letter_that_was_filled_in_is_not_written_over(self, jixiao, tmp_path):
        """Hours of a reviewer's work; the same letter once more is no loss."""
        letter = tmp_path / "letter.docx"
        assert [jixiao("letter", FORM, "-o", "letter.docx")[0] for _ in range(2)] == [1, 1]
        filled = edited(letter.read_bytes(), rows={1: ("0", "均为在职")})
        letter.write_bytes(filled)
        status, out, err = jixiao("letter", FORM, "-o", "letter.docx")
        assert (status, out) == (2, "")
        assert err.startswith("cli.output_edited -o: 'letter.docx'已存在且内容不同")
        assert letter.read_bytes() == filled

    def test_review_letter_edits_round_review(self, jixiao, tmp_path):
        assert jixiao("letter", FORM, "-o", "letter.docx") == (1, "已写入letter.docx。\n", "")
        letter = tmp_path / "letter.docx"
        assert jixiao("letter", "--read", "letter.docx", FORM, "-o", "case.toml") == (
            0,
            "复核意见letter.docx中没有文件之外的得分、说明或意见，未作改动。\n",
            "",
        )
        assert not (tmp_path / "case.toml").exists()
        letter.write_bytes(
            edited(
                letter.read_bytes(),
                rows={1: ("0", "均为在职"), 12: ("同申报得分", "")},
                findings=["台账未附。"],
                total="90",
            )
        )
        assert jixiao("letter", "--read", "letter.docx", FORM, "-o", "case.toml", "--date", "2022-04-01") == (
            0,
            "已从复核意见letter.docx读取：有得分或说明的指标2项，补充意见1条；财政复核一轮已写入case.toml。\n",
            "",
        )
        case = exchange.read_case(tmp_path / "case.toml")
        assert [(each.role, each.date) for each in case.rounds] == [("self", ""), ("finance", "2022-04-01")]
        assert [(each.points, each.reason) for each in case.rounds[1].claims] == [(0, "均为在职"), (2, "")]
        assert (case.rounds[1].total, case.rounds[1].findings) == (90, ("台账未附。",))
        _, page, _ = jixiao("review", "case.toml", "--round", "finance")
        assert "财政复核总分90分" in page
        assert "[需说明] 台账未附。" in page
        assert page.rstrip().endswith(CLOSING)
        _status, page, _ = jixiao("letter", "case.toml")
        assert "1. 台账未附。" in page
        assert "财政供养人员控制率 0 · 均为在职" in page

    def test_in_english(self, jixiao, tmp_path):
        status, page, err = jixiao("letter", FORM, "--locale", "en")
        assert (status, err) == (1, "")
        assert page.startswith("Review Opinion\n")
        assert "12. Official-card payment rate (maximum 3, self-assessed 2):" in page
        assert jixiao("letter", FORM, "--locale", "en", "-o", "l.docx", "--as", "third_party")[0] == 1
        content = edited((tmp_path / "l.docx").read_bytes(), rows={12: ("as claimed", "")})
        (tmp_path / "l.docx").write_bytes(content)
        # The language of the letter is the letter's, that of the answer the user's.
        status, said, _ = jixiao("letter", "--read", "l.docx", FORM, "-o", "c.json", "--locale", "en")
        assert said == (
            "Read from the letter l.docx: 1 row with a score or remark, 0 own findings; the round third-party review is "
            "written to c.json.\n"
        )
        assert exchange.read_case(tmp_path / "c.json").rounds[1].claims[0].points == 2

    def test_a_national_form_with_rows_of_its_own(self, jixiao, tmp_path):
        """Its table is made of its rows and stands nowhere else: it is written beside the case."""
        jixiao("letter", NATIONAL, "-o", "l.docx")
        (tmp_path / "l.docx").write_bytes(edited((tmp_path / "l.docx").read_bytes(), rows={3: ("8.5", "按比例")}))
        status, said, err = jixiao("letter", "--read", "l.docx", NATIONAL, "-o", "c.toml")
        assert (status, err) == (0, "")
        assert "--rubric c.rubric.toml" in said
        status, page, err = jixiao("review", "c.toml", "--rubric", "c.rubric.toml", "--round", "finance")
        assert (err, "8.5" in page) == ("", True)

    @pytest.mark.parametrize("suffix", ["md", "txt"])
    def test_other_files(self, jixiao, tmp_path, suffix):
        jixiao("letter", FORM, "-o", f"l.{suffix}")
        text = (tmp_path / f"l.{suffix}").read_text(encoding="utf-8")
        assert text.rstrip().endswith(CLOSING)
        assert "依据不足，待核实" in text

    def test_json(self, jixiao):
        _status, out, _ = jixiao("letter", FORM, "--json")
        document = json.loads(out)
        assert (document["format"], document["round"], document["reviewer"]) == ("jixiao-letter/1", "self", "finance")
        assert document["rows"][2]["id"] == "input.budget_allocation.staffing_ratio"

    def test_json_beside_a_file(self, jixiao, tmp_path):
        """Both are done, as by every command: the file is written, the document printed."""
        status, out, err = jixiao("letter", FORM, "--json", "-o", "l.docx")
        assert (status, err, json.loads(out)["format"]) == (1, "", "jixiao-letter/1")
        assert len(opened((tmp_path / "l.docx").read_bytes()).tables) == 4

    def test_assumptions_and_readings_stand_in_the_letter(self, jixiao):
        _, page, _ = jixiao("letter", FORM, "--assume", "headcount_is_in_service")
        assert "headcount_is_in_service" in page
        assert "自评得分高于测算得分" in page


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("letter", FORM, "-o", "l.pdf"), "letter.output_suffix"),
            (("letter", FORM, "--date", "2024-01-01"), "letter.date_without_read"),
            (("letter", FORM, "--as", "self"), "cli.invalid_choice"),
            (("letter", BOTH, "-o", "l.docx"), "letter.one_at_a_time"),
            (("letter", BOTH, "--json"), "letter.one_at_a_time"),
            (("letter", "--read", "l.docx", FORM), "letter.read_needs_output"),
            (("letter", "--read", "l.docx", FORM, "-o", "c.docx"), "cli.output_suffix"),
            (("letter", "--read", "no.docx", FORM, "-o", "c.toml"), "exchange.no_file"),
            (("letter", "--read", "l.docx", FORM, "-o", "c.toml", "--json"), "letter.not_read"),
            (("letter", "--read", "l.docx", FORM, "-o", "c.toml", "--round", "self"), "letter.not_read"),
            (("letter", "--read", FORM, FORM, "-o", "c.toml"), "exchange.docx_damaged"),
            (("letter", "--read", "l.docx", NATIONAL, "-o", "c.toml"), "letter.other_reference"),
            (("letter", "--read", "l.docx", FORM, "-o", "c.toml", "--as", "department"), "letter.other_reviewer"),
            (("letter", "--read", "l.docx", FORM, "-o", "c.toml", "--date", "4月1日"), "letter.bad_date"),
            (("letter", FORM, "--round", "finance"), "scoring.unknown_round"),
        ],
    )
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_two_and_nothing_on_standard_output(self, jixiao, tmp_path, arguments, code, locale):
        if "--read" in arguments:
            (tmp_path / "l.docx").write_bytes(written_letter())
        status, out, err = jixiao(*arguments, "--locale", locale)
        assert (status, out) == (2, "")
        assert err.startswith(code), err
        assert not (tmp_path / "c.toml").exists()

    def test_every_cell_that_cannot_be_read_is_told(self, jixiao, tmp_path):
        jixiao("letter", FORM, "-o", "l.docx")
        (tmp_path / "l.docx").write_bytes(
            edited((tmp_path / "l.docx").read_bytes(), rows={1: ("七分", ""), 12: ("4", "")}, total="一百")
        )
        status, out, err = jixiao("letter", "--read", "l.docx", FORM, "-o", "c.toml")
        assert (status, out) == (2, "")
        assert err.splitlines() == [
            (
                "letter.bad_points input.budget_allocation.staffing_ratio.points: 第1项（财政供养人员控制率）：复核得分'七分'"
                "不是0至5的数；请填写如2.5的数，或填“同申报得分”表示与申报得分相同，或留空"
            ),
            (
                "letter.bad_points process.budget_management.card_payment_rate.points: 第12项（公务卡刷卡率）：复核得分'4'"
                "不是0至3的数；请填写如2.5的数，或填“同申报得分”表示与申报得分相同，或留空"
            ),
            "letter.bad_total total: 复核总分'一百'不是0至100的数；请填写如92.5的数，或留空",
        ]


class TestFilledForms:
    def test_a_report_becomes_its_form(self, jixiao, tmp_path):
        assert jixiao("convert", FORM, "-o", "form.docx") == (
            0,
            (
                "某区行政审批服务局 · 某区2021年度部门（单位）整体支出绩效评价自评报告\n"
                "从表格读回，各项填列内容与报告一致。\n已写入form.docx。\n"
            ),
            "",
        )
        content = (tmp_path / "form.docx").read_bytes()
        assert not_kept([exchange.read_report(FORM)], content) == ()
        assert "某区行政审批服务局" in opened(content).paragraphs[1].text
        status, _out, _ = jixiao("convert", "form.docx")
        assert status == 0

    def test_what_the_form_does_not_give_back_is_told(self, jixiao, tmp_path):
        text = Path(FORM).read_text(encoding="utf-8")
        (tmp_path / "r.toml").write_text(
            text.replace('label = "公务卡刷卡率"', 'label = "公务卡 刷卡率"'), encoding="utf-8"
        )
        status, out, err = jixiao("convert", "r.toml", "-o", "form.docx", "--locale", "en")
        assert (status, err) == (1, "")
        assert "1 field is not as in the report: claimed.rows[" in out
        assert json.loads(jixiao("convert", "r.toml", "-o", "form.docx", "--json")[1])["not_kept"]
