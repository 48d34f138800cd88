"""What a person reads who gives the wrong file, argument or name: which file, what it is, what to do, in one language."""

from pathlib import Path

import pytest

from jixiao_core.cli import main

ROOT = Path(__file__).parents[2]
FORM = ROOT / "examples" / "department-2021.toml"
CASE = ROOT / "examples" / "cases" / "project-2021.toml"
BEFORE, AFTER = (ROOT / "examples" / "bridge" / f"department-{year}.toml" for year in (2021, 2022))
RUBRIC = """
series = "village"
edition = 2024
revision = 1
kind = "project"
title = "某县评分表"
issuer = { zh = "某县财政局" }
fiscal_years = { first = 2023, last = 2024 }
points = 10
indicators = [
  { id = "visits", label = "走访完成率", points = 10, clause = "酌情得0-10分", source = { table = "表", row = 1 }, formula = { kind = "judged" } },
]
"""


def case(year, points):
    return f'rubric = "village@2024.1"\nfiscal_year = {year}\n[evidence.assessments.visits]\nkind = "judged"\npoints = {points}\nreason = "查看记录"\n'


@pytest.fixture
def jixiao(capsys):
    def run(*arguments):
        status = main([str(each) for each in arguments])
        caught = capsys.readouterr()
        return status, caught.out, caught.err

    return run


@pytest.fixture
def refused(jixiao):
    def run(*arguments):
        status, out, err = jixiao(*arguments)
        assert (status, out) == (2, "")
        return err

    return run


@pytest.fixture
def village(tmp_path):
    (tmp_path / "village.toml").write_text(RUBRIC, encoding="utf-8")
    for year, points in ((2023, 6), (2024, 9)):
        (tmp_path / f"{year}.toml").write_text(case(year, points), encoding="utf-8")
    return tmp_path


class TestBridge:
    def test_one_rubric_for_both_files(self, jixiao, village):
        status, out, _ = jixiao(
            "bridge", village / "2023.toml", village / "2024.toml", "--rubric", village / "village.toml"
        )
        assert status == 0
        assert "village@2024.1" in out

    def test_the_rubric_of_one_file_goes_before_that_of_both(self, refused, village):
        err = refused(
            "bridge", village / "2023.toml", village / "2024.toml", "--rubric", village / "village.toml",
            "--rubric-after", "junshan-project@2021.1",
        )  # fmt: skip
        assert err.startswith(f"cli.other_series {village / '2024.toml'}: rubric: ")

    def test_what_is_wrong_in_both_files_is_told_with_their_names(self, refused, village):
        """The pin is no shipped one; it stands in both."""
        lines = refused("bridge", village / "2023.toml", village / "2024.toml").splitlines()
        assert [line.split(": ")[0] for line in lines if line.startswith("registry.")] == [
            f"registry.unknown_pin {village / '2023.toml'}",
            f"registry.unknown_pin {village / '2024.toml'}",
        ]

    @pytest.mark.parametrize("wrong", [0, 1])
    def test_the_file_that_is_no_case(self, refused, village, wrong):
        files = [village / "2023.toml", village / "2024.toml"]
        files[wrong] = village / "village.toml"
        err = refused("bridge", *files, "--rubric", village / "village.toml")
        assert err == (
            f"exchange.is_rubric {village / 'village.toml'}: 这是评分表，不是案卷；请用jixiao lint检查，或以--rubric给出\n"
        )


class TestAnotherKindOfFile:
    def test_a_report_is_no_rubric(self, refused):
        assert refused("lint", FORM) == (
            "exchange.not_a_rubric_report: 这是自评报告，不是评分表；请给出评分表文件或版本号；查看或复核报告请用jixiao check或jixiao review\n"
        )

    def test_a_case_is_no_rubric(self, refused):
        assert refused("lint", CASE, "--locale", "en") == (
            "exchange.not_a_rubric_case: this is a case, not a scoring table; give the file or the pin of a table, and "
            "score a case with jixiao score\n"
        )
        assert refused("score", CASE, "--rubric", CASE).startswith("exchange.not_a_rubric_case")

    @pytest.mark.parametrize("command", ["score", "readings", "plan", "sensitivity", "review"])
    def test_a_rubric_is_no_case(self, refused, village, command):
        assert refused(command, village / "village.toml").startswith("exchange.is_rubric: ")

    def test_a_rubric_is_no_report(self, refused, village):
        assert refused("check", village / "village.toml").startswith("cli.no_report")

    @pytest.mark.parametrize("command", ["score", "lint"])
    @pytest.mark.parametrize("text", ["", "\n# 尚未填写\n"])
    def test_an_empty_file(self, refused, tmp_path, command, text):
        path = tmp_path / "empty.toml"
        path.write_text(text, encoding="utf-8")
        first, *rest = refused(command, path).splitlines()
        assert first == "exchange.empty: 文件中没有任何内容；请补充下列各键"
        assert rest
        assert all(line.startswith("exchange.missing_key") for line in rest)

    @pytest.mark.parametrize("command", ["score", "lint", "convert"])
    def test_a_folder(self, refused, tmp_path, command):
        folder = tmp_path / "folder"
        folder.mkdir()
        assert refused(command, f"{folder}/").startswith("exchange.is_directory: ")
        assert refused(command, folder).startswith("exchange.is_directory: " if command != "lint" else "exchange.")

    @pytest.mark.parametrize("command", ["score", "lint", "convert"])
    def test_a_name_without_suffix(self, refused, tmp_path, command):
        path = tmp_path / "case"
        path.write_text("", encoding="utf-8")
        err = refused(command, path)
        assert "没有扩展名" in err
        assert "''" not in err
        assert "has no suffix" in refused(command, path, "--locale", "en")

    def test_no_file_says_what_to_do(self, refused):
        assert refused("score", "nothing.toml") == "exchange.no_file: 没有文件'nothing.toml'；请核对路径和文件名\n"

    @pytest.mark.parametrize("name", ["jurisdiction", "institutions", "units"])
    def test_a_hint_is_much_like_what_was_found(self, refused, village, name):
        path = village / "other.toml"
        path.write_text(f'{name} = "x"\n{RUBRIC}', encoding="utf-8")
        assert refused("lint", path).startswith(f"exchange.unknown_key: 键'{name}'未知；")

    def test_so_is_the_hint_for_a_pin(self, refused):
        assert refused("lint", "nope@2021.1").startswith("registry.unknown_pin: ")
        assert refused("lint", "junshan-departmnt@2021.1").startswith("registry.unknown_pin_near: ")


class TestWordsOfTheMachine:
    """No quotes of Python, no English sentence in a Chinese message."""

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("xyz",), "cli.invalid_choice: 命令不能是'xyz'；可选"),
            (("revew",), "cli.invalid_choice: 命令不能是'revew'；可选review、"),
            ((), "cli.required: 缺少参数：命令；"),
            (("review", "x", "--round", "x"), "cli.invalid_choice: --round不能是'x'；可选self、department、finance、third_party；"),
            (("score", "x", "--kind", "x"), "cli.invalid_choice: --kind不能是'x'；可选department、project"),
            (("bridge", "a", "b", "--re", "x"), "cli.ambiguous_option: --re可指"),
            (("score", "x", "--json=1"), "cli.no_value: --json不带值；"),
        ],
    )  # fmt: skip
    def test_arguments(self, refused, arguments, told):
        err = refused(*arguments)
        assert err.startswith(told)
        assert not any(word in err for word in ("choose", "could", "ignored", "ambiguous option", "', '"))

    def test_a_report_of_another_kind(self, refused):
        err = refused("score", FORM, "--rubric", "junshan-project@2021.1")
        assert err == "cli.other_kind: 报告类别为部门整体支出，junshan-project@2021.1适用于项目支出；请换用同类评分表\n"

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("none/x.json", "所在目录不存在"),
            ("file/x.json", "路径中有一段不是目录"),
            ("x" * 300 + "/y.json", "名称过长"),
        ],
    )
    def test_reasons_of_the_system(self, refused, tmp_path, name, told):
        (tmp_path / "file").write_text("", encoding="utf-8")
        err = refused("vectors", "junshan-project@2021.1", "--output", tmp_path / name)
        assert err.startswith("cli.not_written: ")
        assert told in err
        assert "No such" not in err

    def test_reasons_why_a_file_is_not_read(self, refused, tmp_path):
        (tmp_path / "file.toml").write_text("", encoding="utf-8")
        err = refused("score", tmp_path / "file.toml" / "x.toml")
        assert err.startswith("exchange.unreadable: ")
        assert "路径中有一段不是目录" in err


class TestEmptyArguments:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("implied", FORM, "公务卡刷卡率", ""),
            ("plan", FORM, "--grade", ""),
            ("plan", FORM, "--grade="),
            ("score", FORM, "--rubric", ""),
            ("score", ""),
            ("vectors", "junshan-project@2021.1", "--output="),
        ],
    )
    def test_nothing_is_no_value(self, refused, arguments):
        assert refused(*arguments).startswith("cli.empty_argument: ")
        assert refused(*arguments, "--locale", "en").startswith("cli.empty_argument: argument ")

    def test_no_successor_is_written_with_nothing(self, jixiao):
        """--match OLD= says that a row has none."""
        name = "input.budget_allocation.staffing_ratio"
        assert "cli.empty_argument" not in jixiao("bridge", BEFORE, AFTER, "--match", f"{name}=")[2]
        assert "cli.empty_argument" not in jixiao("bridge", BEFORE, AFTER, f"--match={name}=")[2]


def test_a_case_of_another_kind(refused, jixiao):
    """--kind chooses among reports; a case that is of another kind is not shown for it."""
    for command in ("readings", "plan", "score"):
        err = refused(command, CASE, "--kind", "department")
        assert (
            err
            == "cli.other_kind_of_case: 案卷所用的junshan-project@2021.1适用于项目支出，不是部门整体支出；请去掉--kind或换用案卷\n"
        )
    assert jixiao("score", CASE, "--kind", "project")[0] == 0


class TestNamesOfRows:
    """Two rows are called 管理制度健全性; pages put the group in front, and so may the user."""

    @pytest.mark.parametrize("name", ["资产管理·管理制度健全性", "Asset management · Soundness of management systems"])
    def test_the_name_that_pages_print_stands_for_its_row(self, jixiao, name):
        by_id = jixiao("explain", FORM, "process.asset_management.management_system")
        assert jixiao("explain", FORM, name) == by_id
        assert jixiao("explain", FORM, "预算管理·管理制度健全性") != by_id

    def test_what_to_write_is_told(self, refused):
        assert refused("implied", FORM, "管理制度健全性") == (
            "cli.ambiguous: '管理制度健全性'对应多个指标；请写明其一："
            "预算管理·管理制度健全性（process.budget_management.management_system），"
            "资产管理·管理制度健全性（process.asset_management.management_system）\n"
        )
        assert "预算管理·管理制度健全性" in refused("implied", FORM, "管理制度健全")
