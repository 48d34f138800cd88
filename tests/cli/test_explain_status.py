"""The exit status of `jixiao explain` is that of its row in a review."""

import pytest
from test_adjustments import FILES
from test_sessions import DEPARTMENT, FORM, PROJECT, ROOT

from jixiao_core.cli import main


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((PROJECT, "allocation_result"), 1),  # unmatched
        ((PROJECT, "arrival_rate"), 0),  # consistent
        ((DEPARTMENT, "staffing_ratio"), 0),  # pending
        ((DEPARTMENT, "staffing_ratio", "--assume", "headcount_is_in_service"), 1),  # above
        ((FORM, "分配结果"), 1),
        ((FORM, "财政供养人员控制率"), 0),
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_by_the_verdict(arguments, status, more, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["explain", *arguments, *more]) == status
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("has_rounds", [True, False])
def test_a_finding_of_severity_error(has_rounds, tmp_path, monkeypatch, capsys):
    """More satisfied than surveyed: the rate is outside of its domain, whatever is claimed."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    text = FILES["form-case.toml"] if has_rounds else FILES["form-case.toml"].partition("[[rounds]]")[0]
    facts = "[evidence.facts]\n"
    assert facts in text
    wrong = text.replace(facts, f"{facts}satisfied_respondents = 11\nsurveyed_respondents = 10\n")
    (tmp_path / "wrong.toml").write_text(wrong, encoding="utf-8")
    assert main(["explain", "wrong.toml", "process.satisfaction", "--rubric", "form.toml"]) == 1
    assert main(["explain", "wrong.toml", "input.rules", "--rubric", "form.toml"]) == 0
    capsys.readouterr()
