"""Stored reviews that were touched: each way of touching them is told, and nothing passes that is not what it was."""

import json

import pytest
from test_sessions import DEPARTMENT, FORM, ROOT

from jixiao_core.cli import main
from jixiao_core.present import json_text


def output(capsys, *arguments):
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def stored(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    one = output(capsys, "review", DEPARTMENT, "--json")[1]
    both = output(capsys, "review", FORM, "--json")[1]
    return tmp_path / "stored.json", json.loads(one), json.loads(both)


def replayed(capsys, path, document):
    path.write_text(json_text(document), encoding="utf-8")
    return output(capsys, "review", "--replay", str(path), "--locale", "en")


def test_untouched(stored, capsys):
    path, one, both = stored
    assert (both["count"], list(both)) == ("2", ["format", "count", "reviews"])
    for document in (one, both):
        assert replayed(capsys, path, document) == (0, "The stored review is reproduced byte for byte.\n", "")


@pytest.mark.parametrize("document", [[], None, {}, "x", 3, {"reviews": []}, {"reviews": None}, {"reviews": [{}]}])
def test_what_is_no_stored_review(document, tmp_path, capsys):
    path = tmp_path / "stored.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    status, out, err = output(capsys, "review", "--replay", str(path))
    assert (status, out) == (2, "")
    assert err.startswith("present.not_a_review")


@pytest.mark.parametrize(
    ("touch", "code", "path"),
    [
        (lambda one: dict(reversed(one.items())), "present.replay_order", "{}"),
        (lambda one: {**one, "totals": dict(reversed(one["totals"].items()))}, "present.replay_order", "totals"),
        (
            lambda one: {**one, "indicators": [dict(reversed(row.items())) for row in one["indicators"]]},
            "present.replay_order",
            "indicators[0]",
        ),
        (lambda one: {**one, "verdict": "above"}, "present.replay_differs", "verdict"),
        (lambda one: {**one, "more": 1}, "present.replay_differs", "more"),
        (lambda one: {**one, "indicators": one["indicators"][1:]}, "present.replay_differs", "indicators[0]"),
    ],
)
def test_one_that_was_touched(touch, code, path, stored, capsys):
    file, one, _ = stored
    status, out, err = replayed(capsys, file, touch(one))
    assert (status, out) == (2, "")
    assert err.startswith(code)
    assert path in err
    assert "at :" not in err
    assert "in ;" not in err


@pytest.mark.parametrize(
    ("touch", "code"),
    [
        (lambda both: {**both, "reviews": both["reviews"][:1]}, "present.reviews_missing count"),
        (lambda both: {**both, "reviews": [*both["reviews"], both["reviews"][0]]}, "present.reviews_missing count"),
        (lambda both: {"format": both["format"], "reviews": both["reviews"]}, "present.reviews_missing count"),
        (lambda both: {**both, "count": "3"}, "present.reviews_missing count"),
        (lambda both: {**both, "format": "x"}, "present.replay_differs format"),
        (lambda both: {**both, "more": []}, "present.replay_differs more"),
        (lambda both: dict(reversed(both.items())), "present.replay_order"),
    ],
)
def test_several_of_which_the_list_was_touched(touch, code, stored, capsys):
    file, _, both = stored
    status, out, err = replayed(capsys, file, touch(both))
    assert (status, out) == (2, "")
    assert err.startswith(code)
