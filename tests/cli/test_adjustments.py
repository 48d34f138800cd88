"""Adjustments and rating caps are seen: on the pages, in the documents, in the list of names, in an explanation."""

import json
import re

import pytest
from test_sessions import ROOT

from jixiao_core.cli import main

PAGE = (ROOT / "docs/reference/case-format.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```toml\n# ([\w.-]+)\n(.*?)```", PAGE, re.DOTALL))
CASE = ("form-case.toml", "--rubric", "form.toml")


@pytest.fixture
def demo(tmp_path, monkeypatch):
    """The rubric and the case of the page, with one commendation of 1 point (most 2) and a cap for late reports."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "form-case.toml"


def told(capsys, *arguments, status):
    assert main(list(arguments)) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("command", "status"), [("review", 1), ("score", 0)])
def test_under_the_table(command, status, capsys):
    page = told(capsys, command, *CASE, status=status)
    assert "加减分：\n1. 表彰加分（commendations）：1例，每例1分，计1分；理由：区级表彰一次\n" in page
    page = told(capsys, command, *CASE, "--locale", "en", status=status)
    assert "1. Commendations (commendations): 1 × 1, 1 added" in page


@pytest.mark.parametrize(("command", "status"), [("review", 1), ("score", 0)])
def test_of_which_nothing_is_known(command, status, demo, capsys):
    kept = [line for line in demo.read_text("utf-8").splitlines() if not line.startswith("commendations")]
    demo.write_text("\n".join(kept), encoding="utf-8")
    assert "1. 表彰加分（commendations）：情况未提供，可能计0至2分" in told(capsys, command, *CASE, status=status)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("command", "status"), [("review", 1), ("score", 0)])
def test_in_documents(command, status, capsys):
    document = json.loads(told(capsys, command, *CASE, "--json", status=status))
    assert document["adjustments"] == [
        {
            "id": "commendations",
            "label": "表彰加分",
            "low": "0",
            "high": "2",
            "possible": {"low": "1", "high": "1", "low_open": False, "high_open": False},
            "cases": "1",
            "reason": "区级表彰一次",
        }
    ]


@pytest.mark.usefixtures("demo")
def test_among_the_names_of_a_table(capsys):
    page = told(capsys, "rubrics", "form.toml", status=0)
    assert "加减分项：\ncommendations：表彰加分［0至2分，每例1分］" in page
    assert "等次上限情形：\nlate_report：迟报［等次最高为良］" in page


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["commendations", "表彰加分"])
def test_explained(name, capsys):
    assert told(capsys, "explain", CASE[0], name, *CASE[1:], status=0) == (
        "表彰加分（加减分项，0至2分）：计1例，理由为“区级表彰一次”。评分标准“每受到一次表彰加1分，最多加2分”。"
        "1例×1分=1分；计入总分1分。\n"
    )
    document = json.loads(told(capsys, "explain", CASE[0], name, *CASE[1:], "--json", status=0))
    assert (document["id"], document["cases"]) == ("commendations", "1")


def test_a_cap_that_lowers_the_rating(demo, capsys):
    """39.5, with 2.5 more for nobody too many and 4 more for being in time: 46, which would be 优 from 45 on."""
    text = demo.read_text("utf-8").replace("in_service_staff = 19", "in_service_staff = 18")
    text = text.replace("late_report = false", "late_report = true")
    demo.write_text(text.replace('option = "late"\npoints = 6', 'option = "in_time"'), encoding="utf-8")
    page = told(capsys, "score", *CASE, status=0)
    assert "测算总分46分" in page
    assert "[需说明] 按总分等次最高可评为优；因“迟报”，等次最高为良（“未按时报送自评报告的，不得评为优。”）" in page
    assert "可能等次：良" in page
