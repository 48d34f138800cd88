"""Files that are wrong: one clear report each, in both languages, nothing on standard output, exit status 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import at_once, in_a_process

ROOT = Path(__file__).parents[2]
HEAD = 'rubric = "junshan-department@2021.1"\nfiscal_year = 2021\n'
FACTS = HEAD + "[evidence.facts]\n"
PROJECT = 'rubric = "junshan-project@2021.1"\nfiscal_year = 2021\n'
ROUND = HEAD + '[[rounds]]\nrole = "self"\n'
STAFFING = "input.budget_allocation.staffing_ratio"
SYSTEM = "process.budget_management.management_system"
TIMELINESS = "management.fund_arrival.arrival_timeliness"


def claim(row, points):
    return f'{ROUND}claims = [{{ indicator = "{row}", points = {points} }}]\n'


# name: content, code, path, words of the English text
FILES = {
    "a part of a person": (FACTS + "in_service_staff = 33.5\n", "scoring.wrong_quantity", "in_service_staff", "33.5"),
    "an endless exponent": (FACTS + 'fixed_assets_total = "1e999999999元"\n', "exact.exponent", "fixed_assets_total", "write the digits out"),
    "a bare endless exponent": (FACTS + "fixed_assets_total = 1e999999999\n", "exact.exponent", "fixed_assets_total", "write the digits out"),
    "no number": (FACTS + "in_service_staff = nan\n", "exact.not_finite", "in_service_staff", "not a finite number"),
    "infinity": (FACTS + 'in_service_staff = "inf"\n', "exact.not_finite", "in_service_staff", "not a finite number"),
    "a cut unit": (FACTS + 'fixed_assets_total = "28万"\n', "exact.money_unit_cut", "fixed_assets_total", "write 万元"),
    "no unit": (FACTS + "fixed_assets_total = 993.18\n", "scoring.wrong_quantity", "fixed_assets_total", "993.18万元"),
    "another currency": (FACTS + 'fixed_assets_total = "5美元"\n', "exact.not_a_number", "fixed_assets_total", "is not a number"),
    "money for people": (FACTS + 'in_service_staff = "5万元"\n', "scoring.wrong_quantity", "in_service_staff", "whole numbers"),
    "a negative number of people": (FACTS + 'in_service_staff = "-3人"\n', "exact.not_a_count", "in_service_staff", "0 or more"),
    "a blank cell": (FACTS + 'in_service_staff = ""\n', "exchange.blank", "in_service_staff", "leave the entry out"),
    "a wide blank": (FACTS + 'in_service_staff = "　"\n', "exchange.blank", "in_service_staff", "leave the entry out"),
    "a fact that nobody knows": (FACTS + "in_servic_staff = 3\n", "rubrics.unknown_fact", "in_servic_staff", "most alike first: in_service_staff"),
    "a key that is none": (HEAD + 'unti = "x"\n', "exchange.unknown_key_near", "", "perhaps 'unit' is meant"),
    "a key twice": (HEAD + "fiscal_year = 2022\n", "exchange.syntax", "", "given a second time"),
    "a row that is none": (claim("input.budget_allocation.staffing_rate", 5), "rubrics.unknown_indicator", "rounds[0].claims[0].indicator", f"most alike first: {STAFFING}"),
    "more than the maximum": (claim(STAFFING, 6), "scoring.points_outside", "rounds[0].claims[0].points", "outside 0 to 5"),
    "less than nothing": (claim(STAFFING, -1), "scoring.points_outside", "rounds[0].claims[0].points", "outside 0 to 5"),
    "a total above the whole": (ROUND + "total = 101\nclaims = []\n", "scoring.points_outside", "rounds[0].total", "outside 0 to 100"),
    "a rating that is none": (ROUND + 'grade = "甲"\nclaims = []\n', "rubrics.unknown_grade", "rounds[0].grade", "known: 优, 良, 中, 差"),
    "a role that is none": (HEAD + '[[rounds]]\nrole = "boss"\nclaims = []\n', "exchange.not_allowed", "rounds[0].role", "finance"),
    "an option that is none": (f'{PROJECT}[evidence.assessments."{TIMELINESS}"]\nkind = "options"\noption = "late"\n', "scoring.unknown_part", f"assessments.'{TIMELINESS}'.option", "arrived_in_time"),
    "an item that is none": (f'{HEAD}[evidence.assessments."{SYSTEM}"]\nkind = "checklist"\nitems = [{{ item = "item_9", met = true }}]\n', "scoring.unknown_part", "items[0]", "item_1"),
    "another kind of assessment": (f'{HEAD}[evidence.assessments."{SYSTEM}"]\nkind = "judged"\npoints = 1\n', "scoring.assessment_kind", "kind", "checklist"),
    "a pin that is none": (HEAD.replace("department", "departmnt"), "registry.unknown_pin_near", "", "perhaps 'junshan-department@2021.1' is meant"),
    "another digest": (HEAD.replace("@2021.1", f"@2021.1#sha256:{'0' * 64}"), "registry.digest_mismatch", "", "the pin demands"),
    "no pin at all": (HEAD.replace("junshan-department@2021.1", "latest"), "registry.bad_pin", "", "write it as"),
    "deep nesting": (f"{HEAD}x = {'[' * 200}{']' * 200}\n", "exchange.too_deep", "", "32"),
    "a dotted key of 20,000 parts": (".".join("a" * 20_000) + " = 1\n", "exchange.too_many_key_parts", "", "8 parts"),
    "a million digits": (HEAD.replace("2021\n", "9" * 1_000_000 + "\n"), "exchange.word_too_long", "", "512"),
    "undecodable bytes": ((HEAD + 'unit = "某区"\n').encode("gbk"), "exchange.not_utf8", "", "save the file in the encoding UTF-8"),
    "sixteen bits": (HEAD.encode("utf-16"), "exchange.not_utf8", "", "save the file in the encoding UTF-8"),
    "a zero byte": (HEAD + 'unit = "a\0b"\n', "exchange.syntax", "", "control character"),
    "a terminal escape": (HEAD + 'unit = "\\u001b[31mred"\n', "exchange.control_character", "unit", "U+001B"),
    "nothing": ("", "exchange.empty", "", "the key rubric is missing"),
    "no round": (HEAD, "cli.no_round", "rounds", "a review needs one"),
    "a rubric instead of a case": ((ROOT / "src/jixiao_core/data/rubrics/junshan-project/2021.1.toml").read_bytes(), "exchange.is_rubric", "", "jixiao lint"),
    "half a line": (HEAD + "unit = ", "exchange.syntax", "", "line 3"),
    "a date for a number": (HEAD.replace("2021\n", "2021-01-01\n"), "exchange.wrong_type", "fiscal_year", "whole number"),
}  # fmt: skip
DOCUMENTS = {
    "deep nesting": ('{"rubric": ' + "[" * 100_000 + "]" * 100_000 + "}", "exchange.too_deep"),
    "a float": ('{"rubric": "junshan-department@2021.1", "fiscal_year": 2021.5}', "exchange.wrong_type"),
    "no number": ('{"rubric": "junshan-department@2021.1", "fiscal_year": NaN}', "exact.not_finite"),
    "a key twice": ('{"rubric": "a", "rubric": "b", "fiscal_year": 2021}', "exchange.key_twice"),
    "a list": ("[1, 2]", "exchange.wrong_type"),
    "text behind the end": ('{"rubric": "a"} x', "exchange.syntax"),
}


def jixiao(*arguments, **process):
    return in_a_process(*arguments, **process) if process else at_once(*arguments)


def refused(*arguments, **more):
    """Standard error of a command that refuses: nothing on standard output, no traceback."""
    code, out, err = jixiao(*arguments, **more)
    assert (code, out) == (2, ""), err
    assert err.endswith("\n")
    assert "Traceback" not in err
    return err


@pytest.fixture
def write(tmp_path):
    def write(content, name="case.toml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_reported_once_in_both_languages(write, name):
    content, code, place, words = FILES[name]
    path = write(content)
    english, chinese = (refused("review", path, "--locale", locale) for locale in ("en", "zh_Hans_CN"))
    first, *_ = english.splitlines()
    assert first.split(":")[0].split(" ")[0] == code
    assert place in first
    assert words in english
    assert chinese.splitlines()[0].split(":")[0].split(" ")[0] == code
    assert any("一" <= char <= "鿿" for char in chinese)
    assert max(map(len, english.splitlines())) < 6000


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_of_programs(write, name):
    content, code = DOCUMENTS[name]
    assert code in refused("score", write(content, "case.json"))


def test_every_mistake_of_a_file_at_once(write):
    content = FACTS + 'fixed_assets_total = "28万"\nin_service_staff = "x"\n' + "[[rounds]]\nrole = 5\nclaims = 7\n"
    lines = refused("review", write(content)).splitlines()
    assert len(lines) == 4


def test_evidence_and_claims_that_do_not_fit_the_table_at_once(write):
    content = (
        FACTS + 'fixed_assets_total = "993.18"\n[[rounds]]\nrole = "self"\ngrade = "优秀"\n'
        'claims = [{ indicator = "财政供养人员控制率", points = 5 }]\n'
    )
    for command in ("review", "score"):
        lines = refused(command, write(content)).splitlines()
        assert [line.split(":")[0] for line in lines] == [
            "scoring.wrong_quantity evidence.facts.fixed_assets_total",
            "rubrics.unknown_indicator rounds[0].claims[0].indicator",
            "rubrics.unknown_grade rounds[0].grade",
        ]


def test_figures_that_cannot_be_right_are_told_where_nothing_is_claimed(write):
    """100 of 90 万元 in use."""
    content = (
        FACTS
        + 'fixed_assets_in_use = "100万元"\nfixed_assets_total = "90万元"\n[[rounds]]\nrole = "self"\ntotal = 90\nclaims = []\n'
    )
    _, out, _ = jixiao("review", write(content))
    assert "测算值111.11%超出合理范围（不超过100%），请核对数据" in out


def test_fifty_megabytes_are_not_read(write):
    assert "exchange.too_large" in refused("review", write(HEAD + "#" * (50 * 1024 * 1024)))


@pytest.mark.parametrize("command", ["score", "review", "explain", "rubrics"])
def test_what_is_no_file(tmp_path, command):
    more = ("staffing_ratio",) if command == "explain" else ()
    assert "exchange." in refused(command, tmp_path / "nothing.toml", *more)
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    # A folder may hold rubrics; this one holds none.
    assert ("registry.empty_folder" if command == "rubrics" else "exchange.") in refused(command, folder, *more)
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    assert "exchange." in refused(command, loop, *more)


def test_another_kind_of_file(write):
    assert "cli.unknown_suffix" in refused("review", write(HEAD, "case.pdf"))
    assert "exchange.xlsx_damaged" in refused("review", write(HEAD, "case.xlsx"))
    assert "exchange.docx_damaged" in refused("review", write(HEAD, "case.docx"))


def test_an_endless_file_is_not_read(tmp_path):
    endless = tmp_path / "endless.toml"
    endless.symlink_to("/dev/zero")
    assert "exchange." in refused("review", endless)


def test_full_width_digits_and_signs_are_read(write):
    content = (
        FACTS + 'in_service_staff = "１９人"\nauthorised_staffing = "１８"\nfixed_assets_total = "９９３．１８万元"\n'
    )
    code, out, err = jixiao("score", write(content), "--json")
    assert (code, err) == (0, "")
    rows = {row["id"]: row for row in json.loads(out)["indicators"]}
    assert rows[STAFFING]["possible"][0]["low"] == "2.5"


def test_a_byte_order_mark_is_skipped(write):
    code, _, err = jixiao("score", write(b"\xef\xbb\xbf" + HEAD.encode()))
    assert (code, err) == (0, "")


def test_bidirectional_and_zero_width_characters_do_not_reach_the_terminal(write):
    """They may turn a line around: what a reader sees has to be what the file says."""
    path = write(HEAD + 'unit = "某\u202e区\u200b局"\n')
    assert jixiao("score", path)[1].startswith(r"某\u202e区\u200b局")


class TestArguments:
    CASE = ROOT / "examples/cases/department-2021.toml"

    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((), ("score", "review")),
            (("audit",), ("audit", "review")),
            (("review",), ("--replay",)),
            (("explain", CASE, "staffing"), ("staffing_ratio",)),
            (("explain", CASE, "management_system"), ("asset_management.management_system",)),
            (("explain", CASE, "管理制度健全性"), ("budget_management.management_system", "asset_management.")),
            (("explain", CASE, "公务卡刷卡"), ("公务卡刷卡率",)),
            (("review", CASE, "--reading", "part_step"), ("part_step",)),
            (("review", CASE, "--reading", "part_step=nothing"), ("ignored_part", "pro_rata")),
            (("review", CASE, "--reading", "part_stp=pro_rata"), ("part_step",)),
            (("review", CASE, "--assume", "headcount"), ("headcount_is_in_service",)),
            (("review", CASE, "--round", "finance"), ("finance", "self")),
            (("review", CASE, "--round", "boss"), ("boss", "third_party")),
            (("review", CASE, "--width", "many"), ("many",)),
            (("review", CASE, "--rubric", "junshan-project@2021.1"), ("junshan-project@2021.1",)),
            (("review", CASE, "--colour"), ("--colour",)),
            (("rubrics", "junshan-department@2022.1"), ("junshan-department@2021.1",)),
            (("review", "--replay", CASE), ("exchange.",)),
        ],
        ids=lambda each: " ".join(map(str, each[:1] + each[2:])) if isinstance(each, tuple) else "",
    )
    def test_what_is_allowed_is_named(self, arguments, words, locale):
        err = refused(*arguments, "--locale", locale)
        assert all(word in err for word in words), err
        if locale == "zh_Hans_CN":
            assert any("一" <= char <= "鿿" for char in err)

    def test_another_edition_of_its_own_table_is_refused(self, write):
        """A case is read by the table that it pins; here the file is another revision of it."""
        rubric = ROOT / "src/jixiao_core/data/rubrics/junshan-department/2021.1.toml"
        newer = write(rubric.read_text(encoding="utf-8").replace("revision = 1", "revision = 2", 1), "newer.toml")
        err = refused("review", self.CASE, "--rubric", newer)
        assert "cli.other_edition" in err
        assert "junshan-department@2021.2" in err

    def test_a_locale_that_is_not_shipped(self):
        assert "zh_Hans_CN" in refused("review", self.CASE, "--locale", "../../etc")

    def test_nothing_is_printed_for_programs_either(self, write):
        assert "exact." in refused("review", write(FILES["a cut unit"][0]), "--json")


class TestTerminals:
    CASE = ROOT / "examples/cases/project-2021.toml"

    @pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
    def test_any_encoding(self, environment):
        code, out, err = jixiao("review", self.CASE, environment=environment)
        assert (code, err) == (1, "")
        assert "分配结果" in out

    @pytest.mark.parametrize("width", ["1", "20", "0", "-5", "100000"])
    def test_any_width(self, width):
        code, _, err = jixiao("review", self.CASE, "--width", width)
        assert code in (1, 2)
        assert "Traceback" not in err

    def test_a_reader_that_goes_away(self):
        """`| head -1` closes the pipe."""
        command = [sys.executable, "-m", "jixiao_core", "review", str(self.CASE)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""


class TestNoFiles:
    """A pipe that nobody writes to is not waited for; a device is not read."""

    @pytest.mark.parametrize(
        "command",
        [
            ("review",), ("score",), ("explain", "staffing_ratio"), ("check",), ("convert",),
            ("review", "--replay"), ("rubrics",), ("review", ROOT / "examples/cases/project-2021.toml", "--rubric"),
        ],
        ids=lambda each: " ".join(map(str, each))[:20],
    )  # fmt: skip
    def test_a_pipe(self, tmp_path, command):
        pipe = tmp_path / ("pipe.txt" if command == ("convert",) else "pipe.toml")
        os.mkfifo(pipe)
        first, *more = command
        arguments = [first, pipe, *more] if first == "explain" else [first, *more, pipe]
        assert refused(*arguments).startswith("exchange.not_a_file")
        assert "on disk" in refused(*arguments, "--locale", "en")

    def test_a_device(self, tmp_path):
        link = tmp_path / "zero.toml"
        link.symlink_to("/dev/zero")
        assert "exchange.not_a_file" in refused("review", link)


@pytest.mark.parametrize(
    "arguments", [("review", "examples/cases/project-2021.toml"), ("rubrics", "--json"), ("--help",)]
)
@pytest.mark.parametrize(("locale", "words"), [("zh_Hans_CN", "无法写出结果"), ("en", "could not be written")])
def test_a_full_disk(arguments, locale, words):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "jixiao_core", *arguments, "--locale", locale]
        found = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, timeout=120, check=False)
    err = found.stderr.decode()
    assert found.returncode == 2
    assert "Traceback" not in err
    assert words in err


class TestHelp:
    def test_in_both_languages(self):
        for locale, words in (
            ("zh_Hans_CN", ("用法：", "参数", "选项", "复核")),
            ("en", ("usage: ", "arguments", "options")),
        ):
            code, out, err = jixiao("review", "--help", "--locale", locale)
            text = out
            assert (code, err) == (0, "")
            assert all(word in text for word in words)
            assert locale == "en" or "usage" not in text

    @pytest.mark.parametrize(
        ("arguments", "chinese"),
        [
            ((), "cli.required: 缺少参数：命令"),
            (("explain", "x.toml"), "cli.required: 缺少参数：指标"),
            (("audit",), "cli.invalid_choice: 命令不能是'audit'；可选"),
            (("score", "x.toml", "--colour"), "cli.unrecognized: 无法识别的参数：--colour"),
            (("score", "x.toml", "--width", "x"), "cli.invalid_number: --width须为整数，现为'x'"),
            (("score", "x.toml", "--width"), "cli.value_missing: --width须带一个值"),
        ],
    )
    def test_wrong_arguments_in_the_language_of_the_user(self, arguments, chinese):
        assert refused(*arguments).startswith(chinese)
        assert not any("一" <= char <= "鿿" for char in refused(*arguments, "--locale", "en"))
