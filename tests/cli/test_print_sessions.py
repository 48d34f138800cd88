"""`jixiao print` as a person uses it: the empty table, the table with its review, the form, and what cannot be printed."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jixiao_core.cli import main
from jixiao_core.present import closing

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PIN = "junshan-department@2021.1"


@pytest.fixture
def said(capsys):
    def call(*arguments):
        status = main(["print", *map(str, arguments)])
        out, err = capsys.readouterr()
        return status, out, err

    return call


class Text(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.text, self.titles, self.open = "", [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.open = tag

    def handle_endtag(self, tag):
        self.open = ""

    def handle_data(self, data):
        self.text += data
        if self.open == "h1":
            self.titles.append(data)


class TestTables:
    def test_the_empty_table(self, said):
        status, out, err = said(PIN)
        assert (status, err) == (0, "")
        page = Text(out)
        assert page.titles == ["部门整体支出绩效评价评分表"]
        assert "扣分原因和其他说明" in page.text
        assert closing() not in page.text

    def test_in_english(self, said):
        _, out, _ = said(PIN, "--locale", "en")
        assert '<html lang="en">' in out
        assert "Reason for the deduction and remarks" in out

    @pytest.mark.parametrize(
        ("name", "status"),
        [("cases/department-2021.toml", 0), ("cases/project-2021.toml", 1), ("project-2021.toml", 1)],
    )
    def test_with_its_review(self, said, capsys, name, status):
        """The status is the one of `jixiao review`."""
        got, out, err = said(EXAMPLES / name)
        assert (got, err) == (status, "")
        assert Text(out).text.rstrip().endswith(closing())
        assert main(["review", str(EXAMPLES / name)]) == status
        capsys.readouterr()

    def test_every_report_of_a_published_form(self, said):
        status, out, _ = said(EXAMPLES / "self-evaluation-2021.txt")
        assert status == 1
        assert Text(out).titles == ["部门整体支出绩效评价评分表", "项目支出绩效评价指标体系"]

    def test_a_national_form_by_its_own_rows(self, said):
        _, out, _ = said(EXAMPLES / "self-evaluation-form-2023.xlsx")
        assert "运维自助终端数量" in out

    def test_readings_and_assumptions(self, said):
        case = EXAMPLES / "cases" / "department-2021.toml"
        _, plain, _ = said(case)
        status, out, _ = said(case, "--assume", "headcount_is_in_service")
        assert status == 1
        assert out != plain
        assert "自评得分高于测算得分" in out

    def test_an_overlay_and_a_file(self, said, tmp_path):
        status, out, _ = said(EXAMPLES / "overlays" / "approval-bureau-2022.toml")
        assert status == 0
        assert "公共服务均等化指标完成率" in out
        copy = tmp_path / "table.toml"
        copy.write_bytes((ROOT / "src/jixiao_core/data/rubrics/junshan-project/2021.1.toml").read_bytes())
        assert said(copy)[1] == said("junshan-project@2021.1")[1]


class TestForms:
    @pytest.mark.parametrize("name", ["department-2021.toml", "project-2021.toml", "self-evaluation-form-2023.docx"])
    def test_the_form_itself(self, said, name):
        status, out, err = said(EXAMPLES / name, "--form")
        assert (status, err) == (0, "")
        assert "预期目标" in out
        assert closing() not in out

    def test_one_of_several(self, said):
        _, out, _ = said(EXAMPLES / "self-evaluation-2021.txt", "--form", "--kind", "project")
        assert len(Text(out).titles) == 1

    def test_people(self, said, tmp_path):
        """Blank, unless somebody asks; and never against `--redact`."""
        text = (EXAMPLES / "department-2021.toml").read_text(encoding="utf-8")
        report = tmp_path / "report.toml"
        report.write_text('contact_person = "联系人甲"\ncontact_phone = "000-0000"\n' + text, encoding="utf-8")
        for options, is_printed in (((), False), (("--personal",), True), (("--personal", "--redact"), False)):
            _, out, _ = said(report, "--form", *options)
            assert ("联系人甲" in out) is is_printed
            assert ("000-0000" in out) is is_printed

    def test_words_replaced(self, said):
        _, out, _ = said(EXAMPLES / "department-2021.toml", "--form", "--mask", "某区=甲区")
        assert "甲区行政审批服务局" in out
        assert "某区" not in out


class TestFiles:
    @pytest.mark.parametrize(("name", "begins"), [("a.html", "<!DOCTYPE html>"), ("a.md", "# 部门"), ("a.txt", "部门")])
    def test_the_name_says_which(self, said, tmp_path, name, begins):
        out = tmp_path / name
        status, told, _ = said(PIN, "-o", out)
        assert (status, told) == (0, f"已写入{out}。\n")
        assert out.read_text(encoding="utf-8").startswith(begins)

    def test_on_standard_output_it_is_the_same(self, said, tmp_path):
        out = tmp_path / "table.html"
        said(PIN, "-o", out)
        assert said(PIN)[1] == out.read_text(encoding="utf-8")

    def test_json(self, said):
        _, out, _ = said(EXAMPLES / "self-evaluation-2021.txt", "--json")
        forms = json.loads(out)["forms"]
        assert [form["title"] for form in forms] == ["部门整体支出绩效评价评分表", "项目支出绩效评价指标体系"]
        assert all(form["html"].startswith("<!DOCTYPE html>") for form in forms)

    @pytest.mark.parametrize(
        ("locale", "words"), [("zh_Hans_CN", "有1处未读入报告"), ("en", "1 place of the published form")]
    )
    def test_what_was_not_read_is_told(self, said, tmp_path, locale, words):
        text = (EXAMPLES / "self-evaluation-2021.txt").read_text(encoding="utf-8")
        form = tmp_path / "form.txt"
        form.write_text(text.replace("\t18\n", "\t十八人左右\n", 1), encoding="utf-8")
        status, out, _ = said(form, "--form", "--kind", "department", "-o", tmp_path / "a.html", "--locale", locale)
        assert status == 0
        assert words in out


class TestRefused:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            ((PIN, "--form"), "cli.print_no_form"),
            ((EXAMPLES / "cases" / "project-2021.toml", "--form"), "cli.print_case_no_form"),
            ((EXAMPLES / "project-2021.toml", "-o", "a.pdf"), "cli.output_suffix"),
            ((PIN, "-o", "a"), "cli.output_suffix"),
            (("junshan-department@2021.9",), "registry.unknown_pin_near"),
            ((PIN, "--reading", "nothing=else"), "rubrics.unknown_question"),
            (("no-such-file.toml",), "exchange.no_file"),
            (("words",), "cli.no_suffix"),
            ((PIN, "--locale", "fr"), "present.unknown_locale"),
            ((), "cli.required"),
        ],
    )
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_status_and_code(self, said, arguments, code, locale):
        more = () if "--locale" in arguments else ("--locale", locale)
        status, out, err = said(*arguments, *more)
        assert (status, out) == (2, "")
        assert err.startswith(f"{code}")
        assert "Traceback" not in err

    def test_a_folder_where_a_file_should_be(self, said, tmp_path):
        status, out, err = said(PIN, "-o", tmp_path / "a.html" / "b.html")
        assert (status, out) == (2, "")
        assert err.startswith("cli.not_written")

    def test_nothing_is_written_where_something_is_wrong(self, said, tmp_path):
        out = tmp_path / "a.html"
        assert said("no-such-file.toml", "-o", out)[0] == 2
        assert not out.exists()
