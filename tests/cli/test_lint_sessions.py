"""What the author of a table types and gets: `jixiao lint`, and as pre-commit runs it."""

import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest

from commands import at_once as jixiao

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "jixiao_core" / "data" / "rubrics"
PROJECT = DATA / "junshan-project" / "2021.1.toml"
HOOK = ROOT / ".pre-commit-hooks.yaml"
SATISFACTION = "performance.project_effect.recipient_satisfaction"


def said(*arguments, status, cwd=ROOT):
    code, out, err = jixiao(*arguments, cwd=cwd)
    assert (code, err) == (status, "")
    return out


def refused(*arguments, cwd=ROOT):
    code, out, err = jixiao(*arguments, cwd=cwd)
    assert (code, out) == (2, "")
    return err


def columns(line):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@pytest.fixture
def own(tmp_path):
    """A table of one's own, with its exceptions beside it."""
    text = PROJECT.read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    beside = PROJECT.with_suffix(".lint.toml").read_text(encoding="utf-8")
    (tmp_path / "own.lint.toml").write_text(beside, encoding="utf-8")
    return tmp_path


def rewritten(folder, before, after, name="own.toml"):
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture(scope="module")
def document():
    return json.loads(said("lint", "junshan-project@2021.1", "--json", status=0))


@pytest.fixture(scope="module")
def hook():
    """One hook in plain `key: value` lines; that needs no reader of YAML."""
    written = HOOK.read_text(encoding="utf-8").splitlines()
    lines = [line.lstrip("- ") for line in written if not line.lstrip().startswith("#")]
    return dict(line.split(": ", 1) for line in lines)


class TestShippedTables:
    def test_the_department_table(self):
        page = said("lint", "junshan-department@2021.1", "--strict", status=0)
        lines = page.splitlines()
        assert lines[0] == "部门整体支出绩效评价评分表（junshan-department@2021.1）"
        assert page.startswith(
            lines[0] + "\n条款覆盖率94.16%（145/154）：应在条款中印列的参数65个，有原文依据的64个；条款所印数字89个，"
        )
        assert "资金结余（process.budget_execution.surplus_funds）\n  [提示] 指标为100%时得分骤变2分（满分3分）" in page
        assert lines[-1] == "须更正0项，需说明0项，待核实0项，提示15项；已说明的例外：18项。"
        assert max(map(columns, lines)) <= 100

    def test_exceptions_are_shown_with_their_reason(self):
        page = re.sub(r"\n +", "", said("lint", "junshan-department@2021.1", status=0))
        assert "[需说明] 支付进度，50%：“春节前下达50%”是判定某个专项是否按进度下达的条件" in page
        assert "其他工作实绩指标完成情况，700分：“工作实绩指标”（700分）是所引考评文件中该大项的总分" in page

    def test_english_at_eighty_columns(self):
        page = said("lint", "junshan-project@2021.1", "--locale", "en", "--width", "80", status=0)
        lines = page.splitlines()
        assert lines[2] == "Clause coverage 99.12% (113 of 114): 49 of 50 parameters that a clause has to"
        assert lines[-2:] == [
            "to be corrected: 0, to be explained: 0, to be verified: 0, note: 8; explained",
            "exceptions: 3.",
        ]
        assert max(map(columns, lines)) <= 80

    def test_both_at_once(self):
        page = said("lint", "junshan-department@2021.1", "junshan-project@2021.1", status=0)
        assert page.count("条款覆盖率") == 2


class TestOwnTables:
    def test_a_clean_one(self, own):
        assert "已说明的例外：3项" in said("lint", "own.toml", "--strict", status=0, cwd=own)

    def test_an_edge_that_was_typed_wrongly(self, own):
        rewritten(own, '{ at_least = "80%", points = 6 }', '{ at_least = "85%", points = 6 }')
        page = said("lint", "own.toml", status=1, cwd=own)
        assert (
            f"服务对象满意度（{SATISFACTION}）\n"
            "  [须更正] 指标为80%时，按条款得6分，按公式得4分；请更正公式，条款抄录有误的请更正条款\n"
            "    （lint.case_differs）\n"
            "    条款原文：满意率达90%（含）以上的得8分，80%（含）-90%得【6分】，"
        ) in page
        assert "第2档的界限（formula.bands[1].at_least）为85%，条款原文未印此数" in page

    def test_warnings_stop_only_the_strict(self, own):
        rewritten(own, "按完成情况酌情扣分。", "按完成情况酌情扣分，迟报扣0.3分。")
        assert "条款印有“0.3分”" in said("lint", "own.toml", status=0, cwd=own)
        said("lint", "own.toml", "--strict", status=1, cwd=own)

    def test_without_its_exceptions_it_has_to_be_explained(self, own):
        (own / "own.lint.toml").unlink()
        page = said("lint", "own.toml", "--strict", status=1, cwd=own)
        assert "已说明的例外" not in page.rpartition("\n\n")[0]

    def test_exceptions_from_elsewhere(self, own):
        (own / "own.lint.toml").rename(own / "reasons.toml")
        said("lint", "own.toml", "--strict", "--exceptions", "reasons.toml", status=0, cwd=own)

    def test_an_exception_that_is_about_nothing(self, own):
        rewritten(own, "formula.options[3].points", "formula.options[2].points", "own.lint.toml")
        page = said("lint", "own.toml", status=0, cwd=own)
        assert "lint.exception_unused" in page
        assert "lint.parameter_unquoted" in page

    def test_json_files(self, own):
        from jixiao_core import exchange

        (own / "own.json").write_text(exchange.to_json(exchange.read_rubric(own / "own.toml")), encoding="utf-8")
        said("lint", "own.json", "--strict", status=0, cwd=own)


class TestConstruction:
    """What makes a table unusable stands in the same list, with its severity."""

    def test_sums(self, own):
        rewritten(own, 'id = "decision.project_goal"\nlabel = { zh = "项目目标", en = "Project goal" }\npoints = 4', 'id = "decision.project_goal"\nlabel = { zh = "项目目标", en = "Project goal" }\npoints = 5')  # fmt: skip
        page = said("lint", "own.toml", status=1, cwd=own)
        assert page == (
            "own.toml不能作为评分表使用：\n"
            "  [须更正] decision.points: 下级分值合计21分，与所列20分不符（指标组：decision）\n"
            "    （rubrics.points_do_not_sum）\n"
            "  [须更正] decision.project_goal.points: 下级分值合计4分，与所列5分不符（指标组：\n"
            "    decision.project_goal）（rubrics.points_do_not_sum）\n"
            "\n"
            "须更正2项，需说明0项，待核实0项，提示0项；已说明的例外：0项。\n"
        )

    def test_rows_are_named_by_their_ids(self, own):
        rewritten(own, '{ at_least = "80%", points = 6 }', '{ at_least = "95%", points = 6 }')
        page = said("lint", "own.toml", "--locale", "en", status=1, cwd=own)
        assert f"{SATISFACTION}.formula.bands[1]" in page
        assert "(rubrics.band_order)" in page

    def test_as_json(self, own):
        rewritten(own, '{ at_least = "80%", points = 6 }', '{ at_least = "95%", points = 6 }')
        (found,) = json.loads(said("lint", "own.toml", "--json", status=1, cwd=own))["rubrics"]
        assert (found["file"], found["rubric"], found["coverage"]) == ("own.toml", None, None)
        assert [(each["code"], each["severity"]) for each in found["findings"]] == [("rubrics.band_order", "error")]

    @pytest.mark.parametrize(
        ("before", "after", "code"),
        [
            ('series = "junshan-project"', "series = ", "exchange.syntax"),
            ('kind = "project"', 'kind = "project"\nmore = 1', "exchange.unknown_key"),
            ("points = 100", 'points = "all"', "exact.not_a_number"),
            ("semantics = 1", "semantics = 9", "rubrics.unknown_semantics"),
            ('{ at_least = "80%", points = 6 }', "{ at_least = 80, points = 6 }", "exchange.bare_level"),
        ],
    )
    def test_what_cannot_be_read_is_unusable(self, own, before, after, code):
        rewritten(own, before, after)
        assert refused("lint", "own.toml", cwd=own).startswith(code)

    def test_one_unusable_file_among_several_is_told_with_its_name(self, own):
        (own / "other.toml").write_text("x = ", encoding="utf-8")
        assert refused("lint", "own.toml", "other.toml", cwd=own).startswith("exchange.syntax other.toml: ")


class TestArguments:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("lint", "nothing@2021.1"), "registry.unknown_pin"),
            (("lint", "nothing"), "registry.bad_pin"),
            (("lint", "nothing.toml"), "exchange.no_file"),
            (("lint", "own.toml", "--exceptions", "nothing.toml"), "exchange.no_file"),
            (("lint", "own.toml", "--exceptions", "own.toml"), "exchange.unknown_key"),
            (("lint", "own.toml", "--locale", "fr"), "present.unknown_locale"),
        ],
    )
    def test_unusable(self, own, arguments, code):
        assert code in refused(*arguments, cwd=own)

    def test_no_rubric(self):
        assert refused("lint") == "cli.required: 缺少参数：版本号|文件；用法见 jixiao --help\n"

    def test_exceptions_of_another_table(self, own):
        rewritten(own, "junshan-project@2021.1", "another@2021.1", "own.lint.toml")
        assert refused("lint", "own.toml", cwd=own) == (
            "cli.other_exceptions rubric: 例外文件对应的是another@2021.1，而评分表是junshan-project@2021.1\n"
        )

    def test_damaged_exceptions(self, own):
        rewritten(own, "lint.claimed_twice", "lint.claimed_twise", "own.lint.toml")
        error = refused("lint", "own.toml", cwd=own)
        assert error.startswith("lint.unknown_code exceptions[2].code: ")
        assert "lint.claimed_twice" in error

    def test_hostile_clauses_do_not_turn_the_page_around(self, own):
        rewritten(own, "按完成情况酌情扣分。", "按完成情况酌情扣分，迟报扣0.3分。\\u202e")
        page = said("lint", "own.toml", status=0, cwd=own)
        assert "\u202e" not in page
        assert "U+202E" in page


class TestJson:
    def test_form(self, document):
        assert document["format"] == "jixiao-lint/1"
        (found,) = document["rubrics"]
        assert list(found) == ["file", "rubric", "digest", "is_clean", "counts", "coverage", "findings", "excepted"]
        assert found["rubric"] == "junshan-project@2021.1"
        assert found["counts"] == {"error": 0, "warning": 0, "question": 0, "information": 8}

    def test_coverage_is_a_number_and_every_place(self, document):
        covered = document["rubrics"][0]["coverage"]
        assert (covered["share"], covered["percent"]) == ("113/114", "99.12%")
        (row,) = [each for each in covered["clauses"] if each["path"] == "management.fund_arrival.arrival_rate"]
        assert row["fragments"] == [
            {"text": "3分", "start": 17, "end": 19, "kind": "award", "value": "3", "unit": "points"}
        ]
        assert row["parameters"][0] == {
            "path": "points", "kind": "maximum", "value": "3", "is_required": False, "fragments": [0],
        }  # fmt: skip

    def test_findings_have_witness_words_and_reason(self, document):
        (edge,) = [each for each in document["rubrics"][0]["excepted"] if each["code"] == "lint.claimed_twice"]
        assert edge["witness"]["unit"] == "rate"
        assert edge["witness"]["values"] == [{"low": "0.6", "high": "0.6", "low_open": False, "high_open": False}]
        assert edge["fragment"]["text"] == "60%"
        assert edge["reason"]["zh"].startswith("“60%（含）-70%得2分”")
        assert edge["text"].startswith("指标为60%时")

    def test_no_number_is_a_float(self, document):
        def walk(value):
            if isinstance(value, dict):
                for each in value.values():
                    yield from walk(each)
            elif isinstance(value, list):
                for each in value:
                    yield from walk(each)
            else:
                yield value

        assert not [each for each in walk(document) if isinstance(each, float)]

    def test_same_bytes_every_time(self):
        once, twice = (said("lint", "junshan-project@2021.1", "--json", status=0) for _ in range(2))
        assert once == twice


class TestHook:
    """As pre-commit runs it: the entry with the names of changed files that match the pattern of the hook."""

    def test_its_entry_is_a_command_of_the_package(self, hook):
        scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
        assert hook["language"] == "python"
        assert hook["entry"].split()[0] in scripts

    @pytest.mark.parametrize(
        ("name", "is_meant"),
        [
            ("rubrics/own.toml", True),
            ("rubric/own.json", True),
            ("data/rubrics/a/2021.1.toml", True),
            ("rubrics/own.lint.toml", True),
            ("pyproject.toml", False),
            ("rubrics/readme.md", False),
            ("myrubrics.toml", False),
        ],
    )
    def test_its_files(self, hook, name, is_meant):
        assert bool(re.search(hook["files"], name)) == is_meant

    def run(self, hook, folder, *names):
        script = Path(sys.executable).with_name(hook["entry"].split()[0])
        command = [str(script), *hook["entry"].split()[1:], *names]
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)

    def test_several_files_at_once(self, hook, own):
        folder = own / "rubrics"
        folder.mkdir()
        for each in list(own.glob("*.toml")):
            each.rename(folder / each.name)
        (folder / "wrong.toml").write_text(
            (folder / "own.toml").read_text("utf-8").replace("points = 6 }", "points = 5 }"), "utf-8"
        )
        found = self.run(hook, own, "rubrics/own.lint.toml", "rubrics/own.toml")
        assert found.returncode == 0
        assert found.stdout.decode().count("条款覆盖率") == 1
        found = self.run(hook, own, "rubrics/own.toml", "rubrics/own.lint.toml", "rubrics/wrong.toml")
        assert found.returncode == 1
        assert found.stdout.decode().count("条款覆盖率") == 2
