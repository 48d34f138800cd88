"""The shipped schemas: valid themselves, true of what the writer writes, and as strict as the reader in shape."""

import copy
import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jixiao_core import exchange
from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError
from jixiao_core.exchange.schemas import made_schema

NAMES = {"department": "department-report", "project": "project-report", "self_evaluation": "self-evaluation-form"}
SHIPPED = {
    kind: json.loads((files("jixiao_core") / "data" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    for kind, name in NAMES.items()
}
VALIDATORS = {kind: Draft202012Validator(schema) for kind, schema in SHIPPED.items()}
REPORTS = jst.department_reports() | jst.project_reports() | jst.self_evaluation_forms()


def written(report):
    return json.loads(exchange.reports_to_json((report,)))


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_shipped_schema_is_made_of_the_classes(kind):
    Draft202012Validator.check_schema(SHIPPED[kind])
    assert SHIPPED[kind] == made_schema(NAMES[kind])


@pytest.mark.parametrize("name", ["department-2021", "project-2021", "self-evaluation-form-2023"])
def test_the_examples_are_valid(name, pytestconfig):
    report = exchange.read_report(pytestconfig.rootpath / "examples" / f"{name}.toml")
    assert list(VALIDATORS[report.kind].iter_errors(written(report))) == []


@given(REPORTS)
def test_generated_reports_are_valid(report):
    assert list(VALIDATORS[report.kind].iter_errors(written(report))) == []


def places(document, path=()):
    """Every place of a document."""
    yield path
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, part in parts:
        yield from places(part, (*path, key))


@settings(max_examples=settings().max_examples * 2)
@given(REPORTS, st.data())
def test_what_is_refused_in_shape_is_refused_by_both(report, data):
    """A value of a wrong type, or an unknown key, anywhere: the reader and the schema agree."""
    document = copy.deepcopy(written(report))
    path = data.draw(st.sampled_from([each for each in places(document) if each]))
    wrong = data.draw(st.sampled_from([[[]], True, {"unknown_key": 1}]))
    target = document
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = wrong
    is_valid = VALIDATORS[report.kind].is_valid(document)
    try:
        exchange.parse_report(document)
        is_read = True
    except FormatError:
        is_read = False
    assert is_valid == is_read
