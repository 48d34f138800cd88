"""Exceptions: what they explain, what they do not, and their file."""

from pathlib import Path

import pytest
from clean_tables import clean_tables
from hypothesis import find
from planted_faults import FAULTS

from jixiao_core import (
    FormatError,
    InvalidValueError,
    LintException,
    Severity,
    Text,
    UnknownNameError,
    exchange,
    lint,
    registry,
)
from jixiao_core.exchange.converter import own_converter
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.linting.exceptions import LintExceptions
from jixiao_core.rubrics.linting.observing import parameter_name

DATA = Path(__file__).parents[2] / "src" / "jixiao_core" / "data"

REASON = Text("条款如此", "so the clause")


@pytest.fixture(scope="module")
def planted():
    return FAULTS["a_sentence_that_nobody_modelled"](find(clean_tables(), lambda _: True)).rubric


def exception(**changes):
    return LintException(
        **{"code": "lint.number_unused", "path": "all.benefit", "fragment": "0.3分", "reason": REASON, **changes}
    )


def loud(report):
    return [each.code for each in report.findings if each.severity != "information"]


@pytest.mark.parametrize("changes", [{}, {"fragment": ""}, {"path": "all"}, {"path": "all", "fragment": ""}])
def test_what_is_explained_stays_visible_with_its_reason(planted, changes):
    report = lint(planted, exceptions=[exception(**changes)])
    assert report.is_clean
    assert [(each.finding.code, each.reason) for each in report.excepted] == [("lint.number_unused", REASON)]


@pytest.mark.parametrize(
    "changes",
    [
        {"fragment": "0.4分"},
        {"path": "all.misuse"},
        {"path": "al"},
        {"path": ""},
        {"path": "all.benefi"},
        {"parameter": "points"},
        {"code": "lint.parameter_unquoted"},
    ],
)
def test_an_exception_about_nothing_is_a_finding(planted, changes):
    report = lint(planted, exceptions=[exception(**changes)])
    assert sorted(loud(report)) == ["lint.exception_unused", "lint.number_unused"]
    assert report.excepted == ()
    (found,) = [each for each in report.findings if each.code == "lint.exception_unused"]
    assert found.path == "exceptions[0]"


def test_two_exceptions_for_one_finding_are_both_used(planted):
    other = Text("另一理由")
    report = lint(planted, exceptions=[exception(), exception(path="all", reason=other)])
    assert report.is_clean
    assert [each.reason for each in report.excepted] == [REASON]


@pytest.mark.parametrize(
    "changes", [{"code": "lint.number_unusd"}, {"reason": Text(" ")}, {"code": "x", "reason": Text("")}]
)
def test_codes_are_known_and_reasons_given(changes):
    with pytest.raises(InvalidValueError) as caught:
        exception(**changes)
    assert {each.path for each in caught.value.problems} == {name for name in ("code", "reason") if name in changes}


class TestFile:
    def test_it_is_read(self):
        text = 'rubric = "a@2024.1"\n[[exceptions]]\ncode = "lint.gap"\npath = "b"\nfragment = "5%"\nreason = { zh = "如此", en = "so" }'
        found = exchange.read_lint_exceptions(text.encode())
        assert found == LintExceptions(
            rubric="a@2024.1",
            exceptions=(LintException(code="lint.gap", path="b", fragment="5%", reason=Text("如此", "so")),),
        )
        assert own_converter().structure(plain(found), LintExceptions) == found

    @pytest.mark.parametrize(
        ("text", "path", "code"),
        [
            ("exceptions = []", "", "exchange.missing_key"),
            ('rubric = "a"\nmore = 1', "", "exchange.unknown_key"),
            ('rubric = "a"\n[[exceptions]]\ncode = "lint.gap"', "exceptions[0]", "exchange.missing_key"),
            (
                'rubric = "a"\n[[exceptions]]\ncode = "lint.gapp"\nreason = "x"',
                "exceptions[0].code",
                "lint.unknown_code",
            ),
            (
                'rubric = "a"\n[[exceptions]]\ncode = "lint.gap"\nreason = ""',
                "exceptions[0].reason",
                "lint.reason_missing",
            ),
            ('rubric = "a"\n[[exceptions]]\ncode = 1\nreason = "x"', "exceptions[0].code", "exchange.wrong_type"),
            ("rubric = ", "", "exchange.syntax"),
        ],
    )
    def test_what_is_wrong_with_it_is_told(self, text, path, code):
        with pytest.raises(FormatError) as caught:
            exchange.read_lint_exceptions(text.encode())
        assert (path, code) in [(each.path, each.code) for each in caught.value.problems]


class TestRegistry:
    def test_pins_with_a_digest(self):
        pin = registry.shipped()[0]
        assert registry.lint_exceptions(f"{pin}#{registry.load(pin).digest}") == registry.lint_exceptions(pin)

    def test_unknown_pins(self):
        with pytest.raises(UnknownNameError):
            registry.lint_exceptions("nothing@2021.1")

    def test_files_of_exceptions_are_no_rubrics(self):
        files = DATA.glob("rubrics/*/*.toml")
        named = {f"{path.parent.name}@{path.stem}" for path in files if not path.name.endswith(".lint.toml")}
        assert set(registry.shipped()) == named

    def test_a_rubric_without_such_a_file_has_none(self, tmp_path):
        (tmp_path / "rubrics.lock").write_text(
            '["a@2024.1"]\nfile = "rubrics/a/2024.1.toml"\ndigest = "x"\n', encoding="utf-8"
        )
        assert registry.Shelf.at(tmp_path).lint_exceptions("a@2024.1") == ()


def test_findings_by_severity(planted):
    report = lint(planted)
    assert [each.code for each in report.of(Severity.WARNING)] == ["lint.number_unused"]
    assert report.of(Severity.ERROR) == ()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("formula.bands[1].at_least", "the edge of band 2 (formula.bands[1].at_least)"),
        (
            "formula.conditions[0].deduct_high",
            "the highest deduction of condition 1 (formula.conditions[0].deduct_high)",
        ),
        ("formula.standard", "the standard (formula.standard)"),
        ("readings[2]", "reading 3 (readings[2])"),
        ("measure.over_zero", "measure.over_zero"),
        ("Some Other", "Some Other"),
    ],
)
def test_parameters_have_names_for_people(path, words):
    assert str(parameter_name(path)) == words
