"""Many case files become lines that say what each file says: columns where they have room, `score` where they have not."""

import json
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import exchange, registry, score
from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError
from jixiao_core.exact.quantities import Money
from jixiao_core.frames import columns, from_cases, scale_of, score_cases, score_frame
from jixiao_core.frames.evidence_cells import cells_of
from jixiao_core.frames.scalar import scored_line
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Known

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PINS = ("junshan-department@2021.1", "junshan-project@2021.1", "national-self-evaluation@2020.1")
# A case of a whole table takes minutes to become smaller, and is not larger than it has to be.
# Every example writes and reads files: few of them, slow on purpose, and one failure took minutes to shrink.
FEW = one_in(16, phases=(Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))


def hold(line, expected):
    """What is settled is the same; what is possible is never narrower, and points that are known are those of `score`."""
    if expected["status"] == "settled" or line["status"] == "settled":
        assert {name: line[name] for name in expected} == expected
    assert line["total_low"] <= expected["total_low"] <= expected["total_high"] <= line["total_high"]
    for name in expected:
        if name.endswith("__points") and line[name] is not None:
            assert line[name] == expected[name], name


def written(cases, folder):
    names = []
    for number, case in enumerate(cases):
        names.append(folder / f"{number}.json")
        names[-1].write_text(exchange.to_json(case), encoding="utf-8")
    return names


@pytest.mark.parametrize("pin", PINS)
@FEW
@given(data=st.data())
def test_a_line_is_what_score_says_of_its_file(tmp_path_factory, pin, data):
    rubric = registry.load(pin)
    cases = data.draw(st.lists(jst.cases(rubric), min_size=1, max_size=6))
    files = written(cases, tmp_path_factory.mktemp("cases"))
    table = score_cases(rubric, files)
    lines = table.frame.to_dicts()
    assert [line["file"] for line in lines] == [str(file) for file in files]
    for case, line in zip(cases, lines, strict=True):
        expected = scored_line(score(rubric, case.evidence), scale_of(rubric))
        assert {name: line[name] for name in expected} == expected


@pytest.mark.parametrize("pin", PINS)
@FEW
@given(data=st.data())
def test_columns_that_have_room_say_all_that_the_file_says(tmp_path_factory, pin, data):
    """Where nothing is untold, the data frame scores as the files do."""
    rubric = registry.load(pin)
    cases = data.draw(st.lists(jst.cases(rubric, settled=True), min_size=1, max_size=6))
    frame = from_cases(rubric, written(cases, tmp_path_factory.mktemp("cases")))
    told = score_frame(rubric, frame).filter(pl.col("untold") == "").to_dicts()
    by_file = {line["file"]: line for line in told}
    for number, case in enumerate(cases):
        line = next((each for name, each in by_file.items() if Path(name).name == f"{number}.json"), None)
        if line is not None:
            hold(line, scored_line(score(rubric, case.evidence), scale_of(rubric)))


def test_most_evidence_has_room():
    """Of the example only a rate of 50% or more has no column."""
    rubric = registry.load(PINS[0])
    frame = from_cases(rubric, [EXAMPLES / "department-2021.toml"])
    assert frame["untold"].to_list() == ["process__budget_management__card_payment_rate__measure"]
    assert frame["problems"].to_list() == [None]
    assert frame["three_public_reported"].to_list() == [3_860_000]


def test_nothing_is_untold_of_nothing():
    rubric = registry.load(PINS[0])
    found = cells_of(rubric, columns(rubric), Evidence())
    assert (found.values, found.untold) == ({}, [])


def test_what_columns_have_no_room_for_is_named():
    rubric = registry.load(PINS[0])
    facts = {
        "total_expenditure": Bounded(at_least=Money(Fraction(1))),
        "total_revenue": Known(value=Money(Fraction(1, 3))),
        "project_expenditure": Known(value=Money(Fraction(2**70))),
        "prior_year_carryover": Known(value=Money(Fraction(7))),
    }
    found = cells_of(rubric, columns(rubric), Evidence(facts=facts))
    assert sorted(found.untold) == ["project_expenditure", "total_expenditure", "total_revenue"]
    assert found.values == {"prior_year_carryover": 7}


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_the_data_frame_is_of_the_kind_that_is_wanted(backend):
    frame = from_cases(registry.load(PINS[0]), [EXAMPLES / "department-2021.toml"], backend=backend)
    assert type(frame).__module__.startswith(backend)
    assert str(frame["unit"].to_list() if backend == "polars" else frame["unit"][0]).count("某区") == 1


class TestBadFiles:
    """A bad file is a line that says why; the others are scored."""

    @pytest.fixture
    def scored(self, tmp_path):
        good = tmp_path / "good.toml"
        good.write_bytes((EXAMPLES / "department-2021.toml").read_bytes())

        def call(name, content):
            (tmp_path / name).write_bytes(content)
            return score_cases(registry.load(PINS[0]), [tmp_path / name, good])

        return call

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.toml", b"rubric = ", "exchange.syntax"),
            ("a.json", b'{"rubric": "junshan-project@2021.1", "fiscal_year": 2021}', "scoring.other_rubric"),
            (
                "a.json",
                b'{"rubric": "junshan-department@2021.1", "fiscal_year": 99999999999999999999}',
                "dates.no_year",
            ),
            ("a.json", b'{"rubric": "junshan-department@2021.1", "fiscal_year": -1}', "dates.no_year"),
            ("a.toml", (EXAMPLES / "project-2021.toml").read_bytes(), "frames.no_report"),
            ("a.docx", b"PK", "exchange.docx_damaged"),
            ("a.exe", b"MZ", "frames.file_suffix"),
            ("a.txt", b"\xff\xfe\xff", "exchange.not_encoded"),
        ],
    )
    def test_one(self, scored, name, content, code):
        table = scored(name, content)
        bad, good = table.frame.to_dicts()
        assert (bad["status"], good["status"]) == ("invalid", "open")
        assert bad["remarks"].startswith("file:")
        assert bad["total_low"] is None
        assert {each.row for each in table.problems} == {0}
        assert code in {each.message.code for each in table.problems}

    def test_a_form_with_rows_of_its_own(self):
        files = [EXAMPLES / "self-evaluation-form-2023.xlsx"]
        table = score_cases(registry.load(PINS[2]), files)
        assert table.frame["status"].to_list() == ["invalid"]
        assert "jixiao score" in table.problems[0].told("zh_Hans_CN")

    def test_an_empty_folder(self, tmp_path):
        with pytest.raises(FormatError, match="holds no file"):
            score_cases(registry.load(PINS[0]), [tmp_path])

    def test_links_and_hidden_files_of_a_folder_are_left_out(self, tmp_path):
        good = (EXAMPLES / "department-2021.toml").read_bytes()
        for name in ("b.toml", "a.toml", ".hidden.toml", "~$a.xlsx", "readme.md"):
            (tmp_path / name).write_bytes(good)
        (tmp_path / "link.toml").symlink_to(tmp_path / "a.toml")
        table = score_cases(registry.load(PINS[0]), [tmp_path])
        assert [Path(each).name for each in table.frame["file"]] == ["a.toml", "b.toml"]


def test_json_of_the_frame_is_plain():
    """What comes out can be written by anything."""
    frame = from_cases(registry.load(PINS[0]), [EXAMPLES / "department-2021.toml"])
    assert json.loads(frame.write_json())[0]["claimed_total"] == "98"
