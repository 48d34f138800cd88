"""
The schemas of all public documents: valid themselves, shipped as they are made, true of what is written.

The law of refusal. For any valid document of what a person writes, and any mutation of it:

1. what the schema refuses, the reader refuses;
2. what the reader refuses for its shape (a code of `SHAPE`), the schema refuses.

What only the reader knows is the meaning of a text or a number (grammar of numbers, ids, sums, names that exist), and
whether a whole number is written 1 or 1.0, which are one number of JSON.
"""

import copy
import io
import json
import tomllib
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schema_places import edited, places, seen_objects, shortened, stated_objects

from box_font import box_font
from jixiao_core import (
    Evidence,
    bridge,
    exchange,
    explain,
    implied,
    lint,
    plan,
    present,
    readings,
    registry,
    review,
    score,
)
from jixiao_core import sensitivity as sensitivities
from jixiao_core import strategies as jst
from jixiao_core.cli import main
from jixiao_core.errors import JixiaoError, UnknownNameError
from jixiao_core.exchange.schemas import made_schema, schema_file
from jixiao_core.messages import LAYERS
from jixiao_core.present.analysis_documents import plan_json, readings_json
from jixiao_core.present.lint_pages import lint_json, refusal_json
from jixiao_core.rubrics.identity import plain
from jixiao_core.scoring.case import Claim, ScoreRound

NAMES = exchange.schema_names()
VALIDATORS = {name: Draft202012Validator(exchange.schema(name)) for name in NAMES}
PINS = ("junshan-department@2021.1", "junshan-project@2021.1")
SHAPE = {
    f"exchange.{name}"
    for name in [
        "unknown_key",
        "unknown_key_near",
        "more_unknown_keys",
        "missing_key",
        "wrong_type",
        "kind_missing",
        "unknown_kind",
        "unknown_kind_near",
        "not_allowed",
        "not_allowed_near",
        "figure_keys",
        "figure_mixed",
        "quantity_keys",
    ]
}
READERS = {
    "rubric": exchange.read_rubric,
    "evidence": exchange.read_evidence,
    "case": exchange.read_case,
    "department-report": exchange.read_report,
    "project-report": exchange.read_report,
    "self-evaluation-form": exchange.read_report,
    "overlay": exchange.read_overlay,
    "lint-exceptions": exchange.read_lint_exceptions,
    "reports": exchange.read_reports,
    "facts": exchange.read_facts,
    "measures": exchange.read_measures,
}


def problems(name, document):
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATORS[name].iter_errors(document)]


def written(value):
    """A document as JSON has it."""
    return json.loads(json.dumps(value, ensure_ascii=False, default=str))


class TestShipped:
    @pytest.mark.parametrize("name", NAMES)
    def test_it_is_valid_versioned_and_what_is_made(self, name):
        schema = exchange.schema(name)
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"urn:jixiao-core:schema:{name}:1"
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert made_schema(name) == schema
        assert schema_file(name) == f"{name}.schema.json"

    @pytest.mark.parametrize("name", NAMES)
    def test_it_stands_alone(self, name):
        """Every reference leads to a definition of its own, and none is left over; no host is named."""
        text = json.dumps(exchange.schema(name))
        used = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
        assert used == set(exchange.schema(name)["$defs"])
        assert text.replace("https://json-schema.org/", "").count("://") == 0

    def test_each_call_gives_data_of_its_own(self):
        exchange.schema("case")["properties"].clear()
        assert exchange.schema("case")["properties"]

    def test_an_unknown_name_lists_the_nearest(self):
        with pytest.raises(UnknownNameError) as caught:
            exchange.schema("rubrik")
        (problem,) = caught.value.problems
        assert problem.code == "exchange.unknown_schema_near"
        assert "'rubric'" in str(problem)

    @pytest.mark.parametrize("name", ["../case", "case.schema.json", "", "/etc/passwd"])
    def test_a_name_never_becomes_a_path(self, name):
        with pytest.raises(UnknownNameError):
            exchange.schema(name)


FILES = [
    ("rubric", "src/jixiao_core/data/rubrics/junshan-*/*[0-9].toml"),
    ("rubric", "src/jixiao_core/data/rubrics/national-self-evaluation/*[0-9].toml"),
    ("overlay", "src/jixiao_core/data/rubrics/national-self-evaluation-*/*[0-9].toml"),
    ("overlay", "examples/overlays/*.toml"),
    ("self-evaluation-form", "examples/self-evaluation-form-*.toml"),
    ("lint-exceptions", "src/jixiao_core/data/rubrics/*/*.lint.toml"),
    ("facts", "src/jixiao_core/data/facts.toml"),
    ("measures", "src/jixiao_core/data/measures.toml"),
    ("vectors", "src/jixiao_core/data/vectors/*/*.json"),
    ("case", "examples/cases/*.toml"),
    ("case", "examples/bridge/*.toml"),
    ("department-report", "examples/department-*.toml"),
    ("project-report", "examples/project-*.toml"),
    ("rubric", "tests/exchange/data/rubric.toml"),
    ("case", "tests/exchange/data/case.toml"),
    ("facts", "tests/exchange/data/facts.toml"),
    ("review", "tests/data/stored/*.review.json"),
    ("sheet", "tests/data/stored/*.sheet.json"),
]


@pytest.mark.parametrize(("name", "pattern"), FILES)
def test_every_file_is_valid(name, pattern, pytestconfig):
    found = sorted(pytestconfig.rootpath.glob(pattern))
    assert found
    for path in found:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        assert problems(name, written(document)) == [], path.name


FORMS = {
    "department-report": jst.department_reports,
    "project-report": jst.project_reports,
    "self-evaluation-form": jst.self_evaluation_forms,
}


@st.composite
def documents(draw):
    """A document that a person may write, with the name of its schema."""
    name = draw(st.sampled_from(["rubric", "evidence", "case", "reports", *FORMS]))
    if name in FORMS:
        return name, written(plain(draw(FORMS[name]())))
    if name == "reports":
        several = st.lists(st.one_of([form() for form in FORMS.values()]), min_size=1, max_size=2)
        return name, {"reports": written([plain(each) for each in draw(several)])}
    rubric = draw(jst.rubrics())
    value = rubric if name == "rubric" else draw((jst.evidence if name == "evidence" else jst.cases)(rubric))
    return name, written(plain(value))


@given(documents())
def test_what_is_generated_is_valid(drawn):
    name, document = drawn
    assert problems(name, document) == []


@cache
def fixed():
    """Small documents of the kinds that are not generated, by name."""
    facts = [written(plain(fact)) for fact in exchange.shared_facts()]
    measures = present.measures_json(exchange.shared_measures())["measures"]
    exceptions = [written(plain(each)) for each in registry.lint_exceptions(PINS[0])]
    named = {"measure": "in_service_staff_control_rate", "formula": {"kind": "proportional", "full_at": "100%"}}
    row = {"id": "a", "label": "甲", "points": 5, "clause": "甲", "source": {"table": "表"}}
    return {
        "facts": {"facts": [facts[0], facts[2], facts[-1]]},
        "measures": {"measures": [written(measures[0]), written(measures[7]), written(measures[11])]},
        "lint-exceptions": {"rubric": PINS[0], "exceptions": exceptions[:2]},
        "rubric": {
            "series": "village",
            "edition": 2021,
            "revision": 1,
            "kind": "department",
            "title": {"zh": "表"},
            "issuer": {"zh": "某局"},
            "fiscal_years": {"first": 2021, "last": 2021},
            "points": 5,
            "indicators": [{**row, **named}],
        },
        "overlay": {
            "derived_from": PINS[0],
            "series": "village",
            "edition": 2022,
            "revision": 1,
            "reason": "某县办法",
            "fiscal_years": {"first": 2022, "last": 2022},
            "rounding": [{"at": "total", "quantum": "0.01"}],
            "revise": {"a.b": {"why": "甲", "points": 8, "formula": {"deduct": "0.8"}, "without": ["notes"]}},
            "break_down": {
                "a.c": {"why": "乙", "rows": [{"id": "x", "label": "子", "points": 1, "formula": {"kind": "judged"}}]}
            },
            "add": [{"why": "丙", "group": {"id": "a.d", "label": "组", "points": 2}}],
            "remove": {"a.e": {"why": "丁"}},
            "move": {"a.f": {"why": "戊", "to": "b"}},
            "adopt": {
                "part_step": {"why": "己", "answer": "pro_rata", "adopted_by": "某县财政局", "adopted_on": "2022-01-05"}
            },
        },
        "evidence": {
            "facts": {
                "a": "993.18万元",
                "b": {"value": {"money": "3", "unit": "元", "decimals": 1}},
                "c": {"at_least": "1人", "below": 9},
                "d": {"state": "blank"},
                "e": {"value": {"rate": "1/3"}},
                "f": 1.5,
            }
        },
    }


@pytest.mark.parametrize("name", fixed())
def test_the_fixed_documents_are_valid_and_read(name):
    assert problems(name, fixed()[name]) == []
    READERS[name](json.dumps(fixed()[name]).encode())


def test_every_schema_of_what_is_read_is_mutated():
    generated = {"case", "reports", *FORMS}
    assert generated | set(fixed()) == set(READERS)
    assert set(READERS) | {"vectors"} == set(NAMES) - set(results())


def refusal(name, document):
    """The codes with which the reader refuses; None where it reads."""
    try:
        READERS[name](json.dumps(document).encode())
    except JixiaoError as error:
        return {problem.code for problem in error.problems}
    return None


def assert_the_law(name, document):
    codes, found = refusal(name, document), problems(name, document)
    if found:
        assert codes is not None, found
    if codes is not None and codes & SHAPE:
        assert found, codes


WRONG = [[[]], [], True, None, {}, {"unknown_key": 1}, 1.5, 7, "no_such_word", "", "judged", "unknown"]


@st.composite
def mutations(draw, document):
    """One change anywhere: a value, a key taken away, a key added, a key misspelt."""
    path = draw(st.sampled_from([each for each in places(document) if each]))
    return edited(document, path, draw(st.sampled_from(["drop", "add", "misspell", *range(len(WRONG))])), WRONG)


@given(st.data())
def test_the_law_of_refusal_on_generated_documents(data):
    name, document = data.draw(documents())
    assert_the_law(name, data.draw(mutations(document)))


@pytest.mark.parametrize("name", fixed())
def test_the_law_of_refusal_on_fixed_documents_everywhere(name):
    """Every place with every change."""
    document = fixed()[name]
    refused = 0
    for path in [each for each in places(document) if each]:
        for change in ("drop", "add", "misspell", *range(len(WRONG))):
            changed = edited(document, path, change, WRONG)
            assert_the_law(name, changed)
            refused += not VALIDATORS[name].is_valid(changed)
    assert refused > len(list(places(document)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("series",), None),
        (("edition",), "2021"),
        (("edition",), 2021.5),
        (("kind",), "county"),
        (("title",), 5),
        (("indicators", 0, "formula", "kind"), "steps_or_so"),
        (("indicators", 0, "formula", "full_att"), "1"),
        (("indicators", 0, "clause"), 0.5),
    ],
)
def test_what_both_refuse_in_a_rubric(path, value):
    """Worked by hand, so that the law is not kept by accepting everything."""
    document = copy.deepcopy(fixed()["rubric"])
    target = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    if value is None:
        del target[path[-1]]
    assert not VALIDATORS["rubric"].is_valid(document)
    assert refusal("rubric", document) & SHAPE


def test_a_truth_is_no_number():
    """The reader says so in the words of numbers."""
    document = copy.deepcopy(fixed()["rubric"])
    document["indicators"][0]["points"] = True
    assert not VALIDATORS["rubric"].is_valid(document)
    assert refusal("rubric", document)


def test_what_a_schema_cannot_express():
    """1.0 is a whole number to JSON Schema; our reader asks for it without a point."""
    document = {**fixed()["rubric"], "edition": 2021.0}
    assert VALIDATORS["rubric"].is_valid(document)
    assert refusal("rubric", document) == {"exchange.wrong_type"}


@cache
def results():
    """Documents that the library writes, by the name of their schema."""
    cases = [exchange.read_case(f"examples/cases/{kind}-2021.toml") for kind in ("department", "project")]
    before, after = (exchange.read_case(f"examples/bridge/department-{year}.toml") for year in (2021, 2022))
    found = {name: [] for name in NAMES if name not in READERS and name != "vectors"}
    for case in cases:
        rubric = registry.load(case.rubric)
        sheet, reviewed = score(rubric, case.evidence), review(rubric, case)
        found["sheet"].append(present.sheet_json(sheet, case))
        found["review"].append(present.review_json(reviewed))
        row = found["review"][-1]["indicators"][0]
        found["explanation"].append({**row, "text": explain.__name__})
        found["readings"].append(readings_json(readings(rubric, case.evidence)))
        found["plan"].append(plan_json(plan(sheet)))
        found["sensitivity"].append(present.sensitivity_json(sensitivities(sheet)))
        for row_id, points in [(each.id, each.claimed) for each in reviewed.rounds[0].indicators]:
            if points is not None:
                told = implied(rubric, case.evidence, row_id, points)
                found["implied"].append(present.implied_json(sheet, row_id, told, points, role="self"))
        report = lint(rubric, exceptions=registry.lint_exceptions(rubric.pin))
        bare = lint(rubric)
        found["lint"].append({"format": "jixiao-lint/1", "rubrics": [lint_json("a", each) for each in (report, bare)]})
    found["lint"].append({"format": "jixiao-lint/1", "rubrics": [refusal_json("a.toml", [])]})
    sheets = [score(registry.load(each.rubric), each.evidence) for each in (before, after)]
    found["bridge"].append(present.bridge_json(bridge(*sheets)))
    for name, documents in printed().items():
        found[name] += documents
    for name in ("review", "sheet"):
        found[f"{name}s"] = [present.several(found[name], f"{name}s")]
    left_out = {"not_reviewed": [{"kind": "project", "title": "报告"}]}
    found["reviews"].append({**found["reviews"][0], **left_out})
    return {name: [written(each) for each in several] for name, several in found.items()}


COMMANDS = {
    "diff": (
        ("diff", "junshan-department@2021.1", "junshan-project@2021.1"),
        ("diff", "national-self-evaluation@2020.1", "national-self-evaluation-whole-points@2020.1"),
        ("diff", "junshan-department@2021.1", "{changed}"),
    ),
    "check": (("check", "examples/self-evaluation-2021.txt"),),
    "loss": (
        ("convert", "examples/self-evaluation-2021.txt"),
        ("convert", "{scribbled}"),
        ("convert", "{torn}"),
    ),
    "letter": (
        ("letter", "examples/department-2021.toml", "--assume", "headcount_is_in_service"),
        ("letter", "examples/cases/project-2021.toml", "--locale", "en", "--as", "third_party"),
        ("letter", "{reviewed}"),
    ),
    "filled": (
        ("convert", "examples/department-2021.toml", "-o", "{form}"),
        ("convert", "{spaced}", "-o", "{form}"),
    ),
    "table-summary": (
        ("score-table", "examples/units-2021.csv", "--rubric", PINS[0]),
        ("review-table", "examples/claims-2021.csv", "--rubric", PINS[0]),
    ),
    "summary-table": (
        ("summary-table", "{claims}", "--rubric", PINS[0], "-o", "{book}"),
        ("summary-table", "examples/bridge", "--rubric", PINS[0], "-o", "{book}", "--reading", "part_step=pro_rata"),
    ),
    "chart": (("chart", "examples/project-2021.toml", "--kind", "pending", "-o", "{picture}", "--font", "{font}"),),
    "peers": (
        ("peers", "{claims}", "--rubric", PINS[0], "--name", "单位"),
        ("peers", "examples/self-evaluation-2021.txt", "--rubric", PINS[1], "--by", "unit"),
    ),
}
"""What prints documents."""


def printed():
    """Documents as the command line prints them, and a scored table as it writes it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = exchange.to_toml(registry.load(PINS[0]))
        changed = folder / "changed.toml"
        changed.write_text(
            text.replace("扣0.5分", "扣1分", 1).replace('deduct = "0.5"', "deduct = 1", 1), encoding="utf-8"
        )
        claims = folder / "claims.csv"
        lines = Path("examples/claims-2021.csv").read_text(encoding="utf-8")
        claims.write_text(f"{lines}己局,市级,18,18,五,略有超编,\n", encoding="utf-8")
        scribbled = folder / "scribbled.xlsx"
        book = openpyxl.load_workbook("examples/self-evaluation-form-2023.xlsx")
        book.active["A99"] = "闲话"
        book.save(scribbled)
        torn = folder / "torn.txt"
        source = Path("examples/self-evaluation-2021.txt").read_text(encoding="utf-8")
        torn.write_text(source.replace("自评报告", "其他材料", 1), encoding="utf-8")
        drawn = {"{book}": folder / "book.xlsx", "{picture}": folder / "chart.svg"}
        drawn["{font}"] = box_font(folder / "boxes.ttf")
        places_of = drawn | {"{changed}": changed, "{claims}": claims, "{torn}": torn, "{scribbled}": scribbled}
        spaced = folder / "spaced.toml"
        report = Path("examples/department-2021.toml").read_text(encoding="utf-8")
        spaced.write_text(report.replace('label = "公务卡刷卡率"', 'label = "公务卡 刷卡率"'), encoding="utf-8")
        reviewed = folder / "reviewed.toml"
        case = exchange.read_case("examples/cases/department-2021.toml")
        row = case.rounds[0].claims[0].indicator
        own = ScoreRound(role="finance", claims=(Claim(indicator=row, points=1, reason="复核"),), findings=("台账",))
        reviewed.write_text(exchange.to_toml(evolve(case, rounds=(*case.rounds, own))), encoding="utf-8")
        places_of |= {"{spaced}": spaced, "{reviewed}": reviewed, "{form}": folder / "form.docx"}
        found = {
            name: [called(*(str(places_of.get(each, each)) for each in command), "--json") for command in commands]
            for name, commands in COMMANDS.items()
        }
        out = folder / "out.json"
        for command in ("score-table", "review-table"):
            called(command, str(claims), "--rubric", PINS[0], "-o", str(out), "--json")
            found.setdefault("scored-table", []).append(json.loads(out.read_text(encoding="utf-8")))
        return found


def called(*arguments):
    stream = io.StringIO()
    with redirect_stdout(stream):
        assert main(list(arguments)) in (0, 1), arguments
    return json.loads(stream.getvalue())


@pytest.fixture(autouse=True)
def _at_the_root(pytestconfig, monkeypatch):
    monkeypatch.chdir(pytestconfig.rootpath)


RESULTS = [name for name in NAMES if name not in READERS and name != "vectors"]


@pytest.mark.parametrize("name", RESULTS)
class TestResults:
    def test_they_are_valid(self, name):
        assert results()[name]
        for document in results()[name]:
            assert problems(name, document) == []

    def test_every_stated_object_is_written_by_some_result(self, name):
        """With validity, which closes every object: each key that is written is stated, and each stated is written."""
        schema = VALIDATORS[name].schema
        seen = set()
        for document in (*results()[name], *more(name)):
            assert problems(name, document) == []
            seen |= seen_objects(schema, document)
        assert sorted(stated_objects(schema) - seen) == []

    def test_a_key_more_or_less_is_refused_everywhere(self, name):
        """Parameters of messages are free, and so are tables by id."""
        document = shortened(results()[name][0])
        free = {"params", "readings", "evidence", "case", "likely", "uses", "counts", "grades"}
        free |= {"units"} if name == "scored-table" else set()
        alike = {tuple("*" if isinstance(step, int) else step for step in each): each for each in places(document)}
        for path in alike.values():
            if not path or free & {step for step in path[:-1] if isinstance(step, str)} or isinstance(path[-1], int):
                continue
            for change in ("drop", "add", "misspell"):
                if (change == "drop" and path[-1] == "likely") or (change == "add" and path[-1] in free):
                    continue
                assert not VALIDATORS[name].is_valid(edited(document, path, change, WRONG)), (path, change)


def more(name):
    """Results with what the examples lack: adjustments, likely causes, conditions that cap a rating."""
    if name == "plan":
        return [written(plan_json(plan(score(capped(), Evidence()))))]
    likely = {"code": "a.b", "severity": "error", "path": "", "params": {}, "likely": [{"code": "a.c", "params": {}}]}
    rubric = adjusted()
    if name in ("sheet", "review", "sheets", "reviews", "explanation"):
        case = exchange.parse_case(
            {"rubric": rubric.pin, "fiscal_year": 2021, "rounds": [{"role": "self", "claims": []}]}
        )
        whole = {"sheet": present.sheet_json(score(rubric, case.evidence), case)}
        whole["review"] = present.review_json(review(rubric, case))
        if name == "explanation":
            adjustment = written({**whole["review"]["adjustments"][0], "text": "说明"})
            return [adjustment, {**written(results()["explanation"][0]), "findings": [likely]}]
        kind = name.removesuffix("s")
        document = written({**whole[kind], "findings": [*whole[kind]["findings"], likely]})
        return [document if name == kind else present.several([document], name)]
    return []


def adjusted():
    """A derived table with an adjustment of the total."""
    document = copy.deepcopy(fixed()["rubric"])
    document["derived_from"] = "county@2020.1"
    document["adjustments"] = [{"id": "late", "label": "迟报", "clause": "迟报扣分", "low": "-1"}]
    return exchange.parse_rubric(document)


def capped():
    """A table with ratings and a condition that caps them."""
    document = copy.deepcopy(fixed()["rubric"])
    document["grades"] = {
        "grades": [{"name": "优", "at_least": 4}, {"name": "差", "at_least": 0}],
        "basis": "customary",
        "source": "通行划分",
    }
    document["grade_caps"] = [{"id": "veto", "label": "一票否决", "at_most": "差", "clause": "一票否决的，等次为差。"}]
    return exchange.parse_rubric(document)


@given(st.data())
def test_results_of_generated_cases_are_valid(data):
    rubric = data.draw(jst.rubrics())
    case = data.draw(jst.cases(rubric))
    sheet = present.sheet_json(score(rubric, case.evidence), case)
    reviewed = present.review_json(review(rubric, case))
    for name, document in (("sheet", sheet), ("review", reviewed)):
        assert problems(name, written(document)) == []
    assert problems("sheets", present.several([written(sheet)] * 2, "sheets")) == []
    assert problems("reviews", present.several([written(reviewed)], "reviews")) == []


def test_codes_have_the_form_that_the_schemas_state():
    from importlib import import_module

    definitions = exchange.schema("sheet")["$defs"]
    validator = Draft202012Validator({**definitions["finding"], "$defs": definitions})
    for layer in LAYERS:
        for code in import_module(f"jixiao_core._templates.{layer}").TEMPLATES:
            assert validator.is_valid({"code": code, "severity": "error", "path": "", "params": {}}), code
