"""What somebody types to have a picture in a report."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from jixiao_core.present import closing

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BEFORE, AFTER = (EXAMPLES / "bridge" / f"department-{year}.toml" for year in (2021, 2022))
PROJECT = EXAMPLES / "project-2021.toml"


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("suffix", [".svg", ".png"])
@pytest.mark.parametrize(
    ("kind", "files"),
    [("lost", [PROJECT]), ("attainment", [PROJECT]), ("pending", [PROJECT]), ("bridge", [BEFORE, AFTER])],
)
def test_a_picture_and_the_same_in_words(run, tmp_path, boxes, kind, files, suffix, locale):
    out_file = tmp_path / f"chart{suffix}"
    status, out, err = run(
        "chart", *files, "--kind", kind, "-o", out_file, "--font", boxes, "--locale", locale, "--width", 10_000
    )
    assert (status, err) == (0, "")
    assert closing(locale) in out
    assert str(out_file) in out
    content = out_file.read_bytes()
    assert content.startswith(b"\x89PNG" if suffix == ".png" else b"<?xml")
    if suffix == ".svg":
        assert ET.fromstring(content).get("aria-label") == out.splitlines()[0]  # noqa: S314 - our own


def test_the_bridge_in_words(run, tmp_path, boxes):
    out = run("chart", BEFORE, AFTER, "--kind", "bridge", "-o", tmp_path / "b.svg", "--font", boxes, "--json")[1]
    document = json.loads(out)
    assert (document["format"], document["kind"]) == ("jixiao-chart/1", "bridge")
    assert "变动前总分：97.1分。数据变化：−4.725分。" in document["text"]
    assert "变动后总分：92.15分。" in document["text"]


def test_one_report_of_a_form_is_chosen(run, tmp_path, boxes):
    form = EXAMPLES / "self-evaluation-2021.txt"
    status, _, err = run("chart", form, "--kind", "lost", "-o", tmp_path / "c.svg", "--font", boxes)
    assert status == 2
    assert "--report" in err
    arguments = ("--report", "project", "--kind", "pending", "-o", tmp_path / "c.svg", "--font", boxes)
    status, out, _ = run("chart", form, *arguments)
    assert status == 0
    assert "junshan-project@2021.1" in out


def test_readings_and_assumptions_are_made_and_named(run, tmp_path, boxes):
    file = EXAMPLES / "department-2021.toml"
    plain = run("chart", file, "--kind", "pending", "-o", tmp_path / "c.svg", "--font", boxes)[1]
    assumed = run(
        "chart", file, "--kind", "pending", "-o", tmp_path / "c.svg", "--font", boxes,
        "--assume", "headcount_is_in_service", "--reading", "part_step=pro_rata",
    )[1]  # fmt: skip
    assert "财政供养人员控制率" in plain
    assert "财政供养人员控制率" not in assumed
    assert "headcount_is_in_service" in assumed
    assert "part_step=pro_rata" in assumed


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((PROJECT, "-o", "OUT.svg"), "--kind"),
        ((PROJECT, "--kind", "lost"), "-o"),
        ((PROJECT, "--kind", "pie", "-o", "OUT.svg"), "attainment"),
        ((PROJECT, "--kind", "lost", "-o", "OUT.pdf"), ".svg"),
        ((PROJECT, "--kind", "bridge", "-o", "OUT.svg"), "bridge"),
        ((PROJECT, AFTER, "--kind", "lost", "-o", "OUT.svg"), "department-2022.toml"),
        ((PROJECT, "--kind", "lost", "-o", "OUT.svg", "--font", "Nothing Of The Kind"), "Nothing Of The Kind"),
        ((PROJECT, "--kind", "lost", "-o", "OUT.svg", "--round", "finance"), "finance"),
        ((EXAMPLES / "nothing.toml", "--kind", "lost", "-o", "OUT.svg"), "nothing.toml"),
        ((EXAMPLES / "department-2021.toml", AFTER, "--kind", "bridge", "-o", "OUT.svg"), "staffing_ratio"),
    ],
)
def test_what_cannot_be_used_writes_nothing(run, tmp_path, monkeypatch, arguments, told, locale):
    monkeypatch.chdir(tmp_path)
    status, out, err = run("chart", *arguments, "--locale", locale)
    assert (status, out) == (2, "")
    assert told in err
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_no_font(run, tmp_path):
    """Nobody writes to it: whoever reads it waits."""
    pipe = tmp_path / "a.ttf"
    os.mkfifo(pipe)
    status, out, err = run("chart", PROJECT, "--kind", "lost", "-o", tmp_path / "a.svg", "--font", pipe)
    assert (status, out) == (2, "")
    assert err.startswith("charts.font_unreadable")
