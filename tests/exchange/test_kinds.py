"""A report given for a case, a case for a report, a figure for another: said once, at its place, with the way out."""

from pathlib import Path

import pytest

from jixiao_core import Evidence, exchange, registry, reports, review, score
from jixiao_core.cli import main
from jixiao_core.errors import FormatError, InvalidValueError, UnknownNameError
from jixiao_core.scoring.implied import implied
from jixiao_core.scoring.knowledge import known_facts

EXAMPLES = Path(__file__).parents[2] / "examples"
PROJECT = (EXAMPLES / "project-2021.toml").read_text(encoding="utf-8")
DEPARTMENT = (EXAMPLES / "department-2021.toml").read_text(encoding="utf-8")
PLANNED = '[funding.planned]\ntotal = { value = "173万元"'


def told(call, *arguments, **more):
    with pytest.raises(FormatError) as caught:
        call(*arguments, **more)
    return [(problem.code, problem.path) for problem in caught.value.problems]


class TestTheOtherReader:
    @pytest.mark.parametrize("name", ["department-2021.toml", "project-2021.toml"])
    def test_a_report_is_no_case(self, name):
        assert told(exchange.read_case, EXAMPLES / name) == [("exchange.is_report", "")]
        with pytest.raises(FormatError, match=r"read_report.*reports\.case"):
            exchange.read_case(EXAMPLES / name)

    def test_several_reports_are_no_case(self):
        assert told(exchange.read_case, b'[[reports]]\nkind = "project"') == [("exchange.is_report", "")]

    @pytest.mark.parametrize("name", ["department-2021.toml", "project-2021.toml"])
    def test_a_case_is_no_report(self, name):
        assert told(exchange.read_report, EXAMPLES / "cases" / name) == [("exchange.is_case", "")]
        with pytest.raises(FormatError, match="read_case"):
            exchange.read_reports(EXAMPLES / "cases" / name)

    def test_what_is_neither_is_told_key_by_key(self):
        assert ("exchange.missing_key", "") in told(exchange.read_case, b"fiscal_year = 2021")

    @pytest.mark.parametrize("read", [exchange.read_case, exchange.read_report, exchange.read_document])
    def test_a_syntax_that_there_is_not(self, read):
        assert told(read, b"{}", syntax="yaml") == [("exchange.not_allowed", "syntax")]


class TestKindsOfReports:
    @pytest.mark.parametrize("command", ["review", "check", "score"])
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ('kind = "projct"', "exchange.unknown_kind_near"),
            ("", "exchange.kind_missing"),
            ("kind = 3", "exchange.wrong_type"),
        ],
    )
    def test_one_error_that_names_the_kinds(self, command, written, code, tmp_path, capsys):
        path = tmp_path / "report.toml"
        path.write_text(PROJECT.replace('kind = "project"', written, 1), encoding="utf-8")
        assert main([command, str(path), "--locale", "en"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1
        assert err.startswith(code)
        assert code == "exchange.wrong_type" or "department" in err

    def test_in_a_list(self):
        assert told(exchange.read_reports, b'[[reports]]\nkind = "projct"') == [
            ("exchange.unknown_kind_near", "reports[0].kind")
        ]


class TestFiguresOfReports:
    @pytest.mark.parametrize("written", ["173人", "85%"])
    @pytest.mark.parametrize("command", ["review", "check"])
    def test_an_amount_that_is_none(self, written, command, tmp_path, capsys):
        path = tmp_path / "report.toml"
        assert PLANNED in PROJECT
        path.write_text(PROJECT.replace(PLANNED, PLANNED.replace("173万元", written)), encoding="utf-8")
        assert main([command, str(path)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("exchange.other_quantity funding.planned.total")
        assert f"'{written}'" in line

    @pytest.mark.parametrize("written", ["18万元", "18件", "18.5", "50%"])
    def test_people_that_are_none(self, written):
        (line,) = [line for line in DEPARTMENT.splitlines() if line.startswith("authorised_staffing")]
        text = DEPARTMENT.replace(line, f'authorised_staffing = {{ value = "{written}", origin = "第15行" }}')
        assert told(exchange.read_report, text.encode(), syntax="toml") == [
            ("exchange.other_quantity", "authorised_staffing")
        ]

    def test_bounds_and_lines_and_lists_as_well(self):
        text = b"""
[[reports]]
kind = "project"
[reports.funding.received]
county = { at_least = "3\xe4\xba\xba" }
[[reports.lines]]
item = "x"
amount = "5%"
[[reports]]
kind = "department"
actual_headcount = "33\xe4\xba\xba"
[[reports.institutions]]
name = "x"
role = "consolidated"
[reports.institutions.fixed_assets]
total = "12\xe5\x8f\xb0"
"""
        assert told(exchange.read_reports, text, syntax="toml") == [
            ("exchange.other_quantity", "reports[0].funding.received.county"),
            ("exchange.other_quantity", "reports[0].lines[0].amount"),
            ("exchange.other_quantity", "reports[1].institutions[0].fixed_assets.total"),
        ]

    @pytest.mark.parametrize("written", ['{ number = "173" }', "173", '"173"', '"173.5"'])
    def test_an_amount_without_its_unit_is_read_and_stays_unknown(self, written):
        text = PROJECT.replace(PLANNED, PLANNED.replace('"173万元"', written))
        report = exchange.read_report(text.encode(), syntax="toml")
        facts = dict(reports.evidence(report, registry.load("junshan-project@2021.1")).facts)
        assert "project_funding_planned" not in facts
        assert "project_funding_received" in facts


class TestWhatIsGiven:
    RUBRIC = registry.load("junshan-department@2021.1")
    NAME = "headcount_is_in_service"

    @pytest.mark.parametrize("given", [None, {}, {"facts": {}}, "x"])
    def test_no_evidence(self, given):
        with pytest.raises(InvalidValueError, match=r"Evidence\.of"):
            score(self.RUBRIC, given)

    @pytest.mark.parametrize("given", [None, {}, "examples/cases/department-2021.toml", Evidence()])
    def test_no_case(self, given):
        with pytest.raises(InvalidValueError, match="read_case"):
            review(self.RUBRIC, given)

    def test_one_assumption_by_its_name(self):
        evidence = Evidence.of(self.RUBRIC, facts={"authorised_staffing": 18, "actual_headcount": 33})
        one, several = (score(self.RUBRIC, evidence, assume=each) for each in (self.NAME, [self.NAME]))
        assert one == several
        assert one.assumptions == (self.NAME,)
        row = "input.budget_allocation.staffing_ratio"
        assert one[row].points == 0
        assert implied(self.RUBRIC, evidence, row, 5, assume=self.NAME) == implied(
            self.RUBRIC, evidence, row, 5, assume=[self.NAME]
        )
        assert known_facts(self.RUBRIC, evidence, self.NAME) == known_facts(self.RUBRIC, evidence, [self.NAME])
        case = reports.case(exchange.read_report(EXAMPLES / "department-2021.toml"), self.RUBRIC)
        assert review(self.RUBRIC, case, assume=self.NAME).sheet.assumptions == (self.NAME,)

    def test_one_that_there_is_not(self):
        with pytest.raises(UnknownNameError, match="'headcount' is not an assumption"):
            score(self.RUBRIC, Evidence(), assume="headcount")
