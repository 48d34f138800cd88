"""The national form on the command line: what a person types for one small file, and gets."""

import json
import tomllib

import pytest
from test_sessions import CLOSING, ROOT, jixiao, paragraph_of, row_of, said

from jixiao_core.errors import FormatError
from jixiao_core.exchange import parse_rubric
from jixiao_core.present import replay

FORM = "examples/self-evaluation-form-2023.toml"
PIN = "national-self-evaluation-form@2020.1"


def changed(tmp_path, *pairs, name="自评表.toml"):
    text = (ROOT / FORM).read_text(encoding="utf-8")
    for written, instead in pairs:
        assert written in text
        text = text.replace(written, instead, 1)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


class TestReview:
    def test_verdicts_per_row(self):
        page = said("review", FORM, status=1)
        assert PIN in page
        assert row_of(page, "培训窗口人员")[1:] == ["10", "9", "9", "与依据相符"]
        assert row_of(page, "故障平均修复时间")[1:] == ["10", "10", "8", "自评得分高于测算得分"]
        assert row_of(page, "群众办事便利程度")[1:] == ["15", "15", "12至15", "依据不足，待核实"]
        assert "8.62   8.6183             与依据相符" in page
        assert "指标值≤4小时、完成值5小时，未完成指标值而得满分10分" in page
        assert page.rstrip().endswith(CLOSING)

    def test_execution_stands_first_as_on_the_form(self):
        labels = [line.split()[0] for line in said("review", FORM, status=1).splitlines() if line.strip()]
        assert labels.index("预算执行率") < labels.index("产出指标") < labels.index("满意度指标")

    def test_in_english(self):
        page = said("review", FORM, "--locale", "en", status=1)
        assert "self-evaluation form" in page.lower()
        assert "4÷5=80%" in page.replace(" ", "")

    @pytest.mark.parametrize(
        ("variant", "computed"),
        [("two-places", "8.62"), ("whole-points", "9"), ("rate-first", "8.618"), ("reallocate", "8.6183")],
    )
    def test_a_variant_is_chosen_by_name(self, variant, computed):
        page = said("review", FORM, "--rubric", f"national-self-evaluation-{variant}@2020.1", status=1)
        assert f"national-self-evaluation-{variant}-form@2020.1" in page
        assert row_of(page.partition("产出指标")[0].rpartition("\n  ")[2], "预算执行率")[:4] == [
            "预算执行率",
            "10",
            "8.62",
            computed,
        ]

    def test_the_weights_of_a_variant_are_told(self):
        page = said("review", FORM, "--rubric", "national-self-evaluation-execution-20@2020.1", status=1)
        assert "预算执行率：所属各行分值合计10分，评分标准为20分" in page
        assert "产出指标：所属各行分值合计50分，评分标准为40分" in page

    def test_a_table_of_another_kind_is_refused(self):
        status, out, err = jixiao("review", FORM, "--rubric", "junshan-project@2021.1")
        assert (status, out) == (2, "")
        assert err.startswith("cli.other_kind")

    def test_readings(self):
        page = said("review", FORM, "--reading", "missed_target=no_points", status=1)
        assert row_of(page, "培训窗口人员")[1:] == ["10", "9", "0", "自评得分高于测算得分"]

    def test_a_year_outside_of_the_table_is_refused(self, tmp_path):
        status, out, err = jixiao("review", changed(tmp_path, ("fiscal_year = 2023", "fiscal_year = 2018")))
        assert (status, out) == (2, "")
        assert err.startswith("cli.which_rubric")
        assert "national-self-evaluation@2020.1" in err
        assert "two-places" not in err


class TestReplay:
    def test_a_stored_review_needs_nothing_else(self, tmp_path):
        stored = tmp_path / "复核.json"
        stored.write_text(said("review", FORM, "--json", status=1), encoding="utf-8")
        document = json.loads(stored.read_text(encoding="utf-8"))
        assert document["rubric"] == PIN
        assert document["derived_rubric"]["derived_from"].startswith("national-self-evaluation@2020.1#sha256:")
        assert "逐字节重现" in said("review", "--replay", str(stored), status=0)

    def test_a_touched_one_is_told(self, tmp_path):
        stored = tmp_path / "复核.json"
        text = said("review", FORM, "--json", status=1)
        stored.write_text(text.replace('"low": "9",', '"low": "8",'), encoding="utf-8")
        status, out, err = jixiao("review", "--replay", str(stored))
        assert (status, out) == (2, "")
        assert err.startswith(("present.other_derived", "present.replay_differs"))

    @pytest.mark.parametrize(
        ("base", "is_known"),
        [
            (f"national-self-evaluation@2020.1#sha256:{'0' * 64}", True),
            ("national-self-evaluation@2020.1", True),
            (f"junshan-department@2021.1#sha256:{'0' * 64}", True),
            (f"own-table@2020.1#sha256:{'0' * 64}", False),
        ],
    )
    def test_a_base_that_is_shipped_with_another_digest(self, base, is_known):
        """Everything else fits: the digest of the stored table is computed with the base that it names."""
        document = json.loads(said("review", FORM, "--json", status=1))
        derived = {**document["derived_rubric"], "derived_from": base}
        rubric = parse_rubric(derived)
        text = json.dumps({**document, "derived_rubric": derived}, ensure_ascii=False)
        touched = text.replace(document["digest"], rubric.digest)
        if not is_known:
            assert replay(touched).rubric.digest == rubric.digest
            return
        with pytest.raises(FormatError) as caught:
            replay(touched)
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("present.other_base", "derived_rubric.derived_from")


class TestOtherCommands:
    def test_check(self, tmp_path):
        page = said("check", FORM, status=0)
        assert "勾稽核对共1条：需说明1项" in page
        broken = changed(
            tmp_path,
            ('completion = "99.5%"', 'completion = "≥99.5%"'),
            ('rate = "86.18%"', 'rate = "88.18%"'),
            (', reason = "备件管理办法尚未印发。"', ""),
        )
        page = said("check", broken, status=1)
        assert "实际完成值≥99.5%带有运算符号" in page
        assert "执行率应为86.18%，表中填列88.18%" in page
        assert "运维制度健全程度（第7行）：分值15分、自评11分，未填扣分原因" in page

    def test_check_as_json(self):
        document = json.loads(said("check", FORM, "--json", status=0))
        assert [report["kind"] for report in document["reports"]] == ["self_evaluation"]

    def test_score(self):
        page = said("score", FORM, status=0)
        assert row_of(page, "办事群众满意度")[1:4] == ["10", "10", "已测算"]

    @pytest.mark.parametrize("name", ["故障平均修复时间", "row_4", "output.timeliness.row_4"])
    def test_explain_finds_a_row_by_label_or_number(self, name):
        page = said("explain", FORM, name, status=1)
        assert "4÷5=80%" in page
        assert "定性指标" not in page, "only the rule for this kind of row is quoted"

    def test_explain_execution(self):
        page = said("explain", FORM, "预算执行率", status=0)
        assert "86.183%" in page
        assert "【" not in page

    @pytest.mark.parametrize("command", ["readings", "plan", "sensitivity"])
    def test_questions_about_the_sheet(self, command):
        assert PIN in said(command, FORM, status=0)

    def test_only_forms_of_a_kind(self):
        status, _, err = jixiao("check", FORM, "--kind", "project")
        assert status == 2
        assert err.startswith("cli.no_report")


def test_the_example_says_that_it_is_one():
    text = (ROOT / FORM).read_text(encoding="utf-8")
    assert "示例，项目和数字均为虚构" in text
    assert tomllib.loads(text)["kind"] == "self_evaluation"


def test_paragraphs_speak_of_the_unit():
    page = said("review", FORM, status=1)
    assert "目标值4，完成值5" in paragraph_of(page, "故障平均修复时间")
