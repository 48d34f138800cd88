"""The verifier agrees with the library on what is right, and reports what is not; it shares nothing with it."""

import ast
import copy
import json
import re
import subprocess
import sys

import pytest
import verifier_script as verifier
from hypothesis import given, settings
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import exchange, registry, score, vectors
from jixiao_core import strategies as jst
from jixiao_core.present import vectors_json

PINS = ("junshan-department@2021.1", "junshan-project@2021.1")
MAX_LINES = 200


class TestTheScript:
    def test_it_has_at_most_two_hundred_lines(self):
        assert len(verifier.SCRIPT.read_text(encoding="utf-8").splitlines()) <= MAX_LINES

    def test_it_imports_the_standard_library_only(self):
        tree = ast.parse(verifier.SCRIPT.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert names == {"hashlib", "json", "re", "sys", "fractions", "math"}
        assert names <= sys.stdlib_module_names

    def test_it_uses_no_float(self):
        tree = ast.parse(verifier.SCRIPT.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)]
        assert "float" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    def test_the_registry_hands_it_out(self):
        assert registry.verifier() == verifier.SCRIPT.read_text(encoding="utf-8")


# As a process


@pytest.mark.parametrize("kind", ["department", "project"])
@pytest.mark.parametrize("folder", ["", "cases/"])
def test_the_examples_are_right(kind, folder, tmp_path, pytestconfig):
    path = pytestconfig.rootpath / "examples" / f"{folder}{kind}-2021.toml"
    if folder:
        case = exchange.read_case(path)
        rubric, evidence = registry.load(case.rubric), case.evidence
    else:
        from jixiao_core import reports

        rubric = registry.load(f"junshan-{kind}@2021.1")
        evidence = reports.case(exchange.read_report(path), rubric).evidence
    for assumed in ((), tuple(rubric.assumptions)):
        document = verifier.document_of(score(rubric, evidence, assume=assumed))
        assert verifier.run(tmp_path, verifier.table(rubric), document) == (0, "", "")


@pytest.mark.parametrize("pin", PINS)
def test_every_shipped_vector_is_right(pin, tmp_path):
    assert verifier.run(tmp_path, verifier.table(registry.load(pin)), registry.vectors(pin)) == (0, "", "")


@given(data=st.data())
def test_generated_sheets_are_right(data, tmp_path_factory):
    rubric, document = data.draw(documents())
    assert verifier.run(tmp_path_factory.getbasetemp(), verifier.table(rubric), document) == (0, "", "")


@given(st.data())
def test_vectors_of_generated_rubrics_are_right(data):
    rubric = data.draw(jst.rubrics())
    assert verifier.problems(verifier.table(rubric), verifier.as_json(vectors_json(vectors(rubric)))) == []


@st.composite
def documents(draw, *, settled=None):
    """A rubric under any reading, and the document of a settled or an open sheet."""
    rubric = draw(jst.rubrics())
    answers = {question.id: draw(st.sampled_from(question.answers)).id for question in rubric.questions}
    rubric = rubric.under(answers)
    evidence = draw(jst.evidence(rubric, settled=draw(st.booleans()) if settled is None else settled))
    return rubric, verifier.document_of(score(rubric, evidence))


@settings(max_examples=settings().max_examples * 3)
@given(st.data())
def test_many_more_generated_sheets_are_right(data):
    rubric, document = data.draw(documents())
    assert verifier.problems(verifier.table(rubric), document) == []


# Sheets that were changed

NOT_COVERED = (
    r"totals\.strict\.",  # papers are not looked at
    r"adjustments\[",  # what they come to is in the total, which is checked
    r"findings\[", r"indicators\[\d+\]\.findings\[", r"indicators\[\d+\]\.missing\[",  # words for people
    r"semantics$",  # the digest covers it
    r"evidence\.",  # taken as it stands; see below
)  # fmt: skip
"""The numbers of a settled sheet that docs/how-to/verify-a-sheet.md lists as not checked."""
OPEN_NOT_COVERED = (
    *NOT_COVERED,
    r"indicators\[\d+\]\.possible\[",  # of an open row only what cannot be is reported
    r"totals\.possible\.",
    r"not_applicable_points$",  # an open row may turn out not to apply
)
NUMBER = re.compile(r"([-+]?[0-9]+(?:[./][0-9]+)?)(%|元|万元|亿元|)")


def numbers(value, path=""):
    """Every number of a document with its path and how to change it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        place = f"{path}.{key}".lstrip(".") if isinstance(value, dict) else f"{path}[{key}]"
        is_number = isinstance(part, str) and NUMBER.fullmatch(part)
        if is_number or (isinstance(part, int) and not isinstance(part, bool)):
            yield place, value, key
        yield from numbers(part, place)


def changed(number):
    if isinstance(number, int):
        return number + 1
    digits, unit = NUMBER.fullmatch(number).groups()
    return f"{int(digits.partition('/')[0].partition('.')[0]) + 1}{unit}"


def unreported(rubric_document, document, not_covered):
    """The places where a changed number is neither reported nor listed as not covered."""
    found = []
    for place, holder, key in list(numbers(document)):
        if re.match("|".join(not_covered), place):
            continue
        before = holder[key]
        holder[key] = changed(before)
        if not verifier.problems(rubric_document, document):
            found.append(place)
        holder[key] = before
    return found


@pytest.mark.parametrize("pin", PINS)
def test_every_changed_number_of_a_settled_sheet_is_reported(pin):
    rubric = registry.load(pin)
    mixed = next(sheet for sheet in vectors(rubric).sheets if sheet.id == "mixed")
    document = verifier.document_of(score(rubric, mixed.evidence))
    assert len(list(numbers(document))) > 90
    assert unreported(verifier.table(rubric), document, NOT_COVERED) == []


@pytest.mark.parametrize("pin", PINS)
def test_every_changed_number_of_an_open_sheet_is_reported_or_listed(pin, pytestconfig):
    kind = pin.partition("@")[0].removeprefix("junshan-")
    case = exchange.read_case(pytestconfig.rootpath / "examples" / "cases" / f"{kind}-2021.toml")
    rubric = registry.load(pin)
    document = verifier.document_of(score(rubric, case.evidence))
    assert unreported(verifier.table(rubric), document, OPEN_NOT_COVERED) == []


@one_in(4)
@given(st.data())
def test_every_changed_number_of_a_generated_sheet_is_reported(data):
    rubric, document = data.draw(documents(settled=True))
    if not any(row["status"] == "invalid" for row in document["indicators"]) and has_points(document):
        assert unreported(verifier.table(rubric), document, NOT_COVERED) == []


def has_points(document):
    """Whether any row counts; where none does, any total is possible and nothing is settled."""
    return any(row["max"] != "0" for row in document["indicators"])


@given(st.data())
def test_evidence_that_changes_a_result_is_reported(data):
    """The evidence is taken as it stands: to change it is reported wherever the sheet would be another one."""
    rubric = data.draw(jst.rubrics())
    one, two = (score(rubric, data.draw(jst.evidence(rubric, settled=True))) for _ in range(2))
    mine, theirs = verifier.document_of(one), verifier.document_of(two)
    if one.is_settled and two.is_settled and has_points(mine) and has_points(theirs):
        told = ("points", "max", "possible")
        is_same = mine["totals"]["possible"] == theirs["totals"]["possible"] and all(
            a.get(key) == b.get(key)
            for a, b in zip(mine["indicators"], theirs["indicators"], strict=True)
            for key in told
        )
        mixed = {**mine, "evidence": theirs["evidence"]}
        if not is_same and "invalid" not in {row["status"] for row in (*mine["indicators"], *theirs["indicators"])}:
            assert verifier.problems(verifier.table(rubric), mixed) != []


class TestOpenRows:
    def test_what_cannot_be_is_reported(self):
        """Nothing is known about the row of payment progress (3 points, 0.5 a case): 0 to 3, and nothing above."""
        rubric = registry.load(PINS[0])
        document = verifier.document_of(score(rubric, exchange.parse_evidence({})))
        row = next(each for each in document["indicators"] if each["id"].endswith("payment_progress"))
        assert (row["possible"][0]["low"], row["possible"][-1]["high"]) == ("0", "3")
        for end, place, wrong in (("high", -1, "3.5"), ("high", -1, "2.5"), ("low", 0, "0.5")):
            other = copy.deepcopy(document)
            each = next(each for each in other["indicators"] if each["id"] == row["id"])
            each["possible"][place][end] = wrong
            assert len(verifier.problems(verifier.table(rubric), other)) == 1

    def test_a_row_over_a_measure_stays_within_its_points(self):
        rubric = registry.load(PINS[0])
        document = verifier.document_of(score(rubric, exchange.parse_evidence({})))
        document["indicators"][0]["possible"][-1]["high"] = "5.5"
        (line,) = verifier.problems(verifier.table(rubric), document)
        assert line == "input.budget_allocation.staffing_ratio: 0 to 11/2 stated, 0 to 5 of 5 found"


# Vectors that were changed


@pytest.mark.parametrize("pin", PINS)
def test_every_changed_result_of_a_vector_is_reported(pin):
    """Each expected number of leaves, rows, groups and totals, one at a time in its own small document."""
    rubric_document, whole = verifier.table(registry.load(pin)), registry.vectors(pin)
    head = {key: whole[key] for key in ("format", "rubric", "digest", "semantics", "units")}
    for leaf in whole["leaves"][::3]:
        for part in ("measures", "facts", "assessments"):
            for vector in leaf.get(part, [])[::5]:
                if "points" in vector:
                    wrong = {**leaf, "measures": [], "facts": [], "assessments": [], part: [{**vector, "points": "77"}]}
                    assert len(verifier.problems(rubric_document, {**head, "leaves": [wrong], "sheets": []})) == 1
    for sheet in whole["sheets"][::4]:
        for key in ("total", "grade"):
            wrong = {**sheet, key: "77"}
            assert len(verifier.problems(rubric_document, {**head, "leaves": [], "sheets": [wrong]})) == 1
        for part in ("rows", "groups"):
            for name in sheet[part]:
                wrong = {**sheet, part: {**sheet[part], name: "77"}}
                assert len(verifier.problems(rubric_document, {**head, "leaves": [], "sheets": [wrong]})) == 1


class TestStatusAndOutput:
    @pytest.fixture
    def rubric_document(self):
        return verifier.table(registry.load(PINS[0]))

    @pytest.fixture
    def document(self):
        mixed = next(each for each in registry.vectors(PINS[0])["sheets"] if each["id"] == "mixed")
        evidence = exchange.parse_evidence(mixed["evidence"])
        return verifier.document_of(score(registry.load(PINS[0]), evidence))

    def test_one_line_a_problem(self, rubric_document, document, tmp_path):
        document["indicators"][0]["possible"] = [{"low": "5", "high": "5", "low_open": False, "high_open": False}]
        document["grades"] = ["优"]
        status, out, err = verifier.run(tmp_path, rubric_document, document)
        assert (status, err) == (1, "")
        assert out.splitlines() == [
            "input.budget_allocation.staffing_ratio: 5 to 5 stated, 3 to 3 of 5 found",
            "grades: 差 found",
        ]

    def test_another_digest(self, rubric_document, document, tmp_path):
        rubric_document["rubric"]["notes"] = []
        status, out, _ = verifier.run(tmp_path, rubric_document, document)
        assert status == 1
        assert out.startswith("digest: sha256:")

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": "jixiao-review/1", "digest": ""}', "null"])
    def test_unusable_documents(self, rubric_document, text, tmp_path):
        status, out, err = verifier.run(tmp_path, rubric_document, text)
        assert (status, out) == (2, "")
        assert err.startswith("cannot be checked: ")
        assert not re.search(r"Error|Errno|\bline 1\b|Traceback|[{}]", err)

    @pytest.mark.parametrize(
        ("texts", "told"),
        [
            (("{", "{}"), "{0} is no JSON document in UTF-8"),
            ((None, ""), "{1} is no JSON document in UTF-8"),
            (("[]", "{}"), "a part is missing or unknown in {0} or {1}"),
            (("{}", "{}"), "'rubric' is missing or unknown in {0} or {1}"),
            ((None, '{"digest": ""}'), "'format' is missing or unknown in {0} or {1}"),
            ((None, '{"format": "jixiao-review/1", "digest": ""}'), "'jixiao-review/1' is missing or unknown in {0} or {1}"),
            ((None, '{"format": "jixiao-sheet/1", "digest": ""}'), "'readings' is missing or unknown in {0} or {1}"),
            ((None, '{"format": "jixiao-vectors/1", "digest": "", "leaves": 5}'), "a part is missing or unknown in {0} or {1}"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_in_words(self, rubric_document, texts, told, tmp_path):
        given = [rubric_document if text is None else text for text in texts]
        status, out, err = verifier.run(tmp_path, *given)
        assert (status, out) == (2, "")
        paths = (tmp_path / f"document-{number}.json" for number in range(2))
        assert err == f"cannot be checked: {told.format(*paths)}; for the usage, start without arguments\n"

    def test_a_file_that_is_not_there(self, rubric_document, tmp_path):
        verifier.run(tmp_path, rubric_document)
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(verifier.SCRIPT), "document-0.json", "nothing.json"],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("cannot be checked: nothing.json cannot be read (No such file or directory); ")

    def test_missing_arguments_and_files(self, rubric_document, tmp_path):
        assert verifier.run(tmp_path)[0] == 2
        assert verifier.run(tmp_path, rubric_document)[0] == 2
        assert verifier.run(tmp_path, json.dumps({"rubric": {}}), json.dumps({"format": "jixiao-sheet/1"}))[0] == 2
