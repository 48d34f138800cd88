"""`jixiao vectors`: what a person types and gets."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commands import at_once as jixiao
from jixiao_core import registry

ROOT = Path(__file__).parents[2]
PIN = "junshan-department@2021.1"


def test_the_vectors_of_a_pin_are_those_that_are_shipped():
    code, out, err = jixiao("vectors", PIN)
    assert (code, err) == (0, "")
    assert json.loads(out) == registry.vectors(PIN)
    assert out == jixiao("vectors", PIN, "--json", "--locale", "en")[1]


def test_one_vector_a_line():
    lines = jixiao("vectors", PIN)[1].splitlines()
    line = next(line for line in lines if '"in_service_staff": "79"' in line)
    assert line.strip() == '{"facts": {"in_service_staff": "79", "authorised_staffing": "75"}, "points": "2.5"},'
    assert max(map(len, lines)) < 12_000


@pytest.mark.parametrize(
    ("locale", "said"), [("zh_Hans_CN", "已写入vectors.json。\n"), ("en", "Written to vectors.json.\n")]
)
def test_into_a_file(locale, said, tmp_path):
    assert jixiao("vectors", PIN, "-o", "vectors.json", "--locale", locale, cwd=tmp_path) == (0, said, "")
    assert json.loads((tmp_path / "vectors.json").read_text("utf-8")) == registry.vectors(PIN)


def test_of_a_rubric_file(tmp_path):
    code, out, err = jixiao("rubrics", PIN, "--json")
    (tmp_path / "table.json").write_text(json.dumps(json.loads(out)["rubric"]), encoding="utf-8")
    code, out, err = jixiao("vectors", "table.json", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert json.loads(out) == registry.vectors(PIN)


def test_the_verifier_checks_a_sheet_without_the_library(tmp_path):
    """The session of docs/how-to/verify-a-sheet.md."""
    case = str(ROOT / "examples" / "cases" / "department-2021.toml")
    for name, arguments in (
        ("verify_sheet.py", ("vectors", "--verifier")),
        ("rubric.json", ("rubrics", PIN, "--json")),
        ("sheet.json", ("score", case, "--json")),
    ):
        (tmp_path / name).write_text(jixiao(*arguments)[1], encoding="utf-8")
    command = [sys.executable, "-I", "-S", "verify_sheet.py", "rubric.json", "sheet.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give either a rubric, as a pin or a file, or --verifier"),
        ((PIN, "--verifier"), "give either a rubric, as a pin or a file, or --verifier"),
        (("junshan-department@2022.1",), "junshan-department@2021.1"),
        (("no-such-file.toml",), "no-such-file.toml"),
        ((PIN, "-o", "no/such/folder/v.json"), "cannot be written"),
    ],
)
def test_what_cannot_be_done(arguments, said, tmp_path):
    code, out, err = jixiao("vectors", *arguments, "--locale", "en", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert said in err


def test_what_cannot_be_done_in_chinese(tmp_path):
    assert jixiao("vectors", cwd=tmp_path) == (
        2,
        "",
        "cli.vectors_or_verifier: 请给出评分表（版本号或文件），或者给出--verifier，二者择一\n",
    )
