"""Files with random damage: a value or one of our errors, whatever was broken; nothing else ever comes out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import exchange, registry, review
from jixiao_core import strategies as jst
from jixiao_core.errors import JixiaoError

ROOT = Path(__file__).parents[2]
CASES = [path.read_bytes() for path in sorted((ROOT / "examples" / "cases").glob("*.toml"))]
DATA = sorted((ROOT / "src/jixiao_core/data/rubrics").glob("*/*.toml"))
PLACES = [path for path in DATA if not path.name.endswith(".lint.toml")]
# Overlays have another reader; a whole table names its first row early.
RUBRICS = [text for path in PLACES if b"\n[[indicators]]" in (text := path.read_bytes())]
# A whole table takes a while to read; its first rows have every kind of key.
HEADS = [text[: text.index(b"[[indicators]]", text.index(b"[[indicators]]") + 1)] for text in RUBRICS]


@st.composite
def damaged(draw, originals):
    """A file with bytes flipped, lines lost, doubled or swapped, and values put in place of others."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 3))):
        lines = bytes(data).split(b"\n")
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["flip", "lose", "double", "swap", "value", "cut"])):
            case "flip" if data:
                data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
                continue
            case "lose":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "value":
                key, sign, _ = lines[place].partition(b"=")
                lines[place] = key + sign + draw(values())
            case "cut":
                lines = lines[:place]
        data = bytearray(b"\n".join(lines))
    return bytes(data)


def values():
    texts = jst.hostile_texts().map(lambda text: json.dumps(text).encode())
    plain = st.sampled_from(
        [b" 5", b" -5", b" 0.5", b" 1e999", b" nan", b" true", b" []", b" {}", b" 2021-01-01", b" 'x'", b""]
    )
    return texts | plain


def outcome(action):
    """What came out: a value, or the text of one of our errors."""
    try:
        return action()
    except JixiaoError as error:
        return str(error)


@given(damaged(CASES))
def test_cases(data):
    case = outcome(lambda: exchange.read_case(data, syntax="toml"))
    if not isinstance(case, str):
        outcome(lambda: review(registry.load(case.rubric), case))


@given(damaged(HEADS))
def test_rubrics(data):
    assert outcome(lambda: exchange.read_rubric(data, syntax="toml"))


@given(st.binary(max_size=300), st.sampled_from(["toml", "json"]))
def test_any_bytes(data, syntax):
    assert outcome(lambda: exchange.read_document(data, syntax=syntax)) is not None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | jst.hostile_texts(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(jst.hostile_texts(), inner, max_size=4),
        max_leaves=12,
    )
)
def test_any_json(value):
    """Plain data of any shape, put where a case, a rubric or evidence is expected."""
    for parse in (exchange.parse_case, exchange.parse_rubric, exchange.parse_evidence):
        assert outcome(lambda parse=parse: parse(value)) is not None


@given(st.data())
def test_any_value_at_any_place_of_a_case(data):
    document = exchange.read_document(CASES[0], syntax="toml")
    here = document
    for _ in range(4):
        if isinstance(here, dict) and here:
            key = data.draw(st.sampled_from(sorted(here)))
        elif isinstance(here, list) and here:
            key = data.draw(st.integers(0, len(here) - 1))
        else:
            break
        if data.draw(st.booleans()) or not isinstance(here[key], (dict, list)):
            here[key] = data.draw(
                st.none() | st.booleans() | st.integers() | jst.hostile_texts() | st.just([]) | st.just({})
            )
            break
        here = here[key]
    case = outcome(lambda: exchange.parse_case(document))
    if not isinstance(case, str):
        outcome(lambda: review(registry.load(case.rubric), case))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.parent.name)
def test_undamaged_files_are_read(path):
    assert registry.open(path).indicators
