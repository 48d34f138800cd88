"""Which assumptions, readings and tables the arguments choose, and what is refused about them."""

import json

import pytest
from attrs import evolve
from test_sessions import DEPARTMENT, FORM, ROOT, jixiao, said

from jixiao_core import registry
from jixiao_core.cli import main
from jixiao_core.rubrics.sources import FiscalYears
from jixiao_core.scoring.claims import year_findings

TABLE = ROOT / "src/jixiao_core/data/rubrics/junshan-department/2021.1.toml"
DIGEST = "0" * 64


def refused(*arguments):
    status, out, err = jixiao(*map(str, arguments))
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    return err


class TestSeveralReports:
    def test_an_assumption_goes_to_the_table_that_offers_it(self):
        page = said("review", FORM, "--assume", "headcount_is_in_service", status=1)
        alone = said("review", FORM, "--kind", "department", "--assume", "headcount_is_in_service", status=1)
        assert page.startswith(alone.rstrip("\n"))
        assert page.count("headcount_is_in_service") == alone.count("headcount_is_in_service") > 0

    def test_a_reading_goes_to_the_tables_that_offer_it(self):
        page = said("score", FORM, "--reading", "part_step=counts_in_full", status=0)
        assert page.count("（part_step=counts_in_full）") == 1

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("--assume", "headcount"), "cli.assumption_of_none", ("junshan-department@2021.1提供", "headcount_is_in_service", "junshan-project@2021.1提供")),
            (("--reading", "part_step=nothing"), "cli.reading_of_none", ("part_step=ignored_part", "junshan-project@2021.1提供")),
        ],
    )  # fmt: skip
    def test_what_no_table_offers_is_refused_with_what_each_does(self, arguments, code, words):
        err = refused("review", FORM, *arguments)
        assert code in err
        assert all(word in err for word in words), err

    def test_explain_as_well(self):
        text = said("explain", FORM, "分配结果", "--assume", "headcount_is_in_service", status=1)
        assert text.startswith("分配结果")


class TestReadingsTwice:
    def test_two_answers_to_one_question(self):
        err = refused("review", DEPARTMENT, "--reading", "part_step=counts_in_full", "--reading", "part_step=pro_rata")
        assert "cli.reading_twice" in err
        assert "counts_in_full" in err
        assert "pro_rata" in err

    def test_the_same_answer_twice_is_one(self):
        once = said("score", DEPARTMENT, "--reading", "part_step=pro_rata", status=0)
        assert said("score", DEPARTMENT, *("--reading", "part_step=pro_rata") * 2, status=0) == once


class TestReplay:
    @pytest.mark.parametrize(
        ("more", "named"),
        [
            ((DEPARTMENT,), "FILE"),
            (("--assume", "headcount_is_in_service"), "--assume"),
            (("--reading", "part_step=pro_rata"), "--reading"),
            (("--round", "self"), "--round"),
            (("--kind", "project"), "--kind"),
            (("--redact",), "--redact"),
        ],
    )
    def test_nothing_else_is_asked_for_beside_it(self, tmp_path, more, named):
        stored = tmp_path / "review.json"
        stored.write_text(said("review", DEPARTMENT, "--json", status=0), encoding="utf-8")
        err = refused("review", "--replay", stored, *more)
        assert "cli.replay_alone" in err
        assert named in err


class TestTheTableOfACase:
    def case(self, tmp_path, pin):
        path = tmp_path / "case.toml"
        text = (ROOT / DEPARTMENT).read_text(encoding="utf-8")
        old = 'rubric = "junshan-department@2021.1"'
        assert text.count(old) == 1
        path.write_text(text.replace(old, f'rubric = "{pin}"'), encoding="utf-8")
        return path

    @pytest.mark.parametrize(
        ("pin", "code"),
        [
            ("junshan-project@2021.1", "cli.other_series"),
            ("junshan-department@2021.2", "cli.other_edition"),
            ("junshan-department@2022.1", "cli.other_edition"),
            (f"junshan-department@2021.1#sha256:{DIGEST}", "cli.other_digest"),
        ],
    )
    @pytest.mark.parametrize("table", ["junshan-department@2021.1", TABLE])
    def test_another_table_is_refused_shipped_or_a_file(self, tmp_path, pin, code, table):
        err = refused("review", self.case(tmp_path, pin), "--rubric", table)
        assert code in err

    def test_a_file_that_is_the_pinned_table_is_taken(self, tmp_path):
        newer = tmp_path / "newer.toml"
        newer.write_text(TABLE.read_text("utf-8").replace("revision = 1", "revision = 2", 1), encoding="utf-8")
        page = said("review", str(self.case(tmp_path, "junshan-department@2021.2")), "--rubric", str(newer), status=0)
        assert "junshan-department@2021.2" in page.splitlines()[0]

    def test_a_table_that_is_not_shipped_can_be_given_as_a_file(self, tmp_path):
        err = refused("review", self.case(tmp_path, "another-table@2021.1"))
        assert "registry.unknown_pin" in err
        assert "cli.rubric_file" in err


class TestYears:
    """A year that the table is not meant for is a question, on the review and on the sheet."""

    @pytest.fixture
    def later(self, tmp_path):
        path = tmp_path / "later.toml"
        text = (ROOT / DEPARTMENT).read_text(encoding="utf-8").replace("fiscal_year = 2021", "fiscal_year = 2031", 1)
        path.write_text(text, encoding="utf-8")
        return path

    @pytest.mark.parametrize("command", ["review", "score"])
    def test_on_the_page_and_in_the_document(self, command, later, capsys):
        assert main([command, str(later)]) == 0
        assert "[待核实] 评价年度为2031年，junshan-department@2021.1适用于2021年" in capsys.readouterr().out
        main([command, str(later), "--json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        assert [(each["severity"], each["params"]) for each in found if each["code"] == "scoring.year_outside"] == [
            ("question", {"found": "2031", "rubric": "junshan-department@2021.1", "years": "2021"})
        ]

    @pytest.mark.parametrize(("year", "is_told"), [(2019, True), (2020, False), (2030, False), (2031, True)])
    def test_both_ends_belong(self, year, is_told):
        rubric = evolve(registry.load("junshan-department@2021.1"), fiscal_years=FiscalYears(first=2020, last=2030))
        assert bool(list(year_findings(rubric, year))) is is_told
