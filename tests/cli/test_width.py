"""A width that has no room for every column is refused with the least that has; nothing is dropped in silence."""

import re

import pytest
from test_sessions import DEPARTMENT, FORM, PROJECT, ROOT, terminal_width

from jixiao_core.cli import main

PAGES = {
    "review": (("review", DEPARTMENT), ("指标", "分值", "自评", "可能得分", "意见")),
    "project": (("review", PROJECT), ("指标", "分值", "自评", "可能得分", "意见")),
    "form": (("review", FORM), ("指标", "分值", "自评", "可能得分", "意见")),
    "score": (("score", PROJECT), ("指标", "分值", "可能得分", "意见")),
    "english": (("review", DEPARTMENT, "--locale", "en"), ("Indicator", "Max.", "Claimed", "Possible", "Opinion")),
    "rubric": (("rubrics", "junshan-project@2021.1"), ("指标", "分值")),
}


def page_of(arguments, width, capsys):
    status = main([*arguments, "--width", str(width)])
    out, err = capsys.readouterr()
    return status, out, err


def least(arguments, capsys):
    status, out, err = page_of(arguments, 1, capsys)
    assert (status, out) == (2, "")
    assert err.startswith("present.too_narrow")
    return int(re.findall(r"[0-9]+", err)[1])


def table_of(page):
    lines = page.splitlines()
    rule = next(index for index, line in enumerate(lines) if set(line) == {"─"})
    return lines[rule - 1], lines[rule + 1 : lines.index("", rule)]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("name", PAGES)
def test_at_the_least_width_every_column_is_there_and_every_name_is_whole(name, capsys):
    arguments, heads = PAGES[name]
    narrow = least(arguments, capsys)
    assert narrow < 80, "an ordinary terminal has room"
    _, page, _ = page_of(arguments, narrow, capsys)
    head, body = table_of(page)
    assert all(word in head for word in heads)
    assert max(map(terminal_width, (head, *body))) <= narrow
    _, wide, _ = page_of(arguments, 300, capsys)
    letters = [sorted("".join("".join(lines).split())) for lines in (body, table_of(wide)[1])]
    assert letters[0] == letters[1], "folded, not cut"


@pytest.mark.parametrize("name", PAGES)
def test_below_it_is_refused(name, capsys):
    arguments, _ = PAGES[name]
    narrow = least(arguments, capsys)
    for width in (narrow - 1, 20, 0, -5):
        status, out, err = page_of(arguments, width, capsys)
        assert (status, out) == (2, "")
        assert f"{narrow}" in err
    assert page_of(arguments, narrow, capsys)[0] in (0, 1)


def test_documents_have_no_width(capsys):
    assert page_of(("score", PROJECT, "--json"), 1, capsys)[0] == 0
