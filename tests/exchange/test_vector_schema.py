"""The schema of conformance vectors: valid itself, true of what is written, and it refuses what was changed in shape."""

import copy
import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jixiao_core import registry, vectors
from jixiao_core import strategies as jst
from jixiao_core.exchange.schemas import made_schema
from jixiao_core.present import vectors_json

SCHEMA = json.loads((files("jixiao_core") / "data" / "schemas" / "vectors.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
PINS = ("junshan-department@2021.1", "junshan-project@2021.1")


def small(pin):
    """A document with few vectors of every shape."""
    whole = registry.vectors(pin)
    leaves = [
        {key: part[:3] if isinstance(part, list) else part for key, part in leaf.items()} for leaf in whole["leaves"]
    ]
    return {**whole, "leaves": leaves, "sheets": whole["sheets"][:2]}


SMALL = {pin: small(pin) for pin in PINS}


def test_the_shipped_schema_is_what_is_made():
    Draft202012Validator.check_schema(SCHEMA)
    assert made_schema("vectors") == SCHEMA


@pytest.mark.parametrize("pin", PINS)
def test_the_shipped_vectors_are_valid(pin):
    assert list(VALIDATOR.iter_errors(registry.vectors(pin))) == []


@given(st.data())
def test_vectors_of_generated_rubrics_are_valid(data):
    document = json.loads(json.dumps(vectors_json(vectors(data.draw(jst.rubrics())))))
    assert list(VALIDATOR.iter_errors(document)) == []


def places(document, path=()):
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, part in parts:
        yield (*path, key)
        yield from places(part, (*path, key))


PLACES = [(pin, path) for pin in PINS for path in places(SMALL[pin])]


@given(st.sampled_from(PLACES), st.sampled_from([[[]], {"unknown_key": 1}]))
def test_a_value_of_another_shape_is_refused(place, wrong):
    pin, path = place
    document = copy.deepcopy(SMALL[pin])
    *above, last = path
    target = document
    for key in above:
        target = target[key]
    target[last] = wrong
    assert not VALIDATOR.is_valid(document)


@given(st.sampled_from([path for path in PLACES if isinstance(path[1][-1], str)]))
def test_an_unknown_key_is_refused_and_so_is_a_missing_one(place):
    pin, path = place
    document = copy.deepcopy(SMALL[pin])
    target = document
    for key in path[:-1]:
        target = target[key]
    by_id = {"units", "facts", "rows", "groups", "assessments", "measures", "evidence"}
    if not by_id & {key for key in path[:-1] if isinstance(key, str)}:
        target["not_a_key"] = "1"
        assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize("key", ["format", "rubric", "digest", "semantics", "units", "leaves", "sheets"])
def test_every_part_is_required(key):
    assert not VALIDATOR.is_valid({name: part for name, part in SMALL[PINS[0]].items() if name != key})


@pytest.mark.parametrize("text", ["1e5", "0,5", " 1", "1%", "１", "", "inf", "1/", "--1"])
def test_numbers_are_plain_texts(text):
    document = copy.deepcopy(SMALL[PINS[0]])
    document["leaves"][0]["measures"][0]["value"] = text
    assert not VALIDATOR.is_valid(document)
