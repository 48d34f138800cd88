"""The words in which commands name arguments, empty files and what they cannot print."""

import argparse
import re

import pytest

from jixiao_core.cli.commands import command_parser
from jixiao_core.exchange import to_toml
from jixiao_core.present.columns import columns_of
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.evidence import Evidence


def commands(parser):
    (found,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    return found.choices


def test_the_chinese_help_has_no_english_placeholder():
    for name, parser in commands(command_parser("zh_Hans_CN")).items():
        for action in parser._actions:
            if action.nargs != 0 and not action.choices and action.metavar != "N":
                shown = action.metavar or action.dest
                assert not re.search(r"[A-Z]{2}|^[a-z]+$", shown), (name, shown)
                told = re.findall(
                    r"(?<![A-Za-z])(?:FILE|OLD|NEW|AFTER|BEFORE|FOLDER|NAME|COLUMN|UNIT)(?![A-Za-z])", action.help or ""
                )
                assert told == [], (name, action.help)


@pytest.mark.parametrize(
    ("locale", "headings"), [("zh_Hans_CN", ["参数：", "选项："]), ("en", ["arguments:", "options:"])]
)
def test_headings_of_the_help_end_as_their_language_does(locale, headings):
    for parser in (command_parser(locale), *commands(command_parser(locale)).values()):
        found = [line for line in parser.format_help().splitlines() if line.endswith((":", "：")) and line[0] != " "]
        assert found
        assert set(found) <= set(headings)


def test_the_english_help_has_its_own():
    assert "[--reading QUESTION=ANSWER]" in " ".join(commands(command_parser("en"))["review"].format_help().split())


@pytest.mark.parametrize("name", ["", *commands(command_parser("zh_Hans_CN"))])
def test_what_an_argument_is_stands_in_one_column(name):
    parser = command_parser("zh_Hans_CN")
    text = (commands(parser)[name] if name else parser).format_help().partition("\n\n")[2]
    beside = [found[0] for line in text.splitlines() if (found := re.match(r"  +\S+(?: \S+)*?  +(?=\S)", line))]
    below = [found[0] for line in text.splitlines() if (found := re.match(r" {9,}(?=\S)", line))]
    assert len(beside) > 2
    assert len({columns_of(each) for each in (*beside, *below)}) == 1


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans_CN", "文件为空"), ("en", "is empty")])
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "json", "txt", "html"])
def test_an_empty_file_is_called_empty(run, tmp_path, suffix, locale, said):
    (tmp_path / f"nothing.{suffix}").touch()
    status, out, err = run("review", tmp_path / f"nothing.{suffix}", "--locale", locale)
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans_CN", "是案卷"), ("en", "is a case")])
def test_a_case_has_no_form_to_print(run, tmp_path, locale, said):
    case = Case(rubric="junshan-department@2021.1", fiscal_year=2021, evidence=Evidence())
    (tmp_path / "case.toml").write_text(to_toml(case), encoding="utf-8")
    status, out, err = run("print", tmp_path / "case.toml", "--form", "-o", tmp_path / "f.html", "--locale", locale)
    assert (status, out) == (2, "")
    assert said in err
    # A stored sheet names its rubric as well, and is no case.
    (tmp_path / "sheet.json").write_text(run("score", tmp_path / "case.toml", "--json")[1], encoding="utf-8")
    status, out, err = run("print", tmp_path / "sheet.json", "--form", "-o", tmp_path / "f.html", "--locale", locale)
    assert (status, out) == (2, "")
    assert said not in err
