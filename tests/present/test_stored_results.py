"""
Results that were stored once are computed again with the same bytes, and what was touched is told.

The files in tests/data/stored are as they were written; they are never written again. One that is no longer
reproduced means that a rubric, the arithmetic or the format of the document has moved.
"""

import json
import subprocess
import sys

import pytest

from jixiao_core import Evidence, exchange, present, registry, score
from jixiao_core.cli import main
from jixiao_core.errors import FormatError, JixiaoError, UnknownNameError
from jixiao_core.scoring.review import Review
from jixiao_core.scoring.sheet import ScoreSheet

NAMES = (
    "department-2021-read.review.json",
    "department-2021.review.json",
    "department-2021.sheet.json",
    "project-2021.review.json",
    "project-2021.sheet.json",
)
CARRIED = ("rubric", "digest", "semantics", "readings", "assumptions")


@pytest.fixture
def folder(pytestconfig):
    return pytestconfig.rootpath / "tests" / "data" / "stored"


@pytest.fixture
def stored(folder):
    return lambda name: json.loads((folder / name).read_text(encoding="utf-8"))


def refusal(document, rubric=None):
    with pytest.raises(JixiaoError) as caught:
        present.replay(document, rubric)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_no_stored_result_is_left_out(folder):
    assert tuple(sorted(path.name for path in folder.iterdir())) == NAMES


@pytest.mark.parametrize("name", NAMES)
class TestReproduced:
    def test_with_the_same_bytes(self, folder, name):
        content = (folder / name).read_bytes()
        again = present.replay(content)
        if isinstance(again, Review):
            computed = present.review_json(again, json.loads(content)["round"])
        else:
            case = exchange.parse_case({"rubric": again.rubric.pin, "fiscal_year": json.loads(content)["fiscal_year"]})
            computed = present.sheet_json(again, case)
        assert present.json_text(computed).encode() == content

    def test_it_carries_what_it_was_computed_from(self, stored, name):
        document = stored(name)
        assert all(key in document for key in CARRIED)
        assert ("evidence" in document) != ("case" in document)
        assert isinstance(present.replay(document), Review if "case" in document else ScoreSheet)

    def test_text_and_bytes_and_data_are_the_same_to_it(self, folder, name):
        text = (folder / name).read_text(encoding="utf-8")
        rubric = registry.load(json.loads(text)["rubric"])
        for document in (text, text.encode(), json.loads(text)):
            assert present.replay(document, rubric).rubric.pin == rubric.pin

    def test_by_the_command(self, folder, name, capsys):
        command = "review" if ".review." in name else "score"
        assert main([command, "--replay", str(folder / name), "--locale", "en"]) == 0
        what = "review" if command == "review" else "score sheet"
        assert capsys.readouterr() == (f"The stored {what} is reproduced byte for byte.\n", "")

    def test_the_other_command_says_what_it_needs(self, folder, name, capsys):
        command, code = ("score", "not_a_sheet") if ".review." in name else ("review", "not_a_review")
        assert main([command, "--replay", str(folder / name)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"present.{code}")


def test_in_another_process_without_anything_of_this_one(folder):
    """As an application does ten years later: the file, the package, nothing else."""
    code = "import sys; from jixiao_core import present; print(present.replay(sys.stdin.buffer.read()).rubric.pin)"
    content = (folder / NAMES[2]).read_bytes()
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "junshan-department@2021.1"


def deep(document, path, value):
    target = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return document


SHEET = "department-2021.sheet.json"
REVIEW = "project-2021.review.json"
UNSHIPPED = "junshan-department@2031.1"
TOUCHED = [
    # what was computed
    (SHEET, ("totals", "possible", "high"), "77", "present.replay_differs", "totals.possible.high"),
    (SHEET, ("indicators", 2, "max"), "6", "present.replay_differs", "indicators[2].max"),
    (SHEET, ("grades",), [], "present.replay_differs", "grades"),
    (SHEET, ("is_tight",), 1, "present.replay_differs", "is_tight"),
    (SHEET, ("format",), "jixiao-sheet/2", "present.replay_differs", "format"),
    (REVIEW, ("totals", "provisional"), "100", "present.replay_differs", "totals.provisional"),
    (REVIEW, ("indicators", 0, "verdict"), "unclaimed", "present.replay_differs", "indicators[0].verdict"),
    # what it was computed from
    (SHEET, ("digest",), "sha256:" + "0" * 64, "registry.digest_mismatch", "digest"),
    (REVIEW, ("digest",), "sha256:" + "0" * 64, "registry.digest_mismatch", "digest"),
    (SHEET, ("semantics",), 2, "rubrics.unknown_semantics", "semantics"),
    (REVIEW, ("semantics",), 0, "rubrics.unknown_semantics", "semantics"),
    (SHEET, ("semantics",), True, "rubrics.unknown_semantics", "semantics"),
    (SHEET, ("semantics",), "1", "rubrics.unknown_semantics", "semantics"),
    (SHEET, ("rubric",), UNSHIPPED, "registry.unknown_pin_near", "rubric"),
    (REVIEW, ("rubric",), "../../etc/passwd", "registry.bad_pin", "rubric"),
    (REVIEW, ("rubric",), "junshan-department@2021.1", "registry.digest_mismatch", "digest"),
    (SHEET, ("readings",), {"nobody_asked": "x"}, "rubrics.unknown_question", "readings"),
    (SHEET, ("readings",), {"part_step": "sometimes"}, "rubrics.unknown_answer", "readings"),
    (SHEET, ("readings",), {"part_step": "ignored_part"}, "present.replay_differs", "readings.part_step"),
    (SHEET, ("fiscal_year",), 2031, "present.replay_differs", "findings"),
    (SHEET, ("evidence", "facts", "no_such_fact"), "3人", "present.replay_differs", "evidence.facts.no_such_fact"),
    (SHEET, ("evidence", "wrong_key"), {}, "exchange.unknown_key", "evidence"),
    (REVIEW, ("case", "fiscal_year"), "2021", "exchange.wrong_type", "case.fiscal_year"),
]


@pytest.mark.parametrize(
    ("name", "path", "value", "code", "place"),
    TOUCHED,
    ids=[f"{each[0]}-{each[1][-1]}-{n}" for n, each in enumerate(TOUCHED)],
)
def test_what_was_touched_is_told(name, path, value, code, place, stored):
    found = refusal(deep(stored(name), path, value))
    assert found[0][0] in (code, f"{code}_near")
    assert found[0][1].startswith(place)


def test_changed_evidence_is_told_where_it_first_shows(stored):
    """Evidence that reads well gives another sheet; the first difference is a computed value, with both values."""
    document = stored(SHEET)
    facts = document["evidence"]["facts"]
    facts["authorised_staffing"] = {"value": "1000人"}
    with pytest.raises(FormatError) as caught:
        present.replay(document)
    (problem,) = caught.value.problems
    assert problem.code == "present.replay_differs"
    assert problem.path == str(problem.message["path"])
    assert problem.message["stored"] != problem.message["computed"]


def test_both_values_are_told(stored):
    document = deep(stored(SHEET), ("totals", "possible", "high"), "77")
    was = stored(SHEET)["totals"]["possible"]["high"]
    with pytest.raises(FormatError) as caught:
        present.replay(document)
    (problem,) = caught.value.problems
    assert (problem.message["stored"], problem.message["computed"]) == ("'\"77\"'", f"'\"{was}\"'")


def test_long_texts_are_shown_from_where_they_part(stored):
    """Two texts cut at the same place would look the same."""
    document = stored(SHEET)
    document["indicators"][0]["label"] = f"{'甲' * 200}乙"
    del document["indicators"][1]
    whole = stored(SHEET)
    whole["indicators"] = whole["indicators"][:-1]
    for changed in (document, whole):
        with pytest.raises(FormatError) as caught:
            present.replay(changed)
        (problem,) = caught.value.problems
        assert problem.message["stored"] != problem.message["computed"]


@pytest.mark.parametrize(
    ("name", "quoted", "bare", "place"),
    [
        (SHEET, '"max": "5",', '"max": 5,', "indicators[0].max"),
        (SHEET, '"max": "5",', '"max": 5.0,', "indicators[0].max"),
        # Its text would be the same: only the quotes tell them apart.
        ("department-2021.review.json", '"high": "0.5",', '"high": 0.5,', ""),
    ],
)
def test_a_number_without_its_quotes_is_told(name, quoted, bare, place, folder):
    """0.5 and "0.5" are two documents, also where the reader of numbers takes both."""
    text = (folder / name).read_text(encoding="utf-8")
    assert quoted in text
    (found,) = refusal(text.replace(quoted, bare, 1))
    assert found[0] == "present.replay_differs"
    assert found[1].startswith(place)


def test_white_space_does_not_count(stored):
    for name in (SHEET, REVIEW):
        assert present.replay(json.dumps(stored(name), indent=1, ensure_ascii=True))


def test_the_order_of_keys_counts(stored):
    (found,) = refusal(dict(reversed(stored(SHEET).items())))
    assert found == ("present.replay_order", "")


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "null", "3", '"x"', "[]", "{}", '{"case": {}}', '{"evidence": {}}'])
def test_what_is_no_stored_result(text):
    codes = {code for code, _ in refusal(text)}
    assert codes <= {
        "present.not_a_review",
        "present.not_a_sheet",
        "exchange.syntax" if text else "exchange.file_empty",
    }


@pytest.mark.parametrize("key", [*CARRIED, "fiscal_year", "evidence"])
def test_a_sheet_without_what_it_was_computed_from_is_none(stored, key):
    document = stored(SHEET)
    del document[key]
    assert {code for code, _ in refusal(document)} <= {"present.not_a_sheet", "present.not_a_review"}


class TestOfOnesOwnRubric:
    TEXT = """
series = "village"
edition = 2021
revision = 1
kind = "department"
title = "表"
issuer = { zh = "某局" }
fiscal_years = { first = 2021, last = 2021 }
points = 5

[[indicators]]
id = "a"
label = "甲"
points = 5
clause = "甲"
source = { table = "表" }
measure = "in_service_staff_control_rate"
formula = { kind = "proportional", full_at = "100%" }
"""

    def sheet(self, text=TEXT):
        rubric = exchange.read_rubric(text.encode())
        evidence = Evidence.of(rubric, facts={"in_service_staff": 9, "authorised_staffing": 10})
        return rubric, present.sheet_json(score(rubric, evidence))

    def test_it_is_given(self):
        rubric, document = self.sheet()
        assert present.replay(document, rubric).points == present.replay(document, rubric).possible.low
        with pytest.raises(UnknownNameError):
            present.replay(document)

    def test_one_that_moved_is_refused_by_its_digest(self):
        _, document = self.sheet()
        moved, _ = self.sheet(self.TEXT.replace('clause = "甲"', 'clause = "甲乙"'))
        assert refusal(document, moved) == [("registry.digest_mismatch", "digest")]

    def test_another_one_is_refused_by_its_pin(self):
        _, document = self.sheet()
        other = registry.load("junshan-project@2021.1")
        assert refusal(document, other) == [("present.replay_other_rubric", "rubric")]


def test_several_sheets_in_one_file(stored, tmp_path, capsys):
    sheets = present.several([stored(SHEET), stored("project-2021.sheet.json")], "sheets")
    path = tmp_path / "sheets.json"
    path.write_text(present.json_text(sheets), encoding="utf-8")
    assert main(["score", "--replay", str(path), "--locale", "en"]) == 0
    path.write_text(present.json_text({**sheets, "count": "3"}), encoding="utf-8")
    assert main(["score", "--replay", str(path)]) == 2
    path.write_text(present.json_text({**sheets, "not_reviewed": []}), encoding="utf-8")
    assert main(["score", "--replay", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == "The stored score sheet is reproduced byte for byte.\n"
    assert [line.split()[0] for line in err.splitlines()] == ["present.reviews_missing", "present.replay_differs"]


def test_nothing_else_is_asked_for_beside_it(folder, capsys):
    assert main(["score", "--replay", str(folder / SHEET), "--assume", "x", "examples/x.toml", "--locale", "en"]) == 2
    _, err = capsys.readouterr()
    assert err.startswith("cli.replay_alone")
    assert "FILE" in err
    assert "--assume" in err
